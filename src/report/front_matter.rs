//! The front matter of a report: the YAML between `---` lines at its head (DESIGN.md section 3).
//!
//! In goes the whole text of a file; out come the fields that the rest of the program reads, the place
//! where the body begins, and every fault. Keys may be English or the Chinese names of the catalogue of
//! the Open Government Information Regulation (政府信息公开条例, art. 12 and the platforms' practice).
//!
//! Nothing is looked up here: whether a type, an agency or a file exists is asked in
//! [`crate::archive`].

use std::ops::Range;

use crate::date::{MAX_PERIOD_YEARS, Moment, PartialDate, Period};
use crate::diagnostic::{Fault, Text};
use crate::fields::{
    self, FieldName, Fields, LINES, Shape, Spanned, date, field, language, missing, read_scalar,
    web_address,
};
use crate::yaml::{Node, Reading, Value};

/// Every field of a report.
pub const FIELDS: &[FieldName] = &[
    field("id", &["标识"]).holds(
        Shape::Route,
        "网址路径，如 yunlu/2021；默认由文件路径生成。",
        "Path of the URL, as yunlu/2021; made from the path of the file by default.",
    ),
    field("title", &["标题", "名称"])
        .holds(Shape::Line, "标题，照原文。", "Title, as written.")
        .required(),
    field("type", &["类型"])
        .holds(
            Shape::Line,
            "类型，即 archive.yaml 中 types 的一个键。",
            "Type: a key of `types` in archive.yaml.",
        )
        .required(),
    field("agency", &["发布机构", "发文机关", "发文机构", "制发机构"]).holds(
        Shape::Line,
        "发布机构的目录、名称或别名；默认为所在的一级目录。",
        "Folder, name or other name of the agency; the top folder by default.",
    ),
    field("period", &["报告期"]).holds(
        Shape::Either(&[Shape::Period, Shape::Fields(PERIOD)]),
        "报告所涉时期：2021、2021-05、2021-Q3 或 {from: 2016, to: 2020}。",
        "What the report is about: 2021, 2021-05, 2021-Q3 or {from: 2016, to: 2020}.",
    ),
    field("data_as_of", &["数据截至"]).holds(
        Shape::Date,
        "数据截至日期，可只写到月或年。",
        "When its figures were taken; day or month may be left out.",
    ),
    field("written", &["成文日期", "发文日期"]).holds(
        Shape::Date,
        "成文日期，可只写到月或年。",
        "Date of the document; day or month may be left out.",
    ),
    field("published", &["发布日期"]).holds(
        Shape::Moment,
        "发布日期，可带时间：2022-03-10 08:45。",
        "Date of publication, with a time if known: 2022-03-10 08:45.",
    ),
    field("modified", &["修改日期"]).holds(
        Shape::Moment,
        "最近修改的日期，供订阅源和网站地图使用。",
        "Date of the last change, for feeds and the sitemap.",
    ),
    field("index_number", &["索引号"]).holds(
        Shape::Line,
        "索引号，全档案唯一。",
        "Index number, unique in the archive.",
    ),
    field("document_number", &["发文字号", "文号"]).holds(
        Shape::Line,
        "发文字号，如 云政发〔2022〕1号。",
        "Document number, as 云政发〔2022〕1号.",
    ),
    field("topics", &["主题分类"]).holds(LINES, "主题分类，可有多个。", "Topics."),
    field("genre", &["体裁分类"]).holds(
        Shape::Line,
        "体裁分类；默认与类型相同。",
        "Genre; the type's by default.",
    ),
    field("keywords", &["关键词", "主题词"]).holds(LINES, "关键词，可有多个。", "Keywords."),
    field("status", &["有效性"]).holds(
        Shape::Either(&[Shape::Words(StatusValue::words), Shape::Fields(STATUS)]),
        "有效性：有效、失效、废止或已修改，或写明起止和依据。",
        "in-force, expired, repealed or amended; or with dates and grounds.",
    ),
    field("source", &["来源"]).holds(
        Shape::Either(&[Shape::Line, Shape::Fields(SOURCE)]),
        "文本来源：名称，或 {name, url, captured}。",
        "Where the text was taken from: a name, or {name, url, captured}.",
    ),
    field("attachments", &["附件"]).holds(
        Shape::List(&Shape::Either(&[Shape::Line, Shape::Fields(ATTACHMENT)])),
        "附件：与报告同一目录的文件。",
        "Attachments: files beside the report.",
    ),
    field("summary", &["摘要"]).holds(
        Shape::Prose,
        "摘要；默认取正文第一段。",
        "Summary; the first paragraph by default.",
    ),
    field("language", &["语言"]).holds(
        Shape::Language,
        "正文语言，如 zh-Hans、en；默认与档案相同。",
        "Language of the text, as zh-Hans or en; the archive's by default.",
    ),
    field("aliases", &["旧地址"]).holds(
        LINES,
        "旧地址，访问时转到本页。",
        "Old URLs, which lead to this page.",
    ),
    field("revisions", &["更正"]).holds(
        Shape::List(&Shape::Fields(REVISION)),
        "更正记录，显示在页面上。",
        "Corrections, shown on the page.",
    ),
    field("withdrawn", &["撤回"]).holds(
        Shape::Fields(WITHDRAWN),
        "撤回：页面保留为说明，正文不再提供。",
        "Withdrawal: the page stays as a notice, the text goes.",
    ),
    field("draft", &["草稿"]).holds(
        Shape::Boolean,
        "草稿：仅在使用 --drafts 时发布。",
        "Draft: published with --drafts only.",
    ),
    field("waivers", &["豁免"]).holds(
        Shape::List(&Shape::Fields(WAIVER)),
        "经审核可以接受的检查结果。",
        "Findings that a reviewer accepted.",
    ),
];

