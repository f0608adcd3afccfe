//! Fonts of PDF (ISO 32000-2, 9.5 to 9.10): what their codes say, and how wide they are.
//!
//! In: the dictionary of a font. Out: letters from strings. A code whose meaning nothing says is U+FFFD, never a guess.
//! Never reads the shapes of letters.

use std::rc::Rc;

use encoding_rs::Encoding;

use crate::import::pdf::cmap::CodeMap;
use crate::import::pdf::collection::gb1;
use crate::import::pdf::encoding::{base, named};
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::{Dictionary, Object};
use crate::import::pdf::width::{Widths, glyph_widths};

/// What is shown where nothing says what a code means.
pub(crate) const UNKNOWN: char = '\u{fffd}';
/// Bold, in the flags of a font.
const FORCED_BOLD: usize = 1 << 18;

/// A font.
#[derive(Debug)]
pub(crate) struct Font {
    codes: Codes,
    texts: Option<CodeMap>,
    /// By code, or by glyph where several bytes are one code; in parts of the size.
    widths: Widths,
    /// Its glyphs have the numbers of Adobe-GB1.
    is_gb1: bool,
    /// How far down a letter goes, in parts of the size, if lines go down.
    pub down: Option<f32>,
    pub is_bold: bool,
}

/// How codes stand in strings, and what they say where the font has no map of texts.
#[derive(Debug)]
enum Codes {
    /// One byte each.
    Single(Vec<Option<char>>),
    /// Two bytes each: glyphs.
    Glyphs,
    /// UTF-16.
    Unicode,
    /// Text in an encoding of its own.
    Encoded(&'static Encoding),
    /// As a map says.
    Mapped(CodeMap),
}

/// A letter of a string.
#[derive(Debug)]
pub(crate) struct Letter {
    /// What it says; U+FFFD where nothing says that.
    pub text: Rc<str>,
    /// How far it goes, in parts of the size.
    pub advance: f32,
    /// A blank of one byte, to which programs add room.
    pub is_blank: bool,
}

impl Font {
    /// Reads a font.
    pub(crate) fn of(file: &File<'_>, dictionary: &Dictionary) -> Font {
        let texts = match file.value(dictionary, "ToUnicode") {
            Object::Stream(stream) => file.unpacked(&stream).map(|program| CodeMap::of(&program)),
            _ => None,
        };
        let texts = texts.filter(CodeMap::has_text);
        let is_composite = file.value(dictionary, "Subtype").name() == Some("Type0");
        let mut font = match is_composite {
            true => composite(file, dictionary),
            false => simple(file, dictionary),
        };
        font.texts = texts;
        font
    }

    /// The letters of a string.
    pub(crate) fn letters(&self, bytes: &[u8], letters: &mut Vec<Letter>) {
        let mut rest = bytes;
        while let Some((code, length)) = self.next(rest) {
            let length = length.max(1).min(rest.len());
            let (own, after) = rest.split_at(length);
            letters.push(Letter {
                text: self.text(code, own),
                advance: self.widths.of(self.width_code(code, own)),
                is_blank: own == [b' '],
            });
            rest = after;
        }
    }

    fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let first = *bytes.first()?;
        let two = |bytes: &[u8]| {
            let second = bytes.get(1).copied().unwrap_or(0);
            (u32::from(first) << 8 | u32::from(second), 2)
        };
        Some(match &self.codes {
            Codes::Single(_) => (u32::from(first), 1),
            Codes::Glyphs => two(bytes),
            Codes::Unicode if (0xD8..0xDC).contains(&first) && bytes.len() >= 4 => {
                let code = bytes
                    .iter()
                    .take(4)
                    .fold(0, |code, byte| (code << 8) | u32::from(*byte));
                (code, 4)
            }
            Codes::Unicode => two(bytes),
            Codes::Encoded(_) if first < 0x81 => (u32::from(first), 1),
            Codes::Encoded(encoding) => {
                let is_four = *encoding == encoding_rs::GB18030
                    && bytes.get(1).is_some_and(u8::is_ascii_digit);
                let is_half = *encoding == encoding_rs::SHIFT_JIS && (0xA1..0xE0).contains(&first);
                match (is_four, is_half) {
                    (true, _) => {
                        let code = bytes
                            .iter()
                            .take(4)
                            .fold(0, |code, byte| (code << 8) | u32::from(*byte));
                        (code, 4)
                    }
                    (_, true) => (u32::from(first), 1),
                    _ => two(bytes),
                }
            }
            Codes::Mapped(map) => map.next(bytes)?,
        })
    }

