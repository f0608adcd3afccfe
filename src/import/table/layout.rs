//! A sheet as a page would have it: titles, units and notes as paragraphs, tables between them.
//!
//! In: what is seen of a sheet. Out: blocks. A row of one cell above a table is a title, or says a unit, and stands before it
//! unless it lies over the table; one below it is a note if it says so or lies over all of it. All other rows stay rows. Never drops what a cell says.

use crate::import::document::{Alignment, Block, Cell, Inline, Paragraph, Table, text_of};
use crate::import::table::view::{Seen, View};

/// Rows above a table that can be its titles.
const MAX_TITLES: usize = 8;
/// Characters that a title has at most; more of them are a note.
const MAX_TITLE: usize = 60;
/// Characters from which a cell is a paragraph.
const MIN_PROSE: usize = 30;

/// What a sheet says.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    /// The title above its first table.
    pub title: Option<String>,
}

/// The blocks of a sheet, the rows above the scrolling ones being heads.
pub(super) fn page(view: &View, frozen: usize) -> Page {
    let mut page = Page::default();
    for (begins, ends) in sections(view) {
        add_section(view, begins, ends, frozen, &mut page);
    }
    page
}

/// Rows that belong together: empty rows stand between tables, of which each but the first begins with a title.
fn sections(view: &View) -> Vec<(usize, usize)> {
    let is_empty = |row: usize| filled(view, row) == 0 && !is_below_merged(view, row);
    let mut sections = Vec::new();
    let mut begins = 0;
    for row in 1..view.rows.len() {
        let is_far = row >= 2 && is_empty(row - 1) && is_empty(row - 2);
        let is_title = is_empty(row - 1)
            && is_single(view, row)
            && row + 1 < view.rows.len()
            && !is_empty(row + 1);
        if !is_empty(row) && (is_far || is_title) {
            sections.push((begins, row));
            begins = row;
        }
    }
    sections.push((begins, view.rows.len()));
    sections
}

fn add_section(view: &View, begins: usize, ends: usize, frozen: usize, page: &mut Page) {
    let rows = begins..ends;
    let is_empty = |row: &usize| filled(view, *row) == 0 && !is_below_merged(view, *row);
    let Some(last) = rows.clone().rev().find(|row| !is_empty(row)) else {
        return;
    };
    if is_words(view, begins, last) {
        for row in begins..=last {
            page.blocks.extend(paragraphs(view, row, Alignment::Left));
        }
        return;
    }
    let mut first = begins;
    // Where the table begins: cells that lie over all of it are its rows, titles too.
    let mut top = None;
    let mut title: Option<String> = None;
    while first < last && first < begins + MAX_TITLES && is_above_table(view, first, last) {
        // A title may take two rows.
        let has_place = title
            .as_deref()
            .is_none_or(|title| !is_whole(title) && is_spread(view, first));
        let is_title = has_place && is_title_row(view, first);
        if is_title {
            let words = words(view, first);
            title.get_or_insert_default().push_str(words.trim());
        }
        if top.is_some() || is_spread(view, first) {
            top.get_or_insert(first);
            first += 1;
            continue;
        }
        let is_label = is_label_row(view, first);
        let alignment = match is_title {
            true => Alignment::Center,
            false if is_label => Alignment::Right,
            false => Alignment::Left,
        };
        page.blocks.extend(paragraphs(view, first, alignment));
        first += 1;
    }
    page.title = page.title.take().or(title);
    let mut end = last;
    while end > first && is_note(view, end) {
        end -= 1;
    }
    while end > first && is_empty(&end) {
        end -= 1;
    }
    page.blocks
        .push(Block::Table(table(view, (top, first), end, frozen)));
    for row in end + 1..=last {
        page.blocks.extend(paragraphs(view, row, Alignment::Left));
    }
}

/// Cells of a row that say something.
fn filled(view: &View, row: usize) -> usize {
    view.rows.get(row).map_or(0, |cells| cells.len())
}

fn is_below_merged(view: &View, row: usize) -> bool {
    view.covered.range((row, 0)..(row + 1, 0)).next().is_some() && filled(view, row) == 0
}

/// Whether a row has one cell, and is no part of cells above it.
fn is_single(view: &View, row: usize) -> bool {
    only(view, row).is_some()
}

