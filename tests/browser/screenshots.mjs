// Pictures of the pages, for people to look at: every kind of page at 390 and 1440 px, light and dark.
//
// usage: npm run screenshots -- FOLDER

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { representatives, sites } from "./sites.mjs";

const [target] = process.argv.slice(2);
if (!target) {
  console.error("usage: npm run screenshots -- FOLDER");
  process.exit(2);
}
// npm changes to the folder of package.json.
const folder = resolve(process.env.INIT_CWD ?? ".", target);
mkdirSync(folder, { recursive: true });

const browser = await launch();
for (const { name, skip, build } of sites) {
  if (skip) {
    console.log(`${name}: ${skip}`);
    continue;
  }
  const site = build();
  const host = await serve(site);
  const paths = [...representatives(site), "404.html"];
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      const tab = await openTab(browser, { colorScheme, viewport: { width, height: 900 } });
      for (const path of paths) {
        await tab.page.goto(host.url + path);
        const file = `${name} ${path.replace(/(\/?index)?\.html$/, "") || "home"} ${width} ${colorScheme}`;
        await tab.page.screenshot({ path: join(folder, `${file.replace(/[^a-z0-9]+/g, "-")}.png`), fullPage: true });
      }
      await tab.close();
    }
  }
  await host.close();
}
await browser.close();
console.log(`pictures in ${folder}`);
