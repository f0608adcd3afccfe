// The two ends of the query language: queries that the scripts write are read by the engine, and come back as the
// terms that were meant.
//
// First cases by hand, then as many at random as a second or two allow, always the same.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { openEngine } from "./engine.mjs";
import { beginSearch, pageData, site } from "./scripts.mjs";

let ask;
let query;

before(async () => {
  query = beginSearch().query;
  ask = await openEngine(site());
});

/** The terms of a query; none where the engine finds fault with it. */
const termsOf = (text) => ask(text).answered?.terms ?? null;

/** Reads a query that the scripts have written: a fault is theirs. */
function read(text) {
  const { answered, failed } = ask(text);
  assert.ok(answered, `${text}: ${failed?.reason}`);
  return answered.terms;
}

/** What a term says, wherever it stands and however it is quoted. */
const meant = ({ field, text, negated }) => `${negated ? "not " : ""}${field ?? "text"} ${text}`;
/** What a query says: its clauses, each with its alternatives. */
function clauses(terms) {
  const all = [];
  for (const term of terms) (all[term.clause] ??= []).push(meant(term));
  return all.filter(Boolean).map((clause) => clause.join(" OR "));
}

test("what is left of a run without some of it is asked for piece by piece", () => {
  const around = (text, spans) => query.around(text, read(text), spans);
  const pieces = (text, spans) => clauses(read(around(text, spans)));
  assert.deepEqual(pieces("共办理29.8万件案", [[3, 7]]), ["text 共办理", "text 万件案"]);
  assert.deepEqual(pieces("year:2021 共办理29.8万件案", [[13, 17]]), ["year 2021", "text 共办理", "text 万件案"]);
  assert.deepEqual(pieces("共办理案件29.8件", [[5, 9]]), ["text 共办理案件"]);
  assert.equal(around("甲29.8乙", [[1, 5]]), "");
  assert.equal(around("甲乙", []), '"甲乙"');
});

/** Numbers from 0 to 1, always the same. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What texts are made of: all that means something in a query, and some that means nothing. */
const PIECES = [
  ...'"“”＂「」-－:： 　\tOＯRＲ|&、。〔〕()甲乙丙aZ19é😀',
  ...[
    "OR",
    "or",
    "NOT",
    "AND",
    "标题",
    "標題：",
    "agency:",
    "年:",
    "type:“",
    '"甲 乙"',
    "“甲”",
    "放管服",
    "2019..2021",
    "..",
  ],
];

/** A text of up to `most` pieces. */
function textOf(next, most) {
  const length = 1 + Math.floor(next() * most);
  return Array.from({ length }, () => PIECES[Math.floor(next() * PIECES.length)]).join("");
}

const hasText = (text) => /[\p{L}\p{N}]/u.test(text);

describe("the tables", () => {
  test("every name of a field is read as that field, by engine and scripts", () => {
    const { fields, variants } = pageData().query;
    const traditional = new Map();
    const pairs = [...variants];
    for (let at = 0; at < pairs.length; at += 2) traditional.set(pairs[at + 1], pairs[at]);
    const wide = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    let count = 0;
    for (const [field, names] of Object.entries(fields)) {
      for (const name of [field, ...names]) {
        const other = [...name].map((c) => traditional.get(c) ?? c).join("");
        for (const written of [name, name.toUpperCase(), wide(name), other]) {
          for (const colon of [":", "："]) {
            const [term] = read(`-${written}${colon}2021`);
            const opening = query.opening(`－${written}${colon}2021`);
            assert.deepEqual([term.field, term.negated], [field, true], written);
            assert.deepEqual([opening.field, opening.dash, opening.name], [field, "－", `${written}:`], written);
            count += 1;
          }
        }
      }
    }
    assert.equal(count, 31 * 8);
  });

  test("what is no name of a field is text to both", () => {
    for (const text of ["甲:乙", "年x", "titles:甲", ":甲", "http://甲", "-", "12:30", "机关"]) {
      assert.equal(query.opening(text).field, undefined, text);
      if (hasText(text)) assert.equal(read(text)[0].field, null, text);
    }
  });
});

