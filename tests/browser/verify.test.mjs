// The page that verifies: reports by link and files that are chosen, intact and damaged in every way, in Chinese and
// English, from a host and from the disk; and that its verdict on proofs is the program's.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

import { axe, overflow, PHONE, TAGS, violations } from "./accessibility.mjs";
import { launch, openTab } from "./browser.mjs";
import { launchFirefox, openFirefoxTab, withoutFirefox } from "./firefox.mjs";
import { serve } from "./server.mjs";
import { filesBelow, gongbao, none, project, temporaryFolder, writeTree } from "./site.mjs";

/** Reports of the first publication, and of the second: more than a file of the log has room for. */
const [FIRST, SECOND] = [100, 220];
const PAGE = "verify/index.html";

const report = (title, more = "") => `---\ntitle: ${title}\ntype: list\nperiod: 2021\n${more}---\n\n示例正文。\n`;

/** A content tree, its key at `key`. */
function content(key, { language = "zh-Hans", reports = FIRST, base = true } = {}) {
  const files = {
    "archive.yaml": [
      "title: 测试档案",
      "types: {list: 清单}",
      `language: ${language}`,
      base ? "base_url: https://www.example.org/archive/" : "",
      `truth: ${key}`,
      "",
    ].join("\n"),
    "shili/_index.md": "---\nname: 示例市\n---\n",
    "shili/table/index.md": report("示例附件", "attachments: [{file: a.csv, title: 清单}]\n"),
    "shili/table/a.csv": "序号,件数\n1,2\n",
  };
  for (let n = 1; n < reports; n += 1) files[`shili/r${n}/index.md`] = report(`示例${n}`);
  return writeTree(files);
}

function run(...args) {
  const { status, stdout, stderr } = gongbao(...args, "--lang", "en");
  assert.equal(status, 0, `gongbao ${args.join(" ")}:\n${stdout}${stderr}`);
  return stdout;
}

function newKey(folder, name = "k") {
  const file = join(folder, name);
  const said = run("key", "new", "example.org/log", "--to", file);
  return { file, written: /example\.org\/log\+\S+/.exec(said)[0] };
}

/** A site of two publications: with the second r1 was corrected, and `more` reports came. `first` is given that of the first. */
function publish(tree, key, more, first = () => {}) {
  const site = join(temporaryFolder(), "site");
  const build = (...how) => run("build", "--content", tree, "--out", site, "--key", key.file, ...how);
  build("--new-log");
  first(site);
  const correct = ["--reason", "更正件数", "--date", "2022-03-01"];
  run("correct", "shili/r1", ...correct, "--content", tree, "--out", site);
  appendFileSync(join(tree, "shili/r1/index.md"), "\n更正后的一段。\n");
  for (let n = 0; n < more; n += 1) {
    mkdirSync(join(tree, `shili/s${n}`));
    writeFileSync(join(tree, `shili/s${n}/index.md`), report(`后来${n}`));
  }
  build();
  return site;
}

let key;
let site;
let old;
let browser;
let host;
let tab;
before(async () => {
  const folder = temporaryFolder();
  key = newKey(folder);
  site = publish(content(key.written), key, SECOND, (site) => {
    old = readFileSync(join(site, "log/checkpoint"));
  });
  browser = await launch();
  host = await serve(site);
  tab = await openTab(browser);
});
after(async () => {
  await browser?.close();
  await host?.close();
});

const settled = () => document.querySelector("[role=status] ul") !== null;

/** What the page says of a report that its address names. */
async function byLink(hash, { page = tab.page, root = host.url } = {}) {
  await page.goto("about:blank");
  await page.goto(`${root}${PAGE}${hash}`);
  await page.waitForFunction(settled);
  return page.$eval("[role=status]", (element) => element.innerText);
}

/** A file to be chosen. */
const given = (name, bytes) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });

