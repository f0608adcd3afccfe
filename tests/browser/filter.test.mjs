// The boxes that narrow long lists, in Chromium and Firefox, from a host and from the disk: names are found as they are
// written and as they are read, on all pages of a list; the list is there without the box, and comes back behind it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axe, overflow, PHONE, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { browsers } from "./firefox.mjs";
import { provinces } from "./many.mjs";
import { serve } from "./server.mjs";
import { buildFiles, none } from "./site.mjs";

let site;
let host;
before(async () => {
  site = buildFiles(provinces);
  host = await serve(site);
});
after(() => host?.close());

/** Types into the box of the page, from nothing; what is said and shown, once it is about that. */
async function typed(page, text) {
  await page.focus(".filter input");
  await page.evaluate(() => {
    const input = document.querySelector(".filter input");
    input.value = "";
    input.dispatchEvent(new Event("input"));
  });
  await page.keyboard.type(text);
  await page.waitForFunction(() => document.querySelector(".filter [role=status]").textContent !== "");
  return page.evaluate(() => ({
    said: document.querySelector(".filter [role=status]").textContent,
    found: [...document.querySelectorAll(".filter li a")].map((a) => a.textContent),
    first: document.querySelector(".filter li")?.textContent,
    whole: [...document.querySelectorAll(".filter ~ .whole, main > .whole")].some((part) => part.checkVisibility()),
  }));
}

/** What is wrong with a page, but for the next page of a list, which Firefox would fetch of itself and the policy stops. */
const faultsOf = (tab) => tab.take().filter((fault) => !/default-src.*\d\.html/.test(fault));

for (const { name, skip, launch, open } of browsers) {
  describe(name, { skip }, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const scheme of ["http", "file"]) {
      test(`an agency is found by name and by pinyin over ${scheme}`, async () => {
        const root = scheme === "http" ? host.url : `${pathToFileURL(site)}/`;
        const tab = await open(browser);
        for (const path of ["index.html", "agencies/2.html"]) {
          await tab.page.goto(root + path);
          for (const text of ["渝北", "yb", "yubei", "yubeiq", "YuBei", "cqsybq", "chongqingshiyubei", "yub区"]) {
            const { found, whole, first, said } = await typed(tab.page, text);
            assert.equal(found[0], "重庆市渝北区司法局", `${path} ${text}: ${found.slice(0, 3)}`);
            assert.equal(whole, false, text);
            assert.match(first, /示例第7省石桥市第7区 · 20\d\d年至20\d\d年 · 3份/);
            assert.match(said, /^找到\d+项$/);
          }
          // It is read as words are: not by the sounds that its characters have elsewhere.
          assert.deepEqual((await typed(tab.page, "zhongqing")).found, []);
          assert.equal((await typed(tab.page, "没有这样的机构")).said, "没有符合的项目");
          // By another name, by its region, and of many only the first.
          assert.equal((await typed(tab.page, "云麓市第0区")).found[0], "云麓市第0区人民政府办公室");
          assert.equal((await typed(tab.page, "示例第8省")).found.length, 30);
          const many = await typed(tab.page, "shi");
          assert.equal(many.found.length, 60);
          assert.match(many.said, /^找到\d{3}项，后面\d{3}项没有列出，请再输入几个字$/);
          await tab.page.evaluate(() => {
            const input = document.querySelector(".filter input");
            input.value = "";
            input.dispatchEvent(new Event("input"));
          });
          const shown = await tab.page.evaluate(() => [
            document.querySelectorAll(".filter li").length,
            [...document.querySelectorAll(".filter ~ .whole, main > .whole")].every((part) => part.checkVisibility()),
          ]);
          assert.deepEqual(shown, [0, true]);
        }
        none(faultsOf(tab));
        await tab.close();
      });
    }

    test("Enter opens what is found first, and so do the links", async () => {
      const tab = await open(browser);
      await tab.page.goto(`${host.url}agencies/index.html`);
      await typed(tab.page, "yubei");
      await tab.page.keyboard.press("Enter");
      await tab.page.waitForFunction(() => document.querySelector("h1")?.textContent === "重庆市渝北区司法局");
      await tab.page.goto(`${host.url}regions/index.html`);
      const regions = await typed(tab.page, "示例第3省");
      assert.equal(regions.found[0], "示例第3省");
      await tab.page.evaluate(() => document.querySelector(".filter li a").click());
      await tab.page.waitForFunction(() => document.querySelector("h1")?.textContent === "示例第3省");
      none(faultsOf(tab));
      await tab.close();
    });

    test("names are asked for when a reader turns to the box, and not before", async () => {
      const tab = await open(browser);
      const isNames = (url) => /\/names-[0-9a-f]+\.js$/.test(url);
      await tab.page.goto(`${host.url}index.html`);
      assert.deepEqual(tab.requests.filter(isNames), []);
      await typed(tab.page, "yb");
      assert.equal(tab.requests.filter(isNames).length, 1);
      await tab.close();
    });
  });
}

