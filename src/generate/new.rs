//! A report to begin with: its head with the fields of its kind, and the headings of the parts that its type has.
//!
//! In: an archive, and the place and the type of the report. Out: a draft in the content, written by [`crate::edit`], or
//! what stands in its way, with what there is instead. It never replaces a file, and makes no agency.

pub(in crate::generate) mod text;

use std::path::PathBuf;

use crate::archive::{Agency, Archive};
use crate::date::Period;
use crate::diagnostic::{Text, cut};
use crate::edit;
use crate::error::Error;
use crate::fields::nearest;
use crate::generate::Content;
use crate::generate::new::text::Words;
use crate::job::Job;
use crate::name::rule;
use crate::plain_text::one_line;
use crate::progress::Progress;
use crate::route::site_path::MAX_SEGMENT_BYTES;
use crate::source::{AGENCY_FILE, ARCHIVE_FILE, BUNDLE_FILE};
use crate::store::Store;

/// Agencies or types that a message lists.
const LISTED: usize = 12;
/// Characters of a name that is too long which a message shows.
const SHOWN: usize = 20;
/// How the file of a report ends.
const ENDING: &str = ".md";

/// What is wanted of a new report.
pub(crate) struct Wanted<'w> {
    /// Where: `agency/name`.
    pub place: &'w str,
    /// The key of its type, or its name; the only type there is unless given.
    pub kind: Option<&'w str>,
    /// Its title; made of its agency, period and type unless given.
    pub title: Option<&'w str>,
}

/// A report that was begun.
pub(crate) struct NewReport {
    /// Its file, as the user would name it.
    pub file: PathBuf,
    /// The line of its head that makes it a draft.
    pub draft_line: &'static str,
}

/// Writes a new report.
///
/// # Errors
///
/// If there is no such agency or type, if the place is taken or none for a report, or if the content cannot be read or
/// written.
pub(crate) fn new_report(
    job: &Job,
    wanted: &Wanted<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<NewReport, Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, _) = content.read(job, false, progress);
    if archive.config.types.is_empty() {
        return Err(no_types());
    }
    let (folder, names) = place(wanted.place, job, &archive)?;
    let agency = agency_called(&archive, job, folder)?;
    let kind = type_called(&archive, wanted.kind)?;
    let path = format!("{}/{}{ENDING}", agency.folder, names.join("/"));
    // A report may be a file or a folder with an index.
    let page = |path: &str| {
        let stem = path.strip_suffix(ENDING).unwrap_or(path);
        let of_bundle = stem.strip_suffix("/index");
        of_bundle.unwrap_or(stem).to_owned()
    };
    let wanted_page = page(&path);
    let mut reports = content.tree.reports.iter();
    if let Some(other) = reports.find(|other| page(&other.path) == wanted_page) {
        return Err(taken(&job.content.join(&other.path)));
    }
    let last = names.iter().rev().find(|name| **name != "index");
    let period = last.and_then(|name| Period::parse(name).ok());
    let words = Words::of(&archive.config.language);
    let text = words.report(&text::Report {
        title: wanted.title.map(one_line),
        kind,
        report_type: archive.config.types.get(kind),
        period: period.map(|period| period.to_string()),
        year: period.and_then(|period| period.year()),
        agency: &agency.facts.name,
    });
    edit::create(&job.content, &path, text.as_bytes())?;
    Ok(NewReport {
        file: job.content.join(path),
        draft_line: words.draft_line(),
    })
}

/// The folder or the name of the agency, and the names below it: of folders, and of the file without its ending.
fn place<'p>(
    place: &'p str,
    job: &Job,
    archive: &Archive,
) -> Result<(&'p str, Vec<&'p str>), Error> {
    // A path that a shell completed begins with the content folder.
    let content = job.content.to_str().unwrap_or_default();
    let below = place.strip_prefix(content.trim_end_matches('/'));
    let below = below.and_then(|below| below.strip_prefix('/'));
    let place = below.unwrap_or(place);
    let mut names = place.strip_suffix(ENDING).unwrap_or(place).split('/');
    let agency = names.next().unwrap_or_default();
    let names: Vec<&str> = names.collect();
    let is_none = agency.is_empty() || agency.starts_with('.');
    let (Some(last), false) = (names.last(), is_none) else {
        return Err(no_place(place, archive));
    };
    let is_own =
        names.len() == 1 && [AGENCY_FILE, BUNDLE_FILE].contains(&&*format!("{last}{ENDING}"));
    if is_own
        || names
            .iter()
            .any(|name| name.is_empty() || name.starts_with('.'))
    {
        return Err(no_place(place, archive));
    }
    for (at, name) in (1..).zip(&names) {
        let ending = if at == names.len() { ENDING.len() } else { 0 };
        if name.len() + ending > MAX_SEGMENT_BYTES {
            return Err(too_long(name, MAX_SEGMENT_BYTES - ending));
        }
        let file = format!("{name}{ENDING}");
        if let Some(why) = rule::fault(name).or_else(|| rule::fault(&file)) {
            return Err(unusable(name, &why, &rule::proposal(name)));
        }
    }
    Ok((agency, names))
}

/// The agency whose folder, name or other name this is.
pub(in crate::generate) fn agency_called<'a>(
    archive: &'a Archive,
    job: &Job,
    called: &str,
) -> Result<&'a Agency, Error> {
    let all = || archive.agencies.iter();
    let by_folder = all().find(|agency| agency.folder == called);
    let by_name = || {
        all().find(|agency| {
            let mut others = agency.facts.other_names.iter();
            agency.facts.name == called || others.any(|name| name == called)
        })
    };
    by_folder
        .or_else(by_name)
        .ok_or_else(|| unknown_agency(archive, job, called))
}

