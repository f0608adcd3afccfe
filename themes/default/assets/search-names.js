// Suggestions before the archive's words and the engine are here: its names by how they begin, from small files, one or
// two of which are loaded for what is typed (src/vocabulary/beginnings.rs makes them).
//
// Asks no engine. Pinyin and what stands beside other conditions wait for the words.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { place, language } = search;
  /** @type {WordKind[]} */
  const FIELDS = ["agency", "topic", "type"];
  /** @type {NamedSuggestion["kind"][]} */
  const KINDS = [...FIELDS, "word", "report"];
  const MOST = 8;
  /** Suggestions of one kind while there are others. */
  const MOST_OF_A_KIND = 3;

  /** Files that were asked for, by their numbers. */
  /** @type {Map<number, Promise<unknown>>} */
  const loading = new Map();
  const files = Number(place.files ?? 0);
  const marks = [...language.quotes.flat(), language.colon];

  /**
   * The file that a beginning is in.
   * @param {string} beginning
   */
  function fileOf(beginning) {
    let hash = 0;
    for (let at = 0; at < beginning.length; at += 1) hash = (Math.imul(hash, 31) + beginning.charCodeAt(at)) >>> 0;
    return hash % files;
  }

  /**
   * Letters and digits of a text, as those of names are.
   * @param {string} text
   */
  const lettersOf = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "");

  /**
   * What is known under the longest beginning that a text needs; nothing while its file is on its way.
   * @param {string} letters
   * @param {() => void} then
   * @returns {NameEntry[]}
   */
  function entriesOf(letters, then) {
    const all = Array.from(letters);
    /** @type {NameEntry[]} */
    let found = [];
    for (let length = 1; length <= all.length; length += 1) {
      const beginning = all.slice(0, length).join("");
      const number = fileOf(beginning);
      const file = globalThis.gongbaoNames?.[number];
      if (!file) {
        const isNew = !loading.has(number);
        const coming = loading.get(number) ?? search.load([`${place.names}${number}.js`]);
        loading.set(number, coming);
        // Without it there is no suggestion.
        if (isNew) coming.then(then, () => {});
        return found;
      }
      const [more, ...entries] = file[beginning] ?? [0];
      found = entries;
      if (more === 0) return found;
    }
    return found;
  }

  /** @type {SearchNames["suggestions"]} */
  function suggestions(text, then) {
    const isPlain = !marks.some((mark) => text.includes(mark)) && !text.startsWith(language.not);
    const letters = lettersOf(text);
    if (!place.names || files === 0 || !isPlain || letters === "") return [];
    const fits = entriesOf(letters, then).filter(([, name, , , read]) => lettersOf(read ?? name).includes(letters));
    /** @type {Map<number, number>} */
    const seen = new Map();
    /** @type {NameEntry[][]} */
    const [first, rest] = [[], []];
    for (const entry of fits) {
      // A word that is typed already is no news.
      if (KINDS[entry[0]] === "word" && lettersOf(entry[1]) === letters) continue;
      const count = (seen.get(entry[0]) ?? 0) + 1;
      seen.set(entry[0], count);
      (count <= MOST_OF_A_KIND ? first : rest).push(entry);
    }
    return [...first, ...rest].slice(0, MOST).flatMap(suggestionOf);
  }

  /**
   * @param {NameEntry} entry
   * @returns {NamedSuggestion[]}
   */
  function suggestionOf([number, name, , url]) {
    const kind = KINDS[number];
    const [[open = "", close = ""] = []] = language.quotes;
    const isField = FIELDS.some((field) => field === kind);
    if (isField ? name.includes(close) : !url && marks.some((mark) => name.includes(mark))) return [];
    const query = isField ? `${kind}${language.colon}${open}${name}${close}` : name;
    return [{ kind, text: name, note: "", query, isKnown: true, ...(url && { url }) }];
  }

  search.names = { suggestions };
})();
