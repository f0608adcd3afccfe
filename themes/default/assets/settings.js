// How a reader wants pages to look: type size, elder mode, contrast, colours. And what each page must hear from the
// beginning: "/" goes to the search box, unless that was turned off, and a box that has the focus calls for what helps
// while one types.
//
// Runs in the head, before anything is painted, and sets attributes of the root that the style sheet knows.
// What was chosen stays on the device (localStorage, no cookie) and is sent nowhere. Where storage is denied
// the choice holds for the page. It never writes HTML and takes no value but those it lists.
(() => {
  "use strict";
  const KEY = "gongbao-settings";
  /** @type {Record<string, string[]>} */
  const ALLOWED = {
    size: ["standard", "large", "largest"],
    theme: ["system", "light", "dark"],
    elder: ["off", "on"],
    contrast: ["standard", "more"],
    slash: ["on", "off"],
  };
  const root = document.documentElement;

  /**
   * What was chosen, only known values; the first of each list where nothing was.
   * @param {string | null} text
   */
  function read(text) {
    let stored = null;
    try {
      stored = JSON.parse(text ?? localStorage.getItem(KEY) ?? "null");
    } catch {
      // Denied, or not ours.
    }
    /** @type {Record<string, string>} */
    const chosen = {};
    for (const [name, values] of Object.entries(ALLOWED)) {
      const has = stored !== null && typeof stored === "object" && Object.hasOwn(stored, name);
      chosen[name] = has && values.includes(stored[name]) ? stored[name] : values[0];
    }
    return chosen;
  }

  function show() {
    for (const [name, values] of Object.entries(ALLOWED)) {
      if (settings[name] === values[0]) delete root.dataset[name];
      else root.dataset[name] = settings[name];
    }
    for (const input of document.querySelectorAll("#settings input")) {
      input.checked = settings[input.name] === input.value;
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      // Denied: it holds for this page.
    }
  }

  let settings = read(null);
  show();
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    settings = read(event.newValue ?? "null");
    show();
  });

  const own = document.currentScript;
  const search = new URL("../search/", own instanceof HTMLScriptElement ? own.src : location.href);
  /** @param {string} address */
  const load = (address) => {
    const script = document.createElement("script");
    script.src = new URL(address, search).href;
    script.async = false;
    document.head.append(script);
    return script;
  };
  /** @param {FocusEvent} event */
  function come({ target }) {
    // The search page has all of it.
    if (!(target instanceof HTMLInputElement) || target.name !== "q" || document.querySelector(".search")) return;
    removeEventListener("focusin", come);
    load("box.js").addEventListener("load", () => globalThis.gongbaoBox?.scripts.forEach(load));
  }
  addEventListener("focusin", come);
  addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const isTyped = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    const box = document.querySelector("[name=q]");
    if (key !== "/" || ctrlKey || metaKey || altKey || isTyped || settings.slash === "off" || !box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.getElementById("settings");
    if (panel === null) return;
    for (const input of panel.querySelectorAll("input")) {
      input.checked = settings[input.name] === input.value;
      input.addEventListener("change", () => {
        settings[input.name] = input.checked ? input.value : ALLOWED[input.name][0];
        show();
        keep();
      });
    }
    panel.hidden = false;
  });
})();
