// What the search page says of a query that stands nowhere as it was typed, and what it offers: nothing that finds nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answered, at, heading, helped, inTab, titles, truth } from "./search.mjs";

test("results say how often, in the order of their worth", () =>
  inTab(at("行政复议"), async (page) => {
    await answered(page, "行政复议");
    const { hits } = truth("行政复议");
    assert.deepEqual(
      await titles(page),
      hits.map((hit) => hit.title),
    );
    const facts = await page.locator(".hits .facts").allTextContents();
    facts.forEach((text, n) => {
      assert.ok(text.includes(`${hits[n].times}处`), text);
    });
  }));

test("a sentence with a wrong figure is found, step by step, with what differs marked", () => {
  const typed = "执法三项制度推广到15个执法单位中的13个";
  return inTab(at(typed), async (page) => {
    await answered(page, typed);
    assert.equal(await heading(page).textContent(), "没有报告逐字含有所查文字；有1份报告只有个别字词不同");
    const steps = page.locator(".outcomes li");
    await steps.nth(2).waitFor();
    const rest = "“执法三项制度推广到15个执法单位中的”";
    assert.deepEqual(await steps.allTextContents(), [
      "逐字含有：0份",
      "除“13”外全部相同：1份",
      "分别含有其余文字：1份",
    ]);
    assert.equal(await page.locator("#near mark.differs").textContent(), "12");
    assert.equal(await page.locator("#near mark:not(.differs)").first().textContent(), rest.slice(1, -1));
    await steps.nth(2).locator("a").click();
    await page.waitForFunction(() => !new URLSearchParams(location.search).get("q").includes("13"));
    await page.locator(".hits a.title").first().waitFor();
  });
});

test("a year in what was typed is offered as a condition, with how many reports", () => {
  const typed = "2021年行政复议";
  return inTab(at(typed), async (page) => {
    await helped(page);
    await answered(page, typed);
    const chip = page.locator(".narrow a").first();
    await chip.waitFor();
    const { exact_total: n } = truth("行政复议 year:2021");
    assert.equal(await chip.textContent(), `只看2021年（${n}份）`);
    await chip.click();
    await answered(page, "行政复议 year:2021");
    assert.equal(await page.locator(".narrow").count(), 0);
  });
});

test("pinyin is answered with what it spells, and says so", () =>
  inTab(at("xingzhengfuyi"), async (page) => {
    await helped(page);
    await page.locator(".hits a.title").first().waitFor();
    const { hits } = truth("行政复议");
    assert.deepEqual(
      await titles(page),
      hits.map((hit) => hit.title),
    );
    const line = await page.locator(".notes-found li").first().textContent();
    assert.equal(line, "没有报告含有“xingzhengfuyi”；以下是“行政复议”的检索结果。");
    assert.equal(new URL(page.url()).searchParams.get("q"), "xingzhengfuyi");
  }));

test("numbers beside one that no report has are shown", () => {
  const typed = "云政发〔2021〕4号";
  return inTab(at(typed), async (page) => {
    await answered(page, typed);
    const shown = page.locator(".numbers");
    await shown.waitFor();
    assert.match(await shown.textContent(), /没有发文字号“云政发〔2021〕4号”；字号相近的报告：.*云政发〔2021〕3号/s);
  });
});

test("what would find nothing is not offered", () => {
  const typed = "办公室干部人事制度复义";
  return inTab(at(typed), async (page) => {
    await helped(page);
    await answered(page, typed);
    await page.evaluate(() => new Promise((next) => setTimeout(next, 500)));
    for (const link of await page.locator(".notes-found a").all()) {
      const query = new URL(await link.evaluate((a) => a.href)).searchParams.get("q");
      assert.ok(truth(query).exact_total > 0, query);
    }
  });
});
