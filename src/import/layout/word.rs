//! What characters and the beginnings and ends of lines say of paragraphs.
//!
//! In: characters, texts of lines. Out: whether a blank stands between two of them, whether a line begins with a number of
//! its own, whether one ends a sentence. Never changes a text.

/// Whether a character is as wide as it is high, as Han are.
pub(crate) fn is_wide(character: char) -> bool {
    matches!(character as u32,
        0x1100..=0x115F | 0x2460..=0x24FF | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFF)
        || matches!(
            character,
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '※' | '○' | '●' | '■' | '□' | '★'
        )
}

/// Whether a line may not begin with it.
pub(crate) fn is_closing(character: char) -> bool {
    "，。、；：？！）〕】》〉」』”’］｝%％‰,.;:?!)]}…—~～·".contains(character)
}

/// Whether a line may not end with it.
pub(crate) fn is_opening(character: char) -> bool {
    "（〔【《〈「『“‘［｛([{".contains(character)
}

/// Whether a sentence ends with the text.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '）', '」', '』', ')', '"']);
    text.ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':'])
}

/// Whether a line is an entry of a table of contents: dots lead to the number of a page.
pub(crate) fn is_entry(text: &str) -> bool {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let dots = before.chars().rev().take_while(|c| ".．·…‥ ".contains(*c));
    let weight = |c: char| match c {
        ' ' => 0,
        '…' | '‥' => 2,
        _ => 1,
    };
    before.len() < text.len() && dots.map(weight).sum::<usize>() >= 3
}

/// Whether words of two lines that are one paragraph have a blank between them.
pub(crate) fn needs_blank(before: char, after: char) -> bool {
    let is_joined = |c: char| is_wide(c) || c.is_whitespace();
    !is_joined(before) && !is_joined(after) && before != '-' && before != '\u{ad}'
}

/// Whether a line begins with a number that only a paragraph, a heading or an item of a list has: `一、`, `（二）`, `3.`,
/// `第四条`, `⑤`, `附件`.
pub(crate) fn begins_with_number(text: &str) -> bool {
    let text = text.trim_start();
    let Some(first) = text.chars().next() else {
        return false;
    };
    if matches!(first as u32, 0x2460..=0x249B | 0x24EB..=0x24FF | 0x2776..=0x2793 | 0x3220..=0x3229)
    {
        return true;
    }
    if matches!(first, '•' | '●' | '■' | '◆' | '▪' | '➢' | '✓' | '※') {
        return true;
    }
    if let Some(rest) = text.strip_prefix(['（', '(', '〔', '[']) {
        let (digits, rest) = number(rest);
        return (1..=4).contains(&digits) && rest.starts_with(['）', ')', '〕', ']']);
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (digits, rest) = number(rest.trim_start());
        let rest = rest.trim_start();
        let is_part =
            rest.starts_with(['章', '节', '節', '条', '條', '编', '編', '款', '项', '部']);
        // 第一条 is a number, 第一项重点工作 none.
        return digits > 0 && is_part && !rest.starts_with(['款', '项']);
    }
    if text.starts_with("附件") || text.starts_with("附表") || text.starts_with("抄送") {
        return true;
    }
    let (digits, rest) = number(text);
    let Some(mark) = rest.chars().next() else {
        return false;
    };
    let after = rest.chars().nth(1);
    let is_han = text.chars().next().is_some_and(is_wide);
    match mark {
        '、' => (1..=3).contains(&digits),
        '.' | '．' | ')' | '）' if !is_han => {
            // 3.5 is a quantity, 3.5.1 and 3. are numbers.
            (1..=3).contains(&digits)
                && after.is_none_or(|c| !c.is_ascii_digit() || is_decimal(rest))
        }
        _ => false,
    }
}

/// Whether `.2.1 words` follows a first figure.
fn is_decimal(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (figures, words) = rest.split_at(end.unwrap_or(rest.len()));
    figures.matches('.').count() >= 2 || (words.starts_with([' ', '\u{3000}']) && figures.len() < 4)
}

/// How many digits a text begins with, Han or others, and what follows them.
fn number(text: &str) -> (usize, &str) {
    let is_digit = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || "〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾".contains(c)
    };
    let first = text.chars().next();
    // 2023十 is no number.
    let is_han = first.is_some_and(|c| is_digit(c) && !c.is_ascii_digit());
    let end = text.find(|c: char| !is_digit(c) || (c.is_ascii_digit() == is_han));
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    (digits.chars().count(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_paragraphs_are_told_from_quantities() {
        for text in [
            "一、总体情况",
            "（二）培训",
            "3. 整改",
            "3.整改",
            "第四条 附则",
            "①登记",
            "(1)登记",
            "2.1.1 范围",
            "附件：名单",
            "二十一、其他",
        ] {
            assert!(begins_with_number(text), "{text}");
        }
        for text in [
            "2023年，示例县",
            "3.5%",
            "一是加强",
            "示例县",
            "第一项重点",
            "（示例）",
            "1286件",
            "十分重要",
            "3.55万元",
        ] {
            assert!(!begins_with_number(text), "{text}");
        }
    }

    #[test]
    fn entries_of_contents_end_with_a_page() {
        assert!(is_entry("一、总体情况........ 12"));
        assert!(is_entry("二、其他……3"));
        assert!(!is_entry("共计12"));
        assert!(!is_entry("一、总体情况........"));
    }

    #[test]
    fn blanks_stand_between_words_of_letters() {
        assert!(needs_blank('d', 'W'));
        assert!(!needs_blank('字', 'W'));
        assert!(!needs_blank('，', '字'));
    }
}
