// A small archive of reports as agencies write them: numbers and paragraphs without one, tables, who signs and when, what
// is attached, and years that are not held.

/** A table of many rows, longer than a page of paper. */
const rows = (count) => Array.from({ length: count }, (_, n) => `| 事项${n + 1} | ${n + 1} |`).join("\n");

/** The text of every report. */
export const BODY = `全年的工作在上级领导下开展，认真落实各项要求，围绕中心工作，全面推进依法行政，现将有关情况报告如下。

一、主要工作

（一）加强学习。全年组织学习12次，参加人员覆盖各个部门，学习内容包括行政复议等方面的法律法规。

这是一个没有编号的段落，用来说明全年受理行政复议申请的数量以及办理的结果，文字稍长一些，占去好几行。

| 事项名称 | 受理件数 | 办结件数 | 上年结转 | 结转下年 | 维持件数 | 撤销件数 | 驳回件数 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 行政复议申请受理 | 15 | 12 | 1 | 4 | 3 | 2 | 7 |
| 行政处罚 | 150 | 120 | 10 | 40 | 33 | 22 | 77 |

${Array.from({ length: 12 }, (_, n) => `第${n + 1}项工作进展顺利，有关部门按照要求办理行政复议，完成了全年的任务，群众对办理结果表示满意。\n\n`).join("")}
二、存在的问题和下一年度推进法治政府建设的主要安排

行政复议工作仍有不足。

附件：1. 云麓区法治政府建设统计表

2. 云麓区规范性文件清理结果目录以及各部门报送的重大行政决策事项目录

云麓区人民政府

2021年1月20日

附件1

| 事项 | 件数 |
| --- | --- |
${rows(60)}`;

const report = (year) => `---
title: 云麓区人民政府${year}年法治政府建设情况年度报告
type: annual-report
period: ${year}
published: ${year + 1}-03-01
index_number: 00123456/${year}-00001
document_number: 云政发〔${year + 1}〕1号
keywords: [法治政府, 行政复议]
attachments: [{file: ${year}.csv, title: 统计表}]
source: {name: 云麓区人民政府网站, url: "https://example.org/${year}.html", captured: 2024-01-01}
---

${BODY}
`;

const years = [2017, 2019, 2020, 2023];
export const official = {
  "archive.yaml": "title: 测试档案\ntypes: {annual-report: {name: 年度报告}}\n",
  "yunlu/_index.md": "---\nname: 云麓区人民政府\n---\n",
  ...Object.fromEntries(
    years.flatMap((year) => [
      [`yunlu/${year}.md`, report(year)],
      [`yunlu/${year}.csv`, "甲,乙\n1,2\n"],
    ]),
  ),
};
export const REPORT = "yunlu/2020/index.html";
