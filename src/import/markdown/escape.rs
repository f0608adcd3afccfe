//! Words as they are written in Markdown, and in HTML within it, so that they are read as words.
//!
//! In: words and how they look. Out: the same with marks and escapes. Only what would be a mark is escaped, so that an
//! editor can read the text; in HTML references of characters do it, which are no marks there or in Markdown.

use crate::character::is_cjk;
use crate::import::document::Style;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Escape {
    pub(super) is_chinese: bool,
    /// In a cell of a table of lines.
    is_cell: bool,
    /// In a cell of HTML.
    is_html: bool,
    is_link: bool,
}

impl Escape {
    /// In a line of text.
    pub(super) fn line(is_chinese: bool) -> Escape {
        Escape {
            is_chinese,
            is_cell: false,
            is_html: false,
            is_link: false,
        }
    }

    /// In a cell between bars.
    pub(super) fn cell(is_chinese: bool) -> Escape {
        Escape {
            is_cell: true,
            ..Escape::line(is_chinese)
        }
    }

    /// In a cell of a table of HTML.
    pub(super) fn html(is_chinese: bool) -> Escape {
        Escape {
            is_html: true,
            ..Escape::line(is_chinese)
        }
    }

    /// Whether words stand in HTML.
    pub(super) fn is_in_html(self) -> bool {
        self.is_html
    }

    /// In the words of a link.
    pub(super) fn within_link(self) -> Escape {
        Escape {
            is_link: true,
            ..self
        }
    }

    /// Words without a mark.
    pub(super) fn words(self, words: &str) -> String {
        let mut written = String::with_capacity(words.len());
        let mut before = None;
        let has_at = words.contains('@');
        let mut rest = words.chars();
        while let Some(c) = rest.next() {
            let after = rest.clone().next();
            match self.is_mark(c, before, after, has_at) {
                true if self.is_html => written.push_str(&format!("&#{};", u32::from(c))),
                true => {
                    written.push('\\');
                    written.push(c);
                }
                // Ends of lines are blanks here; what shows one is a break.
                false if matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}') => written.push(' '),
                false => written.push(c),
            }
            before = Some(c);
        }
        written
    }

    /// Whether a character would be read as a mark.
    fn is_mark(self, c: char, before: Option<char>, after: Option<char>, has_at: bool) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\\' | '*' | '`' | '[' => true,
            ']' => self.is_link || self.is_html,
            '<' | '&' | '>' if self.is_html => true,
            // A tag, or an address between angle brackets; a figure is smaller than another.
            '<' => after.is_some_and(|c| {
                c.is_alphabetic() || c.is_ascii_punctuation() || (c.is_ascii_digit() && has_at)
            }),
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            '_' => !(is_word(before) && is_word(after)),
            '~' => before == Some('~') || after == Some('~'),
            '|' => true,
            // An image is a link behind this.
            '!' => after.is_none() && !self.is_html,
            _ => false,
        }
    }

    /// A break that is shown.
    pub(super) fn line_break(self) -> &'static str {
        match self.is_cell || self.is_html {
            true => "<br>",
            false => "\\\n",
        }
    }

    /// A link behind `before`; `words` are written already. (Two pairs of square brackets would be one link.)
    pub(super) fn link(self, before: &str, address: &str, words: &str) -> String {
        match self.is_html || before.ends_with(']') {
            true => format!("<a href=\"{}\">{words}</a>", attribute(address)),
            false => format!("[{words}]({})", self.destination(address)),
        }
    }

    /// An image.
    pub(super) fn image(self, name: &str, alternative: &str) -> String {
        match self.is_html {
            true => format!(
                "<img src=\"{}\" alt=\"{}\">",
                attribute(name),
                attribute(alternative)
            ),
            false => format!(
                "![{}]({})",
                self.within_link().words(alternative),
                self.destination(name)
            ),
        }
    }

    /// An address in brackets: between angle brackets where it holds what ends it.
    pub(super) fn destination(self, address: &str) -> String {
        let address: String = address.chars().filter(|c| !c.is_control()).collect();
        let needs_brackets = |c: char| c.is_whitespace() || "()<>".contains(c);
        let mut written = match address.contains(needs_brackets) || address.is_empty() {
            true => format!("<{}>", address.replace('<', "%3C").replace('>', "%3E")),
            false => address,
        };
        if self.is_cell {
            written = written.replace('|', "%7C");
        }
        written.replace('\\', "%5C")
    }
}

/// An address in a comment, which nothing in it ends.
pub(super) fn comment(address: &str) -> String {
    let shown = address.chars().filter(|c| !c.is_control());
    shown
        .collect::<String>()
        .replace("--", "%2D%2D")
        .replace(['<', '>'], "")
}

fn attribute(value: &str) -> String {
    let mut written = String::with_capacity(value.len());
    for c in value.chars().filter(|c| !c.is_control()) {
        match c {
            '&' | '<' | '>' | '"' | '*' | '_' | '[' | ']' | '`' | '\\' | '|' | '~' => {
                written.push_str(&format!("&#{};", u32::from(c)));
            }
            c => written.push(c),
        }
    }
    written
}

