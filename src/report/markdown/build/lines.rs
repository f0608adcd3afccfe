//! Line breaks of the source that the parser reads otherwise than an editor of Chinese texts means them.
//!
//! In: the parser's events, in text order. Out: edits after which the parser reads every line that begins a paragraph
//! as one (see [`mod@line`]), ends what such a line would lazily continue, and finds the blocks that are
//! indented below a paragraph; and, where nothing is left to edit, faults for the breaks that no reader will see.
//! Never sees tokens, and never changes a word.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::character::is_cjk;
use crate::diagnostic::Fault;
use crate::report::markdown::build::nested::Head;
use crate::report::markdown::build::{cell, markup, nested};
use crate::report::markdown::faults;
use crate::report::markdown::layout::Edit;
use crate::report::markdown::line::{self, Full, Verdict};
use crate::report::outline;

/// Bytes before the mark of an item among which its line begins; a longer head is that of no text.
const HEAD_MAX: usize = 1000;

/// What a text stands in.
#[derive(Clone, Copy, Default)]
struct Around {
    /// How many quotations.
    quotes: usize,
    /// The column at which the text of the innermost item, or of the note, begins.
    item: Option<usize>,
}

/// Text without a block in it, of more than one line.
struct Run {
    text: Range<usize>,
    /// Its breaks among all.
    breaks: Range<usize>,
    around: Around,
}

/// A break between two lines of a run.
struct Break {
    /// Where the line before ends.
    end: usize,
    /// Where the next begins, the marks of containers included.
    line: usize,
    /// Whether it is neither displayed nor inside an inline element.
    is_open: bool,
    is_hard: bool,
}

pub(super) struct Lines<'b> {
    base: &'b str,
    chinese: bool,
    around: Vec<Around>,
    /// Inline elements that are open.
    inline: usize,
    in_code: bool,
    /// Text and breaks of the run that is being read.
    run: Option<(Range<usize>, usize)>,
    runs: Vec<Run>,
    breaks: Vec<Break>,
    /// The block of HTML that is being read.
    html: Option<Range<usize>>,
    edits: Vec<Edit>,
    /// What the edits so far have laid out anew; nothing before it is looked at again.
    done: usize,
}

impl<'b> Lines<'b> {
    pub(super) fn new(base: &'b str, chinese: bool) -> Self {
        Lines {
            base,
            chinese,
            around: Vec::new(),
            inline: 0,
            in_code: false,
            run: None,
            runs: Vec::new(),
            breaks: Vec::new(),
            html: None,
            edits: Vec::new(),
            done: 0,
        }
    }

