// What is looked for in a page by the tests of accessibility: what axe-core finds, what is cut off, how large
// targets are; and a way to look at every page that stands for others.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";

import { openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { representatives } from "./sites.mjs";

export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

/** What axe-core finds; runs in the page. */
export async function violations(tags) {
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
export function overflow() {
  const faults = [];
  const root = document.scrollingElement;
  const name = (e) =>
    `${e.localName}${[...e.classList].map((c) => `.${c}`).join("")} "${e.textContent.trim().slice(0, 30)}"`;
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

/**
 * Links and fields that a finger of `least` px misses: smaller than that, unless they stand in a line of
 * text (WCAG 2.2, 2.5.8) or a label beside them is large enough. Runs in the page.
 */
export function smallTargets(least) {
  const inText = "p, dd, td, th, h1, h2, h3, h4, h5, h6, .text, .attachments, .plain, .banner";
  return (
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary")]
      .filter((e) => e.checkVisibility() && !e.closest(".skip") && !(e.localName === "a" && e.closest(inText)))
      .map((e) => ({ e, box: (e.closest("label") ?? e).getBoundingClientRect() }))
      // A pixel for rounding.
      .filter(({ box }) => box.height < least - 1 || box.width < 24 - 1)
      .map(
        ({ e, box }) =>
          `small target: ${e.localName}.${e.className} "${e.textContent.trim().slice(0, 20)}" ${Math.round(box.width)} x ${Math.round(box.height)}`,
      )
  );
}

/** Serves a site while the tests of a `describe` run; `onEach(browser, options, check)` looks at its pages. */
export function pagesInTabs(build) {
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
  return async function onEach(browser, options, check) {
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
  };
}
