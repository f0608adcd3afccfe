//! YAML as editors write it: a tree of scalars, lists and mappings that knows its places.
//!
//! Scalars keep their written text (`0123` stays `0123`, `2018-01` stays a string): what a value means
//! is decided where it is asked for. A fault never ends the reading while more can be found.
//! Anchors, aliases and tags are refused: nothing in an archive needs them, and an alias can make a
//! small file huge.
//!
//! This module never knows a key of gongbao's own; see [`crate::fields`] for how they are asked for.

mod escape;
mod slip;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::diagnostic::{Fault, Text};
use crate::plain_text::joins_across_break;

/// Lists and mappings inside each other, at most. The deepest field is five deep.
const MAX_DEPTH: usize = 32;

/// A value and the bytes it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Bytes of the whole text; of a list or mapping, up to the end of its last value.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Empty,
    /// A scalar as written, quotes and escapes resolved.
    Scalar(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order of the text. A key that stands twice is a fault, and only the first is here.
    Map(Vec<(Key, Node)>),
}

/// The key of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Range<usize>,
}

impl Node {
    /// Words for the kind of value, for messages.
    pub(crate) fn kind(&self) -> Text {
        match self.value {
            Value::Empty => Text::new("空值", "nothing"),
            Value::Scalar(_) => Text::new("单个值", "a single value"),
            Value::List(_) => Text::new("列表", "a list"),
            Value::Map(_) => Text::new("分项内容", "a mapping"),
        }
    }
}

/// What was read of a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The value at the root: after a break, what is known to have been written before it.
    pub root: Node,
    /// Whether the text was read to its end; if not, nothing can be said to be missing from it.
    pub is_whole: bool,
    /// Comments on the line of a value without quotes: what an editor may have meant as its words.
    pub comments: Vec<Range<usize>>,
}

/// Bytes of a YAML text, at most: the tree takes many times as much memory.
const MAX_LENGTH: usize = 1_000_000;

/// Reads the one YAML document that stands at `yaml` in `text`; all spans count bytes of `text`. Faults:
/// `broken-yaml`, `control-character`, `duplicate-key`, `unsupported-yaml`, `yaml-too-large`.
///
/// Control characters are not in the tree: U+FFFD stands for each.
/// After a break the root holds its entries without the last, which may be half of one, or nothing.
pub(crate) fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> Reading {
    if yaml.len() > MAX_LENGTH {
        faults.push(Fault::error(
            "yaml-too-large",
            yaml.start..yaml.start,
            Text::new(
                format!("YAML 部分超过 {} KB", MAX_LENGTH / 1000),
                format!("the YAML is longer than {} KB", MAX_LENGTH / 1000),
            ),
            Text::new(
                "正文应写在文件头结束的“---”行之后。",
                "The text of a report belongs below the second `---` line.",
            ),
        ));
        let root = Node {
            span: yaml,
            value: Value::Empty,
        };
        return Reading {
            root,
            is_whole: false,
            comments: Vec::new(),
        };
    }
    let document = text.get(yaml.clone()).unwrap_or("");
    let mut reader = Reader {
        text: text.get(..yaml.end).unwrap_or(text),
        comments: Vec::new(),
        parser: Parser::new_from_str(document),
        places: Places::of(document, yaml.start),
        end: yaml.start + document.trim_end().len(),
        faults,
    };
    reader.document(yaml)
}

/// Where in the whole text the characters of the document are, which is what the parser counts.
struct Places {
    /// Where the document begins.
    start: usize,
    /// Byte offsets in the document, by character; `None` where every character is a byte.
    bytes: Option<Vec<u32>>,
}

impl Places {
    fn of(document: &str, start: usize) -> Self {
        let offsets = || {
            let ends = std::iter::once(document.len());
            let bytes = document.char_indices().map(|(i, _)| i).chain(ends);
            let narrow = |i| u32::try_from(i).unwrap_or(u32::MAX);
            bytes.map(narrow).collect()
        };
        Places {
            start,
            bytes: (!document.is_ascii()).then(offsets),
        }
    }

    fn byte(&self, character: usize) -> usize {
        let in_document = match &self.bytes {
            None => character,
            Some(bytes) => bytes
                .get(character)
                .or(bytes.last())
                .map_or(0, |b| *b as usize),
        };
        self.start + in_document
    }

