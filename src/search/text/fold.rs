//! The characters that the search reads as one: full-width ASCII as half-width, capitals as small
//! letters, letters with accents as those without, traditional Chinese as simplified, radicals and compatibility
//! forms as the character that they look like.
//!
//! In goes a character, out comes one character, so that positions in folded text are positions in
//! the text. Nothing else is folded: ① stays ①, or ①2019 would become 12019. What looks at neighbours is done by
//! [`unit`](mod@super::unit).

use std::sync::OnceLock;

/// Pairs of a character and what it is read as, one pair a line, sorted (made by `fold.py`).
const PAIRS: &str = include_str!("fold.txt");

/// How many there are.
const COUNT: usize = {
    let (text, mut count, mut at) = (PAIRS.as_bytes(), 0, 0);
    while at < text.len() {
        if text[at] == b'\n' {
            count += 1;
        }
        at += 1;
    }
    count
};

/// The same pairs as the engine for the browser carries them, which deflated is half as long: of each, byte by byte,
/// how far its character lies behind the one before, and what it is read as.
static GAPS: [[u8; COUNT]; 3] = PACKED.0;
static READ_AS: [[u8; COUNT]; 3] = PACKED.1;

#[expect(
    clippy::indexing_slicing,
    reason = "some thousand lines, once a build; what does not fit ends the build"
)]
const PACKED: ([[u8; COUNT]; 3], [[u8; COUNT]; 3]) = {
    let (mut gaps, mut read_as) = ([[0; COUNT]; 3], [[0; COUNT]; 3]);
    let (mut pair, mut at, mut before) = (0, 0, 0);
    while pair < COUNT {
        let (from, next) = scalar(at);
        let (to, next) = scalar(next);
        let (gap, to) = ((from - before).to_le_bytes(), to.to_le_bytes());
        let mut byte = 0;
        while byte < 3 {
            gaps[byte][pair] = gap[byte];
            read_as[byte][pair] = to[byte];
            byte += 1;
        }
        // A line ends behind its pair.
        (pair, at, before) = (pair + 1, next + 1, from);
    }
    (gaps, read_as)
};

/// The scalar that begins at a byte of the pairs, and where the next does.
#[expect(clippy::indexing_slicing, reason = "what is no UTF-8 ends the build")]
const fn scalar(at: usize) -> (u32, usize) {
    let text = PAIRS.as_bytes();
    let first = text[at];
    let (length, mut scalar) = match first.leading_ones() {
        0 => (1, first as u32),
        more => (more as usize, (first & (0x7F >> more)) as u32),
    };
    let mut next = 1;
    while next < length {
        scalar = scalar << 6 | (text[at + next] & 0x3F) as u32;
        next += 1;
    }
    (scalar, at + length)
}

/// The pairs, unpacked.
fn pairs() -> impl Iterator<Item = (char, char)> {
    let number = |[low, middle, high]: &[[u8; COUNT]; 3], at: usize| {
        let byte = |of: &[u8; COUNT]| of.get(at).copied().unwrap_or_default();
        u32::from_le_bytes([byte(low), byte(middle), byte(high), 0])
    };
    let mut from = 0;
    (0..COUNT).filter_map(move |at| {
        from += number(&GAPS, at);
        Some((char::from_u32(from)?, char::from_u32(number(&READ_AS, at))?))
    })
}

/// The characters that the direct table covers: the common planes of Han.
const DIRECT: std::ops::Range<u32> = 0x3400..0xA000;

struct Table {
    /// What each character of [`DIRECT`] is read as.
    direct: Vec<char>,
    /// The others, sorted.
    rare: Vec<(char, char)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut direct: Vec<char> = DIRECT
            .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        let mut rare = Vec::new();
        for (from, to) in pairs() {
            match direct.get_mut((from as u32).wrapping_sub(DIRECT.start) as usize) {
                Some(slot) => *slot = to,
                None => rare.push((from, to)),
            }
        }
        Table { direct, rare }
    })
}

/// The character that `character` is read as, in the index and in a query alike.
pub(crate) fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let code = character as u32;
    if DIRECT.contains(&code) {
        return table()
            .direct
            .get((code - DIRECT.start) as usize)
            .copied()
            .unwrap_or(character);
    }
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0)
            .unwrap_or(character)
            .to_ascii_lowercase(),
        // Punctuation, kana and symbols of Chinese text, spared the search for a small letter.
        0x2000..=0x2E7F if !character.is_alphabetic() => character,
        0x3000..=0x33FF => character,
        0x2E80..=0x2FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF => rare(character),
        // A final sigma is a sigma at the end of a word.
        0x03C2 => 'σ',
        // The few capitals with two small letters keep the first.
        _ => rare(character.to_lowercase().next().unwrap_or(character)),
    }
}

/// What the table of the others says.
fn rare(character: char) -> char {
    let rare = &table().rare;
    match rare.binary_search_by_key(&character, |pair| pair.0) {
        Ok(at) => rare.get(at).map_or(character, |pair| pair.1),
        Err(_) => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_width_case_and_script_and_nothing_else() {
        let cases = [
            ("審計報告", "审计报告"),
            ("審 計", "审 计"),
            ("ＡＢｃ１５．９（）", "abc15.9()"),
            ("É Ж Σ ς Ü ü Ñ", "e ж σ σ u u n"),
            // GB 2312 holds these: they are words of simplified Chinese.
            ("乾著瞭", "乾著瞭"),
            // These too, but in names alone.
            ("關於以後徵收", "关于以后征收"),
            ("⽂件⺠族⼀、", "文件民族一、"),
            ("\u{F9DC}\u{2F800}", "隆丽"),
            ("①2019", "①2019"),
            ("㎡㈠Ⅳ", "㎡㈠ⅳ"),
            ("〔〕【】“”", "〔〕【】“”"),
        ];
        for (from, to) in cases {
            assert_eq!(from.chars().map(fold).collect::<String>(), to, "{from}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for character in ('\0'..=char::MAX).filter(|character| *character != 'İ') {
            assert_eq!(fold(fold(character)), fold(character), "{character}");
        }
    }

    #[test]
    fn what_is_packed_is_the_table() {
        let lines: String = pairs().map(|(from, to)| format!("{from}{to}\n")).collect();
        assert_eq!(lines, PAIRS);
    }

    #[test]
    fn the_table_is_sorted() {
        let pairs: Vec<&str> = PAIRS.lines().collect();
        assert!(pairs.len() > 3_000);
        assert!(
            pairs
                .windows(2)
                .all(|pair| pair[0].chars().next() < pair[1].chars().next())
        );
        assert!(pairs.iter().all(|pair| pair.chars().count() == 2));
    }
}
