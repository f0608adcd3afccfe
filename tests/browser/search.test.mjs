// The search page in Chromium: what is typed is found, shown, kept in the address and told to whoever cannot
// see it; input methods, keyboard, conditions, export, failures, hostile texts, a folder on a disk.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { DESKTOP, PHONE, TAGS, axe, overflow, smallTargets, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { launchFirefox, openFirefoxTab } from "./firefox.mjs";
import { serve } from "./server.mjs";
import { buildFiles, gongbao, none } from "./site.mjs";
import { sites } from "./sites.mjs";

const PAGE = "search/index.html";

let site;
let browser;
let host;
before(async () => {
  site = sites[0].build();
  host = await serve(site);
  browser = await launch();
});
after(async () => {
  await host?.close();
  await browser?.close();
});

const at = (query, more = "") => `${PAGE}?q=${encodeURIComponent(query)}${more}`;
/** What the program itself says. */
const truth = (query, folder = site) => JSON.parse(gongbao("search", "--index", join(folder, "search-index"), "--format", "json", query).stdout);
const heading = (page) => page.locator(".found h2").first();
const titles = (page) => page.locator(".hits a.title").allTextContents();
const query = (page) => new URL(page.url()).searchParams.get("q");
/** Waits for the answer to a query: the heading says how many there are. */
const settled = (page, total) => page.waitForFunction((n) => document.querySelector(".found h2")?.textContent.includes(`${n}份`) && !document.querySelector(".found[aria-busy]"), total);

/** Turns to the box, which wakes the search. */
async function woken(page) {
  await page.focus("#q");
  await page.waitForFunction(() => document.querySelector("[role=combobox]"));
}
/** The same, with the archive's own words. */
async function helped(page) {
  await page.focus("#q");
  await page.waitForFunction(() => globalThis.gongbaoHelp && globalThis.gongbaoWords && gongbaoSearch.go);
}

async function waitUntil(holds) {
  for (let left = 100; !holds(); left -= 1) {
    assert.ok(left > 0, String(holds));
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** A tab at a page of the sample; closed, and clean, when `look` has looked. */
async function inTab(path, look, options = {}) {
  const tab = await openTab(browser, { viewport: DESKTOP, ...options });
  try {
    if (path !== null) await tab.page.goto(host.url + path);
    await look(tab.page, tab);
    if (!options.expectsFaults) none(tab.take());
  } finally {
    await tab.close();
  }
}

test("nothing of the search is loaded before the box has the focus; then all that it needs", () =>
  inTab(PAGE, async (page, tab) => {
    const parts = () => tab.requests.filter((url) => /engine|search-(client|page|query|results)|search-index/.test(url)).length;
    assert.equal(parts(), 0);
    await woken(page);
    await page.keyboard.type("行政复议");
    await settled(page, truth("行政复议").total);
    assert.ok(parts() >= 8);
  }));

test("every page but the front page and this one has a box in its head, which leads here and loads nothing", () =>
  inTab("chongchuan/2019/index.html", async (page, tab) => {
    assert.equal(tab.requests.filter((url) => /search/.test(url)).length, 0);
    await page.fill(".find input", "行政复议");
    await page.press(".find input", "Enter");
    await settled(page, truth("行政复议").total);
    assert.equal(query(page), "行政复议");
  }));

test("results are those of the program, in its order, with true counts and with passages marked", () =>
  inTab(null, async (page) => {
    for (const asked of ["行政复议", "法治政府", "行政 year:2021", "政府报告", "复议 -诉讼"]) {
      const { total, exact_total: exact, hits } = truth(asked);
      await page.goto(host.url + at(asked));
      await settled(page, total);
      assert.deepEqual(await titles(page), hits.slice(0, 10).map((hit) => hit.title), asked);
      const said = await heading(page).textContent();
      if (exact < total && exact > 0) assert.ok(said.includes(`${exact}份含有检索词原文`), said);
      const marks = await page.locator(".hits mark").allTextContents();
      assert.ok(marks.length >= Math.min(10, total) / 2, asked);
      const inTitles = hits.slice(0, 10).flatMap(({ title, title_spans: spans }) => spans.map((span) => Array.from(title).slice(...span).join("")));
      assert.deepEqual(await page.locator(".hits .title mark").allTextContents(), inTitles, asked);
    }
  }));

test("reports that hold the parts apart stand behind a heading that says so", async () => {
  const report = (title) => `---\ntitle: ${title}\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n`;
  const folder = buildFiles({
    "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: {name: 通知}}\n",
    "a/_index.md": "---\nname: 甲机关\n---\n",
    "a/one.md": `${report("其一")}城市听证制度。\n`,
    "a/two.md": `${report("其二")}城市建设。\n\n听证制度。\n`,
  });
  const small = await serve(folder);
  const { total, exact_total: exact } = truth("城市听证", folder);
  assert.deepEqual([total, exact], [2, 1]);
  await inTab(null, async (page) => {
    await page.goto(small.url + at("城市听证"));
    await settled(page, total);
    assert.match(await page.locator(".answers h2").textContent(), /另有1份报告/);
  });
  await small.close();
});

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

test("an address that asks the same in another spelling is the same question", () =>
  inTab(null, async (page) => {
    for (const address of [`?sort=relevance&q=${encodeURIComponent("行政 复议")}`, `?sort=date&q=${encodeURIComponent("行政 复议 ")}`]) {
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
    await page.evaluate(() => (document.querySelector(".hits").isOld = true));
    await page.locator("body > .skip").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => document.querySelector(".hits").isOld), true);
  }));

/** Scrolls, and waits until the page has kept the place. */
async function scrollTo(page, top) {
  await page.evaluate((top) => scrollTo(0, top), top);
  await page.waitForFunction((top) => history.state?.place === top, top);
}
const isAt = (page, top) => page.waitForFunction((top) => Math.abs(scrollY - top) < 2, top);

test("whoever comes back to results stands where they were, among as many", () =>
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

test("whoever has scrolled before the results are there again is left alone", () =>
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
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => scrollY), 50);
  }));

