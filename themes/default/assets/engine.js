// The search engine's host: loads the engine and the index, and brings the bytes that a question wants.
//
// Runs in a worker, or in the page where there is no worker (a folder on a disk): one file, since a worker is one
// request then. Sends and gets plain messages; shows nothing and never touches the page.
//
//   open {engine, index, disk, bytes}    -> opened {reports, segments} | failed {failure}
//   ask {number, query, byDate, limit, segments}   -> answered {number, answer, terms, explain} | failed {number, failure}
//   forget {number}                      the answer is not needed any more
//                                        and while bytes come, whatever they are for: working {},
//                                        until it is open with how much of all: working {loaded, total},
//                                        and as the hits of a long list come: working {number, hits}
(() => {
  "use strict";

  /** Bytes of whole files that are kept between questions, where a host gives no ranges. */
  const KEPT = 96 * 2 ** 20;
  /** Milliseconds that a request may bring nothing; with its second try less than the page waits (search-client.js). */
  const PATIENCE = 25_000;
  /** Requests that a browser has under way to a host of HTTP/1.1: of more some wait. */
  const CONNECTIONS = 6;
  /** Milliseconds between two messages of progress, and between two that are shown. */
  const [PULSE, SHOWN] = [1_000, 250];
  const MAX_MANIFEST = 2 ** 20;

  /** @typedef {Uint8Array<ArrayBuffer>} Bytes */
  /**
   * Some bytes of a file, and the length of the whole file.
   * @typedef {{ file: string, start: number, end: number, size: number }} Range
   */
  /**
   * What the compiled engine replies to a call; one of these.
   * @typedef {object} Reply
   * @property {{ reports: number }} [opened]
   * @property {{ ranges: Range[], hits: number }} [wants]
   * @property {Answered} [answered]
   * @property {Failure} [failed]
   */
  /**
   * The functions of the compiled engine: see engine/src.
   * @typedef {{ memory: WebAssembly.Memory } & Record<"open" | "ask" | "bring" | "forget" | "input" | "output",
   *   (argument?: number) => number>} Exports
   */
  /**
   * An edition of the index.
   * @typedef {{ manifest: Bytes, bundle: Bytes, segments: IndexSegment[] }} Edition
   */

  /** What stops a search: the page has a sentence for each code. */
  class Fault extends Error {
    /**
     * @param {string} code
     * @param {string} file
     * @param {Partial<Failure>} [more]
     */
    constructor(code, file, more = {}) {
      super(`${code}: ${file}`);
      /** @type {Failure} */
      this.failure = { code, file, ...more };
    }
  }

  /** @param {unknown} error */
  const codeOf = (error) => (error instanceof Fault ? error.failure.code : null);

  /** @param {Bytes[]} parts */
  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /**
   * The body of a response; `heard` is called at each part with its bytes.
   * @param {Response} response
   * @param {(bytes: number) => void} heard
   */
  async function body(response, heard) {
    /** @type {Bytes[]} */
    const parts = [];
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      heard(value.length);
    }
    return joined(parts);
  }

  /**
   * What renews the patience with each request that is under way: some wait for others to end before they begin.
   * @type {Set<() => void>}
   */
  const patient = new Set();

  /**
   * Fetches, and once more where the network failed; a status is the caller's to judge.
   * @param {URL} url
   * @param {RequestInit} options
   * @param {(bytes: number) => void} working
   */
  async function request(url, options, working) {
    for (let left = 1; ; left -= 1) {
      // By hand: browsers of 2023 know no AbortSignal.any.
      const controller = new AbortController();
      const stop = () => controller.abort();
      let timer = setTimeout(stop, PATIENCE);
      const renew = () => {
        clearTimeout(timer);
        timer = setTimeout(stop, PATIENCE);
      };
      // A slow line is no dead one.
      const heard = (bytes = 0) => {
        for (const each of patient) each();
        working(bytes);
      };
      patient.add(renew);
      options.signal?.addEventListener("abort", stop);
      try {
        if (options.signal?.aborted) stop();
        const response = await fetch(url, { credentials: "omit", ...options, signal: controller.signal });
        // Its body is of no use.
        if (!response.ok) stop();
        if (response.status === 404 || response.status === 410) throw new Fault("missing", url.pathname);
        if (response.status === 416) throw new Fault("length", url.pathname);
        if (!response.ok) throw new Fault("network", url.pathname, { status: response.status });
        heard();
        return { status: response.status, headers: response.headers, bytes: await body(response, heard) };
      } catch (error) {
        if (options.signal?.aborted) throw error;
        if (error instanceof Fault && codeOf(error) !== "network") throw error;
        if (left === 0) throw error instanceof Fault ? error : new Fault("network", url.pathname);
      } finally {
        patient.delete(renew);
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", stop);
      }
    }
  }

  /** @param {Range} range */
  const keyOf = ({ file, start, end }) => `${file} ${start} ${end}`;

  /**
   * Where each part of several ranges begins in its file, and its bytes (RFC 9110, 14.6).
   * @param {Bytes} bytes
   * @returns {Generator<[number, Bytes]>}
   */
  function* partsOf(bytes) {
    for (let at = 0; ; ) {
      // As lines end in heads: the empty one is the last.
      let end = at;
      while (end < bytes.length && !(bytes[end] === 10 && bytes[end + 1] === 13 && bytes[end + 2] === 10)) end += 1;
      const head = new TextDecoder().decode(bytes.subarray(at, end));
      const [, first, last] = /^content-range: *bytes (\d+)-(\d+)\//im.exec(head) ?? [];
      if (first === undefined || Number(last) < Number(first)) return;
      at = end + 3 + Number(last) - Number(first) + 1;
      yield [Number(first), bytes.subarray(end + 3, at)];
    }
  }

  /** Files of the index from a host, by ranges where it has them and whole where it has not. */
  class Network {
    /**
     * @param {string} index
     * @param {(bytes: number) => void} working
     */
    constructor(index, working) {
      this.index = new URL(index);
      this.working = working;
      /**
       * Whether the host answers ranges; null until that is known.
       * @type {boolean | null}
       */
      this.ranges = null;
      /** Whether it may answer several ranges of a file at once; another origin is asked for that first, which costs more. */
      this.several = this.index.origin === location.origin;
      /**
       * Whole files, the one used last at the end; their length is 0 until they are here.
       * @type {Map<string, { bytes: Promise<Bytes>, length: number }>}
       */
      this.whole = new Map();
      /** How many questions wait for bytes. */
      this.waiting = 0;
      /**
       * Ranges that are on their way.
       * @type {Map<string, Promise<Bytes>>}
       */
      this.flying = new Map();
      this.stop = new AbortController();
    }

    /**
     * @param {URL} url
     * @param {RequestInit} options
     */
    request(url, options) {
      return request(url, options, this.working);
    }

    /** @param {string} url */
    async bytes(url) {
      return (await this.request(new URL(url), {})).bytes;
    }

    /**
     * A file that is read whole; `fresh` asks the host whether it has changed.
     * @param {string} name
     */
    async file(name, fresh = false) {
      const { headers, bytes } = await this.request(new URL(name, this.index), fresh ? { cache: "no-cache" } : {});
      const accepted = headers.get("accept-ranges");
      if (this.ranges === null && accepted !== null) this.ranges = accepted.trim() === "bytes";
      return bytes;
    }

    /**
     * The bytes of all ranges, asked for at once.
     * @param {Range[]} wanted
     */
    async bring(wanted) {
      this.waiting += 1;
      try {
        // Only a response shows it: one range goes ahead.
        const ahead = this.ranges === null ? wanted.slice(0, 1) : [];
        const first = await Promise.all(ahead.map((range) => this.part(range)));
        const rest = wanted.slice(ahead.length);
        this.together(rest);
        return first.concat(await Promise.all(rest.map((range) => this.part(range))));
      } finally {
        this.waiting -= 1;
        if (this.waiting === 0) this.tidy();
      }
    }

    /**
     * Where there are more ranges than connections, those of one file go in one request.
     * @param {Range[]} wanted
     */
    together(wanted) {
      if (!this.ranges || !this.several || wanted.length <= CONNECTIONS) return;
      /** @type {Map<string, Range[]>} */
      const byFile = new Map();
      for (const range of wanted)
        if (!this.flying.has(keyOf(range))) byFile.set(range.file, [...(byFile.get(range.file) ?? []), range]);
      for (const [file, ranges] of byFile) {
        if (ranges.length < 2 || this.whole.has(file)) continue;
        const several = this.fetchSeveral(file, ranges);
        for (const range of ranges)
          this.part(range, () => several.then((parts) => parts(range) ?? this.fetchPart(range)));
      }
    }

    /** @param {Range} range */
    part(range, fetch = () => this.fetchPart(range)) {
      const key = keyOf(range);
      const flying = this.flying.get(key);
      if (flying !== undefined) return flying;
      const part = fetch().finally(() => this.flying.delete(key));
      this.flying.set(key, part);
      return part;
    }

    /**
     * What gives the bytes of each range that came; those of others are asked for one by one.
     * @param {string} file
     * @param {Range[]} ranges
     * @returns {Promise<(range: Range) => Bytes | undefined>}
     */
    async fetchSeveral(file, ranges) {
      const range = `bytes=${ranges.map(({ start, end }) => `${start}-${end - 1}`).join(",")}`;
      /** @type {Map<number, Bytes>} */
      const parts = new Map();
      try {
        const options = { cache: /** @type {const} */ ("no-store"), headers: { range }, signal: this.stop.signal };
        const { status, headers, bytes } = await this.request(new URL(file, this.index), options);
        if (status === 206 && /^multipart\/byteranges/i.test(headers.get("content-type") ?? ""))
          for (const [start, part] of partsOf(bytes)) parts.set(start, part);
        if (status === 200) this.keep(file, Promise.resolve(bytes));
      } catch {
        // What it was shows when they are asked for one by one.
      }
      if (!ranges.every(({ start, end }) => parts.get(start)?.length === end - start)) this.several = false;
      return ({ start, end }) => {
        const part = parts.get(start);
        return part?.length === end - start ? part : undefined;
      };
    }

    /** @param {Range} range */
    async fetchPart(range) {
      const { file, start, end, size } = range;
      if (this.ranges !== false && !this.whole.has(file)) {
        const bytes = await this.fetchRange(range);
        if (bytes !== null) return bytes;
      }
      const bytes = await this.fetchWhole(file);
      if (bytes.length !== size) {
        // Something else answered in the host's place: the next question begins anew.
        this.whole.clear();
        [this.ranges, this.stop] = [null, new AbortController()];
        throw new Fault("length", file);
      }
      return bytes.subarray(start, end);
    }

    /**
     * Nothing where the host gives whole files instead.
     * @param {Range} range
     */
    async fetchRange({ file, start, end, size }) {
      try {
        // Chromium runs ranges of one file one after the other if they may come from its cache.
        /** @type {RequestInit} */
        const options = {
          cache: "no-store",
          headers: { range: `bytes=${start}-${end - 1}` },
          signal: this.stop.signal,
        };
        const { status, headers, bytes } = await this.request(new URL(file, this.index), options);
        // Other origins do not show this header.
        const whole = /\/(\d+)$/.exec(headers.get("content-range") ?? "");
        if (whole !== null && Number(whole[1]) !== size) throw new Fault("length", file);
        if (status === 206 && bytes.length === end - start) {
          this.ranges = true;
          return bytes;
        }
        if (status === 200) this.keep(file, Promise.resolve(bytes));
      } catch (error) {
        if (!this.stop.signal.aborted) throw error;
      }
      // Whole files do not come many times over: what is on its way as a range ends here.
      this.ranges = false;
      this.stop.abort();
      return null;
    }

    /** @param {string} file */
    fetchWhole(file) {
      const known = this.whole.get(file);
      if (known === undefined) {
        const fetched = this.request(new URL(file, this.index), {});
        return this.keep(
          file,
          fetched.then(({ bytes }) => bytes),
        );
      }
      this.whole.delete(file);
      this.whole.set(file, known);
      return known.bytes;
    }

    /**
     * @param {string} file
     * @param {Promise<Bytes>} bytes
     */
    keep(file, bytes) {
      const kept = { bytes, length: 0 };
      this.whole.set(file, kept);
      bytes.then(
        ({ length }) => (kept.length = length),
        () => this.whole.get(file) === kept && this.whole.delete(file),
      );
      return bytes;
    }

    /** Lets go of the files that were not used for longest, as far as there are too many bytes. */
    tidy() {
      let held = [...this.whole.values()].reduce((sum, { length }) => sum + length, 0);
      for (const [file, { length }] of this.whole) {
        if (held <= KEPT) return;
        // A file on its way is still awaited.
        if (length === 0) continue;
        held -= length;
        this.whole.delete(file);
      }
    }
  }

  /** Files from a folder on a disk, where only scripts can be read: `NAME.js` holds what NAME holds. */
  class Disk {
    /**
     * @param {string} index
     * @param {(bytes: number) => void} working
     */
    constructor(index, working) {
      this.index = new URL(index);
      this.working = working;
      /** @type {Map<string, Promise<Bytes>>} */
      this.whole = new Map();
      /** @type {Promise<unknown>} */
      this.last = Promise.resolve();
    }

    /**
     * @param {string} url
     * @returns {Promise<Bytes>}
     */
    bytes(url) {
      return new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${url}.js`;
        script.addEventListener("load", () => {
          this.working(0);
          script.remove();
          const text = globalThis.gongbaoFile;
          globalThis.gongbaoFile = undefined;
          if (typeof text !== "string") return reject(new Fault("damaged", new URL(url).pathname));
          resolve(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
        });
        script.addEventListener("error", () => {
          script.remove();
          reject(new Fault("missing", new URL(url).pathname));
        });
        document.head.append(script);
      });
    }

    /** @param {string} name */
    file(name) {
      // One after the other: each script leaves its bytes in the same place.
      const file = this.last.catch(() => {}).then(() => this.bytes(new URL(name, this.index).href));
      this.last = file;
      return file;
    }

    /** @param {Range[]} wanted */
    async bring(wanted) {
      return Promise.all(
        wanted.map(async ({ file, start, end, size }) => {
          const whole = this.whole.get(file) ?? this.file(file);
          this.whole.set(file, whole);
          const bytes = await whole;
          if (bytes.length !== size) throw new Fault("length", file);
          return bytes.subarray(start, end);
        }),
      );
    }
  }

  /**
   * The compiled engine; a host may have inflated it on the way.
   * @param {Bytes} bytes
   */
  async function compile(bytes) {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      if (typeof DecompressionStream !== "function") throw new Fault("unsupported", "");
      const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      const plain = await new Response(inflated).arrayBuffer();
      // What was inflated has been held against its sum: if it does not compile, it is the browser that is too old.
      return WebAssembly.compile(plain).catch(() => {
        throw new Fault("unsupported", "");
      });
    }
    return WebAssembly.compile(bytes);
  }

  /** Engine and index. An instance of the engine ends where it stops over bytes that make no sense, or the index is replaced. */
  class Engine {
    /**
     * @param {EnginePlace} place
     * @param {(bytes: number) => void} working
     */
    constructor({ engine, index, disk, bytes }, working) {
      this.engine = engine;
      /** Bytes of what is read until it is open, as far as they are known. */
      this.total = bytes ?? 0;
      this.source = disk ? new Disk(index, working) : new Network(index, working);
      /** @type {Exports | null} */
      this.instance = null;
      /**
       * What is under way.
       * @type {Map<"begin" | "renew", Promise<unknown>>}
       */
      this.running = new Map();
      /** @type {WebAssembly.Module | null} */
      this.module = null;
      /** @type {Edition} */
      this.edition = { manifest: new Uint8Array(), bundle: new Uint8Array(), segments: [] };
    }

    async load() {
      if (typeof WebAssembly !== "object") throw new Fault("unsupported", "");
      const inflating = this.source.bytes(this.engine).then(compile);
      const reading = this.read(false);
      // Both at once; the first failure is thrown.
      [this.module, this.edition] = await Promise.all([inflating, reading]);
      return this.begin();
    }

    /**
     * Brings manifest and bundle: an edition of the index.
     * @param {boolean} fresh
     * @returns {Promise<Edition>}
     */
    async read(fresh) {
      const manifest = await this.source.file("manifest.json", fresh);
      if (manifest.length > MAX_MANIFEST) throw new Fault("damaged", "manifest.json");
      let name = "";
      /** @type {IndexSegment[]} */
      let segments = [];
      try {
        /** @type {{ bundle: { name: string, bytes?: number }, segments: IndexSegment[] }} */
        const said = JSON.parse(new TextDecoder().decode(manifest));
        ({ name } = said.bundle);
        segments = said.segments.map(({ name, reports }) => ({ name, reports }));
        if (this.total > 0) this.total += manifest.length + (Number(said.bundle.bytes) || 0);
      } catch {
        throw new Fault("damaged", "manifest.json");
      }
      if (!/^[0-9a-z]+\.bin$/i.test(name)) throw new Fault("damaged", "manifest.json");
      try {
        return { manifest, bundle: await this.source.file(name), segments };
      } catch (error) {
        // The manifest may be an old one, from a cache, of which the bundle has gone.
        if (fresh || codeOf(error) !== "missing") throw error;
        return this.read(true);
      }
    }

    /** Begins an instance with the edition that is here; returns its count of reports. */
    async begin() {
      const { edition, module } = this;
      if (module === null) throw new Fault("damaged", "");
      const instance = await WebAssembly.instantiate(module, {});
      const exports = /** @type {any} */ (instance.exports);
      const reply = this.call(exports, "open", edition.manifest.length, joined([edition.manifest, edition.bundle]));
      // Unless the edition was replaced meanwhile.
      if (this.edition === edition) this.instance = exports;
      return reply.opened?.reports ?? 0;
    }

    /**
     * One call: bytes in, JSON out.
     * @param {Exports} instance
     * @param {"open" | "ask" | "bring"} name
     * @param {number} argument
     * @param {Bytes} said
     */
    call(instance, name, argument, said) {
      const { memory, input, output } = instance;
      /** @type {Reply} */
      let reply;
      try {
        const place = input(said.length);
        new Uint8Array(memory.buffer, place, said.length).set(said);
        const length = instance[name](argument);
        reply = JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, output(), length)));
      } catch {
        // It stopped in the midst of its work: the next question begins another.
        if (this.instance === instance) this.instance = null;
        throw new Fault("damaged", "manifest.json");
      }
      // It keeps what it was brought; what is wrong with the index may have been wrong but once.
      if (reply.failed && !reply.failed.at && this.instance === instance) {
        this.instance = null;
        this.source.whole.clear();
      }
      if (reply.failed) throw new Fault(reply.failed.code, reply.failed.file ?? "", reply.failed);
      return reply;
    }

    /**
     * Asks until it is answered or cancelled; `ready` gets the count of hits.
     * @param {Question & { number: number }} question
     * @param {() => boolean} waits
     * @param {(hits: number) => void} ready
     * @returns {Promise<Answered | null>}
     */
    async ask({ number, query, byDate, limit, segments }, waits, ready) {
      // Half a character has no JSON.
      const whole = query.replace(/\p{Surrogate}/gu, "\ufffd");
      const asked = new TextEncoder().encode(JSON.stringify({ query: whole, by_date: byDate, limit, segments }));
      while (waits()) {
        const { instance } = this;
        if (instance === null) {
          await this.once("begin");
          continue;
        }
        let reply = this.call(instance, "ask", number, asked);
        while (reply.wants) {
          const { ranges, hits } = reply.wants;
          if (hits > 0) ready(hits);
          /** @type {Bytes[]} */
          let parts;
          try {
            parts = await this.source.bring(ranges);
          } catch (error) {
            if (this.instance === instance) instance.forget(number);
            throw error;
          }
          // Another question was the end of this instance: this one is asked anew.
          if (this.instance !== instance) break;
          // Also if it was cancelled: what was brought is kept.
          reply = this.call(instance, "bring", number, joined(parts));
          if (!waits()) {
            instance.forget(number);
            return null;
          }
        }
        if (reply.answered) return reply.answered;
      }
      return null;
    }

    /**
     * Opens the index anew where it is no longer the given edition; whether it is another.
     * @param {Edition} edition
     */
    async reopened(edition) {
      if (this.edition === edition) await this.once("renew");
      return this.edition !== edition;
    }

    async renew() {
      const { manifest } = this.edition;
      const edition = await this.read(true);
      if (edition.manifest.length === manifest.length && edition.manifest.every((byte, at) => byte === manifest[at]))
        return;
      this.edition = edition;
      this.instance = null;
    }

    /**
     * Runs the method `name`, or waits for the run that is under way.
     * @param {"begin" | "renew"} name
     */
    once(name) {
      const run = () => /** @type {Promise<unknown>} */ (this[name]()).finally(() => this.running.delete(name));
      const running = this.running.get(name) ?? run();
      this.running.set(name, running);
      return running;
    }
  }

  /**
   * Handles messages and sends the replies.
   * @param {(message: FromEngine) => void} say
   * @returns {EngineHost}
   */
  function host(say) {
    /** @type {Engine | null} */
    let engine = null;
    /** @type {Set<number>} */
    const waiting = new Set();
    /** @type {Promise<number> | undefined} */
    let opening;
    /**
     * @param {unknown} error
     * @returns {Failure}
     */
    const failure = (error) =>
      error instanceof Fault ? error.failure : { code: "damaged", file: "", reason: String(error) };

    let [last, loaded, isOpen] = [-Infinity, 0, false];
    /** @param {number} bytes */
    function working(bytes) {
      loaded += bytes;
      const total = isOpen ? 0 : (engine?.total ?? 0);
      if (performance.now() - last < (total > 0 ? SHOWN : PULSE)) return;
      last = performance.now();
      say({ working: total > 0 ? { loaded: Math.min(loaded, total), total } : {} });
    }

    /** @param {Question & { number: number }} message */
    async function answer(message) {
      const { number } = message;
      const waits = () => waiting.has(number);
      /** @param {number} hits */
      const ready = (hits) => say({ working: { number, hits } });
      await opening;
      // Nothing is asked of what was never opened.
      if (engine === null) return null;
      const { edition } = engine;
      try {
        return await engine.ask(message, waits, ready);
      } catch (error) {
        // A new edition of the archive was published while this page was open.
        if (codeOf(error) !== "missing" || !(await engine.reopened(edition))) throw error;
        return engine.ask(message, waits, ready);
      }
    }

    return {
      async hear(message) {
        if (message.open) {
          engine = new Engine(message.open, working);
          opening = engine.load();
          try {
            const reports = await opening;
            isOpen = true;
            say({ opened: { reports, segments: engine.edition.segments } });
          } catch (error) {
            say({ failed: { failure: failure(error) } });
          }
        } else if (message.ask) {
          const { number } = message.ask;
          waiting.add(number);
          try {
            const answered = await answer(message.ask);
            if (answered !== null) say({ answered: { number, ...answered } });
          } catch (error) {
            if (waiting.has(number)) say({ failed: { number, failure: failure(error) } });
          }
          waiting.delete(number);
        } else if (message.forget) {
          waiting.delete(message.forget.number);
        }
      },
    };
  }

  if (typeof document === "undefined") {
    const { hear } = host((message) => globalThis.postMessage(message));
    globalThis.addEventListener("message", (event) => hear(event.data));
  } else {
    globalThis.gongbaoEngine = host;
  }
})();
