// Help with a query: what is suggested while typing, and what is offered where nothing is found, from the
// words of the sample archive as they are published. No browser is needed: its scripts are pure.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { beginHelp } from "./scripts.mjs";

let words;
let help;

before(() => {
  ({ words, help } = beginHelp());
});

/** A term as the engine reports it, with its place in the query. */
function term(query, text, more = {}) {
  const quoted = more.quoted ?? false;
  const own = more.own ?? text;
  const at = [...query.slice(0, query.indexOf(own))].length;
  return {
    clause: 0,
    negated: false,
    field: null,
    missing: true,
    text,
    quoted,
    at: [at, at + [...own].length],
    ...more,
  };
}

const offers = (query, text = query, more = {}) => help.offers(words, { terms: [term(query, text, more)], query });
/** What is offered for a query of plain terms that are nowhere, but for those given. */
function offersOfAll(query, there = [], own = words) {
  let at = 0;
  const terms = query.split(" ").map((text, clause) => {
    const from = at;
    at += [...text].length + 1;
    return { ...term(text, text), clause, missing: !there.includes(text), at: [from, at - 1] };
  });
  return help.offers(own, { terms, query });
}
const queries = (found) => found.map(({ kind, query }) => `${kind} ${query}`);

test("the words are the archive's own", () => {
  const list = words.words.split(" ");
  const count = (word) => Number(list[list.indexOf(word) + 1]);
  assert.ok(count("行政复议") >= 10);
  for (const piece of ["政复", "行政复", "政复议", "治政府"]) assert.ok(!list.includes(piece), piece);
  assert.ok(words.agencies.some(([name, url]) => name === "示例市云麓区" && url === "shili-yunlu/index.html"));
  assert.deepEqual(words.synonyms[0], ["行政诉讼", "民告官"]);
});

test("pinyin in full, by initials and mixed is turned into words", () => {
  for (const typed of [
    "xingzhengfuyi",
    "xzfy",
    "xingzfy",
    "xzfuyi",
    "XZFY",
    "ｘｚｆｙ",
    "xing'zheng'fu'yi",
    "xíngzhèngfùyì",
    "行政fuyi",
  ]) {
    assert.equal(queries(offers(typed))[0], "pinyin 行政复议", typed);
  }
  assert.equal(queries(offers("xingzhengfuyijueding"))[0], "pinyin 行政复议决定", "words in a row");
  assert.equal(queries(offers("sifaju"))[0], "pinyin 司法局", "within 区司法局");
  assert.equal(queries(offers("zhengfu"))[0], "pinyin 政府");
  for (const typed of ["qqqq", "xzfyq", "x", "hello", "2019", "covid19"]) assert.deepEqual(offers(typed), [], typed);
  for (const typed of ["zf", "sh", "xz"]) assert.ok(offers(typed).length <= 3, typed);
});

test("pinyin with blanks between its syllables is turned into words, all of it", () => {
  const cases = [
    ["xing zheng fu yi", ["行政复议"]],
    ["xíng zhèng fù yì", ["行政复议"]],
    ["xingzheng fuyi", ["行政复议"]],
    ["xing'zheng fu'yi", ["行政复议"]],
    ["xing zheng fu yi jue ding", ["行政复议决定"]],
    ["si fa ju", ["司法局"]],
    ["2019 xing zheng fu yi", ["2019 行政复议"]],
    ["zhengfu gongkai", ["政府 公开"]],
    ["fu yi 执法 xing zheng", ["复议 执法 xing zheng", "fu yi 执法 行政"], ["执法"]],
    // What some report has is a word, and parts what stands beside it.
    ["xing zheng yi", ["行政 yi"], ["yi"]],
    ["xing zheng", [], ["xing"]],
    ["data security law", []],
    ["hello xing zheng", ["hello 行政"]],
  ];
  for (const [typed, wanted, there] of cases) {
    const found = offersOfAll(typed, there);
    assert.deepEqual(
      found.map(({ query }) => query),
      wanted,
      typed,
    );
    assert.ok(
      // What has others beside it may stand in no report, and is asked first.
      found.every(({ kind, isKnown, query, to }) => kind === "pinyin" && (!isKnown || query === to)),
      typed,
    );
  }
  assert.equal(offersOfAll("xing zheng fu yi")[0].from, "xing zheng fu yi");
  // Alternatives are no row.
  const query = "xing OR zheng";
  const terms = [term(query, "xing"), term(query, "zheng")];
  assert.deepEqual(help.offers(words, { terms, query }), []);
  const [first] = help.suggestions(words, "xing zheng fu");
  assert.equal(first.query, "行政复议");
  assert.equal(help.suggestions(words, "执法 xing")[0].query.slice(0, 3), "执法 ");
});

