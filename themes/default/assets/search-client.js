// The search page's side of the conversation with the engine (engine.js has the messages).
//
// Starts the engine, asks, and ends an engine that has fallen silent. Shows nothing.
(() => {
  "use strict";
  const search = globalThis.gongbaoSearch;
  /** Milliseconds that an engine may say nothing while something is asked of it. */
  const PATIENCE = 60_000;

  /** `place` is {host, engine, index, disk}; `trouble` is told what stops an engine of which nothing was asked. */
  search.Client = class {
    constructor(place, trouble) {
      this.place = place;
      this.trouble = trouble;
      this.number = 0;
      /** Questions without an answer: number to {resolve, reject, ready}. */
      this.pending = new Map();
      this.run = null;
    }

    /** Starts the engine if none runs. */
    open() {
      if (this.run !== null) return;
      const run = (this.run = { isOpen: false, send: null, worker: null, waiting: [] });
      const hear = (message) => run === this.run && this.hear(message);
      const absolute = (address) => new URL(address, location.href).href;
      const { host, engine, index, disk } = this.place;
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
          () => begin(globalThis.gongbaoEngine(hear).hear, open),
          () => run === this.run && this.fail({ code: "network" }),
        );
        return;
      }
      try {
        run.worker = new Worker(host);
      } catch {
        return this.soon(run, "unsupported");
      }
      run.worker.addEventListener("message", ({ data }) => hear(data));
      run.worker.addEventListener("error", () => run === this.run && this.fail({ code: "network" }));
      begin((message) => run.worker.postMessage(message), { engine: absolute(engine), index: absolute(index), disk: false });
    }

    soon(run, code) {
      queueMicrotask(() => run === this.run && this.fail({ code }));
    }

    /**
     * Asks {query, byDate, limit}: {number, answered}, a promise that fails with {code, …}. `ready` is told how many
     * hits of a long list have come.
     */
    ask(question, ready = () => {}) {
      const number = (this.number += 1);
      const answered = new Promise((resolve, reject) => this.pending.set(number, { resolve, reject, ready }));
      this.open();
      this.send({ ask: { number, ...question } });
      this.watch();
      return { number, answered };
    }

    /** Its answer is not waited for any more, and never comes. */
    forget(number) {
      if (this.pending.delete(number)) this.send({ forget: { number } });
      this.watch();
    }

    send(message) {
      if (this.run?.send) this.run.send(message);
      else this.run?.waiting.push(message);
    }

    hear(message) {
      const [[kind, said]] = Object.entries(message);
      const asked = this.pending.get(said.number);
      if (kind === "working") {
        if (said.hits > 0) asked?.ready(said.hits);
        return this.watch();
      }
      if (kind === "opened") this.run.isOpen = true;
      if (kind === "failed" && said.number === undefined) return this.fail(said.failure);
      this.pending.delete(said.number);
      if (kind === "answered") asked?.resolve(said);
      if (kind === "failed") asked?.reject(said.failure);
      this.watch();
    }

    watch() {
      clearTimeout(this.timer);
      if (this.run === null || (this.run.isOpen && this.pending.size === 0)) return;
      this.timer = setTimeout(() => this.fail({ code: "silent" }), PATIENCE);
    }

    /** Ends the engine; the next question starts another. */
    fail(failure) {
      clearTimeout(this.timer);
      this.run?.worker?.terminate();
      this.run = null;
      const asked = [...this.pending.values()];
      this.pending.clear();
      for (const { reject } of asked) reject(failure);
      if (asked.length === 0) this.trouble(failure);
    }
  };
})();