test("while an answer is on its way, what is shown is busy", () =>
  inTab(at("听证"), async (page) => {
    await settled(page, truth("听证").total);
    await page.evaluate(() => (gongbaoSearch.Client.prototype.hear = () => {}));
    await page.fill("#q", "复议");
    await page.press("#q", "Enter");
    await page.getByRole("status").filter({ hasText: "正在检索" }).waitFor();
    assert.equal(await page.locator(".found").getAttribute("aria-busy"), "true");
  }));

test("what had the focus and is gone leaves it to what stands first now", () =>
  inTab(PAGE, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("role") ?? document.activeElement.localName);
    // Before that, Enter is the browser's.
    await woken(page);
    await page.fill("#q", "法治");
    await page.press("#q", "Enter");
    await settled(page, truth("法治").total);
    await page.locator(".hits a.title").first().focus();
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector(".found > *"));
    assert.equal(await focused(), "main");
    await page.goForward();
    await settled(page, truth("法治").total);
    await page.evaluate(() => (gongbaoSearch.Client.prototype.hear = function () {
      this.fail({ code: "network" });
    }));
    await page.locator(".facets a").first().click();
    await page.getByRole("alert").waitFor();
    assert.equal(await focused(), "alert");
  }));

test("one letter is not searched for, and an emptied box shows the lists again", () =>
  inTab(PAGE, async (page) => {
    await page.focus("#q");
    await page.keyboard.type("a");
    await page.waitForTimeout(400);
    assert.equal(query(page), null);
    await page.fill("#q", "听");
    await settled(page, truth("听").total);
    assert.equal(await page.locator(".ways").isVisible(), false);
    await page.fill("#q", "");
    await page.waitForFunction(() => document.querySelector(".ways").checkVisibility());
    assert.equal(await page.locator(".found").textContent(), "");
  }));

test("what an input method composes is not searched for until it stands", () =>
  inTab(PAGE, async (page) => {
    await woken(page);
    const keyboard = await page.context().newCDPSession(page);
    for (const text of ["x", "xing", "xing zheng", "xing zheng fu yi"]) {
      await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      await page.waitForTimeout(250);
      assert.equal(query(page), null, text);
    }
    // Enter that chooses among the characters: Safari tells of it when the composition is over, and submits.
    await keyboard.send("Input.insertText", { text: "行政复议" });
    await page.evaluate(enter, [229, false]);
    assert.equal(query(page), null);
    await settled(page, truth("行政复议").total);
    assert.deepEqual([query(page), await page.evaluate(() => history.state.isTyped)], ["行政复议", true]);
    await page.evaluate(() => document.querySelector(".search-box button").click());
    await page.waitForFunction(() => history.state.isTyped === false);
  }));

test("the key of a keyboard on a screen that composes Latin words too searches for the word", () =>
  inTab(PAGE, async (page) => {
    await woken(page);
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send("Input.imeSetComposition", { text: "Markdown", selectionStart: 8, selectionEnd: 8 });
    await page.evaluate(enter, [13, true]);
    await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "Markdown");
  }));

