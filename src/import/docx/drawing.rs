//! What is drawn: images, boxes with text, charts, diagrams, embedded files; of Word since 2007 and of its older language.
//!
//! In: a drawing's elements as they come. Out: images and files in the line, boxes beside it. Never fetches an image from
//! outside the document, save a file that lies beside it.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Inline, Paragraph, RemarkKind};
use crate::import::docx::ground::Ground;
use crate::import::docx::line::Line;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::scene::{Scene, names_watermark};
use crate::import::docx::wrapping::alternatives;
use crate::import::docx::{chart, image, ole};
use crate::import::xml::{Element, Parser, Piece};

/// Reads the drawing that began last.
pub(super) fn drawing(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    line: &mut Line,
    context: Context,
) -> Result<(), Refusal> {
    shapes(reader, parser, line, context, &mut Scene::default())
}

fn shapes(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    line: &mut Line,
    context: Context,
    scene: &mut Scene,
) -> Result<(), Refusal> {
    let mut context = context;
    while let Some(piece) = parser.next()? {
        let element = match piece {
            Piece::Start(element) => element,
            Piece::End => break,
            Piece::Text(_) => continue,
        };
        match &*element.name {
            "txbxContent" => aside(reader, parser, line, context)?,
            "docPr" => {
                let properties = parser.rest_of(element)?;
                context.is_hidden |= matches!(properties.attribute("hidden"), Some("1" | "true"));
                scene.read(reader, &properties);
            }
            "cNvPr" => {
                let said = element.attribute("descr").unwrap_or_default();
                if scene.alternative.is_empty() {
                    scene.alternative = said.to_owned();
                }
                parser.skip()?;
            }
            "blip" => {
                let id = element.attribute("embed").filter(|id| !id.is_empty());
                let id = id.or(element.attribute("link"));
                image::show(reader, line, context, scene, id.unwrap_or_default());
                parser.skip()?;
            }
            "imagedata" => {
                let id = element.attribute("id").or(element.attribute("href"));
                if scene.alternative.is_empty() {
                    let said = element.attribute("title").unwrap_or_default();
                    scene.alternative = said.to_owned();
                }
                image::show(reader, line, context, scene, id.unwrap_or_default());
                parser.skip()?;
            }
            "textpath" => {
                let words = element.attribute("string").unwrap_or_default();
                if !scene.is_watermark(reader, words) {
                    aside_of(reader, line, context, words);
                }
                parser.skip()?;
            }
            "OLEObject" | "control" | "chart" | "relIds" => {
                placed(reader, line, context, &element, scene);
                parser.skip()?;
            }
            "AlternateContent" => alternatives(reader, parser, |reader, parser| {
                shapes(reader, parser, line, context, &mut scene.clone())
            })?,
            // Words of a drawing that is no box: a canvas of another program.
            "p" if element.namespace.contains("drawingml") => {
                let words = parser.rest_of(element)?.text();
                aside_of(reader, line, context, &words);
            }
            _ => inside(reader, parser, line, context, scene, &element)?,
        }
    }
    Ok(())
}

/// What another program placed in the text, or is drawn from another part.
fn placed(
    reader: &mut Reader<'_>,
    line: &mut Line,
    context: Context,
    element: &Element,
    scene: &mut Scene,
) {
    match &*element.name {
        "OLEObject" => embedded(reader, line, context, element, scene),
        "control" => control(reader, element),
        _ if context.is_gone || context.is_hidden => {}
        _ => chart::show(reader, line, element),
    }
}

/// Reads what is in a shape or in a part of one.
fn inside(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    line: &mut Line,
    context: Context,
    scene: &mut Scene,
    element: &Element,
) -> Result<(), Refusal> {
    let style = element.attribute("style").unwrap_or_default();
    let context = Context {
        is_hidden: context.is_hidden || style.replace(' ', "").contains("visibility:hidden"),
        ..context
    };
    let said = element.attribute("alt").unwrap_or_default();
    let id = element.attribute("id").unwrap_or_default();
    let is_watermark = names_watermark(id);
    if said.is_empty() && !is_watermark {
        return shapes(reader, parser, line, context, scene);
    }
    let mut own = Scene {
        alternative: said.to_owned(),
        is_watermark,
        ..scene.clone()
    };
    shapes(reader, parser, line, context, &mut own)
}

