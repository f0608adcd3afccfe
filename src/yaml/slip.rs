//! What an editor did where YAML cannot be read: the value that needs quotation marks, the blank that is missing.
//!
//! In go the text and the place at which the parser gave up, out comes a fault at the value that is the cause,
//! with the line as it should be written. The words of the parser never show; it only says where to look. Nothing
//! is mended here.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};

/// Characters of a line that a hint repeats, at most.
const MAX_SHOWN: usize = 120;
/// Lines above the place that are searched for what was left open.
const MAX_BACK: usize = 1000;
/// Bytes in which what was opened is looked for as closed further down.
const MAX_OPEN: usize = 4000;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// `"十四五"规划`: text after the closing mark.
    QuotedInPart,
    /// `[2018]1号`: text after the closing bracket.
    BracketedInPart(char),
    /// `*通知`: a character that YAML keeps for itself.
    Reserved(char),
    /// `A: B` as a value.
    ColonInside,
    /// A tab between colon and value.
    TabAfterColon,
    /// `-财政`.
    NoBlankAfterHyphen,
    /// `类型:x`.
    NoBlankAfterColon,
    /// `类型：x`.
    WideColon,
    /// A quotation mark without its pair.
    OpenQuote(char),
    /// A bracket without its pair.
    OpenBracket(char),
    /// Something else between brackets.
    InBrackets,
    /// A line that is no key with a value.
    NoColon,
    /// A line that begins further right or left than those it belongs to.
    Indent,
    /// What is none of these.
    Unknown,
}

/// The key, if any, and value of one line, and where they stand in the text.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    /// Where the line begins.
    start: usize,
    /// Without its break.
    text: &'t str,
    /// Blanks that it begins with.
    indent: usize,
    /// Whether `- ` stands before key or value.
    is_item: bool,
    /// With the quotation marks around it, if it has any.
    key: Option<&'t str>,
    /// What follows the colon, or the whole of a line without one; trimmed.
    value: &'t str,
    /// Where that begins.
    value_start: usize,
    /// Whether a tab stands between colon and value.
    has_tab: bool,
}

impl<'t> Line<'t> {
    fn of(start: usize, text: &'t str) -> Self {
        let mut rest = text.trim_start_matches(' ');
        let indent = text.len() - rest.len();
        let mut is_item = false;
        while let Some(item) = rest.strip_prefix("- ") {
            is_item = true;
            rest = item.trim_start_matches(' ');
        }
        let at = |rest: &str| start + (text.len() - rest.len());
        let line = Line {
            start,
            text,
            indent,
            is_item,
            key: None,
            value: rest.trim_end(),
            value_start: at(rest),
            has_tab: false,
        };
        let Some(colon) = colon(rest) else {
            return line;
        };
        let after = rest.get(colon + 1..).unwrap_or("");
        let value = after.trim_start_matches([' ', '\t']);
        let between = after.get(..after.len() - value.len()).unwrap_or("");
        Line {
            key: rest.get(..colon).map(str::trim_end),
            value: value.trim_end(),
            value_start: at(value),
            has_tab: between.contains('\t'),
            ..line
        }
    }

    fn is_blank(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }

    fn value_span(&self) -> Range<usize> {
        self.value_start..self.value_start + self.value.len()
    }

    /// The line with another value.
    fn with(&self, value: &str) -> String {
        let item = if self.is_item { "- " } else { "" };
        match self.key {
            Some(key) => format!("{item}{key}: {value}"),
            None => format!("{item}{value}"),
        }
    }

    /// What is wrong with the line by itself. `text` is the whole document from the line's value on.
    fn slip(&self) -> Option<Slip> {
        if self.has_tab {
            return Some(Slip::TabAfterColon);
        }
        if self.key.is_none() && !self.is_item {
            return self.slip_of_no_entry();
        }
        if self.key.is_none()
            && let Some((key, value)) = self.value.split_once(':')
            && is_word(key)
            && !value.starts_with("//")
        {
            return Some(Slip::NoBlankAfterColon);
        }
        slip_of_value(self.value)
    }

