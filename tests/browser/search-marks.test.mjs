// From a result to the report: what matched is marked and in sight, whatever letters it is of.

import assert from "node:assert/strict";
import { test } from "node:test";

import { at, drawn, host, inTab, settled, truth } from "./search.mjs";
import { serve } from "./server.mjs";
import { buildFiles } from "./site.mjs";

test("a passage leads to its section, where the match is marked and in sight, and the page's text stays as it was", () =>
  inTab(at("不予受理"), async (page) => {
    await settled(page, truth("不予受理").total);
    await page.locator(".hits p a").last().click();
    await page.waitForURL(/mark=/);
    await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
    // In sight, once the page has moved there.
    await page.waitForFunction(() => {
      const [{ top, bottom }] = [...CSS.highlights.get("found")].map((range) => range.getBoundingClientRect());
      return top >= 0 && bottom <= innerHeight;
    });
    const found = await page.evaluate(() => {
      const [range] = CSS.highlights.get("found");
      return { text: range.toString(), marks: document.querySelectorAll("mark").length };
    });
    assert.deepEqual(found, { text: "不予受理", marks: 0 });
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

test("what reads alike is marked as it stands in the report", async () => {
  const body =
    "龚 正，共1,445.3万元，产量10<sup>4</sup>吨，1200<sup>1</sup>户，丙<sup>[2]</sup>丁，" +
    "<ruby>行<rp>（</rp><rt>háng</rt><rp>）</rp>政</ruby>机关，一共3\n件，壬<br>癸，张\ue863明。";
  const folder = buildFiles({
    "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: 通知}\n",
    "a/one.md": `---\ntitle: 其一\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n${body}\n`,
  });
  const pairs = [
    ["龚正", "龚 正"],
    ["1445.3", "1,445.3"],
    ["10⁴吨", "104吨"],
    ["1200户", "12001户"],
    ["丙丁", "丙[2]丁"],
    ["行政机关", "行（háng）政机关"],
    ["一共3件", "一共3件"],
    ["壬癸", "壬癸"],
    ["张\ue863明", "张\ue863明"],
  ];
  const small = await serve(folder);
  await inTab(null, async (page) => {
    for (const [asked, stands] of pairs) {
      await page.goto(small.url + at(asked));
      await settled(page, 1);
      await page.locator(".hits a.title").click();
      await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
      const marked = await page.evaluate(() => [...CSS.highlights.get("found")].map(String));
      assert.deepEqual(marked, [stands]);
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
    await page.waitForLoadState("load");
    await drawn(page);
    assert.equal(await page.evaluate(() => scrollY), 0);
  }));

test("a part that a hostile address names, and marks of any kind, do no harm", () =>
  inTab(null, async (page) => {
    for (const end of [
      "?mark=%00#%E0%A4%A",
      "?mark=<img src=x onerror=alert(1)>#main",
      `?${"mark=法&".repeat(300)}#1`,
      "?mark=#1",
    ]) {
      await page.goto(`${host.url}chongchuan/2019/index.html${end}`);
      assert.ok(await page.locator("h1").isVisible());
    }
  }));
