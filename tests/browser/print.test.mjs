// A report on paper: A4, its text and facts, page numbers, where its links lead, where and when it was
// published, and nothing that only a screen needs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none, pageOf, reportsOf, temporaryFolder } from "./site.mjs";
import { sites } from "./sites.mjs";
import { without } from "./skips.mjs";

const [sample, corners] = sites;

function poppler(program, ...args) {
  const run = spawnSync(program, args, { encoding: "utf8" });
  assert.ok(!run.error && run.status === 0, `${program}: ${run.error ?? run.stderr}`);
  return run.stdout;
}

const solid = (text) => text.replace(/\s+/g, "");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Prints the page at an address: {file, text, paper, tab}; the tab stays open. */
async function print(address) {
  // Dark on the screen, black on white on paper.
  const tab = await openTab(browser, { colorScheme: "dark" });
  await tab.page.goto(address);
  const file = join(temporaryFolder(), "report.pdf");
  writeFileSync(file, await tab.page.pdf({ preferCSSPageSize: true }));
  none(tab.take());
  return { file, text: poppler("pdftotext", "-layout", file, "-"), tab };
}

describe("print", { skip: without("pdftotext", "poppler-utils") }, () => {
  test("a report prints on A4 with its text, facts, links and page numbers, without navigation", async () => {
    const site = sample.build();
    const host = await serve(site);
    const report = reportsOf(site).find((r) => !r.withdrawn && r.attachments.length > 0);
    const address = host.url + pageOf(report);
    const { file, text, tab } = await print(address);
    const shown = await tab.page.evaluate(() => {
      const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent.trim());
      return {
        navigation: texts(".masthead nav a")[0],
        paragraphs: texts(".text > p"),
        cells: texts(".text td, .text th"),
        facts: texts(".catalogue dt, .catalogue dd"),
        attachments: texts(".attachments a, .attachments code"),
      };
    });
    await tab.page.emulateMedia({ media: "print", colorScheme: "dark" });
    const paper = await tab.page.evaluate(() => ({
      ink: getComputedStyle(document.querySelector(".text p")).color,
      ground: getComputedStyle(document.body).backgroundColor,
    }));
    await tab.close();
    await host.close();

    assert.match(poppler("pdfinfo", file), /Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/);
    const pages = text.split("\f").length - 1;
    assert.ok(pages >= 2, `${pages} pages`);
    for (let page = 1; page <= pages; page += 1)
      assert.match(text, new RegExp(`^\\s*${page}\\s*/\\s*${pages}$`, "m"), "page numbers");
    assert.ok(
      shown.paragraphs.length > 3 && shown.cells.length > 3 && shown.facts.length > 6 && shown.attachments.length > 1,
    );
    // A page break may fall into a paragraph: its beginning is on one page.
    const wanted = [
      report.title,
      ...shown.facts,
      ...shown.attachments,
      ...[...shown.paragraphs, ...shown.cells].map((t) => solid(t).slice(0, 12)),
    ];
    none(wanted.filter((words) => !solid(text).includes(solid(words))).map((words) => `not on paper: ${words}`));
    assert.ok(!text.includes(shown.navigation), "navigation on paper");
    assert.ok(!text.includes("阅读设置"), "settings on paper");
    assert.deepEqual(paper, { ink: "rgb(0, 0, 0)", ground: "rgb(255, 255, 255)" });
    // This archive does not know where it stands: paper says where it was printed.
    const foot = solid(text.slice(text.lastIndexOf("网址")));
    assert.ok(foot.includes(address), foot);
    assert.match(text, /^\s*发布日期\s*20\d\d年\d+月\d+日/m);
  });

  test("from the disk too, the address is where the page was opened, without the part", async () => {
    const site = sample.build();
    const address = pathToFileURL(join(site, pageOf(reportsOf(site)[0]))).href;
    const { text, tab } = await print(`${address}#1`);
    await tab.close();
    assert.ok(solid(text).includes(solid(address)));
    assert.ok(!solid(text).includes(`${solid(address)}#`));
  });

  test("the targets of links stand on paper, and the web address that the archive knows of itself", async () => {
    const site = corners.build();
    const host = await serve(site);
    const { text, tab } = await print(`${host.url}few/chinese/index.html`);
    await tab.close();
    await host.close();
    for (const address of [
      "https://archive.example/reports/few/chinese/",
      "https://example.org/elsewhere",
      "https://old.example/report.html",
    ]) {
      assert.ok(solid(text).includes(address), `${address}: ${text}`);
    }
    assert.ok(!text.includes(host.url), text);
  });
});
