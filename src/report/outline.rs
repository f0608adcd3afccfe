//! Reads official numbering (一、 (一) 1. 1) (1) 一是 第一条 2.1.1) and Markdown headings as one outline.
//!
//! In: the displayed text of each heading and paragraph, in text order. Out: the parts, each with its
//! number as written and an anchor that is its path of numbers, where in the text they begin, and where a run of
//! numbers is broken. Never alters text, and never sees markup.
//!
//! A number is judged by what is open before it: one that is doubtful by itself is a part where it is the next of a
//! series, and where lines elsewhere in the body bear it out ([`Evidence`]).

mod accept;
mod annex;
mod candidate;
mod evidence;
mod ids;
mod marker;
mod numeral;
mod path;
mod place;
mod sequence;
mod title;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::outline::candidate::{Candidate, collect};
use crate::report::outline::marker::{Certainty, Kind};
use crate::report::outline::sequence::{Last, Sequence};
use crate::report::outline::title::{cut, is_line_alone, is_title, run_in_heading};

pub(crate) use crate::report::outline::annex::{Closing, after_word, is_address, signs};
pub(crate) use crate::report::outline::evidence::Evidence;
pub(crate) use crate::report::outline::ids::Ids;
pub(crate) use crate::report::outline::numeral::{is_digit, padding};
pub(crate) use crate::report::outline::sequence::{Breach, Break};
pub(crate) use crate::report::outline::title::TITLE_MAX;

/// Parts of one report; what comes after them is text without anchors of its own.
pub(crate) const PARTS_MAX: usize = 20_000;
/// Level of an annex that a paragraph opens: no Markdown heading closes it by its level.
const ANNEX_LEVEL: u8 = 0;

/// A part of the outline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Its id in the page: the numbers from the outermost part to this one, `1-2-3`; or the author's own.
    pub anchor: String,
    /// Parts that enclose it.
    pub depth: usize,
    /// The number as written, `(一)`; empty for a heading without one.
    pub number: String,
    /// The words with their number, as written, without the full stop; cut with … where they are long.
    pub title: String,
    /// Whether it begins inside a paragraph as one of a series (一是…二是…), too small for a contents list.
    pub is_inline: bool,
    /// Whether it is displayed as a heading, not as the beginning of a paragraph.
    pub is_heading: bool,
    pub(crate) parent: Option<u32>,
    /// What the anchors of its own parts begin with, where that is not its anchor; empty where they begin anew.
    #[serde(skip)]
    path: Option<String>,
    /// Its number in a path: `2-1` of 2.1, `120z1` of 第一百二十条之一; empty for one without.
    #[serde(skip)]
    own: String,
    /// Of its number, while its text is read.
    #[serde(skip)]
    pub(super) kind: Option<Kind>,
    is_annex: bool,
    /// Whether it is a line alone that may be a heading, depending on what follows.
    #[serde(skip)]
    line_alone: bool,
}

/// A number found in a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) part: u32,
    /// Bytes of the paragraph's text.
    pub(crate) number: (u32, u32),
    /// Where the run-in heading ends, its full stop included; 0 where it is cut or there is none.
    pub(crate) heading_end: u32,
    /// Whether the paragraph, or a line of it, begins with it.
    pub(crate) starts_line: bool,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    part: u32,
    kind: Option<Kind>,
    /// See [`marker::Marker`].
    number: (u32, u32),
    is_glued: bool,
    /// Level of the Markdown heading that it is, if it is one.
    level: Option<u8>,
    is_inline: bool,
    is_annex: bool,
}

/// What is open, and what came last.
#[derive(Clone, Default)]
struct State {
    frames: Vec<Frame>,
    sequence: Sequence,
    /// What paths begin with that no part encloses: nothing, or the number of the text where one ended before.
    region: String,
}

