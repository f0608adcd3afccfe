//! Tables of labels and values of which one is the text itself, as announcements are shown.
//!
//! In: the rows of a table. Out: facts as lines of facts, the title as a heading, the text as it is. Never takes a table of
//! data for one: a row must be called the text.

use crate::import::document::{Block, Paragraph};
use crate::import::html::dom::Id;
use crate::import::html::flow::Flow;
use crate::import::html::label;
use crate::import::html::look::Context;
use crate::import::html::table::Row;
use crate::import::html::words;

impl Flow<'_> {
    /// The labels of the rows of a table that has one for the text itself, as announcements do.
    pub(super) fn labels(&self, rows: &[Row]) -> Option<Vec<String>> {
        let label = |row: &Row| {
            let text = row
                .cells
                .first()
                .map(|&cell| words::bare(&self.page.text(cell)))
                .unwrap_or_default();
            text.trim_matches(['：', ':', '【', '】']).to_owned()
        };
        let labels: Vec<String> = rows.iter().map(label).collect();
        let has_text = labels
            .iter()
            .zip(rows)
            .any(|(label, row)| row.cells.len() == 2 && words::is_text_label(label));
        let is_form = rows.iter().all(|row| row.cells.len() <= 4);
        (has_text && is_form && rows.len() > 1).then_some(labels)
    }

    /// Takes a table of labels and values, of which one is the text: facts as lines of facts, the text as it is.
    pub(super) fn form(&mut self, rows: &[Row], labels: &[String], context: Context) {
        for (row, label) in rows.iter().zip(labels).filter(|(row, _)| !row.is_hidden) {
            let is_pair = row.cells.len() == 2;
            let values: Vec<Id> = row
                .cells
                .iter()
                .skip(usize::from(is_pair))
                .copied()
                .collect();
            for value in values
                .into_iter()
                .filter(|&cell| self.page.mark(cell).is_none())
            {
                let blocks = self.cell(value, context);
                let first = blocks.first().and_then(|block| match block {
                    Block::Paragraph(paragraph) if blocks.len() == 1 => Some(paragraph),
                    _ => None,
                });
                match first {
                    Some(title) if is_pair && words::is_title_label(label) => {
                        let mut title = title.clone();
                        title.heading = Some(1);
                        self.blocks.push(Block::Paragraph(title));
                    }
                    Some(fact) if is_pair && label::sort_of(label).is_some() => {
                        let line = format!("{label}：{}", fact.text());
                        self.blocks.push(Block::Paragraph(Paragraph::of(line)));
                    }
                    _ => {
                        if is_pair
                            && !words::is_text_label(label)
                            && !label.is_empty()
                            && !blocks.is_empty()
                        {
                            self.blocks
                                .push(Block::Paragraph(Paragraph::of(format!("{label}："))));
                        }
                        self.blocks.extend(blocks);
                    }
                }
            }
        }
    }
}
