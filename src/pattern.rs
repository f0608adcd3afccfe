//! Patterns that an editor declares for a figure in a text: regular expressions whose first group is the figure.
//!
//! In: the pattern as it is written. Out: one that is held against text as figures are read in it (simplified characters,
//! small letters, half width), or what is wrong with it. Time grows with the text, and a compiled pattern has a named
//! size: none can make a build hang. Never looks at a text by itself.

use std::fmt;
use std::ops::Range;

use regex::{Regex, RegexBuilder};
use serde::{Serialize, Serializer};

use crate::character::is_unseen;
use crate::fields::{narrow, simplified};

/// Characters of a pattern.
const WRITTEN_MAX: usize = 500;
/// Bytes of a compiled pattern.
const COMPILED_MAX: usize = 1 << 16;
/// Brackets within brackets.
const NESTED_MAX: u32 = 20;
/// Characters by which the words that a pattern begins with are known in a text.
const WORDS_MIN: usize = 2;

/// A pattern with a group.
#[derive(Clone)]
pub(crate) struct Pattern {
    written: String,
    regex: Regex,
    /// The plain words that it begins with, folded; none where they are too few to know a text by.
    words: Option<String>,
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternFault {
    /// It is longer than [`WRITTEN_MAX`], or compiled more than [`COMPILED_MAX`].
    TooLarge,
    /// It has no group that would be the figure.
    WithoutGroup,
    /// It is no regular expression, as the compiler says it.
    Wrong {
        /// In the words of the compiler.
        why: String,
        /// The byte of the pattern where it says so.
        at: Option<usize>,
    },
}

impl Pattern {
    /// The pattern that is written so.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn of(written: &str) -> Result<Pattern, PatternFault> {
        if written.chars().count() > WRITTEN_MAX {
            return Err(PatternFault::TooLarge);
        }
        let compiled = RegexBuilder::new(&folded(written))
            .case_insensitive(true)
            .size_limit(COMPILED_MAX)
            .nest_limit(NESTED_MAX)
            .build();
        let regex = compiled.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => PatternFault::TooLarge,
            error => PatternFault::Wrong {
                why: reason(&error),
                at: place(written),
            },
        })?;
        match regex.captures_len() {
            ..2 => Err(PatternFault::WithoutGroup),
            _ => Ok(Pattern {
                written: written.to_owned(),
                regex,
                words: words(written),
            }),
        }
    }

    /// Whether the words that it begins with are in a folded text, which it may not match for all that.
    pub(crate) fn begins_with(&self, text: &str) -> bool {
        self.words
            .as_ref()
            .is_some_and(|words| text.contains(words))
    }

    /// The bytes of the first group at each place of a folded text, at most so many.
    pub(crate) fn places(&self, text: &str, most: usize) -> Vec<Range<usize>> {
        let found = self.regex.captures_iter(text).take(most);
        found
            .filter_map(|found| Some(found.get(1)?.range()))
            .collect()
    }
}

/// The plain words that a pattern begins with, folded.
fn words(written: &str) -> Option<String> {
    let simplified = simplified(written);
    let end = simplified.find(|c: char| "\\.+*?()|[]{}^$".contains(c))?;
    let (words, rest) = simplified.split_at_checked(end)?;
    let mut words: Vec<char> = words
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(narrow)
        .collect();
    // What is repeated may be left out.
    if rest.starts_with(['*', '?', '{']) {
        words.pop();
    }
    let is_one_of_several = rest.contains('|');
    (words.len() >= WORDS_MIN && !is_one_of_several).then(|| words.into_iter().collect())
}

/// What the compiler says, without the pattern, which it shows as it was folded.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

/// Where the compiler says that a pattern is wrong, as it is written: it points at it below the pattern.
fn place(written: &str) -> Option<usize> {
    let compiled = RegexBuilder::new(written).nest_limit(NESTED_MAX).build();
    let shown = compiled.err()?.to_string();
    let mut lines = shown
        .lines()
        .skip_while(|line| line.trim() != written.trim());
    let (pattern, pointer) = (lines.next()?, lines.next()?);
    let before = pattern.find(written)?;
    let column = pointer.chars().position(|c| c == '^')?;
    let place = pattern.char_indices().nth(column);
    Some(place.map_or(written.len(), |(at, _)| at.saturating_sub(before)))
}