test("a composition that is taken back leaves the query before it, which is asked", () =>
  inTab(PAGE, async (page) => {
    await woken(page);
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send("Input.insertText", { text: "听证" });
    await keyboard.send("Input.imeSetComposition", { text: "x", selectionStart: 1, selectionEnd: 1 });
    await page.waitForTimeout(300);
    assert.equal(query(page), null);
    await keyboard.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
    await settled(page, truth("听证").total);
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

test("Escape stays so, and what was gone to is left when another letter is typed", () =>
  inTab(PAGE, async (page) => {
    await helped(page);
    await page.keyboard.type("云麓");
    await page.locator("#suggestions li").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.type("区");
    assert.equal(await page.getAttribute("#q", "aria-activedescendant"), null);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(600);
    assert.equal(await page.getAttribute("#q", "aria-expanded"), "false");
    await page.keyboard.type("政");
    await page.waitForTimeout(600);
    await page.fill("#q", "a");
    await page.waitForTimeout(400);
    assert.equal(await page.locator("#suggestions").isVisible(), false, "they belonged to what was typed before");
  }));

test("before the scripts are here the box holds the query, and the form leads nowhere", () =>
  inTab(null, async (page) => {
    await page.route("**/search-page.*.js", () => {});
    await page.goto(host.url + at("行政复议"), { waitUntil: "domcontentloaded" });
    await page.waitForFunction(() => document.getElementById("q").value === "行政复议");
    await page.locator(".advanced summary").click();
    await page.fill(".advanced [name=all]", "听证");
    await page.locator(".advanced button").click();
    await page.waitForTimeout(200);
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
      ['title:"依法 行zheng', /^title:"依法 [^"“”]+"$/],
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
    await page.waitForTimeout(500);
    assert.deepEqual(await page.locator("[role=option]", { hasText: "机构" }).allTextContents(), [], "a field within a quotation is text");
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

test("how many were found is said politely, and a keyboard reaches result and passage", () =>
  inTab(at("行政复议"), async (page) => {
    const { total } = truth("行政复议");
    await settled(page, total);
    assert.match(await page.getByRole("status").textContent(), new RegExp(`${total}份`));
    const reached = [];
    await page.focus("#q");
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate(() => document.activeElement.className || document.activeElement.closest("[class]").className));
    }
    for (const name of ["facets", "title", "place"]) assert.ok(reached.includes(name), `${name}: ${reached}`);
    assert.ok(reached.indexOf("title") < 9, `the first result comes soon: ${reached}`);
    // From above the results a button that only a keyboard meets leads to the conditions.
    await page.locator(".row .skip").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.className), "facets");
    await page.setViewportSize(PHONE);
    await page.locator(".order a", { hasText: "日期" }).click();
    await page.waitForFunction(() => document.querySelector(".order [aria-current]")?.textContent === "日期");
    assert.equal(await page.locator(".facets").evaluate((facets) => facets.open), false);
    const isAbove = await page.evaluate(() => document.querySelector(".facets").getBoundingClientRect().bottom <= document.querySelector(".hits").getBoundingClientRect().top);
    assert.ok(isAbove);
  }));

test("conditions are written into the query, combined, shown and taken out again", () =>
  inTab(at("行政"), async (page) => {
    const counted = async (asked) => {
      await page.waitForFunction((q) => new URLSearchParams(location.search).get("q") === q, asked);
      await settled(page, truth(asked).exact_total);
    };
    await settled(page, truth("行政").total);
    const [agency] = truth("行政").facets.agency;
    const link = (name) => page.locator(".facets a", { hasText: name }).first();
    assert.equal(await link(agency.value).locator(".count").textContent(), String(agency.count));
    await link(agency.value).click();
    await counted(`行政 agency:"${agency.value}"`);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), `agency ${agency.value}`, "the focus stays");
    assert.equal(await link(agency.value).getAttribute("aria-current"), "true");
    await link("2021").click();
    await counted(`行政 agency:"${agency.value}" year:2021`);
    await page.getByLabel("起始年份").last().fill("2019");
    await page.getByLabel("截止年份").last().fill("2021");
    await page.keyboard.press("Enter");
    await counted(`行政 agency:"${agency.value}" year:2019..2021`);
    await page.locator(".chips a", { hasText: agency.value }).click();
    await counted("行政 year:2019..2021");
    await page.locator(".order a", { hasText: "日期" }).click();
    await page.waitForURL(/sort=date/);
    await page.waitForFunction(() => document.querySelector(".order [aria-current]")?.textContent === "日期");
    const dates = await page.locator(".hits time").evaluateAll((times) => times.map((time) => time.dateTime));
    assert.deepEqual(dates, dates.toSorted().reverse());
  }));

test("a value with any quotation marks in it is chosen and taken out again", async () => {
  const names = ["“双随机”抽查", '"甲"乙', "甲“乙", "乙”丙", "＂丙＂丁", '“"丁"', "戊 己", "「庚」", '「"辛”＂'];
  const topics = names.map((name) => JSON.stringify(name)).join(", ");
  const folder = buildFiles({
    "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: {name: '“通”知'}}\n",
    "a/_index.md": "---\nname: '\"甲\"机关'\n---\n",
    "a/one.md": `---\ntitle: 其一\ntype: notice\nperiod: 2021\npublished: 2021-02-03\ntopics: [${topics}]\n---\n\n正文。\n`,
  });
  const small = await serve(folder);
  await inTab(null, async (page) => {
    await page.goto(small.url + at("正文"));
    await settled(page, 1);
    await page.locator(".facets details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
    for (const key of [...names.map((name) => `topic ${name}`), "type “通”知", 'agency "甲"机关']) {
      const link = page.locator(`.facets a[data-key=${JSON.stringify(key)}]`);
      await link.click();
      await page.waitForFunction((key) => document.querySelector(`.facets a[data-key=${CSS.escape(key)}]`)?.ariaCurrent === "true", key);
      await settled(page, 1);
      assert.equal(await page.locator(".chips li").count(), 1, key);
      await link.click();
      await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "正文");
      await page.waitForFunction(() => !document.querySelector(".chips, .found[aria-busy]"));
    }
  });
  await small.close();
});

