// No dead ends, read from the HTML alone: every page is reached from the front page by links, every link
// leads to a file and a place in it, and every page leads home, up, and to what stands beside it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { before, describe, test } from "node:test";

import { parse } from "node-html-parser";

import { filesBelow, none, pageOf, pagesOf, redirectOf, reportsOf } from "./site.mjs";
import { readSites } from "./sites.mjs";

/** Where a relative link on the page `from` leads: {file, place}; null where it leaves the site. */
function target(from, url) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return null;
  const [whole, place] = url.split("#");
  // What is asked of a page does not make it another file.
  const [path] = whole.split("?");
  return {
    file: path === "" ? from : posix.join(posix.dirname(from), decodeURIComponent(path)),
    place: place && decodeURIComponent(place),
  };
}

/** What a page leads to and where it stands, all as paths of the site. */
function read(site, path) {
  const page = parse(readFileSync(join(site, path), "utf8"));
  const links = (selector) =>
    page
      .querySelectorAll(selector)
      .map((a) => target(path, a.getAttribute("href")))
      .filter(Boolean);
  const file = (selector) => links(selector)[0]?.file ?? null;
  return {
    path,
    kind: page
      .querySelector("body")
      .getAttribute("class")
      .replace(/-page$/, ""),
    ids: new Set(page.querySelectorAll("[id]").map((e) => e.id)),
    links: links("a[href]"),
    home: file(".masthead .name a, .masthead nav a"),
    up: links(".breadcrumbs a").map((link) => link.file),
    here: page.querySelector(".breadcrumbs [aria-current]")?.text ?? null,
    previous: file(".neighbours [rel=prev]"),
    next: file(".neighbours [rel=next]"),
    pages: { previous: file(".paging [rel=prev]"), next: file(".paging [rel=next]") },
  };
}

/** What is wrong with a row of pages that should lead from each to the next and back, in one chain. */
function brokenChain(name, row, before, after) {
  const faults = [];
  const paths = new Map(row.map((page) => [page.path, page]));
  const firsts = row.filter((page) => before(page) === null);
  if (firsts.length !== 1)
    faults.push(`${name}: ${firsts.length} pages have none before them: ${firsts.map((p) => p.path)}`);
  const seen = new Set();
  for (let page = firsts[0]; page && !seen.has(page.path); page = paths.get(after(page))) {
    seen.add(page.path);
    const next = after(page) === null ? null : paths.get(after(page));
    if (next === undefined) faults.push(`${page.path}: the next is ${after(page)}, which is none of ${name}`);
    else if (next !== null && before(next) !== page.path)
      faults.push(`${next.path}: the one before it is not ${page.path}`);
  }
  for (const page of row)
    if (!seen.has(page.path)) faults.push(`${page.path}: not reached from page to page of ${name}`);
  return faults;
}

/** Items by key, only where there are several: [key, items]. */
function group(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups].filter(([, row]) => row.length > 1);
}

for (const { name, skip, build } of readSites) {
  describe(name, { skip }, () => {
    let site;
    const pages = new Map();
    before(() => {
      site = build();
      for (const path of pagesOf(site)) if (redirectOf(site, path) === null) pages.set(path, read(site, path));
      assert.ok(pages.size > 10);
    });

    test("every page is reached from the front page", () => {
      const reached = new Set(["index.html"]);
      for (const path of reached) {
        for (const { file } of pages.get(path)?.links ?? []) reached.add(file);
      }
      none([...pages.keys()].filter((path) => !reached.has(path)).map((path) => `never reached: ${path}`));
    });

    test("every link leads to a file of the site, and to a place in it", () => {
      const files = new Set(filesBelow(site));
      const faults = [];
      for (const page of pages.values()) {
        for (const { file, place } of page.links) {
          if (!files.has(file)) faults.push(`${page.path}: there is no ${file}`);
          // What stands behind the # of that page is for its script: the report that is to be verified.
          else if (place && file !== "verify/index.html" && pages.has(file) && !pages.get(file).ids.has(place))
            faults.push(`${page.path}: there is no ${file}#${place}`);
        }
      }
      none(faults);
    });

    test("every page leads home, and up step by step", () => {
      const faults = [];
      for (const { path, kind, home, up, here } of pages.values()) {
        if (home !== "index.html") faults.push(`${path}: home is ${home}`);
        if (kind === "home") continue;
        if (up[0] !== "index.html") faults.push(`${path}: the way up does not begin at home: ${up}`);
        if (!here) faults.push(`${path}: the way up does not end here`);
        // Each step stands on the way to the next, so that going up once is enough to go up again.
        up.forEach((step, n) => {
          const above = pages.get(step)?.up;
          if (!above) faults.push(`${path}: ${step} is no page`);
          else if (above.join() !== up.slice(0, n).join())
            faults.push(`${path}: the way to ${step} is ${above}, not ${up.slice(0, n)}`);
        });
        if (["report", "agency", "list"].includes(kind) && up.length < 2)
          faults.push(`${path}: nothing between it and home`);
      }
      none(faults);
    });

    test("reports of a series lead from one to the next", () => {
      const faults = group(reportsOf(site), (report) => `${report.agency} ${report.type}`).flatMap(
        ([series, reports]) =>
          brokenChain(
            series,
            reports.map((report) => pages.get(pageOf(report))),
            (page) => page.previous,
            (page) => page.next,
          ),
      );
      none(faults);
    });

    test("lists of a kind lead from one to the next, and so do the pages of each", () => {
      const lists = [...pages.values()].filter((page) => ["agency", "list", "index"].includes(page.kind));
      const isFirst = (page) => page.path.endsWith("index.html");
      const kind = (page) => (page.kind === "agency" ? "agencies" : page.path.split("/")[0]);
      const beside = group(
        lists.filter((page) => isFirst(page) && page.kind !== "index"),
        kind,
      );
      const long = group(lists, (page) => posix.dirname(page.path));
      none([
        ...beside.flatMap(([row, list]) =>
          brokenChain(
            row,
            list,
            (page) => page.previous,
            (page) => page.next,
          ),
        ),
        ...long.flatMap(([folder, list]) =>
          brokenChain(
            `${folder}, page by page`,
            list,
            (page) => page.pages.previous,
            (page) => page.pages.next,
          ),
        ),
      ]);
    });
  });
}

test("what is wrong with a row is noticed", () => {
  const row = (links) => links.map(([path, previous, next]) => ({ path, previous, next }));
  const faults = (links) =>
    brokenChain(
      "row",
      row(links),
      (page) => page.previous,
      (page) => page.next,
    ).length;
  assert.equal(
    faults([
      ["a", null, "b"],
      ["b", "a", "c"],
      ["c", "b", null],
    ]),
    0,
  );
  assert.ok(
    faults([
      ["a", null, "b"],
      ["b", "a", null],
      ["c", null, null],
    ]) > 0,
  );
  assert.ok(
    faults([
      ["a", null, "b"],
      ["b", null, null],
    ]) > 0,
  );
  assert.ok(
    faults([
      ["a", null, "x"],
      ["b", "a", null],
    ]) > 0,
  );
  assert.ok(
    faults([
      ["a", "b", "b"],
      ["b", "a", "a"],
    ]) > 0,
  );
});