test("initials of how a name ends are turned into that, but not those of words", () => {
  const own = {
    agencies: [
      ["临江市区教育局", "a/index.html", 3, "区教局"],
      ["汀兰县教育局", "b/index.html", 2],
      ["云麓区纪要局", "c/index.html", 9],
    ],
    words: "建议记 5 区家园金 9",
    sounds: "yu育 jiao教 ju局 ji记纪 yao要 qu区 jian建 yi议 yuan园 jia家 jin金 lin临 jiang江 shi市",
  };
  // Of one word all initials, then what is in two names, then what is in one that has more reports.
  assert.deepEqual(queries(offersOfAll("jyj", [], own)), ["pinyin 建议记", "pinyin 纪要局", "pinyin 教育局"]);
  assert.deepEqual(queries(offersOfAll("jiaoyj", [], own)), ["pinyin 教育局"]);
  assert.deepEqual(offersOfAll("yj", [], own), [], "two initials are those of too many");
  assert.deepEqual(
    help.suggestions(own, "jyj").map(({ kind, text }) => `${kind} ${text}`),
    ["word 建议记", "agency 云麓区纪要局", "agency 临江市区教育局", "agency 汀兰县教育局"],
  );
});

test("near words are found without a noticeable delay among twice as many words as there may be", () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const syllables = words.sounds.match(/[a-z]+/g);
  const character = () => String.fromCharCode(0x4e00 + random(3000));
  const run = (from, to) => Array.from({ length: from + random(to - from + 1) }, character).join("");
  const sounds = new Map(syllables.map((syllable) => [syllable, ""]));
  for (let n = 0; n < 3000; n += 1) {
    for (const which of [n % syllables.length, random(syllables.length)])
      sounds.set(syllables[which], sounds.get(syllables[which]) + String.fromCharCode(0x4e00 + n));
  }
  const names = (end) =>
    Array.from({ length: 2000 }, (_, n) => [run(4, 8) + end, `${n}/index.html`, n, run(2, 4) + end]);
  const text = JSON.stringify({
    agencies: names("局"),
    topics: names("类"),
    types: [],
    synonyms: [],
    variants: "",
    words: Array.from({ length: 4000 }, () => `${run(2, 5)} ${1 + random(99)}`).join(" "),
    sounds: [...sounds].map(([syllable, characters]) => syllable + [...new Set(characters)].join("")).join(" "),
  });
  const [typed, runs] = [Array.from({ length: 32 }, () => "shixingyi"), Array.from({ length: 32 }, () => run(29, 29))];
  // Each with what it may take, as a multiple of what reading the words ten times takes: five times what it does. In
  // turns, and more of them until it fits, since a machine may be slow or busy.
  const works = {
    "the first look": [6, (own) => help.suggestions(own, "行")],
    "a run of 40 characters": [2, (own) => offersOfAll(run(40, 40), [], own)],
    "32 runs": [8, (own) => offersOfAll(runs.join(" "), [], own)],
    pinyin: [3, (own) => help.suggestions(own, "shix")],
    "32 times pinyin": [25, (own) => offersOfAll(typed.join(" "), [], own)],
  };
  const best = {};
  const time = (name, work) => {
    const start = performance.now();
    work();
    best[name] = Math.min(best[name] ?? Infinity, performance.now() - start);
  };
  const tooLong = () => Object.keys(works).filter((name) => best[name] > works[name][0] * best.reading);
  for (let round = 0; round < 4 || (round < 20 && tooLong().length > 0); round += 1) {
    const own = JSON.parse(text);
    for (const [name, [, work]] of Object.entries(works)) {
      time("reading", () => {
        for (let n = 0; n < 10; n += 1) JSON.parse(text);
      });
      time(name, () => work(own));
    }
  }
  assert.deepEqual(tooLong(), [], `${JSON.stringify(best)} ms`);
});

