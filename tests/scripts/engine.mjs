// The compiled engine in Node: reads the index of a published site, as engine.js does in a browser.
//
// It is src/engine/engine.wasm.gz, or what $GONGBAO_TEST_ENGINE names.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { project } from "../browser/site.mjs";

const file = process.env.GONGBAO_TEST_ENGINE ?? join(project, "src/engine/engine.wasm.gz");

/** Opens the index of a site; what asks it a query: {answered: {answer, terms}} or {failed}. */
export async function openEngine(site) {
  const { instance } = await WebAssembly.instantiate(gunzipSync(readFileSync(file)), {});
  const { memory, input, output, ...exports } = instance.exports;
  const read = (name) => readFileSync(join(site, "search-index", name));
  const call = (name, argument, said) => {
    const place = input(said.length);
    new Uint8Array(memory.buffer, place, said.length).set(said);
    const length = exports[name](argument);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, output(), length)));
  };
  const manifest = read("manifest.json");
  const { opened } = call("open", manifest.length, Buffer.concat([manifest, read(JSON.parse(manifest).bundle.name)]));
  if (!opened) throw new Error("the index cannot be opened");
  return (query) => {
    const asked = JSON.stringify({ query, by_date: false, limit: 1 });
    let reply = call("ask", 1, new TextEncoder().encode(asked));
    while (reply.wants) {
      const parts = reply.wants.ranges.map(({ file, start, end }) => read(file).subarray(start, end));
      reply = call("bring", 1, Buffer.concat(parts));
    }
    return reply;
  };
}
