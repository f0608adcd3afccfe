//! The sheets of a workbook, one after another, as a document.
//!
//! In: sheets as a reader found them. Out: a document in which each has its heading, if there are several. A sheet that
//! says nothing is named.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Document, Inline, Paragraph, Place, Stated};
use crate::import::table::layout;
use crate::import::table::sheet::{Sheet, dropped};
use crate::import::table::view;

/// The level of the heading of a sheet: the title of the report is the first.
const HEADING: u8 = 2;

/// A workbook that is being read.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// What was read of it, its blocks aside.
    pub document: Document,
    /// Cells of all sheets so far.
    pub cells: usize,
    /// What each sheet says, with its name.
    sheets: Vec<(String, Vec<Block>)>,
    /// The titles above the first tables of sheets.
    titles: Vec<String>,
}

impl Book {
    /// Adds a sheet, and what lies on it.
    ///
    /// # Errors
    ///
    /// If a table would have too many cells.
    pub(super) fn add(&mut self, sheet: &Sheet, behind: Vec<Block>) -> Result<(), Refusal> {
        let view = view::view(sheet, &mut self.document.remarks)?;
        let page = layout::page(&view, sheet.frozen);
        let mut blocks = page.blocks;
        blocks.extend(behind);
        if blocks.is_empty() {
            let what = Text::new("空的工作表", "an empty sheet");
            self.document
                .remarks
                .push(dropped(what, Place::Document, &sheet.name));
            return Ok(());
        }
        self.titles.extend(page.title);
        self.sheets.push((sheet.name.clone(), blocks));
        Ok(())
    }

    /// All of it.
    pub(super) fn document(self) -> Document {
        let mut document = self.document;
        let is_one = self.sheets.len() == 1;
        for (name, mut blocks) in self.sheets {
            // A sheet may begin with what its tab says.
            let is_title = |paragraph: &Paragraph| paragraph.text().trim() == name.trim();
            let titled = match blocks.first_mut() {
                Some(Block::Paragraph(first)) if !is_one && is_title(first) => Some(first),
                _ => None,
            };
            let is_said = titled.is_none() && !name.trim().is_empty();
            if let Some(first) = titled {
                first.heading = Some(HEADING);
            }
            match is_one {
                true if is_said => document.stated.push(Stated {
                    name: "工作表".to_owned(),
                    value: name,
                    place: Place::Document,
                }),
                false if is_said => document.blocks.push(Block::Paragraph(Paragraph {
                    heading: Some(HEADING),
                    inlines: vec![Inline::text(name)],
                    ..Paragraph::default()
                })),
                _ => {}
            }
            document.blocks.extend(blocks);
        }
        // Of several none is that of the document.
        if let [title] = self.titles.as_slice() {
            document.stated.push(Stated {
                name: "标题".to_owned(),
                value: title.clone(),
                place: Place::Document,
            });
        }
        document
    }
}
