//! What one report cites: titles in 《…》 and document numbers, each with the sentence that it stands in.
//!
//! In go the passages of a report, out comes what is cited, each work once, and every place where it is. A title and
//! the number in brackets behind it are one citation; a short name that the report introduced stands for what it
//! shortened. Never looks for what is cited: other reports are not known here.

mod abbreviation;
mod key;
mod number;
mod title;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::sentence;
use crate::report::passage::{Passage, PassageKind};

pub(crate) use crate::report::findings::citation::key::{number_key, title_key};
pub(crate) use crate::report::findings::citation::number::{Number, of_field};
pub(crate) use crate::report::findings::citation::title::is_short_name;

/// Citations of one report, at most: what comes after is not kept.
const MAX_CITATIONS: usize = 20_000;
/// Characters before a title that may name who issued it, at most.
const ISSUER_MAX: usize = 20;

/// Traditional characters as simplified ones.
pub(crate) type Fold<'f> = &'f dyn Fn(&str) -> String;

/// What a citation names a document by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CitationKind {
    /// 《…》, with its number where one follows in brackets.
    Title,
    /// 发文字号 alone.
    Number,
}

impl CitationKind {
    /// The stable key: `title` or `number`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            CitationKind::Title => "title",
            CitationKind::Number => "number",
        }
    }
}

/// What a report cites, as it writes it: once, however often it cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Work {
    /// By what it is named.
    pub kind: CitationKind,
    /// As written: the title without the marks around it, or the number.
    pub text: Box<str>,
    /// The normalised form, the same for all spellings: of the title, or of the number.
    pub key: Box<str>,
    /// The number behind the title.
    pub number: Option<NamedNumber>,
    /// Who issued it, where the words before the title say so: 国务院《…》.
    pub issuer: Option<Box<str>>,
    /// The work that the short name stands for, if the report introduced it.
    pub stands_for: Option<u32>,
    /// Whether it is a short name that says nothing alone (《条例》).
    pub is_short: bool,
}

/// A document number as written, and its normalised form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct NamedNumber {
    /// As written.
    pub text: Box<str>,
    /// The same for all spellings.
    pub key: Box<str>,
}

/// A sentence that cites something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Which of the passages it stands in.
    pub passage: u32,
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub anchor: Box<str>,
    /// Its bytes in the passage, narrowed to what is near where it is long.
    pub sentence: Range<u32>,
    /// Its words, as displayed.
    pub quote: Box<str>,
}

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Citation {
    /// Of [`Citations::works`].
    pub work: u32,
    /// Of [`Citations::places`].
    pub place: u32,
    /// Its bytes in the passage: 《…》 with its marks, or the number.
    pub range: Range<u32>,
    /// The bytes of the number behind the title.
    pub number: Option<Range<u32>>,
}

/// All that a report cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Citations {
    /// What is cited, in the order in which it first is.
    pub works: Vec<Work>,
    /// Where it is cited, in the order of the text.
    pub citations: Vec<Citation>,
    /// The sentences around the citations, in the order of the text.
    pub places: Vec<Place>,
}

impl Citations {
    /// A work as it is written.
    pub(crate) fn written(&self, work: u32) -> Option<String> {
        self.works.get(work as usize).map(written)
    }

    /// The work that a work stands for: itself, unless it is a short name that was introduced.
    pub(crate) fn meant(&self, work: u32) -> Option<&Work> {
        let written = self.works.get(work as usize)?;
        match written.stands_for {
            Some(full) => self.works.get(full as usize),
            None => Some(written),
        }
    }
}

/// A work as it is written in a text: 《…》（…）.
pub(crate) fn written(work: &Work) -> String {
    match (work.kind, &work.number) {
        (CitationKind::Number, _) => work.text.to_string(),
        (CitationKind::Title, None) => format!("《{}》", work.text),
        (CitationKind::Title, Some(number)) => format!("《{}》（{}）", work.text, number.text),
    }
}

