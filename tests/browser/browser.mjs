// Chromium for the tests: $CHROMIUM, else the one on the PATH, best as the headless shell, which has the same
// engine and no windows to keep: the tests take a third of the work. It resolves no host name, so nothing that a
// page asks for can leave the machine.

import assert from "node:assert/strict";

import { chromium } from "playwright-core";

import { onPath } from "./skips.mjs";

function executable() {
  const found =
    process.env.CHROMIUM ?? onPath("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
  return (
    found ??
    assert.fail(
      "there is no Chromium on the PATH: install it (Debian: apt-get install chromium-headless-shell) or set CHROMIUM",
    )
  );
}

/**
 * How long anything in a browser may take, in milliseconds: far longer than on a busy machine, for it is waited
 * out only where a test fails.
 */
export const LIMIT = 120_000;

/** Starts the browser. */
export function launch() {
  return chromium.launch({
    executablePath: executable(),
    timeout: LIMIT,
    // Neither root nor a container may have Chromium's sandbox; the pages are the tests' own.
    chromiumSandbox: false,
    args: [
      // One that is only emulated costs more than it saves.
      "--disable-gpu",
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
  context.setDefaultTimeout(LIMIT);
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

/** Waits until a condition outside any page holds. */
export async function until(holds, what) {
  for (const end = Date.now() + LIMIT; !(await holds()); ) {
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** When each tab began its downloads, in milliseconds. */
const begun = new WeakMap();

/**
 * Clicks a link that is saved; the path of what was saved. Chromium drops, without a word, what a page would
 * save after ten downloads within a second (ShouldThrottleDownload in its local_frame.cc): the eleventh waits.
 */
export async function save(page, link) {
  const times = begun.get(page) ?? [];
  begun.set(page, times);
  const rest = times.length < 10 ? 0 : times.at(-10) + 1100 - performance.now();
  if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  times.push(performance.now());
  return download.path();
}
