//! Emphasis beside Han characters and full-width punctuation, which the Markdown parser does not see.
//!
//! In: the tokens of one leaf and where its delimiters (`*`, `_`, `~~`) stand. Out: the same tokens with
//! emphasis resolved by the CommonMark CJK-friendly amendments
//! (<https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>). Where the amendments
//! make no difference the parser's own result stays. Never touches code, escapes, or text.

use crate::character::is_cjk;
use crate::report::markdown::character::is_punctuation;
use crate::report::markdown::token::{Element, PLAIN, Slice, Token};

/// Delimiters that stand in one token: taken as emphasis by the parser, or left in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delimiter {
    pub(super) token: usize,
    pub(super) at: usize,
    pub(super) length: usize,
    /// The link it stands in; delimiters in different links never pair.
    pub(super) scope: u32,
}

/// A run of equal delimiters, as the amendments see it.
#[derive(Debug)]
struct Run {
    tokens: std::ops::Range<usize>,
    at: usize,
    length: usize,
    /// Delimiters not yet paired.
    left: usize,
    delimiter: u8,
    scope: u32,
    can_open: bool,
    can_close: bool,
}

/// In reports in Chinese a longer run of `*` hides figures (138****1234) and is no emphasis.
const CHINESE_RUN_MAX: usize = 3;

/// Resolves the emphasis of the leaf whose tokens begin at `first`.
pub(super) fn resolve(
    base: &str,
    tokens: &mut Vec<Token>,
    first: usize,
    delimiters: &[Delimiter],
    chinese: bool,
) {
    let Some(mut runs) = runs(base, tokens.len(), first, delimiters, chinese) else {
        return;
    };
    let pairs = pair(&mut runs);
    rebuild(tokens, first, &runs, pairs);
}

/// Joins delimiters to runs; `None` where the parser's rule and the amendments agree on all of them.
fn runs(
    base: &str,
    end: usize,
    first: usize,
    delimiters: &[Delimiter],
    chinese: bool,
) -> Option<Vec<Run>> {
    let mut runs: Vec<Run> = Vec::with_capacity(delimiters.len());
    for delimiter in delimiters {
        let byte = *base.as_bytes().get(delimiter.at)?;
        if let Some(run) = runs.last_mut()
            && run.delimiter == byte
            && run.at + run.length == delimiter.at
            && run.tokens.end == delimiter.token
            && run.scope == delimiter.scope
        {
            run.length += delimiter.length;
            run.tokens.end = delimiter.token + 1;
            continue;
        }
        runs.push(Run {
            tokens: delimiter.token..delimiter.token + 1,
            at: delimiter.at,
            length: delimiter.length,
            left: 0,
            delimiter: byte,
            scope: delimiter.scope,
            can_open: false,
            can_close: false,
        });
    }
    let mut differs = false;
    for run in &mut runs {
        let before = (run.tokens.start > first)
            .then(|| base.get(..run.at)?.chars().next_back())
            .flatten();
        let after = (run.tokens.end < end)
            .then(|| base.get(run.at + run.length..)?.chars().next())
            .flatten();
        let (before, after) = (before.unwrap_or(' '), after.unwrap_or(' '));
        let plain = flanking(run, before, after, false);
        let friendly = flanking(run, before, after, true);
        let is_literal = chinese && run.delimiter == b'*' && is_figure(run, before, after)
            || run.delimiter == b'~' && run.length != 2;
        (run.can_open, run.can_close) = if is_literal { (false, false) } else { friendly };
        run.left = run.length;
        differs |= plain != (run.can_open, run.can_close);
    }
    differs.then_some(runs)
}

/// Whether a run hides digits (138****1234) or multiplies (3*4) instead of emphasising.
fn is_figure(run: &Run, before: char, after: char) -> bool {
    run.length > CHINESE_RUN_MAX || (before.is_ascii_digit() && after.is_ascii_digit())
}

/// Whether a run can open and can close emphasis: CommonMark 0.31, "Emphasis and strong emphasis", and
/// with `friendly` the amendments, in which CJK punctuation counts as a letter and CJK characters beside
/// other punctuation as a space.
fn flanking(run: &Run, before: char, after: char, friendly: bool) -> (bool, bool) {
    let stops = |c: char| is_punctuation(c) && !(friendly && is_cjk(c));
    let frees = |c: char| c.is_whitespace() || is_punctuation(c) || (friendly && is_cjk(c));
    let left = !after.is_whitespace() && (!stops(after) || frees(before));
    let right = !before.is_whitespace() && (!stops(before) || frees(after));
    if run.delimiter == b'_' {
        (
            left && (!right || is_punctuation(before)),
            right && (!left || is_punctuation(after)),
        )
    } else {
        (left, right)
    }
}