    fn range(&self, span: saphyr_parser::Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}

struct Reader<'t, 'f> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// The whole text up to the end of the document.
    text: &'t str,
    places: Places,
    comments: Vec<Range<usize>>,
    /// Where the last line that is not blank ends.
    end: usize,
    faults: &'f mut Vec<Fault>,
}

/// The reading ends here: the parser cannot go on, or the depth is exceeded.
struct Broken;

impl<'t> Reader<'t, '_> {
    fn document(&mut self, yaml: Range<usize>) -> Reading {
        let mut root = None;
        let is_whole = self.root(&mut root).is_ok();
        let mut root = root.unwrap_or(Node {
            span: yaml,
            value: Value::Empty,
        });
        if !is_whole {
            match &mut root.value {
                // The fault may be placed at the next line while it lies in this entry.
                Value::Map(entries) => drop(entries.pop()),
                // Half of something: its kind means nothing.
                half => *half = Value::Empty,
            }
        }
        Reading {
            root,
            is_whole,
            comments: std::mem::take(&mut self.comments),
        }
    }

    fn root(&mut self, root: &mut Option<Node>) -> Result<(), Broken> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (
                    Event::StreamStart
                    | Event::DocumentStart(_)
                    | Event::DocumentEnd
                    | Event::Nothing,
                    _,
                ) => {}
                (_, span) if root.is_some() => {
                    self.faults.push(Fault::error(
                        "broken-yaml",
                        span,
                        Text::new(
                            "这里又开始了一个 YAML 文档",
                            "a second YAML document begins here",
                        ),
                        Text::new("只保留一个文档。", "Keep one document."),
                    ));
                    return Err(Broken);
                }
                (event, span) => {
                    let node = root.insert(Node {
                        span: span.clone(),
                        value: Value::Empty,
                    });
                    self.node(event, span, 0, node)?;
                }
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Range<usize>), Broken> {
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, 0..0)),
            Some(Ok((event, span))) => Ok((event, self.places.range(span))),
            Some(Err(error)) => {
                if let Some(tab) = self.tab_before_text() {
                    self.faults.push(tab_in_yaml(tab));
                    return Err(Broken);
                }
                // Of an escape that it does not know the parser shows the value.
                let at = self.places.byte(error.marker().index());
                if let Some(fault) = escape::fault(self.text, at) {
                    self.faults.push(fault);
                    return Err(Broken);
                }
                // Where the text ends too early, its last line is what an editor should look at.
                let at = at.min(self.end);
                let yaml = self.places.start..self.text.len();
                self.faults.push(slip::fault(self.text, yaml, at));
                Err(Broken)
            }
        }
    }

    /// The first tab that a line begins with: an editor does not see it, and YAML does not allow it there.
    fn tab_before_text(&self) -> Option<Range<usize>> {
        let mut start = self.places.start;
        let mut lines = self.text[start..].split_inclusive('\n').map(|line| {
            let before = start;
            start += line.len();
            (before, line)
        });
        let (line, spaces) = lines.find_map(|(start, line)| {
            let text = line.trim_start_matches(' ');
            text.starts_with('\t')
                .then_some((start, line.len() - text.len()))
        })?;
        let at = line + spaces;
        Some(at..at + 1)
    }

    /// Fills `into`, so that what was read before a fault is kept.
    fn node(
        &mut self,
        event: Event<'t>,
        span: Range<usize>,
        depth: usize,
        into: &mut Node,
    ) -> Result<(), Broken> {
        into.span = span.clone();
        if depth > MAX_DEPTH {
            self.unsupported(span, "层级过深", "lists and mappings are nested too deeply");
            return Err(Broken);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(&span, anchor, tag.is_some());
                let text = self.without_controls(text, &span);
                let source = self.text.get(span.clone()).unwrap_or_default();
                into.value = scalar(joined(text, source, style), style);
                if tag.is_some() && into.value == Value::Empty {
                    // What was meant as a value is in the tag; that it is empty is no fault of its own.
                    into.value = Value::Scalar("!".to_owned());
                }
                if style == ScalarStyle::Plain && into.value != Value::Empty {
                    self.comment_after(span.end);
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(&span, anchor, tag.is_some());
                into.value = Value::List(Vec::new());
                loop {
                    let (event, item_span) = self.next()?;
                    if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                        return Ok(());
                    }
                    let mut item = Node {
                        span: item_span.clone(),
                        value: Value::Empty,
                    };
                    let result = self.node(event, item_span, depth + 1, &mut item);
                    into.span.end = into.span.end.max(item.span.end);
                    if let Value::List(items) = &mut into.value {
                        items.push(item);
                    }
                    result?;
                }
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(&span, anchor, tag.is_some());
                into.value = Value::Map(Vec::new());
                self.entries(depth, into)?;
            }
            Event::Alias(_) => self.unsupported(span, "别名（*）", "an alias (*)"),
            _ => {}
        }
        Ok(())
    }

    fn entries(&mut self, depth: usize, into: &mut Node) -> Result<(), Broken> {
        let mut seen = HashSet::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(());
            }
            let mut key = Node {
                span: span.clone(),
                value: Value::Empty,
            };
            self.node(event, span, depth + 1, &mut key)?;
            let (event, span) = self.next()?;
            let mut value = Node {
                span: span.clone(),
                value: Value::Empty,
            };
            let result = self.node(event, span, depth + 1, &mut value);
            into.span.end = into.span.end.max(value.span.end);
            if value.value == Value::Empty {
                self.comment_after(self.after_colon(key.span.end));
            }
            let Value::Map(entries) = &mut into.value else {
                return Err(Broken);
            };
            match key.value {
                Value::Scalar(text) => {
                    if !seen.insert(text.clone()) {
                        self.faults.push(Fault::error(
                            "duplicate-key",
                            key.span,
                            Text::new(
                                format!("“{text}”这一项出现了两次"),
                                format!("the key `{text}` stands here a second time"),
                            ),
                            Text::new("只保留其中一个。", "Keep one of them."),
                        ));
                    } else {
                        let span = key.span;
                        entries.push((Key { text, span }, value));
                    }
                }
                _ => self.unsupported(
                    key.span,
                    "项名不是单个词语",
                    "a key that is not a single word",
                ),
            }
            result?;
        }
    }

    /// Where the value of a key begins, or the key's own end.
    fn after_colon(&self, end: usize) -> usize {
        let rest = self.text.get(end..).unwrap_or("");
        let colon = rest.trim_start_matches([' ', '\t', '"', '\'']);
        if colon.starts_with(':') {
            end + (rest.len() - colon.len()) + 1
        } else {
            end
        }
    }

    /// Keeps the comment that begins after `end` on the same line.
    fn comment_after(&mut self, end: usize) {
        let rest = self.text.get(end..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("").trim_end();
        let comment = line.trim_start_matches([' ', '\t']);
        if comment.starts_with('#') {
            self.comments
                .push(end + (line.len() - comment.len())..end + line.len());
        }
    }

    /// Fault: `control-character`.
    fn without_controls<'s>(&mut self, text: Cow<'s, str>, span: &Range<usize>) -> Cow<'s, str> {
        let Some(found) = text.chars().find(|c| is_control(*c)) else {
            return text;
        };
        // Written as an escape it is not in the text itself.
        let written = self.text.get(span.clone()).unwrap_or("");
        let at = written.find(found);
        let hint = match at {
            Some(_) => Text::new("删去它。", "Delete it."),
            None => escape::in_single_quotes(),
        };
        let at = at.map_or(span.clone(), |at| {
            span.start + at..span.start + at + found.len_utf8()
        });
        let code = u32::from(found);
        self.faults.push(Fault::error(
            "control-character",
            at,
            Text::new(
                format!("此处含有不可见的控制字符 U+{code:04X}"),
                format!("there is an invisible control character here, U+{code:04X}"),
            ),
            hint,
        ));
        Cow::Owned(text.replace(is_control, "\u{fffd}"))
    }

    fn refuse(&mut self, span: &Range<usize>, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.unsupported(span.clone(), "锚点（&）", "an anchor (&)");
        }
        if tagged {
            self.unsupported(span.clone(), "标签（!）", "a tag (!)");
        }
    }

    fn unsupported(&mut self, span: Range<usize>, chinese: &str, english: &str) {
        let hint = match slip::line_with_quotes(self.text, span.start) {
            Some(line) => Text::new(
                format!("给整个值加引号：{line}"),
                format!("Quote the whole value: {line}"),
            ),
            None => Text::new(
                "请直接写出值；以 * & ! 开头的值请加引号。",
                "Write the value itself; quote a value that begins with * & or !.",
            ),
        };
        self.faults.push(Fault::error(
            "unsupported-yaml",
            span,
            Text::new(
                format!("此处不支持 YAML 的这种写法：{chinese}"),
                format!("this part of YAML is not supported here: {english}"),
            ),
            hint,
        ));
    }
}

