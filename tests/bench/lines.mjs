// The browser's half of tests/bench/browser --lines: reads from standard input which site, lines and devices, prints how
// long a reader waits from the focus of a search box, who types for some seconds.

import { readFileSync } from "node:fs";
import { launch } from "../browser/browser.mjs";
import { host } from "../browser/hosts.mjs";

const { site, profiles, query, seconds } = JSON.parse(readFileSync(0, "utf8"));
/** Milliseconds after which nothing is waited for. */
const MOST = 60_000;
const PAGES = {
  search: { path: "search/index.html", results: ".found:not([aria-busy]) .hits > li", wanted: 10 },
  home: { path: "index.html", results: ".panel .hits > li", wanted: 1 },
};

/** Notes in the page when there are suggestions, and results to what was typed whole. */
const watch = ([results, wanted, query]) => {
  window.seen = { suggestions: null, results: null };
  const look = () => {
    const time = performance.now() - window.begun;
    if ([...document.querySelectorAll("[role=option]")].some((e) => e.checkVisibility()))
      window.seen.suggestions ??= time;
    const isWhole = document.querySelector("[name=q]").value === query;
    if (isWhole && document.querySelectorAll(results).length >= wanted) window.seen.results ??= time;
    requestAnimationFrame(look);
  };
  look();
};

async function measure(browser, server, profile, kind, cache) {
  const { path, results, wanted } = PAGES[kind];
  const context = await browser.newContext();
  const page = await context.newPage();
  if (cache === "engine") {
    const before = await context.newPage();
    await before.goto(`${server.url}search/index.html?q=${encodeURIComponent("信息公开")}`);
    await before.waitForSelector(".hits > li", { timeout: MOST });
    await before.waitForLoadState("networkidle");
    await before.close();
  }
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  await page.evaluate(watch, [results, wanted, query]);
  const sent = server.log.length;
  const first = performance.now();
  await page.evaluate(() => {
    window.begun = performance.now();
    document.querySelector("[name=q]").focus();
  });
  const characters = Array.from(query);
  const start = performance.now();
  for (const [n, character] of characters.entries()) {
    const at = (seconds * 1000 * (n + 1)) / characters.length;
    await new Promise((done) => setTimeout(done, Math.max(0, start + at - performance.now())));
    await page.keyboard.insertText(character);
  }
  await page.waitForFunction(() => window.seen.results !== null, null, { timeout: MOST }).catch(() => {});
  const seen = await page.evaluate(() => window.seen);
  if (process.env.TIMELINE)
    for (const { path, start, end, bytes } of server.log.slice(sent))
      process.stderr.write(`${(start - first).toFixed(0)} ${((end ?? NaN) - first).toFixed(0)} ${bytes} ${path}\n`);
  const bytes = server.log.slice(sent).reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  await context.close();
  return { ...seen, bytes };
}

const browser = await launch();
const rows = [];
for (const [name, profile] of Object.entries(profiles)) {
  const server = await host(site, { gzip: true, cache: true, line: profile });
  for (const kind of Object.keys(PAGES)) {
    for (const cache of ["empty", "engine"]) {
      rows.push({ profile: name, page: kind, cache, ...(await measure(browser, server, profile, kind, cache)) });
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
  }
  await server.close();
}
await browser.close();
process.stdout.write(JSON.stringify(rows));
