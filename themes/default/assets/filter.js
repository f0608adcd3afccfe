// A box that narrows a long list: by names, other names and regions, and by pinyin in full, by initials or mixed.
//
// Without this script the whole list stands there, page by page, and the box is not shown. The names of all pages come as
// a script of their own (`src/render/names.rs`) when a reader turns to the box. What is found is shown in the place of
// the list, which is put back when the box is empty. It never writes HTML and asks for nothing beyond the site.
(() => {
  "use strict";
  /** Of what is found so many are shown, at most: nobody looks through more. */
  const MOST = 60;

  const box = document.querySelector(".filter");
  const input = box?.querySelector("input");
  const said = box?.querySelector("[role=status]");
  const found = box?.querySelector("ul");
  if (!(box instanceof HTMLElement) || !input || !said || !found) return;
  // What stands in the place of what is found: in its section, and the way to the other pages of a list.
  const whole = document.querySelectorAll(".filter ~ .whole, main > .whole");
  const { names = "", root = "", language, ...words } = box.dataset;

  /**
   * A text as it is compared: full-width as half-width, capitals as small letters, without tones, ü as v.
   * @param {string} text
   */
  const plain = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[üǖǘǚǜ]/g, "v")
      .normalize("NFD")
      .replace(/[\u0300-\u036f'’\s]/g, "");

  /** @typedef {{ row: string[], texts: string[][], place: number }} Name */
  /** @type {Name[] | null} */
  let all = null;
  /** @type {Map<string, string[]>} */
  const sounds = new Map();

  /** @param {{ names: string[][], sounds: string }} list */
  function prepare(list) {
    for (const entry of list.sounds.split(" ")) {
      const [, syllable, characters] = /^([a-z]+)(.*)$/u.exec(entry) ?? [];
      for (const character of characters ?? "") sounds.set(character, [...(sounds.get(character) ?? []), syllable]);
    }
    all = list.names.map((row, place) => {
      const [name, , region, , ...others] = row;
      return { row, texts: [name, ...others, region].map((text) => [...plain(text)]), place };
    });
  }

  /**
   * Whether the characters from a place on read as what was typed: each by itself, or by the beginning of a syllable of
   * it, be it one letter or all.
   * @param {string[]} letters
   * @param {number} from
   * @param {string} typed
   */
  function reads(letters, from, typed) {
    let places = new Set([0]);
    for (let at = from; at < letters.length && places.size > 0; at += 1) {
      /** @type {Set<number>} */
      const next = new Set();
      for (const place of places) {
        if (typed.startsWith(letters[at], place)) next.add(place + letters[at].length);
        for (const syllable of sounds.get(letters[at]) ?? []) {
          for (let end = 0; end < syllable.length && syllable[end] === typed[place + end]; end += 1) {
            next.add(place + end + 1);
          }
        }
      }
      if (next.has(typed.length)) return true;
      places = next;
    }
    return false;
  }

  /**
   * How well a name fits, the less the better: what is written as typed before what is read so, names before regions, and
   * beginnings before the rest.
   * @param {Name} name
   * @param {string} typed
   */
  function rank({ texts }, typed) {
    const written = texts.findIndex((letters) => letters.join("").includes(typed));
    if (written >= 0)
      return written === 0 && texts[0].join("").startsWith(typed) ? 0 : written < texts.length - 1 ? 1 : 4;
    const at = texts.findIndex((letters) => letters.some((_, from) => reads(letters, from, typed)));
    if (at < 0) return Number.POSITIVE_INFINITY;
    if (at === texts.length - 1) return 5;
    return reads(texts[at], 0, typed) ? 2 : 3;
  }

  /** @param {string[]} row */
  function line([name, folder, region, beside]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root}${folder}/index.html`;
    link.textContent = name;
    const rest = document.createElement("span");
    rest.textContent = beside;
    if (region) {
      const where = document.createElement("i");
      where.textContent = region;
      if (language) where.lang = language;
      rest.prepend(where, " · ");
    }
    if (language) link.lang = language;
    item.append(link, " ", rest);
    return item;
  }

  function show() {
    const typed = plain(input?.value ?? "");
    const isAsked = typed !== "" && all !== null;
    for (const part of whole) if (part instanceof HTMLElement) part.hidden = isAsked;
    if (!found || !said) return;
    found.hidden = !isAsked;
    found.replaceChildren();
    if (!isAsked || !all) {
      said.textContent = "";
      return;
    }
    const ranked = all.map((name) => ({ name, how: rank(name, typed) })).filter(({ how }) => how < 9);
    ranked.sort((a, b) => a.how - b.how || a.name.place - b.name.place);
    found.append(...ranked.slice(0, MOST).map(({ name }) => line(name.row)));
    const count = (/** @type {string | undefined} */ text, /** @type {number} */ n) =>
      (text ?? "").replace("{count}", `${n}`);
    if (ranked.length === 0) said.textContent = words.none ?? "";
    else if (ranked.length <= MOST) said.textContent = count(words.found, ranked.length);
    else said.textContent = count(words.found, ranked.length) + count(words.more, ranked.length - MOST);
  }

  let isAskedFor = false;
  function load() {
    if (isAskedFor) return;
    isAskedFor = true;
    const script = document.createElement("script");
    script.src = names;
    script.addEventListener("load", () => {
      if (globalThis.gongbaoListed) prepare(globalThis.gongbaoListed);
      show();
    });
    script.addEventListener("error", () => {
      isAskedFor = false;
      said?.replaceChildren(words.failed ?? "");
      script.remove();
    });
    document.head.append(script);
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", () => {
    load();
    show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    found.querySelector("a")?.click();
  });
  box.hidden = false;
  // A browser puts back what was typed when a reader comes back to the page.
  if (input.value) load();
  addEventListener("pageshow", () => {
    if (input.value) load();
    show();
  });
})();
