// Firefox for the tests: $FIREFOX, else the one on the PATH, driven by WebDriver BiDi, which Debian's
// firefox-esr speaks by itself. Nothing that a page asks for leaves the machine: all names go to a proxy
// that is not there.

import puppeteer from "puppeteer-core";

import { LIMIT, launch, openTab } from "./browser.mjs";
import { onPath, without } from "./skips.mjs";

const executable = process.env.FIREFOX ?? onPath("firefox-esr", "firefox");

/** Why tests in Firefox are skipped, or false where there is one. */
export const withoutFirefox = () => without("Firefox", "firefox-esr", executable);

/** Starts the browser; `preferences` as in about:config. */
export function launchFirefox(preferences = {}) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: executable,
    headless: true,
    timeout: LIMIT,
    protocolTimeout: LIMIT,
    extraPrefsFirefox: {
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "network.proxy.no_proxies_on": "127.0.0.1",
      ...preferences,
    },
  });
}

/**
 * Opens a tab that collects console messages and script errors, and every address asked for. Firefox
 * reports what a policy stops as an event of the page alone, so that is turned into a console message.
 */
export async function openFirefoxTab(browser) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  let faults = [];
  const requests = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    // Fonts of the browser's own pages.
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} stops ${event.blockedURI}`);
    });
  });
  return {
    page,
    requests,
    take: () => {
      const taken = faults;
      faults = [];
      return taken;
    },
    close: () => context.close(),
  };
}

/** Both browsers: how each is begun, and how a tab is opened in it. */
export const browsers = [
  { name: "Chromium", skip: false, launch, open: openTab },
  { name: "Firefox", skip: withoutFirefox(), launch: launchFirefox, open: openFirefoxTab },
];
