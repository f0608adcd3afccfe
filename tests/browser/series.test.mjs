// A table that recurs is read without a script and on a telephone: from a report to its page, and from there to the
// tables of each period.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axe, overflow, PHONE, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { sites } from "./sites.mjs";

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(sites.find(({ name }) => name === "sample archive").build());
});
after(async () => {
  await browser?.close();
  await host?.close();
});

test("without a script, on a telephone, a report leads to its table by period and back", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false, viewport: PHONE });
  const { page } = tab;
  await page.goto(`${host.url}shili-yunlu/2021/index.html`);
  await page.locator('a[href*="/series/"]').first().click();
  await page.waitForURL(/\/series\/shili-yunlu\/annual-report\//);
  const periods = page.locator("thead th a");
  assert.deepEqual(await periods.allTextContents(), ["2020年", "2021年", "2022年"]);
  const row = page.locator("tbody:last-of-type tr", { hasText: "本年受理" });
  assert.deepEqual(await row.locator("td").allTextContents(), ["51", "63", "68"]);
  await periods.nth(1).click();
  await page.waitForURL(/\/shili-yunlu\/2021\/index\.html#/);
  const place = new URL(page.url()).hash.slice(1);
  assert.equal(await page.locator(`[id="${place}"]`).count(), 1);
  none(tab.take());
  await tab.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core has nothing to say of it in ${colorScheme}, and nothing sticks out`, async () => {
    const tab = await openTab(browser, { viewport: PHONE, colorScheme });
    const { page } = tab;
    await page.goto(`${host.url}series/shili-yunlu/index.html`);
    const address = await page.locator('main a[href*="annual-report/"]').first().getAttribute("href");
    for (const url of [page.url(), new URL(address, page.url()).href]) {
      await page.goto(url);
      await page.evaluate(axe);
      none([...(await page.evaluate(violations, TAGS)), ...(await page.evaluate(overflow))]);
    }
    await tab.close();
  });
}
