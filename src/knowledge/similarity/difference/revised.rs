//! What differs between a text and the text that a correction made of it, passage by passage and word by word.
//!
//! In: the passages of both, as displayed. Out: [`Step`]s that lead from one to the other, in order. Other than in a
//! comparison of two reports every sign counts, blanks and the width of marks too: what is shown as the same is the same.
//! Han is compared by character, other scripts by word. Time and memory are bounded by a number of edits of a passage and
//! of the row of passages, and by `GAP_MAX` pairs of passages that are held against each other; beyond that passages are
//! given as gone and come.

use std::ops::Range;

use crate::knowledge::similarity::difference::longest_rising;
use crate::knowledge::similarity::difference::runs::kept;
use crate::report::findings::paragraph::digest::Digest;
use crate::report::findings::paragraph::unit::units;

/// Pairs of passages between two that stayed which are held against each other, at most.
const GAP_MAX: usize = 2_500;
/// How many of a thousand words two passages share at least of which one became the other.
const ALIKE: u64 = 400;

/// What a sentence ends with.
const SENTENCE_ENDS: [char; 6] = ['。', '；', '！', '？', '.', ';'];

/// From one text to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// So many passages stayed.
    Same(usize),
    /// A passage of the right text, made of one of the left.
    Changed(usize, Vec<Piece>),
    /// A passage of the left text that went.
    Gone(usize),
    /// A passage of the right text that came.
    Come(usize),
}

/// A piece of a passage that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// Its words.
    pub text: String,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// It stayed.
    Same,
    /// It went.
    Gone,
    /// It came.
    Come,
}

/// The way from one text to the other.
pub(crate) fn steps(left: &[&str], right: &[&str]) -> Vec<Step> {
    let pairs = stayed(left, right);
    let mut steps = Steps::default();
    let (mut at_left, mut at_right) = (0, 0);
    let ends = std::iter::once((left.len(), right.len()));
    for (next_left, next_right) in pairs.into_iter().chain(ends) {
        let gap = (at_left..next_left, at_right..next_right);
        steps.gap(left, right, gap);
        if next_left < left.len() {
            steps.same();
        }
        (at_left, at_right) = (next_left + 1, next_right + 1);
    }
    steps.0
}

/// The passages that are in both texts in one order.
fn stayed(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = left.iter().zip(right).take_while(same).count();
    let (rest_left, rest_right) = (
        left.get(start..).unwrap_or_default(),
        right.get(start..).unwrap_or_default(),
    );
    let ends = rest_left.iter().rev().zip(rest_right.iter().rev());
    let end = ends.take_while(same).count();
    let keys = |passages: &[&str]| -> Vec<u64> {
        let middle = passages
            .get(start..passages.len() - end)
            .unwrap_or_default();
        middle.iter().map(|passage| key(passage)).collect()
    };
    let (a, b) = (keys(left), keys(right));
    let middle = kept(&a, &b).unwrap_or_else(|| only_once(&a, &b));
    let before = (0..start).map(|at| (at, at));
    let middle = middle.into_iter().map(|(a, b)| (start + a, start + b));
    let after = (0..end).map(|at| (left.len() - end + at, right.len() - end + at));
    before.chain(middle).chain(after).collect()
}

/// Of texts that have little in common, what stands once in each, as much of it as is in one order.
fn only_once(left: &[u64], right: &[u64]) -> Vec<(usize, usize)> {
    let sorted = |keys: &[u64]| {
        let mut places: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let groups = places.chunk_by(|a, b| a.0 == b.0);
        let once = groups.filter_map(|group| match group {
            [only] => Some(*only),
            _ => None,
        });
        once.collect::<Vec<(u64, usize)>>()
    };
    let of_right = sorted(right);
    let mut both: Vec<(usize, usize)> = sorted(left)
        .into_iter()
        .filter_map(|(key, at)| {
            let found = of_right.binary_search_by_key(&key, |(other, _)| *other);
            let (_, other) = of_right.get(found.ok()?)?;
            Some((at, *other))
        })
        .collect();
    both.sort_unstable();
    let places: Vec<usize> = both.iter().map(|(_, right)| *right).collect();
    let rising = longest_rising(&places).into_iter();
    rising.filter_map(|at| both.get(at).copied()).collect()
}

