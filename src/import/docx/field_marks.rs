//! The marks of fields among runs: where one begins, where its result begins, where it ends.
//!
//! In: marks as they come. Out: links around results; what stands for a result that was not kept. Never computes a field.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{RemarkKind, Style};
use crate::import::docx::line::Line;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::story::Story;
use crate::import::xml::{Element, Parser};

/// Reads a mark, which began last.
pub(super) fn mark(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    element: Element,
) -> Result<(), Refusal> {
    let element = parser.rest_of(element)?;
    match element.attribute("fldCharType") {
        Some("begin") => story.fields.begin(&element),
        Some("separate") => separate(reader, story, line, context),
        Some("end") => end(reader, story, line, context),
        _ => {}
    }
    Ok(())
}

/// The result of a field begins.
pub(super) fn separate(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
) {
    let Some((instruction, field)) = story.fields.separate() else {
        return;
    };
    if context.is_gone || context.is_hidden {
        return;
    }
    let address = instruction.address();
    let address = address.and_then(|address| reader.kept(address));
    field.link = address.and_then(|address| line.open_link(&address));
}

/// A field ends.
pub(super) fn end(reader: &mut Reader<'_>, story: &mut Story, line: &mut Line, context: Context) {
    let Some(field) = story.fields.end() else {
        return;
    };
    if let Some(link) = field.link {
        line.close_link(link);
    }
    let is_kept_out = context.is_gone || context.is_hidden || story.fields.is_instruction();
    if field.has_result || is_kept_out {
        return;
    }
    let instruction = field.instruction();
    if let Some(shown) = field.shown_without_result(&instruction) {
        if instruction.kind == "EQ" {
            reader.remark(
                RemarkKind::Changed,
                Text::new(
                    "用域排成的符号已改写为文字，请核对",
                    "a sign composed by a field was written as text; check it",
                ),
                &shown,
            );
        }
        reader.lets_through(context, &shown);
        line.text(&shown, Style::default(), 0);
    } else if !instruction.is_silent() {
        reader.remark_for_draft(
            RemarkKind::Unsure,
            Text::new(
                format!("域 {} 没有保存结果，此处没有文字，请按原文补上", instruction.kind),
                format!(
                    "the field {} was saved without a result; nothing stands here: write what the document shows",
                    instruction.kind
                ),
            ),
            &instruction.words.join(" "),
        );
    }
}
