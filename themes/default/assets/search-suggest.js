// Suggestions: a list below the box of the search page, by the combobox pattern of ARIA 1.2.
//
// Shows what the typed text may mean, and takes the choice. Asks nothing itself.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { box, word } = search;
  const { make, address, own } = search.view;
  /** Suggestions from the archive's words, and all of them. */
  const [FROM_WORDS, MOST] = [5, 8];
  /** Milliseconds within which Enter that ended a composition submits in Safari. */
  const MOMENT = 100;

  const list = make("ul", { id: "suggestions", role: "listbox", "aria-label": word("suggestions"), hidden: true });
  /**
   * What the list shows.
   * @typedef {{ kind: string, text: string, note: string, url?: string, choose: () => void }} Option
   */
  /** @type {Option[]} */
  let options = [];
  let active = -1;
  /** Whether the typist wants them: not after Enter or Escape. */
  let isWanted = false;
  /**
   * What is shown below.
   * @type {Shown | null}
   */
  let shown = null;

  /**
   * What the archive's own words suggest; before they are here, its names by how they begin.
   * @param {string} text
   * @returns {(Suggestion | NamedSuggestion)[]}
   */
  function suggestionsOf(text) {
    const { gongbaoHelp: help, gongbaoWords: words } = globalThis;
    if (!help || !words) return search.names.suggestions(text, () => update(shown));
    try {
      const { completed } = search.query;
      return help.suggestions(words, text).flatMap((suggestion) => {
        const query = completed(text, suggestion);
        return query === null ? [] : [{ ...suggestion, query }];
      });
    } catch (error) {
      // The answer stands without them.
      reportError(error);
      return [];
    }
  }

  /**
   * Goes to a page; from a frame of another page in a tab of its own, since no other page of the archive may be shown there.
   * @param {string} url
   */
  function open(url) {
    if (parent === window) location.assign(url);
    else window.open(url, "_blank", "noopener");
  }

  /** @param {string} text */
  function optionsFor(text) {
    /** @type {Option[]} */
    const found = [];
    /** @type {string[]} */
    const unknown = [];
    for (const suggestion of suggestionsOf(text)) {
      const { query, kind, url } = suggestion;
      if (found.length + unknown.length === FROM_WORDS) break;
      const holds = suggestion.isKnown || search.holds(query);
      // What no report has is not suggested; what may be so is once it was asked.
      if (holds === undefined) unknown.push(query);
      if (!holds) continue;
      const page = kind === "report" && url ? address(url) : null;
      const choose = () => (page ? open(page) : search.go(query, { completes: true }));
      found.push({ ...suggestion, choose });
    }
    if (unknown.length > 0) search.find(unknown, () => update(shown));
    // Below them the reports are shown: only those whose title is being typed are worth covering the others.
    const words = text.toLowerCase().split(/\s+/);
    /** @param {Hit} hit */
    const isTitled = ({ title }) => words.every((word) => title.toLowerCase().includes(word));
    const hits = shown?.query === text ? shown.answer.hits.filter(isTitled) : [];
    for (const hit of hits) {
      const url = address(hit.url);
      if (!url || found.length === MOST || found.some((one) => one.kind === "report" && one.text === hit.title))
        continue;
      found.push({
        kind: "report",
        text: hit.title,
        note: hit.agencies.join(word("sentences")),
        url,
        choose: () => open(url),
      });
    }
    return found;
  }

  /**
   * Shows what may be meant now; what was active stays so where it is still there.
   * @param {Shown | null} now
   */
  function update(now) {
    shown = now;
    if (!isWanted || document.activeElement !== box || search.isComposing) return;
    /** @type {(a: Option, b: Option) => boolean} */
    const same = (a, b) => a.kind === b.kind && a.text === b.text && a.url === b.url;
    const before = options[active];
    options = optionsFor(box.value.trim());
    list.replaceChildren(
      ...options.map(({ kind, text, note, choose }, n) => {
        const beside = make("span", { class: "quiet" }, note && [make("span", own, note), " · "], word(`kind.${kind}`));
        const attributes = { role: "option", id: `suggestion-${n}`, "aria-selected": "false" };
        const option = make("li", attributes, make("span", own, text), " ", beside);
        option.addEventListener("click", choose);
        return option;
      }),
    );
    list.hidden = options.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    activate(before ? options.findIndex((option) => same(option, before)) : -1);
  }

  /** @param {number} n */
  function activate(n) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = n;
    const option = list.children[n];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function want() {
    isWanted = true;
    update(shown);
  }

  /** Another text is being typed: what was active belongs to the one before. */
  function typing() {
    isWanted = true;
    activate(-1);
  }

  function close() {
    isWanted = false;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  /**
   * When Enter last ended a composition: Safari sends that key after its end, and submits. Others submit nothing then:
   * where they submit within a composition, it is the key of a keyboard on a screen, which composes Latin words too.
   */
  let ended = -Infinity;
  const isEnding = () => performance.now() - ended < MOMENT;

  /** @param {KeyboardEvent} event */
  function press(event) {
    const isLate = event.keyCode === 229 && !event.isComposing;
    ended = isLate ? performance.now() : -Infinity;
    if (isLate || event.isComposing) return;
    const { key } = event;
    // These select text, or go to another word.
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) want();
      if (list.hidden) return;
      event.preventDefault();
      // The box itself is one place of the round.
      const places = options.length + 1;
      activate(((active + 1 + (key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      options[active].choose();
    }
  }

  // The list stands below the box, or where else it is wanted.
  function start(/** @type {HTMLElement | undefined} */ place) {
    if (place) place.append(list);
    else box.after(list);
    const attributes = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "aria-autocomplete": "list",
    };
    for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
    box.addEventListener("keydown", press);
    box.addEventListener("blur", close);
    // A press on a suggestion leaves the box its focus.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  search.suggestions = { start, typing, update, close, isEnding };
})();