/// The fault of a tab that a line begins with.
fn tab_in_yaml(span: Range<usize>) -> Fault {
    Fault::error(
        "broken-yaml",
        span,
        Text::new(
            "行首有制表符（Tab），YAML 不允许",
            "a line begins with a tab, which YAML does not allow",
        ),
        Text::new(
            "用空格缩进；不需要缩进的，从行首写起。",
            "Indent with spaces, or begin at the start of the line.",
        ),
    )
}

/// Whether no text holds it: controls but tab and line feed, what overrides or isolates the direction
/// of text (U+202A to U+202E, U+2066 to U+2069; Unicode TR 36, section 3.5), and what HTML forbids as
/// no character. The marks U+200E and U+200F belong to the text of scripts that run from right to left.
fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// The text of a scalar of several lines, which YAML joins with blanks, joined as the lines of a body are: 关于开展 and
/// 检查的报告 on the next line are 关于开展检查的报告. Left as it is where it was not so plainly joined.
fn joined<'t>(text: Cow<'t, str>, source: &str, style: ScalarStyle) -> Cow<'t, str> {
    let source = source.trim();
    let lines = match style {
        ScalarStyle::Plain => source,
        ScalarStyle::SingleQuoted => source.trim_matches('\''),
        ScalarStyle::DoubleQuoted => source.trim_matches('"'),
        // The parser leaves out the first line, which says how the others are to be read.
        ScalarStyle::Folded => source,
        ScalarStyle::Literal => return text,
    };
    if !lines.contains('\n') {
        return text;
    }
    let lines = match style {
        ScalarStyle::SingleQuoted => Cow::Owned(lines.replace("''", "'")),
        _ => Cow::Borrowed(lines),
    };
    let (mut folded, mut plain) = (String::new(), String::new());
    let mut is_new_paragraph = true;
    for line in lines.lines().map(str::trim) {
        if line.is_empty() {
            folded.push('\n');
            plain.push('\n');
            is_new_paragraph = true;
            continue;
        }
        if !is_new_paragraph {
            folded.push(' ');
            let mut last = plain.chars().rev();
            let (last, before_last) = (last.next(), last.next());
            let joins = last
                .zip(line.chars().next())
                .is_some_and(|(last, next)| joins_across_break(before_last, last, next, true));
            plain.push_str(if joins { "" } else { " " });
        }
        folded.push_str(line);
        plain.push_str(line);
        is_new_paragraph = false;
    }
    match folded.trim() == text.trim() {
        true => Cow::Owned(plain),
        false => text,
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    if (plain && matches!(&*text, "~" | "null" | "Null" | "NULL")) || text.trim().is_empty() {
        Value::Empty
    } else {
        Value::Scalar(text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_those_of_a_body() {
        let cases = [
            ("关于开展\n  检查的报告", "关于开展检查的报告"),
            ("\"关于开展\n  2021\n  年检查\"", "关于开展2021年检查"),
            ("'关于\n  ''开展''\n  检查'", "关于 '开展' 检查"),
            (">\n  关于开展\n  检查的报告\n", "关于开展检查的报告"),
            (">-\n  使用API\n  接口\n", "使用API接口"),
            (">\n  甲\n\n  乙\n  丙\n", "甲\n乙丙"),
            ("|\n  甲\n  乙\n", "甲\n乙"),
            ("Annual\n  report", "Annual report"),
            ("甲 乙", "甲 乙"),
            ("\"甲 乙\\n\n  丙\"", "甲 乙\n 丙"),
        ];
        for (written, expected) in cases {
            let text = format!("a: {written}\nb: c\n");
            let mut faults = Vec::new();
            let reading = parse(&text, 0..text.len(), &mut faults);
            let Value::Map(entries) = reading.root.value else {
                panic!("{text}");
            };
            assert_eq!(faults, [], "{text}");
            let Value::Scalar(value) = &entries[0].1.value else {
                panic!("{text}");
            };
            assert_eq!(value.trim(), expected, "{text}");
        }
    }
}
