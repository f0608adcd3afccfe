//! Which parts of a report are those that its like have year after year, by their headings.
//!
//! In: the outline of one report, and the headings that were declared for its type. Out: the parts that were declared,
//! with the forms that were met, and a digest of each heading of the upper levels, by which the same part of another
//! report is known. Headings are compared without number, blanks and marks, in one script. Never knows another report.
//!
//! A heading is of a part where it has one of its forms within it. The longest form wins the characters that it stands
//! on: 问题整改情况 is not of 问题 where both are declared. What names two parts beside each other (存在的问题和下一步打算)
//! is of both. Where two forms of one length cross, nothing is guessed: an editor is told. Only the outermost parts that
//! are found count: what is within 下一步打算 says little of the year.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::character::is_cjk;
use crate::diagnostic::{Fault, Text};
use crate::fields::simplified;
use crate::report::findings::paragraph::digest::Digest;
use crate::report::findings::{Remark, folded};
use crate::report::front_matter::FrontMatter;
use crate::report::outline::Part;
use crate::report::passage::Passage;

/// Letters of a heading, at most, a Han character being two; what is longer is a sentence.
const HEADING_MAX: usize = 60;
/// Characters of a heading, at least, by which the same part of another report is known.
const HEADING_MIN: usize = 2;
/// Levels of the outline whose headings are held against those of other reports.
const LEVELS: usize = 2;
/// Headings of one report that are held against those of others, at most.
const HEADINGS_MAX: usize = 200;
/// Parts of one report that count as declared ones, at most; so many headings an editor is told of.
const FOUND_MAX: usize = 100;
/// Digits of a year.
const YEAR: usize = 4;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct WantedParts {
    types: Vec<WantedType>,
    /// Whether all headings are kept.
    all: bool,
}

/// The forms of the parts of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct WantedType {
    key: String,
    name: String,
    forms: Vec<Form>,
}

/// A form of a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Form {
    /// Which of the parts of the type.
    part: u16,
    /// As [`bare`] has it.
    text: String,
}

/// What was found in a report.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundParts {
    /// The parts that were declared, in text order.
    pub declared: Vec<FoundPart>,
    /// The forms that headings had, among all of the type, in ascending order.
    pub forms: Vec<u16>,
    /// Headings by which the same parts of other reports are known; none that the report has twice.
    pub headings: Vec<Heading>,
}

/// A part that was declared for the type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundPart {
    /// Which of the type's.
    pub part: u16,
    /// Its id in the page.
    pub anchor: String,
    /// Its heading, number included.
    pub heading: String,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heading {
    /// The same for headings that differ in numbers, blanks, marks and years at most.
    pub digest: [u8; 8],
    /// The id of its part in the page.
    pub anchor: String,
}

impl WantedParts {
    /// Whether `all` headings are wanted, and no declared part yet.
    pub(crate) fn new(all: bool) -> WantedParts {
        WantedParts {
            all,
            types: Vec::new(),
        }
    }

    /// Adds the parts of a type by their forms; the first are those of its first part.
    pub(crate) fn want<'f>(
        &mut self,
        key: &str,
        name: &str,
        parts: impl Iterator<Item = Vec<&'f str>>,
    ) {
        let parts = (0..=u16::MAX).zip(parts);
        let forms = parts.flat_map(|(part, forms)| {
            let form = move |form: &str| Form {
                part,
                text: bare(form),
            };
            forms.into_iter().map(form).collect::<Vec<_>>()
        });
        self.types.push(WantedType {
            key: key.to_owned(),
            name: simplified(name).into_owned(),
            forms: forms.collect(),
        });
    }

    fn forms_of(&self, front_matter: &FrontMatter) -> &[Form] {
        let word = front_matter.kind.value.as_str();
        let by_key = self.types.iter().find(|of| of.key == word);
        let by_name = || self.types.iter().find(|of| of.name == simplified(word));
        by_key.or_else(by_name).map_or(&[], |of| &of.forms)
    }

    /// Looks through the outline of a report; `None` where there is nothing to be kept of it.
    pub(super) fn find(
        &self,
        parts: &[Part],
        passages: &[Passage<'_>],
        front_matter: &FrontMatter,
        remarks: &mut Vec<Remark>,
    ) -> Option<Box<FoundParts>> {
        if self.types.is_empty() && !self.all {
            return None;
        }
        let forms = self.forms_of(front_matter);
        let mut found = FoundParts::default();
        let mut declared: Vec<(usize, FoundPart)> = Vec::new();
        let mut outermost: BTreeMap<u16, usize> = BTreeMap::new();
        let before = remarks.len();
        for (at, part) in parts.iter().enumerate() {
            let Some(heading) = heading_of(part) else {
                continue;
            };
            let met = met(&heading, forms);
            found.forms.extend(met.forms);
            if met.is_ambiguous && remarks.len() < before + FOUND_MAX {
                remarks.extend(ambiguous(at, passages));
            }
            for which in met.parts {
                let depth = outermost.entry(which).or_insert(part.depth);
                *depth = part.depth.min(*depth);
                let found = FoundPart {
                    part: which,
                    anchor: part.anchor.clone(),
                    heading: part.title.clone(),
                };
                declared.push((part.depth, found));
            }
        }
        found.forms.sort_unstable();
        found.forms.dedup();
        let is_outer = |depth: usize, found: &FoundPart| outermost.get(&found.part) == Some(&depth);
        let outer = declared.into_iter();
        let outer = outer.filter(|(depth, found)| is_outer(*depth, found));
        found.declared = outer.map(|(_, found)| found).take(FOUND_MAX).collect();
        if self.all {
            found.headings = headings(parts);
        }
        (found != FoundParts::default()).then(|| Box::new(found))
    }
}

