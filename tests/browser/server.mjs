// A file host as plain as they come, under a path of its own, that remembers what it was asked for.
//
// Unknown addresses get 404.html, as on GitHub Pages. Listens on 127.0.0.1 alone.

import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** Where the site stands on the host. */
const BASE = "/mirror/archive/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "text/xml; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".pdf": "application/pdf",
};

/**
 * Serves a folder. `change` may alter the text of HTML pages on their way.
 * Returns {url, requests, close}: the address of the site with "/" at its end, every path asked for.
 */
export async function serve(folder, { change = (html) => html } = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    requests.push(path);
    let file = path.startsWith(BASE) ? normalize(join(folder, path.slice(BASE.length))) : null;
    if (path.endsWith("/") && file) file = join(file, "index.html");
    const found = file?.startsWith(folder) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!found) file = join(folder, "404.html");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const body = readFileSync(file);
    response.writeHead(found ? 200 : 404, { "content-type": type });
    response.end(type.startsWith("text/html") ? change(body.toString("utf8")) : body);
  });
  // A test that fails before it closes its host must not keep the runner waiting.
  server.unref();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}${BASE}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
