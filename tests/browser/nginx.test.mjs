// docs/nginx.conf, in a real nginx: what it says of each kind of file. Debian's nginx-light has all it needs.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { until } from "./browser.mjs";
import { buildFiles, filesBelow, project, temporaryFolder } from "./site.mjs";
import { without } from "./skips.mjs";

// Debian has it where only root looks for programs.
const program = existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
const skip = without("nginx", "nginx-light", !spawnSync(program, ["-v"]).error);

const content = {
  "archive.yaml": "title: 测试档案\nlanguage: zh-Hans\ntypes: {annual-report: 年度报告}\n",
  "shili/_index.md": "---\nname: 示例市\n---\n",
  "shili/2021/index.md":
    "---\ntitle: 年度报告\ntype: annual-report\nperiod: 2021\npublished: 2022-01-02\n" +
    "aliases: [old/2021.html, shili/2021.html]\n" +
    "attachments: [附件/page.html, a/b/c/page.xhtml, a/b/c/d/e/f/g/h/deep.XML, {file: gone.pdf, withdrawn: {reason: 有误}}]\n---\n\n一、情况\n\n文字。\n",
  "shili/2021/page.html": "<script>alert(1)</script>",
  "shili/2021/附件/page.html": "<script>alert(1)</script>",
  "shili/2021/a/b/c/page.xhtml": "<script>alert(1)</script>",
  "shili/2021/a/b/c/d/e/f/g/h/deep.XML": "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
  "shili/2021/page.html.old": "<script>alert(1)</script>",
  "shili/2021/data.rdf": "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
  "shili/2021/稿.docx": "PK",
  "shili/2021/2.HTML": "<script>alert(1)</script>",
  "shili/2021/图 一.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
  "shili/2021/表.csv": "a,b\n",
  "shili/2021/文.pdf": "%PDF-1.4\n",
};

let site;
let url;
let stop = () => {};

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

before(async () => {
  if (skip) return;
  site = buildFiles(content);
  const folder = temporaryFolder();
  const port = await freePort();
  let text = readFileSync(join(project, "docs/nginx.conf"), "utf8");
  const replace = (from, to) => {
    assert.ok(text.includes(from), `docs/nginx.conf has no "${from}"`);
    text = text.replace(from, to);
  };
  replace("listen 80;", `listen 127.0.0.1:${port};`);
  replace("root /srv/gongbao/public;", `root "${site}";`);
  // A user other than root may not write to the system's folders.
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => {
    mkdirSync(join(folder, name));
    return `${name}_temp_path "${join(folder, name)}";`;
  });
  replace("http {\n", `http {\n${own.join("\n")}\n`);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, text);
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const directives = (level) => `${user} pid ${join(folder, "pid")}; error_log stderr ${level};`;
  const options = ["-p", folder, "-c", file, "-e", "stderr"];
  const checked = spawnSync(program, ["-t", ...options, "-g", directives("warn")], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stderr);
  assert.ok(!/\[(warn|error|emerg)\]/.test(checked.stderr), checked.stderr);
  // What is not found is no fault of the server.
  const running = `${directives("crit")} daemon off;`;
  const server = spawn(program, [...options, "-g", running], { stdio: "inherit" });
  stop = () => server.kill("SIGTERM");
  process.on("exit", stop);
  url = `http://127.0.0.1:${port}`;
  // Another program may have taken the port in the meantime: the one that answers must be nginx.
  await until(async () => {
    assert.equal(server.exitCode, null, "nginx has ended");
    const answer = await fetch(url).catch(() => null);
    return answer?.headers.get("server")?.startsWith("nginx");
  }, "nginx answers");
});
after(() => stop());

const ask = (path) => fetch(url + path, { redirect: "manual" });

test("every kind of file has its type, in UTF-8 where it is text", { skip }, async () => {
  const assets = filesBelow(site).filter((path) => path.startsWith("assets/"));
  const index = filesBelow(site).filter((path) => path.startsWith("search-index/"));
  const cases = [
    ["/", "text/html; charset=utf-8"],
    ["/shili/2021/", "text/html; charset=utf-8"],
    ["/shili/2021/index.md", "text/plain; charset=utf-8"],
    ["/shili/2021/index.json", "application/json"],
    ["/shili/2021/表.csv", "text/csv; charset=utf-8"],
    ["/data/reports.csv", "text/csv; charset=utf-8"],
    ["/data/catalog.jsonld", "application/ld+json"],
    ["/data/archive.zip", "application/zip"],
    ["/feed.xml", "text/xml; charset=utf-8"],
    ["/shili/feed.xml", "text/xml; charset=utf-8"],
    ["/robots.txt", "text/plain; charset=utf-8"],
    ["/SHA256SUMS", "text/plain; charset=utf-8"],
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

test("scripts have one of the two types that scripts have had", { skip }, async () => {
  const script = filesBelow(site).find((path) => path.startsWith("assets/") && path.endsWith(".js"));
  const type = (await ask(`/${script}`)).headers.get("content-type");
  assert.match(type, /^(text|application)\/javascript; charset=utf-8$/);
});

test("hashed names are kept for ever, all else for minutes", { skip }, async () => {
  const isHashed = (path) =>
    path.startsWith("assets/") ||
    (path.startsWith("search-index/") && path.endsWith(".bin")) ||
    /^search\/(engine-[0-9a-f]+\.bin|names-[0-9a-f]+\/\d+\.js|words-[0-9a-f]+\.js|disk\/.*\.bin\.js)$/.test(path);
  for (const path of filesBelow(site)) {
    const answer = await ask(`/${encodeURI(path)}`);
    assert.equal(answer.status, 200, `${path}: a mirror fetches what SHA256SUMS lists`);
    const wanted = isHashed(path) ? "public, max-age=31536000, immutable" : "public, max-age=300";
    assert.equal(answer.headers.get("cache-control"), wanted, path);
  }
});

test("attachments that a browser would run are saved, others shown", { skip }, async () => {
  const saved = ["page.html", "附件/page.html", "a/b/c/page.xhtml", "a/b/c/d/e/f/g/h/deep.XML", "2.HTML", "图 一.svg"];
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

test("open data may be read from other sites, pages may not", { skip }, async () => {
  const origins = async (path) => (await ask(path)).headers.get("access-control-allow-origin");
  for (const path of ["/data/reports.json", "/shili/2021/index.json", "/feed.xml", "/shili/feed.xml"]) {
    assert.equal(await origins(path), "*", path);
  }
  for (const path of ["/", "/shili/2021/", "/shili/2021/index.md"]) assert.equal(await origins(path), null, path);
});

test("pages stand in no frame, but for the one that is made for it", { skip }, async () => {
  const policy = async (path) => (await ask(path)).headers.get("content-security-policy");
  for (const path of ["/", "/search/index.html", "/follow/"])
    assert.equal(await policy(path), "frame-ancestors 'none'", path);
  assert.equal(await policy("/search/embed.html"), null);
});

test("404.html answers for missing files, and folders lead to their pages", { skip }, async () => {
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
  assert.equal(answer.status, 301);
  assert.equal(answer.headers.get("location"), "/shili/2021/");
});

test("an address with a query of a thousand characters is answered", { skip }, async () => {
  const query = encodeURIComponent("政".repeat(1000));
  assert.ok(query.length > 8192);
  assert.equal((await ask(`/search/index.html?q=${query}`)).status, 200);
});
