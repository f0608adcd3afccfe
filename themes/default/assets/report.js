// The script of a report's page: the contents list follows the reader, the reader's bar keeps out of the way, prints have
// the address, and what was searched for is marked, by a script of its own that only such a visit loads. Reading aloud
// has one too.
//
// Without it the list is a plain list of links, a result leads to its part all the same, and paper has the
// address that the page knows of itself. It writes text and attributes alone.

// Scripts that few visits need: where they are stands with this one, and they come when they are asked for.
(() => {
  "use strict";
  const [{ dataset }] = document.querySelectorAll("script[data-marks]");
  globalThis.gongbaoLoad = (name) => {
    const script = document.createElement("script");
    script.src = dataset[name] ?? "";
    document.head.append(script);
  };
})();

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

// The bar comes with the script. On a phone it goes while the reader scrolls down, and comes back on the way up.
(() => {
  "use strict";
  const [reader] = document.querySelectorAll(".reader");
  if (!reader) return;
  reader.hidden = false;
  const [contents] = reader.querySelectorAll("a[href]");
  const [list] = document.querySelectorAll(".contents details");
  contents?.addEventListener("click", () => list.setAttribute("open", ""));
  let last = scrollY;
  const STEP = 8;
  addEventListener(
    "scroll",
    () => {
      if (Math.abs(scrollY - last) < STEP) return;
      reader.classList.toggle("is-away", scrollY > last);
      last = scrollY;
    },
    { passive: true },
  );
})();

// A link may carry words; browsers that do not know of that take them for a part of the anchor.
(() => {
  "use strict";
  const [anchor, words] = location.hash.slice(1).split(":~:");
  if (words === undefined) return;
  document.getElementById(anchor)?.scrollIntoView();
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
  globalThis.gongbaoLoad("marks");
})();

// Reading aloud comes with the first voice that the device has of its own.
(() => {
  "use strict";
  const synthesis = window.speechSynthesis;
  const [tool] = document.querySelectorAll(".tools .reading");
  if (!synthesis || !tool) return;
  let isComing = false;
  function look() {
    if (isComing || !synthesis.getVoices().some(({ localService }) => localService)) return;
    isComing = true;
    globalThis.gongbaoLoad("read");
  }
  synthesis.addEventListener?.("voiceschanged", look);
  look();
})();
