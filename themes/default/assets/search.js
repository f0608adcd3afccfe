// Wakes the search of the search page: when its box is first focused, or at once where the address holds a query.
//
// Until then no other script, no engine and no index is loaded. It asks and shows nothing itself.
(() => {
  "use strict";
  const page = document.querySelector(".search");
  const box = page?.querySelector("[name=q]");
  if (!page || !box) return;
  const { words, query: language } = JSON.parse(document.getElementById("search-data")?.textContent ?? "");
  const search = (globalThis.gongbaoSearch = /** @type {SearchPage} */ ({ page, box, isComposing: false, language }));

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

  const { scripts = "" } = page.dataset;
  const [status] = page.querySelectorAll("[role=status]");
  let isAwake = false;
  function wake() {
    if (isAwake) return;
    isAwake = true;
    search.load(scripts.split(" ")).then(
      () => search.start(),
      () => {
        isAwake = false;
        status.textContent = search.word("fault.network");
      },
    );
  }

  // Also what is composed while the scripts are on their way must not be searched for half-typed.
  box.addEventListener("compositionstart", () => (search.isComposing = true));
  box.addEventListener("compositionend", () => (search.isComposing = false));
  box.addEventListener("focus", wake);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null && box.value === "") box.value = asked.trim();
  // Submitted before the scripts are here: what was filled in stays.
  page.querySelector(".advanced form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    wake();
  });
  for (const element of page.querySelectorAll("[data-needs-script]")) element.hidden = false;
  for (const link of page.querySelectorAll("a[data-query]"))
    link.href = `?${new URLSearchParams({ q: link.dataset.query ?? "" })}`;
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
