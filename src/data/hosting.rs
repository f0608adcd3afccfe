//! Files that configure hosts and crawlers: `robots.txt`, and `_headers` for the hosts that read it (Netlify,
//! Cloudflare Pages).
//!
//! Nothing here is needed to read the archive; a host that knows none of it shows the same pages.

use crate::archive::Archive;
use crate::data::sitemap;
use crate::route;
use crate::route::file_kind::is_active;

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
    let mut headers = OF_EVERY_SITE.to_owned();
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

const OF_EVERY_SITE: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Content-Security-Policy: frame-ancestors 'none'
/search/embed.html
  ! Content-Security-Policy
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/search-index/*.bin
  Cache-Control: public, max-age=31536000, immutable
/search/engine-*.bin
  Cache-Control: public, max-age=31536000, immutable
/search/names-*
  Cache-Control: public, max-age=31536000, immutable
/search/words-*.js
  Cache-Control: public, max-age=31536000, immutable
/search/disk/*.bin.js
  Cache-Control: public, max-age=31536000, immutable
/agencies/names-*.js
  Cache-Control: public, max-age=31536000, immutable
/regions/names-*.js
  Cache-Control: public, max-age=31536000, immutable
/topics/names-*.js
  Cache-Control: public, max-age=31536000, immutable
/types/names-*.js
  Cache-Control: public, max-age=31536000, immutable
/years/names-*.js
  Cache-Control: public, max-age=31536000, immutable
/search-index/*
  Access-Control-Allow-Origin: *
/data/*
  Access-Control-Allow-Origin: *
/data/catalog.jsonld
  Content-Type: application/ld+json
/*/index.json
  Access-Control-Allow-Origin: *
/*.md
  Content-Type: text/plain; charset=utf-8
/feed.xml
  Access-Control-Allow-Origin: *
  Content-Type: application/xml; charset=utf-8
/*/feed.xml
  Access-Control-Allow-Origin: *
  Content-Type: application/xml; charset=utf-8
";
