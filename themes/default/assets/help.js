// Help with a query, from the archive's own words (search/words-HASH.js): what the reader may be about to
// type, and what else to ask where little or nothing is found.
//
// Pure functions: values in, other queries out. Nothing is shown, loaded or searched here.
//
//   suggestions(words, text)                 -> [{kind: "agency"|"topic"|"type"|"word", text, note, query, url}]
//   offers(words, {terms, missing, query})   -> [{kind: "pinyin"|"near"|"synonym", from, to, query, isKnown}]
//
// `isKnown`: the archive has that word. Of a run with a synonym in it nobody knows before it is asked.
//
// Text is compared as the search reads it: full-width as half-width, capitals as small letters, traditional
// characters as simplified ones.
(() => {
  "use strict";

  const MOST_SUGGESTIONS = 8;
  /** Suggestions of one kind while there are others. */
  const MOST_OF_A_KIND = 4;
  const MOST_BY_PINYIN = 3;
  const MOST_NEAR = 2;
  /** The longest run that is looked into, in characters. */
  const LONGEST_RUN = 40;
  /** The longest and the shortest word that a typo is looked for in. */
  const NEAR = { from: 2, to: 8 };
  /** The shortest end of a name that is looked for by its initials. */
  const SHORTEST_END = 3;
  /** Ways to read one word aloud that are kept: most characters have one reading, some two. */
  const MOST_READINGS = 8;
  const KINDS = ["agency", "topic", "type", "word"];
  /** Fields by the names under which a query may have them. */
  const FIELDS = [
    ["agency", /^(agency|机关|机构|发布机构|发布机关|发文机构|发文机关|制发机构)$/],
    ["topic", /^(topic|主题|主题分类)$/],
    ["type", /^(type|类型)$/],
    ["word", /^(title|标题)$/],
  ];
  const QUOTES = { '"': '"', "“": "”", "＂": "＂" };

  /** What was made of words once: they are the same object for a whole visit. */
  const known = new WeakMap();

  const narrow = (text) =>
    text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ");

  /** The words made ready to be looked through. */
  function prepare(words) {
    const ready = known.get(words);
    if (ready) return ready;
    const variants = new Map();
    const pairs = [...(words.variants ?? "")];
    for (let at = 0; at + 1 < pairs.length; at += 2) variants.set(pairs[at], pairs[at + 1]);
    const sounds = new Map();
    for (const entry of (words.sounds ?? "").split(" ")) {
      const [, syllable, characters] = /^([a-z]+)(.*)$/u.exec(entry) ?? [];
      for (const character of characters ?? "") sounds.set(character, [...(sounds.get(character) ?? []), syllable]);
    }
    /** Characters by the first letter of a reading. */
    const initials = new Map();
    for (const [character, syllables] of sounds) {
      for (const [initial] of syllables) initials.set(initial, (initials.get(initial) ?? new Set()).add(character));
    }
    const made = { variants, sounds, initials, entries: [], aloud: new Map(), exact: new Map(), longest: 0 };
    const add = (kind, text, name, url, count) => {
      const letters = fold(made, text);
      const entry = { kind, text, name, url, count, letters, folded: letters.join("") };
      made.entries.push(entry);
      for (const reading of readings(made, letters)) {
        const same = made.aloud.get(reading);
        if (same) same.push(entry);
        else made.aloud.set(reading, [entry]);
      }
      if (!made.exact.has(entry.folded)) made.exact.set(entry.folded, entry);
      if (kind === "word") made.longest = Math.max(made.longest, letters.length);
    };
    for (const [kind, list] of [["agency", words.agencies], ["topic", words.topics], ["type", words.types]]) {
      for (const [name, url, count, ...others] of list ?? []) {
        for (const text of [name, ...others]) add(kind, text, name, url, count);
      }
    }
    const list = words.words ? words.words.split(" ") : [];
    for (let at = 0; at + 1 < list.length; at += 2) add("word", list[at], list[at], undefined, Number(list[at + 1]));
    // Official words are worth an offer even where the sample did not hold them.
    for (const word of (words.synonyms ?? []).flat()) {
      if (!made.exact.has(fold(made, word).join(""))) add("word", word, word, undefined, 0);
    }
    known.set(words, made);
    return made;
  }

  /** The characters of a text as the search reads them. */
  const fold = ({ variants }, text) => [...narrow(text).toLowerCase()].map((c) => variants.get(c) ?? c);

  /** The ways that characters are read aloud, in full; none where one has no sound. */
  function readings({ sounds }, letters) {
    let all = [""];
    for (const letter of letters) {
      const syllables = sounds.get(letter);
      if (!syllables) return [];
      all = all.flatMap((before) => syllables.map((syllable) => before + syllable)).slice(0, MOST_READINGS);
    }
    return all;
  }

  /**
   * What someone types who thinks in pinyin, maybe with characters between, or nothing: without tones, spaces and
   * apostrophes, ü as v.
   */
  function pinyin(made, text) {
    const plain = narrow(text).toLowerCase().replace(/[üǖǘǚǜ]/g, "v").normalize("NFD").replace(/[\u0300-\u036f'’ ]/g, "");
    if (!/^[a-z\p{Script=Han}]{2,60}$/u.test(plain) || !/[a-z]/.test(plain)) return "";
    return fold(made, plain).join("");
  }

  /**
   * How typed letters read as these characters: 0 not at all, 1 by initials, 2 mixed, 3 in full. `open`: the
   * letters may end within a syllable, and before the characters do.
   */
  function reads({ sounds, initials }, letters, typed, open) {
    // Most begin with another letter.
    if (!initials.get(typed[0])?.has(letters[0]) && letters[0] !== typed[0]) return 0;
    /** From which places of the typed letters can go on: place to the syllables that were given in full. */
    let places = new Map([[0, 0]]);
    let best = 0;
    const rank = (full, all) => (full === all ? 3 : full === 0 ? 1 : 2);
    for (const [at, letter] of letters.entries()) {
      const next = new Map();
      const reach = (place, full) => next.set(place, Math.max(full, next.get(place) ?? 0));
      for (const [place, full] of places) {
        if (typed.startsWith(letter, place)) reach(place + letter.length, full + 1);
        for (const syllable of sounds.get(letter) ?? []) {
          const left = typed.length - place;
          if (typed.startsWith(syllable, place)) reach(place + syllable.length, full + 1);
          else if (open && left > 1 && left < syllable.length && syllable.startsWith(typed.slice(place))) {
            best = Math.max(best, rank(full, at));
          }
          if (typed[place] === syllable[0]) {
            reach(place + 1, full + (syllable.length === 1 ? 1 : 0));
            if (syllable[1] === "h" && typed[place + 1] === "h") reach(place + 2, full);
          }
        }
      }
      places = next;
      if (places.size === 0) return best;
      const whole = places.get(typed.length);
      if (whole !== undefined && (open || at === letters.length - 1)) best = Math.max(best, rank(whole, at + 1));
    }
    return best;
  }

  /** Where in the typed letters the characters from `at` on end that are read so in full; 0 if none are. */
  function readInFull({ sounds }, letters, at, typed) {
    let places = [0];
    for (let to = at; to < letters.length; to += 1) {
      const syllables = sounds.get(letters[to]) ?? [];
      places = places.flatMap((place) =>
        syllables.filter((syllable) => typed.startsWith(syllable, place)).map((syllable) => place + syllable.length));
      if (places.includes(typed.length)) return to + 1;
      if (places.length === 0) return 0;
    }
    return 0;
  }

  /** Whether one character other, missing, added or changed with its neighbour makes one of the two the other. */
  function isNear(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let from = 0;
    while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
    let [end, other] = [a.length, b.length];
    while (end > from && other > from && a[end - 1] === b[other - 1]) [end, other] = [end - 1, other - 1];
    if (end - from === 2 && other - from === 2) return a[from] === b[from + 1] && a[from + 1] === b[from];
    return end - from <= 1 && other - from <= 1 && end + other > 2 * from;
  }

  /** A run as it stands in a query. */
  function written(text, quote) {
    const isPlain = !/[\s"“”＂]/u.test(text) && !/^(-|OR$|[^:：]{1,8}[:：])/u.test(text);
    if (!quote && isPlain) return text;
    const open = quote && !text.includes(QUOTES[quote]) ? quote : text.includes('"') ? "“" : '"';
    return open + text + QUOTES[open];
  }

  /** The query with another text in the place of a term, whose field, exclusion and quotation marks stay. */
  function replaced(query, term, text) {
    const all = [...query];
    const own = all.slice(...term.at).join("");
    const open = term.quoted ? [...own].at(-1 - [...term.text].length - 1) : "";
    const length = term.text.length + (term.quoted ? 2 : 0);
    const before = own.slice(0, own.length - length);
    return [...all.slice(0, term.at[0]), before, written(text, open), ...all.slice(term.at[1])].join("");
  }

  /** What stands before the part of a text that is being typed, and that part. */
  function typing(text) {
    const [, before, last] = /^(.*?)(\S*)$/su.exec(text.trimEnd() === "" ? "" : text);
    const [, dash, name, rest] = /^(-?)(?:([^:：]{1,8})[:：])?(.*)$/su.exec(last);
    const field = name && FIELDS.find(([, names]) => names.test(narrow(name).toLowerCase()))?.[0];
    if (name && !field) return { before: before + dash, field: "", name: "", typed: last.slice(dash.length) };
    return { before: before + dash, field, name: name ? `${name}:` : "", typed: rest.replace(/^["“＂]/u, "") };
  }

  /** How well an entry answers what was typed, the less the better; NaN where it does not. */
  function fit(made, entry, typed, letters) {
    if (typed === "") return NaN;
    const at = entry.folded.indexOf(typed);
    if (at === 0) return entry.folded.length === typed.length ? 0 : 1;
    if (at > 0) return entry.kind === "word" ? 5 : 3;
    if (!letters) return NaN;
    const how = reads(made, entry.letters, letters, true);
    if (how > 0) return how === 3 ? 2 : how === 2 ? 4 : 6;
    // 区司法局 by sifaju: names begin with where they are.
    if (entry.kind === "word") return NaN;
    const end = entry.letters.length - letters.length;
    if (letters.length >= SHORTEST_END && end > 0 && reads(made, entry.letters.slice(end), letters, false) > 0) return 6;
    for (let from = 1; from + 1 < entry.letters.length; from += 1) {
      if (reads(made, entry.letters.slice(from), letters, true) === 3) return 5;
    }
    return NaN;
  }

  function suggestions(words, text) {
    const made = prepare(words);
    const { before, field, name, typed } = typing(String(text).slice(0, 1000));
    const whole = String(text).trim();
    // A name may hold spaces.
    const tries = [{ before, field, name, typed }];
    if (!field && whole !== typed && !/["“”＂:：]/u.test(whole)) tries.unshift({ before: "", name: "", typed: whole });
    const found = new Map();
    for (const one of tries) {
      const folded = fold(made, one.typed).join("").trimEnd();
      if ([...folded].length > LONGEST_RUN) continue;
      const letters = pinyin(made, one.typed);
      for (const entry of made.entries) {
        if (one.field && entry.kind !== one.field) continue;
        const rank = fit(made, entry, folded, letters);
        const isWord = entry.kind === "word";
        // A word that is typed already is no news.
        if (Number.isNaN(rank) || (isWord && rank === 0)) continue;
        const key = `${entry.kind} ${entry.name}`;
        if (found.has(key) && found.get(key).rank <= rank) continue;
        const query = one.before + (isWord ? one.name + written(entry.text, "") : `${entry.kind}:${written(entry.name, '"')}`);
        const suggestion = { kind: entry.kind, text: entry.name, note: entry.text === entry.name ? "" : entry.text, query };
        if (entry.url) suggestion.url = entry.url;
        found.set(key, { rank, entry, suggestion });
      }
    }
    const order = ({ rank, entry }) => [rank, KINDS.indexOf(entry.kind), -entry.count, entry.letters.length];
    const sorted = [...found.values()].map((one) => ({ ...one, order: order(one) }));
    sorted.sort((a, b) => compare(a.order, b.order));
    // What is one too many of its kind comes after the others.
    const seen = new Map();
    const [first, rest] = [[], []];
    for (const { entry, suggestion } of sorted) {
      const count = (seen.get(entry.kind) ?? 0) + 1;
      seen.set(entry.kind, count);
      (count <= MOST_OF_A_KIND ? first : rest).push(suggestion);
    }
    return [...first, ...rest].slice(0, MOST_SUGGESTIONS);
  }

  /** The words that typed letters may stand for, the best first. */
  function byPinyin(made, typed, isWanted) {
    const found = [];
    for (const entry of made.entries) {
      if (!isWanted(entry)) continue;
      const how = reads(made, entry.letters, typed, false);
      if (how > 0) found.push({ how, entry });
    }
    found.sort((a, b) => b.how - a.how || b.entry.count - a.entry.count);
    const full = found.some(({ how }) => how === 3);
    // Letters that are a word in full are not meant as initials too.
    const texts = found.filter(({ how }) => !full || how === 3).map(({ entry }) => entry.text);
    if (texts.length > 0) return texts;
    const row = rowOf(made, typed, isWanted);
    if (row) return [row];
    const within = inside(made, typed, isWanted);
    return within.length > 0 ? within : ends(made, typed, isWanted);
  }

  /** How agencies end that begin with where they are, by initials: 教育局 of 区教育局. The most frequent first. */
  function ends(made, typed, isWanted) {
    const found = new Map();
    for (const entry of made.entries) {
      const from = entry.letters.length - typed.length;
      if (typed.length < SHORTEST_END || from < 1 || entry.kind !== "agency" || !isWanted(entry)) continue;
      if (reads(made, entry.letters.slice(from), typed, false) === 0) continue;
      const end = [...entry.text].slice(from).join("");
      // An agency may have several names that end alike.
      found.set(end, (found.get(end) ?? new Map()).set(entry.name, entry.count));
    }
    const sum = (counts) => [...counts.values()].reduce((sum, count) => sum + count, 0);
    return [...found].sort(([, a], [, b]) => sum(b) - sum(a)).map(([end]) => end);
  }

  /** Words one behind the other whose pinyin in full is what was typed: the fewest, and of those the most frequent. */
  function rowOf(made, typed, isWanted) {
    const best = [{ count: 0, weight: 0, text: "" }];
    for (let end = 1; end <= typed.length; end += 1) {
      for (let from = Math.max(0, end - 48); from < end; from += 1) {
        if (!best[from] || best[from].count === 4) continue;
        for (const entry of made.aloud.get(typed.slice(from, end)) ?? []) {
          if (!isWanted(entry) || entry.letters.length < 2) continue;
          const count = best[from].count + 1;
          const weight = best[from].weight + Math.log(entry.count + 1);
          const now = best[end];
          if (now && (now.count < count || (now.count === count && now.weight >= weight))) continue;
          best[end] = { count, weight, text: best[from].text + entry.text };
        }
      }
    }
    return best[typed.length]?.text;
  }

  /** What longer words and names hold that is read so: 司法局 of 区司法局. */
  function inside(made, typed, isWanted) {
    const found = new Set();
    const opening = [...made.sounds].filter(([, all]) => all.some((syllable) => typed.startsWith(syllable)));
    const opens = new Set(opening.map(([character]) => character));
    for (const entry of made.entries) {
      if (!isWanted(entry)) continue;
      for (let at = 0; at + 1 < entry.letters.length; at += 1) {
        if (!opens.has(entry.letters[at])) continue;
        const end = readInFull(made, entry.letters, at, typed);
        if (end > at + 1) found.add([...entry.text].slice(at, end).join(""));
      }
      if (found.size === MOST_BY_PINYIN) break;
    }
    return [...found];
  }

  /** Of each character whether a word of the archive that stands here covers it. */
  function covered(made, letters) {
    const marks = letters.map(() => false);
    for (let from = 0; from < letters.length; ) {
      let length = Math.min(Math.max(made.longest, NEAR.to), letters.length - from);
      while (length > 1 && !made.exact.has(letters.slice(from, from + length).join(""))) length -= 1;
      if (length > 1) marks.fill(true, from, from + length);
      from += Math.max(length, 1);
    }
    return marks;
  }

  /** A text with a slip in it as it may have been meant, the best first. */
  function near(made, text, isWanted) {
    const letters = fold(made, text);
    const plain = [...text];
    if (letters.length > LONGEST_RUN || letters.length < NEAR.from) return [];
    const marks = covered(made, letters);
    const bare = marks.filter((mark) => !mark).length;
    const found = new Map();
    const inRun = new Set(letters);
    const soundsOfRun = new Set(letters.flatMap((letter) => made.sounds.get(letter) ?? []));
    const isThere = (letter) => inRun.has(letter) || made.sounds.get(letter)?.some((one) => soundsOfRun.has(one));
    for (const entry of made.entries) {
      const size = entry.letters.length;
      if (!isWanted(entry) || size < NEAR.from || size > NEAR.to || size > letters.length + 1) continue;
      // Most words have nothing to do with the run.
      if (entry.letters.filter((letter) => !isThere(letter)).length > 1) continue;
      for (let length = size - 1; length <= size + 1; length += 1) {
        for (let from = 0; from + length <= letters.length; from += 1) {
          const isWhole = length === letters.length;
          // What the archive's words explain is left alone.
          if (!isWhole && marks.slice(from, from + length).every(Boolean)) continue;
          // Within a longer run a character too few or too many is not at the edge of the word.
          const last = from + length - 1;
          if (length !== size && !isWhole) {
            if (length < 3 || letters[from] !== entry.letters[0] || letters[last] !== entry.letters[size - 1]) continue;
          }
          const window = letters.slice(from, from + length);
          if (window.join("") === entry.folded) continue;
          const sounds = length === size && sound(made, window, entry.letters);
          if (!sounds && !isNear(window, entry.letters)) continue;
          // Of two characters one alone says little, unless they sound the same, or the other is in no text.
          const isUnknown = isWhole && length === size && window.some((letter) => !made.sounds.has(letter));
          if (!sounds && !isUnknown && Math.min(size, length) < 3) continue;
          const now = [...letters.slice(0, from), ...entry.letters, ...letters.slice(from + length)];
          const left = isWhole ? 0 : covered(made, now).filter((mark) => !mark).length;
          if (!isWhole && left >= bare) continue;
          const to = [...plain.slice(0, from), entry.text, ...plain.slice(from + length)].join("");
          const order = [left, sounds ? 0 : 1, -size, -entry.count];
          const before = found.get(to);
          if (!before || compare(order, before) < 0) found.set(to, order);
        }
      }
    }
    const sorted = [...found].sort(([, a], [, b]) => compare(a, b));
    // Where one of them explains the whole run, those that do not are worth nothing.
    return sorted.filter(([, order]) => order[0] === sorted[0][1][0]).map(([to]) => to);
  }

  function compare(a, b) {
    const differs = a.findIndex((value, at) => value !== b[at]);
    return differs < 0 ? 0 : a[differs] - b[differs];
  }

  /** Whether characters sound the same, one by one, tones aside. */
  function sound({ sounds }, a, b) {
    return a.every((letter, at) => {
      if (letter === b[at]) return true;
      const own = sounds.get(letter) ?? [];
      return (sounds.get(b[at]) ?? []).some((syllable) => own.includes(syllable));
    });
  }

  /** The text with each word of a group of synonyms in the place of another, and that word. */
  function bySynonym(made, text, groups) {
    const letters = fold(made, text);
    const folded = letters.join("\0");
    const found = [];
    for (const group of groups) {
      const all = group.map((word) => ({ word, own: fold(made, word) }));
      // Of 保障 and 最低生活保障 in one run the longer is meant.
      const held = all.filter(({ own }) => `\0${folded}\0`.includes(`\0${own.join("\0")}\0`));
      held.sort((a, b) => b.own.length - a.own.length);
      if (held.length === 0) continue;
      const { word: from, own } = held[0];
      const at = `\0${folded}\0`.indexOf(`\0${own.join("\0")}\0`);
      const start = at === 0 ? 0 : `\0${folded}\0`.slice(0, at).split("\0").length - 1;
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

  /** All terms as one, where they are nothing but Latin letters, as pinyin is with spaces between: xing zheng fu yi. */
  function syllables(terms, query) {
    const isSyllable = ({ field, negated, quoted, text }) => field === null && !negated && !quoted && /^[\p{Script=Latin}\p{M}'’]+$/u.test(text);
    const isAlone = ({ clause }, n) => n === 0 || clause !== terms[n - 1].clause;
    if (terms.length < 2 || !terms.every(isSyllable) || !terms.every(isAlone)) return null;
    const at = [terms[0].at[0], terms.at(-1).at[1]];
    return { field: null, quoted: false, at, text: [...query].slice(...at).join("") };
  }

  function offers(words, { terms, missing, query }) {
    const made = prepare(words);
    const found = new Map();
    const offer = (kind, term, to) => {
      const isKnown = kind !== "synonym" || made.exact.get(fold(made, to).join(""))?.count > 0;
      const other = { kind, from: term.text, to, query: replaced(query, term, to), isKnown };
      if (other.query === query || found.has(other.query)) return false;
      found.set(other.query, other);
      return true;
    };
    const some = (kind, term, texts, most) => {
      for (const to of texts) {
        if (most === 0) return;
        if (offer(kind, term, to)) most -= 1;
      }
    };
    const absent = new Set(missing ?? []);
    const row = syllables(terms ?? [], query);
    if (row && terms.some(({ text }) => absent.has(text))) {
      some("pinyin", row, byPinyin(made, pinyin(made, row.text), () => true), MOST_BY_PINYIN);
    }
    for (const term of terms ?? []) {
      const { field, text } = term;
      if (["year", "number", "status"].includes(field) || !text) continue;
      const isName = ["agency", "type", "topic"].includes(field);
      const isWanted = (entry) => !isName || entry.kind === field;
      if (absent.has(text) && !term.negated) {
        const typed = pinyin(made, text);
        if (typed) some("pinyin", term, byPinyin(made, typed, isWanted), MOST_BY_PINYIN);
        else some("near", term, near(made, text, isWanted), MOST_NEAR);
      }
      if (!isName) some("synonym", term, bySynonym(made, text, words.synonyms ?? []), Infinity);
    }
    return [...found.values()];
  }

  globalThis.gongbaoHelp = { suggestions, offers };
})();
