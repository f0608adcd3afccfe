// Results in place: below the search box of any page but the search page a light panel with suggestions and the first
// reports, while one types. Enter goes to the search page, Escape closes the panel and leaves the box its focus.
//
// It comes when a box has the focus (settings.js), and asks the engine in a worker, which the page's policy allows as it
// is; from a disk there is none, and suggestions alone are shown.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { page, place, box, word, suggestions } = search;
  const { make, hitOf } = search.view;
  /** Milliseconds that a typist pauses for. */
  const PAUSE = 200;
  /** Reports that are shown. */
  const FEW = 5;
  const canAsk = location.protocol !== "file:" && typeof WebAssembly === "object";
  search.byDate = false;

  const status = make("p", { role: "status" });
  // How much has come of the engine is for the eye: what is read out is said once.
  const come = make("p", { class: "come quiet", "aria-hidden": "true", hidden: true });
  const hits = make("ol", { class: "hits" });
  const all = make("a", { class: "all", hidden: true });
  const panel = make("div", { class: "panel", role: "group", "aria-label": word("panel"), hidden: true });

  const client = new search.Client(
    place,
    () => {},
    (how) => {
      come.hidden = how === null || !isAsking;
      if (how) come.textContent = search.come(how);
    },
  );
  /** What was asked last. */
  let asked = "";
  let isAsking = false;
  /** @type {Asking | null} */
  let asking = null;

  /** @param {string} query */
  const addressOf = (query) => new URL(place.page + search.addressOf(query, false), new URL("search/", root)).href;
  const root = new URL(place.root ?? "", location.href);

  search.go = (query) => location.assign(addressOf(query));

  function close() {
    clearTimeout(pause);
    panel.hidden = true;
    suggestions.close();
  }

  /** @param {string} text */
  function say(text) {
    status.textContent = text;
  }

  /** @param {string} query */
  async function ask(query) {
    asked = query;
    panel.hidden = false;
    all.href = addressOf(query);
    all.textContent = word("to_results");
    all.hidden = false;
    if (!canAsk) return;
    if (asking) client.forget(asking.number);
    isAsking = true;
    const slow = setTimeout(() => {
      say(word(client.run?.isOpen ? "busy" : "loading"));
      come.hidden = client.run?.isOpen !== false || come.textContent === "";
    }, 300);
    try {
      asking = client.ask({ query, byDate: false, limit: FEW });
      const { answer } = await asking.answered;
      if (query !== asked) return;
      show(query, answer);
    } catch (failure) {
      if (query !== asked) return;
      const { code, at } = /** @type {Failure} */ (failure);
      hits.replaceChildren();
      // A query that is being typed may still become whole; what is wrong else the search page says.
      say(at || !search.hasWord(`fault.${code}`) ? "" : word(`fault.${code}`));
    } finally {
      clearTimeout(slow);
      if (query === asked) {
        isAsking = false;
        come.hidden = true;
      }
    }
  }

  /**
   * One passage, rather one that says more than its heading.
   * @param {Hit} hit
   */
  const bestOf = ({ passages }) => {
    const best = passages.find(({ text, heading, below }) => below || text !== heading) ?? passages[0];
    return best ? [best] : [];
  };

  /**
   * @param {string} query
   * @param {Answer} answer
   */
  function show(query, answer) {
    const { total } = answer;
    const first = answer.hits.slice(0, FEW).map((hit) => ({ ...hit, passages: bestOf(hit) }));
    say(total === 0 ? word("nothing") : word("total", { n: total }));
    hits.replaceChildren(...first.map((hit) => hitOf(hit, false, "p")));
    all.href = addressOf(query);
    all.textContent = total > 0 ? word("all_results", { n: total }) : word("to_results");
    all.hidden = false;
    panel.scrollTop = 0;
  }

  let pause = 0;
  /** @type {string | null} */
  let seen = null;
  function typed() {
    if (search.isComposing || box.value === seen) return;
    seen = box.value;
    suggestions.typing();
    clearTimeout(pause);
    const text = box.value.trim();
    if (text === "") {
      asked = "";
      hits.replaceChildren();
      say("");
      return close();
    }
    panel.hidden = false;
    suggestions.update(null);
    pause = setTimeout(() => {
      // It may be taken back.
      if (search.isComposing) seen = null;
      else if (text !== asked && search.isWorthAsking(text)) ask(text);
    }, PAUSE);
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (suggestions.isEnding()) return;
    const query = box.value.trim();
    if (query !== "") search.go(query);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && asked !== "") panel.hidden = false;
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    close();
    box.focus();
  }

  const style = make("link", { rel: "stylesheet", href: place.style });
  document.head.append(style);
  page.classList.add("has-panel");
  page.append(panel);
  suggestions.start(panel);
  panel.append(status, come, hits, all);
  page.addEventListener("keydown", press, { capture: true });
  page.addEventListener("submit", submit);
  page.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && page.contains(relatedTarget)) && document.hasFocus()) close();
  });
  // A press within the panel leaves the box its focus, and all that is shown in its place.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed);
  box.addEventListener("click", () => {
    panel.hidden = asked === "";
  });
  if (canAsk) client.open();
  // What was typed before this was here.
  typed();
})();
