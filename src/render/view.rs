//! The values that templates get: the contract between gongbao and a theme.
//!
//! In: nothing; these are plain values that `render` fills from the archive. Out: what a template
//! may name. A template for a kind of page gets the fields of one of the page structs
//! ([`ReportPage`], [`ListPage`], …) at its top level, and on every page `site` ([`Site`]), `t` (the
//! words of the interface, from the language file), `assets` and `inline` (see [`crate::theme`]).
//!
//! Rules that hold throughout:
//! - A URL is relative to the page that carries it and names its file (`../2021/index.html`), is
//!   already percent-encoded, and is empty nowhere: what may be missing is an `Option`.
//! - A date is a [`Date`]: the ISO form for machines, and the form that readers of the archive's
//!   language are shown.
//! - Text is plain text, and the template engine escapes it. Only [`Html`], [`JsonLd`] and [`Tags`] are
//!   markup; the code that makes one is responsible for its being safe.
//! - A language (`language`) is the BCP 47 tag of the text beside it, given only where that is not in the
//!   language of the interface: `<a href="…"{{ lang(tag=link.language) }}>` marks it.
//! - A key (`key`, `kind`) is kebab-case or snake_case English and never shown: templates look its
//!   word up in the language file.
//!
//! A change of this file changes the contract: the golden file `contract.txt` shows it in review,
//! and it belongs in a commit of its own.
//!
//! This module never reads the archive, and writes no HTML but the elements of [`Tags`].

mod as_of;
mod cited;
mod comparison;
mod coverage;
mod history;
mod indicator;
mod list;
mod measure;
mod overview;
mod page;
mod part;
mod report;
mod series;
mod table;
mod tags;
mod validity;

use serde::{Serialize, Serializer};

use crate::theme::data_block;

pub(crate) use crate::render::view::as_of::*;
pub(crate) use crate::render::view::cited::*;
pub(crate) use crate::render::view::comparison::*;
pub(crate) use crate::render::view::coverage::*;
pub(crate) use crate::render::view::history::*;
pub(crate) use crate::render::view::indicator::*;
pub(crate) use crate::render::view::list::*;
pub(crate) use crate::render::view::measure::*;
pub(crate) use crate::render::view::overview::*;
pub(crate) use crate::render::view::page::*;
pub(crate) use crate::render::view::part::*;
pub(crate) use crate::render::view::report::*;
pub(crate) use crate::render::view::series::*;
pub(crate) use crate::render::view::table::*;
pub(crate) use crate::render::view::tags::Tags;
pub(crate) use crate::render::view::validity::*;

/// Markup that goes into the page as it stands: the rendered body of a report, say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The template engine passes its own values through, mark of safety included; every other
        // serialiser sees a string.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// JSON-LD for a data block (`<script type="application/ld+json">`), which cannot end that block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonLd(String);

impl JsonLd {
    /// Writes `value` as [`data_block`] does.
    pub(crate) fn new(value: &impl Serialize) -> Self {
        // Structs with text and lists in them always have a form in JSON.
        JsonLd(data_block(value).unwrap_or_else(|_| "{}".to_owned()))
    }
}

impl Serialize for JsonLd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A date, maybe partial, as machines and as readers read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Date {
    /// ISO 8601, as precise as it is known: `2018`, `2018-01`, `2018-01-05`, `2018-01-05T11:07+08:00`.
    pub iso: String,
    /// The same in the archive's language: `2018年1月5日`.
    pub display: String,
}

/// A text that leads somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Of the title.
    pub language: Option<String>,
}

/// A text that may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Label {
    /// What the reader sees.
    pub text: String,
    /// Where it leads, if anywhere.
    pub url: Option<String>,
    /// Of the text.
    pub language: Option<String>,
}

/// A link to a list, with how many reports it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Entry {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Reports behind it.
    pub count: u64,
    /// How many of the entries before it it is below: an agency, of those above it. At most 5.
    pub depth: u64,
    /// Of the title and the region.
    pub language: Option<String>,
    /// Where an agency is; only on pages that list all.
    pub region: Option<String>,
    /// The years of these reports, from the first to the last; likewise.
    pub years: Option<String>,
    /// Of a year, how many agencies they are of; likewise.
    pub agencies: Option<u64>,
}
