// Every page of every site: what a head must say, links that lead somewhere, and in a real browser, below a
// path of a host and from the disk alike, no request beyond the site and no complaint.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none, pagesOf, redirectOf } from "./site.mjs";
import { sites } from "./sites.mjs";

/** What a page says of itself; runs in the page. Given HTML, of that without opening it. */
function facts(html) {
  const document = html === undefined ? window.document : new DOMParser().parseFromString(html, "text/html");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const policy = document.head.firstElementChild;
  return {
    headings: all("h1").length,
    language: document.documentElement.lang,
    title: document.title,
    searches: document.querySelector("[data-engine]") !== null,
    policy: policy?.matches("meta[http-equiv='Content-Security-Policy']") ? policy.content : null,
    inline: all("script:not([type='application/ld+json'], [type='application/json'], [src]), style, [style]").map(
      (e) => e.outerHTML,
    ),
    data: all("script[type='application/ld+json']").map((e) => e.textContent),
    handlers: all("*").flatMap((e) => e.getAttributeNames().filter((name) => name.startsWith("on"))),
    ids: all("[id]").map((e) => e.id),
    links: all("[href], [src], [action], [data], [srcset], [poster]").map((e) => ({
      element: e.localName,
      rel: e.getAttribute("rel"),
      url: ["href", "src", "action", "data", "srcset", "poster"].map((n) => e.getAttribute(n)).find((u) => u !== null),
    })),
    refresh: document.querySelector("meta[http-equiv=refresh]")?.content ?? null,
    // Set by the style sheet alone.
    styled: html !== undefined || getComputedStyle(document.querySelector(".skip")).position === "absolute",
  };
}

/** What is wrong with a page's facts taken alone. */
function faultsOf(page) {
  const faults = [];
  const want = (holds, text) => holds || faults.push(text);
  want(page.headings === 1, `${page.headings} h1`);
  want(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(page.language), `lang "${page.language}"`);
  want(page.title.trim() !== "", "no title");
  want(page.policy, "the policy is not the first element of the head");
  want(/(^|;)\s*default-src 'none'/.test(page.policy ?? ""), "the policy does not begin with nothing allowed");
  // Only the page that searches may compile the engine; script as text runs on none.
  const policy = (page.policy ?? "").replace(page.searches ? "'wasm-unsafe-eval'" : "", "");
  want(!/unsafe|\*|https?:|data:/.test(policy), `lax policy: ${page.policy}`);
  want(page.inline.length === 0, `inline script or style: ${page.inline.join(" ").slice(0, 200)}`);
  want(page.handlers.length === 0, `event handlers: ${page.handlers}`);
  want(page.styled, "the style sheet is not applied");
  want(new Set(page.ids).size === page.ids.length, "an id occurs twice");
  for (const data of page.data) want(JSON.parse(data)["@context"] === "https://schema.org", "JSON-LD without context");
  return faults;
}

/** Links that name something and that no browser follows on its own. */
const NAMES = ["canonical", "cite-as", "license", "schema.DC", "schema.DCTERMS", "type"];

/** What is wrong with the links of the page at `path`, given every page's facts. */
function deadLinks(site, path, pages) {
  const faults = [];
  const host = "http://host/a/b/";
  const { links, refresh } = pages.get(path);
  const urls = links.map((link) => ({ ...link }));
  if (refresh !== null) urls.push({ element: "meta", url: refresh.replace(/^0; url=/, "") });
  for (const { element, rel, url } of urls) {
    const mayLeave = element === "a" || (element === "link" && NAMES.includes(rel));
    if (/^[a-z][a-z0-9+.-]*:/i.test(url)) {
      if (!mayLeave || !/^(https?|mailto):/.test(url)) faults.push(`<${element}> to ${url}`);
      continue;
    }
    const target = new URL(url, host + path);
    if (url.startsWith("/") || !target.href.startsWith(host)) {
      faults.push(`leaves the site: ${url}`);
      continue;
    }
    const file = decodeURIComponent(target.pathname.slice(new URL(host).pathname.length));
    if (file === "" || file.endsWith("/") || !existsSync(join(site, file))) {
      faults.push(`no such file: ${url}`);
    } else if (target.hash !== "" && pages.has(file)) {
      const id = decodeURIComponent(target.hash.slice(1));
      if (!pages.get(file).ids.includes(id)) faults.push(`no such place: ${url}`);
    }
  }
  return faults;
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

let redirects = 0;

for (const { name, skip, build } of sites) {
  describe(name, { skip }, () => {
    let site;
    let host;
    const pages = new Map();
    before(async () => {
      site = build();
      host = await serve(site);
    });
    after(() => host?.close());

    for (const scheme of ["http", "file"]) {
      test(`every page opens over ${scheme} without complaint and asks for nothing beyond the site`, async () => {
        const tab = await openTab(browser);
        const root = scheme === "http" ? host.url : `${pathToFileURL(site)}/`;
        const faults = [];
        for (const path of pagesOf(site)) {
          // A redirect would be gone before it is looked at.
          const isRedirect = redirectOf(site, path) !== null;
          if (!isRedirect) await tab.page.goto(root + path, { waitUntil: "load" });
          const page = await tab.page.evaluate(facts, isRedirect ? readFileSync(join(site, path), "utf8") : undefined);
          pages.set(path, page);
          for (const fault of [...faultsOf(page), ...tab.take()]) faults.push(`${path}: ${fault}`);
        }
        for (const url of tab.requests.filter((url) => !url.startsWith(root))) faults.push(`request: ${url}`);
        await tab.close();
        none(faults);
      });
    }

    test("every link is relative and leads to a file and a place of the site", () => {
      assert.ok(pages.size > 10);
      const faults = [...pages.keys()].flatMap((path) =>
        deadLinks(site, path, pages).map((fault) => `${path}: ${fault}`),
      );
      none(faults);
    });

    test("every old address leads on to a page", async () => {
      const tab = await openTab(browser);
      for (const path of pagesOf(site)) {
        const target = redirectOf(site, path);
        if (target === null) continue;
        await tab.page.goto(host.url + path);
        await tab.page.waitForURL(host.url + target, { waitUntil: "load" });
        redirects += 1;
        none(tab.take());
      }
      await tab.close();
    });

    test("the host was asked for nothing that is not there", () => {
      const asked = host.requests.map((path) => path.replace("/mirror/archive/", ""));
      assert.ok(asked.length > 10);
      none(asked.filter((path) => !existsSync(join(site, path))));
    });
  });
}

test("some of these sites have old addresses", () => assert.ok(redirects > 3, `${redirects}`));
