//! What a typist may be about to name, in files so small that a slow line brings one while the engine is on its way:
//! agencies, topics, types, words of the archive and titles, by how they begin.
//!
//! In go the archive and the words that were found in it, out come scripts, each with the names for some beginnings,
//! which `search-names.js` reads:
//!
//! ```text
//! (globalThis.gongbaoNames??={})[FILE]={"BEGINNING":[MORE,[KIND,NAME,REPORTS,URL,READ]...]...};
//! ```
//!
//! A beginning is letters and digits as the search reads them. It has the best names of each kind; where there are more
//! (`MORE` is 1), longer beginnings have those. `READ` is how the name is spelt there, where it is not its own letters. Names of agencies, topics and types stand under what is within them too.
//! In which file a beginning is follows from its characters. Every size is bounded. Nothing here touches the disk.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::route::content_hash;
use crate::vocabulary::{Words, agencies, han, json_in_script, topics, types};

/// Titles that are among the names, at most: the newest.
const TITLES: usize = 10_000;
/// Names of a kind that stand under a beginning, at most.
const OF_A_KIND: usize = 8;
/// Characters of the longest beginning.
const LONGEST: usize = 12;
/// Bytes of a file, about.
const FILE_BYTES: usize = 4_096;
/// Files, at most.
const FILES: usize = 256;
/// Characters of a name that is suggested, at most.
const LONGEST_NAME: usize = 60;

/// The scripts.
pub(crate) struct Beginnings {
    /// Their folder below the root of the site, with `/` at its end: its name changes with their bytes.
    pub(crate) folder: String,
    /// Each, named by its number: `0.js`.
    pub(crate) scripts: Vec<String>,
}

/// What a name is of; the order in which they are suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Agency,
    Topic,
    Type,
    Word,
    Report,
}

struct Name<'a> {
    kind: Kind,
    name: &'a str,
    reports: usize,
    /// Of the one report that is called so.
    url: Option<String>,
}

/// A name by what it begins with, or what stands within it.
struct Place {
    letters: Vec<char>,
    is_within: bool,
    name: usize,
    /// The whole spelling, where it is not the letters of the name.
    read: Option<String>,
}

/// Makes the scripts of an archive in whose sample these words were found.
pub(crate) fn beginnings(archive: &Archive, words: &Words) -> Beginnings {
    let mut names: Vec<Name<'_>> = Vec::new();
    let mut read_as: Vec<(usize, String)> = Vec::new();
    let of_kind = [
        (Kind::Agency, agencies(archive)),
        (Kind::Topic, topics(archive)),
        (Kind::Type, types(archive)),
    ];
    for (kind, all) in of_kind {
        for named in all.into_iter().filter(|named| named.reports > 0) {
            let texts = std::iter::once(named.name).chain(named.other_names);
            let texts = texts.filter(|text| text.chars().count() <= LONGEST_NAME);
            read_as.extend(texts.map(|text| (names.len(), text.to_owned())));
            names.push(Name {
                kind,
                name: named.name,
                reports: named.reports,
                url: None,
            });
        }
    }
    for word in &words.words {
        read_as.push((names.len(), word.text.clone()));
        names.push(Name {
            kind: Kind::Word,
            name: &word.text,
            reports: word.count,
            url: None,
        });
    }
    for (title, (reports, url)) in titles(archive) {
        read_as.push((names.len(), title.to_owned()));
        names.push(Name {
            kind: Kind::Report,
            name: title,
            reports,
            url: (reports == 1).then_some(url),
        });
    }
    let places = places(&names, &read_as);
    let mut nodes = BTreeMap::new();
    grow(String::new(), places.iter().collect(), &names, &mut nodes);
    written(&nodes)
}

/// The newest titles, with how many reports are called so, and the page of the newest of them.
fn titles(archive: &Archive) -> BTreeMap<&str, (usize, String)> {
    let mut titles: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for entry in archive.newest_first() {
        let entry = &archive.entries[entry];
        let facts = &entry.report.front_matter;
        let title = facts.title.as_str();
        let is_short = title.chars().count() <= LONGEST_NAME;
        // A name stands alone, and could not say that it is a draft's.
        if facts.draft || !is_short || (titles.len() == TITLES && !titles.contains_key(title)) {
            continue;
        }
        let page = crate::route::encode(&entry.route.page());
        titles.entry(title).or_insert((0, page)).0 += 1;
    }
    titles
}

