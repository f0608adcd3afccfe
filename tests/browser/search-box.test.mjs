// The search boxes of all pages: what comes when one has the focus, suggestions and results in place, the keyboard, long
// queries, and that a page loads and allows no more than before.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { axe, DESKTOP, overflow, PHONE, smallTargets, TAGS, violations } from "./accessibility.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { answered, at, host, inTab, PAGE, query, settled, site, truth } from "./search.mjs";
import { none } from "./site.mjs";

const REPORT = "chongchuan/2019/index.html";
const panel = (page) => page.locator(".panel");
const found = (page) => page.locator(".panel .hits > li");
/** Turns to the box and waits until the panel can be there. */
async function woken(page) {
  await page.focus("[name=q]");
  await page.waitForFunction(() => document.querySelector("[name=q][role=combobox]"));
}

for (const path of ["index.html", REPORT, "agencies/index.html"]) {
  test(`${path}: suggestions and the first results stand below the box, and lead on`, () =>
    inTab(path, async (page, tab) => {
      assert.equal(tab.requests.filter((url) => /search\/|engine|search-/.test(url)).length, 0);
      await woken(page);
      await page.keyboard.type("行政复议");
      const { total, hits } = truth("行政复议");
      await page.waitForFunction(
        (n) => document.querySelector(".panel [role=status]").textContent.includes(`${n}份`),
        total,
      );
      const titles = await page.locator(".panel a.title").allTextContents();
      assert.deepEqual(
        titles,
        hits.slice(0, 5).map((hit) => hit.title),
      );
      const first = await page.locator(".panel a.title").first().getAttribute("href");
      assert.equal(new URL(first).pathname, new URL(hits[0].url, host.url).pathname);
      const all = page.locator(".panel .all");
      assert.equal(await all.textContent(), `全部结果（${total}份）`);
      await all.click();
      await settled(page, total);
      assert.equal(query(page), "行政复议");
    }));
}

test("names are suggested before the engine is here, agencies by what stands within their names too", () =>
  inTab(null, async (page) => {
    await page.route("**/search/engine-*.bin", () => {});
    for (const path of ["index.html", PAGE]) {
      await page.goto(host.url + path);
      await woken(page);
      await page.keyboard.insertText("云麓区");
      const option = page.getByRole("option").first();
      await option.waitFor();
      assert.match(await option.textContent(), /云麓区.*机构/);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/q=agency/);
    }
  }));

test("no more than a small file comes for a suggestion", () =>
  inTab(null, async (page, tab) => {
    const bodies = [];
    page.on("response", (response) => {
      if (/\/names-[0-9a-f]+\//.test(response.url())) bodies.push(response.body());
    });
    await page.route("**/search/engine-*.bin", () => {});
    await page.goto(`${host.url}index.html`);
    await woken(page);
    await page.keyboard.insertText("法治");
    await page.getByRole("option").first().waitFor();
    const sizes = (await Promise.all(bodies)).map(({ length }) => length);
    assert.ok(sizes.length > 0 && sizes.length <= 2, `${sizes}`);
    assert.ok(Math.max(...sizes) < 16_000, `${sizes}`);
    assert.ok(tab.requests.every((url) => url.startsWith(host.url)));
  }));

/** Bytes of scripts and sheets that come with the focus of a box, the engine and the names aside. */
const LIMIT = 60_000;

test(`what comes with the focus weighs less than ${LIMIT} bytes`, () =>
  inTab("index.html", async (page, tab) => {
    const before = new Set(tab.requests);
    await woken(page);
    await page.keyboard.type("行政复议");
    await found(page).first().waitFor();
    const fresh = tab.requests.filter((url) => !before.has(url) && /\/(box\.js|assets\/.*)$/.test(url));
    const sizes = fresh.map((url) => statSync(join(site, url.slice(host.url.length))).size);
    const sum = sizes.reduce((a, b) => a + b, 0);
    assert.ok(fresh.length >= 9 && sum < LIMIT, `${fresh.length} files, ${sum} bytes`);
  }));

test("Escape closes the panel and leaves the box its focus; the keyboard reaches the results; Enter goes to the page", () =>
  inTab(REPORT, async (page) => {
    await woken(page);
    await page.keyboard.type("听证");
    await found(page).first().waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".panel .hits") !== null), true);
    await page.keyboard.press("Escape");
    assert.equal(await panel(page).isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
    await page.keyboard.type("会");
    await panel(page).waitFor();
    await page.keyboard.press("Enter");
    await answered(page, "听证会");
  }));

