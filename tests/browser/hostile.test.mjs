// Content by someone who means harm: whatever stands in a report, a title, a name or a file name, nothing
// of it runs, with the page's policy and, on a host that drops it, without.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openTab, save } from "./browser.mjs";
import { serve } from "./server.mjs";
import { buildFiles, filesBelow, gongbao, none, pagesOf, redirectOf, reportsOf, writeTree } from "./site.mjs";

/** Script that leaves its mark. */
const run = (n) => `window.ran=(window.ran||[]).concat(${n})`;

const bars = (script) => script.replaceAll("|", "\\|");

const TITLE = `</title></script><script>${run(1)}</script>"'><img src=x onerror="${run(2)}">`;
const NAME = `"><svg onload="${run(3)}"> '&amp; {{ site }} {% raw %}`;
const FILE = `a'b&c;{{e}} onclick=${"x"}.csv`;

/** Each stands in a body, on its own: what the program refuses may not hide what it lets through. */
const BODIES = {
  script: `<script>${run(10)}</script>`,
  "script in a paragraph": `text <script>${run(11)}</script> text`,
  "script cut in two": `<scr<script>ipt>${run(12)}</scr</script>ipt>`,
  "image handler": `<img src="https://example.org/x" onerror="${run(13)}">`,
  "image handler without quotes": `<img src=x onerror=${run(14)} `,
  "svg handler": `<svg><animate onbegin="${run(15)}" attributeName="x" dur="1s"></svg>`,
  "frame with a document": `<iframe srcdoc="&lt;script&gt;parent.ran=[16]&lt;/script&gt;"></iframe>`,
  "object and embed": `<object data="data:text/html,<script>parent.ran=[17]</script>"></object><embed src="data:text/html,x">`,
  "style element": `<style>@import "https://evil.example/x.css"; body { display: none }</style>`,
  "style attribute": `<p style="position:fixed;inset:0;background:url(https://evil.example/y)">x</p>`,
  "clobbered names": `<img name="getElementById" alt=""><form id="main"><input name="action"></form><a id="window" name="location">x</a>`,
  "base and refresh": `<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  "details with a handler": `<details open ontoggle="${run(18)}"><summary>x</summary></details>`,
  "mathml and comment": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run(19)}&gt;">`,
  "html in a code span": "`<script>" + run(20) + "</script>`",
  "html in a fence": '```html"><script>' + run(21) + "</script>\n<script>" + run(22) + "</script>\n```",
  // A bar that is no end of a cell is written with a backslash.
  "html in a table": `| a | b |\n|---|---|\n| <script>${bars(run(23))}</script> | <img src=x onerror=${bars(run(24))}> |`,
  "html in a heading": `# <script>${run(25)}</script> heading {#x onclick=${run(26)}}`,
  "html in an official number": `一、<img src=x onerror=${run(27)}>标题\n\n（一）<script>${run(28)}</script>。正文`,
  "html in a footnote": `text[^<script>]\n\n[^<script>]: <script>${run(29)}</script>`,
  "link title": `[x](https://example.org/ "\\" onmouseover=\\"${run(30)}")`,
  "picture text": `![\\" onerror=\\"${run(31)}](https://example.org/x.png)`,
  "entities in a link": `[x](https://example.org/&quot;onmouseover=&quot;${run(32)})`,
  template: `{{ "x" | safe }} {% include "base.html" %} {{ __tera_context }}`,
};

