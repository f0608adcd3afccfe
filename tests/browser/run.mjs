// All tests, two files at a time: the sites that several files walk are built once for all.
//
// usage: npm test [-- OPTION OF node --test …]

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gongbao-browser-sites-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.GONGBAO_TEST_SITES = folder;

// It reads the variable.
const { readSites } = await import("./sites.mjs");
for (const { skip, build } of readSites) if (!skip) build();

const files = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
const options = ["--test", "--test-concurrency=2", "--test-timeout=3600000", ...process.argv.slice(2)];
const run = spawnSync(process.execPath, [...options, ...files], { cwd: here, stdio: "inherit" });
process.exitCode = run.status ?? 1;
