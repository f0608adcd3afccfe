//! A run: words that look alike, and the signs among them.
//!
//! In: the elements of a run as they come. Out: the line grows. Never keeps what is hidden, gone or an instruction.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, RemarkKind, Style, text_of};
use crate::import::docx::ground::is_tiny;
use crate::import::docx::line::Line;
use crate::import::docx::look::Look;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::remarks::Topic;
use crate::import::docx::story::Story;
use crate::import::docx::wrapping::alternatives;
use crate::import::docx::{drawing, field_marks, symbols};
use crate::import::xml::{Element, Parser, Piece};

/// Stands for a sign that is in no table, as printers do it.
const UNKNOWN: &str = "〓";

/// How the words of a run look.
struct Shape {
    style: Style,
    size: u16,
    /// The font, if its letters are signs.
    font: Option<Box<str>>,
    /// Nobody can read them.
    is_unseen: bool,
}

/// Reads the run that began last.
pub(super) fn run(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
) -> Result<(), Refusal> {
    let mut context = context;
    let mut shape = shape(reader, line, &Look::default(), &mut context);
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) if &*element.name == "rPr" => {
                let properties = parser.rest_of(element)?;
                if properties.element("rPrChange").is_some() {
                    reader.looks_changed += 1;
                }
                let look = Look::of(&properties);
                shape = self::shape(reader, line, &look, &mut context);
            }
            Piece::Start(element) => {
                sign(reader, parser, story, line, context, &shape, element)?;
            }
            Piece::End => break,
            Piece::Text(_) => {}
        }
    }
    Ok(())
}

fn shape(reader: &Reader<'_>, line: &Line, own: &Look, context: &mut Context) -> Shape {
    let look = reader.styles.words(&line.style.look, own);
    let is_heading = line.look.outline.is_some_and(|level| level < 9);
    let is_bold_anyway = is_heading || reader.styles.is_bold(&line.style.look);
    context.is_hidden |= look.vanish == Some(true);
    let ground = look.ground.or(line.look.ground).unwrap_or(context.ground);
    let size = look.size.unwrap_or_default();
    let is = |switch: Option<bool>| switch == Some(true);
    Shape {
        style: Style {
            bold: is(look.bold) && !is_bold_anyway,
            emphasis: (is(look.italic) && !is(line.style.look.italic)) || is(look.emphasis_mark),
            underline: is(look.underline) && !is(line.style.look.underline),
            strike: is(look.strike),
            superscript: look.raised.flatten() == Some(true),
            subscript: look.raised.flatten() == Some(false),
        },
        size,
        is_unseen: is_tiny(size) || look.ink.is_some_and(|ink| ink.is_lost(ground)),
        font: look.font.filter(|font| !font.is_empty()),
    }
}

fn sign(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
    element: Element,
) -> Result<(), Refusal> {
    match &*element.name {
        "t" | "delText" => {
            let is_kept = element.attribute("space") == Some("preserve");
            let is_deleted = &*element.name == "delText";
            let text = parser.rest_of(element)?.text();
            let context = match is_deleted && context.change.is_none() {
                true => context.within(Topic::Deleted, reader.source.wanted.rejects_changes),
                false => context,
            };
            text_of_run(reader, story, line, context, shape, &text, is_kept);
            return Ok(());
        }
        "tab" | "ptab" => words(reader, story, line, context, shape, "\t"),
        "noBreakHyphen" => words(reader, story, line, context, shape, "\u{2011}"),
        "br" | "cr" => line_break(reader, story, line, context, &element),
        "sym" => symbol(reader, story, line, context, shape, &element),
        "footnoteReference" | "endnoteReference" => {
            let is_endnote = &*element.name == "endnoteReference";
            let id = element.attribute("id").unwrap_or_default();
            if is_shown(reader, story, context, "[注]") {
                let index = reader.note(is_endnote, id);
                line.push(Inline::Note(index));
            }
        }
        "commentReference" => comment(reader, &element),
        "fldChar" => return field_marks::mark(reader, parser, story, line, context, element),
        "instrText" | "delInstrText" => {
            let text = parser.rest_of(element)?.text();
            story.fields.instruct(&text);
            return Ok(());
        }
        "ruby" => return ruby(reader, parser, story, line, context, shape),
        "AlternateContent" => {
            let shapes = reader.shapes;
            alternatives(reader, parser, |reader, parser| {
                signs(reader, parser, story, line, context, shape)
            })?;
            // The same shape, twice.
            reader.shapes = reader.shapes.min(shapes + 1);
            return Ok(());
        }
        "drawing" | "pict" | "object" => {
            let shown = reader.shown;
            let context = Context {
                is_hidden: context.is_hidden || story.fields.is_instruction(),
                ..context
            };
            drawing::drawing(reader, parser, line, context)?;
            reader.shapes += usize::from(reader.shown == shown);
            return Ok(());
        }
        // Ink; where there is a picture of it, that comes as the other alternative.
        "contentPart" => reader.shapes += 1,
        _ => {}
    }
    parser.skip()
}

