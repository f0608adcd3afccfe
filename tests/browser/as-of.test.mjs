// What the archive held on a day, in Chromium and Firefox, from a host and from the disk: the address carries the day, each
// report leads to the text that stood then, and what the stated dates do not tell is said to be so.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axe, overflow, PHONE, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { browsers } from "./firefox.mjs";
import { serve } from "./server.mjs";
import { build, none, temporaryFolder, writeTree } from "./site.mjs";

const report = (title, head, body) => `---\ntitle: ${title}\ntype: annual-report\n${head}---\n\n${body}\n`;
const first = "published: 2023-03-01\n";
const revised = `${first}revisions: [{date: 2023-05-01, note: 件数有误}]\n`;

const files = {
  "archive.yaml":
    "title: 测试档案\nbase_url: https://a.example/\ntypes:\n  annual-report: {name: 年度报告}\ntruth: true\n",
  "shili/.earlier/a/1.md": report("甲报告", first, "办理5件。"),
  "shili/a.md": report("甲报告", revised, "办理6件。"),
  "shili/b.md": report(
    "乙报告",
    "published: 2022-01-10\nwithdrawn: {date: 2023-06-01, reason: 含个人信息}\n",
    "不再公开。",
  ),
  "shili/c.md": report("丙报告", "written: 2021-01-01\n", "没有发布日期。"),
  "shili/d.md": report(
    "丁办法",
    "published: 2022-02-01\nstatus: {value: expired, since: 2022-02-01, until: 2023-04-30}\n",
    "第一条 试行。",
  ),
};

let site;
let host;
before(async () => {
  site = build(writeTree(files), join(temporaryFolder(), "site"), "--new-log");
  host = await serve(site);
});
after(() => host?.close());

/** What the page says of a day, with every year opened. */
async function asked(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("form.as-of [role=status]").textContent !== "");
  return page.evaluate(async () => {
    for (const year of document.querySelectorAll(".held details")) year.open = true;
    await new Promise((done) => setTimeout(done, 50));
    const lines = [...document.querySelectorAll(".held li")].map((line) => [
      line.querySelector("a").textContent,
      line.querySelector("a").getAttribute("href").replace("../../", ""),
      line.querySelector("span").textContent,
    ]);
    return { said: document.querySelector("form.as-of [role=status]").textContent, lines };
  });
}

for (const { name, skip, launch, open } of browsers) {
  describe(name, { skip }, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const scheme of ["http", "file"]) {
      test(`a day has its texts over ${scheme}`, async () => {
        const root = scheme === "http" ? host.url : `${pathToFileURL(site)}/`;
        const tab = await open(browser);
        const { page } = tab;
        const on = (day) => asked(page, `${root}about/as-of/index.html?date=${day}`);
        const find = ({ lines }, title) => lines.find(([found]) => found === title);

        const march = await on("2023-03-01");
        assert.match(march.said, /^截至2023年3月1日，收有报告3份，其中有效的文件1份。另有1份/u);
        assert.equal(find(march, "甲报告")[1], "shili/a/history/1/index.html");
        assert.match(find(march, "甲报告")[2], /2023年3月1日发布.*其后更正1次/u);
        assert.match(find(march, "乙报告")[2], /文本其后撤回/u);
        assert.match(find(march, "丁办法")[2], /当天有效/u);
        assert.ok(find(march, "丙报告"));

        const may = await on("2023-05-01");
        assert.equal(find(may, "甲报告")[1], "shili/a/index.html");
        assert.match(find(may, "甲报告")[2], /第2版（2023年5月1日更正） · 收录于第1次发布/u);
        assert.match(find(may, "丁办法")[2], /当天无效/u);

        const june = await on("2023-06-01");
        assert.match(june.said, /已撤回1份/u);
        assert.match(find(june, "乙报告")[2], /2023年6月1日撤回/u);

        const before = await on("2022-01-09");
        assert.equal(find(before, "乙报告"), undefined);

        // A reader chooses another day, and the address says so.
        await page.evaluate(() => {
          document.querySelector("form.as-of input").value = "2023-06-02";
          document.querySelector("form.as-of button").click();
        });
        assert.ok((await page.evaluate(() => location.search)) === "?date=2023-06-02");
        none(tab.take());
        await page.close();
      });
    }
  });
}

test("axe-core has nothing to say of what is listed, and nothing is cut off", async () => {
  const browser = await launch();
  const faults = [];
  for (const colorScheme of ["light", "dark"]) {
    const tab = await openTab(browser, { viewport: PHONE, colorScheme });
    for (const path of ["index.html?date=2023-05-01", "2023/index.html"]) {
      await tab.page.goto(`${host.url}about/as-of/${path}`);
      await tab.page.waitForSelector("main li");
      await tab.page.evaluate(axe);
      const found = [...(await tab.page.evaluate(violations, TAGS)), ...(await tab.page.evaluate(overflow))];
      faults.push(...found.map((fault) => `${colorScheme} ${path}: ${fault}`));
    }
    await tab.close();
  }
  await browser.close();
  none(faults);
});

test("without scripts the years lead to the same", async () => {
  const browser = await launch();
  const tab = await openTab(browser, { javaScriptEnabled: false });
  await tab.page.goto(`${host.url}about/as-of/index.html`);
  assert.equal(await tab.page.locator("form.as-of").isVisible(), false);
  await tab.page.click("text=2023年的变动");
  const changes = await tab.page.locator("main li").allTextContents();
  assert.deepEqual(
    changes.map((change) => change.replace(/\s+/gu, " ").trim()),
    [
      "2023年6月1日 撤回 乙报告 含个人信息",
      "2023年5月1日 更正 甲报告 收录于第1次发布 件数有误",
      "2023年3月1日 发布 甲报告",
    ],
  );
  await browser.close();
});
