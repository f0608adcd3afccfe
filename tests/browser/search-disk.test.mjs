// The search without a host, from a folder on a disk; and in Firefox.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { DESKTOP } from "./accessibility.mjs";
import { openTab } from "./browser.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { at, browser, host, inTab, PAGE, settled, site, truth } from "./search.mjs";
import { none } from "./site.mjs";

test("a folder on a disk is searched too, and results open", async () => {
  const tab = await openTab(browser, { viewport: DESKTOP });
  const { page } = tab;
  await page.goto(`${pathToFileURL(site)}/${at("行政复议")}`);
  await settled(page, truth("行政复议").total);
  await page.fill("#q", "听证");
  await page.press("#q", "Enter");
  await settled(page, truth("听证").total);
  await page.locator(".hits a.title").first().click();
  await page.locator(".report h1").waitFor();
  none(tab.take());
  await tab.close();
});

test("a folder without scripts for disks says how to search it", () =>
  inTab(null, async (page) => {
    const html = readFileSync(join(site, PAGE), "utf8").replace(/ data-disk="[^"]*"/, "");
    assert.ok(readdirSync(join(site, "search/disk")).length > 3);
    const address = `${pathToFileURL(site)}/${at("行政复议")}`;
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.goto(address);
    await page.locator("[role=alert]", { hasText: "python3 -m http.server" }).waitFor();
  }));

test("Firefox finds the same", { skip: withoutFirefox() }, async () => {
  const firefox = await launchFirefox();
  const tab = await openFirefoxTab(firefox);
  const { page } = tab;
  await page.goto(host.url + PAGE);
  await page.type("#q", "行政复议");
  const { total, hits } = truth("行政复议");
  await page.waitForFunction((n) => document.querySelector(".found h2")?.textContent.includes(`${n}份`), {}, total);
  assert.deepEqual(
    await page.$$eval(".hits a.title", (links) => links.map((link) => link.textContent)),
    hits.slice(0, 10).map(({ title }) => title),
  );
  await page.click(".hits p a");
  await page.waitForFunction(() => CSS.highlights?.get("found")?.size > 0);
  await page.goto(`${pathToFileURL(site)}/${at("听证")}`);
  await page.waitForFunction(
    (n) => document.querySelector(".found h2")?.textContent.includes(`${n}份`),
    {},
    truth("听证").total,
  );
  none(tab.take());
  await firefox.close();
});
