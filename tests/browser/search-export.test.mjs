// The list of results that is saved as a file: whole, stoppable, and with nothing in it that a program would run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { at, drawn, inTab, settled, titles, truth } from "./search.mjs";
import { serve } from "./server.mjs";
import { buildFiles } from "./site.mjs";

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
      await drawn(page);
      assert.equal(await page.evaluate(() => window.ran), undefined, text);
      assert.equal(await page.locator(".found img, .found script, .found b, .found i").count(), 0, text);
    }
    await page.goto(evil.url + at("机密文字"));
    await settled(page, 1);
    assert.deepEqual(await titles(page), [HOSTILE]);
    assert.match(await page.locator(".hits p").last().innerText(), /<img src=x onerror=window\.ran=3>/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出" }).click(),
    ]);
    const csv = readFileSync(await download.path(), "utf8");
    assert.ok(csv.startsWith('\ufeff"标题","机构"'), csv);
    const [, row] = csv.split("\r\n");
    assert.ok(
      row.startsWith(`"'${HOSTILE.replaceAll('"', '""')}","'=cmd|<i>机关</i>","<b>通知</b>","2021-02-03"`),
      row,
    );
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
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出" }).click(),
    ]);
    assert.equal(readFileSync(await download.path(), "utf8").split("\r\n").length, total + 2);
  }));

test("a hit for a number shows its number, on the page and in the list that is saved", () =>
  inTab(at("number:〔2021〕 法治"), async (page) => {
    const { total, hits } = truth("number:〔2021〕 法治");
    await settled(page, total);
    const facts = await page.locator(".hits .facts").allTextContents();
    hits.forEach(({ numbers }, at) =>
      assert.ok(numbers.length > 0 && numbers.every((number) => facts[at].includes(number)), facts[at]),
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出" }).click(),
    ]);
    const [head, ...rows] = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
    assert.ok(head.startsWith('"标题","机构","类型","日期","文号",'), head);
    hits.forEach(({ numbers }, at) => assert.ok(rows[at].includes(`"${numbers.join("；")}"`), rows[at]));
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
    await page.evaluate(
      () =>
        (gongbaoSearch.Client.prototype.hear = function () {
          this.fail({ code: "silent" });
        }),
    );
    await page.getByRole("button", { name: "导出" }).click();
    await page.getByRole("status").filter({ hasText: "没有响应" }).waitFor();
    assert.equal(await page.locator(".hits > li").count(), Math.min(10, truth("听证").total));
    assert.equal(await page.getByRole("alert").count(), 0);
  }));

test("a long list that is being saved says how far it is, and can be stopped", async () => {
  const report = (n) => `---\ntitle: 第${n}号\ntype: notice\nperiod: 2021\npublished: 2021-02-03\n---\n\n正文。\n`;
  const reports = Array.from({ length: 600 }, (_, n) => [`a/n${n}.md`, report(n)]);
  const folder = buildFiles({
    "archive.yaml": "title: 测试\nlanguage: zh-Hans\ntypes: {notice: 通知}\n",
    ...Object.fromEntries(reports),
  });
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
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "导出全部结果" }).click(),
    ]);
    assert.equal(readFileSync(await download.path(), "utf8").split("\r\n").length, 602);
    await page.getByRole("button", { name: "导出全部结果" }).waitFor();
  });
  await long.close();
});
