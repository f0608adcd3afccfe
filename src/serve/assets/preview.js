// The preview on a page: loads the page again when it has become another, and shows what is wrong with the content.
//
// It stands on pages of `gongbao serve` alone, and in no file of a site. What it shows comes as text, never as markup.
(() => {
  "use strict";

  const script = document.currentScript;
  const digest = script?.dataset.digest ?? "";
  // Where a reader was, across a loading of the page.
  const PLACE = "gongbao-preview-place";
  const OPEN = "gongbao-preview-open";

  const element = (name, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };

  const host = element("gongbao-preview");
  const root = host.attachShadow({ mode: "open" });
  const panel = element("section", { className: "panel", id: "panel", hidden: true });
  const button = element("button", { type: "button" });
  button.setAttribute("aria-controls", "panel");
  button.setAttribute("aria-expanded", "false");
  root.append(
    element("link", { rel: "stylesheet", href: "/.gongbao/preview.css" }),
    panel,
    element("div", { className: "line" }, button),
  );

  let words = {};
  let events;
  let last;
  /** What the reader chose; by itself the panel opens where an error stops the publication. */
  let chosen = sessionStorage.getItem(OPEN);

  const said = (key, n) => (words[key] ?? key).replace("{n}", String(n));
  const counted = (key, n) => said(n === 1 ? key : `${key}s`, n);

  const show = (isOpen) => {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  };

  button.addEventListener("click", () => {
    chosen = panel.hidden ? "yes" : "no";
    sessionStorage.setItem(OPEN, chosen);
    show(panel.hidden);
  });

  const link = (url, text) => (url ? element("a", { href: url, title: words.open }, text) : text);

  const item = (found) => {
    const place = found.line ? `${found.file}:${found.line}:${found.column}` : found.file;
    const lines = [element("p", {}, found.message), element("p", { className: "place" }, link(found.url, place))];
    const [before, fault, after] = found.excerpt;
    if (before || fault || after) {
      lines.push(element("p", { className: "excerpt" }, before, element("mark", {}, fault), after));
    }
    lines.push(element("p", {}, words.hint, found.hint));
    return element("li", { className: found.severity }, ...lines);
  };

  const fill = (told) => {
    const rows = [];
    if (told.failure) {
      rows.push(element("p", {}, told.failure));
    }
    if (told.source) {
      rows.push(element("p", { className: "place" }, words.source, link(told.source_url, told.source)));
    }
    const { length } = told.diagnostics.filter((found) => found.severity === "error" && found.is_here);
    if (length > 0) {
      rows.push(element("p", {}, words.last_good));
    }
    rows.push(element("ul", {}, ...told.diagnostics.map(item)));
    if (told.more > 0) {
      rows.push(element("p", { className: "place" }, said("more", told.more)));
    }
    panel.replaceChildren(...rows);

    const parts = [];
    if (told.errors > 0) {
      parts.push(counted("error", told.errors));
    }
    if (told.warnings > 0) {
      parts.push(counted("warning", told.warnings));
    }
    if (told.failure) {
      parts.push(words.failed);
    }
    if (parts.length === 0) {
      parts.push(words.fine);
    }
    if (told.is_reading) {
      parts.push(words.reading);
    } else if (!told.is_current && told.errors === 0 && !told.failure) {
      parts.push(words.indexing);
    }
    button.textContent = `${words.preview} · ${parts.join(" · ")}`;
    button.className = told.errors > 0 || told.failure ? "error" : told.warnings > 0 ? "warning" : "";
    show(chosen ? chosen === "yes" : told.errors > 0 || Boolean(told.failure));
  };

  const take = (event) => {
    last = JSON.parse(event.data);
    if (last.page && last.page !== digest) {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
      location.reload();
      return;
    }
    fill(last);
  };

  const listen = () => {
    events = new EventSource(`/.gongbao/events?${encodeURIComponent(decodeURI(location.pathname))}`);
    events.onmessage = take;
    events.onerror = () => {
      button.textContent = `${words.preview} · ${words.lost}`;
    };
  };

  // A browser keeps few connections to one host: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (document.visibilityState === "visible") {
      listen();
    }
  });
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());

  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place && place[0] === location.pathname) {
    scrollTo(place[1], place[2]);
  }

  fetch("/.gongbao/words.json")
    .then((answer) => answer.json())
    .then((found) => {
      words = found;
      document.body.append(host);
      if (document.visibilityState === "visible") {
        listen();
      }
    });
})();
