// Begins the search: on its own page when the box is first focused, or at once where the address holds a query; on
// other pages when a box is focused, which is when it comes (settings.js), with what search/box.js knows.
//
// Until then no other script, no engine and no index is loaded. It asks and shows nothing itself.
(() => {
  "use strict";
  /** Bytes of a query that every host takes in an address: some take 2 KB in all. */
  const MOST_SENT = 1800;
  /** Scripts that are loaded beside the engine's own, before the others. */
  const FIRST = 4;
  const other = globalThis.gongbaoBox;
  const page = document.querySelector(".search") ?? document.querySelector("[role=search]");
  const box = page?.querySelector("[name=q]");
  if (!page || !box) return;
  const { words, query: language } =
    other?.data ?? JSON.parse(document.getElementById("search-data")?.textContent ?? "");
  const place = other ? placeOf(other) : page.dataset;
  const search = /** @type {SearchPage} */ ({ page, box, place, isComposing: false, language });
  globalThis.gongbaoSearch = search;

  /**
   * With its addresses whole: they are relative to it.
   * @param {SearchBox} other
   */
  function placeOf(other) {
    const own = document.currentScript;
    const folder = new URL("../search/", own instanceof HTMLScriptElement ? own.src : location.href);
    const place = { ...other };
    for (const key of /** @type {const} */ (["root", "page", "host", "engine", "index", "names", "style"]))
      place[key] = place[key] && new URL(place[key], folder).href;
    return place;
  }

  /** What the page has under a key, `missing.year` for one of a group. */
  const formsOf = (key = "") => key.split(".").reduce((group, name) => group?.[name], words);
  search.hasWord = (key) => typeof formsOf(key) === "string";
  search.keysOf = (group) => Object.keys(formsOf(group) ?? {});
  // A sentence or word: those of a number `n` may have a form for one.
  search.word = (key, values = {}) => {
    const forms = formsOf(key);
    const pattern = typeof forms === "string" ? forms : (values.n === 1 && forms?.one) || (forms?.other ?? key);
    return String(pattern).replace(/\{([a-z_]+)\}/g, (all, name) => {
      const value = values[name] ?? all;
      return typeof value === "number" ? search.number(value) : value;
    });
  };
  search.number = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, search.word("thousands"));

  search.come = ({ loaded, total }) => {
    const [n, all] = [loaded, total].map((bytes) => Math.ceil(bytes / 1000));
    return search.word("come", { n, all });
  };

  // Loads scripts side by side and runs them in their order.
  search.load = (addresses) =>
    Promise.all(
      addresses.map(
        (address) =>
          new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = address;
            script.async = false;
            script.addEventListener("load", resolve);
            script.addEventListener("error", reject);
            document.head.append(script);
          }),
      ),
    );

  // One Han character, or two letters or digits.
  search.isWorthAsking = (text) => /\p{Script=Han}|[\p{L}\p{N}][^\p{L}\p{N}]*[\p{L}\p{N}]/u.test(text);

  // A question as the end of an address. What is longer than hosts take stands in a part of it that is not sent.
  search.addressOf = (query, byDate) => {
    const parameters = new URLSearchParams();
    if (query !== "") parameters.set("q", query);
    if (query !== "" && byDate) parameters.set("sort", "date");
    const text = parameters.toString();
    return text && (text.length > MOST_SENT ? "#" : "?") + text;
  };
  search.asked = () => {
    const inHash = location.hash.startsWith("#q=") && !location.search.includes("q=");
    const parameters = new URLSearchParams(inHash ? location.hash.slice(1) : location.search);
    const query = parameters.get("q")?.trim() ?? null;
    return { query, byDate: Boolean(query) && parameters.get("sort") === "date" };
  };

  // The engine is on its way before the script that asks it.
  search.begin = () => {
    if (search.early || location.protocol === "file:" || typeof WebAssembly !== "object") return;
    const { host = "", engine = "", index = "", engineBytes } = place;
    /** @param {string} address */
    const absolute = (address) => new URL(address, location.href).href;
    try {
      const worker = new Worker(host);
      const early = { worker, heard: /** @type {FromEngine[]} */ ([]), hasFailed: false };
      worker.onmessage = ({ data }) => early.heard.push(data);
      worker.onerror = () => (early.hasFailed = true);
      const bytes = Number(engineBytes);
      worker.postMessage({ open: { engine: absolute(engine), index: absolute(index), disk: false, bytes } });
      search.early = early;
    } catch {
      // The client says so when it is asked.
    }
  };

  // What it may hold without a script is less than what is taken here.
  box.removeAttribute("pattern");
  box.removeAttribute("title");
  // Also what is composed while the scripts are on their way must not be searched for half-typed.
  box.addEventListener("compositionstart", () => (search.isComposing = true));
  box.addEventListener("compositionend", () => (search.isComposing = false));
  if (other) return search.begin();

  const { scripts = "" } = page.dataset;
  const [status] = page.querySelectorAll("[role=status]");
  let isAwake = false;
  function wake() {
    if (isAwake) return;
    isAwake = true;
    search.begin();
    // A browser has six connections to a host of HTTP/1.1: one is left for the engine, which takes longest.
    const all = scripts.split(" ");
    const first = search.load(all.slice(0, FIRST));
    first
      .then(() => search.load(all.slice(FIRST)))
      .then(
        () => search.start(),
        () => {
          isAwake = false;
          status.textContent = search.word("fault.network");
        },
      );
  }

  box.addEventListener("focus", wake);
  const { query: asked } = search.asked();
  if (asked !== null && box.value === "") box.value = asked;
  // Submitted before the scripts are here: what was filled in stays.
  page.querySelector(".advanced form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    wake();
  });
  for (const element of page.querySelectorAll("[data-needs-script]")) element.hidden = false;
  for (const link of page.querySelectorAll("a[data-query]"))
    link.href = search.addressOf(link.dataset.query ?? "", false);
  page.querySelector(".advanced")?.addEventListener("toggle", wake);
  // Searches that are followed are looked after at once.
  const isFollowing = () => {
    try {
      return localStorage.getItem(page.dataset.followed ?? "") !== null;
    } catch {
      return false;
    }
  };
  if (page.dataset.follow)
    page.dataset.followed = `gongbao-followed ${new URL(page.dataset.follow, location.href).pathname}`;
  if (asked !== null || document.activeElement === box || isFollowing()) wake();
})();