    fn text(&self, code: u32, bytes: &[u8]) -> Rc<str> {
        if let Some(text) = self.texts.as_ref().and_then(|texts| texts.text(code)) {
            return text;
        }
        let unknown = || Rc::from(UNKNOWN.to_string());
        match &self.codes {
            Codes::Single(characters) => {
                let character = characters.get(code as usize).copied().flatten();
                character.map_or_else(unknown, |c| c.to_string().into())
            }
            Codes::Unicode => encoding_rs::UTF_16BE
                .decode_without_bom_handling(bytes)
                .0
                .into(),
            Codes::Encoded(encoding) => encoding.decode_without_bom_handling(bytes).0.into(),
            Codes::Glyphs | Codes::Mapped(_) if self.is_gb1 => {
                let character = gb1(self.width_code(code, bytes));
                character.map_or_else(unknown, |c| c.to_string().into())
            }
            Codes::Glyphs | Codes::Mapped(_) => unknown(),
        }
    }

    /// The number that says how wide a code is.
    fn width_code(&self, code: u32, bytes: &[u8]) -> u32 {
        match &self.codes {
            Codes::Mapped(map) => map.glyph(code).unwrap_or(code),
            // Letters are the first glyphs of all collections of Han, in the order of ASCII.
            Codes::Unicode | Codes::Encoded(_) if (0x20..0x7F).contains(&code) => code - 31,
            Codes::Unicode | Codes::Encoded(_) if bytes.len() > 1 => u32::MAX,
            _ => code,
        }
    }
}

