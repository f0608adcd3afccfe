//! The passages of a report that a hit shows: which paragraphs, cut where, with what marked.
//!
//! In go the blocks of a report and the runs of a query, out come at most [`MAX_PASSAGES`] passages.
//! The text is cut by the same code as the index, so what is marked is what matched.

use std::cmp::Reverse;

use crate::search::answer::Passage;
use crate::search::evaluate::alike::Alike;
use crate::search::evaluate::partial::parts;
use crate::search::evaluate::text_units::{TextUnit, text_units};
use crate::search::format::block::{Paragraph, TextBlock, beginning};
use crate::search::query::{MAX_RUNS, Run};
use crate::search::text::tokenizer::QueryUnit;

/// The most passages of a hit.
pub(crate) const MAX_PASSAGES: usize = 3;

/// About the longest passage, in scalars; a marked span is never cut.
pub(crate) const PASSAGE_LENGTH: usize = 160;

/// The most spans marked in a block.
const MAX_SPANS: usize = 64;

/// What matched in a block.
struct Matched {
    /// Which block.
    block: usize,
    /// How many of the runs it holds, exactly and in parts.
    weight: usize,
    /// Which of the runs it holds, in whole or in part: a bit each.
    runs: u32,
    /// First and past the last scalar, in order, not overlapping.
    spans: Vec<[usize; 2]>,
}

/// Whether `units` begin with `run`; what stands before the run does not matter.
fn begins_with(units: &[TextUnit], run: &[QueryUnit]) -> bool {
    units.len() >= run.len()
        && units
            .iter()
            .zip(run)
            .enumerate()
            .all(|(at, (unit, wanted))| {
                unit.text == wanted.text && (at == 0 || unit.separated == wanted.separated)
            })
}

/// Where `run` stands among `units`.
fn spans_of(units: &[TextUnit], run: &[QueryUnit]) -> Vec<[usize; 2]> {
    let mut found = Vec::new();
    for at in 0..units.len() {
        let rest = units.get(at..).unwrap_or_default();
        if begins_with(rest, run)
            && let (Some(first), Some(last)) = (rest.first(), rest.get(run.len().saturating_sub(1)))
        {
            found.push([first.start, last.end]);
        }
    }
    found
}

/// Joins spans that overlap or touch.
fn joined(mut spans: Vec<[usize; 2]>) -> Vec<[usize; 2]> {
    spans.sort_unstable();
    let mut joined: Vec<[usize; 2]> = Vec::with_capacity(spans.len());
    for [start, end] in spans {
        match joined.last_mut() {
            Some(last) if start <= last[1] => last[1] = end.max(last[1]),
            _ => joined.push([start, end]),
        }
    }
    joined.truncate(MAX_SPANS);
    joined
}

/// A paragraph of the text blocks and the heading that it stands under.
struct Block<'t> {
    /// Which of the text blocks.
    text: usize,
    heading: &'t str,
    paragraph: &'t Paragraph,
    units: Vec<TextUnit>,
}

fn blocks(texts: &[TextBlock]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let block = |paragraph| block(at, &text.headings, paragraph);
        blocks.extend(text.paragraphs.iter().map(block));
    }
    blocks
}

fn block<'t>(text: usize, headings: &'t [String], paragraph: &'t Paragraph) -> Block<'t> {
    Block {
        text,
        heading: headings
            .get(paragraph.heading as usize)
            .map_or("", String::as_str),
        units: text_units(&paragraph.text),
        paragraph,
    }
}

/// Whether a paragraph is but the beginning of one that another text block holds whole.
fn is_beginning(blocks: &[Block<'_>], block: &Block<'_>) -> bool {
    let Paragraph { anchor, text, .. } = block.paragraph;
    let is_whole = |other: &Block<'_>| {
        other.text != block.text
            && other.paragraph.anchor == *anchor
            && other.paragraph.text.len() > text.len()
            && other.paragraph.text.starts_with(text.as_str())
    };
    block.text == 0 && blocks.iter().any(is_whole)
}

