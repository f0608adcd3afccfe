// The HTML of every kind of page is valid: by html-validate, and by the Nu Html Checker, which is W3C's own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, test } from "node:test";

import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

import { none, pagesOf, redirectOf, temporaryFolder } from "./site.mjs";
import { readSites, representatives } from "./sites.mjs";
import { without } from "./skips.mjs";

const validator = new HtmlValidate(
  new FileSystemConfigLoader({
    root: true,
    extends: ["html-validate:recommended"],
    rules: {
      // Anchors are the official numbers, "1-2-3": HTML allows any id without white space.
      "valid-id": ["error", { relaxed: true }],
      // A title is the report's own, however long.
      "long-title": "off",
      // In a <pre> white space at the end of a line is the report's own; elsewhere it means nothing.
      "no-trailing-whitespace": "off",
    },
  }),
);

/** What the Nu Html Checker says and is not taken, with the reason. */
const EXPLAINED = [
  // It reads files from the disk, where nothing is 'self', and takes a data block for a script and a hash of
  // a style for none. What the policy stops is found in browsers, by pages.test.mjs and firefox.test.mjs.
  /Content Security Policy \(meta tag\)/,
];

const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

/** What the Nu Html Checker says of files: "path:line: message". */
function nu(files) {
  const run = spawnSync("java", ["-jar", jar, "--format", "json", "--exit-zero-always", ...files], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(!run.error, `java: ${run.error}`);
  assert.ok(run.stderr.startsWith("{"), `${run.stdout}${run.stderr}`);
  const said = JSON.parse(run.stderr).messages.filter(
    ({ message }) => !EXPLAINED.some((reason) => reason.test(message)),
  );
  return said.map(
    ({ url, lastLine, message }) => `${decodeURIComponent(new URL(url).pathname)}:${lastLine}: ${message}`,
  );
}

const present = readSites.filter(({ skip }) => !skip);

describe("every kind of page", () => {
  /** Paths from the folder of all, so that the checker, which is slow to start, starts once. */
  const files = [];
  before(() => {
    for (const { build } of present) {
      const site = build();
      const redirects = pagesOf(site).filter((path) => redirectOf(site, path) !== null);
      for (const path of [...representatives(site), ...redirects, "404.html"]) files.push(join(site, path));
    }
    assert.ok(files.length > 50);
  });

  test("html-validate finds no fault", async () => {
    const faults = [];
    for (const file of files) {
      const report = await validator.validateFile(file);
      for (const message of report.results.flatMap((result) => result.messages)) {
        faults.push(`${file}:${message.line}: ${message.ruleId}: ${message.message}`);
      }
    }
    none(faults);
  });

  test("the Nu Html Checker has nothing to say but what is explained, and does read the pages", {
    skip: without("java", "default-jre-headless"),
  }, () => {
    const broken = join(temporaryFolder(), "broken.html");
    writeFileSync(broken, "<!DOCTYPE html><title>x</title><p><div></p>");
    const said = nu([...files, broken]);
    assert.ok(
      said.some((text) => text.startsWith(`${broken}:`)),
      "a broken page was not noticed",
    );
    none(said.filter((text) => !text.startsWith(`${broken}:`)));
  });
});