fn simple(file: &File<'_>, dictionary: &Dictionary) -> Font {
    let encoding = file.value(dictionary, "Encoding");
    let descriptor = file.value(dictionary, "FontDescriptor");
    let descriptor = descriptor.dictionary();
    let named_base = match &encoding {
        Object::Name(name) => Some(name.to_string()),
        Object::Dictionary(own) => file.value(own, "BaseEncoding").name().map(str::to_owned),
        _ => None,
    };
    let is_true_type = file.value(dictionary, "Subtype").name() == Some("TrueType");
    let usual = is_true_type.then_some("WinAnsiEncoding");
    let mut characters = base(named_base.as_deref().or(usual));
    if let Object::Dictionary(own) = &encoding {
        let mut code = 0;
        for entry in file.value(own, "Differences").array().unwrap_or_default() {
            match entry {
                Object::Number(_) => code = entry.index().unwrap_or(0),
                Object::Name(name) => {
                    if let Some(character) = characters.get_mut(code) {
                        *character = named(name);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
    // Glyphs of other fonts are measured by a matrix of their own.
    let matrix = file.value(dictionary, "FontMatrix");
    let scale = matrix
        .array()
        .and_then(|m| m.first())
        .and_then(Object::number)
        .unwrap_or(0.001);
    let first = file.value(dictionary, "FirstChar").index().unwrap_or(0);
    let mut widths = Widths {
        usual: descriptor.map_or(0.5, |d| {
            let missing = file.value(d, "MissingWidth").number().unwrap_or(0.0);
            if missing > 0.0 { missing * 0.001 } else { 0.5 }
        }),
        ..Widths::default()
    };
    let list = file.value(dictionary, "Widths");
    for (index, width) in list
        .array()
        .unwrap_or_default()
        .iter()
        .take(256)
        .enumerate()
    {
        if let (Some(width), Ok(code)) =
            (file.resolved(width).number(), u32::try_from(first + index))
        {
            widths.each.insert(code, width * scale);
        }
    }
    Font {
        codes: Codes::Single(characters),
        texts: None,
        widths,
        is_gb1: false,
        down: None,
        is_bold: is_bold(file, dictionary, descriptor.map(|d| &**d)),
    }
}

fn composite(file: &File<'_>, dictionary: &Dictionary) -> Font {
    let descendants = file.value(dictionary, "DescendantFonts");
    let descendant = descendants
        .array()
        .and_then(|all| all.first())
        .map(|first| file.resolved(first));
    let empty = Rc::new(Dictionary::new());
    let descendant = descendant
        .as_ref()
        .and_then(Object::dictionary)
        .unwrap_or(&empty);
    let descriptor = file.value(descendant, "FontDescriptor");
    let encoding = file.value(dictionary, "Encoding");
    let (codes, is_vertical) = match &encoding {
        Object::Name(name) => (named_codes(name), name.ends_with("-V") || &**name == "V"),
        Object::Stream(stream) => {
            let map = file
                .unpacked(stream)
                .map(|program| CodeMap::of(&program))
                .unwrap_or_default();
            let is_vertical =
                map.is_vertical || file.value(&stream.dictionary, "WMode").index() == Some(1);
            match map.base.as_deref().map(named_codes) {
                Some(codes @ (Codes::Unicode | Codes::Encoded(_))) => (codes, is_vertical),
                _ => (Codes::Mapped(map), is_vertical),
            }
        }
        _ => (Codes::Glyphs, false),
    };
    let usual = file.value(descendant, "DW").number().unwrap_or(1000.0) * 0.001;
    let mut widths = glyph_widths(file, &file.value(descendant, "W"), usual);
    if matches!(codes, Codes::Unicode | Codes::Encoded(_))
        && widths.each.is_empty()
        && widths.runs.is_empty()
    {
        widths.runs.push((1, 95, 0.5));
    }
    let down = file.value(descendant, "DW2");
    let down = down
        .array()
        .and_then(|all| all.get(1))
        .and_then(Object::number);
    Font {
        codes,
        texts: None,
        widths,
        is_gb1: is_gb1(file, descendant, descriptor.dictionary().map(|d| &**d)),
        down: is_vertical.then(|| -down.unwrap_or(-1000.0) * 0.001),
        is_bold: is_bold(file, dictionary, descriptor.dictionary().map(|d| &**d)),
    }
}

/// How codes stand in strings, by the name of a map that each program knows.
fn named_codes(name: &str) -> Codes {
    const NAMED: [(&str, &Encoding); 14] = [
        ("GB18030", encoding_rs::GB18030),
        ("GBK2K", encoding_rs::GB18030),
        ("GBK", encoding_rs::GBK),
        ("GB-EUC", encoding_rs::GBK),
        ("GBpc-EUC", encoding_rs::GBK),
        ("ETen", encoding_rs::BIG5),
        ("B5pc", encoding_rs::BIG5),
        ("HKscs", encoding_rs::BIG5),
        ("90ms-RKSJ", encoding_rs::SHIFT_JIS),
        ("90msp-RKSJ", encoding_rs::SHIFT_JIS),
        ("90pv-RKSJ", encoding_rs::SHIFT_JIS),
        ("EUC-", encoding_rs::EUC_JP),
        ("KSC", encoding_rs::EUC_KR),
        ("Ext-RKSJ", encoding_rs::SHIFT_JIS),
    ];
    if name.contains("UCS2") || name.contains("UTF16") {
        return Codes::Unicode;
    }
    let found = NAMED.iter().find(|(own, _)| name.starts_with(own));
    found.map_or(Codes::Glyphs, |(_, encoding)| Codes::Encoded(encoding))
}

/// Whether the numbers of glyphs are those of Adobe-GB1: in an embedded TrueType font they are its own.
fn is_gb1(file: &File<'_>, descendant: &Dictionary, descriptor: Option<&Dictionary>) -> bool {
    let system = file.value(descendant, "CIDSystemInfo");
    let ordering = system
        .dictionary()
        .map(|system| file.value(system, "Ordering"));
    let is_embedded = descriptor.is_some_and(|own| own.contains_key("FontFile2"));
    ordering.as_ref().and_then(Object::bytes) == Some(b"GB1") && !is_embedded
}

fn is_bold(file: &File<'_>, dictionary: &Dictionary, descriptor: Option<&Dictionary>) -> bool {
    let name = file.value(dictionary, "BaseFont");
    let name = name.name().unwrap_or_default().to_lowercase();
    let is_named = ["bold", "heavy", "black"]
        .iter()
        .any(|word| name.contains(word));
    let flags = descriptor
        .and_then(|d| file.value(d, "Flags").index())
        .unwrap_or(0);
    is_named || flags & FORCED_BOLD != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font(codes: Codes) -> Font {
        Font {
            codes,
            texts: None,
            widths: Widths {
                usual: 1.0,
                runs: vec![(1, 95, 0.5)],
                ..Widths::default()
            },
            is_gb1: false,
            down: None,
            is_bold: false,
        }
    }

    fn read(font: &Font, bytes: &[u8]) -> Vec<(String, f32)> {
        let mut letters = Vec::new();
        font.letters(bytes, &mut letters);
        letters
            .into_iter()
            .map(|l| (l.text.to_string(), l.advance))
            .collect()
    }

    #[test]
    fn fonts_that_are_not_embedded_have_text() {
        let gbk = read(&font(named_codes("GBK-EUC-H")), b"A\xBC\xD7");
        assert_eq!(gbk, [("A".to_owned(), 0.5), ("甲".to_owned(), 1.0)]);
        let unicode = read(&font(named_codes("UniGB-UCS2-H")), &[0x75, 0x32, 0, 0x41]);
        assert_eq!(unicode, [("甲".to_owned(), 1.0), ("A".to_owned(), 0.5)]);
    }

    #[test]
    fn glyphs_without_a_map_say_nothing() {
        assert_eq!(read(&font(Codes::Glyphs), &[1, 2])[0].0, "\u{fffd}");
    }
}
