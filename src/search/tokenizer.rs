//! The terms of the index: every unit, and every two units that follow each other.
//!
//! In goes text with block and zone ends, out come tantivy's tokens. Units answer a run of one unit;
//! pairs, with positions, answer every longer run as a phrase that is exact at any offset. A run is
//! planned here as well ([`cover`]), so that another scheme (longer grams where pairs are frequent)
//! replaces this file and nothing else.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::unit::{Class, Separator, Units};

/// The version of how text becomes terms: an index made by another one must be made anew.
pub const ANALYZER: u32 = 1;

/// The tokenizer of the field that holds units.
pub(crate) const UNITS: &str = "units";

/// The tokenizer of the field that holds pairs.
pub(crate) const PAIRS: &str = "pairs";

/// The tokenizer of values that are kept whole; tantivy has it.
pub(crate) const WHOLE: &str = "raw";

/// Where in a report a match stands; the greater weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    Body,
    Heading,
    Title,
}

/// The term of a unit that stands in `zone`; a unit of any zone has the term of the body as well.
pub(crate) fn unit_term(unit: &str, zone: Zone, term: &mut String) {
    term.clear();
    // No unit begins with a capital letter.
    match zone {
        Zone::Body => {}
        Zone::Heading => term.push('H'),
        Zone::Title => term.push('T'),
    }
    term.push_str(unit);
}

/// The term of two units that follow each other, with punctuation between them or not.
fn pair_term(first: &str, separated: bool, second: &str, term: &mut String) {
    term.clear();
    term.push_str(first);
    if separated {
        term.push(' ');
    }
    term.push_str(second);
}

/// One more for each unit; one more where something separates, so that only neighbours are neighbours.
fn step(separator: Separator) -> usize {
    match separator {
        Separator::None => 1,
        Separator::Punctuation | Separator::Block | Separator::Zone => 2,
    }
}

/// A unit of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryUnit {
    pub(crate) text: String,
    pub(crate) class: Class,
    /// Whether punctuation stands between it and the unit before it.
    pub(crate) separated: bool,
}

/// A pair of a run: its term and where it stands, in positions from the first unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) term: String,
    pub(crate) offset: u32,
}

/// The units of a text without block ends, as a query gives it.
pub(crate) fn query_units(text: &str) -> Vec<QueryUnit> {
    let (mut units, mut buffer, mut found) = (Units::new(text), String::new(), Vec::new());
    while let Some(unit) = units.next(&mut buffer) {
        found.push(QueryUnit {
            text: buffer.clone(),
            class: unit.class,
            separated: unit.separator != Separator::None,
        });
    }
    found
}

/// Every pair of a run, in order; a run of one unit has none.
pub(crate) fn pairs(run: &[QueryUnit]) -> Vec<Pair> {
    let mut offset = 0;
    run.windows(2)
        .filter_map(|pair| {
            let [first, second] = pair else { return None };
            let mut term = String::new();
            pair_term(&first.text, second.separated, &second.text, &mut term);
            let at = offset;
            offset += if second.separated { 2 } else { 1 };
            Some(Pair { term, offset: at })
        })
        .collect()
}

/// The pairs that a phrase of the whole run needs: every unit is in one, and so is every separation
/// (two positions apart may be a separation or another unit; only the pair's own term can tell).
pub(crate) fn cover(run: &[QueryUnit]) -> Vec<Pair> {
    let all = pairs(run);
    let mut chosen = vec![false; all.len()];
    for (at, unit) in run.iter().enumerate().skip(1) {
        if unit.separated {
            chosen[at - 1] = true;
        }
    }
    for at in 0..run.len() {
        let before = at.checked_sub(1);
        let covered = before.is_some_and(|pair| chosen[pair]) || chosen.get(at) == Some(&true);
        if !covered {
            if let Some(pair) = chosen.get_mut(at) {
                *pair = true;
            } else if let Some(pair) = before {
                chosen[pair] = true;
            }
        }
    }
    all.into_iter()
        .zip(chosen)
        .filter_map(|(pair, chosen)| chosen.then_some(pair))
        .collect()
}

/// The position of the last unit of the title, and of the last before the body, in indexed text.
pub(crate) fn zone_ends(text: &str) -> [u64; 2] {
    let (mut units, mut buffer, mut position) = (Units::new(text), String::new(), 0);
    let mut ends = [0; 2];
    while let Some(unit) = units.next(&mut buffer) {
        position += step(unit.separator);
        match zone(&units) {
            Zone::Title => ends = [position as u64; 2],
            Zone::Heading => ends[1] = position as u64,
            Zone::Body => break,
        }
    }
    ends
}

/// The zone of the unit that came last.
fn zone(units: &Units) -> Zone {
    match units.zones_ended() {
        0 => Zone::Title,
        1 => Zone::Heading,
        _ => Zone::Body,
    }
}

/// Registers the tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(UNITS, TextAnalyzer::from(UnitTokenizer));
    manager.register(PAIRS, TextAnalyzer::from(PairTokenizer));
    manager
}

