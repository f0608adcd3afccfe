// A report on paper: A4, its text and facts, page numbers, and nothing that only a screen needs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { build, reportsOf, sampleContent, temporaryFolder } from "./site.mjs";

function poppler(program, ...args) {
  const run = spawnSync(program, args, { encoding: "utf8" });
  assert.ok(!run.error && run.status === 0, `${program} (Debian: apt-get install poppler-utils): ${run.error ?? run.stderr}`);
  return run.stdout;
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("print", () => {
  test("a report prints on A4 with its text and page numbers, without navigation", async () => {
    const site = build(sampleContent);
    const host = await serve(site);
    // Dark on the screen, black on white on paper.
    const tab = await openTab(browser, { colorScheme: "dark" });
    const longest = reportsOf(site).filter((r) => !r.withdrawn && r.attachments.length > 0)[0];
    await tab.page.goto(host.url + new URL(longest.url, "http://host/data/").pathname.slice(1));
    const navigation = await tab.page.locator(".masthead nav a").first().innerText();
    const paragraphs = await tab.page.locator(".text > p").allTextContents();
    const file = join(temporaryFolder(), "report.pdf");
    writeFileSync(file, await tab.page.pdf({ preferCSSPageSize: true }));
    await tab.page.emulateMedia({ media: "print", colorScheme: "dark" });
    const paper = await tab.page.evaluate(() => ({
      ink: getComputedStyle(document.querySelector(".text p")).color,
      ground: getComputedStyle(document.body).backgroundColor,
    }));
    await tab.close();
    await host.close();

    assert.match(poppler("pdfinfo", file), /Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/);
    const solid = (text) => text.replace(/\s+/g, "");
    const text = poppler("pdftotext", "-layout", file, "-");
    const pages = text.split("\f").length - 1;
    assert.ok(pages >= 2, `${pages} pages`);
    assert.ok(solid(text).includes(solid(longest.title)));
    assert.match(text, new RegExp(`^\\s*1\\s*/\\s*${pages}$`, "m"), "page numbers");
    assert.ok(paragraphs.length > 3);
    for (const paragraph of paragraphs) {
      // A page break may fall into a paragraph: its beginning is on one page.
      const start = solid(paragraph).slice(0, 12);
      assert.ok(solid(text).includes(start), `not on paper: ${start}`);
    }
    assert.ok(!text.includes(navigation), "navigation on paper");
    assert.deepEqual(paper, { ink: "rgb(0, 0, 0)", ground: "rgb(255, 255, 255)" });
  });
});