/** Links that no page may carry. */
const LINKS = [
  `[x](javascript:${run(40)})`,
  `[x](JaVaScRiPt:${run(41)})`,
  `[x](java&#x09;script:${run(42)})`,
  `[x](&#1;javascript:${run(43)})`,
  `<javascript:${run(44)}>`,
  `[x](data:text/html,<script>${run(45)}</script>)`,
  `[x](vbscript:x)`,
  `[x](file:///etc/passwd)`,
  `![x](data:image/svg+xml,<svg onload="${run(46)}"/>)`,
  `![x](https://evil.example/pixel.png)`,
  `<a href="javascript:${run(47)}">x</a>`,
  `<a href=" &#14; javascript:${run(48)}">x</a>`,
  `<a href="//evil.example/">x</a>`,
  `[x](//evil.example/)`,
  `[x][r]\n\n[r]: javascript:${run(49)}`,
];

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
const archive = `title: ${quote(TITLE)}
base_url: https://archive.example/reports/
description: ${quote(TITLE)}
notice: ${quote(TITLE)}
licence: ${quote(NAME)}
publisher: {name: ${quote(NAME)}, contact: ${quote(TITLE)}, corrections: ${quote(NAME)}}
site: {name: ${quote(NAME)}, domain: ${quote(NAME)}, id_code: ${quote(NAME)}, icp: ${quote(TITLE)}, police: ${quote(TITLE)}}
types:
  notice: {name: ${quote(NAME)}, genre: ${quote(NAME)}}
`;
const agency = `---\nname: ${quote(NAME)}\nother_names: [${quote(TITLE)}]\nregion: ${quote(NAME)}\n---\n\n<script>${run(50)}</script> about\n`;
const front = (fields) => `---\ntype: notice\nperiod: 2020\npublished: 2021-02-03\n${fields}\n---\n\n`;

const title = (n) => quote(`${TITLE} ${n}`);
const everyField = front(
  [
    `title: ${title("fields")}`,
    `index_number: ${quote(NAME)}`,
    `document_number: ${quote(NAME)}`,
    `topics: [${quote(NAME)}]`,
    `genre: ${quote(TITLE)}`,
    `keywords: [${quote(NAME)}, ${quote(TITLE)}]`,
    `summary: ${quote(TITLE)}`,
    `source: {name: ${quote(TITLE)}, url: "https://example.org/?a=%22%3E&b='onclick=x"}`,
    `status: {value: repealed, by: ${quote(TITLE)}}`,
    `revisions: [{date: 2021-01-01, note: ${quote(TITLE)}}]`,
    `attachments: [{file: ${quote(FILE)}, title: ${quote(TITLE)}}]`,
  ].join("\n"),
);

/** Attachments that would run in the archive's own origin if a browser opened them. */
const RUNNING = {
  "page.html": `<!DOCTYPE html><title>x</title><script>${run(70)};alert(1)</script>`,
  "page.HTM": `<script>${run(71)}</script>`,
  "page.xhtml": `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><script>${run(72)}</script></head><body/></html>`,
  "drawing.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="${run(73)}"><script>${run(74)}</script></svg>`,
  "data.xml": `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">${run(75)}</x:script>`,
  "archive.mhtml": "x",
  nothing: `<script>${run(76)}</script>`,
};
const running = Object.keys(RUNNING);