/// The outline while it is read. Of one that is kept there are its parts and their ids.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Outline {
    pub(crate) parts: Vec<Part>,
    #[serde(skip)]
    pub(crate) is_full: bool,
    /// Numbers that do not follow those before them.
    #[serde(skip)]
    pub(crate) breaks: Vec<Break>,
    /// Whether the text is Chinese: in others, numbers without words are lists.
    #[serde(skip)]
    chinese: bool,
    #[serde(skip)]
    evidence: Evidence,
    #[serde(skip)]
    state: State,
    /// The text, while an annex is read or what follows a signature: a number that goes on from it goes back to it.
    #[serde(skip)]
    suspended: Option<State>,
    /// Signatures that ended a text.
    #[serde(skip)]
    ended: u32,
    /// The annex whose label the last paragraph was.
    #[serde(skip)]
    untitled: Option<u32>,
    used: Ids,
    #[serde(skip)]
    candidates: Vec<Candidate>,
}

impl Outline {
    pub(crate) fn new(chinese: bool, evidence: Evidence) -> Outline {
        Outline {
            chinese,
            evidence,
            ..Outline::default()
        }
    }

    /// The part that the next paragraph stands in.
    pub(crate) fn current(&self) -> Option<u32> {
        self.state.frames.last().map(|f| f.part)
    }

    /// The ids that parts have.
    pub(crate) fn ids(&self) -> &Ids {
        &self.used
    }

    /// Whether `id` can still be given to a heading.
    pub(crate) fn is_free(&self, id: &str) -> bool {
        !self.used.holds(id)
    }

    /// Keeps `id`, which is free, for a place that is no part.
    pub(crate) fn reserve(&mut self, id: &str) {
        self.used.take(id.to_owned(), '_');
    }

    /// Takes a Markdown heading; returns its part and the bytes of its number.
    pub(crate) fn heading(
        &mut self,
        level: u8,
        text: &str,
        id: Option<&str>,
    ) -> Option<(u32, (u32, u32))> {
        self.untitled = None;
        let start = padding(text);
        let label = annex::label(text, true);
        let marker = match label {
            Some(_) => None,
            None => self.heading_marker(&text[start..]),
        };
        let number = match (&label, marker) {
            (Some(label), _) => label.range.clone(),
            (None, Some(m)) => start..start + m.length,
            (None, None) => 0..0,
        };
        if let Some(m) = marker {
            self.resume_for(&m);
        }
        let closed = self.state.frames.iter().position(|f| match f.level {
            Some(l) if f.is_annex && label.is_none() => l > level || l == level && marker.is_none(),
            Some(ANNEX_LEVEL) => label.is_some(),
            Some(l) => l >= level,
            None => false,
        });
        if label.is_some() {
            self.suspend();
        }
        let frames = &mut self.state.frames;
        frames.truncate(closed.unwrap_or(frames.len()));
        if marker.is_none() {
            // A heading without a number does not stand in a numbered paragraph.
            let above = frames.iter().rposition(|f| f.level.is_some());
            frames.truncate(above.map_or(0, |i| i + 1));
        }
        let part = match &label {
            Some(label) => self.open_annex(label, level, id)?,
            None => self.open(marker, &text[number.clone()], Some(level), id, text, false)?,
        };
        let last = &mut self.parts[part as usize];
        text[number.clone()].clone_into(&mut last.number);
        last.title = cut(text[start..].trim_end(), TITLE_MAX * 4).0;
        last.is_heading = true;
        Some((part, (number.start as u32, number.end as u32)))
    }

    /// Takes a paragraph that may be the label of an annex: 附件1. Returns its part and the bytes of its number.
    pub(crate) fn annex(&mut self, text: &str) -> Option<(u32, (u32, u32))> {
        if let Some(part) = self.untitled.take()
            && is_line_alone(text)
            && !begins_with_number(text)
        {
            // The line below the label is what the annex is called.
            let title = &mut self.parts[part as usize].title;
            *title = cut(&format!("{title} {}", text.trim()), TITLE_MAX * 4).0;
        }
        let label = annex::label(text, false)?;
        self.suspend();
        self.state.frames.clear();
        let part = self.open_annex(&label, ANNEX_LEVEL, None)?;
        let last = &mut self.parts[part as usize];
        text[label.range.clone()].clone_into(&mut last.number);
        last.title = text.trim().to_owned();
        last.is_heading = true;
        self.untitled = Some(part);
        Some((part, (label.range.start as u32, label.range.end as u32)))
    }

