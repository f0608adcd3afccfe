// How a reader wants pages to look: kept on the device, applied everywhere, and harmless whatever is stored.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { sites } from "./sites.mjs";

const KEY = "gongbao-settings";
const REPORT = "chongchuan/2019/index.html";

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(sites[0].build());
});
after(async () => {
  await host?.close();
  await browser?.close();
});

const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const attributes = (page) => page.evaluate(() => ({ ...document.documentElement.dataset }));

test("what is chosen holds on every page, here and in another tab, and leaves no cookie", async () => {
  const tab = await openTab(browser, { colorScheme: "light" });
  const { page } = tab;
  await page.goto(host.url + REPORT);
  assert.equal(await size(page), 18);
  const other = await page.context().newPage();
  await other.goto(`${host.url}index.html`);

  await page.locator("#settings summary").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("特大").check();
  await page.getByLabel("深色").check();
  await page.getByLabel("长者版").check();
  await page.getByLabel("高对比度").check();
  const chosen = { size: "largest", theme: "dark", elder: "on", contrast: "more" };
  assert.deepEqual(await attributes(page), chosen);
  assert.equal(await size(page), 24);
  assert.equal(await paper(page), "rgb(0, 0, 0)");
  await other.waitForFunction(() => document.documentElement.dataset.theme === "dark");

  await page.goto(`${host.url}years/index.html`);
  assert.deepEqual(await attributes(page), chosen);
  await page.locator("#settings summary").click();
  assert.ok(await page.getByLabel("长者版").isChecked());
  await page.getByLabel("长者版").uncheck();
  await page.getByLabel("标准").check();
  assert.equal(await size(page), 18);
  assert.deepEqual(await page.context().cookies(), []);
  none(tab.take());
  await tab.close();
});

test("light is light where the system is dark", async () => {
  const tab = await openTab(browser, { colorScheme: "dark" });
  await tab.page.goto(host.url + REPORT);
  const dark = await paper(tab.page);
  await tab.page.locator("#settings summary").click();
  await tab.page.getByLabel("浅色").check();
  assert.equal(await paper(tab.page), "rgb(255, 255, 255)");
  await tab.page.getByLabel("跟随系统").check();
  assert.equal(await paper(tab.page), dark);
  await tab.close();
});

for (const stored of [
  "{",
  "null",
  "[]",
  "7",
  '{"size":"<img src=x onerror=alert(1)>","theme":"__proto__","elder":true}',
  '{"__proto__":{"size":"large"}}',
]) {
  test(`nothing comes of ${stored} in the store`, async () => {
    const tab = await openTab(browser);
    await tab.page.addInitScript(([key, text]) => localStorage.setItem(key, text), [KEY, stored]);
    await tab.page.goto(host.url + REPORT);
    assert.deepEqual(await attributes(tab.page), {});
    none(tab.take());
    await tab.close();
  });
}

test("where storage is denied the choice holds for the page", async () => {
  const tab = await openTab(browser);
  await tab.page.addInitScript(() => {
    const deny = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: deny });
  });
  await tab.page.goto(host.url + REPORT);
  await tab.page.locator("#settings summary").click();
  await tab.page.getByLabel("长者版").check();
  assert.equal(await size(tab.page), 24);
  none(tab.take());
  await tab.close();
});

test("without JavaScript no settings are offered", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false });
  await tab.page.goto(host.url + REPORT);
  assert.equal(await tab.page.locator("#settings").isVisible(), false);
  assert.ok(await tab.page.locator("h1").isVisible());
  await tab.close();
});
