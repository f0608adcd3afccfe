//! How a report is cited: as plain text, by GB/T 7714—2025, as BibTeX.
//!
//! In: the facts of a report, its issuing body, and the words of the interface. Out: pieces, some of
//! them slots for what is known only where the page is read: its address (unless the archive has a
//! `base_url`), the day, a part of the report. A script fills them; without one the rest reads well.
//!
//! What is not known is left out. No date, place or name is made up here, and no clock is read.

mod bibtex;
#[cfg(test)]
mod tests;

use crate::archive::Entry;
use crate::date::PartialDate;
use crate::render::Renderer;
use crate::render::view::{Citation, CitationPiece};
use crate::theme::{Argument, Texts};

/// What citations are made of, on one line each.
#[derive(Clone, Debug, Default)]
struct Facts {
    /// The path of the report's URL.
    id: String,
    /// The issuing bodies.
    agencies: Vec<String>,
    title: String,
    /// 发文字号.
    number: Option<String>,
    /// Name of the report's type.
    kind: Option<String>,
    /// Whether it is a report, not a plan or a notice.
    is_report: bool,
    published: Option<PartialDate>,
    written: Option<PartialDate>,
    /// Name of the archive.
    archive: String,
    url: Option<String>,
}

impl Facts {
    /// The date of the document: when it was published, else the one that it bears.
    fn date(&self) -> Option<PartialDate> {
        self.published.or(self.written)
    }
}

/// What a slot is for.
#[derive(Clone, Copy)]
enum Slot {
    Address,
    Accessed,
    Part,
}

/// A citation in the making.
#[derive(Default)]
struct Pieces(Vec<CitationPiece>);

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.slot.is_none() => last.text.push_str(text),
            _ => self.0.push(CitationPiece {
                text: text.to_owned(),
                ..CitationPiece::default()
            }),
        }
    }

    fn slot(&mut self, slot: Slot, before: &str, value: Option<&str>, after: &str) {
        let name = match slot {
            Slot::Address => "address",
            Slot::Accessed => "accessed",
            Slot::Part => "part",
        };
        self.0.push(CitationPiece {
            text: value.map_or_else(String::new, |value| format!("{before}{value}{after}")),
            slot: Some(name.to_owned()),
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }
}

impl Renderer<'_> {
    /// The citations of a report, whose page is `path`.
    pub(super) fn citations(&self, entry: &Entry, path: &str) -> Vec<Citation> {
        let facts = &entry.report.front_matter;
        let kind = self.archive.report_type(entry);
        let names = [
            self.archive.genre(entry),
            kind.map(|t| &t.name),
            Some(&facts.title),
        ];
        let cited = Facts {
            id: entry.route.as_str().to_owned(),
            agencies: (self.archive.names_of_agencies(entry))
                .map(one_line)
                .filter(|name| !name.is_empty())
                .collect(),
            title: one_line(&facts.title),
            number: facts.document_number.as_ref().map(|n| one_line(&n.value)),
            kind: kind.map(|t| one_line(&t.name)),
            is_report: names.into_iter().flatten().any(|name| is_report(name)),
            published: facts.published.map(|moment| moment.date),
            written: facts.written,
            archive: one_line(&self.archive.config.title),
            url: self.absolute(path),
        };
        let words = self.texts();
        let mut forms = [
            ("gbt7714", gbt7714(&cited)),
            ("text", text(&cited, words)),
            ("bibtex", bibtex::write(&cited)),
        ];
        // The national standard is for readers of Chinese; others know plain text.
        if !words.language().is_chinese() {
            forms.swap(0, 1);
        }
        forms
            .map(|(key, pieces)| Citation {
                key: key.to_owned(),
                pieces: pieces.0,
            })
            .into()
    }
}

