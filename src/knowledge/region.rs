//! Regions: the places of bodies as a tree of provinces, cities and counties.
//!
//! In: what each `_index.md` says of its `region`. Out: the tree, and where in it each body is. A region is divided where
//! the name of a division ends (省, 自治区; 市, 自治州, 盟; 区, 县, 旗) or where a slash or blank divides it; what cannot be
//! divided is one region. Nothing is looked up in any table of places.

use std::collections::BTreeMap;

use crate::archive::topic;
use crate::archive::{AgencyIndex, Archive};
use crate::name::order;

/// Index of a region in [`Regions::all`].
pub(crate) type RegionIndex = usize;

/// The regions of an archive, each after the one around it.
#[derive(Debug, Default)]
pub(crate) struct Regions {
    /// In natural order, each after the one around it.
    pub all: Vec<Region>,
    of_agency: Vec<Option<RegionIndex>>,
}

/// A region.
#[derive(Debug)]
pub(crate) struct Region {
    /// Its own name: 示例市.
    pub name: String,
    /// The names from the outermost to this one.
    pub path: Vec<String>,
    /// The segment of its URL.
    pub segment: String,
    /// The region around it.
    pub parent: Option<RegionIndex>,
    /// The regions directly in it.
    pub children: Vec<RegionIndex>,
    /// The bodies that are directly in it.
    pub agencies: Vec<AgencyIndex>,
    /// The bodies in it and in the regions within it, in the order of the archive.
    pub all_agencies: Vec<AgencyIndex>,
}

/// Ends of names of divisions, level by level, the longer of each first.
const ENDS: [&[&str]; 3] = [
    &["特别行政区", "特別行政區", "自治区", "自治區", "省"],
    &["自治州", "地区", "地區", "盟", "市", "州"],
    &[
        "自治县",
        "自治縣",
        "自治旗",
        "林区",
        "林區",
        "特区",
        "特區",
        "新区",
        "新區",
        "县",
        "縣",
        "旗",
        "区",
        "區",
        "市",
    ],
];
/// Scalars of a name that ends so, at least: 沙市区 would else end at 市, and 广州市 at 州.
const SHORTEST: usize = 3;
/// Levels that a region is divided into, at most; what comes after is one name.
const LEVELS_MAX: usize = 5;

impl Regions {
    /// The regions of all bodies of an archive.
    pub(crate) fn of(archive: &Archive) -> Regions {
        let mut paths: BTreeMap<Vec<String>, Vec<AgencyIndex>> = BTreeMap::new();
        let mut spellings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (index, agency) in archive.agencies.iter().enumerate() {
            let Some(region) = &agency.facts.region else {
                continue;
            };
            let mut path = divided(region);
            // Two ways of writing one name are one region.
            let written = spellings
                .entry(path.concat())
                .or_insert_with(|| path.clone());
            path.clone_from(written);
            // The regions around it are regions too, whether or not a body is there.
            for length in 1..=path.len() {
                let around = path.get(..length).unwrap_or_default().to_vec();
                let agencies = paths.entry(around).or_default();
                if length == path.len() {
                    agencies.push(index);
                }
            }
        }
        let joined: BTreeMap<&Vec<String>, String> =
            paths.keys().map(|path| (path, path.concat())).collect();
        let segments = topic::segments(joined.values());
        let mut sorted: Vec<&Vec<String>> = paths.keys().collect();
        sorted.sort_by_cached_key(|path| {
            let names = path.iter().map(|name| order::place(name));
            names.collect::<Vec<_>>()
        });
        let mut regions = Regions {
            all: Vec::with_capacity(sorted.len()),
            of_agency: vec![None; archive.agencies.len()],
        };
        let mut places: BTreeMap<&Vec<String>, RegionIndex> = BTreeMap::new();
        for path in sorted {
            let index = regions.all.len();
            places.insert(path, index);
            let parent = path.split_last().and_then(|(_, around)| {
                let around = around.to_vec();
                places.get(&around).copied()
            });
            let agencies = paths.get(path).cloned().unwrap_or_default();
            for agency in &agencies {
                if let Some(place) = regions.of_agency.get_mut(*agency) {
                    *place = Some(index);
                }
            }
            if let Some(around) = parent.and_then(|parent| regions.all.get_mut(parent)) {
                around.children.push(index);
            }
            let segment = joined.get(path).and_then(|name| segments.get(name));
            regions.all.push(Region {
                name: path.last().cloned().unwrap_or_default(),
                path: path.clone(),
                segment: segment.cloned().unwrap_or_default(),
                parent,
                children: Vec::new(),
                all_agencies: agencies.clone(),
                agencies,
            });
        }
        // Those within come after those around them, so that going backwards each is whole when it is added.
        for index in (0..regions.all.len()).rev() {
            let Some(region) = regions.all.get_mut(index) else {
                continue;
            };
            region.all_agencies.sort_unstable();
            let (parent, within) = (region.parent, region.all_agencies.clone());
            if let Some(around) = parent.and_then(|parent| regions.all.get_mut(parent)) {
                around.all_agencies.extend(within);
            }
        }
        regions
    }

