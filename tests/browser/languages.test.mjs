// Pages in every language of the interface: faces and directions follow the language of each text. And the
// example theme: its colours stand, in light and dark, beside what the reader chose.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { ask, openEngine } from "./engine.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";
import { sites } from "./sites.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page of the site by this name; `look` gets the page. */
const visit = (name, path, look, options) =>
  inSite(sites.find((site) => site.name === name).build(), path, look, options);

/** Opens a page of a site; `look` gets the page, and the address of the site. */
async function inSite(site, path, look, options = {}) {
  const host = await serve(site);
  const tab = await openTab(browser, options);
  await tab.page.goto(host.url + path);
  await look(tab.page, host.url);
  none(tab.take());
  await tab.close();
  await host.close();
}

/** A style of an element as it is applied. */
const style = (page, selector, name) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name], name);
const first = (families) => families.split(",")[0].replaceAll('"', "");

test("Han characters and Latin letters have the faces of their language", async () => {
  await visit("traditional Chinese", "yunlu/english/index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang TC");
    assert.equal(first(await style(page, ".masthead .name", "fontFamily")), "Songti TC");
    assert.equal(first(await style(page, ".text", "fontFamily")), "system-ui");
    assert.equal(first(await style(page, "h1", "fontFamily")), "Georgia");
  });
  await visit("English", "yunlu/2021/index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "system-ui");
    assert.equal(first(await style(page, ".text", "fontFamily")), "PingFang SC");
    assert.equal(first(await style(page, "h1", "fontFamily")), "Songti SC");
  });
  await visit("traditional Chinese", "404.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang TC");
  });
  await visit("sample archive", "index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang SC");
  });
});

test("a text that is read from right to left stands so, and nothing around it does", async () => {
  await visit("traditional Chinese", "yunlu/uyghur/index.html", async (page) => {
    assert.equal(await style(page, "h1", "direction"), "rtl");
    assert.equal(await style(page, ".breadcrumbs [aria-current]", "direction"), "rtl");
    assert.equal(await style(page, ".banner dd[lang=ug]", "direction"), "rtl");
    assert.equal(await style(page, "main", "direction"), "ltr");
    assert.equal(await style(page, ".banner dt", "direction"), "ltr");
  });
  await visit("traditional Chinese", "index.html", async (page) => {
    assert.equal(await style(page, "a[hreflang=ug]", "direction"), "rtl");
    assert.equal(await style(page, "a[hreflang=en]", "direction"), "ltr");
  });
});

const RED = { light: "rgb(11, 93, 75)", dark: "rgb(111, 195, 173)" };

for (const colorScheme of ["light", "dark"]) {
  test(`the example theme has its colours in the ${colorScheme}`, async () => {
    const rule = (page) => style(page, ".masthead .bar", "borderTopColor");
    await visit(
      "example theme",
      "index.html",
      async (page) => {
        assert.equal(await rule(page), RED[colorScheme]);
        assert.equal(await page.locator(".foot .example-note").innerText(), "本页使用示例主题。");
        const other = colorScheme === "light" ? "dark" : "light";
        await page.locator("#settings summary").click();
        await page.getByLabel(other === "dark" ? "深色" : "浅色").check();
        assert.equal(await rule(page), RED[other], "as the reader chose");
        await page.getByLabel("高对比度").check();
        assert.notEqual(await rule(page), RED[other], "high contrast is the default theme's");
      },
      { colorScheme },
    );
  });
}

const SEARCH = "search/index.html";

/** An archive in a language, with the same two reports. */
function twoReports(language) {
  const report = (title, number) =>
    `---\ntitle: ${title}\ntype: notice\nperiod: 2021\npublished: 2021-02-03\ntopics: [公开]\ndocument_number: ${number}\n---\n\n`;
  return buildFiles({
    "archive.yaml": `title: Test\nlanguage: ${language}\nsearch:\n  synonyms:\n    - [行政诉讼, 民告官]\ntypes: {notice: {name: 通知}}\n`,
    "a/_index.md": "---\nname: 甲机关\n---\n",
    "a/one.md": `${report("其一", "甲发〔2021〕1号")}行政诉讼。城市听证制度。\n`,
    "a/two.md": `${report("其二", "甲发〔2021〕2号")}城市建设。\n\n听证制度。\n`,
  });
}

