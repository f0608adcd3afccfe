//! The sheets of a workbook, one after another, as a document.
//!
//! In: sheets as a reader found them. Out: a document in which each has its heading, if there are several. A sheet that
//! says nothing is named.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Document, Paragraph, Place, Stated};
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
        // The name of the only sheet says something where nothing else does.
        let is_one = self.sheets.len() == 1;
        let is_needed = !is_one || self.titles.is_empty();
        for (name, mut blocks) in self.sheets {
            let name = name.trim();
            // A sheet may begin with what its tab says.
            let titled = blocks.first_mut().and_then(|block| match block {
                Block::Paragraph(first) if first.text().trim() == name => Some(first),
                _ => None,
            });
            match titled {
                Some(first) => first.heading = Some(HEADING),
                None if is_one && is_default(name) => {}
                None if is_needed => document.blocks.push(Block::Paragraph(Paragraph {
                    heading: Some(HEADING),
                    ..Paragraph::of(name)
                })),
                None => {
                    let what = Text::new(
                        "工作表的名称（表格另有标题）",
                        "the name of the sheet, whose table has a title",
                    );
                    let remark = dropped(what, Place::Document, name);
                    document.remarks.push(remark);
                }
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

/// Whether a program named a sheet: such a name says nothing.
fn is_default(name: &str) -> bool {
    let names = ["Sheet", "sheet", "工作表", "表"];
    let rest = names.iter().find_map(|word| name.strip_prefix(word));
    let is_number = |rest: &str| rest.chars().all(|c| c.is_ascii_digit());
    name.is_empty() || rest.is_some_and(is_number)
}
