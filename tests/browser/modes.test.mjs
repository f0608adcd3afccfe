// Everyone can read the pages as they chose to have them: in every mode of the reading settings, light and
// dark, axe-core has nothing to say, nothing is cut off on a phone or at 200 %, and targets are large enough.
//
// The pages are the fewest that show every element and class of each kind.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, overflow, PHONE, pagesInTabs, smallTargets, TAGS, violations } from "./accessibility.mjs";
import { launch } from "./browser.mjs";
import { alike, sites } from "./sites.mjs";

/** 1280 px at 200 %. */
const ZOOMED = { width: 640, height: 450 };

// Each as a reader would find it again: stored, then applied before anything is painted.
const MODES = {
  standard: {},
  "elder mode": { elder: "on" },
  "high contrast": { contrast: "more" },
  "high contrast, dark": { contrast: "more", theme: "dark" },
  "elder mode, dark, largest": { elder: "on", theme: "dark", size: "largest" },
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { name, skip, build } of sites.filter(({ name }) => !alike.has(name))) {
  describe(name, { skip }, () => {
    const look = pagesInTabs(build);
    for (const [mode, settings] of Object.entries(MODES)) {
      // The real reports are long, and in nothing but length unlike the others.
      if (name === "real reports" && !settings.size) continue;
      test(`${mode}: axe-core has nothing to say, nothing is cut off, no target is too small`, () =>
        look(browser, { viewport: PHONE }, async (page, path) => {
          await page.evaluate((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(settings));
          await page.reload();
          const faults = [];
          if (path !== "404.html") {
            assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), settings);
            await page.evaluate(() => (document.getElementById("settings").open = true));
            faults.push(...(await page.evaluate(smallTargets, settings.elder ? 44 : 24)));
          }
          await page.evaluate(axe);
          faults.push(...(await page.evaluate(violations, TAGS)));
          for (const viewport of [PHONE, ZOOMED]) {
            await page.setViewportSize(viewport);
            faults.push(...(await page.evaluate(overflow)));
          }
          return faults;
        }));
    }
  });
}
