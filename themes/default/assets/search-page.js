// The search page at work: what is typed becomes a question, the answer is shown, and the address holds both.
//
// The query in the address is all the state there is. Titles, passages and queries are text, never HTML.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { page, box, word } = search;
  const { isWorthAsking, quoted, isNumber, composed } = search.query;
  const { make, address, chipsOf, resultsOf, csvOf } = search.view;
  const { countsOf, numbersOf, notesOf, offersOf, offerLine } = search.notes;

  /** Reports that are shown at first, and that are added each time. */
  const STEP = 10;
  /** Milliseconds that a typist pauses for. */
  const PAUSE = 200;
  /** Reports whose numbers match that are offered. */
  const NUMBERS = 5;

  const status = page.querySelector("[role=status]");
  const found = page.querySelector(".found");
  const ways = document.querySelector(".ways");
  const { host, engine, index, disk } = page.dataset;
  const client = new search.Client({ host, engine, index, disk }, (failure) => trouble(failure));

  /** What is asked, or was last: {query, limit, isTyped}; null where the box is empty. */
  let asked = null;
  /** What is shown: {query, answer, terms, numbers}, the last the answer for a number, or null; and its offers. */
  let shown = null;
  let questions = [];
  search.byDate = false;

  // The address.

  function addressOf(query) {
    const parameters = new URLSearchParams();
    if (query !== "") parameters.set("q", query);
    if (query !== "" && search.byDate) parameters.set("sort", "date");
    const text = parameters.toString();
    return location.pathname + (text && `?${text}`);
  }

  /** A question that was entered stays in the history; one that is being typed is replaced by the next. */
  function keep(query, limit, isTyped) {
    const url = addressOf(query);
    const isSame = url === location.pathname + location.search;
    const replaces = isSame || (isTyped && history.state?.isTyped);
    try {
      history[replaces ? "replaceState" : "pushState"]({ limit, isTyped }, "", url);
    } catch {
      // A browser may forbid it on a disk.
    }
  }

  function read() {
    const parameters = new URLSearchParams(location.search);
    search.byDate = parameters.get("sort") === "date";
    return (parameters.get("q") ?? "").trim();
  }

  // Asking.

  /** Asks a query and writes it into the address. */
  search.go = (query, { isTyped = false, then } = {}) => {
    query = query.trim();
    clearTimeout(pause);
    if (!isTyped) {
      box.value = read_last = query;
      close();
    }
    keep(query, STEP, isTyped);
    ask(query, STEP, isTyped, then);
  };

  search.more = () => {
    const before = shown.answer.hits.length;
    const limit = before + STEP;
    keep(shown.query, limit, false);
    ask(shown.query, limit, false, () => found.querySelectorAll(".hits a.title")[before]?.focus());
  };

  function forget() {
    for (const { number } of questions) client.forget(number);
    questions = [];
  }

  function question(query, limit) {
    const asking = client.ask({ query, byDate: search.byDate, limit });
    questions.push(asking);
    return asking.answered;
  }

  async function ask(query, limit, isTyped, then = () => {}) {
    forget();
    const mine = (asked = query === "" ? null : { query, limit, isTyped });
    if (mine === null) return clear();
    busy();
    try {
      const { answer, terms } = await question(query, limit);
      if (mine !== asked) return;
      const numbers = isNumber(query, terms) ? await question(`number:${quoted(query)}`, NUMBERS).catch(() => null) : null;
      if (mine !== asked) return;
      shown = { query, answer, terms, numbers: numbers?.answer ?? null };
      show();
      then();
      await offerMore();
    } catch (failure) {
      if (mine === asked) trouble(failure, isTyped);
    }
  }

  // Saying.

  let waiting = 0;
  function busy() {
    clearTimeout(waiting);
    found.setAttribute("aria-busy", "true");
    // Most answers are there before this is said.
    waiting = setTimeout(() => say(word(client.run?.isOpen ? "busy" : "loading"), true), 300);
  }
  function say(text, isSeen = false) {
    clearTimeout(waiting);
    found.removeAttribute("aria-busy");
    status.classList.toggle("unseen", !isSeen);
    status.textContent = text;
  }

  function clear() {
    shown = null;
    say("");
    found.replaceChildren();
    ways.hidden = false;
  }

  /** The sentence for a fault; what is wrong with the index ends alike, and all that is unknown is damage. */
  function faultOf(code) {
    if (page.hasAttribute(`data-fault-${code}`)) return word(`fault-${code}`);
    const known = page.hasAttribute(`data-index-fault-${code}`) ? code : "damaged";
    return word(`index-fault-${known}`) + word("reload");
  }

  /** What went wrong, and what to do. A query that is being typed may still become whole. */
  function trouble(failure, isTyped = false) {
    const sentence = faultOf(failure.code);
    if (isTyped && failure.at) return say(sentence, true);
    shown = null;
    say("");
    found.replaceChildren(make("p", { role: "alert", class: "banner" }, sentence));
    ways.hidden = false;
  }

  // Showing.

  function show() {
    const { total } = shown.answer;
    const held = found.contains(document.activeElement) ? document.activeElement : null;
    const { byNumber, byText } = countsOf(shown);
    const parts = [
      byNumber && numbersOf(shown, byNumber),
      byText && make("h2", { tabindex: "-1" }, byText),
      make("ul", { class: "notes-found" }, notesOf(shown)),
      chipsOf(shown),
      total > 0 && make("div", { class: "columns" }, resultsOf(shown)),
    ];
    found.replaceChildren(...parts.filter(Boolean));
    ways.hidden = total > 0 || byNumber !== null;
    say([byNumber, byText].filter(Boolean).join(word("sentences")));
    const heading = found.querySelector("h2");
    if (held?.dataset.key) (found.querySelector(`[data-key="${CSS.escape(held.dataset.key)}"]`) ?? heading).focus({ preventScroll: true });
    else if (held) heading.focus({ preventScroll: true });
    suggest();
  }

  /** Offers of which it is not known that any report has them: those that some report has. */
  async function offerMore() {
    const mine = asked;
    for (const offer of offersOf(shown).filter(({ isKnown }) => !isKnown)) {
      const other = await question(offer.query, 1).catch(() => null);
      if (mine !== asked) return;
      if (other?.answer.exact_total > 0) found.querySelector(".notes-found").append(offerLine(offer));
    }
  }

  /** The archive's words are here, maybe after the answer. */
  function helped() {
    if (shown === null) return suggest();
    found.querySelector(".notes-found")?.replaceChildren(...notesOf(shown));
    suggest();
    return offerMore();
  }

  search.save = async () => {
    const { query, answer } = shown;
    say(word("exporting"), true);
    try {
      const whole = await question(query, answer.total);
      const file = new Blob([csvOf(whole.answer)], { type: "text/csv;charset=utf-8" });
      const link = make("a", { href: URL.createObjectURL(file), download: word("csv-file") });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      say("");
    } catch (failure) {
      trouble(failure);
    }
  };

  // Typing. A composition is no text yet: it is searched for when it has ended.

  let pause = 0;
  let read_last = "";
  function typed() {
    if (search.isComposing || box.value === read_last) return;
    read_last = box.value;
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (search.isComposing) return;
      const text = box.value.trim();
      if (text === (asked?.query ?? "")) return;
      if (text !== "" && !isWorthAsking(text)) return;
      wants = text !== "";
      search.go(text, { isTyped: true });
      suggest();
    }, PAUSE);
  }

  // Suggestions: a list below the box, by the combobox pattern of ARIA 1.2.

  const list = make("ul", { id: "suggestions", role: "listbox", "aria-label": word("suggestions"), hidden: true });
  let options = [];
  let active = -1;
  /** Whether the typist still wants them: not after Enter or Escape. */
  let wants = false;

  function suggest() {
    if (!wants || document.activeElement !== box || search.isComposing) return;
    const text = box.value.trim();
    const helped = globalThis.gongbaoHelp && globalThis.gongbaoWords ? gongbaoHelp.suggestions(gongbaoWords, text) : [];
    options = helped.slice(0, 5).map(({ kind, text, note, query }) => ({ kind, text, note, choose: () => search.go(query) }));
    // Below them the reports are shown: only those whose title is being typed are worth covering the others.
    const words = text.toLowerCase().split(/\s+/);
    const isTitled = ({ title }) => words.every((word) => title.toLowerCase().includes(word));
    const hits = shown?.query === text ? shown.answer.hits.filter(isTitled) : [];
    for (const hit of hits.slice(0, 8 - options.length)) {
      const url = address(hit.url);
      if (url) options.push({ kind: "report", text: hit.title, note: hit.agency, choose: () => location.assign(url) });
    }
    list.replaceChildren(
      ...options.map(({ kind, text, note, choose }, n) => {
        const option = make("li", { role: "option", id: `suggestion-${n}`, "aria-selected": "false" }, make("span", {}, text), " ", make("span", { class: "quiet" }, [note, word(`kind-${kind}`)].filter(Boolean).join(" · ")));
        option.addEventListener("click", choose);
        return option;
      }),
    );
    list.hidden = options.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  function activate(n) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = n;
    const option = list.children[n];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function close() {
    wants = false;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  /** Enter that ends a composition, which Safari tells of after its end: it submits nothing. */
  let isEnding = false;
  function press(event) {
    const { key } = event;
    isEnding = event.isComposing || event.keyCode === 229;
    if (isEnding) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) {
        wants = true;
        suggest();
      }
      if (list.hidden) return;
      event.preventDefault();
      // The box itself is one place of the round.
      const places = options.length + 1;
      activate(((active + 1 + (key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      options[active].choose();
    }
  }

  function submit(event) {
    event.preventDefault();
    if (search.isComposing || isEnding) return;
    search.go(box.value);
  }

  /** Links that ask do so here, unless they are wanted in another tab. */
  function follow(event) {
    const link = event.target.closest("a[data-key], a[data-query]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const parameters = new URLSearchParams(link.search);
    if (link.dataset.key) search.byDate = parameters.get("sort") === "date";
    const isExample = link.dataset.query !== undefined;
    search.go(parameters.get("q"), { then: isExample ? () => found.querySelector("h2").focus() : undefined });
  }

  search.start = () => {
    box.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) box.setAttribute(name, value);
    box.addEventListener("keydown", press);
    box.addEventListener("keyup", () => (isEnding = false));
    box.addEventListener("input", typed);
    box.addEventListener("compositionend", () => typed());
    box.addEventListener("blur", close);
    // A press on a suggestion leaves the box its focus.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    box.form.addEventListener("submit", submit);
    page.addEventListener("click", follow);
    const advanced = page.querySelector(".advanced form");
    for (const { lang, dir, textContent } of document.querySelectorAll("#types li a")) advanced.querySelector("select")?.append(make("option", { lang: lang || null, dir: dir || null }, textContent));
    advanced.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = composed(Object.fromEntries(new FormData(advanced)));
      if (query === "") return say(word("fault-empty"), true);
      search.go(query, { then: () => found.querySelector("h2").focus() });
    });
    addEventListener("popstate", () => {
      const query = read();
      box.value = read_last = query;
      close();
      clearTimeout(pause);
      ask(query, history.state?.limit ?? STEP, false);
    });

    client.open();
    const help = [page.dataset.words, page.dataset.help].filter(Boolean);
    if (help.length === 2) search.load(help).then(helped, () => {});
    const query = read();
    if (query !== "") {
      if (box.value === "") box.value = read_last = query;
      ask(query, history.state?.limit ?? STEP, false);
    }
    typed();
  };
})();