    fn slip_of_no_entry(&self) -> Option<Slip> {
        let value = self.value;
        if let Some(item) = value.strip_prefix('-') {
            let is_item = !item.starts_with('-') && !item.is_empty();
            return is_item.then_some(Slip::NoBlankAfterHyphen);
        }
        match value.find([':', '：']) {
            Some(at) if value.get(..at).is_some_and(is_word) => {
                Some(match value[at..].starts_with(':') {
                    true => Slip::NoBlankAfterColon,
                    false => Slip::WideColon,
                })
            }
            _ => None,
        }
    }
}

/// Whether a text may be a key that lacks the blank after its colon.
fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains([' ', '"', '\'', '[', '{', '，', '。'])
}

/// The first colon that ends a key.
fn colon(text: &str) -> Option<usize> {
    let quoted = match text.chars().next() {
        Some(mark @ ('"' | '\'')) => quoted_end(text, mark)?,
        Some('[' | '{') => return None,
        _ => 0,
    };
    let rest = text.get(quoted..)?;
    let mut colons = rest.match_indices(':').map(|(at, _)| at);
    let is_end = |at: &usize| {
        let after = rest.get(at + 1..).unwrap_or("");
        after.is_empty() || after.starts_with([' ', '\t'])
    };
    Some(quoted + colons.find(is_end)?)
}

/// Where what begins with a quotation mark is closed: behind the mark.
fn quoted_end(text: &str, mark: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && mark == '"' {
            characters.next();
        } else if c == mark {
            if mark == '\'' && characters.next_if(|(_, c)| *c == mark).is_some() {
                continue;
            }
            return Some(at + mark.len_utf8());
        }
    }
    None
}