fn key(words: &str) -> u64 {
    let mut digest = Digest::new();
    words.chars().for_each(|c| digest.add(c as u64));
    digest.value()
}

#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn same(&mut self) {
        match self.0.last_mut() {
            Some(Step::Same(count)) => *count += 1,
            _ => self.0.push(Step::Same(1)),
        }
    }

    /// What stands between two passages that stayed.
    fn gap(
        &mut self,
        left: &[&str],
        right: &[&str],
        (of_left, of_right): (Range<usize>, Range<usize>),
    ) {
        let (start_left, start_right) = (of_left.start, of_right.start);
        let (a, b) = (all_words(left, of_left), all_words(right, of_right));
        let mut pairs = alike(&a, &b).into_iter().peekable();
        let (mut at_left, mut at_right) = (0, 0);
        while at_left < a.len() || at_right < b.len() {
            match pairs.peek() {
                Some((l, r)) if (*l, *r) == (at_left, at_right) => {
                    pairs.next();
                    let both = a.get(at_left).zip(b.get(at_right));
                    let pieces = both.map_or_else(Vec::new, |(a, b)| pieces(a, b));
                    self.0.push(Step::Changed(start_right + at_right, pieces));
                    (at_left, at_right) = (at_left + 1, at_right + 1);
                }
                next => {
                    let until = next.map_or(a.len(), |(l, _)| *l);
                    if at_left < until {
                        self.0.push(Step::Gone(start_left + at_left));
                        at_left += 1;
                    } else {
                        self.0.push(Step::Come(start_right + at_right));
                        at_right += 1;
                    }
                }
            }
        }
    }
}

fn all_words<'t>(passages: &[&'t str], range: Range<usize>) -> Vec<Words<'t>> {
    let passages = passages.get(range).unwrap_or_default();
    passages.iter().map(|passage| Words::of(passage)).collect()
}

/// A passage in its words: each with what stands between it and the next.
struct Words<'t> {
    words: Vec<&'t str>,
    keys: Vec<u64>,
    /// The same in order, for comparison.
    sorted: Vec<u64>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Words<'t> {
        let mut starts: Vec<usize> = units(text).iter().map(|unit| unit.range.start).collect();
        // Blanks before the first word are a part of it.
        match starts.first_mut() {
            Some(first) => *first = 0,
            None => starts.push(0),
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let words = starts.iter().zip(ends);
        let words: Vec<&str> = words
            .map(|(start, end)| text.get(*start..end).unwrap_or_default())
            .collect();
        let keys: Vec<u64> = words.iter().map(|word| key(word)).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        Words {
            words,
            keys,
            sorted,
        }
    }

    /// How many of a thousand words both have.
    fn shares_with(&self, other: &Words<'_>) -> u64 {
        let (mut a, mut b) = (
            self.sorted.iter().peekable(),
            other.sorted.iter().peekable(),
        );
        let mut both = 0_u64;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            both += u64::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        let longer = self.keys.len().max(other.keys.len()).max(1) as u64;
        both * 1000 / longer
    }
}

