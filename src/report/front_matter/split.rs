//! The `---` lines that set the front matter of a file apart from its body.
//!
//! In goes the whole text, out come the bytes of the YAML and where the body begins. The YAML is not read.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};

/// Where the head of a file ends and its body begins, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// The YAML between the `---` lines.
    pub yaml: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds the `---` lines. Faults: `no-front-matter`, `unclosed-front-matter`, `line-ends`, `second-mark`; then the body is the
/// whole text, so that its faults are reported too.
pub(crate) fn split(text: &str, faults: &mut Vec<Fault>) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == "---";
    let first = lines.next().unwrap_or("");
    if !is_fence(first) {
        faults.push(no_head(text, start, first));
        return Split {
            yaml: start..start,
            body: start,
        };
    }
    let yaml_start = start + first.len();
    let mut end = yaml_start;
    for line in lines {
        if is_fence(line) {
            return Split {
                yaml: yaml_start..end,
                body: end + line.len(),
            };
        }
        end += line.len();
    }
    faults.push(Fault::error(
        "unclosed-front-matter",
        start..start + first.trim_end().len(),
        Text::new(
            "文件头没有结束的“---”行",
            "the front matter has no closing `---` line",
        ),
        Text::new(
            "在各项之后、正文之前单独写一行“---”。",
            "Write a line `---` after the fields, before the text.",
        ),
    ));
    Split {
        yaml: yaml_start..yaml_start,
        body: text.len(),
    }
}

/// Why a file does not begin with front matter.
fn no_head(text: &str, start: usize, first: &str) -> Fault {
    let rest = text.get(start..).unwrap_or("");
    if rest.starts_with('\u{feff}') {
        return Fault::error(
            "second-mark",
            start..start + '\u{feff}'.len_utf8(),
            Text::new(
                "文件开头有两个 BOM（字节顺序标记）",
                "the file begins with two byte order marks",
            ),
            Text::new(
                "用编辑器另存为不带 BOM 的 UTF-8 编码，必要时重复一次。",
                "Save the file as UTF-8 without a byte order mark, twice if need be.",
            ),
        );
    }
    if is_of_carriage_returns(first) {
        return Fault::error(
            "line-ends",
            start..start,
            Text::new(
                "文件以回车符（CR）换行，是旧式 Mac 的写法",
                "the lines of the file end with carriage returns alone, as on old Macs",
            ),
            Text::new(
                "用编辑器把换行符改为 LF 或 CRLF，再保存。",
                "Set the line ends to LF or CRLF in an editor, and save the file.",
            ),
        );
    }
    let begins = rest.trim_start();
    let line = begins.lines().next().unwrap_or("").trim_end();
    let is_dashes =
        |line: &str| line.chars().count() >= 2 && line.chars().all(|c| "-－—–―‐‑−".contains(c));
    let at = text.len() - begins.len();
    let hint = if line == "---" {
        Text::new(
            "“---”须在第一行：删去它上面的空行和空格。",
            "`---` must be the first line: delete what is blank above and before it.",
        )
    } else if is_dashes(line) {
        Text::new(
            format!("第一行写成三个半角连字符“---”，现为“{line}”。"),
            format!("Write three hyphens, `---`, in the first line, not `{line}`."),
        )
    } else {
        Text::new(
            "在第一行写“---”，其下写各项（报告写标题、类型等，机构写名称），再以单独一行“---”结束。",
            "Begin with a line `---`, then the fields (title, type and so on of a report, name of an agency), then another line `---`.",
        )
    };
    let span = match line == "---" || is_dashes(line) {
        true => at..at + line.len(),
        false => start..start,
    };
    Fault::error(
        "no-front-matter",
        span,
        Text::new(
            "文件开头没有用“---”行括起的文件头",
            "the file does not begin with front matter between `---` lines",
        ),
        hint,
    )
}

/// Whether carriage returns alone end the lines of what has no line feed.
fn is_of_carriage_returns(first: &str) -> bool {
    first.trim_end().contains('\r')
}
