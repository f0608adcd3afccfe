// The notes beside an answer: how many results, which terms no report has, and other queries to try.
//
// Whatever is offered is a link to another query; what was asked keeps its meaning. Asks nothing itself.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { word } = search;
  const { without, isPlain, operators, numbered, around } = search.query;
  const { make, own, phrase, address, askLink, typedName } = search.view;
  /** Exact matches up to which a query may have been meant otherwise. */
  const LITTLE = 3;
  const MOST_OFFERS = 6;

  /**
   * The sentences that say how many were found: by their number, and in titles and texts; either may be null.
   * @type {SearchNotes["countsOf"]}
   */
  function countsOf({ query, answer, numbers }) {
    const { total, exact_total: exact } = answer;
    const hasNumbers = numbers !== null && numbers.total > 0;
    const byNumber = hasNumbers ? word("numbers", { n: numbers.total, text: query }) : null;
    if (total === 0) return { byNumber, byText: hasNumbers ? null : word("nothing") };
    if (answer.near) return { byNumber, byText: word("nearly", { n: answer.near.total }) };
    if (exact === 0) return { byNumber, byText: word("apart", { n: total }) };
    const all = word(hasNumbers ? "in_text" : "total", { n: total });
    return { byNumber, byText: exact === total ? all : all + word("exact", { n: exact }) };
  }

  /**
   * What of the query stands otherwise in the reports that hold all else of it, in quotation marks; what is missing in
   * the query as it stands there.
   * @type {SearchNotes["differsOf"]}
   */
  function differsOf({ query, answer: { near, hits } }) {
    if (!near) return "";
    if (!near.is_same) return word("some_words");
    const [scalars, passage] = [Array.from(query), hits[0]?.passages[0]];
    const there = Array.from(passage?.text ?? "");
    const texts = near.typed.map(([start, end], n) => {
      const [from, to] = start < end ? [0, 0] : (passage?.differs?.[n] ?? [0, 0]);
      return scalars.slice(start, end).join("") || there.slice(from, to).join("");
    });
    const told = texts.filter((text) => /[^\s]/u.test(text));
    return told.length === 0 ? word("some_words") : told.map((text) => word("quoted", { text })).join(word("between"));
  }

  /**
   * One line for each way in which what was typed was found, where none has it word for word.
   * @type {SearchNotes["outcomesOf"]}
   */
  function outcomesOf(shown) {
    const { near } = shown.answer;
    if (!near) return null;
    const said = word("outcome_near", { n: near.total, differs: differsOf(shown) });
    const lines = [make("li", {}, word("outcome_exact")), make("li", {}, make("a", { href: "#near" }, said))];
    return make("ul", { class: "outcomes plain" }, lines);
  }

  /**
   * The line for reports that hold the rest of it, wherever.
   * @type {SearchNotes["apartOf"]}
   */
  function apartOf({ query, answer, terms }, n) {
    const rest = around(query, terms, answer.near?.typed ?? []);
    return make("li", {}, askLink(rest, { key: "apart" }, word("outcome_apart", { n })));
  }

  /**
   * A report with its numbers, on one line.
   * @param {Hit} hit
   */
  function numberLine(hit) {
    const title = make("a", { href: address(hit.url), ...own }, hit.title);
    const agency = make("span", { class: "quiet", ...own }, hit.agencies.join(word("sentences")));
    const ownNumbers = hit.numbers.flatMap((number) => [" ", make("span", { class: "quiet" }, number)]);
    return make("li", {}, title, " ", agency, ownNumbers);
  }

  /**
   * Reports with numbers beside one that no report has.
   * @type {SearchNotes["besideOf"]}
   */
  function besideOf({ query, beside }) {
    if (!beside || beside.hits.length === 0) return null;
    const said = make("p", {}, word("beside", { text: query }));
    return make("div", { class: "numbers" }, said, make("ul", { class: "plain" }, beside.hits.map(numberLine)));
  }

  /**
   * Reports with this number: apart from those that hold it in their text.
   * @type {SearchNotes["numbersOf"]}
   */
  function numbersOf({ query, numbers }, heading) {
    const { hits, total } = numbers ?? { hits: [], total: 0 };
    const rows = hits.map(numberLine);
    const all = () => askLink(numbered(query), { key: "numbers" }, word("all", { n: total }));
    if (total > rows.length) rows.push(make("li", {}, all()));
    return make(
      "div",
      { class: "numbers" },
      make("h2", { tabindex: "-1" }, heading),
      make("ul", { class: "plain" }, rows),
    );
  }

  /** @param {string} years */
  function yearSentence(years) {
    if (years === "undated") return word("missing.undated");
    const [first, last = first] = years.split("..");
    if (first === last) return word("missing.year", { value: first });
    const key = first === "" ? "years_until" : last === "" ? "years_from" : "years";
    return word(`missing.${key}`, { first, last });
  }

  /** @param {Term} term */
  function missingSentence({ field, text, quoted: isWhole }) {
    if (field === null) return word("missing.text", { value: text });
    if (field === "year") return yearSentence(text);
    const isName = ["agency", "type", "topic"].includes(field);
    return word(`missing.${field}${isName && isWhole ? "_whole" : ""}`, { value: typedName(field, text) });
  }

  /**
   * What may be asked for instead of a status that is none.
   * @param {Term[]} terms
   */
  function knownStatuses(terms) {
    const statuses = search.keysOf("status");
    const names = statuses.map((status) => word(`status.${status}`));
    /** @param {string} text */
    const isKnown = (text) => [...statuses, ...names].some((name) => name.includes(text.toLowerCase()));
    const isUnknown = terms.some(({ field, text, missing }) => missing && field === "status" && !isKnown(text));
    return isUnknown ? [word("missing.status_known", { values: names.join(word("sentences")) })] : [];
  }

  /**
   * A sentence with a link to a query in it.
   * @param {string} key
   * @param {string} query
   * @param {Child} text
   */
  const linked = (key, query, text) =>
    make("li", {}, phrase(key, { to: askLink(query, { key: `offer ${query}` }, text) }));

  /**
   * What the archive's own words offer, as help.js has it; nothing before they are here. Looked for once.
   * @param {Shown} shown
   */
  function offersOf(shown) {
    const { gongbaoHelp: help, gongbaoWords: words } = globalThis;
    if (!help || !words) return [];
    const { query, terms } = shown;
    if (shown.offers) return shown.offers;
    try {
      shown.offers = help.offers(words, { terms, query }).slice(0, MOST_OFFERS);
    } catch (error) {
      // The answer stands without them.
      shown.offers = [];
      reportError(error);
    }
    return shown.offers;
  }

  /**
   * What was typed with a year, an agency or a type in it as a condition; nothing before the archive's words are here.
   * @type {SearchNotes["narrowingsOf"]}
   */
  function narrowingsOf({ query, terms }) {
    const { gongbaoHelp: help, gongbaoWords: words } = globalThis;
    if (!help || !words) return [];
    try {
      return help.narrowings(words, { terms, query }).slice(0, MOST_OFFERS);
    } catch (error) {
      // The answer stands without them.
      reportError(error);
      return [];
    }
  }

  /** @type {SearchNotes["narrowingChip"]} */
  function narrowingChip({ names, query }, n) {
    const name = names.map(({ field, value }) => (field === "year" ? word("one_year", { value }) : value));
    return make("li", {}, askLink(query, { key: "narrow" }, word("narrow", { name: name.join(word("names")), n })));
  }

  /** @param {Offer} offer */
  const offerLine = ({ kind, to, query }) => linked(`offer.${kind}`, query, make("span", own, to));

  /**
   * The lines below the heading.
   * @param {Shown} shown
   */
  function notesOf(shown) {
    const { query, answer, terms, numbers } = shown;
    const isNothing = answer.total === 0;
    // It was the number that was looked for.
    if (isNothing && numbers && numbers.total > 0) return [];
    const lines = [];
    if (shown.meant) lines.push(make("li", {}, word("meant", shown.meant)));
    const meant = answer.exact_total <= LITTLE ? operators(query, terms) : null;
    if (meant) lines.push(linked(`operator.${meant.kind}`, meant.query, meant.query));
    const sentences = terms.filter((term) => term.missing).map(missingSentence);
    sentences.push(...knownStatuses(terms));
    lines.push(...[...new Set(sentences)].map((sentence) => make("li", {}, sentence)));
    const offers = offersOf(shown).filter(({ isKnown }) => isKnown);
    lines.push(...offers.map(offerLine));
    const plain = without(query, terms, (term) => !isPlain(term));
    if (isNothing && plain !== "" && terms.some((term) => !isPlain(term))) {
      lines.push(make("li", {}, askLink(plain, { key: "plain" }, word("without_filters"))));
    }
    if (isNothing) lines.push(make("li", {}, word("ways_below")));
    return lines;
  }

  search.notes = {
    countsOf,
    outcomesOf,
    apartOf,
    differsOf,
    numbersOf,
    besideOf,
    notesOf,
    offersOf,
    offerLine,
    narrowingsOf,
    narrowingChip,
  };
})();
