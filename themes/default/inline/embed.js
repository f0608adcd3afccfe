// Puts the search of this archive into a page of another site, where its element of script stands: a frame of the
// archive's own small page, as high as that page says. It says so by messages, which are taken from that very frame and
// from the archive's origin only, and it is told first who asks. No cookie, no request but for the page in the frame.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const page = new URL("embed.html", script.src);
  const frame = document.createElement("iframe");
  frame.title = script.dataset.title || "检索 Search";
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  Object.assign(frame.style, { display: "block", width: "100%", height: "24rem", border: "0" });
  frame.addEventListener("load", () => frame.contentWindow?.postMessage({ gongbao: "embed" }, page.origin));
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== page.origin) return;
    if (data?.gongbao !== "height" || !Number.isInteger(data.height)) return;
    frame.style.height = `${Math.min(Math.max(data.height, 100), 20000)}px`;
  });
  frame.src = page.href;
  script.after(frame);
})();
