//! Text of the content on a terminal: nothing that moves its cursor is written to it.

/// The text with U+FFFD for each control character but line ends and tabs.
pub(super) fn printable(text: &str) -> String {
    text.replace(
        |c: char| c.is_control() && !matches!(c, '\n' | '\t'),
        "\u{fffd}",
    )
}