/// Where what begins with a bracket is closed: behind the bracket.
fn bracketed_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            // A mark within a word is a character of it.
            '"' | '\'' if text[..at].trim_end().ends_with(['[', '{', ',', ':']) => {
                at += quoted_end(&text[at..], c)?;
                continue;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Whether nothing but a comment follows a value that is closed.
fn ends_here(after: &str) -> bool {
    let rest = after.trim_start();
    rest.is_empty() || (rest.starts_with('#') && rest.len() < after.len())
}

fn slip_of_value(value: &str) -> Option<Slip> {
    let first = value.chars().next()?;
    match first {
        '"' | '\'' => match quoted_end(value, first) {
            None => Some(Slip::OpenQuote(first)),
            Some(end) => (!ends_here(&value[end..])).then_some(Slip::QuotedInPart),
        },
        '[' | '{' => match bracketed_end(value) {
            None => Some(Slip::OpenBracket(first)),
            Some(end) if !ends_here(&value[end..]) => Some(Slip::BracketedInPart(first)),
            Some(_) => None,
        },
        '*' | '&' | '!' | '%' | '@' | '`' | ',' | ']' | '}' => Some(Slip::Reserved(first)),
        '|' | '>' => {
            let header = value[1..].split(" #").next().unwrap_or("").trim();
            let is_header = header.len() <= 2
                && header
                    .chars()
                    .all(|c| c.is_ascii_digit() || "+-".contains(c));
            (!is_header).then_some(Slip::Reserved(first))
        }
        '-' | '?' if value[1..].starts_with(' ') => Some(Slip::Reserved(first)),
        _ => {
            let text = value.split(" #").next().unwrap_or("").trim_end();
            let is_colon = text.contains(": ") || text.contains(":\t") || text.ends_with(':');
            is_colon.then_some(Slip::ColonInside)
        }
    }
}

/// The value in quotation marks, as YAML wants it.
fn quoted(value: &str) -> String {
    if !value.contains(['"', '\\']) {
        format!("\"{value}\"")
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

/// The line at `at` with its value in quotation marks.
pub(super) fn line_with_quotes(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = Line::of(start, text.get(start..)?.lines().next()?);
    (line.value_start <= at && !line.value.starts_with(['[', '{']))
        .then(|| cut(line.with(&quoted(line.value))))
}

/// A line as a hint repeats it.
fn cut(line: String) -> String {
    match line.char_indices().nth(MAX_SHOWN) {
        None => line,
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

/// The fault of the document `yaml` of `text`, which the parser could not read beyond `at`.
pub(super) fn fault(text: &str, yaml: Range<usize>, at: usize) -> Fault {
    let document = text.get(yaml.clone()).unwrap_or("");
    let mut start = yaml.start;
    let mut lines = Vec::new();
    for line in document.split_inclusive('\n') {
        lines.push(Line::of(start, line.trim_end_matches(['\n', '\r'])));
        start += line.len();
        if start > at {
            break;
        }
    }
    // At the very end of the text there is no line to show.
    while lines.last().is_some_and(Line::is_blank) {
        lines.pop();
    }
    let Some((last, above)) = lines.split_last() else {
        return words(Slip::Unknown, None, at..at);
    };
    let is_closed_below = |line: &Line<'_>, mark: char| {
        let rest = document.get(line.value_start - yaml.start..).unwrap_or("");
        let rest = &rest[..rest.floor_char_boundary(MAX_OPEN)];
        let end = match mark {
            '"' | '\'' => quoted_end(rest, mark),
            _ => bracketed_end(rest),
        };
        let after = end.and_then(|end| rest.get(end..));
        after.is_some_and(|after| ends_here(after.lines().next().unwrap_or("")))
    };
    let is_cause = |line: &&Line<'_>| match line.slip() {
        Some(Slip::OpenQuote(mark) | Slip::OpenBracket(mark)) => !is_closed_below(line, mark),
        found => found.is_some(),
    };
    let nearest = above.iter().rev().find(|line| !line.is_blank());
    let cause = Some(last)
        .filter(is_cause)
        .or_else(|| nearest.filter(is_cause))
        .or_else(|| {
            let above = above.iter().rev().take(MAX_BACK);
            above
                .filter(is_cause)
                .find(|line| matches!(line.slip(), Some(Slip::OpenQuote(_) | Slip::OpenBracket(_))))
        });
    if let Some(mut cause) = cause {
        // The first of several lines that are wrong in one way.
        let run = above.iter().rev().filter(|line| line.start < cause.start);
        for line in run.take_while(|line| line.slip() == cause.slip()) {
            cause = line;
        }
        let slip = cause.slip().unwrap_or(Slip::Unknown);
        return words(slip, Some(cause), cause.value_span());
    }
    if last.value.starts_with(['[', '{']) {
        return words(Slip::InBrackets, Some(last), at..at);
    }
    let whole = last.start + last.indent..last.start + last.text.trim_end().len();
    match nearest {
        Some(above) if above.key.is_none() && !above.is_item && above.indent == last.indent => {
            let whole = above.start + above.indent..above.start + above.text.trim_end().len();
            words(Slip::NoColon, Some(above), whole)
        }
        Some(above) if above.indent != last.indent => words(Slip::Indent, Some(last), whole),
        _ if last.key.is_none() => words(Slip::NoColon, Some(last), whole),
        _ => words(Slip::Unknown, Some(last), at..at),
    }
}

/// The fault in words. `line` is what it is in.
fn words(slip: Slip, line: Option<&Line<'_>>, span: Range<usize>) -> Fault {
    let value = line.map_or("", |line| line.value);
    let with = |value: &str| cut(line.map_or_else(String::new, |line| line.with(value)));
    let write = |line: String| Text::new(format!("写作：{line}"), format!("Write it as: {line}"));
    let quote = || {
        let line = with(&quoted(value));
        Text::new(
            format!("给整个值加引号：{line}"),
            format!("Quote the whole value: {line}"),
        )
    };
    let (chinese, english, hint) = match slip {
        Slip::QuotedInPart => (
            "引号只括住了值的一部分，YAML 读不了".to_owned(),
            "the quotation marks hold a part of the value, which YAML cannot read".to_owned(),
            quote(),
        ),
        Slip::BracketedInPart(open) => {
            let close = closing(open);
            let [chinese, english] = match open {
                '[' => ["列表", "list"],
                _ => ["分项内容", "mapping"],
            };
            (
                format!("值以“{open}”开头，YAML 会当作{chinese}，而“{close}”之后还有文字"),
                format!(
                    "a value that begins with `{open}` is a {english} to YAML, but text follows its `{close}`"
                ),
                quote(),
            )
        }
        Slip::Reserved(c) => (
            format!("值不能以“{c}”开头，它在 YAML 中另有含义"),
            format!("a value cannot begin with `{c}`, which means something else in YAML"),
            quote(),
        ),
        Slip::ColonInside => (
            "值中有半角冒号加空格，YAML 会当作另一项的开始".to_owned(),
            "the value holds a colon and a blank, with which another key would begin".to_owned(),
            quote(),
        ),
        Slip::TabAfterColon => (
            "冒号之后是制表符（Tab），不是空格".to_owned(),
            "a tab follows the colon where a blank should".to_owned(),
            write(with(value)),
        ),
        Slip::NoBlankAfterHyphen => (
            "列表的“-”之后没有空格".to_owned(),
            "no blank follows the `-` of a list".to_owned(),
            write(cut(format!("- {}", value.trim_start_matches('-')))),
        ),
        Slip::NoBlankAfterColon | Slip::WideColon => {
            let (key, rest) = value.split_once([':', '：']).unwrap_or((value, ""));
            let line = with(&format!("{}: {}", key.trim_end(), rest.trim_start()));
            match slip {
                Slip::WideColon => (
                    "此处的冒号是全角的".to_owned(),
                    "this colon is a full-width one".to_owned(),
                    write(line),
                ),
                _ => (
                    "冒号之后没有空格".to_owned(),
                    "no blank follows the colon".to_owned(),
                    write(line),
                ),
            }
        }
        Slip::OpenQuote(mark) => {
            let inner = value.trim_start_matches(mark);
            let line = with(&quoted(inner));
            (
                "引号没有配对".to_owned(),
                "the quotation mark has no pair".to_owned(),
                Text::new(
                    format!("在值的末尾补上引号：{line}"),
                    format!("Close it at the end of the value: {line}"),
                ),
            )
        }
        Slip::OpenBracket(open) => {
            let close = closing(open);
            let line = with(&quoted(value));
            (
                format!("“{open}”没有与之配对的“{close}”"),
                format!("`{open}` has no `{close}` that belongs to it"),
                Text::new(
                    format!("在末尾补上“{close}”；如不是列表或分项内容，给整个值加引号：{line}"),
                    format!(
                        "Close it with `{close}`; if it is no list or mapping, quote the whole value: {line}"
                    ),
                ),
            )
        }
        Slip::InBrackets => (
            "方括号或花括号里的写法有误".to_owned(),
            "something between the brackets is wrong".to_owned(),
            Text::new(
                "各项之间用半角逗号，冒号用半角并空一格；含有符号的，给那一项加引号。",
                "Separate items by commas, let a blank follow a colon, and quote an item that holds marks.",
            ),
        ),
        Slip::NoColon => (
            "这一行不是“名称: 内容”".to_owned(),
            "this line is no `name: value`".to_owned(),
            Text::new(
                "写成“名称: 内容”；如是上一行的继续，行首空两格；如是正文，移到“---”之后。",
                "Write `name: value`; begin the continuation of a value with two blanks; move text below the `---`.",
            ),
        ),
        Slip::Indent => (
            "这一行的缩进与上文不一致".to_owned(),
            "this line is not indented like those above".to_owned(),
            Text::new(
                "同一层的各项左端对齐，只用空格；不属于上一项的，从行首写起。",
                "Let keys of one level begin at the same column, with blanks only; begin at the start of the line what is no part of the key above.",
            ),
        ),
        Slip::Unknown => (
            "此处不符合 YAML 的写法".to_owned(),
            "this is not how YAML is written".to_owned(),
            Text::new(
                "检查缩进、冒号后的空格以及引号、括号是否成对；值中含有“: ”“#”等符号时请加引号。",
                "Check indentation, the space after a colon, and that quotes and brackets are closed; quote values that hold `: ` or `#`.",
            ),
        ),
    };
    Fault::error("broken-yaml", span, Text::new(chinese, english), hint)
}

/// The bracket that closes another.
fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

#[cfg(test)]
mod tests {
    use crate::yaml;

    /// What is said in English of a document, with the words that are at fault.
    fn said(document: &str) -> (String, String, String) {
        let mut faults = Vec::new();
        yaml::parse(document, 0..document.len(), &mut faults);
        let fault = faults
            .first()
            .unwrap_or_else(|| panic!("{document} is right"));
        let at = document.get(fault.span.clone()).unwrap_or("").to_owned();
        assert!(!fault.message.chinese.contains("while"), "{document}");
        (
            at,
            fault.message.english.clone(),
            fault.hint.english.clone(),
        )
    }

    #[test]
    fn the_value_that_needs_quotes_is_named_and_shown_with_them() {
        let cases = [
            ("[2018]1号文件", r#"标题: "[2018]1号文件""#),
            (r#""十四五"规划"#, r#"标题: '"十四五"规划'"#),
            ("'十四五'规划", r#"标题: "'十四五'规划""#),
            ("*通知", r#"标题: "*通知""#),
            ("%开头", r#"标题: "%开头""#),
            ("@某机关", r#"标题: "@某机关""#),
            ("`代码`", r#"标题: "`代码`""#),
            (">50%", r#"标题: ">50%""#),
            ("|竖线", r#"标题: "|竖线""#),
            ("&甲 乙", r#"标题: "&甲 乙""#),
            ("!甲", r#"标题: "!甲""#),
            ("{草案}说明", r#"标题: "{草案}说明""#),
            ("关于A: B的报告", r#"标题: "关于A: B的报告""#),
            ("说明:", r#"标题: "说明:""#),
            ("- 甲", r#"标题: "- 甲""#),
            ("[甲] 和 \"乙\"", r#"标题: '[甲] 和 "乙"'"#),
        ];
        for (value, wanted) in cases {
            for after in ["", "类型: a\n"] {
                let document = format!("编号: 1\n标题: {value}\n{after}");
                let (at, _, hint) = said(&document);
                assert!(value.starts_with(&at) && !at.is_empty(), "{document}: {at}");
                assert!(hint.ends_with(wanted), "{document}: {hint}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_told_at_its_own_line() {
        let cases = [
            ("标题:测试\n类型: a\n", "标题:测试", "标题: 测试"),
            ("标题: 测试\n类型:a\n发布日期: 2021\n", "类型:a", "类型: a"),
            ("关键词:\n-财政\n-预算\n", "-财政", "- 财政"),
            ("关键词:\n- 财政\n-预算\n", "-预算", "- 预算"),
            ("日期:\t2018-03-05\n", "2018-03-05", "日期: 2018-03-05"),
            ("标题: 甲\n类型：乙\n日期: 1\n", "类型：乙", "类型: 乙"),
            ("标题: \"甲\n类型: 乙\n", "\"甲", "标题: \"甲\""),
            ("标题: \"甲\n类型: \"乙\"\n", "\"甲", "标题: \"甲\""),
        ];
        for (document, wanted, line) in cases {
            let (at, _, hint) = said(document);
            assert_eq!(at, wanted, "{document}");
            assert!(hint.ends_with(line), "{document}: {hint}");
        }
    }

    #[test]
    fn what_was_left_open_is_found_above() {
        for document in [
            "关键词: [甲, 乙\n类型: 丙\n日期: 1\n",
            "关键词: {甲: 乙\n类型: 丙\n日期: 1\n",
        ] {
            let (at, message, _) = said(document);
            assert!(
                document.contains(&format!("关键词: {at}\n")),
                "{document}: {at}"
            );
            assert!(message.contains("belongs to it"), "{document}: {message}");
        }
    }

    #[test]
    fn a_line_that_is_no_entry_and_a_line_out_of_place() {
        for (document, wanted) in [
            (
                "标题: 甲\n现将有关情况报告如下\n类型: 乙\n",
                "no `name: value`",
            ),
            ("来源:\n  名称: 甲\n 网址: 乙\n", "not indented"),
            ("标题: 甲\n 类型: 乙\n", "not indented"),
        ] {
            let (_, message, _) = said(document);
            assert!(message.contains(wanted), "{document}: {message}");
        }
    }
}
