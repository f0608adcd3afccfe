// The browser's history of the search page: which questions stay in it, and where in the page the reader was.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { beginPage, load } from "./scripts.mjs";

/** The entries of the history, the last the one that is shown: {url, state}. */
let entries;
let heard;
let keep;
let search;

beforeEach(() => {
  entries = [{ url: "/search/index.html", state: null }];
  heard = {};
  const last = () => entries.at(-1);
  globalThis.history = {
    get state() {
      return last().state;
    },
    pushState: (state, _, url) => entries.push({ url, state }),
    replaceState: (state, _, url) => entries.splice(-1, 1, { url: url ?? last().url, state }),
  };
  const page = beginPage({ words: {}, query: {} });
  const shown = () => new URL(last().url, "http://host");
  globalThis.location = {
    pathname: "/search/index.html",
    get search() {
      return shown().search;
    },
    get hash() {
      return shown().hash;
    },
    get href() {
      return last().url;
    },
  };
  globalThis.scrollY = 0;
  [globalThis.window, globalThis.parent] = [globalThis, globalThis];
  globalThis.addEventListener = (event, hears) => (heard[event] = hears);
  load("search-history");
  search = page.history;
  search.start();
  keep = (query, more = {}, completes = false) =>
    search.keep({ query, byDate: false, limit: 10, isTyped: false, ...more }, completes);
});

const queries = () => entries.map(({ url }) => new URL(url, "http://host").searchParams.get("q"));

test("what was entered stays, what is being typed is replaced", () => {
  keep("甲");
  keep("甲乙", { isTyped: true });
  keep("甲乙丙", { isTyped: true });
  assert.deepEqual(queries(), [null, "甲", "甲乙丙"]);
  keep("甲乙丙丁", {}, true);
  assert.deepEqual(queries(), [null, "甲", "甲乙丙丁"]);
  keep("戊");
  assert.deepEqual(queries(), [null, "甲", "甲乙丙丁", "戊"]);
});

test("the same question is one entry, in another order another", () => {
  keep("甲");
  keep("甲", { limit: 20 });
  assert.deepEqual(queries(), [null, "甲"]);
  assert.equal(history.state.limit, 20);
  keep("甲", { byDate: true });
  assert.deepEqual(
    entries.map(({ url }) => url),
    ["/search/index.html", "/search/index.html?q=%E7%94%B2", "/search/index.html?q=%E7%94%B2&sort=date"],
  );
  assert.deepEqual(search.read(), { query: "甲", byDate: true });
  keep("");
  assert.deepEqual([entries.at(-1).url, search.read().byDate], ["/search/index.html", false]);
});

test("an address is read as it was meant", () => {
  entries = [{ url: "/search/index.html?q=+%E7%94%B2+&sort=date&other=1", state: null }];
  assert.deepEqual(search.read(), { query: "甲", byDate: true });
  entries = [{ url: "/search/index.html?sort=date", state: null }];
  assert.deepEqual(search.read(), { query: "", byDate: false });
});

test("where the reader was is kept, and shown once to one who comes back and has not moved on", () => {
  keep("甲");
  globalThis.scrollY = 700;
  keep("乙");
  assert.equal(entries[1].state.place, 700);
  assert.equal(history.state.place, 0);
  // Back in the first, which a browser shows at its top until the answer is there.
  entries.pop();
  globalThis.scrollY = 0;
  [globalThis.window, globalThis.parent] = [globalThis, globalThis];
  search.comeBack(0);
  assert.equal(search.placeToShow(), 700);
  assert.equal(search.placeToShow(), null);
  search.comeBack(0);
  heard.wheel();
  assert.equal(search.placeToShow(), null);
  search.comeBack(0);
  globalThis.scrollY = 300;
  assert.equal(search.placeToShow(), null, "has moved by more than a line");
});

test("a result that was looked at keeps its question", () => {
  keep("甲", { isTyped: true });
  class Element {
    closest = () => this;
  }
  globalThis.Element = Element;
  heard.click({ target: new Element() });
  keep("乙", { isTyped: true });
  assert.deepEqual(queries(), [null, "甲", "乙"]);
});

test("a browser that forbids it on a disk is no fault", () => {
  history.replaceState = history.pushState = () => {
    throw new Error("SecurityError");
  };
  keep("甲");
  assert.deepEqual(queries(), [null]);
});

test("a question that was not sent outlasts a link to a part of the page", () => {
  const long = "政".repeat(940);
  keep(long);
  assert.ok(entries.at(-1).url.startsWith("/search/index.html#q="));
  assert.deepEqual(search.read(), { query: long, byDate: false });
  const { url } = entries.at(-1);
  entries.push({ url: "/search/index.html#main", state: null });
  search.restore();
  assert.deepEqual([entries.at(-1).url, search.read().query], [url, long]);
  // Nothing is brought back where nothing was asked.
  keep("");
  entries.push({ url: "/search/index.html#main", state: null });
  search.restore();
  assert.equal(entries.at(-1).url, "/search/index.html#main");
});

test("in a frame the history is that of the page around, and stays as it is", () => {
  globalThis.parent = {};
  keep("甲");
  keep("乙");
  assert.deepEqual(queries(), ["乙"]);
});
