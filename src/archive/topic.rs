//! The addresses of topics: a segment of a URL for the name of each.
//!
//! Names come from front matter, in any script; what is done here depends on the names alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::route;

/// A segment for every name: its slug where that is its own, else one with eight hex digits of the
/// SHA-256 of the name. Of names with one slug none keeps it: an address that was of one of them is then gone,
/// which is reported, and never becomes another's.
pub(crate) fn segments<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, String> {
    let names: BTreeSet<&String> = names.collect();
    let mut named: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    let mut segments = BTreeMap::new();
    for name in names {
        match route::slug(name) {
            Ok(slug) => named.entry(slug).or_default().push(name),
            Err(_) => {
                segments.insert(name.clone(), route::with_digest("topic", name));
            }
        }
    }
    for (slug, names) in named {
        let is_own = names.len() == 1;
        for name in names {
            let segment = match is_own {
                true => slug.clone(),
                false => route::with_digest(&slug, name),
            };
            segments.insert(name.clone(), segment);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_an_address_of_its_own() {
        let long = "长".repeat(300);
        let names = ["城乡建设", "城鄉建設", "环境保护", "！？", "……", &long].map(str::to_owned);
        let segments = segments(names.iter());
        assert_eq!(segments["环境保护"], "huanjingbaohu");
        for name in ["城乡建设", "城鄉建設"] {
            assert!(segments[name].starts_with("chengxiangjianshe-"), "{name}");
        }
        let distinct: BTreeSet<_> = segments.values().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(segments.values().all(|segment| route::is_segment(segment)));
    }
}