/// `text` without what would break its line.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let lines = text.split(breaks).map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a title, or the name of a type or genre, is that of a report: 情况报告, 年报, annual report.
fn is_report(name: &str) -> bool {
    const ENDINGS: [&str; 9] = [
        "报告",
        "報告",
        "年报",
        "年報",
        "白皮书",
        "白皮書",
        "report",
        "reports",
        "white paper",
    ];
    let mut name = name.trim_end();
    // （摘要） and its like.
    if name.ends_with([')', '）']) {
        name = name.rfind(['(', '（']).map_or(name, |at| &name[..at]);
    }
    let name = name.trim_end().to_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// For a text: 机关：《题名》，文号，日期发布，载档案，网址。 How it is put together is the language's own affair.
fn text(facts: &Facts, words: &Texts) -> Pieces {
    let separator = words.word("citation_text.separator");
    let date = |date: PartialDate| words.date(&date.to_string());
    let title = words.word("citation_text.title");
    let agencies = facts.agencies.join(words.word("citation_text.agencies"));
    let mut pieces = Pieces::default();
    pieces.text(&words.fill(
        "citation_text.title",
        &[
            ("agency", Argument::Text(&agencies)),
            ("title", Argument::Text(&nested(&facts.title, title))),
        ],
    ));
    let (before, after) = around(words, "citation_text.part", "part");
    pieces.slot(Slot::Part, &before, None, &after);
    let dated = match (facts.published, facts.written) {
        (Some(published), _) => Some(("citation_text.published", date(published))),
        (None, Some(written)) => Some(("citation_text.written", date(written))),
        (None, None) => None,
    };
    let dated =
        dated.map(|(key, date)| words.fill(key, &[("date", Argument::Text(date.as_str()))]));
    let archive = words.fill(
        "citation_text.archive",
        &[("archive", Argument::Text(&facts.archive))],
    );
    for element in [facts.number.clone(), dated, Some(archive)]
        .into_iter()
        .flatten()
    {
        pieces.text(separator);
        pieces.text(&element);
    }
    pieces.slot(Slot::Address, separator, facts.url.as_deref(), "");
    let (before, after) = around(words, "citation_text.accessed", "date");
    pieces.slot(Slot::Accessed, &before, None, &after);
    pieces.text(words.word("citation_text.end"));
    pieces
}

/// What comes before and after the placeholder `name` in the word for `key`.
fn around(words: &Texts, key: &str, name: &str) -> (String, String) {
    // No word has this character.
    let filled = words.fill(key, &[(name, Argument::Text("\0"))]);
    match filled.split_once('\0') {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (filled, String::new()),
    }
}

/// A title between the marks of `pattern`: the same marks in it become the inner ones, as the rules of
/// punctuation want it (GB/T 15834—2011, 4.15: 〈〉 within 《》).
fn nested(title: &str, pattern: &str) -> String {
    if pattern.contains('《') {
        title.replace('《', "〈").replace('》', "〉")
    } else if pattern.contains('“') {
        title.replace('“', "‘").replace('”', "’")
    } else {
        title.to_owned()
    }
}

/// GB/T 7714—2025, numeric system. Marks as it is printed: `.` and `[ ]` narrow, all others wide.
///
/// A report (8.8.3): 主要责任者. 题名：报告编号[R/OL]. 发布日期：引文页码. 获取和访问路径. It has no date of access,
/// on the web neither (table of 8.8.2; 8.11.1 has reports on web pages follow 8.8). A part of it stands
/// where the pages would (7.7), which a web page does not have. What is no report is a page (8.11.3):
/// 主要责任者. 题名[EB/OL].（创建或修改日期）\[引用日期\]. 获取和访问路径.
fn gbt7714(facts: &Facts) -> Pieces {
    let mut pieces = Pieces::default();
    if let Some((first, others)) = facts.agencies.split_first() {
        // Of more than three the first three (8.1.2).
        let mut names = first.clone();
        for other in others.iter().take(2) {
            names += "，";
            names += other;
        }
        if others.len() > 2 {
            names += "，等";
        }
        pieces.text(names.trim_end_matches('.'));
        pieces.text(". ");
    }
    pieces.text(&facts.title);
    if let Some(number) = &facts.number {
        pieces.text("：");
        pieces.text(number);
    }
    let date = facts.date().map(|date| date.to_string());
    if facts.is_report {
        pieces.text("[R/OL]");
        if let Some(date) = &date {
            pieces.text(". ");
            pieces.text(date);
        }
        let before = if date.is_some() { "：" } else { ". " };
        pieces.slot(Slot::Part, before, None, "");
    } else {
        pieces.slot(Slot::Part, "：", None, "");
        pieces.text("[EB/OL]");
        if let Some(date) = &date {
            pieces.text(".（");
            pieces.text(date);
            pieces.text("）");
        }
        let before = if date.is_some() { "[" } else { ". [" };
        pieces.slot(Slot::Accessed, before, None, "]");
    }
    pieces.slot(Slot::Address, ". ", facts.url.as_deref(), "");
    pieces.text(".");
    pieces
}
