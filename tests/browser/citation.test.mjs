// Citations of a report: readable without JavaScript, copied with it, whole or of a part, by keyboard, pointer
// and finger, and whatever the browser allows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EVIL = `</pre><img src=x onerror=alert(1)>100% {url} }},\\evil`;
const BODY = `一、主要工作

（一）加强学习。全年组织学习12次[^1]，见[公告](https://example.org/)。

1. 第一项没有小标题，只有很长的一句话，说明全年受理申请的情况。

二、存在的问题

正文。

[^1]: 脚注。`;
const tree = (base) => ({
  "archive.yaml": `title: 测试档案\n${base}types: {annual-report: {name: 年度报告}, plan: 实施方案}\n`,
  "yunlu/_index.md": "---\nname: 云麓区人民政府\n---\n",
  "yunlu/2021.md": `---\ntitle: 云麓区2021年度报告\ntype: annual-report\nperiod: 2021\npublished: 2022-03-01\ndocument_number: 云政发〔2022〕1号\n---\n\n${BODY}\n`,
  "yunlu/plan.md": `---\ntitle: 云麓区方案\ntype: plan\npublished: 2022-04-01\n---\n\n${BODY}\n`,
  "yunlu/evil.md": `---\ntitle: '${EVIL}'\ntype: plan\nwritten: 2022\n---\n\n一、标题{}%\n\n正文。\n`,
});
const REPORT = "yunlu/2021/index.html";
const BASE = "https://archive.example/a/";

let browser;
let site;
let host;
let based;
before(async () => {
  browser = await launch();
  site = buildFiles(tree(""));
  host = await serve(site);
  based = await serve(
    buildFiles(tree(`base_url: ${BASE}\npublisher: {name: 编辑部, corrections: fix@archive.example}\n`)),
  );
});
after(async () => {
  await host?.close();
  await based?.close();
  await browser?.close();
});

/** A page of the report on the 25th of November 2026, with a clipboard unless `init` takes it away. */
async function open(url, options = {}, init = undefined) {
  const tab = await openTab(browser, { ...options, timezoneId: "Asia/Shanghai" });
  // 16:30 UTC is tomorrow for the reader.
  await tab.page.clock.setFixedTime(new Date("2026-11-24T16:30:00Z"));
  await tab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  if (init) await tab.page.addInitScript(init);
  await tab.page.goto(url);
  return tab;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const copyOf = (page, form) => page.locator(`[data-form=${form}] .copy`);
const unfold = (page) => page.locator(".citations summary").click();

test("without JavaScript the citations can be read, and nothing is offered that would not work", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false });
  const { page } = tab;
  await page.goto(based.url + REPORT);
  await page.locator(".citations summary").focus();
  await page.keyboard.press("Enter");
  const cited = page.locator(".citation pre");
  assert.equal(await cited.count(), 3);
  assert.equal(
    await cited.nth(0).innerText(),
    `云麓区人民政府. 云麓区2021年度报告：云政发〔2022〕1号[R/OL]. 2022-03-01. ${BASE}yunlu/2021/.`,
  );
  assert.equal(
    await cited.nth(1).innerText(),
    `云麓区人民政府：《云麓区2021年度报告》，云政发〔2022〕1号，2022年3月1日发布，载测试档案，${BASE}yunlu/2021/。`,
  );
  assert.match(
    await cited.nth(2).innerText(),
    /^@techreport\{yunlu:2021,[^]*url = \{https:\/\/archive\.example\/a\/yunlu\/2021\/\},\s*\}\s*$/,
  );
  for (const element of await page.locator(".tools button, .tools fieldset, .tools textarea").all())
    assert.equal(await element.isVisible(), false);
  assert.ok(await page.locator(".tools a[download]").isVisible());
  await tab.close();
});

test("a copied citation has the day of reading where its form wants one, and the archive's address", async () => {
  const tab = await open(based.url + REPORT);
  const { page } = tab;
  await unfold(page);
  const shown = await page.locator("[data-form=gbt7714] pre").innerText();
  const status = page.locator(".tools [role=status]");
  for (const [form, expected] of [
    ["gbt7714", shown],
    [
      "text",
      `云麓区人民政府：《云麓区2021年度报告》，云政发〔2022〕1号，2022年3月1日发布，载测试档案，${BASE}yunlu/2021/，2026年11月25日访问。`,
    ],
  ]) {
    await copyOf(page, form).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent === "已复制");
    assert.ok(await status.isVisible());
    assert.equal(await clipboard(page), expected);
    assert.ok(await copyOf(page, form).evaluate((e) => e === document.activeElement));
  }
  await copyOf(page, "bibtex").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("@"));
  assert.match(await clipboard(page), /\n {2}urldate = \{2026-11-25\},\n\}\n$/);

  // By the standard a page that is no report has a date of access.
  await page.goto(`${based.url}yunlu/plan/index.html`);
  await unfold(page);
  await copyOf(page, "gbt7714").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes("EB/OL"));
  assert.equal(
    await clipboard(page),
    `云麓区人民政府. 云麓区方案[EB/OL].（2022-04-01）[2026-11-25]. ${BASE}yunlu/plan/.`,
  );
  none(tab.take());
  await tab.close();
});

