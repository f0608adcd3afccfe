// A box that narrows a list of regions: by their names, or by the first letters of their pinyin.
//
// Without this script the whole list stands there and the box is not shown. It takes entries out of sight and puts
// them back; it never writes HTML and never leaves the page.
(() => {
  "use strict";
  const box = document.querySelector(".filter input");
  if (!(box instanceof HTMLInputElement)) return;
  const list = document.querySelector(".regions");
  const none = document.querySelector(".filter-none");
  if (!list || !(none instanceof HTMLElement)) return;
  const entries = Array.from(list.children).filter((entry) => entry instanceof HTMLElement);

  function filter() {
    const wanted = box instanceof HTMLInputElement ? box.value.trim().toLowerCase() : "";
    let shown = 0;
    for (const entry of entries) {
      const name = entry.querySelector("a")?.textContent ?? "";
      const initials = entry.dataset.initials ?? "";
      entry.hidden = !(name.toLowerCase().includes(wanted) || initials.startsWith(wanted));
      if (!entry.hidden) shown += 1;
    }
    if (none instanceof HTMLElement) none.hidden = shown > 0;
  }

  box.addEventListener("input", filter);
  const line = box.closest("p");
  if (line) line.hidden = false;
  filter();
})();
