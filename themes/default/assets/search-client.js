// The search page's client of the engine (engine.js lists the messages).
//
// Starts the engine, asks, and ends an engine that has fallen silent. Shows nothing.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  /** Milliseconds that an engine may send nothing while a question is open. */
  const PATIENCE = 60_000;

  /**
   * An engine that runs, or is starting.
   * @typedef {object} Run
   * @property {boolean} isOpen
   * @property {((message: ToEngine) => void) | null} send
   * @property {Worker | null} worker
   * @property {ToEngine[]} waiting What is to be said once it can hear.
   * @property {IndexSegment[]} segments Of the index, once it is open.
   */
  /**
   * A question without an answer.
   * @typedef {object} Pending
   * @property {(answered: Answered) => void} resolve
   * @property {(failure: Failure) => void} reject
   * @property {(hits: number) => void} ready
   */

  search.Client = class {
    /**
     * `trouble` gets the failure of an engine that has no open question, `opening` how much has come of an engine that is
     * not open yet, and nothing once it is.
     * @param {SearchPlace} place
     * @param {(failure: Failure) => void} trouble
     * @param {(come: { loaded: number, total: number } | null) => void} [opening]
     */
    constructor(place, trouble, opening = () => {}) {
      this.place = place;
      this.trouble = trouble;
      this.opening = opening;
      this.number = 0;
      /** @type {Map<number, Pending>} */
      this.pending = new Map();
      /** @type {Run | null} */
      this.run = null;
      this.timer = 0;
      /** @type {(() => void)[]} */
      this.toOpen = [];
    }

    /** The segments of the index, once it is open; fails if it cannot be opened. */
    async segments() {
      this.open();
      if (!this.run?.isOpen) await new Promise((resolve) => this.toOpen.push(() => resolve(null)));
      if (!this.run?.isOpen) throw new Error("closed");
      return this.run.segments;
    }

    /** Starts the engine if none runs. */
    open() {
      if (this.run !== null) return;
      /** @type {Run} */
      const run = (this.run = { isOpen: false, send: null, worker: null, waiting: [], segments: [] });
      /** @param {FromEngine} message */
      const hear = (message) => run === this.run && this.hear(message);
      /** @param {string} address */
      const absolute = (address) => new URL(address, location.href).href;
      const { host = "", engine = "", disk } = this.place;
      /** @type {(send: (message: ToEngine) => void, open: EnginePlace | null) => void} */
      const begin = (send, open) => {
        if (run !== this.run) return;
        run.send = send;
        if (open) send({ open });
        for (const message of run.waiting.splice(0)) send(message);
      };
      this.watch();
      if (typeof WebAssembly !== "object") return this.soon(run, "unsupported");
      if (location.protocol === "file:") {
        if (!disk) return this.soon(run, "disk");
        const folder = absolute(disk);
        const open = { engine: folder + engine.split("/").pop(), index: folder, disk: true };
        const loaded = globalThis.gongbaoEngine ? Promise.resolve() : search.load([host]);
        loaded.then(
          () => globalThis.gongbaoEngine && begin(globalThis.gongbaoEngine(hear).hear, open),
          () => run === this.run && this.fail({ code: "network" }),
        );
        return;
      }
      try {
        search.begin();
        const { early } = search;
        search.early = undefined;
        if (!early) return this.soon(run, "unsupported");
        const { worker } = early;
        run.worker = worker;
        worker.onmessage = ({ data }) => hear(data);
        worker.onerror = () => run === this.run && this.fail({ code: "network" });
        if (early.hasFailed) return this.soon(run, "network");
        begin((message) => worker.postMessage(message), null);
        for (const message of early.heard.splice(0)) queueMicrotask(() => hear(message));
      } catch {
        this.soon(run, "unsupported");
      }
    }

    /**
     * @param {Run} run
     * @param {string} code
     */
    soon(run, code) {
      queueMicrotask(() => run === this.run && this.fail({ code }));
    }

    /**
     * Asks: its number, and a promise that fails with a `Failure`. `ready` gets the count of hits that have come.
     * @param {Question} question
     * @param {(hits: number) => void} [ready]
     * @returns {Asking}
     */
    ask(question, ready = () => {}) {
      const number = (this.number += 1);
      const answered = new Promise((resolve, reject) => this.pending.set(number, { resolve, reject, ready }));
      this.open();
      this.send({ ask: { number, ...question } });
      this.watch();
      return { number, answered };
    }

    /**
     * Its answer is not waited for any more, and never comes.
     * @param {number} number
     */
    forget(number) {
      if (this.pending.delete(number)) this.send({ forget: { number } });
      this.watch();
    }

    /** @param {ToEngine} message */
    send(message) {
      if (this.run?.send) this.run.send(message);
      else this.run?.waiting.push(message);
    }

    /** @param {FromEngine} message */
    hear({ opened, answered, failed, working }) {
      if (opened && this.run) {
        [this.run.isOpen, this.run.segments] = [true, opened.segments];
        this.opening(null);
        for (const go of this.toOpen.splice(0)) go();
      }
      if (working?.total && !this.run?.isOpen) this.opening({ loaded: working.loaded ?? 0, total: working.total });
      if (failed && failed.number === undefined) return this.fail(failed.failure);
      const number = (answered ?? failed ?? working)?.number ?? 0;
      const asked = this.pending.get(number);
      if (working?.hits) asked?.ready(working.hits);
      if (!working) this.pending.delete(number);
      if (answered) asked?.resolve(answered);
      if (failed) asked?.reject(failed.failure);
      this.watch();
    }

    watch() {
      clearTimeout(this.timer);
      if (this.run === null || (this.run.isOpen && this.pending.size === 0)) return;
      this.timer = setTimeout(() => this.fail({ code: "silent" }), PATIENCE);
    }

    /**
     * Ends the engine; the next question starts another.
     * @param {Failure} failure
     */
    fail(failure) {
      clearTimeout(this.timer);
      this.run?.worker?.terminate();
      this.run = null;
      for (const go of this.toOpen.splice(0)) go();
      const asked = [...this.pending.values()];
      this.pending.clear();
      for (const { reject } of asked) reject(failure);
      if (asked.length === 0) this.trouble(failure);
    }
  };
})();
