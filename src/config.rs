//! `archive.yaml`: the settings of an archive.
//!
//! In goes the text of the file, out come its fields and every fault. Keys that a later version uses
//! are read and do nothing. Nothing is looked up here.

mod ascii;
mod duty;
mod features;
mod index_url;
mod indicator;
mod part;
mod privacy;
mod synonyms;
mod table;
mod truth;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::Offset;

use crate::config::table::{PUBLISHER, SEARCH, SITE, TYPE};
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Field, Fields, Shape, Spanned, field, language};
use crate::language::LanguageTag;
use crate::waiver::{self, WAIVER_OF_ARCHIVE, Waiver};
use crate::yaml::{Key, Node, Reading, Value};

pub(crate) use crate::config::duty::{Duty, Rule, Term};
pub(crate) use crate::config::features::{Closing, Features};
pub(crate) use crate::config::index_url::IndexUrl;
pub(crate) use crate::config::indicator::Indicator;
pub(crate) use crate::config::part::DeclaredPart;
pub(crate) use crate::config::privacy::Privacy;
pub(crate) use crate::config::table::FIELDS;
pub(crate) use crate::config::truth::Truth;

/// Hours east of UTC of dates with a time, unless the archive says otherwise.
const DEFAULT_UTC_OFFSET: &str = "+08:00";

/// What archive.yaml says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// Name of the archive.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// The language of interface and texts.
    pub language: LanguageTag,
    /// Bytes of archive.yaml that say so; empty where it names none.
    pub language_at: Range<usize>,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Where it will stand, in ASCII and with a `/` at its end; only what must be absolute uses it.
    pub base_url: Option<String>,
    /// Offset from UTC of times in front matter, as `+08:00`.
    pub utc_offset: String,
    /// Shown on every page.
    pub notice: Option<String>,
    /// Under which terms the texts may be used.
    pub licence: Option<String>,
    /// What the guidelines for government websites ask for (国办发〔2017〕47号).
    pub site: SiteFacts,
    /// Name of a folder in `themes/`.
    pub theme: Option<String>,
    /// Where the search index is hosted, if not beside the pages.
    pub index_url: Option<IndexUrl>,
    /// Groups of words that mean the same, everyday and official ones, for the help of the search page.
    pub synonyms: Vec<Vec<String>>,
    /// Old URLs of lists and other pages that no one file answers for, and the page that each leads to;
    /// spans are of the whole file.
    pub redirects: Vec<(Spanned<String>, Spanned<String>)>,
    /// Warnings anywhere in the archive that a reviewer accepted.
    pub waivers: Vec<Waiver>,
    /// Types of reports by key.
    pub types: BTreeMap<String, ReportType>,
    /// Who has to report on what.
    pub duties: Vec<Duty>,
    /// Which figures are read in reports.
    pub indicators: Vec<Indicator>,
    /// What is done with the texts of itself.
    pub features: Features,
    /// What of numbers and addresses may be public, and which words may not.
    pub privacy: Privacy,
    /// Whether there is a log of what was published.
    pub truth: Truth,
    /// Whether the file was there and could be read to its end, types without a fault; if not, nothing
    /// can be said to be missing from it.
    pub is_whole: bool,
}

/// Who publishes the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Publisher {
    /// 主办单位.
    pub name: Option<String>,
    /// How to reach it.
    pub contact: Option<String>,
    /// Where to report an error.
    pub corrections: Option<String>,
}

/// Registration facts of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteFacts {
    /// SiteName; default: the archive's title.
    pub name: Option<String>,
    /// SiteDomain.
    pub domain: Option<String>,
    /// SiteIDCode, 网站标识码.
    pub id_code: Option<String>,
    /// ICP备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
}

/// A type of report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReportType {
    /// Its name in the interface.
    pub name: String,
    /// 体裁分类 of its reports, unless they say otherwise.
    pub genre: Option<String>,
    /// What its reports must end with.
    pub closing: Closing,
    /// Whether its reports are plans, whose measures are read.
    pub measures: bool,
    /// The parts that its reports have year after year.
    pub parts: Vec<DeclaredPart>,
}

impl Config {
    /// The absolute URL of a file of the site, if the archive says where it stands; a page's is that of
    /// its folder.
    pub(crate) fn absolute(&self, file: &str) -> Option<String> {
        let base_url = self.base_url.as_ref()?;
        let path = file.strip_suffix("index.html").unwrap_or(file);
        Some(format!("{base_url}{}", crate::route::encode(path)))
    }

