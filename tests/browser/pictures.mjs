// The pictures of the README and of docs, of the sample archive; it writes nothing else.
//
// usage: npm run pictures

import { join } from "node:path";

import { launch, openTab } from "./browser.mjs";
import { serve } from "./server.mjs";
import { sites } from "./sites.mjs";

const PICTURES = {
  home: "index.html",
  report: "chongchuan/2019/index.html",
  search: `search/index.html?q=${encodeURIComponent("行政复议")}`,
};

const host = await serve(sites.find(({ name }) => name === "sample archive").build());
const browser = await launch();
const tab = await openTab(browser, { viewport: { width: 1280, height: 900 } });
for (const [name, path] of Object.entries(PICTURES)) {
  await tab.page.goto(host.url + path);
  if (name === "search") await tab.page.locator(".found mark").first().waitFor();
  await tab.page.screenshot({ path: join(import.meta.dirname, "pictures", `${name}.png`) });
}
await tab.close();
await browser.close();
await host.close();
