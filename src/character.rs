//! Classes of characters that reading and searching share: blanks, and what nobody sees.
//!
//! In: one character. Out: yes or no. The lowest module of all, and the only one that `search` may import. Never
//! looks at neighbours; the rules that do are with their callers.

/// A blank of any width that separates what stands on both its sides: spaces, tabs, the ideographic space.
///
/// Line ends are none: what they mean is decided by who reads lines.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | '\u{B}' | '\u{C}' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// A character without width that stands for nothing: soft hyphen, zero-width spaces and joiners, marks of
/// direction, variants of a character, the byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}