test("years are chosen as other values are, and what is beside them stays", () =>
  inTab(null, async (page) => {
    const years = (text) => page.locator(".facets a[data-key^='year ']", { hasText: text }).first();
    const { total } = truth("行政");
    assert.ok(total > 0);
    for (const [asked, chosen, becomes] of [
      ["行政", "2021", "行政 year:2021"],
      ["行政 year:2019", "2021", "行政 year:2019 OR year:2021"],
      ["行政 year:2019 OR year:2021", "2021", "行政 year:2019"],
      ["行政 year:2019..2021", "2021", "行政 year:2021"],
      ["行政 OR year:2019", "2021", "行政 OR year:2019 year:2021"],
    ]) {
      await page.goto(host.url + at(asked));
      await settled(page, truth(asked).total);
      await years(chosen).click();
      await settled(page, truth(becomes).total);
      assert.equal(query(page), becomes, asked);
    }
    // Two fields the wrong way round.
    await page.goto(host.url + at("行政"));
    await settled(page, total);
    await page.getByLabel("起始年份").last().fill("2021");
    await page.getByLabel("截止年份").last().fill("2019");
    await page.keyboard.press("Enter");
    await settled(page, truth("行政 year:2019..2021").total);
    assert.equal(query(page), "行政 year:2019..2021");
  }));

test("a value that is excluded is not there to be chosen", () =>
  inTab(at("行政复议 -年份:2021 机构:云麓"), async (page) => {
    await settled(page, truth("行政复议 -年份:2021 机构:云麓").total);
    assert.equal(await page.locator('.facets [data-key="year 2021"]').count(), 0);
    assert.ok((await page.locator('.facets [data-key^="year "]').count()) > 0);
    assert.ok((await page.locator('.facets [data-key^="agency "]').count()) > 1);
  }));

test("ten are shown, then ten more, and the focus goes to the first of them", () =>
  inTab(at("法治"), async (page) => {
    const { total } = truth("法治");
    assert.ok(total > 10);
    await settled(page, total);
    await page.locator(".more").click();
    await page.waitForFunction((n) => document.querySelectorAll(".hits > li").length === n, Math.min(20, total));
    const tenth = (await titles(page))[10];
    assert.equal(await page.evaluate(() => document.activeElement.textContent), tenth);
    // What was typed since and is not whole is not what is shown.
    await page.goto(host.url + at("法治", "&sort=date"));
    await settled(page, total);
    await page.fill("#q", '法治 "行政');
    await page.waitForFunction(() => /引号没有成对/.test(document.querySelector("[role=status]").textContent));
    await page.locator(".more").click();
    await page.waitForFunction((n) => document.querySelectorAll(".hits > li").length === n, Math.min(20, total));
    assert.deepEqual([await page.inputValue("#q"), query(page)], ["法治", "法治"]);
  }));

test("the advanced form writes the query", () =>
  inTab(PAGE, async (page) => {
    await page.locator(".advanced summary").click();
    const fill = (name, value) => page.fill(`.advanced [name=${name}]`, value);
    await fill("all", "行政 复议");
    await fill("exact", "示例 市");
    await fill("any", "听证 座谈 ＯＲ");
    await fill("none", "预算");
    await fill("title", "报告");
    await fill("agency", "云麓");
    await page.selectOption(".advanced select", "法治政府建设年度报告");
    await fill("from", "2019");
    await fill("to", "2021");
    await page.locator(".advanced button").click();
    const asked = '行政 复议 "示例 市" 听证 OR 座谈 OR "ＯＲ" -预算 title:报告 agency:云麓 type:"法治政府建设年度报告" year:2019..2021';
    await page.waitForFunction((q) => document.getElementById("q").value === q, asked);
    await page.waitForFunction(() => document.querySelector(".found h2"));
    assert.equal(query(page), asked);
  }));

test("every example of the help is a query that can be searched", () =>
  inTab(PAGE, async (page) => {
    // The first is an address like any other: nothing was awake when it was pressed.
    const open = () => page.locator(".search-help").evaluate((details) => (details.open = true));
    const examples = page.locator(".search-help a");
    assert.equal(await examples.count(), 11);
    for (const example of await examples.all()) {
      await open();
      await example.click();
      const { total } = truth(await example.textContent());
      await page.waitForFunction((q) => document.getElementById("q").value === q, await example.textContent());
      if (total > 0) await settled(page, total);
      assert.equal(await page.locator("[role=alert]").count(), 0);
    }
  }));

test("a passage leads to its section, where the match is marked and in sight, and the page's text stays as it was", () =>
  inTab(at("不予受理"), async (page) => {
    await settled(page, truth("不予受理").total);
    await page.locator(".hits p a").last().click();
    await page.waitForURL(/mark=/);
    await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
    await page.waitForTimeout(300);
    const found = await page.evaluate(() => {
      const [range] = CSS.highlights.get("found");
      const { top, bottom } = range.getBoundingClientRect();
      return { text: range.toString(), isSeen: top >= 0 && bottom <= innerHeight, marks: document.querySelectorAll("mark").length };
    });
    assert.deepEqual(found, { text: "不予受理", isSeen: true, marks: 0 });
  }));