/// Where names are found, as they are written and as the search reads them.
fn places(names: &[Name<'_>], read_as: &[(usize, String)]) -> Vec<Place> {
    let mut known: BTreeMap<char, char> = BTreeMap::new();
    let mut places = Vec::new();
    for (name, text) in read_as {
        let plain = letters_of(text);
        let mut folded = |c: &char| *known.entry(*c).or_insert_with(|| han::folded(*c));
        let read: Vec<char> = plain.iter().map(&mut folded).collect();
        let Some(named) = names.get(*name) else {
            continue;
        };
        let own = letters_of(named.name);
        let is_name = named.kind < Kind::Word;
        let spellings = BTreeSet::from([plain, read]);
        for letters in spellings {
            let last = if is_name { letters.len() } else { 1 };
            for from in 0..last.min(letters.len()) {
                places.push(Place {
                    letters: letters.iter().skip(from).take(LONGEST).copied().collect(),
                    is_within: from > 0,
                    name: *name,
                    read: (letters != own).then(|| letters.iter().collect()),
                });
            }
        }
    }
    places
}

/// Letters and digits, in small letters.
fn letters_of(text: &str) -> Vec<char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Adds what stands under a beginning and, where it is not all, under the longer ones.
fn grow(
    beginning: String,
    mut places: Vec<&Place>,
    names: &[Name<'_>],
    nodes: &mut BTreeMap<String, Value>,
) {
    let length = beginning.chars().count();
    let worth = |place: &&Place| {
        let name = names.get(place.name);
        let (kind, reports) = name.map_or((Kind::Word, 0), |name| (name.kind, name.reports));
        (
            kind,
            // What is called so comes first: no longer beginning has it.
            place.is_within || place.letters.len() > length,
            place.is_within,
            Reverse(reports),
            place.name,
            place.read.is_some(),
        )
    };
    places.sort_by_key(worth);
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut of_kind: BTreeMap<Kind, usize> = BTreeMap::new();
    let (mut entries, mut more) = (Vec::new(), false);
    for place in &places {
        let Some(name) = names.get(place.name) else {
            continue;
        };
        if !seen.insert(place.name) {
            continue;
        }
        let count = of_kind.entry(name.kind).or_default();
        *count += 1;
        if *count > OF_A_KIND {
            more = true;
            continue;
        }
        let mut entry = vec![
            json!(name.kind as u8),
            json!(name.name),
            json!(name.reports),
        ];
        let url = name.url.as_ref().map(|url| json!(url));
        entry.extend(url.or_else(|| place.read.as_ref().map(|_| json!(0))));
        entry.extend(place.read.as_ref().map(|read| json!(read)));
        entries.push(Value::Array(entry));
    }
    let goes_on = length == 0 || (more && length < LONGEST);
    if length > 0 {
        entries.insert(0, json!(u8::from(goes_on)));
        nodes.insert(beginning.clone(), Value::Array(entries));
    }
    if !goes_on {
        return;
    }
    let mut longer: BTreeMap<char, Vec<&Place>> = BTreeMap::new();
    for place in places {
        if let Some(next) = place.letters.get(length) {
            longer.entry(*next).or_default().push(place);
        }
    }
    for (next, places) in longer {
        grow(format!("{beginning}{next}"), places, names, nodes);
    }
}

fn written(nodes: &BTreeMap<String, Value>) -> Beginnings {
    let texts = nodes.iter().map(|(beginning, node)| {
        let written = format!("{}:{node}", json!(beginning));
        (beginning, json_in_script(&written))
    });
    let texts: Vec<(&String, String)> = texts.collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let count = (bytes / FILE_BYTES).next_power_of_two().clamp(1, FILES);
    let mut files: Vec<Vec<&str>> = vec![Vec::new(); count];
    for (beginning, text) in &texts {
        if let Some(file) = files.get_mut(file_of(beginning, count)) {
            file.push(text);
        }
    }
    let scripts = files.into_iter().enumerate().map(|(number, texts)| {
        let texts = texts.join(",");
        format!("(globalThis.gongbaoNames??={{}})[{number}]={{{texts}}};\n")
    });
    let scripts: Vec<String> = scripts.collect();
    Beginnings {
        folder: format!(
            "search/names-{}/",
            content_hash(scripts.concat().as_bytes())
        ),
        scripts,
    }
}

/// The file that a beginning is in; `search-names.js` counts alike.
fn file_of(beginning: &str, files: usize) -> usize {
    let hash = beginning.encode_utf16().fold(0_u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(unit.into())
    });
    hash as usize % files.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(kind: Kind, name: &str, reports: usize) -> Name<'_> {
        Name {
            kind,
            name,
            reports,
            url: None,
        }
    }

    fn nodes_of(names: &[Name<'_>]) -> BTreeMap<String, Value> {
        let read_as: Vec<(usize, String)> = names
            .iter()
            .map(|name| name.name.to_owned())
            .enumerate()
            .collect();
        let mut nodes = BTreeMap::new();
        grow(
            String::new(),
            places(names, &read_as).iter().collect(),
            names,
            &mut nodes,
        );
        nodes
    }

    #[test]
    fn names_stand_under_their_beginnings_and_agencies_under_what_is_within() {
        let nodes = nodes_of(&[
            name(Kind::Agency, "云麓區司法局", 3),
            name(Kind::Word, "司法行政", 9),
        ]);
        assert_eq!(
            nodes.get("司"),
            Some(&json!([0, [0, "云麓區司法局", 3], [3, "司法行政", 9]]))
        );
        // As it is written, and as the search reads it.
        assert_eq!(nodes.get("區"), Some(&json!([0, [0, "云麓區司法局", 3]])));
        let read = json!([0, [0, "云麓區司法局", 3, 0, "云麓区司法局"]]);
        assert_eq!(nodes.get("区"), Some(&read));
        assert!(!nodes.contains_key("行"), "{nodes:?}");
    }

    #[test]
    fn what_is_too_much_for_a_beginning_stands_under_longer_ones() {
        let all: Vec<String> = (0..30)
            .map(|n| format!("办法{}号", char::from(b'a' + n % 26)))
            .collect();
        let names: Vec<Name<'_>> = all.iter().map(|text| name(Kind::Report, text, 1)).collect();
        let nodes = nodes_of(&names);
        let node = |key: &str| {
            nodes
                .get(key)
                .and_then(Value::as_array)
                .expect("a beginning")
        };
        assert_eq!(
            (node("办").first(), node("办").len()),
            (Some(&json!(1)), OF_A_KIND + 1)
        );
        assert_eq!(node("办法b").first(), Some(&json!(0)));
    }

    #[test]
    fn files_are_counted_as_the_script_counts() {
        assert_eq!(file_of("行政", 256), (0x884c_usize * 31 + 0x653f) % 256);
        let nodes = BTreeMap::from([("<".to_owned(), json!([0, [3, "</script>", 1]]))]);
        let made = written(&nodes);
        assert_eq!(made.scripts.len(), 1);
        assert!(!made.scripts.concat().contains('<'));
    }
}
