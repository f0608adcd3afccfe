//! Which numbers are those of parts, by what is open before them and by what is borne out elsewhere in the text.
//!
//! In: a number as it was read, and the parts so far. Out: whether, and as what, it counts. Opens nothing.

use crate::report::outline::Outline;
use crate::report::outline::candidate::Candidate;
use crate::report::outline::marker::{self, Certainty, Kind, Marker};
use crate::report::outline::path::{self, own_path};
use crate::report::outline::title::is_line_alone;

/// Numbers after the first of a series among which the second is looked for.
const LOOK_AHEAD: usize = 64;

impl Outline {
    /// The number of a heading, which may be doubtful where it is expected.
    pub(super) fn heading_marker(&self, text: &str) -> Option<Marker> {
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

    /// The number of a part that a candidate is, by its place and by what is expected.
    pub(super) fn accepted(
        &self,
        candidate: &Candidate,
        later: &[Candidate],
        text: &str,
    ) -> Option<Marker> {
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
    pub(super) fn accepts_inside(
        &self,
        m: &Marker,
        candidate: &Candidate,
        later: &[Candidate],
    ) -> bool {
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
    pub(super) fn is_borne_out(&self, m: &Marker) -> bool {
        self.expects(m) || m.is_first() && self.evidence.has_second(m.kind)
    }

    /// Whether `m` is the next of its kind: of those open, or where numbers run on through the parts above them.
    pub(super) fn expects(&self, m: &Marker) -> bool {
        let last = self.state.last(m.kind);
        last.is_some_and(|last| m.follows(last.number)) || self.goes_back(m)
    }

    /// Whether a decimal number goes on from the last of as many numbers, or is the first below one that is open.
    pub(super) fn expects_decimal(&self, m: &Marker, own: &str) -> bool {
        let stem = path::stem(own);
        let last = self
            .state
            .last(m.kind)
            .and_then(|l| self.parts.get(l.part as usize));
        let follows = |own: &str, last: &str| {
            let number = |own: &str| own[path::stem(own).len()..].parse::<u32>().ok();
            path::stem(own) == path::stem(last) && number(own) == number(last).map(|n| n + 1)
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
                    follows(above, path::stem(&last.own).trim_end_matches('-'))
                }))
    }

    pub(super) fn is_glued(&self, kind: Kind) -> bool {
        self.state.last(kind).is_some_and(|last| last.is_glued)
    }

    /// `Part I` after `Part H` is a letter, as `Part C` is where no C was counted before.
    pub(super) fn as_letter(&self, m: Marker, text: &str) -> Marker {
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
}