/** What it says of files that are chosen. */
async function byFiles(...files) {
  await tab.page.goto("about:blank");
  await tab.page.goto(`${host.url}${PAGE}`);
  const read = (path) => given(basename(path), readFileSync(join(site, path)));
  await tab.page.setInputFiles(
    "#site-verify-files",
    files.map((file) => (typeof file === "string" ? read(file) : file)),
  );
  await tab.page.waitForFunction(settled);
  return tab.page.$eval("[role=status]", (element) => element.innerText);
}

/** Runs while a file of the site is another. */
async function damaged(path, change, work) {
  const file = join(site, path);
  const kept = `${file}.kept`;
  renameSync(file, kept);
  if (statSync(kept).isDirectory()) change(file);
  else {
    const bytes = change(readFileSync(kept));
    if (bytes) writeFileSync(file, bytes);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true, recursive: true });
    renameSync(kept, file);
  }
}

const flipped = (at) => (bytes) => {
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  return bytes;
};

describe("by link", () => {
  test("an intact text is recorded and unaltered since, and nothing but this host is asked", async () => {
    tab.take();
    const said = await byLink("#shili/r2,1");
    for (const words of ["已收录，此后未曾改动。", "收录于第1次发布", "同一段历史", "由example.org/log的公钥签名"]) {
      assert.ok(said.includes(words), said);
    }
    assert.ok(!/真实|属实|真的/.test(said), said);
    // That there is no later proof is all that fails.
    none(tab.take().filter((fault) => !fault.includes("404")));
  });

  test("the report's own page leads there", async () => {
    await tab.page.goto(`${host.url}shili/r1/index.html`);
    await tab.page.click(".recorded a >> text=核对");
    await tab.page.waitForFunction(settled);
    const said = await tab.page.innerText("[role=status]");
    assert.ok(said.includes("第2版") && said.includes("第2次发布") && said.includes("已收录，此后未曾改动。"), said);
  });

  test("an earlier text is as it was, and the newer one is named with its reason", async () => {
    const said = await byLink("#shili/r1,1");
    for (const words of ["此后作过更正", "现行文本是第2版", "更正件数", "history/1.md"])
      assert.ok(said.includes(words), said);
  });

  test("the digest on a printed page is compared", async () => {
    const digest = /"sha256":"([0-9a-f]{64})"/.exec(
      atob(/extra (\S+)/.exec(readFileSync(join(site, "shili/r2/1.tlog-proof"), "utf8"))[1]),
    )[1];
    const group = digest.slice(0, 16).replace(/(.{4})(?=.)/g, "$1 ");
    assert.ok(
      (await byLink(`#shili/r2,1,${digest.slice(0, 32).toUpperCase()}`)).includes("打印页上的校验值与收录的一致"),
    );
    assert.ok((await byLink(`#shili/r2,1,${"0".repeat(32)}`)).includes("打印的不是这一版文本"));
    const html = readFileSync(join(site, "shili/r2/index.html"), "utf8");
    assert.ok(html.includes(`shili/r2,1,${group}`), "the code is printed");
    await tab.page.goto(`${host.url}${PAGE}`);
    await tab.page.fill("#site-verify-code", `shili/r2,1,${group}`);
    await tab.page.press("#site-verify-code", "Enter");
    await tab.page.waitForFunction(settled);
    assert.ok((await tab.page.innerText("[role=status]")).includes("已收录，此后未曾改动。"));
  });

  for (const { what, hash = "#shili/r2,1", path, change, says } of [
    { what: "a text with another byte", path: "shili/r2/index.md", change: flipped(-3), says: "收录之后被改动过" },
    { what: "a text that is gone", path: "shili/r2/index.md", change: () => null, says: "找不到shili/r2/index.md" },
    {
      what: "an earlier text with another byte",
      hash: "#shili/r1,1",
      path: "shili/r1/history/1.md",
      change: flipped(-3),
      says: "收录之后被改动过",
    },
    {
      what: "the proof of another report",
      path: "shili/r2/1.tlog-proof",
      change: () => readFileSync(join(site, "shili/r3/1.tlog-proof")),
      says: "另一份文本的证明（shili/r3）",
    },
    {
      what: "a proof with another hash",
      path: "shili/r2/1.tlog-proof",
      change: (bytes) =>
        Buffer.from(
          bytes.toString().replace(/(index \d+\n)./, (all, line) => `${line}${all.at(-1) === "A" ? "B" : "A"}`),
        ),
      says: "证明不成立",
    },
    {
      what: "a proof that is cut",
      path: "shili/r2/1.tlog-proof",
      change: (bytes) => bytes.subarray(0, 200),
      says: "不是证明",
    },
    {
      what: "a proof that is huge",
      path: "shili/r2/1.tlog-proof",
      change: () => Buffer.alloc(3e6, "A"),
      says: "不是证明",
    },
    {
      what: "a signature with another byte",
      path: "log/checkpoint",
      change: (bytes) =>
        Buffer.from(bytes.toString().replace(/(.)(.{8}\n)$/, (_, sign, rest) => (sign === "A" ? "B" : "A") + rest)),
      says: "签名不成立",
    },
    {
      what: "a checkpoint that was rolled back",
      hash: "#shili/r1,2",
      path: "log/checkpoint",
      change: () => old,
      says: "存证日志退回到了旧的状态",
    },
    { what: "no checkpoint", path: "log/checkpoint", change: () => Buffer.from("<html>"), says: "不是检查点" },
    {
      what: "a file of the log that is cut",
      path: "log/tile/0/000",
      change: (bytes) => bytes.subarray(32),
      says: "log/tile/0/000已经损坏",
    },
    {
      what: "a file of the log with another byte",
      path: "log/tile/0/000",
      change: flipped(5),
      says: "log/tile/0/000已经损坏",
    },
    {
      what: "a newest file of the log with another byte",
      path: "log/tile/1/000.p/1",
      change: flipped(5),
      says: "log/tile已经损坏",
    },
    {
      what: "an entry with another byte",
      path: "log/tile/entries/000",
      change: (bytes) => Buffer.from(bytes.toString("latin1").replace('"seq":1', '"seq":9'), "latin1"),
      says: "log/tile/entries/000已经损坏",
    },
    {
      what: "a file of the log that is gone",
      path: "log/tile/1/000.p/1",
      change: () => null,
      says: "找不到log/tile/1/000.p/1",
    },
  ]) {
    test(`${what} is noticed`, async () => {
      const said = await damaged(path, change, () => byLink(hash));
      assert.ok(said.includes(says) && !said.includes("未曾改动。"), said);
    });
  }

  test("another history and another key are noticed", async () => {
    for (const { other, says } of [
      { other: { ...key, file: join(temporaryFolder(), "copy") }, says: "存证日志已分叉" },
      { other: newKey(temporaryFolder(), "other"), says: "没有本档案公钥的签名" },
    ]) {
      // The same key in another place, where nobody noted what it signed.
      if (other.written === key.written) cpSync(key.file, other.file);
      const fork = publish(content(other.written), other, SECOND + 20);
      const said = await damaged(
        "log",
        (to) => cpSync(join(fork, "log"), to, { recursive: true }),
        () => byLink("#shili/r1,2"),
      );
      assert.ok(said.includes(says), said);
    }
  });

  test("what is no name of a report asks for nothing", async () => {
    for (const hash of [
      "#../../etc/passwd,1",
      "#https://other.example/a",
      "#%F0%28%8C",
      `#${"a/".repeat(300)}`,
      "#a,0",
      "#a,1,xyz",
    ]) {
      const before = host.requests.length;
      assert.ok((await byLink(hash)).includes("这不是核对码"), hash);
      none(host.requests.slice(before).filter((path) => path.includes("tlog-proof")));
    }
  });
});

