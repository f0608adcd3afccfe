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

/** A line of so many bytes a second: what is sent over it takes turns. Returns what sends the body of a response. */
function shared(rate) {
  const TURN = 10;
  const waiting = [];
  let timer = null;
  let [left, last] = [0, 0];
  const turn = () => {
    // A busy machine turns late.
    const now = performance.now();
    left = Math.min(left + (rate * (now - last)) / 1000, rate);
    last = now;
    while (left > 0 && waiting.length > 0) {
      const one = waiting.shift();
      const end = Math.min(one.body.length, one.at + 500);
      one.response.write(one.body.subarray(one.at, end));
      left -= end - one.at;
      one.at = end;
      if (end < one.body.length && !one.response.destroyed) waiting.push(one);
      else one.response.end();
    }
    if (waiting.length > 0) return;
    clearInterval(timer);
    timer = null;
  };
  return (response, body) => {
    waiting.push({ response, body, at: 0 });
    if (timer !== null) return;
    [left, last] = [0, performance.now()];
    timer = setInterval(turn, TURN);
  };
}

/**
 * Serves `folder`, or whichever a function names each time, below the path `base`.
 * - ranges: whether it answers requests for some bytes with them ("silent": it does, and does not say so).
 * - several: what it answers to a request for several ranges: "parts", "whole" (the file) or "first" (that range alone).
 * - gzip: whether it compresses all that is asked for whole.
 * - delay: milliseconds before each answer.
 * - line: {rate, latency}: bytes a second that all answers share, and milliseconds before each.
 * - slow(path): milliseconds between the eight parts that an answer comes in, 0 for one that comes at once.
 * - origin: the Access-Control-Allow-Origin that it sends.
 * - alter(path, bytes): other bytes, null for 404, or "hang" for no answer.
 * Returns {url, log, close}: log has {path, range, status, bytes, start, end} of each answer, times in milliseconds.
 */
export async function host(folder, options = {}) {
  const {
    base = "/",
    ranges = true,
    several = "parts",
    gzip = false,
    origin = null,
    cache = false,
    line = null,
  } = options;
  const delay = line?.latency ?? options.delay ?? 0;
  const send = line && shared(line.rate);
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
    const isFixed = cache && /^(assets\/|search\/(engine|words|names)-|search-index\/.*\.bin$)/.test(entry.path);
    headers["cache-control"] = isFixed ? "public, max-age=31536000, immutable" : "no-cache";
    if (origin !== null) headers["access-control-allow-origin"] = origin;
    if (ranges === true) headers["accept-ranges"] = "bytes";
    if (ranges === false) headers["accept-ranges"] = "none";
    const asked = ranges && bytes !== null ? [...(entry.range ?? "").matchAll(/(\d+)-(\d+)/g)] : [];
    const range = asked.length === 1 || several === "first" ? asked[0] : null;
    let [status, body] = [bytes === null ? 404 : 200, bytes ?? Buffer.from("not here")];
    if (range && Number(range[1]) < bytes.length) {
      const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      [status, body] = [206, bytes.subarray(first, last + 1)];
      headers["content-range"] = `bytes ${first}-${last}/${bytes.length}`;
    } else if (asked.length > 1 && several === "parts") {
      const boundary = "part-of-several";
      const parts = asked.flatMap(([, first, last]) => [
        `\r\n--${boundary}\r\nContent-Type: ${headers["content-type"]}\r\nContent-Range: bytes ${first}-${last}/${bytes.length}\r\n\r\n`,
        bytes.subarray(Number(first), Number(last) + 1),
      ]);
      [status, body] = [206, Buffer.concat([...parts, `\r\n--${boundary}--\r\n`].map((part) => Buffer.from(part)))];
      headers["content-type"] = `multipart/byteranges; boundary=${boundary}`;
    } else if (gzip && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      headers["content-encoding"] = "gzip";
      body = gzipSync(body);
    }
    headers["content-length"] = body.length;
    Object.assign(entry, { status, bytes: body.length, end: performance.now() });
    response.writeHead(status, headers);
    if (send) return send(response, body);
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
