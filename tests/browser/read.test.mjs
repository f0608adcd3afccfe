// Reading aloud: offered only with a voice of the device, in the order of the text, marked, never in the way.
//
// The speech of the browser is replaced by a stand-in that records what it is given and ends an utterance when the test says so.

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
const LONG = `${"这一句话用来说明全年的工作情况，共二十二字。".repeat(20)}${"没有标点".repeat(40)}`;
const BODY = `开头一段[^1]。

一、主要工作

（一）加强学习。全年组织学习12次。

| 事项 | 件数 |
| --- | ---: |
| 受理 | 15 |
| 办结 | 12 |

- 第一项
- 第二项

  - 里面一项

> 引文。

二、长段落

${LONG}

[^1]: 脚注。`;
const ORDER = [
  "云麓区2021年度报告",
  "开头一段。",
  "一、主要工作",
  "（一）加强学习。全年组织学习12次。",
  "事项，件数",
  "受理，15",
  "办结，12",
  "第一项",
  "第二项",
  "里面一项",
  "引文。",
  "二、长段落",
];
const front = (fields) => `---\ntitle: 云麓区2021年度报告\ntype: report\nperiod: 2021\n${fields}---\n\n`;
const tree = {
  "archive.yaml": "title: 测试档案\ntypes: {report: 年度报告}\n",
  "yunlu/_index.md": "---\nname: 云麓区人民政府\n---\n",
  "yunlu/2021.md": `${front("")}${BODY}\n`,
  "yunlu/en.md": `${front("language: en\n")}One sentence. Another one.\n`,
  "yunlu/tw.md": `${front("language: zh-TW\n")}正文。\n`,
  "yunlu/mo.md": `${front("language: zh-Hant-MO\n")}正文。\n`,
  "yunlu/back.md": `${front("withdrawn: {date: 2022-01-01, reason: 有误}\n")}正文。\n`,
};
const REPORT = "yunlu/2021/index.html";

const CHINESE = { lang: "zh-CN", localService: true };
const ENGLISH = { lang: "en-US", localService: true };

let browser;
let site;
let host;
before(async () => {
  browser = await launch();
  site = buildFiles(tree);
  host = await serve(site);
});
after(async () => {
  await host?.close();
  await browser?.close();
});

/** Stands in for the browser's speech; runs in the page. `speech.end()` ends what is spoken. */
function standIn({ voices, late }) {
  const target = new EventTarget();
  const speech = { said: [], voices: [], now: null, cancels: 0, canceled: 0, end: () => {} };
  speech.end = (kind = "end") => {
    const ended = speech.now;
    speech.now = null;
    ended?.[`on${kind}`]?.({ error: "synthesis-failed" });
  };
  window.speech = speech;
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  let found = late ? [] : voices;
  const stand = {
    getVoices: () => found,
    speak: (utterance) => {
      if (speech.now !== null) throw new Error("two at once");
      speech.now = utterance;
      speech.said.push(utterance.text);
      speech.voices.push(utterance.voice.lang);
    },
    // As browsers do: what is cancelled ends with an error, later.
    cancel: () => {
      speech.cancels += 1;
      sessionStorage.setItem("cancels", speech.cancels);
      const cancelled = speech.now;
      speech.now = null;
      if (!cancelled) return;
      setTimeout(() => {
        cancelled.onerror?.({ error: "canceled" });
        speech.canceled += 1;
      });
    },
    addEventListener: (...rest) => target.addEventListener(...rest),
  };
  Object.defineProperty(window, "speechSynthesis", { value: stand });
  speech.find = () => {
    found = voices;
    target.dispatchEvent(new Event("voiceschanged"));
  };
}

async function open({ voices, late = false, path = REPORT, url = host.url + path, ...options }) {
  const tab = await openTab(browser, options);
  await tab.page.addInitScript(standIn, { voices, late });
  await tab.page.goto(url);
  return tab;
}

const button = (page) => page.locator(".reading .read");
const stop = (page) => page.locator(".reading .stop");
const said = (page) => page.evaluate(() => window.speech.said);
const current = (page) => page.locator(".report [aria-current]:not(.contents *)");

for (const [what, options, isOffered] of [
  ["no voice", { voices: [] }, false],
  ["a remote voice only", { voices: [{ ...CHINESE, localService: false }] }, false],
  ["a local voice of another language", { voices: [ENGLISH] }, false],
  ["a local voice", { voices: [ENGLISH, CHINESE] }, true],
  ["a local voice by another tag", { voices: [{ lang: "cmn_Hans_CN", localService: true }] }, true],
  ["a local voice for a report in English", { voices: [ENGLISH], path: "yunlu/en/index.html" }, true],
  ["a local voice, and a report without a text", { voices: [CHINESE], path: "yunlu/back/index.html" }, false],
  ["no speech at all", { voices: null }, false],
]) {
  test(`with ${what} reading aloud is ${isOffered ? "" : "not "}offered`, async () => {
    const tab = options.voices ? await open(options) : await openTab(browser);
    if (!options.voices) {
      await tab.page.addInitScript(() => Object.defineProperty(window, "speechSynthesis", { value: undefined }));
      await tab.page.goto(host.url + REPORT);
    }
    assert.equal(await button(tab.page).isVisible(), isOffered);
    none(tab.take());
    await tab.close();
  });
}

test("without JavaScript it is not offered", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false });
  await tab.page.goto(host.url + REPORT);
  assert.equal(await button(tab.page).isVisible(), false);
  await tab.close();
});

