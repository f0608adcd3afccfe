// Typing in the box of the search page: input methods, the keyboard, suggestions, and what is not searched for yet.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answered, at, helped, host, inTab, PAGE, query, settled, truth, woken } from "./search.mjs";

test("one letter is not searched for, and an emptied box shows the lists again", () =>
  inTab(
    PAGE,
    async (page) => {
      await woken(page);
      await page.keyboard.type("a");
      await page.clock.runFor(1000);
      assert.equal(query(page), null);
      await page.fill("#q", "听");
      await settled(page, truth("听").total);
      assert.equal(await page.locator(".ways").isVisible(), false);
      await page.fill("#q", "");
      await page.waitForFunction(() => document.querySelector(".ways").checkVisibility());
      assert.equal(await page.locator(".found").textContent(), "");
    },
    { clock: true },
  ));

test("what an input method composes is not searched for until it stands", () =>
  inTab(
    PAGE,
    async (page) => {
      await woken(page);
      const keyboard = await page.context().newCDPSession(page);
      for (const text of ["x", "xing", "xing zheng", "xing zheng fu yi"]) {
        await keyboard.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
        await page.clock.runFor(1000);
        assert.equal(query(page), null, text);
      }
      // Enter that chooses among the characters: Safari sends the key after the composition has ended, and submits.
      await keyboard.send("Input.insertText", { text: "行政复议" });
      await page.evaluate(enter, [229, false]);
      assert.equal(query(page), null);
      await settled(page, truth("行政复议").total);
      assert.deepEqual([query(page), await page.evaluate(() => history.state.isTyped)], ["行政复议", true]);
      await page.evaluate(() => document.querySelector(".search-box button").click());
      await page.waitForFunction(() => history.state.isTyped === false);
    },
    { clock: true },
  ));

test("the key of a keyboard on a screen that composes Latin words too searches for the word", () =>
  inTab(PAGE, async (page) => {
    await woken(page);
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send("Input.imeSetComposition", { text: "Markdown", selectionStart: 8, selectionEnd: 8 });
    await page.evaluate(enter, [13, true]);
    await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "Markdown");
  }));

test("a composition that is taken back leaves the query before it, which is asked", () =>
  inTab(
    PAGE,
    async (page) => {
      await woken(page);
      const keyboard = await page.context().newCDPSession(page);
      await keyboard.send("Input.insertText", { text: "听证" });
      await keyboard.send("Input.imeSetComposition", { text: "x", selectionStart: 1, selectionEnd: 1 });
      await page.clock.runFor(1000);
      assert.equal(query(page), null);
      await keyboard.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
      await settled(page, truth("听证").total);
    },
    { clock: true },
  ));

test("Escape stays so, and what was gone to is left when another letter is typed", () =>
  inTab(
    PAGE,
    async (page) => {
      await helped(page);
      await page.keyboard.type("云麓");
      await page.locator("#suggestions li").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.type("区");
      assert.equal(await page.getAttribute("#q", "aria-activedescendant"), null);
      await page.keyboard.press("Escape");
      await answered(page, "云麓区");
      assert.equal(await page.getAttribute("#q", "aria-expanded"), "false");
      await page.fill("#q", "云麓");
      await page.locator("#suggestions li").first().waitFor();
      await page.fill("#q", "a");
      await page.clock.runFor(1000);
      assert.equal(await page.locator("#suggestions").isVisible(), false, "they belonged to what was typed before");
    },
    { clock: true },
  ));

test("before the scripts are here the box holds the query, and the form leads nowhere", () =>
  inTab(null, async (page) => {
    await page.route("**/search-page.*.js", () => {});
    await page.goto(host.url + at("行政复议"), { waitUntil: "domcontentloaded" });
    await page.waitForFunction(() => document.getElementById("q").value === "行政复议");
    await page.locator(".advanced summary").click();
    await page.fill(".advanced [name=all]", "听证");
    await page.evaluate(() => addEventListener("submit", (event) => (window.isStopped = event.defaultPrevented)));
    await page.locator(".advanced button").click();
    assert.equal(await page.evaluate(() => window.isStopped), true);
    assert.deepEqual([query(page), await page.inputValue(".advanced [name=all]")], ["行政复议", "听证"]);
  }));

/** Enter in the box, and the submission that it would bring; runs in the page. */
function enter([keyCode, isComposing]) {
  const event = new KeyboardEvent("keydown", { key: "Enter", isComposing, bubbles: true, cancelable: true });
  Object.defineProperty(event, "keyCode", { value: keyCode });
  document.getElementById("q").dispatchEvent(event);
  document.getElementById("q").form.requestSubmit();
}