test("what leaves the box and its panel closes it", () =>
  inTab(REPORT, async (page) => {
    await woken(page);
    await page.keyboard.type("听证");
    await found(page).first().waitFor();
    await page.locator(".bar").click({ position: { x: 5, y: 2 } });
    assert.equal(await panel(page).isVisible(), false);
  }));

test("what an input method composes is neither asked nor submitted", () =>
  inTab(
    REPORT,
    async (page) => {
      await woken(page);
      const keyboard = await page.context().newCDPSession(page);
      for (const text of ["x", "xing zheng"]) {
        await keyboard.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
        await page.clock.runFor(1000);
        assert.equal(await panel(page).isVisible(), false, text);
      }
      await keyboard.send("Input.insertText", { text: "行政复议" });
      await page.clock.runFor(1000);
      await found(page).first().waitFor();
    },
    { clock: true },
  ));

test("a slash goes to the box, not while one types, and not where that was turned off", () =>
  inTab(REPORT, async (page) => {
    const isInBox = () => page.evaluate(() => document.activeElement.name === "q");
    await page.keyboard.press("/");
    assert.equal(await isInBox(), true);
    await page.keyboard.press("/");
    assert.equal(await page.inputValue("[name=q]"), "/");
    await page.goto(host.url + REPORT);
    await page.locator("#settings summary").click();
    await page.getByLabel("停用快捷键").check();
    await page.locator("h1").click();
    await page.keyboard.press("/");
    assert.equal(await isInBox(), false);
    await page.reload();
    await page.keyboard.press("/");
    assert.equal(await isInBox(), false, "it is remembered");
  }));

test("what is longer than hosts take is never sent, from any box, and survives links to a part of the page", () =>
  inTab("index.html", async (page, tab) => {
    const long = "政".repeat(940);
    await woken(page);
    await page.fill("[name=q]", long);
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\/index\.html#q=/);
    await page.waitForFunction(() => document.querySelector(".found h2"));
    assert.equal(await page.inputValue("#q"), long);
    await page.reload();
    await page.waitForFunction(() => document.querySelector(".found h2"));
    await page.evaluate(() => document.querySelector(".skip").click());
    await page.waitForFunction(() => location.hash.startsWith("#q="));
    assert.equal(await page.locator(".found h2").count(), 1);
    assert.ok(tab.requests.every((url) => new URL(url).search.length < 2000));
  }));

test("without a script the browser says what is too long, and cuts nothing", () =>
  inTab(
    "index.html",
    async (page) => {
      await page.fill("[name=q]", "政".repeat(940));
      assert.equal((await page.inputValue("[name=q]")).length, 940);
      await page.locator(".search-box button").click();
      assert.ok(page.url().endsWith("index.html") && !page.url().includes("search"));
      await page.fill("[name=q]", "听证");
      await page.locator(".search-box button").click();
      await page.waitForURL(/search\/index\.html\?q=/);
    },
    { javaScriptEnabled: false },
  ));

test("the tab is called by the query", () =>
  inTab(at("行政复议"), async (page) => {
    await settled(page, truth("行政复议").total);
    assert.match(await page.title(), /^行政复议 - 检索 · /);
    await page.fill("#q", "");
    await page.waitForFunction(() => document.title.startsWith("检索 · "));
  }));

