//! Signs of symbol fonts: which common sign shows the same.
//!
//! In: the name of a font and a code. Out: the sign, if there is one. Never guesses: what is in no table is not known.

/// Codes 0x20 to 0x7E of the font Symbol.
const SYMBOL_LOW: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Codes 0xA0 to 0xEF of the font Symbol.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪";
/// Codes 0xF1 to 0xFE of the font Symbol.
const SYMBOL_LAST: &str = "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";
/// From a code of Wingdings on, these signs.
const WINGDINGS: &[(u32, &str)] = &[
    (0x21, "✏✂✁"),
    (0x28, "☎✆✉"),
    (0x36, "⌛⌨"),
    (0x3F, "✍"),
    (0x41, "✌"),
    (0x45, "☜☞☝☟"),
    (0x4A, "☺😐☹💣☠"),
    (0x51, "✈☼💧❄"),
    (0x58, "✠✡☪☯"),
    (0x6C, "●❍■□"),
    (0x71, "❑❒⬧⧫◆❖⬥⌧"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•▪○"),
    (0xA4, "◉◎"),
    (0xA7, "▪□"),
    (0xAA, "✦★✶✴✹✵"),
    (0xB1, "⌖"),
    (0xB5, "✪✰"),
    (0xD5, "⌫⌦"),
    (0xD8, "➢"),
    (0xDC, "➲"),
    (0xDF, "←→↑↓↖↗↙↘"),
    (0xE8, "➔"),
    (0xEF, "⇦⇨⇧⇩⬄⇳"),
    (0xFB, "✗✓☒☑"),
];
/// The same of Wingdings 2.
const WINGDINGS_2: &[(u32, &str)] = &[
    (0x4F, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    (0x75, "⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x96, "●●●"),
    (0xA2, "■□"),
];
/// The same of Wingdings 3.
const WINGDINGS_3: &[(u32, &str)] = &[(0x66, "←→↑↓"), (0x70, "▲▼△▽◀▶"), (0x7D, "▶")];
/// The same of Webdings.
const WEBDINGS: &[(u32, &str)] = &[
    (0x33, "◀▶▲▼"),
    (0x61, "✔"),
    (0x63, "□"),
    (0x67, "■"),
    (0x6E, "●"),
    (0x72, "✘"),
];

/// The sign that a font shows for a code.
pub(super) fn shown(font: &str, code: u32) -> Option<String> {
    // Fonts of signs have their codes in an area of their own, too.
    let low = match code {
        0xF000..=0xF0FF => code - 0xF000,
        code => code,
    };
    let table = match font {
        "Wingdings" => WINGDINGS,
        "Wingdings 2" => WINGDINGS_2,
        "Wingdings 3" => WINGDINGS_3,
        "Webdings" => WEBDINGS,
        font if font.starts_with("Symbol") => {
            &[(0x20, SYMBOL_LOW), (0xA0, SYMBOL_HIGH), (0xF1, SYMBOL_LAST)]
        }
        _ => &[],
    };
    if !table.is_empty() && low <= 0xFF {
        let mut runs = table.iter();
        let found = runs.find_map(|(first, signs)| {
            let at = low.checked_sub(*first)?;
            signs.chars().nth(at as usize)
        });
        return found.map(String::from);
    }
    let is_private = matches!(code, 0xE000..=0xF8FF | 0xF_0000..);
    let character = char::from_u32(code).filter(|letter| !letter.is_control());
    character.filter(|_| !is_private).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn signs_of_fonts_become_common_ones() {
        assert_eq!(shown("Symbol", 0xF062).as_deref(), Some("β"));
        assert_eq!(shown("Symbol", 0xF0B3).as_deref(), Some("≥"));
        assert_eq!(shown("Symbol", 0xF0E5).as_deref(), Some("∑"));
        assert_eq!(shown("Wingdings", 0xF0FE).as_deref(), Some("☑"));
        assert_eq!(shown("Wingdings 2", 0x52).as_deref(), Some("☑"));
        assert_eq!(shown("Webdings", 0xF0FF), None);
        assert_eq!(shown("宋体", 0x25A1).as_deref(), Some("□"));
        assert_eq!(shown("示例字体", 0xE123), None);
    }
}