test("the name of an agency leads to its reports", () => {
  const own = {
    agencies: [
      ["青石区人民政府", "a/index.html", 4, "青石县人民政府"],
      ["Audit Office", "b/index.html", 2],
      ["空局", "c/index.html", 0],
    ],
    words: "行政复议 9",
  };
  assert.deepEqual(queries(offersOfAll("青石区人民政府", [], own)), ['agency agency:"青石区人民政府"']);
  assert.deepEqual(queries(offersOfAll("青石县人民政府", [], own)), ['agency agency:"青石区人民政府"']);
  assert.deepEqual(queries(offersOfAll("行政复议 青石区人民政府", ["行政复议", "青石区人民政府"], own)), [
    'agency 行政复议 agency:"青石区人民政府"',
  ]);
  assert.deepEqual(queries(offersOfAll("青石区人民正府", [], own)), ['agency agency:"青石区人民政府"']);
  assert.deepEqual(queries(offersOfAll("audit office", ["office"], own)), ['agency agency:"Audit Office"']);
  assert.deepEqual(offersOfAll("空局", [], own), []);
  const excluded = {
    terms: [term("行政复议 -青石区人民政府", "青石区人民政府", { negated: true, own: "-青石区人民政府" })],
    query: "行政复议 -青石区人民政府",
  };
  assert.deepEqual(help.offers(own, excluded), []);
});

test("a slip is turned into what may have been meant", () => {
  const cases = [
    ["行政复义", "行政复议"],
    ["行政复义决定", "行政复议决定"],
    ["行正复议", "行政复议"],
    ["行政复", "行政复议案件", "a piece is no slip of a longer word"],
    ["政府信息公", "政府信息公开"],
    ["法制政府建设", "法治政府建设"],
    ["依法政行", "依法行政"],
    ["重大行政绝策事项", "重大行政决策事项"],
    ["行政復義", "行政复议"],
    ["复义", "复议"],
  ];
  for (const [typed, meant, isNot] of cases) {
    const found = offers(typed);
    assert.ok(found.length <= 2 && found.every(({ kind }) => kind === "near"), typed);
    if (isNot) assert.ok(!found.some(({ to }) => to === meant), isNot);
    else assert.equal(found[0]?.query, meant, `${typed}: ${queries(found)}`);
  }
  for (const typed of ["", "法", "量子纠缠", "行政复议", "abc".repeat(300), "行".repeat(900), "😀😀", "\ud800"]) {
    assert.deepEqual(offers(typed), [], typed.slice(0, 20));
  }
});

test("numbers are offered in the other numerals, and asked for first", () => {
  const numerals = "第四十六条";
  const found = (text, more) => offers(text, text, { numerals, missing: false, ...more });
  assert.deepEqual(queries(found("第46条")), ["numerals 第四十六条"]);
  assert.equal(found("第46条")[0].isKnown, false);
  assert.deepEqual(queries(found("第46条", { field: "title", own: "第46条" }))[0], "numerals 第四十六条");
  assert.deepEqual(found("第46条", { negated: true, numerals: null }), []);
  // A date is found often enough as it is typed.
  assert.deepEqual(found("2018年", { numerals: "二〇一八年" }), []);
  assert.deepEqual(queries(found("2018年", { numerals: "二〇一八年", missing: true })).slice(-1), [
    "numerals 二〇一八年",
  ]);
});