    /// Minutes east of UTC of times that name no zone.
    pub(crate) fn utc_minutes(&self) -> i16 {
        offset_seconds(&self.utc_offset)
            .map_or(0, |seconds| i16::try_from(seconds / 60).unwrap_or(0))
    }

    /// Reads archive.yaml. Faults: those of [`crate::yaml`], and `missing-field`.
    pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> Config {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let reading = fields::read(text, start..text.len(), FIELDS, faults);
        Config::of(&reading, faults)
    }

    fn of(reading: &Reading, faults: &mut Vec<Fault>) -> Config {
        let fields = Fields::of(&reading.root, FIELDS, faults);
        let start = reading.root.span.start;
        if reading.is_whole {
            let missing = |field| fields.missing(field, ["archive.yaml ", "archive.yaml"]);
            faults.extend(fields.lacking().map(missing));
        }
        let plain =
            |name: &str, faults: &mut Vec<Fault>| fields.text(name, faults).map(|s| s.value);
        let before = faults.len();
        let types = types(fields.get("types"), faults);
        let types_are_whole = faults.len() == before && !fields.misspells("types");
        let publisher = publisher(fields.get("publisher"), faults);
        let site = site(fields.get("site"), faults);
        let privacy = Privacy::read(fields.get("privacy"), &publisher, &site, faults);
        let search = fields.get("search").map(|n| Fields::of(n, SEARCH, faults));
        Config {
            title: plain("title", faults).unwrap_or_default(),
            description: fields.prose("description", faults),
            language: language(fields.get("language"), faults).unwrap_or_default(),
            language_at: fields
                .get("language")
                .map_or(start..start, |n| n.span.clone()),
            publisher,
            base_url: base_url(fields.get("base_url"), faults),
            utc_offset: utc_offset(&fields, faults),
            notice: fields.prose("notice", faults),
            licence: fields.prose("licence", faults),
            site,
            theme: theme(&fields, faults),
            index_url: search
                .as_ref()
                .and_then(|fields| fields.get("index_url"))
                .and_then(|node| IndexUrl::read(node, faults)),
            synonyms: synonyms::read(
                search.as_ref().and_then(|fields| fields.get("synonyms")),
                faults,
            ),
            redirects: redirects(fields.get("redirects"), faults),
            waivers: waiver::read(fields.get("waivers"), WAIVER_OF_ARCHIVE, faults),
            types,
            duties: duty::read(fields.get("duties"), faults),
            indicators: indicator::read(fields.get("indicators"), faults),
            features: Features::read(fields.get("features"), faults),
            privacy,
            truth: Truth::read(&fields, faults),
            is_whole: reading.is_whole && types_are_whole,
        }
    }
}

/// Where the archive will stand. Faults: `wrong-type`.
fn base_url(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    let written = fields::folder_address(node, faults)?;
    let Some(mut url) = ascii::address(&written) else {
        faults.push(index_url::unusable_host(node?.span.clone(), &written));
        return None;
    };
    if !url.ends_with('/') {
        url.push('/');
    }
    Some(url)
}

/// The name of a folder in `themes/`, and nothing that could lead out of it.
fn theme(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let name = fields.text("theme", faults)?;
    if !name.value.starts_with('.') && !name.value.contains(['/', '\\', ':']) {
        return Some(name.value);
    }
    faults.push(Fault::error(
        "wrong-type",
        name.span,
        Text::new(
            format!("“{}”不能用作主题名", name.value),
            format!("`{}` cannot be the name of a theme", name.value),
        ),
        Text::new(
            "写 themes 中的文件夹名。",
            "Write the name of a folder in `themes`.",
        ),
    ));
    None
}