test("words of any letters are marked where they stand", async () => {
  const words = ["ΟΔΟΣ", "İstanbul", "\u{10400}\u{10401}壬癸", "Ａｂｃ"];
  const folder = buildFiles({
    "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: 通知}\n",
    "a/one.md": `---\ntitle: 其一\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n正文：${words.join("，")}。\n`,
  });
  const small = await serve(folder);
  await inTab(null, async (page) => {
    for (const asked of words) {
      await page.goto(small.url + at(asked));
      await settled(page, 1);
      await page.locator(".hits a.title").click();
      await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
      const marked = await page.evaluate(() => [...CSS.highlights.get("found")].map(String));
      assert.deepEqual(marked, [asked]);
    }
  });
  await small.close();
});

test("a title leads to the top of the report, where what matched is marked", () =>
  inTab(at("不予受理"), async (page) => {
    await settled(page, truth("不予受理").total);
    await page.locator(".hits a.title").last().click();
    await page.waitForURL(/index\.html\?mark=[^#]*$/);
    await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => scrollY), 0);
  }));

test("a part that a hostile address names, and marks of any kind, do no harm", () =>
  inTab(null, async (page) => {
    for (const end of ["?mark=%00#%E0%A4%A", "?mark=<img src=x onerror=alert(1)>#main", `?${"mark=法&".repeat(300)}#1`, "?mark=#1"]) {
      await page.goto(`${host.url}chongchuan/2019/index.html${end}`);
      assert.ok(await page.locator("h1").isVisible());
    }
  }));

test("the answer stands while the help is on its way, or does not come", async () => {
  for (const part of ["help.", "help-words.", "help-pinyin.", "help-near."]) {
    for (const isLate of [true, false]) {
      await inTab(null, async (page) => {
        let release;
        const held = new Promise((resolve) => (release = resolve));
        await page.route(`**/assets/${part}*.js`, async (route) => {
          if (!isLate) return route.abort();
          await held;
          await route.continue();
        });
        await page.goto(host.url + PAGE);
        await page.focus("#q");
        await page.waitForFunction(() => document.querySelector("[role=combobox]"));
        await page.keyboard.type("行政复");
        await settled(page, truth("行政复").total);
        await page.waitForTimeout(100);
        assert.equal(await page.locator("[role=alert]").count(), 0);
        assert.ok((await page.locator(".hits > li").count()) > 0);
        if (!isLate) return;
        release();
        await page.locator("[role=option]", { hasText: "行政复议" }).first().waitFor();
      }, { expectsFaults: true });
    }
  }
});

test("keys that select text are not taken for the suggestions", () =>
  inTab(PAGE, async (page) => {
    await helped(page);
    await page.keyboard.type("行政");
    await page.locator("[role=option]").first().waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    assert.equal(await page.locator("[role=option][aria-selected=true]").count(), 0);
    assert.deepEqual(await page.evaluate(() => [document.getElementById("q").selectionStart, document.getElementById("q").selectionEnd]), [0, 2]);
  }));

test("a condition that no report meets is told as what it is", () =>
  inTab(null, async (page) => {
    for (const [asked, sentence] of [
      ["year:2030", "没有2030年的报告。"],
      ["year:..1990", "没有1990年及以前的报告。"],
      ["year:2030..", "没有2030年及以后的报告。"],
      ["法治 year:2030..2031", "没有2030年至2031年的报告。"],
      ["有效性:失效", "没有“失效”状态的报告。"],
      ["status:expired", "没有“已失效”状态的报告。"],
      ["文号：〔1999〕", "没有发文字号或索引号含有“〔1999〕”的报告。"],
      ["title:星际", "没有标题含有“星际”的报告。"],
      ["agency:星际", "没有机构名称含有“星际”的报告。"],
      ["agency:“云麓”", "没有机构“云麓”的报告。"],
      ["type:星际", "没有类型名称含有“星际”的报告。"],
      ['topic:"星际"', "没有主题为“星际”的报告。"],
      ['"year:2030"', "没有一份报告含有“year:2030”。"],
    ]) {
      await page.goto(host.url + at(asked));
      await page.locator(".notes-found li").first().waitFor();
      assert.equal(await page.locator(".notes-found li").first().textContent(), sentence, asked);
    }
  }));

