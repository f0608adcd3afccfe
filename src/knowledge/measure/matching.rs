//! Which measure an entry of measures.yaml is about: by its anchor, or by its number where one measure alone has it.
//!
//! In: the measures of a plan, those that could not be read last, and an entry. Out: the measure, or the anchors of
//! those that it may be about.

use std::collections::BTreeMap;

use crate::fields::alike;
use crate::report::declared::measure::Declaration;
use crate::report::findings::measure::Measure;

/// The measures by what entries name them by.
pub(super) struct Matching<'m> {
    measures: Vec<&'m Measure>,
    by_anchor: BTreeMap<&'m str, Vec<usize>>,
    by_number: BTreeMap<String, Vec<usize>>,
}

impl<'m> Matching<'m> {
    /// Of measures that were found and of those that could not be read, which come after them.
    pub(super) fn new(found: &'m [Measure], unread: impl Iterator<Item = &'m Measure>) -> Self {
        let measures: Vec<&Measure> = found.iter().chain(unread).collect();
        let mut matching = Matching {
            measures: Vec::new(),
            by_anchor: BTreeMap::new(),
            by_number: BTreeMap::new(),
        };
        for (index, measure) in measures.iter().enumerate() {
            if !measure.anchor.is_empty() {
                let of_anchor = matching.by_anchor.entry(measure.anchor.as_str());
                of_anchor.or_default().push(index);
            }
            let number = bare(&measure.number);
            if !number.is_empty() {
                matching.by_number.entry(number).or_default().push(index);
            }
        }
        matching.measures = measures;
        matching
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.measures.len()
    }

    /// One of them.
    pub(super) fn measure(&self, index: usize) -> Option<&'m Measure> {
        self.measures.get(index).copied()
    }

    /// The anchor of one of them; where several have it, with its place among those: `t.2`.
    pub(super) fn anchor(&self, index: usize) -> Option<String> {
        let anchor = self.measure(index)?.anchor.as_str();
        let same = self.by_anchor.get(anchor).map_or(&[][..], Vec::as_slice);
        let place = same.iter().position(|other| *other == index);
        Some(match place {
            Some(place) if same.len() > 1 => format!("{anchor}.{}", place + 1),
            _ => anchor.to_owned(),
        })
    }

    /// The measures that have an anchor, or the one at a place among those: `t.2`.
    fn at(&self, anchor: &str) -> &[usize] {
        if let Some(found) = self.by_anchor.get(anchor) {
            return found;
        }
        let placed = anchor.rsplit_once('.').and_then(|(anchor, place)| {
            let place: usize = place.parse().ok()?;
            let at = place.checked_sub(1)?;
            self.by_anchor.get(anchor)?.get(at..place)
        });
        placed.unwrap_or_default()
    }

    /// The measure that an entry is about, or the anchors of those that it may be about.
    pub(super) fn find(&self, declaration: &Declaration) -> Result<usize, Vec<String>> {
        let number = declaration
            .number
            .as_ref()
            .map(|number| bare(&number.value));
        let of_number = number
            .as_ref()
            .and_then(|number| self.by_number.get(number));
        let found = match &declaration.anchor {
            Some(anchor) => {
                let anchor = anchor.value.trim_start_matches('#');
                match (self.at(anchor), of_number) {
                    // Of several under one anchor the number says which.
                    (several @ [_, _, ..], Some(numbered)) => several
                        .iter()
                        .copied()
                        .filter(|index| numbered.contains(index))
                        .collect(),
                    (all, _) => all.to_vec(),
                }
            }
            None => of_number.cloned().unwrap_or_default(),
        };
        match found.as_slice() {
            [index] => Ok(*index),
            several => Err(several
                .iter()
                .filter_map(|index| self.anchor(*index))
                .collect()),
        }
    }
}

/// Whether two numbers are one, however they are set: 1) and １）, (一) and 一、.
pub(super) fn are_alike(first: &str, second: &str) -> bool {
    bare(first) == bare(second)
}

/// A number without brackets, marks and blanks.
fn bare(number: &str) -> String {
    let number = alike(number);
    let inner = number.trim_matches(|c: char| !c.is_alphanumeric());
    inner.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_alike_however_they_are_set() {
        for (first, second) in [
            ("1)", "１）"),
            ("（一）", "(一)"),
            ("1.", "1"),
            ("2.1.1", "2.1.1 "),
        ] {
            assert!(are_alike(first, second), "{first} {second}");
        }
        assert!(!are_alike("1)", "11)"));
        assert!(!are_alike("2.1.1", "2.11"));
    }
}
