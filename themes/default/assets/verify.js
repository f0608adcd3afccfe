// The page on how to verify an archive at work: a file that is dropped or chosen, or a report that the address names.
//
// Everything that is read is shown as text. Asks the host of the page alone, and sends nothing of a file anywhere.
(() => {
  "use strict";
  const { verify, headOf, isId, HEADER, MOST } = globalThis.gongbaoVerify;

  const [section] = document.querySelectorAll("section.verify");
  const [form] = section.querySelectorAll("form");
  const [result] = section.querySelectorAll("[role=status]");
  const [files, code] = form.querySelectorAll("input");
  /** @type {Record<string, string>} */
  const words = JSON.parse(document.getElementById("site-verify-data")?.textContent ?? "{}");
  const { root = "", key = "" } = section.dataset;
  const isOnDisk = location.protocol === "file:";
  /** Bytes of all files that are chosen at once, at most. */
  const LARGEST = 256e6;

  /** @param {string} name @param {Values} values */
  const word = (name, values = {}) =>
    (words[name] ?? name).replace(/\{([a-z]+)\}/g, (all, value) => String(values[value] ?? all));

  /**
   * A file of the archive; null where there is none.
   * @type {Get}
   */
  async function get(path, most) {
    const failed = new Error(path);
    const signal = AbortSignal.timeout(60000);
    const response = await fetch(root + path, { cache: "no-cache", signal }).catch(() => Promise.reject(failed));
    if (response.status === 404) return null;
    if (!response.ok || !response.body) throw failed;
    const reader = response.body.getReader();
    const bytes = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(() => Promise.reject(failed));
      if (done) return new Uint8Array(await new Blob(bytes).arrayBuffer());
      length += value.length;
      if (length > most) {
        await reader.cancel().catch(() => {});
        // It is more than what it should be, and so something else.
        return new Uint8Array();
      }
      bytes.push(value);
    }
  }

  /**
   * Which text of which report, by the end of an address, by a code as it is printed, or by the address of a page.
   * @param {string} written
   */
  function namedBy(written) {
    const site = new URL(root, location.href).href;
    let text = written.trim();
    if (!text.includes("#") && text.startsWith(site)) text = text.slice(site.length);
    text = text.slice(text.indexOf("#") + 1).replace(/\s/g, "");
    const [id, rev, digest = ""] = text.replace(/\/(index\.html)?$/, "").split(",");
    if (!isId(id) || !/^([1-9]\d{0,8})?$/.test(rev ?? "") || !/^([0-9a-f]{8,64})?$/i.test(digest)) return null;
    return { id, rev: Number(rev || 1), digest: digest.toLowerCase() };
  }

  /** @param {string} tag @param {string} text */
  function make(tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }
  /** @param {Verdict} verdict @param {string} [name] */
  function shown({ verdict, said }, name) {
    const list = document.createElement("ul");
    for (const { word: key, values } of said) {
      const line = make("li", word(key, values));
      if (["text", "attachment"].includes(key)) {
        const link = document.createElement("a");
        link.href = `${root}${values.id}/index.html`;
        link.textContent = word("open");
        line.append(" ", link);
      }
      list.append(line);
    }
    const head = make("p", (name ? `${name}${word("colon")}` : "") + word(verdict));
    head.className = verdict === "intact" ? "good" : verdict === "wrong" ? "bad" : "unsure";
    return [head, list];
  }

  let run = 0;
  /** @param {() => Promise<Element[]>} work */
  async function show(work) {
    const own = ++run;
    result.replaceChildren(make("p", word("busy")));
    const elements = await work().catch((error) => unsure("network", { name: String(error.message) }));
    // What was asked since is shown, and not this.
    if (own === run) result.replaceChildren(...elements);
  }
  /** @param {string} name @param {Values} [values] */
  const unsure = (name, values = {}) => shown({ verdict: "unsure", said: [{ word: name, values }] });

  async function byAddress() {
    if (location.hash.length < 2) return;
    const named = namedBy(location.hash);
    await show(async () => {
      if (!named) return unsure("bad_code");
      const { id, rev } = named;
      const names = [`${id}/index.md`, `${id}/${rev}.tlog-proof`, key ? "log/checkpoint" : "log/checkpoint.unsigned"];
      if (isOnDisk) return unsure("disk", { names: names.join(word("comma")) });
      return shown(await verify(named, key, get));
    });
  }

  /** @param {File[]} chosen */
  async function byFiles(chosen) {
    /** @type {Uint8Array | undefined} */
    let head;
    /** @type {{ name: string; bytes: Uint8Array }[][]} */
    const [proofs, lists, texts] = [[], [], []];
    let length = 0;
    for (const file of chosen) {
      const { name } = file;
      length += file.size;
      if (length > LARGEST) return unsure("large", { name });
      const failed = new Error(name);
      /** @type {ArrayBuffer} */
      const buffer = await file.arrayBuffer().catch(() => Promise.reject(failed));
      const bytes = new Uint8Array(buffer);
      const begins = new TextDecoder().decode(bytes.slice(0, HEADER.length));
      if (name.endsWith(".tlog-proof") || begins === HEADER) proofs.push({ name, bytes });
      else if (name.endsWith(".sha256") && bytes.length <= MOST.list) lists.push({ name, bytes });
      else if (/^checkpoint(\.unsigned)?$/.test(name) || headOf(bytes)) head = bytes;
      else texts.push({ name, bytes });
    }
    const named = namedBy(location.hash);
    if (texts.length === 0) return unsure("no_file");
    if (proofs.length === 0 && (!named || isOnDisk)) return unsure("want_proof");
    const elements = [];
    for (const file of texts) {
      // A proof that came with the file says itself of which report it is, unless a paper or a link was to be verified.
      const asked = proofs.length === 0 || named?.digest || isOnDisk ? named : null;
      /** @type {Verdict} */
      let verdict = { verdict: "wrong", said: [] };
      for (const proof of proofs.length > 0 ? proofs : [null]) {
        for (const list of lists.length > 0 ? lists : [null]) {
          if (verdict.verdict !== "wrong") continue;
          const beside = { head, proof: proof?.bytes, proofName: proof?.name, list: list?.bytes };
          verdict = await verify({ ...asked, ...beside, file }, key, isOnDisk ? null : get);
        }
      }
      elements.push(...shown(verdict, file.name));
    }
    return elements;
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const named = namedBy(code.value);
    if (!named) return void show(async () => unsure("bad_code"));
    const hash = `#${[named.id, named.rev, named.digest].filter(Boolean).join(",")}`;
    if (hash === location.hash) return void byAddress();
    location.hash = hash;
  });
  files.addEventListener("change", () => {
    const chosen = Array.from(files.files ?? []);
    if (chosen.length > 0) void show(() => byFiles(chosen));
  });
  section.addEventListener("dragover", (event) => event.preventDefault());
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    const chosen = Array.from(event.dataTransfer?.files ?? []);
    if (chosen.length > 0) void show(() => byFiles(chosen));
  });
  addEventListener("hashchange", () => void byAddress());
  void byAddress();
})();
