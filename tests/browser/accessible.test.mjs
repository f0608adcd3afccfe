// Everyone can read the pages: WCAG 2.2 AA by axe-core in light and dark, narrow and wide; nothing scrolls
// sideways but tables in their own frames, at any zoom and spacing; the keyboard reaches every link.
//
// The pages are the fewest that show every element and class of each kind.

import { after, before, describe, test } from "node:test";

import { axe, DESKTOP, overflow, PHONE, pagesInTabs, TAGS, violations } from "./accessibility.mjs";
import { launch } from "./browser.mjs";
import { alike, sites } from "./sites.mjs";

/** Applies a style sheet as a reader's own would be: past the page's policy. Runs in the page. */
function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

const ABLE = "a[href], button, input:not([type=hidden], :disabled), select, textarea, summary, [tabindex='0']";

/** Where the focus is, and what is wrong with how it is shown; null at the page's end. Runs in the page. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.wasReached = true;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no outline");
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  if (!inside || box.width === 0 || box.height === 0) faults.push("out of sight");
  // WCAG 2.2, 2.4.11: not hidden behind something sticky. Some point of it is to be seen.
  const seen = [...element.getClientRects()].some((line) => {
    // Of what is taller than the window, the part in it.
    const [from, to] = [Math.max(line.top, 0), Math.min(line.bottom, innerHeight)];
    return [0.1, 0.5, 0.9].some((part) => {
      const top = document.elementFromPoint(line.left + Math.min(line.width / 2, 40), from + (to - from) * part);
      return top && (element.contains(top) || top.contains(element));
    });
  });
  if (inside && !seen) faults.push("covered");
  return {
    isSkip: element.matches(".skip"),
    isFolded: element.localName === "summary" && !element.parentElement.open,
    faults: faults.map(
      (fault) => `${fault}: ${element.localName}.${element.className} "${element.textContent.trim().slice(0, 30)}"`,
    ),
  };
}

/** What the keyboard should have reached and has not; runs in the page. */
function unreached(able) {
  return (
    [...document.querySelectorAll(able)]
      .filter((e) => e.checkVisibility() && !e.wasReached)
      // Tab stops once in a group of radio buttons; the arrow keys do the rest.
      .filter(
        (e) =>
          e.type !== "radio" || ![...document.querySelectorAll(`input[name="${e.name}"]`)].some((r) => r.wasReached),
      )
      .map((e) => `never reached: ${e.localName}.${e.className} "${e.textContent.trim().slice(0, 30)}"`)
  );
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { name, skip, build } of sites) {
  describe(name, { skip }, () => {
    const look = pagesInTabs(build);
    const onEach = (options, check) => look(browser, options, check);

    for (const viewport of alike.has(name) ? [PHONE] : [PHONE, DESKTOP]) {
      test(`axe-core has nothing to say in light and dark at ${viewport.width} px`, () =>
        onEach({ viewport }, async (page) => {
          await page.evaluate(axe);
          const faults = [];
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            for (const fault of await page.evaluate(violations, TAGS)) faults.push(`${colorScheme}: ${fault}`);
          }
          return faults;
        }));
    }

    const everyWidth = [320, 390, 640, 768, 1024, 1440];
    const readers = [
      // 320 px is 1280 at 400 % (WCAG 1.4.10), 640 is 1280 at 200 %.
      { reader: "nothing scrolls sideways or is cut off", css: "", widths: everyWidth },
      {
        reader: "text at twice its size loses nothing",
        css: "html { font-size: 225% !important }",
        widths: [390, 1440],
      },
      {
        reader: "text spacing of WCAG 1.4.12 loses nothing",
        css: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }",
        widths: [390, 1440],
      },
    ];
    for (const { reader, css, widths } of readers) {
      test(`${reader} at ${widths.join(", ")} px`, () =>
        onEach({ viewport: DESKTOP }, async (page) => {
          await page.evaluate(adopt, css);
          const faults = [];
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 });
            faults.push(...(await page.evaluate(overflow)));
          }
          return faults;
        }));
    }

    if (alike.has(name)) return;

    for (const viewport of name === "sample archive" ? [PHONE, DESKTOP] : [PHONE]) {
      test(`the keyboard reaches everything, and shows where it is, at ${viewport.width} px`, () =>
        onEach({ viewport }, async (page, path) => {
          const faults = [];
          // The number of a part brings two more stops, which offer to cite it and to report an error in it.
          const most = (await page.locator(ABLE).count()) + 2 * (await page.locator(".part").count());
          for (let presses = 0; presses <= most + 1; presses += 1) {
            await page.keyboard.press("Tab");
            const focus = await page.evaluate(focused);
            if (focus === null) break;
            if (presses === 0 && path !== "404.html" && !focus.isSkip)
              faults.push("Tab does not begin with the skip link");
            if (focus.isFolded) await page.keyboard.press("Enter");
            faults.push(...focus.faults);
          }
          return [...faults, ...(await page.evaluate(unreached, ABLE))];
        }));
    }

    test("the skip link leads to the text", () =>
      onEach({ viewport: DESKTOP }, async (page, path) => {
        if (path === "404.html") return [];
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        const id = await page.evaluate(() => document.activeElement?.id);
        return id === "main" ? [] : [`focus is on "${id}"`];
      }));
  });
}
