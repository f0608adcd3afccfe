//! What a cell of an OpenDocument sheet shows.
//!
//! In: the element of a cell. Out: its text as inlines, a break between its paragraphs. Where no text is stored, the value
//! stands in for it.

use crate::import::document::{Inline, Style, text_of};
use crate::import::table::ods::looks::Looks;
use crate::import::xml::{Element, Node};

/// Blanks that one element stands for.
const MAX_BLANKS: usize = 200;

/// What the cell shows.
pub(super) fn inlines(cell: &Element, looks: &Looks) -> Vec<Inline> {
    let own = looks.style(cell.attribute("style-name"));
    let mut inlines = Vec::new();
    let paragraphs = cell.elements().filter(|element| &*element.name == "p");
    for paragraph in paragraphs {
        if !inlines.is_empty() {
            inlines.push(Inline::Break);
        }
        add(paragraph, own, looks, &mut inlines);
    }
    while inlines.last() == Some(&Inline::Break) {
        inlines.pop();
    }
    if !text_of(&inlines).trim().is_empty() {
        return inlines;
    }
    value(cell).map_or_else(Vec::new, |value| {
        vec![Inline::Text {
            text: value,
            style: own,
        }]
    })
}

/// The value of a cell whose text is not stored, as programs do that only write.
fn value(cell: &Element) -> Option<String> {
    if cell.elements().any(|element| &*element.name == "p") {
        return None;
    }
    let value = match cell.attribute("value-type")? {
        "string" => cell.attribute("string-value"),
        "date" => cell.attribute("date-value"),
        "time" => cell.attribute("time-value"),
        "boolean" => cell.attribute("boolean-value"),
        _ => cell.attribute("value"),
    };
    value
        .filter(|value| !value.trim().is_empty())
        .map(str::to_owned)
}

/// Adds the words in an element; a container goes no deeper than its parser lets it.
fn add(element: &Element, style: Style, looks: &Looks, inlines: &mut Vec<Inline>) {
    for node in &element.children {
        let inner = match node {
            Node::Text(text) => {
                push(&text.replace(['\n', '\t'], " "), style, inlines);
                continue;
            }
            Node::Element(inner) => inner,
        };
        match &*inner.name {
            "s" => {
                let count = inner
                    .attribute("c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                push(&" ".repeat(MAX_BLANKS.min(count)), style, inlines);
            }
            "tab" => push(" ", style, inlines),
            "line-break" => inlines.push(Inline::Break),
            "a" => {
                let mut words = Vec::new();
                add(inner, style, looks, &mut words);
                let address = inner.attribute("href").unwrap_or_default();
                match address.is_empty() || address.starts_with('#') {
                    // A place in the workbook, which a report has not.
                    true => inlines.extend(words),
                    false => inlines.push(Inline::Link {
                        address: address.to_owned(),
                        inlines: words,
                    }),
                }
            }
            "annotation" | "note" | "ruby-text" => {}
            "span" => {
                let own = looks.style(inner.attribute("style-name"));
                let style = if own == Style::default() { style } else { own };
                add(inner, style, looks, inlines);
            }
            _ => add(inner, style, looks, inlines),
        }
    }
}

fn push(text: &str, style: Style, inlines: &mut Vec<Inline>) {
    match inlines.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text {
            text: before,
            style: same,
        }) if *same == style => before.push_str(text),
        _ => inlines.push(Inline::Text {
            text: text.to_owned(),
            style,
        }),
    }
}
