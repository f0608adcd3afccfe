//! Where a part belongs: which parts it closes, in which it stands, and by which path of numbers it is addressed.
//!
//! In: a number that counts, or a heading. Out: the part, open. Addresses are frozen: what is published by one stays.

use crate::report::outline::annex::Label;
use crate::report::outline::marker::{Certainty, Kind, Marker};
use crate::report::outline::path::{own_path, stem};
use crate::report::outline::sequence::{Last, breach};
use crate::report::outline::{Break, Frame, Outline, PARTS_MAX, Part, digest};

/// Levels of the outline, so that a path of numbers stays short.
const LEVELS_MAX: usize = 24;

impl Outline {
    /// Keeps what is open, for numbers that go on from it after an annex; not that of another annex.
    pub(super) fn suspend(&mut self) {
        let frames = self.state.frames.clone();
        let state = std::mem::take(&mut self.state);
        let is_text = !frames.iter().any(|f| f.is_annex);
        if is_text && !state.sequence.is_empty() {
            self.suspended = Some(state);
        }
        self.state.frames = frames;
    }

    /// Goes back to the text that an annex or a signature ended, if this number goes on from there.
    pub(super) fn resume_for(&mut self, m: &Marker) {
        if self.goes_back(m)
            && let Some(state) = self.suspended.take()
        {
            self.state = state;
        }
    }

    pub(super) fn goes_back(&self, m: &Marker) -> bool {
        let is_new = !m.is_first() && self.state.last(m.kind).is_none();
        is_new
            && self
                .suspended
                .as_ref()
                .and_then(|state| state.last(m.kind))
                .is_some_and(|last| m.follows(last.number))
    }

    /// Adds a part at the place that its kind of number, or its level, has among those that are open.
    pub(super) fn open(
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

    pub(super) fn open_annex(&mut self, label: &Label, level: u8, id: Option<&str>) -> Option<u32> {
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
    pub(super) fn judge(&mut self, m: &Marker, part: u32, before: Option<Last>) {
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
    pub(super) fn path(&self, parent: Option<u32>, own: &str, is_numbered: bool) -> String {
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
    pub(super) fn close_for(&mut self, m: &Marker, own: &str, is_heading: bool) {
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
}