    /// Takes one event; they come in text order.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => {
                self.text(range);
            }
            Event::SoftBreak => self.line_break(range, false),
            Event::HardBreak => self.line_break(range, true),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            ) => {
                self.text(range);
                self.inline += 1;
            }
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            ) => self.inline = self.inline.saturating_sub(1),
            Event::Html(_) => {
                let start = self.html.as_ref().map_or(range.start, |html| html.start);
                self.html = Some(start..range.end);
            }
            Event::Start(tag) => {
                self.end_run();
                self.open(tag, range);
            }
            Event::End(tag) => {
                self.end_run();
                self.close(tag);
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.around.push(Around {
                quotes: self.around().quotes + 1,
                ..self.around()
            }),
            Tag::Item => {
                let column = self.item_column(range.start);
                self.open_item(column);
            }
            Tag::FootnoteDefinition(_) => self.open_item(nested::CODE_INDENT),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                if *kind == CodeBlockKind::Indented && self.chinese {
                    self.indented_lines(range);
                }
            }
            Tag::HtmlBlock => self.html = None,
            _ => {}
        }
    }

    fn open_item(&mut self, column: usize) {
        self.around.push(Around {
            item: Some(column),
            ..self.around()
        });
    }

    fn close(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.around.pop();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take().filter(|_| self.around.is_empty()) {
                    cell::edit(self.base, html, &mut self.edits);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, range: &Range<usize>) {
        if self.in_code {
            return;
        }
        self.edits
            .extend(markup::office_tag(self.base, range.start));
        match &mut self.run {
            Some((text, _)) => text.end = text.end.max(range.end),
            None => self.run = Some((range.clone(), self.breaks.len())),
        }
    }

    fn line_break(&mut self, range: &Range<usize>, is_hard: bool) {
        let Some(length) = self
            .base
            .get(range.start..)
            .and_then(|rest| rest.find('\n'))
        else {
            return;
        };
        let line = range.start + length + 1;
        let end = self.base[..range.start]
            .trim_end_matches([' ', '\t', '\r'])
            .len();
        self.breaks.push(Break {
            end,
            line,
            is_open: !is_hard && self.inline == 0,
            is_hard,
        });
    }

    fn end_run(&mut self) {
        self.inline = 0;
        let Some((text, first)) = self.run.take() else {
            return;
        };
        if !self.chinese || first == self.breaks.len() {
            self.breaks.truncate(first);
            return;
        }
        let run = Run {
            text,
            breaks: first..self.breaks.len(),
            around: self.around(),
        };
        self.nested_blocks(&run);
        self.runs.push(run);
    }

    fn around(&self) -> Around {
        self.around.last().copied().unwrap_or_default()
    }

    /// The column at which the text of an item begins, whose mark stands at `at`.
    fn item_column(&self, at: usize) -> usize {
        let floor = self.base.floor_char_boundary(at.saturating_sub(HEAD_MAX));
        let start = self.base[floor..at]
            .rfind('\n')
            .map_or(floor, |end| floor + end + 1);
        let head = nested::head(self.base, start, self.around().quotes);
        let after = self.base.get(at..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches(' ').len();
        let mark = at + blank;
        let text = &self.base[mark..];
        let length = text.bytes().take_while(u8::is_ascii_digit).count() + 1;
        let blanks = text.bytes().skip(length).take_while(|b| *b == b' ').count();
        let blanks = if (1..=4).contains(&blanks) { blanks } else { 1 };
        mark.saturating_sub(head.marks_end) + length + blanks
    }

    /// Lines that are indented as code, which Chinese texts do not mean.
    fn indented_lines(&mut self, range: &Range<usize>) {
        let mut start = self.base[..range.start]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let column = self.around().item.unwrap_or(0);
        let mut before = "";
        if !self.base[start..range.start]
            .trim_start_matches([' ', '\t', '>'])
            .is_empty()
        {
            // Behind the mark of an item, which needs one blank.
            let mark = self.base[..range.start].trim_end_matches([' ', '\t']).len();
            let text = self.base[range.start..].trim_start_matches([' ', '\t']);
            let text = self.base.len() - text.len();
            self.edits.push(Edit {
                at: mark..text,
                text: " ".to_owned(),
            });
            start = nested::line_end(self.base, start);
        }
        while start < range.end {
            let next = nested::line_end(self.base, start);
            let head = nested::head(self.base, start, self.around().quotes);
            let line = self.base[head.text.min(next)..next].trim_end();
            if start >= self.done && !line.is_empty() {
                if let Some(end) = nested::unindent(
                    self.base,
                    start,
                    self.around().quotes,
                    column,
                    &mut self.edits,
                ) {
                    self.done = end;
                } else {
                    let is_new = !before.is_empty() && line::ends_sentence(before);
                    let blanks = " ".repeat(column.min(head.columns));
                    let text = match is_new {
                        true => format!("\n{}{blanks}", &self.base[start..head.marks_end]),
                        false => blanks,
                    };
                    self.edits.push(Edit {
                        at: head.marks_end..head.text,
                        text,
                    });
                    self.done = next;
                }
            }
            before = line;
            start = next;
        }
    }

    pub(super) fn has_edits(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Blocks that are indented below a line of the run as code would be: the parser takes them for its text.
    fn nested_blocks(&mut self, run: &Run) {
        for i in run.breaks.clone() {
            let at = &self.breaks[i];
            if at.line >= self.done
                && at.is_open
                && let Some(end) = nested::unindent(
                    self.base,
                    at.line,
                    run.around.quotes,
                    run.around.item.unwrap_or(0),
                    &mut self.edits,
                )
            {
                self.done = end;
            }
            self.breaks[i].is_open &= self.breaks[i].line >= self.done;
        }
    }

    /// After the last event: the edits after which the text is to be read again, or what is to be said of it.
    pub(super) fn finish(mut self, is_last: bool) -> Result<Vec<Fault>, Vec<Edit>> {
        let runs = std::mem::take(&mut self.runs);
        let mut lines = Vec::new();
        let mut verdicts = Vec::new();
        let full = self.full(&runs);
        let mut found = Vec::new();
        let mut wrapped = None;
        for run in &runs {
            self.lines(run, &mut lines);
            line::judge(&lines, full, &mut verdicts);
            let mut joined = None;
            for (i, verdict) in run.breaks.clone().zip(&verdicts) {
                let at = &self.breaks[i];
                let head = nested::head(self.base, at.line, run.around.quotes);
                match verdict {
                    Verdict::Begins if at.is_open && self.may_divide(run, &head) => {
                        let marks = &self.base[at.line..head.marks_end];
                        self.edits
                            .push(Edit::insert(head.marks_end, format!("\n{marks}")));
                    }
                    Verdict::Continues => count(&mut wrapped, i),
                    Verdict::Entry => {}
                    Verdict::Begins | Verdict::Joined => {
                        let is_shown = at.is_hard
                            || (run.around.item.is_some() || run.around.quotes > 0)
                                && outline::begins_with_number(&self.base[head.text..]);
                        if !is_shown && self.is_han(at, &head) {
                            count(&mut joined, i);
                        }
                    }
                }
            }
            found.extend(joined.map(|(at, count)| faults::line_break(self.place(at), count)));
        }
        if !self.edits.is_empty() && !is_last {
            return Err(self.edits);
        }
        found.extend(wrapped.map(|(at, count)| faults::hard_wrapped(self.place(at), count)));
        Ok(found)
    }

    /// The lines of a run, without the marks and the indent of what it stands in.
    fn lines(&self, run: &Run, lines: &mut Vec<&'b str>) {
        lines.clear();
        let mut start = run.text.start;
        for at in &self.breaks[run.breaks.clone()] {
            lines.push(self.base.get(start..at.end).unwrap_or_default());
            let head = nested::head(self.base, at.line, run.around.quotes);
            let indent = run.around.item.unwrap_or(0).min(head.text - head.marks_end);
            start = head.marks_end + indent;
        }
        let last = self.base.get(start..run.text.end).unwrap_or_default();
        lines.push(last.trim_end());
    }

    fn full(&self, runs: &[Run]) -> Option<Full> {
        let mut verdicts = Vec::new();
        let mut lines = Vec::new();
        let mut joined = Vec::new();
        for run in runs {
            self.lines(run, &mut lines);
            line::judge(&lines, None, &mut verdicts);
            let before = lines.iter().zip(&verdicts);
            joined.extend(
                before
                    .filter(|(_, v)| **v == Verdict::Joined)
                    .map(|(l, _)| *l),
            );
        }
        line::full(joined.into_iter())
    }

    /// Whether the line with this head can begin a paragraph: one in an item begins none there, but may end the item.
    fn may_divide(&self, run: &Run, head: &Head) -> bool {
        run.around.item.is_none_or(|column| head.columns < column)
            || head.quotes < run.around.quotes
    }

    /// Whether the break stands beside Han, which no blank divides.
    fn is_han(&self, at: &Break, head: &Head) -> bool {
        let before = self.base[..at.end].chars().next_back();
        let after = self.base[head.text..].chars().next();
        before.is_some_and(is_cjk) || after.is_some_and(is_cjk)
    }

    /// The last character before a break.
    fn place(&self, at: usize) -> Range<usize> {
        let end = self.breaks[at].end;
        let last = self.base[..end].chars().next_back();
        end - last.map_or(0, char::len_utf8)..end
    }
}

/// Counts `at`; the first is kept.
fn count(found: &mut Option<(usize, usize)>, at: usize) {
    let (_, count) = found.get_or_insert((at, 0));
    *count += 1;
}
