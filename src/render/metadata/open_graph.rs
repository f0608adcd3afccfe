//! Open Graph (ogp.me): the preview that applications show where the address of a page is shared.
//!
//! Every page has a title, a type and the name of the site; a report is an `article`. `og:url` must be
//! absolute, so that it exists only with `base_url`. There is no `og:image`: the archive has no pictures of
//! its own, and none is loaded from elsewhere; nor an `og:locale`, since a language is not a territory.

use crate::config::Config;
use crate::render::metadata::Described;
use crate::render::view::Tags;

/// The tags of a page that is no report.
pub(super) fn page(
    tags: &mut Tags,
    config: &Config,
    title: &str,
    description: &str,
    url: Option<&str>,
) {
    common(tags, config, "website", title, description, url);
}

/// The tags of a report.
pub(super) fn report(tags: &mut Tags, report: &Described<'_>) {
    let facts = report.facts;
    common(
        tags,
        report.config,
        "article",
        &report.title,
        report.summary,
        report.url,
    );
    tags.property(
        "article:published_time",
        report.published.as_deref().unwrap_or(""),
    );
    tags.property(
        "article:modified_time",
        report.modified.as_deref().unwrap_or(""),
    );
    tags.property("article:section", report.kind);
    for keyword in &facts.keywords {
        tags.property("article:tag", keyword);
    }
}

fn common(
    tags: &mut Tags,
    config: &Config,
    kind: &str,
    title: &str,
    description: &str,
    url: Option<&str>,
) {
    tags.property("og:type", kind);
    tags.property("og:title", title);
    tags.property("og:site_name", &config.title);
    tags.property("og:description", description);
    tags.property("og:url", url.unwrap_or(""));
}