fn only(view: &View, row: usize) -> Option<&Seen> {
    let cells = view.rows.get(row)?;
    let mut seen = cells.values();
    let (only, None) = (seen.next()?, seen.next()) else {
        return None;
    };
    let mut covered = view
        .covered
        .range((row, 0)..(row + 1, 0))
        .map(|(_, column)| *column);
    let own = cells.keys().next().copied().unwrap_or(0);
    covered
        .all(|column| column > own && column < own + only.column_span)
        .then_some(only)
}

/// Whether the one cell of a row lies over more than half of the columns.
fn is_spread(view: &View, row: usize) -> bool {
    only(view, row).is_some_and(|cell| cell.column_span > 1 && cell.column_span * 2 > view.columns)
}

fn words(view: &View, row: usize) -> String {
    let texts = view
        .rows
        .get(row)
        .into_iter()
        .flat_map(|cells| cells.values().map(Seen::text));
    texts.collect::<Vec<_>>().join(" ").replace('\n', " ")
}

fn is_above_table(view: &View, row: usize, last: usize) -> bool {
    let is_empty = filled(view, row) == 0;
    if view.columns < 2 {
        return false;
    }
    // Below it there must be a table left.
    let has_table = (row + 1..=last).any(|row| filled(view, row) > 1);
    has_table && (is_empty || is_single(view, row) || is_label_row(view, row))
}

fn is_title_row(view: &View, row: usize) -> bool {
    let words = words(view, row);
    let words = words.trim();
    let is_number = |text: &str| text.chars().all(|c| !c.is_alphabetic());
    let is_place = ["附件", "附表", "表"].iter().any(|word| {
        words
            .strip_prefix(word)
            .is_some_and(|rest| rest.chars().count() <= 3)
    }) || words.ends_with('表')
        && words.chars().any(|c| c.is_ascii_digit())
        && words.chars().count() <= 6;
    let length = words.chars().count();
    is_single(view, row)
        && (2..=MAX_TITLE).contains(&length)
        && !is_number(words)
        && !is_place
        && !is_label_row(view, row)
        && !words.ends_with(['。', '；'])
}

/// Whether a title ends as titles of tables do.
fn is_whole(title: &str) -> bool {
    let title = title.trim().trim_end_matches(['）', ')']);
    let title = title
        .rsplit_once(['（', '('])
        .map_or(title, |(before, _)| before);
    let endings = [
        "表", "清单", "清單", "目录", "目錄", "情况", "情況", "统计", "統計", "汇总", "明细",
        "台账", "报告", "報告",
    ];
    endings
        .iter()
        .any(|ending| title.trim_end().ends_with(ending))
}

/// Whether all that a row says is labels with what they stand for: 单位：万元.
fn is_label_row(view: &View, row: usize) -> bool {
    let cells = view
        .rows
        .get(row)
        .into_iter()
        .flat_map(|cells| cells.values());
    let mut texts = cells.map(Seen::text).peekable();
    texts.peek().is_some() && texts.all(|text| is_label(&text))
}

fn is_label(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['（', '(', '[', '【']);
    let label = text.split_once(['：', ':']).map(|(label, _)| label.trim());
    label.is_some_and(|label| {
        (1..=10).contains(&label.chars().count()) && label.chars().any(char::is_alphabetic)
    })
}

/// Whether a row below a table is a note to it.
fn is_note(view: &View, row: usize) -> bool {
    let Some(cell) = only(view, row) else {
        return filled(view, row) == 0 && !is_below_merged(view, row);
    };
    let text = cell.text();
    let text = text
        .trim()
        .trim_start_matches(['（', '(', '*', '※', '【', ' ']);
    let says_so = [
        "注",
        "备注",
        "说明",
        "附注",
        "資料來源",
        "资料来源",
        "数据来源",
        "数据截至",
        "填表说明",
        "註",
        "備註",
        "說明",
    ];
    let says_so = says_so.iter().any(|word| {
        let rest = text
            .strip_prefix(word)
            .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '));
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '】', '.', '、', '\n']))
    });
    let is_over_all = cell.column_span >= view.columns && view.columns > 1;
    let is_sentence = text.ends_with('。') && text.chars().count() >= MIN_PROSE;
    says_so || is_over_all || is_sentence
}

