//! A text from its beginning to its end: the body, a cell, a note, a box. Its paragraphs and tables in order.
//!
//! In: elements as they come. Out: blocks. Never holds more than one paragraph as a tree: a text is read as it comes.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Inline, RemarkKind};
use crate::import::docx::line::Line;
use crate::import::docx::look::{MarkLook, ParagraphLook};
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::remarks::Topic;
use crate::import::docx::story::Story;
use crate::import::docx::wrapping::{alternatives, content_control, topic};
use crate::import::docx::{beside, chunk, equation, inline, paragraph, table};
use crate::import::xml::{Element, Parser, Piece};

// What is within a text can hold a text again: a cell, a box. So these are methods of the reader, which all have at hand.
impl Reader<'_> {
    /// Reads all blocks of the element that began last, as a text of its own.
    pub(super) fn whole_text(
        &mut self,
        parser: &mut Parser<'_>,
        context: Context,
    ) -> Result<Vec<Block>, Refusal> {
        let mut story = Story::default();
        let mut blocks = Vec::new();
        children(self, parser, &mut story, context, &mut blocks)?;
        flush(self, &mut story, &mut blocks)?;
        let lost: Vec<String> = story.fields.lost().map(str::to_owned).collect();
        for words in lost {
            self.remark_for_draft(
                RemarkKind::Dropped,
                Text::new(
                    "域没有结束标记，其后的文字被当作域代码（请核对原文）",
                    "a field never ends: the words after it count as its instruction (check the document)",
                ),
                &words,
            );
        }
        Ok(blocks)
    }

    /// Reads the rest of a cell, whose first element may have begun already.
    pub(super) fn rest_of_cell(
        &mut self,
        parser: &mut Parser<'_>,
        story: &mut Story,
        context: Context,
        first: Option<Element>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        if let Some(element) = first {
            block(self, parser, story, context, element, blocks)?;
        }
        children(self, parser, story, context, blocks)?;
        flush(self, story, blocks)
    }
}

fn children(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) => block(reader, parser, story, context, element, blocks)?,
            Piece::End => break,
            Piece::Text(_) => {}
        }
    }
    Ok(())
}

fn block(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
    element: Element,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    let rejects = reader.source.wanted.rejects_changes;
    match &*element.name {
        "p" => paragraph(reader, parser, story, context, blocks),
        "tbl" => {
            flush(reader, story, blocks)?;
            let found = table::table(reader, parser, story, context)?;
            blocks.extend(found.map(Block::Table));
            Ok(())
        }
        "sdtPr" => content_control(reader, parser, element),
        "sdt" | "sdtContent" | "customXml" | "smartTag" => {
            children(reader, parser, story, context, blocks)?;
            reader.is_prompt = false;
            Ok(())
        }
        "ins" | "moveTo" | "del" | "moveFrom" => {
            let topic = topic(&element.name);
            children(
                reader,
                parser,
                story,
                context.within(topic, rejects),
                blocks,
            )
        }
        "AlternateContent" => alternatives(reader, parser, |reader, parser| {
            children(reader, parser, story, context, blocks)
        }),
        "sectPr" => {
            let section = parser.rest_of(element)?;
            beside::margins(reader, &section);
            Ok(())
        }
        "altChunk" => {
            parser.skip()?;
            flush(reader, story, blocks)?;
            let id = element.attribute("id").unwrap_or_default();
            chunk::place(reader, id, blocks)
        }
        "bookmarkStart" => {
            story
                .anchors
                .extend(element.attribute("name").map(str::to_owned));
            parser.skip()
        }
        "oMathPara" | "oMath" => {
            let style = reader.styles.paragraph(None).clone();
            let mut line = Line::new(style);
            let tree = parser.rest_of(element)?;
            equation::show(reader, story, &mut line, context, &tree);
            finish(reader, story, line, MarkLook::default(), context, blocks)
        }
        _ => parser.skip(),
    }
}

fn paragraph(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    let rejects = reader.source.wanted.rejects_changes;
    let mut mark = MarkLook::default();
    let style = reader.styles.paragraph(None).clone();
    let mut line = match story.carried.take() {
        Some(before) => before.goes_on(style),
        None => Line::new(style),
    };
    line.is_contents = story.fields.is_in("TOC");
    for anchor in story.anchors.drain(..) {
        line.push(Inline::Anchor(anchor));
    }
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) if &*element.name == "pPr" => {
                let properties = parser.rest_of(element)?;
                let look = ParagraphLook::of(&properties, rejects);
                if properties.element("pPrChange").is_some() {
                    reader.looks_changed += 1;
                }
                if let Some(section) = properties.element("sectPr") {
                    beside::margins(reader, section);
                }
                mark = look.mark;
                line.own_level = look.level;
                line.style = reader.styles.paragraph(look.style.as_deref()).clone();
                line.look = line.style.paragraph.under(&look);
            }
            Piece::Start(element) => {
                inline::element(reader, parser, story, &mut line, context, element)?;
            }
            Piece::End => break,
            Piece::Text(_) => {}
        }
    }
    finish(reader, story, line, mark, context, blocks)
}

/// A paragraph has ended.
fn finish(
    reader: &mut Reader<'_>,
    story: &mut Story,
    line: Line,
    mark: MarkLook,
    context: Context,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    if context.is_gone {
        reader.keeps_out(context, " ");
        return Ok(());
    }
    reader.remarks.close();
    let rejects = reader.source.wanted.rejects_changes;
    let is_mark_gone = match rejects {
        false => mark.is_deleted || mark.is_moved_from,
        true => mark.is_inserted || mark.is_moved_to,
    };
    let is_hidden = mark.vanish.or(line.style.look.vanish) == Some(true);
    let is_joined = is_mark_gone || is_hidden || context.is_hidden || line.look.is_drop_cap;
    if is_joined {
        let tracked = [
            (mark.is_deleted, Topic::Deleted),
            (mark.is_moved_from, Topic::MovedFrom),
        ];
        for (_, topic) in tracked
            .into_iter()
            .filter(|(is, _)| *is && !line.is_empty())
        {
            let place = reader.place();
            reader.remarks.more(topic, rejects, &place, "¶");
        }
        story.carried = Some(line);
        return Ok(());
    }
    paragraph::show(reader, story, line, blocks)
}

/// What was to begin a paragraph that does not follow is one of its own.
fn flush(
    reader: &mut Reader<'_>,
    story: &mut Story,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    match story.carried.take() {
        Some(line) if line.is_empty() => {
            blocks.extend(line.asides);
            Ok(())
        }
        Some(line) => paragraph::show(reader, story, line, blocks),
        None => Ok(()),
    }
}