const PERIOD: &[FieldName] = &[
    field("from", &["起"])
        .holds(Shape::Date, "起始日期。", "Its beginning.")
        .required(),
    field("to", &["止"])
        .holds(Shape::Date, "截止日期。", "Its end.")
        .required(),
];
const STATUS: &[FieldName] = &[
    field("value", &["状态"])
        .holds(
            Shape::Words(StatusValue::words),
            "有效、失效、废止或已修改。",
            "in-force, expired, repealed or amended.",
        )
        .required(),
    field("since", &["起"]).holds(Shape::Date, "自何时起。", "Since when."),
    field("until", &["止"]).holds(Shape::Date, "至何时止。", "Until when."),
    field("by", &["依据"]).holds(Shape::Line, "依据的文件。", "The document that says so."),
    field("successor", &["替代文件"]).holds(
        Shape::Line,
        "替代文件的标识、路径或标题。",
        "Id, path or title of what takes its place.",
    ),
];
const SOURCE: &[FieldName] = &[
    field("name", &["名称"]).holds(Shape::Line, "来源名称。", "Who published it."),
    field("url", &["网址"]).holds(Shape::WebAddress, "原文网址。", "Its address."),
    field("captured", &["采集日期"]).holds(Shape::Date, "采集日期。", "When it was copied."),
];
const ATTACHMENT: &[FieldName] = &[
    field("file", &["文件"])
        .holds(Shape::Line, "文件名。", "Name of the file.")
        .required(),
    field("title", &["标题", "名称"]).holds(
        Shape::Line,
        "显示的标题；默认为文件名。",
        "Title to show; the file's name by default.",
    ),
    field("withdrawn", &["撤回"]).holds(
        Shape::Fields(WITHDRAWN),
        "撤回这一附件：保留说明，文件不再提供。",
        "Withdrawal of the file: a notice stays, the file goes.",
    ),
];
const REVISION: &[FieldName] = &[
    field("date", &["日期"]).holds(Shape::Date, "更正日期。", "When."),
    field("note", &["说明"])
        .holds(Shape::Prose, "更正内容。", "What was changed.")
        .required(),
];
const WITHDRAWN: &[FieldName] = &[
    field("date", &["日期"]).holds(Shape::Date, "撤回日期。", "When."),
    field("reason", &["原因"]).holds(Shape::Prose, "撤回原因。", "Why."),
    field("authority", &["决定机关"]).holds(Shape::Line, "决定机关。", "Who decided."),
];
const WAIVER: &[FieldName] = &[
    field("code", &["代码"])
        .holds(Shape::Line, "检查结果的代码。", "Code of the finding.")
        .required(),
    field("quote", &["原文"]).holds(Shape::Prose, "所涉原文。", "The words it is about."),
    field("reason", &["理由"]).holds(Shape::Prose, "接受的理由。", "Why it is accepted."),
    field("reviewer", &["审核人"]).holds(Shape::Line, "审核人。", "By whom."),
];