describe("files that are chosen", () => {
  test("a text with its proof, and an attachment with its list, are recorded", async () => {
    const text = await byFiles("shili/r2/index.md", "shili/r2/1.tlog-proof");
    assert.ok(text.includes("已收录，此后未曾改动。") && text.includes("shili/r2第1版"), text);
    const attachment = await byFiles("shili/table/a.csv", "shili/table/1.tlog-proof", "shili/table/1.sha256");
    assert.ok(attachment.includes("已收录，此后未曾改动。") && attachment.includes("附件a.csv"), attachment);
  });

  test("what is damaged, of another file, or hostile gives words", async () => {
    const proof = readFileSync(join(site, "shili/r2/1.tlog-proof"), "utf8");
    for (const { files, says } of [
      { files: [given("a.md", "another"), "shili/r2/1.tlog-proof"], says: "不是这份证明所收录的文件" },
      { files: ["shili/r3/index.md", "shili/r2/1.tlog-proof"], says: "不是这份证明所收录的文件" },
      { files: ["shili/r2/1.tlog-proof"], says: "不只是它的证明" },
      { files: ["shili/r2/index.md"], says: "一并选择" },
      ...[
        "",
        "c2sp.org/tlog-proof@v1\n",
        proof.slice(0, 300),
        proof.replace(/extra .*/, `extra ${btoa("{}")}`),
        proof.replace(/extra .*/, `extra ${btoa('{"__proto__":1}')}`),
        proof.replace(/index .*/, "index 99999999999999999999"),
        `${proof}${"— a AAAAAAAA\n".repeat(100)}`,
        "\u0000".repeat(1000),
        "A".repeat(2e6),
      ].map((text) => ({ files: ["shili/r2/index.md", given("1.tlog-proof", text)], says: "不是证明" })),
    ]) {
      const said = await byFiles(...files);
      assert.ok(said.includes(says), `${says}: ${said}`);
    }
  });

  test("a name is text and never HTML", async () => {
    const said = await byFiles(given("<img src=x>.md", "x"), "shili/r2/1.tlog-proof");
    assert.ok(said.includes("<img src=x>.md"), said);
  });
});

