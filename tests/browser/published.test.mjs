// The published folder as a host, a mirror and a sceptic see it: checksums, attachments, what must not be
// there, old addresses, the 404 page.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openTab, save, until } from "./browser.mjs";
import { corners, DRAFT, WITHDRAWN, WITHDRAWN_FILE } from "./corners.mjs";
import { serve } from "./server.mjs";
import { buildFiles, filesBelow, gongbao, none, reportsOf } from "./site.mjs";
import { sites } from "./sites.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { name, skip, build } of sites) {
  describe(name, { skip }, () => {
    let site;
    let host;
    before(async () => {
      site = build();
      host = await serve(site);
    });
    after(() => host?.close());

    test("sha256sum finds every file as it was published, and none that is not listed", () => {
      const check = spawnSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], {
        cwd: site,
        encoding: "utf8",
      });
      assert.equal(check.status, 0, `${check.stdout}${check.stderr}`);
      const lines = readFileSync(join(site, "SHA256SUMS"), "utf8").trimEnd().split("\n");
      const listed = lines.map((line) => line.slice(66));
      assert.deepEqual(
        listed.toSorted(),
        filesBelow(site)
          .filter((path) => path !== "SHA256SUMS")
          .toSorted(),
      );
    });

    for (const path of ["missing.html", "no/such/page/at/any/depth.html", "years/1066/"]) {
      test(`the 404 page stands at ${path}, in its own style, and leads into the archive`, async () => {
        const tab = await openTab(browser);
        const asked = host.requests.length;
        const response = await tab.page.goto(host.url + path);
        assert.equal(response.status(), 404);
        // The style sheet of its own gives the body a width; nothing else does.
        const page = await tab.page.evaluate(() => ({
          text: document.querySelector("h1").textContent,
          margin: getComputedStyle(document.body).margin,
          styled: document.styleSheets.length === 1 && document.styleSheets[0].ownerNode.localName === "style",
          // A relative link would lead elsewhere at each depth.
          relative: [...document.querySelectorAll("[href], [src]")]
            .map((e) => e.getAttribute("href") ?? e.getAttribute("src"))
            .filter((url) => !/^https?:/.test(url)),
        }));
        assert.ok(page.text.trim());
        assert.ok(page.styled && page.margin !== "8px", `unstyled: ${page.margin}`);
        assert.deepEqual(page.relative, []);
        // Wherever the archive stands: its script looks for it from the folder of the address upwards.
        await tab.page.waitForSelector("main a[href]", { state: "visible" });
        await until(
          async () => (await tab.page.locator("main a").first().getAttribute("href"))?.startsWith(host.url),
          path,
        );
        const links = await tab.page.locator("main a").evaluateAll((all) => all.map((link) => link.href));
        assert.equal(links.length, 3);
        for (const link of links) assert.equal((await tab.page.request.get(link)).status(), 200, link);
        assert.equal(await tab.page.locator(".by-hand").count(), 0);
        none(tab.take().filter((fault) => !/status of 404/.test(fault)));
        const looked = host.requests.slice(asked + 1).filter((url) => !url.endsWith(".html"));
        assert.ok(
          looked.every((url) => /assets\/icon\.[0-9a-f]+\.svg$/.test(url)),
          looked.join(" "),
        );
        await tab.close();
      });

      test(`without script the 404 page at ${path} says what to do`, async () => {
        const tab = await openTab(browser, { javaScriptEnabled: false });
        const asked = host.requests.length;
        await tab.page.goto(host.url + path);
        const links = await tab.page.locator("main a[href]").count();
        if (links === 0) assert.match(await tab.page.locator(".by-hand").textContent(), /删去|Shorten|刪去/);
        assert.equal(host.requests.length - asked, 1);
        await tab.close();
      });
    }

    test("attachments and source texts are downloaded byte for byte", async () => {
      const tab = await openTab(browser, { acceptDownloads: true });
      const faults = [];
      for (const report of reportsOf(site).slice(0, 40)) {
        const path = new URL(report.url, "http://host/data/").pathname.slice(1);
        await tab.page.goto(host.url + path);
        const links = await tab.page.locator("a[download]").all();
        if (!report.withdrawn && links.length < 1) faults.push(`${path}: nothing to download`);
        for (const link of links) {
          const target = new URL(await link.getAttribute("href"), `http://host/${path}`).pathname.slice(1);
          const got = readFileSync(await save(tab.page, link));
          if (!got.equals(readFileSync(join(site, decodeURIComponent(target)))))
            faults.push(`${path}: ${target} differs`);
        }
      }
      await tab.close();
      none(faults);
    });
  });
}

describe("what must not be published", () => {
  const site = buildFiles(corners);

  for (const [what, text] of Object.entries({
    "the text of a withdrawn report": WITHDRAWN,
    "the attachment of a withdrawn report": WITHDRAWN_FILE,
    "the text of a draft": DRAFT,
  })) {
    test(`${what} stands in no file and is not found`, () => {
      none(filesBelow(site).filter((path) => readFileSync(join(site, path)).includes(text)));
      // The index is compressed: what it holds is asked of the search.
      const search = (query) => gongbao("search", "--index", join(site, "search-index"), "--format", "json", query);
      assert.equal(JSON.parse(search(`"${text}"`).stdout).total, 0);
      assert.equal(JSON.parse(search('"Body of notice 42"').stdout).total, 1);
    });
  }

  test("a draft has no page", () => {
    assert.ok(corners["few/draft.md"].includes(DRAFT));
    none(filesBelow(site).filter((path) => path.startsWith("few/draft")));
    none(
      reportsOf(site)
        .filter((report) => report.id === "few/draft")
        .map((report) => report.id),
    );
  });

  test("old addresses of any form lead on", async () => {
    const host = await serve(site);
    const tab = await openTab(browser);
    for (const [old, now] of [
      ["old/report.html", "few/chinese/index.html"],
      ["old-bureau/index.html", "many/index.html"],
    ]) {
      await tab.page.goto(host.url + old);
      await tab.page.waitForURL(host.url + now);
    }
    await tab.close();
    await host.close();
  });
});
