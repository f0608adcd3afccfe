// The engine in a real browser: it finds what the native search finds, and brings no more than it must.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

import { launch, openTab } from "./browser.mjs";
import { ask, openEngine } from "./engine.mjs";
import { host } from "./hosts.mjs";
import { build, buildFiles, none, project, sampleContent } from "./site.mjs";

const table = JSON.parse(readFileSync(join(project, "tests/queries/answers.json"), "utf8"));
const PAGE = "search/index.html";

let browser;
let site;
before(async () => {
  browser = await launch();
  site = build(sampleContent);
});
after(() => browser?.close());

/** Opens the search page on a host and the engine in it. */
async function visit(address, options) {
  const tab = await openTab(browser);
  await tab.page.goto(new URL(PAGE, address).href);
  tab.opened = await openEngine(tab.page, options);
  return tab;
}

/** A site of one agency whose reports hold much text, so that its index is many files. */
function manyFiles() {
  const files = {
    "archive.yaml": "title: A\ntypes: {notice: {name: N}}\nlanguage: en\n",
    "e/_index.md": "---\nname: E\n---\n",
  };
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let n = 0; n < 300; n += 1) {
    const word = () => String.fromCharCode(0x4e00 + random(3000));
    const paragraphs = Array.from({ length: 8 }, () => `${Array.from({ length: 90 }, word).join("")}公开信息。`);
    files[`e/${2000 + (n % 20)}-${n}.md`] =
      `---\ntype: notice\ntitle: 第${n}号\nperiod: ${2000 + (n % 20)}\npublished: 2021-02-03\n---\n${paragraphs.join("\n\n")}\n`;
  }
  return buildFiles(files);
}

/** How many reports the index of a site says it holds. */
const reportsOf = (folder) => JSON.parse(readFileSync(join(folder, "search-index/manifest.json"), "utf8")).reports;

/** Each range that was asked for, several of a file at once too. */
const rangesOf = (log) =>
  log.flatMap(({ path, range }) =>
    (range ?? "")
      .replace("bytes=", "")
      .split(",")
      .map((one) => `${path} ${one}`),
  );
const indexRequests = (log) => log.filter(({ path }) => /^search-index\/.*-\d+\.bin$/.test(path));

describe("the engine answers as the native search does", () => {
  for (const [name, options] of [
    ["over http", {}],
    ["from a folder on a disk", { disk: true }],
  ]) {
    test(name, async () => {
      const server = options.disk ? null : await host(site);
      const tab = await visit(server?.url ?? `${pathToFileURL(site)}/`, options);
      assert.equal(tab.opened.opened?.reports, reportsOf(site));
      for (const { query, by_date: byDate, answer, fault } of table) {
        const { answered, failed } = await ask(tab.page, query, { byDate, limit: 5 });
        assert.deepEqual(answered?.answer, answer, `${query} ${JSON.stringify(failed)}`);
        assert.deepEqual(failed && [failed.failure.code, failed.failure.at], fault, query);
      }
      none(tab.take());
      await tab.close();
      await server?.close();
    });
  }
});

