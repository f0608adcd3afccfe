// The contents list follows the reader, and is a plain list without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { sites } from "./sites.mjs";

const REPORT = "chongchuan/2019/index.html";

let browser;
let host;
before(async () => {
  browser = await launch();
  host = await serve(sites[0].build());
});
after(async () => {
  await host?.close();
  await browser?.close();
});

test("the part being read is marked in the contents list, one at a time, and in sight", async () => {
  const tab = await openTab(browser, { viewport: { width: 1440, height: 500 } });
  const { page } = tab;
  await page.goto(host.url + REPORT);
  const marked = page.locator(".contents [aria-current]");
  assert.equal(await marked.count(), 0);
  for (const anchor of ["2", "3-3", "4", "1"]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView(), anchor);
    await page.locator(`.contents a[href="#${anchor}"][aria-current]`).waitFor();
    assert.equal(await marked.count(), 1);
    const isInSight = await marked.evaluate((link) => {
      const [box, place] = [link.closest(".contents"), link].map((e) => e.getBoundingClientRect());
      return place.top >= box.top - 1 && place.bottom <= box.bottom + 1;
    });
    assert.ok(isInSight, anchor);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => !document.querySelector(".contents [aria-current]"));
  none(tab.take());
  await tab.close();
});

test("without JavaScript the list leads to the parts", async () => {
  const tab = await openTab(browser, { javaScriptEnabled: false, viewport: { width: 1440, height: 500 } });
  await tab.page.goto(host.url + REPORT);
  await tab.page.locator('.contents a[href="#4"]').click();
  assert.ok(tab.page.url().endsWith("#4"));
  await tab.close();
});