test("a suggestion that was gone to stays so when an answer comes late", () =>
  inTab(PAGE, async (page) => {
    await helped(page);
    // What is answered waits.
    await page.evaluate(() => {
      const { hear } = gongbaoSearch.Client.prototype;
      const waiting = [];
      gongbaoSearch.Client.prototype.hear = function (message) {
        if (message.answered) waiting.push(() => hear.call(this, message));
        else hear.call(this, message);
      };
      window.answer = () => waiting.forEach((go) => go());
      window.isAnswered = () => waiting.length > 0;
    });
    await page.keyboard.type("云麓");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    const active = () => page.locator("[role=option][aria-selected=true]").allTextContents();
    const before = await active();
    assert.equal(before.length, 1);
    await page.waitForFunction(() => window.isAnswered());
    await page.evaluate(() => window.answer());
    await settled(page, truth("云麓").total);
    assert.deepEqual(await active(), before);
    assert.ok(await page.getByRole("combobox").getAttribute("aria-activedescendant"));
  }));

test("a suggestion within an open quotation goes on with it, and closes it", () =>
  inTab(PAGE, async (page) => {
    for (const [typed, wanted] of [
      ['"依法 行zheng', /^"依法 [^"“”]+"$/],
      ["“依法 行zheng", /^“依法 [^"“”]+”$/],
      ["「依法 行zheng", /^「依法 [^"“”「」]+」$/],
      ['title:"法治 zhengf', /^title:"法治 [^"“”]+"$/],
      ['"依法" 行zheng', /^"依法" (行政|[a-z]+:"行政)/],
      ['"行zheng', /^(行政|[a-z]+:"行政)/],
    ]) {
      await page.fill("#q", "");
      await page.fill("#q", typed);
      const option = page.getByRole("option").first();
      await option.waitFor();
      await option.click();
      await page.waitForFunction((typed) => document.getElementById("q").value !== typed, typed);
      assert.match(await page.inputValue("#q"), wanted, typed);
      await page.locator(".found h2").first().waitFor();
      assert.equal(await page.getByRole("alert").count(), 0, typed);
    }
    await page.fill("#q", '"依法 云麓');
    await page.getByRole("status").filter({ hasText: "引号没有成对" }).waitFor();
    assert.deepEqual(
      await page.locator("[role=option]", { hasText: "机构" }).allTextContents(),
      [],
      "a field within a quotation is text",
    );
  }));

test("a title is suggested while it is typed, and chosen by the keyboard alone", () =>
  inTab(PAGE, async (page) => {
    await page.focus("#q");
    await page.keyboard.type("崇川区2019");
    const option = page.getByRole("option", { name: /崇川区2019年度/ });
    await option.waitFor();
    const box = page.getByRole("combobox");
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("Escape");
    assert.deepEqual([await box.getAttribute("aria-expanded"), await page.inputValue("#q")], ["false", "崇川区2019"]);
    await page.keyboard.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
    await page.keyboard.press("ArrowUp");
    assert.equal(await box.getAttribute("aria-activedescendant"), null);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/chongchuan\/2019\/index\.html/);
  }));

test("keys that select text are not taken for the suggestions", () =>
  inTab(PAGE, async (page) => {
    await helped(page);
    await page.keyboard.type("行政");
    await page.locator("[role=option]").first().waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    assert.equal(await page.locator("[role=option][aria-selected=true]").count(), 0);
    assert.deepEqual(
      await page.evaluate(() => [
        document.getElementById("q").selectionStart,
        document.getElementById("q").selectionEnd,
      ]),
      [0, 2],
    );
  }));

test("whether a synonym is found is asked when the query stands, and once", () =>
  inTab(
    PAGE,
    async (page) => {
      await helped(page);
      await page.evaluate(() => {
        const { ask } = gongbaoSearch.Client.prototype;
        window.asked = [];
        gongbaoSearch.Client.prototype.ask = function (question) {
          window.asked.push(question.query);
          return ask.call(this, question);
        };
        gongbaoHelp.offers = (words, { query }) => [
          { kind: "synonym", from: query, to: "听证", query: "听证", isKnown: false },
        ];
      });
      const times = () => page.evaluate(() => window.asked.filter((query) => query === "听证").length);
      const offer = page.locator(".notes-found a", { hasText: "听证" });
      // The typist pauses for as long as this test says.
      await page.clock.pauseAt(Date.now() + 1000);
      await page.keyboard.type("民告官");
      await page.clock.runFor(300);
      await page.locator(".found h2").first().waitFor();
      assert.equal(await times(), 0, "while it is being typed");
      await page.clock.runFor(1000);
      await offer.waitFor();
      assert.equal(await times(), 1, "after a while");
      await page.keyboard.press("Enter");
      await page.fill("#q", "行政诉讼");
      await page.press("#q", "Enter");
      await page.waitForFunction(
        () =>
          new URLSearchParams(location.search).get("q") === "行政诉讼" && !document.querySelector(".found[aria-busy]"),
      );
      await offer.waitFor();
      assert.equal(await times(), 1);
      assert.equal(await offer.count(), 1);
    },
    { clock: true },
  ));