test("in English too", async () => {
  const folder = temporaryFolder();
  const own = newKey(folder);
  const english = publish(content(own.written, { language: "en", reports: 3, base: false }), own, 0);
  const there = await serve(english);
  const intact = await byLink("#shili/r1,2", { root: there.url });
  assert.ok(intact.includes("Recorded, and unaltered since.") && intact.includes("publication 2"), intact);
  writeFileSync(join(english, "shili/r1/index.md"), "x");
  const altered = await byLink("#shili/r1,2", { root: there.url });
  assert.ok(altered.includes("not as it was recorded: it was altered since"), altered);
  assert.ok(
    !readFileSync(join(english, "shili/r1/index.html"), "utf8").includes("<svg width"),
    "no address, no QR code",
  );
  await there.close();
});

test("opened from the disk, the files are chosen", async () => {
  const root = `${pathToFileURL(site)}/`;
  const said = await byLink("#shili/r2,1", { root });
  assert.ok(said.includes("从磁盘打开") && said.includes("shili/r2/1.tlog-proof"), said);
  const files = ["shili/r2/index.md", "shili/r2/1.tlog-proof", "log/checkpoint"];
  await tab.page.goto("about:blank");
  await tab.page.goto(`${root}${PAGE}`);
  await tab.page.setInputFiles(
    "#site-verify-files",
    files.map((file) => join(site, file)),
  );
  await tab.page.waitForFunction(settled);
  const chosen = await tab.page.innerText("[role=status]");
  assert.ok(chosen.includes("已收录，此后未曾改动。") && chosen.includes("的公钥签名"), chosen);
});