/** Of each query a sentence of its answer, in simplified and traditional Chinese and in English. */
const SENTENCES = [
  ["城市", "检索到2份报告", "找到2份報告", "2 reports found"],
  ["行政诉讼", "检索到1份报告", "找到1份報告", "1 report found"],
  [
    "城市听证",
    "检索到2份报告，其中1份逐字含有检索词",
    "找到2份報告，其中1份逐字含有搜尋字詞",
    "2 reports found, 1 of them with the words as typed",
  ],
  [
    "城市听证",
    "另有1份报告含有检索词的各部分，但未连在一起",
    "另有1份報告含有搜尋字詞的各部分，但未連在一起",
    "1 more report contains the parts of your words, but not together",
  ],
  [
    "制度城市",
    "没有报告逐字含有检索词；有2份报告分别含有其中字词",
    "沒有報告逐字含有搜尋字詞；有2份報告分別含有其中部分字詞",
    "No report contains the words as typed; 2 reports contain their parts, but not together",
  ],
  [
    "甲发〔2021〕1号",
    "发文字号或索引号含有“甲发〔2021〕1号”的报告：1份",
    "發文字號或索引號含有「甲发〔2021〕1号」的報告：1份",
    "1 report has “甲发〔2021〕1号” in its document or index number",
  ],
  ["星际", "没有检索到报告", "沒有找到報告", "No reports found"],
  ["星际", "没有报告含有“星际”。", "沒有報告含有「星际」。", "No report contains “星际”."],
  [
    "星际",
    "请换一个词再试，也可从下列机构、年份、类型或主题查阅。",
    "請換一個字詞再試，也可從下列機關、年度、類型或主題查閱。",
    "Try other words, or browse by agency, year, type or topic below.",
  ],
  [
    "星际 year:2021",
    "去掉筛选条件，只检索词语",
    "移除篩選條件，只搜尋字詞",
    "Search for the words only, without the filters",
  ],
  [
    "xingzhengsusong",
    "没有报告含有“xingzhengsusong”；以下是“行政诉讼”的检索结果。",
    "沒有報告含有「xingzhengsusong」；以下是「行政诉讼」的搜尋結果。",
    "No report contains “xingzhengsusong”. These are the results for “行政诉讼”.",
  ],
  ["甲机关", "查阅机构“甲机关”的报告", "查閱機關「甲机关」的報告", "Reports by 甲机关"],
  [
    "行政诉松",
    "档案中有相近的词语：“行政诉讼”",
    "檔案庫中有相近的字詞：「行政诉讼」",
    "A similar word in this archive: “行政诉讼”",
  ],
  [
    "民告官",
    "也可查含义相同的词语：“行政诉讼”",
    "也可查意思相同的字詞：「行政诉讼」",
    "Another term for it: “行政诉讼”",
  ],
  [
    "星际 or 听证",
    "如需查含有任一词语的报告，请用大写的OR连接：星际 OR 听证",
    "如需查含有任一字詞的報告，請用大寫的OR連接：星际 OR 听证",
    "To find any of the words, join them with OR in capitals: 星际 OR 听证",
  ],
  [
    "听证 And 星际",
    "用空格隔开的词语本来就须全部出现，不必写AND：听证 星际",
    "以空格隔開的字詞本來就須全部出現，不必寫AND：听证 星际",
    "Words separated by spaces must all occur; AND is not needed: 听证 星际",
  ],
  [
    "听证 NOT 星际",
    "如需排除词语，请在词语前加“-”：听证 -星际",
    "如需排除字詞，請在字詞前加「-」：听证 -星际",
    "To exclude a word, put “-” before it: 听证 -星际",
  ],
  ["title:星际", "没有标题含有“星际”的报告。", "沒有標題含有「星际」的報告。", "No report has “星际” in its title."],
  [
    "number:星际",
    "没有发文字号或索引号含有“星际”的报告。",
    "沒有發文字號或索引號含有「星际」的報告。",
    "No report has “星际” in its document or index number.",
  ],
  [
    "agency:星际",
    "没有机构名称含有“星际”的报告。",
    "沒有機關名稱含有「星际」的報告。",
    "There are no reports by an agency with “星际” in its name.",
  ],
  [
    'agency:"星际"',
    "没有机构为“星际”的报告。",
    "沒有機關為「星际」的報告。",
    "There are no reports by the agency “星际”.",
  ],
  [
    "type:星际",
    "没有类型名称含有“星际”的报告。",
    "沒有類型名稱含有「星际」的報告。",
    "There are no reports of a type with “星际” in its name.",
  ],
  ['type:"星际"', "没有类型为“星际”的报告。", "沒有類型為「星际」的報告。", "There are no reports of the type “星际”."],
  [
    "topic:星际",
    "没有主题名称含有“星际”的报告。",
    "沒有主題名稱含有「星际」的報告。",
    "There are no reports on a topic with “星际” in its name.",
  ],
  [
    'topic:"星际"',
    "没有主题为“星际”的报告。",
    "沒有主題為「星际」的報告。",
    "There are no reports on the topic “星际”.",
  ],
  [
    "status:amended",
    "没有“已修改”状态的报告。",
    "沒有「已修正」狀態的報告。",
    "There are no reports with the status “Amended”.",
  ],
  ["year:2030", "没有2030年的报告。", "沒有2030年的報告。", "There are no reports for 2030."],
  [
    "year:2030..2031",
    "没有2030年至2031年的报告。",
    "沒有2030年至2031年的報告。",
    "There are no reports for 2030 to 2031.",
  ],
  ["year:2030..", "没有2030年及以后的报告。", "沒有2030年及以後的報告。", "There are no reports for 2030 or later."],
  ["year:..1990", "没有1990年及以前的报告。", "沒有1990年及以前的報告。", "There are no reports for 1990 or earlier."],
  ["year:undated", "没有未标注日期的报告。", "沒有未標註日期的報告。", "There are no undated reports."],
  ["城市 -year:2030", "排除年份：2030 ×", "排除年度：2030 ×", "Excluding Year: 2030 ×"],
];

