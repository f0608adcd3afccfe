//! The table of fields of a report's front matter: names, kinds of value, descriptions and examples.
//!
//! The reader, the JSON Schema and the reference of fields are all made from it. Nothing is read here.

use crate::fields::{Field, LINES, Shape, field};
use crate::report::findings::figure::stated::FIGURES;
use crate::report::front_matter::StatusValue;
use crate::waiver::WAIVER;

/// Every field of a report.
pub(crate) const FIELDS: &[Field] = &[
    field("id", &["标识"], Shape::Route)
        .description(
            "网址路径，如 yunlu/2021；默认由文件路径生成。",
            "Path of the URL, as yunlu/2021; made from the path of the file by default.",
        )
        .example("yunlu/2021"),
    field("title", &["标题", "名称"], Shape::Line)
        .description("标题，照原文。", "Title, as written.")
        .example("示例市云麓区2021年法治政府建设情况报告")
        .required(),
    field("type", &["类型"], Shape::Line)
        .description(
            "类型，即 archive.yaml 中“类型”（types）的一个键，或其名称。",
            "Type: a key of `types` in archive.yaml, or its name.",
        )
        .example("annual-report")
        .required(),
    field(
        "agency",
        &["发布机构", "发文机关", "发文机构", "制发机构"],
        LINES,
    )
    .description(
        "发布机构的文件夹、名称或别名；默认为所在的一级文件夹。联合发文写成列表，主办机构在前：[甲局, 乙局]。",
        "Folder, name or other name of the agency; the top folder by default. Of a joint issue a list, the leading one first: [audit, finance].",
    )
    .example("示例市云麓区"),
    field(
        "period",
        &["报告期"],
        Shape::Either(&[Shape::Period, Shape::Fields(PERIOD)]),
    )
    .description(
        "报告所涉时期：2021、2021-05、2021-Q3 或 {起: 2016, 止: 2020}。",
        "What the report is about: 2021, 2021-05, 2021-Q3 or {from: 2016, to: 2020}.",
    )
    .example("2021"),
    field("data_as_of", &["数据截至"], Shape::Date)
        .description(
            "数据截至日期，可只写到月或年。",
            "When its figures were taken; day or month may be left out.",
        )
        .example("2021-12-31"),
    field("written", &["成文日期", "发文日期"], Shape::Date)
        .description(
            "成文日期，可只写到月或年。",
            "Date of the document; day or month may be left out.",
        )
        .example("2022-01-20"),
    field("reported", &["上报日期"], Shape::Date)
        .description(
            "向上级报告的日期；有上报期限（report_by）的，与之比较。",
            "When it was reported upwards; compared with `report_by` of a duty.",
        )
        .example("2022-02-25"),
    field("published", &["发布日期"], Shape::Moment)
        .description(
            "发布日期，可带时间：2022-03-10 08:45。",
            "Date of publication, with a time if known: 2022-03-10 08:45.",
        )
        .example("2022-03-10 08:45"),
    field("modified", &["修改日期"], Shape::Moment)
        .description(
            "最近修改的日期，供订阅源和网站地图使用。",
            "Date of the last change, for feeds and the sitemap.",
        )
        .example("2022-04-02"),
    field("index_number", &["索引号"], Shape::Line)
        .description(
            "索引号，全档案唯一。",
            "Index number, unique in the archive.",
        )
        .example("SHILIYL10/2022-00003"),
    field("document_number", &["发文字号", "文号"], Shape::Line)
        .description(
            "发文字号，如 云政发〔2022〕1号。",
            "Document number, as 云政发〔2022〕1号.",
        )
        .example("云政发〔2022〕1号"),
    field("topics", &["主题分类"], LINES)
        .description("主题分类，可有多个。", "Topics.")
        .example("[法治政府建设]"),
    field("genre", &["体裁分类"], Shape::Line)
        .description(
            "体裁分类；默认与类型相同。",
            "Genre; the type's by default.",
        )
        .example("工作报告"),
    field("keywords", &["关键词", "主题词"], LINES)
        .description("关键词，可有多个。", "Keywords.")
        .example("[行政复议, 合法性审查]"),
    field(
        "status",
        &["有效性"],
        Shape::Either(&[Shape::Words(StatusValue::words), Shape::Fields(STATUS)]),
    )
    .description(
        "有效性：有效、失效、废止、已修改、尚未生效或部分废止，或写明起止和依据。",
        "in-force, expired, repealed, amended, not-yet-in-force or partly-repealed; or with dates and grounds.",
    )
    .example("有效"),
    field(
        "source",
        &["来源"],
        Shape::Either(&[Shape::Line, Shape::Fields(SOURCE)]),
    )
    .description(
        "文本来源：名称，或 {name, url, captured}。",
        "Where the text was taken from: a name, or {name, url, captured}.",
    )
    .example("示例市云麓区人民政府"),
    field(
        "attachments",
        &["附件"],
        Shape::List(&Shape::Either(&[Shape::Line, Shape::Fields(ATTACHMENT)])),
    )
    .description(
        "附件：与报告同一文件夹的文件。",
        "Attachments: files beside the report.",
    )
    .example("[{file: 2021.csv, title: 行政复议案件统计表}]"),
    field("summary", &["摘要"], Shape::Prose)
        .description(
            "摘要；默认取正文中第一个有实际内容的段落。",
            "Summary; by default the first paragraph that says something.",
        )
        .example("2021年云麓区法治政府建设的主要做法和数据。"),
    field("language", &["语言"], Shape::Language)
        .description(
            "正文语言，如 zh-Hans、en；默认与档案相同。",
            "Language of the text, as zh-Hans or en; the archive's by default.",
        )
        .example("zh-Hans"),
    field("aliases", &["旧地址"], LINES)
        .description(
            "旧地址，访问时转到本页。",
            "Old URLs, which lead to this page.",
        )
        .example("[yunlu/fazhi-2021.html]"),
    field(
        "revisions",
        &["更正"],
        Shape::List(&Shape::Fields(REVISION)),
    )
    .description(
        "更正记录，显示在页面上。",
        "Corrections, shown on the page.",
    )
    .example("[{date: 2022-04-02, note: 更正第二部分的一个数字。}]"),
    field("withdrawn", &["撤回"], Shape::Fields(WITHDRAWN))
        .description(
            "撤回：页面保留为说明，正文不再提供；日期和原因至少写一项。",
            "Withdrawal: the page stays as a notice, the text goes; a date or a reason must be given.",
        )
        .example("{date: 2023-05-06, reason: 内容有误。}"),
    FIGURES,
    field("draft", &["草稿"], Shape::Boolean)
        .description(
            "草稿：不发布，只在预览（--drafts）中显示。",
            "Draft: not published, and shown in previews (--drafts) alone.",
        )
        .example("true"),
    field("waivers", &["豁免"], Shape::List(&Shape::Fields(WAIVER)))
        .description(
            "经审核可以接受的警告，此后不再列出；错误不能免予提示，只有 secrecy 例外，须写理由和审核人。",
            "Warnings that a reviewer accepted: they are not reported again. Errors cannot be waived, but for `secrecy` with reason and reviewer.",
        )
        .example("[{code: placeholder, quote: XX件, reason: 原文如此。}]"),
];

