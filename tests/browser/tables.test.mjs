// Tables in files beside reports: sorted by their columns and back, by keyboard; the column of names stays in sight on a
// telephone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openTab, until } from "./browser.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";

const csv = `序号,部门,件数,日期,${Array.from({ length: 12 }, (_, n) => `指标${n}`).join(",")}
1,示例丙局,"1,010",2021-10-01${",1".repeat(12)}
2,示例甲局,9,2021-02-01${",2".repeat(12)}
3,示例乙局,,2021-09-01${",3".repeat(12)}
,合计,1019,${",6".repeat(12)}
`;

const files = {
  "archive.yaml": "title: 测试档案\ntypes: {list: 清单}\n",
  "shili/_index.md": "---\nname: 示例市\n---\n",
  "shili/list/index.md":
    "---\ntitle: 示例市清单\ntype: list\nperiod: 2021\nattachments: [{file: a.csv, title: 清单, table: true}]\n---\n\n示例正文。\n",
  "shili/list/a.csv": csv,
};

let browser;
let host;
let tab;
before(async () => {
  browser = await launch();
  host = await serve(buildFiles(files));
  tab = await openTab(browser);
  await tab.page.goto(`${host.url}shili/list/index.html`);
});
after(async () => {
  none(tab.take());
  await browser.close();
  await host.close();
});

const names = () => tab.page.locator(".file-table tbody tr > :nth-child(2)").allTextContents();
const inFile = ["示例丙局", "示例甲局", "示例乙局", "合计"];

for (const { column, sorts, ascending, descending } of [
  {
    column: "部门",
    sorts: "words by their sounds",
    ascending: ["示例丙局", "示例甲局", "示例乙局", "合计"],
    descending: ["示例乙局", "示例甲局", "示例丙局", "合计"],
  },
  {
    column: "件数",
    sorts: "figures as figures, what is empty last",
    ascending: ["示例甲局", "示例丙局", "示例乙局", "合计"],
    descending: ["示例丙局", "示例甲局", "示例乙局", "合计"],
  },
  {
    column: "日期",
    sorts: "dates by their days",
    ascending: ["示例甲局", "示例乙局", "示例丙局", "合计"],
    descending: ["示例丙局", "示例乙局", "示例甲局", "合计"],
  },
]) {
  test(`${column} sorts ${sorts}, and the third time back`, async () => {
    const button = tab.page.getByRole("button", { name: column });
    const order = () => button.evaluate((element) => element.parentElement.getAttribute("aria-sort"));
    assert.deepEqual([await names(), await order()], [inFile, "none"]);
    await button.press("Enter");
    assert.deepEqual([await names(), await order()], [ascending, "ascending"]);
    await button.press("Enter");
    assert.deepEqual([await names(), await order()], [descending, "descending"]);
    await button.press("Enter");
    assert.deepEqual([await names(), await order()], [inFile, "none"]);
  });
}

test("a button restores the order of the file, and is there only while there is another", async () => {
  const back = tab.page.getByRole("button", { name: "恢复原顺序" });
  assert.equal(await back.count(), 0);
  await tab.page.getByRole("button", { name: "件数" }).click();
  await back.click();
  assert.deepEqual(await names(), inFile);
  assert.equal(await back.count(), 0);
});

test("on a telephone the names stay in sight while the rest is scrolled", async () => {
  await tab.page.setViewportSize({ width: 360, height: 800 });
  const left = () =>
    tab.page
      .locator(".file-table tbody th")
      .first()
      .evaluate((e) => e.getBoundingClientRect().left);
  const region = tab.page.locator(".file-table section.table");
  await region.evaluate((element) => element.scrollTo({ left: 400 }));
  const edge = await region.evaluate((element) => element.getBoundingClientRect().left);
  assert.equal(Math.round(await left()), Math.round(edge));
  assert.equal(await tab.page.evaluate(() => document.scrollingElement.scrollWidth), 360);
});

for (const look of [
  {},
  { colorScheme: "dark" },
  { contrast: "more" },
  { forcedColors: "active" },
  { forcedColors: "active", colorScheme: "dark" },
]) {
  test(`a shade at the edge says that a table goes on, without a script: ${JSON.stringify(look)}`, async () => {
    const still = await openTab(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 800 }, ...look });
    const { page } = still;
    await page.goto(`${host.url}shili/list/index.html`);
    const region = page.locator(".file-table section.table");
    await region.scrollIntoViewIfNeeded();
    const { x, y, width } = await region.boundingBox();
    // The line of the caption, at whose end no words stand: its edge, and what is beside that.
    const strip = (right) => page.screenshot({ clip: { x: x + width - right, y: y + 2, width: 2, height: 8 } });
    const plain = await strip(60);
    assert.notDeepEqual(await strip(3), plain);
    assert.deepEqual(await strip(24), plain);
    await region.hover();
    // What scrolls may still be on its way.
    await until(async () => {
      await page.mouse.wheel(5000, 0);
      return (await strip(3)).equals(plain);
    }, "no shade at the end of the table");
    none(still.take());
    await still.close();
  });
}