for (const [n, language] of ["zh-Hans", "zh-Hant", "en"].entries()) {
  test(`${language}: what is said beside results are whole sentences of that language`, () =>
    inSite(twoReports(language), SEARCH, async (page, address) => {
      for (const [query, ...sentences] of SENTENCES) {
        await page.goto(`${address}${SEARCH}?q=${encodeURIComponent(query)}`);
        const said = page.locator(".found :is(h2, .notes-found li, .chips li)");
        await said.filter({ hasText: sentences[n] }).first().waitFor();
        assert.ok((await said.allTextContents()).includes(sentences[n]), `${query}: ${await said.allTextContents()}`);
      }
    }));

  test(`${language}: the names of fields that the page shows can be written in a query`, () =>
    inSite(twoReports(language), SEARCH, async (page) => {
      await openEngine(page);
      const { shown, synonyms, examples } = await page.evaluate(() => {
        const search = document.querySelector(".search");
        const { words } = JSON.parse(document.getElementById("search-data").textContent);
        const help = search.querySelector(".search-help");
        return {
          shown: Object.entries(words.field),
          synonyms:
            /也可[写寫]作([^、。：]+(?:、[^、。：]+)+)。/
              .exec(help.querySelectorAll(":scope > p")[1].textContent)?.[1]
              .split("、") ?? [],
          examples: [...help.querySelectorAll("a")].flatMap(({ textContent }) => /(\S+):/.exec(textContent)?.[1] ?? []),
        };
      });
      const fieldOf = async (name) => {
        const { answered } = await ask(page, `${name}:2021`);
        return answered.terms[0].field;
      };
      assert.equal(shown.length, 9);
      const read = [];
      for (const [, name] of shown) read.push(await fieldOf(name));
      assert.deepEqual(
        read,
        shown.map(([key]) => key),
        shown.map(([, name]) => name).join(" "),
      );
      assert.equal(synonyms.length, language === "en" ? 0 : 9, String(synonyms));
      assert.equal(examples.length, 9, String(examples));
      for (const name of [...synonyms, ...examples]) assert.ok(await fieldOf(name), name);
    }));
}

test("the archive's language stands on its own texts, not on the words of the page", () =>
  inSite(twoReports("ja"), `${SEARCH}?q=${encodeURIComponent("城市 agency:甲")}`, async (page) => {
    await page.locator(".hits").waitFor();
    const languages = (selector) =>
      page.locator(selector).evaluateAll((all) => [...new Set(all.map((element) => element.closest("[lang]").lang))]);
    for (const own of [
      ".hits a.title",
      ".hits mark",
      ".hits .facts > span:nth-of-type(-n + 2)",
      ".facets [data-key^=agency] .value",
      ".facets [data-key^=topic] .value",
      ".chips a > span:first-of-type",
    ]) {
      assert.deepEqual(await languages(own), ["ja"], own);
    }
    for (const words of [
      ".found",
      ".found h2",
      ".facets h3",
      ".facets summary",
      ".order a",
      ".chips a",
      ".hits time",
      // How often: 1 occurrence.
      ".hits .facts > span:nth-of-type(3)",
      ".facets [data-key^=year] .value",
    ]) {
      assert.deepEqual(await languages(words), ["en"], words);
    }
    await page.fill("#q", "甲机");
    await page.getByRole("option").first().waitFor();
    assert.deepEqual(await languages("[role=option] > span:first-child"), ["ja"]);
    assert.deepEqual(await languages("[role=option]"), ["en"]);
  }));
