// The sites that the tests walk: {name, skip, build} of the sample archive, the tree of corner cases, small
// archives in other languages, the sample in the example theme and, where ../shared is, the real reports. Also how
// a few pages stand for all.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { corners } from "./corners.mjs";
import { many, matrix, provinces } from "./many.mjs";
import {
  build,
  buildFiles,
  exampleTheme,
  hasReal,
  pagesOf,
  project,
  realContent,
  redirectOf,
  sampleContent,
  withoutReal,
  writeTree,
} from "./site.mjs";

/** Where `npm test` has built the sites for all files of tests; a file that runs alone builds its own. */
const shared = process.env.GONGBAO_TEST_SITES;

/** A site as it was built for all, or built now to `folder`; `isThere` says whether it can be. */
function site(name, make, isThere = true) {
  const folder = shared && join(shared, name.replaceAll(" ", "-"));
  return {
    name,
    isThere,
    // Noted when it is asked for, since not every file of tests walks every site.
    get skip() {
      return !isThere && withoutReal();
    },
    build: () => (folder && existsSync(folder) ? folder : make(folder)),
  };
}

/** What a log records: a report, and a table beside it. */
const logged = {
  "archive.yaml": "title: 测试档案\ntypes: {list: 清单}\nbase_url: https://www.example.org/archive/\ntruth: true\n",
  "shili/_index.md": "---\nname: 示例市\n---\n",
  "shili/list/index.md":
    "---\ntitle: 示例市清单\ntype: list\nperiod: 2021\nattachments: [{file: a.csv, title: 清单}]\n---\n\n示例正文。\n",
  "shili/list/a.csv": "序号,件数\n1,2\n",
};

/**
 * Every site, with `skip` where it cannot be built. What the pages of the sample in other languages and
 * colours have in common with it is looked at there alone, see `alike`.
 */
export const sites = [
  site("sample archive", (to) => build(sampleContent, to)),
  site("corner cases", (to) => buildFiles(corners, to)),
  site("traditional Chinese", (to) => build(join(project, "tests/sites/traditional/content"), to)),
  site("English", (to) => build(join(project, "tests/sites/english/content"), to)),
  site("example theme", (to) => build(sampleContent, to, "--theme", exampleTheme)),
  site("real reports", (to) => build(realContent, to), hasReal),
];

/** Sites whose pages are made as those of the sample are: tests that take long leave them out. */
export const alike = new Set(["traditional Chinese", "English", "example theme"]);

/** Sites of which every page is read, but not in a browser: beside those above three large ones, and the smallest. */
export const readSites = [
  ...sites,
  site("many agencies", (to) => buildFiles(many, to)),
  site("many regions", (to) => buildFiles(provinces, to)),
  site("full matrix", (to) => buildFiles(matrix, to)),
  site("archive with a log", (to) => build(writeTree(logged), to, "--new-log")),
  site("small site", (to) => build(join(project, "tests/sites/small/content"), to)),
];

/**
 * The fewest pages that show between them every element with every class of every kind of page:
 * paths, redirects and the 404 page left out.
 */
export function representatives(site) {
  const shown = new Map();
  for (const path of pagesOf(site)) {
    if (redirectOf(site, path) !== null) continue;
    // Pages are valid HTML (html.test.mjs): ">" stands nowhere in a tag but at its end.
    const html = readFileSync(join(site, path), "utf8");
    const kind = /<body class="([^"]*)"/.exec(html)[1];
    const tags = html.slice(html.indexOf("<body")).matchAll(/<([a-z][a-z0-9]*)([^>]*)>/g);
    const traits = Array.from(tags, ([, name, rest]) => [kind, name, /\bclass="([^"]*)"/.exec(rest)?.[1]].join(" "));
    shown.set(path, new Set(traits));
  }
  const missing = new Set([...shown.values()].flatMap((traits) => [...traits]));
  const chosen = [];
  while (missing.size > 0) {
    const news = (path) => [...shown.get(path)].filter((trait) => missing.has(trait)).length;
    const best = [...shown.keys()].reduce((a, b) => (news(b) > news(a) ? b : a));
    for (const trait of shown.get(best)) missing.delete(trait);
    chosen.push(best);
  }
  return chosen.sort();
}
