// Whether a file is what the log of an archive recorded: proofs, signatures and trees (C2SP tlog-proof, signed-note,
// tlog-tiles; RFC 6962).
//
// In: a file with its proof, or the name of a report; the key; and a way to the files of the archive, where there is one.
// Out: a verdict, and what was found, as names of words with their values. Sees no page. Never believes a size, never throws.
(() => {
  "use strict";

  /** Bytes of files, at most. */
  const MOST = { proof: 231072, note: 131072, list: 4e6, entries: 256 * 4098, text: 64e6 };
  const HEADER = "c2sp.org/tlog-proof@v1";
  const WIDTH = 256;

  /** What is wrong, by the name of its words; `isSure` where it is known to be wrong, and not only not known to be right. */
  class Fault {
    /** @param {string} word @param {Values} values */
    constructor(word, values = {}, isSure = true) {
      this.word = word;
      this.values = values;
      this.isSure = isSure;
    }
  }

  /** @param {string} name @returns {never} */
  function miss(name) {
    throw new Fault("missing", { name }, false);
  }
  /** @param {string} name @returns {never} */
  function badLog(name) {
    throw new Fault("bad_log", { name });
  }

  /** @param {Uint8Array[]} parts */
  async function sha256(...parts) {
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  }
  /** @param {Uint8Array} entry */
  const leafOf = (entry) => sha256(Uint8Array.of(0), entry);
  /** @param {Uint8Array} left @param {Uint8Array} right */
  const nodeOf = (left, right) => sha256(Uint8Array.of(1), left, right);
  /** @param {Uint8Array} bytes */
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  /** @param {Uint8Array} a @param {Uint8Array} b */
  const isSame = (a, b) => hex(a) === hex(b);

  /** @param {string} text */
  function base64(text) {
    try {
      const binary = atob(text);
      // What could be written otherwise is not taken.
      return btoa(binary) === text ? Uint8Array.from(binary, (sign) => sign.charCodeAt(0)) : null;
    } catch {
      return null;
    }
  }
  /** @param {string | undefined} text */
  function decimal(text) {
    const number = /^(0|[1-9]\d*)$/.test(text ?? "") ? Number(text) : Number.NaN;
    return Number.isSafeInteger(number) ? number : null;
  }
  /** @param {Uint8Array} bytes */
  function textOf(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  /** @param {string} text */
  function checkpointOf(text) {
    const [origin, count, root, end, ...more] = text.split("\n");
    const size = decimal(count);
    const hash = base64(root ?? "");
    if (end !== "" || more.length > 0 || size === null || size > 2 ** 40 || hash?.length !== 32) return null;
    return isName(origin) ? { origin, size, root: hash } : null;
  }
  /** The address of a report. @param {string} id */
  const isId = (id) => /^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(id) && id.length <= 400;
  /** @param {string} name */
  const isName = (name) => /^[^\s\p{Cc}+]{1,255}$/u.test(name);

  /**
   * A head of a log: signed as a note, or bare.
   * @param {Uint8Array} bytes
   * @returns {Head | null}
   */
  function headOf(bytes) {
    const note = bytes.length > MOST.note ? null : textOf(bytes);
    if (note === null) return null;
    const at = note.lastIndexOf("\n\n");
    const text = at < 0 ? note : note.slice(0, at + 1);
    const checkpoint = checkpointOf(text);
    if (checkpoint === null) return null;
    if (at < 0) return { ...checkpoint, text, signatures: [] };
    const lines = note.slice(at + 2).split("\n");
    if (lines.pop() !== "" || lines.length === 0 || lines.length > 64) return null;
    const signatures = [];
    for (const line of lines) {
      const [, name, signature] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = base64(signature ?? "");
      if (!bytes || bytes.length < 5 || !isName(name)) return null;
      signatures.push({ name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) });
    }
    return { ...checkpoint, text, signatures };
  }

  /**
   * What an entry says of a report, if its bytes are the one form that such an entry has.
   * @param {Uint8Array} entry
   * @returns {Recorded | null}
   */
  function recordOf(entry) {
    const text = entry.length > 4096 ? null : textOf(entry);
    try {
      const { date, files, id, op, prev, reason, rev, source, v } = JSON.parse(text ?? "");
      const same = JSON.stringify({
        date,
        files: files && { n: files.n, sha256: files.sha256 },
        id,
        op,
        prev,
        reason,
        rev,
        source: source && { sha256: source.sha256, size: source.size },
        v,
      });
      const isCounted = [rev, prev ?? 0, files?.n ?? 0, source?.size ?? 0].every(
        (n) => Number.isSafeInteger(n) && n >= 0,
      );
      const isKnown = /^(publish|correct|withdraw|restore)$/.test(op) && v === 1;
      return same === text && isKnown && isCounted && isId(id) ? { date, files, id, reason, rev, source } : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {Proof | null}
   */
  function proofOf(bytes) {
    const text = bytes.length > MOST.proof ? null : textOf(bytes);
    const at = text?.indexOf("\n\n") ?? -1;
    if (text === null || at < 0) return null;
    const [header, extra, place, ...lines] = text.slice(0, at).split("\n");
    if (header !== HEADER || !extra?.startsWith("extra ") || !place?.startsWith("index ") || lines.length > 64)
      return null;
    const entry = base64(extra.slice(6));
    const index = decimal(place.slice(6));
    const path = lines.flatMap((line) => base64(line) ?? []);
    const head = headOf(new TextEncoder().encode(text.slice(at + 2)));
    const record = entry && recordOf(entry);
    if (!record || index === null || head === null) return null;
    const isWhole = path.length === lines.length && path.every((hash) => hash.length === 32);
    return isWhole ? { entry, record, index, path, head } : null;
  }

  /**
   * Whether an entry stands in the tree of the head of its proof (RFC 9162, section 2.1.3.2).
   * @param {Proof} proof
   */
  async function isIncluded({ entry, index, path, head }) {
    if (index >= head.size) return false;
    let [at, last] = [index, head.size - 1];
    let hash = await leafOf(entry);
    const up = () => {
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    };
    for (const other of path) {
      if (last === 0) return false;
      if (at % 2 === 1 || at === last) {
        hash = await nodeOf(other, hash);
        while (at % 2 === 0 && at !== 0) up();
      } else {
        hash = await nodeOf(hash, other);
      }
      up();
    }
    return last === 0 && isSame(hash, head.root);
  }

  /**
   * Whether a key signed a head: `none` where it did not, `unknown` where this browser cannot say it.
   * @param {Head} head
   * @param {string} written
   */
  async function signedBy({ text, signatures }, written) {
    const [name, id, ...rest] = written.split("+");
    const own = signatures.filter((signature) => signature.name === name && signature.id === id);
    if (own.length === 0) return "none";
    const bytes = base64(rest.join("+")) ?? new Uint8Array();
    let key;
    try {
      key = await crypto.subtle.importKey("raw", bytes.slice(1), "Ed25519", false, ["verify"]);
    } catch {
      return "unknown";
    }
    const message = new TextEncoder().encode(text);
    for (const signature of own) {
      if (!(await crypto.subtle.verify("Ed25519", key, signature.bytes, message))) return "bad";
    }
    return "good";
  }

  /**
   * Refuses a head that the key did not sign; whether it can be told. `isOld` is of one that may be from before the log had
   * a key.
   * @param {Head} head @param {string} key @param {string} name
   */
  async function vouched(head, key, name, isOld = false) {
    if (key === "") return "none";
    const origin = key.split("+")[0];
    if (head.origin !== origin) throw new Fault("other_log", { name, origin: head.origin });
    const signed = await signedBy(head, key);
    if (signed === "bad") throw new Fault("bad_signature", { name });
    if (signed === "none" && !(isOld && head.signatures.length === 0)) throw new Fault("not_signed", { name });
    return signed;
  }

  /**
   * The path of a file of the log, below the root of the site.
   * @param {string} kind @param {number} number @param {number} width
   */
  function pathOf(kind, number, width) {
    const digits = String(number);
    const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
    const last = parts.pop();
    return (
      ["log/tile", kind, ...parts.map((part) => `x${part}`), last].join("/") + (width < WIDTH ? `.p/${width}` : "")
    );
  }

  /**
   * The tree of a head, by the files of the log that are asked for. Each is held against what stands above it.
   * @param {Head} head
   * @param {Get} get
   */
  async function treeOf({ size, root }, get) {
    /** @type {Map<string, Promise<Uint8Array[]>>} */
    const tiles = new Map();
    /** @param {number} level @param {number} number */
    const widthOf = (level, number) => Math.min(WIDTH, Math.floor(size / WIDTH ** level) - number * WIDTH);
    /** @param {Uint8Array[]} hashes @returns {Promise<Uint8Array>} */
    async function above(hashes) {
      while (hashes.length > 1) {
        const pairs = hashes.filter((_, at) => at % 2 === 0);
        hashes = await Promise.all(pairs.map((left, at) => nodeOf(left, hashes[2 * at + 1])));
      }
      return hashes[0];
    }
    /** @param {number} level @param {number} number */
    async function read(level, number) {
      const width = widthOf(level, number);
      const name = pathOf(String(level), number, width);
      const bytes = (await get(name, width * 32)) ?? miss(name);
      if (bytes.length !== width * 32) badLog(name);
      const hashes = Array.from({ length: width }, (_, at) => bytes.slice(at * 32, at * 32 + 32));
      if (
        width === WIDTH &&
        !isSame(await above(hashes), await whole(number * WIDTH ** (level + 1), WIDTH ** (level + 1)))
      ) {
        badLog(name);
      }
      return hashes;
    }
    /** @param {number} level @param {number} number */
    function tile(level, number) {
      const key = `${level}/${number}`;
      const known = tiles.get(key) ?? read(level, number);
      tiles.set(key, known);
      return known;
    }
    /** @param {number} start @param {number} count */
    async function whole(start, count) {
      let [level, unit] = [0, 1];
      while (unit * WIDTH <= count) {
        level += 1;
        unit *= WIDTH;
      }
      const first = start / unit;
      const hashes = await tile(level, Math.floor(first / WIDTH));
      return above(hashes.slice(first % WIDTH, (first % WIDTH) + count / unit));
    }
    /** @param {number} start @param {number} end @returns {Promise<Uint8Array>} */
    async function range(start, end) {
      let split = 1;
      while (split * 2 <= end - start) split *= 2;
      if (split === end - start) return whole(start, split);
      const left = await whole(start, split);
      return nodeOf(left, await range(start + split, end));
    }
    if (!isSame(await range(0, size), root)) badLog("log/tile");
    return {
      /** @param {number} count */
      root: (count) => range(0, count),
      /** The entries from one place to another. @param {number} start @param {number} end */
      async *entries(start, end) {
        let name = "";
        let [bytes, from] = [new Uint8Array(), 0];
        for (let at = start - (start % WIDTH); at < end; at += 1) {
          if (at % WIDTH === 0) {
            name = pathOf("entries", at / WIDTH, widthOf(0, at / WIDTH));
            [bytes, from] = [(await get(name, MOST.entries)) ?? miss(name), 0];
          }
          const length = bytes[from] * 256 + bytes[from + 1];
          const entry = bytes.slice(from + 2, from + 2 + length);
          from += 2 + length;
          if (at < start) continue;
          if (!isSame(await leafOf(entry), await whole(at, 1))) badLog(name);
          yield entry;
        }
      },
    };
  }

  /**
   * Holds the head of a proof against the newest one of the log; the publication that recorded its entry, where that is
   * told.
   * @param {Proof} proof @param {Head} head @param {Get | null} get
   */
  async function release({ head: old, index }, head, get) {
    if (head.size < old.size) throw new Fault("rolled_back", { size: head.size, old: old.size });
    if (head.size === old.size) {
      if (!isSame(head.root, old.root)) throw new Fault("forked");
      return null;
    }
    if (!get) return null;
    const tree = await treeOf(head, get);
    if (!isSame(await tree.root(old.size), old.root)) throw new Fault("forked");
    // The entry of a publication is the first one behind those of its reports. A proof may carry a later head.
    if (old.size - index > 512) return null;
    for await (const entry of tree.entries(index + 1, old.size + 1)) {
      const { op, seq } = JSON.parse(textOf(entry) ?? "{}");
      if (op === "release") return Number.isSafeInteger(seq) ? seq : null;
    }
    return null;
  }

  /**
   * Whether a file is the text of a record, or an attachment that its list has; by which name.
   * @param {Recorded} record @param {Uint8Array} bytes @param {Uint8Array | null} list
   */
  async function nameIn(record, bytes, list) {
    const digest = hex(await sha256(bytes));
    if (record.source?.sha256 === digest) return { digest, name: "index.md" };
    if (!list || !record.files || hex(await sha256(list)) !== record.files.sha256) return { digest, name: null };
    const lines = textOf(list)
      ?.split("\n")
      .map((line) => line.replace(/^\\/, ""));
    const line = lines?.find((line) => line.startsWith(`${digest}  `));
    return { digest, name: line?.slice(66) ?? null };
  }

  /**
   * The newest text of a report after the one of a proof, if there is one whose proof holds.
   * @param {Proof} proof @param {string} folder @param {string} key @param {Get} get
   */
  async function newest({ record }, folder, key, get) {
    let found = null;
    for (let rev = record.rev + 1; rev <= record.rev + 50; rev += 1) {
      // There are hosts that forbid what is not there.
      const bytes = await get(`${folder}/${rev}.tlog-proof`, MOST.proof).catch(() => null);
      const proof = bytes && proofOf(bytes);
      if (!proof || proof.record.rev !== rev || proof.record.id !== record.id || !(await isIncluded(proof))) break;
      if (key !== "" && ["bad", "none"].includes(await signedBy(proof.head, key))) break;
      found = proof.record;
    }
    return found;
  }

  /**
   * @param {Subject} subject @param {string} key @param {Get | null} get @param {(word: string, values?: Values) => void} say
   */
  async function look({ id, rev, digest = "", file, ...given }, key, get, say) {
    /** @param {string} path @param {number} most */
    const ask = async (path, most) => (get ? get(path, most) : null);
    const proofName = given.proofName ?? `${id}/${rev}.tlog-proof`;
    const bytes = given.proof ?? (id ? await ask(proofName, MOST.proof) : null) ?? miss(proofName);
    const proof = proofOf(bytes);
    if (!proof) throw new Fault("no_proof", { name: proofName });
    const { record, head } = proof;
    if (id && (record.id !== id || record.rev !== rev))
      throw new Fault("other_proof", { name: proofName, id: record.id });
    if (!(await isIncluded(proof))) throw new Fault("proof_fails", { name: proofName });
    const signed = await vouched(head, key, proofName, true);
    const folder = record.id;
    const newer = get && (await newest(proof, folder, key, get));

    const path = newer ? `${folder}/history/${record.rev}.md` : `${folder}/index.md`;
    const [name, text] = file ? [file.name, file.bytes] : [path, (await ask(path, MOST.text)) ?? miss(path)];
    // More than what is read came as nothing.
    if (!file && text.length === 0) throw new Fault("large", { name }, false);
    const isListed = file && record.files;
    const list = given.list ?? (isListed ? await ask(`${folder}/${record.rev}.sha256`, MOST.list) : null);
    const found = await nameIn(record, text, list);
    if (found.name === null) throw new Fault(file ? "unlike" : "altered", { name });
    say("matches", { name, digest: found.digest });
    const page = { id: record.id, rev: record.rev };
    say(found.name === "index.md" ? "text" : "attachment", { ...page, name: found.name });
    if (digest !== "" && !record.source?.sha256.startsWith(digest)) throw new Fault("paper_unlike", page);
    if (digest !== "") say("paper");

    // Whoever hands over a file can make a head that nobody signed, too: that of the site counts.
    const own = key === "" && get ? undefined : given.head;
    const newestName = own ? "checkpoint" : key === "" ? "log/checkpoint.unsigned" : "log/checkpoint";
    const latest = own ?? (await ask(newestName, MOST.note)) ?? (get ? miss(newestName) : null);
    const now = latest && headOf(latest);
    if (latest && !now) throw new Fault("bad_head", { name: newestName });
    if (now && now.origin !== head.origin) throw new Fault("other_log", { name: newestName, origin: now.origin });
    const isNowSigned = now ? await vouched(now, key, newestName) : "none";
    const publication = now && (await release(proof, now, get));
    const isCompared = now !== null && (get !== null || now.size === head.size);
    // A head that nobody signed says nothing, unless one that is signed goes on from it.
    if (key !== "" && signed === "none" && !isCompared) throw new Fault("not_signed", { name: proofName });
    if (publication) say("recorded", { release: publication, index: proof.index + 1 });
    else say("recorded_at", { index: proof.index + 1 });
    if (record.date) say("dated", { date: record.date });
    if (isCompared) say("log", { size: now.size });
    else say("log_unseen");

    const isUnknown = signed === "unknown" || isNowSigned === "unknown";
    if (key === "") say("unsigned");
    else if (isUnknown) say("signature_unseen");
    else say("signed", { name: head.origin });
    const signer = key.split("+").slice(0, 2).join("+");
    for (const { name, bytes } of (now ?? head).signatures.filter(({ name, id }) => `${name}+${id}` !== signer)) {
      // A witness signs a time too: eight bytes before its signature.
      const seconds =
        bytes.length === 72 ? Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)) : Number.NaN;
      const time = seconds < 2 ** 36 ? new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ") : null;
      say(time ? "witness" : "other", { name, time: `${time} UTC` });
    }
    if (newer) say("newer", { rev: newer.rev, date: newer.date ?? "—", reason: newer.reason ?? "" });
    if (key === "" && !get) return "unsure";
    return newer ? "corrected" : isUnknown ? "partly" : "intact";
  }

  /**
   * Verifies a text of a report, or a file with its proof.
   * @param {Subject} subject
   * @param {string} key The public key; empty where nobody signs.
   * @param {Get | null} get Reads a file of the archive; none where that cannot be.
   * @returns {Promise<Verdict>}
   */
  async function verify(subject, key, get) {
    /** @type {Verdict["said"]} */
    const said = [];
    /** @param {string} word @param {Values} values */
    const say = (word, values = {}) => said.push({ word, values });
    try {
      if (!globalThis.crypto?.subtle) throw new Fault("no_crypto", {}, false);
      return { verdict: await look(subject, key, get, say), said };
    } catch (error) {
      // What is no fault of the files is one of the way to them: its message is the path.
      /** @type {any} */
      const thrown = error;
      const fault = thrown instanceof Fault ? thrown : new Fault("network", { name: thrown.message }, false);
      return { verdict: fault.isSure ? "wrong" : "unsure", said: [{ word: fault.word, values: fault.values }] };
    }
  }

  globalThis.gongbaoVerify = { verify, headOf, isId, HEADER, MOST };
})();
