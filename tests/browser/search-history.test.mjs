// The address of the search page and the browser's history: which questions stay, and where a reader comes back to.

import assert from "node:assert/strict";
import { test } from "node:test";

import { at, host, inTab, PAGE, query, settled, truth } from "./search.mjs";

test("typing replaces its own question in the history, Enter keeps it, back and forward bring questions back", () =>
  inTab(PAGE, async (page) => {
    const [first, second] = ["行政复议", "听证"];
    await page.focus("#q");
    await page.keyboard.type("行政");
    await settled(page, truth("行政").total);
    const before = await page.evaluate(() => history.length);
    await page.keyboard.type("复议");
    await settled(page, truth(first).total);
    assert.equal(await page.evaluate(() => history.length), before);
    await page.keyboard.press("Enter");
    await page.fill("#q", second);
    await page.keyboard.press("Enter");
    await settled(page, truth(second).total);
    assert.equal(query(page), second);
    await page.goBack();
    await settled(page, truth(first).total);
    assert.deepEqual([await page.inputValue("#q"), query(page)], [first, first]);
    await page.goForward();
    await settled(page, truth(second).total);
    assert.equal(await page.inputValue("#q"), second);
    await page.goto(`${host.url}index.html`);
    await page.goBack();
    await settled(page, truth(second).total);
  }));

test("what completes a query that is being typed takes its place in the history", () =>
  inTab(PAGE, async (page) => {
    await page.focus("#q");
    await page.keyboard.type("行政");
    await settled(page, truth("行政").total);
    const before = await page.evaluate(() => history.length);
    await page.keyboard.type("复议");
    await page.keyboard.press("Enter");
    await settled(page, truth("行政复议").total);
    assert.equal(await page.evaluate(() => history.length), before);
    // One of which a result was looked at stays.
    await page.fill("#q", "听证");
    await settled(page, truth("听证").total);
    await page.locator(".hits a.title").first().click();
    await page.waitForURL(/mark=/);
    await page.goBack();
    await settled(page, truth("听证").total);
    await page.fill("#q", "法治政府");
    await settled(page, truth("法治政府").total);
    await page.goBack();
    await settled(page, truth("听证").total);
  }));

test("an address that asks the same in another spelling is the same question", () =>
  inTab(null, async (page) => {
    for (const address of [
      `?sort=relevance&q=${encodeURIComponent("行政 复议")}`,
      `?sort=date&q=${encodeURIComponent("行政 复议 ")}`,
    ]) {
      await page.goto(`${host.url}${PAGE}${address}`);
      await settled(page, truth("行政 复议").total);
      const length = await page.evaluate(() => history.length);
      await page.press("#q", "Enter");
      await page.waitForFunction(() => /\?q=[^&]*\+/.test(location.search));
      assert.equal(await page.evaluate(() => history.length), length);
    }
  }));

test("a link to a part of the page asks nothing anew and moves no result", () =>
  inTab(at("法治"), async (page) => {
    await settled(page, truth("法治").total);
    await page.evaluate(() => {
      document.querySelector(".hits").isOld = true;
      gongbaoSearch.Client.prototype.ask = () => (window.isAsked = true);
      // The page asks for a new address before this listener is called.
      window.moved = new Promise((done) => addEventListener("hashchange", done, { once: true }));
    });
    await page.locator("body > .skip").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
    await page.evaluate(() => window.moved.then(() => {}));
    assert.deepEqual(await page.evaluate(() => [document.querySelector(".hits").isOld, window.isAsked]), [
      true,
      undefined,
    ]);
  }));

/** Scrolls, and waits until the page has kept the place. */
async function scrollTo(page, top) {
  await page.evaluate((top) => scrollTo(0, top), top);
  await page.waitForFunction((top) => history.state?.place === top, top);
}
const isAt = (page, top) => page.waitForFunction((top) => Math.abs(scrollY - top) < 2, top);

test("a reader who comes back to results stands at the same place, among as many results", () =>
  inTab(at("法治"), async (page) => {
    const { total } = truth("法治");
    await settled(page, total);
    await page.locator(".more").click();
    await page.waitForFunction(() => document.querySelectorAll(".hits > li").length > 10);
    await scrollTo(page, 1200);
    await page.evaluate(() => document.querySelectorAll(".hits a.title")[8].click());
    await page.locator(".report h1").waitFor();
    await page.goBack();
    await isAt(page, 1200);
    await page.reload();
    await isAt(page, 1200);
    // What is pressed is never out of sight.
    await page.evaluate(() => gongbaoSearch.go("行政"));
    await settled(page, truth("行政").total);
    await scrollTo(page, 300);
    await page.goBack();
    await isAt(page, 1200);
    await page.goForward();
    await isAt(page, 300);
  }));

test("a reader who has scrolled before the results are back is not moved", () =>
  inTab(at("法治"), async (page) => {
    await settled(page, truth("法治").total);
    await scrollTo(page, 900);
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/search-index/manifest.json", (route) => held.then(() => route.continue()));
    await page.reload();
    await page.waitForFunction(() => document.querySelector(".found[aria-busy]"));
    await page.mouse.move(400, 400);
    await page.mouse.wheel(0, 50);
    await page.waitForFunction(() => scrollY === 50);
    go();
    await settled(page, truth("法治").total);
    assert.equal(await page.evaluate(() => scrollY), 50);
  }));
