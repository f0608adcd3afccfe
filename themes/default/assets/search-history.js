// The address of the search page and the browser's history: what is asked, and where in the results the reader was.
//
// Asks and shows nothing itself.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  /** Milliseconds without a movement after which a place is kept. */
  const REST = 150;
  /** Pixels that the page moves without its reader, where a line comes or goes. */
  const LINE = 100;

  /** @returns {HistoryState | null} */
  const state = () => history.state;

  /** What the address asks. */
  function read() {
    const { query, byDate } = search.asked();
    return { query: query ?? "", byDate };
  }

  /**
   * The address of a question that stands in a part of it that is not sent.
   * @type {{ kept: HistoryState | null, url: string } | null}
   */
  let last = null;

  /**
   * @param {"pushState" | "replaceState"} method
   * @param {HistoryState | null} kept
   * @param {string} [url]
   */
  function write(method, kept, url = location.href) {
    last = url.includes("#q=") ? { kept, url } : null;
    try {
      history[method](kept, "", url);
      // Results are not there yet when a browser would go back to a place among them.
      history.scrollRestoration = read().query === "" ? "auto" : "manual";
    } catch {
      // A browser may forbid it on a disk.
    }
  }

  /**
   * A question that was entered, or of which a result was looked at, stays in the history; one that is being typed is
   * replaced by the next, and by what completes it.
   * @param {Asked} asked
   * @param {boolean} [completes]
   */
  function keep({ query, byDate, limit, isTyped }, completes) {
    const now = read();
    // However it is spelt.
    const isSame = query === now.query && (query === "" || byDate === now.byDate);
    const { isTyped: wasTyped, place } = state() ?? {};
    // In a frame the history is that of the page around.
    const replaces = isSame || parent !== window || (wasTyped && (isTyped || completes));
    if (!replaces) remember();
    back = null;
    write(
      replaces ? "replaceState" : "pushState",
      { limit, isTyped, place: isSame ? place : 0 },
      location.pathname + search.addressOf(query, byDate),
    );
  }

  // The place.

  /**
   * Where to go back to, until the answer is there; null unless the reader came back, and stayed.
   * @type {{ place: number, from: number } | null}
   */
  let back = null;
  let resting = 0;

  function remember() {
    clearTimeout(resting);
    if (back === null) write("replaceState", { ...state(), place: Math.round(scrollY) });
  }

  /**
   * The reader has come back to an entry of the history, and stands at `from`.
   * @param {number} from
   */
  function comeBack(from) {
    clearTimeout(resting);
    back = { place: state()?.place ?? 0, from };
  }

  /** Where to go back to now that the answer is there; null for staying. Given once. */
  function placeToShow() {
    const place = back !== null && Math.abs(scrollY - back.from) < LINE ? back.place : null;
    back = null;
    return place;
  }

  // A link to a part of the page has taken the place of a question that was not sent.
  function restore() {
    const isPart = location.hash !== "" && read().query === "" && last !== null;
    if (isPart) write("replaceState", state() ?? last?.kept ?? null, last?.url);
  }

  function start() {
    write("replaceState", state());
    const rest = () => {
      clearTimeout(resting);
      resting = setTimeout(remember, REST);
    };
    addEventListener("scroll", rest, { passive: true });
    /** @param {Event} event */
    const leave = ({ target }) => {
      const isResult = target instanceof Element && target.closest(".hits a, .numbers a");
      if (isResult) write("replaceState", { ...state(), isTyped: false });
      remember();
    };
    addEventListener("click", leave, { capture: true });
    for (const move of ["wheel", "touchmove", "keydown"])
      addEventListener(move, () => (back = null), { passive: true });
  }

  search.history = { read, keep, comeBack, placeToShow, restore, start };
})();
