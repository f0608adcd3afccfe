// Marks in a report what was searched for, moves the page to it, once, and steps from place to place in the reader's bar.
//
// Loaded by report.js where the address holds a text to mark. It alters no text and no element of it.

// A result of the search leads to the report or to a part, `#PART`, with the texts that matched,
// `?mark=TEXT&mark=TEXT`.
// They are marked there, or anywhere if they stand elsewhere; the text itself stays as it is.
(() => {
  "use strict";
  /** Texts and places that are marked at most. */
  const [TEXTS, PLACES] = [16, 500];
  const report = document.querySelector(".report .text");
  /**
   * A code unit as it is compared: white space is nothing, and a letter whose other case is longer stays as it is.
   * @param {string} unit
   */
  function fold(unit) {
    const small = unit.trim().toLowerCase();
    return small.length > 1 ? unit : small;
  }
  /** @param {string} text */
  const folded = (text) => text.split("").map(fold).join("");
  // As in plain text: 10⁴ for a raised 4, nothing for the sign of a note or the reading of a character.
  const NO_TEXT = "sup.note, .back, rt, rp";
  const SIGN = /^\s*(?:[[［〔【(（][注註]?[0-9０-９]*[\]］〕】)）]|[注註][0-9０-９]*|[①-⑳*＊†‡※]+)\s*$/u;
  const SMALL = { SUP: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", SUB: "₀₁₂₃₄₅₆₇₈₉₊₋" };
  /**
   * The text of a node as plain text has it, unit by unit.
   * @param {Text} node
   */
  function plain(node) {
    const around = node.parentElement?.closest("sup, sub");
    const small = around ? SMALL[around.tagName === "SUP" ? "SUP" : "SUB"] : "";
    // Letters stay what they are, and signs where there is no digit.
    if (small === "" || !/[0-9０-９]/.test(node.data)) return node.data;
    /** @param {string} unit */
    const lifted = (unit) => {
      const at = "0123456789+-０１２３４５６７８９＋－".indexOf(unit.replace(/[−–]/, "-"));
      return at < 0 ? unit : small[at % 12];
    };
    return node.data.split("").map(lifted).join("");
  }
  const marks = new URLSearchParams(location.search)
    .getAll("mark")
    .map(folded)
    .filter((mark) => mark !== "");
  if (report === null || marks.length === 0 || !("highlights" in CSS)) return;

  /**
   * Where the marks stand in an element: line breaks and signs for notes are no part of its text.
   * @param {Element} element
   */
  function placesIn(element) {
    let text = "";
    /** @type {[Text, number][]} */
    const places = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!(node instanceof Text) || node.parentElement?.closest(NO_TEXT)) continue;
      if (SIGN.test(node.parentElement?.closest("sup")?.textContent ?? "")) continue;
      const data = plain(node);
      for (let at = 0; at < node.length; at += 1) {
        const unit = fold(data[at]);
        text += unit;
        if (unit !== "") places.push([node, at]);
      }
    }
    const ranges = [];
    for (const mark of marks.slice(0, TEXTS)) {
      for (let at = text.indexOf(mark); at >= 0 && ranges.length < PLACES; at = text.indexOf(mark, at + mark.length)) {
        const range = new Range();
        range.setStart(...places[at]);
        const [node, last] = places[at + mark.length - 1];
        range.setEnd(node, last + 1);
        ranges.push(range);
      }
    }
    return ranges;
  }

  /** @type {HTMLElement | null} */
  let part = null;
  try {
    part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // No anchor is written like this.
  }
  /** @type {(range: Range, other: Range) => number} */
  const inOrder = (range, other) => range.compareBoundaryPoints(Range.START_TO_START, other);
  const own = part && report.contains(part) && part !== report ? placesIn(part).sort(inOrder) : [];
  // The whole report is marked, unless it has so many places that those of the part are not among them.
  const all = placesIn(report).sort(inOrder);
  const isAmong = own.length === 0 || all.some((range) => inOrder(range, own[0]) === 0);
  const places = (isAmong ? all : own).filter(
    // What stands in a longer place is no other place.
    (range, n, sorted) => n === 0 || range.compareBoundaryPoints(Range.END_TO_START, sorted[n - 1]) >= 0,
  );
  if (places.length === 0) return;
  // The first of the part; else the first below its heading.
  const start = part;
  let at = Math.max(
    0,
    own.length > 0
      ? places.findLastIndex((range) => inOrder(range, own[0]) <= 0)
      : places.findIndex(({ startContainer }) => start && start.compareDocumentPosition(startContainer) & 4),
  );
  CSS.highlights.set("found", new Highlight(...places.slice(at), ...places.slice(0, at)));

  function inSight() {
    const { top, bottom } = places[at].getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
  }
  const [bar] = document.querySelectorAll(".reader .found");
  if (bar) {
    const [previous, next, clear] = bar.querySelectorAll("button");
    const [told] = bar.querySelectorAll("span");
    const tell = () => {
      const { at: words = "" } = told.dataset;
      told.textContent = words.replace("{n}", String(at + 1)).replace("{count}", String(places.length));
      CSS.highlights.set("current", new Highlight(places[at]));
    };
    const step = (by = 1) => {
      at = (at + by + places.length) % places.length;
      tell();
      inSight();
    };
    previous.addEventListener("click", () => step(-1));
    next.addEventListener("click", () => step());
    clear.addEventListener("click", () => {
      for (const name of ["found", "current"]) CSS.highlights.delete(name);
      bar.hidden = true;
      document.getElementById("main")?.focus({ preventScroll: true });
      try {
        history.replaceState(history.state, "", location.pathname + location.hash);
      } catch {
        // A page from a disk keeps its address.
      }
    });
    bar.hidden = false;
    tell();
  }
  // The title of a result leads to the top of the page; on the way back the browser restores the place.
  if (location.hash === "") return;
  const [visit] = performance.getEntriesByType("navigation");
  if (!(visit instanceof PerformanceNavigationTiming) || visit.type !== "navigate") return;
  addEventListener("load", () => requestAnimationFrame(inSight));
})();
