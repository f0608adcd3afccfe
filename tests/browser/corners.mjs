// A content tree with what the sample archive does not have: lists of more than one page, an archive
// in English with a web address of its own, reports without date or period, a body that is hard to lay out.

const archive = `title: Archive of corners
language: en
base_url: https://archive.example/reports/
notice: Made for a test.
licence: CC0-1.0
publisher: {name: Nobody, contact: "https://nobody.example/contact", corrections: errors@nobody.example}
types:
  annual-report: {name: Annual report}
  notice: {name: Notice}
`;

const report = (fields, body) => `---\n${fields}\n---\n\n${body}\n`;

const many = Object.fromEntries(
  // More than stand on a page of a list.
  Array.from({ length: 101 }, (_, n) => [
    `many/notice-${n}.md`,
    report(`title: Notice ${n}\ntype: notice\nwritten: ${2001 + (n % 14)}-03-0${1 + (n % 9)}`, `Body of notice ${n}.`),
  ]),
);

const wide = Array.from({ length: 14 }, (_, n) => `Column ${n}`);

/** Stands in the withdrawn report and must stand nowhere in the site. */
export const WITHDRAWN = "quixotic-withdrawn-sentence";
/** Stands in the draft and must stand nowhere in the site. */
export const DRAFT = "quixotic-draft-sentence";
/** Stands in the attachment of the withdrawn report. */
export const WITHDRAWN_FILE = "quixotic-withdrawn-attachment";

export const corners = {
  "archive.yaml": archive,
  "many/_index.md":
    "---\nname: Bureau of many notices\nother_names: [Many]\nregion: Nowhere\naliases: [old-bureau/index.html]\n---\n\nAbout **many** notices.\n",
  "few/_index.md": "---\nname: 很少的机关\nparent: many\n---\n",
  ...many,
  "few/undated.md": report("title: Without any date\ntype: annual-report", "Text without a date."),
  "few/chinese.md": report(
    'title: 一份很长很长的标题用来查看标题在窄屏幕上怎样换行以及目录怎样排列的年度报告\ntype: annual-report\nlanguage: zh-Hans\nperiod: 2020\nwritten: 2021-01\naliases: [old/report.html, old/deep/er/report.htm]\nsource: {name: Old site, url: "https://old.example/report.html", captured: 2022-01-02}',
    "一、第一部分\n\n（一）小标题。正文。[^1]\n\n1. 一项\n\n（1）再一项\n\n二、第二部分\n\n正文，见[别处](https://example.org/elsewhere)。\n\n[^1]: 脚注。",
  ),
  "few/hard.md": report(
    "title: " +
      "Unbreakable".repeat(12) +
      "\ntype: annual-report\nperiod: 2020\nwritten: 2021-02-03\nkeywords: [" +
      "x".repeat(90) +
      "]",
    [
      `| ${wide.join(" | ")} |\n|${wide.map(() => "---").join("|")}|\n| ${wide.map((_, n) => "1234567890".repeat(1 + (n % 2))).join(" | ")} |`,
      "https://example.org/" + "path/".repeat(40),
      "`" + "code".repeat(60) + "`",
      "```\n" + "long line of code ".repeat(20) + "\n```",
      "> Quote\n>\n> > Quote in a quote\n> >\n> > - list\n> >   - list in a list\n> >     1. third\n",
      "- [ ] to do\n- [x] done\n",
      "# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\nText ~~struck~~ *stressed* **strong** <kbd>Ctrl</kbd> H<sub>2</sub>O.",
      "![A picture](picture.svg)",
    ].join("\n\n"),
  ).replace("keywords:", "attachments: [{file: picture.svg, title: A picture}]\nkeywords:"),
  "few/withdrawn/index.md": report(
    "title: Taken back\ntype: annual-report\nperiod: 2019\nattachments: [{file: secret.csv, title: Table}]\nwithdrawn: {date: 2020-05-01, reason: Wrong figures}",
    WITHDRAWN,
  ),
  "few/withdrawn/secret.csv": `a,b\n${WITHDRAWN_FILE},1\n`,
  "few/draft.md": report("title: Not yet\ntype: annual-report\nperiod: 2021\ndraft: true", DRAFT),
};
// A report with attachments is a folder.
corners["few/hard/index.md"] = corners["few/hard.md"];
delete corners["few/hard.md"];
corners["few/hard/picture.svg"] =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="60"><rect width="1600" height="60"/></svg>';
// Tables in files: a long one, and one with cells that are hard to lay out.
corners["few/lists/index.md"] = report(
  "title: Lists\ntype: annual-report\nperiod: 2018\nattachments: [{file: long.csv, title: A long list, table: true}, {file: wide.csv, title: A wide table, table: true}]",
  "Text above the tables.",
);
corners["few/lists/long.csv"] =
  `No.,Matter,Office,\n${Array.from({ length: 250 }, (_, n) => `${n + 1},"Matter, ${n}",${"Office ".repeat(30)},\n`).join("")}`;
corners["few/lists/wide.csv"] =
  `${wide.concat(wide.map((name) => `Other ${name}`)).join(",")}\n${`${"Unbreakable".repeat(8)}${",1234567890".repeat(27)}\n`.repeat(3)}Total${",3703703670".repeat(27)}\n`;
