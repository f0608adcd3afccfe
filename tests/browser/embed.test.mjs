// The search in a page of another site: one element of script, from another origin, in Chromium and in Firefox.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { axe, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { host as serveIndex } from "./hosts.mjs";
import { none } from "./site.mjs";
import { sites } from "./sites.mjs";

const QUERY = "行政复议";
let archive;
let around;
let page;

/** A page of another site, with a policy of its own. */
function other() {
  const server = createServer((request, response) => {
    const policy = `default-src 'none'; script-src ${archive.url}search/embed.js 'nonce-x'; frame-src ${archive.url}`;
    if (request.url === "/silent") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return response.end(`<iframe id="archive" src="${archive.url}search/embed.html"></iframe><iframe id="other"></iframe>
<script>addEventListener("message", ({ data }) => (window.heard ??= []).push(data));</script>`);
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
    return response.end(`<!DOCTYPE html><html lang="zh"><title>另一网站</title><h1>另一网站</h1>
<script src="${archive.url}search/embed.js" async></script><p>正文</p>
<script nonce="x">addEventListener("message", ({ data }) => (window.heard ??= []).push(data));</script></html>`);
  });
  server.unref();
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

before(async () => {
  archive = await serveIndex(sites[0].build(), { base: "/archive/" });
  around = await other();
  page = `http://127.0.0.1:${around.address().port}/page`;
});
after(async () => {
  around?.closeAllConnections();
  around?.close();
  await archive?.close();
});

/** Asks in the frame; works with both drivers. */
const ask = (query) => {
  const box = document.getElementById("q");
  box.focus();
  box.value = query;
  box.form.requestSubmit();
};
const facts = () => ({
  titles: document.querySelectorAll(".hits a.title").length,
  target: document.querySelector("base").target,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
});
/** Searches in the frame, which shows what it found. */
async function searched(frame) {
  await frame.waitForSelector("#q");
  await frame.waitForFunction(() => document.readyState === "complete");
  await frame.evaluate(() => document.getElementById("q").focus());
  await frame.waitForFunction(() => globalThis.gongbaoSearch?.go);
  await frame.evaluate(ask, QUERY);
  await frame.waitForSelector(".hits a.title");
  const { titles, target, wide } = await frame.evaluate(facts);
  assert.ok(titles > 0 && target === "_blank" && !wide, `${titles} ${target} ${wide}`);
}
const height = () => document.querySelector("iframe").getBoundingClientRect().height;

test("a page of another origin searches the archive in place, in Chromium", async () => {
  const browser = await launch();
  const tab = await openTab(browser);
  await tab.page.goto(page);
  const frame = await (await tab.page.waitForSelector("iframe[src$='search/embed.html']")).contentFrame();
  await searched(frame);
  // The frame is as high as what it shows.
  await tab.page.waitForFunction(() => document.querySelector("iframe").getBoundingClientRect().height > 500);
  const inside = await frame.evaluate(() => document.body.getBoundingClientRect().height);
  assert.ok(Math.abs((await tab.page.evaluate(height)) - inside) < 2);
  // Nothing but heights is told, and nothing that is typed.
  const heard = await tab.page.evaluate(() => window.heard);
  assert.ok(heard.length > 0 && heard.every((data) => Object.keys(data).sort().join() === "gongbao,height"));
  assert.deepEqual(await tab.page.context().cookies(), []);
  // A message of anybody else changes nothing.
  const before = await tab.page.evaluate(height);
  await tab.page.evaluate(() => postMessage({ gongbao: "height", height: 9000 }, "*"));
  await tab.page.waitForTimeout(200);
  assert.equal(await tab.page.evaluate(height), before);
  // A link opens beside the page.
  const [opened] = await Promise.all([tab.page.context().waitForEvent("page"), frame.click(".hits a.title")]);
  await opened.waitForLoadState();
  assert.ok(opened.url().startsWith(archive.url), opened.url());
  assert.equal(tab.page.url(), page);
  const alone = await openTab(browser);
  await alone.page.goto(`${archive.url}search/embed.html`);
  await alone.page.evaluate(axe);
  none(await alone.page.evaluate(violations, TAGS));
  none(alone.take());
  none(tab.take().filter((fault) => !/ERR_ABORTED/.test(fault)));
  await browser.close();
});

test("the frame tells nothing to who is not the page around it", async () => {
  const browser = await launch();
  const tab = await openTab(browser);
  // The page does not ask, but a frame beside the archive's does.
  await tab.page.goto(`${new URL(page).origin}/silent`);
  await tab.page.waitForFunction(() => document.readyState === "complete");
  await tab.page.evaluate(() => {
    const [own, other] = [document.getElementById("archive"), document.getElementById("other")];
    const script = other.contentDocument.createElement("script");
    script.textContent = `addEventListener("message", ({ data }) => (parent.told ??= []).push(data));
      parent.document.getElementById("archive").contentWindow.postMessage({ gongbao: "embed" }, "*");`;
    other.contentDocument.body.append(script);
    return own.src;
  });
  await tab.page.waitForTimeout(300);
  assert.deepEqual(await tab.page.evaluate(() => [window.heard ?? [], window.told ?? []]), [[], []]);
  // Once it asks, it is told.
  await tab.page.evaluate(() =>
    document.getElementById("archive").contentWindow.postMessage({ gongbao: "embed" }, "*"),
  );
  await tab.page.waitForFunction(() => window.heard?.some(({ gongbao }) => gongbao === "height"));
  await browser.close();
});

test("a page of another origin searches the archive in place, in Firefox", { skip: withoutFirefox() }, async () => {
  const browser = await launchFirefox();
  const tab = await openFirefoxTab(browser);
  await tab.page.goto(page);
  const element = await tab.page.waitForSelector("iframe");
  const frame = await element.contentFrame();
  await searched(frame);
  await tab.page.waitForFunction(() => document.querySelector("iframe").getBoundingClientRect().height > 500);
  await browser.close();
});