describe("what is brought", () => {
  let large;
  before(() => {
    large = manyFiles();
    const files = readdirSync(join(large, "search-index")).filter((name) => /-\d+\.bin$/.test(name));
    assert.ok(files.length > 3, `an index of several files: ${files}`);
  });

  test("opening takes the engine, the manifest and one bundle", async () => {
    const server = await host(large);
    const tab = await visit(server.url);
    const paths = server.log.map(({ path }) => path.replace(/[0-9a-f]{12,}/, "HASH"));
    assert.deepEqual(paths.slice(paths.indexOf("assets/engine.HASH.js") + 1).sort(), [
      "search-index/HASH.bin",
      "search-index/manifest.json",
      "search/engine-HASH.bin",
    ]);
    await tab.close();
    await server.close();
  });

  test("a query takes at most three rounds, a round at once, and nothing is fetched twice", async () => {
    const server = await host(large, { delay: 400 });
    const tab = await visit(server.url);
    const before = server.log.length;
    const { answered } = await ask(tab.page, "公开信息");
    assert.equal(answered.answer.exact_total, 300);
    const asked = server.log.slice(before);
    assert.equal(rangesOf(asked).length, answered.explain.requests);
    assert.ok(asked.length < answered.explain.requests / 2, "ranges of a file come together");
    assert.ok(answered.explain.rounds.length <= 3, JSON.stringify(answered.explain.rounds));
    // Browsers open six connections to a host of HTTP/1.1.
    for (const round of answered.explain.rounds) {
      const of = [];
      while (rangesOf(of).length < round.requests) of.push(asked.shift());
      assert.equal(rangesOf(of).length, round.requests);
      assert.ok(of.every(({ status }) => status === 206));
      const six = of.slice(0, 6);
      const [last, first] = [Math.max(...six.map(({ start }) => start)), Math.min(...six.map(({ end }) => end))];
      assert.ok(last < first, `a round is asked for before any of it is answered: ${last} ${first}`);
    }
    for (const query of ["公开信息", "公开", '"公开信息"', "开信"]) await ask(tab.page, query);
    const ranges = rangesOf(indexRequests(server.log));
    assert.equal(new Set(ranges).size, ranges.length, "a range was fetched twice");
    none(tab.take());
    await tab.close();
    await server.close();
  });

  test("questions that were cancelled are not answered, and the bytes that they brought are kept", async () => {
    const server = await host(large, { delay: 30 });
    const tab = await visit(server.url);
    const answer = await tab.page.evaluate(async () => {
      const outdated = window.ask("公开信息");
      window.forgetAll();
      const last = window.ask("公开信息");
      const first = await Promise.race([outdated.then(() => "outdated"), last.then(() => "last")]);
      return { first, total: (await last).answered.answer.exact_total };
    });
    assert.deepEqual(answer, { first: "last", total: 300 });
    const ranges = rangesOf(indexRequests(server.log));
    assert.equal(new Set(ranges).size, ranges.length, "a range was fetched twice");
    await tab.close();
    await server.close();
  });

  for (const [name, options] of [
    ["a host that compresses what it can", { gzip: true }],
    ["a host that sends the file where several ranges are asked for", { several: "whole" }],
    ["a host that sends the first of several ranges alone", { several: "first" }],
    ["a host with ranges that does not say so", { ranges: "silent" }],
    ["a host without ranges", { ranges: false }],
    ["a host without ranges that compresses", { ranges: false, gzip: true }],
    ["a folder far below the root", { base: "/a/b%20c/公报/".replace("公报", encodeURIComponent("公报")) }],
  ]) {
    test(name, async () => {
      const base = options.base && decodeURIComponent(options.base);
      const server = await host(large, { ...options, ...(base && { base }) });
      const tab = await visit(new URL(encodeURI(base ?? "/"), server.url).href);
      for (const query of ["公开信息", "第7号", "公"]) {
        const { answered } = await ask(tab.page, query);
        assert.ok(answered.answer.exact_total > 0, query);
      }
      const files = indexRequests(server.log);
      if (options.ranges === false) {
        const paths = files.map(({ path }) => path);
        assert.equal(new Set(paths).size, paths.length, "a file was fetched twice");
        assert.ok(files.every(({ range }) => range === null));
      } else {
        const isWhole = ({ range }) => options.several === "whole" && range?.includes(",");
        assert.ok(files.every((file) => file.status === (isWhole(file) ? 200 : 206)));
        const ranges = files.map(({ path, range }) => `${path} ${range}`);
        assert.equal(new Set(ranges).size, ranges.length, "a range was fetched twice");
      }
      none(tab.take());
      await tab.close();
      await server.close();
    });
  }

  test("a host that promises ranges and sends whole files is believed once", async () => {
    const server = await host(large, { ranges: false });
    const tab = await openTab(browser);
    await tab.page.route("**/*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "accept-ranges": "bytes" } });
    });
    await tab.page.goto(new URL(PAGE, server.url).href);
    await openEngine(tab.page);
    await ask(tab.page, "第7号");
    const before = server.log.length;
    const { answered } = await ask(tab.page, "公开信息");
    assert.equal(answered.answer.exact_total, 300);
    const later = indexRequests(server.log.slice(before));
    assert.ok(later.length > 0 && later.every(({ range }) => range === null), "it is not believed again");
    const files = indexRequests(server.log).filter(({ range }) => range === null);
    assert.equal(new Set(files.map(({ path }) => path)).size, files.length, "a file was fetched twice");
    await tab.close();
    await server.close();
  });

  test("a later visit takes engine and bundle from the browser's cache", async () => {
    const server = await host(large, { cache: true });
    const tab = await visit(server.url);
    const before = server.log.length;
    await tab.page.reload();
    await openEngine(tab.page);
    const again = server.log.slice(before).map(({ path }) => path);
    assert.ok(again.includes("search-index/manifest.json"));
    assert.deepEqual(
      again.filter((path) => path.endsWith(".bin")),
      [],
    );
    await tab.close();
    await server.close();
  });

  test("an engine that the host has inflated is used as it is", async () => {
    const server = await host(large, {
      alter: (path, bytes) => (/engine-.*bin$/.test(path) ? gunzipSync(bytes) : bytes),
    });
    const tab = await visit(server.url);
    assert.equal(tab.opened.opened?.reports, 300);
    await tab.close();
    await server.close();
  });

  /** The engine's host with some of its text replaced, and all else as it is. */
  const changed = (from, to) => (path, bytes) => {
    if (!/^assets\/engine\..*js$/.test(path)) return bytes;
    assert.ok(bytes.includes(from), from);
    return Buffer.from(bytes.toString().replace(from, to));
  };

  test("a line that is slow is waited for, one that is dead is not", async () => {
    // Each answer takes longer than a silence may.
    const slow = (path) => (/^search(-index)?\//.test(path) && path !== PAGE ? 150 : 0);
    const server = await host(site, { slow, alter: changed("PATIENCE = 25_000", "PATIENCE = 600") });
    const tab = await visit(server.url);
    assert.equal(tab.opened.opened?.reports, reportsOf(site));
    const { answered } = await ask(tab.page, "行政复议");
    assert.ok(answered.answer.exact_total > 0);
    assert.ok((await tab.page.evaluate(() => window.pulses)) > 1, "it says again and again that something comes");
    none(tab.take());
    await tab.close();
    await server.close();
    const impatient = changed("PATIENCE = 25_000", "PATIENCE = 100");
    const dead = await host(site, {
      alter: (path, bytes) => (path.endsWith("manifest.json") ? "hang" : impatient(path, bytes)),
    });
    const other = await visit(dead.url);
    const { code, file } = other.opened.failed?.failure ?? {};
    assert.deepEqual([code, file?.split("/").pop()], ["network", "manifest.json"]);
    await other.close();
    await dead.close();
  });

  test("what came wrong once is asked for anew by the next question", async () => {
    const strange = Buffer.from("<html>Log in, please</html>");
    for (const [ranges, change] of [
      [true, (bytes) => Buffer.alloc(bytes.length, 7)],
      ["silent", () => strange],
      [false, (bytes) => Buffer.alloc(bytes.length, 7)],
      [false, () => strange],
    ]) {
      let left = 0;
      const alter = (path, bytes) =>
        /^search-index\/.*-\d+\.bin$/.test(path) && (left -= 1) >= 0 ? change(bytes) : bytes;
      const server = await host(site, { ranges, alter });
      const tab = await visit(server.url);
      left = 1;
      const { failed } = await ask(tab.page, "行政复议");
      assert.ok(failed, `${ranges}: nothing was wrong`);
      const { answered } = await ask(tab.page, "行政复议");
      assert.ok(answered?.answer.total > 0, `${ranges}: ${JSON.stringify(failed)}`);
      await tab.close();
      await server.close();
    }
  });

  test("an engine that is whole and does not compile is the browser's fault", async () => {
    const old = "const KEPT";
    const server = await host(site, {
      alter: changed(old, `WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("old"));\n${old}`),
    });
    const tab = await visit(server.url);
    assert.equal(tab.opened.failed?.failure.code, "unsupported");
    await tab.close();
    await server.close();
  });

  test("whole files are kept as far as there is room for them", async () => {
    const queries = ["公开信息", "第7号", "公", "第8号"];
    /** The files that each query takes from a host without ranges. */
    const taken = async (kept) => {
      const server = await host(large, { ranges: false, alter: changed("KEPT = 96 * 2 ** 20", `KEPT = ${kept}`) });
      const tab = await visit(server.url);
      const files = [];
      for (const query of queries) {
        const before = server.log.length;
        await ask(tab.page, query);
        const paths = indexRequests(server.log.slice(before)).map(({ path }) => path);
        files.push(paths);
      }
      await tab.close();
      await server.close();
      return files;
    };
    const all = await taken(96 * 2 ** 20);
    const names = new Set(all.flat());
    const bytes = (name) => readFileSync(join(large, name)).length;
    const sum = [...names].reduce((sum, name) => sum + bytes(name), 0);
    // Room for three quarters of their bytes: the one that was least wanted has to come again, and what goes for it.
    const again = (await taken(Math.floor(0.75 * sum))).flat().length - names.size;
    assert.ok(again >= 1 && again <= 3, `${again} files came again`);
    // Room for half of them: some come again, but not all that come where nothing is kept.
    const half = (await taken(Math.floor(sum / 2))).flat().length;
    const none = (await taken(0)).flat().length;
    assert.ok(
      half > names.size && half < none,
      `${names.size} files, with half of the room ${half}, with none ${none}`,
    );
    // Where nothing can be kept, they come again for each question that wants them.
    assert.ok(none > names.size + 2, `${none}`);
  });

  test("an index on another host", async () => {
    const far = await host(join(large, "search-index"), { origin: "*" });
    const near = await host(large, {
      alter: (path, bytes) => {
        if (path.startsWith("search-index/")) return null;
        if (path !== PAGE) return bytes;
        const page = bytes.toString("utf8").replace('data-index="../search-index/"', `data-index="${far.url}"`);
        return Buffer.from(page.replace("connect-src 'self'", `connect-src ${new URL(far.url).origin}`));
      },
    });
    const tab = await visit(near.url);
    const { answered } = await ask(tab.page, "公开信息");
    assert.equal(answered.answer.exact_total, 300);
    assert.ok(far.log.some(({ status }) => status === 206));
    none(tab.take());
    await tab.close();
    await near.close();
    await far.close();
  });
});

