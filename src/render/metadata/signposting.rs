//! Typed links of the head (Signposting, <https://signposting.org/FAIR/>): a harvester that knows none of
//! our markup finds what belongs to a report.
//!
//! | rel | leads to | from |
//! |---|---|---|
//! | cite-as | the address to cite, absolute (RFC 8574) | reports, with `base_url` |
//! | type | what the page is: `AboutPage` as every landing page, and `Report` | reports |
//! | author | the page of the agency | reports |
//! | collection | the list of the report's type (RFC 6573) | reports |
//! | item | source text and attachments, with media type (RFC 6573) | reports |
//! | license | the terms of use, where they are an address | all but old addresses |

use crate::archive::Entry;
use crate::config::Config;
use crate::render::Renderer;
use crate::render::view::Tags;
use crate::route::{self, media_type};

/// Attachments that the head of a page names, at most: the page lists all.
const ITEMS: usize = 100;

/// The terms of use, where they are an address.
pub(super) fn licence(links: &mut Tags, config: &Config) {
    let licence = config.licence.as_deref();
    let licence = licence.filter(|text| crate::fields::is_web_address(text));
    links.link("license", licence.unwrap_or(""));
}

impl Renderer<'_> {
    /// The links of a report's page at `path`, which is to be cited as `url`.
    pub(super) fn sign_report(
        &self,
        links: &mut Tags,
        entry: &Entry,
        path: &str,
        url: Option<&str>,
    ) {
        links.link("cite-as", url.unwrap_or(""));
        links.link("type", "https://schema.org/AboutPage");
        links.link("type", "https://schema.org/Report");
        for agency in entry.agencies() {
            let page = self.archive.agencies[agency].route.page();
            links.link("author", &route::relative(path, &page));
        }
        if self.archive.report_type(entry).is_some() {
            let list = route::type_page(&entry.report.front_matter.kind.value);
            links.link("collection", &route::relative(path, &list));
        }
        for attachment in entry.attachments.iter().take(ITEMS) {
            let url = route::encode(&attachment.name);
            links.typed_link("item", &url, media_type::known(&attachment.name));
        }
        licence(links, &self.archive.config);
    }
}
