//! A paragraph while it is gathered, and where its line breaks end it.
//!
//! In: words, breaks, links as they come. Out: paragraphs. Blanks are as browsers show them; those that indent are taken off.
//! A line break ends a paragraph where an old page means so: an indent, a number or the end of a sentence is beside it.

use crate::import::document::{Alignment, Inline, Number, Paragraph, Style, text_of};

/// A paragraph that is being gathered.
#[derive(Debug, Default)]
pub(crate) struct Line {
    inlines: Vec<Inline>,
    /// The link that the last inline is, by its number.
    link: Option<usize>,
    /// A blank came, with a line end in it or not.
    blank: Option<bool>,
    /// The character before it.
    last: Option<char>,
    /// How many letters there are of each size.
    sizes: std::collections::BTreeMap<u16, usize>,
    /// As the element says.
    pub alignment: Alignment,
    /// As the element says.
    pub heading: Option<u8>,
    /// What stands before the first paragraph.
    pub number: Option<Number>,
    /// Breaks are within a paragraph unless something else speaks for it.
    pub is_paragraph: bool,
}

impl Line {
    /// Whether nothing came.
    pub(crate) fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }

    /// Adds words, in a link if `link` names one.
    pub(crate) fn add_words(
        &mut self,
        words: &str,
        style: Style,
        size: u16,
        link: Option<(usize, &str)>,
    ) {
        let mut shown = String::new();
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.blank = Some(self.blank.unwrap_or_default() || c == '\n');
                continue;
            }
            if c == '\u{feff}' {
                continue;
            }
            let blank = self.blank.take();
            if let (Some(has_end), Some(last)) = (blank, self.last) {
                // The end of a line of the source is no blank between Han.
                let is_han = crate::character::is_cjk(last) && crate::character::is_cjk(c);
                if !(has_end && is_han) {
                    shown.push(' ');
                }
            }
            shown.push(c);
            self.last = Some(c);
        }
        if shown.is_empty() {
            return;
        }
        *self.sizes.entry(size).or_default() += shown.chars().count();
        self.add(Inline::Text { text: shown, style }, link);
    }

    /// Adds what is no words.
    pub(crate) fn add_other(&mut self, inline: Inline, link: Option<(usize, &str)>) {
        match inline {
            Inline::Anchor(_) => {}
            Inline::Break => (self.last, self.blank) = (None, None),
            _ => self.last = Some('\u{fffc}'),
        }
        let link = link.filter(|_| inline != Inline::Break);
        self.add(inline, link);
    }

    fn add(&mut self, inline: Inline, link: Option<(usize, &str)>) {
        let is_same = link.is_some() && self.link == link.map(|(number, _)| number);
        self.link = link.map(|(number, _)| number);
        let Some((_, address)) = link else {
            return push(&mut self.inlines, inline);
        };
        match self.inlines.last_mut() {
            Some(Inline::Link { inlines, .. }) if is_same => push(inlines, inline),
            _ => self.inlines.push(Inline::Link {
                address: address.to_owned(),
                inlines: vec![inline],
            }),
        }
    }

    /// The paragraphs that it is.
    pub(crate) fn paragraphs(self) -> Vec<Paragraph> {
        let size = self.sizes.iter().max_by_key(|(_, count)| **count);
        let size = size.map_or(0, |(&size, _)| size);
        let keeps = self.heading.is_some() || self.alignment == Alignment::Center;
        let mut paragraphs: Vec<Vec<Inline>> = Vec::new();
        let mut is_new = true;
        for line in lines(self.inlines) {
            if is_blank(&line) {
                // An empty line; anchors and the like in it belong to what follows.
                is_new |= !keeps;
                let others: Vec<Inline> = line
                    .into_iter()
                    .filter(|inline| matches!(inline, Inline::Anchor(_)))
                    .collect();
                if let Some(last) = paragraphs.last_mut() {
                    last.extend(others);
                }
                continue;
            }
            let last = paragraphs.last_mut().filter(|_| !is_new);
            let ends = |last: &Vec<Inline>| {
                !keeps
                    && (!self.is_paragraph
                        || self.alignment == Alignment::Right
                        || ends_sentence(&text_of(last))
                        || begins_paragraph(&text_of(&line)))
            };
            match last {
                Some(last) if !ends(last) => {
                    trim_end(last);
                    last.push(Inline::Break);
                    let mut line = line;
                    trim_start(&mut line);
                    last.extend(line);
                }
                _ => paragraphs.push(line),
            }
            is_new = false;
        }
        let mut number = self.number;
        let paragraphs = paragraphs.into_iter().map(|mut inlines| {
            trim_start(&mut inlines);
            trim_end(&mut inlines);
            spaces(&mut inlines);
            Paragraph {
                heading: self.heading,
                number: number.take(),
                inlines,
                alignment: self.alignment,
                size,
                is_aside: false,
            }
        });
        paragraphs.collect()
    }
}

fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    if let (
        Some(Inline::Text { text, style }),
        Inline::Text {
            text: more,
            style: its,
        },
    ) = (inlines.last_mut(), &inline)
        && style == its
    {
        text.push_str(more);
        return;
    }
    inlines.push(inline);
}

fn lines(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in inlines {
        match inline {
            Inline::Break => lines.push(Vec::new()),
            other => {
                if let Some(last) = lines.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    lines
}

/// Whether nothing of it is seen.
pub(crate) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text, .. } => text.chars().all(crate::import::html::words::is_gap),
        Inline::Link { inlines, .. } => is_blank(inlines),
        Inline::Break | Inline::Anchor(_) => true,
        _ => false,
    })
}

