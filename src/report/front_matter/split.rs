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

/// Finds the `---` lines. Faults: `no-front-matter`, `unclosed-front-matter`; then the body is the
/// whole text, so that its faults are reported too.
pub(crate) fn split(text: &str, faults: &mut Vec<Fault>) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == "---";
    let first = lines.next().unwrap_or("");
    if !is_fence(first) {
        faults.push(Fault::error(
            "no-front-matter",
            start..start,
            Text::new(
                "文件开头没有用“---”行括起的文件头",
                "the file does not begin with front matter between `---` lines",
            ),
            Text::new(
                "在第一行写“---”，其下写各项（报告写 title、type 等，机构写 name），再以单独一行“---”结束。",
                "Begin with a line `---`, then the fields (title, type and so on of a report, name of an agency), then another line `---`.",
            ),
        ));
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
