// The tools of a report that need a script: print it, copy a citation of it or of one of its parts, begin a mail
// about an error in a part.
//
// It fills the slots of citations that stand there. It sends nothing and adds no word to the text.
(() => {
  "use strict";
  /** Characters of a link that begins a mail: programs and systems take 2,000. */
  const MAIL_MAX = 2000;
  const [tools] = document.querySelectorAll(".tools");
  if (!tools) return;
  const [print] = tools.querySelectorAll(".print");
  const work = (button = print, does = () => window.print()) => {
    button.hidden = false;
    button.addEventListener("click", does);
  };
  work();

  const pairs = [...tools.querySelectorAll("[data-form]")];
  const forms = new Map(pairs.map((e) => [e.dataset.form ?? "", e.querySelectorAll("pre")[0]]));
  if (forms.size === 0) return;
  // Where the archive says it stands; a path on a disk is no address.
  const found = location.protocol.startsWith("http") ? location.origin + location.pathname : "";
  const address = document.querySelector("link[rel=canonical]")?.href ?? found;

  /** The reader's day: in words, else by ISO 8601, as Swedes write dates. */
  function today(form = "text") {
    const { lang } = document.documentElement;
    const now = new Date();
    if (form !== "text") return now.toLocaleDateString("sv");
    return now.toLocaleDateString(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
  }

  const LATEX = ["\\textbackslash", "{textbraceleft", "}textbraceright", "~textasciitilde", "^textasciicircum"];
  const escaped = (text = "") =>
    text.replace(/[\\{}~^#$%&_]/g, (c) => {
      const name = LATEX.find(([first]) => first === c);
      return name ? `\\${name.slice(1)}{}` : `\\${c}`;
    });

  /**
   * Fills the slots of a citation for which there is a value, and empties the others.
   * @param {HTMLElement} citation
   * @param {Record<string, string>} values
   */
  function fill(citation, values) {
    for (const slot of citation.querySelectorAll("[data-slot]")) {
      const { slot: name = "", before = "", after = "" } = slot.dataset;
      slot.textContent = values[name] ? before + values[name] + after : "";
    }
    return citation.textContent;
  }

  /**
   * The citation of the report, or of the part that `link` is the number of.
   * @param {string} form
   * @param {HTMLAnchorElement} [link]
   */
  function citationOf(form, link) {
    const [citation, part] = [forms.get(form), link ? nameOf(link) : ""];
    if (!citation) return "";
    return fill(document.importNode(citation, true), {
      address: address && address + (link?.hash ?? ""),
      accessed: today(form),
      part: form === "bibtex" ? escaped(part) : part,
    });
  }

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

  async function copy(text = "") {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Pages from a disk or over plain http have no clipboard: the old way.
    }
    const focus = document.activeElement;
    const carrier = document.createElement("textarea");
    carrier.className = "unseen";
    carrier.value = text;
    document.body.append(carrier);
    carrier.select();
    const isDone = document.execCommand("copy");
    carrier.remove();
    if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
    return isDone;
  }

  const [status] = tools.querySelectorAll("[role=status]");
  const [area] = tools.querySelectorAll("textarea");
  let timer = 0;
  function quiet() {
    clearTimeout(timer);
    status.textContent = "";
    area.hidden = true;
  }
  /**
   * Copies and says so; else shows the text, selected for the reader's own keys.
   * @param {string} text
   * @param {HTMLElement} button
   */
  async function give(text, button) {
    quiet();
    const isDone = await copy(text);
    status.textContent = status.dataset[isDone ? "copied" : "notCopied"] ?? "";
    if (isDone) {
      timer = setTimeout(quiet, 4000);
      return;
    }
    area.value = text;
    area.hidden = false;
    area.select();
    area.onkeydown = ({ key }) => key === "Escape" && button.focus();
  }
  area.addEventListener("blur", quiet);

  for (const [form, citation] of forms) {
    fill(citation, { address });
    const [button] = tools.querySelectorAll(`[data-form="${form}"] .copy`);
    work(button, () => give(citationOf(form), button));
  }

  // The form for parts is remembered; where storage is denied, as long as the page is open.
  function store(form = "") {
    const key = "gongbao-citation";
    try {
      if (form) localStorage.setItem(key, form);
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  }
  let chosen = store();
  if (!forms.has(chosen)) [chosen] = forms.keys();
  const [choice] = tools.querySelectorAll("fieldset");
  choice.hidden = false;
  for (const input of choice.querySelectorAll("input")) {
    input.checked = input.value === chosen;
    input.addEventListener("change", () => store((chosen = input.value)));
  }

  // The offer to cite a part: one button, after the part and never in it, laid over the page where the number
  // is. The policy allows no style attribute, so its place is a rule of a sheet.
  const [text] = document.querySelectorAll(".report .text");
  if (!text || !("adoptedStyleSheets" in document)) return;
  const [offer] = tools.querySelectorAll(".copy-part");
  // Beside it, where errors are reported by mail.
  const mails = [...tools.querySelectorAll("a[class=report-part]")];
  const place = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, place];
  /** @type {HTMLAnchorElement | undefined} */
  let part;
  const blockOf = (link = part) => link?.closest(".text > *");

  /**
   * Gives the mail its subject and its beginning: where the part is, and what it says, as much as programs for mail take.
   * @param {HTMLAnchorElement} mail
   * @param {HTMLAnchorElement} link
   */
  function addressMail(mail, link) {
    const { mail: to = "", subject = "", at = "", quotation = "", remark = "" } = mail.dataset;
    const quoted = [...words(blockOf(link) ?? link)].slice(0, 120);
    const where = at + (address || document.title) + link.hash;
    const url = () => {
      const body = [where, quotation + quoted.join(""), remark].join("\r\n");
      return `${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
    };
    while (quoted.length > 0 && url().length > MAIL_MAX) quoted.pop();
    mail.href = url().length > MAIL_MAX ? to : url();
  }

  /** @param {HTMLAnchorElement} link */
  function show(link) {
    if (part === link) return;
    part = link;
    blockOf(link)?.after(offer, ...mails);
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
  /**
   * Pointer, finger or focus is on a number, near it, or elsewhere.
   * @param {Event} event
   */
  function heed({ target }) {
    const at = target instanceof Element ? target : null;
    const link = at?.closest(".text .part");
    if (link) return show(link);
    const own = [offer, ...mails, area];
    const isNear = !part || own.some((element) => element === at) || (at && blockOf()?.contains(at));
    const { activeElement } = document;
    const isUsed = [part, offer, ...mails].some((element) => element && element === activeElement);
    if (!isNear && !isUsed) hide();
  }
  for (const event of ["pointerover", "click", "focusin"]) document.addEventListener(event, heed);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !part) return;
    if ([offer, ...mails].some((element) => element === document.activeElement)) part.focus({ preventScroll: true });
    hide();
  });
  work(offer, () => give(citationOf(chosen, part), offer));
  for (const mail of mails) mail.hidden = false;
  hide();
})();
