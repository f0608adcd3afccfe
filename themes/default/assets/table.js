// The order of the rows of a table that came as a file: by any of its columns, up and down, and back to that of the file.
//
// Without this script the rows stand as in the file. Only tables of which all rows are on the page are ordered: a part in
// order would say of the whole what is not so. Rows are moved, never made; it never writes HTML and never leaves the page.
(() => {
  "use strict";

  /**
   * What a cell counts, if it is a figure with its unit and nothing else: no date, no range.
   * @param {string} text
   */
  function figure(text) {
    const found = /^([-+]?\d[\d,]*(?:\.\d+)?)(万?)(亿?)\D*$/.exec(text);
    if (!found) return Number.NaN;
    const [, digits, tenThousands, hundredMillions] = found;
    return Number(digits.replaceAll(",", "")) * (tenThousands ? 1e4 : 1) * (hundredMillions ? 1e8 : 1);
  }

  /**
   * How two rows stand by a column; what is empty comes last in either order.
   * @param {HTMLTableRowElement[]} rows
   * @param {number} column
   * @param {Intl.Collator} words
   * @returns {(row: HTMLTableRowElement, other: HTMLTableRowElement, sign: number) => number}
   */
  function comparing(rows, column, words) {
    const texts = new Map(
      rows.map((row) => [row, row.cells[column].innerText.normalize("NFKC").replace(/\s+/g, " ").trim()]),
    );
    const filled = [...texts.values()].filter((text) => text);
    const isFigures = filled.every((text) => !Number.isNaN(figure(text)));
    return (row, other, sign) => {
      const [a, b] = [texts.get(row) ?? "", texts.get(other) ?? ""];
      if (!a || !b) return Number(!a) - Number(!b);
      return sign * (isFigures ? figure(a) - figure(b) : words.compare(a, b));
    };
  }

  /** @param {HTMLTableElement} table */
  function sortable(table) {
    const [body] = table.tBodies;
    const back = table.closest(".file-table")?.querySelector("button[hidden]");
    const heads = Array.from(table.tHead?.querySelectorAll("th") ?? []);
    const inFile = Array.from(body.rows);
    const totals = inFile.filter((row) => row.classList.contains("total"));
    const rows = inFile.filter((row) => !row.classList.contains("total"));
    const language = table.closest("[lang]")?.getAttribute("lang") ?? "zh";
    const words = new Intl.Collator(language, { numeric: true });

    /**
     * @param {HTMLTableRowElement[]} order
     * @param {HTMLTableCellElement | null} by
     * @param {string} direction
     */
    function show(order, by, direction) {
      body.append(...order);
      for (const head of heads) head.setAttribute("aria-sort", head === by ? direction : "none");
      if (back instanceof HTMLElement) back.hidden = !by;
    }

    /** @param {HTMLTableCellElement} head */
    function press(head) {
      const last = head.getAttribute("aria-sort");
      if (last === "descending") return show(inFile, null, "none");
      const sign = last === "ascending" ? -1 : 1;
      const compare = comparing(rows, head.cellIndex, words);
      const order = [...rows].sort((row, other) => compare(row, other, sign));
      show([...order, ...totals], head, sign > 0 ? "ascending" : "descending");
    }

    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => press(head));
      // A browser leaves what is in sight in part where it is.
      button.addEventListener("focus", () => button.scrollIntoView({ block: "nearest", inline: "nearest" }));
      head.append(button);
      head.setAttribute("aria-sort", "none");
    }
    back?.addEventListener("click", () => {
      show(inFile, null, "none");
      heads[0]?.querySelector("button")?.focus();
    });
  }

  for (const table of document.querySelectorAll("table[data-sort]")) {
    if (table instanceof HTMLTableElement) sortable(table);
  }
})();
