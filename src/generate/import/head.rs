//! The head of an imported report, as an editor would write it: what is missing as lines to fill in, then the fields in
//! the order of their table, by the names of the archive's language.
//!
//! In: what was found in a document. Out: the text of the report. What the archive would not take for a value is no
//! value: it stands as a remark in the head and is told.

use crate::archive::Archive;
use crate::diagnostic::{Severity, Text};
use crate::fields::LOOK;
use crate::generate::import::place::Placed;
use crate::generate::new::text::{Words, scalar};
use crate::import::document::{Place, Remark, RemarkKind, Stated};
use crate::import::recognise::{Evidence, Field, Recognised};
use crate::plain_text::one_line;
use crate::report::front_matter::{self, FIELDS, FrontMatter};

/// Fields that an editor fills in where a document does not say them.
const TO_FILL_IN: &[&str] = &[
    "period",
    "written",
    "published",
    "document_number",
    "index_number",
    "topics",
    "source",
];
/// Fields that are written as they are found; others are kept out of the head.
const WRITTEN: &[&str] = &[
    "title",
    "period",
    "written",
    "published",
    "modified",
    "index_number",
    "document_number",
    "topics",
    "genre",
    "keywords",
    "status",
    "source",
    "aliases",
    "language",
    "summary",
];
/// Reasons for a draft that its head tells, and characters of what one quotes.
const MAX_REASONS: usize = 5;
const MAX_QUOTE: usize = 20;
const LISTS: &[&str] = &["topics", "keywords", "aliases"];
/// Fields whose values are figures and never want quotation marks.
const DATES: &[&str] = &["period", "written", "published", "modified"];

/// A head that is being made.
pub(super) struct Head<'h> {
    words: Words,
    kind: &'h str,
    fields: Vec<Field>,
    /// Names of files with their titles.
    attachments: Vec<(String, String)>,
    remarks: Vec<Remark>,
}

