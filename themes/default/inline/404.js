// Where in the address the archive begins: the nearest folder above in which its icon lies under the name that it has.
// Then the links of the page lead there, wherever a copy of the archive is; until then they are as the page has them.
(() => {
  "use strict";
  const known = document.body.dataset.known;
  const list = document.querySelector("ul");
  const folders = location.pathname.split("/").slice(1, -1).filter(Boolean).slice(0, 16);
  const look = () => {
    const root = `/${folders.map((folder) => `${folder}/`).join("")}`;
    const icon = new Image();
    icon.onload = () => {
      for (const link of list.querySelectorAll("a")) link.href = new URL(root + link.dataset.page, location.href).href;
      list.hidden = false;
      document.querySelector(".by-hand")?.remove();
    };
    icon.onerror = () => {
      if (folders.length === 0) return;
      folders.pop();
      look();
    };
    icon.src = root + known;
  };
  if (known && list) look();
})();
