// The preview in a browser: what is saved is seen, what is wrong is said over the last good page, and search works.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { launch, openTab } from "./browser.mjs";

const TREE = {
  "archive.yaml": "title: 示例档案\nlanguage: zh-Hans\ntypes:\n  report: {name: 年度报告}\n",
  "shili/_index.md": "---\nname: 示例市\n---\n",
};

const report = (year, body) =>
  `---\ntitle: 示例市${year}年度报告\ntype: report\nperiod: ${year}\npublished: ${year + 1}-03-01\n---\n\n${body}\n`;

let folder;
let server;
let address;
let browser;
let tab;
let page;

/** Writes a file of the content. */
const write = (path, text) => {
  const at = join(folder, "content", path);
  mkdirSync(join(at, ".."), { recursive: true });
  writeFileSync(at, text);
};

const summary = () => page.locator("gongbao-preview button");
const panel = () => page.locator("gongbao-preview .panel");

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "gongbao-serve-"));
  for (const [path, text] of Object.entries(TREE)) {
    write(path, text);
  }
  for (let year = 2015; year < 2022; year += 1) {
    write(`shili/${year}.md`, report(year, `# 一、总体情况\n\n全市办理行政复议案件${year}件。\n`));
  }
  server = spawn(
    process.env.GONGBAO,
    ["serve", "--content", join(folder, "content"), "--lang", "zh", "--editor", "vscode"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const lines = createInterface({ input: server.stderr });
  address = await new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(line);
      if (found) {
        resolve(found[0]);
      }
    });
    server.once("exit", () => reject(new Error("the preview ended")));
  });
  browser = await launch();
  tab = await openTab(browser, { viewport: { width: 1280, height: 800 } });
  page = tab.page;
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("a report that is saved is seen where the reader is", async () => {
  await page.goto(`${address}shili/2021/index.html`);
  await summary().waitFor();
  const long = Array.from({ length: 80 }, (_, at) => `第${at}段文字。\n\n`).join("");
  write("shili/2021.md", report(2021, `# 一、总体情况\n\n改过的一句话。\n\n${long}`));
  await page.getByText("改过的一句话。").waitFor();
  await page.evaluate(() => scrollTo(0, 900));
  write("shili/2021.md", report(2021, `# 一、总体情况\n\n又改过的一句话。\n\n${long}`));
  await page.getByText("又改过的一句话。").waitFor();
  await page.waitForFunction(() => scrollY === 900);
});

test("what is wrong is said over the last good page, with a link to the place", async () => {
  const good = readFileSync(join(folder, "content/shili/2021.md"), "utf8");
  write("shili/2021.md", good.replace("type: report", "type: report\ntpye: 别的"));
  await panel().getByText("tpye").first().waitFor();
  assert.equal(await page.getByText("又改过的一句话。").count(), 1);
  assert.match(await summary().innerText(), /1 处错误/);
  const url = await panel().locator("li a").first().getAttribute("href");
  assert.match(url, /^vscode:\/\/file\/.*shili\/2021\.md:\d+:\d+$/);
  // A page that is loaded now is the last good one too.
  await page.reload();
  assert.equal(await page.getByText("又改过的一句话。").count(), 1);
  await panel().getByText("tpye").first().waitFor();
  write("shili/2021.md", good);
  await page.waitForFunction(
    () =>
      !/错误/.test(
        document.querySelector("gongbao-preview")?.shadowRoot?.querySelector("button")?.textContent ?? "错误",
      ),
  );
});

test("other files may be at fault: pages stay", async () => {
  write("archive.yaml", "title: [\n");
  await panel().getByText("archive.yaml").first().waitFor();
  await page.goto(`${address}shili/2020/index.html`);
  assert.equal(await page.getByText("行政复议案件2020件").count(), 1);
  write("archive.yaml", TREE["archive.yaml"].replace("示例档案", "另一个档案"));
  await page.getByText("另一个档案").first().waitFor();
});

test("a folder goes and comes back, a report is new, a draft is shown", async () => {
  await page.goto(`${address}agencies/index.html`);
  await page.getByText("示例市").first().waitFor();
  renameSync(join(folder, "content/shili"), join(folder, "away"));
  await page.waitForFunction(() => !document.body.innerText.includes("示例市"));
  cpSync(join(folder, "away"), join(folder, "content/shili"), { recursive: true });
  await page.getByText("示例市").first().waitFor();
  write("shili/2022.md", report(2022, "尚未写完的一句话。").replace("period", "draft: true\nperiod"));
  await page.goto(`${address}shili/2022/index.html`);
  await page.getByText("尚未写完的一句话。").waitFor();
});

test("search finds a sentence that was written a moment ago", async () => {
  write("shili/2019.md", report(2019, "这句话刚刚写好，就能查到。"));
  await page.goto(`${address}search/index.html`);
  await page.waitForFunction(
    () =>
      document.querySelector("gongbao-preview")?.shadowRoot?.querySelector("button")?.textContent === "预览 · 没有问题",
  );
  await page.goto(`${address}search/index.html?q=${encodeURIComponent("刚刚写好")}`);
  await page.locator("mark", { hasText: "刚刚写好" }).first().waitFor();
});

test("nothing of the preview is printed, or in a file of the site", async () => {
  await page.goto(`${address}shili/2019/index.html`);
  await summary().waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await summary().isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  // A page that is not there, or not yet, is no fault; what a policy stops is one, on whichever page.
  const faults = tab.take().filter((fault) => !fault.includes("status of 404"));
  assert.deepEqual(faults, []);
  const site = join(folder, ".gongbao/content/serve/site/shili/2019/index.html");
  assert.equal(readFileSync(site, "utf8").includes("gongbao/preview.js"), false);
});