    /// Where a body is.
    pub(crate) fn of_agency(&self, agency: AgencyIndex) -> Option<RegionIndex> {
        self.of_agency.get(agency).copied().flatten()
    }

    /// The region that is called so, by its whole name or, where only one has it, by its own.
    pub(crate) fn called(&self, name: &str) -> Option<RegionIndex> {
        let path = divided(name);
        let whole = self.all.iter().position(|region| region.path == path);
        whole.or_else(|| {
            let mut own = self.all.iter().enumerate();
            let mut own = own
                .by_ref()
                .filter(|(_, region)| region.name == name.trim());
            match (own.next(), own.next()) {
                (Some((index, _)), None) => Some(index),
                _ => None,
            }
        })
    }
}

/// The names of divisions that a region is written with, the outermost first.
fn divided(region: &str) -> Vec<String> {
    let words = region.split(|c: char| c.is_whitespace() || matches!(c, '/' | '／' | '>' | '·'));
    let mut names = Vec::new();
    let mut level = 0;
    for word in words.filter(|word| !word.is_empty()) {
        if let Some(last) = names.get_mut(LEVELS_MAX - 1) {
            let last: &mut String = last;
            last.push_str(word);
            continue;
        }
        let mut rest = word;
        while level < ENDS.len()
            && let Some((name, found, after)) = first_division(rest, level)
        {
            names.push(name.to_owned());
            (rest, level) = (after, found + 1);
            if rest.is_empty() {
                break;
            }
        }
        if !rest.is_empty() {
            names.push(rest.to_owned());
        }
    }
    names
}

/// The first name of a division of `level` or below, its level, and what comes after.
fn first_division(text: &str, level: usize) -> Option<(&str, usize, &str)> {
    let levels = ENDS.iter().enumerate().skip(level);
    levels.into_iter().find_map(|(level, ends)| {
        let found = ends.iter().filter_map(|end| {
            let mut from = text.match_indices(end);
            let at = from.find(|(at, _)| {
                text.get(..*at).is_some_and(|name| {
                    let length = name.chars().count() + end.chars().count();
                    length >= SHORTEST && !name.is_empty()
                })
            });
            at.map(|(at, _)| at + end.len())
        });
        let end = found.min()?;
        let (name, after) = text.split_at_checked(end)?;
        Some((name, level, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_divided_where_names_of_divisions_end() {
        let cases: &[(&str, &[&str])] = &[
            ("示例省示例市云麓区", &["示例省", "示例市", "云麓区"]),
            ("示例自治区示例市", &["示例自治区", "示例市"]),
            (
                "示例省示例自治州示例自治县",
                &["示例省", "示例自治州", "示例自治县"],
            ),
            ("示例市云麓区", &["示例市", "云麓区"]),
            ("示例省 / 示例市", &["示例省", "示例市"]),
            ("示例省示例地区汀兰县", &["示例省", "示例地区", "汀兰县"]),
            ("广州市", &["广州市"]),
            ("示例省沙市区", &["示例省", "沙市区"]),
            ("a b c d e f g", &["a", "b", "c", "d", "efg"]),
            ("示例市示例高新区", &["示例市", "示例高新区"]),
            ("Example County", &["Example", "County"]),
            ("示例", &["示例"]),
            ("", &[]),
        ];
        for (region, names) in cases {
            assert_eq!(divided(region), *names, "{region}");
        }
    }
}
