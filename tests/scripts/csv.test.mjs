// The list of an answer for spreadsheet programs: the same rules as for data/reports.csv.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { project } from "../browser/site.mjs";
import { beginPage, load, pageData } from "./scripts.mjs";

test("every cell stands in quotation marks, and none is a formula", () => {
  const { query } = pageData();
  const search = beginPage({ words: { yes: "yes", no: "no", sentences: " " }, query });
  globalThis.location = { href: "https://archive.example/search/", search: "", protocol: "https:" };
  globalThis.document.documentElement = { lang: "en" };
  load("search-query", "search-hits", "search-results");
  const cells = JSON.parse(readFileSync(join(project, "tests/scripts/cells.json"), "utf8"));
  for (const [cell, written] of cells) {
    const hit = { title: cell, agencies: [], type: "", numbers: [], url: "a/index.html", exact: true, passages: [] };
    const text = search.view.csvOf({ hits: [hit] });
    const row = text.slice(text.indexOf("\r\n") + 2);
    assert.ok(row.startsWith(`"${written.replaceAll('"', '""')}","",`), `${JSON.stringify(cell)}: ${row}`);
  }
});