/// The headings of the upper levels that a report has once.
fn headings(parts: &[Part]) -> Vec<Heading> {
    let upper = parts.iter().filter(|part| part.depth < LEVELS);
    let headings = upper.filter_map(|part| {
        let words = without_years(&heading_of(part)?);
        let mut digest = Digest::new();
        words.chars().for_each(|c| digest.add(c as u64));
        (words.chars().count() >= HEADING_MIN).then(|| Heading {
            digest: digest.value().to_le_bytes(),
            anchor: part.anchor.clone(),
        })
    });
    let headings: Vec<Heading> = headings.take(HEADINGS_MAX).collect();
    let is_once = |heading: &&Heading| {
        let same = headings.iter().filter(|it| it.digest == heading.digest);
        same.count() == 1
    };
    headings.iter().filter(is_once).cloned().collect()
}

/// The words of a heading as they are compared; none of what is a sentence, or nowhere on the page.
fn heading_of(part: &Part) -> Option<String> {
    if part.is_inline || part.anchor.is_empty() || part.title.ends_with('…') {
        return None;
    }
    let title = part.title.trim_start();
    let words = bare(title.strip_prefix(part.number.as_str()).unwrap_or(title));
    let length: usize = words.chars().map(|c| 1 + usize::from(is_cjk(c))).sum();
    (1..=HEADING_MAX).contains(&length).then_some(words)
}

/// A text without blanks and marks, in simplified characters, small letters and half width.
pub(crate) fn bare(text: &str) -> String {
    let mut text = folded(text);
    text.retain(char::is_alphanumeric);
    text
}

/// The same without the figures and years in it: 2021年工作安排 is 工作安排 of any year.
fn without_years(words: &str) -> String {
    let is_han_digit = |c: char| "〇零一二三四五六七八九".contains(c);
    let mut rest = words;
    let mut kept = String::with_capacity(words.len());
    while let Some(c) = rest.chars().next() {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = match digits.len() < rest.len() {
            true => Some(digits),
            false => {
                let year: usize = rest.chars().take(YEAR).map(char::len_utf8).sum();
                let (year, after) = rest.split_at_checked(year).unwrap_or((rest, ""));
                let is_year = year.chars().all(is_han_digit) && after.starts_with('年');
                is_year.then_some(after)
            }
        };
        rest = match after {
            Some(after) => {
                let after = after.strip_prefix('年').unwrap_or(after);
                after.strip_prefix('度').unwrap_or(after)
            }
            None => {
                kept.push(c);
                rest.get(c.len_utf8()..).unwrap_or_default()
            }
        };
    }
    kept
}

/// What a heading has of the forms.
#[derive(Debug, Default, PartialEq, Eq)]
struct Met {
    /// The parts that it is of, each once.
    parts: Vec<u16>,
    /// The forms that stand in it, those too that a longer one covers.
    forms: Vec<u16>,
    /// Whether two forms of one length cross.
    is_ambiguous: bool,
}

fn met(heading: &str, forms: &[Form]) -> Met {
    let mut found = Met::default();
    let mut places: Vec<(usize, usize, u16)> = Vec::new();
    let forms = (0..=u16::MAX).zip(forms);
    for (at, form) in forms.filter(|(_, form)| !form.text.is_empty()) {
        let met = heading.match_indices(&form.text);
        let met = met.map(|(start, text)| (start, start + text.len(), form.part));
        let before = places.len();
        places.extend(met);
        if places.len() > before {
            found.forms.push(at);
        }
    }
    places.sort_by_key(|(start, end, part)| (std::cmp::Reverse(end - start), *start, *part));
    let crosses = |a: &(usize, usize, u16), b: &(usize, usize, u16)| a.0 < b.1 && b.0 < a.1;
    let mut taken: Vec<(usize, usize, u16)> = Vec::new();
    for same_length in places.chunk_by(|a, b| a.1 - a.0 == b.1 - b.0) {
        let is_free = |place: &&(usize, usize, u16)| !taken.iter().any(|it| crosses(it, place));
        let free: Vec<(usize, usize, u16)> = same_length.iter().filter(is_free).copied().collect();
        for place in &free {
            let rival = |other: &(usize, usize, u16)| other.2 != place.2 && crosses(other, place);
            let mut rivals = free.iter().filter(|other| rival(other)).peekable();
            match rivals.peek().is_some() {
                // One form of two parts is told where it is declared.
                true => found.is_ambiguous |= rivals.any(|other| other.0 != place.0),
                false => found.parts.push(place.2),
            }
        }
        taken.extend(free);
    }
    found.parts.sort_unstable();
    found.parts.dedup();
    found
}

/// Tells an editor of a heading that may be of either of two parts.
fn ambiguous(part: usize, passages: &[Passage<'_>]) -> Option<Remark> {
    let opens = |passage: &Passage<'_>| passage.opens_part && passage.part == Some(part);
    let at = passages.iter().position(opens)?;
    let length = passages.get(at)?.text.len();
    Some(Remark {
        passage: at,
        bytes: 0..length,
        fault: Fault::warning(
            "ambiguous-part",
            0..0,
            Text::new(
                "这个标题可以算作两个部分，程序没有归入任何一个",
                "this heading may be of either of two parts, and is taken for neither",
            ),
            Text::new(
                "在 archive.yaml 中给其中一个部分的“标题”（headings）加上更长的写法。",
                "Give one of the parts a longer form of it under `headings` in archive.yaml.",
            ),
        ),
    })
}

#[cfg(test)]
mod tests;
