//! Equations: written in a line, as one would read them out.
//!
//! In: an equation as a tree. Out: words, raised and lowered where the equation has them so. Never keeps its layout: a
//! remark says so, and the report stays a draft.

use crate::diagnostic::Text;
use crate::import::document::{Inline, RemarkKind, Style, text_of};
use crate::import::docx::line::Line;
use crate::import::docx::look::value;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::story::Story;
use crate::import::xml::{Element, Node};

/// Where a piece of an equation stands.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    Base,
    Raised,
    Lowered,
}

/// An equation as a line.
#[derive(Default)]
struct Linear {
    inlines: Vec<Inline>,
}

/// Shows an equation.
pub(super) fn show(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    tree: &Element,
) {
    let mut linear = Linear::default();
    linear.element(tree, Position::Base);
    let text = text_of(&linear.inlines);
    let is_empty = text.trim().is_empty();
    if is_empty || reader.keeps_out(context, &text) || story.fields.takes(&text) {
        return;
    }
    reader.lets_through(context, &text);
    reader.remark_for_draft(
        RemarkKind::Changed,
        Text::new(
            "公式已改写成一行文字，请与原文核对",
            "an equation was written in a line; check it against the document",
        ),
        &text,
    );
    for inline in linear.inlines {
        match inline {
            Inline::Text { text, style } => line.text(&text, style, 0),
            other => line.push(other),
        }
    }
}

impl Linear {
    fn push(&mut self, words: &str, position: Position) {
        let style = Style {
            superscript: position == Position::Raised,
            subscript: position == Position::Lowered,
            ..Style::default()
        };
        self.inlines.push(Inline::Text {
            text: words.to_owned(),
            style,
        });
    }

    fn children(&mut self, element: &Element, position: Position) {
        for child in element.elements() {
            self.element(child, position);
        }
    }

    fn part(&mut self, element: &Element, name: &str, position: Position) {
        if let Some(part) = element.element(name) {
            self.children(part, position);
        }
    }

    /// A part that is one: in brackets unless it is a single word.
    fn group(&mut self, element: &Element, name: &str, position: Position) {
        let text = element.element(name).map(Element::text).unwrap_or_default();
        let is_single = text
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '.');
        if !is_single {
            self.push("(", position);
        }
        self.part(element, name, position);
        if !is_single {
            self.push(")", position);
        }
    }

    fn element(&mut self, element: &Element, position: Position) {
        match &*element.name {
            "t" | "delText" => {
                let words: String = element
                    .children
                    .iter()
                    .map(|node| match node {
                        Node::Text(text) => &**text,
                        Node::Element(_) => "",
                    })
                    .collect();
                self.push(&words, position);
            }
            "f" => {
                self.group(element, "num", position);
                // One above the other without a line: a choice of so many out of so many.
                let is_bare = character(element, "fPr", "type", "bar") == "noBar";
                self.push(if is_bare { ", " } else { "/" }, position);
                self.group(element, "den", position);
            }
            "sSup" | "sSub" | "sSubSup" | "limLow" | "limUpp" => self.scripts(element, position),
            "sPre" => {
                self.part(element, "sub", Position::Lowered);
                self.part(element, "sup", Position::Raised);
                self.part(element, "e", position);
            }
            "rad" => {
                self.part(element, "deg", Position::Raised);
                self.push("√", position);
                self.group(element, "e", position);
            }
            "nary" => {
                self.push(&character(element, "naryPr", "chr", "∫"), position);
                self.part(element, "sub", Position::Lowered);
                self.part(element, "sup", Position::Raised);
                self.part(element, "e", position);
            }
            "d" => self.delimited(element, position),
            "func" => {
                self.part(element, "fName", position);
                self.group(element, "e", position);
            }
            "acc" => {
                self.part(element, "e", position);
                self.push(&character(element, "accPr", "chr", "\u{302}"), position);
            }
            "bar" => {
                self.part(element, "e", position);
                self.push("\u{305}", position);
            }
            "m" => self.matrix(element, position),
            "eqArr" => self.lines(element, "e", position),
            "oMathPara" => self.lines(element, "oMath", position),
            "br" => self.inlines.push(Inline::Break),
            "del" | "moveFrom" | "phant" => {}
            name if name.ends_with("Pr") => {}
            _ => self.children(element, position),
        }
    }

    fn scripts(&mut self, element: &Element, position: Position) {
        self.part(element, "e", position);
        self.part(element, "sub", Position::Lowered);
        self.part(element, "sup", Position::Raised);
        let limit = match &*element.name {
            "limUpp" => Position::Raised,
            _ => Position::Lowered,
        };
        self.part(element, "lim", limit);
    }

    fn delimited(&mut self, element: &Element, position: Position) {
        self.push(&character(element, "dPr", "begChr", "("), position);
        let separator = character(element, "dPr", "sepChr", "|");
        let parts = element.elements().filter(|part| &*part.name == "e");
        for (index, part) in parts.enumerate() {
            if index > 0 {
                self.push(&separator, position);
            }
            self.children(part, position);
        }
        self.push(&character(element, "dPr", "endChr", ")"), position);
    }

    fn matrix(&mut self, element: &Element, position: Position) {
        let rows = element.elements().filter(|row| &*row.name == "mr");
        for (index, row) in rows.enumerate() {
            if index > 0 {
                self.push("; ", position);
            }
            let cells = row.elements().filter(|cell| &*cell.name == "e");
            for (index, cell) in cells.enumerate() {
                if index > 0 {
                    self.push(", ", position);
                }
                self.children(cell, position);
            }
        }
    }

    fn lines(&mut self, element: &Element, name: &str, position: Position) {
        let parts = element.elements().filter(|part| &*part.name == name);
        for (index, part) in parts.enumerate() {
            if index > 0 {
                self.inlines.push(Inline::Break);
            }
            self.children(part, position);
        }
    }
}

/// A sign that is said in the properties of a part, or the usual one.
fn character(element: &Element, properties: &str, name: &str, usual: &str) -> String {
    let found = element.element(properties);
    let found = found.and_then(|properties| properties.element(name));
    match found {
        Some(found) => value(found).unwrap_or_default().to_owned(),
        None => usual.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    #[test]
    fn equations_are_written_in_a_line() {
        let tree = xml::tree(
            "<m:oMath xmlns:m='m'><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>\
             <m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e>\
             <m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
        );
        let mut linear = Linear::default();
        linear.element(&tree.expect("an equation"), Position::Base);
        assert_eq!(text_of(&linear.inlines), "x=(a+b)/2c2");
        let last = linear.inlines.last();
        assert!(matches!(last, Some(Inline::Text { style, .. }) if style.superscript));
    }
}
