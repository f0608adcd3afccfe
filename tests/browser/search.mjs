// What the tests of the search page share: a host and a browser for each file, the words in which a page is asked,
// and what it must then say.
//
// In goes nothing; the sample archive is published and served before the first test of a file, and `host` is there
// from then on. The truth is what the program itself answers.

import { join } from "node:path";
import { after, before } from "node:test";

import { DESKTOP } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { gongbao, none } from "./site.mjs";
import { sites } from "./sites.mjs";

export const PAGE = "search/index.html";

export let site;
export let browser;
export let host;
before(async () => {
  site = sites[0].build();
  host = await serve(site);
  browser = await launch();
});
after(async () => {
  await host?.close();
  await browser?.close();
});

export const at = (query, more = "") => `${PAGE}?q=${encodeURIComponent(query)}${more}`;
/** What the program itself says. */
export const truth = (query, folder = site) =>
  JSON.parse(gongbao("search", "--index", join(folder, "search-index"), "--format", "json", query).stdout);
export const heading = (page) => page.locator(".found h2").first();
export const titles = (page) => page.locator(".hits a.title").allTextContents();
export const query = (page) => new URL(page.url()).searchParams.get("q");
/** Waits for the answer to a query: the heading says how many there are. */
export const settled = (page, total) =>
  page.waitForFunction(
    (n) =>
      document.querySelector(".found h2")?.textContent.includes(`${n}份`) &&
      !document.querySelector(".found[aria-busy]"),
    total,
  );
/** Waits for the answer to a query that the address holds, whatever it is. */
export const answered = (page, asked) =>
  page.waitForFunction(
    (q) =>
      new URLSearchParams(location.search).get("q") === q &&
      document.querySelector(".found h2") &&
      !document.querySelector(".found[aria-busy]"),
    asked,
  );
/** Waits until what the page was about to do after it was loaded, or changed, is done. */
export const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** Turns to the box, which wakes the search. */
export async function woken(page) {
  await page.focus("#q");
  await page.waitForFunction(() => document.querySelector("[role=combobox]"));
}
/** The same, with the archive's own words. */
export async function helped(page) {
  await page.focus("#q");
  await page.waitForFunction(() => globalThis.gongbaoHelp && globalThis.gongbaoWords && gongbaoSearch.go);
}

/**
 * A tab at a page of the sample; closed, and clean, when `look` has looked. With `clock` the page's timers run as
 * ever, and `page.clock` can let any time pass at once.
 */
export async function inTab(path, look, options = {}) {
  const tab = await openTab(browser, { viewport: DESKTOP, ...options });
  try {
    if (options.clock) await tab.page.clock.install();
    if (path !== null) await tab.page.goto(host.url + path);
    await look(tab.page, tab);
    if (!options.expectsFaults) none(tab.take());
  } finally {
    await tab.close();
  }
}