test("what is written as an operator and is none is offered as it would have to be written", () =>
  inTab(null, async (page) => {
    for (const [asked, meant] of [
      ["星际 or 听证", "星际 OR 听证"],
      ["星际 或 听证", "星际 OR 听证"],
      ["星际 | 听证", "星际 OR 听证"],
      ["星际|听证", "星际 OR 听证"],
      ["听证 And 复议", "听证 复议"],
      ["听证 NOT 星际", "听证 -星际"],
      ["听证 AND NOT 星际", "听证 -星际"],
      ["听证 NOT & 星际", "听证 -星际"],
      ["听证 and & 复议依法", "听证 复议依法"],
    ]) {
      await page.goto(host.url + at(asked));
      const link = page.locator(".notes-found a").first();
      await link.waitFor();
      assert.equal(await link.textContent(), meant, asked);
      assert.equal(query(page), asked);
      assert.equal(await link.getAttribute("href"), `?${new URLSearchParams({ q: meant })}`);
    }
    for (const asked of ["or 听证", "星际 or", '星际 "or" 听证', "星际 -or 听证", "星际 OR 听证", "星际 ＯＲ 听证"]) {
      await page.goto(host.url + at(asked));
      await heading(page).waitFor();
      assert.equal(await page.locator(".notes-found", { hasText: /OR连接|不必写AND/ }).count(), 0, asked);
    }
  }));

test("where no report has the very words the counts say so once, and no conditions are offered", () =>
  inTab(null, async (page) => {
    const asked = "法治听证";
    const { total, exact_total: exact } = truth(asked);
    assert.ok(total > 0 && exact === 0, `${exact} of ${total}`);
    await page.goto(host.url + at(asked));
    await settled(page, total);
    assert.equal(await heading(page).textContent(), `没有报告含有检索词原文；有${total}份报告含有其中各部分，但未连在一起`);
    assert.equal(await page.locator(".found h2").count(), 1);
    assert.equal(await page.locator(".facets").count(), 0);
  }));

test("every status that a report may have stands in words", () =>
  inTab(at("number:〔2021〕"), async (page) => {
    const { total, hits } = truth("number:〔2021〕");
    assert.ok(hits.some(({ status }) => status === "withdrawn"));
    await settled(page, total);
    await page.locator(".facets a", { hasText: "已撤回" }).click();
    await settled(page, 1);
    assert.equal(await page.locator(".chips li").nth(1).innerText(), "有效性：已撤回 ×");
    assert.equal(await page.locator(".facts .tag").innerText(), "已撤回");
    assert.doesNotMatch(await page.locator(".found").innerText(), /withdrawn/);
    assert.match(await page.locator(".search-help").textContent(), /withdrawn为已撤回/);
  }));

test("a hit for a number shows its number, on the page and in the list that is saved", () =>
  inTab(at("number:〔2021〕 法治"), async (page) => {
    const { total, hits } = truth("number:〔2021〕 法治");
    await settled(page, total);
    const facts = await page.locator(".hits .facts").allTextContents();
    hits.forEach(({ numbers }, at) => assert.ok(numbers.length > 0 && numbers.every((number) => facts[at].includes(number)), facts[at]));
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出" }).click()]);
    const [head, ...rows] = readFileSync(await download.path(), "utf8").trim().split("\r\n");
    assert.ok(head.startsWith('"标题","机构","类型","日期","文号",'), head);
    hits.forEach(({ numbers }, at) => assert.ok(rows[at].includes(`"${numbers.join("；")}"`), rows[at]));
  }));

test("a document number that stands in no text is found all the same, first and with its count", () =>
  inTab(null, async (page) => {
    for (const asked of ["示例汀司发〔2022〕21号", "示例汀司发（2022）21号", "示例汀司发[2022]21号"]) {
      const { total, hits } = truth(`number:"${asked}"`);
      assert.deepEqual([total, truth(asked).total], [1, 0]);
      await page.goto(host.url + at(asked));
      await heading(page).waitFor();
      assert.equal(await heading(page).textContent(), `发文字号或索引号含有“${asked}”的报告：1份`);
      assert.equal(await page.getByRole("status").textContent(), await heading(page).textContent());
      assert.deepEqual(await page.locator(".numbers a").allTextContents(), [hits[0].title]);
      assert.ok((await page.locator(".numbers li").innerText()).includes("示例汀司发〔2022〕21号"));
      assert.doesNotMatch(await page.locator(".found").innerText(), /没有检索到报告/);
    }
  }));

test("where nothing is found the missing words are named and the lists are shown", () =>
  inTab(at("星际旅行 year:2021"), async (page) => {
    await page.locator(".notes-found").waitFor();
    const said = await page.locator(".found").innerText();
    assert.match(said, /没有检索到报告/);
    assert.match(said, /没有一份报告含有“星际旅行”/);
    assert.ok(await page.locator(".ways").isVisible());
    assert.equal(await page.locator(".notes-found a").first().getAttribute("href"), `?${new URLSearchParams({ q: "星际旅行" })}`);
  }));

test("an index number is looked up, and what has it stands apart from what mentions it", () =>
  inTab(at("SHILIYL10/2020-00003"), async (page) => {
    const [hit] = truth('number:"SHILIYL10/2020-00003"').hits;
    await page.locator(".numbers h2").waitFor();
    assert.deepEqual(await page.locator(".numbers a").allTextContents(), [hit.title]);
    assert.deepEqual(await titles(page), truth("SHILIYL10/2020-00003").hits.map(({ title }) => title));
  }));

