// Everyone can read the pages: WCAG 2.2 AA by axe-core in light and dark, narrow and wide; nothing scrolls
// sideways but tables in their own frames, at any zoom and spacing; the keyboard reaches every link.
//
// The pages are the fewest that show every element and class of each kind.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { representatives, sites } from "./sites.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

/** What axe-core finds; runs in the page. */
async function violations(tags) {
  const options = {
    runOnly: { type: "tag", values: tags },
    // WCAG 2.2's own rule, which axe-core leaves off unless asked.
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  };
  const { violations } = await window.axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target.join(" ")}: ${n.failureSummary}`));
}

/** What sticks out sideways, or is cut off, at the present width; runs in the page. */
function overflow() {
  const faults = [];
  const root = document.scrollingElement;
  const name = (e) => `${e.localName}${[...e.classList].map((c) => `.${c}`).join("")} "${e.textContent.trim().slice(0, 30)}"`;
  const frame = (element) => {
    for (let e = element.parentElement; e; e = e.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return e;
    }
    return null;
  };
  // Not the pixel that rounding adds.
  if (root.scrollWidth > root.clientWidth + 1) {
    const wide = [...document.body.querySelectorAll("*")]
      .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !frame(e))
      .map(name);
    faults.push(`${root.scrollWidth} px wide in ${root.clientWidth}: ${wide.slice(-3).join(", ")}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const isUnseen = element.clientWidth <= 1 && element.clientHeight <= 1;
    const wide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    const tall = element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0;
    if (isUnseen || style.display === "inline") continue;
    if (["hidden", "clip"].includes(style.overflowX) && wide) faults.push(`cut off: ${name(element)}`);
    if (["hidden", "clip"].includes(style.overflowY) && tall) faults.push(`cut off below: ${name(element)}`);
    // A frame that scrolls is reached by keyboard too.
    if (["auto", "scroll"].includes(style.overflowX) && wide && element.tabIndex < 0 && element !== root) {
      faults.push(`scrolls, but not by keyboard: ${name(element)}`);
    }
  }
  return faults;
}

/** Applies a style sheet as a reader's own would be: past the page's policy. Runs in the page. */
function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

const ABLE = "a[href], button, input:not([type=hidden], :disabled), select, textarea, summary, [tabindex='0']";