/// The status of a report that was withdrawn.
const WITHDRAWN_KEY: &str = "withdrawn";

/// What the head of a report says. Absent and empty fields are `None` or empty lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The URL's path below the root, if it is not to be the path in the tree.
    pub id: Option<Spanned<String>>,
    /// Title, as written; empty only beside a `missing-field` fault.
    pub title: String,
    /// A key of `types` in archive.yaml; empty only beside a `missing-field` fault.
    pub kind: Spanned<String>,
    /// Folder, name or other name of the issuing agency.
    pub agency: Option<Spanned<String>>,
    /// What the report is about.
    pub period: Option<Period>,
    /// When its figures were taken.
    pub data_as_of: Option<PartialDate>,
    /// 成文日期.
    pub written: Option<PartialDate>,
    /// 发布日期; never derived from a clock or a file.
    pub published: Option<Moment>,
    /// For feeds and site maps.
    pub modified: Option<Moment>,
    /// 索引号, unique in the archive.
    pub index_number: Option<Spanned<String>>,
    /// 发文字号 as written.
    pub document_number: Option<Spanned<String>>,
    /// 主题分类.
    pub topics: Vec<String>,
    /// 体裁分类, if it is not the type's.
    pub genre: Option<String>,
    /// 主题词.
    pub keywords: Vec<String>,
    /// 有效性.
    pub status: Option<Status>,
    /// Where the text was taken from.
    pub source: Option<Source>,
    /// Files beside the report that have a title, in the order to show them.
    pub attachments: Vec<AttachmentEntry>,
    /// Summary, if it is not to be the first paragraph.
    pub summary: Option<String>,
    /// BCP 47 tag, if it is not the archive's.
    pub language: Option<String>,
    /// Old URLs.
    pub aliases: Vec<Spanned<String>>,
    /// Corrections made after publication.
    pub revisions: Vec<Revision>,
    /// The text goes, a notice stays.
    pub withdrawn: Option<Withdrawal>,
    /// Published with `--drafts` only.
    pub draft: bool,
    /// Findings that a reviewer accepted; read now, used by the checks of a later version.
    pub waivers: Vec<Waiver>,
}

/// 有效性 of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// In force or not.
    pub value: StatusValue,
    /// From when.
    pub since: Option<PartialDate>,
    /// Until when.
    pub until: Option<PartialDate>,
    /// The document that says so.
    pub by: Option<String>,
    /// Id or path of the report that takes its place, or the title of a document not held here.
    pub successor: Option<Spanned<String>>,
}

/// The values of 有效性.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusValue {
    /// 有效.
    InForce,
    /// 失效.
    Expired,
    /// 废止.
    Repealed,
    /// 已修改.
    Amended,
}

impl StatusValue {
    const ALL: [(StatusValue, &'static str, &'static [&'static str]); 4] = [
        (StatusValue::InForce, "in-force", &["有效", "现行有效"]),
        (StatusValue::Expired, "expired", &["失效", "已失效"]),
        (StatusValue::Repealed, "repealed", &["废止", "已废止"]),
        (StatusValue::Amended, "amended", &["已修改", "修改"]),
    ];

    /// Every way to write one.
    fn words() -> Vec<&'static str> {
        let each = StatusValue::ALL.iter();
        each.flat_map(|(_, key, chinese)| std::iter::once(*key).chain(chinese.iter().copied()))
            .collect()
    }

    /// The stable key: `in-force`, `expired`, `repealed`, `amended`.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(value, _, _)| *value == self)
            .map_or("", |(_, key, _)| key)
    }
}

/// Where a report was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Source {
    /// The body or page that published it.
    pub name: Option<String>,
    /// Its address; `http` or `https`.
    pub url: Option<String>,
    /// When it was copied.
    pub captured: Option<PartialDate>,
}