/// Whether a section is words and no table: one column, most of whose cells are sentences.
fn is_words(view: &View, begins: usize, last: usize) -> bool {
    let cells = (begins..=last).flat_map(|row| {
        view.rows
            .get(row)
            .into_iter()
            .flat_map(|cells| cells.values())
    });
    if (begins..=last).any(|row| filled(view, row) > 1) {
        return false;
    }
    let texts: Vec<String> = cells.map(Seen::text).collect();
    let is_sentence = |text: &&String| {
        text.trim_end().ends_with(['。', '；', '！', '？', '.'])
            || text.chars().count() >= MIN_PROSE
    };
    let sentences = texts.iter().filter(is_sentence).count();
    // A cell alone, or in a column of its own each, is no table either.
    let is_column = (begins..=last).all(|row| {
        view.rows
            .get(row)
            .is_none_or(|cells| cells.keys().all(|column| *column == 0))
    });
    texts.len() < 2 || sentences * 2 > texts.len() || !is_column
}

/// What the cells of a row say, a paragraph each; a line break within a cell begins another.
fn paragraphs(view: &View, row: usize, alignment: Alignment) -> Vec<Block> {
    let cells = view
        .rows
        .get(row)
        .into_iter()
        .flat_map(|cells| cells.values());
    let lines = cells.flat_map(|cell| lines(&cell.inlines));
    let paragraph = |inlines| {
        Block::Paragraph(Paragraph {
            inlines,
            alignment,
            ..Paragraph::default()
        })
    };
    lines.map(paragraph).collect()
}

/// Inlines between breaks, empty ones aside.
fn lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let lines = inlines.split(|inline| *inline == Inline::Break);
    let lines = lines.filter(|line| !text_of(line).trim().is_empty() || line.iter().any(is_shown));
    lines.map(<[Inline]>::to_vec).collect()
}

fn is_shown(inline: &Inline) -> bool {
    matches!(
        inline,
        Inline::Image { .. } | Inline::File(_) | Inline::Note(_)
    )
}

/// The table whose heads begin at the second row that is given; what lies over it begins at the first, if anything does.
fn table(view: &View, (top, heads): (Option<usize>, usize), last: usize, frozen: usize) -> Table {
    let first = top.unwrap_or(heads);
    let is_column_used = |column: usize| {
        (first..=last).any(|row| {
            view.rows
                .get(row)
                .is_some_and(|cells| cells.contains_key(&column))
                || view.covered.contains(&(row, column))
        })
    };
    let left = (0..view.columns)
        .find(|column| is_column_used(*column))
        .unwrap_or(0);
    let right = (0..view.columns)
        .rev()
        .find(|column| is_column_used(*column))
        .unwrap_or(0);
    let rows = (first..=last).map(|row| {
        let columns = (left..=right).filter(|column| !view.covered.contains(&(row, *column)));
        columns
            .map(|column| cell(view, row, column, last))
            .collect()
    });
    let head_rows = match head_rows(view, heads, last, frozen) {
        0 => 0,
        rows => rows + heads - first,
    };
    Table {
        caption: Vec::new(),
        head_rows,
        rows: rows.collect(),
    }
}

fn cell(view: &View, row: usize, column: usize, last: usize) -> Cell {
    let Some(seen) = view.rows.get(row).and_then(|cells| cells.get(&column)) else {
        return Cell::of(Vec::new());
    };
    let paragraph = |inlines| {
        Block::Paragraph(Paragraph {
            inlines,
            ..Paragraph::default()
        })
    };
    Cell {
        blocks: lines(&seen.inlines).into_iter().map(paragraph).collect(),
        row_span: seen.row_span.min(last + 1 - row),
        column_span: seen.column_span,
    }
}

/// Heads as merged cells show them, or the rows above the scrolling ones; 0 where neither says.
fn head_rows(view: &View, first: usize, last: usize, frozen: usize) -> usize {
    let mut end = first;
    let spans = |row: usize| {
        view.rows
            .get(row)
            .into_iter()
            .flat_map(|cells| cells.values())
    };
    let lowest = spans(first).map(|cell| cell.row_span).max().unwrap_or(1);
    let divides = spans(first).any(|cell| cell.column_span > 1 && cell.row_span < lowest.max(2));
    if lowest > 1 || divides {
        end = first + lowest.max(2);
    }
    let scrolling = view.numbers.partition_point(|number| *number < frozen);
    if end == first && scrolling > first && scrolling <= first + MAX_TITLES {
        end = scrolling;
    }
    let rows = end - first;
    if rows > last - first { 0 } else { rows }
}
