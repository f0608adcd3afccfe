// How an answer looks: conditions to choose beside the reports (search-hits.js), and the list as CSV.
//
// Everything that comes from the index or from the reader is text, and becomes text nodes and attributes
// alone. Asks nothing.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { place, word, number } = search;
  const { isChosen, toggled, without, withYears } = search.query;
  const { root, make, own, phrase, address, hitOf, nameOf, isName, typedName } = search.view;
  const SVG = "http://www.w3.org/2000/svg";
  /** Reports that are shown at first, and that are added each time. */
  const STEP = 10;
  /** Values of a facet that are shown before the others are asked for. */
  const FEW = 8;
  /** @type {Facet[]} */
  const FACETS = ["year", "agency", "region", "type", "topic", "status"];

  /**
   * A link that asks; the address is one that can be opened in another tab. `key` finds it again later.
   * @type {SearchView["askLink"]}
   */
  function askLink(query, { key, sort, current, label }, ...children) {
    const href = search.addressOf(query, Boolean(sort ?? search.byDate));
    return make("a", { href, "data-key": key, "aria-current": current, "aria-label": label }, ...children);
  }

  /** Which facets show all their values, and whether the conditions are shown at all: kept over answers. */
  /** @type {Set<Facet>} */
  const open = new Set();
  /** @type {boolean | null} */
  let isOpen = null;

  /** @param {number} share */
  function barOf(share) {
    const svg = document.createElementNS(SVG, "svg");
    const bar = document.createElementNS(SVG, "rect");
    const frame = { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" };
    for (const [key, value] of Object.entries(frame)) svg.setAttribute(key, value);
    bar.setAttribute("width", String(Math.max(2, share * 100)));
    bar.setAttribute("height", "10");
    svg.append(bar);
    return svg;
  }

  /**
   * @param {Facet} field
   * @param {Counts} counts
   * @param {Shown} shown
   */
  function facetOf(field, counts, { query, terms }) {
    if (counts.length === 0) return null;
    const most = Math.max(...counts.map(({ count }) => count));
    const items = counts.map(({ value, count }) => {
      const current = isChosen(terms, field, value) ? "true" : null;
      const name = make("span", { class: "value", ...(isName(field) && own) }, nameOf(field, value));
      const bar = field === "year" ? [barOf(count / most)] : [];
      const found = make("span", { class: "count" }, number(count));
      const attributes = { key: `${field} ${value}`, current };
      return make("li", {}, askLink(toggled(query, terms, field, value), attributes, name, ...bar, " ", found));
    });
    /** @param {HTMLElement[]} some */
    const list = (some) => make("ul", { class: field === "year" ? "bars" : null }, some);
    /** @type {HTMLElement[]} */
    const parts = [make("h3", {}, word(`field.${field}`)), list(items.slice(0, FEW))];
    if (items.length > FEW) {
      const summary = make("summary", {}, word("all", { n: items.length }));
      const rest = make("details", { open: open.has(field) }, summary, list(items.slice(FEW)));
      rest.addEventListener("toggle", () => (rest.open ? open.add(field) : open.delete(field)));
      parts.push(rest);
    }
    if (field === "year") parts.push(yearsOf(query, terms));
    return make("section", {}, parts);
  }

  /**
   * Two fields for a range of years.
   * @param {string} query
   * @param {Term[]} terms
   */
  function yearsOf(query, terms) {
    const chosen = terms.find(({ field, negated }) => field === "year" && !negated)?.text ?? "";
    const [first = "", last = first] = chosen === "undated" ? [] : chosen.split("..");
    const digits = { inputmode: "numeric", maxlength: 4, pattern: "[0-9]{4}", autocomplete: "off" };
    /** @type {(name: "from" | "to", value: string) => HTMLInputElement} */
    const input = (name, value) =>
      make("input", { name, value, ...digits, "aria-label": word(name), "data-key": name });
    const [from, to] = [input("from", first), input("to", last)];
    const between = make("span", { "aria-hidden": "true" }, "—");
    const button = make("button", { "data-key": "years" }, word("apply"));
    const form = make("form", { class: "years" }, from, between, to, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search.go(withYears(query, terms, search.query.range(from.value, to.value)));
    });
    return form;
  }

  /**
   * What was chosen, each with the query without it.
   * @param {Shown} shown
   */
  function chipsOf({ query, terms }) {
    const chips = terms.flatMap((term) => {
      if (term.field === null) return [];
      const name = typedName(term.field, term.text);
      const kind = term.negated ? "chip_not" : "chip";
      const field = word(`field.${term.field}`);
      const said = phrase(kind, { field, value: isName(term.field) ? make("span", own, name) : name });
      const rest = without(query, terms, (other) => other.at[0] === term.at[0]);
      const label = word("remove", { name: word(kind, { field, value: name }) });
      const cross = make("span", { "aria-hidden": "true" }, " ×");
      return [make("li", {}, askLink(rest, { label, key: "chip" }, said, cross))];
    });
    if (chips.length === 0) return null;
    if (chips.length > 1) {
      const rest = without(query, terms, (term) => term.field !== null);
      chips.push(make("li", {}, askLink(rest, { key: "chip" }, word("clear"))));
    }
    return make("ul", { class: "chips", "aria-label": word("chosen") }, chips);
  }

  /** @param {string} query */
  function orderOf(query) {
    /** @type {(key: string, byDate: boolean) => HTMLElement} */
    const link = (key, byDate) => {
      const current = search.byDate === byDate ? "true" : null;
      return askLink(query, { sort: byDate, key, current }, word(key));
    };
    const links = [link("by_relevance", false), " ", link("by_date", true)];
    return make("p", { class: "order" }, make("span", {}, word("order")), " ", links);
  }

  /**
   * The results of an answer.
   * @param {Shown} shown
   * @returns {Child[]}
   */
  function resultsOf(shown) {
    const { query, answer, terms } = shown;
    const isNumbered = terms.some((term) => term.field === "number" && !term.negated);
    /** @param {Hit[]} hits */
    const rows = (hits) => hits.map((hit) => hitOf(hit, isNumbered));
    const exact = answer.hits.filter((hit) => hit.exact);
    const near = answer.hits.filter((hit) => hit.near);
    const apart = answer.hits.filter((hit) => !hit.exact && !hit.near);
    const counts = answer.choices ?? answer.facets;
    const wide = matchMedia("(min-width: 64rem)").matches;
    const sections = FACETS.map((field) => facetOf(field, counts[field] ?? [], shown));
    // Conditions are counted among the exact matches: where there are none, there is nothing to choose from.
    const isOpenAtFirst = isOpen ?? wide;
    const summary = make("summary", {}, word("filters"));
    const facets =
      sections.some(Boolean) && make("details", { class: "facets", open: isOpenAtFirst }, summary, sections);
    if (facets) {
      facets.addEventListener("toggle", () => {
        // Also fired as it first opens.
        if (isOpen !== null || facets.open !== isOpenAtFirst) isOpen = facets.open;
      });
    }
    const toFacets = facets && make("button", { class: "skip" }, word("filters"));
    if (toFacets) toFacets.addEventListener("click", () => summary.focus());
    const together = answer.exact_total + (answer.near?.total ?? 0);
    const others = answer.total - together;
    const left = Math.min(STEP, answer.total - answer.hits.length);
    const more = make("button", { class: "more", "data-key": "more" }, word("more", { n: left }));
    more.addEventListener("click", () => search.more());
    const csv = make("button", { "data-key": "csv" }, search.saveName());
    csv.addEventListener("click", () => search.save());
    const list = make(
      "div",
      { class: "answers" },
      make("div", { class: "row" }, orderOf(query), csv, wide && toFacets),
      exact.length > 0 && make("ol", { class: "hits" }, rows(exact)),
      near.length > 0 && make("ol", { class: "hits", id: "near" }, rows(near)),
      apart.length > 0 && together > 0 && make("h2", {}, word("others", { n: others })),
      apart.length > 0 && make("ol", { class: "hits" }, rows(apart)),
      answer.hits.length < answer.total && more,
    );
    // Beside the results the conditions come after them for a keyboard; above them they are closed, and one stop.
    return wide ? [list, facets] : [facets, list];
  }

  /**
   * A cell in which nothing is computed, wherever a spreadsheet program may split it: src/data/csv.rs says why.
   * @param {string} text
   */
  const cell = (text) => {
    const isNegative = /^-\d+(,\d+)*(\.\d+)?%?$/.test(text);
    const inert = isNegative ? text : text.replace(/(^|[;\t\r\n])([ \u3000\u00a0]*)(?=[=+\-@＝＋－＠])/g, "$1$2'");
    return `"${inert.replace(/"/g, '""')}"`;
  };

  /**
   * The list for spreadsheet programs, as data/reports.csv is written: docs/open-data.md says how.
   * @param {Answer} answer
   */
  function csvOf({ hits }) {
    const base = place.base || (location.protocol === "file:" ? "" : root.href);
    /** @param {Hit} hit */
    const url = (hit) => {
      const own = address(hit.url);
      return own === null ? "" : base + own.slice(root.href.length);
    };
    const keys = [
      "csv.title",
      "csv.agency",
      "csv.type",
      "csv.date",
      "field.number",
      "csv.status",
      "csv.address",
      "csv.exact",
      "csv.passage",
    ];
    const head = keys.map((key) => word(key));
    const rows = hits.map((hit) => [
      hit.title,
      hit.agencies.join(word("sentences")),
      hit.type,
      hit.date ?? "",
      hit.numbers.join(word("sentences")),
      hit.status ? nameOf("status", hit.status) : "",
      url(hit),
      word(hit.exact ? "yes" : "no"),
      hit.passages[0]?.text ?? "",
    ]);
    const lines = [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`);
    return `\ufeff${lines.join("")}`;
  }

  Object.assign(search.view, { STEP, askLink, chipsOf, resultsOf, csvOf });
})();
