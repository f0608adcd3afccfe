// Pages in every language of the interface: faces and directions follow the language of each text. And the
// example theme: its colours stand, in light and dark, beside what the reader chose.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { none } from "./site.mjs";
import { sites } from "./sites.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page of the site by this name; `look` gets the page. */
async function visit(name, path, look, options = {}) {
  const host = await serve(sites.find((site) => site.name === name).build());
  const tab = await openTab(browser, options);
  await tab.page.goto(host.url + path);
  await look(tab.page);
  none(tab.take());
  await tab.close();
  await host.close();
}

/** A style of an element as it is applied. */
const style = (page, selector, name) =>
  page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
const first = (families) => families.split(",")[0].replaceAll('"', "");

test("Han characters and Latin letters have the faces of their language", async () => {
  await visit("traditional Chinese", "yunlu/english/index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang TC");
    assert.equal(first(await style(page, ".masthead .name", "fontFamily")), "Songti TC");
    assert.equal(first(await style(page, ".text", "fontFamily")), "system-ui");
    assert.equal(first(await style(page, "h1", "fontFamily")), "Georgia");
  });
  await visit("English", "yunlu/2021/index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "system-ui");
    assert.equal(first(await style(page, ".text", "fontFamily")), "PingFang SC");
    assert.equal(first(await style(page, "h1", "fontFamily")), "Songti SC");
  });
  await visit("traditional Chinese", "404.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang TC");
  });
  await visit("sample archive", "index.html", async (page) => {
    assert.equal(first(await style(page, "body", "fontFamily")), "PingFang SC");
  });
});

test("a text that is read from right to left stands so, and nothing around it does", async () => {
  await visit("traditional Chinese", "yunlu/uyghur/index.html", async (page) => {
    assert.equal(await style(page, "h1", "direction"), "rtl");
    assert.equal(await style(page, ".breadcrumbs [aria-current]", "direction"), "rtl");
    assert.equal(await style(page, ".banner dd[lang=ug]", "direction"), "rtl");
    assert.equal(await style(page, "main", "direction"), "ltr");
    assert.equal(await style(page, ".banner dt", "direction"), "ltr");
  });
  await visit("traditional Chinese", "index.html", async (page) => {
    assert.equal(await style(page, "a[hreflang=ug]", "direction"), "rtl");
    assert.equal(await style(page, "a[hreflang=en]", "direction"), "ltr");
  });
});

const RED = { light: "rgb(11, 93, 75)", dark: "rgb(111, 195, 173)" };

for (const colorScheme of ["light", "dark"]) {
  test(`the example theme has its colours in the ${colorScheme}`, async () => {
    const rule = (page) => style(page, ".masthead .bar", "borderTopColor");
    await visit(
      "example theme",
      "index.html",
      async (page) => {
        assert.equal(await rule(page), RED[colorScheme]);
        assert.equal(await page.locator(".foot .example-note").innerText(), "本页使用示例主题。");
        const other = colorScheme === "light" ? "dark" : "light";
        await page.locator("#settings summary").click();
        await page.getByLabel(other === "dark" ? "深色" : "浅色").check();
        assert.equal(await rule(page), RED[other], "as the reader chose");
        await page.getByLabel("高对比度").check();
        assert.notEqual(await rule(page), RED[other], "high contrast is the default theme's");
      },
      { colorScheme },
    );
  });
}