/// How the text goes on below a heading: the first block holds that of each. Nothing where it is shown itself.
fn below(blocks: &[Block<'_>], at: usize, shown: &[usize]) -> String {
    let heading = blocks.get(at).filter(|block| block.paragraph.is_heading);
    let is_shown = |below: &Paragraph| {
        let mut shown = shown.iter().filter_map(|at| blocks.get(*at));
        shown.any(|Block { paragraph, .. }| {
            paragraph.anchor == below.anchor && paragraph.text.starts_with(below.text.as_str())
        })
    };
    let next = |at: usize| {
        let below = blocks.get(at)?;
        let is_near = heading.is_some_and(|heading| heading.text == below.text);
        (is_near && !is_shown(below.paragraph)).then_some(below.paragraph)
    };
    let Some(first) = next(at + 1) else {
        return String::new();
    };
    let mut lines = beginning(&first.text).to_owned();
    if first.is_heading
        && let Some(second) = next(at + 2)
    {
        lines.push('\n');
        lines.push_str(beginning(&second.text));
    }
    lines
}

/// A run to be shown, and whether the report holds it only in parts.
pub(crate) struct Shown<'q> {
    pub(crate) run: &'q Run,
    pub(crate) partial: bool,
}

/// What is looked for of each run: the run whole, or its parts.
fn sought<'q>(runs: &[Shown<'q>]) -> Vec<(bool, Vec<&'q [QueryUnit]>)> {
    let of_run = |shown: &Shown<'q>| match shown.partial {
        false => (true, vec![shown.run.units.as_slice()]),
        true => (false, parts(&shown.run.units)),
    };
    runs.iter().map(of_run).collect()
}

