//! Charts and diagrams: what they say, as a table or as paragraphs.
//!
//! In: the element that refers to one. Out: what is known of it, beside the line. Never draws: a remark says that it was
//! drawn.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::document::{Block, Cell, Inline, Paragraph, RemarkKind, Table};
use crate::import::docx::line::Line;
use crate::import::docx::reader::Reader;
use crate::import::xml::Element;

/// Points of a series, and series of a chart.
const MAX_POINTS: usize = 2000;

/// Shows the chart or diagram that an element refers to.
pub(super) fn show(reader: &mut Reader<'_>, line: &mut Line, element: &Element) {
    let is_diagram = &*element.name == "relIds";
    // A chart of the newer kind comes with a picture of it as the other alternative.
    if element.namespace.contains("chartex") {
        return;
    }
    let id = element.attribute(if is_diagram { "dm" } else { "id" });
    let found = id.and_then(|id| reader.part.relationship(id)).cloned();
    let path = found
        .filter(|found| !found.is_external)
        .map(|found| found.target);
    let tree = match &path {
        // One that cannot be read is lost alone.
        Some(path) => reader.package.tree(path).unwrap_or_default(),
        None => None,
    };
    let Some(tree) = tree else {
        if is_diagram || id.is_some() {
            lost(reader, is_diagram);
        }
        return;
    };
    let blocks = match is_diagram {
        true => diagram(&tree),
        false => chart(&tree),
    };
    if blocks.is_empty() {
        lost(reader, is_diagram);
        return;
    }
    line.asides.extend(blocks);
    let what = match is_diagram {
        true => Text::new(
            "SmartArt 图形已改为文字（图形本身未导入），请核对",
            "a SmartArt diagram became text (the drawing is not kept); check it",
        ),
        false => Text::new(
            "图表已改为数据表格（图形本身未导入），请核对",
            "a chart became a table of its figures (the drawing is not kept); check it",
        ),
    };
    reader.remark_for_draft(
        RemarkKind::Changed,
        what,
        path.as_deref().unwrap_or_default(),
    );
}

fn lost(reader: &mut Reader<'_>, is_diagram: bool) {
    let what = match is_diagram {
        true => Text::new(
            "SmartArt 图形未导入，请用图片或文字代替",
            "a SmartArt diagram was not imported; put an image or text in its place",
        ),
        false => Text::new(
            "图表未导入，请用图片或表格代替",
            "a chart was not imported; put an image or a table in its place",
        ),
    };
    reader.remark_for_draft(RemarkKind::Dropped, what, "");
}

/// The words of a diagram's shapes, each a paragraph.
fn diagram(tree: &Element) -> Vec<Block> {
    let points = tree.element("ptLst").map(|list| list.elements());
    let points = points.into_iter().flatten().take(MAX_POINTS);
    let shown =
        points.filter(|point| matches!(point.attribute("type"), None | Some("node" | "asst")));
    let words = shown.filter_map(|point| point.element("t"));
    let words = words.map(|text| {
        let lines: Vec<String> = text.elements().map(Element::text).collect();
        lines.join(" ").trim().to_owned()
    });
    let words = words.filter(|words| !words.is_empty());
    words.map(paragraph).collect()
}

/// The figures of a chart, below its title.
fn chart(tree: &Element) -> Vec<Block> {
    let Some(chart) = tree.element("chart") else {
        return Vec::new();
    };
    let mut series = Vec::new();
    if let Some(area) = chart.element("plotArea") {
        for kind in area.elements() {
            series.extend(kind.elements().filter(|series| &*series.name == "ser"));
        }
    }
    let mut blocks = Vec::new();
    let title = chart.element("title").and_then(|title| title.element("tx"));
    let title = title.map(words_of_title).unwrap_or_default();
    if !title.is_empty() {
        blocks.push(paragraph(title));
    }
    let mut columns = vec![BTreeMap::new()];
    let mut heads = vec![String::new()];
    for one in series.iter().take(MAX_POINTS / 10) {
        if let Some(first) = columns.first_mut()
            && first.is_empty()
        {
            *first = points(one.element("cat").or(one.element("xVal")));
        }
        columns.push(points(one.element("val").or(one.element("yVal"))));
        let name = points(one.element("tx"));
        heads.push(name.into_values().next().unwrap_or_default());
    }
    let rows = columns
        .iter()
        .flat_map(|column| column.keys().copied())
        .max();
    if let Some(last) = rows {
        let cell = |text: &str| {
            Cell::of(match text {
                "" => Vec::new(),
                text => vec![Block::Paragraph(Paragraph::of(text))],
            })
        };
        let mut table = Table {
            head_rows: 1,
            ..Table::default()
        };
        table
            .rows
            .push(heads.iter().map(|head| cell(head)).collect());
        for row in 0..=last {
            let cells = columns
                .iter()
                .map(|column| column.get(&row).map_or("", String::as_str));
            table.rows.push(cells.map(cell).collect());
        }
        blocks.push(Block::Table(table));
    }
    blocks
}

fn words_of_title(title: &Element) -> String {
    let lines = title.element("rich").map(|rich| {
        let paragraphs = rich.elements().filter(|part| &*part.name == "p");
        paragraphs.map(Element::text).collect::<Vec<_>>().join(" ")
    });
    let cached = || points(Some(title)).into_values().next();
    let words = lines.or_else(cached).unwrap_or_default();
    words.trim().to_owned()
}

/// The points of a series that the document keeps, by their index.
fn points(holder: Option<&Element>) -> BTreeMap<usize, String> {
    let mut points = BTreeMap::new();
    let Some(holder) = holder else { return points };
    if let Some(direct) = holder.element("v") {
        points.insert(0, direct.text());
    }
    for reference in holder.elements() {
        let cache = reference
            .elements()
            .find(|part| part.name.ends_with("Cache"));
        let list = cache.unwrap_or(reference);
        // Of several levels of categories the innermost comes first.
        let list = list.element("lvl").unwrap_or(list);
        for point in list.elements().filter(|point| &*point.name == "pt") {
            let index = point.attribute("idx").and_then(|index| index.parse().ok());
            let text = point.element("v").map(Element::text);
            if let (Some(index), Some(text)) = (index.filter(|index| *index < MAX_POINTS), text) {
                points.insert(index, rounded(text.trim()));
            }
        }
    }
    points
}

/// A figure as it was entered: programs keep some with the digits that machines add, 4.4000000000000004.
fn rounded(text: &str) -> String {
    let is_long = text.len() > 15 && text.contains('.');
    match text.parse::<f64>() {
        Ok(number) if is_long && number.is_finite() => number.to_string(),
        _ => text.to_owned(),
    }
}

fn paragraph(words: String) -> Block {
    Block::Paragraph(Paragraph {
        inlines: vec![Inline::text(words)],
        is_aside: true,
        ..Paragraph::default()
    })
}
