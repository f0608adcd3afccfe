//! Maps of codes (ISO 32000-2, 9.7.5 and 9.10.3): how many bytes a code has, and what it means.
//!
//! In: the program of a map. Out: codes from bytes, and for a code its text or its glyph. Never runs a program: the few
//! words that count are read as they come.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::import::pdf::syntax::{Lexer, Object, Token};

/// Entries of a map.
const MAX_ENTRIES: usize = 200_000;
/// Codes of one range.
const MAX_RANGE: u32 = 0x1_0000;
/// Bytes of a code.
const MAX_BYTES: usize = 4;
/// Characters that one code may stand for.
const MAX_TEXT: usize = 32;

/// A map.
#[derive(Debug, Default)]
pub(crate) struct CodeMap {
    /// Which codes there are: how many bytes, the first and the last.
    spaces: Vec<(usize, u32, u32)>,
    /// What single codes say.
    texts: BTreeMap<u32, Rc<str>>,
    /// What runs of codes say: the first, the last, the character of the first.
    runs: Vec<(u32, u32, u32)>,
    /// The glyphs of runs of codes.
    glyphs: Vec<(u32, u32, u32)>,
    /// Its lines go down.
    pub is_vertical: bool,
    /// The map that it goes on from.
    pub base: Option<String>,
}

impl CodeMap {
    /// Reads a map.
    pub(crate) fn of(program: &[u8]) -> CodeMap {
        let mut map = CodeMap::default();
        let mut lexer = Lexer::of_program(program);
        let mut operands: Vec<Object> = Vec::new();
        let mut entries = 0;
        while let Some(token) = lexer.token() {
            entries += 1;
            if entries > MAX_ENTRIES * 4 {
                break;
            }
            let word = match token {
                Token::Object(object) => {
                    operands.push(object);
                    continue;
                }
                Token::Word(word) => word,
            };
            match &*word {
                "usecmap" => map.base = operands.last().and_then(Object::name).map(str::to_owned),
                "endcodespacerange" => {
                    for pair in operands.chunks_exact(2) {
                        if let [low, high] = pair
                            && let (Some((length, low)), Some((_, high))) = (code(low), code(high))
                        {
                            map.spaces.push((length, low, high));
                        }
                    }
                }
                "endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [from, to] = pair
                            && let Some((_, from)) = code(from)
                        {
                            map.say(from, text(to));
                        }
                    }
                }
                "endbfrange" => operands
                    .chunks_exact(3)
                    .for_each(|range| map.say_range(range)),
                "endcidchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [from, to] = pair
                            && let (Some((_, from)), Some(to)) = (code(from), to.index())
                        {
                            map.glyphs.push((from, from, to as u32));
                        }
                    }
                }
                "endcidrange" => {
                    for range in operands.chunks_exact(3) {
                        if let [low, high, to] = range
                            && let (Some((_, low)), Some((_, high)), Some(to)) =
                                (code(low), code(high), to.index())
                        {
                            map.glyphs.push((low, high, to as u32));
                        }
                    }
                }
                "def" => {
                    if let [.., name, value] = operands.as_slice()
                        && name.name() == Some("WMode")
                    {
                        map.is_vertical = value.index() == Some(1);
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        map.runs.sort_unstable();
        map.glyphs.sort_unstable();
        map
    }

    fn say(&mut self, code: u32, text: Option<Rc<str>>) {
        if let Some(text) = text.filter(|_| self.texts.len() < MAX_ENTRIES) {
            self.texts.insert(code, text);
        }
    }

    fn say_range(&mut self, range: &[Object]) {
        let [low, high, to] = range else { return };
        let (Some((_, low)), Some((_, high))) = (code(low), code(high)) else {
            return;
        };
        if let Some(list) = to.array() {
            for (code, to) in (low..=high).zip(list) {
                self.say(code, text(to));
            }
            return;
        }
        let Some(first) = text(to) else { return };
        let mut characters = first.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => {
                if self.runs.len() < MAX_ENTRIES {
                    self.runs.push((
                        low,
                        high.min(low.saturating_add(MAX_RANGE)),
                        u32::from(only),
                    ));
                }
            }
            _ => self.say(low, Some(first)),
        }
    }

    /// Whether it says anything of text.
    pub(crate) fn has_text(&self) -> bool {
        !self.texts.is_empty() || !self.runs.is_empty()
    }

    /// What a code says.
    pub(crate) fn text(&self, code: u32) -> Option<Rc<str>> {
        if let Some(text) = self.texts.get(&code) {
            return Some(Rc::clone(text));
        }
        let first = ranged(&self.runs, code)?;
        char::from_u32(first).map(|character| character.to_string().into())
    }

    /// The glyph of a code.
    pub(crate) fn glyph(&self, code: u32) -> Option<u32> {
        ranged(&self.glyphs, code)
    }

    /// The first code of these bytes, and how many bytes it has; without spaces of codes, two.
    pub(crate) fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        bytes.first()?;
        let mut code = 0;
        for (index, byte) in bytes.iter().take(MAX_BYTES).enumerate() {
            code = (code << 8) | u32::from(*byte);
            let length = index + 1;
            let is_code = self
                .spaces
                .iter()
                .any(|(own, low, high)| *own == length && is_within(code, *low, *high, length));
            if is_code {
                return Some((code, length));
            }
        }
        let shortest = self.spaces.iter().map(|(length, ..)| *length).min();
        let length = shortest.unwrap_or(2).min(bytes.len());
        let bytes = bytes.iter().take(length);
        Some((
            bytes.fold(0, |code, byte| (code << 8) | u32::from(*byte)),
            length,
        ))
    }
}

