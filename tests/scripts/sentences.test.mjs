// What the search page says: sentences of its data block, with their numbers, and how many reports there are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { build, project, sampleContent } from "../browser/site.mjs";
import { beginPage, load, pageData } from "./scripts.mjs";

const WORDS = {
  thousands: ",",
  total: { one: "{n} report", other: "{n} reports" },
  in_text: { one: "{n} in texts", other: "{n} in texts" },
  exact: ", {n} exact",
  apart: { one: "{n} apart", other: "{n} apart, all" },
  nearly: { one: "{n} nearly", other: "{n} nearly, all" },
  some_words: "some words",
  quoted: "“{text}”",
  between: " and ",
  numbers: { one: "{n} with {text}", other: "{n} have {text}" },
  nothing: "none",
  missing: { text: "no “{value}”", year: "none of {value}" },
  "a.b": "never",
};

let search;

before(() => {
  const { query } = pageData();
  search = beginPage({ words: WORDS, query });
  load("search-query");
  // What shows them is not needed here.
  search.view = {};
  load("search-notes");
});

test("a sentence has the form of its number, and its values as they are", () => {
  const { word, hasWord } = search;
  assert.equal(word("total", { n: 1 }), "1 report");
  assert.equal(word("total", { n: 0 }), "0 reports");
  assert.equal(word("total", { n: 1234567 }), "1,234,567 reports");
  assert.equal(word("total"), "{n} reports");
  assert.equal(word("exact", { n: 1 }), ", 1 exact");
  assert.equal(word("missing.text", { value: "{n} $& <b>" }), "no “{n} $& <b>”");
  assert.equal(search.number(1000), "1,000");
  // What the page lacks is its key: a status that came later, or what an object has by itself.
  for (const key of [
    "missing.agency",
    "status.new",
    "constructor",
    "missing.constructor",
    "missing.__proto__",
    "a.b",
  ]) {
    assert.equal(word(key), key);
    assert.equal(hasWord(key), false, key);
  }
  assert.equal(hasWord("missing.year"), true);
});

test("the counts say what was found by number, as typed, and in parts", () => {
  const counts = (total, exact, numbers) => {
    const { byNumber, byText } = search.notes.countsOf({
      query: "1号",
      answer: { total, exact_total: exact },
      numbers: numbers === undefined ? null : { total: numbers },
    });
    return [byNumber, byText];
  };
  assert.deepEqual(counts(0, 0), [null, "none"]);
  assert.deepEqual(counts(0, 0, 0), [null, "none"]);
  assert.deepEqual(counts(0, 0, 2), ["2 have 1号", null]);
  assert.deepEqual(counts(1, 1), [null, "1 report"]);
  assert.deepEqual(counts(3, 1), [null, "3 reports, 1 exact"]);
  assert.deepEqual(counts(1, 0), [null, "1 apart"]);
  assert.deepEqual(counts(3, 3, 1), ["1 with 1号", "3 in texts"]);
});

test("what was typed otherwise is named, and what is missing in it by what stands there", () => {
  const passage = { text: "共办理30.1万件", differs: [[3, 7]] };
  /** What is said where this was typed and stands otherwise. */
  const differs = (query, typed, { is_same = true, text = passage.text, at = passage.differs } = {}) =>
    search.notes.differsOf({
      query,
      answer: { near: { total: 1, typed, is_same }, hits: [{ passages: [{ text, differs: at }] }] },
    });
  assert.equal(differs("共办理29.8万件", [[3, 7]]), "“29.8”");
  assert.equal(differs("共理30.1万件", [[1, 1]], { at: [[1, 2]] }), "“办”");
  const two = [
    [0, 1],
    [3, 7],
  ];
  assert.equal(differs("供办理29.8万件", two, { at: two }), "“供” and “29.8”");
  assert.equal(differs("共办理29.8万件", [[3, 7]], { is_same: false }), "some words");
  const near = { total: 1, typed: [[3, 7]], is_same: true };
  const counts = search.notes.countsOf({ query: "", answer: { total: 1, exact_total: 0, near }, numbers: null });
  assert.equal(counts.byText, "1 nearly");
});

// One archive for each language file of the default theme.
for (const [language, content] of [
  ["zh-Hans", sampleContent],
  ["zh-TW", join(project, "tests/sites/traditional/content")],
  ["en-GB", join(project, "tests/sites/english/content")],
]) {
  test(`${language} has all that the scripts say`, () => {
    const folder = build(content);
    const html = readFileSync(join(folder, "search/index.html"), "utf8");
    assert.ok(html.includes(`<html lang="${language}">`));
    const { words } = pageData(folder);
    for (const [group, size] of [
      ["missing", 18],
      ["fault", 13],
      ["index_fault", 7],
      ["status", 7],
      ["csv", 8],
      ["field", 9],
    ]) {
      assert.equal(Object.keys(words[group]).length, size, group);
    }
    for (const key of ["total", "exact", "apart", "others", "more", "all", "numbers", "in_text"]) {
      assert.match(words[key].other ?? words[key], /\{n\}/, key);
    }
  });
}

test("what is worth asking", () => {
  for (const text of ["甲", "ab", "a b", "1-2", "“甲"]) assert.ok(search.isWorthAsking(text), text);
  for (const text of ["", "a", "“", "1", "-", "—"]) assert.ok(!search.isWorthAsking(text), text);
});

test("a question that is longer than hosts take stands in a part of the address that is not sent", () => {
  assert.equal(search.addressOf("", true), "");
  assert.equal(search.addressOf("a b", true), "?q=a+b&sort=date");
  const long = "政".repeat(940);
  const address = search.addressOf(long, true);
  assert.ok(address.startsWith("#q=%E6"), address.slice(0, 20));
  for (const [hash, asked] of [
    [address, { query: long, byDate: true }],
    ["#main", { query: null, byDate: false }],
    ["", { query: null, byDate: false }],
  ]) {
    globalThis.location = { search: "", hash };
    assert.deepEqual(search.asked(), asked);
  }
  globalThis.location = { search: "?q=a", hash: "#q=b" };
  assert.deepEqual(search.asked(), { query: "a", byDate: false });
});