/// The key of the type of that key or name.
pub(in crate::generate) fn type_called<'a>(
    archive: &'a Archive,
    called: Option<&str>,
) -> Result<&'a str, Error> {
    let mut keys = archive.config.types.keys();
    match (called, keys.next(), keys.next()) {
        (None, Some(only), None) => Ok(only),
        (None, ..) => Err(which_type(archive)),
        (Some(called), ..) => archive
            .type_called(called)
            .ok_or_else(|| unknown_type(archive, called)),
    }
}

/// The first of so many, a line each, and how many more there are.
fn listed(lines: &[String]) -> Text {
    let mut shown = String::new();
    for line in lines.iter().take(LISTED) {
        shown.push_str(&format!("\n  {line}"));
    }
    match lines.len().saturating_sub(LISTED) {
        0 => Text::new(shown.clone(), shown),
        more => Text::new(
            format!("{shown}\n  ……另有 {more} 个"),
            format!("{shown}\n  … and {more} more"),
        ),
    }
}

fn types(archive: &Archive) -> Text {
    let types = archive.config.types.iter();
    let lines: Vec<String> = types
        .map(|(key, of)| format!("{key}  {}", of.name))
        .collect();
    listed(&lines)
}

/// What was meant, as the end of a sentence.
fn meant(found: Option<&str>) -> Text {
    match found {
        Some(name) => Text::new(
            format!("是否想写“{name}”？"),
            format!(" Did you mean `{name}`?"),
        ),
        None => Text::new("", ""),
    }
}

fn unknown_type(archive: &Archive, called: &str) -> Error {
    let types_of = archive.config.types.iter();
    let names = types_of.flat_map(|(key, of)| [key.as_str(), of.name.as_str()]);
    let (meant, types) = (meant(nearest(called, names)), types(archive));
    Error::new(Text::new(
        format!(
            "archive.yaml 中没有“{called}”这一类型。{}已有的类型：{}",
            meant.chinese, types.chinese
        ),
        format!(
            "archive.yaml has no type `{called}`.{} Available types:{}",
            meant.english, types.english
        ),
    ))
}

fn which_type(archive: &Archive) -> Error {
    let types = types(archive);
    Error::new(Text::new(
        format!("请用 --type 写明类型。已有的类型：{}", types.chinese),
        format!(
            "which type? Give one with --type. Available types:{}",
            types.english
        ),
    ))
}

fn no_types() -> Error {
    Error::new(Text::new(
        format!(
            "{ARCHIVE_FILE} 中没有报告类型，或者这个文件不存在、有误。请运行 gongbao check 查看；新建档案用 gongbao init。"
        ),
        format!(
            "{ARCHIVE_FILE} lists no report types, is missing, or has errors. Run `gongbao check` to see what is wrong, or `gongbao init` to create an archive."
        ),
    ))
}

fn unknown_agency(archive: &Archive, job: &Job, called: &str) -> Error {
    let all = || archive.agencies.iter();
    let names = all().flat_map(|agency| [agency.folder.as_str(), agency.facts.name.as_str()]);
    let meant = meant(nearest(called, names));
    let lines: Vec<String> = all()
        .map(|agency| format!("{}  {}", agency.folder, agency.facts.name))
        .collect();
    let listed = listed(&lines);
    let (key, language) = match archive.config.language.is_chinese() {
        true => ("名称", "机构全称"),
        false => ("name", "Full name of the agency"),
    };
    let head = format!("\n  ---\n  {key}: {language}\n  ---");
    let file = job.content.join(called).join(AGENCY_FILE);
    let file = file.display();
    Error::new(Text::new(
        format!(
            "没有“{called}”这一机构。{}已有的机构：{}\n要新增机构，请新建文件 {file}，写入：{head}",
            meant.chinese, listed.chinese
        ),
        format!(
            "no such agency: `{called}`.{} Agencies of the archive:{}\nTo add an agency, create {file} with:{head}",
            meant.english, listed.english
        ),
    ))
}

fn no_place(place: &str, archive: &Archive) -> Error {
    let agency = archive.agencies.first();
    let example = agency.map_or("yunlu", |agency| &agency.folder);
    Error::new(Text::new(
        format!("“{place}”不是报告的位置。请写作“机构/名称”，如 {example}/2024。"),
        format!(
            "`{place}` is not a place for a report. Write AGENCY/NAME, such as {example}/2024."
        ),
    ))
}

fn unusable(name: &str, why: &Text, proposal: &str) -> Error {
    Error::new(Text::new(
        format!(
            "“{name}”不能用作文件名：{}。可以写作“{proposal}”。",
            why.chinese
        ),
        format!(
            "`{name}` cannot be a file name: {}. Try `{proposal}`.",
            why.english
        ),
    ))
}

fn too_long(name: &str, most: usize) -> Error {
    let bytes = name.len();
    let shown = cut(name, SHOWN);
    Error::new(Text::new(
        format!(
            "名称“{shown}……”太长：有 {bytes} 字节，最多 {most} 字节（{} 个汉字）。请取短一些的名称，全文标题写在文件头中。",
            most / 3
        ),
        format!(
            "the name `{shown}…` is too long: {bytes} bytes, and at most {most} are allowed ({} Chinese characters). Choose a shorter one; the full title goes into the head of the file.",
            most / 3
        ),
    ))
}

fn taken(file: &std::path::Path) -> Error {
    let shown = file.display();
    Error::new(Text::new(
        format!("已有这份报告：{shown}。请另取一个名称，或直接修改这个文件。"),
        format!("this report already exists: {shown}. Choose another name, or edit that file."),
    ))
    .at(file)
}