test("without base_url the address is that of the page, without what was added to it, and none from a disk", async () => {
  const tab = await open(`${host.url}${REPORT}?from=x#2`);
  await unfold(tab.page);
  const cited = tab.page.locator("[data-form=gbt7714] pre");
  assert.ok((await cited.innerText()).endsWith(`. ${host.url}${REPORT}.`));
  await tab.page.goto(pathToFileURL(join(site, REPORT)).href);
  await unfold(tab.page);
  assert.ok((await cited.innerText()).endsWith("[R/OL]. 2022-03-01."));
  await copyOf(tab.page, "text").click();
  await tab.page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent === "已复制");
  none(tab.take());
  await tab.close();
});

test("without a clipboard copying goes the old way, from the disk too", async () => {
  for (const url of [host.url + REPORT, pathToFileURL(join(site, REPORT)).href]) {
    const tab = await open(url, {}, () => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.addEventListener("copy", () => (window.copied = document.activeElement.value));
    });
    await unfold(tab.page);
    await copyOf(tab.page, "bibtex").focus();
    await tab.page.keyboard.press("Enter");
    await tab.page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent === "已复制");
    assert.match(await tab.page.evaluate(() => window.copied), /^@techreport\{yunlu:2021,/);
    assert.ok(await copyOf(tab.page, "bibtex").evaluate((e) => e === document.activeElement), "the focus stays");
    assert.equal(await tab.page.locator("textarea").count(), 1);
    none(tab.take());
    await tab.close();
  }
});

test("where nothing is allowed the citation is shown, selected, until it is left", async () => {
  const tab = await open(host.url + REPORT, { viewport: { width: 390, height: 700 } }, () => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } });
    document.execCommand = () => false;
  });
  const { page } = tab;
  await unfold(page);
  await copyOf(page, "text").focus();
  await page.keyboard.press("Enter");
  const area = page.locator(".tools textarea");
  await area.waitFor();
  assert.match(await page.locator(".tools [role=status]").innerText(), /Ctrl\+C/);
  const held = await area.evaluate((e) => [
    e === document.activeElement,
    e.value.slice(e.selectionStart, e.selectionEnd),
  ]);
  assert.equal(held[0], true);
  assert.match(held[1], /^云麓区人民政府：《[^]*2026年11月25日访问。$/);
  await page.evaluate(axe);
  none(await page.evaluate(violations));
  await page.keyboard.press("Escape");
  assert.equal(await area.isVisible(), false);
  assert.ok(await copyOf(page, "text").evaluate((e) => e === document.activeElement));
  none(tab.take());
  await tab.close();
});

/** What axe-core finds; runs in the page. */
async function violations() {
  const { violations } = await window.axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    rules: { "target-size": { enabled: true } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target.join(" ")}: ${n.failureSummary}`));
}

test("a part is cited by keyboard alone, and no word is added to the text", async () => {
  const tab = await open(based.url + REPORT);
  const { page } = tab;
  const text = () => page.locator(".text > :not(.copy-part, .report-part)").allTextContents();
  const plain = await text();
  const offer = page.locator(".text .copy-part");
  assert.equal(await offer.count(), 0);
  for (const [anchor, name, presses] of [
    ["1", "一、主要工作", 1],
    // The sign of a note and a link stand between.
    ["1-1", "一、（一）加强学习", 3],
    ["1-1-1", "一、（一）1", 1],
    ["2", "二、存在的问题", 1],
  ]) {
    const number = page.locator(`.part[href="#${anchor}"]`);
    await number.focus();
    await offer.waitFor();
    assert.deepEqual(await text(), plain);
    for (let n = 0; n < presses; n += 1) await page.keyboard.press("Tab");
    assert.ok(await offer.evaluate((e) => e === document.activeElement), anchor);
    const [at, to] = [await offer.boundingBox(), await number.boundingBox()];
    assert.ok(Math.abs(at.y + at.height - to.y) < 3 && at.x >= 0, `${anchor}: the offer is where the number is`);
    await page.keyboard.press("Enter");
    await page.waitForFunction((end) => navigator.clipboard.readText().then((t) => t.endsWith(end)), `#${anchor}.`);
    assert.equal(
      await clipboard(page),
      `云麓区人民政府. 云麓区2021年度报告：云政发〔2022〕1号[R/OL]. 2022-03-01：${name}. ${BASE}yunlu/2021/#${anchor}.`,
    );
    await page.keyboard.press("Escape");
    assert.equal(await offer.count(), 0);
    assert.ok(await number.evaluate((e) => e === document.activeElement));
  }
  await page.locator('.part[href="#2"]').focus();
  await page.locator(".tools .print").focus();
  assert.equal(await offer.count(), 0, "it goes when the focus goes");
  none(tab.take());
  await tab.close();
});

