//! Rows of a table that are parts of the row above them: 其中：维持, 其中：驳回.
//!
//! In: a table. Out: rows whose parts do not make them. Only parts that each say 其中 are taken for parts, and they must
//! make the whole under the same conditions as in a sentence.

use crate::report::findings::figure::grid::Table;
use crate::report::findings::figure::sum::line::{Direction, Line, Lines};
use crate::report::findings::figure::sum::parts::is_whole;
use crate::report::findings::figure::sum::{SumKind, Sums};
use crate::report::passage::Passage;

/// Checks the parts of rows.
pub(super) fn check(table: &Table<'_>, passages: &[Passage<'_>], sums: &mut Sums) {
    let lines = Lines::of(table, Direction::Rows);
    for (at, line) in lines
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_within)
    {
        let below = lines.lines.iter().skip(at + 1);
        let parts = below.take_while(|part| part.is_within).count();
        let names = lines.lines.iter().skip(at + 1).take(parts).map(name);
        let names: Vec<String> = names.collect();
        if parts < 2 {
            continue;
        }
        for across in &lines.across {
            let mut unit = None;
            let whole = lines.add(std::iter::once(at), *across, 1, &mut unit);
            let added = lines.add(at + 1..=at + parts, *across, 2, &mut unit);
            let (Some(whole), Some(added)) = (whole, added) else {
                continue;
            };
            match added.comes_to(whole) {
                Some(true) => sums.right += 1,
                Some(false) if is_whole(&names, added, whole) => {
                    let place = (line.index, *across);
                    sums.fail_cell(SumKind::Parts, table, place, passages, added.sum, whole.sum);
                }
                Some(false) | None => {}
            }
        }
    }
}

/// What a part is called, without 其中.
fn name(line: &Line) -> String {
    let words = line.label.words.trim_start_matches("其中");
    words.trim_start_matches([':', ',']).to_owned()
}
