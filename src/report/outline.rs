//! Reads official numbering (一、 (一) 1. 1) (1) 一是 第一条 2.1.1) and Markdown headings as one outline.
//!
//! In: the displayed text of each heading and paragraph, in text order. Out: the parts, each with its
//! number as written and an anchor that is its path of numbers, where in the text they begin, and where a run of
//! numbers is broken. Never alters text, and never sees markup.
//!
//! A number is judged by what is open before it: one that is doubtful by itself is a part where it is the next of a
//! series, and where lines elsewhere in the body bear it out ([`Evidence`]).

mod annex;
mod candidate;
mod evidence;
mod ids;
mod marker;
mod numeral;
mod sequence;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::character::is_blank;
use crate::report::outline::annex::Label;
use crate::report::outline::candidate::{Candidate, collect};
use crate::report::outline::marker::{Certainty, Kind, Marker};
use crate::report::outline::numeral::any_digit;
use crate::report::outline::sequence::{Last, Sequence, breach};

pub(crate) use crate::report::outline::annex::{Closing, is_address, signs};
pub(crate) use crate::report::outline::evidence::Evidence;
pub(crate) use crate::report::outline::ids::Ids;
pub(crate) use crate::report::outline::numeral::padding;
pub(crate) use crate::report::outline::sequence::{Breach, Break};

/// Characters of a run-in heading; a longer first sentence is cut at a comma.
pub(crate) const TITLE_MAX: usize = 60;
/// Parts of one report; what comes after them is text without anchors of its own.
pub(crate) const PARTS_MAX: usize = 20_000;
/// Numbers after the first of a series among which the second is looked for.
const LOOK_AHEAD: usize = 64;
/// Levels of the outline, so that a path of numbers stays short.
const LEVELS_MAX: usize = 24;
/// Level of an annex that a paragraph opens: no Markdown heading closes it by its level.
const ANNEX_LEVEL: u8 = 0;

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
    /// What the anchors of its own parts begin with, where that is not its anchor; empty where they begin anew.
    path: Option<String>,
    /// Its number in a path: `2-1` of 2.1, `120z1` of 第一百二十条之一; empty for one without.
    own: String,
    kind: Option<Kind>,
    is_annex: bool,
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
    /// See [`Marker`].
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

