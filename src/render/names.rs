//! The names of long lists, for the boxes that narrow them: what `filter.js` loads when a reader turns to one.
//!
//! In go the lists of agencies, years, types, topics and regions, out comes of each long one a script:
//!
//! ```text
//! gongbaoListed={"names":[[NAME, FOLDER, REGION, BESIDE, OTHER NAMES...]...],"sounds":"SYLLABLE+CHARACTERS ..."};
//! ```
//!
//! FOLDER holds the page of what is named, `index.html`, below the root of the site; BESIDE is what stands beside a
//! name. A character is under every syllable with which it is read in one of these names, so that 重庆 is found by `cq`
//! and not by `zq`. A list on the page does not need it: it can be read and followed without.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::name::reading;
use crate::render::view::{self, ListKind};
use crate::render::ways::index_of;
use crate::render::{HOME_PAGE, Renderer};
use crate::route::{self, REGIONS_PAGE, content_hash};
use crate::theme::{Argument, data_block};

/// A list with more has a box that narrows it.
const SHORT: usize = 20;

/// The script with the names of one list.
pub(crate) struct Names {
    /// Where it is published, below the root of the site: its name changes with its bytes.
    pub(crate) path: String,
    /// The script itself.
    pub(crate) text: String,
    key: &'static str,
}

/// What it holds.
#[derive(Serialize)]
struct Content {
    names: Vec<Vec<String>>,
    sounds: String,
}

impl Renderer<'_> {
    /// The scripts of all long lists.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Names> {
        self.all_names().values()
    }

    /// The box on the page `from` that narrows the list of which `index` is the first page.
    pub(super) fn filter(&self, index: &str, from: &str) -> Option<view::Filter> {
        let names = self.all_names().get(index)?;
        Some(view::Filter {
            key: names.key.to_owned(),
            names: route::relative(from, &names.path),
            language: match names.key {
                "years" => None,
                _ => self.archive_language(),
            },
        })
    }

    fn all_names(&self) -> &BTreeMap<&'static str, Names> {
        self.names.get_or_init(|| {
            let kinds = [
                ListKind::Agency,
                ListKind::Year,
                ListKind::Type,
                ListKind::Topic,
            ];
            let lists = kinds.map(|kind| {
                let (key, page) = index_of(kind);
                (key, page, self.names_of(kind))
            });
            let regions = ("regions", REGIONS_PAGE, self.names_of_regions());
            let lists = lists.into_iter().chain([regions]);
            let long = lists.filter(|(.., names)| names.len() > SHORT);
            long.map(|(key, page, names)| (page, script(key, page, names)))
                .collect()
        })
    }

    fn names_of(&self, kind: ListKind) -> Vec<Vec<String>> {
        let entries = self.way_entries(kind, HOME_PAGE);
        let row = |entry: &view::Entry| {
            let agencies = entry
                .agencies
                .map(|agencies| self.counted("agency_count", agencies));
            let said = [entry.years.clone(), agencies];
            let said = said.into_iter().flatten();
            let said = said.chain([self.counted("reports", entry.count)]);
            let said: Vec<String> = said.collect();
            let region = entry.region.clone().unwrap_or_default();
            vec![
                entry.title.clone(),
                folder(&entry.url),
                region,
                said.join(" · "),
            ]
        };
        let mut rows: Vec<Vec<String>> = entries.iter().map(row).collect();
        if kind == ListKind::Agency {
            // In the order of the entries.
            for (row, (at, _)) in rows.iter_mut().zip(self.archive.agency_tree()) {
                let agency = self.archive.agencies.get(at);
                row.extend(agency.into_iter().flat_map(|a| a.facts.other_names.clone()));
            }
        }
        rows
    }

    fn names_of_regions(&self) -> Vec<Vec<String>> {
        let regions = &self.knowledge.regions.all;
        let entries = self.region_entries(HOME_PAGE);
        let row = |(region, entry): (&crate::knowledge::region::Region, view::RegionEntry)| {
            let around = region.path.split_last().map(|(_, around)| around.concat());
            let agencies = self.counted("agency_count", entry.agencies);
            let arguments = [
                ("n", Argument::Number(entry.reports)),
                ("agencies", Argument::Text(&agencies)),
            ];
            let said = self.texts().fill("region_counts", &arguments);
            vec![
                entry.name,
                folder(&entry.url),
                around.unwrap_or_default(),
                said,
            ]
        };
        regions.iter().zip(entries).map(row).collect()
    }

    fn counted(&self, key: &str, n: u64) -> String {
        self.texts().fill(key, &[("n", Argument::Number(n))])
    }
}

/// The folder of a page, as it is in a URL.
fn folder(url: &str) -> String {
    url.strip_suffix("/index.html").unwrap_or(url).to_owned()
}

fn script(key: &'static str, page: &str, names: Vec<Vec<String>>) -> Names {
    // What is read: the name itself, the region, other names.
    let read = names.iter().flat_map(|row| {
        let beside = row.get(2).into_iter().chain(row.iter().skip(4));
        row.first().into_iter().chain(beside)
    });
    let sounds = sounds(read.map(String::as_str));
    let json = data_block(&Content { names, sounds });
    // A struct of texts is always JSON.
    let text = format!(
        "gongbaoListed={};\n",
        json.unwrap_or_else(|_| "{}".to_owned())
    );
    let folder = page.strip_suffix("index.html").unwrap_or(page);
    Names {
        path: format!("{folder}names-{}.js", content_hash(text.as_bytes())),
        text,
        key,
    }
}

/// Syllables, each with the characters that are read so in one of the texts: `bei北 yu渝`.
fn sounds<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut sounds: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    let is_read = |c: char| reading::of_character(c).is_some();
    for text in texts {
        for run in text.split(|c| !is_read(c)).filter(|run| !run.is_empty()) {
            for (character, syllable) in run.chars().zip(reading::of_run(run)) {
                sounds.entry(syllable).or_default().insert(character);
            }
        }
    }
    let written = sounds
        .into_iter()
        .map(|(syllable, of)| syllable.to_owned() + &of.into_iter().collect::<String>());
    written.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{script, sounds};

    #[test]
    fn characters_are_read_as_the_names_are_that_hold_them() {
        let names = ["重庆市渝北区", "重点办（2021）", "A局"];
        assert_eq!(
            sounds(names.into_iter()),
            "ban办 bei北 chong重 dian点 ju局 qing庆 qu区 shi市 yu渝 zhong重"
        );
    }

    #[test]
    fn a_script_is_named_by_its_bytes_and_ends_nowhere_but_at_its_end() {
        let row = |name: &str| {
            vec![
                [name, "yubei", "重庆市", "2021年 · 1份"]
                    .map(str::to_owned)
                    .to_vec(),
            ]
        };
        let one = script("agencies", "agencies/index.html", row("</script>"));
        let other = script("agencies", "agencies/index.html", row("渝北区"));
        assert_ne!(one.path, other.path);
        assert!(one.path.starts_with("agencies/names-"), "{}", one.path);
        assert!(!one.text.contains('<'), "{}", one.text);
        let json = other.text.strip_prefix("gongbaoListed=");
        let json = json
            .and_then(|rest| rest.strip_suffix(";\n"))
            .expect("an assignment");
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(value["names"][0][1], "yubei");
        assert_eq!(value["sounds"], "bei北 chong重 qing庆 qu区 shi市 yu渝");
    }
}
