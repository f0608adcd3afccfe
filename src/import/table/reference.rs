//! Names of cells and ranges, `B3` and `A1:F2`, as rows and columns counted from 0, and back.

/// Rows of a sheet, as its programs allow.
pub(super) const MAX_ROWS: usize = 1 << 20;
/// Columns of a sheet, as its programs allow.
pub(super) const MAX_COLUMNS: usize = 1 << 14;

/// Cells that lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// The uppermost row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The lowest row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

/// The row and column of a cell.
pub(super) fn cell(name: &str) -> Option<(usize, usize)> {
    let name = name.trim_start_matches('$');
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = name.get(..name.len() - digits.len())?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| {
        sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row: usize = digits.trim_start_matches('$').parse().ok()?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < MAX_ROWS && column < MAX_COLUMNS).then_some((row, column))
}

/// The cells of a range, or of one cell.
pub(super) fn range(name: &str) -> Option<Range> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (cell(first)?, cell(last)?);
    Some(Range {
        top: first.0.min(last.0),
        left: first.1.min(last.1),
        bottom: first.0.max(last.0),
        right: first.1.max(last.1),
    })
}

/// The name of a column: `A` of 0.
pub(super) fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The name of a cell.
pub(super) fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written() {
        for (name, place) in [
            ("A1", (0, 0)),
            ("$B$3", (2, 1)),
            ("AA10", (9, 26)),
            ("XFD1048576", (1_048_575, 16_383)),
        ] {
            assert_eq!(cell(name), Some(place));
            assert_eq!(cell_name(place.0, place.1), name.replace('$', ""));
        }
        for name in ["", "A", "1", "A0", "ZZZZ1", "A1048577", "XFE1", "甲1"] {
            assert_eq!(cell(name), None, "{name}");
        }
        let found = range("F2:A1").map(|range| (range.top, range.left, range.bottom, range.right));
        assert_eq!(found, Some((0, 0, 1, 5)));
    }
}
