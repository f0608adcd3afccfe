//! Words in a clean-up result that are none: each is told once, with how many rows have it.
//!
//! In: rows that were not read. Out: remarks at the first cell with each of the words. What can be read is decided by
//! [`super`].

use crate::diagnostic::{Fault, Text};
use crate::report::findings::Remark;

/// Different words that are told of one table.
const TOLD_MAX: usize = 20;
/// Characters of such words that a message repeats.
const SHOWN_MAX: usize = 20;

/// Words that are no result.
pub(super) struct Unread<'t> {
    words: &'t str,
    is_proposal: bool,
    passage: usize,
    rows: usize,
}

/// The rows of a table that could not be read.
#[derive(Default)]
pub(super) struct AllUnread<'t>(Vec<Unread<'t>>);

impl<'t> AllUnread<'t> {
    /// Adds a row.
    pub(super) fn add(&mut self, words: &'t str, is_proposal: bool, passage: Option<u32>) {
        if let Some(known) = self.0.iter_mut().find(|known| known.words == words) {
            known.rows += 1;
        } else if self.0.len() < TOLD_MAX {
            self.0.push(Unread {
                words,
                is_proposal,
                passage: passage.map_or(0, |passage| passage as usize),
                rows: 1,
            });
        }
    }

    /// What an editor is told. Warning: `unread-cleanup-result`.
    pub(super) fn remarks(self) -> impl Iterator<Item = Remark> {
        self.0.into_iter().map(|unread| Remark {
            passage: unread.passage,
            bytes: 0..unread.words.len(),
            fault: unread.fault(),
        })
    }
}

impl Unread<'_> {
    fn fault(&self) -> Fault {
        let rows = self.rows;
        let mut words: String = self.words.chars().take(SHOWN_MAX).collect();
        if words.len() < self.words.len() {
            words.push('…');
        }
        let are = if rows == 1 { "row is" } else { "rows are" };
        let message = match self.is_proposal {
            true => Text::new(
                format!("“{words}”表示尚未决定，不算清理结果，{rows} 行没有计入"),
                format!(
                    "`{words}` says what is intended, not what was decided: {rows} {are} left out"
                ),
            ),
            false => Text::new(
                format!("看不出“{words}”是哪一种清理结果，{rows} 行没有计入"),
                format!("`{words}` is no clean-up result that is known: {rows} {are} left out"),
            ),
        };
        Fault::warning(
            "unread-cleanup-result",
            0..0,
            message,
            Text::new(
                "可识别的写法有：继续有效、保留、废止、作废、失效、修改、部分废止。原件如此的，照录不改，可在各文件的文件头写明“有效性”，并写入“豁免”（waivers），免予提示。",
                "Known are 继续有效, 保留, 废止, 作废, 失效, 修改 and 部分废止. If the original has it so, leave it, state the `status` of the documents in their front matter, and waive this.",
            ),
        )
    }
}