const HOSTILE = '=1+1"<img src=x onerror="window.ran=1"></script><script>window.ran=2</script>';
const hostile = {
  "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: {name: '<b>通知</b>'}}\n",
  "evil/_index.md": `---\nname: '=cmd|<i>机关</i>'\n---\n`,
  "evil/a.md": `---\ntitle: '${HOSTILE}'\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n一、标题\n\n正文 \`<img src=x onerror=window.ran=3>\` 机密文字，甲&乙。\n`,
};

test("titles, names, passages and queries are text, on the page and in the list that is saved", async () => {
  const folder = buildFiles(hostile);
  const evil = await serve(folder);
  await inTab(null, async (page) => {
    const asked = "onerror -<img/src/onerror=window.ran=4>";
    for (const text of ["onerror", "机密文字", asked]) {
      await page.goto(evil.url + at(text));
      await page.locator(".found h2").first().waitFor();
      await page.waitForTimeout(200);
    }
    await page.goto(evil.url + at("机密文字"));
    await settled(page, 1);
    assert.deepEqual(await titles(page), [HOSTILE]);
    assert.match(await page.locator(".hits p").last().innerText(), /<img src=x onerror=window\.ran=3>/);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出" }).click()]);
    const csv = readFileSync(await download.path(), "utf8");
    assert.ok(csv.startsWith("\ufeff\"标题\",\"机构\""), csv);
    const [, row] = csv.split("\r\n");
    assert.ok(row.startsWith(`"'${HOSTILE.replaceAll('"', '""')}","'=cmd|<i>机关</i>","<b>通知</b>","2021-02-03"`), row);
    assert.ok(row.includes(`"${evil.url}evil/a/index.html"`), row);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(await page.locator(".found img, .found script, .found b, .found i").count(), 0);
  });
  await evil.close();
});

test("the saved list is whole, however many are shown", () =>
  inTab(at("法治"), async (page) => {
    const { total } = truth("法治");
    await settled(page, total);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出" }).click()]);
    assert.equal(readFileSync(await download.path(), "utf8").split("\r\n").length, total + 2);
  }));

test("a list that is being saved is saved whatever is asked meanwhile, and its failure leaves the results", () =>
  inTab(at("法治"), async (page) => {
    const { total } = truth("法治");
    await settled(page, total);
    const saved = page.waitForEvent("download");
    await page.evaluate(() => {
      document.querySelector("[data-key=csv]").click();
      gongbaoSearch.go("听证");
    });
    await settled(page, truth("听证").total);
    assert.equal(readFileSync(await (await saved).path(), "utf8").split("\r\n").length, total + 2);
    await page.evaluate(() => (gongbaoSearch.Client.prototype.hear = function () {
      this.fail({ code: "silent" });
    }));
    await page.getByRole("button", { name: "导出" }).click();
    await page.getByRole("status").filter({ hasText: "没有响应" }).waitFor();
    assert.equal(await page.locator(".hits > li").count(), Math.min(10, truth("听证").total));
    assert.equal(await page.getByRole("alert").count(), 0);
  }));

test("a long list that is being saved says how far it is, and can be stopped", async () => {
  const report = (n) => `---\ntitle: 第${n}号\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n正文。\n`;
  const reports = Array.from({ length: 600 }, (_, n) => [`a/n${n}.md`, report(n)]);
  const folder = buildFiles({ "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: 通知}\n", ...Object.fromEntries(reports) });
  const long = await serve(folder);
  await inTab(null, async (page) => {
    await page.goto(long.url + at("正文"));
    await settled(page, 600);
    await page.evaluate(() => {
      const { hear } = gongbaoSearch.Client.prototype;
      window.isHeld = true;
      gongbaoSearch.Client.prototype.hear = function (message) {
        // The whole list stays on its way.
        if (!window.isHeld || message.answered?.answer.hits.length !== 600) hear.call(this, message);
      };
    });
    await page.getByRole("button", { name: "导出全部结果" }).click();
    const stop = page.getByRole("button", { name: "停止导出（已读取512份，共600份）" });
    await stop.waitFor();
    assert.ok(await stop.evaluate((button) => button === document.activeElement));
    // The button of another answer, too.
    await page.evaluate(() => gongbaoSearch.go("第1号"));
    await settled(page, 1);
    await stop.press("Enter");
    await page.getByRole("status").filter({ hasText: "已停止导出" }).waitFor();
    await page.evaluate(() => gongbaoSearch.go("正文"));
    await settled(page, 600);
    await page.evaluate(() => (window.isHeld = false));
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出全部结果" }).click()]);
    assert.equal(readFileSync(await download.path(), "utf8").split("\r\n").length, 602);
    await page.getByRole("button", { name: "导出全部结果" }).waitFor();
  });
  await long.close();
});

