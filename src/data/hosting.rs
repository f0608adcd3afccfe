//! What hosts and crawlers are told of the folder: `robots.txt`, and `_headers` for the hosts that read it
//! (Netlify, Cloudflare Pages).
//!
//! Nothing here is needed to read the archive; a host that knows none of it shows the same pages.

use crate::data::sitemap;

/// Rules for crawlers (RFC 9309).
pub const ROBOTS_FILE: &str = "robots.txt";
/// Headers by path.
pub const HEADERS_FILE: &str = "_headers";

/// Everything may be fetched; the sitemap is named where there is one.
pub fn robots(base_url: Option<&str>) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base_url) = base_url {
        text.push_str(&format!("\nSitemap: {base_url}{}\n", sitemap::FILE));
    }
    text
}

/// Files under hashed names never change; no page is shown in a frame, which a policy in the page cannot
/// say; source texts are shown, not saved, and as what they are.
pub fn headers() -> &'static str {
    "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Content-Security-Policy: frame-ancestors 'none'
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/*.md
  Content-Type: text/plain; charset=utf-8
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/*/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
"
}
