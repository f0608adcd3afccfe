//! Jekyll: posts whose names begin with a date, and pages with front matter.
//!
//! In: a tree. Out: its pages with dates from their names, and addresses by the permalink of the site. Drafts and what Jekyll
//! itself leaves out are left out.

use std::collections::BTreeMap;

use crate::import::tree::{Files, Planned, front};
use crate::import::unique::Unique;

/// The pages of a tree, posts first.
pub(super) fn plan(files: &Files<'_>) -> Vec<Planned> {
    let config = ["_config.yml", "_config.yaml"]
        .iter()
        .find_map(|name| files.text(name));
    let config = config.map(|text| front::read(front::Front::Yaml(&text)).unwrap_or_default());
    let config: BTreeMap<String, String> = config.unwrap_or_default().into_iter().collect();
    let pattern = pattern(config.get("permalink").map_or("date", String::as_str));
    let mut names = Unique::default();
    let mut planned = Vec::new();
    for path in files.paths {
        let Some((stem, "md" | "markdown" | "mkd")) = path.rsplit_once('.') else {
            continue;
        };
        let is_post = path.starts_with("_posts/") || path.contains("/_posts/");
        let hidden = |segment: &str| {
            segment.starts_with('_') && segment != "_posts"
                || segment.starts_with('.')
                || matches!(segment, "vendor" | "node_modules")
        };
        let collection = path
            .split('/')
            .next()
            .unwrap_or_default()
            .strip_prefix('_')
            .filter(|_| !is_post);
        let is_kept_collection = collection
            .is_some_and(|name| config.contains_key(&format!("collections.{name}.output")));
        if path.split('/').any(hidden) && !is_kept_collection {
            continue;
        }
        let text = files.text(path).unwrap_or_default();
        let (found, _) = front::split(&text);
        // Files without front matter are copied, not made into pages.
        if found == front::Front::None {
            continue;
        }
        let stated: BTreeMap<String, String> =
            front::read(found).unwrap_or_default().into_iter().collect();
        let page = match is_post {
            true => post(stem, &stated, &pattern),
            false => page(stem, &stated),
        };
        let Some(mut page) = page else { continue };
        page.path = path.clone();
        page.name = names.name(page.name);
        page.stated
            .push(("old address".to_owned(), page.address.clone()));
        planned.push(page);
    }
    planned.sort_by_key(|page| !page.path.contains("_posts/"));
    planned
}

/// A post: `2015-03-01-report`.
fn post(stem: &str, stated: &BTreeMap<String, String>, pattern: &str) -> Option<Planned> {
    let (folder, last) = stem.rsplit_once('/')?;
    let mut parts = last.splitn(4, '-');
    let (year, month, day, slug) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if [year, month, day]
        .iter()
        .any(|part| part.is_empty() || !part.chars().all(|c| c.is_ascii_digit()))
    {
        return None;
    }
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    let above = folder
        .trim_end_matches("_posts")
        .trim_matches('/')
        .to_owned();
    let categories = stated.get("categories").or_else(|| stated.get("category"));
    let categories = categories.map(|all| {
        all.split([';', ' '])
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    });
    let categories = [above, categories.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/");
    let written = stated.get("slug").map_or(slug, String::as_str);
    let address = stated.get("permalink").map_or(pattern, String::as_str);
    let address = address
        .replace(":categories", &categories.to_lowercase())
        .replace(":year", year)
        .replace(":month", &format!("{month:0>2}"))
        .replace(":i_month", month.trim_start_matches('0'))
        .replace(":day", &format!("{day:0>2}"))
        .replace(":i_day", day.trim_start_matches('0'))
        .replace(":title", written)
        .replace(":slug", written)
        .replace("//", "/");
    Some(Planned {
        name: format!("{year}/{date}-{slug}"),
        address,
        stated: vec![
            ("date".to_owned(), date),
            ("title".to_owned(), slug.replace('-', " ")),
        ],
        ..Planned::default()
    })
}

fn page(stem: &str, stated: &BTreeMap<String, String>) -> Option<Planned> {
    let stem = stem.trim_start_matches('_');
    let address = match stated.get("permalink") {
        Some(permalink) => permalink.clone(),
        None => match stem.strip_suffix("index") {
            Some(folder) => format!("/{folder}"),
            None => format!("/{stem}.html"),
        },
    };
    Some(Planned {
        name: stem.to_owned(),
        address,
        ..Planned::default()
    })
}

/// The permalinks that have names.
fn pattern(permalink: &str) -> String {
    let pattern = match permalink {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "none" => "/:categories/:title.html",
        own => own,
    };
    pattern.to_owned()
}
