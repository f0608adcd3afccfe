//! The nodes of a graph: the types of schema.org that pages use, as they are written.
//!
//! Plain values that borrow from the archive. What goes into them is decided in [`super`].

use serde::Serialize;

use crate::config::Config;

#[derive(Serialize)]
pub(super) struct Graph<'a> {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    #[serde(rename = "@graph")]
    pub(super) nodes: &'a [Node<'a>],
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Node<'a> {
    Report(Box<Report<'a>>),
    Agency(Box<Agency<'a>>),
    Trail(Trail<'a>),
    Catalogue(Box<Catalogue<'a>>),
}

/// A node that stands elsewhere in the graph, or on another page.
#[derive(Serialize)]
pub(super) struct Reference<'a> {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
}

impl<'a> Reference<'a> {
    pub(super) fn to(id: &'a str) -> Reference<'a> {
        Reference {
            kind: None,
            id: Some(id),
            name: None,
        }
    }

    pub(super) fn named(kind: &'static str, id: Option<&'a str>, name: &'a str) -> Reference<'a> {
        Reference {
            kind: Some(kind),
            id,
            name: Some(name),
        }
    }
}

/// Who made a report: one of them, or a list.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Authors<'a> {
    One(Reference<'a>),
    Many(Vec<Reference<'a>>),
}

/// Terms of use: schema.org wants an address or a work, never a text.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Licence<'a> {
    Address(&'a str),
    Work(Reference<'a>),
}

pub(super) fn licence(config: &Config) -> Option<Licence<'_>> {
    let text = config.licence.as_deref()?;
    Some(match crate::fields::is_web_address(text) {
        true => Licence::Address(text),
        false => Licence::Work(Reference::named("CreativeWork", None, text)),
    })
}

pub(super) fn publisher(config: &Config) -> Option<Reference<'_>> {
    let name = config.publisher.name.as_deref()?;
    Some(Reference::named("Organization", None, name))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) in_language: &'a str,
    pub(super) author: Authors<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) report_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) genre: Option<&'a str>,
    #[serde(skip_serializing_if = "slice_is_empty")]
    pub(super) keywords: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creative_work_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_based_on: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<Licence<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    pub(super) is_part_of: Reference<'a>,
}

pub(super) fn slice_is_empty(slice: &[String]) -> bool {
    slice.is_empty()
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Agency<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "slice_is_empty")]
    pub(super) alternate_name: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) identifier: Vec<Code<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_organization: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) founding_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dissolution_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
}

/// A number in a register.
#[derive(Serialize)]
pub(super) struct Code<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    /// The standard that the register follows.
    #[serde(rename = "propertyID")]
    pub(super) register: &'static str,
    pub(super) value: &'a str,
}

#[derive(Serialize)]
pub(super) struct Trail<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "itemListElement")]
    pub(super) steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
pub(super) struct Step<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    /// From 1.
    pub(super) position: usize,
    pub(super) name: &'a str,
    pub(super) item: String,
}

/// What is the same of the catalogue and of the dataset in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfArchive<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    pub(super) in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<Licence<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Catalogue<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: &'a str,
    #[serde(flatten)]
    pub(super) archive: OfArchive<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    pub(super) dataset: Dataset<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dataset<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(flatten)]
    pub(super) archive: OfArchive<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temporal_coverage: Option<String>,
    pub(super) distribution: Vec<Download>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Download {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) encoding_format: &'static str,
    pub(super) content_url: String,
}
