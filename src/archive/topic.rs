//! The addresses of topics: a segment of a URL for the name of each.
//!
//! Names come from front matter, in any script; what is done here depends on the names alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::route;

/// A segment for every name: its slug where that is its own, else one with eight hex digits of the
/// SHA-256 of the name. Of names with one slug, the first in the order of their bytes keeps it.
pub(crate) fn segments<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let names: BTreeSet<&String> = names.collect();
    let mut segments = BTreeMap::new();
    for name in names {
        let segment = match route::slug(name) {
            Ok(slug) if taken.insert(slug.clone()) => slug,
            Ok(slug) => route::with_digest(&slug, name),
            Err(_) => route::with_digest("topic", name),
        };
        segments.insert(name.clone(), segment);
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
        assert_eq!(segments["城乡建设"], "chengxiangjianshe");
        assert!(segments["城鄉建設"].starts_with("chengxiangjianshe-"));
        let distinct: BTreeSet<_> = segments.values().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(segments.values().all(|segment| route::is_segment(segment)));
    }
}
