//! What is in a paragraph: runs of words, links, changes, fields, places.
//!
//! In: elements as they come. Out: the line grows. Never keeps what is hidden or gone (the remarks do).

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, RemarkKind};
use crate::import::docx::line::Line;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::story::Story;
use crate::import::docx::wrapping::{alternatives, content_control, topic};
use crate::import::docx::{equation, field_marks, run};
use crate::import::xml::{Element, Parser, Piece};

/// Reads an element of a paragraph, which began last.
pub(super) fn element(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    element: Element,
) -> Result<(), Refusal> {
    let rejects = reader.source.wanted.rejects_changes;
    match &*element.name {
        "r" => run::run(reader, parser, story, line, context),
        "hyperlink" => hyperlink(reader, parser, story, line, context, &element),
        "ins" | "moveTo" | "del" | "moveFrom" => {
            let context = context.within(topic(&element.name), rejects);
            reader.words_within(parser, story, line, context)
        }
        "sdt" => {
            reader.words_within(parser, story, line, context)?;
            reader.is_prompt = false;
            Ok(())
        }
        "sdtContent" | "smartTag" | "customXml" | "bdo" | "dir" => {
            reader.words_within(parser, story, line, context)
        }
        "sdtPr" => content_control(reader, parser, element),
        "AlternateContent" => alternatives(reader, parser, |reader, parser| {
            reader.words_within(parser, story, line, context)
        }),
        "fldSimple" => {
            let instruction = element.attribute("instr").unwrap_or_default();
            story.fields.begin_simple(instruction);
            field_marks::separate(reader, story, line, context);
            reader.words_within(parser, story, line, context)?;
            field_marks::end(reader, story, line, context);
            Ok(())
        }
        "bookmarkStart" => {
            if let Some(name) = element.attribute("name") {
                line.push(Inline::Anchor(name.to_owned()));
            }
            parser.skip()
        }
        "oMath" | "oMathPara" => {
            let tree = parser.rest_of(element)?;
            equation::show(reader, story, line, context, &tree);
            Ok(())
        }
        "subDoc" => {
            let id = element.attribute("id").unwrap_or_default();
            let target = reader
                .part
                .relationship(id)
                .map(|found| found.target.clone());
            reader.remark_for_draft(
                RemarkKind::Dropped,
                Text::new(
                    "主控文档引用的子文档不在文件内，未导入",
                    "a subdocument of a master document is not in the file and was not imported",
                ),
                &target.unwrap_or_default(),
            );
            parser.skip()
        }
        // A paragraph within a paragraph is none that a program writes; its words are not lost.
        "p" => {
            line.push(Inline::Break);
            reader.words_within(parser, story, line, context)
        }
        _ => parser.skip(),
    }
}

// What is in a run can hold runs again: words with their reading above. So this is a method of the reader.
impl Reader<'_> {
    /// Reads all that is in the element that began last, as words of a line.
    pub(super) fn words_within(
        &mut self,
        parser: &mut Parser<'_>,
        story: &mut Story,
        line: &mut Line,
        context: Context,
    ) -> Result<(), Refusal> {
        while let Some(piece) = parser.next()? {
            match piece {
                Piece::Start(inner) => element(self, parser, story, line, context, inner)?,
                Piece::End => break,
                Piece::Text(_) => {}
            }
        }
        Ok(())
    }
}

fn hyperlink(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    line: &mut Line,
    context: Context,
    element: &Element,
) -> Result<(), Refusal> {
    // Which attribute is which, whatever else is called `id`.
    let address = match context.is_gone || context.is_hidden {
        true => None,
        false => reader.address(element.attribute("id"), element.attribute("anchor")),
    };
    let link = address.and_then(|address| line.open_link(&address));
    reader.words_within(parser, story, line, context)?;
    if let Some(link) = link {
        line.close_link(link);
    }
    Ok(())
}
