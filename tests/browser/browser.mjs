// Chromium for the tests: $CHROMIUM, else the one on the PATH. It resolves no host name, so nothing
// that a page asks for can leave the machine.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  assert.fail("there is no Chromium on the PATH: install it (Debian: apt-get install chromium) or set CHROMIUM");
}

/** Starts the browser. */
export function launch() {
  return chromium.launch({
    executablePath: executable(),
    // Root, as in containers, cannot have Chromium's sandbox; the pages are the tests' own.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/**
 * Opens a tab that collects what a clean page never causes: console messages, script errors,
 * violations of the page's policy, requests that fail. `take()` returns them and starts anew;
 * `requests` holds every address asked for.
 */
export async function openTab(browser, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  let faults = [];
  const requests = [];
  if (options.javaScriptEnabled !== false) {
    await context.exposeBinding("reportViolation", (_, text) => void faults.push(text));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.reportViolation(`policy: ${event.violatedDirective} stops ${event.blockedURI} ${event.sample}`);
      });
    });
  }
  const page = await context.newPage();
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    // What a page was still loading when the test left it is no fault of the page.
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()}: ${reason}`);
  });
  page.on("request", (request) => requests.push(request.url()));
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
