// What the search page finds and how it shows it: the program's own results, in its order, with true counts; what
// is said where there is little or nothing; numbers, and further results.

import assert from "node:assert/strict";
import { test } from "node:test";

import { at, heading, host, inTab, PAGE, query, settled, titles, truth, woken } from "./search.mjs";
import { serve } from "./server.mjs";
import { buildFiles } from "./site.mjs";

test("nothing of the search is loaded before the box has the focus; then all that it needs", () =>
  inTab(PAGE, async (page, tab) => {
    const parts = () =>
      tab.requests.filter((url) => /engine|search-(client|page|query|results)|search-index/.test(url)).length;
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
    let partly = 0;
    for (const asked of ["行政复议", "复议案件", "法治政府", "行政 year:2021", "政府报告", "复议 -诉讼"]) {
      const { total, exact_total: exact, hits } = truth(asked);
      await page.goto(host.url + at(asked));
      await settled(page, total);
      assert.deepEqual(
        await titles(page),
        hits.slice(0, 10).map((hit) => hit.title),
        asked,
      );
      const said = await heading(page).textContent();
      if (exact < total && exact > 0) {
        partly += 1;
        assert.ok(said.includes(`${exact}份逐字含有检索词`), said);
      }
      const marks = await page.locator(".hits mark").allTextContents();
      assert.ok(marks.length >= Math.min(10, total) / 2, asked);
      const inTitles = hits.slice(0, 10).flatMap(({ title, title_spans: spans }) =>
        spans.map((span) =>
          Array.from(title)
            .slice(...span)
            .join(""),
        ),
      );
      assert.deepEqual(await page.locator(".hits .title mark").allTextContents(), inTitles, asked);
    }
    assert.ok(partly > 0, "no query had results of both kinds");
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

test("where no report has the very words the counts say so once, and no conditions are offered", () =>
  inTab(null, async (page) => {
    const asked = "法治听证";
    const { total, exact_total: exact } = truth(asked);
    assert.ok(total > 0 && exact === 0, `${exact} of ${total}`);
    await page.goto(host.url + at(asked));
    await settled(page, total);
    assert.equal(await heading(page).textContent(), `没有报告逐字含有检索词；有${total}份报告分别含有其中字词`);
    assert.equal(await page.locator(".found h2").count(), 1);
    assert.equal(await page.locator(".facets").count(), 0);
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
    assert.match(said, /没有报告含有“星际旅行”/);
    assert.ok(await page.locator(".ways").isVisible());
    assert.equal(
      await page.locator(".notes-found a").first().getAttribute("href"),
      `?${new URLSearchParams({ q: "星际旅行" })}`,
    );
  }));

test("an index number is looked up, and what has it stands apart from what mentions it", () =>
  inTab(at("SHILIYL10/2020-00003"), async (page) => {
    const [hit] = truth('number:"SHILIYL10/2020-00003"').hits;
    await page.locator(".numbers h2").waitFor();
    assert.deepEqual(await page.locator(".numbers a").allTextContents(), [hit.title]);
    assert.deepEqual(
      await titles(page),
      truth("SHILIYL10/2020-00003").hits.map(({ title }) => title),
    );
  }));

test("a condition that no report meets is named in words", () =>
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
      ["agency:“云麓”", "没有机构为“云麓”的报告。"],
      ["type:星际", "没有类型名称含有“星际”的报告。"],
      ['topic:"星际"', "没有主题为“星际”的报告。"],
      ['"year:2030"', "没有报告含有“year:2030”。"],
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
