//! A paragraph that has ended: whether it is shown, its number, its heading.
//!
//! In: a line with all its words. Out: a block; or nothing, if it shows nothing or is a line of a table of contents. Numbers
//! are counted here, of paragraphs that are in the text alone.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Inline, Number, Paragraph, RemarkKind, text_of};
use crate::import::docx::line::Line;
use crate::import::docx::reader::{Reader, shows};
use crate::import::docx::story::Story;

/// Formats of numbers that are not known and are named.
const MAX_FORMATS: usize = 20;

/// Adds a paragraph that has ended to the blocks, with what stands beside it.
pub(super) fn show(
    reader: &mut Reader<'_>,
    story: &mut Story,
    mut line: Line,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    let inlines = line.take();
    let asides = std::mem::take(&mut line.asides);
    let is_shown = shows(&inlines);
    let is_contents = line.is_contents || story.fields.is_in("TOC");
    let is_line_of_contents = is_contents && is_line_of_contents(&line.style.name, &inlines);
    if is_line_of_contents {
        reader.contents.0 += 1;
        if reader.contents.1.is_empty() {
            reader.contents.1 = text_of(&inlines);
        }
        blocks.extend(asides);
        return Ok(());
    }
    let number =
        number(reader, &line).filter(|number| is_shown || matches!(number, Number::Shown { .. }));
    if !is_shown && number.is_none() {
        let anchors = inlines.into_iter().filter_map(|inline| match inline {
            Inline::Anchor(name) => Some(name),
            _ => None,
        });
        story.anchors.extend(anchors);
        blocks.extend(asides);
        return Ok(());
    }
    reader.next_paragraph()?;
    let outline = line.look.outline.filter(|level| *level < 9);
    let heading = outline.map(|level| (level + 1).min(6));
    let is_title = matches!(&*line.style.name, "title" | "标题");
    blocks.push(Block::Paragraph(Paragraph {
        heading: heading.or(is_title.then_some(1)),
        number,
        inlines,
        alignment: line.look.alignment.unwrap_or_default(),
        size: line.size(),
        is_aside: line.look.is_framed,
    }));
    blocks.extend(asides);
    Ok(())
}

/// Whether a paragraph is a line of a table of contents: by its style, or by the number of a page at its end.
fn is_line_of_contents(style: &str, inlines: &[Inline]) -> bool {
    let names = ["toc ", "contents ", "目录 ", "table of figures"];
    if names.iter().any(|name| style.starts_with(name)) {
        return true;
    }
    let text = text_of(inlines);
    let page = text.rsplit_once('\t').map(|(_, page)| page.trim());
    page.is_some_and(|page| !page.is_empty() && page.chars().all(|digit| digit.is_ascii_digit()))
}

fn number(reader: &mut Reader<'_>, line: &Line) -> Option<Number> {
    let list = line.look.list.filter(|list| *list != 0)?;
    let level = level(reader, line, list);
    let counted = reader.counters.count(list, level)?;
    if let Some(format) = counted.unknown
        && reader.formats.len() < MAX_FORMATS
        && !reader.formats.contains(&format)
    {
        reader.remark(
            RemarkKind::Unsure,
            Text::new(
                format!("不支持编号格式 {format}，已写成阿拉伯数字"),
                format!("the number format {format} is not known; its numbers are in digits"),
            ),
            "",
        );
        reader.formats.push(format);
    }
    counted.number
}

/// The level of a paragraph in its list: its own, or that which is for its style.
fn level(reader: &Reader<'_>, line: &Line, list: u32) -> u8 {
    let own = line.own_level;
    let of_style = || {
        let mut ids = line.style.ids.iter();
        ids.find_map(|id| reader.counters.numbering().level_of(list, id))
    };
    own.or_else(of_style).or(line.look.level).unwrap_or(0)
}