    /// A signature ends the text, or the parts of the annex that is open; false where there is nothing to end.
    pub(crate) fn end_text(&mut self) -> bool {
        if self.state.sequence.is_empty() {
            return false;
        }
        if let Some(annex) = self.annex_frame() {
            self.state.frames.truncate(annex + 1);
            return true;
        }
        self.suspend();
        self.state.frames.clear();
        self.ended += 1;
        self.state.region = format!("{}{}", annex::TEXT, self.ended + 1);
        true
    }

    /// Whether `text` begins a series anew that is the outermost of those open, as a second text does.
    pub(crate) fn begins_anew(&self, text: &str) -> bool {
        let outermost = self.state.frames.iter().find_map(|f| f.kind);
        marker::read(&text[padding(text)..])
            .is_some_and(|m| m.is_first() && outermost == Some(m.kind))
    }

    pub(crate) fn is_annex(&self, part: u32) -> bool {
        let part = self.parts.get(part as usize);
        part.is_some_and(|part| part.is_annex)
    }

    /// The annex that a part stands in, or is.
    pub(crate) fn annex_around(&self, part: u32) -> Option<u32> {
        let mut around = Some(part);
        while let Some(part) = around.filter(|part| !self.is_annex(*part)) {
            around = self.parts.get(part as usize)?.parent;
        }
        around
    }

    fn annex_frame(&self) -> Option<usize> {
        self.state.frames.iter().rposition(|f| f.is_annex)
    }

    /// Takes a paragraph; `lines` are the offsets at which its lines begin, the first apart.
    pub(crate) fn paragraph(&mut self, text: &str, lines: &[u32], found: &mut Vec<Found>) {
        found.clear();
        let mut candidates = std::mem::take(&mut self.candidates);
        if self.chinese {
            collect(text, lines, &mut candidates);
        } else {
            candidates.clear();
            candidates.extend(candidate::english(text));
        }
        let counts = candidates
            .iter()
            .filter(|c| c.marker.kind == Kind::Count)
            .count();
        for (i, candidate) in candidates.iter().enumerate() {
            let Some(marker) = self.accepted(candidate, &candidates[i + 1..], text) else {
                continue;
            };
            let Candidate {
                at, starts_line, ..
            } = *candidate;
            let is_series = matches!(marker.kind, Kind::Circled) && !starts_line
                || marker.kind == Kind::Count && (counts > 1 || !starts_line);
            let number = &text[at..at + marker.length];
            if starts_line {
                self.resume_for(&marker);
            }
            let Some(part) = self.open(Some(marker), number, None, None, "", is_series) else {
                break;
            };
            number.clone_into(&mut self.parts[part as usize].number);
            found.push(Found {
                part,
                number: (at as u32, (at + marker.length) as u32),
                heading_end: 0,
                starts_line,
            });
        }
        self.title(text, found);
        // A series ends with its paragraph.
        let frames = &mut self.state.frames;
        if let Some(i) = frames.iter().position(|f| f.is_inline) {
            frames.truncate(i);
        }
        self.candidates = candidates;
    }

    /// Gives the parts of a paragraph their titles: each from its number to the end of its line.
    fn title(&mut self, text: &str, found: &mut [Found]) {
        let mut line_end = text.len();
        for i in (0..found.len()).rev() {
            let Found {
                part,
                number: (at, number_end),
                starts_line,
                ..
            } = found[i];
            let at = at as usize;
            let line = text[at..line_end].trim_end();
            let last = &mut self.parts[part as usize];
            let (title, heading_end) = run_in_heading(line, last.kind, self.chinese);
            let is_number_alone = line.len() == number_end as usize - at;
            last.title = title;
            last.line_alone = starts_line
                && !last.is_inline
                && heading_end == 0
                && (is_line_alone(line) || is_number_alone)
                && (is_number_alone || self.chinese || is_title(line))
                && (last.kind != Some(Kind::Article) || is_number_alone || !self.chinese);
            // A heading does not reach into the part after it.
            let is_short = found
                .get(i + 1)
                .is_none_or(|next| at + heading_end <= next.number.0 as usize);
            found[i].heading_end = match heading_end > 0 && is_short {
                true => (at + heading_end) as u32,
                false => 0,
            };
            if starts_line {
                line_end = at;
            }
        }
    }

