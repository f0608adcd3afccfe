// The archive's own words (search/words-HASH.js), made ready for the help with a query.
//
// Text is compared as the search reads it: full-width as half-width, capitals as small letters, traditional
// characters as simplified ones. Nothing is suggested or offered here.
(() => {
  "use strict";

  /** The longest run that is looked into, in characters. */
  const LONGEST_RUN = 40;
  /**
   * What was made of words once: they are the same object for a whole visit.
   * @type {WeakMap<ArchiveWords, PreparedWords>}
   */
  const known = new WeakMap();

  /** @param {string} text */
  const narrow = (text) =>
    // Most texts have none.
    /[\uff01-\uff5e\u3000]/.test(text)
      ? text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ")
      : text;

  /**
   * The words made ready to be looked through.
   * @param {ArchiveWords} words
   */
  function prepare(words) {
    const ready = known.get(words);
    if (ready) return ready;
    /** @type {Map<string, string>} */
    const variants = new Map();
    const pairs = [...(words.variants ?? "")];
    for (let at = 0; at + 1 < pairs.length; at += 2) variants.set(pairs[at], pairs[at + 1]);
    /** @type {Map<string, string[]>} */
    const sounds = new Map();
    /** @type {Map<string, string[]>} */
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
    /** @type {Map<string, Set<string>>} */
    const initials = new Map();
    for (const [character, syllables] of sounds) {
      for (const [initial] of syllables) initials.set(initial, (initials.get(initial) ?? new Set()).add(character));
    }
    /** @type {PreparedWords} */
    const made = {
      variants,
      sounds,
      spoken,
      initials,
      entries: [],
      beginning: new Map(),
      places: null,
      exact: new Map(),
      longest: 0,
      synonyms: [],
    };
    /** @type {(kind: WordKind, text: string, name: string, url: string | undefined, count: number) => void} */
    const add = (kind, text, name, url, count) => {
      const letters = fold(made, text);
      const entry = { kind, text, name, url, count, letters, folded: letters.join(""), number: made.entries.length };
      made.entries.push(entry);
      const same = made.beginning.get(letters[0]);
      if (same) same.push(entry);
      else made.beginning.set(letters[0], [entry]);
      if (!made.exact.has(entry.folded)) made.exact.set(entry.folded, entry);
      if (kind === "word") made.longest = Math.max(made.longest, letters.length);
    };
    /** @type {[WordKind, NamedWords[] | undefined][]} */
    const named = [
      ["agency", words.agencies],
      ["topic", words.topics],
      ["type", words.types],
    ];
    for (const [kind, list] of named) {
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

  /**
   * The characters of a text as the search reads them.
   * @param {{ variants: Map<string, string> }} made
   * @param {string} text
   */
  function fold({ variants }, text) {
    const letters = [...narrow(text).toLowerCase()];
    for (let at = 0; at < letters.length; at += 1) letters[at] = variants.get(letters[at]) ?? letters[at];
    return letters;
  }

  /**
   * Characters with marks around each, so that one is not found within two.
   * @param {string[]} letters
   */
  const apart = (letters) => `\0${letters.join("\0")}\0`;

  /**
   * The places where one of the characters stands in an entry and that are wanted, in the order of the entries.
   * @type {HelpParts["words"]["placesOf"]}
   */
  function placesOf(made, characters, isWanted) {
    /** @type {Map<string, WordPlace[]>} */
    const places = made.places ?? new Map();
    if (made.places === null) {
      made.places = places;
      for (const entry of made.entries) {
        for (const [at, letter] of entry.letters.entries()) {
          const same = places.get(letter);
          if (same) same.push({ entry, at });
          else places.set(letter, [{ entry, at }]);
        }
      }
    }
    const all = [...characters].flatMap((character) => places.get(character) ?? []);
    return all.filter(isWanted).sort((a, b) => a.entry.number - b.entry.number || a.at - b.at);
  }

  /**
   * Lists of numbers, by the first that differs.
   * @param {number[]} a
   * @param {number[]} b
   */
  function compare(a, b) {
    const differs = a.findIndex((value, at) => value !== b[at]);
    return differs < 0 ? 0 : a[differs] - b[differs];
  }

  // The other parts add themselves.
  globalThis.gongbaoHelpParts = /** @type {HelpParts} */ ({
    words: { LONGEST_RUN, narrow, prepare, fold, apart, placesOf, compare },
  });
})();