/// Which passage became which, in order: as much as can be is alike.
fn alike(left: &[Words<'_>], right: &[Words<'_>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (left.len(), right.len());
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    if rows.saturating_mul(columns) > GAP_MAX {
        // What stands in as many places stands where it stood.
        let pairs = left.iter().zip(right).enumerate();
        let alike = pairs.filter(|(_, (a, b))| rows == columns && a.shares_with(b) >= ALIKE);
        return alike.map(|(at, _)| (at, at)).collect();
    }
    let width = columns + 1;
    // The best that the passages from here on can be alike.
    let mut best = vec![0_u64; (rows + 1) * width];
    let mut shared = vec![0_u64; rows * columns];
    let at = |table: &[u64], row: usize, column: usize| {
        let found = table.get(row * width + column);
        found.copied().unwrap_or(0)
    };
    for (row, a) in left.iter().enumerate().rev() {
        for (column, b) in right.iter().enumerate().rev() {
            let share = a.shares_with(b);
            let share = if share >= ALIKE { share } else { 0 };
            if let Some(shared) = shared.get_mut(row * columns + column) {
                *shared = share;
            }
            let both = match share {
                0 => 0,
                share => share + at(&best, row + 1, column + 1),
            };
            let value = both
                .max(at(&best, row + 1, column))
                .max(at(&best, row, column + 1));
            if let Some(best) = best.get_mut(row * width + column) {
                *best = value;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let share = shared.get(row * columns + column).copied().unwrap_or(0);
        let here = at(&best, row, column);
        if share > 0 && here == share + at(&best, row + 1, column + 1) {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if here == at(&best, row + 1, column) {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// What became of the words of a passage.
fn pieces(left: &Words<'_>, right: &Words<'_>) -> Vec<Piece> {
    let same = |(a, b): &(&u64, &u64)| a == b;
    let start = left.keys.iter().zip(&right.keys).take_while(same).count();
    let (a, b) = (
        left.keys.get(start..).unwrap_or_default(),
        right.keys.get(start..).unwrap_or_default(),
    );
    let ends = a.iter().rev().zip(b.iter().rev());
    let end = ends.take_while(same).count();
    let (a, b) = (
        a.get(..a.len() - end).unwrap_or_default(),
        b.get(..b.len() - end).unwrap_or_default(),
    );
    let slid = match (a.is_empty(), b.is_empty()) {
        (true, false) => slide(right, start..start + b.len()),
        (false, true) => slide(left, start..start + a.len()),
        _ => 0,
    };
    let stayed = kept(a, b).unwrap_or_default();
    let stayed = stayed.into_iter().map(|(l, r)| (start + l, start + r));
    let (start, end) = (start + slid, end - slid);
    let last = (left.keys.len() - end, right.keys.len() - end);
    let mut pieces = Pieces::default();
    pieces.add(PieceKind::Same, left, 0..start);
    let (mut at_left, mut at_right) = (start, start);
    for (l, r) in stayed.chain([last]) {
        pieces.add(PieceKind::Gone, left, at_left..l);
        pieces.add(PieceKind::Come, right, at_right..r);
        if l < last.0 {
            pieces.add(PieceKind::Same, left, l..l + 1);
        }
        (at_left, at_right) = (l + 1, r + 1);
    }
    pieces.add(PieceKind::Same, left, last.0..left.keys.len());
    pieces.0
}

/// By how many words what came or went can be said to stand further on, so that it ends with a sentence: of “甲。乙。”
/// that was “甲。” it is “乙。” that came, and not “。乙”.
fn slide(words: &Words<'_>, run: Range<usize>) -> usize {
    let key = |at: usize| words.keys.get(at);
    let is_end = |at: usize| {
        let word = words.words.get(at).copied().unwrap_or_default();
        word.trim_end().ends_with(SENTENCE_ENDS)
    };
    let slides = (1..=run.len()).take_while(|by| {
        let (first, next) = (key(run.start + by - 1), key(run.end + by - 1));
        next.is_some() && first == next
    });
    let ends = slides.filter(|by| is_end(run.end + by - 1));
    ends.last().unwrap_or(0)
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn add(&mut self, kind: PieceKind, words: &Words<'_>, range: Range<usize>) {
        let text = words.words.get(range).unwrap_or_default().concat();
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.kind == kind => last.text.push_str(&text),
            _ => self.0.push(Piece { kind, text }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, Step, steps};

    /// The way from one text to the other as one line.
    fn shown(left: &[&str], right: &[&str]) -> String {
        let each = steps(left, right).into_iter().map(|step| match step {
            Step::Same(count) => format!("={count}"),
            Step::Gone(at) => format!("-{}", left[at]),
            Step::Come(at) => format!("+{}", right[at]),
            Step::Changed(_, pieces) => {
                let pieces = pieces.into_iter().map(|piece| match piece.kind {
                    PieceKind::Same => piece.text,
                    PieceKind::Gone => format!("[-{}-]", piece.text),
                    PieceKind::Come => format!("{{+{}+}}", piece.text),
                });
                pieces.collect()
            }
        });
        each.collect::<Vec<String>>().join("|")
    }

    #[test]
    fn a_correction_is_shown_by_its_words() {
        for (left, right, wanted) in [
            (vec!["甲", "乙"], vec!["甲", "乙"], "=2"),
            (
                vec!["一、合同", "审查合同170件，均按期办结。", "三"],
                vec!["一、合同", "审查合同107件，均按期办结。", "三"],
                "=1|审查合同[-170-]{+107+}件，均按期办结。|=1",
            ),
            (
                vec!["The mayor opened nine offices.", "b"],
                vec!["The mayor opened ten new offices.", "b"],
                "The mayor opened [-nine -]{+ten new +}offices.|=1",
            ),
            // Blanks and the width of marks count here.
            (
                vec!["全年办理3件,无逾期"],
                vec!["全年办理3件，无逾期"],
                "全年办理3件[-,-]{+，+}无逾期",
            ),
            // What came ends with its sentence.
            (
                vec!["共办理三件。"],
                vec!["共办理三件。均已办结。"],
                "共办理三件。{+均已办结。+}",
            ),
            (
                vec!["One. Two. Three."],
                vec!["One. Three."],
                "One. [-Two. -]Three.",
            ),
            (vec!["甲", "乙", "丙"], vec!["甲", "丙"], "=1|-乙|=1"),
            (
                vec!["甲", "丙"],
                vec!["甲", "新增的一段。", "丙"],
                "=1|+新增的一段。|=1",
            ),
            (
                vec!["全无共同之处的一段"],
                vec!["另写过的文字"],
                "-全无共同之处的一段|+另写过的文字",
            ),
            (vec![], vec!["甲"], "+甲"),
            (vec!["甲"], vec![], "-甲"),
            (vec![], vec![], ""),
            // A passage in between goes, and the one after it is changed.
            (
                vec!["首段。", "删去的说明文字", "共受理行政复议12件。"],
                vec!["首段。", "共受理行政复议15件。"],
                "=1|-删去的说明文字|共受理行政复议[-12-]{+15+}件。",
            ),
        ] {
            assert_eq!(shown(&left, &right), wanted);
        }
    }

    #[test]
    fn the_way_leads_from_one_text_to_the_other() {
        // Numbers that look like chance and are the same each time.
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let mut text = || -> Vec<String> {
                let passages = next(7);
                let passage = |next: &mut dyn FnMut(u64) -> u64| -> String {
                    let words = next(12);
                    (0..words)
                        .map(|_| ["甲", "乙", "12", " ", "word ", "，"][next(6) as usize])
                        .collect()
                };
                (0..passages).map(|_| passage(&mut next)).collect()
            };
            let (left, right) = (text(), text());
            let left: Vec<&str> = left.iter().map(String::as_str).collect();
            let right: Vec<&str> = right.iter().map(String::as_str).collect();
            let (mut was, mut is) = (Vec::new(), Vec::new());
            for step in steps(&left, &right) {
                match step {
                    Step::Same(count) => {
                        was.extend_from_slice(
                            &left[was.len()..was.len() + count]
                                .iter()
                                .map(|s| s.to_string())
                                .collect::<Vec<_>>(),
                        );
                        is.extend_from_slice(
                            &right[is.len()..is.len() + count]
                                .iter()
                                .map(|s| s.to_string())
                                .collect::<Vec<_>>(),
                        );
                    }
                    Step::Gone(at) => was.push(left[at].to_owned()),
                    Step::Come(at) => is.push(right[at].to_owned()),
                    Step::Changed(_, pieces) => {
                        let of = |skipped: PieceKind| -> String {
                            let pieces = pieces.iter().filter(|piece| piece.kind != skipped);
                            pieces.map(|piece| piece.text.as_str()).collect()
                        };
                        was.push(of(PieceKind::Come));
                        is.push(of(PieceKind::Gone));
                    }
                }
            }
            assert_eq!(
                (was, is),
                (
                    left.iter().map(|s| s.to_string()).collect(),
                    right.iter().map(|s| s.to_string()).collect()
                )
            );
        }
    }

    #[test]
    fn long_texts_that_have_little_in_common_end_soon() {
        let text = |first: u32| -> Vec<String> {
            (0..6_000_u32)
                .map(|at| format!("第{}段，{}件。", first + at * 7 % 5_000, at * 13 % 997))
                .collect()
        };
        let (left, right) = (text(0), text(2_000));
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let right: Vec<&str> = right.iter().map(String::as_str).collect();
        assert!(!steps(&left, &right).is_empty());
        // All in one passage.
        let (left, right) = (left.concat(), right.concat());
        assert!(!steps(&[&left], &[&right]).is_empty());
    }
}
