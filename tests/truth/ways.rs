//! Ways of asking for what stands in an archive: runs taken at any offset and typed in every way that the
//! search promises to understand, or changed a little so that they should match nothing.
//!
//! Whether a case should find anything is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use crate::truth::archives::Archive;
use crate::truth::random::Random;
use crate::truth::reading::{Block, Kind, are_one, plain, script};

/// Draws for one sample before a way is given up for an archive.
const DRAWS: usize = 40;

/// A query and the runs that it asks for.
pub(super) struct Case {
    pub query: String,
    /// What must stand in a report, by [`plain`].
    pub runs: Vec<String>,
    pub is_quoted: bool,
}

impl Case {
    /// What is typed stands for `meant`, in quotation marks.
    fn quoted(typed: &str, meant: &str) -> Option<Case> {
        let meant = plain(meant);
        let is_query = !meant.is_empty() && !typed.contains('"');
        is_query.then(|| Case {
            query: format!("\"{typed}\""),
            runs: vec![meant],
            is_quoted: true,
        })
    }

    /// The run as it stands, without quotation marks; none where a bare query means something else.
    fn bare(run: &str) -> Option<Case> {
        let begins = run.chars().next().is_some_and(char::is_alphanumeric);
        let is_run = begins && !run.contains(|c: char| c.is_whitespace() || "\":：".contains(c));
        is_run.then(|| Case {
            query: run.to_owned(),
            runs: vec![plain(run)],
            is_quoted: false,
        })
    }
}

/// A block of any report.
fn block<'a>(archive: &'a Archive, random: &mut Random) -> &'a Block {
    let report = random.pick(&archive.reports);
    random.pick(&report.blocks)
}

/// A run of 1 to 16 characters at any offset, punctuation and all, that cuts no word and no figure.
fn run(archive: &Archive, random: &mut Random) -> Option<String> {
    let text: Vec<char> = block(archive, random).text.chars().collect();
    if text.is_empty() {
        return None;
    }
    let length = text.len().min(1 + random.below(16));
    let start = random.below(text.len() - length + 1);
    let end = start + length;
    let before = start.checked_sub(1).map(|at| text[at]);
    let is_whole = !are_one(before, text.get(start).copied())
        && !are_one(text.get(end - 1).copied(), text.get(end).copied());
    is_whole.then(|| text[start..end].iter().collect())
}

fn as_it_stands(archive: &Archive, random: &mut Random) -> Option<Case> {
    let run = run(archive, random)?;
    Case::quoted(&run, &run)
}

fn bare(archive: &Archive, random: &mut Random) -> Option<Case> {
    Case::bare(&run(archive, random)?)
}

fn two_runs(archive: &Archive, random: &mut Random) -> Option<Case> {
    let [mut first, second] = [bare(archive, random)?, bare(archive, random)?];
    if first.runs == second.runs {
        return None;
    }
    first.query = format!("{} {}", first.query, second.query);
    first.runs.extend(second.runs);
    Some(first)
}

fn traditional(archive: &Archive, random: &mut Random) -> Option<Case> {
    let run = run(archive, random)?;
    let typed: String = run
        .chars()
        .map(|c| match script().traditional.get(&c) {
            Some(forms) => *random.pick(forms),
            None => c,
        })
        .collect();
    (typed != run).then(|| Case::quoted(&typed, &run))?
}

fn full_width(archive: &Archive, random: &mut Random) -> Option<Case> {
    let run = run(archive, random)?;
    let typed = widened(&run);
    (typed != run).then(|| Case::quoted(&typed, &run))?
}

fn widened(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // A full-width quotation mark would end the quotation.
            '!'..='~' if c != '"' => char::from_u32(u32::from(c) + 0xFEE0).expect("full width"),
            _ => c,
        })
        .collect()
}

/// What stands with punctuation, typed without.
fn without_punctuation(archive: &Archive, random: &mut Random) -> Option<Case> {
    let run = run(archive, random)?;
    let typed: String = run.chars().filter(|c| c.is_alphanumeric()).collect();
    (typed.len() < run.len()).then(|| Case::quoted(&typed, &typed))?
}

/// Two neighbours change places.
fn swapped(archive: &Archive, random: &mut Random) -> Option<Case> {
    let mut typed: Vec<char> = run(archive, random)?.chars().collect();
    let at = random.below(typed.len().checked_sub(1).filter(|n| *n > 0)?);
    typed.swap(at, at + 1);
    let typed = String::from_iter(typed);
    Case::quoted(&typed, &typed)
}

/// A figure without its first digits: 5件 of 15件, 16 of 1547.16.
fn cut_figure(archive: &Archive, random: &mut Random) -> Option<Case> {
    let text: Vec<char> = block(archive, random).text.chars().collect();
    let is_inside = |at: &usize| text[at - 1].is_ascii_digit() && text[*at].is_ascii_digit();
    let places: Vec<usize> = (1..text.len()).filter(is_inside).collect();
    let at = *places.get(random.below(places.len().max(1)))?;
    let typed: String = text[at..].iter().take(1 + random.below(5)).collect();
    Case::quoted(&typed, &typed)
}

