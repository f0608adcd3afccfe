//! What an archive publishes of its own: its contacts; and its own words that stop a publication.
//!
//! In: the contacts of archive.yaml as they are written, and the list of words. Out: answers whether a number, a mail
//! address or an address is one of those.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::character::is_unseen;
use crate::privacy::text::digit_at;

/// Digits from which on a number of a contact is one.
const DIGITS: usize = 7;
/// Words of an archive's own.
const MAX_WORDS: usize = 1000;

/// What is exempt, and what is forbidden beside the common words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exempt {
    /// Digits of telephones.
    numbers: BTreeSet<String>,
    /// The contacts, without blanks, in small letters.
    contacts: Vec<String>,
    /// Words that stop a publication.
    words: Vec<String>,
}

impl Exempt {
    /// Of the contacts of an archive, and of its own words that stop a publication.
    pub(crate) fn of<'t>(
        contacts: impl IntoIterator<Item = &'t str>,
        words: impl IntoIterator<Item = &'t str>,
    ) -> Exempt {
        let mut exempt = Exempt::default();
        for contact in contacts {
            exempt.add_numbers(contact);
            exempt.contacts.push(folded(contact));
        }
        let words = words
            .into_iter()
            .map(str::trim)
            .filter(|word| !word.is_empty());
        exempt.words = words.take(MAX_WORDS).map(str::to_owned).collect();
        exempt
    }

    /// Words of the archive's own that stop a publication.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the digits are a telephone of a contact.
    pub(super) fn has_number(&self, digits: &str) -> bool {
        self.numbers.contains(digits)
    }

    /// Whether a contact says these words.
    pub(super) fn has_words(&self, words: &str) -> bool {
        let words = folded(words);
        !words.is_empty() && self.contacts.iter().any(|contact| contact.contains(&words))
    }

    /// Telephones: each group of digits, and groups with no more than blanks and hyphens between them; without the code of
    /// the country too.
    fn add_numbers(&mut self, contact: &str) {
        let bytes = contact.as_bytes();
        let (mut all, mut group) = (String::new(), String::new());
        let mut at = 0;
        while at <= bytes.len() {
            if let Some(digit) = digit_at(bytes, at) {
                group.push(char::from(b'0' + digit.value));
                at = digit.end;
                continue;
            }
            all.push_str(&group);
            self.add_number(&std::mem::take(&mut group));
            if !matches!(bytes.get(at), Some(b' ' | b'-')) {
                self.add_number(&std::mem::take(&mut all));
            }
            at += 1;
        }
    }

    fn add_number(&mut self, digits: &str) {
        let digits = digits.strip_prefix("86").unwrap_or(digits);
        if digits.len() >= DIGITS {
            self.numbers.insert(digits.to_owned());
        }
    }
}

fn folded(words: &str) -> String {
    let seen = words.chars().filter(|sign| !is_unseen(*sign));
    seen.collect::<String>().to_lowercase()
}
