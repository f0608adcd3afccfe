//! Counting: the number before each paragraph of a list, in the order of the text.
//!
//! In: the list and level of one paragraph after another. Out: what is shown before it. Never knows the text.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::document::Number;
use crate::import::docx::number_format::Format;
use crate::import::docx::numbering::{LEVELS, Level, Numbering};

/// The numbers that were given.
pub(super) struct Counters {
    numbering: Numbering,
    /// The last number of each level, by what lists have in common.
    last: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels that have begun anew already.
    begun: BTreeSet<(u32, u8)>,
}

/// What stands before a paragraph.
#[derive(Debug, PartialEq)]
pub(super) struct Counted {
    /// As it is shown; `None` where the level shows nothing.
    pub number: Option<Number>,
    /// The format is not known: it is shown in digits.
    pub unknown: Option<Box<str>>,
}

impl Counters {
    /// Nothing counted yet.
    pub(super) fn new(numbering: Numbering) -> Counters {
        Counters {
            numbering,
            last: BTreeMap::new(),
            begun: BTreeSet::new(),
        }
    }

    /// The lists.
    pub(super) fn numbering(&self) -> &Numbering {
        &self.numbering
    }

    /// Counts a paragraph; `None` if its list does not number it.
    pub(super) fn count(&mut self, list: u32, level: u8) -> Option<Counted> {
        let at = usize::from(level);
        let common = self.numbering.common(list)?;
        let shape = self.numbering.level(list, level)?;
        let last = self.last.entry(common).or_default();
        // A list that begins a level anew does so when it is first used there.
        let anew = self.numbering.start_of(list, level);
        let anew = anew.filter(|_| self.begun.insert((list, level)));
        let slot = last.get_mut(at)?;
        *slot = Some(match (anew, *slot) {
            (Some(start), _) => start,
            (None, Some(number)) => number.saturating_add(1),
            (None, None) => self.numbering.start_of(list, level).unwrap_or(shape.start),
        });
        // Levels above that were not used count as begun.
        for above in 0..level {
            let shape = self.numbering.level(list, above);
            let start = self.numbering.start_of(list, above);
            let start = start.unwrap_or_else(|| shape.map_or(1, |shape| shape.start));
            let slot = last.get_mut(usize::from(above))?;
            slot.get_or_insert(start);
        }
        for below in level + 1..LEVELS as u8 {
            let shape = self.numbering.level(list, below);
            let restart = shape.and_then(|shape| shape.restart);
            // What names a level that is not above it is as if it named none.
            let restart = restart.filter(|restart| *restart <= below);
            if restart.is_none_or(|restart| level < restart)
                && let Some(slot) = last.get_mut(usize::from(below))
            {
                *slot = None;
            }
        }
        let last = *last;
        Some(self.shown(list, level, shape, &last))
    }

    fn shown(&self, list: u32, level: u8, shape: &Level, last: &[Option<u32>; LEVELS]) -> Counted {
        let mut unknown = None;
        if shape.format == Format::Bullet {
            // A box that is empty or ticked says something; other signs only that there is a list.
            let sign = shape.text.trim();
            let number = match sign {
                "☐" | "☑" | "☒" => Number::Shown {
                    text: sign.to_owned(),
                    is_apart: true,
                },
                _ => Number::Bullet(level),
            };
            let number = Some(number).filter(|_| !shape.is_hidden);
            return Counted { number, unknown };
        }
        let mut text = String::new();
        let mut characters = shape.text.chars().peekable();
        while let Some(character) = characters.next() {
            let digit = characters.peek().and_then(|next| next.to_digit(10));
            let (true, Some(digit @ 1..=9)) = (character == '%', digit) else {
                text.push(character);
                continue;
            };
            characters.next();
            let at = digit as usize - 1;
            let Some(number) = last.get(at).copied().flatten() else {
                continue;
            };
            let of_level = self.numbering.level(list, at as u8);
            let format = of_level.map_or(&Format::Decimal, |level| &level.format);
            if let Format::Unknown(name) = format {
                unknown = Some(name.clone());
            }
            match format {
                // Digits throughout; zeros before them stay.
                Format::Padded(_) => text.push_str(&format.written(number)),
                _ if shape.is_legal => text.push_str(&number.to_string()),
                _ => text.push_str(&format.written(number)),
            }
        }
        let trimmed = text.trim();
        let is_apart = shape.is_apart || trimmed.len() < text.trim_start().len();
        let is_shown = !trimmed.is_empty() && !shape.is_hidden;
        let number = is_shown.then(|| Number::Shown {
            text: trimmed.to_owned(),
            is_apart,
        });
        Counted { number, unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    fn counters(text: &str) -> Counters {
        let text = format!("<w:numbering xmlns:w='x'>{text}</w:numbering>");
        Counters::new(Numbering::of(&xml::tree(&text).expect("lists")))
    }

    fn level(index: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn shown(counters: &mut Counters, list: u32, level: u8) -> String {
        match counters
            .count(list, level)
            .and_then(|counted| counted.number)
        {
            Some(Number::Shown { text, .. }) => text,
            Some(Number::Bullet(_)) => "•".to_owned(),
            None => String::new(),
        }
    }

    #[test]
    fn levels_begin_anew_below_those_above() {
        let first = level(0, "chineseCounting", "第%1章", "");
        let second = level(
            1,
            "chineseCountingThousand",
            "第%2条",
            "<w:lvlRestart w:val='0'/>",
        );
        let third = level(2, "decimal", "%1.%2.%3", "<w:isLgl/>");
        let lists = format!(
            "<w:abstractNum w:abstractNumId='1'>{first}{second}{third}</w:abstractNum>\
             <w:num w:numId='7'><w:abstractNumId w:val='1'/></w:num>\
             <w:num w:numId='8'><w:abstractNumId w:val='1'/>\
             <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
        );
        let mut counters = counters(&lists);
        let order = [
            (7, 0),
            (7, 1),
            (7, 1),
            (7, 2),
            (7, 0),
            (7, 1),
            (7, 2),
            (7, 2),
            (8, 0),
            (8, 0),
            (7, 0),
        ];
        let found: Vec<String> = order
            .iter()
            .map(|(list, level)| shown(&mut counters, *list, *level))
            .collect();
        let expected = [
            "第一章",
            "第一条",
            "第二条",
            "1.2.1",
            "第二章",
            "第三条",
            "2.3.1",
            "2.3.2",
            "第五章",
            "第六章",
            "第七章",
        ];
        assert_eq!(found, expected);
        assert_eq!(counters.count(9, 0), None);
        assert_eq!(counters.count(7, 5), None);
    }
}