/// Reads what the passages cite.
pub(crate) fn find(passages: &[Passage<'_>], fold: Fold<'_>) -> Citations {
    let mut reading = Reading {
        fold,
        found: Citations::default(),
        known: BTreeMap::new(),
        short_names: BTreeMap::new(),
    };
    for (index, passage) in passages.iter().enumerate() {
        // Most passages cite nothing: a look for the signs of a citation spares them the rest.
        if passage.kind != PassageKind::Code && passage.text.contains(is_sign) {
            reading.read(index, passage);
        }
    }
    reading.found
}

/// Whether the character stands in some citation, and in few texts else.
fn is_sign(c: char) -> bool {
    title::is_open(c) || matches!(c, '号' | '號' | '〔' | '〕')
}

/// The state of [`find`].
struct Reading<'f> {
    fold: Fold<'f>,
    found: Citations,
    /// Works by all that is written of them.
    known: BTreeMap<Written, u32>,
    /// What a short name stands for from here on; `None` where what it shortens is not named in 《…》.
    short_names: BTreeMap<String, Option<u32>>,
}

/// A work as written: text, number, issuer, what it stands for.
type Written = (
    CitationKind,
    Box<str>,
    Option<Box<str>>,
    Option<Box<str>>,
    Option<u32>,
);

/// What stands in a passage, by where it begins.
enum Event {
    Title(usize),
    Number(usize),
    Introduction(usize),
}

impl Reading<'_> {
    fn read(&mut self, index: usize, passage: &Passage<'_>) {
        let text = passage.text;
        let (Ok(index), Ok(_)) = (u32::try_from(index), u32::try_from(text.len())) else {
            return;
        };
        let titles = title::scan(text);
        let numbers = number::scan(text, &titles);
        let behind = number::behind_titles(text, &titles, &numbers);
        let introductions = abbreviation::scan(text, &titles, self.fold);
        let introduced = introductions.iter().flat_map(|i| i.names.iter());
        let introduced: Vec<usize> = introduced.filter_map(|name| name.title).collect();
        let mut events: Vec<(usize, Event)> = Vec::new();
        for (i, range) in titles.iter().enumerate() {
            if introduced.binary_search(&i).is_err() {
                events.push((range.start, Event::Title(i)));
            }
        }
        // In order of the numbers, as the titles are.
        let is_alone = |i: &usize| {
            behind
                .binary_search_by_key(i, |(_, number)| *number)
                .is_err()
        };
        let alone = (0..numbers.len()).filter(is_alone);
        events.extend(alone.filter_map(|i| Some((numbers.get(i)?.range.start, Event::Number(i)))));
        let starts = introductions.iter().enumerate();
        events.extend(starts.map(|(i, introduction)| (introduction.start, Event::Introduction(i))));
        events.sort_by_key(|(start, _)| *start);
        let mut at = Position {
            passage: index,
            anchor: passage.anchor,
            text,
            is_cell: passage.kind.is_cell() || passage.kind == PassageKind::Item,
            place: None,
        };
        let mut works: BTreeMap<usize, u32> = BTreeMap::new();
        for (_, event) in events {
            match event {
                Event::Title(i) => {
                    let number = behind.binary_search_by_key(&i, |(title, _)| *title);
                    let number = number.ok().and_then(|found| behind.get(found));
                    let number = number.and_then(|(_, number)| numbers.get(*number));
                    let work = titles
                        .get(i)
                        .and_then(|range| self.title(&mut at, range, number));
                    works.extend(work.map(|work| (i, work)));
                }
                Event::Number(i) => {
                    if let Some(number) = numbers.get(i) {
                        self.number(&mut at, number);
                    }
                }
                Event::Introduction(i) => {
                    let names = introductions.get(i).map_or(&[][..], |found| &found.names);
                    for name in names {
                        let work = name.of.and_then(|title| works.get(&title).copied());
                        // A short name of a short name: what that one stands for.
                        let work = work.map(|work| self.full(work));
                        self.short_names.insert(name.key.clone(), work);
                    }
                }
            }
        }
    }

    /// The work that a work stands for, or itself.
    fn full(&self, work: u32) -> u32 {
        let found = self.found.works.get(work as usize);
        found.and_then(|found| found.stands_for).unwrap_or(work)
    }

    /// A title with what stands behind it; `None` where it cites nothing.
    fn title(
        &mut self,
        at: &mut Position<'_>,
        range: &Range<usize>,
        number: Option<&Number>,
    ) -> Option<u32> {
        let inner = title::inner(at.text, range)?;
        let key = title_key(inner, self.fold);
        let before = at.text.get(..range.start).unwrap_or_default();
        if !title::is_name(&key) || title::is_own(&key, before) {
            return None;
        }
        let stands_for = match number {
            None => self.short_names.get(&key).copied().flatten(),
            Some(_) => None,
        };
        let of_number = number.and_then(|number| {
            Some(NamedNumber {
                text: at.text.get(number.range.clone())?.into(),
                key: number_key(number, self.fold).into(),
            })
        });
        let work = Work {
            kind: CitationKind::Title,
            text: inner.into(),
            is_short: is_short_name(&key),
            key: key.into(),
            number: of_number,
            issuer: issuer(before).map(Into::into),
            stands_for,
        };
        self.cite(at, work, range, number.map(|number| &number.range))
    }

    /// A number that belongs to no title.
    fn number(&mut self, at: &mut Position<'_>, number: &Number) {
        let Some(written) = at.text.get(number.range.clone()) else {
            return;
        };
        // A number alone in its paragraph is the document's own, below its title.
        let is_edge = |c: char| !c.is_alphanumeric();
        if !at.is_cell && at.text.trim_matches(is_edge) == written.trim_matches(is_edge) {
            return;
        }
        let work = Work {
            kind: CitationKind::Number,
            text: written.into(),
            key: number_key(number, self.fold).into(),
            number: None,
            issuer: None,
            stands_for: None,
            is_short: false,
        };
        self.cite(at, work, &number.range, None);
    }

    fn cite(
        &mut self,
        at: &mut Position<'_>,
        work: Work,
        range: &Range<usize>,
        number: Option<&Range<usize>>,
    ) -> Option<u32> {
        if self.found.citations.len() >= MAX_CITATIONS {
            return None;
        }
        let of_number = work.number.as_ref().map(|number| number.text.clone());
        let written = (
            work.kind,
            work.text.clone(),
            of_number,
            work.issuer.clone(),
            work.stands_for,
        );
        let next = u32::try_from(self.found.works.len()).ok()?;
        let index = *self.known.entry(written).or_insert(next);
        if index == next {
            self.found.works.push(work);
        }
        let whole = range.start..number.map_or(range.end, |number| number.end);
        let place = at.place(&whole, &mut self.found.places)?;
        self.found.citations.push(Citation {
            work: index,
            place,
            range: short(range)?,
            number: number.and_then(short),
        });
        Some(index)
    }
}

