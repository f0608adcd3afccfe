// The tools of a report that need a script: print it, copy a citation of it. What is done with its passages is a script
// of its own, passage.js, which is loaded when a reader first comes to one.
//
// It fills the slots of citations that stand there. It sends nothing and adds no word to the text.
(() => {
  "use strict";
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
   * The citation of the report, or of a part or passage of it, by its name and the end of its address.
   * @param {string} form
   * @param {(inner: boolean) => string} [nameOf]
   */
  function citationOf(form, nameOf = () => "", hash = "") {
    const citation = forms.get(form);
    if (!citation) return "";
    // A name in quotation marks has others in it.
    const isQuoted = /[“"「]$/.test(citation.querySelector("[data-slot=part]")?.dataset.before ?? "");
    const part = nameOf(isQuoted);
    return fill(document.importNode(citation, true), {
      address: address && address + hash,
      accessed: today(form),
      part: form === "bibtex" ? escaped(part) : part,
    });
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
  async function give(text, button, what = "") {
    quiet();
    const isDone = await copy(text);
    status.textContent = (status.dataset[isDone ? "copied" : "notCopied"] ?? "") + (isDone ? what : "");
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

  // Passages: their script comes with the first pointer, finger, focus or selection there, and is told of it.
  const [text] = document.querySelectorAll(".report .text");
  if (!text || !("adoptedStyleSheets" in document)) return;
  const waiting = new AbortController();
  /** @type {Event[]} */
  const heard = [];
  globalThis.gongbaoTools = {
    tools,
    text,
    area,
    address,
    heard,
    give,
    cite: (nameOf, hash) => citationOf(chosen, nameOf, hash),
    take: () => waiting.abort(),
  };
  /** @param {Event} event */
  function wait(event) {
    const at = event.target instanceof Element ? event.target : null;
    const isThere = at ? at.closest(".report .text, .reader") : text.contains(getSelection()?.anchorNode ?? null);
    if (!isThere) return;
    if (heard.push(event) > 1) return;
    globalThis.gongbaoLoad("passage");
  }
  for (const type of ["pointerover", "click", "focusin", "selectionchange"])
    document.addEventListener(type, wait, { signal: waiting.signal });
})();