/// An attachment that the front matter names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentEntry {
    /// Path relative to the report's folder.
    pub file: Spanned<String>,
    /// Title to show instead of the file name.
    pub title: Option<String>,
    /// The file goes, a notice stays.
    pub withdrawn: Option<Withdrawal>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// When.
    pub date: Option<PartialDate>,
    /// What.
    pub note: String,
}

/// A withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Withdrawal {
    /// When.
    pub date: Option<PartialDate>,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub authority: Option<String>,
}

/// A finding that a reviewer accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Code of the finding.
    pub code: String,
    /// The words it is about.
    pub quote: Option<String>,
    /// Why it is accepted.
    pub reason: Option<String>,
    /// By whom.
    pub reviewer: Option<String>,
}

/// Where the head of a file ends and its body begins, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the `---` lines.
    pub yaml: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds the `---` lines. Faults: `no-front-matter`, `unclosed-front-matter`; then the body is the
/// whole text, so that its faults are reported too.
pub fn split(text: &str, faults: &mut Vec<Fault>) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == "---";
    let first = lines.next().unwrap_or("");
    if !is_fence(first) {
        faults.push(Fault::error(
            "no-front-matter",
            start..start,
            Text::new(
                "文件开头没有用“---”行括起的文件头",
                "the file does not begin with front matter between `---` lines",
            ),
            Text::new(
                "在第一行写“---”，其下写各项（报告写 title、type 等，机构写 name），再以单独一行“---”结束。",
                "Begin with a line `---`, then the fields (title, type and so on of a report, name of an agency), then another line `---`.",
            ),
        ));
        return Split {
            yaml: start..start,
            body: start,
        };
    }
    let yaml_start = start + first.len();
    let mut end = yaml_start;
    for line in lines {
        if is_fence(line) {
            return Split {
                yaml: yaml_start..end,
                body: end + line.len(),
            };
        }
        end += line.len();
    }
    faults.push(Fault::error(
        "unclosed-front-matter",
        start..start + first.trim_end().len(),
        Text::new(
            "文件头没有结束的“---”行",
            "the front matter has no closing `---` line",
        ),
        Text::new(
            "在各项之后、正文之前单独写一行“---”。",
            "Write a line `---` after the fields, before the text.",
        ),
    ));
    Split {
        yaml: yaml_start..yaml_start,
        body: text.len(),
    }
}

/// What is said of a text that is several names in a row. A comma of Latin script may belong to a name, and so may
/// 、 (as in 城乡建设、环境保护 of the official list of topics): they say nothing.
fn row(text: &Spanned<String>) -> Option<Fault> {
    let names: Vec<&str> = text.value.split(['，', '；']).map(str::trim).collect();
    if names.len() < 2 || names.iter().any(|name| name.is_empty()) {
        return None;
    }
    let list = names.join(", ");
    Some(Fault::warning(
        "several-names-in-one",
        text.span.clone(),
        Text::new(
            format!("“{}”会作为一个名称", text.value),
            format!("`{}` counts as one name", text.value),
        ),
        Text::new(
            format!("如为多个名称，写成列表：[{list}]。"),
            format!("If these are several names, write a list: [{list}]."),
        ),
    ))
}

