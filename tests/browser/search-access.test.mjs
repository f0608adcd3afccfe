// The search page for those who do not see it, or use a keyboard alone: what is said, where the focus goes, colours
// and sizes in every mode.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axe, DESKTOP, overflow, PHONE, smallTargets, TAGS, violations } from "./accessibility.mjs";
import { at, host, inTab, PAGE, settled, truth, woken } from "./search.mjs";
import { none } from "./site.mjs";

test("how many were found is said politely, and a keyboard reaches result and passage", () =>
  inTab(at("行政复议"), async (page) => {
    const { total } = truth("行政复议");
    await settled(page, total);
    assert.match(await page.getByRole("status").textContent(), new RegExp(`${total}份`));
    const reached = [];
    await page.focus("#q");
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(
          () => document.activeElement.className || document.activeElement.closest("[class]").className,
        ),
      );
    }
    for (const name of ["facets", "title", "place"]) assert.ok(reached.includes(name), `${name}: ${reached}`);
    assert.ok(reached.indexOf("title") < 9, `the first result comes soon: ${reached}`);
    // From above the results a button that only a keyboard meets leads to the conditions.
    await page.locator(".row .skip").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.className), "facets");
    await page.setViewportSize(PHONE);
    await page.locator(".order a", { hasText: "日期" }).click();
    await page.waitForFunction(() => document.querySelector(".order [aria-current]")?.textContent === "日期");
    assert.equal(await page.locator(".facets").evaluate((facets) => facets.open), false);
    const isAbove = await page.evaluate(
      () =>
        document.querySelector(".facets").getBoundingClientRect().bottom <=
        document.querySelector(".hits").getBoundingClientRect().top,
    );
    assert.ok(isAbove);
  }));

test("what had the focus and is gone leaves it to what stands first now", () =>
  inTab(PAGE, async (page) => {
    const focused = () =>
      page.evaluate(() => document.activeElement.getAttribute("role") ?? document.activeElement.localName);
    // Before that, Enter is the browser's.
    await woken(page);
    await page.fill("#q", "法治");
    await page.press("#q", "Enter");
    await settled(page, truth("法治").total);
    await page.locator(".hits a.title").first().focus();
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector(".found > *"));
    assert.equal(await focused(), "main");
    await page.goForward();
    await settled(page, truth("法治").total);
    await page.evaluate(
      () =>
        (gongbaoSearch.Client.prototype.hear = function () {
          this.fail({ code: "network" });
        }),
    );
    await page.locator(".facets a").first().click();
    await page.getByRole("alert").waitFor();
    assert.equal(await focused(), "alert");
  }));

const MODES = {
  light: {},
  dark: { theme: "dark" },
  elder: { elder: "on" },
  "high contrast, dark": { contrast: "more", theme: "dark" },
};

for (const [mode, settings] of Object.entries(MODES)) {
  test(`${mode}: axe-core has nothing to say of results, and nothing is cut off on a phone or at 200 %`, () =>
    inTab(null, async (page) => {
      await page.addInitScript((text) => localStorage.setItem("gongbao-settings", text), JSON.stringify(settings));
      const faults = [];
      for (const asked of ["行政 year:2021", "星际旅行"]) {
        await page.setViewportSize(DESKTOP);
        await page.goto(host.url + at(asked));
        await page.locator(".found h2").first().waitFor();
        await page.evaluate(() =>
          document.querySelectorAll(".search details").forEach((details) => (details.open = true)),
        );
        await page.evaluate(axe);
        faults.push(...(await page.evaluate(violations, TAGS)));
        for (const viewport of [PHONE, { width: 640, height: 450 }]) {
          await page.setViewportSize(viewport);
          faults.push(...(await page.evaluate(overflow)));
          faults.push(...(await page.evaluate(smallTargets, settings.elder ? 44 : 24)));
        }
        faults.push(...(await page.evaluate(violations, TAGS)));
      }
      // The list of suggestions too.
      await page.fill("#q", "年度");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      faults.push(...(await page.evaluate(violations, TAGS)));
      none(faults);
    }));
}
