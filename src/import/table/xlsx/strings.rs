//! Texts of a workbook: those that its cells share, and those that cells have of their own.
//!
//! In: `xl/sharedStrings.xml`, elements with rich text. Out: inlines. Readings above words are left out; raised, lowered
//! and struck letters are kept.

use crate::import::Refusal;
use crate::import::document::{Inline, Style};
use crate::import::table::sheet::too_large;
use crate::import::xml::{Element, Parser, Piece};

/// Texts that the cells of a workbook share.
const MAX_STRINGS: usize = 400_000;

/// The texts that cells share, in order.
///
/// # Errors
///
/// If there are too many, or the XML is broken.
pub(super) fn shared(text: &str) -> Result<Vec<Vec<Inline>>, Refusal> {
    let mut parser = Parser::new(text);
    let mut strings = Vec::new();
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        if &*element.name != "si" {
            continue;
        }
        if strings.len() == MAX_STRINGS {
            return Err(too_large());
        }
        let element = parser.rest_of(element)?;
        strings.push(inlines(&element));
    }
    Ok(strings)
}

/// The text in an element: plain, or in runs that look different.
pub(super) fn inlines(element: &Element) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for child in element.elements() {
        match &*child.name {
            "t" => add(&mut inlines, &child.text(), Style::default()),
            "r" => {
                let style = child.element("rPr").map_or_else(Style::default, style);
                if let Some(text) = child.element("t") {
                    add(&mut inlines, &text.text(), style);
                }
            }
            _ => {}
        }
    }
    trimmed(inlines)
}

/// Plain words as inlines.
pub(super) fn plain(text: &str, style: Style) -> Vec<Inline> {
    let mut inlines = Vec::new();
    add(&mut inlines, text, style);
    trimmed(inlines)
}

/// How words look, as far as it says something that a table cannot say otherwise.
pub(super) fn style(properties: &Element) -> Style {
    let is_on = |name: &str| {
        let value = properties
            .element(name)
            .map(|element| element.attribute("val").unwrap_or("1"));
        value.is_some_and(|value| !matches!(value, "0" | "false"))
    };
    let raised = properties
        .element("vertAlign")
        .and_then(|element| element.attribute("val"));
    Style {
        strike: is_on("strike"),
        superscript: raised == Some("superscript"),
        subscript: raised == Some("subscript"),
        ..Style::default()
    }
}

fn add(inlines: &mut Vec<Inline>, text: &str, style: Style) {
    let text = unescaped(text).replace("\r\n", "\n").replace('\r', "\n");
    for (line, at) in text.split('\n').zip(0..) {
        if at > 0 {
            inlines.push(Inline::Break);
        }
        match inlines.last_mut() {
            _ if line.is_empty() => {}
            Some(Inline::Text {
                text,
                style: before,
            }) if *before == style => text.push_str(line),
            _ => inlines.push(Inline::Text {
                text: line.to_owned(),
                style,
            }),
        }
    }
}

/// Without blanks and breaks at both ends.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    loop {
        match inlines.last_mut() {
            Some(Inline::Text { text, .. }) if text.trim().is_empty() => {}
            Some(Inline::Text { text, .. }) => {
                text.truncate(text.trim_end().len());
                break;
            }
            Some(Inline::Break) => {}
            _ => break,
        }
        inlines.pop();
    }
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { text, .. } => text.trim().is_empty(),
        inline => *inline == Inline::Break,
    };
    let blank = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..blank);
    if let Some(Inline::Text { text, .. }) = inlines.first_mut() {
        *text = text.trim_start().to_owned();
    }
    inlines
}

/// Characters that XML cannot hold are written by their code: `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let code = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match code {
            Some(c) => {
                if !c.is_control() || c == '\n' || c == '\r' || c == '\t' {
                    plain.push(c);
                }
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::text_of;

    #[test]
    fn texts_are_read_without_readings() {
        let text = "<sst><si><t> 甲 </t></si><si><r><t>面积m</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>2</t></r><rPh sb=\"0\" eb=\"1\"><t>mianji</t></rPh></si><si><t>一_x000D_\n二_x0041_</t></si></sst>";
        let strings = shared(text).expect("texts");
        let texts: Vec<_> = strings.iter().map(|inlines| text_of(inlines)).collect();
        assert_eq!(texts, ["甲", "面积m2", "一\n二A"]);
        assert_eq!(strings.get(1).map(Vec::len), Some(2));
    }
}
