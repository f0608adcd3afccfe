// What readers come for, done as they do it: on a phone with a finger, and at a desk with the keyboard alone. Of each task
// the steps are counted: a tap, or a key that is no Tab; what is typed in one go counts once. No task may come to take more.
//
// Every task begins at a page to which any reader comes: the front page, or a report that a search engine led to.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { DESKTOP, PHONE } from "./accessibility.mjs";
import { openTab, until } from "./browser.mjs";
import { browser, host } from "./search.mjs";
import { none } from "./site.mjs";

const HOME = "index.html";
const REPORT = "shili-yunlu/2022/index.html";
/** A sentence of the sample, and the same with a wrong figure. */
const SENTENCE = "执法三项制度推广到15个执法单位中的12个";
const WRONG = "执法三项制度推广到15个执法单位中的13个";
/** How many times Tab may be pressed for one step: after the link that skips the head of a page. */
const MOST_TABS = 120;

/** A reader at a page, whose steps are counted. */
class Reader {
  static async at(path, kind) {
    const options = kind === "keyboard" ? { viewport: DESKTOP } : { viewport: PHONE, hasTouch: true, isMobile: true };
    const tab = await openTab(browser, options);
    await tab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await tab.page.goto(host.url + path);
    return new Reader(tab, kind === "keyboard");
  }

  constructor(tab, hasKeyboard) {
    [this.tab, this.page, this.hasKeyboard] = [tab, tab.page, hasKeyboard];
    [this.steps, this.tabs] = [0, 0];
  }

  /** Goes on with Tab until the focus is there. */
  async reach(target) {
    const isThere = () => target.evaluate((element) => element === document.activeElement);
    for (let tabs = 0; !(await isThere()); tabs += 1) {
      assert.ok(tabs < MOST_TABS, `not reached by Tab: ${await target.evaluate((e) => e.outerHTML.slice(0, 200))}`);
      await this.page.keyboard.press("Tab");
      this.tabs += 1;
    }
  }

  /** Follows a link, or presses a button. */
  async take(target) {
    this.steps += 1;
    await target.waitFor();
    if (!this.hasKeyboard) return target.tap();
    await this.reach(target);
    await this.page.keyboard.press("Enter");
  }

  /** Types into a box, and Enter. */
  async ask(box, text) {
    this.steps += 2;
    if (this.hasKeyboard) await this.reach(box);
    else await box.tap();
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".found h2").first().waitFor();
  }

  /** Leaves the head of a page behind. */
  async skip() {
    if (!this.hasKeyboard) return;
    this.steps += 1;
    await this.page.keyboard.press("Tab");
    await this.page.keyboard.press("Enter");
  }

  async copied(isIt) {
    const read = () => this.page.evaluate(() => navigator.clipboard.readText());
    let text = "";
    await until(async () => {
      text = await read().catch(() => "");
      return isIt(text);
    }, `the clipboard has it: ${text}`);
  }

  async end(t, most) {
    none(this.tab.take());
    await this.tab.close();
    t.diagnostic(`${this.steps} steps, ${this.tabs} times Tab`);
    assert.ok(this.steps <= most, `${this.steps} steps, and ${most} do`);
  }
}

/** What is marked, and that it is in sight. */
const marked = (page) =>
  page.waitForFunction(() => {
    const [range] = CSS.highlights.get("found") ?? [];
    const { top, bottom } = range?.getBoundingClientRect() ?? { top: -1, bottom: 0 };
    return top >= 0 && bottom <= innerHeight && range.toString();
  });

for (const kind of ["a phone", "keyboard"]) {
  describe(kind, () => {
    // With the keyboard the link that skips the head of a page is a step more.
    const skips = kind === "keyboard" ? 1 : 0;

    test("a sentence is found, and stands marked in its report", async (t) => {
      const reader = await Reader.at(HOME, kind);
      await reader.ask(reader.page.locator("#q"), SENTENCE);
      await reader.take(reader.page.locator(".hits p:not(.facts) a").first());
      await reader.page.waitForURL(/#/);
      await marked(reader.page);
      assert.equal(await reader.page.evaluate(() => [...CSS.highlights.get("found")][0].toString()), SENTENCE);
      await reader.end(t, 3);
    });

    test("a sentence with a wrong figure is found, and the figure is named", async (t) => {
      const reader = await Reader.at(HOME, kind);
      await reader.ask(reader.page.locator("#q"), WRONG);
      const { page } = reader;
      await page.locator("#near mark.differs").waitFor();
      assert.equal(await page.locator("#near mark.differs").first().textContent(), "12");
      await reader.take(page.locator("#near p:not(.facts) a").first());
      await page.waitForURL(/#/);
      assert.ok((await page.locator(".text").innerText()).includes(SENTENCE));
      await reader.end(t, 3);
    });

    for (const [what, selector] of [
      ["a part", ".text [id='2']"],
      ["a paragraph without a number", ".text p[id^='1-2-']"],
    ])
      test(`${what} is cited`, async (t) => {
        const reader = await Reader.at(REPORT, kind);
        const { page } = reader;
        await reader.skip();
        const [id] = await page.locator(selector).evaluateAll((found) => {
          found[0].scrollIntoView();
          scrollBy(0, 30);
          return found.map((element) => element.id);
        });
        // The bar comes back on the way up.
        await page.mouse.wheel(0, -20);
        await reader.take(page.locator(".reader .cite"));
        await reader.copied((text) => text.includes(`${REPORT}#${id}`) && text.includes("示例"));
        await reader.end(t, 1 + skips);
      });

    test("what is missing is said on the front page, and a step away by name", async (t) => {
      const reader = await Reader.at(HOME, kind);
      const { page } = reader;
      assert.ok((await page.locator(".glance").innerText()).includes("未收录"));
      await reader.skip();
      await reader.take(page.locator(".glance h3 a").first());
      await page.waitForURL(/duties\//);
      assert.ok((await page.locator("main").innerText()).includes("未收录"));
      await reader.end(t, 1 + skips);
    });

    test("a part is compared over the years", async (t) => {
      const reader = await Reader.at(REPORT, kind);
      const { page } = reader;
      await reader.skip();
      await reader.take(page.locator("a[href*='parts/']").first());
      await page.waitForURL(/parts\//);
      assert.ok((await page.locator("main h2, main th").count()) > 1);
      await reader.end(t, 1 + skips);
    });

    test("the texts of a year are downloaded", async (t) => {
      const reader = await Reader.at(HOME, kind);
      const { page } = reader;
      await reader.skip();
      await reader.take(page.locator("main a[href$='follow/index.html']"));
      await page.waitForURL(/follow\//);
      await reader.skip();
      const row = page.locator(".editions tr", { has: page.getByRole("link", { name: "2022", exact: false }) });
      const download = page.waitForEvent("download");
      await reader.take(row.first().locator("td a").first());
      const path = await (await download).path();
      assert.ok(readFileSync(path, "utf8").includes("2022"));
      await reader.end(t, 2 + 2 * skips);
    });

    test("a body is subscribed to", async (t) => {
      const reader = await Reader.at(HOME, kind);
      const { page } = reader;
      await reader.skip();
      await reader.take(page.locator("main a[href='shili-yunlu/index.html']").first());
      await page.waitForURL(/shili-yunlu\//);
      const feed = page.locator("a[type='application/atom+xml']", { hasText: "订阅" }).first();
      const address = await feed.evaluate((link) => link.href);
      const answer = await page.request.get(address);
      assert.ok((await answer.text()).includes("<feed "));
      await reader.end(t, 1 + skips);
    });
  });
}
