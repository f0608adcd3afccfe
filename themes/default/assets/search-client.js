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
     * `trouble` gets the failure of an engine that has no open question.
     * @param {SearchPlace} place
     * @param {(failure: Failure) => void} trouble
     */
    constructor(place, trouble) {
      this.place = place;
      this.trouble = trouble;
      this.number = 0;
      /** @type {Map<number, Pending>} */
      this.pending = new Map();
      /** @type {Run | null} */
      this.run = null;
      this.timer = 0;
      /** @type {(() => void)[]} */
      this.opening = [];
    }

    /** The segments of the index, once it is open; fails if it cannot be opened. */
    async segments() {
      this.open();
      if (!this.run?.isOpen) await new Promise((resolve) => this.opening.push(() => resolve(null)));
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
      const { host, engine, index, disk } = this.place;
      /** @type {(send: (message: ToEngine) => void, open: EnginePlace) => void} */
      const begin = (send, open) => {
        if (run !== this.run) return;
        run.send = send;
        send({ open });
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
        const worker = new Worker(host);
        run.worker = worker;
        worker.addEventListener("message", ({ data }) => hear(data));
        worker.addEventListener("error", () => run === this.run && this.fail({ code: "network" }));
        const open = { engine: absolute(engine), index: absolute(index), disk: false };
        begin((message) => worker.postMessage(message), open);
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
        for (const go of this.opening.splice(0)) go();
      }
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
      for (const go of this.opening.splice(0)) go();
      const asked = [...this.pending.values()];
      this.pending.clear();
      for (const { reject } of asked) reject(failure);
      if (asked.length === 0) this.trouble(failure);
    }
  };
})();