/// A box beside the text.
fn aside(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    line: &mut Line,
    context: Context,
) -> Result<(), Refusal> {
    // What a shape is filled with is said in many ways.
    let context = Context {
        ground: Ground::Unknown,
        ..context
    };
    let mut blocks = reader.whole_text(parser, context)?;
    for block in &mut blocks {
        if let Block::Paragraph(paragraph) = block {
            paragraph.is_aside = true;
        }
    }
    line.asides.append(&mut blocks);
    Ok(())
}

/// Words drawn as a picture.
fn aside_of(reader: &mut Reader<'_>, line: &mut Line, context: Context, words: &str) {
    let words = words.trim();
    if words.is_empty() || reader.keeps_out(context, words) {
        return;
    }
    reader.lets_through(context, words);
    line.asides.push(Block::Paragraph(Paragraph {
        is_aside: true,
        ..Paragraph::of(words)
    }));
}

/// A file of another program within the document.
fn embedded(
    reader: &mut Reader<'_>,
    line: &mut Line,
    context: Context,
    element: &Element,
    scene: &mut Scene,
) {
    let program = element.attribute("ProgID").unwrap_or_default().to_owned();
    scene.is_equation = program.starts_with("Equation");
    if scene.is_equation {
        reader.remark_for_draft(
            RemarkKind::Changed,
            Text::new(
                "公式（公式编辑器对象）只保留了图片，请核对",
                "an equation (an object of an equation editor) is kept as its image only; check it",
            ),
            &program,
        );
        return;
    }
    let id = element.attribute("id").unwrap_or_default();
    let found = reader.part.relationship(id).cloned();
    let found = found.filter(|found| !found.is_external);
    if reader.keeps_out(context, "〔嵌入对象〕") {
        return;
    }
    let file = match &found {
        Some(found) => match embedded_file(reader, &found.target) {
            Ok(file) => file,
            Err(why) => {
                image::unreadable(reader, why, &found.target);
                return;
            }
        },
        None => None,
    };
    let Some(file) = file else {
        reader.remark_for_draft(
            RemarkKind::Dropped,
            Text::new(
                "嵌入对象只是对外部文件的链接，或已缺失，未导入",
                "an embedded object is a link to a file elsewhere, or is missing, and was not imported",
            ),
            &program,
        );
        return;
    };
    line.push(Inline::File(file));
    reader.lets_through(context, "〔嵌入对象〕");
    reader.remark_for_draft(
        RemarkKind::Changed,
        Text::new(
            "嵌入对象已另存为附件；其中可能有正文里看不到的内容，发布前请打开查看",
            "an embedded object was saved as an attachment; it may hold what the text does not show: open it before you publish it",
        ),
        &program,
    );
}

/// The file that an embedded object is, out of its container where it is in one.
fn embedded_file(reader: &mut Reader<'_>, path: &str) -> Result<Option<usize>, Refusal> {
    reader.file_as(path, true, |name, bytes| {
        let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
        if let Some((own, inner)) = ole::file(&bytes) {
            let kind = match inner.get(..4) {
                Some(b"%PDF") => "pdf",
                Some(b"PK\x03\x04") => "zip",
                _ => "bin",
            };
            return (own.unwrap_or_else(|| format!("{stem}.{kind}")), inner);
        }
        match ole::ending(&bytes) {
            Some(ending) => (format!("{stem}.{ending}"), bytes),
            None => (name, bytes),
        }
    })
}

fn control(reader: &mut Reader<'_>, element: &Element) {
    reader.remark_for_draft(
        RemarkKind::Dropped,
        Text::new("ActiveX 控件未导入", "an ActiveX control was not imported"),
        element.attribute("name").unwrap_or_default(),
    );
}
