//! What machines are told of a page: META tags and JSON-LD.
//!
//! META tags by the guidelines for government websites (政府网站发展指引, 国办发〔2017〕47号): those of
//! the site are the theme's, from `site`; a column page adds ColumnName and its like, a report's page
//! these and ArticleTitle, PubDate, ContentSource. Structured data by schema.org.
//!
//! No value is invented: a report without a publication date has no PubDate.

use serde_json::{Map, Value, json};

use crate::archive::Entry;
use crate::render::Renderer;
use crate::render::view::{JsonLd, Meta};

/// The ColumnType of every list of an archive: one of the values that the guidelines know.
const COLUMN_TYPE: &str = "信息公开目录";
/// The ColumnType of the front page.
const HOME_COLUMN_TYPE: &str = "首页";

fn meta(name: &str, content: impl Into<String>) -> Meta {
    Meta {
        name: name.to_owned(),
        content: content.into(),
    }
}

impl Renderer<'_> {
    /// The tags of a column page.
    pub(super) fn column_tags(&self, name: &str, keywords: &str) -> Vec<Meta> {
        self.column_tags_of_type(name, keywords, COLUMN_TYPE)
    }

    /// The tags of the front page.
    pub(super) fn home_tags(&self) -> Vec<Meta> {
        let title = &self.archive.config.title;
        self.column_tags_of_type(title, title, HOME_COLUMN_TYPE)
    }

    fn column_tags_of_type(&self, name: &str, keywords: &str, column_type: &str) -> Vec<Meta> {
        let config = &self.archive.config;
        let description = config.description.as_deref().unwrap_or(&config.title);
        vec![
            meta("ColumnName", name),
            meta("ColumnDescription", format!("{name}：{description}")),
            meta("ColumnKeywords", keywords),
            meta("ColumnType", column_type),
        ]
    }

    /// The tags of a report's page: its column is its type.
    pub(super) fn article_tags(&self, entry: &Entry, path: &str) -> Vec<Meta> {
        let facts = &entry.report.front_matter;
        let summary = entry.report.summary();
        let agency = &self.archive.agencies[entry.agency].facts.name;
        let column = self.archive.report_type(entry).map_or("", |t| &t.name);
        let mut tags = self.column_tags(column, column);
        tags.push(meta("ArticleTitle", &facts.title));
        if let Some(published) = facts.published {
            tags.push(meta("PubDate", published.to_string()));
        }
        let source = facts.source.as_ref().and_then(|s| s.name.as_ref());
        tags.push(meta("ContentSource", source.unwrap_or(agency)));
        if !facts.keywords.is_empty() {
            tags.push(meta("Keywords", facts.keywords.join(",")));
        }
        tags.push(meta("Author", agency));
        if !summary.is_empty() {
            tags.push(meta("Description", summary));
        }
        if let Some(url) = self.absolute(path) {
            tags.push(meta("Url", url));
        }
        tags
    }

    /// schema.org's Report.
    pub(super) fn report_json_ld(&self, entry: &Entry, path: &str) -> JsonLd {
        let facts = &entry.report.front_matter;
        let summary = entry.report.summary();
        let config = &self.archive.config;
        let agency = &self.archive.agencies[entry.agency].facts;
        let organisation = json!({"@type": "GovernmentOrganization", "name": agency.name});
        let mut report = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                report.insert(key.to_owned(), value);
            }
        };
        set("@context", Some(json!("https://schema.org")));
        set("@type", Some(json!("Report")));
        set("name", Some(json!(facts.title)));
        set(
            "inLanguage",
            Some(json!(entry.report.language(&config.language))),
        );
        set("author", Some(organisation));
        let publisher = config.publisher.name.as_ref();
        set(
            "publisher",
            publisher.map(|name| json!({"@type": "Organization", "name": name})),
        );
        set("datePublished", facts.published.map(|m| json!(self.iso(m))));
        set("dateModified", facts.modified.map(|m| json!(self.iso(m))));
        set("dateCreated", facts.written.map(|d| json!(d.to_string())));
        set(
            "temporalCoverage",
            facts.period.map(|p| json!(format!("{}/{}", p.from, p.to))),
        );
        set(
            "reportNumber",
            facts.document_number.as_ref().map(|n| json!(n.value)),
        );
        set(
            "identifier",
            facts.index_number.as_ref().map(|n| json!(n.value)),
        );
        set(
            "keywords",
            (!facts.keywords.is_empty()).then(|| json!(facts.keywords)),
        );
        set("description", (!summary.is_empty()).then(|| json!(summary)));
        set("license", config.licence.as_ref().map(|l| json!(l)));
        set("url", self.absolute(path).map(|url| json!(url)));
        set(
            "isPartOf",
            Some(json!({"@type": "DataCatalog", "name": config.title})),
        );
        JsonLd::new(&Value::Object(report))
    }
}