const files = {
  "archive.yaml": archive,
  "evil/running/index.md": `${front(`title: ${title("running")}\nattachments: [${running.map((name) => `{file: ${name}, title: ${quote(TITLE)}}`).join(", ")}]`)}${running.map((name) => `[open ${name}](${name})`).join("\n\n")}\n\n![drawn](drawing.svg)\n`,
  ...Object.fromEntries(running.map((name) => [`evil/running/${name}`, RUNNING[name]])),
  "evil/img src=x onerror=alert(1) ';&amp;`.md": `${front(`title: ${title("file name")}`)}text\n`,
  "evil/_index.md": agency,
  "evil/fields/index.md": `${everyField}text\n`,
  [`evil/fields/${FILE}`]: "a,b\n",
  "evil/back.md": `${front(`title: ${title("back")}\nwithdrawn: {date: 2021-01-01, reason: ${quote(TITLE)}, authority: ${quote(NAME)}}`)}x\n`,
};
Object.entries(BODIES).forEach(([what, body], n) => {
  files[`evil/body-${n}.md`] = `${front(`title: ${quote(what)}`)}${body}\n\nafter\n`;
});

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens every page, moves over everything, presses every link; what ran, and what was asked for. */
async function provoke(site, change, paths = pagesOf(site)) {
  const host = await serve(site, { change });
  const tab = await openTab(browser);
  const faults = [];
  tab.page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  for (const path of paths) {
    // An attachment is no page: that it is saved, not opened, is tested below.
    if (path.startsWith("evil/running/page") || redirectOf(site, path) !== null) continue;
    await tab.page.goto(host.url + path);
    const found = await tab.page.evaluate(() => {
      const all = [...document.querySelectorAll("*")];
      for (const element of all) {
        for (const type of ["mouseover", "focus", "click", "toggle", "begin", "error", "load"]) {
          const event = new Event(type, { bubbles: true, cancelable: true });
          // The page stays: what a link's own address would do is judged by the address.
          element.addEventListener(type, (e) => e.preventDefault(), { once: true });
          element.dispatchEvent(event);
        }
      }
      return {
        ran: window.ran ?? [],
        handlers: all.flatMap((e) => e.getAttributeNames().filter((n) => /^on|^style$|^srcdoc$/.test(n))),
        elements: all
          .filter((e) => !e.matches(".find, .search form"))
          .map((e) => e.localName)
          .filter((n) => ["iframe", "object", "embed", "base", "svg", "math", "style", "form"].includes(n)),
        scripts: [...document.scripts]
          .filter(
            (s) =>
              !["application/ld+json", "application/json"].includes(s.type) &&
              !/^(\.\.\/)*assets\/(settings|report|marks|cite|passage|read|filter|search|search-[a-z]+)\.[0-9a-f]+\.js$/.test(
                s.getAttribute("src") ?? "",
              ),
          )
          .map((s) => s.outerHTML),
        data: [...document.querySelectorAll("script[type='application/ld+json']")].map((s) => s.textContent),
        urls: [...document.querySelectorAll("[href], [src], [action], [data], [background], [formaction]")]
          .map((e) => e.href ?? e.src ?? e.action ?? e.data)
          .filter((url) => typeof url === "string" && !/^(https?|mailto):/i.test(url)),
        pictures: [...document.images].map((i) => i.src).filter((url) => !url.startsWith(location.origin)),
        visible: document.querySelector("h1").checkVisibility(),
      };
    });
    const want = (holds, text) => holds || faults.push(`${path}: ${text}`);
    want(found.ran.length === 0, `ran: ${found.ran}`);
    want(found.handlers.length === 0, `attributes: ${found.handlers}`);
    want(found.scripts.length === 0, `scripts: ${found.scripts}`);
    want(found.urls.length === 0, `addresses: ${found.urls}`);
    want(found.pictures.length === 0, `pictures from elsewhere: ${found.pictures}`);
    want(found.visible, "the title is not to be seen");
    // The box on the front page is the only form elsewhere.
    const elements = found.elements.filter((name) => name !== "form" || path !== "index.html");
    want(elements.length === 0, `elements: ${elements}`);
    for (const data of found.data)
      want(
        JSON.parse(data)["@graph"].every((node) => node["@type"]),
        "JSON-LD without type",
      );
    for (const fault of tab.take()) want(/status of 404/.test(fault), fault);
  }
  for (const url of tab.requests.filter((url) => !url.startsWith(host.url))) faults.push(`request: ${url}`);
  const missing = host.requests.filter((path) => !path.startsWith("/mirror/archive/"));
  for (const path of missing) faults.push(`asked for ${path}`);
  await tab.close();
  await host.close();
  return faults;
}

