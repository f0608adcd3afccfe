// The sites that the tests walk: {name, folder} of the sample archive, the tree of corner cases and,
// where ../shared is, the real reports. Also how a few pages stand for all.

import { corners } from "./corners.mjs";
import { build, buildFiles, pagesOf, realContent, redirectOf, sampleContent, withoutReal } from "./site.mjs";

/** Every site, with `skip` where it cannot be built. */
export const sites = [
  { name: "sample archive", skip: false, build: () => build(sampleContent) },
  { name: "corner cases", skip: false, build: () => buildFiles(corners) },
  { name: "real reports", skip: withoutReal, build: () => build(realContent) },
];

/**
 * The fewest pages that show between them every element with every class of every kind of page:
 * paths, redirects and the 404 page left out. Needs a tab to read them in.
 */
export async function representatives(tab, site, url) {
  const shown = new Map();
  for (const path of pagesOf(site)) {
    if (redirectOf(site, path) !== null) continue;
    await tab.page.goto(url + path, { waitUntil: "domcontentloaded" });
    const traits = await tab.page.evaluate(() =>
      Array.from(document.querySelectorAll("body *"), (element) =>
        [document.body.className, element.localName, ...element.classList].join(" "),
      ),
    );
    shown.set(path, new Set(traits));
  }
  const missing = new Set([...shown.values()].flatMap((traits) => [...traits]));
  const chosen = [];
  while (missing.size > 0) {
    const news = (path) => [...shown.get(path)].filter((trait) => missing.has(trait)).length;
    const best = [...shown.keys()].reduce((a, b) => (news(b) > news(a) ? b : a));
    for (const trait of shown.get(best)) missing.delete(trait);
    chosen.push(best);
  }
  return chosen.sort();
}
