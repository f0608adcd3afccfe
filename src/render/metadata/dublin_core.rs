//! Dublin Core of a report (DCMI Metadata Terms, ISO 15836), as HTML carries it: DC-HTML.
//!
//! `DC.` are the fifteen elements, `DCTERMS.` the terms that refine them; dates are W3C-DTF, as precise as
//! they are known. A term whose value would have to be an absolute URL is given only with `base_url`.
//! `DCTERMS.isPartOf` and `DCTERMS.creator` are not used: Zotero takes a page with them for a part or a
//! person.

use crate::render::metadata::Described;
use crate::render::view::Tags;

/// What the prefixes mean.
pub(super) fn schemas(links: &mut Tags) {
    links.link("schema.DC", "http://purl.org/dc/elements/1.1/");
    links.link("schema.DCTERMS", "http://purl.org/dc/terms/");
}

/// The tags of a report.
pub(super) fn report(tags: &mut Tags, report: &Described<'_>) {
    let facts = report.facts;
    tags.meta("DC.title", &report.title);
    for agency in &report.agencies {
        tags.meta("DC.creator", agency);
    }
    tags.meta(
        "DC.publisher",
        report.config.publisher.name.as_deref().unwrap_or(""),
    );
    tags.meta("DC.type", report.kind);
    tags.meta("DC.format", "text/html");
    tags.meta("DC.language", report.language);
    let numbers = [&facts.index_number, &facts.document_number];
    for number in numbers.into_iter().flatten() {
        tags.meta("DC.identifier", &number.value);
    }
    tags.meta("DC.identifier", report.url.unwrap_or(""));
    for subject in facts.keywords.iter().chain(&facts.topics) {
        tags.meta("DC.subject", subject);
    }
    tags.meta("DC.description", report.summary);
    if let Some(source) = &facts.source {
        let source = source.url.as_deref().or(source.name.as_deref());
        tags.meta("DC.source", source.unwrap_or(""));
    }
    tags.meta("DC.rights", report.config.licence.as_deref().unwrap_or(""));
    if let Some(written) = facts.written {
        tags.meta("DCTERMS.created", written);
    }
    tags.meta("DCTERMS.issued", report.published.as_deref().unwrap_or(""));
    tags.meta("DCTERMS.modified", report.modified.as_deref().unwrap_or(""));
    if let Some(period) = facts.period {
        tags.meta(
            "DCTERMS.temporal",
            format_args!("{}/{}", period.from, period.to),
        );
    }
}