/// Whether each byte of a code is in its range.
fn is_within(code: u32, low: u32, high: u32, length: usize) -> bool {
    let codes = (code.to_be_bytes(), low.to_be_bytes(), high.to_be_bytes());
    let bytes = codes.0.iter().zip(codes.1.iter().zip(codes.2.iter()));
    let mut bytes = bytes.skip(4 - length);
    bytes.all(|(byte, (low, high))| byte >= low && byte <= high)
}

/// The value of a code in runs that are sorted by their first code.
fn ranged(runs: &[(u32, u32, u32)], code: u32) -> Option<u32> {
    let index = runs.partition_point(|(low, ..)| *low <= code);
    // A shorter run may stand within a longer one.
    let near = runs.get(..index)?.iter().rev().take(4);
    let found = near.into_iter().find(|(_, high, _)| code <= *high);
    found.map(|(low, _, first)| first.saturating_add(code - low))
}

fn code(object: &Object) -> Option<(usize, u32)> {
    let bytes = object
        .bytes()
        .filter(|bytes| !bytes.is_empty() && bytes.len() <= MAX_BYTES)?;
    Some((
        bytes.len(),
        bytes
            .iter()
            .fold(0, |code, byte| (code << 8) | u32::from(*byte)),
    ))
}

/// A text in UTF-16.
fn text(object: &Object) -> Option<Rc<str>> {
    let bytes = object.bytes()?;
    if let [one] = bytes {
        return Some(char::from(*one).to_string().into());
    }
    let units = bytes.chunks_exact(2).take(MAX_TEXT);
    let units = units.map(|unit| {
        unit.iter()
            .fold(0u16, |all, byte| (all << 8) | u16::from(*byte))
    });
    let characters = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
    let text: String = characters.filter(|c| *c != '\0').collect();
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_texts() {
        let map = CodeMap::of(
            b"1 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange
            2 beginbfchar <01> <7532> <02> <D840DC0000660069> endbfchar
            2 beginbfrange <10> <12> <4E00> <20> <21> [<4E59> <4E19>] endbfrange
            1 begincidrange <8000> <80FF> 100 endcidrange /WMode 1 def",
        );
        let text = |code| map.text(code).map(|text| text.to_string());
        assert_eq!(text(1).as_deref(), Some("甲"));
        assert_eq!(text(2).as_deref(), Some("\u{20000}fi"));
        assert_eq!(text(0x12).as_deref(), Some("丂"));
        assert_eq!(text(0x21).as_deref(), Some("丙"));
        assert_eq!(text(0x22), None);
        assert_eq!(map.glyph(0x8003), Some(103));
        assert_eq!(map.next(&[0x80, 1, 2]), Some((0x8001, 2)));
        assert_eq!(map.next(&[0x41, 1]), Some((0x41, 1)));
        assert!(map.is_vertical);
    }
}
