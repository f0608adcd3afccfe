//! How cells of a workbook look: number formats, struck letters.
//!
//! In: `xl/styles.xml`. Out: what a cell needs to know, by the number of its style.

use std::collections::BTreeMap;

use crate::import::Refusal;
use crate::import::document::Style;
use crate::import::table::number_format::{NumberFormat, built_in};
use crate::import::table::xlsx::strings;
use crate::import::xml::{Element, tree};

/// Styles of cells.
const MAX_STYLES: usize = 70_000;

/// The styles of a workbook.
#[derive(Debug)]
pub(super) struct Styles {
    /// The format and the look of each style of cells.
    cells: Vec<(usize, Style)>,
    /// By its number.
    formats: BTreeMap<usize, NumberFormat>,
    general: NumberFormat,
}

impl Styles {
    /// Of the text of the file; of none if there is none.
    ///
    /// # Errors
    ///
    /// If the XML is broken.
    pub(super) fn of(text: Option<&str>) -> Result<Styles, Refusal> {
        let mut styles = Styles {
            cells: Vec::new(),
            formats: BTreeMap::new(),
            general: NumberFormat::of("General"),
        };
        let Some(text) = text else { return Ok(styles) };
        let root = tree(text)?;
        for element in children(&root, "numFmts") {
            if let (Some(id), Some(code)) =
                (number(element, "numFmtId"), element.attribute("formatCode"))
            {
                styles.formats.insert(id, NumberFormat::of(code));
            }
        }
        let fonts: Vec<Style> = children(&root, "fonts").map(strings::style).collect();
        for element in children(&root, "cellXfs") {
            let format = number(element, "numFmtId").unwrap_or(0);
            styles
                .formats
                .entry(format)
                .or_insert_with(|| NumberFormat::of(built_in(format)));
            let font = number(element, "fontId").and_then(|font| fonts.get(font));
            styles
                .cells
                .push((format, font.copied().unwrap_or_default()));
        }
        Ok(styles)
    }

    /// The number format of a style.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        let format = self
            .cells
            .get(style)
            .and_then(|(format, _)| self.formats.get(format));
        format.unwrap_or(&self.general)
    }

    /// How the words of a cell look.
    pub(super) fn look(&self, style: usize) -> Style {
        self.cells
            .get(style)
            .map_or_else(Style::default, |(_, look)| *look)
    }
}

fn children<'e>(root: &'e Element, name: &str) -> impl Iterator<Item = &'e Element> {
    root.element(name)
        .into_iter()
        .flat_map(Element::elements)
        .take(MAX_STYLES)
}

fn number(element: &Element, name: &str) -> Option<usize> {
    element.attribute(name)?.parse().ok()
}