pub(super) const PERIOD: &[Field] = &[
    field("from", &["起"], Shape::Date)
        .description("起始日期。", "Its beginning.")
        .example("2016")
        .required(),
    field("to", &["止", "至"], Shape::Date)
        .description("截止日期。", "Its end.")
        .example("2020")
        .required(),
];
pub(super) const STATUS: &[Field] = &[
    field("value", &["状态"], Shape::Words(StatusValue::words))
        .description(
            "有效、失效、废止或已修改。",
            "in-force, expired, repealed or amended.",
        )
        .example("废止")
        .required(),
    field("since", &["起"], Shape::Date)
        .description("自何时起。", "Since when.")
        .example("2018-01-01"),
    field("until", &["止", "至"], Shape::Date)
        .description("至何时止。", "Until when.")
        .example("2021-05-31"),
    field("by", &["依据"], Shape::Line)
        .description("依据的文件。", "The document that says so.")
        .example("云政发〔2021〕9号"),
    field("successor", &["替代文件"], Shape::Line)
        .description(
            "替代文件的标识、路径或标题。",
            "Id, path or title of what takes its place.",
        )
        .example("yunlu/plan-2021-2025"),
];
pub(super) const SOURCE: &[Field] = &[
    field("name", &["名称"], Shape::Line)
        .description("来源名称。", "Who published it.")
        .example("示例市云麓区人民政府"),
    field("url", &["网址"], Shape::WebAddress)
        .description("原文网址。", "Its address.")
        .example("https://www.example.org/2021.html"),
    field("captured", &["采集日期"], Shape::Date)
        .description("采集日期。", "When it was copied.")
        .example("2022-03-12"),
];
pub(super) const ATTACHMENT: &[Field] = &[
    field("file", &["文件"], Shape::Line)
        .description("文件名。", "Name of the file.")
        .example("2021.csv")
        .required(),
    field("title", &["标题", "名称"], Shape::Line)
        .description(
            "显示的标题；默认为文件名。",
            "Title to show; the file's name by default.",
        )
        .example("行政复议案件统计表"),
    field("table", &["表格"], Shape::Boolean)
        .description(
            "在报告页面上显示为表格；文件须是 .csv（UTF-8，第一行为表头）或 .yaml。",
            "Whether it is shown as a table on the report's page; the file is a .csv (UTF-8, its first row the head) or a .yaml.",
        )
        .example("true"),
    field("withdrawn", &["撤回"], Shape::Fields(WITHDRAWN))
        .description(
            "撤回这一附件：保留说明，文件不再提供；日期和原因至少写一项。",
            "Withdrawal of the file: a notice stays, the file goes; a date or a reason must be given.",
        )
        .example("{date: 2023-05-06, reason: 含有个人信息。}"),
];
pub(super) const REVISION: &[Field] = &[
    field("date", &["日期"], Shape::Date)
        .description("更正日期。", "When.")
        .example("2022-04-02"),
    field("note", &["说明"], Shape::Prose)
        .description("更正内容。", "What was changed.")
        .example("更正第二部分的一个数字。")
        .required(),
];
pub(super) const WITHDRAWN: &[Field] = &[
    field("date", &["日期"], Shape::Date)
        .description("撤回日期。", "When.")
        .example("2023-05-06"),
    field("reason", &["原因"], Shape::Prose)
        .description("撤回原因。", "Why.")
        .example("内容有误。"),
    field("authority", &["决定机关"], Shape::Line)
        .description("决定机关。", "Who decided.")
        .example("示例市云麓区人民政府办公室"),
];