/// Where the reading is: a passage, and the sentence of it that was cited last.
struct Position<'p> {
    passage: u32,
    anchor: &'p str,
    text: &'p str,
    is_cell: bool,
    place: Option<u32>,
}

impl Position<'_> {
    /// The sentence around a citation, which is kept once for all in it.
    fn place(&mut self, range: &Range<usize>, places: &mut Vec<Place>) -> Option<u32> {
        let sentence = sentence::around(self.text, range);
        let bytes = short(&sentence)?;
        let last = self.place.and_then(|place| places.get(place as usize));
        if last.is_none_or(|last| last.sentence != bytes) {
            self.place = Some(u32::try_from(places.len()).ok()?);
            places.push(Place {
                passage: self.passage,
                anchor: self.anchor.into(),
                sentence: bytes,
                quote: self.text.get(sentence)?.into(),
            });
        }
        self.place
    }
}

fn short(range: &Range<usize>) -> Option<Range<u32>> {
    Some(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?)
}

/// The body that is named directly before a title: of 根据国务院《…》 it is 国务院.
fn issuer(before: &str) -> Option<&str> {
    const BODIES: &[char] = &[
        '院', '央', '省', '市', '区', '區', '县', '縣', '州', '旗', '盟', '乡', '鄉', '镇', '鎮',
        '部', '委', '局', '厅', '廳', '署', '会', '會', '府', '组', '組', '办', '辦', '室',
    ];
    /// Words that end as the name of a body does.
    const OTHERS: &[&str] = &[
        "全部", "内部", "部署", "签署", "布局", "领会", "学会", "社会", "机会", "举办", "承办",
        "开办", "主办", "协办", "转办", "查办", "经办", "全会", "大会", "部会", "签發", "領會",
        "簽署", "社會",
    ];
    if !before.ends_with(BODIES) || OTHERS.iter().any(|word| before.ends_with(word)) {
        return None;
    }
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| number::is_han(*c))
        .take(ISSUER_MAX)
        .last()?
        .0;
    let words = before.get(start..)?;
    let words = words.get(number::lead_in(words)..)?;
    let words = words.trim_start_matches(['和', '并', '对']);
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests;
