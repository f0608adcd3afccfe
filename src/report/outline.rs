//! Reads official numbering (一、 (一) 1. 1) (1) 一是) and Markdown headings as one outline.
//!
//! In: the displayed text of each heading and paragraph, in text order. Out: the parts, each with its
//! number as written and an anchor that is its path of numbers, and where in the text they begin.
//! Never alters text, and never sees markup.

mod candidate;
mod ids;
mod marker;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::report::outline::candidate::{Candidate, collect};
use crate::report::outline::marker::{Kind, Marker};

pub(crate) use crate::report::outline::ids::Ids;

/// Characters of a run-in heading; a longer first sentence is cut at a comma.
pub(crate) const TITLE_MAX: usize = 60;
/// Parts of one report; what comes after them is text without anchors of its own.
pub(crate) const PARTS_MAX: usize = 20_000;
/// Numbers after the first of a series among which the second is looked for.
const LOOK_AHEAD: usize = 64;
/// Levels of the outline, so that a path of numbers stays short.
const LEVELS_MAX: usize = 24;

/// A part of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// What the anchors of its own parts begin with, where that is not its anchor.
    path: Option<String>,
    kind: Option<Kind>,
    value: u32,
    /// Whether it is a line alone that may be a heading, depending on what follows.
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
    value: u32,
    /// Level of the Markdown heading that it is, if it is one.
    level: Option<u8>,
    is_inline: bool,
}

/// The outline while it is read.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) parts: Vec<Part>,
    pub(crate) is_full: bool,
    frames: Vec<Frame>,
    used: Ids,
    candidates: Vec<Candidate>,
}

impl Outline {
    /// The part that the next paragraph stands in.
    pub(crate) fn current(&self) -> Option<u32> {
        self.frames.last().map(|f| f.part)
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
        let start = leading_space(text);
        let marker = marker::read(&text[start..]).filter(|m| m.complete && m.kind != Kind::Count);
        let number = marker.map_or(0..0, |m| start..start + m.length);
        if let Some(i) = self
            .frames
            .iter()
            .position(|f| f.level.is_some_and(|l| l >= level))
        {
            self.frames.truncate(i);
        }
        match marker {
            Some(m) => self.close_for(m, true),
            // A heading without a number does not stand in a numbered paragraph.
            None => {
                let above = self.frames.iter().rposition(|f| f.level.is_some());
                self.frames.truncate(above.map_or(0, |i| i + 1));
            }
        }
        let part = self.open(marker, Some(level), id, text, false)?;
        let last = &mut self.parts[part as usize];
        text[number.clone()].clone_into(&mut last.number);
        last.title = cut(text[start..].trim_end(), TITLE_MAX * 4).0;
        last.is_heading = true;
        Some((part, (number.start as u32, number.end as u32)))
    }

    /// Takes a paragraph; `lines` are the offsets at which its lines begin, the first apart.
    pub(crate) fn paragraph(&mut self, text: &str, lines: &[u32], found: &mut Vec<Found>) {
        found.clear();
        let mut candidates = std::mem::take(&mut self.candidates);
        collect(text, lines, &mut candidates);
        let counts = candidates
            .iter()
            .filter(|c| c.marker.kind == Kind::Count)
            .count();
        let mut line_end = 0;
        for (i, candidate) in candidates.iter().enumerate() {
            if !self.accepts(candidate, &candidates[i + 1..]) {
                continue;
            }
            if candidate.at >= line_end {
                let next = candidates[i + 1..].iter().find(|c| c.starts_line);
                line_end = next.map_or(text.len(), |c| c.at);
            }
            let Candidate {
                at,
                marker,
                starts_line,
                ..
            } = *candidate;
            let is_series = matches!(marker.kind, Kind::Circled) && !starts_line
                || marker.kind == Kind::Count && (counts > 1 || !starts_line);
            let Some(part) = self.open(Some(marker), None, None, "", is_series) else {
                break;
            };
            let number = (at as u32, (at + marker.length) as u32);
            let line = text[at..line_end].trim_end();
            let (title, heading_end) = run_in_heading(line, marker.kind);
            let last = &mut self.parts[part as usize];
            text[at..at + marker.length].clone_into(&mut last.number);
            last.title = title;
            last.line_alone = starts_line && !is_series && heading_end == 0 && is_line_alone(line);
            found.push(Found {
                part,
                number,
                heading_end: if heading_end > 0 {
                    (at + heading_end) as u32
                } else {
                    0
                },
                starts_line,
            });
        }
        // A series ends with its paragraph.
        if let Some(i) = self.frames.iter().position(|f| f.is_inline) {
            self.frames.truncate(i);
        }
        // A heading does not reach into the part after it.
        for i in 1..found.len() {
            let start = found[i].number.0;
            if found[i - 1].heading_end > start {
                found[i - 1].heading_end = 0;
            }
        }
        self.candidates = candidates;
    }

    /// Whether a candidate is the number of a part, by its place and by what is expected.
    fn accepts(&self, candidate: &Candidate, later: &[Candidate]) -> bool {
        let Marker {
            kind,
            value,
            complete,
            ..
        } = candidate.marker;
        let last = self
            .frames
            .iter()
            .rev()
            .find(|f| f.kind == Some(kind))
            .map(|f| f.value);
        let is_next = last.is_some_and(|last| value == last + 1);
        if !complete {
            return is_next && (candidate.starts_line || candidate.before == Some('。'));
        }
        if candidate.starts_line {
            return true;
        }
        let is_series = matches!(kind, Kind::Count | Kind::Circled);
        let after_sentence = matches!(
            candidate.before,
            Some('。' | '！' | '？' | '!' | '?' | ')' | '）' | '”')
        );
        if !is_series && !after_sentence {
            return false;
        }
        match value {
            // The first of a series inside a paragraph shows by the second.
            1 => {
                (is_series || candidate.before == Some('。'))
                    && later
                        .iter()
                        .take(LOOK_AHEAD)
                        .any(|c| c.marker.kind == kind && c.marker.value == 2)
            }
            _ => is_next,
        }
    }

