//! What a link that leads nowhere was meant to lead to: a name in another case or width, a folder left out, `x.md`
//! for `x/index.md`.
//!
//! In goes the link, out comes the path to write in its place. Nothing is guessed where two files would do.

use std::collections::BTreeMap;

use crate::archive::Archive;
use crate::fields::{alike, nearest};
use crate::route;
use crate::source::folder_of;

/// Links for which the name most like theirs is looked for, at most.
const MAX_COMPARED: usize = 100;
/// Names that one is compared with, at most.
const MAX_NAMES: usize = 500;

/// The files that links may lead to, by what their names look like.
pub(super) struct Files<'a> {
    paths: BTreeMap<String, &'a str>,
    names: BTreeMap<String, Vec<&'a str>>,
    compared: usize,
}

impl<'a> Files<'a> {
    pub(super) fn of(archive: &'a Archive, beside: impl Iterator<Item = &'a String>) -> Self {
        let reports = archive.entries.iter().map(|e| e.report.path.as_str());
        let agencies = archive.agencies.iter().filter_map(|a| a.source.as_deref());
        let all = reports.chain(agencies).chain(beside.map(String::as_str));
        let mut files = Files {
            paths: BTreeMap::new(),
            names: BTreeMap::new(),
            compared: 0,
        };
        for path in all {
            files.paths.insert(alike(path), path);
            files
                .names
                .entry(alike(name_of(path)))
                .or_default()
                .push(path);
        }
        files
    }

    /// The path from `folder` to what `destination` means.
    pub(super) fn meant(&mut self, folder: &str, destination: &str) -> Option<String> {
        let decoded = route::decode(destination).unwrap_or_else(|| destination.to_owned());
        let path = decoded.replace('\\', "/");
        let target = route::join(folder, path.trim_start_matches('/'))?;
        let found = self.found(folder, &target);
        let here = format!("{folder}/");
        match found {
            Some(found) => Some(route::relative(here.trim_start_matches('/'), found)),
            // The marks between folders are wrong in any case.
            None => (path != decoded).then(|| path.trim_start_matches("./").to_owned()),
        }
    }

    fn found(&mut self, folder: &str, target: &str) -> Option<&'a str> {
        let stem = ["/index.md", "/index.html", ".md", ".html", ".htm"]
            .iter()
            .find_map(|ending| target.strip_suffix(ending));
        let stem = stem.unwrap_or(target);
        let others = [
            target.to_owned(),
            format!("{stem}/index.md"),
            format!("{stem}.md"),
            format!("{target}/_index.md"),
        ];
        if let Some(found) = others.iter().find_map(|path| self.paths.get(&alike(path))) {
            return Some(found);
        }
        let name = name_of(target);
        if let Some([only]) = self.names.get(&alike(name)).map(Vec::as_slice)
            && name != "index.md"
        {
            return Some(only);
        }
        self.compared += 1;
        if self.compared > MAX_COMPARED {
            return None;
        }
        let within = folder_of(target);
        let within = if within.is_empty() { folder } else { within };
        let prefix = alike(&format!("{within}/"));
        let here = self.paths.range(prefix.clone()..).take(MAX_NAMES);
        let here = here.take_while(|(path, _)| path.starts_with(&prefix));
        let names: Vec<(&str, &str)> = here.map(|(_, path)| (name_of(path), *path)).collect();
        let near = nearest_file(name, names.iter().map(|(name, _)| *name))?;
        names
            .iter()
            .find(|(name, _)| *name == near)
            .map(|(_, path)| *path)
    }
}

/// The name most like another, endings aside: a figure for another is no slip of the hand.
pub(super) fn nearest_file<'n>(
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<&'n str> {
    let figures = |name: &str| -> String { name.chars().filter(char::is_ascii_digit).collect() };
    fn stem(name: &str) -> &str {
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
    let wanted = figures(name);
    let names: Vec<&str> = names.filter(|name| figures(name) == wanted).collect();
    let near = nearest(stem(name), names.iter().map(|name| stem(name)))?;
    names.into_iter().find(|name| stem(name) == near)
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Ends of the names of hosts by which an address without `https://` is known.
const HOST_ENDS: &[&str] = &[
    "cn", "com", "org", "net", "gov", "edu", "hk", "mo", "tw", "int", "eu", "uk", "us", "info",
    "中国", "政务", "公益", "政府",
];

/// The whole address that a link without its scheme seems to mean.
pub(super) fn address(destination: &str) -> Option<String> {
    let plain = destination
        .replace('：', ":")
        .replace('／', "/")
        .replace('＠', "@");
    let host = plain.split('/').next().unwrap_or("");
    if let Some((_, rest)) = plain.split_once("//")
        && ["http", "https", "htps", "htttp", "ttp"].contains(
            &plain
                .split(':')
                .next()
                .unwrap_or("")
                .split('/')
                .next()
                .unwrap_or(""),
        )
    {
        return Some(format!("https://{rest}"));
    }
    if let Some((user, domain)) = host.split_once('@') {
        let is_mail = !user.is_empty() && domain.contains('.') && host == plain;
        return is_mail.then(|| format!("mailto:{plain}"));
    }
    let (name, end) = host
        .split_once([':', '?'])
        .unwrap_or((host, ""))
        .0
        .rsplit_once('.')?;
    let is_host = !name.is_empty()
        && name.split('.').all(|label| !label.is_empty())
        && !host.contains([' ', '%', '（', '('])
        && (name.starts_with("www.") || HOST_ENDS.contains(&end.to_ascii_lowercase().as_str()));
    is_host.then(|| format!("https://{plain}"))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_without_its_scheme_is_known() {
        for (written, wanted) in [
            ("www.example.org/a", "https://www.example.org/a"),
            ("example.gov.cn", "https://example.gov.cn"),
            (
                "example.gov.cn/art/1.html",
                "https://example.gov.cn/art/1.html",
            ),
            ("某某.中国/", "https://某某.中国/"),
            ("office@example.gov.cn", "mailto:office@example.gov.cn"),
            ("https：//example.org/a", "https://example.org/a"),
            ("http//example.org", "https://example.org"),
            ("附件.pdf", ""),
            ("2020.md", ""),
            ("../2020/数据.csv", ""),
            ("图/1.png", ""),
        ] {
            assert_eq!(
                address(written).as_deref().unwrap_or(""),
                wanted,
                "{written}"
            );
        }
    }
}
