// What the archive held on a day: the reader chooses a date, which the address carries, so that it can be cited.
//
// The reports come as a script for each year of publication, the newest first, so that it works from a disk too. Days are
// as publishers state them: where a month or a year alone is stated, what cannot be told is said to be so. It never writes
// HTML and keeps nothing. Without this script the page lists the same, year by year.
(() => {
  "use strict";
  /** Reports of a year that are listed at once. */
  const MOST = 200;

  const form = document.querySelector("form.as-of");
  const input = form?.querySelector("input");
  const said = form?.querySelector("[role=status]");
  const list = document.querySelector(".held");
  if (!(form instanceof HTMLFormElement) || !input || !said || !(list instanceof HTMLElement)) return;
  const { pieces = "", root = "", ...words } = form.dataset;

  /** @type {Map<number, HeldReport[]>} */
  const held = new Map();
  globalThis.gongbaoHeld = (year, reports) => {
    held.set(year, reports);
  };

  /**
   * A sentence with its places filled.
   * @param {string | undefined} sentence
   * @param {Record<string, string | number | undefined>} [values]
   */
  const fill = (sentence, values = {}) => (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => `${values[name] ?? ""}`);

  /**
   * A day, month or year as readers read it.
   * @param {string} iso
   */
  function shown(iso) {
    const [year, month = "01", day = "01"] = iso.split("-");
    const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return iso;
    const parts = iso.split("-").length;
    return date.toLocaleDateString(document.documentElement.lang, {
      timeZone: "UTC",
      year: "numeric",
      month: parts > 1 ? "long" : undefined,
      day: parts > 2 ? "numeric" : undefined,
    });
  }

  // Texts of ISO dates stand in the order of time; a month or a year is padded to its first or its last day.
  /** @param {string} iso */
  const first = (iso) => `${iso}-01-01`.slice(0, 10);
  /** @param {string} iso */
  const last = (iso) => `${iso}${"-12-31".slice(iso.length === 4 ? 0 : 3)}`.slice(0, 10);

  /**
   * Whether a stated day had come; null where a month or a year alone is stated, and the day is in it.
   * @param {string} iso
   * @param {string} day
   */
  const hasCome = (iso, day) => (last(iso) <= day ? true : first(iso) > day ? false : null);

  /**
   * Whether what is in force up to a stated day, this too, was over.
   * @param {string} iso
   * @param {string} day
   */
  const hasPassed = (iso, day) => (last(iso) < day ? true : first(iso) >= day ? false : null);

  /**
   * Whether a document was in force; null where the dates do not say.
   * @param {NonNullable<HeldReport["validity"]>} validity
   * @param {string} day
   */
  function wasInForce({ state, since, until, over_since: overSince, over }, day) {
    // So it was said before that day; of the time since then nothing was.
    const isAhead = state === "not-yet-in-force";
    if (isAhead && !(since && first(since) <= day)) return false;
    const isOver = until ? hasPassed(until, day) : overSince ? hasCome(overSince, day) : over ? null : false;
    const hasBegun = since ? hasCome(since, day) : null;
    if (hasBegun === false || isOver) return false;
    return hasBegun && isOver === false && !isAhead ? true : null;
  }

  /**
   * How it stood with a report on a day; none where it was not published.
   * @param {HeldReport} report
   * @param {string} day
   */
  function standing(report, day) {
    if (report.published && first(report.published) > day) return null;
    let [surely, perhaps] = [1, 1];
    /** @type {HeldReport["corrections"]} */
    const corrections = report.corrections ?? [];
    for (const { revision, date } of corrections) {
      if (date && last(date) <= day) surely = Math.max(surely, revision);
      if (!date || first(date) <= day) perhaps = Math.max(perhaps, revision);
    }
    // What came after a text that surely stood was not there before it.
    perhaps = Math.max(surely, perhaps);
    /** @type {"held" | "gone" | "unsure"} */
    let state = report.published ? "held" : "unsure";
    let withdrawal;
    for (const one of report.withdrawals ?? []) {
      if (one.date && first(one.date) > day) break;
      withdrawal = one;
      state = one.date && last(one.date) <= day && !one.restored ? "gone" : "unsure";
    }
    return { report, surely, perhaps, state, withdrawal };
  }

  /**
   * @param {NonNullable<ReturnType<typeof standing>>} found
   * @param {string} day
   */
  function line({ report, surely, perhaps, state, withdrawal }, day) {
    const { id, title, agency, published, recorded, corrections = [], kept = [], withdrawals = [], validity } = report;
    const item = document.createElement("li");
    const link = document.createElement("a");
    const own = `${root}${id}/`;
    const isKept = kept.includes(surely);
    const newest = corrections.at(-1)?.revision ?? 1;
    link.href =
      state !== "gone" && surely !== newest && isKept ? `${own}history/${surely}/index.html` : `${own}index.html`;
    link.textContent = title;
    const beside = [agency];
    if (published) beside.push(fill(words.published, { date: shown(published) }));
    const correction = corrections.find(({ revision }) => revision === surely);
    const release = correction ? correction.recorded : recorded;
    if (state === "gone" || withdrawal) {
      const date = withdrawal?.date;
      if (!date) beside.push(words.withdrawnSomeDay ?? "");
      else if (withdrawal?.restored) {
        beside.push(fill(words.restored, { date: shown(date), release: withdrawal.restored }));
      } else beside.push(fill(state === "gone" ? words.withdrawn : words.withdrawnAbout, { date: shown(date) }));
    }
    if (state !== "gone") {
      if (perhaps > surely) beside.push(fill(words.versions, { from: surely, number: perhaps }));
      else if (correction?.date) beside.push(fill(words.version, { number: surely, date: shown(correction.date) }));
      if (release) beside.push(fill(words.recorded, { release }));
      const later = corrections.filter(({ revision }) => revision > perhaps).length;
      if (later > 0) beside.push(fill(words.later, { count: later }));
      const isGoneNow = withdrawals.length > 0 && !withdrawals.at(-1)?.restored;
      if (isGoneNow && !withdrawal) beside.push(words.sinceWithdrawn ?? "");
      else if (surely !== newest && !isKept) beside.push(words.lost ?? "");
    }
    if (validity && state !== "gone") {
      const was = wasInForce(validity, day);
      beside.push((was === null ? words.forceUnknown : was ? words.inForce : words.notInForce) ?? "");
    }
    const rest = document.createElement("span");
    rest.className = "quiet";
    rest.textContent = beside.join(" · ");
    item.append(link, " ", rest);
    return item;
  }

  /**
   * The reports of a year of publication, which are written when a reader opens it.
   * @param {number} year
   * @param {NonNullable<ReturnType<typeof standing>>[]} found
   * @param {string} day
   */
  function section(year, found, day) {
    const whole = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = fill(year ? words.year : words.undated, { year, count: found.length });
    const items = document.createElement("ul");
    items.className = "plain";
    whole.append(head, items);
    const more = document.createElement("button");
    more.type = "button";
    let at = 0;
    const next = () => {
      items.append(...found.slice(at, at + MOST).map((one) => line(one, day)));
      at += MOST;
      if (at < found.length) {
        more.textContent = fill(words.more, { count: Math.min(MOST, found.length - at) });
        whole.append(more);
      } else more.remove();
    };
    more.addEventListener("click", next);
    whole.addEventListener("toggle", () => {
      if (whole.open && at === 0) next();
    });
    return whole;
  }

  /**
   * Loads the reports of a year of publication; whether they are there.
   * @param {number} year
   * @returns {Promise<boolean>}
   */
  const load = (year) =>
    new Promise((done) => {
      if (held.has(year)) {
        done(true);
        return;
      }
      const script = document.createElement("script");
      script.src = `${year}.js`;
      const end = () => {
        script.remove();
        done(held.has(year));
      };
      script.addEventListener("load", end);
      script.addEventListener("error", end);
      document.head.append(script);
    });

  let asked = 0;

  /** @param {string} day */
  async function show(day) {
    asked += 1;
    const mine = asked;
    said?.replaceChildren();
    list?.replaceChildren();
    if (!list || !said) return;
    list.hidden = false;
    const counts = { n: 0, unsure: 0, gone: 0, force: 0 };
    const years = pieces.split(" ").filter(Boolean).map(Number);
    const wanted = years.filter((year) => year <= Number(day.slice(0, 4)));
    // All come at once, and are shown in their order.
    const loading = wanted.map((year) => load(year));
    for (const [at, year] of wanted.entries()) {
      const isThere = await loading[at];
      if (mine !== asked) return;
      if (!isThere) {
        said.textContent = words.failed ?? "";
        return;
      }
      const found = (held.get(year) ?? []).map((report) => standing(report, day)).filter((one) => one !== null);
      for (const { state, report } of found) {
        if (state === "gone") counts.gone += 1;
        else if (state === "unsure") counts.unsure += 1;
        else counts.n += 1;
        if (state === "held" && report.validity && wasInForce(report.validity, day)) counts.force += 1;
      }
      if (found.length === 0) continue;
      const whole = section(year, found, day);
      whole.open = list.childElementCount === 0;
      list.append(whole);
    }
    const sentences = [fill(words.held, { date: shown(day), count: counts.n, force: counts.force })];
    if (counts.unsure > 0) sentences.push(fill(words.unsure, { count: counts.unsure }));
    if (counts.gone > 0) sentences.push(fill(words.gone, { count: counts.gone }));
    said.textContent = sentences.join(document.documentElement.lang.startsWith("zh") ? "" : " ");
  }

  /** @param {string} text */
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(new Date(`${text}T00:00:00Z`).getTime());

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isDay(input.value)) {
      said.textContent = words.noDay ?? "";
      return;
    }
    history.replaceState(null, "", `?date=${input.value}`);
    show(input.value);
  });
  form.hidden = false;
  const day = new URLSearchParams(location.search).get("date");
  if (day !== null && isDay(day)) {
    input.value = day;
    show(day);
  } else if (day !== null) said.textContent = words.noDay ?? "";
})();
