// What cannot be tested on this machine, and why: each skip is noted in the file that $GONGBAO_SKIPS names, which
// tests/run prints at its end and, where something may not be skipped, fails on (tests/skips.sh).

import { appendFileSync, existsSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

const noted = new Set();

/** Notes that this file of tests skips something for want of "data" or of a "tool"; the reason, for node:test. */
export function skipped(lack, why) {
  const line = `${lack}: ${basename(process.argv[1])}: ${why}`;
  if (process.env.GONGBAO_SKIPS && !noted.has(line)) appendFileSync(process.env.GONGBAO_SKIPS, `${line}\n`);
  noted.add(line);
  return why;
}

/** Where the first of these programs is that the PATH has, or undefined. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Why tests are skipped that need a program, or false where it is there; `debian` is the package that has it. */
export function without(program, debian, path = onPath(program)) {
  return path ? false : skipped("tool", `there is no ${program} (Debian: ${debian})`);
}
