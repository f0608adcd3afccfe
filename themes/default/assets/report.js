// What a report's page does for its reader: the contents list follows, what was searched for is marked, and
// paper says where the page is.
//
// Without it the list is a plain list of links, a result leads to its part all the same, and paper has the
// address that the page knows of itself. It writes text and attributes alone, and moves the page once at most,
// to what was searched for.

// The part being read is marked in the contents list, and kept in sight.
(() => {
  "use strict";
  const list = document.querySelector(".contents");
  if (list === null) return;
  const links = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part !== null) links.set(part, link);
  }
  const parts = [...links.keys()];
  let current = null;

  /** The last part that begins above the line that a link to a part scrolls it to. */
  function follow() {
    const line = (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + 8;
    const part = parts.findLast((part) => part.getBoundingClientRect().top <= line) ?? null;
    if (part === current) return;
    if (current !== null) links.get(current).removeAttribute("aria-current");
    current = part;
    if (current === null) return;
    const link = links.get(current);
    link.setAttribute("aria-current", "true");
    // Only the list itself is moved, where it scrolls.
    const [box, place] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (place.top < box.top) list.scrollTop -= box.top - place.top + place.height;
    else if (place.bottom > box.bottom) list.scrollTop += place.bottom - box.bottom + place.height;
  }

  let waits = false;
  const soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      follow();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  follow();
})();

// A result of the search leads to a part, `#PART`, with the texts that matched in it, `?mark=TEXT&mark=TEXT`.
// They are marked there, or anywhere if they stand elsewhere; the text itself stays as it is.
(() => {
  "use strict";
  /** Texts and places that are marked at most. */
  const [TEXTS, PLACES] = [16, 500];
  const report = document.querySelector(".report .text");
  const squeeze = (text) => text.replace(/\s+/g, "").toLowerCase();
  const marks = new URLSearchParams(location.search).getAll("mark").map(squeeze).filter((mark) => mark !== "");
  if (report === null || marks.length === 0 || !("highlights" in CSS)) return;

  /** Where the marks stand in an element: line breaks and signs for notes are no part of its text. */
  function placesIn(element) {
    let text = "";
    const places = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("sup.note, .back")) continue;
      for (let at = 0; at < node.length; at += 1) {
        const unit = squeeze(node.data[at]);
        // A letter whose other case is longer stays one unit.
        text += unit.length > 1 ? node.data[at] : unit;
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

  let part = null;
  try {
    part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // No anchor is written like this.
  }
  let ranges = report.contains(part) && part !== report ? placesIn(part) : [];
  if (ranges.length === 0) ranges = placesIn(report);
  if (ranges.length === 0) return;
  CSS.highlights.set("found", new Highlight(...ranges));
  // Whoever comes back finds the page where it was left.
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  addEventListener("load", () =>
    requestAnimationFrame(() => {
      const [first] = ranges;
      const { top, bottom } = first.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
    }),
  );
})();

// Where the page does not know its own address, paper gets the one it is shown at.
(() => {
  "use strict";
  const address = document.querySelector(".print-only .address");
  if (address === null || address.textContent !== "") return;
  addEventListener("beforeprint", () => {
    address.textContent = location.href.split(/[?#]/)[0];
    address.parentElement.hidden = false;
  });
})();
