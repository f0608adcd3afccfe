// The servers of docs/nginx.conf and docs/Caddyfile, started for a test with the very files that are in docs.
//
// Each serves one site, below a path of the host or at its top, on 127.0.0.1.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { until } from "./browser.mjs";
import { project, temporaryFolder } from "./site.mjs";

// Debian has it where only root looks for programs.
const nginx = existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

export const has = {
  nginx: () => !spawnSync(nginx, ["-v"]).error,
  caddy: () => !spawnSync("caddy", ["version"]).error,
};

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Waits until the server that was started answers, and no other program that has taken its port in the meantime. */
async function answers(server, url, is) {
  process.on("exit", () => server.kill("SIGTERM"));
  await until(async () => {
    assert.equal(server.exitCode, null, "the server has ended");
    const answer = await fetch(`${url}/`).catch(() => null);
    return answer && is(answer);
  }, "the server answers");
  return { url, stop: () => server.kill("SIGTERM") };
}

export const start = {
  async nginx(site, path) {
    const folder = temporaryFolder();
    const port = await freePort();
    let text = readFileSync(join(project, "docs/nginx.conf"), "utf8");
    const replace = (from, to) => {
      assert.ok(text.includes(from), `docs/nginx.conf has no "${from}"`);
      text = text.replace(from, to);
    };
    // Below a path the folder has the name of its last part.
    let root = site;
    if (path) {
      root = join(folder, "root");
      const at = join(root, path);
      mkdirSync(join(at, ".."), { recursive: true });
      symlinkSync(site, at);
      replace('set $archive "";', `set $archive "${path}";`);
    }
    replace("listen 80;", `listen 127.0.0.1:${port};`);
    replace("root /srv/gongbao/public;", `root "${root}";`);
    // A user other than root may not write to the system's folders.
    const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => {
      mkdirSync(join(folder, name));
      return `${name}_temp_path "${join(folder, name)}";`;
    });
    replace("http {\n", `http {\n${own.join("\n")}\n`);
    const file = join(folder, "nginx.conf");
    writeFileSync(file, text);
    const user = process.getuid?.() === 0 ? "user root;" : "";
    const directives = (level) => `${user} pid ${join(folder, "pid")}; error_log stderr ${level};`;
    const options = ["-p", folder, "-c", file, "-e", "stderr"];
    const checked = spawnSync(nginx, ["-t", ...options, "-g", directives("warn")], { encoding: "utf8" });
    assert.equal(checked.status, 0, checked.stderr);
    assert.ok(!/\[(warn|error|emerg)\]/.test(checked.stderr), checked.stderr);
    // What is not found is no fault of the server.
    const running = `${directives("crit")} daemon off;`;
    const server = spawn(nginx, [...options, "-g", running], { stdio: "inherit" });
    return answers(server, `http://127.0.0.1:${port}${path}`, (answer) =>
      answer.headers.get("server")?.startsWith("nginx"),
    );
  },

  async caddy(site, path) {
    const folder = temporaryFolder();
    const port = await freePort();
    const file = join(project, "docs/Caddyfile");
    const options = ["--adapter", "caddyfile", "--config", file];
    const formatted = spawnSync("caddy", ["fmt", file], { encoding: "utf8" });
    assert.equal(formatted.stdout, readFileSync(file, "utf8"), "docs/Caddyfile is as `caddy fmt` writes it");
    const env = {
      ...process.env,
      ARCHIVE_ADDRESS: `http://127.0.0.1:${port}`,
      ARCHIVE_FOLDER: site,
      ARCHIVE_PATH: path,
      // The port for administration would be taken from another Caddy.
      CADDY_ADMIN: "off",
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    };
    const checked = spawnSync("caddy", ["validate", ...options], { encoding: "utf8", env });
    assert.equal(checked.status, 0, checked.stderr);
    assert.ok(!checked.stderr.includes('"level":"warn"'), checked.stderr);
    const server = spawn("caddy", ["run", ...options], { stdio: "ignore", env });
    return answers(server, `http://127.0.0.1:${port}${path}`, (answer) => answer.headers.has("x-content-type-options"));
  },
};
