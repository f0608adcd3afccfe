//! Defects of official texts: what typing, scanning and pasting did to years, numbers, brackets, quotation marks and
//! punctuation, and what a text names and has not.
//!
//! In: the passages of one report, its parts, what comes with it. Out: each [`Defect`] with its place, its words in both
//! languages and, where it can be mended mechanically, the changes that do it. Never alters a text: an official
//! text is mended by an editor who has the original. What is not sure is not told.

mod attachment;
mod balance;
mod closing;
mod date;
mod document_number;
mod faults;
mod glued;
mod part_number;
mod scan;
mod stop;
mod title;
mod width;
mod year;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Fault, Text};
use crate::report::findings::defect::scan::{Class, Pair, scan};
use crate::report::outline::Part;
use crate::report::passage::{Passage, PassageKind};

/// Defects of a kind that are told of one report.
pub(super) const DEFECTS_MAX: usize = 200;

/// What may be wrong; each kind has a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 20152020年
    LostDashInYears,
    /// 二0一九年, 2O19年
    WrongDigitInYear,
    /// 2019年2月30日
    ImpossibleDate,
    /// 〔201550号
    LostBracketInNumber,
    /// `[2016]8号`
    WrongBracketInNumber,
    /// 〔2016〕8)号
    MisplacedBracketInNumber,
    /// 四) among (三) and (五)
    LostBracketInPartNumber,
    /// 《 without 》
    UnbalancedMark,
    /// 《关于《…》的通知》
    NestedTitleMark,
    /// A heading at the end of a paragraph
    GluedHeading,
    /// 。。 ，。
    DoubledPunctuation,
    /// A blank before ，
    BlankBeforeMark,
    /// , beside ，
    MixedWidth,
    /// 详见附件, and there is none
    AttachmentNotHeld,
    /// No signature, no date
    NoClosing,
    /// 2018年1月, 2019年01月05日 as the date of a document
    DateForm,
}

impl Kind {
    /// All of them.
    const ALL: [Kind; 16] = [
        Kind::LostDashInYears,
        Kind::WrongDigitInYear,
        Kind::ImpossibleDate,
        Kind::LostBracketInNumber,
        Kind::WrongBracketInNumber,
        Kind::MisplacedBracketInNumber,
        Kind::LostBracketInPartNumber,
        Kind::UnbalancedMark,
        Kind::NestedTitleMark,
        Kind::GluedHeading,
        Kind::DoubledPunctuation,
        Kind::BlankBeforeMark,
        Kind::MixedWidth,
        Kind::AttachmentNotHeld,
        Kind::NoClosing,
        Kind::DateForm,
    ];

    /// Whether it is what stands beside each other that is wrong.
    pub(crate) fn is_of_neighbours(self) -> bool {
        matches!(self, Kind::DoubledPunctuation | Kind::BlankBeforeMark)
    }

    /// Whether it is the code of one of them.
    pub(crate) fn is_code(code: &str) -> bool {
        Kind::ALL.iter().any(|kind| kind.code() == code)
    }

    /// The stable code of its warning.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::LostDashInYears => "lost-dash-in-years",
            Kind::WrongDigitInYear => "wrong-digit-in-year",
            Kind::ImpossibleDate => "impossible-date",
            Kind::LostBracketInNumber => "lost-bracket-in-number",
            Kind::WrongBracketInNumber => "wrong-bracket-in-number",
            Kind::MisplacedBracketInNumber => "misplaced-bracket-in-number",
            Kind::LostBracketInPartNumber => "lost-bracket-in-part-number",
            Kind::UnbalancedMark => "unbalanced-mark",
            Kind::NestedTitleMark => "nested-title-mark",
            Kind::GluedHeading => "glued-heading",
            Kind::DoubledPunctuation => "doubled-punctuation",
            Kind::BlankBeforeMark => "blank-before-mark",
            Kind::MixedWidth => "mixed-width",
            Kind::AttachmentNotHeld => "attachment-not-held",
            Kind::NoClosing => "no-closing",
            Kind::DateForm => "date-form",
        }
    }
}

/// A change of a text: what is to stand in place of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mend {
    /// Index of the passage.
    pub(crate) passage: usize,
    /// Bytes of the passage's text.
    pub(crate) range: Range<usize>,
    /// What is to stand there.
    pub(crate) text: String,
}

/// Something wrong in an official text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Defect {
    pub(crate) kind: Kind,
    /// Index of the passage.
    pub(crate) passage: usize,
    /// Bytes of the passage's text; empty where something is missing.
    pub(crate) range: Range<usize>,
    /// What is wrong.
    pub(crate) message: Text,
    /// What to do.
    pub(crate) hint: Text,
    /// The changes that mend it, all of them together; none where only the original can tell.
    pub(crate) mends: Vec<Mend>,
}

impl Defect {
    /// The warning, once it is known where in the file the defect stands.
    pub(crate) fn fault(&self, span: Range<usize>) -> Fault {
        let (message, hint) = (self.message.clone(), self.hint.clone());
        Fault::warning(self.kind.code(), span, message, hint)
    }
}

/// What the type of a report wants at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct WantedClosing {
    /// The name of who signs.
    pub(crate) issuer: bool,
    /// The date.
    pub(crate) date: bool,
}