test("beside a part begins a mail about an error, with the place and its words", async () => {
  const tab = await open(based.url + REPORT);
  const { page } = tab;
  const mail = page.locator(".text .report-part");
  for (const [anchor, words] of [
    ["1-1", "（一）加强学习。全年组织学习12次，见公告"],
    ["2", "二、存在的问题"],
  ]) {
    const number = page.locator(`.part[href="#${anchor}"]`);
    await number.focus();
    const url = new URL(await mail.getAttribute("href"));
    assert.equal(url.href.split("?")[0], "mailto:fix@archive.example");
    assert.ok(url.href.length <= 2000);
    assert.equal(url.searchParams.get("subject"), "纠错：云麓区2021年度报告");
    const body = url.searchParams.get("body").split("\r\n");
    assert.deepEqual(body, [`位置：${BASE}yunlu/2021/#${anchor}`, `原文：${words}`, "问题："]);
    await mail.focus();
    await page.keyboard.press("Escape");
    assert.equal(await mail.count(), 0);
    assert.ok(await number.evaluate((e) => e === document.activeElement));
  }
  none(tab.take());
  await tab.close();
  const without = await open(host.url + REPORT);
  assert.equal(await without.page.locator(".report-part").count(), 0, "where no mail is taken nothing is offered");
  await without.close();
});

test("a pointer on a number gets the offer too, in the form that was chosen before", async () => {
  const tab = await open(host.url + REPORT, { viewport: { width: 390, height: 844 } });
  const { page } = tab;
  await unfold(page);
  await page.locator(".citations fieldset").getByLabel("BibTeX").check();
  await page.goto(host.url + REPORT);
  const offer = page.locator(".text .copy-part");
  await page.locator('.part[href="#1-1"]').hover();
  await offer.hover();
  await page.evaluate(axe);
  none(await page.evaluate(violations));
  await offer.click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((t) => t.startsWith("@")));
  const cited = await clipboard(page);
  assert.ok(cited.includes("  note = {{一、（一）加强学习}},\n"), cited);
  assert.ok(cited.includes(`  url = {${host.url}${REPORT}#1-1},\n`), cited);
  await page.locator("h1").hover();
  assert.equal(await offer.count(), 1, "it stays while it has the focus");
  none(tab.take());
  await tab.close();
});

test("a finger gets the offer by a tap, and the number is still a link", async () => {
  const tab = await open(host.url + REPORT, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const offer = tab.page.locator(".text .copy-part");
  await tab.page.locator('.part[href="#2"]').tap();
  await offer.waitFor();
  assert.ok(tab.page.url().endsWith("#2"));
  await offer.tap();
  await tab.page.waitForFunction(() => navigator.clipboard.readText().then((t) => t.includes("：二、存在的问题. ")));
  none(tab.take());
  await tab.close();
});

test("hostile titles stay text in every form", async () => {
  const tab = await open(`${host.url}yunlu/evil/index.html`);
  const { page } = tab;
  await unfold(page);
  assert.ok((await page.locator("[data-form=gbt7714] pre").innerText()).includes(EVIL));
  assert.ok((await page.locator("[data-form=text] pre").innerText()).includes(`《${EVIL}》`));
  const written =
    "</pre><img src=x onerror=alert(1)>100\\% \\textbraceleft{}url\\textbraceright{} \\textbraceright{}\\textbraceright{},\\textbackslash{}evil";
  assert.ok((await page.locator("[data-form=bibtex] pre").innerText()).includes(`title = {${written}},`));
  assert.deepEqual(await page.locator(".citation pre > :not(span)").count(), 0);
  await page.locator(".citations fieldset").getByLabel("BibTeX").check();
  await page.locator('.part[href="#1"]').focus();
  await page.locator(".text .copy-part").click();
  await page.waitForFunction(() => navigator.clipboard.readText().then((t) => t.startsWith("@")));
  assert.ok((await clipboard(page)).includes("note = {{一、标题\\textbraceleft{}\\textbraceright{}\\%}},"));
  none(tab.take());
  await tab.close();
});

test("the tools print, stand in one line on a phone, and are not on paper", async () => {
  const tab = await open(
    host.url + REPORT,
    { viewport: { width: 390, height: 844 } },
    () => (window.print = () => (window.printed = true)),
  );
  const { page } = tab;
  await page.locator(".tools .print").click();
  assert.equal(await page.evaluate(() => window.printed), true);
  const boxes = await page
    .locator(".tools .print, .tools a, .tools summary")
    .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().bottom));
  assert.ok(Math.max(...boxes) - Math.min(...boxes) < 10, `${boxes}`);
  await unfold(page);
  await page.evaluate(axe);
  none(await page.evaluate(violations));
  await page.locator('.part[href="#1"]').focus();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".tools").isVisible(), false);
  assert.equal(await page.locator(".copy-part").isVisible(), false);
  none(tab.take());
  await tab.close();
});