test("synonyms are offered both ways, found or not, within a run too", () => {
  const found = (query) => help.offers(words, { terms: [term(query, query, { missing: false })], query });
  assert.deepEqual(queries(found("民告官")), ["synonym 行政诉讼"]);
  assert.deepEqual(queries(found("行政诉讼")), ["synonym 民告官"]);
  assert.deepEqual(queries(found("清理红头文件情况")), ["synonym 清理规范性文件情况"]);
  assert.deepEqual(queries(found("行政訴訟")), ["synonym 民告官"]);
  assert.deepEqual(queries(found("行政复议")), []);
});

test("the offer is the whole query, with that term alone replaced", () => {
  const cases = [
    [
      "😀 标题:「行政复义」 2019",
      "行政复义",
      { field: "title", quoted: true, own: "标题:「行政复义」" },
      "😀 标题:「行政复议」 2019",
    ],
    [
      "😀 标题:“行政复义” 2019",
      "行政复义",
      { field: "title", quoted: true, own: "标题:“行政复义”" },
      "😀 标题:“行政复议” 2019",
    ],
    ['执法 "xzfy" OR 审计', "xzfy", { quoted: true, own: '"xzfy"' }, '执法 "行政复议" OR 审计'],
    ["标题：xzfy 执法", "xzfy", { field: "title", own: "标题：xzfy" }, "标题：行政复议 执法"],
    ["机关:yunluqu 审计", "yunluqu", { field: "agency", own: "机关:yunluqu" }, "机关:云麓区 审计"],
  ];
  for (const [query, text, more, wanted] of cases) {
    const found = offers(query, text, more);
    assert.ok(
      found.some((offer) => offer.query === wanted),
      `${query}: ${queries(found)}`,
    );
  }
  // What is excluded need not be there, and in other words something else would be.
  assert.deepEqual(offers("执法 -民告官", "民告官", { negated: true, own: "-民告官" }), []);
  assert.deepEqual(offers("执法 -xzfy", "xzfy", { negated: true, own: "-xzfy" }), []);
  // Neither years nor numbers are words.
  assert.deepEqual(offers("文号:xzfy", "xzfy", { field: "number", own: "文号:xzfy" }), []);
});

test("a text that would be read as something else is quoted", () => {
  const own = { synonyms: [["abc", "甲 乙", "-丙", '丁"戊', "己:庚"]] };
  const found = help.offers(own, { terms: [term("abc", "abc", { missing: false })], query: "abc" });
  assert.deepEqual(
    found.map(({ query }) => query),
    ['"甲 乙"', '"-丙"', '“丁"戊”', '"己:庚"'],
  );
  const none = help.offers(own, { terms: [term("abcd", "abcd", { missing: false })], query: "abcd" });
  assert.deepEqual(none, [], "abc is no part of abcd");
});

test("the key of a type is turned into its name", () => {
  const query = "类型:bulletin";
  const found = help.offers(words, { terms: [term(query, query, { field: "type", text: "bulletin" })], query });
  assert.deepEqual(queries(found), ["near 类型:统计通报"]);
  assert.equal(help.suggestions(words, "type:bull")[0].query, 'type:"统计通报"');
});

test("suggestions come from names, other names and words", () => {
  const first = (text) => help.suggestions(words, text)[0];
  assert.deepEqual(first("云麓"), {
    kind: "agency",
    text: "示例市云麓区",
    note: "云麓区",
    query: 'agency:"示例市云麓区"',
    isKnown: true,
    url: "shili-yunlu/index.html",
  });
  assert.equal(first("yunl").text, "示例市云麓区");
  assert.equal(first("示例市汀").kind, "agency");
  assert.equal(first("行政复").text, "行政复议");
  assert.equal(first("xingzhengf").text, "行政复议");
  assert.equal(first("xzfy").query, "行政复议");
  assert.equal(first("2019 行政复").query, "2019 行政复议");
  assert.equal(first("执法 -行政复").query, "执法 -行政复议");
  assert.equal(first("标题:行政复").query, "标题:行政复议");
  assert.equal(first("机关:云麓").query, 'agency:"示例市云麓区"');
  for (const name of ["機關", "發佈機構", "發文機關", "製發機構", "ＡＧＥＮＣＹ"])
    assert.equal(first(`${name}：云麓`).query, 'agency:"示例市云麓区"', name);
  assert.equal(first("類型:统计").query, 'type:"统计通报"');
  assert.equal(first("－标题:行政复").query, "－标题:行政复议");
  assert.equal(first("標題:行政复").query, "標題:行政复议");
  assert.equal(first("標題:「行政复").query, "標題:行政复议");
  assert.equal(first("类型:统计").query, 'type:"统计通报"');
  assert.equal(first("政府信息公开工").url, "types/open-information/index.html");
  for (const text of ["", " ", "行政复议案件决定书", "文号:行政", "q", "\0", "😀"]) {
    assert.deepEqual(help.suggestions(words, text), [], text);
  }
  for (const text of ["行", "政府", "s", "sh", "示例", "x".repeat(5000)]) {
    const found = help.suggestions(words, text);
    assert.ok(found.length <= 8, text);
    assert.equal(new Set(found.map(({ query }) => query)).size, found.length, text);
  }
});

