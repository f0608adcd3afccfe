// All tests, or some files of them, two files at a time: the sites that several files walk are built once for all.
//
// usage: npm test [-- OPTION OF node --test … NAME.test.mjs …]

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gongbao-browser-sites-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.GONGBAO_TEST_SITES = folder;

const isTest = (name) => name.endsWith(".test.mjs");
const some = process.argv.slice(2).filter(isTest);

// It reads the variable.
const { readSites, sites } = await import("./sites.mjs");
// Every file needs the sample; few of them need more.
for (const { isThere, build } of some.length > 0 ? sites.slice(0, 1) : readSites) if (isThere) build();

const files = some.length > 0 ? some : readdirSync(here).filter(isTest);
const more = process.argv.slice(2).filter((argument) => !isTest(argument));
const options = ["--test", "--test-concurrency=2", "--test-timeout=3600000", ...more];
const run = spawnSync(process.execPath, [...options, ...files], { cwd: here, stdio: "inherit" });
process.exitCode = run.status ?? 1;
