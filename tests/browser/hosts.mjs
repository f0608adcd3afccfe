// Hosts of an index, of the kinds that there are: with ranges and without, compressing, slow, far away.
//
// Each remembers what it was asked for and what it sent. Listens on 127.0.0.1 alone.

import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "text/xml; charset=utf-8",
};

/**
 * Serves `folder`, or whichever a function names each time, below the path `base`.
 * - ranges: whether it answers requests for some bytes with them ("silent": it does, and does not say so).
 * - gzip: whether it compresses all that is asked for whole.
 * - delay: milliseconds before each answer.
 * - slow(path): milliseconds between the eight parts that an answer comes in, 0 for one that comes at once.
 * - origin: the Access-Control-Allow-Origin that it sends.
 * - alter(path, bytes): other bytes, null for 404, or "hang" for no answer.
 * Returns {url, log, close}: log has {path, range, status, bytes, start, end} of each answer, times in milliseconds.
 */
export async function host(folder, options = {}) {
  const { base = "/", ranges = true, gzip = false, delay = 0, origin = null, cache = false } = options;
  const alter = options.alter ?? ((_, bytes) => bytes);
  const slow = options.slow ?? (() => 0);
  const log = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const entry = { path: path.slice(base.length), range: request.headers.range ?? null, start: performance.now() };
    log.push(entry);
    if (delay > 0) await wait(delay);
    const root = typeof folder === "function" ? folder() : folder;
    const file = path.startsWith(base) ? normalize(join(root, path.slice(base.length))) : null;
    const found = file?.startsWith(root) && statSync(file, { throwIfNoEntry: false })?.isFile();
    const bytes = found ? alter(entry.path, readFileSync(file)) : null;
    if (bytes === "hang") return;
    const headers = { "content-type": TYPES[extname(path)] ?? "application/octet-stream" };
    headers["cache-control"] = cache && /\.bin$/.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
    if (origin !== null) headers["access-control-allow-origin"] = origin;
    if (ranges === true) headers["accept-ranges"] = "bytes";
    if (ranges === false) headers["accept-ranges"] = "none";
    const range = ranges && bytes !== null && /^bytes=(\d+)-(\d+)$/.exec(entry.range ?? "");
    let [status, body] = [bytes === null ? 404 : 200, bytes ?? Buffer.from("not here")];
    if (range && Number(range[1]) < bytes.length) {
      const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      [status, body] = [206, bytes.subarray(first, last + 1)];
      headers["content-range"] = `bytes ${first}-${last}/${bytes.length}`;
    } else if (gzip && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      headers["content-encoding"] = "gzip";
      body = gzipSync(body);
    }
    headers["content-length"] = body.length;
    Object.assign(entry, { status, bytes: body.length, end: performance.now() });
    response.writeHead(status, headers);
    const pause = slow(entry.path);
    const size = pause > 0 ? Math.ceil(body.length / 8) : body.length;
    for (let at = size; at < body.length; at += size) {
      response.write(body.subarray(at - size, at));
      await wait(pause);
    }
    response.end(body.subarray(pause > 0 ? Math.floor((body.length - 1) / size) * size : 0));
  });
  server.unref();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    log,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
