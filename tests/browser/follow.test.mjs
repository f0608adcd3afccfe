// Following: a feed as a browser shows it, searches that are kept on the device and say what is new, and the page that
// explains both.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axe, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { host as serveIndex } from "./hosts.mjs";
import { gongbao, none, writeTree } from "./site.mjs";

const REPORTS = 150;
const QUERY = "行政复议";

/** Those that come later are newer. */
const year = (n) => (n > REPORTS ? 2024 : 2000 + (n % 20));
const report = (n) => `---
title: 示例市第${n}号报告
type: annual-report
period: ${year(n)}
published: ${year(n) + 1}-01-${String((n % 28) + 1).padStart(2, "0")}
---

一、第${n}号事项

${n % 2 === 0 ? `本年度办理${QUERY}案件${n}件。` : `本年度没有需要说明的第${n}类事项。`}
`;

let folder;
let browser;
let host;
const site = () => join(folder, "public");
const write = (n) => writeFileSync(join(folder, `content/shili/${n}.md`), report(n));
const build = () => gongbao("build", "--no-zips", "--content", join(folder, "content"), "--out", site());

before(async () => {
  const yaml = "title: 关注示例\ntypes: {annual-report: 年度报告}\n";
  folder = dirname(writeTree({ "archive.yaml": yaml, "shili/_index.md": "---\nname: 示例市\n---\n" }));
  for (let n = 1; n <= REPORTS; n += 1) write(n);
  build();
  host = await serveIndex(site, { cache: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.close();
});

/** What axe finds. */
async function faultsOf(page) {
  await page.evaluate(axe);
  return page.evaluate(violations, TAGS);
}
const segments = () => JSON.parse(readFileSync(join(site(), "search-index/manifest.json"), "utf8")).segments;
const news = (page) => page.locator(".followed > ul > li > .quiet").first();

test("a search is kept on the device and says what is new, reading new segments alone", async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await page.goto(`${host.url}search/index.html?q=${encodeURIComponent(QUERY)}`);
  const button = page.locator(".follow button");
  await button.waitFor();
  assert.equal(await button.textContent(), "关注此检索");
  assert.ok(await page.locator(".followed").isHidden());
  // By keyboard, and the focus stays.
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".follow button")?.textContent === "取消关注");
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.key), "follow");
  assert.match(await page.locator("[role=status]").textContent(), /已关注/);
  none(await faultsOf(page));

  // Nothing has come: nothing is read of the lists.
  await page.goto(`${host.url}index.html`);
  host.log.length = 0;
  await page.goto(`${host.url}search/index.html`);
  await page.locator(".followed").waitFor();
  await page.waitForFunction(() => /没有新增/.test(document.querySelector(".followed .quiet").textContent));
  assert.deepEqual(
    host.log.filter(({ range }) => range !== null).map(({ path }) => path),
    [],
  );

  // Two reports that match and one that does not have come; the oldest segments stay as they are.
  const before = segments().map(({ name }) => name);
  for (const n of [220, 240, 241]) write(n);
  build();
  const fresh = segments()
    .map(({ name }) => name)
    .filter((name) => !before.includes(name));
  assert.ok(fresh.length > 0 && fresh.length < segments().length, `${fresh.length} of ${segments().length} are new`);
  host.log.length = 0;
  await page.goto(`${host.url}search/index.html`);
  await page.waitForFunction(() => /新增2份报告/.test(document.querySelector(".followed .quiet").textContent));
  const told = await page.locator(".followed li li a").allTextContents();
  assert.deepEqual(told.toSorted(), ["示例市第220号报告", "示例市第240号报告"]);
  const read = host.log.filter(({ range }) => range !== null).map(({ path }) => path.replace("search-index/", ""));
  assert.ok(read.length > 0, "nothing was read");
  for (const file of read)
    assert.ok(
      fresh.some((name) => file.startsWith(name)),
      `${file} is not new`,
    );
  none(await faultsOf(page));

  // It is said until it was read; then no more.
  await page.reload();
  await page.waitForFunction(() => /新增2份报告/.test(document.querySelector(".followed .quiet").textContent));
  await page.locator("[data-key^='read ']").click();
  await page.waitForFunction(() => /没有新增/.test(document.querySelector(".followed .quiet").textContent));
  await page.reload();
  assert.match(await news(page).textContent(), /没有新增/);
  // A report that goes is none that has come, and what is no longer followed is kept nowhere.
  rmSync(join(folder, "content/shili/240.md"));
  gongbao("build", "--no-zips", "--allow-vanished", "--content", join(folder, "content"), "--out", site());
  await page.reload();
  await page.waitForFunction(() => gongbaoSearch.client?.run?.isOpen);
  await page.waitForFunction(() => /没有新增/.test(document.querySelector(".followed .quiet").textContent));
  await page.locator("[data-key^='unfollow ']").click();
  assert.ok(await page.locator(".followed").isHidden());
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => /followed/.test(key)).length), 0);
  none(tab.take());
  await tab.close();
});

test("where nothing can be kept, following is not offered", async () => {
  const tab = await openTab(browser);
  await tab.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await tab.page.goto(`${host.url}search/index.html?q=${encodeURIComponent(QUERY)}`);
  await tab.page.locator(".hits").waitFor();
  assert.equal(await tab.page.locator(".follow").count(), 0);
  none(tab.take());
  await tab.close();
});

test("on a disk searches are followed too", async () => {
  const tab = await openTab(browser);
  const root = `${pathToFileURL(site())}/`;
  await tab.page.goto(`${root}search/index.html?q=${encodeURIComponent(QUERY)}`);
  await tab.page.locator(".follow button").click();
  await tab.page.waitForFunction(() => document.querySelector(".follow button")?.textContent === "取消关注");
  await tab.page.goto(`${root}search/index.html`);
  await tab.page.waitForFunction(() => /没有新增/.test(document.querySelector(".followed .quiet")?.textContent ?? ""));
  none(tab.take());
  await tab.close();
});

/** How a feed looks; runs in the page. */
const look = () => {
  const style = (name) => getComputedStyle(document.querySelector(name));
  return {
    title: style("feed > title").borderBottomWidth,
    id: style("feed > id").display,
    entry: style("entry").display,
  };
};
const STYLED = { title: "2px", id: "none", entry: "block" };

test("a feed that is opened is readable in Firefox too", { skip: withoutFirefox() }, async () => {
  const firefox = await launchFirefox();
  const { page } = await openFirefoxTab(firefox);
  await page.goto(`${host.url}feed.xml`);
  assert.deepEqual(await page.evaluate(look), STYLED);
  await firefox.close();
});

test("a feed that is opened is readable, and the page on following leads there", async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await page.goto(`${pathToFileURL(site())}/shili/index.html`);
  await page.locator("a[href$='follow/index.html']").first().click();
  await page.locator("h1", { hasText: "订阅与下载" }).waitFor();
  none(tab.take());
  none(await faultsOf(page));
  // The page's policy stops what axe itself would fetch.
  tab.take();
  for (const root of [`${pathToFileURL(site())}/`, host.url]) {
    await page.goto(`${root}shili/feed.xml`);
    assert.deepEqual(await page.evaluate(look), STYLED, root);
  }
  none(tab.take());
  await tab.close();
});
