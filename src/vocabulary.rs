//! The archive's own words, for the help that the search page gives: suggestions while typing, pinyin, near
//! terms where nothing is found, synonyms.
//!
//! In go the archive and a [`Sample`] of what its reports say, out comes one script, which `help-words.js` reads:
//!
//! ```text
//! gongbaoWords={"agencies":[[NAME, URL, REPORTS, OTHER NAMES...]...], "types":[[NAME, URL, REPORTS, KEY]...],
//!   "topics":[[NAME, URL, REPORTS]...], "synonyms":[[WORD...]...], "words":"WORD COUNT WORD COUNT ...",
//!   "sounds":"SYLLABLE+CHARACTERS ...", "variants":"FROM TO FROM TO ..."};
//! ```
//!
//! Beside it come [`Beginnings`], small files for what is typed before that script and the engine are there. URLs are of
//! files below the root of the site. What stands right of the `=` is JSON. It is loaded when a
//! reader wants it, so it is small. Nothing here touches the disk, and nothing is ever searched with it.

mod beginnings;
mod discovery;
mod han;
mod sample;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::route::{self, content_hash};
use crate::vocabulary::discovery::Word;

pub(crate) use crate::vocabulary::beginnings::{Beginnings, beginnings};
pub(crate) use crate::vocabulary::sample::Sample;

/// Words of the archive in the script, at most.
const WORDS: usize = 2_000;
/// Agencies, types and topics in it, at most of each: those with the most reports.
const NAMES: usize = 1_000;
/// Characters whose sound is in it beside those of words and names: the most frequent of the sample, since a
/// wrong character is mostly a common one.
const SOUNDS: usize = 2_000;

/// The script.
pub(crate) struct Script {
    /// Where it is published, below the root of the site: its name changes with its bytes.
    pub(crate) path: String,
    /// The script itself.
    pub(crate) text: String,
}

/// What the script holds.
#[derive(Serialize)]
struct Vocabulary<'a> {
    agencies: Vec<Named<'a>>,
    types: Vec<Named<'a>>,
    topics: Vec<Named<'a>>,
    synonyms: &'a [Vec<String>],
    words: String,
    sounds: String,
    variants: String,
}

/// An agency, a type or a topic.
#[derive(Clone, Serialize)]
#[serde(into = "Vec<serde_json::Value>")]
struct Named<'a> {
    name: &'a str,
    url: String,
    reports: usize,
    other_names: Vec<&'a str>,
}

impl From<Named<'_>> for Vec<serde_json::Value> {
    fn from(named: Named<'_>) -> Self {
        let first = [named.name.into(), named.url.into(), named.reports.into()];
        let others = named.other_names.into_iter().map(Into::into);
        first.into_iter().chain(others).collect()
    }
}

/// What is found in a sample.
#[derive(Serialize, Deserialize)]
pub(crate) struct Words {
    /// The most frequent characters, those first.
    characters: Vec<char>,
    /// The best words.
    words: Vec<Word>,
}

impl Words {
    /// Looks for words in the runs of a sample.
    pub(crate) fn of(runs: &str) -> Words {
        let mut characters = discovery::characters(runs);
        let words = discovery::words(runs, &characters, WORDS);
        characters.truncate(SOUNDS);
        Words { characters, words }
    }
}

/// Makes the script of an archive in whose sample these words were found.
pub(crate) fn script(archive: &Archive, found: &Words) -> Script {
    let Words { characters, words } = found;
    let agencies = agencies(archive);
    let (types, topics) = (types(archive), topics(archive));
    let synonyms = archive.config.synonyms.as_slice();

    let names = agencies.iter().chain(&types).chain(&topics);
    let names = names.flat_map(|named| {
        let others = named.other_names.iter().copied();
        std::iter::once(named.name).chain(others)
    });
    let texts = words.iter().map(|word| word.text.as_str());
    let texts = texts
        .chain(names)
        .chain(synonyms.iter().flatten().map(String::as_str));
    let of_words: BTreeSet<char> = texts.flat_map(str::chars).map(han::folded).collect();
    let mut sounding = of_words.clone();
    let common = characters.iter();
    sounding.extend(common.map(|character| han::folded(*character)));

    let words = words
        .iter()
        .map(|word| format!("{} {}", word.text, word.count));
    written(&Vocabulary {
        agencies,
        types,
        topics,
        synonyms,
        words: words.collect::<Vec<String>>().join(" "),
        sounds: han::sounds(sounding.into_iter()),
        variants: han::variants(&of_words),
    })
}

