// Reads a report aloud: title, headings, paragraphs, rows of tables, in their order.
//
// Offered only where the device has a voice of its own for the text, which so never leaves it. What is read
// is marked and, unless the reader has gone elsewhere, kept in sight. It alters no text.
(() => {
  "use strict";
  const [tool] = document.querySelectorAll(".tools .reading");
  const [text] = document.querySelectorAll(".report .text");
  const synthesis = window.speechSynthesis;
  if (!tool || !text || !synthesis) return;
  const [button, stop] = tool.querySelectorAll("button");
  const [status] = document.querySelectorAll(".tools [role=status]");
  const language = text.lang.toLowerCase();
  const isChinese = /^zh\b/.test(language);

  /** @type {SpeechSynthesisVoice | null} */
  let voice = null;
  /**
   * What is to be spoken; null while nothing is.
   * @type {{ block: HTMLElement, words: string }[] | null}
   */
  let pieces = null;
  let next = 0;
  let isPaused = false;

  /** How well a voice fits, or false. Voices have regions where texts have scripts; Hong Kong's is Cantonese, which
      Macau speaks too. */
  const primary = (tag = "") => tag.split(/[-_]/)[0].toLowerCase().replace("cmn", "zh");
  const regions = /hans/.test(language)
    ? /cn|hans/i
    : /-(hk|mo)/.test(language)
      ? /hk/i
      : /hant|-tw/.test(language)
        ? /tw|hant/i
        : /cn|hans/i;
  const best = isChinese ? regions : new RegExp(`^${language}`, "i");
  /** @param {SpeechSynthesisVoice} voice */
  function fit({ lang, localService }) {
    if (!localService || primary(lang) !== primary(language)) return 0;
    return best.test(lang) ? 3 : /hk/i.test(lang) ? 1 : 2;
  }
  /** Voices come late, when the browser has found them. */
  function findVoice() {
    if (pieces !== null) return;
    [voice = null] = synthesis
      .getVoices()
      .filter(fit)
      .sort((a, b) => fit(b) - fit(a));
    tool.hidden = voice === null;
  }

  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, pre, dt, dd, figcaption, caption";

  /**
   * The words of a block without those of blocks in it; the cells of a row apart.
   * @param {HTMLElement} block
   */
  function wordsOf(block) {
    /** @type {(node: Node) => string} */
    const walk = (node) => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof HTMLElement)) return "";
      if (node.matches("sup.note, .back")) return "";
      return (node.matches(BLOCKS) && !node.closest("tr")) || node.localName === "br" ? " " : children(node);
    };
    /** @param {Node} node */
    const children = (node) => [...node.childNodes].map(walk).join("");
    const cells = block instanceof HTMLTableRowElement ? [...block.cells] : [block];
    const parts = cells.map((part) => children(part).replace(/\s+/g, " ").trim());
    return parts.filter((words) => words !== "").join(isChinese ? "，" : ", ");
  }

  // Chrome falls silent some 15 seconds into an utterance: 60 Han characters, or thrice as many letters.
  const isShort = (words = "") => [...words].reduce((sum, c) => sum + (c > "\u2e80" ? 3 : 1), 0) <= 180;
  /** After sentences, else after commas, else anywhere. */
  const CUTS = [/(?<=[。！？；][”’）]{0,3})(?![”’）])|(?<=[.!?;]\s)/, /(?<=[，、：]|[,:]\s)/, /([\s\S]{60})/u];

  /** @returns {string[]} */
  function cut(words = "", [ends, ...others] = CUTS) {
    if (isShort(words) || !ends) return [words];
    /** @type {string[]} */
    const short = [];
    for (const piece of words.split(ends).flatMap((part) => cut(part, others))) {
      const joined = (short.at(-1) ?? "") + piece;
      if (isShort(joined)) short.splice(-1, 1, joined);
      else short.push(piece);
    }
    return short;
  }

  /** @type {HTMLElement | null} */
  let marked = null;
  /** @param {HTMLElement | null} block */
  function mark(block) {
    if (block === marked) return;
    const box = marked?.getBoundingClientRect();
    // A reader who has scrolled away is not scrolled back.
    const follows = !box || (box.bottom > 0 && box.top < innerHeight);
    marked?.removeAttribute("aria-current");
    marked = block;
    block?.setAttribute("aria-current", "true");
    if (follows) block?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** @type {SpeechSynthesisUtterance | null} */
  let utterance = null;
  function speak() {
    const piece = pieces?.[next];
    if (!piece) return end();
    mark(piece.block);
    // Kept, or Chrome forgets it before it ends. One that was cancelled ends unheard.
    const current = (utterance = new SpeechSynthesisUtterance(piece.words));
    Object.assign(current, { voice, lang: voice?.lang });
    current.onend = () => {
      if (current !== utterance) return;
      next += 1;
      speak();
    };
    current.onerror = () => {
      if (current !== utterance) return;
      end();
      status.textContent = status.dataset.notRead ?? "";
    };
    synthesis.speak(current);
  }
  function silence() {
    utterance = null;
    synthesis.cancel();
  }

  function start() {
    pieces = [...document.querySelectorAll(".report h1"), ...text.querySelectorAll(BLOCKS)]
      .filter((block) => block.localName === "tr" || !block.closest("tr"))
      .flatMap((block) => cut(wordsOf(block)).map((words) => ({ block, words })))
      .filter(({ words }) => words !== "");
    next = 0;
    isPaused = false;
    status.textContent = "";
    // Another page may have left something unsaid.
    silence();
    speak();
  }
  function end() {
    silence();
    mark(null);
    pieces = null;
    if (document.activeElement === stop) button.focus({ preventScroll: true });
    show();
  }
  function show() {
    tool.classList.toggle("is-on", pieces !== null);
    stop.hidden = pieces === null;
    button.textContent = button.dataset[pieces === null ? "read" : isPaused ? "resume" : "pause"] ?? "";
  }

  button.addEventListener("click", () => {
    if (voice === null) return;
    if (pieces === null) start();
    // Pausing ends an utterance on some devices: it is begun again instead.
    else if ((isPaused = !isPaused)) silence();
    else speak();
    show();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", () => pieces !== null && end());
  synthesis.addEventListener?.("voiceschanged", findVoice);
  findVoice();
})();
