//! What machines fetch beside the pages: the archive as open data.
//!
//! - `data/reports.json` and `.csv`: the catalogue ([`catalogue`]);
//! - `<report>/index.json`: all that is known of one report ([`record`]);
//! - `<report>/index.txt`: its text as plain text, which `render` makes;
//! - `data/*.zip`: source texts and attachments of a year and of the whole ([`download`], [`zip`]);
//! - `data/catalog.jsonld`: what of this there is, by DCAT ([`dcat`]);
//! - `data/coverage.json` and `.csv`: what is held of what was due ([`coverage`]);
//! - `data/citations.csv`: which report cites what ([`citations`]);
//! - `data/similarity.csv`: what reports share ([`similarity`]);
//! - `data/measures.csv`: what plans say is to be done ([`measures`]);
//! - `data/indicators.csv`: what indicators come to ([`indicators`]);
//! - `data/series.csv`: tables that recur ([`series`]);
//! - `data/history.json`, of an archive that keeps a log: what it held when ([`history`]);
//! - `data/drafts.json`, of a preview alone: which of its reports are drafts ([`drafts`]);
//! - `llms.txt`: what of this there is, for programs that read ([`guide`]);
//! - feeds ([`feed`]), `sitemap.xml` ([`sitemap`]), files for crawlers and hosts ([`hosting`]).
//!
//! Nothing here renders a page, and nothing opens a file.

pub(crate) mod catalogue;
pub(crate) mod citations;
pub(crate) mod coverage;
mod csv;
pub(crate) mod dcat;
pub(crate) mod download;
pub(crate) mod drafts;
pub(crate) mod feed;
pub(crate) mod guide;
pub(crate) mod history;
pub(crate) mod hosting;
pub(crate) mod indicators;
pub(crate) mod measures;
pub(crate) mod parts;
pub(crate) mod record;
pub(crate) mod series;
pub(crate) mod similarity;
pub(crate) mod sitemap;
pub(crate) mod table;
pub(crate) mod zip;

pub(crate) use crate::route::{PLAIN_NAME, RECORD_NAME, TEXT_NAME};

/// The catalogue; paths below the root of the site.
pub(crate) const JSON_FILE: &str = "data/reports.json";
/// See [`JSON_FILE`].
pub(crate) const CSV_FILE: &str = "data/reports.csv";
