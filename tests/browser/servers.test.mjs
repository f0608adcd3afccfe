// docs/nginx.conf and docs/Caddyfile in real servers, at the top of a host and below a path: what they say of each kind
// of file. Both say the same, and what `gongbao publish --list all` and `_headers` say, as far as those say something.
// Debian's nginx-light and caddy have all they need.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { has, start } from "./servers.mjs";
import { build, filesBelow, gongbao, writeTree } from "./site.mjs";
import { without } from "./skips.mjs";

const content = {
  "archive.yaml":
    "title: 测试档案\nlanguage: zh-Hans\nbase_url: https://archive.example.org/\ntruth: true\ntypes: {annual-report: 年度报告}\n",
  "shili/_index.md": "---\nname: 示例市\n---\n",
  "shili/2021/index.md":
    "---\ntitle: 年度报告\ntype: annual-report\nperiod: 2021\npublished: 2022-01-02\n" +
    "aliases: [old/2021.html, shili/2021.html]\n" +
    "attachments: [附件/page.html, a/b/c/page.xhtml, a/b/c/d/e/f/g/h/deep.XML, {file: 名单.csv, table: true}, tables/own/3.html, log/vkey, log/documents/page.html, 附件/x.tlog-proof, {file: gone.pdf, withdrawn: {reason: 有误}}]\n---\n\n一、情况\n\n文字。\n",
  "shili/2021/page.html": "<script>alert(1)</script>",
  // Called as what a log has, and no more than what they are.
  "shili/2021/log/vkey": "<script>alert(1)</script>",
  "shili/2021/log/documents/page.html": "<script>alert(1)</script>",
  "shili/2021/附件/x.tlog-proof": "<script>alert(1)</script>",
  "shili/2021/附件/page.html": "<script>alert(1)</script>",
  "shili/2021/a/b/c/page.xhtml": "<script>alert(1)</script>",
  "shili/2021/a/b/c/d/e/f/g/h/deep.XML": "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
  "shili/2021/page.html.old": "<script>alert(1)</script>",
  "shili/2021/data.rdf": "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
  "shili/2021/稿.docx": "PK",
  "shili/2021/2.HTML": "<script>alert(1)</script>",
  "shili/2021/图 一.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
  "shili/2021/表.csv": "a,b\n",
  "shili/2021/名单.csv": `名称,数量\n${Array.from({ length: 1200 }, (_, row) => `第${row}项,${row}\n`).join("")}`,
  "shili/2021/tables/own/3.html": "<script>alert(1)</script>",
  "shili/tables/2020/index.md":
    "---\ntitle: 年度报告（2020）\ntype: annual-report\nperiod: 2020\n---\n\n一、情况\n\n文字二。\n",
  "shili/tables/2020/2.html": "<script>alert(1)</script>",
  "shili/2021/文.pdf": "%PDF-1.4\n",
};

const KINDS = [
  { name: "nginx", debian: "nginx-light" },
  { name: "caddy", debian: "caddy" },
];

for (const { name, debian } of KINDS)
  for (const below of ["", "/sub/path"]) {
    const skip = without(name, debian, has[name]());
    describe(`${name} ${below || "/"}`, { skip }, () => servesAnArchive(name, below));
  }

