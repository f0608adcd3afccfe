// What readers rely on, in Firefox too: pages open from a host and from the disk without complaint, the
// settings, the contents list and the reader's bar work, the keyboard leads through, scripts are not needed, and the policy
// stops what it should.

import assert from "node:assert/strict";
import { after, test as anyTest, before } from "node:test";
import { pathToFileURL } from "node:url";

import { until } from "./browser.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { REPORT as OFFICIAL, official } from "./official.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";
import { representatives, sites } from "./sites.mjs";

const REPORT = "chongchuan/2019/index.html";

const skip = withoutFirefox();
const test = (name, run) => anyTest(name, { skip }, run);

let site;
let browser;
let host;
before(async () => {
  if (skip) return;
  site = sites[0].build();
  host = await serve(site);
  browser = await launchFirefox();
});
after(async () => {
  await browser?.close();
  await host?.close();
});

for (const scheme of ["http", "file"]) {
  test(`pages of every kind open over ${scheme} without complaint, and ask for nothing beyond the site`, async () => {
    const tab = await openFirefoxTab(browser);
    const root = scheme === "http" ? host.url : `${pathToFileURL(site)}/`;
    const faults = [];
    for (const path of representatives(site)) {
      await tab.page.goto(root + path, { waitUntil: "load" });
      const page = await tab.page.evaluate(() => ({
        title: document.querySelector("h1").textContent.trim(),
        styled: getComputedStyle(document.querySelector(".skip")).position === "absolute",
        settings: document.getElementById("settings")?.checkVisibility() ?? false,
      }));
      if (!page.title || !page.styled || !page.settings) faults.push(`${path}: ${JSON.stringify(page)}`);
      for (const fault of tab.take()) faults.push(`${path}: ${fault}`);
    }
    // Firefox reports requests over http alone.
    if (scheme === "http") assert.ok(tab.requests.length > 10, "no request was seen");
    for (const url of tab.requests.filter((url) => !url.startsWith(root))) faults.push(`request: ${url}`);
    await tab.close();
    none(faults);
  });
}

test("what is chosen by keyboard holds on the next page", async () => {
  const tab = await openFirefoxTab(browser);
  const { page } = tab;
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(host.url + REPORT);
  const focus = () =>
    page.evaluate(() =>
      [document.activeElement.localName, document.activeElement.name, document.activeElement.value].join(" "),
    );
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")), "Tab begins with the skip link");
  for (let presses = 0; !(await focus()).startsWith("summary"); presses += 1) {
    assert.ok(presses < 20, "the settings were not reached");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  for (let presses = 0; !(await focus()).startsWith("input elder"); presses += 1) {
    assert.ok(presses < 20, "the settings cannot be walked through");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press(" ");
  const elder = () =>
    page.evaluate(() => [document.documentElement.dataset.elder, getComputedStyle(document.documentElement).fontSize]);
  assert.deepEqual(await elder(), ["on", "24px"]);
  await page.goto(`${host.url}index.html`);
  assert.deepEqual(await elder(), ["on", "24px"]);
  none(tab.take());
  await tab.close();
});

test("the contents list stands open on a wide screen, leads to the parts and follows the reader", async () => {
  const tab = await openFirefoxTab(browser);
  const { page } = tab;
  await page.setViewport({ width: 1440, height: 500 });
  await page.goto(host.url + REPORT);
  await page.click('.contents a[href="#2"]');
  await page.waitForSelector('.contents a[href="#2"][aria-current]');
  assert.ok(page.url().endsWith("#2"));
  none(tab.take());
  await tab.close();
});

test("the skip link leads to the text", async () => {
  const tab = await openFirefoxTab(browser);
  await tab.page.goto(host.url + REPORT);
  await tab.page.keyboard.press("Tab");
  await tab.page.keyboard.press("Enter");
  await tab.page.waitForFunction(() => document.activeElement?.id === "main");
  await tab.close();
});

test("the policy stops scripts, styles and pictures that are not the site's", async () => {
  const trap =
    '<script>window.ran = 1</script><p id="styled" style="color: rgb(1, 2, 3)">x</p><img alt="" src="http://127.0.0.1:9/x.png" onerror="window.ran = 2">';
  const trapped = await serve(site, { change: (html) => html.replace("</main>", `${trap}</main>`) });
  const tab = await openFirefoxTab(browser);
  await tab.page.goto(trapped.url + REPORT, { waitUntil: "load" });
  let stopped = "";
  const found = await tab.page.evaluate(() => ({
    ran: window.ran ?? null,
    color: getComputedStyle(document.getElementById("styled")).color,
  }));
  assert.equal(found.ran, null);
  assert.notEqual(found.color, "rgb(1, 2, 3)");
  assert.ok(!tab.requests.some((url) => url.includes(":9/")), tab.requests.join(" "));
  for (const directive of ["script-src", "style-src", "img-src"]) {
    await until(
      () => (stopped += tab.take().join("\n")).includes(`policy: ${directive}`),
      `the policy of ${directive} stops something`,
    );
  }
  await tab.close();
  await trapped.close();
});

test("where scripts are blocked a report is found from the front page and read, and no settings are offered", async () => {
  // Firefox has no switch for scripts that leaves the tests a way into the page: the policy forbids them.
  const blocked = await serve(site, { change: (html) => html.replace("script-src 'self'", "script-src 'none'") });
  const tab = await openFirefoxTab(browser);
  const { page } = tab;
  await page.goto(`${blocked.url}index.html`);
  for (const link of [".entries#types a[href*='annual-report']", "main a[href*='chongchuan/2019']"]) {
    await Promise.all([page.waitForNavigation(), page.click(link)]);
  }
  assert.equal(page.url(), blocked.url + REPORT);
  assert.equal(await page.$eval("#settings", (e) => e.checkVisibility()), false);
  assert.ok((await page.$eval(".text", (e) => e.innerText)).length > 500);
  assert.match(tab.take().join("\n"), /policy: script-src/);
  await tab.close();
  await blocked.close();
});

test("marks are stepped through and cleared, and selected words become a link with them", async () => {
  const small = await serve(buildFiles(official));
  const tab = await openFirefoxTab(browser);
  const { page } = tab;
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(`${small.url}${OFFICIAL}?mark=${encodeURIComponent("行政复议")}#2`);
  const told = () => page.$eval(".found [role=status]", (e) => e.textContent);
  await page.waitForSelector(".found:not([hidden])");
  assert.equal(await told(), "第16/16处");
  await page.click(".found button:nth-of-type(2)");
  assert.equal(await told(), "第1/16处");
  await page.click(".found button:nth-of-type(3)");
  assert.equal(await page.$eval(".found", (e) => e.hidden), true);
  assert.equal(page.url(), `${small.url}${OFFICIAL}#2`);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } });
    const [paragraph] = [...document.querySelectorAll(".text p")].filter((p) => p.textContent.startsWith("这是一个"));
    getSelection().setBaseAndExtent(paragraph.firstChild, 16, paragraph.firstChild, 27);
  });
  await page.waitForSelector(".selected:not([hidden])");
  await page.click(".selected .link");
  await page.waitForFunction(() => window.copied);
  assert.match(
    decodeURIComponent(await page.evaluate(() => window.copied)),
    /#1-1-[0-9a-f]{8}:~:text=.*受理行政复议申请/,
  );
  none(tab.take());
  await tab.close();
  await small.close();
});
