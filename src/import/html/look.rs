//! How an element makes all that is in it look.
//!
//! In: an element and how things look around it. Out: the same with what the element and its style add. Knows sizes, weights
//! and places in lines; never decides what a text means by its looks.

#![expect(
    clippy::float_arithmetic,
    reason = "heights of letters are compared, and none of them reaches what is written"
)]

use crate::import::document::{Alignment, Style};
use crate::import::html::dom::{Dom, Id};
use crate::import::html::style::{declared, declares};

/// What an element says of all that is in it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    pub style: Style,
    pub alignment: Alignment,
    pub size: u16,
    pub heading: Option<u8>,
    pub is_paragraph: bool,
    pub lists: u8,
    pub depth: usize,
}

/// What holds within an element.
pub(super) fn inner(dom: &Dom, id: Id, context: Context) -> Context {
    let mut inner = context;
    inner.depth += 1;
    let looks = &mut inner.style;
    match dom.name(id) {
        "b" | "strong" => looks.bold = true,
        "i" | "em" | "cite" | "dfn" | "var" => looks.emphasis = true,
        "u" | "ins" => looks.underline = true,
        "s" | "strike" | "del" => looks.strike = true,
        "sup" => looks.superscript = true,
        "sub" => looks.subscript = true,
        "font" => inner.size = font_size(dom, id).unwrap_or(inner.size),
        _ => {}
    }
    let align = dom.attribute(id, "align").unwrap_or_default();
    let style = dom.attribute(id, "style").unwrap_or_default();
    let align = declared(style, "text-align").unwrap_or(align);
    if is_block(dom.name(id)) {
        match align.to_ascii_lowercase().as_str() {
            "center" => inner.alignment = Alignment::Center,
            "right" | "end" => inner.alignment = Alignment::Right,
            "left" | "start" | "justify" => inner.alignment = Alignment::Left,
            _ => {}
        }
    }
    if style.is_empty() {
        return inner;
    }
    let looks = &mut inner.style;
    match declared(style, "font-weight") {
        Some("bold" | "bolder" | "600" | "700" | "800" | "900") => looks.bold = true,
        Some("normal" | "400") => looks.bold = false,
        _ => {}
    }
    looks.emphasis |= declares(style, "font-style", "italic");
    let decoration = declared(style, "text-decoration").unwrap_or_default();
    looks.underline |= decoration.contains("underline");
    looks.strike |= decoration.contains("line-through");
    looks.superscript |= declares(style, "vertical-align", "super");
    looks.subscript |= declares(style, "vertical-align", "sub") && !looks.superscript;
    inner.size = declared(style, "font-size")
        .and_then(half_points)
        .unwrap_or(inner.size);
    inner
}

/// The half points of `16.0pt` or `14px`.
fn half_points(size: &str) -> Option<u16> {
    let digits = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f32 = digits.trim().parse().ok()?;
    let points = match size.get(digits.len()..)? {
        "pt" | "PT" => number,
        "px" | "PX" => number * 0.75,
        _ => return None,
    };
    let is_possible = points > 0.0 && points < 500.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    is_possible.then_some((points * 2.0).round() as u16)
}

/// The half points of the seven sizes of `font`.
fn font_size(dom: &Dom, id: Id) -> Option<u16> {
    let sizes = [15, 20, 24, 27, 36, 48, 72];
    let size = dom.attribute(id, "size")?.trim();
    let number: i32 = size.trim_start_matches('+').parse().ok()?;
    let number = if size.starts_with(['+', '-']) {
        3 + number
    } else {
        number
    };
    sizes
        .get(usize::try_from(number.clamp(1, 7) - 1).ok()?)
        .copied()
}

/// The level of a heading.
pub(super) fn is_heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether an element begins a new line by itself.
pub(super) fn is_block(name: &str) -> bool {
    is_heading(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "dialog"
                | "dir"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "hgroup"
                | "hr"
                | "legend"
                | "li"
                | "main"
                | "menu"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "search"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "ul"
                | "ucapcontent"
                | "ucaptitle"
                | "marquee"
        )
}
