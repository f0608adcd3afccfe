// The script of a report's page: the contents list follows the reader, prints have the address, and what
// was searched for is marked, by a script of its own that only such a visit loads.
//
// Without it the list is a plain list of links, a result leads to its part all the same, and paper has the
// address that the page knows of itself. It writes text and attributes alone.

// The part being read is marked in the contents list, and kept in sight.
(() => {
  "use strict";
  const list = document.querySelector(".contents");
  if (list === null) return;
  /** @type {Map<HTMLElement, HTMLAnchorElement>} */
  const links = new Map();
  for (const link of list.querySelectorAll("a[href^='#']")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part !== null) links.set(part, link);
  }
  const parts = [...links.keys()];
  /** @type {HTMLAnchorElement | undefined} */
  let current;

  /** The last part that begins above the line that a link to a part scrolls it to. */
  const follow = () => {
    const line = (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + 8;
    const part = parts.findLast((part) => part.getBoundingClientRect().top <= line);
    const link = part && links.get(part);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    if (!link) return;
    link.setAttribute("aria-current", "true");
    // Only the list itself is moved, where it scrolls.
    const [box, place] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
    if (place.top < box.top) list.scrollTop -= box.top - place.top + place.height;
    else if (place.bottom > box.bottom) list.scrollTop += place.bottom - box.bottom + place.height;
  };

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

// Where the page does not know its own address, paper gets the one it is shown at.
(() => {
  "use strict";
  const address = document.querySelector(".print-only .address");
  const line = address?.parentElement;
  if (!line || address.textContent !== "") return;
  addEventListener("beforeprint", () => {
    address.textContent = location.href.split(/[?#]/)[0];
    line.hidden = false;
  });
})();

// A result of the search leads here with the texts that matched.
(() => {
  "use strict";
  if (!new URLSearchParams(location.search).has("mark")) return;
  const script = document.createElement("script");
  script.src = document.querySelector("script[data-marks]")?.dataset.marks ?? "";
  document.head.append(script);
})();
