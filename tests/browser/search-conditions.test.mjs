// Conditions of a search: chosen from the lists beside the results, taken out again, and written by the advanced form
// and by the examples of the help.

import assert from "node:assert/strict";
import { test } from "node:test";

import { at, host, inTab, PAGE, query, settled, truth } from "./search.mjs";
import { serve } from "./server.mjs";
import { buildFiles } from "./site.mjs";

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
    assert.equal(
      await page.evaluate(() => document.activeElement.dataset.key),
      `agency ${agency.value}`,
      "the focus stays",
    );
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

test("a region is chosen by its path, and holds what lies in it", () =>
  inTab(at("行政"), async (page) => {
    await settled(page, truth("行政").total);
    const paths = truth("行政").facets.region;
    const inner = paths.find(({ value }) => value.includes("/"));
    assert.ok(paths.some(({ value, count }) => inner.value.startsWith(`${value}/`) && count >= inner.count));
    await page.locator(".facets details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
    const link = page.locator(`.facets a[data-key=${JSON.stringify(`region ${inner.value}`)}]`);
    assert.equal(await link.locator(".value").textContent(), inner.value.replaceAll("/", ""));
    await link.click();
    const asked = `行政 region:"${inner.value}"`;
    await page.waitForFunction((q) => new URLSearchParams(location.search).get("q") === q, asked);
    await settled(page, truth(asked).exact_total);
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
      await page.waitForFunction(
        (key) => document.querySelector(`.facets a[data-key=${CSS.escape(key)}]`)?.ariaCurrent === "true",
        key,
      );
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
    const asked =
      '行政 复议 "示例 市" 听证 OR 座谈 OR "ＯＲ" -预算 title:报告 agency:云麓 type:"法治政府建设年度报告" year:2019..2021';
    await page.waitForFunction((q) => document.getElementById("q").value === q, asked);
    await page.waitForFunction(() => document.querySelector(".found h2"));
    assert.equal(query(page), asked);
  }));

test("every example of the help is a query that can be searched", () =>
  inTab(PAGE, async (page) => {
    // The first is an address like any other: nothing was awake when it was pressed.
    const open = () => page.locator(".search-help").evaluate((details) => (details.open = true));
    const examples = page.locator(".search-help a");
    assert.equal(await examples.count(), 13);
    for (const example of await examples.all()) {
      await open();
      await example.click();
      const { total } = truth(await example.textContent());
      await page.waitForFunction((q) => document.getElementById("q").value === q, await example.textContent());
      if (total > 0) await settled(page, total);
      assert.equal(await page.locator("[role=alert]").count(), 0);
    }
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