test("the words of an empty archive give no suggestion and no error", () => {
  for (const none of [{}, { words: "", sounds: "", variants: "", agencies: [], types: [], topics: [], synonyms: [] }]) {
    assert.deepEqual(help.suggestions(none, "行政"), []);
    assert.deepEqual(help.offers(none, { terms: [term("xzfy", "xzfy")], query: "xzfy" }), []);
  }
});

test("a year, an agency or a type in what was typed becomes a condition", () => {
  const own = {
    agencies: [["示例市云麓区", "a/index.html", 3, "云麓区"]],
    types: [["年度报告", "b/index.html", 5]],
    words: "行政复议 9",
    sounds: "",
  };
  const agency = 'agency:"示例市云麓区"';
  const cases = [
    ["2021年行政复议", ["行政复议 year:2021"]],
    ["行政复议２０２１年度", ["行政复议 year:2021"]],
    ["2021年的行政复议", ["行政复议 year:2021"]],
    ["云麓区行政复议", [`行政复议 ${agency}`]],
    ["云麓区2021年行政复议", [`行政复议 year:2021 ${agency}`, "云麓区行政复议 year:2021", `2021年行政复议 ${agency}`]],
    ["行政复议年度报告", ['行政复议 type:"年度报告"']],
    ["2021年", ["year:2021"]],
    ["行政复议", []],
    ["12021年", []],
    ["2021", []],
    ["云麓区", []],
  ];
  for (const [typed, wanted] of cases) {
    const found = help.narrowings(own, { terms: [term(typed, typed)], query: typed });
    assert.deepEqual(
      found.map(({ query }) => query),
      wanted,
      typed,
    );
  }
  const query = "2021年行政复议 year:2019";
  const terms = [term(query, "2021年行政复议"), term(query, "2019", { field: "year", own: "year:2019", clause: 1 })];
  assert.deepEqual(help.narrowings(own, { terms, query }), [], "it has a year");
  const quoted = term('"2021年行政复议"', "2021年行政复议", { quoted: true, own: '"2021年行政复议"' });
  assert.deepEqual(help.narrowings(own, { terms: [quoted], query: '"2021年行政复议"' }), []);
});

test("what may stand in no report is known to be so", () => {
  const own = { agencies: [["示例市云麓区", "a/index.html", 3]], words: "加班工资 9 办公 9", sounds: "" };
  const known = (query, terms) => help.offers(own, { terms, query }).map((offer) => [offer.query, offer.isKnown]);
  const alone = term("示例市云麓区", "示例市云麓区");
  assert.deepEqual(known("示例市云麓区", [alone]), [['agency:"示例市云麓区"', true]]);
  const query = "示例市云麓区 2021";
  const both = [term(query, "示例市云麓区"), { ...term(query, "2021"), clause: 1, missing: false }];
  assert.deepEqual(known(query, both), [['agency:"示例市云麓区" 2021', false]]);
  const suggested = (text) => help.suggestions(own, text).map((one) => [one.query, one.isKnown]);
  assert.deepEqual(suggested("加班"), [["加班工资", true]]);
  assert.deepEqual(suggested("2021 加班"), [["2021 加班工资", false]]);
});
