// A reader and a passage: marks are stepped through and cleared, selected words and paragraphs without a number are linked
// to and cited, a link carries its words, and the bar keeps out of the way. Without JavaScript none of it is offered.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axe, overflow, PHONE, smallTargets, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { official, REPORT } from "./official.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";

const UNNUMBERED = "这是一个没有编号的段落";
const MARKED = `${REPORT}?mark=${encodeURIComponent("行政复议")}`;

let browser;
let site;
let host;
before(async () => {
  browser = await launch();
  site = buildFiles(official);
  host = await serve(site);
});
after(async () => {
  await host?.close();
  await browser?.close();
});

async function open(path, options = {}) {
  const tab = await openTab(browser, options);
  await tab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await tab.page.goto(path.includes(":") ? path : host.url + path);
  return tab;
}
async function copied(page, isIt) {
  const text = () => page.evaluate(() => navigator.clipboard.readText());
  await page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent !== "");
  const found = await text();
  assert.ok(isIt(found), found);
  return found;
}
/** Selects words of a paragraph; runs in the page. */
function select([start, words]) {
  const paragraph = [...document.querySelectorAll(".text p")].find((p) => p.textContent.startsWith(start));
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    paragraph.scrollIntoView({ block: "center" });
    return paragraph.id;
  }
  throw new Error("not there");
}
const faultsOf = async (page) => {
  await page.evaluate(axe);
  return [
    ...(await page.evaluate(violations, TAGS)),
    ...(await page.evaluate(overflow)),
    ...(await page.evaluate(smallTargets, 24)),
  ];
};

test("without JavaScript there is no bar, and a link with words still leads to its part where the browser knows of it", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false, viewport: PHONE });
  await tab.page.goto(`${host.url}${MARKED}#1-1`);
  for (const part of [".reader", ".selected", ".sign"])
    assert.equal(await tab.page.locator(part).locator("visible=true").count(), 0);
  await tab.close();
});

for (const [name, viewport] of [
  ["a phone", PHONE],
  ["a desk", { width: 1440, height: 900 }],
]) {
  test(`on ${name} marks are counted, stepped through in both directions, and cleared`, async () => {
    const tab = await open(`${MARKED}#2`, { viewport });
    const { page } = tab;
    const told = page.locator(".found [role=status]");
    await told.waitFor();
    const [, at, count] = /^第(\d+)\/(\d+)处$/.exec(await told.innerText()).map(Number);
    assert.equal(count, 16);
    assert.equal(at, 16, "it begins with the part that the link leads to");
    const current = () =>
      page.evaluate(() => {
        const [range] = CSS.highlights.get("current");
        const { top, bottom } = range.getBoundingClientRect();
        return [range.toString(), top >= 0 && bottom <= innerHeight, CSS.highlights.get("found").size];
      });
    const step = async (label, wanted) => {
      await page.getByRole("button", { name: label }).click();
      assert.equal(await told.innerText(), `第${wanted}/16处`);
      assert.deepEqual(await current(), ["行政复议", true, 16]);
    };
    await step("上一处", 15);
    await step("下一处", 16);
    await step("下一处", 1);
    await step("上一处", 16);
    none(await faultsOf(page));
    await page.getByRole("button", { name: "清除标记" }).click();
    assert.deepEqual(await page.evaluate(() => [...CSS.highlights.keys()]), []);
    assert.equal(await page.locator(".found").isVisible(), false);
    assert.equal(page.url(), `${host.url}${REPORT}#2`);
    none(tab.take());
    await tab.close();
  });
}

test("the bar is at the foot of a phone, goes while one scrolls down and comes back on the way up", async () => {
  const tab = await open(REPORT, { viewport: PHONE });
  const { page } = tab;
  const bar = page.locator(".reader");
  const { y, height } = await bar.boundingBox();
  assert.equal(Math.round(y + height), PHONE.height);
  assert.ok(height >= 48);
  await page.mouse.wheel(0, 400);
  await bar.waitFor({ state: "hidden" });
  await page.mouse.wheel(0, -100);
  await bar.waitFor({ state: "visible" });
  await bar.getByRole("link", { name: "目录" }).click();
  assert.ok(await page.locator('.contents a[href="#2"]').isVisible());
  none(await faultsOf(page));
  none(tab.take());
  await tab.close();
});

test("on a desk the bar is not in the way, and the keyboard reaches it", async () => {
  const tab = await open(REPORT, { viewport: { width: 1440, height: 900 } });
  const { page } = tab;
  const link = page.locator(".reader .link");
  const isSeen = () =>
    link.evaluate((e) => e.getBoundingClientRect().bottom > 20 && e.closest(".reader").clientHeight > 20);
  assert.equal(await isSeen(), false);
  none(await faultsOf(page));
  await link.focus();
  assert.equal(await isSeen(), true);
  none(await faultsOf(page));
  await page.evaluate(() => document.getElementById("1-1").scrollIntoView());
  await page.keyboard.press("Enter");
  await copied(page, (text) => text === `${host.url}${REPORT}#1-1`);
  assert.equal(await page.locator(".tools [role=status]").innerText(), "已复制：一、（一）加强学习");
  none(tab.take());
  await tab.close();
});