/// The common Han characters.
const HAN: std::ops::Range<u32> = 0x4E00..0xA000;

/// Units, and those of title and headings once more under the term of their zone.
#[derive(Clone)]
struct UnitTokenizer;

impl Tokenizer for UnitTokenizer {
    type TokenStream<'a> = UnitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> UnitStream<'a> {
        UnitStream {
            units: Units::new(text),
            unit: String::new(),
            again: false,
            seen: vec![0; HAN.len().div_ceil(64)],
            token: Token::default(),
        }
    }
}

struct UnitStream<'a> {
    units: Units<'a>,
    unit: String,
    /// Whether the unit comes once more, for its zone.
    again: bool,
    /// The Han characters of the body that have come, a bit each: once is enough, as only the reports
    /// that hold a unit are kept.
    seen: Vec<u64>,
    token: Token,
}

impl UnitStream<'_> {
    /// Whether the unit has not come before, as far as is remembered.
    fn comes_first(&mut self) -> bool {
        let code = self.unit.chars().next().map_or(0, u32::from);
        let at = code.wrapping_sub(HAN.start) as usize;
        let Some(word) = self.seen.get_mut(at / 64) else {
            return true;
        };
        let bit = 1 << (at % 64);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

impl TokenStream for UnitStream<'_> {
    fn advance(&mut self) -> bool {
        if self.again {
            self.again = false;
            unit_term(&self.unit, zone(&self.units), &mut self.token.text);
            return true;
        }
        loop {
            if self.units.next(&mut self.unit).is_none() {
                return false;
            }
            self.again = zone(&self.units) != Zone::Body;
            if self.again || self.comes_first() {
                break;
            }
        }
        self.token.position = 0;
        unit_term(&self.unit, Zone::Body, &mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Pairs, at the position of their first unit.
#[derive(Clone)]
struct PairTokenizer;

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        PairStream {
            units: Units::new(text),
            first: String::new(),
            second: String::new(),
            position: 0,
            token: Token::default(),
        }
    }
}

struct PairStream<'a> {
    units: Units<'a>,
    first: String,
    second: String,
    /// The position of `second`.
    position: usize,
    token: Token,
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            std::mem::swap(&mut self.first, &mut self.second);
            let Some(unit) = self.units.next(&mut self.second) else {
                return false;
            };
            let position = self.position;
            self.position += step(unit.separator);
            if self.first.is_empty() || unit.separator > Separator::Punctuation {
                continue;
            }
            let separated = unit.separator == Separator::Punctuation;
            pair_term(&self.first, separated, &self.second, &mut self.token.text);
            self.token.position = position;
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::unit::{BLOCK_END, ZONE_END};

    fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> Vec<String> {
        let mut stream = tokenizer.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            let token = stream.token();
            tokens.push(format!("{}@{}", token.text, token.position));
        }
        tokens
    }

    #[test]
    fn pairs_know_their_positions_and_end_with_their_block() {
        let cases = [
            ("甲乙丙", "甲乙@1 乙丙@2"),
            ("甲，乙丙", "甲 乙@1 乙丙@3"),
            ("甲乙|丙丁", "甲乙@1 丙丁@4"),
            ("甲|乙", ""),
            ("|甲。|，乙1.5", "乙1.5@4"),
        ];
        for (text, expected) in cases {
            let text = text.replace('|', &BLOCK_END.to_string());
            let found = tokens(PairTokenizer, &text).join(" ");
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn units_come_once_and_again_for_their_zone() {
        let text = format!("甲{ZONE_END}甲乙{BLOCK_END}{ZONE_END}乙乙 ab ab");
        let mut found = tokens(UnitTokenizer, &text);
        found.dedup();
        assert_eq!(
            found,
            [
                "甲@0", "T甲@0", "甲@0", "H甲@0", "乙@0", "H乙@0", "乙@0", "ab@0"
            ]
        );
        assert_eq!(zone_ends(&text), [1, 4]);
        assert_eq!(zone_ends(&format!("甲乙{ZONE_END}{ZONE_END}丙")), [2, 2]);
        assert_eq!(zone_ends(&format!("{ZONE_END}{ZONE_END}丙")), [0, 0]);
    }

    #[test]
    fn a_phrase_takes_the_fewest_pairs_that_leave_nothing_out() {
        let cases = [
            ("甲", ""),
            ("甲乙", "甲乙@0"),
            ("甲乙丙", "甲乙@0 乙丙@1"),
            ("甲乙丙丁", "甲乙@0 丙丁@2"),
            ("甲，乙", "甲 乙@0"),
            ("甲乙，丙丁", "甲乙@0 乙 丙@1 丙丁@3"),
            ("甲乙，丙", "甲乙@0 乙 丙@1"),
            ("发〔2016〕31号", "发 2016@0 2016 31@2 31号@4"),
        ];
        for (run, expected) in cases {
            let cover: Vec<String> = cover(&query_units(run))
                .iter()
                .map(|pair| format!("{}@{}", pair.term, pair.offset))
                .collect();
            assert_eq!(cover.join(" "), expected, "{run}");
        }
    }
}