/** Where the focus is, and what is wrong with how it is shown; null at the page's end. Runs in the page. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.wasReached = true;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no outline");
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  if (!inside || box.width === 0 || box.height === 0) faults.push("out of sight");
  // WCAG 2.2, 2.4.11: not hidden behind something sticky. Some point of it is to be seen.
  const seen = [...element.getClientRects()].some((line) =>
    [0.1, 0.5, 0.9].some((part) => {
      const top = document.elementFromPoint(line.left + Math.min(line.width / 2, 40), line.top + line.height * part);
      return top && (element.contains(top) || top.contains(element));
    }),
  );
  if (inside && !seen) faults.push("covered");
  return {
    isSkip: element.matches(".skip"),
    isFolded: element.localName === "summary" && !element.parentElement.open,
    faults: faults.map((fault) => `${fault}: ${element.localName}.${element.className} "${element.textContent.trim().slice(0, 30)}"`),
  };
}

/** What the keyboard should have reached and has not; runs in the page. */
function unreached(able) {
  return [...document.querySelectorAll(able)]
    .filter((e) => e.checkVisibility() && !e.wasReached)
    // Tab stops once in a group of radio buttons; the arrow keys do the rest.
    .filter((e) => e.type !== "radio" || ![...document.querySelectorAll(`input[name="${e.name}"]`)].some((r) => r.wasReached))
    .map((e) => `never reached: ${e.localName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`);
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { name, skip, build } of sites) {
  describe(name, { skip }, () => {
    let host;
    let paths;
    before(async () => {
      const site = build();
      host = await serve(site);
      paths = representatives(site);
      assert.ok(paths.length >= 4, `pages: ${paths}`);
      paths.push("404.html");
    });
    after(() => host?.close());

    /** Checks every page; two tabs share the work, for one alone mostly waits. */
    async function onEach(options, check) {
      const waiting = [...paths];
      const faults = [];
      const work = async () => {
        const tab = await openTab(browser, options);
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
          await tab.page.goto(host.url + path);
          for (const fault of await check(tab.page, path)) faults.push(`${path}: ${fault}`);
        }
        await tab.close();
      };
      await Promise.all([work(), work()]);
      none(faults.sort());
    }

    for (const viewport of [PHONE, DESKTOP]) {
      test(`axe-core has nothing to say in light and dark at ${viewport.width} px`, () =>
        onEach({ viewport }, async (page) => {
          await page.evaluate(axe);
          const faults = [];
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            for (const fault of await page.evaluate(violations, TAGS)) faults.push(`${colorScheme}: ${fault}`);
          }
          return faults;
        }));
    }

    // Each as a reader would find it again: stored, then applied before anything is painted.
    for (const [mode, settings] of Object.entries({
      "elder mode": { elder: "on" },
      "high contrast": { contrast: "more" },
      "high contrast, dark": { contrast: "more", theme: "dark" },
      "elder mode, dark, largest": { elder: "on", theme: "dark", size: "largest" },
    })) {
      test(`${mode}: axe-core has nothing to say, and nothing is cut off on a phone`, () =>
        onEach({ viewport: PHONE }, async (page, path) => {
          await page.evaluate((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(settings));
          await page.reload();
          const shown = await page.evaluate(() => ({ ...document.documentElement.dataset }));
          if (path !== "404.html") assert.deepEqual({ ...shown }, settings);
          await page.evaluate(axe);
          return [...(await page.evaluate(violations, TAGS)), ...(await page.evaluate(overflow))];
        }));
    }

    const everyWidth = [320, 390, 640, 768, 1024, 1440];
    const readers = [
      // 320 px is 1280 at 400 % (WCAG 1.4.10), 640 is 1280 at 200 %.
      { reader: "nothing scrolls sideways or is cut off", css: "", widths: everyWidth },
      { reader: "text at twice its size loses nothing", css: "html { font-size: 225% !important }", widths: [390, 1440] },
      {
        reader: "text spacing of WCAG 1.4.12 loses nothing",
        css: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }",
        widths: [390, 1440],
      },
    ];
    for (const { reader, css, widths } of readers) {
      test(`${reader} at ${widths.join(", ")} px`, () =>
        onEach({ viewport: DESKTOP }, async (page) => {
          await page.evaluate(adopt, css);
          const faults = [];
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 });
            faults.push(...(await page.evaluate(overflow)));
          }
          return faults;
        }));
    }

    for (const viewport of [PHONE, DESKTOP]) {
      test(`the keyboard reaches everything, and shows where it is, at ${viewport.width} px`, () =>
        onEach({ viewport }, async (page, path) => {
          const faults = [];
          // The number of a part brings one more stop, which offers to cite it.
          const most = (await page.locator(ABLE).count()) + (await page.locator(".part").count());
          for (let presses = 0; presses <= most + 1; presses += 1) {
            await page.keyboard.press("Tab");
            const focus = await page.evaluate(focused);
            if (focus === null) break;
            if (presses === 0 && path !== "404.html" && !focus.isSkip) faults.push("Tab does not begin with the skip link");
            if (focus.isFolded) await page.keyboard.press("Enter");
            faults.push(...focus.faults);
          }
          return [...faults, ...(await page.evaluate(unreached, ABLE))];
        }));
    }

    test("the skip link leads to the text", () =>
      onEach({ viewport: DESKTOP }, async (page, path) => {
        if (path === "404.html") return [];
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        const id = await page.evaluate(() => document.activeElement?.id);
        return id === "main" ? [] : [`focus is on "${id}"`];
      }));
  });
}
