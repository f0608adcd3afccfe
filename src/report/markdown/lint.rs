//! Marks that were meant and did not work: what a reader will see of them, and how they are mended.
//!
//! In: the tokens of a body that has been read. Out: warnings. It looks once at every displayed line, as text with
//! its places in the source; code, escaped characters and entities are hidden in it, for they are meant as they
//! stand. What only the parser's blocks
//! show is in [`super::misread`]. Never changes a token, never says how a text is to be
//! read; its work is linear, for whatever is sought ahead is sought within a bound.

mod destination;
mod dialect;
mod emphasis;
mod faults;
mod heading;
mod line;
mod link;
mod placeholder;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::Fault;
use crate::report::damage::{self, Damage};
use crate::report::markdown::build::{FAULTS_MAX, Tape};
use crate::report::markdown::lint::emphasis::Emphases;
use crate::report::markdown::lint::line::{HIDDEN, Line};
use crate::report::markdown::lint::table::Rows;
use crate::report::markdown::token::{LeafKind, Slice, Token};

/// Bytes after a mark within which its counterpart is sought.
const REACH: usize = 300;

/// Looks at every displayed line of a body.
pub(super) fn check(base: &str, tape: &Tape, chinese: bool) -> Vec<Fault> {
    let mut lint = Lint {
        base,
        tape,
        found: Found::default(),
        line: Line::default(),
        marks: Vec::new(),
        rows: Rows::default(),
        emphases: Emphases::new(base, chinese),
        damage: Damage::default(),
        kind: LeafKind::Paragraph,
        broken_notes: BTreeSet::new(),
        unknown_notes: Vec::new(),
    };
    for token in &tape.tokens {
        lint.token(*token);
    }
    lint.finish()
}

/// Marks that make what lines of a paragraph belong together: where one is told, its line breaks need not be.
const OF_LINES: [&str; 5] = [
    "heading-by-underline",
    "heading-not-read",
    "other-dialect",
    "row-without-bars",
    "table-not-read",
];
/// Bytes on both sides in which the ends of a paragraph are sought.
const PARAGRAPH_MAX: usize = 10_000;

/// All faults of a body, without a warning of line breaks where another says why the lines run together.
pub(super) fn told_once(body: &str, faults: &[Fault], marks: Vec<Fault>) -> Vec<Fault> {
    let of_lines = faults.iter().chain(&marks);
    let of_lines = of_lines.filter(|fault| OF_LINES.contains(&fault.code));
    let told: BTreeSet<usize> = of_lines.map(|fault| fault.span.start).collect();
    let is_told = |fault: &Fault| {
        fault.code == "line-break"
            && (told.range(paragraph(body, fault.span.start)).next()).is_some()
    };
    let faults = faults.iter().filter(|fault| !is_told(fault)).cloned();
    faults.chain(marks).collect()
}

/// The lines around `at`, up to blank ones.
fn paragraph(body: &str, at: usize) -> Range<usize> {
    let at = body.floor_char_boundary(at);
    let from = body.floor_char_boundary(at.saturating_sub(PARAGRAPH_MAX));
    let to = body.ceil_char_boundary(at.saturating_add(PARAGRAPH_MAX));
    // The line of `at` is the first on both sides.
    let length = |(i, line): (usize, &str)| {
        let is_of = i == 0 || !line.trim().is_empty();
        is_of.then_some(line.len() + 1)
    };
    let before = body[from..at].rsplit('\n').enumerate();
    let after = body[at..to].split('\n').enumerate();
    let start = at + 1 - before.map_while(length).sum::<usize>();
    start..at + after.map_while(length).sum::<usize>()
}

/// Warnings, as many of a kind as are reported.
#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
    counts: BTreeMap<&'static str, usize>,
}

impl Found {
    fn add(&mut self, fault: Fault) {
        let count = self.counts.entry(fault.code).or_default();
        *count += 1;
        if *count <= FAULTS_MAX {
            self.faults.push(fault);
        }
    }
}

struct Lint<'t> {
    base: &'t str,
    tape: &'t Tape,
    found: Found,
    line: Line,
    /// The characters of a line that anything may begin with, and where they stand.
    marks: Vec<(usize, char)>,
    rows: Rows,
    emphases: Emphases<'t>,
    damage: Damage,
    /// Of the leaf that is being looked at.
    kind: LeafKind,
    /// Labels of notes whose definition was meant and not read: they are reported there.
    broken_notes: BTreeSet<String>,
    unknown_notes: Vec<(String, Range<usize>)>,
}

