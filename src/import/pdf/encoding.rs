//! What the codes of fonts of one byte mean (ISO 32000-2, 9.6.5 and annex D).
//!
//! In: the name of an encoding, and the names of glyphs. Out: characters. Never guesses: a glyph whose name says nothing
//! has no character.

/// The characters of an encoding, by their codes.
pub(crate) fn base(name: Option<&str>) -> Vec<Option<char>> {
    let table = match name {
        Some("MacRomanEncoding") => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    };
    let is_standard = !matches!(name, Some("MacRomanEncoding" | "WinAnsiEncoding"));
    let codes = 0..=255u8;
    let characters = codes.map(|code| {
        if is_standard && let Some(character) = standard(code) {
            return Some(character);
        }
        let bytes = [code];
        let (text, _) = table.decode_without_bom_handling(&bytes);
        text.chars()
            .next()
            .filter(|c| !c.is_control() && *c != '\u{fffd}')
    });
    characters.collect()
}

fn standard(code: u8) -> Option<char> {
    let code = format!("{code:02X}");
    let mut entries = STANDARD.split(' ');
    let entry = entries.find_map(|entry| entry.strip_prefix(&code))?;
    entry.chars().next()
}

/// Where the standard encoding of Adobe differs from that of Windows: codes, and what they say.
const STANDARD: &str = "\
    27’ 60‘ A4⁄ A6ƒ A8¤ A9' AA“ AC‹ AD› AEﬁ AFﬂ B1– B2† B3‡ B4· B7• B8‚ B9„ BA” BC… BD‰ C1` C2´ C3ˆ C4˜ C5¯ C6˘ \
    C7˙ C8¨ D0— E1Æ E3ª E8Ł E9Ø EAŒ EBº F1æ F5ı F8ł F9ø FAœ FBß";

/// The character of a glyph's name: `A`, `comma`, `uni4E00`, `u20000`.
pub(crate) fn named(name: &str) -> Option<char> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next())
        && only.is_ascii_alphabetic()
    {
        return Some(only);
    }
    if name == "space" {
        return Some(' ');
    }
    let mut known = NAMES.split(' ').filter_map(|entry| entry.split_once('='));
    if let Some((_, character)) = known.find(|(own, _)| *own == name) {
        return character.chars().next();
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    if !(4..=6).contains(&digits.len()) {
        return None;
    }
    u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)
}

/// Names of glyphs (Adobe Glyph List) with their characters, as fonts of letters have them.
const NAMES: &str = "\
    exclam=! quotedbl=\" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' parenleft=( parenright=) \
    asterisk=* plus=+ comma=, hyphen=- period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 \
    eight=8 nine=9 colon=: semicolon=; less=< equal== greater=> question=? at=@ bracketleft=[ backslash=\\ \
    bracketright=] asciicircum=^ underscore=_ grave=` braceleft={ bar=| braceright=} asciitilde=~ quoteright=’ \
    quoteleft=‘ quotedblleft=“ quotedblright=” quotesinglbase=‚ quotedblbase=„ endash=– emdash=— bullet=• \
    ellipsis=… perthousand=‰ guilsinglleft=‹ guilsinglright=› guillemotleft=« guillemotright=» dagger=† \
    daggerdbl=‡ periodcentered=· middot=· fi=ﬁ fl=ﬂ ff=ﬀ ffi=ﬃ ffl=ﬄ minus=− multiply=× divide=÷ plusminus=± \
    degree=° section=§ paragraph=¶ copyright=© registered=® trademark=™ Euro=€ sterling=£ yen=¥ cent=¢ currency=¤ \
    mu=µ onehalf=½ onequarter=¼ threequarters=¾ onesuperior=¹ twosuperior=² threesuperior=³ ordfeminine=ª \
    ordmasculine=º nbspace=\u{a0} sfthyphen=\u{ad} fraction=⁄ florin=ƒ brokenbar=¦ logicalnot=¬ exclamdown=¡ \
    questiondown=¿ acute=´ dieresis=¨ cedilla=¸ macron=¯ circumflex=ˆ tilde=˜ breve=˘ dotaccent=˙ ring=˚ ogonek=˛ \
    caron=ˇ hungarumlaut=˝ dotlessi=ı germandbls=ß AE=Æ ae=æ OE=Œ oe=œ Oslash=Ø oslash=ø Lslash=Ł lslash=ł Eth=Ð \
    eth=ð Thorn=Þ thorn=þ Aacute=Á aacute=á Agrave=À agrave=à Acircumflex=Â acircumflex=â Adieresis=Ä adieresis=ä \
    Atilde=Ã atilde=ã Aring=Å aring=å Ccedilla=Ç ccedilla=ç Eacute=É eacute=é Egrave=È egrave=è Ecircumflex=Ê \
    ecircumflex=ê Edieresis=Ë edieresis=ë Iacute=Í iacute=í Igrave=Ì igrave=ì Icircumflex=Î icircumflex=î \
    Idieresis=Ï idieresis=ï Ntilde=Ñ ntilde=ñ Oacute=Ó oacute=ó Ograve=Ò ograve=ò Ocircumflex=Ô ocircumflex=ô \
    Odieresis=Ö odieresis=ö Otilde=Õ otilde=õ Scaron=Š scaron=š Uacute=Ú uacute=ú Ugrave=Ù ugrave=ù Ucircumflex=Û \
    ucircumflex=û Udieresis=Ü udieresis=ü Yacute=Ý yacute=ý Ydieresis=Ÿ ydieresis=ÿ Zcaron=Ž zcaron=ž lessequal=≤ \
    greaterequal=≥ notequal=≠ approxequal=≈ infinity=∞ summation=∑ radical=√ arrowleft=← arrowright=→ arrowup=↑ \
    arrowdown=↓ filledbox=■ checkmark=✓ alpha=α beta=β gamma=γ delta=δ epsilon=ε lambda=λ pi=π sigma=σ Omega=Ω \
    Delta=Δ Sigma=Σ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_have_characters() {
        assert_eq!(named("uni7532"), Some('甲'));
        assert_eq!(named("comma.alt"), Some(','));
        assert_eq!(named("Q"), Some('Q'));
        assert_eq!(named("g42"), None);
        assert_eq!(base(Some("WinAnsiEncoding")).get(0x93), Some(&Some('“')));
        assert_eq!(base(None).get(0xAA), Some(&Some('“')));
    }
}
