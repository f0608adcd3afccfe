// Sites for the tests: built by the real program into temporary folders, and what is in them.
//
// In goes a content tree (the sample archive, the five real reports, or files that a test makes); out
// comes the published folder. The program is $GONGBAO, else the debug build of this clone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { skipped } from "./skips.mjs";

/** The root of this clone. */
export const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** The sample archive. */
export const sampleContent = join(project, "content");
/** A site's own theme, laid over the default one. */
export const exampleTheme = join(project, "themes/example");
/** The five real reports, which are no part of the project: $GONGBAO_SHARED names their folder and demands them. */
export const realContent = resolve(project, process.env.GONGBAO_SHARED ?? "../shared", "reports/content");

/** Whether tests on the real reports run. */
export const hasReal = process.env.GONGBAO_SHARED !== undefined || existsSync(realContent);
/** Why tests on the real reports are skipped, or false where they run. */
export const withoutReal = () => !hasReal && skipped("data", "../shared/reports/content is not there");

const program = process.env.GONGBAO ?? join(process.env.CARGO_TARGET_DIR ?? join(project, "target"), "debug/gongbao");

const temporary = [];
process.on("exit", () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the test file ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "gongbao-browser-"));
  temporary.push(folder);
  return folder;
}

/** Runs gongbao; its exit code and what it printed. */
export function gongbao(...args) {
  const run = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  assert.ok(!run.error, `${program} cannot be run (tests/run builds it): ${run.error}`);
  return run;
}

/**
 * Publishes a content tree, with more arguments; the site's folder, which is gone when the test file ends
 * unless it is given.
 */
export function build(content, folder = join(temporaryFolder(), "site"), ...more) {
  const run = gongbao("build", "--content", content, "--out", folder, "--lang", "en", ...more);
  assert.equal(run.status, 0, `gongbao build --content ${content}:\n${run.stdout}${run.stderr}`);
  if (process.env.GONGBAO_TEST_ENGINE) replaceEngine(folder, process.env.GONGBAO_TEST_ENGINE);
  return folder;
}

/** Puts another search engine in the place of the one that the program published. */
function replaceEngine(folder, file) {
  const bytes = readFileSync(file);
  const search = join(folder, "search");
  const [name] = readdirSync(search).filter((name) => name.startsWith("engine-"));
  writeFileSync(join(search, name), bytes);
  const script = join(search, "disk", `${name}.js`);
  if (existsSync(script)) writeFileSync(script, `gongbaoFile="${bytes.toString("base64")}";\n`);
}

/** Writes a content tree, given as {path: text}; its folder. */
export function writeTree(files) {
  const content = join(temporaryFolder(), "content");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
  }
  return content;
}

/** Writes a content tree and publishes it, as `build` does. */
export function buildFiles(files, folder) {
  return build(writeTree(files), folder);
}

/** Paths of all files below a folder, sorted, with "/" between the names. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * Every HTML page of a site but 404.html, which a host shows at addresses that are not its own, and the page for frames
 * in pages of other sites, which embed.test.mjs looks at.
 */
export function pagesOf(site) {
  return filesBelow(site).filter((path) => path.endsWith(".html") && !["404.html", "search/embed.html"].includes(path));
}

/** Where a page at an old address sends its visitors, as a path of the site; null for other pages. */
export function redirectOf(site, path) {
  const refresh = /<meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(readFileSync(join(site, path), "utf8"));
  return refresh && new URL(refresh[1], `http://host/${path}`).pathname.slice(1);
}

/** Asserts that a list of faults is empty; the message has the first twenty. */
export function none(faults) {
  const more = faults.length > 20 ? `\n… and ${faults.length - 20} more` : "";
  assert.ok(faults.length === 0, `\n${faults.slice(0, 20).join("\n")}${more}`);
}

/** The reports of a site, as its open data lists them. */
export function reportsOf(site) {
  return JSON.parse(readFileSync(join(site, "data/reports.json"), "utf8")).reports;
}

/** The page of a report, as a path of the site; its address is relative to data/. */
export function pageOf(report) {
  return new URL(report.url, "http://host/data/").pathname.slice(1);
}
