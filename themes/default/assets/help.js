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
  /** Terms without a report that something is offered for: where there are more, one offer helps nobody. */
  const MOST_TERMS = 6;
  /** The longest run that is looked into, in characters. */
  const LONGEST_RUN = 40;
  /** The longest and the shortest word that a typo is looked for in. */
  const NEAR = { from: 2, to: 8 };
  /** Words in a row that typed letters may stand for, and letters of the longest syllable. */
  const MOST_IN_A_ROW = 4;
  const LONGEST_SYLLABLE = 6;
  /** The most letters that are read as pinyin. */
  const LONGEST_PINYIN = 60;
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
    // Most texts have none.
    /[\uff01-\uff5e\u3000]/.test(text)
      ? text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ")
      : text;

  const isLatin = (text) => /^[\p{Script=Latin}\p{M}'’\s]+$/u.test(text);

  /** The words made ready to be looked through. */
  function prepare(words) {
    const ready = known.get(words);
    if (ready) return ready;
    const variants = new Map();
    const pairs = [...(words.variants ?? "")];
    for (let at = 0; at + 1 < pairs.length; at += 2) variants.set(pairs[at], pairs[at + 1]);
    const sounds = new Map();
    /** Syllables to the characters that are read so. */
    const spoken = new Map();
    for (const entry of (words.sounds ?? "").split(" ")) {
      const [, syllable, characters] = /^([a-z]+)(.*)$/u.exec(entry) ?? [];
      if (!syllable) continue;
      spoken.set(syllable, [...characters]);
      for (const character of characters) {
        const known = sounds.get(character);
        if (known) known.push(syllable);
        else sounds.set(character, [syllable]);
      }
    }
    /** Characters by the first letter of a reading. */
    const initials = new Map();
    for (const [character, syllables] of sounds) {
      for (const [initial] of syllables) initials.set(initial, (initials.get(initial) ?? new Set()).add(character));
    }
    /** Characters to what begins with them, and to all places where they stand ({entry, at}). */
    const [beginning, places] = [new Map(), null];
    const made = { variants, sounds, spoken, initials, entries: [], beginning, places, exact: new Map(), longest: 0, synonyms: [] };
    const add = (kind, text, name, url, count) => {
      const letters = fold(made, text);
      const entry = { kind, text, name, url, count, letters, folded: letters.join(""), number: made.entries.length };
      made.entries.push(entry);
      const same = beginning.get(letters[0]);
      if (same) same.push(entry);
      else beginning.set(letters[0], [entry]);
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
    for (const group of words.synonyms ?? []) {
      const all = group.map((word) => ({ word, own: fold(made, word) }));
      made.synonyms.push(all.map(({ word, own }) => ({ word, own, apart: apart(own) })));
      for (const { word, own } of all) if (!made.exact.has(own.join(""))) add("word", word, word, undefined, 0);
    }
    known.set(words, made);
    return made;
  }

  /** The characters of a text as the search reads them. */
  function fold({ variants }, text) {
    const letters = [...narrow(text).toLowerCase()];
    for (let at = 0; at < letters.length; at += 1) letters[at] = variants.get(letters[at]) ?? letters[at];
    return letters;
  }

  /** Characters with marks around each, so that one is not found within two. */
  const apart = (letters) => `\0${letters.join("\0")}\0`;

  /** The places where one of the characters stands in an entry and that are wanted, in the order of the entries. */
  function placesOf(made, characters, isWanted) {
    if (made.places === null) {
      made.places = new Map();
      for (const entry of made.entries) {
        for (const [at, letter] of entry.letters.entries()) {
          const same = made.places.get(letter);
          if (same) same.push({ entry, at });
          else made.places.set(letter, [{ entry, at }]);
        }
      }
    }
    const all = [...characters].flatMap((character) => made.places.get(character) ?? []);
    return all.filter(isWanted).sort((a, b) => a.entry.number - b.entry.number || a.at - b.at);
  }

  /** Characters of which a reading in full stands in the typed letters at a place. */
  function spokenAt({ spoken }, typed, place) {
    const all = [];
    for (let length = 1; length <= LONGEST_SYLLABLE; length += 1) {
      const syllable = typed.slice(place, place + length);
      if (syllable.length === length) all.push(...(spoken.get(syllable) ?? []));
    }
    return all;
  }

  /**
   * What someone types who thinks in pinyin, maybe with characters between, or nothing: without tones, spaces and
   * apostrophes, ü as v.
   */
  function pinyin(made, text) {
    const plain = narrow(text).toLowerCase().replace(/[üǖǘǚǜ]/g, "v").normalize("NFD").replace(/[\u0300-\u036f'’ ]/g, "");
    if (plain.length > LONGEST_PINYIN || !/^[a-z\p{Script=Han}]{2,}$/u.test(plain) || !/[a-z]/.test(plain)) return "";
    return fold(made, plain).join("");
  }

  /** Characters that typed letters may begin with. */
  const openings = ({ initials }, typed) => new Set([typed[0], ...(initials.get(typed[0]) ?? [])]);

  /**
   * How typed letters read as the characters from `from` on, of which the first is one of their openings: 0 not at
   * all, 1 by initials, 2 mixed, 3 in full. `open`: the letters may end within a syllable, and before the characters do.
   */
  function reads({ sounds }, letters, typed, open, from = 0) {
    const size = letters.length - from;
    /** From which places of the typed letters can go on, and of each the most syllables that were given in full. */
    let [places, fulls] = [[0], [0]];
    let best = 0;
    const rank = (full, all) => (full === all ? 3 : full === 0 ? 1 : 2);
    for (let at = 0; at < size; at += 1) {
      const letter = letters[from + at];
      const syllables = sounds.get(letter) ?? [];
      const [next, nextFulls] = [[], []];
      const reach = (place, full) => {
        const same = next.indexOf(place);
        if (same >= 0) nextFulls[same] = Math.max(full, nextFulls[same]);
        else {
          next.push(place);
          nextFulls.push(full);
        }
      };
      for (let n = 0; n < places.length; n += 1) {
        const [place, full] = [places[n], fulls[n]];
        if (typed.startsWith(letter, place)) reach(place + letter.length, full + 1);
        for (const syllable of syllables) {
          if (typed[place] !== syllable[0]) continue;
          const left = typed.length - place;
          if (typed.startsWith(syllable, place)) reach(place + syllable.length, full + 1);
          else if (open && left > 1 && left < syllable.length && syllable.startsWith(typed.slice(place))) {
            best = Math.max(best, rank(full, at));
          }
          reach(place + 1, full + (syllable.length === 1 ? 1 : 0));
          if (syllable[1] === "h" && typed[place + 1] === "h") reach(place + 2, full);
        }
      }
      if (next.length === 0) return best;
      [places, fulls] = [next, nextFulls];
      const whole = places.indexOf(typed.length);
      if (whole >= 0 && (open || at === size - 1)) best = Math.max(best, rank(fulls[whole], at + 1));
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

  /** Whether one character other, missing, added or changed with its neighbour makes of a[start..stop] the other. */
  function isNear(a, start, stop, b) {
    let from = 0;
    while (start + from < stop && from < b.length && a[start + from] === b[from]) from += 1;
    let [end, other] = [stop - start, b.length];
    while (end > from && other > from && a[start + end - 1] === b[other - 1]) [end, other] = [end - 1, other - 1];
    if (end - from === 2 && other - from === 2) return a[start + from] === b[from + 1] && a[start + from + 1] === b[from];
    return end - from <= 1 && other - from <= 1 && end + other > 2 * from;
  }

  /** A run as it stands in a query. */
  function written(text, quote) {
    const isPlain = !/[\s"“”＂]/u.test(text) && !/^(-|OR$|[^:：]{1,8}[:：])/u.test(text);
    if (!quote && isPlain) return text;
    const open = quote && !text.includes(QUOTES[quote]) ? quote : text.includes('"') ? "“" : '"';
    return open + text + QUOTES[open];
  }

  /** The query with another text in the place of a term, whose field, exclusion and quotation marks stay, or of a row. */
  function replaced(query, term, text) {
    const all = [...query];
    if (term.row) return [...all.slice(0, term.at[0]), text, ...all.slice(term.at[1])].join("");
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

  /** Whether typed letters read as the end of a name that begins there; two initials are those of too many. */
  function endsSo(made, { letters }, typed, from) {
    const size = letters.length - from;
    return size > 2 && size <= typed.length && reads(made, letters, typed, false, from) > 0;
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
    if (!field && whole !== typed && !/["“”＂:：]/u.test(whole)) tries.unshift({ before: "", name: "", typed: whole });
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

  /** The words that typed letters may stand for, the best first. */
  function byPinyin(made, typed, isWanted) {
    const found = [];
    for (const first of openings(made, typed)) {
      for (const entry of made.beginning.get(first) ?? []) {
        if (entry.letters.length > typed.length || !isWanted(entry)) continue;
        const how = reads(made, entry.letters, typed, false);
        if (how > 0) found.push({ how, entry });
      }
    }
    found.sort((a, b) => b.how - a.how || b.entry.count - a.entry.count || a.entry.number - b.entry.number);
    const full = found.some(({ how }) => how === 3);
    // Letters that are a word in full are not meant as initials too.
    if (full) return found.filter(({ how }) => how === 3).map(({ entry }) => entry.text);
    const texts = found.map(({ entry }) => entry.text);
    if (texts.length === 0) {
      const row = rowOf(made, typed, isWanted);
      texts.push(...(row ? [row] : inside(made, typed, isWanted)));
      if (texts.length > 0) return texts;
    }
    return [...texts, ...endings(made, typed, isWanted)];
  }

  /** Words one behind the other whose pinyin in full is what was typed: the fewest, and of those the most frequent. */
  function rowOf(made, typed, isWanted) {
    const best = [{ count: 0, weight: 0, text: "" }];
    for (let from = 0; from < typed.length; from += 1) {
      if (!best[from] || best[from].count === MOST_IN_A_ROW) continue;
      for (const first of spokenAt(made, typed, from)) {
        for (const entry of made.beginning.get(first) ?? []) {
          if (!isWanted(entry) || entry.letters.length < 2) continue;
          const count = best[from].count + 1;
          const weight = best[from].weight + Math.log(entry.count + 1);
          for (const end of endsOf(made, entry.letters, typed, from)) {
            const now = best[end];
            const differs = now && (now.count - count || weight - now.weight || (now.from === from ? now.number - entry.number : -1));
            if (now && differs <= 0) continue;
            best[end] = { count, weight, from, number: entry.number, text: best[from].text + entry.text };
          }
        }
      }
    }
    return best[typed.length]?.text;
  }

  /** Where the characters end that are read in full from a place of the typed letters on. */
  function endsOf({ sounds }, letters, typed, place) {
    let places = [place];
    for (const letter of letters) {
      const syllables = sounds.get(letter) ?? [];
      const next = [];
      for (const at of places) {
        for (const syllable of syllables) {
          if (typed.startsWith(syllable, at) && !next.includes(at + syllable.length)) next.push(at + syllable.length);
        }
      }
      if (next.length === 0) return next;
      places = next;
    }
    return places;
  }

  /** What longer words and names hold that is read so: 司法局 of 区司法局. */
  function inside(made, typed, isWanted) {
    const found = new Set();
    let last;
    for (const { entry, at } of placesOf(made, new Set(spokenAt(made, typed, 0)), ({ entry }) => isWanted(entry))) {
      if (entry !== last && found.size >= MOST_BY_PINYIN) break;
      last = entry;
      const end = readInFull(made, entry.letters, at, typed);
      if (end > at + 1) found.add([...entry.text].slice(at, end).join(""));
    }
    return [...found];
  }

  /** What names end with that is read so by initials, too: 教育局 of 区教育局 by jyj. The most frequent first. */
  function endings(made, typed, isWanted) {
    const found = new Map();
    const isEnd = ({ entry, at }) => at > 0 && entry.kind !== "word" && isWanted(entry) && endsSo(made, entry, typed, at);
    for (const { entry, at } of placesOf(made, openings(made, typed), isEnd)) {
      const text = [...entry.text].slice(at).join("");
      found.set(text, (found.get(text) ?? 0) + entry.count);
    }
    return [...found].sort(([, a], [, b]) => b - a).map(([text]) => text);
  }

  /** Of each character whether a word of the archive that stands here covers it. */
  function covered(made, letters) {
    const marks = letters.map(() => false);
    const longest = Math.max(made.longest, NEAR.to);
    for (let from = 0; from < letters.length; ) {
      let length = 1;
      if (made.beginning.has(letters[from])) {
        let text = letters[from];
        for (let to = from + 1; to < Math.min(from + longest, letters.length); to += 1) {
          text += letters[to];
          if (made.exact.has(text)) length = to + 1 - from;
        }
      }
      if (length > 1) marks.fill(true, from, from + length);
      from += length;
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
    /** Of each character those that sound the same, itself among them; and where there are such. */
    const sameAs = (letter) => (made.sounds.get(letter) ?? []).flatMap((syllable) => made.spoken.get(syllable));
    const alike = letters.map((letter) => new Set([letter, ...sameAs(letter)]));
    const heard = new Map();
    alike.forEach((some, at) => some.forEach((letter) => (heard.get(letter) ?? heard.set(letter, []).get(letter)).push(at)));
    const [own, everywhere] = [new Set(letters), [...letters.keys()]];
    for (const entry of made.entries) {
      const size = entry.letters.length;
      if (size < NEAR.from || size > NEAR.to || size > letters.length + 1 || !isWanted(entry)) continue;
      // Most words have nothing to do with the run: all their characters sound like some of it, or all but one are in it.
      let [strange, other] = [0, 0];
      for (let at = 0; at < size && (strange === 0 || other < 2); at += 1) {
        if (!own.has(entry.letters[at])) other += 1;
        if (!heard.has(entry.letters[at])) strange += 1;
      }
      const isClose = other < 2;
      if (!isClose && strange > 0) continue;
      for (let length = size - 1; length <= size + 1; length += 1) {
        if (length !== size && !isClose) continue;
        for (const from of isClose ? everywhere : heard.get(entry.letters[0])) {
          if (from + length > letters.length) break;
          const isWhole = length === letters.length;
          // Within a longer run a character too few or too many is not at the edge of the word.
          const last = from + length - 1;
          if (length !== size && !isWhole) {
            if (length < 3 || letters[from] !== entry.letters[0] || letters[last] !== entry.letters[size - 1]) continue;
          }
          const sounds = length === size && sound(alike, from, entry.letters);
          if (!sounds && (!isClose || !isNear(letters, from, from + length, entry.letters))) continue;
          const window = letters.slice(from, from + length);
          if (window.join("") === entry.folded) continue;
          // What the archive's words explain is left alone.
          if (!isWhole && marks.slice(from, from + length).every(Boolean)) continue;
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

  /** Whether the characters of a run from `from` on sound the same as these, one by one, tones aside. */
  function sound(alike, from, letters) {
    for (let at = 0; at < letters.length; at += 1) if (!alike[from + at].has(letters[at])) return false;
    return true;
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

  /** Whether letters are syllables, one behind the other. */
  function isSpoken({ spoken }, letters) {
    const ends = new Set([0]);
    for (const place of ends) {
      for (let length = 1; length <= LONGEST_SYLLABLE; length += 1) {
        if (spoken.has(letters.slice(place, place + length)) && place + length <= letters.length) ends.add(place + length);
      }
    }
    return letters !== "" && ends.has(letters.length);
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
      let count = 0;
      for (const to of texts) {
        if (count === most) return true;
        if (offer(kind, term, to)) count += 1;
      }
      return count > 0;
    };
    const isMissing = ({ text, negated }) => !negated && missing?.includes(text);
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
      if (absent.has(term)) {
        const typed = pinyin(made, text);
        if (typed) some("pinyin", term, byPinyin(made, typed, isWanted), MOST_BY_PINYIN);
        else some("near", term, near(made, text, isWanted), MOST_NEAR);
      }
      if (!isName) some("synonym", term, bySynonym(made, text), Infinity);
    }
    return [...found.values()];
  }

  globalThis.gongbaoHelp = { suggestions, offers };
})();