impl<'h> Head<'h> {
    /// Of what was found.
    pub(super) fn new(
        archive: &Archive,
        placed: &Placed<'h>,
        found: &Recognised,
        stem: &str,
    ) -> Head<'h> {
        let words = Words::of(&archive.config.language);
        let mut fields = Vec::new();
        let mut remarks = Vec::new();
        if found.value("title").is_none() {
            fields.push(Field {
                name: "title",
                values: vec![one_line(stem.rsplit('/').next().unwrap_or(stem))],
                evidence: Evidence::Guessed(Text::new(
                    "文中未识别出标题，暂用文件名",
                    "no title was found; the name of the file stands for it",
                )),
            });
            let what = Text::new(
                "文中未识别出标题，暂用文件名；请写上标题",
                "no title was found, and the name of the file stands for it: write the title",
            );
            let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "");
            remark.is_draft = true;
            remarks.push(remark);
        }
        for field in &found.fields {
            let mut field = field.clone();
            if field.name == "aliases" {
                field.values = addresses(&field.values, &mut remarks);
            }
            if WRITTEN.contains(&field.name) && !field.values.is_empty() {
                fields.push(field);
            }
        }
        if placed.kind_is_guessed {
            fields.push(Field {
                name: "type",
                values: vec![placed.kind.to_owned()],
                evidence: Evidence::Guessed(Text::new(
                    "据标题或档案的类型推断",
                    "concluded from the title, or from the types of the archive",
                )),
            });
        }
        if placed.agency_is_guessed {
            let why = Text::new(
                "据标题或档案的机构推断",
                "concluded from the title, or from the agencies of the archive",
            );
            fields.push(Field {
                name: "agency",
                values: vec![agency_of(archive, placed).to_owned()],
                evidence: Evidence::Guessed(why),
            });
        }
        remarks.extend(other_agency(archive, placed, found));
        remarks.extend(found.unread.iter().map(unread));
        Head {
            words,
            kind: placed.kind,
            fields,
            attachments: Vec::new(),
            remarks,
        }
    }

    /// Adds a file to the list of attachments.
    pub(super) fn attach(&mut self, name: &str, called: &str) {
        let title = called.rsplit(['/', '\\']).next().unwrap_or(called);
        let title = title.rsplit_once('.').map_or(title, |(stem, _)| stem);
        self.attachments.push((name.to_owned(), one_line(title)));
    }

    /// Adds the document itself to the list of attachments; the title that it has there.
    pub(super) fn attach_source(&mut self, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // `2023` says nothing; `2023.docx` says that it is the document.
        let says = stem.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let title = one_line(if says { stem } else { name });
        self.attachments.push((name.to_owned(), title.clone()));
        title
    }

    /// What became of values that no head has.
    pub(super) fn take_remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// The title of the report.
    pub(super) fn title(&self) -> &str {
        let title = self.fields.iter().find(|field| field.name == "title");
        title
            .and_then(|field| field.values.first())
            .map_or("", String::as_str)
    }

    /// The fields, in the order of their table.
    pub(super) fn fields(&self) -> Vec<Field> {
        let place = |field: &Field| FIELDS.iter().position(|known| known.name == field.name);
        let mut fields = self.fields.clone();
        fields.sort_by_key(place);
        fields
    }

    /// Fields that nothing was found for.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let has = |name: &&&str| self.fields.iter().any(|field| field.name == **name);
        TO_FILL_IN
            .iter()
            .filter(|name| !has(name))
            .copied()
            .collect()
    }

    /// The report with this body, a draft if there are reasons for it; what was found and cannot be a value.
    pub(super) fn write(
        &self,
        reasons: &[Remark],
        body: &str,
        path: &str,
    ) -> (String, Vec<Remark>) {
        let mut lines = self.lines(reasons);
        let mut remarks = Vec::new();
        // Each round takes the lines away that a reading refuses.
        for _ in 0..lines.len() {
            let text = report(&lines, body);
            let Some((line, why)) = first_refused(&text, path) else {
                return (text, remarks);
            };
            let Some(refused) = lines.get_mut(line) else {
                return (text, remarks);
            };
            let quote = refused.clone();
            *refused = format!("# {quote}");
            let mut remark = Remark::new(RemarkKind::Unsure, why, Place::Document, &quote);
            remark.is_draft = true;
            remarks.push(remark);
        }
        (report(&lines, body), remarks)
    }

    /// The lines of the head, in the order of the fields.
    fn lines(&self, reasons: &[Remark]) -> Vec<String> {
        // What is to be filled in stands first, where nobody passes it by.
        let mut lines = Vec::new();
        let missing = self.missing();
        if !missing.is_empty() {
            lines.push(self.words.remark().to_owned());
        }
        let missing = missing.into_iter();
        lines.extend(missing.map(|name| format!("# {}:", self.words.name(name))));
        for field in FIELDS {
            let key = self.words.name(field.name);
            if field.name == "type" {
                lines.push(format!("{key}: {}", scalar(self.kind)));
                continue;
            }
            if field.name == "attachments" && !self.attachments.is_empty() {
                lines.push(format!("{key}:"));
                let (file, title) = match self.words {
                    Words::English => ("file", "title"),
                    Words::Traditional => ("檔案", "標題"),
                    Words::Simplified => ("文件", "标题"),
                };
                for (name, called) in &self.attachments {
                    let (name, called) = (scalar(name), scalar(called));
                    lines.push(format!("  - {{{file}: {name}, {title}: {called}}}"));
                }
                continue;
            }
            if field.name == "draft" && !reasons.is_empty() {
                // On the line itself: who deletes it has looked, and nothing of it is published.
                let why = why(self.words, reasons);
                lines.push(format!("{} {why}", self.words.draft_line()));
                continue;
            }
            let Some(found) = self.fields.iter().find(|found| found.name == field.name) else {
                continue;
            };
            if !WRITTEN.contains(&field.name) {
                continue;
            }
            let values: Vec<String> = found
                .values
                .iter()
                .map(|value| match DATES.contains(&field.name) {
                    true => one_line(value),
                    false => scalar(&one_line(value)),
                })
                .collect();
            let value = match (LISTS.contains(&field.name), values.as_slice()) {
                (true, _) => format!("[{}]", values.join(", ")),
                (false, _) => values.concat(),
            };
            lines.push(format!("{key}: {value}"));
        }
        lines
    }
}

