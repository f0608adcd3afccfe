// How much a page weighs: with its style and scripts, without the report's own text, under 60,000 bytes,
// in the largest archive too.

import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, test } from "node:test";

import { parse } from "node-html-parser";

import { none, pagesOf } from "./site.mjs";
import { readSites } from "./sites.mjs";

/** Bytes. */
const LIMIT = 60_000;

const bytes = (text) => Buffer.byteLength(text, "utf8");

/** What a browser fetches to show a page, the report's own words aside: its text, and its titles of parts. */
function weight(site, path) {
  const html = readFileSync(join(site, path), "utf8");
  const page = parse(html);
  const own = page
    .querySelectorAll(".report .text, .report .contents ol")
    .filter((e) => !e.parentNode.closest(".contents ol"));
  const files = page
    .querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")
    .map((e) => e.getAttribute("href") ?? e.getAttribute("src"));
  return (
    bytes(html) -
    own.reduce((sum, element) => sum + bytes(element.innerHTML), 0) +
    files.reduce((sum, url) => sum + readFileSync(join(site, posix.join(posix.dirname(path), url))).length, 0)
  );
}

for (const { name, skip, build } of readSites) {
  describe(name, { skip }, () => {
    test(`every page weighs less than ${LIMIT} bytes`, (t) => {
      const site = build();
      const weights = pagesOf(site).map((path) => ({ path, bytes: weight(site, path) }));
      weights.sort((a, b) => b.bytes - a.bytes);
      t.diagnostic(`heaviest: ${weights[0].path}, ${weights[0].bytes} bytes`);
      none(weights.filter((page) => page.bytes >= LIMIT).map((page) => `${page.path}: ${page.bytes} bytes`));
    });
  });
}
