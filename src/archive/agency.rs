//! Agencies: the bodies whose reports the archive holds, from `<agency>/_index.md`.
//!
//! In goes the text of that file, out come its fields and every fault; the body is about the agency.

use std::ops::Range;

use crate::date::PartialDate;
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, FieldName, Fields, LINES, Shape, Spanned, field};
use crate::yaml::Reading;

/// Every field of an agency.
pub const FIELDS: &[FieldName] = &[
    field("name", &["名称"])
        .holds(Shape::Line, "机构全称。", "Full name.")
        .required(),
    field("other_names", &["别名", "简称"]).holds(
        LINES,
        "别名和简称，检索和引用时可用。",
        "Other names, by which it can be found and referred to.",
    ),
    field("region", &["地区"]).holds(Shape::Line, "所在地区。", "Where it is."),
    field("codes", &["代码"]).holds(
        Shape::Fields(CODES),
        "机构的各种代码。",
        "Codes that it is registered under.",
    ),
    field("parent", &["上级"]).holds(
        Shape::Line,
        "上级机构的目录、名称或别名。",
        "Folder, name or other name of the body above it.",
    ),
    field("exists", &["存续"]).holds(
        Shape::Fields(EXISTS),
        "设立和撤销的日期。",
        "When it came to be and ceased.",
    ),
    field("aliases", &["旧地址"]).holds(
        LINES,
        "旧地址，访问时转到本页。",
        "Old URLs, which lead to this page.",
    ),
];
const CODES: &[FieldName] = &[
    field("organisation", &["组织机构代码"]).holds(
        Shape::Line,
        "组织机构代码（GB 11714）。",
        "Organisation code (GB 11714).",
    ),
    field("credit", &["统一社会信用代码"]).holds(
        Shape::Line,
        "统一社会信用代码（GB 32100）。",
        "Unified social credit code (GB 32100).",
    ),
    field("division", &["行政区划代码"]).holds(
        Shape::Line,
        "行政区划代码（GB/T 2260）。",
        "Code of the administrative division (GB/T 2260).",
    ),
];
const EXISTS: &[FieldName] = &[
    field("from", &["起"]).holds(Shape::Date, "设立日期。", "When it came to be."),
    field("to", &["止"]).holds(Shape::Date, "撤销日期。", "When it ceased."),
];

/// What `_index.md` says of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgencyFacts {
    /// Full name; empty only beside a `missing-field` fault.
    pub name: String,
    /// 别名, 简称: by these it is found, never renamed.
    pub other_names: Vec<String>,
    /// Where it is.
    pub region: Option<String>,
    /// Codes it is registered under.
    pub codes: Codes,
    /// Folder, name or other name of the body above it.
    pub parent: Option<Spanned<String>>,
    /// When it came to be.
    pub from: Option<PartialDate>,
    /// When it ceased.
    pub to: Option<PartialDate>,
    /// Old URLs of its page.
    pub aliases: Vec<Spanned<String>>,
}

/// Codes of an agency, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// 组织机构代码 (GB 11714).
    pub organisation: Option<String>,
    /// 统一社会信用代码 (GB 32100).
    pub credit: Option<String>,
    /// 行政区划代码 (GB/T 2260).
    pub division: Option<String>,
}

impl AgencyFacts {
    /// Reads the fields from the YAML that stands at `yaml` in the text of `_index.md`.
    pub fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> AgencyFacts {
        let Reading { root, is_whole, .. } = fields::read_head(text, yaml, FIELDS, faults);
        let fields = Fields::of(&root, FIELDS, faults);
        if is_whole && fields.lacks("name") {
            faults.push(Fault::error(
                "missing-field",
                root.span.start..root.span.start,
                Text::new("_index.md 缺少 name（机构名称）", "_index.md has no `name`"),
                Text::new("补写一行“name: …”。", "Add a line `name: …`."),
            ));
        }
        let codes = match fields.get("codes") {
            None => Codes::default(),
            Some(node) => {
                let codes = Fields::of(node, CODES, faults);
                let mut plain = |name: &str| codes.text(name, faults).map(|s| s.value);
                Codes {
                    organisation: plain("organisation"),
                    credit: plain("credit"),
                    division: plain("division"),
                }
            }
        };
        let exists = fields.get("exists").map(|n| Fields::of(n, EXISTS, faults));
        let (from, to) = exists.map_or((None, None), |f| f.dates_in_order(("from", "to"), faults));
        AgencyFacts {
            name: fields
                .text("name", faults)
                .map_or_else(String::new, |s| s.value),
            other_names: fields
                .texts("other_names", faults)
                .into_iter()
                .map(|s| s.value)
                .collect(),
            region: fields.text("region", faults).map(|s| s.value),
            codes,
            parent: fields.text("parent", faults),
            from,
            to,
            aliases: fields.aliases(faults),
        }
    }
}