/// The outline while it is read.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) parts: Vec<Part>,
    pub(crate) is_full: bool,
    /// Numbers that do not follow those before them.
    pub(crate) breaks: Vec<Break>,
    /// Whether the text is Chinese: in others, numbers without words are lists.
    chinese: bool,
    evidence: Evidence,
    state: State,
    /// The text, while an annex is read or what follows a signature: a number that goes on from it goes back to it.
    suspended: Option<State>,
    /// Signatures that ended a text.
    ended: u32,
    /// The annex whose label the last paragraph was.
    untitled: Option<u32>,
    used: Ids,
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

    /// The number of a heading, which may be doubtful where it is expected.
    fn heading_marker(&self, text: &str) -> Option<Marker> {
        let found = match marker::read(text) {
            None if !self.chinese => marker::english::read(text),
            found => found,
        }?;
        let m = self.as_letter(found, text);
        match m.certainty {
            _ if m.kind == Kind::Count => None,
            Certainty::Certain | Certainty::Glued => Some(m),
            Certainty::Reference => (self.expects(&m) && self.is_glued(m.kind)).then_some(m),
            Certainty::Doubtful if matches!(m.kind, Kind::Decimal(_)) => {
                let own = own_path(&m, &text[..m.length]);
                let is_decimal = self.expects_decimal(&m, &own)
                    || self.evidence.supports(&own, m.value)
                    || m.is_first();
                is_decimal.then_some(m)
            }
            Certainty::Doubtful => self.is_borne_out(&m).then_some(m),
        }
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

    /// Keeps what is open, for numbers that go on from it after an annex; not that of another annex.
    fn suspend(&mut self) {
        let frames = self.state.frames.clone();
        let state = std::mem::take(&mut self.state);
        let is_text = !frames.iter().any(|f| f.is_annex);
        if is_text && !state.sequence.is_empty() {
            self.suspended = Some(state);
        }
        self.state.frames = frames;
    }

    /// Goes back to the text that an annex or a signature ended, if this number goes on from there.
    fn resume_for(&mut self, m: &Marker) {
        if self.goes_back(m)
            && let Some(state) = self.suspended.take()
        {
            self.state = state;
        }
    }

    fn goes_back(&self, m: &Marker) -> bool {
        let is_new = !m.is_first() && self.state.last(m.kind).is_none();
        is_new
            && self
                .suspended
                .as_ref()
                .and_then(|state| state.last(m.kind))
                .is_some_and(|last| m.follows(last.number))
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

    /// The number of a part that a candidate is, by its place and by what is expected.
    fn accepted(&self, candidate: &Candidate, later: &[Candidate], text: &str) -> Option<Marker> {
        let words = &text[candidate.at..];
        let m = self.as_letter(candidate.marker, words);
        if !candidate.starts_line {
            return self.accepts_inside(&m, candidate, later).then_some(m);
        }
        let is_accepted = match m.certainty {
            Certainty::Certain => !m.kind.begins_with_one() || m.is_first() || self.expects(&m),
            // A wrapped line may begin with a reference; a paragraph seldom does.
            Certainty::Glued if m.kind == Kind::Article => {
                candidate.starts_paragraph || self.expects(&m)
            }
            Certainty::Glued => {
                let line = words.split('\n').next().unwrap_or_default();
                candidate.starts_paragraph && is_line_alone(line) || self.expects(&m)
            }
            Certainty::Reference => self.expects(&m) && self.is_glued(m.kind),
            Certainty::Doubtful if matches!(m.kind, Kind::Decimal(_)) => {
                let own = own_path(&m, &words[..m.length]);
                let is_heading = m.kind != Kind::Decimal(1) || {
                    let line = words.split('\n').next().unwrap_or_default();
                    is_line_alone(line)
                };
                let is_decimal = is_heading
                    && (self.expects_decimal(&m, &own) || self.evidence.supports(&own, m.value));
                if !is_decimal && self.chinese {
                    return marker::read_without_decimals(words)
                        .filter(|digit| self.is_borne_out(digit));
                }
                is_decimal
            }
            Certainty::Doubtful => self.is_borne_out(&m),
        };
        is_accepted.then_some(m)
    }

    /// Whether a number in the middle of a line is that of a part.
    fn accepts_inside(&self, m: &Marker, candidate: &Candidate, later: &[Candidate]) -> bool {
        let after_stop = candidate.before == Some('。');
        let is_next = self
            .state
            .open(m.kind)
            .is_some_and(|last| m.follows(last.number));
        if matches!(m.kind, Kind::Decimal(_) | Kind::Stem | Kind::Formal) {
            return false;
        }
        match m.certainty {
            Certainty::Certain => {}
            Certainty::Doubtful => return is_next && after_stop,
            Certainty::Glued | Certainty::Reference => return false,
        }
        let is_series = matches!(m.kind, Kind::Count | Kind::Circled);
        let after_sentence = matches!(
            candidate.before,
            Some('。' | '！' | '？' | '!' | '?' | ')' | '）' | '”')
        );
        if !is_series && !after_sentence {
            return false;
        }
        match m.value {
            // The first of a series inside a paragraph shows by the second.
            1 => {
                (is_series || after_stop)
                    && later
                        .iter()
                        .take(LOOK_AHEAD)
                        .any(|c| c.marker.kind == m.kind && c.marker.value == 2)
            }
            _ => is_next,
        }
    }

    /// Whether a doubtful number is expected, or is the first of a kind whose second there is.
    fn is_borne_out(&self, m: &Marker) -> bool {
        self.expects(m) || m.is_first() && self.evidence.has_second(m.kind)
    }

    /// Whether `m` is the next of its kind: of those open, or where numbers run on through the parts above them.
    fn expects(&self, m: &Marker) -> bool {
        let last = self.state.last(m.kind);
        last.is_some_and(|last| m.follows(last.number)) || self.goes_back(m)
    }

    /// Whether a decimal number goes on from the last of as many numbers, or is the first below one that is open.
    fn expects_decimal(&self, m: &Marker, own: &str) -> bool {
        let stem = stem(own);
        let last = self
            .state
            .last(m.kind)
            .and_then(|l| self.parts.get(l.part as usize));
        let follows = |own: &str, last: &str| {
            let number = |own: &str| own[self::stem(own).len()..].parse::<u32>().ok();
            self::stem(own) == self::stem(last) && number(own) == number(last).map(|n| n + 1)
        };
        if last.is_some_and(|last| follows(own, &last.own)) {
            return true;
        }
        let above = stem.trim_end_matches('-');
        m.is_first()
            && !above.is_empty()
            && (self
                .state
                .frames
                .iter()
                .any(|f| self.parts[f.part as usize].own == above)
                || last.is_some_and(|last| {
                    follows(above, self::stem(&last.own).trim_end_matches('-'))
                }))
    }

    fn is_glued(&self, kind: Kind) -> bool {
        self.state.last(kind).is_some_and(|last| last.is_glued)
    }

    /// `Part I` after `Part H` is a letter, as `Part C` is where no C was counted before.
    fn as_letter(&self, m: Marker, text: &str) -> Marker {
        let number = &text[..m.length];
        let Some(letter) = marker::english::letter(number).filter(|_| number.is_ascii()) else {
            return m;
        };
        let as_letter = Marker { value: letter, ..m };
        let is_letter = match self.state.last(m.kind) {
            Some(last) => as_letter.follows(last.number) && !m.follows(last.number),
            None => m.value != 1,
        };
        match is_letter {
            true => as_letter,
            false => m,
        }
    }

    /// Adds a part at the place that its kind of number, or its level, has among those that are open.
    fn open(
        &mut self,
        marker: Option<Marker>,
        number: &str,
        level: Option<u8>,
        id: Option<&str>,
        text: &str,
        is_inline: bool,
    ) -> Option<u32> {
        if self.parts.len() >= PARTS_MAX {
            self.is_full = true;
            return None;
        }
        let own = marker.map_or_else(String::new, |m| own_path(&m, number));
        let before = marker.and_then(|m| self.state.last(m.kind));
        if let Some(m) = marker {
            self.close_for(&m, &own, level.is_some());
        }
        self.state.frames.truncate(LEVELS_MAX);
        let part = self.parts.len() as u32;
        let path = match marker {
            Some(_) => self.path(self.current(), &own, true),
            None => self.path(self.current(), &digest(text), false),
        };
        // The title of the whole stands above everything: its words are in no path.
        let is_title = marker.is_none() && level == Some(1) && self.parts.is_empty();
        let (anchor, path) = match id {
            // A name stays where the words of a heading are mended.
            Some(id) if marker.is_none() => (self.used.take(id.to_owned(), '_'), None),
            Some(id) => (self.used.take(id.to_owned(), '_'), Some(path)),
            None if is_inline => (String::new(), None),
            // No path of numbers holds an underscore, so a repeat cannot meet a part of another part.
            None => (self.used.take(path, '_'), None),
        };
        self.parts.push(Part {
            anchor,
            depth: self.state.frames.len(),
            number: String::new(),
            title: String::new(),
            is_inline,
            is_heading: false,
            parent: self.current(),
            path: if is_title { Some(String::new()) } else { path },
            own,
            kind: marker.map(|m| m.kind),
            is_annex: false,
            line_alone: false,
        });
        let number = marker.map_or((0, 0), |m| (m.value, m.sub));
        let is_glued = marker.is_some_and(|m| m.certainty < Certainty::Certain);
        self.state.frames.push(Frame {
            part,
            kind: marker.map(|m| m.kind),
            number,
            is_glued,
            level,
            is_inline,
            is_annex: false,
        });
        if let Some(m) = marker.filter(|_| !is_inline) {
            self.judge(&m, part, before);
            self.state.sequence.note(
                m.kind,
                Last {
                    part,
                    number,
                    is_glued,
                },
            );
        }
        Some(part)
    }

    fn open_annex(&mut self, label: &Label, level: u8, id: Option<&str>) -> Option<u32> {
        if self.parts.len() >= PARTS_MAX {
            self.is_full = true;
            return None;
        }
        let part = self.parts.len() as u32;
        let id = id.unwrap_or(&label.address).to_owned();
        self.parts.push(Part {
            anchor: self.used.take(id, '_'),
            depth: self.state.frames.len(),
            number: String::new(),
            title: String::new(),
            is_inline: false,
            is_heading: true,
            parent: self.current(),
            path: None,
            own: String::new(),
            kind: None,
            is_annex: true,
            line_alone: false,
        });
        self.state.frames.push(Frame {
            part,
            kind: None,
            number: (0, 0),
            is_glued: false,
            level: Some(level),
            is_inline: false,
            is_annex: true,
        });
        Some(part)
    }

    /// Notes where a number breaks its run.
    fn judge(&mut self, m: &Marker, part: u32, before: Option<Last>) {
        let Some(last) = before else { return };
        let (new, old) = (&self.parts[part as usize], &self.parts[last.part as usize]);
        // Ordinances number their sections with room between: 1.010, 1.020.
        let is_spaced = m.kind == Kind::EnglishSection
            || new.number_is_path() && !matches!(m.kind, Kind::Decimal(_));
        if is_spaced || matches!(m.kind, Kind::Decimal(_)) && stem(&new.own) != stem(&old.own) {
            return;
        }
        if let Some(breach) = breach(m, last.number, new.parent == old.parent) {
            self.breaks.push(Break {
                breach,
                part,
                before: last.part,
            });
        }
    }

    /// The path of a part: that of the one around it, and its own number, without what both begin with.
    fn path(&self, parent: Option<u32>, own: &str, is_numbered: bool) -> String {
        let Some(above) = parent.map(|parent| &self.parts[parent as usize]) else {
            return match self.state.region.as_str() {
                region if is_numbered && !region.is_empty() => format!("{region}-{own}"),
                _ => own.to_owned(),
            };
        };
        // 2.1 in 2 is 2-1.
        let own = match own.strip_prefix(above.own.as_str()) {
            Some(rest) if !above.own.is_empty() => rest.strip_prefix('-').unwrap_or(own),
            _ => own,
        };
        match above.path() {
            "" => own.to_owned(),
            path => format!("{path}-{own}"),
        }
    }

    /// Closes the parts that one with this number cannot stand in.
    fn close_for(&mut self, m: &Marker, own: &str, is_heading: bool) {
        let frames = &self.state.frames;
        if let Kind::Decimal(_) = m.kind {
            let is_above = |f: &Frame| {
                let above = self.parts[f.part as usize].own.as_str();
                !above.is_empty()
                    && own
                        .strip_prefix(above)
                        .is_some_and(|rest| rest.starts_with('-'))
            };
            // Below the number that it begins with, else before the first decimal number that it does not go on from.
            let above = frames
                .iter()
                .rposition(is_above)
                .map(|i| i + 1)
                .or_else(|| {
                    frames
                        .iter()
                        .position(|f| matches!(f.kind, Some(Kind::Decimal(_))))
                });
            if let Some(keep) = above {
                let levels = frames.iter().rposition(|f| is_heading && f.level.is_some());
                let keep = keep.max(levels.map_or(0, |i| i + 1));
                self.state.frames.truncate(keep);
            }
            return;
        }
        let same = frames
            .iter()
            .rposition(|f| f.kind == Some(m.kind) && !(is_heading && f.level.is_some()));
        if let Some(i) = same {
            let under_heading = frames[i + 1..].iter().any(|f| f.level.is_some());
            // Under a later heading a series that begins anew is a new one.
            if m.follows(frames[i].number) || !under_heading {
                self.state.frames.truncate(i);
                return;
            }
        }
        while self
            .state
            .frames
            .last()
            .is_some_and(|f| f.level.is_none() && f.kind.is_some_and(|kind| kind.is_below(m.kind)))
        {
            self.state.frames.pop();
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

/// Whether a paragraph dates, or signs and dates, the text before it.
pub(crate) fn closing(text: &str) -> Option<Closing> {
    annex::closing(text)
}

/// A number as it stands in a path: `2-1` for 2.1, `1-010` for Section 1.010, `120z1` for 第一百二十条之一 (z for 之),
/// else its value.
fn own_path(m: &Marker, number: &str) -> String {
    let word = number.rsplit(is_blank).next().unwrap_or(number);
    let is_path = matches!(m.kind, Kind::Decimal(_))
        || number.starts_with(|c: char| c.is_ascii_alphabetic() || c == '§');
    let word = if matches!(m.kind, Kind::Decimal(_)) {
        number
    } else {
        word
    };
    let word = word.trim_start_matches('§');
    if is_path && word.starts_with(|c| any_digit(c).is_some()) {
        let word = word.trim_end_matches(|c| any_digit(c).is_none());
        return word
            .chars()
            .filter_map(|c| match (any_digit(c), c) {
                (Some(digit), _) => char::from_digit(digit, 10),
                (None, '.' | '．' | '-') => Some('-'),
                _ => None,
            })
            .collect();
    }
    match m.sub {
        0 => m.value.to_string(),
        sub => format!("{}z{sub}", m.value),
    }
}

/// What a path of a decimal number has before its last number: `2-1-` of `2-1-3`.
fn stem(own: &str) -> &str {
    own.rfind('-').map_or("", |at| &own[..=at])
}

/// The title of a part that begins a paragraph, and where its heading ends (0: no sentence ends in reach).
fn run_in_heading(line: &str, kind: Option<Kind>, chinese: bool) -> (String, usize) {
    if !chinese
        && let Some((at, _)) = line
            .match_indices(". ")
            .find(|(at, _)| ends_words(&line[..*at]))
        && line[..at].chars().count() <= TITLE_MAX
    {
        return (line[..at].to_owned(), at + 1);
    }
    let ends = |c: char| {
        matches!(c, '。' | '！' | '？') || kind == Some(Kind::Count) && matches!(c, '；' | ';')
    };
    match line
        .char_indices()
        .take(TITLE_MAX + 1)
        .find(|(_, c)| ends(*c))
    {
        Some((at, c)) => (line[..at].to_owned(), at + c.len_utf8()),
        None => (cut(line, TITLE_MAX).0, 0),
    }
}

/// Whether the stop after `head` ends a heading: after a word, not after the number itself.
fn ends_words(head: &str) -> bool {
    head.ends_with(char::is_alphabetic) && head.split_whitespace().count() > 2
}

/// Whether an English line is a heading by its looks: few words, and no stop.
fn is_title(line: &str) -> bool {
    line.split_whitespace().count() <= 12 && !line.ends_with(['.', ':', ';', ','])
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
