// Where something of the search is missing, late, damaged or silent: a sentence says what to do, and the lists stay.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { at, drawn, host, inTab, PAGE, query, settled, truth } from "./search.mjs";

test("while an answer is on its way, what is shown is busy", () =>
  inTab(at("听证"), async (page) => {
    await settled(page, truth("听证").total);
    await page.evaluate(() => (gongbaoSearch.Client.prototype.hear = () => {}));
    await page.fill("#q", "复议");
    await page.press("#q", "Enter");
    await page.getByRole("status").filter({ hasText: "正在检索" }).waitFor();
    assert.equal(await page.locator(".found").getAttribute("aria-busy"), "true");
  }));

test("the answer stands while the help is on its way, or does not come", async () => {
  for (const part of ["help.", "help-words.", "help-pinyin.", "help-near."]) {
    for (const isLate of [true, false]) {
      await inTab(
        null,
        async (page) => {
          let release;
          const held = new Promise((resolve) => (release = resolve));
          const name = new RegExp(`/assets/${part.replace(".", "\\.")}[^/]*\\.js$`);
          const stopped = isLate
            ? page.waitForRequest(name)
            : page.waitForEvent("requestfailed", (request) => name.test(request.url()));
          await page.route(name, async (route) => {
            if (!isLate) return route.abort();
            await held;
            await route.continue();
          });
          await page.goto(host.url + PAGE);
          await page.focus("#q");
          await page.waitForFunction(() => document.querySelector("[role=combobox]"));
          await page.keyboard.type("行政复");
          await settled(page, truth("行政复").total);
          await stopped;
          await drawn(page);
          assert.equal(await page.locator("[role=alert]").count(), 0);
          assert.ok((await page.locator(".hits > li").count()) > 0);
          if (!isLate) return;
          release();
          await page.locator("[role=option]", { hasText: "行政复议" }).first().waitFor();
        },
        { expectsFaults: true },
      );
    }
  }
});

for (const [what, pattern, fulfil, sentence] of [
  ["a missing index", "**/search-index/manifest.json", { status: 404 }, /检索索引缺少文件/],
  ["an altered bundle", /search-index\/[0-9a-f]+\.bin/, { status: 200, body: "x".repeat(500) }, /与清单不符|不完整/],
  ["a list that is none", "**/search-index/manifest.json", { status: 200, body: "<html>" }, /检索索引已损坏/],
  ["an engine that is none", "**/search/engine-*.bin", { status: 200, body: "no engine" }, /检索索引已损坏|未能载入/],
  ["scripts that do not come", "**/search-page.*.js", { status: 500 }, /未能载入/],
]) {
  test(`${what}: a sentence says what to do, and the lists stay`, () =>
    inTab(
      null,
      async (page) => {
        await page.route(pattern, (route) => route.fulfill(fulfil));
        await page.goto(host.url + at("行政复议"));
        await page.locator(".search :is([role=alert], [role=status])").filter({ hasText: sentence }).waitFor();
        assert.ok(await page.locator(".ways").isVisible());
      },
      { expectsFaults: true },
    ));
}

test("an engine that sends nothing for a minute is ended", () =>
  inTab(
    null,
    async (page) => {
      await page.route("**/engine.*.js", (route) =>
        route.fulfill({ contentType: "text/javascript", body: "for (;;);" }),
      );
      await page.clock.install();
      await page.goto(host.url + at("行政复议"));
      await page.waitForFunction(() => document.querySelector("[role=combobox]"));
      assert.equal(await page.locator("[role=alert]").count(), 0);
      await page.clock.runFor(61_000);
      await page.locator("[role=alert]", { hasText: "没有响应" }).waitFor();
      await until(() => page.workers().length === 0, "the worker ends");
    },
    { expectsFaults: true },
  ));

test("a query that is not whole is explained, quietly while it is being typed", () =>
  inTab(at("听证"), async (page) => {
    await settled(page, truth("听证").total);
    await page.fill("#q", '“听证 "复议');
    await page.waitForFunction(() => /引号没有成对/.test(document.querySelector("[role=status]").textContent));
    assert.equal(await page.locator(".hits > li").count(), Math.min(10, truth("听证").total));
    await page.press("#q", "Enter");
    await page.locator("[role=alert]", { hasText: "引号没有成对" }).waitFor();
  }));

test("without JavaScript the page says so, the lists are there and the boxes lead to it", () =>
  inTab(
    "years/index.html",
    async (page) => {
      await page.fill(".find input", "复议");
      await page.press(".find input", "Enter");
      assert.equal(query(page), "复议");
      assert.match(await page.locator("main .lead").innerText(), /JavaScript/);
      assert.ok(await page.locator(".ways a").first().isVisible());
      assert.equal(await page.locator(".advanced").isVisible(), false);
    },
    { javaScriptEnabled: false },
  ));