function servesAnArchive(name, below) {
  let site;
  let server;
  before(async () => {
    site = build(writeTree(content), undefined, "--new-log");
    server = await start[name](site, below);
  });
  after(() => server?.stop());

  const ask = (path) => fetch(server.url + path, { redirect: "manual" });

  test("every kind of file has its type, in UTF-8 where it is text", async () => {
    const assets = filesBelow(site).filter((path) => path.startsWith("assets/"));
    const index = filesBelow(site).filter((path) => path.startsWith("search-index/"));
    const log = filesBelow(site).filter((path) => path.startsWith("log/"));
    const cases = [
      ["/", "text/html; charset=utf-8"],
      ["/shili/2021/", "text/html; charset=utf-8"],
      ["/shili/2021/index.md", "text/plain; charset=utf-8"],
      ["/shili/2021/index.txt", "text/plain; charset=utf-8"],
      ["/shili/2021/index.json", "application/json"],
      ["/shili/2021/表.csv", "text/csv; charset=utf-8"],
      ["/data/reports.csv", "text/csv; charset=utf-8"],
      ["/data/catalog.jsonld", "application/ld+json"],
      ["/data/archive.zip", "application/zip"],
      ["/feed.xml", "application/xml; charset=utf-8"],
      ["/shili/feed.xml", "application/xml; charset=utf-8"],
      ["/llms.txt", "text/plain; charset=utf-8"],
      ["/robots.txt", "text/plain; charset=utf-8"],
      ["/SHA256SUMS", "text/plain; charset=utf-8"],
      ["/log/checkpoint.unsigned", "text/plain; charset=utf-8"],
      [`/${log.find((path) => path.startsWith("log/documents/"))}`, "text/plain; charset=utf-8"],
      [`/${log.find((path) => path.startsWith("log/tile/0/"))}`, "application/octet-stream"],
      [`/${log.find((path) => path.startsWith("log/tile/entries/"))}`, "application/octet-stream"],
      [`/${assets.find((path) => path.endsWith(".css"))}`, "text/css; charset=utf-8"],
      [`/${assets.find((path) => path.endsWith(".svg"))}`, "image/svg+xml"],
      [`/${index.find((path) => path.endsWith(".bin"))}`, "application/octet-stream"],
    ];
    for (const [path, type] of cases) {
      const answer = await ask(path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers.get("content-type"), type, path);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(answer.headers.get("content-security-policy"), "frame-ancestors 'none'", path);
      assert.equal(answer.headers.get("content-disposition"), null, path);
    }
  });

  test("every file has the type and the time that the program says, and is saved where that says so", async () => {
    const listed = gongbao("publish", "--list", "all", "--from", site);
    assert.equal(listed.status, 0, listed.stderr);
    const lines = listed.stdout.trimEnd().split("\n");
    assert.equal(lines.length, filesBelow(site).length);
    let immutable = 0;
    for (const line of lines) {
      const [, type, time, disposition, path] = line.split("\t");
      const answer = await ask(`/${encodeURI(path)}`);
      assert.equal(answer.status, 200, `${path}: a mirror fetches what SHA256SUMS lists`);
      assert.equal(answer.headers.get("content-type"), type, path);
      assert.equal(answer.headers.get("cache-control"), time, path);
      assert.equal(answer.headers.get("content-disposition") ?? "-", disposition, path);
      immutable += time.includes("immutable");
    }
    assert.ok(immutable > 40, immutable);
  });

  test("the log is kept by browsers, and its head is asked for each time", async () => {
    const time = async (path) => (await ask(path)).headers.get("cache-control");
    assert.equal(await time("/log/checkpoint.unsigned"), "no-cache");
    for (const path of filesBelow(site).filter((path) => path.startsWith("log/tile/")))
      assert.equal(await time(`/${path}`), "public, max-age=31536000, immutable", path);
    for (const path of ["/shili/2021/1.tlog-proof", "/shili/2021/1.sha256", "/shili/2021/log/vkey"])
      assert.equal(await time(path), "public, max-age=300", path);
  });

  test("_headers says nothing else", async () => {
    let pattern;
    let seen = 0;
    for (const line of readFileSync(join(site, "_headers"), "utf8").split("\n")) {
      if (line.startsWith("/")) {
        const parts = line.split("*").map((part) => decodeURI(part).replace(/[.]/g, "\\."));
        pattern = new RegExp(`^${parts.join(".*")}$`);
        continue;
      }
      const [, name, value] = line.match(/^ {2}([A-Za-z-]+): (.*)$/) ?? [];
      // The rule for all is taken back for one page; what an attachment may do comes from two rules here.
      if (!name || name === "Content-Security-Policy") continue;
      for (const path of filesBelow(site).map((path) => `/${path}`)) {
        if (!pattern.test(path)) continue;
        const { headers } = await ask(encodeURI(path));
        assert.equal(headers.get(name), value, `${path}: ${name}`);
        seen++;
      }
    }
    assert.ok(seen > 200, seen);
  });

  test("attachments that a browser would run are saved, others shown", async () => {
    const saved = [
      "page.html",
      "附件/page.html",
      "a/b/c/page.xhtml",
      "a/b/c/d/e/f/g/h/deep.XML",
      "2.HTML",
      "图 一.svg",
      "log/vkey",
      "log/documents/page.html",
      "附件/x.tlog-proof",
    ];
    for (const name of [...saved, "page.html.old", "data.rdf", "稿.docx"]) {
      const { headers } = await ask(`/shili/2021/${encodeURI(name)}`);
      assert.equal(headers.get("content-disposition"), "attachment", name);
      const policy = "default-src 'none'; frame-ancestors 'none'; sandbox";
      assert.equal(headers.get("content-security-policy"), policy, name);
    }
    // Pages at old addresses lead on, in the folder of an agency too.
    for (const path of ["文.pdf", "index.html", "gone.pdf/", "../2021.html", "../../old/2021.html"]) {
      const { status, headers } = await ask(`/shili/2021/${encodeURI(path)}`);
      assert.equal(status, 200, path);
      assert.equal(headers.get("content-disposition"), null, path);
    }
  });

  test("pages of a table are pages, and files that are called like them are none", async () => {
    const pages = filesBelow(site).filter((path) => /^shili\/2021\/tables\/mingdan\/[0-9]+\.html$/.test(path));
    assert.ok(pages.length > 0, "the table has several pages");
    for (const path of pages) {
      const { headers } = await ask(`/${path}`);
      assert.equal(headers.get("content-disposition"), null, path);
      assert.equal(headers.get("content-security-policy"), "frame-ancestors 'none'", path);
    }
    for (const path of ["shili/2021/tables/own/3.html", "shili/tables/2020/2.html"]) {
      const { headers } = await ask(`/${path}`);
      assert.equal(headers.get("content-disposition"), "attachment", path);
    }
  });

  test("open data may be read from other sites, pages may not", async () => {
    const origins = async (path) => (await ask(path)).headers.get("access-control-allow-origin");
    const open = ["/data/reports.json", "/shili/2021/index.json", "/shili/2021/index.txt", "/llms.txt"];
    const proofs = ["/log/checkpoint.unsigned", "/shili/2021/1.tlog-proof", "/shili/2021/1.sha256"];
    for (const path of [...open, ...proofs, "/feed.xml", "/shili/feed.xml"])
      assert.equal(await origins(path), "*", path);
    for (const path of ["/", "/shili/2021/", "/shili/2021/index.md"]) assert.equal(await origins(path), null, path);
  });

  test("pages stand in no frame, but for the one that is made for it", async () => {
    const policy = async (path) => (await ask(path)).headers.get("content-security-policy");
    for (const path of ["/", "/search/index.html", "/follow/"])
      assert.equal(await policy(path), "frame-ancestors 'none'", path);
    assert.equal(await policy("/search/embed.html"), null);
  });

  test("404.html answers for missing files, and folders lead to their pages", async () => {
    writeFileSync(join(site, ".secret"), "secret");
    mkdirSync(join(site, "empty"));
    for (const path of ["/nothing", "/shili/2021/nothing.html", "/assets/nothing.css", "/.secret", "/empty/"]) {
      const answer = await ask(path);
      assert.equal(answer.status, 404, path);
      assert.ok((await answer.text()).includes("页面不存在"), path);
      assert.equal(answer.headers.get("cache-control"), null, path);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
    }
    const answer = await ask("/shili/2021");
    assert.ok([301, 308].includes(answer.status), answer.status);
    assert.equal(answer.headers.get("location"), `${below}/shili/2021/`);
    if (!below) return;
    const top = await ask("");
    assert.equal(top.status, 301);
    assert.equal(top.headers.get("location"), `${below}/`);
  });

  test("an address with a query of a thousand characters is answered", async () => {
    const query = encodeURIComponent("政".repeat(1000));
    assert.ok(query.length > 8192);
    assert.equal((await ask(`/search/index.html?q=${query}`)).status, 200);
  });
}