/** What a host sends that drops the policy. */
const withoutPolicy = (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");

describe("hostile content", () => {
  let site;
  before(() => {
    site = buildFiles(files);
  });

  test("nothing runs, and the policy has nothing to stop", async () => none(await provoke(site)));

  test("nothing runs on a host that drops the policy", async () => none(await provoke(site, withoutPolicy)));

  test("what would run is caught, so that the silence above means something", async () => {
    const traps = {
      "a handler": `<img src=x onerror="${run(60)}">`,
      "a script": `<script>${run(61)}</script>`,
      "an address": `<a href="javascript:${run(62)}">x</a>`,
      "a picture from elsewhere": '<img alt="" src="https://evil.example/pixel.png">',
      "a frame": '<iframe srcdoc="x"></iframe>',
    };
    const small = buildFiles({ "archive.yaml": "title: A\ntypes: {notice: {name: N}}\n" });
    for (const [what, trap] of Object.entries(traps)) {
      const faults = await provoke(small, (html) => withoutPolicy(html).replace("</main>", `${trap}</main>`), [
        "index.html",
      ]);
      assert.ok(faults.length > 0, `${what} was not noticed`);
    }
    const ran = await provoke(small, (html) => withoutPolicy(html).replace("</main>", `${traps["a script"]}</main>`), [
      "index.html",
    ]);
    assert.ok(
      ran.some((fault) => /ran: 61/.test(fault)),
      ran.join("\n"),
    );
    const stopped = await provoke(small, (html) => html.replace("</main>", `${traps["a script"]}</main>`), [
      "index.html",
    ]);
    assert.ok(
      stopped.some((fault) => /policy: script-src/.test(fault)) && !stopped.some((fault) => /: ran: /.test(fault)),
      stopped.join("\n"),
    );
  });

  test("titles and names are shown and published as they were written", async () => {
    const host = await serve(site);
    const tab = await openTab(browser);
    await tab.page.goto(`${host.url}evil/fields/index.html`);
    assert.equal(await tab.page.locator("h1").textContent(), `${TITLE} fields`);
    assert.ok((await tab.page.title()).startsWith(`${TITLE} fields`));
    const data = JSON.parse(await tab.page.locator("script[type='application/ld+json']").textContent());
    const report = data["@graph"].find((node) => node["@type"] === "Report");
    assert.equal(report.name, `${TITLE} fields`);
    assert.ok((await tab.page.locator("main").innerText()).includes(NAME));
    const attachment = tab.page.locator(".attachments a[download]");
    assert.ok(await save(tab.page, attachment));
    await tab.close();
    await host.close();
    assert.ok(reportsOf(site).some((report) => report.title === `${TITLE} fields`));
  });

  test("attachments that would run are saved, from the list and from the text, and a picture of one is still", async () => {
    const host = await serve(site);
    const tab = await openTab(browser);
    const address = `${host.url}evil/running/index.html`;
    await tab.page.goto(address);
    const links = await tab.page.locator("main .text a[href]:not(.sign), main .attachments a[href]").all();
    assert.equal(links.length, 2 * running.length);
    for (const link of links) {
      assert.ok(await save(tab.page, link));
      assert.equal(tab.page.url(), address);
    }
    assert.equal(await tab.page.evaluate(() => window.ran ?? null), null);
    none(tab.take());
    await tab.close();
    await host.close();
  });

  test("feeds and other XML are well formed, and open data is JSON", async () => {
    const tab = await openTab(browser);
    const faults = [];
    const made = filesBelow(site).filter((path) => !path.startsWith("evil/running/"));
    const read = (path) => readFileSync(join(site, path), "utf8");
    const xml = made.filter((path) => path.endsWith(".xml"));
    assert.ok(
      xml.some((path) => path.endsWith("feed.xml")),
      made.join(" "),
    );
    for (const path of xml) {
      const fault = await tab.page.evaluate(
        (text) =>
          new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")?.textContent ?? null,
        read(path),
      );
      if (fault !== null) faults.push(`${path}: ${fault}`);
    }
    for (const path of made.filter((path) => path.endsWith(".json"))) JSON.parse(read(path));
    await tab.close();
    none(faults);
  });

  test("links that do harm are refused or made harmless", async () => {
    const tree = {
      "archive.yaml": "title: A\ntypes: {notice: {name: N}}\n",
      "evil/_index.md": "---\nname: E\n---\n",
    };
    const fileOf = (n) => `evil/link-${n}.md`;
    LINKS.forEach((link, n) => (tree[fileOf(n)] = `${front(`title: T${n}`)}${link}\n`));
    // One run reports all refused links; the others are published and clicked.
    const { stdout, stderr } = gongbao("check", "--content", writeTree(tree), "--lang", "en");
    const errors = `${stdout}${stderr}`.split(/^(?=error\[|warning\[)/m).filter((text) => text.startsWith("error["));
    const refused = LINKS.map((_, n) => fileOf(n)).filter((file) => errors.some((text) => text.includes(`${file}:`)));
    assert.ok(refused.length < LINKS.length);
    for (const file of refused) delete tree[file];
    none(await provoke(buildFiles(tree), withoutPolicy));
  });
});