test("it is offered once the browser has found its voices, and takes the one that fits best", async () => {
  const voices = [
    { lang: "zh-HK", localService: true },
    { lang: "zh-TW", localService: true },
    { ...CHINESE, localService: false },
    CHINESE,
  ];
  const tab = await open({ voices, late: true });
  assert.equal(await button(tab.page).isVisible(), false);
  await tab.page.evaluate(() => window.speech.find());
  await button(tab.page).click();
  assert.deepEqual(await tab.page.evaluate(() => [window.speech.voices, window.speech.now.voice.localService]), [
    ["zh-CN"],
    true,
  ]);
  await tab.close();
});

test("a text of Taiwan, Hong Kong or Macau is read by a voice from there", async () => {
  const voices = ["zh-CN", "zh-HK", "zh-TW"].map((lang) => ({ lang, localService: true }));
  for (const [name, wanted] of [
    ["2021", "zh-CN"],
    ["tw", "zh-TW"],
    ["mo", "zh-HK"],
  ]) {
    const tab = await open({ voices, path: `yunlu/${name}/index.html` });
    await button(tab.page).click();
    assert.equal(await tab.page.evaluate(() => window.speech.voices[0]), wanted, name);
    await tab.close();
  }
});

test("all is read in its order, piece by piece, what is read is marked, and at the end all is as before", async () => {
  const tab = await open({ voices: [CHINESE], url: pathToFileURL(join(site, REPORT)).href });
  const { page } = tab;
  const text = await page.locator(".report").innerText();
  await button(page).focus();
  await page.keyboard.press("Enter");
  assert.equal(await button(page).innerText(), "暂停");
  for (const [n, words] of ORDER.entries()) {
    assert.equal((await said(page)).at(-1), words);
    assert.equal(await current(page).count(), 1);
    if (n === 1) assert.ok((await current(page).innerText()).startsWith("开头一段"));
    await page.evaluate(() => window.speech.end());
  }
  while (await page.evaluate(() => window.speech.now !== null)) await page.evaluate(() => window.speech.end());
  const all = await said(page);
  const long = all.slice(ORDER.length, -1);
  assert.equal(long.join(""), LONG);
  assert.ok(long.length > 8 && long.every((words) => words.length <= 60), `${long.map((w) => w.length)}`);
  assert.ok(
    long.slice(0, 9).every((words) => words.endsWith("。")),
    "cut at the ends of sentences",
  );
  assert.equal(all.at(-1), "脚注。");
  assert.equal(await current(page).count(), 0);
  assert.equal(await button(page).innerText(), "朗读");
  assert.equal(await stop(page).isVisible(), false);
  assert.equal(await page.locator(".report").innerText(), text);
  none(tab.take());
  await tab.close();
});

test("by keyboard: pause, continue where it was, stop", async () => {
  const tab = await open({ voices: [CHINESE], viewport: { width: 390, height: 700 } });
  const { page } = tab;
  await button(page).focus();
  await page.keyboard.press("Enter");
  await page.evaluate(() => window.speech.end());
  await page.keyboard.press("Enter");
  assert.equal(await button(page).innerText(), "继续");
  assert.equal(await page.evaluate(() => window.speech.now), null);
  // The end of what was cancelled moves nothing.
  await page.waitForFunction(() => window.speech.canceled === 1);
  assert.deepEqual(await said(page), ORDER.slice(0, 2));
  assert.equal(await current(page).count(), 1);
  await page.keyboard.press("Enter");
  assert.deepEqual(await said(page), [...ORDER.slice(0, 2), ORDER[1]]);
  await page.evaluate(axe);
  none(
    await page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { rules: { "target-size": { enabled: true } } });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((n) => `${id}: ${n.target.join(" ")}: ${n.failureSummary}`),
      );
    }),
  );
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => window.speech.now), null);
  assert.equal(await current(page).count(), 0);
  assert.ok(await button(page).evaluate((e) => e === document.activeElement), "the focus stays with the tool");
  await page.keyboard.press("Enter");
  assert.equal((await said(page)).at(-1), ORDER[0], "from the beginning again");
  none(tab.take());
  await tab.close();
});

test("the page follows what is read, unless the reader has gone elsewhere", async () => {
  const tab = await open({ voices: [CHINESE], viewport: { width: 390, height: 400 } });
  const { page } = tab;
  const isSeen = () =>
    current(page).evaluate((e) => e.getBoundingClientRect().top < innerHeight && e.getBoundingClientRect().bottom > 0);
  await button(page).click();
  for (let n = 0; n < 9; n += 1) {
    await page.evaluate(() => window.speech.end());
    assert.ok(await isSeen(), `${n}`);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() => window.speech.end());
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await isSeen(), false);
  // The page follows again once the reader has scrolled back.
  await current(page).evaluate((e) => e.scrollIntoView());
  await page.evaluate(() => window.speech.end());
  assert.ok(await isSeen());
  assert.ok(await stop(page).isVisible(), "and can stop anywhere");
  none(tab.take());
  await tab.close();
});

test("it is silent when the page is left, and says so when the voice fails", async () => {
  const tab = await open({ voices: [CHINESE] });
  const { page } = tab;
  await button(page).click();
  await page.evaluate(() => window.speech.end("error"));
  assert.equal(await page.locator(".tools [role=status]").innerText(), "朗读已中断。");
  assert.equal(await button(page).innerText(), "朗读");
  await button(page).click();
  const before = await page.evaluate(() => window.speech.cancels);
  await page.goto(`${host.url}index.html`);
  assert.equal(Number(await page.evaluate(() => sessionStorage.getItem("cancels"))), before + 1);
  none(tab.take());
  await tab.close();
});
