// A search in Chromium that answers over http, for tests/exact: GET /?query=…&limit=… gives the answer as JSON.
//
// usage: node asking.mjs SITE      prints the port that it listens on; ends when its standard input does

import { createServer } from "node:http";
import { launch } from "./browser.mjs";
import { ask, openEngine } from "./engine.mjs";
import { host } from "./hosts.mjs";

const site = await host(process.argv[2]);
const browser = await launch();
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(new URL("search/index.html", site.url).href);
const { failed } = await openEngine(page);
if (failed) throw new Error(JSON.stringify(failed));

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, "http://host");
  const { answered, failed } = await ask(page, searchParams.get("query"), { limit: Number(searchParams.get("limit")) });
  response.statusCode = failed ? 500 : 200;
  response.end(JSON.stringify(failed ?? answered.answer));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", async () => {
  await browser.close();
  process.exit();
});
