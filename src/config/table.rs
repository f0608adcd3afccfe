//! The table of fields of archive.yaml: names, kinds of value, descriptions and examples.
//!
//! The reader, the JSON Schema and the reference of fields are all made from it. Nothing is read here.

use crate::date::PeriodUnit;
use crate::fields::{Field, LINES, Shape, field};
use crate::waiver::WAIVER_OF_ARCHIVE;

/// Every field of archive.yaml.
pub(crate) const FIELDS: &[Field] = &[
    field("title", &["标题", "名称"], Shape::Line)
        .description("档案名称。", "Name of the archive.")
        .example("法治政府建设报告档案")
        .called("档案名称")
        .required(),
    field("description", &["简介"], Shape::Prose)
        .description("一句话简介。", "One sentence about it.")
        .example("云麓区历年的法治政府建设报告。"),
    field("language", &["语言"], Shape::Language)
        .description(
            "界面和正文的语言，默认 zh-Hans。",
            "Language of interface and texts; zh-Hans by default.",
        )
        .example("zh-Hans"),
    field(
        "publisher",
        &["主办单位"],
        Shape::Either(&[Shape::Line, Shape::Fields(PUBLISHER)]),
    )
    .description(
        "主办单位：名称，或 {名称, 联系方式, 纠错}。",
        "Who publishes it: a name, or {name, contact, corrections}.",
    )
    .example("示例档案编辑部"),
    field("base_url", &["网址", "网站地址"], Shape::WebAddress)
        .description(
            "网站发布后的地址，规范链接和 sitemap.xml 需要它。",
            "Where the site will stand; canonical links and sitemap.xml need it.",
        )
        .example("https://reports.example.org/"),
    field("utc_offset", &["时差"], Shape::Offset)
        .description(
            "文件头中时间的时差，默认 +08:00。",
            "Offset from UTC of times in front matter; +08:00 by default.",
        )
        .example(r#""+08:00""#),
    field("notice", &["提示"], Shape::Prose)
        .description("显示在每个页面上方的提示。", "Shown above every page.")
        .example("引用请以发布机关公布的原文为准。"),
    field("licence", &["许可"], Shape::Prose)
        .description(
            "使用许可：文字或网址。",
            "Terms of use: a text or an address.",
        )
        .example("https://creativecommons.org/licenses/by/4.0/"),
    field("site", &["网站"], Shape::Fields(SITE))
        .description(
            "政府网站的登记信息。",
            "Registration facts of a government website.",
        )
        .example("{name: 示例档案, domain: reports.example.org}"),
    field("theme", &["主题"], Shape::Folder)
        .description("主题的名称，即 themes 中的文件夹名。", "Name of a folder in `themes`.")
        .example("example"),
    field("redirects", &["跳转"], Shape::Redirects)
        .description(
            "旧地址及其转到的站内页面，如 topics/old/: topics/new/。",
            "Old URLs and the pages that they lead to, as topics/old/: topics/new/.",
        )
        .example("{topics/old/: topics/new/}"),
    field(
        "waivers",
        &["豁免"],
        Shape::List(&Shape::Fields(WAIVER_OF_ARCHIVE)),
    )
    .description(
        "经审核可以接受的警告，此后不再列出；错误不能免予提示，只有 secrecy 例外，须写理由和审核人。",
        "Warnings that a reviewer accepted: they are not reported again. Errors cannot be waived, but for `secrecy` with reason and reviewer.",
    )
    .example("[{code: unpublished-file, file: yunlu/说明.txt}]"),
    field("search", &["检索"], Shape::Fields(SEARCH))
        .description("检索设置。", "Search.")
        .example("{synonyms: [[低保, 最低生活保障]]}"),
    field(
        "types",
        &["类型"],
        Shape::Map(&Shape::Either(&[Shape::Line, Shape::Fields(TYPE)])),
    )
    .description(
        "报告的类型：键为网址的一部分，值为名称或 {名称, 体裁分类, 任务清单}。",
        "Types of reports: the key is part of a URL, the value a name or {name, genre, measures}.",
    )
    .example("{annual-report: 年度报告, plan: {name: 实施方案, genre: 方案}}"),
    field("duties", &["报告义务"], Shape::Map(&Shape::Fields(DUTY)))
        .description(
            "报告义务：谁应当在什么时候公布什么报告；键为网址的一部分。",
            "Duties to report: who has to publish what by when; the key is part of a URL.",
        )
        .example("{rule-of-law: {名称: 法治政府建设年度报告, 规则: {类型: annual-report, 公布期限: 04-01}}}"),
    field("features", &["功能"], Shape::Fields(FEATURES))
        .description(
            "各项自动功能的开关。",
            "What is done with the texts of itself, each with yes or no.",
        )
        .example("{defects: false}"),
    field("privacy", &["隐私"], Shape::Fields(PRIVACY))
        .description(
            "隐私和保密检查：另加的禁止词语，以及可以公开的号码、邮箱和地址。",
            "What must not be published: words of your own beside the common ones, and numbers and addresses that may.",
        )
        .example("{words: [内部掌握], public: [0999-1234567]}"),
    field(
        "truth",
        &["存证"],
        Shape::Either(&[Shape::Boolean, Shape::Key]),
    )
    .description(
        "是否为每次发布记存证日志：true，或为存证日志签名的公钥（gongbao key new 生成）。",
        "Whether a log is kept of what is published: true, or the public key that signs it (`gongbao key new`).",
    )
    .example("true"),
    field("topics", &[], Shape::Later).description(LATER[0], LATER[1]),
    field(
        "indicators",
        &["指标"],
        Shape::Map(&Shape::Fields(INDICATOR)),
    )
    .description(
        "指标：从报告的正文和表格中读出的数值；键为网址的一部分。",
        "Indicators: figures that are read from the texts and tables of reports; the key is part of a URL.",
    )
    .example(r"{review-cases: {名称: 行政复议受理, 单位: 件, 口径: {正文: '受理(\d+)件'}}}"),
];
pub(super) const PRIVACY: &[Field] = &[
    field("words", &["词语"], LINES)
        .description(
            "出现在报告、附件中即不能发布的词语，在通行的密级标志之外另加。",
            "Words that stop a publication wherever they stand in reports and attachments, beside the common marks of secrecy.",
        )
        .example("[内部掌握]"),
    field("public", &["可公开"], LINES)
        .description(
            "可以公开的电话号码、邮箱和地址，不再提醒；主办单位的联系方式不必另写。身份证号和银行卡号不能列入。",
            "Telephone numbers, mail addresses and addresses that may be public; the publisher's contacts need not be              repeated. Identity numbers and bank cards never may.",
        )
        .example("[0999-1234567]"),
];
pub(super) const INDICATOR: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("指标名称。", "Name of the indicator.")
        .example("行政复议受理")
        .required(),
    field("unit", &["单位"], Shape::Line)
        .description(
            "计量单位；正文中的“万”“亿”按此换算。",
            "Its unit; 万 and 亿 in texts are taken into account.",
        )
        .example("件"),
    field("types", &["类型"], LINES)
        .description(
            "从哪些类型的报告中读取：键或名称，可以不止一个；不写则为全部类型。",
            "Types of reports in which it is read, by key or name; all where none are given.",
        )
        .example("[annual-report]"),
    field("total", &["合计"], Shape::Boolean)
        .description(
            "是否合计各机构的数值；写了单位的默认合计，百分比，以及名称中有“率”“比例”“平均”等字样的默认不合计。",
            "Whether the figures of several bodies are added: by default where a unit is given, but not shares, nor what is \
             called a rate or an average.",
        )
        .example("false"),
    field("definitions", &["口径"], Shape::List(&Shape::Fields(DEFINITION)))
        .description(
            "统计口径和读取方法；口径改变后另加一条，各写起止时间。",
            "How it is counted and where it is read; where that changes another is added, each with its dates.",
        )
        .example(r"[{正文: '受理(\d+)件', 止: 2022}, {表格: {行: 受理, 列: 合计}, 起: 2023}]")
        .required(),
];
pub(super) const DEFINITION: &[Field] = &[
    field("text", &["正文"], LINES)
        .description(
            "正文中的写法：正则表达式，第一个括号内为数值；繁简、全角半角、空格不论，写在单引号内。",
            "How it is written in texts: regular expressions whose first group is the figure; script, width and blanks do not count.",
        )
        .example(r"'受理行政复议申请(\d+)件'"),
    field("table", &["表格"], Shape::List(&Shape::Fields(TABLE_CELL)))
        .description(
            "表格中的位置：行和列的标题。",
            "Where it stands in tables: what its row and its column are called.",
        )
        .example("{行: 行政复议, 列: 合计}"),
    field("from", &["起"], Shape::Date)
        .description(
            "报告期在此之前的不适用这一口径。",
            "Periods that end before are counted otherwise.",
        )
        .example("2019"),
    field("until", &["止", "至"], Shape::Date)
        .description(
            "报告期在此之后的不适用这一口径。",
            "Periods that end after are counted otherwise.",
        )
        .example("2022"),
    field("note", &["说明"], Shape::Prose)
        .description("口径说明，显示在页面上。", "What is counted, for readers.")
        .example("含行政赔偿案件。"),
];
pub(super) const TABLE_CELL: &[Field] = &[
    field("row", &["行"], LINES)
        .description(
            "行的标题，不含序号；{year} 代表报告所涉年份；多级标题用 / 连接，标题本身含有 / 的写成列表，每级一项，如 [许可/备案]。",
            "What the row is called, without its number; {year} stands for the year of the report; titles of several levels with / between. A title that has a / itself stands in a list, an item a level: [许可/备案].",
        )
        .example("行政复议")
        .required(),
    field("column", &["列"], LINES)
        .description(
            "列的标题，写法同上；只有一列数值的表格可不写。",
            "What the column is called, in the same way; a table with one column of figures needs none.",
        )
        .example("合计"),
];
pub(super) const FEATURES: &[Field] = &[
    field("citations", &["引用"], Shape::Boolean)
        .description(
            "正文引用的文件：已收录的成为链接，并在被引用的文件下列出；未收录的另页列出。",
            "Documents that texts cite: those held become links and say who cites them, the others are listed.",
        )
        .example("否"),
    field("defects", &["文稿查错"], Shape::Boolean)
        .description(
            "检查中文报告的正文：年份漏连接号、发文字号漏括号、标点不配对、附件缺失等，逐处警告；默认 true。",
            "Look through Chinese texts for years that lost their dash, document numbers that lost a bracket, marks without \
             the other of their pair, attachments that are not there and the like, each a warning; true by default.",
        )
        .example("false"),
    field(
        "similarity",
        &["内容比对"],
        Shape::Either(&[Shape::Boolean, Shape::Fields(SIMILARITY)]),
    )
    .description(
        "把每份报告同上一份、同其他机构同期的报告逐段比对，显示相同的段落；默认 false。",
        "Compare each report with the one before it and with those of other agencies on the same period, and show what \
         they share; false by default.",
    )
    .example("{limit: 60%}"),
    field("parts", &["历年同一部分"], Shape::Boolean)
        .description(
            "在报告页面列出同一机构同类报告中标题相同的部分；不写 parts 也可以使用；默认 false。",
            "List on a report's page the parts of the same heading in other reports of the body and type, declared or not; \
             false by default.",
        )
        .example("true"),
    field("series", &["历年表格"], Shape::Boolean)
        .description(
            "同一机构的同类报告中，行、列标题在三期以上报告中相同的表格，自动列出各期数值；默认 false。",
            "Set out the figures of tables whose rows and columns are called the same in the reports of three periods or more of \
             a body and type; false by default.",
        )
        .example("true"),
    field("sums", &["数字核对"], Shape::Boolean)
        .description(
            "核对正文和表格中的合计：算式、合计行和列、“其中”各项、政府信息公开申请的收结数；不符的逐处警告，并在报告页面注明；默认 true。",
            "Check sums in texts and tables: written ones, total rows and columns, parts of a whole, what came in against \
             what was done; each that does not come out is a warning and a note on the page; true by default.",
        )
        .example("false"),
];
pub(super) const SIMILARITY: &[Field] = &[field("limit", &["提醒比例"], Shape::Line)
    .description(
        "相同段落超过这个比例时提醒编辑，默认 60%。",
        "The share of the same paragraphs above which an editor is warned; 60% by default.",
    )
    .example("60%")];