fn agencies(archive: &Archive) -> Vec<Named<'_>> {
    most(archive.agencies.iter().map(|agency| {
        let facts = &agency.facts;
        let (page, reports) = (agency.route.page(), agency.entries.len());
        let others = facts.other_names.iter().map(String::as_str);
        named(&facts.name, &page, reports, others)
    }))
}

fn types(archive: &Archive) -> Vec<Named<'_>> {
    most(archive.types().into_iter().map(|(key, entries)| {
        let name = archive.type_name(key);
        // Editors know a type by its key, and may type it.
        let keys = Some(key).filter(|key| *key != name);
        named(name, &route::type_page(key), entries.len(), keys)
    }))
}

fn topics(archive: &Archive) -> Vec<Named<'_>> {
    let topics = archive.topics().into_iter();
    most(topics.map(|(segment, (name, entries))| {
        named(name, &route::topic_page(segment), entries.len(), [])
    }))
}

fn named<'a>(
    name: &'a str,
    file: &str,
    reports: usize,
    other_names: impl IntoIterator<Item = &'a str>,
) -> Named<'a> {
    Named {
        name,
        url: route::encode(file),
        reports,
        other_names: other_names.into_iter().collect(),
    }
}

/// Those with the most reports, the most first.
fn most<'a>(named: impl Iterator<Item = Named<'a>>) -> Vec<Named<'a>> {
    let mut named: Vec<Named<'a>> = named.collect();
    named.sort_by_key(|named| Reverse(named.reports));
    named.truncate(NAMES);
    named
}

fn written(vocabulary: &Vocabulary<'_>) -> Script {
    // A struct of texts and numbers is always JSON.
    let json = serde_json::to_string(vocabulary).unwrap_or_else(|_| "{}".to_owned());
    let json = json_in_script(&json);
    let text = format!("gongbaoWords={json};\n");
    Script {
        path: format!("search/words-{}.js", content_hash(text.as_bytes())),
        text,
    }
}

/// JSON as it may stand in a script: old browsers end a line at two of the characters, and `<` could end a script that
/// is copied into a page.
fn json_in_script(json: &str) -> String {
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
        .replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_ends_nowhere_but_at_its_end() {
        let other_names = ["\u{2028}甲\u{2029}\"\\\n"];
        let words = Vocabulary {
            agencies: vec![named("</script><!--", "a b/index.html", 3, other_names)],
            types: Vec::new(),
            topics: Vec::new(),
            synonyms: &[],
            words: String::new(),
            sounds: String::new(),
            variants: String::new(),
        };
        let script = written(&words);
        assert!(!script.text.contains(['<', '\u{2028}', '\u{2029}']));
        assert_eq!(script.text.lines().count(), 1);
        let json = script.text.strip_prefix("gongbaoWords=");
        let json = json
            .and_then(|rest| rest.strip_suffix(";\n"))
            .expect("an assignment");
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let agency = serde_json::json!(["</script><!--", "a%20b/index.html", 3, other_names[0]]);
        assert_eq!(value["agencies"][0], agency);
    }

    #[test]
    fn the_name_changes_with_the_bytes() {
        let words = |text: &str| Vocabulary {
            agencies: Vec::new(),
            types: Vec::new(),
            topics: Vec::new(),
            synonyms: &[],
            words: text.to_owned(),
            sounds: String::new(),
            variants: String::new(),
        };
        assert_eq!(written(&words("甲 1")).path, written(&words("甲 1")).path);
        assert_ne!(written(&words("甲 1")).path, written(&words("甲 2")).path);
    }
}