    /// After the last paragraph: gives the series inside paragraphs what paths the other parts left, and
    /// decides which lines that are a number and a few words alone are headings.
    ///
    /// `is_followed` says whether text stands below a part before the next.
    pub(crate) fn settle(&mut self, is_followed: &[bool]) {
        let mut series: BTreeMap<(Option<u32>, Kind), (usize, usize)> = BTreeMap::new();
        for i in 0..self.parts.len() {
            let part = &self.parts[i];
            if part.is_inline {
                let path = self.path(part.parent, &part.own, true);
                self.parts[i].anchor = self.used.take(path, '_');
            } else if let Some(kind) = part.kind.filter(|_| part.line_alone) {
                let has_text = is_followed.get(i).copied().unwrap_or(false);
                let has_part = self
                    .parts
                    .get(i + 1)
                    .is_some_and(|next| next.parent == Some(i as u32));
                let (with, all) = series.entry((part.parent, kind)).or_default();
                *with += usize::from(has_text || has_part);
                *all += 1;
            }
        }
        for part in self.parts.iter_mut().filter(|part| part.line_alone) {
            let Some(kind) = part.kind else { continue };
            part.is_heading = match kind {
                Kind::HanBracket | Kind::Decimal(1) => true,
                kind if kind.is_of_headings() => true,
                // Short items of a list look like headings; headings have something below most of them.
                Kind::Digit
                | Kind::DigitBracket
                | Kind::DigitBrackets
                | Kind::Article
                | Kind::EnglishSection
                | Kind::Item
                | Kind::Stem
                | Kind::Decimal(_) => series
                    .get(&(part.parent, kind))
                    .is_some_and(|(with, all)| with * 2 > *all),
                _ => false,
            };
        }
    }
}

impl State {
    /// The innermost open number of a kind.
    fn open(&self, kind: Kind) -> Option<Last> {
        let frame = self.frames.iter().rev().find(|f| f.kind == Some(kind))?;
        Some(Last {
            part: frame.part,
            number: frame.number,
            is_glued: frame.is_glued,
        })
    }

    /// The innermost open number of a kind, or the last that was closed.
    fn last(&self, kind: Kind) -> Option<Last> {
        self.open(kind).or_else(|| self.sequence.last(kind))
    }
}

impl Part {
    fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.anchor)
    }

    /// Whether its number is several: 2.1, Section 1.010.
    fn number_is_path(&self) -> bool {
        self.own.contains('-')
    }
}

/// Whether a line begins with the number of a part, whatever came before it.
pub(crate) fn begins_with_number(line: &str) -> bool {
    marker::read(&line[padding(line)..]).is_some_and(|m| m.certainty == Certainty::Certain)
}

/// Whether a line begins with 一是 and its like, which stand in a sentence too.
pub(crate) fn begins_with_count(line: &str) -> bool {
    marker::read(&line[padding(line)..]).is_some_and(|m| m.kind == Kind::Count)
}

/// Whether a line may be an entry of a list of attachments.
pub(crate) fn begins_entry(line: &str) -> bool {
    entry(line).is_some()
}

/// The number of a line that may be an entry of a list of attachments: 2. 2) (2) ②, never 二、 or 第二条.
pub(crate) fn entry(line: &str) -> Option<u32> {
    let found = marker::read(&line[padding(line)..]);
    let kinds = [
        Kind::Digit,
        Kind::DigitBracket,
        Kind::DigitBrackets,
        Kind::Circled,
    ];
    let found = found.filter(|m| m.certainty == Certainty::Certain && kinds.contains(&m.kind));
    found.map(|m| m.value)
}

/// Whether a paragraph dates, or signs and dates, the text before it.
pub(crate) fn closing(text: &str) -> Option<Closing> {
    annex::closing(text)
}

/// Eight hexadecimal digits of the SHA-256 of `text`.
pub(crate) fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(8);
    for byte in Sha256::digest(text.as_bytes()).iter().take(4) {
        for nibble in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    digits
}
