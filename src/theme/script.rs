//! Scripts and sheets as they are published: without the lines that are comments alone, without what lines are
//! indented by and, in sheets, without other blanks that say nothing, which every reader would download.
//!
//! In: a script of the default theme, laid out by its formatter, or a sheet of it. Out: it without those lines and blanks.
//! Never touches what a line holds, and no file of a site's own theme. No text of a script or sheet goes over lines.

/// The script or sheet without lines that are comments alone, and without indentation.
pub(super) fn without_comments(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.split_inclusive('\n') {
        let code = line.trim_start();
        let opens = code.starts_with("/*");
        if in_comment || opens {
            // A comment before code on its line is the type of what follows: `/** @type {…} */ (…)`.
            let after = code.split_once("*/").map(|(_, after)| after.trim());
            in_comment = after.is_none();
            if opens && after.is_some_and(|after| !after.is_empty()) {
                kept.push_str(code);
            }
        } else if !code.starts_with("//") && !code.is_empty() {
            kept.push_str(code);
        }
    }
    kept
}

/// A sheet without the blanks around its braces, colons and semicolons; a line with a text in quotation marks stays.
pub(super) fn without_blanks(sheet: &str) -> String {
    let close = |line: &str| match line.contains(['"', '\'']) {
        true => line.to_owned(),
        false => line
            .replace(" { ", "{")
            .replace(" {", "{")
            .replace("; }", "}")
            .replace(" }", "}")
            .replace(": ", ":")
            .replace("; ", ";"),
    };
    sheet.split_inclusive('\n').map(close).collect()
}

#[cfg(test)]
mod tests {
    use super::{without_blanks, without_comments};

    #[test]
    fn a_sheet_says_the_same_without_blanks() {
        let sheet = "a > b, c :hover { d: e f; g: h(1px, 2px); }\n@media (i: j) {\nk::after { content: \"; }\"; }\n}\n";
        let closed = "a > b, c :hover{d:e f;g:h(1px, 2px)}\n@media (i:j){\nk::after { content: \"; }\"; }\n}\n";
        assert_eq!(without_blanks(sheet), closed);
    }

    #[test]
    fn no_text_of_the_default_theme_goes_over_lines() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/assets");
        for file in std::fs::read_dir(folder).expect("the theme") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            let open = |line: &&str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
            assert_eq!(text.lines().find(open), None, "{}", path.display());
        }
    }

    #[test]
    fn lines_of_code_stay_as_they_are() {
        let script = "// A.\n//\n(() => {\n  /** B. */\n  const a = \"//\"; // C\n\n  /**\n   * @param {x} y\n   */\n  /** @type {z} */ (a);\n  a = /* d */ 1;\n})();\n";
        let kept =
            "(() => {\nconst a = \"//\"; // C\n/** @type {z} */ (a);\na = /* d */ 1;\n})();\n";
        assert_eq!(without_comments(script), kept);
        assert_eq!(without_comments(kept), kept);
        assert_eq!(without_comments(""), "");
        let sheet = "/* A\n   B. */\n\na { b: c; }\n/* D. */\n@media print {\n  /* E. */\n  a { b: d; }\n}\n";
        let kept = "a { b: c; }\n@media print {\na { b: d; }\n}\n";
        assert_eq!(without_comments(sheet), kept);
    }
}