describe("an index that is not whole", () => {
  const MANIFEST = /search-index\/manifest\.json$/;
  const BUNDLE = /search-index\/[0-9a-f]+\.bin$/;
  const SEGMENT = /search-index\/[0-9a-f]+-\d+\.bin$/;
  const flipped = (bytes) => Buffer.from(bytes.map((byte, at) => (at % 97 === 50 ? byte ^ 0x55 : byte)));
  for (const [name, file, change, codes] of [
    ["no manifest", MANIFEST, () => null, ["missing"]],
    ["a manifest that is none", MANIFEST, () => Buffer.from("<html>"), ["damaged"]],
    [
      "a manifest that was altered",
      MANIFEST,
      (bytes) => Buffer.from(bytes.toString().replace(/"reports": (\d+)/, '"reports": 1$1')),
      ["altered", "unreadable"],
    ],
    [
      "a manifest of another version",
      MANIFEST,
      (bytes) => Buffer.from(bytes.toString().replace(/"format": \d+/, '"format": 99')),
      ["format"],
    ],
    [
      "a bundle name that leads elsewhere",
      MANIFEST,
      (bytes) => Buffer.from(bytes.toString().replace(/"name": "[0-9a-f]+\.bin"/, '"name": "../x.bin"')),
      ["damaged"],
    ],
    ["no bundle", BUNDLE, () => null, ["missing"]],
    ["a bundle that was cut", BUNDLE, (bytes) => bytes.subarray(0, bytes.length / 2), ["altered"]],
    ["a bundle that was altered", BUNDLE, flipped, ["altered"]],
    ["no segment", SEGMENT, () => null, ["missing"]],
    ["a segment that was cut", SEGMENT, (bytes) => bytes.subarray(0, 1000), ["length", "network"]],
    ["a segment that has grown", SEGMENT, (bytes) => Buffer.concat([bytes, bytes]), ["length"]],
    ["a segment that was altered", SEGMENT, flipped, ["unreadable", "damaged"]],
    // Only the lowest bit of one byte in so many: what can still be parsed is detected by the checksums.
    [
      "a segment of which little was altered",
      SEGMENT,
      (bytes) => Buffer.from(bytes.map((byte, at) => (at % 211 === 7 ? byte ^ 1 : byte))),
      ["unreadable", "damaged"],
    ],
    ["no engine", /engine-[0-9a-f]+\.bin$/, () => null, ["missing"]],
    ["an engine that is none", /engine-[0-9a-f]+\.bin$/, () => Buffer.from("no engine"), ["damaged"]],
  ]) {
    test(name, async () => {
      const server = await host(site, { alter: (path, bytes) => (file.test(path) ? change(bytes) : bytes) });
      const tab = await visit(server.url);
      const said = tab.opened.failed ? tab.opened : await ask(tab.page, "行政复议");
      assert.ok(codes.includes(said.failed?.failure.code), JSON.stringify(said).slice(0, 500));
      // It goes on hearing.
      if (!tab.opened.failed) assert.ok((await ask(tab.page, "-")).failed);
      await tab.close();
      await server.close();
    });
  }

  test("an archive that was published anew while the page was open is opened anew", async () => {
    const next = buildFiles({
      "archive.yaml": "title: A\ntypes: {notice: {name: N}}\n",
      "e/_index.md": "---\nname: E\n---\n",
      "e/2020.md": "---\ntype: notice\ntitle: 行政复议\nperiod: 2020\npublished: 2021-02-03\n---\n行政复议公报。\n",
    });
    let folder = site;
    const server = await host(() => folder);
    const tab = await visit(server.url);
    folder = next;
    // Also where several questions are under way.
    const said = await tab.page.evaluate(() =>
      Promise.all(["行政复议", "公报", "复议公报", "政府"].map((query) => window.ask(query))),
    );
    const totals = said.map(({ answered, failed }) => answered?.answer.exact_total ?? failed);
    assert.deepEqual(totals, [1, 1, 1, 0]);
    const again = await ask(tab.page, "行政");
    assert.equal(again.answered?.answer.exact_total, 1);
    await tab.close();
    await server.close();
  });
});
