// The scripts of the pages in Node, without a browser: those that are pure functions.
//
// In go their names, out comes what they leave below globalThis. A site is built by the real program, which gives
// the scripts their data as a page does.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

import { build, project, sampleContent } from "../browser/site.mjs";

let sample;
/** The sample archive, published once. */
export const site = () => (sample ??= build(sampleContent));

/** Runs classic scripts in their order, as a page does. */
function run(...paths) {
  for (const path of paths) runInThisContext(readFileSync(path, "utf8"), { filename: path });
}

/** Runs scripts of the theme. */
export const load = (...names) => run(...names.map((name) => join(project, `themes/default/assets/${name}.js`)));

/** What the search page of a site knows: its words and the tables of the query language. */
export function pageData(folder = site()) {
  const html = readFileSync(join(folder, "search/index.html"), "utf8");
  const [, data] = /<script type="application\/json" id="search-data">(.*?)<\/script>/su.exec(html);
  return JSON.parse(data);
}

/** Begins the search page with data of a test's own, on a page that holds nothing and hears nothing. */
export function beginPage(data) {
  const element = { dataset: {}, value: "", addEventListener() {}, removeAttribute() {} };
  element.querySelector = () => element;
  element.querySelectorAll = (selector) => (selector === "[role=status]" ? [{}] : []);
  globalThis.document = { querySelector: () => element, getElementById: () => ({ textContent: JSON.stringify(data) }) };
  globalThis.location = { search: "", hash: "" };
  load("search");
  return globalThis.gongbaoSearch;
}

/** Begins the search page as far as pure scripts need it. */
export function beginSearch() {
  const { query: language } = pageData();
  globalThis.gongbaoSearch = { language };
  load("search-query");
  return globalThis.gongbaoSearch;
}

/** Loads the archive's own words and the help with a query. */
export function beginHelp() {
  beginSearch();
  const search = join(site(), "search");
  run(...readdirSync(search).flatMap((name) => (/^words-[0-9a-f]{12}\.js$/.test(name) ? [join(search, name)] : [])));
  load("help-words", "help-pinyin", "help-near", "help");
  return { words: globalThis.gongbaoWords, help: globalThis.gongbaoHelp };
}