fn signs(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
) -> Result<(), Refusal> {
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) => sign(reader, parser, story, line, context, shape, element)?,
            Piece::End => break,
            Piece::Text(_) => {}
        }
    }
    Ok(())
}

/// Whether a sign is shown here; what is not is quoted by a word that stands for it.
fn is_shown(
    reader: &mut Reader<'_>,
    story: &mut Story,
    context: Context,
    stands_for: &str,
) -> bool {
    if reader.keeps_out(context, stands_for) || story.fields.is_instruction() {
        return false;
    }
    reader.lets_through(context, stands_for);
    true
}

fn words(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
    text: &str,
) {
    let context = Context {
        is_unseen: shape.is_unseen,
        ..context
    };
    if reader.keeps_out(context, text) || story.fields.takes(text) {
        return;
    }
    reader.lets_through(context, text);
    line.text(text, shape.style, shape.size);
}

fn text_of_run(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
    text: &str,
    is_kept: bool,
) {
    let blanks = [' ', '\t', '\r', '\n'];
    let text = match is_kept {
        true => text,
        false => text.trim_matches(blanks),
    };
    let is_plain =
        shape.font.is_none() && !text.contains(|c: char| c.is_control() || c == '\u{ad}');
    if is_plain {
        words(reader, story, line, context, shape, text);
        return;
    }
    let mut shown = String::new();
    for letter in text.chars() {
        match (letter, &shape.font) {
            ('\n' | '\r', _) => shown.push(' '),
            ('\t', _) => shown.push('\t'),
            ('\u{ad}', _) => {}
            (letter, _) if letter.is_control() => {}
            (letter, Some(font)) if !letter.is_whitespace() => {
                match symbols::shown(font, letter as u32) {
                    Some(sign) => {
                        if !sign.starts_with(letter) {
                            reader.signs.add(&sign);
                        }
                        shown.push_str(&sign);
                    }
                    None => {
                        unknown_sign(reader, font, letter as u32);
                        shown.push_str(UNKNOWN);
                    }
                }
            }
            (letter, _) => shown.push(letter),
        }
    }
    words(reader, story, line, context, shape, &shown);
}

/// A sign by its code in a font.
fn symbol(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
    element: &Element,
) {
    let font = element.attribute("font").unwrap_or_default();
    let code = element.attribute("char").unwrap_or_default();
    let code = u32::from_str_radix(code.trim(), 16).unwrap_or_default();
    let sign = symbols::shown(font, code);
    match &sign {
        Some(sign) => reader.signs.add(sign),
        None => unknown_sign(reader, font, code),
    }
    let sign = sign.as_deref().unwrap_or(UNKNOWN);
    words(reader, story, line, context, shape, sign);
}

fn line_break(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    element: &Element,
) {
    let is_page = matches!(element.attribute("type"), Some("page" | "column"));
    if is_page && line.is_empty() {
        return;
    }
    if is_shown(reader, story, context, " ") {
        line.push(Inline::Break);
    }
}

fn unknown_sign(reader: &mut Reader<'_>, font: &str, code: u32) {
    reader.remark(
        RemarkKind::Changed,
        Text::new(
            format!("符号字体 {font} 的符号没有对应的文字，以“〓”代替，请改为通用符号"),
            format!("a sign of the symbol font {font} has no character of its own; 〓 stands for it, put a common sign there"),
        ),
        &format!("{font} {code:04X}"),
    );
}

fn comment(reader: &mut Reader<'_>, element: &Element) {
    let id = element.attribute("id").unwrap_or_default();
    let words = reader.comments.remove(id).unwrap_or_default();
    let shown = reader.shown;
    reader.remark(
        RemarkKind::Dropped,
        Text::new("批注（不随报告发布）", "a comment (it is not published)"),
        &words,
    );
    reader.shown = shown;
}

fn ruby(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    shape: &Shape,
) -> Result<(), Refusal> {
    let mut parts = [String::new(), String::new()];
    while let Some(piece) = parser.next()? {
        let element = match piece {
            Piece::Start(element) => element,
            Piece::End => break,
            Piece::Text(_) => continue,
        };
        let part = match &*element.name {
            "rubyBase" => 0,
            "rt" => 1,
            _ => {
                parser.skip()?;
                continue;
            }
        };
        let mut inner = Line::new(line.style.clone());
        reader.words_within(parser, story, &mut inner, context)?;
        if let Some(text) = parts.get_mut(part) {
            *text = text_of(&inner.take());
        }
    }
    let [base, reading] = parts;
    match reading.trim().is_empty() {
        true => line.text(&base, shape.style, shape.size),
        false if base.is_empty() => {}
        false => line.push(Inline::Ruby { base, reading }),
    }
    Ok(())
}
