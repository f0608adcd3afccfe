// Queries as text: how a condition is written into a query or taken out of it.
//
// Pure functions. The language itself is read by the engine alone: `terms` are what it understood of the
// query, each with its place in it. Names of fields and marks come from the engine's own tables, with the page.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { fields, variants, quotes, or: OR, not: NOT, colon: COLON } = search.language;

  // What the language is written with.

  const opens = new Set(quotes.map(([open]) => open));
  /** @param {string | undefined} character */
  const isQuote = (character) => character !== undefined && opens.has(character);
  /** @param {string} text */
  const hasQuote = (text) => quotes.flat().some((mark) => text.includes(mark));

  /** @type {Map<string, string>} */
  const simple = new Map();
  const pairs = [...variants];
  for (let at = 0; at + 1 < pairs.length; at += 2) simple.set(pairs[at], pairs[at + 1]);
  /** @type {Map<string, Field>} */
  const named = new Map();
  for (const [field, names] of Object.entries(fields))
    for (const name of [field, ...names]) named.set(name, /** @type {Field} */ (field));

  /**
   * Full-width ASCII as half-width.
   * @param {string} text
   */
  const narrow = (text) => text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

  /**
   * The field of a name, in whatever characters it is written.
   * @param {string} name
   */
  const fieldOf = (name) => named.get([...narrow(name).toLowerCase()].map((c) => simple.get(c) ?? c).join(""));

  /**
   * A condition on a field, of a run or value as it is written.
   * @param {Field} field
   * @param {string} run
   */
  const conditionOf = (field, run) => field + COLON + run;

  /**
   * What a text begins with before its run or value: what excludes, and the name of a field.
   * @param {string} text
   */
  function opening(text) {
    const read = narrow(text);
    const start = read.startsWith(NOT) ? NOT.length : 0;
    const dash = text.slice(0, start);
    const end = read.indexOf(COLON, start);
    const name = text.slice(start, Math.max(start, end));
    const field = fieldOf(name);
    if (!field) return { before: dash, dash, name: "", field };
    return { before: text.slice(0, end + COLON.length), dash, name: name + COLON, field };
  }

  /**
   * Where a quotation begins that does not end, and the mark that would end it; else null.
   * @param {string} query
   */
  function openQuote(query) {
    for (let at = 0; at < query.length; ) {
      const rest = query.slice(at);
      const from = at + opening(rest).before.length;
      const [open, close] = quotes.find(([mark]) => query.startsWith(mark, from)) ?? [];
      if (open && close) {
        const last = query.indexOf(close, from + open.length);
        if (last < 0) return { from, close };
        at = last + close.length;
        if (open === close || /^(\s|$)/u.test(query.slice(at))) continue;
        // “放管服”改革 is text that begins with a quotation mark.
        at = query.length - rest.length;
      }
      at += /^(\s+|\S+)/u.exec(rest)?.[0].length ?? 1;
    }
    return null;
  }

  /**
   * In quotation marks that it does not hold itself; those that begin with `open` if they are such. In a text that
   * holds them all they separate, as a space does.
   * @param {string} text
   * @param {string} [open]
   */
  function quoted(text, open) {
    const own = quotes.filter(([mark]) => mark === open);
    const marks = [...own, ...quotes].find(([, close]) => !text.includes(close));
    if (marks) return marks[0] + text + marks[1];
    const plain = [...text].map((c) => (hasQuote(c) ? " " : c)).join("");
    return quoted(plain.replace(/\s+/gu, " ").trim());
  }

  /**
   * A word as it must be written to be searched for as text.
   * @param {string} word
   */
  function plain(word) {
    const read = narrow(word);
    const isOther = read === OR || read.startsWith(NOT) || read.includes(COLON) || /\s/u.test(word) || hasQuote(word);
    return isOther ? quoted(word) : word;
  }

  /** @param {string} text */
  const value = (text) => (/\s/u.test(text) || hasQuote(text) ? quoted(text) : text);

  /**
   * A run as it must be written to be read as one; between these quotation marks, if it has any.
   * @param {string} text
   * @param {string} [open]
   */
  const written = (text, open) => (open ? quoted(text, open) : plain(text));

  /**
   * The query with a text in the place of what stands there.
   * @param {string} query
   * @param {Span} at
   * @param {string} text
   */
  function spliced(query, [from, to], text) {
    const all = [...query];
    return [...all.slice(0, from), text, ...all.slice(to)].join("");
  }

  /**
   * A suggestion's query whole, where it goes on within a quotation that is still open; null for one that cannot.
   * @param {string} text
   * @param {Suggestion} suggestion
   */
  function completed(text, { kind, query }) {
    const quote = openQuote(text);
    if (quote === null || !query.startsWith(text.slice(0, quote.from + 1))) return query;
    return kind === "word" && openQuote(query)?.from === quote.from ? query + quote.close : null;
  }

  // What the engine understood, and other queries made of it.

  /** @typedef {Pick<Term, "clause" | "field" | "negated"> & { source: string }} Written */

  /**
   * A term as it was written, but for marks that open nothing: they could be closed by what is added.
   * @param {string} query
   * @param {Term} term
   */
  function source(query, { at: [start, end], quoted: isQuoted }) {
    let text = Array.from(query).slice(start, end).join("");
    for (let open; !isQuoted && (open = openQuote(text)); ) text = text.slice(0, open.from) + text.slice(open.from + 1);
    return text;
  }

  /**
   * The clauses of a query, as lists of alternatives; without some of the terms.
   * @param {string} query
   * @param {Term[]} terms
   * @param {(term: Term) => boolean} [isGone]
   */
  function clausesOf(query, terms, isGone = () => false) {
    /** @type {Written[][]} */
    const clauses = [];
    for (const term of terms) {
      if (!isGone(term)) (clauses[term.clause] ??= []).push({ ...term, source: source(query, term) });
    }
    return clauses.filter(Boolean);
  }

  /** @param {Written[][]} clauses */
  const joined = (clauses) => clauses.map((clause) => clause.map((term) => term.source).join(` ${OR} `)).join(" ");

  /** @type {(field: Field) => (term: Pick<Term, "field" | "negated">) => boolean} */
  const isOf = (field) => (term) => term.field === field && !term.negated;
  /**
   * The terms of clauses that choose values of a field and hold nothing else.
   * @param {Term[]} terms
   * @param {Field} field
   */
  const chosenOf = (terms, field) =>
    terms.filter(({ clause }) => terms.filter((term) => term.clause === clause).every(isOf(field)));
  /** @type {SearchQueries["isChosen"]} */
  const isChosen = (terms, field, value) => chosenOf(terms, field).some(({ text }) => text === value);

  /** @type {(some: Term[]) => (term: Term) => boolean} */
  const isAmong = (some) => (term) => some.some(({ at }) => at[0] === term.at[0]);
  /**
   * The query without some of its terms.
   * @type {SearchQueries["without"]}
   */
  const without = (query, terms, isGone) => joined(clausesOf(query, terms, isGone));

  /**
   * The query with a value of a field chosen, or no more; values of one field are alternatives.
   * @param {string} query
   * @param {Term[]} terms
   * @param {Field} field
   * @param {string} value
   */
  function toggled(query, terms, field, value) {
    const chosen = chosenOf(terms, field);
    const same = chosen.filter(({ text }) => text === value);
    if (same.length > 0) return without(query, terms, isAmong(same));
    // A year of a range narrows it.
    if (field === "year" && chosen.some(({ text }) => text.includes(".."))) return withYears(query, terms, value);
    const clauses = clausesOf(query, terms);
    const term = {
      clause: -1,
      negated: false,
      field,
      source: conditionOf(field, field === "year" ? value : quoted(value)),
    };
    const own = clauses.find((clause) => clause.every(isOf(field)));
    if (own) own.push(term);
    else clauses.push([term]);
    return joined(clauses);
  }

  /**
   * The query with these years in place of those that it has; none for an empty text.
   * @param {string} query
   * @param {Term[]} terms
   * @param {string} years
   */
  function withYears(query, terms, years) {
    const rest = without(query, terms, isAmong(chosenOf(terms, "year")));
    return [rest, years && conditionOf("year", years)].filter(Boolean).join(" ");
  }

  /**
   * `2019..2021` of two fields that may be empty, or the wrong way round.
   * @param {string} from
   * @param {string} to
   */
  function range(from, to) {
    const years = [from, to].map((year) => year.trim().slice(0, 4));
    const [first, last] = years.includes("") ? years : years.sort();
    if (first === "" && last === "") return "";
    return first === last ? first : `${first}..${last}`;
  }

  /** @param {Term} term */
  const isPlain = ({ field, negated }) => field === null && !negated;

  // What may have been meant.

  /** @typedef {"or" | "and" | "not"} Operator */

  /**
   * Words and signs that stand between terms as if they were operators, and are none.
   * @type {[Operator, RegExp][]}
   */
  const OPERATORS = [
    ["or", /^(or|或|或者|[|｜]+)$/i],
    ["and", /^(and|且|并且|並且|[&＆]+)$/i],
    ["not", /^not$/i],
  ];
  /** @param {string} text */
  const operatorOf = (text) => OPERATORS.find(([, sign]) => sign.test(text.normalize("NFKC").trim()))?.[0] ?? null;

  /**
   * What a query may have been meant to say that holds `or`, `AND`, `NOT`, `|` and the like between its terms, which
   * the engine reads as text; or null.
   * @type {SearchQueries["operators"]}
   */
  function operators(query, terms) {
    const all = Array.from(query);
    /** @param {Term} term */
    const isText = (term) => isPlain(term) && !term.quoted;
    const kinds = terms.map((term) => (isText(term) ? operatorOf(term.text) : null));
    /** @type {{ kind: Operator, from: number, to: number, text: string }[]} */
    const edits = [];
    /** @type {(kind: Operator, from: number, to: number, text: string) => void} */
    const edit = (kind, from, to, text) => edits.push({ kind, from, to, text });
    terms.forEach((term, n) => {
      const [start, end] = term.at;
      const [kind, before, next] = [kinds[n], terms[n - 1], terms[n + 1]];
      if (kind && before && next) {
        if (kind === "or" && !kinds[n - 1] && !kinds[n + 1]) edit(kind, start, end, OR);
        if (kind === "and" && !kinds[n - 1] && (!kinds[n + 1] || kinds[n + 1] === "not"))
          edit(kind, start, next.at[0], "");
        if (kind === "not" && !kinds[n + 1] && !next.negated) edit(kind, start, next.at[0], NOT);
      }
      // a|b is one run, since a sign separates nothing.
      const parts = term.text.split(/[|｜]+/);
      const isParted = parts.length > 1 && parts.every((part) => /[\p{L}\p{N}]/u.test(part));
      if (isText(term) && isParted) edit("or", start, end, parts.join(` ${OR} `));
      // Terms of one clause have OR itself between them.
      const between = before && before.clause !== term.clause && all.slice(before.at[1], start).join("");
      const sign = between && operatorOf(between);
      if (sign) edit(sign, before.at[1], start, sign === "or" ? ` ${OR} ` : " ");
    });
    if (edits.length === 0) return null;
    edits.sort((a, b) => a.from - b.from);
    const [{ kind }] = edits;
    // A sign behind an operator goes with it.
    /** @type {typeof edits} */
    const apart = [];
    for (const one of edits) if (one.from >= (apart.at(-1)?.to ?? 0)) apart.push(one);
    for (const { from, to, text } of apart.reverse()) all.splice(from, to - from, ...text);
    return { kind, query: all.join("") };
  }

  /**
   * Whether it may be a document number or an index number: it has a digit, and brackets or 号, or no Han.
   * @param {string} query
   * @param {Term[]} terms
   */
  function isNumber(query, terms) {
    const text = query.trim();
    if (terms.length === 0 || !terms.every(isPlain) || !/\d/.test(text) || isQuote(text[0])) return false;
    return /[〔〕[\]【】()（）［］﹝﹞号號]/.test(text) || /^[a-z0-9][a-z0-9/_.-]{4,}$/i.test(text);
  }

  /**
   * The query for what may be a number: as it was written, and without blanks, which numbers seldom have.
   * @param {string} query
   */
  function numbered(query) {
    const ways = new Set([query.trim(), query.replace(/\s+/gu, "")]);
    return [...ways].map((number) => conditionOf("number", quoted(number))).join(` ${OR} `);
  }

  /**
   * The query for what is left of a run when some of it is taken out, each piece as it stands.
   * @type {SearchQueries["around"]}
   */
  function around(query, terms, spans) {
    const [[first = 0] = []] = spans;
    const term = terms.find(({ at }) => at[0] <= first && first <= at[1]);
    if (!term) return "";
    const all = [...query];
    const ends = [...spans.map(([start]) => start), term.at[1]];
    const starts = [term.at[0], ...spans.map(([, end]) => end)];
    const pieces = starts.map((start, n) => all.slice(start, ends[n]).join(""));
    // One character alone says nothing.
    const told = pieces.filter((piece) => (piece.match(/[\p{L}\p{N}]/gu) ?? []).length > 1);
    return told.length === 0 ? "" : spliced(query, term.at, told.map((piece) => quoted(piece)).join(" "));
  }

  /**
   * The query that the fields of the advanced form stand for.
   * @param {AdvancedForm} form
   */
  function composed({
    all = "",
    exact = "",
    any = "",
    none = "",
    title = "",
    agency = "",
    type = "",
    from = "",
    to = "",
    number = "",
  }) {
    /** @param {string} text */
    const has = (text) => /[\p{L}\p{N}]/u.test(text);
    /** @param {string} text */
    const words = (text) => text.split(/\s+/).filter(has);
    const years = range(from, to);
    return [
      ...words(all).map(plain),
      has(exact) && quoted(exact.trim()),
      words(any).map(plain).join(` ${OR} `),
      ...words(none).map((word) => NOT + plain(word)),
      ...words(title).map((word) => conditionOf("title", value(word))),
      has(agency) && conditionOf("agency", value(agency.trim())),
      has(type) && conditionOf("type", quoted(type.trim())),
      years && conditionOf("year", years),
      has(number) && numbered(number),
    ]
      .filter(Boolean)
      .join(" ");
  }

  search.query = {
    opening,
    conditionOf,
    isQuote,
    hasQuote,
    quoted,
    written,
    spliced,
    completed,
    isChosen,
    without,
    toggled,
    withYears,
    range,
    isPlain,
    isNumber,
    numbered,
    around,
    operators,
    composed,
  };
})();
