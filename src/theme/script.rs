//! Scripts and sheets as they are published: without the lines that are comments alone, which every reader would download.
//!
//! In: a script of the default theme, laid out by its formatter, or a sheet of it. Out: it without those lines. Never
//! touches a line that holds code, and no file of a site's own theme.

/// The script or sheet without lines that are comments alone.
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
                kept.push_str(line);
            }
        } else if !code.starts_with("//") {
            kept.push_str(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn lines_of_code_stay_as_they_are() {
        let script = "// A.\n//\n(() => {\n  /** B. */\n  const a = \"//\"; // C\n\n  /**\n   * @param {x} y\n   */\n  /** @type {z} */ (a);\n  a = /* d */ 1;\n})();\n";
        let kept = "(() => {\n  const a = \"//\"; // C\n\n  /** @type {z} */ (a);\n  a = /* d */ 1;\n})();\n";
        assert_eq!(without_comments(script), kept);
        assert_eq!(without_comments(kept), kept);
        assert_eq!(without_comments(""), "");
        let sheet = "/* A\n   B. */\n\na { b: c; }\n/* D. */\n@media print {\n  /* E. */\n  a { b: d; }\n}\n";
        let kept = "\na { b: c; }\n@media print {\n  a { b: d; }\n}\n";
        assert_eq!(without_comments(sheet), kept);
    }
}
