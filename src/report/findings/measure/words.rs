//! Words at the beginning or end of a run of characters.
//!
//! In: characters and words. Out: what is left, or whether nothing is. Never knows what a word means.

/// What follows `word` where the characters begin with it.
pub(super) fn after<'c>(characters: &'c [char], word: &str) -> Option<&'c [char]> {
    let mut rest = characters;
    for wanted in word.chars() {
        match rest.split_first() {
            Some((first, others)) if *first == wanted => rest = others,
            _ => return None,
        }
    }
    Some(rest)
}

/// What precedes `word` where the characters end with it.
pub(super) fn before<'c>(characters: &'c [char], word: &str) -> Option<&'c [char]> {
    let mut rest = characters;
    for wanted in word.chars().rev() {
        match rest.split_last() {
            Some((last, others)) if *last == wanted => rest = others,
            _ => return None,
        }
    }
    Some(rest)
}

/// Whether the characters begin with one of the words.
pub(super) fn begins(characters: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| after(characters, word).is_some())
}

/// Whether the characters end with one of the words.
pub(super) fn ends(characters: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| before(characters, word).is_some())
}

/// Whether one of the words is anywhere among the characters.
pub(super) fn holds(characters: &[char], words: &[&str]) -> bool {
    (0..characters.len()).any(|at| begins(characters.get(at..).unwrap_or_default(), words))
}

/// What is left when words are taken away from the beginning as long as there are some. Of words that begin alike
/// the longer one comes first in the list.
pub(super) fn eat<'c>(characters: &'c [char], words: &[&str]) -> &'c [char] {
    let mut rest = characters;
    while let Some(next) = words.iter().find_map(|word| after(rest, word)) {
        rest = next;
    }
    rest
}

/// What is left when words are taken away from the end as long as there are some.
pub(super) fn eat_end<'c>(characters: &'c [char], words: &[&str]) -> &'c [char] {
    let mut rest = characters;
    while let Some(next) = words.iter().find_map(|word| before(rest, word)) {
        rest = next;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_from_both_ends() {
        let text: Vec<char> = "由由示例局具体".chars().collect();
        assert_eq!(eat(&text, &["由"]).len(), 5);
        assert_eq!(eat_end(&text, &["具体"]).len(), 5);
        assert!(eat(&text, &["由", "示例", "局", "具体"]).is_empty());
        assert!(begins(&text, &["由示", "由由"]) && ends(&text, &["具体"]));
        assert!(holds(&text, &["例局"]) && !holds(&text, &["局例"]));
        assert_eq!(after(&[], "由"), None);
    }
}
