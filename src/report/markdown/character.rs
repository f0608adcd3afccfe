//! Classes of characters that Chinese Markdown needs.
//!
//! In: one character. Out: yes or no. Never looks at neighbours; the rules that do are with their callers.

/// A character of the CJK scripts or their punctuation, as the CommonMark CJK-friendly amendments
/// (<https://github.com/tats-u/markdown-cjk-friendly>) define it: wide or full-width, or Hangul.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}'
        | '\u{20A9}'
        | '\u{2329}'..='\u{232A}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Punctuation or a symbol in CommonMark's sense, as far as flanking needs it.
pub(crate) fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{A1}'..='\u{A9}'
            | '\u{AB}'..='\u{B1}'
            | '\u{B4}'
            | '\u{B6}'..='\u{B8}'
            | '\u{BB}'
            | '\u{BF}'
            | '\u{D7}'
            | '\u{F7}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205E}'
            | '\u{20A0}'..='\u{20C0}'
            | '\u{2190}'..='\u{245F}'
            | '\u{2500}'..='\u{2BFF}'
            | '\u{2E00}'..='\u{2E7F}'
            | '\u{3001}'..='\u{3004}'
            | '\u{3008}'..='\u{3020}'
            | '\u{3030}'
            | '\u{303D}'
            | '\u{30A0}'
            | '\u{30FB}'
            | '\u{FE10}'..='\u{FE19}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF01}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}'
            | '\u{FF5B}'..='\u{FF65}'
            | '\u{FFE0}'..='\u{FFEE}')
}

/// A mark that Chinese and Western texts share, so that it is no sign of either: “” ‘’ … — ·
fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{201F}' | '\u{2026}' | '\u{B7}')
}

/// Whether a soft line break between these two characters stands for nothing, not for a space.
///
/// Both are Han or full-width; or one is, and the other is a mark that Chinese shares with Western text.
/// `before_last` is the character before `last`: official texts often type half-width punctuation
/// (工作部署,根据…), which belongs to the Han on both its sides.
pub(crate) fn joins_across_break(before_last: Option<char>, last: char, next: char) -> bool {
    if is_cjk(last) {
        is_cjk(next) || is_shared_mark(next) || is_half_width_stop(next)
    } else {
        let is_mark =
            is_shared_mark(last) || is_half_width_stop(last) && before_last.is_some_and(is_cjk);
        is_cjk(next) && is_mark
    }
}

/// Half-width punctuation that Chinese texts type where the full-width form belongs.
fn is_half_width_stop(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')')
}