test("what is being read is linked to and cited from the bar, a paragraph without a number too", async () => {
  const tab = await open(REPORT, { viewport: PHONE });
  const { page } = tab;
  await page.locator(".reader .link").click();
  await copied(page, (text) => text.startsWith(`${host.url}${REPORT}`));
  const id = await page.evaluate((start) => {
    const block = [...document.querySelectorAll(".text p")].find((p) => p.textContent.startsWith(start));
    block.scrollIntoView();
    return block.id;
  }, UNNUMBERED);
  await page.mouse.wheel(0, -20);
  await page.locator(".reader .cite").click();
  await page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent.includes("没有编号"));
  const cited = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(cited.includes(`：一、（一）加强学习“${UNNUMBERED}，用来说明全年受理…”. `), cited);
  assert.ok(cited.includes(`${REPORT}#${id}`), cited);
  none(tab.take());
  await tab.close();
});

test("a paragraph without a number shows its sign to a pointer, and is cited beside it", async () => {
  for (const viewport of [PHONE, { width: 1440, height: 900 }]) {
    const tab = await open(REPORT, { viewport });
    const { page } = tab;
    const paragraph = page.locator(".text p", { hasText: UNNUMBERED });
    const plain = await paragraph.textContent();
    await paragraph.hover();
    const sign = page.getByRole("link", { name: "本段链接" });
    await sign.waitFor();
    const [at, of] = [await sign.boundingBox(), await paragraph.boundingBox()];
    assert.ok(Math.abs(at.y - of.y) < 4 && at.x < of.x, "beside the paragraph");
    none(await faultsOf(page));
    await sign.click();
    const id = await paragraph.getAttribute("id");
    assert.ok(page.url().endsWith(`#${id}`));
    await page.locator(".text .copy-part").click();
    await copied(page, (text) => text.includes(`“${UNNUMBERED}`) && text.includes(`#${id}`));
    assert.equal(await paragraph.textContent(), plain);
    none(tab.take());
    await tab.close();
  }
});

test("selected words are copied as a link that carries them, and as a citation that quotes them", async () => {
  for (const viewport of [PHONE, { width: 1440, height: 900 }]) {
    const tab = await open(REPORT, { viewport });
    const { page } = tab;
    const id = await page.evaluate(select, [UNNUMBERED, "受理行政复议申请的数量"]);
    await page.getByRole("button", { name: "复制链接" }).click();
    const link = await copied(page, (text) => text.includes("#"));
    assert.equal(decodeURIComponent(link), `${host.url}${REPORT}#${id}:~:text=受理行政复议申请的数量`);
    none(await faultsOf(page));
    await page.locator(".selected").getByRole("button", { name: "复制引文" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes("“受理"));
    const cited = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(cited.includes("：一、（一）加强学习“受理行政复议申请的数量”. ") && cited.includes(`#${id}`), cited);
    // Words that stand often are told apart by those around them.
    const other = await page.evaluate(select, ["第7项", "行政复议"]);
    await page.waitForTimeout(300);
    await page.getByRole("button", { name: "复制链接" }).click();
    await page.waitForFunction((id) => navigator.clipboard.readText().then((t) => t.includes(id)), `#${other}`);
    const told = decodeURIComponent(await page.evaluate(() => navigator.clipboard.readText()));
    assert.match(told, new RegExp(`#${other}$|#${other}:~:text=.*第7项.*-,行政复议`));
    await page.evaluate(() => getSelection().removeAllRanges());
    await page.locator(".selected").waitFor({ state: "hidden" });
    none(tab.take());
    await tab.close();
  }
});

test("the browser finds the words that a link carries, over paragraphs too", async () => {
  const tab = await open(REPORT, { viewport: PHONE });
  const { page } = tab;
  await page.evaluate(() => {
    const [first, last] = ["第3项", "第5项"].map((start) =>
      [...document.querySelectorAll(".text p")].find((p) => p.textContent.startsWith(start)),
    );
    getSelection().setBaseAndExtent(first.firstChild, 0, last.firstChild, last.firstChild.length);
  });
  await page.getByRole("button", { name: "复制链接" }).click();
  const link = await copied(page, (text) => text.includes(":~:text="));
  await tab.close();
  const visit = await open(link, { viewport: PHONE });
  await visit.page.waitForFunction(() => scrollY > 0);
  const top = await visit.page.evaluate(
    () =>
      [...document.querySelectorAll(".text p")].find((p) => p.textContent.startsWith("第3项")).getBoundingClientRect()
        .top,
  );
  assert.ok(top > 0 && top < PHONE.height, `${top}`);
  none(visit.take());
  await visit.close();
});

test("from a disk marks, links and citations work as well", async () => {
  const tab = await open(`${pathToFileURL(`${site}/${MARKED.split("?")[0]}`).href}?${MARKED.split("?")[1]}`);
  const { page } = tab;
  assert.equal(await page.locator(".found [role=status]").innerText(), "第1/16处");
  await page.getByRole("button", { name: "下一处" }).click();
  assert.equal(await page.locator(".found [role=status]").innerText(), "第2/16处");
  await page.locator(".reader .link").click();
  await page.waitForFunction(() => document.querySelector(".tools [role=status]").textContent.startsWith("已复制"));
  await page.getByRole("button", { name: "清除标记" }).click();
  assert.equal(await page.locator(".found").isVisible(), false);
  none(tab.take());
  await tab.close();
});