describe("writing", () => {
  test("any text in quotation marks is one run, the text itself", () => {
    for (const text of ["甲", "甲 乙", '甲"乙', "甲”乙“", '"“＂「甲', "-甲", "OR", "title:甲", "甲\\乙"]) {
      const [term, ...others] = read(query.quoted(text));
      assert.deepEqual([term.text, term.quoted, term.field, others.length], [text, true, null, 0], text);
    }
    // A text that holds all marks is read without them.
    assert.equal(read(query.quoted('甲"乙”丙＂丁」'))[0].text, "甲 乙 丙 丁");
    const next = random(1);
    for (let n = 0; n < 400; n += 1) {
      const text = textOf(next, 8);
      if (!hasText(text)) continue;
      const [term, ...others] = read(query.quoted(text));
      const isWhole = ['"', "”", "＂", "」"].some((mark) => !text.includes(mark));
      const expected = isWhole ? text : text.replace(/["“”＂「」\s]+/gu, " ").trim();
      assert.deepEqual([term.text, term.quoted, term.negated, others.length], [expected, true, false, 0], text);
    }
  });

  test("a run as it is written is that run alone, whatever field it is of", () => {
    const next = random(2);
    for (let n = 0; n < 400; n += 1) {
      const text = textOf(next, 6).trim();
      const isWhole = ['"', "”", "＂", "」"].some((mark) => !text.includes(mark));
      if (!hasText(text) || !isWhole) continue;
      const [term, ...others] = read(query.written(text));
      assert.deepEqual([term.text, term.field, term.negated, others.length], [text, null, false, 0], text);
      for (const open of ['"', "“", "＂", "「"]) {
        const [own, ...more] = read(`-${query.conditionOf("title", query.written(text, open))}`);
        assert.deepEqual([meant(own), more.length], [`not title ${text}`, 0], text);
      }
    }
  });

  test("the advanced form says what its fields say", () => {
    const cases = [
      [{ all: "甲 乙" }, ["text 甲", "text 乙"]],
      [{ all: "-甲 OR title:乙 “丙" }, ["text -甲", "text OR", "text title:乙", "text “丙"]],
      [{ exact: ' 甲 "乙" ' }, ['text 甲 "乙"']],
      [{ any: "甲 乙-丙 OR" }, ["text 甲 OR text 乙-丙 OR text OR"]],
      [{ none: "甲 -乙" }, ["not text 甲", "not text -乙"]],
      [{ title: "甲 -乙", agency: "某 局", type: "年报" }, ["title 甲", "title -乙", "agency 某 局", "type 年报"]],
      [{ from: "2021", to: "2019" }, ["year 2019..2021"]],
      [{ from: "2019" }, ["year 2019.."]],
      [{ to: " 2019 " }, ["year ..2019"]],
      [{ from: "2019", to: "2019" }, ["year 2019"]],
      [{ number: "云政发 〔2022〕1号" }, ["number 云政发 〔2022〕1号 OR number 云政发〔2022〕1号"]],
      [
        { all: "甲", none: "乙", any: "丙 丁", from: "2020" },
        ["text 甲", "text 丙 OR text 丁", "not text 乙", "year 2020.."],
      ],
    ];
    for (const [form, expected] of cases) {
      assert.deepEqual(clauses(read(query.composed(form))), expected, JSON.stringify(form));
    }
    assert.equal(query.composed({ all: "， 。", exact: "—", agency: " " }), "");
  });

  test("the advanced form says what its fields say, at random", () => {
    const next = random(3);
    const maybe = () => (next() < 0.5 ? textOf(next, 5).replace(/["“”＂「」]/g, "") : "");
    const words = (text) => text.split(/\s+/).filter(hasText);
    for (let n = 0; n < 300; n += 1) {
      const [all, exact, any, none, title, agency, type] = Array.from({ length: 7 }, maybe);
      const form = { all, exact, any, none, title, agency, type };
      const expected = [
        ...words(all).map((word) => `text ${word}`),
        ...(hasText(exact) ? [`text ${exact.trim()}`] : []),
        ...(words(any).length > 0
          ? [
              words(any)
                .map((word) => `text ${word}`)
                .join(" OR "),
            ]
          : []),
        ...words(none).map((word) => `not text ${word}`),
        ...words(title).map((word) => `title ${word}`),
        ...(hasText(agency) ? [`agency ${agency.trim()}`] : []),
        ...(hasText(type) ? [`type ${type.trim()}`] : []),
      ];
      const text = query.composed(form);
      if (expected.length === 0) assert.equal(text, "");
      else assert.deepEqual(clauses(read(text)), expected, `${JSON.stringify(form)}: ${text}`);
    }
  });
});

describe("changing", () => {
  const VALUES = [
    ["agency", "示例市云麓区"],
    ["agency", '名"有”引＂号'],
    ["type", "年度报告"],
    ["topic", "OR"],
    ["status", "in-force"],
    ["year", "2019"],
    ["year", "undated"],
  ];

  test("a value is chosen, joins others of its field, and goes again", () => {
    const cases = [
      ["甲", "type", "年报", ["text 甲", "type 年报"]],
      ["甲 type:年报", "type", "公告", ["text 甲", "type 年报 OR type 公告"]],
      ["甲 type:年报 OR type:公告", "type", "公告", ["text 甲", "type 年报"]],
      ["甲 -type:年报", "type", "公告", ["text 甲", "not type 年报", "type 公告"]],
      ["甲 OR type:年报", "type", "公告", ["text 甲 OR type 年报", "type 公告"]],
      ["甲 类型：“年报”", "type", "年报", ["text 甲"]],
      ["year:2019..2021 甲", "year", "2020", ["text 甲", "year 2020"]],
      ["year:2019 甲", "year", "2020", ["year 2019 OR year 2020", "text 甲"]],
      ["“甲 乙", "year", "2020", ["text 甲", "text 乙", "year 2020"]],
    ];
    for (const [before, field, value, expected] of cases) {
      const after = query.toggled(before, read(before), field, value);
      assert.deepEqual(clauses(read(after)), expected, `${before}: ${after}`);
    }
  });

  test("years take the place of those that were there", () => {
    const cases = [
      ["甲 year:2019", "2020..2021", ["text 甲", "year 2020..2021"]],
      ["年:2019 OR 年:2020 甲 -year:2021", "", ["text 甲", "not year 2021"]],
      ["甲", "..2021", ["text 甲", "year ..2021"]],
    ];
    for (const [before, years, expected] of cases) {
      assert.deepEqual(clauses(read(query.withYears(before, read(before), years))), expected, before);
    }
  });

  test("what is not touched stays as it was, at random", () => {
    const next = random(4);
    let count = 0;
    for (let n = 0; n < 1500 && count < 400; n += 1) {
      const before = textOf(next, 10);
      const terms = termsOf(before);
      if (terms === null || terms.length > 20) continue;
      count += 1;
      const [field, value] = VALUES[n % VALUES.length];
      const own = clauses(terms);
      if (!query.isChosen(terms, field, value) && !terms.some((term) => term.field === field)) {
        const chosen = query.toggled(before, terms, field, value);
        const now = read(chosen);
        assert.deepEqual(clauses(now), [...own, `${field} ${value}`], `${before}: ${chosen}`);
        const again = query.toggled(chosen, now, field, value);
        assert.deepEqual(clauses(read(again)), own, `${before}: ${again}`);
      }
      // Each term goes alone.
      for (const gone of terms) {
        const rest = query.without(before, terms, (term) => term === gone);
        const left = terms.filter((term) => term !== gone);
        if (left.length === 0) assert.equal(rest, "", before);
        else assert.deepEqual(clauses(read(rest)), clauses(left), `${before}: ${rest}`);
      }
    }
    assert.ok(count >= 300, String(count));
  });

  test("an operator that is none becomes one", () => {
    const cases = [
      ["甲 or 乙", "or", ["text 甲 OR text 乙"]],
      ["甲 或 乙", "or", ["text 甲 OR text 乙"]],
      ["甲|乙", "or", ["text 甲 OR text 乙"]],
      ["甲 || 乙", "or", ["text 甲 OR text 乙"]],
      ["甲 AND 乙", "and", ["text 甲", "text 乙"]],
      ["甲 & 乙", "and", ["text 甲", "text 乙"]],
      ["甲 NOT 乙", "not", ["text 甲", "not text 乙"]],
      ["甲 and not 乙", "and", ["text 甲", "not text 乙"]],
      ["type:甲 or type:乙", "or", ["type 甲 OR type 乙"]],
    ];
    for (const [text, kind, expected] of cases) {
      const found = query.operators(text, read(text));
      assert.equal(found?.kind, kind, text);
      assert.deepEqual(clauses(read(found.query)), expected, `${text}: ${found.query}`);
    }
    for (const text of ["甲 OR 乙", "甲 乙", '甲 "or" 乙', "or", "甲 or", "甲 -or 乙", "或者说"]) {
      assert.equal(query.operators(text, read(text)), null, text);
    }
  });

  test("a number is asked for as it was written and without blanks", () => {
    const isNumber = (text) => query.isNumber(text, read(text));
    for (const text of ["云政发〔2022〕1号", "11320600/2021-00001", "[2022]1", "(2022) 1号"])
      assert.ok(isNumber(text), text);
    for (const text of ["2021", "公告", '"〔2022〕1号"', "title:1号", "a-1"]) assert.ok(!isNumber(text), text);
    assert.deepEqual(clauses(read(query.numbered("1 号"))), ["number 1 号 OR number 1号"]);
    assert.deepEqual(clauses(read(query.numbered("1号"))), ["number 1号"]);
  });
});

describe("typing", () => {
  test("a suggestion goes on within a quotation that is open", () => {
    const completed = (text, own, kind = "word") => query.completed(text, { kind, query: own });
    assert.equal(completed("行政", "行政复议"), "行政复议");
    assert.equal(completed("“行政", "“行政复议"), "“行政复议”");
    assert.equal(completed('甲 -title:"行政', '甲 -title:"行政复议'), '甲 -title:"行政复议"');
    assert.equal(completed("“甲” “行政", "“甲” “行政复议"), "“甲” “行政复议”");
    assert.equal(completed("“放管服”改", "“放管服”改革"), "“放管服”改革");
    // A name is a condition of its own, which does not go on within what was opened.
    assert.equal(completed('甲 "行政', '甲 "agency:"某局"', "agency"), null);
    assert.equal(completed('甲 "行政', 'agency:"某局"', "agency"), 'agency:"某局"');
    for (const text of ["“行政复议”", '甲 -title:"行政复议"', "“甲” “行政复议”"]) read(text);
  });
});
