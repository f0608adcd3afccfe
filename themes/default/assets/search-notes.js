// The notes beside an answer: how many results, which terms no report has, and other queries to try.
//
// Whatever is offered is a link to another query; what was asked keeps its meaning. Asks nothing itself.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { word } = search;
  const { without, isPlain, operators, numbered } = search.query;
  const { make, own, phrase, address, askLink, typedName } = search.view;
  /** Exact matches up to which a query may have been meant otherwise. */
  const LITTLE = 3;
  const MOST_OFFERS = 6;
  /** What a status may be. */
  const STATUSES = ["in-force", "expired", "repealed", "amended", "not-yet-in-force", "partly-repealed", "withdrawn"];

  /**
   * The sentences that say how many were found: by their number, and in titles and texts; either may be null.
   * @type {SearchNotes["countsOf"]}
   */
  function countsOf({ query, answer, numbers }) {
    const { total, exact_total: exact } = answer;
    const hasNumbers = numbers !== null && numbers.total > 0;
    const byNumber = hasNumbers ? word("numbers", { n: numbers.total, text: query }) : null;
    if (total === 0) return { byNumber, byText: hasNumbers ? null : word("nothing") };
    if (exact === 0) return { byNumber, byText: word("apart", { n: total }) };
    const all = word(hasNumbers ? "in_text" : "total", { n: total });
    return { byNumber, byText: exact === total ? all : all + word("exact", { n: exact }) };
  }

  /**
   * Reports with this number: apart from those that hold it in their text.
   * @type {SearchNotes["numbersOf"]}
   */
  function numbersOf({ query, numbers }, heading) {
    const { hits, total } = numbers ?? { hits: [], total: 0 };
    const rows = hits.map((hit) => {
      const title = make("a", { href: address(hit.url), ...own }, hit.title);
      const agency = make("span", { class: "quiet", ...own }, hit.agencies.join(word("sentences")));
      const ownNumbers = hit.numbers.flatMap((number) => [" ", make("span", { class: "quiet" }, number)]);
      return make("li", {}, title, " ", agency, ownNumbers);
    });
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
    const names = STATUSES.map((status) => word(`status.${status}`));
    /** @param {string} text */
    const isKnown = (text) => [...STATUSES, ...names].some((name) => name.includes(text.toLowerCase()));
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

  search.notes = { countsOf, numbersOf, notesOf, offersOf, offerLine };
})();