/// What is known of a report beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings<'s> {
    /// Whether the text is Chinese; of others nothing is told.
    pub(crate) chinese: bool,
    /// Names or titles of the files that come with it, those that the text links to included.
    pub(crate) attachments: &'s [&'s str],
    pub(crate) closing: WantedClosing,
}

/// Reads one report; the defects stand in the order of the text.
pub(crate) fn find(
    passages: &[Passage<'_>],
    parts: &[Part],
    settings: Settings<'_>,
) -> Vec<Defect> {
    let mut found = Found::default();
    if !settings.chinese {
        return Vec::new();
    }
    let mut signs = Vec::new();
    let mut balance = balance::Balance::default();
    let mut width = width::Width::default();
    let mut part_number = part_number::PartNumbers::default();
    let mut mentions = attachment::Mentions::default();
    for (index, passage) in passages.iter().enumerate() {
        if matches!(passage.kind, PassageKind::Code) || passage.text.is_empty() {
            continue;
        }
        scan(passage.text, &mut signs);
        let here = found.defects.len();
        part_number.see(index, passage, &mut found);
        for (i, sign) in signs.iter().enumerate() {
            let line = Line {
                index,
                text: passage.text,
            };
            match sign.class {
                Class::Digits => {
                    year::digits(line, sign, &mut found);
                    document_number::digits(line, sign, &mut found);
                    date::month(line, sign, &mut found);
                    width.digits(line, sign);
                }
                Class::Zero => year::zero(line, sign, &mut found),
                Class::Stop => {
                    stop::doubled(line, signs.get(i..).unwrap_or_default(), &mut found);
                    stop::blank(line, sign, &mut found);
                    width.stop(line, sign);
                }
                Class::Straight => width.quote(line, sign),
                Class::Attach => mentions.see(line, sign),
                Class::Open(Pair::Double) => width.curly(),
                Class::Open(_) | Class::Close(_) => {}
            }
        }
        let taken = found.places_since(here);
        balance.passage(index, passage, &signs, &taken, &mut width, &mut found);
    }
    balance.end(&mut found);
    width.end(&mut found);
    glued::find(passages, parts, &mut found);
    let annex = closing::annex_at(passages, parts);
    mentions.end(passages, annex, settings.attachments, &mut found);
    closing::find(passages, annex, settings.closing, &mut found);
    found.finish()
}

/// A passage's text and index.
#[derive(Clone, Copy)]
struct Line<'t> {
    index: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn before(self, at: usize) -> &'t str {
        self.text.get(..at).unwrap_or_default()
    }

    fn after(self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn get(self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The character before a place.
    fn last_before(self, at: usize) -> Option<char> {
        self.before(at).chars().next_back()
    }

    /// The character at a place.
    fn first_after(self, at: usize) -> Option<char> {
        self.after(at).chars().next()
    }

    /// A change of this passage.
    fn mend(self, range: Range<usize>, text: impl Into<String>) -> Mend {
        Mend {
            passage: self.index,
            range,
            text: text.into(),
        }
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    defects: Vec<Defect>,
    counts: BTreeMap<Kind, usize>,
}

impl Found {
    /// Where the defects stand that were found after `count` others, in the order of the text.
    fn places_since(&self, count: usize) -> Vec<(Kind, Range<usize>)> {
        let new = self.defects.get(count..).unwrap_or_default();
        let places = new.iter().map(|d| (d.kind, d.range.clone()));
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|(_, range)| range.start);
        places
    }

    fn add(
        &mut self,
        kind: Kind,
        place: (usize, Range<usize>),
        (message, hint): (Text, Text),
        mends: Vec<Mend>,
    ) {
        let (passage, range) = place;
        self.push(Defect {
            kind,
            passage,
            range,
            message,
            hint,
            mends,
        });
    }

    fn push(&mut self, defect: Defect) {
        let count = self.counts.entry(defect.kind).or_default();
        *count += 1;
        if *count <= DEFECTS_MAX {
            self.defects.push(defect);
        }
    }

    fn finish(mut self) -> Vec<Defect> {
        self.defects
            .sort_by_key(|d| (d.passage, d.range.start, d.range.end, d.kind));
        self.defects
    }
}

/// Whether a Han character ends at `at`: by its lead byte, which no other place of a character can hold.
fn is_han_before(text: &str, at: usize) -> bool {
    let lead = at.checked_sub(3).and_then(|i| text.as_bytes().get(i));
    matches!(lead, Some(0xE4..=0xE9))
}

/// Whether a Han character begins at `at`.
fn is_han_at(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(0xE4..=0xE9))
}

/// The value of a digit of either width.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

/// The number that begins `text`, of at most `max` digits of either width, and its bytes.
fn number(text: &str, max: usize) -> Option<(u32, usize)> {
    let (mut value, mut length) = (0, 0);
    for (count, c) in text.chars().enumerate() {
        let Some(digit) = digit(c) else { break };
        if count == max {
            return None;
        }
        value = value * 10 + digit;
        length += c.len_utf8();
    }
    (length > 0).then_some((value, length))
}

/// Whether a figure is a year that official texts speak of.
fn is_year(value: u32) -> bool {
    (1900..2100).contains(&value)
}

#[cfg(test)]
mod tests;
