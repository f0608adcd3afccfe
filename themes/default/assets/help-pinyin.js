// Finds the archive's words for letters typed as pinyin: in full, by initials and mixed.
//
// Pure functions of the words that help-words.js made ready. Nothing else than what was typed is looked at.
(() => {
  "use strict";

  const { narrow, fold, placesOf } = globalThis.gongbaoHelpParts.words;

  /** Words that something typed is taken for, at most. */
  const MOST_BY_PINYIN = 3;
  /** Words in a row that typed letters may stand for, and letters of the longest syllable. */
  const MOST_IN_A_ROW = 4;
  const LONGEST_SYLLABLE = 6;
  /** The most letters that are read as pinyin. */
  const LONGEST_PINYIN = 60;

  /** @param {string} text */
  const isLatin = (text) => /^[\p{Script=Latin}\p{M}'’\s]+$/u.test(text);

  /**
   * A text typed as pinyin, maybe with characters between, or nothing: without tones, spaces and
   * apostrophes, ü as v.
   * @param {PreparedWords} made
   * @param {string} text
   */
  function pinyin(made, text) {
    const plain = narrow(text)
      .toLowerCase()
      .replace(/[üǖǘǚǜ]/g, "v")
      .normalize("NFD")
      .replace(/[\u0300-\u036f'’ ]/g, "");
    if (plain.length > LONGEST_PINYIN || !/^[a-z\p{Script=Han}]{2,}$/u.test(plain) || !/[a-z]/.test(plain)) return "";
    return fold(made, plain).join("");
  }

  /**
   * Characters that typed letters may begin with.
   * @param {PreparedWords} made
   * @param {string} typed
   */
  const openings = ({ initials }, typed) => new Set([typed[0], ...(initials.get(typed[0]) ?? [])]);

  /**
   * Characters of which a reading in full stands in the typed letters at a place.
   * @param {PreparedWords} made
   * @param {string} typed
   * @param {number} place
   */
  function spokenAt({ spoken }, typed, place) {
    /** @type {string[]} */
    const all = [];
    for (let length = 1; length <= LONGEST_SYLLABLE; length += 1) {
      const syllable = typed.slice(place, place + length);
      if (syllable.length === length) all.push(...(spoken.get(syllable) ?? []));
    }
    return all;
  }

  /**
   * How typed letters read as the characters from `from` on, of which the first is one of their openings: 0 not at
   * all, 1 by initials, 2 mixed, 3 in full. `open`: the letters may end within a syllable, and before the characters do.
   * @param {PreparedWords} made
   * @param {string[]} letters
   * @param {string} typed
   * @param {boolean} open
   * @param {number} [from]
   */
  function reads({ sounds }, letters, typed, open, from = 0) {
    const size = letters.length - from;
    /** From which places of the typed letters can go on, and of each the most syllables that were given in full. */
    let [places, fulls] = [[0], [0]];
    let best = 0;
    /** @type {(full: number, all: number) => number} */
    const rank = (full, all) => (full === all ? 3 : full === 0 ? 1 : 2);
    for (let at = 0; at < size; at += 1) {
      const letter = letters[from + at];
      const syllables = sounds.get(letter) ?? [];
      /** @type {number[][]} */
      const [next, nextFulls] = [[], []];
      /** @type {(place: number, full: number) => void} */
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

  /**
   * Where in the typed letters the characters from `at` on end that are read so in full; 0 if none are.
   * @param {PreparedWords} made
   * @param {string[]} letters
   * @param {number} at
   * @param {string} typed
   */
  function readInFull({ sounds }, letters, at, typed) {
    let places = [0];
    for (let to = at; to < letters.length; to += 1) {
      const syllables = sounds.get(letters[to]) ?? [];
      places = places.flatMap((place) =>
        syllables.filter((syllable) => typed.startsWith(syllable, place)).map((syllable) => place + syllable.length),
      );
      if (places.includes(typed.length)) return to + 1;
      if (places.length === 0) return 0;
    }
    return 0;
  }

  /**
   * Where the characters end that are read in full from a place of the typed letters on.
   * @param {PreparedWords} made
   * @param {string[]} letters
   * @param {string} typed
   * @param {number} place
   */
  function endsOf({ sounds }, letters, typed, place) {
    let places = [place];
    for (const letter of letters) {
      const syllables = sounds.get(letter) ?? [];
      /** @type {number[]} */
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

  /**
   * Whether letters are syllables, one behind the other.
   * @param {PreparedWords} made
   * @param {string} letters
   */
  function isSpoken({ spoken }, letters) {
    const ends = new Set([0]);
    for (const place of ends) {
      for (let length = 1; length <= LONGEST_SYLLABLE; length += 1) {
        if (spoken.has(letters.slice(place, place + length)) && place + length <= letters.length)
          ends.add(place + length);
      }
    }
    return letters !== "" && ends.has(letters.length);
  }

  /**
   * Whether typed letters read as the end of a name that begins there; two initials are those of too many.
   * @type {HelpParts["pinyin"]["endsSo"]}
   */
  function endsSo(made, { letters }, typed, from) {
    const size = letters.length - from;
    return size > 2 && size <= typed.length && reads(made, letters, typed, false, from) > 0;
  }

  /**
   * The words that typed letters may stand for, the best first.
   * @param {PreparedWords} made
   * @param {string} typed
   * @param {IsWanted} isWanted
   * @returns {string[]}
   */
  function byPinyin(made, typed, isWanted) {
    /** @type {{ how: number, entry: WordEntry }[]} */
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

  /**
   * Words one behind the other whose pinyin in full is what was typed: the fewest, and of those the most frequent.
   * @param {PreparedWords} made
   * @param {string} typed
   * @param {IsWanted} isWanted
   */
  function rowOf(made, typed, isWanted) {
    /** @type {{ count: number, weight: number, from: number, number: number, text: string }[]} */
    const best = [{ count: 0, weight: 0, from: -1, number: -1, text: "" }];
    for (let from = 0; from < typed.length; from += 1) {
      if (!best[from] || best[from].count === MOST_IN_A_ROW) continue;
      for (const first of spokenAt(made, typed, from)) {
        for (const entry of made.beginning.get(first) ?? []) {
          if (!isWanted(entry) || entry.letters.length < 2) continue;
          const count = best[from].count + 1;
          const weight = best[from].weight + Math.log(entry.count + 1);
          for (const end of endsOf(made, entry.letters, typed, from)) {
            const now = best[end];
            const isLater = () => (now.from === from ? now.number - entry.number : -1);
            if (now && (now.count - count || weight - now.weight || isLater()) <= 0) continue;
            best[end] = { count, weight, from, number: entry.number, text: best[from].text + entry.text };
          }
        }
      }
    }
    return best[typed.length]?.text;
  }

  /**
   * What longer words and names hold that is read so: 司法局 of 区司法局.
   * @param {PreparedWords} made
   * @param {string} typed
   * @param {IsWanted} isWanted
   */
  function inside(made, typed, isWanted) {
    /** @type {Set<string>} */
    const found = new Set();
    /** @type {WordEntry | undefined} */
    let last;
    for (const { entry, at } of placesOf(made, new Set(spokenAt(made, typed, 0)), ({ entry }) => isWanted(entry))) {
      if (entry !== last && found.size >= MOST_BY_PINYIN) break;
      last = entry;
      const end = readInFull(made, entry.letters, at, typed);
      if (end > at + 1) found.add([...entry.text].slice(at, end).join(""));
    }
    return [...found];
  }

  /**
   * What names end with that is read so by initials, too: 教育局 of 区教育局 by jyj. The most frequent first.
   * @param {PreparedWords} made
   * @param {string} typed
   * @param {IsWanted} isWanted
   */
  function endings(made, typed, isWanted) {
    /** @type {Map<string, number>} */
    const found = new Map();
    /** @param {WordPlace} place */
    const isEnd = ({ entry, at }) =>
      at > 0 && entry.kind !== "word" && isWanted(entry) && endsSo(made, entry, typed, at);
    for (const { entry, at } of placesOf(made, openings(made, typed), isEnd)) {
      const text = [...entry.text].slice(at).join("");
      found.set(text, (found.get(text) ?? 0) + entry.count);
    }
    return [...found].sort(([, a], [, b]) => b - a).map(([text]) => text);
  }

  globalThis.gongbaoHelpParts.pinyin = {
    MOST_BY_PINYIN,
    MOST_IN_A_ROW,
    LONGEST_PINYIN,
    isLatin,
    pinyin,
    openings,
    reads,
    endsSo,
    isSpoken,
    byPinyin,
  };
})();
