// A report on a phone, and what it has of official form: its text begins on the first screen, lines are set to the start,
// titles break between words, tables show what names their rows and that they go on, signatures stand at the right, what
// is folded opens, and years without a report are named.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { axe, overflow, PHONE, smallTargets, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { official, REPORT } from "./official.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none, temporaryFolder } from "./site.mjs";
import { without } from "./skips.mjs";

const DESK = { width: 1440, height: 900 };

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(buildFiles(official));
});
after(async () => {
  await host?.close();
  await browser?.close();
});

async function open(options, settings = {}) {
  const tab = await openTab(browser, options);
  await tab.page.goto(host.url + REPORT);
  if (options.javaScriptEnabled !== false) {
    await tab.page.evaluate((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(settings));
    await tab.page.reload();
  }
  return tab;
}
const top = (page, selector) =>
  page
    .locator(selector)
    .first()
    .evaluate((e) => e.getBoundingClientRect().top);

test("on a phone the text begins on the first screen, without JavaScript too; in elder mode the title stands there", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const tab = await open({ viewport: PHONE, javaScriptEnabled });
    assert.ok((await top(tab.page, ".text > p")) < PHONE.height - 200);
    const facts = tab.page.locator(".facts");
    const { height } = await facts.boundingBox();
    assert.ok(height < 110, `three lines at most: ${height}`);
    assert.equal(await facts.locator("dl").isVisible(), false);
    await facts.locator("summary").click();
    assert.ok(await facts.locator("dl").isVisible());
    assert.ok((await facts.innerText()).includes("00123456/2020-00001"));
    none(tab.take());
    await tab.close();
  }
  const tab = await open({ viewport: PHONE }, { elder: "on" });
  const bottom = await tab.page.locator("h1").evaluate((e) => e.getBoundingClientRect().bottom);
  assert.ok(bottom < PHONE.height - 60, `${bottom}`);
  await tab.page.evaluate(axe);
  none([
    ...(await tab.page.evaluate(violations, TAGS)),
    ...(await tab.page.evaluate(overflow)),
    ...(await tab.page.evaluate(smallTargets, 44)),
  ]);
  await tab.close();
});

test("at a desk the facts stand open", async () => {
  const tab = await open({ viewport: DESK });
  assert.ok(await tab.page.locator(".facts dl").isVisible());
  assert.equal(await tab.page.locator(".facts summary").isVisible(), false);
  await tab.close();
});

test("lines are set to the start on a phone, and a title breaks between words, its own characters and no more", async () => {
  const tab = await open({ viewport: PHONE });
  const { page } = tab;
  const align = () =>
    page
      .locator(".text > p")
      .first()
      .evaluate((e) => getComputedStyle(e).textAlign);
  assert.equal(await align(), "start");
  const lines = await page.locator("h1").evaluate((title) => {
    const tops = new Map();
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let n = 0; n < node.length; n += 1) {
        const range = new Range();
        range.setStart(node, n);
        range.setEnd(node, n + 1);
        const { top } = range.getBoundingClientRect();
        tops.set(top, (tops.get(top) ?? "") + node.data[n]);
      }
    }
    return [...tops.values()];
  });
  assert.deepEqual(lines, ["云麓区人民政府2020年", "法治政府建设情况年度报告"]);
  assert.equal(await page.locator("h1").textContent(), lines.join(""));
  await page.setViewportSize(DESK);
  assert.equal(await align(), "justify");
  await tab.close();
});

test("the column that names the rows is as wide as its words, and an edge is shaded where a table goes on", async () => {
  for (const viewport of [PHONE, DESK]) {
    const tab = await open({ viewport });
    const found = await tab.page
      .locator(".text section.table")
      .first()
      .evaluate((section) => ({
        shades: getComputedStyle(section).backgroundImage.split("linear-gradient").length - 1,
        lines: [...section.querySelectorAll("tr > :first-child")].map((cell) => {
          const range = new Range();
          range.selectNodeContents(cell);
          return range.getClientRects().length;
        }),
        goesOn: section.scrollWidth > section.clientWidth,
      }));
    assert.equal(found.shades, 4);
    assert.deepEqual(found.lines, [1, 1, 1]);
    if (viewport === PHONE) assert.ok(found.goesOn);
    await tab.close();
  }
});

test("who signs and when stands at the right, and what is attached in one line below the other", async () => {
  for (const viewport of [PHONE, DESK]) {
    const tab = await open({ viewport });
    const places = await tab.page.evaluate(() => {
      const line = (start) => {
        const paragraph = [...document.querySelectorAll(".text p")].findLast((p) => p.textContent.startsWith(start));
        const range = new Range();
        range.selectNodeContents(paragraph);
        return range.getBoundingClientRect();
      };
      const first = [...document.querySelectorAll(".attached")].map((p) => {
        const range = new Range();
        range.setStart(p.firstChild, 3);
        range.setEnd(p.firstChild, 5);
        return range.getBoundingClientRect().left;
      });
      const item = document.querySelector(".attached-item");
      const range = new Range();
      range.selectNodeContents(item);
      const { right } = document.querySelector(".text").getBoundingClientRect();
      return {
        gaps: ["云麓区人民政府", "2021年1月20日"].map((s) => right - line(s).right),
        first,
        item: range.getBoundingClientRect().left,
      };
    });
    for (const gap of places.gaps) assert.ok(Math.abs(gap - 36) < 2, `${gap}`);
    assert.equal(places.first.length, 1);
    assert.ok(Math.abs(places.first[0] - places.item) < 2, JSON.stringify(places));
    await tab.close();
  }
});

test("hashes are folded and open without JavaScript, and the way to the next report names the years between", async () => {
  const tab = await open({ viewport: PHONE, javaScriptEnabled: false });
  const { page } = tab;
  const hash = page.locator(".attachments code");
  assert.equal(await hash.isVisible(), false);
  await page.getByText("SHA-256校验值").click();
  assert.match(await hash.innerText(), /^[0-9a-f]{64}$/);
  assert.deepEqual(await page.locator(".neighbours span").allTextContents(), [
    "上一期",
    "下一期（2021年至2022年未收录）",
  ]);
  await page.goto(`${host.url}yunlu/2019/index.html`);
  assert.deepEqual(await page.locator(".neighbours span").allTextContents(), ["上一期（2018年未收录）", "下一期"]);
  await tab.close();
});

test("on paper a table has its head on every page, and never one row alone", {
  skip: without("pdftotext", "poppler-utils"),
}, async () => {
  const tab = await open({ viewport: DESK });
  const file = join(temporaryFolder(), "report.pdf");
  writeFileSync(file, await tab.page.pdf({ preferCSSPageSize: true }));
  await tab.close();
  const { stdout } = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const pages = stdout.split("\f").map((page) => ({
    heads: page.match(/^\s*事项\s+件数\s*$/gm)?.length ?? 0,
    rows: page.match(/^\s*事项\d+\s+\d+\s*$/gm)?.length ?? 0,
  }));
  const long = pages.filter(({ rows }) => rows > 0);
  assert.ok(long.length >= 2, JSON.stringify(pages));
  for (const { heads, rows } of long) assert.ok(heads === 1 && rows >= 2, JSON.stringify(pages));
  assert.ok(/[0-9a-f]{64}/.test(stdout.replace(/\s/g, "")), "the hash");
  assert.ok(!stdout.includes("引用") && !stdout.includes("复制链接"));
});
