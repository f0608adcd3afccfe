// Content trees of the size that lists and the front page are made for: a province's agencies, a quarter of
// a century, many types and topics; and one whose front page shows a matrix with something in every cell.
// Titles are as long as official ones are.

const AGENCIES = 240;
const YEARS = 25;
const TYPES = 36;
const TOPICS = 80;

const places = ["云麓", "汀兰", "青岚", "白石", "临溪", "望川", "松阳", "石桥"];
const bodies = [
  "人民政府办公室",
  "市场监督管理局",
  "人力资源和社会保障局",
  "自然资源和规划局",
  "生态环境局",
  "应急管理局",
];

const pad = (n) => String(n).padStart(3, "0");
const nameOf = (n) => `示例省${places[n % places.length]}第${n}区${bodies[n % bodies.length]}`;

const types = Array.from(
  { length: TYPES },
  (_, n) => `  type-${pad(n)}: {name: 第${n}类法治政府建设和政务公开专项工作年度报告}`,
);

const archive = { "archive.yaml": `title: 示例省政府报告总档案\nlanguage: zh-Hans\ntypes:\n${types.join("\n")}\n` };

/** Report number `i` of agency number `n`. */
function report(n, i, year, type) {
  const title = `${nameOf(n)}关于${year}年度法治政府建设情况暨政务公开第${i}项专项工作的年度报告`;
  const topic = `第${(n * 3 + i) % TOPICS}项主题`;
  return `---\ntitle: ${title}\ntype: type-${pad(type % TYPES)}\nperiod: ${year}\npublished: ${year + 1}-03-0${1 + (i % 9)}\ntopics: [${topic}]\n---\n\n一、基本情况\n\n正文。\n`;
}

export const many = { ...archive };
for (let n = 0; n < AGENCIES; n += 1) {
  const folder = `unit-${pad(n)}`;
  // Every eighth stands above the seven that follow it.
  const parent = n % 8 === 0 ? "" : `parent: unit-${pad(n - (n % 8))}\n`;
  many[`${folder}/_index.md`] = `---\nname: ${nameOf(n)}\n${parent}---\n`;
  // The first has a report of one type for each year: a row of neighbours, and a list of several pages.
  const count = n === 0 ? YEARS * 10 : 3;
  for (let i = 0; i < count; i += 1) {
    many[`${folder}/report-${i}.md`] = report(n, i, 2000 + ((i + n) % YEARS), n === 0 ? 0 : n + i);
  }
}

/** As many agencies as the matrix has rows for, with a report in every year. */
export const matrix = { ...archive };
for (let n = 0; n < 20; n += 1) {
  const folder = `shifan-sheng-di-${pad(n)}-qu`;
  matrix[`${folder}/_index.md`] = `---\nname: ${nameOf(n)}\n---\n`;
  for (let i = 0; i < 20; i += 1) matrix[`${folder}/annual-report-${2000 + i}.md`] = report(n, i, 2000 + i, i);
}

/**
 * The bodies of nine provinces, each in its city and district, with as many duties as the front page shows: what is held of
 * them stands there by province.
 */
export const provinces = {
  "archive.yaml": `title: 全国政府报告总档案\nlanguage: zh-Hans\ntypes:\n${types.slice(0, 4).join("\n")}\nduties:\n${Array.from(
    { length: 4 },
    (_, n) =>
      `  duty-${n}:\n    name: 第${n}类专项工作年度报告\n    rules: {type: type-${pad(n)}, publish_by: 04-01}\n`,
  ).join("")}`,
};
for (let n = 0; n < 270; n += 1) {
  const folder = `shifan-sheng-di-${pad(n)}-qu`;
  const [province, city] = [`示例第${n % 9}省`, `${places[n % places.length]}市`];
  // One whose name is read as words are, not as its characters are by themselves.
  const name = n === 7 ? "重庆市渝北区司法局" : `${city}第${n}区${bodies[n % bodies.length]}`;
  const other = `other_names: [${city}第${n}区]\n`;
  provinces[`${folder}/_index.md`] = `---\nname: ${name}\n${other}region: ${province}${city}第${n}区\n---\n`;
  for (let i = 0; i < 3; i += 1)
    provinces[`${folder}/report-${i}.md`] = report(n, i, 2012 + ((i + n) % 12), (n + i) % 4);
}