    /// Adds a part at the place that its kind of number, or its level, has among those that are open.
    fn open(
        &mut self,
        marker: Option<Marker>,
        level: Option<u8>,
        id: Option<&str>,
        text: &str,
        is_inline: bool,
    ) -> Option<u32> {
        if self.parts.len() >= PARTS_MAX {
            self.is_full = true;
            return None;
        }
        if let (Some(m), None) = (marker, level) {
            self.close_for(m, false);
        }
        self.frames.truncate(LEVELS_MAX);
        let parent = self.frames.last().map(|f| f.part);
        let number = marker.map_or_else(|| digest(text), |m| m.value.to_string());
        let path = self.path(parent, &number, marker.is_some());
        let (anchor, path) = match id {
            Some(id) => (self.used.take(id.to_owned(), '_'), Some(path)),
            None if is_inline => (String::new(), None),
            // No path of numbers holds an underscore, so a repeat cannot meet a part of another part.
            None => (self.used.take(path, '_'), None),
        };
        let part = self.parts.len() as u32;
        self.parts.push(Part {
            anchor,
            depth: self.frames.len(),
            number: String::new(),
            title: String::new(),
            is_inline,
            is_heading: false,
            parent,
            path,
            kind: marker.map(|m| m.kind),
            value: marker.map_or(0, |m| m.value),
            line_alone: false,
        });
        self.frames.push(Frame {
            part,
            kind: marker.map(|m| m.kind),
            value: marker.map_or(0, |m| m.value),
            level,
            is_inline,
        });
        Some(part)
    }

    /// The path of a part; a heading without a number stands in that of no part with one.
    fn path(&self, parent: Option<u32>, number: &str, is_numbered: bool) -> String {
        let mut above = parent.map(|parent| &self.parts[parent as usize]);
        while is_numbered && let Some(part) = above.filter(|part| part.kind.is_none()) {
            above = part.parent.map(|parent| &self.parts[parent as usize]);
        }
        match above {
            Some(part) => format!("{}-{number}", part.path()),
            None => number.to_owned(),
        }
    }

    /// Closes the parts that one with this number cannot stand in.
    fn close_for(&mut self, m: Marker, is_heading: bool) {
        let same = self
            .frames
            .iter()
            .rposition(|f| f.kind == Some(m.kind) && !(is_heading && f.level.is_some()));
        if let Some(i) = same {
            let is_next = m.value == self.frames[i].value + 1;
            let under_heading = self.frames[i + 1..].iter().any(|f| f.level.is_some());
            // Under a later heading a series that begins anew is a new one.
            if is_next || !under_heading {
                self.frames.truncate(i);
                return;
            }
        }
        while self.frames.last().is_some_and(|f| {
            f.level.is_none() && f.kind.is_some_and(|kind| kind.rank() > m.kind.rank())
        }) {
            self.frames.pop();
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
                let path = self.path(part.parent, &part.value.to_string(), true);
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
                Kind::Volume | Kind::Chapter | Kind::Section | Kind::Han | Kind::HanBracket => true,
                // Short items of a list look like headings; headings have something below most of them.
                Kind::Digit | Kind::DigitBracket | Kind::DigitBrackets => series
                    .get(&(part.parent, kind))
                    .is_some_and(|(with, all)| with * 2 > *all),
                Kind::Article | Kind::Circled | Kind::Count => false,
            };
        }
    }
}

impl Part {
    fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.anchor)
    }
}

/// Whether a line begins with the number of a part.
pub(crate) fn begins_with_number(line: &str) -> bool {
    marker::read(line.trim_start()).is_some_and(|m| m.complete)
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The title of a part that begins a paragraph, and where its heading ends (0: no sentence ends in reach).
fn run_in_heading(line: &str, kind: Kind) -> (String, usize) {
    let ends =
        |c: char| matches!(c, '。' | '！' | '？') || kind == Kind::Count && matches!(c, '；' | ';');
    match line
        .char_indices()
        .take(TITLE_MAX + 1)
        .find(|(_, c)| ends(*c))
    {
        Some((at, c)) => (line[..at].to_owned(), at + c.len_utf8()),
        None => (cut(line, TITLE_MAX).0, 0),
    }
}

/// The text, or its beginning up to a comma with … after it; and whether it was cut.
fn cut(text: &str, max: usize) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return (text.to_owned(), false);
    };
    let head = &text[..end];
    let comma = head
        .rfind([',', '，', ';', '；', ':', '：', '、'])
        .filter(|at| *at > end / 3);
    (format!("{}…", &head[..comma.unwrap_or(end)]), true)
}

/// Whether a line is short and no sentence: a heading by its looks.
fn is_line_alone(line: &str) -> bool {
    line.len() <= TITLE_MAX * 4
        && line.chars().count() <= TITLE_MAX
        && !line.contains(['。', '；', ';', '！', '？'])
        && !line.ends_with([':', '：', '.', ',', '，', '、'])
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