/// Seconds east of UTC of `+08:00`.
fn offset_seconds(written: &str) -> Option<i32> {
    let (sign, rest) = match written.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !two(hours) || !two(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes > 59 {
        return None;
    }
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some(offset.seconds())
}

fn utc_offset(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> String {
    let Some(written) = fields.text("utc_offset", faults) else {
        return DEFAULT_UTC_OFFSET.to_owned();
    };
    let parsed = offset_seconds(&written.value);
    if parsed.is_none() {
        faults.push(Fault::error(
            "wrong-type",
            written.span,
            Text::new(
                format!("“{}”不是时差", written.value),
                format!("`{}` is not an offset from UTC", written.value),
            ),
            Text::new("写作 +08:00。", "Write it as +08:00."),
        ));
        return DEFAULT_UTC_OFFSET.to_owned();
    }
    written.value
}

fn publisher(node: Option<&Node>, faults: &mut Vec<Fault>) -> Publisher {
    let Some(node) = node else {
        return Publisher::default();
    };
    if fields::is_half_entry(node, PUBLISHER, faults) {
        return Publisher::default();
    }
    if matches!(node.value, Value::Scalar(_)) {
        return Publisher {
            name: fields::text(node, faults).map(|s| s.value),
            ..Publisher::default()
        };
    }
    let fields = Fields::of(node, PUBLISHER, faults);
    Publisher {
        name: fields.text("name", faults).map(|s| s.value),
        contact: fields.prose("contact", faults),
        corrections: fields.prose("corrections", faults),
    }
}

fn site(node: Option<&Node>, faults: &mut Vec<Fault>) -> SiteFacts {
    let Some(node) = node else {
        return SiteFacts::default();
    };
    let fields = Fields::of(node, SITE, faults);
    let mut plain = |name: &str| fields.text(name, faults).map(|s| s.value);
    SiteFacts {
        name: plain("name"),
        domain: plain("domain"),
        id_code: plain("id_code"),
        icp: plain("icp"),
        police: plain("police"),
    }
}

/// A mapping from old URL to page.
fn redirects(
    node: Option<&Node>,
    faults: &mut Vec<Fault>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let entries = entries(node, &[field("topics/old/", &[], Shape::Line)], faults);
    let redirect = |(key, node): &(Key, Node)| {
        let old = Spanned {
            value: key.text.clone(),
            span: key.span.clone(),
        };
        if matches!(node.value, Value::Empty) {
            faults.push(Fault::error(
                "wrong-type",
                old.span,
                Text::new(
                    format!("没有写“{}”跳转到哪里", old.value),
                    format!("where `{}` leads is not written", old.value),
                ),
                Text::new(
                    "写站内页面的路径，例如“topics/old/: topics/new/”。",
                    "Write the path of a page of the site, such as `topics/old/: topics/new/`.",
                ),
            ));
            return None;
        }
        Some((old, fields::text(node, faults)?))
    };
    entries.iter().filter_map(redirect).collect()
}

/// The entries of a mapping whose keys are the archive's own; none of what is no mapping, which is a fault.
fn entries<'n>(
    node: Option<&'n Node>,
    examples: &[Field],
    faults: &mut Vec<Fault>,
) -> &'n [(Key, Node)] {
    match node {
        None => &[],
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => entries,
        Some(node) => {
            faults.push(fields::not_fields(node, examples));
            &[]
        }
    }
}

/// The fault of a key of something, named in Chinese and English, that is part of a URL and cannot be.
fn not_a_segment(key: &Key, [chinese, english]: [&str; 2]) -> Fault {
    let key_text = &key.text;
    Fault::error(
        "wrong-type",
        key.span.clone(),
        Text::new(
            format!("{chinese}的键“{key_text}”只能用小写字母、数字和连字符，因为它是网址的一部分"),
            format!(
                "the key `{key_text}` of {english} is part of a URL: lower-case letters, digits and hyphens only"
            ),
        ),
        Text::new("例如 annual-report。", "For example annual-report."),
    )
}

fn types(node: Option<&Node>, faults: &mut Vec<Fault>) -> BTreeMap<String, ReportType> {
    let mut types = BTreeMap::new();
    let examples = ["annual-report", "plan"].map(|key| field(key, &[], Shape::Line));
    let entries = entries(node, &examples, faults);
    for (key, node) in entries {
        if !crate::route::is_segment(&key.text) {
            faults.push(not_a_segment(key, ["类型", "a type"]));
        }
        let report_type = if matches!(node.value, Value::Scalar(_)) {
            ReportType {
                name: fields::text(node, faults).map_or_else(String::new, |s| s.value),
                ..ReportType::default()
            }
        } else {
            let fields = Fields::of(node, TYPE, faults);
            let closing = Closing::read(&fields, faults);
            let parts = part::read(fields.get("parts"), faults);
            let mut plain = |name: &str| fields.text(name, faults).map(|s| s.value);
            ReportType {
                name: plain("name").unwrap_or_else(|| key.text.clone()),
                genre: plain("genre"),
                closing,
                measures: fields.boolean("measures", faults),
                parts,
            }
        };
        types.insert(key.text.clone(), report_type);
    }
    types
}