impl Lint<'_> {
    fn token(&mut self, token: Token) {
        match token {
            Token::Leaf(leaf) | Token::Split(leaf) => {
                self.end_line();
                if let Token::Leaf(_) = token {
                    self.end_leaf();
                }
                if let Some(leaf) = self.tape.leaves.get(leaf as usize) {
                    self.kind = leaf.kind;
                }
            }
            Token::LeafEnd => {
                self.end_line();
                self.end_leaf();
            }
            Token::Break | Token::Space => self.end_line(),
            Token::Text(slice) => self.text(slice),
            Token::Code(slice) => {
                self.begin_piece(slice);
                self.line.hide(slice, self.base);
            }
            Token::Link(link) | Token::Image(link) => {
                if let Some(link) = self.tape.links.get(link as usize) {
                    self.found
                        .faults
                        .extend(link::lost_bang(&self.line, link, self.base));
                }
                if let Token::Image(_) = token {
                    self.line.push_hidden();
                }
            }
            Token::NoteReference(_) => self.line.push_hidden(),
            Token::Open(element, _) => self.emphases.open(element),
            Token::Close(element) => {
                self.emphases
                    .close(element, self.line.source_end(), &mut self.found);
            }
            Token::Table(_) | Token::Rule => self.rows.end(&mut self.found),
            _ => {}
        }
    }

    /// A line of the source that begins is a line, whatever the break reads as.
    fn begin_piece(&mut self, slice: Slice) {
        if slice.stored {
            return;
        }
        let start = slice.start as usize;
        if let Some(end) = self.line.source_end()
            && self
                .base
                .get(end..start)
                .is_some_and(|gap| gap.contains('\n'))
        {
            self.end_line();
        }
        self.emphases.piece(start);
    }

    fn text(&mut self, slice: Slice) {
        self.begin_piece(slice);
        if slice.stored {
            let text = self.tape.store.get(slice.range()).unwrap_or_default();
            for _ in text.chars() {
                self.line.push_hidden();
            }
            let at = self.line.source_end().unwrap_or(0);
            self.damage.see(text, |_| at..at);
        } else {
            self.line.push(slice.range(), self.base);
        }
    }

    fn end_line(&mut self) {
        if self.line.text.is_empty() {
            self.line.clear();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.settle();
        // Most characters are no mark: one walk finds those that are, for all who look at them.
        let mut marks = std::mem::take(&mut self.marks);
        marks.clear();
        let is_mark = |c| damage::is_suspicious(c) || begins_something(c) || table::divides(c);
        marks.extend(line.text.char_indices().filter(|(_, c)| is_mark(*c)));
        self.damage
            .see_among(&line.text, marks.iter().copied(), |range| line.span(range));
        if self.kind != LeafKind::Code {
            self.scan(&line, &marks);
            if matches!(self.kind, LeafKind::Cell { .. } | LeafKind::Bare) {
                self.rows.end(&mut self.found);
            } else {
                heading::check(&line, &mut self.found);
                let may_be_row = marks.iter().any(|(_, c)| table::divides(*c));
                self.rows.see(&line, may_be_row, &mut self.found);
            }
        }
        self.marks = marks;
        self.line = line;
        self.line.clear();
    }

    fn end_leaf(&mut self) {
        self.rows.end_leaf(&mut self.found);
        self.emphases.end(&mut self.found);
    }

    /// Everything that one character of a line may begin.
    fn scan(&mut self, line: &Line, marks: &[(usize, char)]) {
        let mut stars = emphasis::Stars::default();
        let mut next = 0;
        for (at, c) in marks.iter().copied() {
            if at < next || c == HIDDEN || !begins_something(c) {
                continue;
            }
            let end = match c {
                '[' | '［' | '【' => {
                    dialect::at(line, at, &mut self.found).or_else(|| self.bracket(line, at))
                }
                '*' | '＊' => Some(stars.see(line, at, c)),
                _ => dialect::at(line, at, &mut self.found)
                    .or_else(|| placeholder::at(line, at, c, &mut self.found)),
            };
            next = end.unwrap_or(0);
        }
        self.emphases.leave(stars.singles);
        stars.end(line, &mut self.found);
    }

    fn bracket(&mut self, line: &Line, at: usize) -> Option<usize> {
        match link::at(line, at)? {
            (link::Meant::Fault(fault), end) => {
                self.found.add(*fault);
                Some(end)
            }
            (link::Meant::Note(label), end) => {
                self.unknown_notes.push((label, line.span(at..end)));
                Some(end)
            }
            (link::Meant::NoteDefinition(label), end) => {
                self.found
                    .add(faults::note_colon(line.span(at..end), &label));
                self.broken_notes.insert(label);
                Some(end)
            }
        }
    }

    fn finish(mut self) -> Vec<Fault> {
        self.end_line();
        self.end_leaf();
        self.rows.end(&mut self.found);
        for (label, span) in std::mem::take(&mut self.unknown_notes) {
            if !self.broken_notes.contains(&label) {
                self.found.add(faults::unknown_note(span, &label));
            }
        }
        for fault in self.damage.faults() {
            self.found.add(fault);
        }
        self.found.faults
    }
}

