// Searches that a reader follows: what is new in them since they were last looked at.
//
// They are kept on the device (localStorage, no cookie) and are sent nowhere; where storage is denied nothing is
// offered. Of each it is kept how many reports each segment of the index had, and which where those are few. A segment
// never changes under its name: so only those are asked that were not there the last time.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  const { page, word } = search;
  const { make, own, address, askLink } = search.view;
  const KEY = page.dataset.followed ?? "";
  /** Searches that are followed, at most, and characters of one. */
  const [MOST, LONGEST] = [20, 500];
  /** Reports of a segment, and matches in it, up to which it is kept which match. */
  const [SMALL, FEW] = [1000, 40];
  /** New reports that are named, and matches that are kept, at most. */
  const [NAMED, IDS] = [10, 400];

  /** @type {Followed[]} */
  let searches = [];

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      searches = Array.isArray(kept)
        ? kept
            .filter(
              ({ query, segments, ids, news }) => query && segments && Array.isArray(ids) && Array.isArray(news?.hits),
            )
            .slice(0, MOST)
        : [];
    } catch {
      searches = [];
    }
  }

  /** Whether it could be kept. */
  function write() {
    try {
      if (searches.length === 0) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify(searches));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} query */
  const found = (query) => searches.find((one) => one.query === query);

  /**
   * What a segment has of a search: how many reports, and which, if they are few.
   * @param {string} query
   * @param {IndexSegment} segment
   */
  async function ask(query, { name, reports }) {
    const limit = reports > SMALL ? 0 : FEW;
    const { answered } = search.client.ask({ query, byDate: true, limit, segments: [name] });
    const { answer } = await answered;
    const n = answer.exact_total;
    const hits = answer.hits.filter(({ exact }) => exact);
    return { name, n, hits, isListed: n === hits.length };
  }

  /**
   * Takes note of the segments as they are now; what is new goes to the news.
   * @param {Followed} one
   * @param {IndexSegment[]} segments
   */
  async function look(one, segments) {
    const names = segments.map(({ name }) => name);
    const fresh = segments.filter(({ name }) => !(name in one.segments));
    const gone = Object.keys(one.segments).filter((name) => !names.includes(name));
    if (fresh.length === 0 && gone.length === 0) return;
    const came = [];
    for (const segment of fresh) came.push(await ask(one.query, segment));
    const known = new Set(one.ids);
    const unknown = came.flatMap(({ hits }) => hits).filter(({ id }) => !known.has(id));
    const isSure = came.every(({ isListed }) => isListed) && gone.every((name) => one.segments[name]?.isListed);
    const before = gone.reduce((sum, name) => sum + (one.segments[name]?.n ?? 0), 0);
    const n = isSure ? unknown.length : Math.max(0, came.reduce((sum, segment) => sum + segment.n, 0) - before);
    const named = isSure ? unknown : unknown.slice(0, n);
    const told = named.map(({ id, url, title, date }) => ({ id, url, title, date }));
    one.news = { n: one.news.n + n, hits: [...told, ...one.news.hits].slice(0, NAMED) };
    for (const name of gone) delete one.segments[name];
    for (const { name, n: count, isListed } of came) one.segments[name] = { n: count, isListed };
    const ids = [...unknown.map(({ id }) => id), ...one.ids];
    // Which they are is not known any more where some were let go.
    if (ids.length > IDS) for (const segment of Object.values(one.segments)) segment.isListed = false;
    one.ids = ids.slice(0, IDS);
  }

  /** @param {string} query */
  async function follow(query) {
    if (searches.length >= MOST) return say("full");
    const one = { query, segments: {}, ids: [], news: { n: 0, hits: [] } };
    try {
      await look(one, await search.client.segments());
    } catch {
      return say("failed");
    }
    one.news = { n: 0, hits: [] };
    read();
    if (found(query)) return undefined;
    searches.push(one);
    return say(write() ? "kept" : "not_kept");
  }

  /** @param {string} query */
  function unfollow(query) {
    read();
    searches = searches.filter((one) => one.query !== query);
    write();
    say("removed");
  }

  /** @param {string} key */
  function say(key) {
    show();
    const [status] = page.querySelectorAll("[role=status]");
    status.classList.remove("unseen");
    status.textContent = word(`follow.${key}`);
  }

  // Showing.

  /**
   * @param {string} key
   * @param {string} query
   * @param {() => void} act
   */
  function button(key, query, act) {
    const element = make("button", { type: "button", "data-key": `${key} ${query}` }, word(`follow.${key}`));
    element.setAttribute("aria-label", `${word(`follow.${key}`)} ${query}`);
    element.addEventListener("click", act);
    return element;
  }

  /** @param {Followed} one */
  function line(one) {
    const { query, news } = one;
    const said = news.n > 0 ? word("follow_new", { n: news.n }) : word(one.hasFailed ? "follow.failed" : "follow.none");
    const parts = [askLink(query, { key: "followed" }, query), " ", make("span", { class: "quiet" }, said), " "];
    const done = () => {
      // Another tab may have followed more since.
      read();
      const kept = found(query);
      if (kept) kept.news = { n: 0, hits: [] };
      write();
      say("is_read");
    };
    if (news.n > 0) parts.push(button("read", query, done), " ");
    parts.push(button("unfollow", query, () => unfollow(query)));
    const hits = news.hits.map(({ url, title, date }) =>
      make(
        "li",
        {},
        make("a", { href: address(url), ...own }, title),
        " ",
        make("span", { class: "quiet" }, date ?? ""),
      ),
    );
    if (hits.length > 0) parts.push(make("ul", {}, hits));
    return make("li", {}, ...parts);
  }

  /** The list of what is followed, and the button of what is shown. */
  function show() {
    const [list] = page.querySelectorAll(".followed");
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    list.hidden = searches.length === 0;
    list.querySelector("ul")?.replaceChildren(...searches.map(line));
    for (const toggle of page.querySelectorAll("[data-follow]")) name(toggle);
    if (!held || document.activeElement !== document.body) return;
    const again = page.querySelector(`[data-key="${CSS.escape(held)}"]`);
    (again ?? list.querySelector("a") ?? search.box).focus({ preventScroll: true });
  }

  /** @param {HTMLElement} toggle */
  function name(toggle) {
    const isFollowed = found(toggle.dataset.follow ?? "") !== undefined;
    toggle.textContent = word(isFollowed ? "follow.unfollow" : "follow.follow");
  }

  /** Whether anything can be kept here. */
  function isPossible() {
    try {
      localStorage.setItem(`${KEY} ?`, "");
      localStorage.removeItem(`${KEY} ?`);
      return KEY !== "";
    } catch {
      return false;
    }
  }

  // The button below the count of what was found.
  search.followButton = ({ query, asked }) => {
    if (asked.isTyped || query.length > LONGEST || !isPossible()) return null;
    const toggle = make("button", { type: "button", "data-key": "follow", "data-follow": query });
    toggle.addEventListener("click", () => (found(query) ? unfollow(query) : follow(query)));
    name(toggle);
    return make("p", { class: "follow" }, toggle);
  };

  // Looks for what is new in all that is followed, one after the other.
  search.lookForNews = async () => {
    read();
    const [list] = page.querySelectorAll(".followed");
    list.querySelector("button.forget-all")?.addEventListener("click", () => {
      searches = [];
      write();
      say("removed");
    });
    if (searches.length === 0) return;
    show();
    try {
      const segments = await search.client.segments();
      for (const one of searches) {
        one.hasFailed = undefined;
        // What cannot be asked any more keeps none of the others from being asked.
        await look(one, segments).catch(() => (one.hasFailed = true));
      }
      const looked = searches;
      read();
      searches = searches.map((one) => looked.find(({ query }) => query === one.query) ?? one);
      write();
    } catch {
      for (const one of searches) one.hasFailed = true;
    }
    show();
  };
})();