/// The pattern for folded text: its characters folded, a blank one that may be there or not, and `\d` a digit of our own,
/// which is what others are folded to.
fn folded(written: &str) -> String {
    let mut pattern = String::new();
    let mut depth = 0_usize;
    let simplified = simplified(written);
    let mut characters = simplified.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('d') if depth > 0 => pattern.push_str("0-9"),
                Some('d') => pattern.push_str("[0-9]"),
                Some(other) if other.is_ascii() => pattern.extend(['\\', other]),
                Some(other) => literal(other, &mut pattern),
                None => pattern.push('\\'),
            },
            blank if is_unseen(blank) => {
                while characters.next_if(|next| is_unseen(*next)).is_some() {}
                if depth == 0 {
                    pattern.push_str("(?: )?");
                }
            }
            other => {
                match other {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                match other.is_ascii() {
                    true => pattern.push(other),
                    false => literal(other, &mut pattern),
                }
            }
        }
    }
    pattern
}

/// Adds a character that stands for itself.
fn literal(character: char, pattern: &mut String) {
    let narrow = narrow(character);
    pattern.push_str(&regex::escape(narrow.encode_utf8(&mut [0; 4])));
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.written.fmt(f)
    }
}

/// As it is written: all that it is made from.
impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_held_against_folded_text() {
        for (pattern, text, wanted) in [
            (r"受理(\d+)件", "受理53件", Some("53")),
            (r"受理 (\d+) 件", "受理53件", Some("53")),
            (r"受理（(\d+)）件", "受理(53)件", Some("53")),
            (r"審結(\d+)件", "审结53件", Some("53")),
            (r"受理[：:]([\d.]+)件", "受理:5.3件", Some("5.3")),
            (r"Admitted (\d+)", "admitted 82", Some("82")),
            (r"受理(\d+)件", "受理五十件", None),
            (
                r"受理([一二三四五六七八九十]+)件",
                "受理五十件",
                Some("五十"),
            ),
        ] {
            let places = Pattern::of(pattern).expect(pattern).places(text, 9);
            let found = places.first().map(|place| &text[place.clone()]);
            assert_eq!(found, wanted, "{pattern}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |pattern: &str| Pattern::of(pattern).expect_err(pattern);
        assert_eq!(wrong(r"受理\d+件"), PatternFault::WithoutGroup);
        assert_eq!(wrong(&"甲".repeat(501)), PatternFault::TooLarge);
        assert_eq!(wrong(r"(((\w{99}){99}){99})"), PatternFault::TooLarge);
        for (pattern, wanted, place) in [
            (r"受理(\d+件", "unclosed group", Some("受理")),
            (r"受理\d+)件", "unopened group", Some(r"受理\d+")),
            (
                r"审結（(\d+)[件",
                "unclosed character class",
                Some(r"审結（(\d+)"),
            ),
        ] {
            let (why, at) = (wanted.to_owned(), place.map(str::len));
            assert_eq!(wrong(pattern), PatternFault::Wrong { why, at });
        }
        for pattern in [r"(", r"\", "(?P<", "[", "(\u{0})\\", " (甲 ", "(甲\n)("] {
            let PatternFault::Wrong { at, .. } = wrong(pattern) else {
                panic!("{pattern}");
            };
            assert!(
                at.is_none_or(|at| pattern.is_char_boundary(at)),
                "{pattern}"
            );
        }
        assert!(matches!(
            wrong(&"(".repeat(200)),
            PatternFault::Wrong { .. }
        ));
    }

    #[test]
    fn no_pattern_hangs() {
        let text = "a".repeat(4_000);
        for pattern in [
            r"(a+)+$b",
            r"(a|aa)+b",
            r"([a-z]*[^A]|x)(a?){30}b",
            r".*[^a]|(a)",
        ] {
            let pattern = Pattern::of(pattern).expect(pattern);
            assert!(pattern.places(&text, 20).len() <= 20, "{pattern:?}");
        }
    }
}
