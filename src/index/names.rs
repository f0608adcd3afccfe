//! The units of a batch as small numbers, and the order of these.
//!
//! A unit has two numbers at most: one as it begins a term, and one as it follows in a term after a separation,
//! where a blank stands before it. No unit has the number 0.

use std::collections::HashMap;

use crate::search::text::gram::{Code, Lexicon, SEPARATION, UNIT_END};

/// Characters whose numbers are found without a table of texts.
const COMMON: usize = 0x1_0000;

/// The numbers of a unit, 0 for none: after no separation, and after one.
type Pair = [u32; 2];

/// The units that have been met.
pub(super) struct Names<'l> {
    lexicon: &'l Lexicon,
    common: Vec<Pair>,
    others: HashMap<String, Pair>,
    /// The units as in terms, one after the other, and of each number where its unit ends there.
    spelled: Vec<u8>,
    ends: Vec<u32>,
    /// Of each number, what the lexicon calls the unit.
    codes: Vec<Code>,
}

impl<'l> Names<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Names {
            lexicon,
            common: vec![Pair::default(); COMMON],
            others: HashMap::new(),
            spelled: Vec::new(),
            ends: vec![0],
            codes: vec![0],
        }
    }

    /// The number of a unit.
    pub(super) fn number(&mut self, text: &str, single: bool, separated: bool) -> u32 {
        let character = text.chars().next().filter(|_| single);
        let common = character.and_then(|c| self.common.get(c as usize));
        let held = common.or_else(|| self.others.get(text));
        let [plain, after] = held.copied().unwrap_or_default();
        match if separated { after } else { plain } {
            0 => self.add(text, single, separated),
            number => number,
        }
    }

    fn add(&mut self, text: &str, single: bool, separated: bool) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let mut buffer = [0; 4];
        if separated {
            let mark = SEPARATION.encode_utf8(&mut buffer);
            self.spelled.extend_from_slice(mark.as_bytes());
        }
        self.spelled.extend_from_slice(text.as_bytes());
        if !single {
            let mark = UNIT_END.encode_utf8(&mut buffer);
            self.spelled.extend_from_slice(mark.as_bytes());
        }
        let end = u32::try_from(self.spelled.len()).unwrap_or(u32::MAX);
        self.ends.push(end);
        self.codes.push(self.lexicon.code(single, text));
        let character = text.chars().next().filter(|_| single);
        let pair = match character.and_then(|c| self.common.get_mut(c as usize)) {
            Some(pair) => pair,
            None => self.others.entry(text.to_owned()).or_default(),
        };
        let [plain, after] = pair;
        *if separated { after } else { plain } = number;
        number
    }

    /// What the lexicon calls the unit of a number.
    pub(super) fn code(&self, number: u32) -> Code {
        self.codes.get(number as usize).copied().unwrap_or(0)
    }

    /// The unit of a number as it stands in a term.
    pub(super) fn spelling(&self, number: u32) -> &[u8] {
        let end = |at: u32| self.ends.get(at as usize).map_or(0, |end| *end as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.spelled.get(start..end(number)).unwrap_or_default()
    }

    /// How many numbers there are, with 0.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The order of the units by their bytes.
    pub(super) fn order(&self) -> Order {
        let mut sorted: Vec<u32> = (0..).take(self.len()).collect();
        sorted.sort_unstable_by_key(|number| self.spelling(*number));
        let mut ranks = vec![0u32; sorted.len()];
        for (rank, number) in (0..).zip(sorted) {
            if let Some(slot) = ranks.get_mut(number as usize) {
                *slot = rank;
            }
        }
        Order { ranks }
    }
}

/// The ranks of units by their bytes; that of no unit is 0.
pub(super) struct Order {
    ranks: Vec<u32>,
}

impl Order {
    pub(super) fn rank(&self, number: u32) -> u32 {
        self.ranks.get(number as usize).copied().unwrap_or(0)
    }

    pub(super) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// Bits of a rank.
    pub(super) fn bits(&self) -> u32 {
        (self.ranks.len() as u64 + 1).ilog2() + 1
    }
}
