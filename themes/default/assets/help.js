// Help with a query, from the archive's own words: what the reader may be about to type, and what else to ask
// where little or nothing is found.
//
// Pure functions: values in, other queries out. Nothing is shown, loaded or searched here.
//
//   suggestions(words, text)                 -> [{kind: "agency"|"topic"|"type"|"word", text, note, query, url}]
//   offers(words, {terms, query})            -> [{kind: "agency"|"pinyin"|"near"|"synonym", from, to, query, isKnown}]
//
// `isKnown`: the archive has that word. Of a run with a synonym in it nobody knows before it is asked.
(() => {
  "use strict";

  const { LONGEST_RUN, narrow, prepare, fold, apart, compare } = gongbaoHelpParts.words;
  const { MOST_BY_PINYIN, MOST_IN_A_ROW, LONGEST_PINYIN } = gongbaoHelpParts.pinyin;
  const { isLatin, pinyin, openings, reads, endsSo, isSpoken, byPinyin } = gongbaoHelpParts.pinyin;
  const { near } = gongbaoHelpParts;

  const MOST_SUGGESTIONS = 8;
  /** Suggestions of one kind while there are others. */
  const MOST_OF_A_KIND = 4;
  const MOST_NEAR = 2;
  /** Terms without a report that something is offered for: where there are more, one offer helps nobody. */
  const MOST_TERMS = 6;
  const KINDS = ["agency", "topic", "type", "word"];
  /** Fields by the names under which a query may have them, in simplified and traditional characters. */
  const FIELDS = [
    ["agency", /^(agency|([发發][布佈文])?[机機][关關构構]|[制製][发發][机機][构構])$/],
    ["topic", /^(topic|主[题題](分[类類])?)$/],
    ["type", /^(type|[类類]型)$/],
    ["word", /^(title|[标標][题題])$/],
  ];
  const QUOTES = { '"': '"', "“": "”", "＂": "＂", "「": "」" };

  /** A run as it stands in a query. */
  function written(text, quote) {
    const isPlain = !/[\s"“”＂「」]/u.test(text) && !/^([-－]|[OＯ][RＲ]$|[^:：]{1,8}[:：])/u.test(text);
    if (!quote && isPlain) return text;
    const open = quote && !text.includes(QUOTES[quote]) ? quote : text.includes('"') ? "“" : '"';
    return open + text + QUOTES[open];
  }

  /** The query with a text in the place of what stands there. */
  function spliced(query, [from, to], text) {
    const all = [...query];
    return [...all.slice(0, from), text, ...all.slice(to)].join("");
  }

  /** The query with another text in the place of a term, whose field, exclusion and quotation marks stay, or of a row. */
  function replaced(query, term, text) {
    if (term.row) return spliced(query, term.at, text);
    const own = [...query].slice(...term.at).join("");
    const open = term.quoted ? [...own].at(-1 - [...term.text].length - 1) : "";
    const length = term.text.length + (term.quoted ? 2 : 0);
    const before = own.slice(0, own.length - length);
    return spliced(query, term.at, before + written(text, open));
  }

  /** What stands before the part of a text that is being typed, and that part. */
  function typing(text) {
    const [, before, last] = /^(.*?)(\S*)$/su.exec(text.trimEnd() === "" ? "" : text);
    const [, dash, name, rest] = /^([-－]?)(?:([^:：]{1,8})[:：])?(.*)$/su.exec(last);
    const field = name && FIELDS.find(([, names]) => names.test(narrow(name).toLowerCase()))?.[0];
    if (name && !field) return { before: before + dash, field: "", name: "", typed: last.slice(dash.length) };
    return { before: before + dash, field, name: name ? `${name}:` : "", typed: rest.replace(/^["“＂「]/u, "") };
  }

  /** How well an entry answers what was typed, the less the better; NaN where it does not. */
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

  function suggestions(words, text) {
    const made = prepare(words);
    const { before, field, name, typed } = typing(String(text).slice(0, 1000));
    const whole = String(text).trim();
    // A name may hold spaces.
    const tries = [{ before, field, name, typed }];
    if (!field && whole !== typed && !/["“”＂「」:：]/u.test(whole)) tries.unshift({ before: "", name: "", typed: whole });
    const found = new Map();
    for (const one of tries) {
      const folded = fold(made, one.typed).join("").trimEnd();
      if ([...folded].length > LONGEST_RUN) continue;
      const letters = pinyin(made, one.typed);
      const opens = openings(made, letters);
      for (const entry of made.entries) {
        if (one.field && entry.kind !== one.field) continue;
        const rank = fit(made, entry, folded, letters, opens);
        // A word that is typed already is no news.
        if (Number.isNaN(rank) || (entry.kind === "word" && rank === 0)) continue;
        const key = `${entry.kind} ${entry.name}`;
        if (found.has(key) && found.get(key).rank <= rank) continue;
        found.set(key, { rank, entry, one });
      }
      // xing zheng fu: what is typed last is no word of its own.
      if (one.typed === whole && found.size > 0 && isSpoken(made, pinyin(made, before))) break;
    }
    const order = ({ rank, entry }) => [rank, KINDS.indexOf(entry.kind), -entry.count, entry.letters.length];
    const sorted = [...found.values()].map((one) => ({ ...one, order: order(one) }));
    sorted.sort((a, b) => compare(a.order, b.order));
    // What is one too many of its kind comes after the others.
    const seen = new Map();
    const [first, rest] = [[], []];
    for (const { entry, one } of sorted) {
      const count = (seen.get(entry.kind) ?? 0) + 1;
      seen.set(entry.kind, count);
      (count <= MOST_OF_A_KIND ? first : rest).push({ entry, one });
    }
    return [...first, ...rest].slice(0, MOST_SUGGESTIONS).map(suggestion);
  }

  function suggestion({ entry: { kind, text, name, url }, one }) {
    const query = one.before + (kind === "word" ? one.name + written(text, "") : `${kind}:${written(name, '"')}`);
    return { kind, text: name, note: text === name ? "" : text, query, ...(url && { url }) };
  }

  /** The text with each word of a group of synonyms in the place of another, and that word. */
  function bySynonym(made, text) {
    const letters = fold(made, text);
    const whole = apart(letters);
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

  /** Pinyin with blanks in it, xing zheng fu yi: terms of syllables side by side, as one {text, at, row}. */
  function rowsOf(made, query, terms) {
    const all = [...query];
    const rows = [];
    for (const term of terms) {
      const typed = isLatin(term.text) ? pinyin(made, term.text) : "";
      const isAlone = terms.every((other) => other === term || other.clause !== term.clause);
      if (term.field || term.quoted || term.negated || !isAlone || !isSpoken(made, typed)) continue;
      const last = rows.at(-1);
      const isNext = last && /^\s+$/u.test(all.slice(last.at[1], term.at[0]).join(""));
      const row = isNext ? last : { text: "", at: [...term.at], row: [] };
      if (!isNext) rows.push(row);
      row.row.push({ term, typed });
      row.at[1] = term.at[1];
      row.text = all.slice(...row.at).join("");
    }
    return rows.filter(({ row }) => row.length > 1);
  }

  /** What a row may stand for: one word, else as many as there are terms, else words in a row. */
  function byRow(made, { row }) {
    const isWanted = () => true;
    const typed = row.map((one) => one.typed).join("");
    if (typed.length > LONGEST_PINYIN) return [];
    const texts = byPinyin(made, typed, isWanted);
    if (row.length <= MOST_IN_A_ROW && !made.exact.has(fold(made, texts[0] ?? "").join(""))) {
      const each = row.map(({ typed }) => byPinyin(made, typed, isWanted)[0]);
      if (each.every(Boolean)) return [each.map((text) => written(text, "")).join(" ")];
    }
    return texts.map((text) => written(text, ""));
  }

  function offers(words, { terms, query }) {
    const made = prepare(words);
    const found = new Map();
    /** The agency whose name a text is: a name is seldom in the reports of who bears it. */
    const agencyOf = (text) => {
      const entry = made.exact.get(fold(made, text).join(""));
      return entry?.kind === "agency" && entry.count > 0 ? entry : null;
    };
    const offerAgency = (term, { name }) => {
      const other = spliced(query, term.at, `agency:${written(name, '"')}`);
      if (found.has(other)) return false;
      found.set(other, { kind: "agency", from: term.text, to: name, query: other, isKnown: true });
      return true;
    };
    const offer = (kind, term, to) => {
      const agency = kind === "near" && !term.field ? agencyOf(to) : null;
      if (agency !== null) return offerAgency(term, agency);
      const isKnown = kind !== "synonym" || made.exact.get(fold(made, to).join(""))?.count > 0;
      const other = { kind, from: term.text, to, query: replaced(query, term, to), isKnown };
      if (other.query === query || found.has(other.query)) return false;
      found.set(other.query, other);
      return true;
    };
    const some = (kind, term, texts, most) => {
      let count = 0;
      for (const to of texts) {
        if (count === most) return true;
        if (offer(kind, term, to)) count += 1;
      }
      return count > 0;
    };
    const isPlain = ({ field, negated }) => !field && !negated;
    const whole = terms?.length > 1 && terms.every(isPlain) ? agencyOf(query.trim()) : null;
    if (whole !== null) offerAgency({ text: query, at: [0, [...query].length] }, whole);
    const isMissing = ({ missing, negated }) => missing && !negated;
    const absent = new Set((terms ?? []).filter(isMissing).slice(0, MOST_TERMS));
    for (const row of rowsOf(made, query, (terms ?? []).filter(isMissing))) {
      // A syllable of it is no word.
      if (some("pinyin", row, byRow(made, row), MOST_BY_PINYIN)) for (const { term } of row.row) absent.delete(term);
    }
    for (const term of terms ?? []) {
      const { field, text } = term;
      if (["year", "number", "status"].includes(field) || !text) continue;
      const isName = ["agency", "type", "topic"].includes(field);
      const isWanted = (entry) => !isName || entry.kind === field;
      const agency = isPlain(term) ? agencyOf(text) : null;
      if (agency !== null) offerAgency(term, agency);
      else if (absent.has(term)) {
        const typed = pinyin(made, text);
        if (typed) some("pinyin", term, byPinyin(made, typed, isWanted), MOST_BY_PINYIN);
        else some("near", term, near(made, text, isWanted), MOST_NEAR);
      }
      // What is excluded is not asked for in other words.
      if (!isName && !term.negated) some("synonym", term, bySynonym(made, text), Infinity);
    }
    return [...found.values()];
  }

  globalThis.gongbaoHelp = { suggestions, offers };
})();
