// The browser's half of tests/bench/browser: reads from standard input what to ask which sites, prints what each
// query cost. A browser of its own for each query; a host that counts.

import { readFileSync } from "node:fs";
import { launch } from "../browser/browser.mjs";
import { ask, openEngine } from "../browser/engine.mjs";
import { host } from "../browser/hosts.mjs";

const { sites, queries, delay } = JSON.parse(readFileSync(0, "utf8"));
const ENGINE = /^search\/engine-|\/wasm\.|pagefind.*\.js$/;

/** Bytes, requests and rounds of what a host sent. */
function cost(log) {
  let rounds = 0;
  let ended = -1;
  for (const { start, end } of [...log].sort((a, b) => a.start - b.start)) {
    if (start >= ended) {
      rounds += 1;
      ended = end;
    } else ended = Math.min(ended, end);
  }
  return { requests: log.length, rounds, bytes: log.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Pagefind's own script, and the data of the ten results that a page shows. */
const pagefind = {
  page: "index.html",
  open: (page) =>
    page.evaluate(async () => {
      window.pagefind = await import(new URL("pagefind/pagefind.js", location.href).href);
      await window.pagefind.init();
    }),
  ask: (page, query) =>
    page.evaluate(async (query) => {
      const { results } = await window.pagefind.search(query);
      await Promise.all(results.slice(0, 10).map((result) => result.data()));
    }, query),
};

const gongbao = {
  page: "search/index.html",
  open: async (page) => {
    const { failed } = await openEngine(page);
    if (failed) throw new Error(JSON.stringify(failed));
  },
  ask: async (page, query) => {
    const { answered, failed } = await ask(page, query);
    if (failed) throw new Error(`${query}: ${JSON.stringify(failed)}`);
    return answered.explain.rounds.length;
  },
};

async function measure(browser, server, site, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(new URL(site.page, server.url).href, { waitUntil: "networkidle" });
  // Performance in the page, so that the way to the browser and back does not count.
  const timed = async (work) => {
    const before = server.log.length;
    const start = performance.now();
    const rounds = await work();
    return { rounds, log: server.log.slice(before).filter(({ end }) => end), time: performance.now() - start };
  };
  const opened = await timed(() => site.open(page));
  const cold = await timed(() => site.ask(page, query));
  const warm = await timed(() => site.ask(page, query));
  await context.close();
  return {
    fixed: cost(opened.log.filter(({ path }) => ENGINE.test(path))),
    opening: cost(opened.log.filter(({ path }) => !ENGINE.test(path))),
    query: { ...cost(cold.log), ...(cold.rounds !== undefined && { rounds: cold.rounds }) },
    again: cost(warm.log),
    ready: opened.time,
    cold: cold.time,
    warm: warm.time,
  };
}

const browser = await launch();
const measured = {};
for (const [name, folder] of Object.entries(sites)) {
  const server = await host(folder, { gzip: true, delay });
  measured[name] = [];
  for (const query of queries) {
    measured[name].push(await measure(browser, server, name === "Pagefind" ? pagefind : gongbao, query));
  }
  await server.close();
}
await browser.close();
process.stdout.write(JSON.stringify(measured));
