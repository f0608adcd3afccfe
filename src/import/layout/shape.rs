//! Characters that fonts have by their shapes become those that texts have.
//!
//! In: characters on pages. Out: Han in place of radicals that look the same, letters in place of ligatures, marks in place
//! of those that stand upright in columns. Changes nothing that looks otherwise afterwards; Han that were radicals are named.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::layout::{Glyph, Page, quote};

/// Replaces them on all pages.
pub(crate) fn unify(pages: &mut [Page], remarks: &mut Vec<Remark>) {
    let mut radicals = String::new();
    let mut first = None;
    for page in pages {
        let is_there = page.glyphs.iter().any(|glyph| is_shape(glyph.character));
        if !is_there {
            continue;
        }
        let mut unified = Vec::with_capacity(page.glyphs.len());
        for glyph in page.glyphs.drain(..) {
            let characters: Vec<char> =
                match UPRIGHT.iter().find(|(own, _)| *own == glyph.character) {
                    Some((_, mark)) => vec![*mark],
                    None if is_shape(glyph.character) => {
                        std::iter::once(glyph.character).nfkc().collect()
                    }
                    None => vec![glyph.character],
                };
            let is_radical = matches!(glyph.character as u32, 0x2E80..=0x2FDF);
            if is_radical && characters.as_slice() != [glyph.character] {
                first.get_or_insert(page.number);
                if !radicals.contains(glyph.character) {
                    radicals.push(glyph.character);
                }
            }
            let part = glyph.advance / characters.len().max(1) as f32;
            for (index, character) in characters.into_iter().enumerate() {
                unified.push(Glyph {
                    character,
                    x: glyph.x + part * index as f32,
                    advance: part,
                    ..glyph
                });
            }
        }
        page.glyphs = unified;
    }
    if let Some(page) = first {
        remarks.push(Remark::new(
            RemarkKind::Changed,
            Text::new(
                "部首字符已换成同形的汉字（文件按字形编码）",
                "radicals were replaced by the Han that look the same (the file has them by shape)",
            ),
            Place::Page(page),
            &quote(&radicals),
        ));
    }
}

fn is_shape(character: char) -> bool {
    matches!(character as u32, 0x2E80..=0x2FDF | 0xFB00..=0xFB06 | 0xFE10..=0xFE48 | 0xF06C..=0xF0FC)
}

/// Marks as they stand in columns, and as they stand in lines; bullets as fonts of symbols have them.
const UPRIGHT: &[(char, char)] = &[
    ('\u{f06c}', '●'),
    ('\u{f06e}', '■'),
    ('\u{f075}', '◆'),
    ('\u{f0a7}', '▪'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '➢'),
    ('\u{f0fc}', '✓'),
    ('\u{fe10}', '，'),
    ('\u{fe11}', '、'),
    ('\u{fe12}', '。'),
    ('\u{fe13}', '：'),
    ('\u{fe14}', '；'),
    ('\u{fe15}', '！'),
    ('\u{fe16}', '？'),
    ('\u{fe19}', '…'),
    ('\u{fe31}', '—'),
    ('\u{fe35}', '（'),
    ('\u{fe36}', '）'),
    ('\u{fe37}', '｛'),
    ('\u{fe38}', '｝'),
    ('\u{fe39}', '〔'),
    ('\u{fe3a}', '〕'),
    ('\u{fe3b}', '【'),
    ('\u{fe3c}', '】'),
    ('\u{fe3d}', '《'),
    ('\u{fe3e}', '》'),
    ('\u{fe3f}', '〈'),
    ('\u{fe40}', '〉'),
    ('\u{fe41}', '「'),
    ('\u{fe42}', '」'),
    ('\u{fe43}', '『'),
    ('\u{fe44}', '』'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::line::row;

    #[test]
    fn shapes_become_characters() {
        let mut pages = vec![Page {
            number: 1,
            glyphs: row("⼀月ﬁ︐", 0.0, 0.0, 10.0),
            ..Page::default()
        }];
        let mut remarks = Vec::new();
        unify(&mut pages, &mut remarks);
        let text: String = pages[0].glyphs.iter().map(|g| g.character).collect();
        assert_eq!(text, "一月fi，");
        assert_eq!(remarks.first().map(|r| r.quote.as_str()), Some("⼀"));
    }
}