/// The end of a block and the beginning of the next one, which are of these kinds.
fn joint(archive: &Archive, random: &mut Random, kinds: [Kind; 2]) -> Option<Case> {
    let blocks = &random.pick(&archive.reports).blocks;
    let of_kinds = |pair: &&[Block]| pair[0].kind == kinds[0] && pair[1].kind == kinds[1];
    let pairs: Vec<&[Block]> = blocks.windows(2).filter(of_kinds).collect();
    let pair = *pairs.get(random.below(pairs.len().max(1)))?;
    let (first, second) = (&pair[0].text, &pair[1].text);
    let end = first.chars().count().saturating_sub(1 + random.below(6));
    let end: String = first.chars().skip(end).collect();
    let beginning: String = second.chars().take(1 + random.below(6)).collect();
    let between = *random.pick(&["", " ", "，"]);
    let typed = format!("{end}{between}{beginning}");
    Case::quoted(&typed, &typed)
}

fn joint_of_paragraphs(archive: &Archive, random: &mut Random) -> Option<Case> {
    joint(archive, random, [Kind::Paragraph; 2])
}

fn joint_of_cells(archive: &Archive, random: &mut Random) -> Option<Case> {
    joint(archive, random, [Kind::Cell; 2])
}

fn joint_of_heading(archive: &Archive, random: &mut Random) -> Option<Case> {
    joint(archive, random, [Kind::Heading, Kind::Paragraph])
}

type Sampled = fn(&Archive, &mut Random) -> Option<Case>;

/// The ways that are drawn at random.
const SAMPLED: [(&str, Sampled); 11] = [
    ("as it stands", as_it_stands),
    ("bare", bare),
    ("two runs", two_runs),
    ("traditional", traditional),
    ("full width", full_width),
    ("without punctuation", without_punctuation),
    ("swapped", swapped),
    ("cut figure", cut_figure),
    ("joint of paragraphs", joint_of_paragraphs),
    ("joint of cells", joint_of_cells),
    ("joint of heading and paragraph", joint_of_heading),
];

type Enumerated = fn(&Archive) -> Vec<Case>;

/// The ways whose every case is known.
const ENUMERATED: [(&str, Enumerated); 3] = [
    ("document numbers", document_numbers),
    ("words", words),
    ("decimals", decimals),
];

/// Every document number, with every form of its brackets and without.
fn document_numbers(archive: &Archive) -> Vec<Case> {
    const BRACKETS: [[&str; 2]; 8] = [
        ["〔", "〕"],
        ["[", "]"],
        ["(", ")"],
        ["（", "）"],
        ["【", "】"],
        ["［", "］"],
        [" ", " "],
        ["", ""],
    ];
    let mut numbers = BTreeSet::new();
    for block in archive.reports.iter().flat_map(|report| &report.blocks) {
        for (at, _) in block.text.match_indices('〔') {
            let Some((year, after)) = block.text[at..].split_once('〕') else {
                continue;
            };
            let (before, year) = (&block.text[..at], year.trim_start_matches('〔'));
            let start = before.char_indices().rev().take(3).last();
            let number: String = after.chars().take_while(char::is_ascii_digit).collect();
            let start = start.map_or("", |(start, _)| &before[start..]);
            numbers.insert((start, year, number));
        }
    }
    let mut cases = Vec::new();
    for (start, year, number) in &numbers {
        for [open, close] in BRACKETS {
            let typed = format!("{start}{open}{year}{close}{number}");
            cases.extend(Case::quoted(&typed, &typed));
        }
        let written = format!("{start}〔{year}〕{number}");
        cases.extend(Case::quoted(&widened(&written), &written));
    }
    cases
}

/// Every Latin word, in each case and width, and without its last letter.
fn words(archive: &Archive) -> Vec<Case> {
    let mut words = BTreeSet::new();
    for block in archive.reports.iter().flat_map(|report| &report.blocks) {
        words.extend(block.text.split(|c: char| !c.is_ascii_alphabetic()));
    }
    words
        .iter()
        .flat_map(|word| {
            let (capitals, small) = (word.to_uppercase(), word.to_lowercase());
            let cut = word.get(..word.len().saturating_sub(1)).unwrap_or("");
            [
                Case::quoted(&capitals, word),
                Case::quoted(&small, word),
                Case::quoted(&widened(word), word),
                Case::quoted(cut, cut),
            ]
        })
        .flatten()
        .collect()
}

/// Every figure with a point, whole, wide, and each of its halves.
fn decimals(archive: &Archive) -> Vec<Case> {
    let mut figures = BTreeSet::new();
    for block in archive.reports.iter().flat_map(|report| &report.blocks) {
        let found = block.text.split(|c: char| !c.is_ascii_digit() && c != '.');
        figures.extend(found.filter_map(|figure| Some((figure, figure.split_once('.')?))));
    }
    figures
        .iter()
        .flat_map(|(figure, (whole, rest))| {
            [
                Case::quoted(figure, figure),
                Case::quoted(&widened(figure), figure),
                Case::quoted(whole, whole),
                Case::quoted(rest, rest),
            ]
        })
        .flatten()
        .collect()
}

/// At most `samples` cases of every way, the same on every run.
pub(super) fn cases(archive: &Archive, samples: usize) -> BTreeMap<&'static str, Vec<Case>> {
    let mut random = Random::new(2026);
    let mut cases = BTreeMap::new();
    for (name, sample) in SAMPLED {
        let drawn = (0..DRAWS * samples).filter_map(|_| sample(archive, &mut random));
        cases.insert(name, drawn.take(samples).collect());
    }
    for (name, enumerate) in ENUMERATED {
        let mut all = enumerate(archive);
        while all.len() > samples {
            all.swap_remove(random.below(all.len()));
        }
        cases.insert(name, all);
    }
    cases
}
