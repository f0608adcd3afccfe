// What the archive held on a day: whether a document was in force, as far as its dates say.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { load } from "./scripts.mjs";

/** As much of an element as the script asks for. */
class Element {
  dataset = {};
  textContent = "";
  children = [];
  heard = {};
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  remove() {}
  addEventListener(name, hears) {
    this.heard[name] = hears;
  }
  get childElementCount() {
    return this.children.length;
  }
}

let held;
let form;
let input;
let list;

beforeEach(() => {
  [form, input, list] = [new Element(), new Element(), new Element()];
  const said = new Element();
  form.dataset = { pieces: "2020", root: "../../", inForce: "yes", notInForce: "no", forceUnknown: "unknown" };
  form.querySelector = (selector) => (selector === "input" ? input : said);
  globalThis.HTMLFormElement = Element;
  globalThis.HTMLElement = Element;
  globalThis.location = { search: "" };
  globalThis.history = { replaceState() {} };
  globalThis.document = {
    documentElement: { lang: "en" },
    querySelector: (selector) => (selector === ".held" ? list : form),
    createElement: () => new Element(),
    head: {
      append(script) {
        globalThis.gongbaoHeld(2020, held);
        script.heard.load();
      },
    },
  };
});

/** Whether a document of this validity was in force on a day, as the page says it. */
async function inForce(validity, day) {
  held = [{ id: "a", title: "a", agency: "a", published: "2020-01-01", validity }];
  load("as-of");
  input.value = day;
  form.heard.submit({ preventDefault() {} });
  await new Promise((done) => setTimeout(done, 1));
  const [year] = list.children;
  year.open = true;
  year.heard.toggle();
  const [, items] = year.children;
  const [line] = items.children;
  return line.children.at(-1).textContent.split(" · ").at(-1);
}

const cases = [
  // A year or a month alone: what lies in it cannot be told.
  [{ since: "2021" }, { "2020-12-31": "no", "2021-01-01": "unknown", "2021-12-30": "unknown", "2021-12-31": "yes" }],
  [{ since: "2021-05" }, { "2021-04-30": "no", "2021-05-01": "unknown", "2021-05-31": "yes" }],
  [{ since: "2021-05-02" }, { "2021-05-01": "no", "2021-05-02": "yes" }],
  [
    { since: "2020-02-01", over_since: "2022" },
    { "2021-12-31": "yes", "2022-01-01": "unknown", "2022-12-31": "no", "2023-01-01": "no" },
  ],
  [
    { since: "2020-02-01", until: "2022-06" },
    { "2022-06-01": "yes", "2022-06-02": "unknown", "2022-06-30": "unknown", "2022-07-01": "no" },
  ],
  [
    { since: "2020-02-01", until: "2022-06-30" },
    { "2022-06-30": "yes", "2022-07-01": "no" },
  ],
  // What was said before it came into force says nothing of the days after.
  [{ state: "not-yet-in-force" }, { "2021-05-01": "no" }],
  [
    { state: "not-yet-in-force", since: "2021-05-02" },
    { "2021-05-01": "no", "2021-05-02": "unknown" },
  ],
  [
    { state: "not-yet-in-force", since: "2021" },
    { "2020-12-31": "no", "2021-01-01": "unknown" },
  ],
];

for (const [validity, days] of cases) {
  test(`in force: ${JSON.stringify(validity)}`, async () => {
    for (const [day, answer] of Object.entries(days)) assert.equal(await inForce(validity, day), answer, day);
  });
}