describe("in Chromium alone", () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test("without script the lists stand there, page by page, and no box", async () => {
    const tab = await openTab(browser, { javaScriptEnabled: false });
    for (const path of ["index.html", "agencies/index.html", "regions/index.html"]) {
      await tab.page.goto(host.url + path);
      assert.equal(await tab.page.locator(".filter input").isVisible(), false, path);
      assert.ok((await tab.page.locator(".whole a:visible").count()) > 20, path);
    }
    await tab.page.goto(`${host.url}index.html`);
    await tab.page.locator("#agencies .whole a", { hasText: "查看全部270项" }).click();
    await tab.page.locator(".paging a", { hasText: "3" }).click();
    assert.equal(await tab.page.locator(".entries li").count(), 70);
    await tab.close();
  });

  test("where the names do not come, it is said and the list stays", async () => {
    const tab = await openTab(browser);
    await tab.page.route("**/names-*.js", (route) => route.abort());
    await tab.page.goto(`${host.url}agencies/index.html`);
    await tab.page.focus(".filter input");
    await tab.page.getByText("名称列表未能载入，请直接查看下面的列表。").waitFor();
    assert.equal(await tab.page.locator("ul.whole").isVisible(), true);
    await tab.close();
  });

  test("axe-core has nothing to say of what is found, and nothing is cut off", async () => {
    const faults = [];
    for (const colorScheme of ["light", "dark"]) {
      const tab = await openTab(browser, { viewport: PHONE, colorScheme });
      for (const path of ["index.html", "agencies/index.html", "regions/index.html", "years/2015/index.html"]) {
        await tab.page.goto(host.url + path);
        if (!path.startsWith("years")) await typed(tab.page, "shi");
        await tab.page.evaluate(axe);
        const found = [...(await tab.page.evaluate(violations, TAGS)), ...(await tab.page.evaluate(overflow))];
        faults.push(...found.map((fault) => `${colorScheme} ${path}: ${fault}`));
      }
      await tab.close();
    }
    none(faults);
  });

  test("on a phone the newest periods are in sight, and whose a row is stays there", async () => {
    const tab = await openTab(browser, { viewport: PHONE });
    await tab.page.goto(`${host.url}index.html`);
    const seen = await tab.page.evaluate(() => {
      const frame = document.querySelector(".matrix-scroll").getBoundingClientRect();
      const isWithin = ({ left, right }, start) => left >= start - 1 && right <= frame.right + 1;
      const whose = document.querySelector(".matrix tbody th").getBoundingClientRect();
      // What is below the column that stays is not seen.
      const isSeen = (element) => isWithin(element.getBoundingClientRect(), whose.right);
      const heads = [...document.querySelectorAll(".matrix-scroll thead")[0].querySelectorAll("th:not(:first-child)")];
      const newest = heads.slice(-3).every(isSeen);
      return [newest, heads.slice(0, -3).some(isSeen), isWithin(whose, frame.left)];
    });
    assert.deepEqual(seen, [true, false, true]);
    await tab.close();
  });
});
