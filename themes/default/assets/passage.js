// What a reader does with a passage of a report: cite it or link to it, begin a mail about an error in it. A passage is a
// part with a number, a paragraph without one, or words that are selected.
//
// Loaded by cite.js when pointer, finger, focus or selection first comes to one. What it shows is laid over the page and
// stands in no part of the text; it alters no word.
(() => {
  "use strict";
  /** Characters of a link that begins a mail: programs and systems take 2,000. */
  const MAIL_MAX = 2000;
  /** Characters of a paragraph, and of selected words, that a citation quotes. */
  const [OPENING, QUOTED] = [20, 60];
  /** Characters of selected words that a link carries whole; of longer ones it has the first and the last. */
  const [CARRIED, ENDS] = [60, 16];
  const { tools, text, area, address, heard, give, cite, take } = globalThis.gongbaoTools;
  const language = text.lang || document.documentElement.lang;
  const isChinese = /^zh\b/.test(language);
  /** What has an address of its own, or may stand in what has. */
  const BLOCKS = ".text :is(h2, h3, h4, h5, h6, p, li, pre, td, th, dt, dd, figcaption)";
  const parts = [...text.querySelectorAll("a.part")];

  /**
   * The words of an element as plain text, without the stop at their end.
   * @param {Element} element
   */
  function words(element) {
    const copy = document.importNode(element, true);
    for (const beside of copy.querySelectorAll("sup.note, rt, rp")) beside.remove();
    for (const sup of copy.querySelectorAll("sup"))
      sup.textContent = `${sup.textContent}`.replace(/\d/g, (n) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(n)]);
    return copy.textContent
      .replace(/\s+/g, " ")
      .replace(/[\s.．。、：:；;，,]+$/, "")
      .trim();
  }

  /**
   * What a part is called: the numbers above it, its own, and its heading if it has one.
   * @param {HTMLAnchorElement} link
   */
  function nameOf(link) {
    const path = link.hash.slice(1).split("-");
    const numbers = path.slice(1).map((_, n) => {
      const id = path.slice(0, n + 1).join("-");
      const above = document.getElementById(id)?.querySelector(`.part[href="#${CSS.escape(id)}"]`);
      // A heading without a number is a link as a whole.
      return above && words(above) !== words(above.parentElement ?? tools) ? above.textContent.trim() : "";
    });
    // 2.1.1 says by itself that it stands in 2.1; 1. in 附件1 is not 附件11.
    const own = link.textContent.trim();
    const above = numbers.filter((number) => !own.startsWith(number.replace(/[.．]?$/, "."))).join("");
    return (
      above +
      (/\d$/.test(above) && /^\d/.test(own) ? " " : "") +
      words(link.closest("h2, h3, h4, h5, h6, .heading, .part-heading") ?? link)
    );
  }

  /** @type {(words: string, inner?: boolean) => string} */
  function quoted(words, inner = false) {
    const marks = /hant|tw|hk|mo/i.test(language) ? "「」『』" : "“”‘’";
    return marks[inner ? 2 : 0] + words + marks[inner ? 3 : 1];
  }
  /** @type {(words: string, most: number) => string} */
  const cut = (words, most) => ([...words].length > most ? `${[...words].slice(0, most).join("")}…` : words);

  /**
   * What a passage is called: its number and heading, or those it stands below, with words of its own.
   * @param {Element} block
   * @param {string} own
   * @returns {(inner?: boolean) => string}
   */
  function naming(block, own) {
    const number = block.querySelector(".part");
    const before = parts.findLast((part) => block.contains(part) || part.compareDocumentPosition(block) & 4);
    const above = before ? nameOf(before) : "";
    if (own === "" && number === before && number) return () => above;
    return (inner) => above + quoted(own || cut(words(block), OPENING), inner);
  }
  /** @param {Node | null} node */
  const blockAt = (node) => (node instanceof Element ? node : node?.parentElement)?.closest(BLOCKS) ?? null;
  /** @param {Element | null | undefined} block */
  function hashOf(block) {
    const own = block?.closest(".text [id]");
    return own ? `#${own.id}` : "";
  }
  // A path on a disk is an address for its owner alone.
  const page = address || location.href.split(/[?#]/)[0];

  // The offer to cite a part: one button, after the part and never in it, laid over the page where the number
  // is. The policy allows no style attribute, so its place is a rule of a sheet. A paragraph without a number has a
  // sign in its place, which comes with the pointer or finger.
  const [offer] = tools.querySelectorAll(".copy-part");
  // Beside it, where errors are reported by mail.
  const mails = [...tools.querySelectorAll("a[class=report-part]")];
  const [selected] = document.querySelectorAll(".selected");
  const [reader] = document.querySelectorAll(".reader");
  const [place, signPlace, selectedPlace] = [new CSSStyleSheet(), new CSSStyleSheet(), new CSSStyleSheet()];
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, place, signPlace, selectedPlace];
  const sign = document.createElement("a");
  sign.className = "sign";
  sign.ariaLabel = selected.dataset.sign ?? "";
  /**
   * The number or sign that there is an offer for, and what it is of.
   * @type {HTMLAnchorElement | undefined}
   */
  let part;
  /** @type {Element | null} */
  let signed = null;
  const blockOf = (link = part) => (link === sign ? signed : link)?.closest(".text > *");
  /** @param {HTMLAnchorElement} link */
  const passageOf = (link) => (link === sign ? signed : blockAt(link)) ?? link;

  /**
   * Gives the mail its subject and its beginning: where the part is, and what it says, as much as programs for mail take.
   * @param {HTMLAnchorElement} mail
   * @param {HTMLAnchorElement} link
   */
  function addressMail(mail, link) {
    const { mail: to = "", subject = "", at = "", quotation = "", remark = "" } = mail.dataset;
    const said = [...words(blockOf(link) ?? link)].slice(0, 120);
    const where = at + (address || document.title) + link.hash;
    const url = () => {
      const body = [where, quotation + said.join(""), remark].join("\r\n");
      return `${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
    };
    while (said.length > 0 && url().length > MAIL_MAX) said.pop();
    mail.href = url().length > MAIL_MAX ? to : url();
  }

  /** @param {HTMLAnchorElement} link */
  function show(link) {
    if (part === link) return;
    part = link;
    (link === sign ? sign : blockOf(link))?.after(offer, ...mails);
    for (const mail of mails) addressMail(mail, link);
    const [box, [number]] = [text.getBoundingClientRect(), link.getClientRects()];
    const width = mails.reduce((sum, mail) => sum + mail.offsetWidth, offer.offsetWidth);
    const left = Math.max(0, Math.min(number.left - box.left, box.width - width));
    const top = number.top - box.top - offer.offsetHeight;
    place.replaceSync(
      `.copy-part, .report-part { top: ${top}px; left: ${left}px } .report-part { margin-left: ${offer.offsetWidth}px }`,
    );
  }
  function hide() {
    part = undefined;
    for (const element of [offer, ...mails]) element.remove();
  }
  /** @param {Element} block */
  function showSign(block) {
    if (signed === block) return;
    if (part === sign) hide();
    signed = block;
    sign.href = hashOf(block);
    block.closest(".text > *")?.after(sign);
    const top = block.getBoundingClientRect().top - text.getBoundingClientRect().top;
    signPlace.replaceSync(`.sign { top: ${top}px }`);
  }
  function hideSign() {
    signed = null;
    sign.remove();
  }
  /** Where the pointer was last. */
  let pointer = [-1, -1];
  /**
   * Pointer, finger or focus is on a number, near it, or elsewhere.
   * @param {Event} event
   */
  function heed(event) {
    const { target, type } = event;
    if (event instanceof PointerEvent && type === "pointerover") {
      // Where the page moves below a pointer that rests, as to what a sign leads to, nobody has gone anywhere.
      const { clientX, clientY } = event;
      if (clientX === pointer[0] && clientY === pointer[1]) return;
      pointer = [clientX, clientY];
    }
    const at = target instanceof Element ? target : null;
    const { activeElement } = document;
    const link = at === sign ? sign : at?.closest(".text .part");
    const paragraph = at?.closest(".text :is(p, li, pre)[id]");
    if (link) show(link);
    const isUsed = [part, offer, ...mails].some((element) => element && element === activeElement);
    if (paragraph && !paragraph.querySelector(".part")) showSign(paragraph);
    if (link) return;
    const own = [offer, ...mails, area];
    const isNear = !part || own.some((element) => element === at) || (at && blockOf()?.contains(at));
    if (isNear || isUsed) return;
    hide();
    if (!paragraph && signed && sign !== activeElement) hideSign();
  }
  for (const event of ["pointerover", "click", "focusin"]) document.addEventListener(event, heed);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !part) return;
    if ([offer, ...mails].some((element) => element === document.activeElement)) part.focus({ preventScroll: true });
    hide();
  });
  offer.hidden = false;
  offer.addEventListener("click", () => part && give(cite(naming(passageOf(part), ""), part.hash), offer));
  for (const mail of mails) mail.hidden = false;
  hide();

  // Selected words: a link that carries them, beside the anchor of their paragraph, and a citation that quotes them.

  /** @param {string} words */
  const segmented = (words) =>
    "Segmenter" in Intl
      ? [...new Intl.Segmenter(language, { granularity: "word" }).segment(words)].map(({ index }) => index)
      : Array.from(words, (_, index) => index);
  /** As it stands in an address, where "-" parts what is before from the words. */
  const encoded = (words = "") => encodeURIComponent(words.trim()).replace(/-/g, "%2D");
  /**
   * The words of a range as the end of an address that browsers find them by (text fragment): whole words, with those
   * around them where they stand more than once; nothing where that does not tell them apart.
   * @param {Range} range
   */
  function carriedBy(range) {
    const [first, last] = [blockAt(range.startContainer), blockAt(range.endContainer)];
    if (!first || !last) return "";
    /** @type {(block: Element, node: Node, offset: number) => number} */
    const offsetIn = (block, node, offset) => {
      const before = new Range();
      before.selectNodeContents(block);
      before.setEnd(node, offset);
      return before.toString().length;
    };
    const [opening, closing] = [first.textContent, last.textContent];
    const [starts, ends] = [segmented(opening), [...segmented(closing), closing.length]];
    const from = starts.findLast((at) => at <= offsetIn(first, range.startContainer, range.startOffset)) ?? 0;
    const to = ends.find((at) => at >= offsetIn(last, range.endContainer, range.endOffset)) ?? closing.length;
    if (first === last && to - from <= CARRIED) {
      const own = opening.slice(from, to);
      const before = opening.slice(starts.findLast((at) => at <= from - ENDS) ?? 0, from);
      const after = opening.slice(to, ends.find((at) => at >= to + ENDS) ?? opening.length);
      const standsOnce = (words = "") => document.body.textContent.split(words).length === 2;
      if (own.trim() === "" || own.includes("\n")) return "";
      if (standsOnce(own)) return encoded(own);
      if (!standsOnce(before + own + after)) return "";
      return `${before.trim() && `${encoded(before)}-,`}${encoded(own)}${after.trim() && `,-${encoded(after)}`}`;
    }
    const [head] = opening.slice(from, starts.find((at) => at >= from + ENDS) ?? opening.length).split("\n");
    const tail = closing.slice(ends.findLast((at) => at <= to - ENDS) ?? 0, to).split("\n");
    return `${encoded(head)},${encoded(tail.at(-1))}`;
  }

  /** The range that is selected, if it is one of the text. */
  function chosen() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    return text.contains(range.startContainer) && text.contains(range.endContainer) ? range : null;
  }
  /** @type {Range | null} */
  let range = null;
  let timer = 0;
  function follow() {
    range = chosen()?.cloneRange() ?? null;
    const block = range && blockAt(range.endContainer)?.closest(".text > *");
    selected.hidden = !block;
    if (!range || !block) return;
    if (selected.previousElementSibling !== block) block.after(selected);
    const [box, lines] = [text.getBoundingClientRect(), [...range.getClientRects()]];
    const end = lines.findLast(({ width }) => width > 0) ?? range.getBoundingClientRect();
    const left = Math.max(0, Math.min(end.right - box.left, box.width) - selected.offsetWidth);
    selectedPlace.replaceSync(
      `@media (min-width: 600px) { .selected { top: ${end.bottom - box.top + 4}px; left: ${left}px } }`,
    );
  }
  document.addEventListener("selectionchange", () => {
    if (selected.contains(document.activeElement)) return;
    clearTimeout(timer);
    timer = setTimeout(follow, 150);
  });
  // A press on one of the two is no new selection.
  selected.addEventListener("pointerdown", (event) => event.preventDefault());
  const [linkSelected, citeSelected] = selected.querySelectorAll("button");
  linkSelected.addEventListener("click", () => {
    if (!range) return;
    const [hash, carried] = [hashOf(blockAt(range.startContainer)), carriedBy(range)];
    give(page + (carried ? `${hash || "#"}:~:text=${carried}` : hash), linkSelected);
  });
  citeSelected.addEventListener("click", () => {
    const block = range && blockAt(range.startContainer);
    if (!range || !block) return;
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    give(cite(naming(block, cut(words(copy), QUOTED)), hashOf(block)), citeSelected);
  });

  // The bar: what is being read is the place of a search that the reader stepped to, or the first paragraph in sight.
  function readBlock() {
    const [current] = globalThis.CSS.highlights?.get("current") ?? [];
    if (current instanceof Range) {
      const { top, bottom } = current.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) return blockAt(current.startContainer);
    }
    const line = (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + 8;
    if (text.getBoundingClientRect().top > innerHeight / 2) return null;
    return [...text.querySelectorAll(BLOCKS)].find((block) => block.getBoundingClientRect().bottom > line) ?? null;
  }
  const [linkRead] = reader.querySelectorAll(".link");
  const [citeRead] = reader.querySelectorAll(".cite");
  const colon = isChinese ? "：" : ": ";
  linkRead.addEventListener("click", () => {
    const block = readBlock();
    const hash = hashOf(block);
    give(page + hash, linkRead, block && hash ? colon + naming(block, "")() : "");
  });
  citeRead.addEventListener("click", () => {
    const block = readBlock();
    const hash = hashOf(block);
    give(
      cite(block && hash ? naming(block, "") : undefined, hash),
      citeRead,
      block && hash ? colon + naming(block, "")() : "",
    );
  });

  // What brought the script here.
  take();
  const press = heard.findLast(({ type, target }) => type === "click" && (target === linkRead || target === citeRead));
  for (const event of heard) if (event.type !== "selectionchange") heed(event);
  if (press?.target instanceof HTMLElement) press.target.click();
  follow();
})();
