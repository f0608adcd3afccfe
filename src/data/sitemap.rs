//! `sitemap.xml` for search engines (sitemaps.org, protocol 0.9), only where the archive says where it
//! will stand: the addresses in it are absolute.
//!
//! `lastmod` is a day that the content states, or is left out; no clock is read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::archive::Archive;
use crate::route::site_path::sitemap_part;

/// The sitemap, or the index of its parts.
pub(crate) use crate::route::site_path::SITEMAP_FILE as FILE;
/// Addresses in one file, at most (protocol 0.9).
const MOST: usize = 50_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The files, in order; none without a base URL. `pages` are those that are not a report's, by their
/// files below the root.
///
/// # Errors
///
/// If memory does not take them.
pub(crate) fn files(archive: &Archive, pages: &[String]) -> io::Result<Vec<(String, Vec<u8>)>> {
    in_files(archive, pages, MOST)
}

fn in_files(
    archive: &Archive,
    pages: &[String],
    most: usize,
) -> io::Result<Vec<(String, Vec<u8>)>> {
    if archive.config.base_url.is_none() {
        return Ok(Vec::new());
    }
    let absolute = |file: &str| archive.config.absolute(file).unwrap_or_default();
    let offset = archive.config.utc_offset.as_str();
    let mut addresses: Vec<(String, Option<String>)> = Vec::new();
    for page in pages {
        addresses.push((absolute(page), None));
    }
    for entry in &archive.entries {
        let facts = &entry.report.front_matter;
        let changed = facts.modified.or(facts.published);
        let changed = changed.map(|moment| match moment.time {
            Some(_) => moment.timestamp(offset),
            None => moment.date.to_string(),
        });
        addresses.push((absolute(&entry.route.page()), changed));
    }
    if addresses.len() <= most {
        return Ok(vec![(FILE.to_owned(), list("urlset", "url", &addresses)?)]);
    }
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for (number, chunk) in addresses.chunks(most).enumerate() {
        let name = sitemap_part(number + 1);
        parts.push((absolute(&name), None));
        files.push((name, list("urlset", "url", chunk)?));
    }
    files.push((FILE.to_owned(), list("sitemapindex", "sitemap", &parts)?));
    Ok(files)
}

fn list(root: &str, each: &str, addresses: &[(String, Option<String>)]) -> io::Result<Vec<u8>> {
    let mut out = Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut writer = Writer::new_with_indent(&mut out, b' ', 1);
    let root = writer.create_element(root);
    root.with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|w| {
            for (address, changed) in addresses {
                w.create_element(each).write_inner_content(|w| {
                    w.create_element("loc")
                        .write_text_content(BytesText::new(address))?;
                    if let Some(changed) = changed {
                        w.create_element("lastmod")
                            .write_text_content(BytesText::new(changed))?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    out.push(b'\n');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sitemap_is_an_index_of_parts() {
        let mut archive = Archive::default();
        archive.config.base_url = Some("https://example.org/a/".to_owned());
        let pages = ["index.html", "years/index.html", "years/2021/2.html"].map(str::to_owned);
        let files = in_files(&archive, &pages, 2).expect("memory takes it");
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        let text = |index: usize| String::from_utf8_lossy(&files[index].1).into_owned();
        assert!(text(0).contains("<loc>https://example.org/a/years/</loc>"));
        assert!(text(1).contains("<loc>https://example.org/a/years/2021/2.html</loc>"));
        assert!(text(2).contains("<loc>https://example.org/a/sitemap-2.xml</loc>"));
        assert_eq!(
            in_files(&archive, &pages, 3)
                .expect("memory takes it")
                .len(),
            1
        );
    }

    #[test]
    fn without_a_base_url_there_is_none() {
        let files = files(&Archive::default(), &["index.html".to_owned()]);
        assert!(files.expect("memory takes it").is_empty());
    }
}
