//! Where in the body parts begin, and where numbers stand that do not follow those before them.
//!
//! In: a body that has been read. Out: each break in a run of numbers with both its places. Never decides what breaks a
//! run; only leaves out what stands in a quotation, which counts as the quoted text does.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plain_text::{lowered, raised};
use crate::report::markdown::Document;
use crate::report::markdown::token::{Leaf, Slice, Token};
use crate::report::outline::{Breach, Part};

/// Paragraphs through which a quotation mark that nothing closes is taken for open.
const QUOTATION_MAX: usize = 60;

/// A number that does not follow the one before it, and where both stand (bytes of the body).
pub(crate) struct BrokenSeries<'d> {
    pub(crate) breach: Breach,
    pub(crate) part: &'d Part,
    pub(crate) place: Range<usize>,
    pub(crate) before: &'d Part,
    pub(crate) place_before: Range<usize>,
}

impl Document<'_> {
    /// Where a part begins in the body: bytes of its first words that stand there as they are shown.
    pub(crate) fn place_of(&self, part: usize) -> Option<Range<usize>> {
        let opens = |leaf: &Leaf| leaf.opens_part && leaf.part as usize == part;
        let leaf = self.tape.leaves.iter().position(opens)? as u32;
        let is_leaf =
            |token: &Token| matches!(token, Token::Leaf(l) | Token::Split(l) if *l == leaf);
        let first = self.tape.tokens.iter().position(is_leaf)?;
        let mut tokens = self.tape.tokens.iter().skip(first);
        tokens.find_map(|token| match token {
            Token::Text(text) | Token::Code(text) if !text.stored && text.len() > 0 => {
                Some(self.place(&text.range()))
            }
            _ => None,
        })
    }

    /// Where the text of each leaf begins among the tokens, for [`Document::place_in`].
    pub(crate) fn leaf_starts(&self) -> Vec<usize> {
        let mut starts = vec![usize::MAX; self.tape.leaves.len()];
        for (at, token) in self.tape.tokens.iter().enumerate() {
            if let Token::Leaf(leaf) | Token::Split(leaf) = token
                && let Some(start) = starts.get_mut(*leaf as usize)
            {
                *start = at.min(*start);
            }
        }
        starts
    }

    /// Where bytes of the text of a leaf stand in the body: from the first of them that stands there as it is shown to the
    /// last; of no bytes, the place before or after which they would stand. `leaf` is its place among all.
    pub(crate) fn place_in(
        &self,
        leaf_starts: &[usize],
        leaf: usize,
        bytes: &Range<usize>,
    ) -> Option<Range<usize>> {
        if bytes.is_empty() {
            let at = bytes.start;
            let before = (at > 0).then(|| self.place_in(leaf_starts, leaf, &(at - 1..at)));
            return match before.flatten() {
                Some(place) => Some(place.end..place.end),
                None => {
                    let place = self.place_in(leaf_starts, leaf, &(at..at + 1))?;
                    Some(place.start..place.start)
                }
            };
        }
        let first = *leaf_starts.get(leaf)?;
        let (mut offset, mut found) = (0, None::<Range<usize>>);
        for token in self.tape.tokens.get(first.checked_add(1)?..)? {
            let length = match token {
                Token::Text(slice) | Token::Code(slice) => {
                    let from = bytes.start.saturating_sub(offset);
                    let to = bytes.end.saturating_sub(offset).min(slice.len());
                    if from < to
                        && let Some(start) = self.written_at(*slice)
                    {
                        found = Some(found.map_or(start + from, |f| f.start)..start + to);
                    }
                    slice.len()
                }
                Token::Raised(slice) => raised(self.str(*slice)).len(),
                Token::Lowered(slice) => lowered(self.str(*slice)).len(),
                Token::Space | Token::Break => 1,
                Token::Leaf(_) | Token::LeafEnd | Token::Split(_) => break,
                _ => 0,
            };
            offset += length;
            if offset >= bytes.end {
                break;
            }
        }
        found.map(|found| self.place(&found))
    }

    /// Where a text stands in the body as it is shown.
    fn written_at(&self, slice: Slice) -> Option<usize> {
        if !slice.stored {
            return Some(slice.range().start);
        }
        let words = &self.tape.words;
        let at = words.partition_point(|(stored, _)| stored.start <= slice.start);
        let (stored, place) = words.get(at.checked_sub(1)?)?;
        (slice.end <= stored.end).then(|| (place + slice.start - stored.start) as usize)
    }

    /// Gaps, repeats and steps back in the runs of numbers, in text order.
    pub(crate) fn broken_series(&self) -> Vec<BrokenSeries<'_>> {
        let breaks = &self.tape.outline.breaks;
        if breaks.is_empty() {
            return Vec::new();
        }
        let mut places: BTreeMap<u32, Option<Range<usize>>> = (breaks.iter())
            .flat_map(|b| [(b.part, None), (b.before, None)])
            .collect();
        self.find(&mut places);
        let found = |part| places.get(&part).cloned().flatten();
        (breaks.iter())
            .filter_map(|b| {
                Some(BrokenSeries {
                    breach: b.breach,
                    part: self.part(b.part)?,
                    place: self.place(&found(b.part)?),
                    before: self.part(b.before)?,
                    place_before: self.place(&found(b.before)?),
                })
            })
            .collect()
    }

    /// Fills in where the numbers of parts stand; those in quotations stay without a place.
    fn find(&self, places: &mut BTreeMap<u32, Option<Range<usize>>>) {
        let tape = &self.tape;
        // The leaf that is open, the bytes of its text that were passed, and where the body was last seen.
        let (mut leaf, mut offset, mut seen) = (None, 0_u32, 0_usize);
        // Quotation marks that are open, and the leaf that opened the first.
        let (mut quotes, mut opened) = (0_usize, 0_usize);
        let mut text = "";
        for token in &tape.tokens {
            let slice = match *token {
                Token::Leaf(next) | Token::Split(next) => {
                    quotes = (quotes + text.matches('“').count())
                        .saturating_sub(text.matches('”').count());
                    let next = next as usize;
                    if quotes == 0 || next > opened + QUOTATION_MAX {
                        (quotes, opened) = (0, next);
                    }
                    leaf = tape.leaves.get(next);
                    text = leaf.map_or("", |leaf| self.str(leaf.text));
                    offset = 0;
                    continue;
                }
                Token::Space | Token::Break => {
                    offset += 1;
                    continue;
                }
                // Its plain text is of another length, and no number begins in it.
                Token::Raised(slice) => {
                    offset += raised(self.str(slice)).len() as u32;
                    continue;
                }
                Token::Lowered(slice) => {
                    offset += lowered(self.str(slice)).len() as u32;
                    continue;
                }
                Token::Text(slice) | Token::Code(slice) => slice,
                _ => continue,
            };
            let end = offset + slice.len() as u32;
            let marks = leaf.and_then(|leaf| {
                tape.marks
                    .get(leaf.marks.start as usize..leaf.marks.end as usize)
            });
            for mark in marks.unwrap_or_default() {
                let (from, to) = mark.number;
                if quotes == 0
                    && (offset..end).contains(&from)
                    && let Some(place) = places.get_mut(&mark.part)
                {
                    *place = Some(match slice.stored {
                        true => seen..seen,
                        false => {
                            let start = (slice.start + from - offset) as usize;
                            start..start + (to.min(end) - from) as usize
                        }
                    });
                }
            }
            if !slice.stored {
                seen = slice.end as usize;
            }
            offset = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::{Document, Options};

    #[test]
    fn numbers_are_found_behind_text_of_another_length() {
        for before in [
            "面积10<sup>4</sup>平方米",
            "CO<sub>2</sub>",
            "甲<sup>[1]</sup>",
            "<ruby>甲<rt>jia</rt></ruby>",
        ] {
            let body = format!("（一）{before}。（二）丑。\n\n（四）寅。");
            let document = Document::parse(&body, Options { chinese: true });
            let broken = document.broken_series();
            let numbers: Vec<&str> = (broken.iter())
                .flat_map(|b| [&body[b.place_before.clone()], &body[b.place.clone()]])
                .collect();
            assert_eq!(numbers, ["（二）", "（四）"], "{body}");
        }
    }
}