test("results are printed with the query and without controls", () =>
  inTab(at("行政复议"), async (page) => {
    await settled(page, truth("行政复议").total);
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => document.body.innerText);
    assert.match(shown, /检索词：行政复议/);
    assert.match(shown, /检索到\d+份报告/);
    for (const control of ["导出", "高级检索", "检索说明", "筛选", "排序"])
      assert.ok(!shown.includes(control), control);
    assert.equal(await page.locator("#q").isVisible(), false);
  }));

test("a heading that was found shows how it goes on, and a label is but the number of what the passage says itself", () =>
  inTab(null, async (page) => {
    const { hits } = truth("存在问题");
    const below = hits.flatMap((hit) => hit.passages.filter((passage) => passage.below));
    assert.ok(below.length > 0, "no heading was found");
    await page.goto(host.url + at("存在问题"));
    await page.locator(".hits .below").first().waitFor();
    assert.equal(await page.locator(".hits .below").first().textContent(), below[0].below);
    for (const passage of await page.locator(".hits li > p:not(.facts)").all()) {
      const label = await passage.locator("a").first().textContent();
      const text = (await passage.textContent()).slice(label.length);
      assert.ok(label.length < 4 || !text.includes(label), `${label} | ${text}`);
    }
  }));

test("how much has come is said while the engine is on its way", () =>
  inTab(null, async (page) => {
    let go;
    await page.route("**/search/engine-*.bin", (route) => (go = () => route.continue()));
    await page.goto(host.url + at("行政复议"));
    await page.waitForFunction(() => /已下载\d+ KB，共\d+ KB/.test(document.querySelector(".come")?.textContent ?? ""));
    await page.waitForFunction(() => document.querySelector("[role=status]").textContent === "正在载入检索索引……");
    assert.equal(await page.locator(".come").isVisible(), true);
    go();
    await settled(page, truth("行政复议").total);
    assert.equal(await page.locator(".come").isVisible(), false);
  }));

test("on a disk names are suggested, and Enter goes to the page", () =>
  inTab(null, async (page) => {
    await page.goto(`${pathToFileURL(site)}/${REPORT}`);
    await woken(page);
    await page.keyboard.insertText("云麓区");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
    await settled(page, truth("云麓区").total);
  }));

test("Firefox shows the same in its panel", { skip: withoutFirefox() }, async () => {
  const firefox = await launchFirefox();
  const { page, take } = await openFirefoxTab(firefox);
  await page.goto(host.url + REPORT);
  await page.focus("[name=q]");
  await page.waitForFunction(() => document.querySelector("[name=q][role=combobox]"));
  await page.keyboard.type("行政复议");
  const { total, hits } = truth("行政复议");
  const isShown = (n) => document.querySelector(".panel [role=status]")?.textContent.includes(`${n}份`);
  await page.waitForFunction(isShown, {}, total);
  assert.deepEqual(
    await page.$$eval(".panel a.title", (links) => links.map((link) => link.textContent)),
    hits.slice(0, 5).map(({ title }) => title),
  );
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".panel").hidden && document.activeElement.name === "q");
  none(take());
  await firefox.close();
});

for (const [what, viewport, root] of [
  ["on a desk", DESKTOP, {}],
  ["on a phone", PHONE, {}],
  ["dark", DESKTOP, { theme: "dark" }],
  ["in elder mode on a phone", PHONE, { elder: "on" }],
]) {
  test(`${what}: axe-core has nothing to say of the panel, and nothing is cut off`, () =>
    inTab(
      null,
      async (page) => {
        await page.addInitScript((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(root));
        const faults = [];
        for (const path of ["index.html", REPORT]) {
          await page.goto(host.url + path);
          await woken(page);
          await page.keyboard.type("行政");
          await found(page).first().waitFor();
          await page.getByRole("option").first().waitFor();
          await page.keyboard.press("ArrowDown");
          await page.evaluate(axe);
          faults.push(...(await page.evaluate(violations, TAGS)));
          faults.push(...(await page.evaluate(overflow)));
          faults.push(...(await page.evaluate(smallTargets, root.elder ? 44 : 24)));
        }
        none(faults);
      },
      { viewport },
    ));
}
