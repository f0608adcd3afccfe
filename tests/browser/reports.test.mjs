// Without JavaScript every report is found from the front page by links alone and can be read, and every
// paragraph of its source stands in its page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none, pageOf, reportsOf, withoutReal } from "./site.mjs";
import { sites } from "./sites.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { name, skip, build } of sites) {
  describe(name, { skip }, () => {
    test("with JavaScript off, links lead from the front page to every report", async () => {
      const site = build();
      const host = await serve(site);
      const tab = await openTab(browser, { javaScriptEnabled: false });
      const found = new Map();
      const waiting = ["index.html"];
      const known = new Set(waiting);
      while (waiting.length > 0) {
        const path = waiting.shift();
        await tab.page.goto(host.url + path, { waitUntil: "domcontentloaded" });
        found.set(path, await tab.page.locator("main").innerText());
        for (const url of await tab.page.locator("a[href]").evaluateAll((links) => links.map((link) => link.href))) {
          const target = url.split("#")[0];
          if (!target.startsWith(host.url) || !target.endsWith(".html")) continue;
          const next = target.slice(host.url.length);
          if (!known.has(next)) waiting.push(next);
          known.add(next);
        }
      }
      await tab.close();
      await host.close();
      const reports = reportsOf(site);
      assert.ok(reports.length > 0);
      const faults = [];
      for (const report of reports) {
        const text = found.get(pageOf(report));
        if (text === undefined) faults.push(`${report.id}: never reached`);
        else if (!text.includes(report.title)) faults.push(`${report.id}: the title is not to be seen`);
      }
      none(faults);
    });
  });
}

describe("real reports", { skip: withoutReal() }, () => {
  test("every paragraph of the source stands in its page, word for word", async () => {
    const site = sites.find(({ name }) => name === "real reports").build();
    const host = await serve(site);
    const tab = await openTab(browser, { javaScriptEnabled: false });
    const faults = [];
    let paragraphs = 0;
    const reports = reportsOf(site);
    for (const report of reports) {
      await tab.page.goto(host.url + pageOf(report));
      // What a reader sees, by lines: a paragraph may not be torn apart nor run into the next.
      const lines = (await tab.page.locator("main").innerText()).split("\n").map((line) => line.trim());
      const seen = new Set(lines.filter((line) => line !== ""));
      const source = readFileSync(join(site, pageOf(report).replace(/index\.html$/, "index.md")), "utf8");
      const body = source.replace(/^---\n.*?\n---\n/s, "");
      for (const paragraph of body.split(/\n\s*\n/)) {
        const text = paragraph.trim();
        if (text === "") continue;
        paragraphs += 1;
        if (!seen.has(text)) faults.push(`${report.id}: ${text.slice(0, 60)}`);
      }
    }
    await tab.close();
    await host.close();
    assert.equal(reports.length, 5);
    assert.ok(paragraphs > 200, `${paragraphs} paragraphs`);
    none(faults);
  });
});
