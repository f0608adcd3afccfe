//! Hugo: pages below `content/`, whose folders are sections.
//!
//! In: a tree. Out: its pages with their addresses, as Hugo makes them unless a site says otherwise. Never reads a theme.

use std::collections::BTreeMap;

use crate::import::tree::{Files, Planned, front};
use crate::import::unique::Unique;

/// The pages of a tree; pages that only list a section come if they have words.
pub(super) fn plan(files: &Files<'_>) -> Vec<Planned> {
    let mut names = Unique::default();
    let mut planned = Vec::new();
    for path in files.paths {
        let Some(inner) = path.strip_prefix("content/") else {
            continue;
        };
        let Some(stem) = inner
            .strip_suffix(".md")
            .or_else(|| inner.strip_suffix(".markdown"))
        else {
            continue;
        };
        let (folder, last) = stem
            .rsplit_once('/')
            .map_or(("", stem), |(folder, last)| (folder, last));
        let is_section = last == "_index";
        if is_section && !has_body(files, path) {
            continue;
        }
        let place = match last {
            "index" | "_index" => folder.to_owned(),
            _ => stem.to_owned(),
        };
        let stated = stated(files, path);
        let address = match stated.get("slug").filter(|_| !is_section) {
            Some(slug) => match place.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{slug}"),
                None => slug.clone(),
            },
            None => place.clone(),
        };
        let address = match stated.get("url") {
            Some(url) => format!("/{}", url.trim_start_matches('/')),
            None => format!(
                "/{}/",
                address.to_lowercase().replace(' ', "-").trim_matches('/')
            )
            .replace("//", "/"),
        };
        let name = match place.as_str() {
            "" => "index".to_owned(),
            place => place.to_owned(),
        };
        planned.push(Planned {
            path: path.clone(),
            stated: vec![("old address".to_owned(), address.clone())],
            address,
            name: names.name(name),
        });
    }
    planned
}

fn stated(files: &Files<'_>, path: &str) -> BTreeMap<String, String> {
    let text = files.text(path).unwrap_or_default();
    let (front, _) = front::split(&text);
    front::read(front).unwrap_or_default().into_iter().collect()
}

fn has_body(files: &Files<'_>, path: &str) -> bool {
    let text = files.text(path).unwrap_or_default();
    !front::split(&text).1.trim().is_empty()
}
