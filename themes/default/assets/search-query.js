// Queries as text: what is worth asking, and how a condition is written into a query or taken out of it.
//
// Pure functions. The language itself is read by the engine alone: `terms` are what it understood of the
// query, each with its place in it.
(() => {
  "use strict";

  /** One Han character, or two letters or digits. */
  const isWorthAsking = (text) => /\p{Script=Han}|[\p{L}\p{N}][^\p{L}\p{N}]*[\p{L}\p{N}]/u.test(text);

  /** The marks that a quoted run may stand between, in the order in which the language prefers them. */
  const QUOTES = ['""', "“”", "＂＂", "「」"];

  /** In quotation marks that it does not hold itself. In a text that holds them all they separate, as a space does. */
  function quoted(text) {
    const marks = QUOTES.find(([, close]) => !text.includes(close));
    if (marks) return marks[0] + text + marks[1];
    return `"${text.replace(/["“”＂「」\s]+/g, " ").trim()}"`;
  }

  /** One piece of a query: a run between quotation marks, maybe behind a hyphen and a field, or up to the next space. */
  const PIECE = /[-－]?(?:[^\s:："“＂「-]{1,8}[:：])?(?:"[^"]*(?:"|$)|＂[^＂]*(?:＂|$)|“[^”]*(?:”(?!\S)|$)|「[^」]*(?:」(?!\S)|$))|\S+/gu;

  /** Where a quotation begins that does not end, and the mark that would end it: {from, close}; else null. */
  function openQuote(query) {
    const last = [...query.matchAll(PIECE)].at(-1);
    const [, before, open, rest] = /^([-－]?(?:[^\s:："“＂「-]{1,8}[:：])?)(["“＂「])(.*)$/su.exec(last?.[0] ?? "") ?? [];
    const [, close] = QUOTES.find(([mark]) => mark === open) ?? [];
    return !close || rest.includes(close) ? null : { from: last.index + before.length, close };
  }

  /** A suggestion's query whole, where it goes on within a quotation that is still open; null for one that cannot. */
  function completed(text, { kind, query }) {
    const quote = openQuote(text);
    if (quote === null || !query.startsWith(text.slice(0, quote.from + 1))) return query;
    return kind === "word" && openQuote(query)?.from === quote.from ? query + quote.close : null;
  }

  /** A term as it was written, but for marks that open nothing: they could be closed by what is added. */
  function source(query, { at: [start, end], quoted: isQuoted }) {
    let text = Array.from(query).slice(start, end).join("");
    for (let open; !isQuoted && (open = openQuote(text)); ) text = text.slice(0, open.from) + text.slice(open.from + 1);
    return text;
  }

  /** What the engine understood as lists of alternatives, each with its source. */
  function clausesOf(query, terms) {
    const clauses = [];
    for (const term of terms) (clauses[term.clause] ??= []).push({ ...term, source: source(query, term) });
    return clauses.filter(Boolean);
  }
  const written = (clauses) =>
    clauses
      .filter((clause) => clause.length > 0)
      .map((clause) => clause.map((term) => term.source).join(" OR "))
      .join(" ");

  const isOf = (field) => (term) => term.field === field && !term.negated;
  /** The terms of clauses that choose values of a field and hold nothing else. */
  const chosenOf = (terms, field) => terms.filter(({ clause }) => terms.filter((term) => term.clause === clause).every(isOf(field)));
  const isChosen = (terms, field, value) => chosenOf(terms, field).some(({ text }) => text === value);

  const isAmong = (some) => (term) => some.some(({ at }) => at[0] === term.at[0]);
  /** The query without some of its terms. */
  const without = (query, terms, isGone) => written(clausesOf(query, terms).map((clause) => clause.filter((term) => !isGone(term))));

  /** The query with a value of a field chosen, or no more; values of one field are alternatives. */
  function toggled(query, terms, field, value) {
    const chosen = chosenOf(terms, field);
    const same = chosen.filter(({ text }) => text === value);
    if (same.length > 0) return without(query, terms, isAmong(same));
    // A year of a range narrows it.
    if (field === "year" && chosen.some(({ text }) => text.includes(".."))) return withYears(query, terms, value);
    const clauses = clausesOf(query, terms);
    const term = { source: `${field}:${field === "year" ? value : quoted(value)}` };
    const own = clauses.find((clause) => clause.every(isOf(field)));
    if (own) own.push(term);
    else clauses.push([term]);
    return written(clauses);
  }

  /** The query with these years in place of those that it has; none for an empty text. */
  function withYears(query, terms, years) {
    const rest = without(query, terms, isAmong(chosenOf(terms, "year")));
    return [rest, years && `year:${years}`].filter(Boolean).join(" ");
  }

  /** `2019..2021` of two fields that may be empty, or the wrong way round. */
  function range(from, to) {
    const years = [from, to].map((year) => year.trim().slice(0, 4));
    const [first, last] = years.includes("") ? years : years.sort();
    if (first === "" && last === "") return "";
    return first === last ? first : `${first}..${last}`;
  }

  const isPlain = ({ field, negated }) => field === null && !negated;

  /** Words and signs that stand between terms as if they were operators, and are none. */
  const OPERATORS = { or: /^(or|或|或者|[|｜]+)$/i, and: /^(and|且|并且|並且|[&＆]+)$/i, not: /^not$/i };
  const operatorOf = (text) => Object.keys(OPERATORS).find((kind) => OPERATORS[kind].test(text.normalize("NFKC").trim())) ?? null;

  /**
   * What a query may have been meant to say that holds `or`, `AND`, `NOT`, `|` and the like between its terms, which
   * the engine reads as text: {kind, query}, or null.
   */
  function operators(query, terms) {
    const all = Array.from(query);
    const kinds = terms.map(({ field, negated, quoted: isQuoted, text }) => (field === null && !negated && !isQuoted ? operatorOf(text) : null));
    const edits = [];
    const edit = (kind, from, to, text) => edits.push({ kind, from, to, text });
    terms.forEach(({ clause, at: [start, end], field, negated, quoted: isQuoted, text }, n) => {
      const [kind, before, next] = [kinds[n], terms[n - 1], terms[n + 1]];
      if (kind && before && next) {
        if (kind === "or" && !kinds[n - 1] && !kinds[n + 1]) edit(kind, start, end, "OR");
        if (kind === "and" && !kinds[n - 1] && (!kinds[n + 1] || kinds[n + 1] === "not")) edit(kind, start, next.at[0], "");
        if (kind === "not" && !kinds[n + 1] && !next.negated) edit(kind, start, next.at[0], "-");
      }
      // a|b is one run, since a sign separates nothing.
      const parts = text.split(/[|｜]+/);
      const isParted = parts.length > 1 && parts.every((part) => /[\p{L}\p{N}]/u.test(part));
      if (field === null && !negated && !isQuoted && isParted) edit("or", start, end, parts.join(" OR "));
      // Terms of one clause have OR itself between them.
      const between = before && before.clause !== clause && all.slice(before.at[1], start).join("");
      const sign = between && operatorOf(between);
      if (sign) edit(sign, before.at[1], start, sign === "or" ? " OR " : " ");
    });
    if (edits.length === 0) return null;
    edits.sort((a, b) => a.from - b.from);
    const [{ kind }] = edits;
    // A sign behind an operator goes with it.
    const apart = [];
    for (const one of edits) if (one.from >= (apart.at(-1)?.to ?? 0)) apart.push(one);
    for (const { from, to, text } of apart.toReversed()) all.splice(from, to - from, ...text);
    return { kind, query: all.join("") };
  }

  /** Whether it may be a document number or an index number: it has a digit, and brackets or 号, or no Han. */
  function isNumber(query, terms) {
    const text = query.trim();
    if (terms.length === 0 || !terms.every(isPlain) || !/\d/.test(text) || /^["“＂「]/.test(text)) return false;
    return /[〔〕[\]【】()（）［］﹝﹞号號]/.test(text) || /^[a-z0-9][a-z0-9/_.-]{4,}$/i.test(text);
  }

  /** The query for what may be a number: as it was written, and without blanks, which numbers seldom have. */
  function numbered(query) {
    const ways = new Set([query.trim(), query.replace(/\s+/gu, "")]);
    return [...ways].map((number) => `number:${quoted(number)}`).join(" OR ");
  }

  /** A word as it must be written to be searched for as text. */
  const plain = (word) => (/^[-－]|[:："“”＂「」]|^[OＯ][RＲ]$/.test(word) ? quoted(word) : word);
  const value = (text) => (/[\s"“”＂「」]/.test(text) ? quoted(text) : text);

  /** The query that the fields of the advanced form stand for. */
  function composed({ all = "", exact = "", any = "", none = "", title = "", agency = "", type = "", from = "", to = "", number = "" }) {
    const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    const has = (text) => /[\p{L}\p{N}]/u.test(text);
    const years = range(from, to);
    return [
      ...words(all).map(plain),
      has(exact) && quoted(exact.trim()),
      words(any).map(plain).join(" OR "),
      ...words(none).map((word) => `-${plain(word)}`),
      ...words(title).map((word) => `title:${value(word)}`),
      has(agency) && `agency:${value(agency.trim())}`,
      has(type) && `type:${quoted(type.trim())}`,
      years && `year:${years}`,
      has(number) && numbered(number),
    ]
      .filter(Boolean)
      .join(" ");
  }

  globalThis.gongbaoSearch.query = { isWorthAsking, quoted, completed, isChosen, without, toggled, withYears, range, isPlain, isNumber, numbered, operators, composed };
})();