impl FrontMatter {
    /// 有效性 as a stable key; `withdrawn` of a report that was withdrawn, whatever it was before.
    pub fn status_key(&self) -> Option<&'static str> {
        match &self.withdrawn {
            Some(_) => Some(WITHDRAWN_KEY),
            None => self.status.as_ref().map(|status| status.value.key()),
        }
    }

    /// Reads the fields from the YAML that stands at `yaml` in the text of a report; see [`split`].
    pub fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> FrontMatter {
        let Reading { root, is_whole, .. } = fields::read_head(text, yaml, FIELDS, faults);
        let fields = Fields::of(&root, FIELDS, faults);
        if is_whole {
            for (name, chinese) in [("title", "标题"), ("type", "类型")] {
                if fields.lacks(name) {
                    faults.push(fields.missing(name, chinese));
                }
            }
        }
        let plain =
            |name: &str, faults: &mut Vec<Fault>| fields.text(name, faults).map(|s| s.value);
        let plains = |name: &str, faults: &mut Vec<Fault>| -> Vec<String> {
            let texts = fields.texts(name, faults);
            faults.extend(texts.iter().filter_map(row));
            texts.into_iter().map(|s| s.value).collect()
        };
        let published = moment(fields.get("published"), faults);
        let modified = moment(fields.get("modified"), faults);
        if let (Some(first), Some(last), Some(node)) = (published, modified, fields.get("modified"))
            && (last.date < first.date
                || last.date == first.date && last.time.is_some() && last.time < first.time)
        {
            let span = node.span.clone();
            faults.push(fields::out_of_order(span, "published", "modified"));
        }
        FrontMatter {
            id: fields.text("id", faults),
            title: plain("title", faults).unwrap_or_default(),
            kind: fields.text("type", faults).unwrap_or_default(),
            agency: fields.text("agency", faults),
            period: fields.get("period").and_then(|n| period(n, faults)),
            data_as_of: date(fields.get("data_as_of"), faults),
            written: date(fields.get("written"), faults),
            published,
            modified,
            index_number: fields.text("index_number", faults),
            document_number: fields.text("document_number", faults),
            topics: plains("topics", faults),
            genre: plain("genre", faults),
            keywords: plains("keywords", faults),
            status: fields.get("status").and_then(|n| status(n, faults)),
            source: fields.get("source").map(|n| source(n, faults)),
            attachments: attachments(fields.get("attachments"), faults),
            summary: fields.prose("summary", faults),
            language: language(fields.get("language"), faults),
            aliases: fields.aliases(faults),
            revisions: revisions(fields.get("revisions"), faults),
            withdrawn: fields.get("withdrawn").map(|n| withdrawal(n, faults)),
            draft: fields.boolean("draft", faults),
            waivers: waivers(fields.get("waivers"), faults),
        }
    }

    /// The years that the report belongs to: of its period, else of 成文日期, else of 发布日期.
    pub fn years(&self) -> Vec<i16> {
        match (&self.period, self.written, self.published) {
            (Some(period), _, _) => period.years().collect(),
            (None, Some(written), _) => vec![written.year],
            (None, None, Some(published)) => vec![published.date.year],
            (None, None, None) => Vec::new(),
        }
    }
}

fn moment(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<Moment> {
    let forms = Text::new(
        "写作 2018-01-11 或 2018-01-11 17:13；须是完整的日期。",
        "Write 2018-01-11 or 2018-01-11 17:13; the date must be complete.",
    );
    read_scalar(node?, faults, Moment::parse, forms)
}

fn period(node: &Node, faults: &mut Vec<Fault>) -> Option<Period> {
    if !matches!(node.value, Value::Map(_)) {
        let forms = Text::new(
            "写作 2021、2021-05、2021-Q3 或 {from: 2016, to: 2020}。",
            "Write 2021, 2021-05, 2021-Q3 or {from: 2016, to: 2020}.",
        );
        return read_scalar(node, faults, Period::parse, forms);
    }
    let fields = Fields::of(node, PERIOD, faults);
    for (name, chinese) in [("from", "起"), ("to", "止")] {
        if fields.get(name).is_none() {
            faults.push(missing(name, chinese, node.span.clone()));
        }
    }
    let from = date(fields.get("from"), faults);
    let to = date(fields.get("to"), faults);
    let period = Period::between(from?, to?);
    if period.is_none() {
        faults.push(Fault::error(
            "impossible-date",
            node.span.clone(),
            Text::new(
                "报告期的起始日期晚于截止日期",
                "the period ends before it begins",
            ),
            Text::new("核对 from 与 to。", "Check `from` and `to`."),
        ));
    }
    period.filter(|period| {
        let is_too_long = period.is_too_long();
        if is_too_long {
            faults.push(Fault::error(
                "period-too-long",
                node.span.clone(),
                Text::new(
                    format!("报告期超过 {MAX_PERIOD_YEARS} 年"),
                    format!("the period covers more than {MAX_PERIOD_YEARS} years"),
                ),
                Text::new("核对起止年份。", "Check the years."),
            ));
        }
        !is_too_long
    })
}

fn status(node: &Node, faults: &mut Vec<Fault>) -> Option<Status> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(Status {
            value: status_value(node, faults)?,
            since: None,
            until: None,
            by: None,
            successor: None,
        });
    }
    let fields = Fields::of(node, STATUS, faults);
    if fields.get("value").is_none() {
        faults.push(missing("value", "状态", node.span.clone()));
    }
    let value = fields.get("value").and_then(|n| status_value(n, faults));
    let (since, until) = fields.dates_in_order(("since", "until"), faults);
    let by = fields.text("by", faults).map(|s| s.value);
    let successor = fields.text("successor", faults);
    Some(Status {
        value: value?,
        since,
        until,
        by,
        successor,
    })
}