test("what somebody made, with the checkpoint of the archive beside it, is not recorded", async () => {
  const text = "伪造的文本。";
  const digest = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
  const source = { sha256: digest(text).toString("hex"), size: Buffer.byteLength(text) };
  const entry = JSON.stringify({ id: "shili/r2", op: "publish", rev: 1, source, v: 1 });
  const head = `example.org/log\n1\n${digest(Buffer.of(0), entry).toString("base64")}\n`;
  const proof = `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(entry).toString("base64")}\nindex 0\n\n${head}`;
  const folder = temporaryFolder();
  const files = { "index.md": text, "1.tlog-proof": proof, checkpoint: readFileSync(join(site, "log/checkpoint")) };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  for (const [root, says] of [
    [`${pathToFileURL(site)}/`, "没有本档案公钥的签名"],
    [host.url, "存证日志已分叉"],
  ]) {
    await tab.page.goto("about:blank");
    await tab.page.goto(`${root}${PAGE}`);
    await tab.page.setInputFiles(
      "#site-verify-files",
      Object.keys(files).map((name) => join(folder, name)),
    );
    await tab.page.waitForFunction(settled);
    const said = await tab.page.innerText("[role=status]");
    assert.ok(said.includes(says) && !said.includes("未曾改动"), said);
  }
});

test("files of several reports are chosen at once, each with its proof", async () => {
  const text = readFileSync(join(site, "shili/r3/index.md"));
  const proof = readFileSync(join(site, "shili/r3/1.tlog-proof"));
  const said = await byFiles(
    "shili/r2/index.md",
    "shili/r2/1.tlog-proof",
    given("r3.md", text),
    given("r3.tlog-proof", proof),
  );
  assert.equal(said.split("已收录，此后未曾改动。").length, 3, said);
});

test("a browser that offers no digests, or knows no Ed25519, says what was not verified", async () => {
  const bare = await openTab(browser);
  await bare.page.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
  const said = await byLink("#shili/r2,1", { page: bare.page });
  assert.ok(said.includes("未能核对。") && said.includes("https网址"), said);
  const old = await openTab(browser);
  await old.page.addInitScript(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException("none", "NotSupportedError"));
  });
  const partly = await byLink("#shili/r2,1", { page: old.page });
  assert.ok(
    partly.includes("签名未能核对。") && partly.includes("没有核对签名") && !partly.includes("公钥签名"),
    partly,
  );
});

test("a log that nobody signs is said to be unsigned", async () => {
  const tree = content("true", { reports: 3 });
  const unsigned = join(temporaryFolder(), "site");
  run("build", "--content", tree, "--out", unsigned, "--new-log");
  const there = await serve(unsigned);
  const said = await byLink("#shili/r1,1", { root: there.url });
  assert.ok(said.includes("已收录，此后未曾改动。") && said.includes("存证日志没有签名。"), said);
  assert.ok(!(await tab.page.innerText("main")).includes("由下面的公钥签名"));
  await there.close();
});

test("a site without a log has no such page, script or link", () => {
  const tree = writeTree({ "archive.yaml": "title: 测试档案\n", "shili/_index.md": "---\nname: 示例市\n---\n" });
  const plain = join(temporaryFolder(), "site");
  run("build", "--content", tree, "--out", plain);
  none(filesBelow(plain).filter((path) => path.includes("verify")));
  assert.ok(!readFileSync(join(plain, "index.html"), "utf8").includes("verify"));
});

test("without JavaScript the commands stand there, and that it is needed is said", async () => {
  const plain = await openTab(browser, { javaScriptEnabled: false });
  await plain.page.goto(`${host.url}${PAGE}#shili/r2,1`);
  const text = await plain.page.innerText("main");
  assert.ok(text.includes("sha256sum --check") && text.includes("需要启用JavaScript"), text);
  assert.equal(await plain.page.isVisible("#site-verify-files"), false);
});

test("on a telephone, by keyboard and for axe the page is as others are", async () => {
  const phone = await openTab(browser, { viewport: PHONE });
  await byLink("#shili/r1,1", { page: phone.page });
  none(await phone.page.evaluate(overflow));
  await phone.page.evaluate(axe);
  none(await phone.page.evaluate(violations, TAGS));
  await phone.page.focus("#site-verify-files");
  await phone.page.keyboard.press("Tab");
  assert.equal(await phone.page.evaluate(() => document.activeElement.id), "site-verify-code");
});