pub(super) const PUBLISHER: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("单位名称。", "Its name.")
        .example("示例档案编辑部"),
    field("contact", &["联系方式"], Shape::Prose)
        .description("联系方式。", "How to reach it.")
        .example("archive@example.org"),
    field("corrections", &["纠错"], Shape::Prose)
        .description(
            "纠错渠道；只写一个邮箱的（没有纠错渠道时，联系方式是邮箱的），报告各部分的序号旁可以直接写信纠错。",
            "Where to report an error; where it is a mail address (or, without it, the contact is), the parts of a report \
             offer a mail about them.",
        )
        .example("corrections@example.org"),
];
pub(super) const SITE: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("网站名称。", "Name of the site.")
        .example("示例档案"),
    field("domain", &["域名"], Shape::Line)
        .description("域名。", "Its domain.")
        .example("reports.example.org"),
    field("id_code", &["网站标识码"], Shape::Line)
        .description("网站标识码。", "Its code.")
        .example(r#""0000000000""#),
    field("icp", &["ICP备案号"], Shape::Line)
        .description("ICP备案号。", "ICP registration.")
        .example("示例ICP备00000000号"),
    field("police", &["公安备案号"], Shape::Line)
        .description("公安备案号。", "Police registration.")
        .example("示例公网安备00000000000000号"),
];
pub(super) const SEARCH: &[Field] = &[
    field("index_url", &["索引地址"], Shape::WebAddress).description("检索索引另行托管时的地址。", "Where the search index is, if it is hosted elsewhere.").example("https://index.example.org/yunlu/"),
    field("synonyms", &["同义词"], Shape::Groups).description("同义词：每组列出意思相同的词，如 [低保, 最低生活保障]，检索页据此提示另一种说法。", "Groups of words that mean the same, such as [低保, 最低生活保障]; the search page offers the others.").example("[[低保, 最低生活保障]]"),
];
pub(super) const DUTY: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("这项义务的名称。", "Name of the duty.")
        .example("法治政府建设年度报告")
        .required(),
    field("rules", &["规则"], Shape::List(&Shape::Fields(RULE)))
        .description(
            "规则；法规修改后另加一条，各写起止日期。",
            "Its rules; where a regulation changes another is added, each with its dates.",
        )
        .example("[{类型: annual-report, 公布期限: 04-01, 起: 2019-04-15}]")
        .required(),
];
pub(super) const RULE: &[Field] = &[
    field("type", &["类型"], LINES)
        .description(
            "履行这项义务的报告类型：键或名称，可以不止一个。",
            "Types of reports that fulfil it, by key or name.",
        )
        .example("annual-report")
        .required(),
    field("agencies", &["机构"], LINES)
        .description(
            "有此义务的机构：文件夹、名称或别名；机构和地区都不写，则为全部机构。",
            "The bodies that have it, by folder, name or other name; all of the archive where neither they nor a region are given.",
        )
        .example("[云麓区, 汀兰县]"),
    field("region", &["地区"], LINES)
        .description(
            "该地区及其下级地区的全部机构有此义务。",
            "All bodies of this region, and of the regions within it, have it.",
        )
        .example("示例省示例市"),
    field("period", &["报告周期"], Shape::Words(units))
        .description(
            "每份报告所覆盖的时间：年、半年、季度或月，默认年。",
            "What each report is about: year, half-year, quarter or month; a year by default.",
        )
        .example("year"),
    field("report_by", &["上报期限"], Shape::Line)
        .description(
            "向上级报告的期限：报告期结束后的日期或天数。",
            "When it is to be reported upwards: a day, or days, after the period.",
        )
        .example("03-01"),
    field("publish_by", &["公布期限"], Shape::Line)
        .description(
            "公布的期限：报告期结束后的日期（如 04-01）或天数（如 20天）。",
            "When it is to be published: a day (04-01) or days (`20 days`) after the period.",
        )
        .example("04-01")
        .required(),
    field("basis", &["依据"], Shape::Line)
        .description("法律依据。", "The regulation, and its article.")
        .example("《示例省法治政府建设报告规定》第六条"),
    field("from", &["起"], Shape::Date)
        .description(
            "施行日期：期限在此之前的不适用本规则。",
            "In force from: what is due before is not due by this rule.",
        )
        .example("2019-04-15"),
    field("until", &["止", "至"], Shape::Date)
        .description(
            "失效日期：期限在此之后的不适用本规则。",
            "In force until: what is due after is not due by this rule.",
        )
        .example("2025-12-31"),
];
/// The words for the period of a duty.
fn units() -> Vec<&'static str> {
    let names = PeriodUnit::NAMES.iter();
    names
        .flat_map(|(_, english, chinese)| [*english, *chinese])
        .collect()
}
pub(super) const TYPE: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("类型名称。", "Name of the type.")
        .example("年度报告"),
    field("genre", &["体裁分类"], Shape::Line)
        .description("此类报告的体裁分类。", "Genre of reports of this type.")
        .example("工作报告"),
    field("closing", &["文末"], Shape::List(&Shape::Words(closings)))
        .description(
            "此类报告的文末应有的内容：issuer 或 落款，date 或 成文日期；缺少的有警告。",
            "What a report of this type must end with: issuer, date; a warning where it does not.",
        )
        .example("[issuer, date]"),
    field("measures", &["任务清单"], Shape::Boolean)
        .description(
            "是否从此类报告（方案、计划）的正文读出任务，编成清单。",
            "Whether the measures of these reports, which are plans, are read from their texts and kept as a ledger.",
        )
        .example("true"),
    field(
        "parts",
        &["部分"],
        Shape::Map(&Shape::Either(&[Shape::Line, Shape::Fields(PART)])),
    )
    .description(
        "此类报告每年都有的部分，各年、各机构的同一部分可以对照阅读；键为网址的一部分，值为名称或 {名称, 标题}。",
        "Parts that reports of this type have year after year, which are shown side by side; the key is part of a URL, the \
         value a name or {name, headings}.",
    )
    .example("{shortcomings: {名称: 存在的问题, 标题: [存在的不足, 问题和不足]}}"),
];
pub(super) const PART: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description(
            "这一部分的名称；标题含有名称的也算这一部分。",
            "Name of the part; a heading with these words is one of it too.",
        )
        .example("存在的问题")
        .required(),
    field("headings", &["标题"], LINES)
        .description(
            "标题的其他写法：不写序号；空格、标点和繁简不同视为相同，含有这些文字即可。",
            "Other words of its headings, without their numbers: blanks, marks and scripts do not count, and a heading may \
             have more words.",
        )
        .example("[存在的不足, 问题和不足]"),
];
/// The words for who issued a report, at its end, and those for its date there.
pub(super) const CLOSINGS: [&[&str]; 2] =
    [&["issuer", "落款", "署名"], &["date", "成文日期", "日期"]];
/// All of them.
fn closings() -> Vec<&'static str> {
    CLOSINGS.concat()
}
/// The description of fields that this version reads past.
const LATER: [&str; 2] = ["供以后的版本使用。", "For a later version."];