/// What of the runs stands in a title.
pub(crate) fn spans_in(title: &str, runs: &[Shown<'_>]) -> Vec<[usize; 2]> {
    let units = text_units(title);
    let parts = sought(runs).into_iter().flat_map(|(_, parts)| parts);
    joined(parts.flat_map(|part| spans_of(&units, part)).collect())
}

/// The passages of a report for the runs of a query, from some of its text.
pub(crate) fn passages(texts: &[TextBlock], runs: &[Shown<'_>]) -> Vec<Passage> {
    let blocks = blocks(texts);
    let wanted = sought(runs);
    let mut matched: Vec<Matched> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if is_beginning(&blocks, block) {
            continue;
        }
        let (mut weight, mut held_runs, mut spans) = (0, 0, Vec::new());
        for (run, (whole, sought)) in wanted.iter().enumerate() {
            let mut held = 0;
            for part in sought {
                let found = spans_of(&block.units, part);
                held += usize::from(!found.is_empty());
                spans.extend(found);
            }
            held_runs |= u32::from(held > 0) << run.min(MAX_RUNS - 1);
            weight += match whole {
                true => held * 1000,
                false => held * 900 / sought.len().max(1),
            };
        }
        if weight > 0 {
            matched.push(Matched {
                block: at,
                weight,
                runs: held_runs,
                spans: joined(spans),
            });
        }
    }
    let is_heading = |found: &Matched| {
        blocks
            .get(found.block)
            .is_some_and(|block| block.paragraph.is_heading)
    };
    matched.sort_by_key(|found| (Reverse((found.weight, is_heading(found))), found.block));
    let mut chosen = choose(matched);
    chosen.sort_by_key(|found| found.block);
    let shown: Vec<usize> = chosen.iter().map(|found| found.block).collect();
    let mut passages: Vec<Passage> = Vec::with_capacity(chosen.len());
    for found in chosen {
        let Some(block) = blocks.get(found.block) else {
            continue;
        };
        let (text, spans) = cut(&block.paragraph.text, found.spans);
        let passage = Passage {
            anchor: block.paragraph.anchor.clone(),
            heading: block.heading.to_owned(),
            text,
            below: below(&blocks, found.block, &shown),
            spans,
            differs: Vec::new(),
        };
        // Two text blocks of a long paragraph may hold the same passage.
        if !passages.contains(&passage) {
            passages.push(passage);
        }
    }
    passages
}

/// The first [`MAX_PASSAGES`] of what is given best first, but those before the others that hold more of the runs
/// which none of the chosen holds: a rare word is not hidden by a common one.
fn choose(mut best_first: Vec<Matched>) -> Vec<Matched> {
    let (mut chosen, mut shown) = (Vec::new(), 0u32);
    while chosen.len() < MAX_PASSAGES && !best_first.is_empty() {
        let new = |found: &Matched| (found.runs & !shown).count_ones();
        let most = best_first.iter().map(new).max().unwrap_or(0);
        let at = best_first.iter().position(|found| new(found) == most);
        let found = best_first.remove(at.unwrap_or(0));
        shown |= found.runs;
        chosen.push(found);
    }
    chosen
}

/// The passage that shows a run as it stands in a paragraph with slips.
pub(super) fn passage_alike(heading: &str, paragraph: &Paragraph, alike: &Alike) -> Passage {
    let all = || alike.same.iter().chain(&alike.instead);
    let first = all().map(|span| span[0]).min().unwrap_or(0);
    let end = all().map(|span| span[1]).max().unwrap_or(0);
    let (text, whole) = cut(&paragraph.text, vec![[first, end]]);
    // The whole is never cut: where it begins says where the text does.
    let start = whole.first().map_or(0, |span| first - span[0]);
    let shifted = |spans: &[[usize; 2]]| -> Vec<[usize; 2]> {
        let shifted = spans.iter().map(|span| span.map(|at| at - start));
        shifted.take(MAX_SPANS).collect()
    };
    Passage {
        anchor: paragraph.anchor.clone(),
        heading: heading.to_owned(),
        text,
        below: String::new(),
        spans: shifted(&alike.same),
        differs: shifted(&alike.instead),
    }
}

/// The sentences around the first span, at most about [`PASSAGE_LENGTH`], and the spans in them.
fn cut(text: &str, spans: Vec<[usize; 2]>) -> (String, Vec<[usize; 2]>) {
    let characters: Vec<char> = text.chars().collect();
    let Some([first, first_end]) = spans.first().copied() else {
        return (String::new(), Vec::new());
    };
    let limit = PASSAGE_LENGTH.max(first_end - first);
    let (start, end) = match characters.len() <= limit {
        true => (0, characters.len()),
        false => window(&characters, first, first_end, limit),
    };
    let text = characters.get(start..end).unwrap_or_default();
    let spans = spans
        .into_iter()
        .filter(|span| span[0] >= start && span[1] <= end)
        .map(|span| [span[0] - start, span[1] - start])
        .collect();
    (text.iter().collect(), spans)
}

/// Where to cut: from the beginning of the span's sentence, or of its clause where that is too far,
/// to the last sentence end that the limit reaches, or clause end, or the limit.
fn window(characters: &[char], first: usize, first_end: usize, limit: usize) -> (usize, usize) {
    let ends_sentence = |c: &char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | '\n');
    let ends_clause = |c: &char| matches!(c, '，' | '、' | '：' | ',' | ':' | ' ');
    // Half of the room may stand before the match.
    let earliest = first.saturating_sub((limit - (first_end - first)) / 2);
    let before = characters.get(earliest..first).unwrap_or_default();
    let after_last =
        |ends: &dyn Fn(&char) -> bool| before.iter().rposition(ends).map(|at| earliest + at + 1);
    let start = match earliest {
        0 => after_last(&ends_sentence).unwrap_or(0),
        _ => after_last(&ends_sentence)
            .or_else(|| {
                let clause = before.iter().position(ends_clause)?;
                Some(earliest + clause + 1)
            })
            .unwrap_or(earliest),
    };
    let latest = characters.len().min(start + limit).max(first_end);
    if latest == characters.len() {
        return (start, latest);
    }
    let after = characters.get(first_end..latest).unwrap_or_default();
    let end = after
        .iter()
        .rposition(ends_sentence)
        .or_else(|| after.iter().rposition(ends_clause))
        .map_or(latest, |at| first_end + at + 1);
    (start, end)
}
