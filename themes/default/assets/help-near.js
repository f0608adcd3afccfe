// Corrects a mistyped text: a character that is wrong, missing, too many, or in the wrong place.
//
// Pure functions of the words that help-words.js made ready. Whether a text is to be found nowhere is not asked here.
(() => {
  "use strict";

  const { LONGEST_RUN, fold, compare } = globalThis.gongbaoHelpParts.words;

  /** The longest and the shortest word that a slip is looked for in. */
  const NEAR = { from: 2, to: 8 };

  /**
   * Of each character whether a word of the archive that stands here covers it.
   * @param {PreparedWords} made
   * @param {string[]} letters
   */
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

  /**
   * Whether one character other, missing, added or changed with its neighbour makes of a[start..stop] the other.
   * @param {string[]} a
   * @param {number} start
   * @param {number} stop
   * @param {string[]} b
   */
  function isNear(a, start, stop, b) {
    let from = 0;
    while (start + from < stop && from < b.length && a[start + from] === b[from]) from += 1;
    let [end, other] = [stop - start, b.length];
    while (end > from && other > from && a[start + end - 1] === b[other - 1]) [end, other] = [end - 1, other - 1];
    if (end - from === 2 && other - from === 2)
      return a[start + from] === b[from + 1] && a[start + from + 1] === b[from];
    return end - from <= 1 && other - from <= 1 && end + other > 2 * from;
  }

  /**
   * Whether the characters of a run from `from` on sound the same as these, one by one, tones aside.
   * @param {Set<string>[]} alike
   * @param {number} from
   * @param {string[]} letters
   */
  function sound(alike, from, letters) {
    for (let at = 0; at < letters.length; at += 1) if (!alike[from + at].has(letters[at])) return false;
    return true;
  }

  /**
   * A text with a slip in it as it may have been meant, the best first.
   * @type {HelpParts["near"]}
   */
  function near(made, text, isWanted) {
    const letters = fold(made, text);
    const plain = [...text];
    if (letters.length > LONGEST_RUN || letters.length < NEAR.from) return [];
    const marks = covered(made, letters);
    const bare = marks.filter((mark) => !mark).length;
    /** @type {Map<string, number[]>} */
    const found = new Map();
    /**
     * The characters that sound the same.
     * @param {string} letter
     */
    const sameAs = (letter) => (made.sounds.get(letter) ?? []).flatMap((syllable) => made.spoken.get(syllable) ?? []);
    const alike = letters.map((letter) => new Set([letter, ...sameAs(letter)]));
    /**
     * Characters to where in the run one stands that sounds so.
     * @type {Map<string, number[]>}
     */
    const heard = new Map();
    for (const [at, some] of alike.entries()) {
      for (const letter of some) {
        const places = heard.get(letter);
        if (places) places.push(at);
        else heard.set(letter, [at]);
      }
    }
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
        for (const from of isClose ? everywhere : (heard.get(entry.letters[0]) ?? [])) {
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

  globalThis.gongbaoHelpParts.near = near;
})();