fn status_value(node: &Node, faults: &mut Vec<Fault>) -> Option<StatusValue> {
    let text = fields::text(node, faults)?.value;
    let known = StatusValue::ALL
        .iter()
        .find(|(_, key, chinese)| *key == text || chinese.contains(&text.as_str()));
    if known.is_none() {
        faults.push(fields::wrong_type(
            node,
            "有效、失效、废止或已修改",
            "in-force, expired, repealed or amended",
        ));
    }
    known.map(|(value, _, _)| *value)
}

fn source(node: &Node, faults: &mut Vec<Fault>) -> Source {
    if matches!(node.value, Value::Scalar(_)) {
        return Source {
            name: fields::text(node, faults).map(|s| s.value),
            ..Source::default()
        };
    }
    let fields = Fields::of(node, SOURCE, faults);
    Source {
        name: fields.text("name", faults).map(|s| s.value),
        url: web_address(fields.get("url"), faults),
        captured: date(fields.get("captured"), faults),
    }
}

fn attachments(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<AttachmentEntry> {
    let mut entries = Vec::new();
    for item in fields::items(node) {
        if matches!(item.value, Value::Scalar(_)) {
            if let Some(file) = fields::text(item, faults) {
                entries.push(AttachmentEntry {
                    file,
                    title: None,
                    withdrawn: None,
                });
            }
            continue;
        }
        let fields = Fields::of(item, ATTACHMENT, faults);
        let title = fields.text("title", faults).map(|s| s.value);
        let withdrawn = fields.get("withdrawn").map(|n| withdrawal(n, faults));
        match fields.text("file", faults) {
            Some(file) => entries.push(AttachmentEntry {
                file,
                title,
                withdrawn,
            }),
            None if matches!(item.value, Value::Map(_)) && fields.get("file").is_none() => {
                faults.push(missing("file", "文件", item.span.clone()));
            }
            None => {}
        }
    }
    entries
}

fn revisions(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Revision> {
    let mut revisions = Vec::new();
    for item in fields::items(node) {
        let fields = Fields::of(item, REVISION, faults);
        if matches!(item.value, Value::Map(_)) && fields.get("note").is_none() {
            faults.push(missing("note", "说明", item.span.clone()));
        }
        let date = date(fields.get("date"), faults);
        if let Some(note) = fields.prose("note", faults) {
            revisions.push(Revision { date, note });
        }
    }
    revisions
}

fn withdrawal(node: &Node, faults: &mut Vec<Fault>) -> Withdrawal {
    let fields = Fields::of(node, WITHDRAWN, faults);
    if matches!(node.value, Value::Map(_)) && fields.lacks("date") && fields.lacks("reason") {
        faults.push(missing("reason", "原因", node.span.clone()));
    }
    Withdrawal {
        date: date(fields.get("date"), faults),
        reason: fields.prose("reason", faults),
        authority: fields.text("authority", faults).map(|s| s.value),
    }
}

fn waivers(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for item in fields::items(node) {
        let fields = Fields::of(item, WAIVER, faults);
        let quote = fields.prose("quote", faults);
        let reason = fields.prose("reason", faults);
        let reviewer = fields.text("reviewer", faults).map(|s| s.value);
        match fields.text("code", faults) {
            Some(code) => waivers.push(Waiver {
                code: code.value,
                quote,
                reason,
                reviewer,
            }),
            None if matches!(item.value, Value::Map(_)) => {
                faults.push(missing("code", "代码", item.span.clone()));
            }
            None => {}
        }
    }
    waivers
}
