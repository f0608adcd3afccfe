// The engine in a page, without the search page's own script: opened and asked as that does it.

/** Starts the engine in the search page that is open in `page`; what it says to being opened. */
export function openEngine(page, { disk = false } = {}) {
  return page.evaluate(async (disk) => {
    const start = performance.now();
    const { host, engine, index, disk: folder } = document.querySelector("[data-engine]").dataset;
    const at = (path) => new URL(path, location.href).href;
    const name = engine.split("/").pop();
    const open = disk
      ? { engine: at(folder + name), index: at(folder), disk }
      : { engine: at(engine), index: at(index), disk };
    const waiting = new Map();
    const heard = (message) => {
      if (message.working) return void (window.pulses = (window.pulses ?? 0) + 1);
      const said = message.opened ?? message.answered ?? message.failed;
      waiting.get(said.number ?? 0)?.(message);
    };
    let say;
    if (disk) {
      await new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        script.src = host;
        document.head.append(script);
      });
      say = window.gongbaoEngine(heard).hear;
    } else {
      const worker = new Worker(host);
      worker.addEventListener("message", (event) => heard(event.data));
      say = (message) => worker.postMessage(message);
    }
    const answer = (number, message) =>
      new Promise((resolve) => {
        waiting.set(number, resolve);
        say(message);
      });
    let last = 0;
    window.ask = (query, { byDate = false, limit = 10 } = {}) => {
      last += 1;
      return answer(last, { ask: { number: last, query, byDate, limit } });
    };
    window.forgetAll = () => {
      for (let number = 1; number <= last; number += 1) say({ forget: { number } });
    };
    const said = await answer(0, { open });
    performance.measure("opening", { start });
    return said;
  }, disk);
}

/** Asks the engine that was opened. */
export const ask = (page, query, options) =>
  page.evaluate(([query, options]) => window.ask(query, options), [query, options]);
