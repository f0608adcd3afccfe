// How a report looks that was found: its title, its facts and its passages, with what matched marked.
//
// Everything that comes from the index or from the reader is text, and becomes text nodes and attributes
// alone. Asks nothing.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { place, word } = search;
  const root = new URL(place.root ?? "", location.href);
  const language = document.documentElement.lang;
  /** Texts that a report marks for one result. */
  const MARKS = 8;
  /** Characters below a heading that are worth a line. */
  const LEAST = 6;
  /** Characters of a passage that are looked for in a heading that was cut. */
  const SAME = 8;
  /** The number that a heading begins with: 第十一条, 一、, （二）, 3.1. */
  const NUMBER =
    /^(第[〇零一二三四五六七八九十百千两\d]+[编章节条款项目部分篇]+(之[一二三四五六七八九十]+)?|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+(\.\d+)*[、.．]?)(?=\P{L}|\p{Script=Han})/u;

  /**
   * An element; attributes that are false or null are left out.
   * @type {SearchView["make"]}
   */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== false && value !== null && value !== undefined)
        element.setAttribute(key, value === true ? "" : String(value));
    }
    for (const child of children.flat())
      if (child !== null && child !== undefined && child !== false) element.append(child);
    return element;
  }

  /** Attributes of the archive's own texts, on a page whose words may be in another language. */
  const own = { lang: place.language, dir: "auto" };

  /**
   * A sentence of the page as nodes, with elements in the places of its values.
   * @type {SearchView["phrase"]}
   */
  const phrase = (key, values) => {
    const parts = word(key).split(/\{([a-z_]+)\}/);
    return parts.map((part, n) => (n % 2 === 0 ? part : values[part]));
  };

  /**
   * The address of a file of the site; none for one that leads out of it, which no true index names.
   * @param {string} path
   * @param {string[]} marks
   */
  function address(path, marks = [], anchor = "") {
    let url;
    try {
      url = new URL(path, root);
    } catch {
      return null;
    }
    if (!url.href.startsWith(root.href)) return null;
    for (const mark of marks) url.searchParams.append("mark", mark);
    if (anchor !== "") url.hash = `#${encodeURIComponent(anchor)}`;
    return url.href;
  }

  /**
   * `2021-03-05` in words.
   * @param {string} date
   */
  function dateOf(date) {
    const [year, month, day] = date.split("-").map(Number);
    const time = new Date(0);
    time.setUTCFullYear(year, (month || 1) - 1, day || 1);
    /** @type {Intl.DateTimeFormatOptions} */
    const parts = { year: "numeric", timeZone: "UTC" };
    if (month) parts.month = "long";
    if (day) parts.day = "numeric";
    return make("time", { datetime: date }, time.toLocaleDateString(language === "en" ? "en-GB" : language, parts));
  }

  /**
   * A part of a passage's text, from scalar to scalar, with what matched marked, and what stands there otherwise.
   * @param {string[]} scalars
   * @param {Span[]} spans
   * @param {number} from
   * @param {number} to
   * @param {Span[]} [differs]
   */
  function marked(scalars, spans, from, to, differs = []) {
    /** @type {Child[]} */
    const nodes = [];
    let at = from;
    const all = [...spans, ...differs].sort((a, b) => a[0] - b[0]);
    for (const span of all) {
      const [first, last] = [Math.max(span[0], at), Math.min(span[1], to)];
      if (last <= first) continue;
      const text = scalars.slice(first, last).join("");
      nodes.push(scalars.slice(at, first).join(""), make("mark", { class: differs.includes(span) && "differs" }, text));
      at = last;
    }
    return [...nodes, scalars.slice(at, to).join("")];
  }

  /** @type {(scalars: string[], spans: Span[]) => string[]} */
  const textsOf = (scalars, spans) => spans.map(([start, end]) => scalars.slice(start, end).join(""));

  /**
   * What leads to the place of a passage: its heading, but only the number of one whose words the passage has itself.
   * @param {string} heading
   * @param {string} text
   */
  function labelOf(heading, text) {
    // Long ones are cut.
    const [, words, cut] = /^(.*?)(…?)$/su.exec(heading) ?? [];
    const [number = ""] = NUMBER.exec(words ?? "") ?? [];
    const rest = (words ?? "").slice(number.length).trim();
    const isSaid = rest !== "" && (text.includes(rest) || (cut !== "" && rest.includes(text.slice(0, SAME))));
    return number !== "" && (isSaid || rest === "") ? number : heading;
  }

  /**
   * The place leads to its section; where the text begins with the words of the heading, they are the link. Below a
   * heading stand its first lines.
   * @param {Hit} hit
   * @param {Passage} passage
   */
  function passageOf(hit, { anchor, heading, text, below, spans, differs }) {
    const scalars = Array.from(text);
    const found = new Set(textsOf(scalars, spans));
    const href = address(hit.url, [...found].slice(0, MARKS), anchor);
    const label = labelOf(heading, text);
    // The first cell of a table says nothing.
    const lines = below && below.length >= LEAST ? make("span", { class: "below" }, below) : null;
    const isHeading = text === heading || Boolean(below);
    const start = isHeading ? text : label;
    if (start !== "" && text.startsWith(start)) {
      const end = Array.from(start).length;
      const link = make("a", { href }, marked(scalars, spans, 0, end, differs));
      return make("p", own, link, marked(scalars, spans, end, scalars.length, differs), lines);
    }
    const name = make("a", { href, class: "place", ...(heading && own) }, label || word("place"));
    return make("p", {}, name, make("span", own, marked(scalars, spans, 0, scalars.length, differs)));
  }

  /**
   * `isNumbered`: whether its numbers were asked for, which are not in its text; `head`: what its title is.
   * @type {SearchView["hitOf"]}
   */
  function hitOf(hit, isNumbered, head = "h3") {
    const date = hit.date ? dateOf(hit.date) : make("span", {}, word("undated"));
    const facts = [
      ...hit.agencies.map((name) => make("span", own, name)),
      date,
      hit.type && make("span", own, hit.type),
    ];
    if (hit.status && hit.status !== "in-force")
      facts.push(make("span", { class: "tag" }, nameOf("status", hit.status)));
    if (hit.times > 0) facts.push(make("span", {}, word("times", { n: hit.times })));
    if (isNumbered) facts.push(...hit.numbers.map((number) => make("span", {}, number)));
    const title = Array.from(hit.title);
    const found = new Set(hit.passages.flatMap(({ text, spans }) => textsOf(Array.from(text), spans)));
    const attributes = { href: address(hit.url, [...found].slice(0, MARKS)), class: "title", ...own };
    const shown = facts.filter(Boolean);
    return make(
      "li",
      {},
      make(head, {}, make("a", attributes, marked(title, hit.title_spans, 0, title.length))),
      make(
        "p",
        { class: "facts" },
        shown.flatMap((fact) => [fact, " "]),
      ),
      hit.passages.map((passage) => passageOf(hit, passage)),
    );
  }

  /**
   * A value of the index in words; a status that this page does not know is named as one.
   * @param {Field} field
   * @param {string} value
   */
  function nameOf(field, value) {
    if (field === "year" && value === "undated") return word("undated");
    if (field === "region") return value.replaceAll("/", /\p{Script=Han}/u.test(value) ? "" : " / ");
    if (field !== "status") return value;
    return isStatus(value) ? word(`status.${value}`) : word("other_status", { value });
  }
  /** @param {string} value */
  const isStatus = (value) => search.hasWord(`status.${value}`);
  /**
   * What a reader wrote as a value: the key of a status in words, all else as it is.
   * @type {SearchView["typedName"]}
   */
  const typedName = (field, value) => (field === "status" && !isStatus(value) ? value : nameOf(field, value));

  /**
   * Whether its values are names in the archive's language.
   * @param {Field} field
   */
  const isName = (field) => ["agency", "region", "type", "topic"].includes(field);

  /** @type {Partial<SearchView>} */
  const view = { root, make, own, phrase, address, hitOf, nameOf, isName, typedName };
  // search-results.js adds the rest, where there is more to see.
  search.view = /** @type {SearchView} */ (view);
})();
