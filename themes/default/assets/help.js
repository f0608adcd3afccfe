// Help with a query, from the archive's own words: what the reader may be about to type, and what else to ask
// where little or nothing is found.
//
// Pure functions: values in, other queries out. Nothing is shown, loaded or searched here. How a query is written is
// search-query.js's to know.
(() => {
  "use strict";

  const { language } = globalThis.gongbaoSearch;
  const { opening, conditionOf, isQuote, hasQuote, quoted, written, spliced, isPlain } = globalThis.gongbaoSearch.query;
  const { LONGEST_RUN, narrow, prepare, fold, apart, compare } = globalThis.gongbaoHelpParts.words;
  const { MOST_BY_PINYIN, MOST_IN_A_ROW, LONGEST_PINYIN } = globalThis.gongbaoHelpParts.pinyin;
  const { isLatin, pinyin, openings, reads, endsSo, isSpoken, byPinyin } = globalThis.gongbaoHelpParts.pinyin;
  const { near } = globalThis.gongbaoHelpParts;

  const MOST_SUGGESTIONS = 8;
  /** Suggestions of one kind while there are others. */
  const MOST_OF_A_KIND = 4;
  const MOST_NEAR = 2;
  /** The most terms without a match that offers are made for: among more, one offer is of no use. */
  const MOST_TERMS = 6;
  /** @type {WordKind[]} */
  const KINDS = ["agency", "topic", "type", "word"];
  /**
   * Syllables side by side.
   * @typedef {{ text: string, at: Span, row: { term: Term, typed: string }[] }} Row
   */

  /**
   * The kind of word that a field wants; nothing where it wants none.
   * @param {Field | undefined} field
   */
  const kindOf = (field) => KINDS.find((kind) => kind === (field === "title" ? "word" : field));

  /**
   * The query with another text in the place of a term, whose field, exclusion and quotation marks stay, or of a row.
   * @param {string} query
   * @param {Term | Row} term
   * @param {string} text
   */
  function replaced(query, term, text) {
    if ("row" in term) return spliced(query, term.at, text);
    const own = [...query].slice(...term.at).join("");
    const open = term.quoted ? [...own].at(-1 - [...term.text].length - 1) : "";
    const length = term.text.length + (term.quoted ? 2 : 0);
    const before = own.slice(0, own.length - length);
    return spliced(query, term.at, before + written(text, open));
  }

  /**
   * What is being typed: what stands before it, a field's name with its colon, the kind of word that this wants, and
   * the part itself.
   * @typedef {{ before: string, kind?: WordKind, name: string, typed: string }} Typing
   */
  /**
   * @param {string} text
   * @returns {Typing}
   */
  function typing(text) {
    const [, start = "", last = ""] = /^(.*?)(\S*)$/su.exec(text.trimEnd() === "" ? "" : text) ?? [];
    const { before, dash, name, field } = opening(last);
    const kind = kindOf(field);
    // Of other fields there is nothing to suggest.
    const rest = field && !kind ? last.slice(dash.length) : last.slice(before.length);
    const typed = isQuote(rest[0]) ? rest.slice(1) : rest;
    return { before: start + dash, kind, name: kind ? name : "", typed };
  }

  /**
   * How well an entry answers what was typed, the less the better; NaN where it does not.
   * @param {PreparedWords} made
   * @param {WordEntry} entry
   * @param {string} typed
   * @param {string} letters
   * @param {Set<string>} opens
   */
  function fit(made, entry, typed, letters, opens) {
    if (typed === "") return NaN;
    const at = entry.folded.indexOf(typed);
    if (at === 0) return entry.folded.length === typed.length ? 0 : 1;
    if (at > 0) return entry.kind === "word" ? 5 : 3;
    if (!letters) return NaN;
    const how = opens.has(entry.letters[0]) ? reads(made, entry.letters, letters, true) : 0;
    if (how > 0) return how === 3 ? 2 : how === 2 ? 4 : 6;
    // 区司法局 by sifaju or sfj: names begin with where they are.
    if (entry.kind === "word") return NaN;
    let best = NaN;
    for (let from = 1; from + 1 < entry.letters.length; from += 1) {
      if (!opens.has(entry.letters[from])) continue;
      if (reads(made, entry.letters, letters, true, from) === 3) return 5;
      if (endsSo(made, entry, letters, from)) best = 7;
    }
    return best;
  }

  /** @type {Help["suggestions"]} */
  function suggestions(words, text) {
    const made = prepare(words);
    const part = typing(text.slice(0, 1000));
    const whole = text.trim();
    const tries = [part];
    // A name may hold spaces.
    const isSeveral = !part.kind && whole !== part.typed && !hasQuote(whole) && !narrow(whole).includes(language.colon);
    if (isSeveral) tries.unshift({ before: "", name: "", typed: whole });
    /** @type {Map<string, { rank: number, entry: WordEntry, one: Typing }>} */
    const found = new Map();
    for (const one of tries) {
      const folded = fold(made, one.typed).join("").trimEnd();
      if ([...folded].length > LONGEST_RUN) continue;
      const letters = pinyin(made, one.typed);
      const opens = openings(made, letters);
      for (const entry of made.entries) {
        if (one.kind && entry.kind !== one.kind) continue;
        const rank = fit(made, entry, folded, letters, opens);
        // A word that is typed already is no news.
        if (Number.isNaN(rank) || (entry.kind === "word" && rank === 0)) continue;
        const key = `${entry.kind} ${entry.name}`;
        const before = found.get(key);
        if (before && before.rank <= rank) continue;
        found.set(key, { rank, entry, one });
      }
      // xing zheng fu: what is typed last is no word of its own.
      if (one.typed === whole && found.size > 0 && isSpoken(made, pinyin(made, part.before))) break;
    }
    const sorted = [...found.values()].map(({ rank, entry, one }) => {
      const order = [rank, KINDS.indexOf(entry.kind), -entry.count, entry.letters.length];
      return { entry, one, order };
    });
    sorted.sort((a, b) => compare(a.order, b.order));
    // What is one too many of its kind comes after the others.
    /** @type {Map<WordKind, number>} */
    const seen = new Map();
    /** @type {{ entry: WordEntry, one: Typing }[][]} */
    const [first, rest] = [[], []];
    for (const { entry, one } of sorted) {
      const count = (seen.get(entry.kind) ?? 0) + 1;
      seen.set(entry.kind, count);
      (count <= MOST_OF_A_KIND ? first : rest).push({ entry, one });
    }
    return [...first, ...rest].slice(0, MOST_SUGGESTIONS).map(suggestion);
  }

  /**
   * @param {{ entry: WordEntry, one: Typing }} found
   * @returns {Suggestion}
   */
  function suggestion({ entry: { kind, text, name, url, count }, one }) {
    const query = one.before + (kind === "word" ? one.name + written(text) : conditionOf(kind, quoted(name)));
    // Beside what stands before it, or in a title, it may stand in no report.
    const isKnown = one.before.trim() === "" && count > 0 && (kind !== "word" || one.name === "");
    return { kind, text: name, note: text === name ? "" : text, query, isKnown, ...(url && { url }) };
  }

  /**
   * The text with each word of a group of synonyms in the place of another.
   * @param {PreparedWords} made
   * @param {string} text
   */
  function bySynonym(made, text) {
    const letters = fold(made, text);
    const whole = apart(letters);
    /** @type {string[]} */
    const found = [];
    for (const all of made.synonyms) {
      // Of 保障 and 最低生活保障 in one run the longer is meant.
      const held = all.filter((one) => whole.includes(one.apart));
      held.sort((a, b) => b.own.length - a.own.length);
      if (held.length === 0) continue;
      const { word: from, own } = held[0];
      const at = whole.indexOf(held[0].apart);
      const start = at === 0 ? 0 : whole.slice(0, at).split("\0").length - 1;
      // abc is no part of abcd.
      /** @param {string | undefined} c */
      const isLetter = (c) => /[a-z0-9]/.test(c ?? "");
      if (isLetter(own[0]) && isLetter(letters[start - 1])) continue;
      if (isLetter(own.at(-1)) && isLetter(letters[start + own.length])) continue;
      for (const { word: to } of all) {
        if (to === from) continue;
        const plain = [...text];
        found.push([...plain.slice(0, start), to, ...plain.slice(start + own.length)].join(""));
      }
    }
    return found;
  }

  /**
   * Pinyin with blanks in it, xing zheng fu yi: terms of syllables side by side.
   * @param {PreparedWords} made
   * @param {string} query
   * @param {Term[]} terms
   */
  function rowsOf(made, query, terms) {
    const all = [...query];
    /** @type {Row[]} */
    const rows = [];
    for (const term of terms) {
      const typed = isLatin(term.text) ? pinyin(made, term.text) : "";
      const isAlone = terms.every((other) => other === term || other.clause !== term.clause);
      if (term.field || term.quoted || term.negated || !isAlone || !isSpoken(made, typed)) continue;
      const last = rows.at(-1);
      const isNext = last && /^\s+$/u.test(all.slice(last.at[1], term.at[0]).join(""));
      /** @type {Row} */
      const row = isNext ? last : { text: "", at: [...term.at], row: [] };
      if (!isNext) rows.push(row);
      row.row.push({ term, typed });
      row.at[1] = term.at[1];
      row.text = all.slice(...row.at).join("");
    }
    return rows.filter(({ row }) => row.length > 1);
  }

  /**
   * What a row may stand for: one word, else as many as there are terms, else words in a row.
   * @param {PreparedWords} made
   * @param {Row} row
   */
  function byRow(made, { row }) {
    const isWanted = () => true;
    const typed = row.map((one) => one.typed).join("");
    if (typed.length > LONGEST_PINYIN) return [];
    const texts = byPinyin(made, typed, isWanted);
    if (row.length <= MOST_IN_A_ROW && !made.exact.has(fold(made, texts[0] ?? "").join(""))) {
      const each = row.map(({ typed }) => byPinyin(made, typed, isWanted)[0]);
      if (each.every(Boolean)) return [each.map((text) => written(text)).join(" ")];
    }
    return texts.map((text) => written(text));
  }

  /** @type {Help["offers"]} */
  function offers(words, { terms, query }) {
    const made = prepare(words);
    /** @type {Map<string, Offer>} */
    const found = new Map();
    /**
     * The agency whose name a text is: a name is seldom in the reports of who bears it.
     * @param {string} text
     */
    const agencyOf = (text) => {
      const entry = made.exact.get(fold(made, text).join(""));
      return entry?.kind === "agency" && entry.count > 0 ? entry : null;
    };
    /** @type {(term: { text: string, at: Span }, agency: WordEntry) => boolean} */
    const offerAgency = (term, { name }) => {
      const condition = conditionOf("agency", quoted(name));
      const other = spliced(query, term.at, condition);
      if (found.has(other)) return false;
      found.set(other, { kind: "agency", from: term.text, to: name, query: other, isKnown: other === condition });
      return true;
    };
    /** @type {(kind: Offer["kind"], term: Term | Row, to: string) => boolean} */
    const offer = (kind, term, to) => {
      const hasField = "field" in term && term.field !== null;
      const agency = kind === "near" && !hasField ? agencyOf(to) : null;
      if (agency !== null) return offerAgency(term, agency);
      const asks = replaced(query, term, to);
      // A word of the archive alone stands in some report; a run with one in it, or beside others, may stand in none.
      const isKnown = asks === written(to) && (made.exact.get(fold(made, to).join(""))?.count ?? 0) > 0;
      const other = { kind, from: term.text, to, query: asks, isKnown };
      if (other.query === query || found.has(other.query)) return false;
      found.set(other.query, other);
      return true;
    };
    /** @type {(kind: Offer["kind"], term: Term | Row, texts: string[], most: number) => boolean} */
    const some = (kind, term, texts, most) => {
      let count = 0;
      for (const to of texts) {
        if (count === most) return true;
        if (offer(kind, term, to)) count += 1;
      }
      return count > 0;
    };
    const whole = terms.length > 1 && terms.every(isPlain) ? agencyOf(query.trim()) : null;
    if (whole !== null) offerAgency({ text: query, at: [0, [...query].length] }, whole);
    const missing = terms.filter((term) => term.missing && !term.negated);
    const absent = new Set(missing.slice(0, MOST_TERMS));
    for (const row of rowsOf(made, query, missing)) {
      // A syllable of it is no word.
      if (some("pinyin", row, byRow(made, row), MOST_BY_PINYIN)) for (const { term } of row.row) absent.delete(term);
    }
    for (const term of terms) {
      const { field, text } = term;
      const kind = kindOf(field ?? undefined);
      if ((field && !kind) || !text) continue;
      const isName = field !== null && field !== "title";
      /** @type {IsWanted} */
      const isWanted = (entry) => !isName || entry.kind === field;
      const agency = isPlain(term) ? agencyOf(text) : null;
      if (agency !== null) offerAgency(term, agency);
      else if (absent.has(term)) {
        const typed = pinyin(made, text);
        const named = isName ? made.exact.get(fold(made, text).join("")) : undefined;
        // A type goes by its key among editors, and by its name in the search.
        if (named?.kind === field && named.name !== named.text) offer("near", term, named.name);
        else if (typed) some("pinyin", term, byPinyin(made, typed, isWanted), MOST_BY_PINYIN);
        else some("near", term, near(made, text, isWanted), MOST_NEAR);
      }
      // Dates are found often enough as they are typed; 第46条 and 第四十六条 are meant alike by most.
      const { numerals } = term;
      if (!isName && numerals && (term.missing || text.includes("第"))) offer("numerals", term, numerals);
      // What is excluded is not asked for in other words.
      if (!isName && !term.negated) some("synonym", term, bySynonym(made, text), Infinity);
    }
    return [...found.values()];
  }

  /** @type {Help["narrowings"]} */
  function narrowings(words, { terms, query }) {
    const made = prepare(words);
    /** @type {Narrowing[]} */
    const found = [];
    for (const term of terms) {
      const isAlone = terms.every((other) => other === term || other.clause !== term.clause);
      if (!isPlain(term) || term.quoted || !isAlone) continue;
      const plain = [...term.text];
      const parts = [yearIn(terms, plain), ...namesIn(made, terms, plain)].filter((part) => part !== null);
      // One alone that is all that was typed has an offer of its own.
      const isAll = parts.length === 1 && parts[0].span[1] - parts[0].span[0] === plain.length;
      if (parts.length === 0 || (isAll && parts[0].field !== "year")) continue;
      const sets = parts.map((part) => [part]);
      if (parts.length > 1) sets.unshift(parts);
      for (const some of sets) {
        const rest = plain.filter((_, at) => !some.some(({ span: [from, to] }) => from <= at && at < to));
        // 2021年的行政复议: what joined them goes too.
        const text = rest.join("").replace(/^[的之]|[的之在]$/gu, "");
        const conditions = some.map(({ field, value }) => conditionOf(field, field === "year" ? value : quoted(value)));
        const own = /[\p{L}\p{N}]/u.test(text) ? [written(text)] : [];
        const names = some.map(({ field, value }) => ({ field, value }));
        found.push({ names, query: spliced(query, term.at, [...own, ...conditions].join(" ")) });
      }
    }
    return found;
  }

  /**
   * A part of a text that names a value of a field.
   * @typedef {{ field: Field, value: string, span: Span }} Named
   */
  /**
   * The year that a text names, 2021年; none where the query has a year.
   * @param {Term[]} terms
   * @param {string[]} plain
   * @returns {Named | null}
   */
  function yearIn(terms, plain) {
    if (terms.some(({ field }) => field === "year")) return null;
    const digit = (c = "") => /[0-9０-９]/.test(c);
    for (let at = 0; at + 4 < plain.length; at += 1) {
      const year = narrow(plain.slice(at, at + 4).join(""));
      if (!/^(19|20)[0-9]{2}$/.test(year) || plain[at + 4] !== "年" || digit(plain[at - 1])) continue;
      return { field: "year", value: year, span: [at, at + (plain[at + 5] === "度" ? 6 : 5)] };
    }
    return null;
  }

  /**
   * The longest name of an agency, a type and a topic that a text has in it.
   * @param {PreparedWords} made
   * @param {Term[]} terms
   * @param {string[]} plain
   * @returns {Named[]}
   */
  function namesIn(made, terms, plain) {
    const letters = fold(made, plain.join(""));
    // What folds to more or fewer letters has no places to be cut at.
    if (letters.length !== plain.length) return [];
    /** @type {Named[]} */
    const found = [];
    for (const kind of KINDS) {
      if (kind === "word" || terms.some(({ field }) => field === kind)) continue;
      /** @type {Named | null} */
      let best = null;
      for (let from = 0; from < letters.length; from += 1) {
        const last = Math.min(letters.length, from + LONGEST_RUN);
        for (let to = last; to - from > Math.max(1, best ? best.span[1] - best.span[0] : 1); to -= 1) {
          const entry = made.exact.get(letters.slice(from, to).join(""));
          if (entry?.kind === kind && entry.count > 0) best = { field: kind, value: entry.name, span: [from, to] };
        }
      }
      if (best) found.push(best);
    }
    return found.filter(({ span }) => !found.some((other) => other.span !== span && isWithin(span, other.span)));
  }

  /** @type {(a: Span, b: Span) => boolean} */
  const isWithin = ([from, to], [first, last]) => first < to && from < last && to - from <= last - first;

  globalThis.gongbaoHelp = { suggestions, offers, narrowings };
})();