/// What an editor must look at, in one line.
fn why(words: Words, reasons: &[Remark]) -> String {
    let is_chinese = words != Words::English;
    let said = reasons.iter().take(MAX_REASONS).map(|reason| {
        let (place, quote) = (reason.place.words(), one_line(&reason.quote));
        let (what, place) = match is_chinese {
            true => (&reason.what.chinese, place.chinese),
            false => (&reason.what.english, place.english),
        };
        let mut said = one_line(what).trim_end_matches(['。', '.']).to_owned();
        let quote: String = quote.chars().take(MAX_QUOTE).collect();
        let (comma, open, close) = match is_chinese {
            true => ("，", "“", "”"),
            false => (", ", " `", "`"),
        };
        if !place.is_empty() {
            said.push_str(&format!("{comma}{place}"));
        }
        if !quote.is_empty() {
            said.push_str(&format!("{open}{quote}{close}"));
        }
        said
    });
    let said: Vec<String> = said.collect();
    let more = reasons.len().saturating_sub(MAX_REASONS);
    let [chinese, english] = LOOK;
    match (is_chinese, more) {
        (true, 0) => format!("{chinese}{}", said.join("；")),
        (true, more) => format!("{chinese}{}；另有 {more} 处", said.join("；")),
        (false, 0) => format!("{english}{}", said.join("; ")),
        (false, more) => format!("{english}{}; {more} more", said.join("; ")),
    }
}

/// The name of the agency that a report was put to.
fn agency_of<'a>(archive: &'a Archive, placed: &Placed<'_>) -> &'a str {
    let folder = placed.path.split('/').next().unwrap_or_default();
    let mut agencies = archive.agencies.iter();
    let agency = agencies.find(|agency| agency.folder == folder);
    agency.map_or("", |agency| &agency.facts.name)
}

/// That the document names another agency than the one that its report was put to. The office of a body signs for it.
fn other_agency(archive: &Archive, placed: &Placed<'_>, found: &Recognised) -> Option<Remark> {
    let named = found.value("agency")?;
    let folder = placed.path.split('/').next().unwrap_or_default();
    let agency = archive
        .agencies
        .iter()
        .find(|agency| agency.folder == folder)?;
    let mut names = std::iter::once(&agency.facts.name).chain(&agency.facts.other_names);
    if names.any(|name| named == name) {
        return None;
    }
    let what = Text::new(
        format!(
            "文中的发布机构与所归入的“{}”不同，请核对（有误的，用 --agency 另行指定）",
            agency.facts.name
        ),
        format!(
            "the document names another agency than {}: look, and name the right one with --agency",
            agency.facts.name
        ),
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, named);
    let is_its_office = named.starts_with(agency.facts.name.as_str());
    remark.is_draft = placed.agency_is_guessed && !is_its_office;
    Some(remark)
}

/// That a value is stated which the field does not take.
fn unread(stated: &Stated) -> Remark {
    let what = Text::new(
        format!("“{}”的值无法识别，未写入文件头", stated.name),
        format!(
            "the value of `{}` cannot be read, and is not in the head",
            stated.name
        ),
    );
    let mut remark = Remark::new(
        RemarkKind::Unsure,
        what,
        stated.place.clone(),
        &stated.value,
    );
    remark.is_draft = true;
    remark
}

fn report(lines: &[String], body: &str) -> String {
    let head: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("---\n{head}---\n\n{body}")
}

/// The first line of the head, from 0, that is no value of its field, and why.
fn first_refused(text: &str, path: &str) -> Option<(usize, Text)> {
    let mut faults = Vec::new();
    let split = front_matter::split(text, &mut faults);
    FrontMatter::parse(text, split.yaml, &mut faults);
    let fault = faults
        .into_iter()
        .find(|fault| fault.severity == Severity::Error)?;
    let diagnostic = fault.in_file(path, text);
    // The first line is the one of hyphens.
    Some((diagnostic.line.checked_sub(2)?, diagnostic.message))
}

/// Old addresses as the head takes them: paths below the root of the site.
fn addresses(values: &[String], remarks: &mut Vec<Remark>) -> Vec<String> {
    let mut paths = Vec::new();
    for value in values {
        let after = value
            .split_once("://")
            .map_or(value.as_str(), |(_, after)| after);
        let path = match value.contains("://") {
            true => after.split_once('/').map_or("", |(_, path)| path),
            false => after.trim_start_matches('/'),
        };
        let path = path.split('#').next().unwrap_or_default();
        if path.is_empty() || path.contains('?') {
            let what = Text::new(
                "原网址不能自动转到新网址（静态网站不能按“?”后的参数跳转）",
                "the old address cannot lead here: static sites do not see what follows `?`",
            );
            remarks.push(Remark::new(
                RemarkKind::Unsure,
                what,
                Place::Document,
                value,
            ));
        } else {
            paths.push(path.to_owned());
        }
    }
    paths
}