fn is_indent(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{3000}' | ' ' | '\u{2002}' | '\u{2003}' | '\t'
    )
}

/// Whether a line begins with an indent or a number of official texts.
fn begins_paragraph(line: &str) -> bool {
    let words = line.trim_start_matches(is_indent);
    let indent: usize = line
        .strip_suffix(words)
        .unwrap_or_default()
        .chars()
        .map(|c| {
            if matches!(c, '\u{3000}' | '\u{2003}') {
                2
            } else {
                1
            }
        })
        .sum();
    indent >= 2 || begins_with_number(words)
}

fn begins_with_number(words: &str) -> bool {
    let is_han = |c: char| {
        "〇零一二三四五六七八九十百千壹貳贰參叁肆伍陸陆柒捌玖拾甲乙丙丁戊己庚辛".contains(c)
    };
    let mut chars = words.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let after = |test: &dyn Fn(char) -> bool| words.trim_start_matches(test).chars().next();
    match first {
        '（' | '(' => {
            let inner = words.get(first.len_utf8()..).unwrap_or_default();
            let rest = inner.trim_start_matches(|c: char| is_han(c) || c.is_ascii_digit());
            rest.len() < inner.len() && rest.starts_with(['）', ')'])
        }
        '第' => {
            let rest = words
                .trim_start_matches('第')
                .trim_start_matches(|c: char| is_han(c) || c.is_ascii_digit() || c == ' ');
            rest.starts_with(['条', '章', '节', '條', '節', '編', '编', '部', '款', '项'])
        }
        '①'..='⑳' => true,
        c if is_han(c) => matches!(after(&is_han), Some('、' | '．')),
        c if c.is_ascii_digit() => matches!(
            after(&|c| c.is_ascii_digit()),
            Some('、' | '．' | '.' | ')' | '）')
        ),
        _ => false,
    }
}

/// Whether a line ends as sentences do.
fn ends_sentence(line: &str) -> bool {
    let line = line
        .trim_end_matches(is_indent)
        .trim_end_matches(['”', '’', '）', ')', '」', '』', '》']);
    line.ends_with(['。', '；', '！', '？', '：', ';', '!', '?'])
}

/// Takes the blanks off the beginning; anchors stay.
pub(crate) fn trim_start(inlines: &mut Vec<Inline>) {
    let mut at = 0;
    while let Some(inline) = inlines.get_mut(at) {
        let is_empty = match inline {
            Inline::Text { text, .. } => {
                *text = text
                    .trim_start_matches(crate::import::html::words::is_gap)
                    .to_owned();
                text.is_empty()
            }
            Inline::Link { inlines, .. } => {
                trim_start(inlines);
                inlines.is_empty()
            }
            Inline::Break => true,
            Inline::Anchor(_) => {
                at += 1;
                continue;
            }
            _ => return,
        };
        if !is_empty {
            return;
        }
        inlines.remove(at);
    }
}

/// Takes the blanks off the end; anchors stay.
pub(crate) fn trim_end(inlines: &mut Vec<Inline>) {
    let mut at = inlines.len();
    while let Some(inline) = at.checked_sub(1).and_then(|at| inlines.get_mut(at)) {
        let is_empty = match inline {
            Inline::Text { text, .. } => {
                text.truncate(
                    text.trim_end_matches(crate::import::html::words::is_gap)
                        .len(),
                );
                text.is_empty()
            }
            Inline::Link { inlines, .. } => {
                trim_end(inlines);
                inlines.is_empty()
            }
            Inline::Break => true,
            Inline::Anchor(_) => {
                at -= 1;
                continue;
            }
            _ => return,
        };
        if !is_empty {
            return;
        }
        at -= 1;
        inlines.remove(at);
    }
}

/// No-break spaces, which editors of pages wrote for any, become plain ones.
fn spaces(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => *text = text.replace('\u{a0}', " "),
            Inline::Link { inlines, .. } => spaces(inlines),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str, is_paragraph: bool) -> Vec<String> {
        let mut line = Line {
            is_paragraph,
            ..Line::default()
        };
        for (index, part) in text.split('|').enumerate() {
            if index > 0 {
                line.add_other(Inline::Break, None);
            }
            line.add_words(part, Style::default(), 0, None);
        }
        line.paragraphs().iter().map(Paragraph::text).collect()
    }

    #[test]
    fn breaks_end_paragraphs_where_old_pages_mean_so() {
        assert_eq!(paragraphs("　　甲乙|　　丙丁", true), ["甲乙", "丙丁"]);
        assert_eq!(paragraphs("甲乙|丙丁", true), ["甲乙\n丙丁"]);
        assert_eq!(paragraphs("甲乙|丙丁", false), ["甲乙", "丙丁"]);
        assert_eq!(paragraphs("甲乙||丙丁|", true), ["甲乙", "丙丁"]);
        assert_eq!(
            paragraphs("甲乙。|丙丁|（二）戊|3．己|第四条 庚", true),
            ["甲乙。", "丙丁", "（二）戊", "3．己", "第四条 庚"]
        );
    }

    #[test]
    fn blanks_are_as_browsers_show_them() {
        assert_eq!(
            paragraphs(" 甲\n 乙  丙 a\nb\u{a0} ", true),
            ["甲乙 丙 a b"]
        );
    }
}