test("whether a synonym is found is asked when the query stands, and once", () =>
  inTab(PAGE, async (page) => {
    await helped(page);
    await page.evaluate(() => {
      const { ask } = gongbaoSearch.Client.prototype;
      window.asked = [];
      gongbaoSearch.Client.prototype.ask = function (question) {
        window.asked.push(question.query);
        return ask.call(this, question);
      };
      gongbaoHelp.offers = (words, { query }) => [{ kind: "synonym", from: query, to: "听证", query: "听证", isKnown: false }];
    });
    const times = () => page.evaluate(() => window.asked.filter((query) => query === "听证").length);
    const offer = page.locator(".notes-found a", { hasText: "听证" });
    await page.keyboard.type("民告官");
    await page.waitForFunction(() => document.querySelector(".found h2"));
    await page.waitForTimeout(200);
    assert.equal(await times(), 0, "while it is being typed");
    await offer.waitFor();
    assert.equal(await times(), 1, "after a while");
    await page.keyboard.press("Enter");
    await page.fill("#q", "行政诉讼");
    await page.press("#q", "Enter");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "行政诉讼" && !document.querySelector(".found[aria-busy]"));
    await offer.waitFor();
    assert.equal(await times(), 1);
    assert.equal(await offer.count(), 1);
  }));

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

test("an engine that says nothing for a minute is ended", () =>
  inTab(
    null,
    async (page) => {
      await page.route("**/engine.*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "for (;;);" }));
      await page.clock.install();
      await page.goto(host.url + at("行政复议"));
      await page.waitForFunction(() => document.querySelector("[role=combobox]"));
      assert.equal(await page.locator("[role=alert]").count(), 0);
      await page.clock.runFor(61_000);
      await page.locator("[role=alert]", { hasText: "没有响应" }).waitFor();
      await waitUntil(() => page.workers().length === 0);
    },
    { expectsFaults: true },
  ));

test("a query that is not whole is explained, quietly while it is being typed", () =>
  inTab(at("听证"), async (page) => {
    await settled(page, truth("听证").total);
    await page.fill("#q", "“听证 \"复议");
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

const MODES = { light: {}, dark: { theme: "dark" }, elder: { elder: "on" }, "high contrast, dark": { contrast: "more", theme: "dark" } };

for (const [mode, settings] of Object.entries(MODES)) {
  test(`${mode}: axe-core has nothing to say of results, and nothing is cut off on a phone or at 200 %`, () =>
    inTab(null, async (page) => {
      await page.addInitScript((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(settings));
      const faults = [];
      for (const asked of ["行政 year:2021", "星际旅行"]) {
        await page.setViewportSize(DESKTOP);
        await page.goto(host.url + at(asked));
        await page.locator(".found h2").first().waitFor();
        await page.evaluate(() => document.querySelectorAll(".search details").forEach((details) => (details.open = true)));
        await page.evaluate(axe);
        faults.push(...(await page.evaluate(violations, TAGS)));
        for (const viewport of [PHONE, { width: 640, height: 450 }]) {
          await page.setViewportSize(viewport);
          faults.push(...(await page.evaluate(overflow)));
          faults.push(...(await page.evaluate(smallTargets, settings.elder ? 44 : 24)));
        }
        faults.push(...(await page.evaluate(violations, TAGS)));
      }
      // The list of suggestions too.
      await page.fill("#q", "年度");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      faults.push(...(await page.evaluate(violations, TAGS)));
      none(faults);
    }));
}

test("a folder on a disk is searched too, and results open", async () => {
  const tab = await openTab(browser, { viewport: DESKTOP });
  const { page } = tab;
  await page.goto(`${pathToFileURL(site)}/${at("行政复议")}`);
  await settled(page, truth("行政复议").total);
  await page.fill("#q", "听证");
  await page.press("#q", "Enter");
  await settled(page, truth("听证").total);
  await page.locator(".hits a.title").first().click();
  await page.locator(".report h1").waitFor();
  none(tab.take());
  await tab.close();
});

test("a folder without scripts for disks says how to search it", () =>
  inTab(null, async (page) => {
    const html = readFileSync(join(site, PAGE), "utf8").replace(/ data-disk="[^"]*"/, "");
    assert.ok(readdirSync(join(site, "search/disk")).length > 3);
    const address = `${pathToFileURL(site)}/${at("行政复议")}`;
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.goto(address);
    await page.locator("[role=alert]", { hasText: "python3 -m http.server" }).waitFor();
  }));

test("Firefox finds the same", async () => {
  const firefox = await launchFirefox();
  const tab = await openFirefoxTab(firefox);
  const { page } = tab;
  await page.goto(host.url + PAGE);
  await page.type("#q", "行政复议");
  const { total, hits } = truth("行政复议");
  await page.waitForFunction((n) => document.querySelector(".found h2")?.textContent.includes(`${n}份`), {}, total);
  assert.deepEqual(await page.$$eval(".hits a.title", (links) => links.map((link) => link.textContent)), hits.slice(0, 10).map(({ title }) => title));
  await page.click(".hits p a");
  await page.waitForFunction(() => CSS.highlights?.get("found")?.size > 0);
  await page.goto(`${pathToFileURL(site)}/${at("听证")}`);
  await page.waitForFunction((n) => document.querySelector(".found h2")?.textContent.includes(`${n}份`), {}, truth("听证").total);
  none(tab.take());
  await firefox.close();
});
