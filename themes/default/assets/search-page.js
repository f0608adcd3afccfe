// The search page at work: what is typed becomes a question, and the answer is shown.
//
// The address holds the question, and search-history.js keeps how much of the answer was seen. Titles, passages and queries are text, never HTML.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { page, place, box, word, suggestions, isWorthAsking } = search;
  const { isNumber, numbered, around, composed } = search.query;
  const { STEP, make, chipsOf, resultsOf, csvOf } = search.view;
  const { countsOf, outcomesOf, apartOf, numbersOf, besideOf, notesOf, offersOf, offerLine } = search.notes;
  const { narrowingsOf, narrowingChip } = search.notes;

  /** Milliseconds that a typist pauses for, and after which offers are looked into as if the query were entered. */
  const [PAUSE, REST] = [200, 1000];
  /** Reports whose numbers match that are offered. */
  const NUMBERS = 5;

  const { title } = document;
  const [status] = page.querySelectorAll("[role=status]");
  const [found] = page.querySelectorAll(".found");
  const [ways] = document.querySelectorAll(".ways");
  const client = new search.Client(place, (failure) => trouble(failure), opening);
  search.client = client;

  /**
   * What is asked, or was last; null where the box is empty.
   * @type {Asked | null}
   */
  let asked = null;
  /**
   * What is shown.
   * @type {Shown | null}
   */
  let shown = null;
  /** @type {Asking[]} */
  let questions = [];
  search.byDate = false;

  // Asking.

  // Asks a query and writes it into the address.
  search.go = (query, { isTyped = false, completes = false, after } = {}) => {
    query = query.trim();
    clearTimeout(pause);
    if (!isTyped) {
      box.value = seen = query;
      suggestions.close();
    }
    const question = { query, byDate: search.byDate, limit: STEP, isTyped };
    search.history.keep(question, completes);
    ask(question, after);
  };

  search.more = () => {
    if (shown === null) return;
    const before = shown.answer.hits.length;
    // What has been typed since is not what is shown.
    clearTimeout(pause);
    box.value = seen = shown.query;
    suggestions.close();
    const question = { ...shown.asked, query: shown.query, limit: before + STEP, isTyped: false };
    search.history.keep(question);
    ask(question, () => found.querySelectorAll(".hits a.title")[before]?.focus());
  };

  function forget() {
    for (const { number } of questions) client.forget(number);
    questions = [];
  }

  /** @param {Question} question */
  function question({ query, byDate, limit }) {
    const asking = client.ask({ query, byDate, limit });
    questions.push(asking);
    return asking.answered;
  }

  /**
   * The reports with numbers beside the one that was typed, the nearest first; none where it is no number, or none is
   * known beside it.
   * @param {Term[]} terms
   */
  async function besideNumber([term, ...others]) {
    if (!term?.beside || others.length > 0) return null;
    for (const query of term.beside) {
      const { answer } = await question({ query, byDate: false, limit: NUMBERS });
      /** @param {string} number */
      const serial = (number) => Number(/([0-9]+)[号號]?$/.exec(number)?.[1] ?? Infinity);
      /** @param {Hit} hit */
      const far = ({ numbers }) => Math.min(...numbers.map((number) => Math.abs(serial(number) - serial(term.text))));
      if (answer.total > 0) return { ...answer, hits: [...answer.hits].sort((a, b) => far(a) - far(b)) };
    }
    return null;
  }

  /**
   * @param {Asked} mine
   * @param {() => void} [after]
   */
  async function ask(mine, after = () => {}) {
    forget();
    const { query, byDate, isTyped } = mine;
    asked = query === "" ? null : mine;
    document.title = asked === null ? title : `${query} - ${title}`;
    if (asked === null) return clear();
    busy();
    try {
      const { answer, terms } = await question(mine);
      if (mine !== asked) return;
      const number = { query: numbered(query), byDate, limit: NUMBERS };
      const numbers = isNumber(query, terms) ? await question(number).catch(() => null) : null;
      if (mine !== asked) return;
      const isUnknown = answer.exact_total === 0 && !numbers?.answer.total;
      const beside = isUnknown ? await besideNumber(terms).catch(() => null) : null;
      if (mine !== asked) return;
      shown = { asked: mine, query, answer, terms, numbers: numbers?.answer ?? null, beside };
      show(shown);
      after();
      await tellApart(shown);
      await helpOn(shown);
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      if (failure.code === undefined) reportError(failure);
      if (mine === asked) trouble(failure, isTyped);
    }
  }

  // Saying.

  let waiting = 0;
  function busy() {
    clearTimeout(waiting);
    found.setAttribute("aria-busy", "true");
    // The same sentence once more is said only where it was gone.
    if (status.classList.contains("unseen")) status.textContent = "";
    // Most answers are there before this is said.
    waiting = setTimeout(() => {
      say(word(client.run?.isOpen ? "busy" : "loading"), true);
      come.hidden = client.run?.isOpen !== false || come.textContent === "";
    }, 300);
  }
  /** @param {string} text */
  function say(text, isSeen = false) {
    status.classList.toggle("unseen", !isSeen);
    status.textContent = text;
  }
  /**
   * Says what came of a question.
   * @param {string} text
   * @param {boolean} [isSeen]
   */
  function settle(text, isSeen) {
    clearTimeout(waiting);
    found.removeAttribute("aria-busy");
    come.hidden = true;
    say(text, isSeen);
    if (client.run?.isOpen) loadHelp();
  }

  /**
   * Changes what is shown. What had the focus has it afterwards too, else what stands first now.
   * @param {() => void} alter
   */
  function change(alter) {
    const held = document.activeElement;
    const isHeld = found.contains(held);
    alter();
    if (!isHeld || !(held instanceof HTMLElement) || held === document.activeElement) return;
    const { key } = held.dataset;
    const first = found.querySelector("h2, [role=alert]") ?? document.querySelector("main");
    for (const element of [key && found.querySelector(`[data-key="${CSS.escape(key)}"]`), first]) {
      if (element && document.activeElement !== element) element.focus({ preventScroll: true });
      if (element === document.activeElement) return;
    }
  }

  /** The ways in that need no search; in a frame of another page there are none. */
  function showWays(isShown = true) {
    if (ways) ways.hidden = !isShown;
  }

  function clear() {
    shown = null;
    settle("");
    change(() => found.replaceChildren());
    showWays();
  }

  /**
   * The sentence for a fault; what is wrong with the index ends alike, and all that is unknown is damage.
   * @param {string} code
   */
  function faultOf(code) {
    if (search.hasWord(`fault.${code}`)) return word(`fault.${code}`);
    const known = search.hasWord(`index_fault.${code}`) ? code : "damaged";
    return word(`index_fault.${known}`) + word("reload");
  }

  // How much has come of the engine is for the eye: what is read out is said once.
  const come = make("p", { class: "come quiet", "aria-hidden": "true", hidden: true });
  let hasHelp = false;
  /** @param {{ loaded: number, total: number } | null} how */
  function opening(how) {
    come.hidden = how === null || asked === null;
    if (how !== null) come.textContent = search.come(how);
    else if (asked === null) loadHelp();
  }

  /** The archive's words come when neither the engine nor a first answer needs the line. */
  function loadHelp() {
    const { words, help } = place;
    if (!words || !help || hasHelp) return;
    hasHelp = true;
    search.load([words, ...help.split(" ")]).then(helped, () => {});
  }

  /**
   * What went wrong, and what to do. A query that is being typed may still become whole.
   * @param {Failure} failure
   */
  function trouble(failure, isTyped = false) {
    const sentence = faultOf(failure.code);
    if (isTyped && failure.at) {
      // An answer stays below it, what was said of another query does not.
      if (shown === null) change(() => found.replaceChildren());
      return settle(sentence, true);
    }
    shown = null;
    settle("");
    const alert = make("p", { role: "alert", class: "banner", tabindex: "-1" }, sentence);
    change(() => found.replaceChildren(alert));
    showWays();
  }

  // Showing.

  /** @param {Shown} shown */
  function show(shown) {
    const { total } = shown.answer;
    const { byNumber, byText } = countsOf(shown);
    const parts = [
      make("p", { class: "asked" }, word("asked", { text: shown.query })),
      byNumber && numbersOf(shown, byNumber),
      byText && make("h2", { tabindex: "-1" }, byText),
      total > 0 && search.followButton?.(shown),
      outcomesOf(shown),
      besideOf(shown),
      make("ul", { class: "notes-found" }, notesOf(shown)),
      chipsOf(shown),
      total > 0 && make("div", { class: "columns" }, resultsOf(shown)),
    ];
    const place = search.history.placeToShow();
    change(() => found.replaceChildren(...parts.filter((part) => part instanceof Node)));
    showWays(total === 0 && byNumber === null);
    settle([byNumber, byText].filter(Boolean).join(word("sentences")));
    if (place !== null) scrollTo(0, place);
    suggestions.update(shown);
  }

  /**
   * How many reports have what is offered, by its query: asked once.
   * @type {Map<string, number>}
   */
  const known = new Map();

  search.holds = (query) => known.get(query);

  /**
   * Finds out how many reports have all of a query. What keeps it from being asked speaks against it.
   * @param {string} query
   */
  async function find(query) {
    const before = known.get(query);
    if (before !== undefined) return before;
    const other = await question({ query, byDate: false, limit: 0 }).catch(() => null);
    const n = other?.answer.exact_total ?? 0;
    known.set(query, n);
    return n;
  }

  let finding = 0;
  search.find = (queries, then) => {
    clearTimeout(finding);
    const mine = setTimeout(async () => {
      for (const query of queries) {
        await find(query);
        if (mine !== finding) return;
      }
      then();
    }, REST);
    finding = mine;
  };

  /**
   * Below how many reports hold what was typed but for slips: how many hold the rest of it, wherever.
   * @param {Shown} mine
   */
  async function tellApart(mine) {
    const rest = mine.answer.near ? around(mine.query, mine.terms, mine.answer.near.typed) : "";
    if (rest === "") return;
    const other = await question({ query: rest, byDate: false, limit: 0 }).catch(() => null);
    const n = other?.answer.exact_total ?? 0;
    if (mine === shown && n > 0) found.querySelector(".outcomes")?.append(apartOf(mine, n));
  }

  /** The list of what is said below the heading. */
  const notes = () => found.querySelector(".notes-found");

  /**
   * Offers of which it is not known that any report has them: those that some report has.
   * @param {Shown} mine
   */
  async function offerMore(mine) {
    const unknown = offersOf(mine).filter(({ isKnown }) => !isKnown);
    if (unknown.length === 0 || mine.isOffering) return;
    mine.isOffering = true;
    for (const offer of unknown) {
      if (mine.asked !== asked) return;
      if ((await find(offer.query)) > 0 && mine === shown) notes()?.append(offerLine(offer));
    }
  }

  /**
   * What the archive's own words help to: the answer to what was typed by its sounds, conditions for what it names, and
   * other queries.
   * @param {Shown} mine
   */
  async function helpOn(mine) {
    const now = await showMeant(mine);
    if (mine.asked.isTyped) await new Promise((next) => setTimeout(next, REST));
    await narrow(now);
    await offerMore(now);
  }

  /**
   * Pinyin that stands nowhere is answered as the words that it spells, and says so.
   * @param {Shown} mine
   * @returns {Promise<Shown>}
   */
  async function showMeant(mine) {
    const offer = offersOf(mine).find(({ kind }) => kind === "pinyin");
    if (!offer || mine.meant || mine.answer.total > 0 || (mine.numbers?.total ?? 0) > 0) return mine;
    const { byDate } = mine.asked;
    const other = await question({ query: offer.query, byDate, limit: STEP }).catch(() => null);
    if (other === null || mine !== shown || other.answer.exact_total === 0) return mine;
    const offers = offersOf(mine).filter((one) => one !== offer);
    const meant = { from: mine.query, to: offer.to };
    const { answer, terms } = other;
    shown = { ...mine, query: offer.query, answer, terms, numbers: null, beside: null, offers, meant };
    show(shown);
    return shown;
  }

  /**
   * Chips for what was typed with a condition in it: those by which something is found.
   * @param {Shown} mine
   */
  async function narrow(mine) {
    if (mine.isNarrowing || mine.meant) return;
    const all = narrowingsOf(mine);
    if (all.length === 0) return;
    mine.isNarrowing = true;
    for (const one of all) {
      if (mine.asked !== asked) return;
      const n = await find(one.query);
      if (n === 0 || mine !== shown) continue;
      const chips = found.querySelector(".narrow");
      const chip = narrowingChip(one, n);
      if (chips) chips.append(chip);
      else notes()?.before(make("ul", { class: "chips narrow" }, chip));
    }
  }

  /** The archive's words are here, maybe after the answer. */
  function helped() {
    suggestions.update(shown);
    // What is being asked has its notes when it is answered.
    if (shown === null || shown.asked !== asked) return undefined;
    const lines = notesOf(shown);
    change(() => notes()?.replaceChildren(...lines));
    return helpOn(shown);
  }

  // Saving the whole list as a file. It goes on whatever is asked meanwhile, and takes nothing off the page.

  /**
   * What is being saved, `n` of them ready so far.
   * @type {{ number: number, n: number, total: number } | null}
   */
  let saving = null;

  // What the button says that begins it and, where it takes long, ends it.
  search.saveName = () => (saving !== null && saving.n > 0 ? word("export_stop", saving) : word("export"));

  function nameSave() {
    for (const button of found.querySelectorAll("[data-key=csv]")) button.textContent = search.saveName();
  }

  /** @param {number} number */
  function stopSaving(number) {
    client.forget(number);
    saving = null;
    nameSave();
    say(word("export_stopped"), true);
  }

  search.save = async () => {
    if (saving !== null) return saving.n > 0 ? stopSaving(saving.number) : undefined;
    if (shown === null) return;
    const {
      query,
      asked: { byDate },
    } = shown;
    const { total } = shown.answer;
    const mine = { number: 0, n: 0, total };
    say(word("exporting"), true);
    const { number, answered } = client.ask({ query, byDate, limit: total }, (n) => {
      mine.n = n;
      nameSave();
    });
    mine.number = number;
    saving = mine;
    try {
      const whole = await answered;
      const file = new Blob([csvOf(whole.answer)], { type: "text/csv;charset=utf-8" });
      const link = make("a", { href: URL.createObjectURL(file), download: word("csv_file") });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      if (status.textContent === word("exporting")) say("");
    } catch (failure) {
      say(faultOf(/** @type {Failure} */ (failure).code), true);
    }
    saving = null;
    nameSave();
  };

  // Typing. A composition is no text yet: it is searched for when it has ended.

  let pause = 0;
  /** @type {string | null} */
  let seen = "";
  function typed() {
    if (search.isComposing || box.value === seen) return;
    seen = box.value;
    suggestions.typing();
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (search.isComposing) {
        // It may be taken back.
        seen = null;
        return;
      }
      const text = box.value.trim();
      if (text === (asked?.query ?? "")) return;
      if (text !== "" && !isWorthAsking(text)) return suggestions.close();
      search.go(text, { isTyped: true });
      if (text === "") suggestions.close();
      else suggestions.update(shown);
    }, PAUSE);
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (suggestions.isEnding()) return;
    search.isComposing = false;
    search.go(box.value, { completes: true });
  }

  const focusHeading = () => found.querySelector("h2")?.focus();

  /**
   * Links that ask do so here, unless they are wanted in another tab.
   * @param {MouseEvent} event
   */
  function follow(event) {
    const link = event.target instanceof Element && event.target.closest("a[data-key], a[data-query]");
    if (
      !(link instanceof HTMLAnchorElement) ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const parameters = new URLSearchParams(link.search || link.hash.slice(1));
    if (link.dataset.key) search.byDate = parameters.get("sort") === "date";
    const isExample = link.dataset.query !== undefined;
    search.go(parameters.get("q") ?? "", { after: isExample ? focusHeading : undefined });
  }

  /**
   * Asks what the address asks; a reader who comes back stands at `from` until it is answered.
   * @param {{ query: string, byDate: boolean }} asks
   * @param {number} from
   */
  function comeBack({ query, byDate }, from) {
    search.byDate = byDate;
    search.history.comeBack(from);
    ask({ query, byDate, limit: history.state?.limit ?? STEP, isTyped: false });
  }

  search.start = () => {
    status.after(come);
    search.history.start();
    suggestions.start();
    box.addEventListener("input", typed);
    box.addEventListener("compositionend", () => typed());
    box.form?.addEventListener("submit", submit);
    page.addEventListener("click", follow);
    const [advanced] = page.querySelectorAll(".advanced form");
    for (const { lang, dir, textContent } of document.querySelectorAll("#types li a")) {
      const option = make("option", { lang: lang || null, dir: dir || null }, textContent);
      advanced?.querySelector("select")?.append(option);
    }
    advanced?.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = composed(Object.fromEntries(new FormData(advanced)));
      if (query === "") return say(word("fault.empty"), true);
      search.go(query, { after: focusHeading });
    });
    addEventListener("popstate", () => {
      search.history.restore();
      const now = search.history.read();
      // The same question: a link has led to a part of this page.
      const isSame = now.query === (asked?.query ?? "") && now.byDate === (asked?.byDate ?? false);
      if (isSame && (asked === null || shown?.asked === asked || found.hasAttribute("aria-busy"))) return;
      box.value = seen = now.query;
      suggestions.close();
      clearTimeout(pause);
      comeBack(now, scrollY);
    });

    client.open();
    search.lookForNews?.();
    const now = search.history.read();
    if (now.query !== "") {
      if (box.value === "" || box.value === now.query) box.value = seen = now.query;
      comeBack(now, 0);
    }
    typed();
  };
})();
