//! A text as patterns are held against it, and the figure at the place that one names.
//!
//! In: a passage as displayed. Out: it folded, without separators of thousands, and figures with their bytes in what is
//! displayed, or why there is none. Which pattern it is is not known here.

use std::ops::Range;

use crate::report::findings::figure::about;
use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::indicator::{FoundFigure, Why};
use crate::report::findings::figure::number::in_text;
use crate::report::findings::figure::unit::{Measured, Unit};

/// Characters of a passage in which patterns are looked for: what matches again and again may cost their square.
const READ_MAX: usize = 4_000;
/// Characters behind a figure that may say its unit.
const AFTER_MAX: usize = 12;

/// A folded text for patterns: without separators of thousands.
pub(super) struct Text {
    folded: Folded,
    pub(super) written: String,
    /// The folded character of each byte of `written`, and the one after the last.
    characters: Vec<usize>,
}

impl Text {
    pub(super) fn of(text: &str) -> Text {
        let folded = Folded::of(text);
        let (mut written, mut characters) = (String::new(), Vec::new());
        let is_digit = |at: usize| folded.get(at).is_some_and(|c| c.is_ascii_digit());
        let is_separator = |at: usize| {
            let before = at.checked_sub(1).is_some_and(is_digit);
            before && (1..=3).all(|next| is_digit(at + next)) && !is_digit(at + 4)
        };
        for at in 0..folded.len().min(READ_MAX) {
            let Some(character) = folded.get(at) else {
                break;
            };
            if character == ',' && is_separator(at) {
                continue;
            }
            written.push(character);
            characters.resize(written.len(), at);
        }
        characters.push(folded.len().min(READ_MAX));
        Text {
            folded,
            written,
            characters,
        }
    }

    /// The number that is written where a pattern says, as a figure, and its bytes in the displayed text: the whole of it,
    /// and nothing that is no number.
    pub(super) fn figure(
        &self,
        place: Range<usize>,
        unit: &Unit,
    ) -> Result<(FoundFigure, Range<usize>), Why> {
        let character = |at: Option<usize>| self.characters.get(at?).copied();
        let mut start = character(Some(place.start)).ok_or(Why::NoNumber)?;
        let end = character(place.end.checked_sub(1)).ok_or(Why::NoNumber)? + 1;
        // A sign in the place or before it, unless it stands between two numbers.
        start += usize::from(self.folded.get(start) == Some('-'));
        let sign = start
            .checked_sub(1)
            .filter(|at| self.folded.get(*at) == Some('-'));
        let is_negative = sign.is_some_and(|at| !self.folded.before(at).is_some_and(is_numeric));
        let before = self.folded.before(start);
        let is_begun = before.is_some_and(|c| c.is_ascii_digit() || c == '.');
        if place.is_empty() {
            return Err(Why::NoNumber);
        }
        if is_begun {
            return Err(Why::PartOfNumber);
        }
        let written = in_text(&self.folded, start).into_iter().next();
        let written = written.ok_or(Why::NoNumber)?;
        if written.end < end {
            return Err(Why::NoNumber);
        }
        // 3万2千 and 5千 are no numbers that are read as a whole, and 3 and 5 are not what they say.
        let goes_on = self.folded.get(written.end);
        if goes_on.is_some_and(|c| matches!(c, '十' | '百' | '千' | '万' | '亿')) {
            return Err(Why::PartOfNumber);
        }
        // A share is none of what is counted.
        let share = goes_on.filter(|c| matches!(c, '%' | '‰'));
        if share.is_some_and(|sign| !unit.is_of(sign.encode_utf8(&mut [0; 4]))) {
            return Err(Why::OtherUnit);
        }
        let last = (written.end + AFTER_MAX).min(self.folded.len());
        let after = self.folded.word(written.end..last);
        let number = match is_negative {
            true => written.number.times(-1),
            false => Some(written.number),
        };
        let value = number.and_then(|number| {
            unit.value(Measured {
                number,
                is_multiplied: written.is_multiplied,
                after: &after,
            })
        });
        let value = value.ok_or(Why::OtherUnit)?;
        let figure = FoundFigure {
            value,
            is_about: written.is_about
                || about::is_before(&self.folded, start)
                || about::is_behind(&after, unit.base()),
            ..FoundFigure::default()
        };
        Ok((figure, self.folded.bytes(start..written.end)))
    }
}

/// Whether a sign behind it stands between two numbers.
fn is_numeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || "〇零一二三四五六七八九十百千万亿%年月日".contains(c)
}
