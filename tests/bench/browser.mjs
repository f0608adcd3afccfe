// The browser's half of tests/bench/browser: reads from standard input what to ask which sites, prints what each
// query cost. A browser of its own for each query; a host that counts.

import { readFileSync } from "node:fs";
import { launch } from "../browser/browser.mjs";
import { openEngine } from "../browser/engine.mjs";
import { host } from "../browser/hosts.mjs";

const { sites, queries, delay } = JSON.parse(readFileSync(0, "utf8"));
const ENGINE = /^search\/engine-|\/wasm\.|pagefind.*\.js$/;

/** Bytes and requests of what a host sent. */
const cost = (log) => ({ requests: log.length, bytes: log.reduce((sum, { bytes }) => sum + bytes, 0) });

/**
 * Rounds of what a page asked for, in the order in which it asked and was answered: whatever is asked for after
 * an answer to the round before belongs to the next.
 */
function roundsOf(events) {
  let rounds = 0;
  let open = new Set();
  let isAnswered = true;
  for (const { request, asked } of events) {
    if (asked && isAnswered) {
      rounds += 1;
      open = new Set();
      isAnswered = false;
    }
    if (asked) open.add(request);
    else if (open.has(request)) isAnswered = true;
  }
  return rounds;
}

/** Pagefind's own script, and the data of the ten results that a page shows; both give milliseconds. */
const pagefind = {
  page: "index.html",
  open: (page) =>
    page.evaluate(async () => {
      const start = performance.now();
      window.pagefind = await import(new URL("pagefind/pagefind.js", location.href).href);
      await window.pagefind.init();
      return performance.now() - start;
    }),
  ask: (page, query) =>
    page.evaluate(async (query) => {
      const start = performance.now();
      const { results } = await window.pagefind.search(query);
      await Promise.all(results.slice(0, 10).map((result) => result.data()));
      return performance.now() - start;
    }, query),
};

const gongbao = {
  page: "search/index.html",
  open: async (page) => {
    const { failed } = await openEngine(page);
    if (failed) throw new Error(JSON.stringify(failed));
    return page.evaluate(() => performance.getEntriesByName("opening").at(-1).duration);
  },
  ask: async (page, query) => {
    // The answer stays in the page, as that of Pagefind does.
    const [time, failed] = await page.evaluate(async (query) => {
      const start = performance.now();
      const { failed } = await window.ask(query);
      return [performance.now() - start, failed];
    }, query);
    if (failed) throw new Error(`${query}: ${JSON.stringify(failed)}`);
    return time;
  },
};

async function measure(browser, server, site, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const events = [];
  page.on("request", (request) => events.push({ request, asked: true }));
  for (const end of ["requestfinished", "requestfailed"])
    page.on(end, (request) => events.push({ request, asked: false }));
  await page.goto(new URL(site.page, server.url).href, { waitUntil: "networkidle" });
  // Times are taken in the page, so that the way to the browser and back does not count.
  const measured = async (work) => {
    const [sent, seen] = [server.log.length, events.length];
    const time = await work();
    return { log: server.log.slice(sent).filter(({ end }) => end), rounds: roundsOf(events.slice(seen)), time };
  };
  const opened = await measured(() => site.open(page));
  const cold = await measured(() => site.ask(page, query));
  const warm = await measured(() => site.ask(page, query));
  await context.close();
  return {
    fixed: cost(opened.log.filter(({ path }) => ENGINE.test(path))),
    opening: cost(opened.log.filter(({ path }) => !ENGINE.test(path))),
    query: { ...cost(cold.log), rounds: cold.rounds },
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