/// The beginning of each line of a paragraph, escaped where it would begin another block.
pub(super) fn line_start(text: &str, is_chinese: bool) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| one_line_start(line, is_chinese))
        .collect();
    lines.join("\n")
}

/// The beginning of a cell of HTML: a note in it makes it Markdown.
pub(super) fn cell_start(words: &str) -> String {
    let mut characters = words.chars();
    match characters.next() {
        Some(c @ ('#' | '>' | '=' | '-' | '+' | '~')) => {
            format!("&#{};{}", u32::from(c), characters.as_str())
        }
        Some(c) if c.is_ascii_digit() => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = words.split_at(digits);
            match rest.chars().next() {
                Some(mark @ ('.' | ')')) => {
                    let rest = rest.get(1..).unwrap_or_default();
                    format!("{number}&#{};{rest}", u32::from(mark))
                }
                _ => words.to_owned(),
            }
        }
        _ => words.to_owned(),
    }
}

fn one_line_start(line: &str, is_chinese: bool) -> String {
    let line = line.trim_start_matches([' ', '\t']);
    let mut characters = line.chars();
    let first = characters.next();
    let second = characters.next();
    let is_blank = |c: Option<char>| c.is_none_or(|c| c.is_ascii_whitespace());
    let is_all = |of: char| line.chars().all(|c| c == of || c == ' ' || c == '\\');
    let is_block = match first {
        Some('#' | '>' | '=') => true,
        Some(c @ ('-' | '+')) => is_blank(second) || is_all(c) || second == Some(c),
        Some('~') => second == Some('~'),
        _ => false,
    };
    if is_block {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let mut rest = rest.chars();
    let mark = rest.next();
    if (1..10).contains(&digits)
        && matches!(mark, Some('.' | ')'))
        && is_blank(rest.next())
        && !is_chinese
    {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    line.to_owned()
}

/// The words of a heading, whose end is no row of `#` and no attribute.
pub(super) fn heading_end(line: &str) -> String {
    let line = line.trim_end();
    if line.ends_with('#') {
        return format!("{}\\#", line.strip_suffix('#').unwrap_or(line));
    }
    match line.ends_with('}') {
        true => line.replace('{', "\\{").replace('}', "\\}"),
        false => line.to_owned(),
    }
}

/// Words with the marks of how they look. Blanks at their edges stand outside, where marks would not work beside them.
pub(super) fn styled(
    words: &str,
    style: Style,
    before: Option<char>,
    after: Option<char>,
    escape: Escape,
) -> String {
    let inner = words.trim();
    if inner.is_empty() || style == Style::default() {
        return escape.words(words);
    }
    let start = words.len() - words.trim_start().len();
    let leading = words.get(..start).unwrap_or_default();
    let trailing = words.get(start + inner.len()..).unwrap_or_default();
    let before = leading.chars().last().or(before);
    let after = trailing.chars().next().or(after);
    let mut written = escape.words(inner);
    let edges = (inner.chars().next(), inner.chars().last());
    // Marks work for certain between blanks or Han outside, and letters, figures or marks of Han inside.
    let is_han =
        |c: char| is_cjk(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let works = |outside: Option<char>, inside: Option<char>| {
        outside.is_none_or(|c| c.is_whitespace() || is_han(c))
            && inside.is_some_and(|c| c.is_alphanumeric() || is_han(c))
    };
    let marks_work = !escape.is_html && works(before, edges.0) && works(after, edges.1);
    let mark = |written: String, mark: &str, tag: &str| match marks_work {
        true if !mark.is_empty() => format!("{mark}{written}{mark}"),
        _ => format!("<{tag}>{written}</{tag}>"),
    };
    if style.superscript {
        written = format!("<sup>{written}</sup>");
    }
    if style.subscript {
        written = format!("<sub>{written}</sub>");
    }
    if style.underline {
        written = format!("<u>{written}</u>");
    }
    let is_wrapped = style.superscript || style.subscript || style.underline;
    if style.strike {
        written = format!("<s>{written}</s>");
    }
    match (style.bold, style.emphasis) {
        (true, _) if is_wrapped || style.strike => written = format!("<b>{written}</b>"),
        (true, false) => written = mark(written, "**", "b"),
        (true, true) => written = mark(written, "***", "b"),
        (false, true) if is_wrapped || style.strike => written = format!("<i>{written}</i>"),
        (false, true) => written = mark(written, "*", "i"),
        (false, false) => {}
    }
    format!(
        "{}{written}{}",
        escape.words(leading),
        escape.words(trailing)
    )
}
