//! Highwire Press tags, by which Zotero and Google Scholar recognize a report.
//!
//! What the translator "Embedded Metadata" of Zotero (zotero/translators, `Embedded Metadata.js`) makes of them:
//!
//! | tag | in Zotero |
//! |---|---|
//! | citation_technical_report_institution | the item is a Report; Institution |
//! | citation_technical_report_number | Report Number |
//! | citation_title | Title |
//! | citation_author | Author, in place of those of `DC.creator` |
//! | citation_publication_date, citation_date | Date |
//! | citation_language | Language |
//! | citation_keywords | tags, where neither `DC.subject` nor `article:tag` gives any; `;` separates |
//! | citation_abstract_html_url | URL, where `og:url` gives none |
//!
//! It takes the first of each but authors and keywords, and reads `DC.type` as Report Type and
//! `og:description` as Abstract. Google Scholar wants a title, an author and a date.
//!
//! A date of publication is what the report says of it; the date it was written is `citation_date`, since
//! it was not published then.

use std::fmt;

use crate::date::PartialDate;
use crate::render::metadata::Described;
use crate::render::view::Tags;

/// The tags of a report.
pub(super) fn report(tags: &mut Tags, report: &Described<'_>) {
    let facts = report.facts;
    tags.meta("citation_title", &report.title);
    for name in ["citation_author", "citation_technical_report_institution"] {
        for agency in &report.agencies {
            tags.meta(name, agency);
        }
    }
    if let Some(number) = &facts.document_number {
        tags.meta("citation_technical_report_number", &number.value);
    }
    match (facts.published, facts.written) {
        (Some(published), _) => tags.meta("citation_publication_date", Slashed(published.date)),
        (None, Some(written)) => tags.meta("citation_date", Slashed(written)),
        (None, None) => {}
    }
    tags.meta("citation_language", report.language);
    for keyword in &facts.keywords {
        tags.meta("citation_keywords", keyword);
    }
    tags.meta("citation_abstract_html_url", report.url.unwrap_or(""));
}

/// `2018/01/05`, `2018/01` or `2018`: as precise as it is known.
struct Slashed(PartialDate);

impl fmt::Display for Slashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0.year)?;
        for part in [self.0.month, self.0.day].into_iter().flatten() {
            write!(f, "/{part:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Slashed;
    use crate::date::PartialDate;

    #[test]
    fn dates_have_slashes_and_nothing_that_is_not_known() {
        for (written, tag) in [
            ("2018-01-05", "2018/01/05"),
            ("2018年12月", "2018/12"),
            ("2018", "2018"),
        ] {
            let date = PartialDate::parse(written).expect("a date");
            assert_eq!(Slashed(date).to_string(), tag);
        }
    }
}
