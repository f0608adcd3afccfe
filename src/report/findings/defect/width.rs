//! Half-width punctuation beside full-width in one report.
//!
//! In: every stop, pair of brackets, quotation mark and run of digits. Out: one defect of the report, where one of these
//! comes in both widths, at the first place of the rarer one. A report that is in one width throughout has a style and no defect.
//! Never counts what stands between figures or Latin letters.

use std::ops::Range;

use crate::character::{han_value, is_unseen};
use crate::report::findings::defect::faults::Form;
use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::stop::wide;
use crate::report::findings::defect::{Found, Kind, Line, Mend, faults, is_han_at, is_han_before};

/// Places that are mended together.
const MENDS_MAX: usize = 500;

/// Characters of a document number between a bracket and its year.
const CODE_MAX: usize = 6;

/// How often one of them comes in each width, and where first.
#[derive(Default)]
struct Count {
    half: usize,
    wide: usize,
    first_half: Option<(usize, Range<usize>)>,
    first_wide: Option<(usize, Range<usize>)>,
    /// What makes all of the rarer width those of the other, if that is known.
    mends: Vec<Mend>,
}

impl Count {
    fn half(&mut self, passage: usize, range: Range<usize>) {
        self.half += 1;
        self.first_half.get_or_insert((passage, range));
    }

    fn wide(&mut self, passage: usize, range: Range<usize>) {
        self.wide += 1;
        self.first_wide.get_or_insert((passage, range));
    }

    fn mend(&mut self, mend: Mend) {
        if self.mends.len() < MENDS_MAX {
            self.mends.push(mend);
        }
    }
}

/// The counts of one report.
#[derive(Default)]
pub(super) struct Width {
    stops: Count,
    full_stops: Count,
    brackets: Count,
    /// Those of the numbers of parts, which many a text writes otherwise than its other brackets.
    number_brackets: Count,
    quotes: Count,
    digits: Count,
}

impl Width {
    /// A stop.
    pub(super) fn stop(&mut self, line: Line<'_>, sign: &Sign) {
        let range = sign.at..sign.end;
        let Some(c) = line.first_after(sign.at) else {
            return;
        };
        match c {
            '。' => self.full_stops.wide(line.index, range),
            '.' => {
                // Behind the last word of a passage.
                let is_end = line.after(sign.end).trim_start().is_empty();
                let is_word = is_han_before(line.text, sign.at)
                    && line
                        .last_before(sign.at)
                        .is_some_and(|c| crate::character::han_value(c).is_none());
                if is_end && is_word {
                    self.full_stops.half(line.index, range.clone());
                    self.full_stops.mend(line.mend(range, '。'));
                }
            }
            '、' => {}
            c if c.is_ascii() => {
                if is_chinese_before(line, sign.at) && is_chinese_after(line, sign.end) {
                    self.stops.half(line.index, range.clone());
                    self.stops.mend(line.mend(range, wide(c)));
                }
            }
            _ => self.stops.wide(line.index, range),
        }
    }

    /// A pair of round brackets.
    pub(super) fn pair(&mut self, line: Line<'_>, open: usize, close: usize) {
        let is_half = |at: usize| line.text.as_bytes().get(at).is_some_and(u8::is_ascii);
        let (half_open, half_close) = (is_half(open), is_half(close));
        let end = close + if half_close { 1 } else { 3 };
        let is_figure = |c: char| super::digit(c).or(han_value(c)).is_some();
        let inner = line.get(open + if half_open { 1 } else { 3 }..close);
        let is_first = line.before(open).trim_start_matches(is_unseen).is_empty();
        let is_of_number = is_first && inner.chars().all(is_figure);
        let brackets = match is_of_number {
            true => &mut self.number_brackets,
            false => &mut self.brackets,
        };
        if !half_open && !half_close {
            brackets.wide(line.index, open..end);
            return;
        }
        // [名](路径) that Markdown did not read is no punctuation.
        if is_in_document_number(line.after(end)) || line.before(open).ends_with(']') {
            return;
        }
        let is_chinese = is_han_before(line.text, open)
            || is_han_at(line.text, open + 1)
            || is_han_before(line.text, close);
        if !is_chinese && half_open && half_close {
            return;
        }
        brackets.half(line.index, open..end);
        if half_open {
            brackets.mend(line.mend(open..open + 1, '（'));
        }
        if half_close {
            brackets.mend(line.mend(close..end, '）'));
        }
        // One of each is wrong in any report.
        if half_open != half_close {
            brackets.wide += 1;
        }
    }

    /// A straight quotation mark.
    pub(super) fn quote(&mut self, line: Line<'_>, sign: &Sign) {
        if is_han_before(line.text, sign.at) || is_han_at(line.text, sign.end) {
            self.quotes.half(line.index, sign.at..sign.end);
        }
    }

    /// A run of digits.
    pub(super) fn digits(&mut self, line: Line<'_>, sign: &Sign) {
        let range = sign.at..sign.end;
        let is_half = line
            .text
            .as_bytes()
            .get(sign.at)
            .is_some_and(u8::is_ascii_digit);
        if is_half {
            self.digits.half(line.index, range);
            return;
        }
        self.digits.wide(line.index, range.clone());
        let half = |c: char| {
            let value = super::digit(c)?;
            char::from_digit(value, 10)
        };
        let mended: String = line.get(range.clone()).chars().filter_map(half).collect();
        self.digits.mend(line.mend(range, mended));
    }

    /// Curly quotation marks were found.
    pub(super) fn curly(&mut self) {
        self.quotes.wide += 1;
    }

    /// After the last passage.
    pub(super) fn end(self, found: &mut Found) {
        let counts = [
            (Form::Stop, self.stops),
            (Form::FullStop, self.full_stops),
            (Form::Bracket, self.brackets),
            (Form::NumberBracket, self.number_brackets),
            (Form::Quote, self.quotes),
            (Form::Digit, self.digits),
        ];
        let mixed: Vec<(Form, Count)> = counts
            .into_iter()
            .filter(|(_, count)| count.half > 0 && count.wide > 0)
            .collect();
        let shown: Vec<(Form, usize, usize)> = mixed
            .iter()
            .map(|(form, count)| (*form, count.half, count.wide))
            .collect();
        let mut first = None;
        let mut mends = Vec::new();
        for (form, count) in mixed {
            let is_half_rarer = count.half <= count.wide;
            let place = match is_half_rarer {
                true => count.first_half.or(count.first_wide),
                false => count.first_wide.or(count.first_half),
            };
            first = first.or(place);
            // Full width is right for punctuation, half width for figures.
            if is_half_rarer != (form == Form::Digit) {
                mends.extend(count.mends);
            }
        }
        if let Some(place) = first {
            let words = faults::mixed_width(&shown);
            found.add(Kind::MixedWidth, place, words, mends);
        }
    }
}

/// Whether the year of a document number follows, as on 示(新) in 示(新)政办〔2017〕5号.
fn is_in_document_number(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| is_han_at(c.encode_utf8(&mut [0; 4]), 0));
    let han = after.len() - rest.len();
    (3..=3 * CODE_MAX).contains(&han) && rest.starts_with(['〔', '[', '［', '【'])
}

fn is_chinese_before(line: Line<'_>, at: usize) -> bool {
    is_han_before(line.text, at)
        || line
            .last_before(at)
            .is_some_and(|c| matches!(c, '》' | '”' | '）' | '」' | '〕'))
}

fn is_chinese_after(line: Line<'_>, at: usize) -> bool {
    is_han_at(line.text, at)
        || line
            .first_after(at)
            .is_none_or(|c| matches!(c, '《' | '“' | '（' | '「'))
}