/// Whether any mark that is looked for begins with this character; most characters begin none.
fn begins_something(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => placeholder::HAN.contains(&c),
        _ => {
            matches!(c, '[' | '［' | '【' | '*' | '＊' | '□' | '×' | 'Ｘ')
                || c.is_ascii_punctuation() && !matches!(c, ',' | '(' | ')' | '-' | '/' | '|')
                || placeholder::LATIN.contains(&c)
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::diagnostic::Fault;
    use crate::report::markdown::{Document, Options};

    fn faults(body: &str) -> Vec<Fault> {
        let document = Document::parse(body, Options { chinese: true });
        document.all_faults(body, true)
    }

    /// The codes of what is said of a body in Chinese.
    pub(in crate::report::markdown) fn codes(body: &str) -> Vec<&'static str> {
        faults(body).iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn links_and_notes_that_were_meant_are_told() {
        for (body, code) in [
            ("[附件1]（附件1.pdf）", "link-not-read"),
            ("[附件1](附件1.pdf）", "link-not-read"),
            ("［附件1］(a.pdf)", "link-not-read"),
            ("［附件1］（a.pdf）", "link-not-read"),
            ("【附件1】（附件1（最终版）.pdf）", "link-not-read"),
            ("[a] (b.pdf)", "link-not-read"),
            ("![图](图 表 1.png)", "link-not-read"),
            ("![图]（图1.png）", "link-not-read"),
            ("[见一、]（#1）", "link-not-read"),
            ("[癸](https://gov.example/a b.html)", "link-not-read"),
            ("[附件](附件.pdf", "link-not-read"),
            ("[附件][没有]", "link-not-read"),
            ("[附件]：a.pdf", "link-not-read"),
            ("！[图](图1.png)", "link-not-read"),
            ("! [图](图1.png)", "link-not-read"),
            ("丁[^没有]。", "note-not-read"),
            ("甲[^1]。\n\n[^1]：注文。", "note-not-read"),
            ("[^1]：注文。", "note-not-read"),
            ("甲［^1］。\n\n[^1]: 注文。", "note-not-read"),
            ("甲[^注 2]。", "note-not-read"),
        ] {
            assert_eq!(codes(body), [code], "{body}");
        }
    }

    #[test]
    fn brackets_of_texts_are_none() {
        for body in [
            "国发[2018]1号",
            "[1]（2021年）",
            "【附件】（2021年）",
            "见[1][2]。",
            "[附件1](附件1.pdf)",
            "\\[附件1]（附件1.pdf）",
            "`[附件1]（附件1.pdf）`",
            "[注]：见附件。",
            "甲[^1]。\n\n[^1]: 注文。",
            "请注意！[图](图1.png)",
            "[2018] (1号)",
            "[ ]是 [ ]否",
            "（附件1.pdf）",
            "[sic] (e.g. foo)",
            "[甲]: 乙。",
        ] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn places_are_those_of_the_source() {
        for (body, at) in [
            ("前\\*文**粗**，[附件]（a.pdf）。", "[附件]（a.pdf）"),
            ("> - 甲`x`&amp;乙[^没有]丙", "[^没有]"),
            ("\\\\[^没有]", "[^没有]"),
            ("\\[甲]\\\\\\[乙][^没有]", "[^没有]"),
            ("第一行\n第二行 {{ x }} 后", "{{ x }}"),
        ] {
            let mut faults = faults(body);
            faults.retain(|fault| fault.code != "line-break");
            let spans: Vec<&str> = faults.iter().map(|f| &body[f.span.clone()]).collect();
            assert_eq!(spans, [at], "{body}");
        }
    }

    #[test]
    fn a_line_break_is_told_beside_faults_of_other_paragraphs() {
        let underlined = "第一行。\n第二行。\n---";
        for (between, is_told) in [
            ("\n\n", true),
            ("\r\n\r\n", true),
            ("\n \t\n", true),
            ("\n", false),
        ] {
            let body = format!("甲乙丙丁\n戊己庚辛{between}{underlined}");
            let codes = codes(&body);
            assert!(codes.contains(&"heading-by-underline"), "{codes:?}");
            assert_eq!(codes.contains(&"line-break"), is_told, "{body:?}");
        }
    }

    #[test]
    fn backslashes_are_counted_once() {
        assert_eq!(codes(&"\\\\".repeat(100_000)), [""; 0]);
    }

    #[test]
    fn thousands_are_told_as_often_as_other_faults() {
        let body = "[TOC]\n\n".repeat(1000);
        assert_eq!(
            codes(&body).len(),
            crate::report::markdown::build::FAULTS_MAX
        );
    }
}