/// A pair: element, run that opens it, run that closes it.
type Pair = (Element, usize, usize);

/// Pairs openers and closers, innermost first: CommonMark 0.31, "An algorithm for parsing nested emphasis".
fn pair(runs: &mut [Run]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|i| (runs[*i].scope, *i));
    let mut rest = &order[..];
    while let Some(first) = rest.first() {
        let scope = runs[*first].scope;
        let length = rest.iter().take_while(|i| runs[**i].scope == scope).count();
        let (same, later) = rest.split_at(length);
        pair_scope(runs, same, &mut pairs);
        rest = later;
    }
    pairs
}

fn pair_scope(runs: &mut [Run], order: &[usize], pairs: &mut Vec<Pair>) {
    let mut openers: Vec<usize> = Vec::new();
    // For each kind of closer, the depth of openers below which there is none: this keeps it linear.
    let mut bottoms = [0_usize; 3 * 2 * 3];
    for &closer in order {
        if runs[closer].can_close {
            while runs[closer].left > 0 {
                let kind = bottom_of(&runs[closer]);
                let found = (bottoms[kind]..openers.len())
                    .rev()
                    .find(|i| pairs_with(&runs[openers[*i]], &runs[closer]));
                let Some(found) = found else {
                    bottoms[kind] = openers.len();
                    break;
                };
                let opener = openers[found];
                let length = if runs[opener].left >= 2 && runs[closer].left >= 2 {
                    2
                } else {
                    1
                };
                let element = match (runs[closer].delimiter, length) {
                    (b'~', _) => Element::Delete,
                    (_, 2) => Element::Strong,
                    _ => Element::Emphasis,
                };
                pairs.push((element, opener, closer));
                runs[opener].left -= length;
                runs[closer].left -= length;
                openers.truncate(if runs[opener].left == 0 {
                    found
                } else {
                    found + 1
                });
                for bottom in &mut bottoms {
                    *bottom = (*bottom).min(openers.len());
                }
            }
        }
        if runs[closer].can_open && runs[closer].left > 0 {
            openers.push(closer);
        }
    }
}

fn bottom_of(closer: &Run) -> usize {
    let delimiter = match closer.delimiter {
        b'*' => 0,
        b'_' => 1,
        _ => 2,
    };
    (delimiter * 2 + usize::from(closer.can_open)) * 3 + closer.length % 3
}

fn pairs_with(opener: &Run, closer: &Run) -> bool {
    if opener.delimiter != closer.delimiter {
        return false;
    }
    if closer.delimiter == b'~' {
        return opener.left == closer.left;
    }
    let both = opener.can_close || closer.can_open;
    !both
        || !(opener.length + closer.length).is_multiple_of(3)
        || (opener.length.is_multiple_of(3) && closer.length.is_multiple_of(3))
}

/// Writes the tokens of the leaf anew, with the pairs for what the parser had found.
fn rebuild(tokens: &mut Vec<Token>, first: usize, runs: &[Run], pairs: Vec<Pair>) {
    // Opening elements stand outermost first, closing ones innermost first; pairs come innermost first.
    let mut opens: Vec<(usize, Element)> = pairs.iter().rev().map(|p| (p.1, p.0)).collect();
    opens.sort_by_key(|p| p.0);
    let mut closes: Vec<(usize, Element)> = pairs.iter().map(|p| (p.2, p.0)).collect();
    closes.sort_by_key(|p| p.0);
    let old: Vec<Token> = tokens.drain(first..).collect();
    let (mut opens, mut closes) = (opens.into_iter().peekable(), closes.into_iter().peekable());
    let mut next = first;
    for (i, run) in runs.iter().enumerate() {
        tokens.extend_from_slice(&old[next - first..run.tokens.start - first]);
        next = run.tokens.end;
        let mut used = 0;
        while let Some((_, element)) = closes.next_if(|c| c.0 == i) {
            tokens.push(Token::Close(element));
            used += width(element);
        }
        if run.left > 0 {
            let start = (run.at + used) as u32;
            tokens.push(Token::Text(Slice {
                start,
                end: start + run.left as u32,
                stored: false,
            }));
        }
        while let Some((_, element)) = opens.next_if(|o| o.0 == i) {
            tokens.push(Token::Open(element, PLAIN));
        }
    }
    tokens.extend_from_slice(&old[next - first..]);
}

fn width(element: Element) -> usize {
    if element == Element::Emphasis { 1 } else { 2 }
}
