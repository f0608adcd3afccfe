//! Files that configure hosts and crawlers: `robots.txt`, and `_headers` for the hosts that read it (Netlify,
//! Cloudflare Pages).
//!
//! Nothing here is needed to read the archive; a host that knows none of it shows the same pages.

use crate::archive::Archive;
use crate::data::sitemap;
use crate::route;
use crate::route::file_kind::{
    HEADS, KEPT_FOR_GOOD, LINKED_DATA, NOT_KEPT, PLAIN_TEXT, TILES, UNCHANGING, XML, is_active,
};

pub(crate) use crate::route::site_path::{HEADERS_FILE, NO_JEKYLL, ROBOTS_FILE};

/// Everything may be fetched; the sitemap is named where there is one.
pub(crate) fn robots(base_url: Option<&str>) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base_url) = base_url {
        text.push_str(&format!("\nSitemap: {base_url}{}\n", sitemap::FILE));
    }
    text
}

/// Files under hashed names never change; no page is shown in a frame, which a policy in the page cannot
/// say, but for the small search page that is made for it; feeds are XML, since browsers show what is called Atom as bare
/// text or save it, and readers of feeds look at what is in it; source texts are shown, not saved, and as what they are; data may be read by pages of other sites;
/// an attachment that a browser would run as a page of this site is saved. Of a preview nothing is to be found by search engines.
pub(crate) fn headers(archive: &Archive) -> String {
    let mut headers = of_every_site();
    if archive.config.truth.is_on && !archive.is_preview {
        headers.push_str(&of_a_log());
    }
    for entry in &archive.entries {
        let attachments = entry.attachments.iter();
        for attachment in attachments.filter(|a| is_active(&a.name)) {
            let path = route::encode(&entry.route.file(&attachment.name));
            headers.push_str(&format!(
                "/{path}\n  Content-Disposition: attachment\n  Content-Security-Policy: default-src 'none'; sandbox\n"
            ));
        }
    }
    if archive.is_preview {
        headers.push_str("/*\n  X-Robots-Tag: noindex\n");
    }
    headers
}

/// The rules that every site has.
fn of_every_site() -> String {
    let mut rules = BEFORE_ALL.to_owned();
    for pattern in UNCHANGING {
        rules.push_str(&format!("/{pattern}\n  Cache-Control: {KEPT_FOR_GOOD}\n"));
    }
    rules.push_str(&types(OF_SOME));
    rules
}

/// The rules that a site with a log has beside them.
fn of_a_log() -> String {
    let times = format!(
        "/{TILES}*\n  Cache-Control: {KEPT_FOR_GOOD}\n/{HEADS}*\n  Cache-Control: {NOT_KEPT}\n"
    );
    times + &types(OF_LOG)
}

fn types(of: &[Rule]) -> String {
    let mut rules = String::new();
    for (pattern, may_be_read, kind) in of {
        rules.push_str(&format!("/{pattern}\n"));
        if *may_be_read {
            rules.push_str("  Access-Control-Allow-Origin: *\n");
        }
        if let Some(kind) = kind {
            rules.push_str(&format!("  Content-Type: {kind}\n"));
        }
    }
    rules
}

const BEFORE_ALL: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Content-Security-Policy: frame-ancestors 'none'
/search/embed.html
  ! Content-Security-Policy
";

/// Whether pages of other sites may read it, and its type, where hosts do not know it.
type Rule = (&'static str, bool, Option<&'static str>);

/// What is in a log and what proves something of it is for everybody to check.
const OF_LOG: &[Rule] = &[
    ("log/*", true, None),
    ("log/checkpoint", false, Some(PLAIN_TEXT)),
    ("log/checkpoint.unsigned", false, Some(PLAIN_TEXT)),
    ("log/vkey", false, Some(PLAIN_TEXT)),
    ("log/documents/*", false, Some(PLAIN_TEXT)),
    ("*.tlog-proof", true, Some(PLAIN_TEXT)),
    ("*.sha256", true, Some(PLAIN_TEXT)),
];

const OF_SOME: &[Rule] = &[
    ("search-index/*", true, None),
    ("data/*", true, None),
    ("data/catalog.jsonld", false, Some(LINKED_DATA)),
    ("*/index.json", true, None),
    ("*/index.txt", true, Some(PLAIN_TEXT)),
    ("llms.txt", true, Some(PLAIN_TEXT)),
    ("*.md", false, Some(PLAIN_TEXT)),
    ("feed.xml", true, Some(XML)),
    ("*/feed.xml", true, Some(XML)),
];

#[cfg(test)]
mod tests {
    use super::{OF_LOG, OF_SOME};
    use crate::route::file_kind::content_type;

    #[test]
    fn types_are_those_of_every_host() {
        for (pattern, _, kind) in OF_SOME.iter().chain(OF_LOG) {
            let Some(kind) = kind else {
                continue;
            };
            assert_eq!(content_type(pattern), *kind, "{pattern}");
        }
    }
}
