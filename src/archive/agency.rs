//! Agencies: the bodies whose reports the archive holds, from `<agency>/_index.md`.
//!
//! In goes the text of that file, out come its fields and every fault; the body is about the agency.

mod table;

use std::ops::Range;

use crate::archive::agency::table::{CODES, EXISTS};
use crate::date::PartialDate;
use crate::diagnostic::Fault;
use crate::fields::{self, Fields, Spanned};
use crate::waiver::{self, WAIVER, Waiver};
use crate::yaml::Reading;

pub(crate) use crate::archive::agency::table::FIELDS;

/// What `_index.md` says of an agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AgencyFacts {
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
    /// Its own address.
    pub id: Option<Spanned<String>>,
    /// When it came to be.
    pub from: Option<PartialDate>,
    /// When it ceased.
    pub to: Option<PartialDate>,
    /// Old URLs of its page.
    pub aliases: Vec<Spanned<String>>,
    /// Warnings that a reviewer accepted.
    pub waivers: Vec<Waiver>,
}

/// Codes of an agency, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    /// 组织机构代码 (GB 11714).
    pub organisation: Option<String>,
    /// 统一社会信用代码 (GB 32100).
    pub credit: Option<String>,
    /// 行政区划代码 (GB/T 2260).
    pub division: Option<String>,
}

impl AgencyFacts {
    /// Reads the fields from the YAML that stands at `yaml` in the text of `_index.md`.
    pub(crate) fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> AgencyFacts {
        let Reading { root, is_whole, .. } = fields::read_head(text, yaml, FIELDS, faults);
        let fields = Fields::of(&root, FIELDS, faults);
        if is_whole {
            let missing = |field| fields.missing(field, ["_index.md ", "_index.md"]);
            faults.extend(fields.lacking().map(missing));
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
            id: fields.text("id", faults),
            from,
            to,
            aliases: fields.aliases(faults),
            waivers: waiver::read(fields.get("waivers"), WAIVER, faults),
        }
    }
}
