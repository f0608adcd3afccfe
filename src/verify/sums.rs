//! SHA256SUMS, and the lists of attachments in the same form.
//!
//! In: the bytes of a list. Out: its lines, or which of them is none. A line is what `sha256sum` writes: the digest in
//! lower-case hexadecimal, two blanks, a path; lines are sorted by the bytes of the path, none twice. Never opens what a
//! line names.

use crate::route::site_path::fault;
use crate::verify::files::Digest;

/// Bytes of a list, at most: about two million files.
pub(crate) const MAX_BYTES: usize = 256 << 20;

/// Digits of a digest.
const DIGITS: usize = 64;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) path: String,
    pub(crate) digest: Digest,
}

/// The lines of a list.
///
/// # Errors
///
/// The number of the first line that is none, from 1.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Line>, usize> {
    let mut lines: Vec<Line> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let number = lines.len() + 1;
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or(number)?;
        let (line, after) = rest.split_at_checked(end).ok_or(number)?;
        let line = parse_line(line).ok_or(number)?;
        if lines.last().is_some_and(|last| last.path >= line.path) {
            return Err(number);
        }
        lines.push(line);
        rest = after.get(1..).unwrap_or_default();
    }
    Ok(lines)
}

fn parse_line(line: &[u8]) -> Option<Line> {
    let (digits, rest) = line.split_at_checked(DIGITS)?;
    let path = std::str::from_utf8(rest.strip_prefix(b"  ")?).ok()?;
    if fault(path).is_some() {
        return None;
    }
    let mut digest = Digest::default();
    base16ct::lower::decode(digits, &mut digest).ok()?;
    Some(Line {
        path: path.to_owned(),
        digest,
    })
}

/// The line of a path among lines in their order.
pub(crate) fn find<'l>(lines: &'l [Line], path: &str) -> Option<&'l Line> {
    let at = lines.binary_search_by(|line| line.path.as_str().cmp(path));
    lines.get(at.ok()?)
}

#[cfg(test)]
mod tests {
    use super::{find, parse};

    #[test]
    fn lists_are_read_in_their_one_form() {
        let zeros = "0".repeat(64);
        let good = format!("{zeros}  a b/文.html\n{zeros}  b\n");
        let lines = parse(good.as_bytes()).unwrap_or_default();
        assert_eq!(lines.len(), 2);
        assert!(find(&lines, "b").is_some() && find(&lines, "c").is_none());
        assert_eq!(parse(b""), Ok(Vec::new()));
        for (text, line) in [
            (format!("{zeros}  b\n{zeros}  a\n"), 2),
            (format!("{zeros}  a\n{zeros}  a\n"), 2),
            (format!("{zeros}  a\n{zeros}  ../a\n"), 2),
            (format!("{zeros}  /a\n"), 1),
            (format!("{zeros} *a\n"), 1),
            (format!("{zeros}  a"), 1),
            (format!("{zeros}  a\r\n"), 1),
            (format!("{}A  a\n", "0".repeat(63)), 1),
            ("\n".to_owned(), 1),
        ] {
            assert_eq!(parse(text.as_bytes()), Err(line), "{text:?}");
        }
        assert_eq!(parse(&[0xff; 80]), Err(1));
    }
}
