//! A report read as plainly as can be: the truth that searches are held against.
//!
//! Nothing of the code under test takes part, neither its Markdown nor its analyzer: a fault there must
//! show here. The texts of the archives are paragraphs of one line, headings with `#` and tables, so
//! blank lines and bars are all that has to be understood; any other markup stops the test rather than
//! being guessed at. The table of traditional characters alone is shared: it is data, and is what the
//! search promises.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use crate::common;

/// Pairs of a traditional character and the simplified one that it is read as.
const SCRIPT: &str = include_str!("../../src/search/text/fold.txt");

/// What a block is: no phrase crosses its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The title, or a heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A cell of a table.
    Cell,
}

/// A block as it stands in the file.
#[derive(Debug)]
pub(super) struct Block {
    pub kind: Kind,
    pub text: String,
}

/// A report.
#[derive(Debug)]
pub(super) struct Report {
    /// Its file in the content tree.
    pub source: String,
    /// The years that its period covers.
    pub years: Vec<u32>,
    /// Its title, then its text.
    pub blocks: Vec<Block>,
    /// The blocks by [`plain`], a line each.
    plain: String,
}

impl Report {
    /// Whether a run, made [`plain`], stands in a block; words and figures at its ends match whole.
    pub(super) fn holds(&self, run: &str) -> bool {
        let ends = (run.chars().next(), run.chars().next_back());
        self.plain.match_indices(run).any(|(at, _)| {
            let before = self.plain[..at].chars().next_back();
            let after = self.plain[at + run.len()..].chars().next();
            !are_one(before, ends.0) && !are_one(ends.1, after)
        })
    }
}

/// Every report of a content tree, in the order of its files.
pub(super) fn reports(content: &Path) -> Vec<Report> {
    common::files(content)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md") && !path.ends_with("_index.md"))
        .map(|(path, bytes)| report(path, &String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

fn report(source: String, text: &str) -> Report {
    let mut parts = text.splitn(3, "---\n").skip(1);
    let (head, body) = (parts.next().expect("a head"), parts.next().expect("a body"));
    let value = |names: [&str; 2]| {
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| names.contains(name))
            .map_or("", |(_, value)| value.trim())
    };
    let title = value(["title", "标题"]).trim_matches('"').to_owned();
    assert!(!title.is_empty() && !title.contains('\\'), "{source}");
    let mut blocks = vec![Block {
        kind: Kind::Heading,
        text: title,
    }];
    for paragraph in body.split("\n\n") {
        read(paragraph.trim_matches('\n'), &source, &mut blocks);
    }
    let plain: Vec<String> = blocks.iter().map(|block| plain(&block.text)).collect();
    Report {
        years: years(value(["period", "报告期"])),
        plain: plain.join("\n"),
        blocks,
        source,
    }
}

/// The years of `2021` and of `{from: 2016, to: 2020}`.
fn years(period: &str) -> Vec<u32> {
    let named: Vec<u32> = period
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|year| year.parse().ok())
        .collect();
    match named.as_slice() {
        [year] => vec![*year],
        [from, to] => (*from..=*to).collect(),
        _ => panic!("{period} is no period of years"),
    }
}

fn read(paragraph: &str, source: &str, blocks: &mut Vec<Block>) {
    let lines: Vec<&str> = paragraph.lines().collect();
    let mut add = |kind, text: &str| {
        let text = text.trim().to_owned();
        blocks.push(Block { kind, text });
    };
    match lines.as_slice() {
        [] => {}
        [line] if line.starts_with('#') => add(Kind::Heading, line.trim_start_matches('#')),
        [line] => add(Kind::Paragraph, line),
        [head, rule, rows @ ..] if head.starts_with('|') && rule.starts_with("| ---") => {
            for row in [head].into_iter().chain(rows) {
                let cells = row.trim().trim_matches('|').split('|');
                cells.for_each(|cell| add(Kind::Cell, cell));
            }
        }
        _ => panic!("{source} holds what is not read here: {paragraph}"),
    }
}

/// Text without the differences that a search ignores: width, case, script, and which punctuation.
pub(super) fn plain(text: &str) -> String {
    let folded: Vec<char> = text
        .chars()
        .filter(|c| *c != '\u{200B}')
        .map(fold)
        .collect();
    // What stands since the last character: nothing, blanks alone, or more.
    let (mut plain, mut is_gap, mut is_blank) = (String::new(), false, true);
    for (at, character) in folded.iter().enumerate() {
        let is_zero = matches!(character, '○' | '◯')
            && [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .any(|beside| {
                    folded
                        .get(beside)
                        .is_some_and(|c| "一二三四五六七八九〇零十百".contains(*c))
                });
        let character = if is_zero { &'〇' } else { character };
        // A dot before a digit is of its figure: 1547.16, .5
        let is_dot = *character == '.' && folded.get(at + 1).is_some_and(char::is_ascii_digit);
        let is_private = matches!(character, '\u{E000}'..='\u{F8FF}');
        if !is_dot && !character.is_alphanumeric() && !is_private {
            is_gap = true;
            is_blank &= character.is_whitespace();
            continue;
        }
        let is_han = |c: char| c >= '\u{2E80}';
        // Blanks beside Han count for nothing: 龚 正, 2025 年.
        let is_nothing =
            is_blank && (is_han(*character) || plain.chars().next_back().is_some_and(is_han));
        if is_gap && !is_nothing && !plain.is_empty() {
            plain.push(' ');
        }
        (is_gap, is_blank) = (false, true);
        plain.push(*character);
    }
    plain
}

fn fold(character: char) -> char {
    let half_width = match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).expect("an ASCII character")
        }
        _ => character,
    };
    let small = half_width.to_lowercase().next().unwrap_or(half_width);
    script().simplified.get(&small).copied().unwrap_or(small)
}

/// Whether two neighbours are of one word or of one figure, which are not cut.
pub(super) fn are_one(first: Option<char>, second: Option<char>) -> bool {
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    // Below the scripts that are read by character.
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{2E80}';
    first.zip(second).is_some_and(|(first, second)| {
        let (first, second) = (fold(first), fold(second));
        is_figure(first) && is_figure(second) || is_letter(first) && is_letter(second)
    })
}

/// Traditional and simplified characters, both ways.
pub(super) struct Script {
    simplified: BTreeMap<char, char>,
    pub traditional: BTreeMap<char, Vec<char>>,
}

/// The table of [`SCRIPT`].
pub(super) fn script() -> &'static Script {
    static READ: OnceLock<Script> = OnceLock::new();
    READ.get_or_init(|| {
        let mut script = Script {
            simplified: BTreeMap::new(),
            traditional: BTreeMap::new(),
        };
        for line in SCRIPT.lines() {
            let pair: Vec<char> = line.chars().collect();
            let [from, to] = pair[..] else {
                panic!("{line} is no pair")
            };
            script.simplified.insert(from, to);
            script.traditional.entry(to).or_default().push(from);
        }
        script
    })
}