test("on paper a report has its code and a QR code, on the screen neither", async () => {
  await tab.page.goto(`${host.url}shili/r2/index.html`);
  assert.equal(await tab.page.isVisible(".print-only svg"), false);
  await tab.page.emulateMedia({ media: "print" });
  assert.equal(await tab.page.isVisible(".print-only svg"), true);
  await tab.page.emulateMedia({ media: null });
});

test("the scripts and the style of the page are less than 20 KB", () => {
  const names = readdirSync(join(site, "assets")).filter((name) => name.startsWith("verify"));
  const sum = names.reduce((sum, name) => sum + statSync(join(site, "assets", name)).size, 0);
  assert.equal(names.length, 3);
  assert.ok(sum <= 20 * 1024, `${sum}`);
});

const skip = withoutFirefox();
test("Firefox says the same, from a host and from the disk", { skip }, async () => {
  const firefox = await launchFirefox();
  const { page } = await openFirefoxTab(firefox);
  const said = await byLink("#shili/r2,1", { page });
  assert.ok(said.includes("已收录，此后未曾改动。") && said.includes("的公钥签名"), said);
  await page.goto(`${pathToFileURL(site)}/${PAGE}`);
  const input = await page.$("#site-verify-files");
  await input.uploadFile(join(site, "shili/r2/index.md"), join(site, "shili/r2/1.tlog-proof"));
  await page.waitForFunction(settled);
  const chosen = await page.$eval("[role=status]", (element) => element.innerText);
  assert.ok(chosen.includes("已收录，此后未曾改动。"), chosen);
  await firefox.close();
});

/** Numbers that are the same in each run. */
function* numbers() {
  let state = 1;
  for (;;) {
    state = (state * 48271) % 2147483647;
    yield state;
  }
}

test("of a hundred proofs that are altered the page and the program say the same", async () => {
  runInThisContext(readFileSync(join(project, "themes/default/assets/verify-proof.js"), "utf8"));
  const { verify } = globalThis.gongbaoVerify;
  const folder = temporaryFolder();
  const text = join(folder, "index.md");
  cpSync(join(site, "shili/r2/index.md"), text);
  const vkey = join(folder, "archive.vkey");
  writeFileSync(vkey, `${key.written}\n`);
  const whole = readFileSync(join(site, "shili/r2/1.tlog-proof"));
  const next = numbers();
  const pick = (end) => next.next().value % end;
  const makers = [
    (bytes) => flipped(pick(bytes.length))(bytes),
    (bytes) => bytes.subarray(0, pick(bytes.length)),
    (bytes) => Buffer.concat([bytes, bytes.subarray(pick(bytes.length))]),
    (bytes) => {
      const lines = bytes.toString().split("\n");
      lines.splice(pick(lines.length), 1, ...(pick(2) ? [lines[pick(lines.length)]] : []));
      return Buffer.from(lines.join("\n"));
    },
    // A further signature of a key that nobody knows changes nothing.
    (bytes) => Buffer.concat([bytes, Buffer.from("— other.example AAAAAAAA\n")]),
  ];
  const faults = [];
  const found = { intact: 0, not: 0 };
  for (let at = 0; at < 100; at += 1) {
    const bytes = makers[at % makers.length](Buffer.from(whole));
    const proof = join(folder, `${at}.tlog-proof`);
    writeFileSync(proof, bytes);
    const file = { name: "index.md", bytes: new Uint8Array(readFileSync(text)) };
    const { verdict, said } = await verify({ file, proof: new Uint8Array(bytes), proofName: "p" }, key.written, null);
    const { status } = gongbao("verify", text, "--proof", proof, "--key", vkey);
    found[verdict === "intact" ? "intact" : "not"] += 1;
    if ((verdict === "intact") !== (status === 0))
      faults.push(`${at}: ${verdict} ${JSON.stringify(said)}, exit ${status}`);
  }
  none(faults);
  assert.ok(found.intact >= 20 && found.not >= 60, JSON.stringify(found));
});
