//! What data an archive offers, as `data/catalog.jsonld`: W3C's Data Catalog Vocabulary, DCAT 3.
//!
//! The catalogue of reports is a data set with a distribution for each format; the texts are data sets by
//! what they cover: the whole, each year (a series), the undated. Every file has its size, media type and
//! SHA-256, but for the feed, which is made later. Addresses are absolute where the archive says where it
//! stands, else relative to the file. Dates are those of the reports; no clock is read.

use std::io;

use serde_json::{Map, Value, json};

use crate::archive::Archive;
use crate::data::download::Scope;
use crate::data::feed;
use crate::data::record::PublishedFile;
use crate::route::{self, media_type};

/// The description.
pub(crate) const FILE: &str = "data/catalog.jsonld";

/// A file of open data as it was published.
#[derive(Clone, Debug)]
pub(crate) struct DataFile {
    /// Its file below the root of the site.
    pub path: String,
    /// What is in it.
    pub content: Content,
    /// Size and digest.
    pub file: PublishedFile,
}

/// What is in a file of open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The catalogue of all reports, as JSON.
    CatalogueJson,
    /// The same as a table.
    CatalogueCsv,
    /// Texts and attachments of all reports, of a year, or of the reports that belong to none.
    Originals(Scope),
    /// The text-only edition of the same.
    Plain(Scope),
    /// What the archive knows beside its reports.
    Known(Known, Format),
    /// The description of all these.
    Description,
}

/// What an archive knows beside its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// What is held of what was due.
    Coverage,
    /// Which report cites what.
    Citations,
    /// What reports share.
    Similarity,
    /// What plans say is to be done.
    Measures,
    /// What indicators come to.
    Indicators,
    /// Which parts that recur the reports have.
    Parts,
    /// Which tables recur, and their figures.
    Series,
    /// What the archive held when.
    History,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

impl Known {
    /// Everything, in the order in which it is described.
    const ALL: [Known; 8] = [
        Known::Coverage,
        Known::Measures,
        Known::Indicators,
        Known::Citations,
        Known::Similarity,
        Known::Parts,
        Known::Series,
        Known::History,
    ];

    /// The id of the set, and its title.
    fn set(self) -> (&'static str, Value) {
        match self {
            Known::Coverage => (
                "#coverage",
                words("收录情况", "What is held of what was due"),
            ),
            Known::Citations => ("#citations", words("引用关系", "Which report cites what")),
            Known::Parts => ("#parts", words("报告的部分", "Parts of reports")),
            Known::Series => ("#series", words("历年表格", "Tables by period")),
            Known::History => ("#history", words("收录沿革", "What was held when")),
            Known::Similarity => ("#similarity", words("内容比对", "What reports share")),
            Known::Measures => ("#measures", words("任务清单", "Measures of plans")),
            Known::Indicators => ("#indicators", words("指标数据", "Figures of indicators")),
        }
    }
}

/// The description of these files, which ends with a line break.
pub(crate) fn json(archive: &Archive, files: &[DataFile]) -> io::Result<Vec<u8>> {
    let mut sets = vec![set_of_catalogue(archive, files)];
    for known in Known::ALL {
        let files = distributions(
            archive,
            files,
            |content| matches!(content, Content::Known(other, _) if other == known),
        );
        if !files.is_empty() {
            let (id, title) = known.set();
            sets.push(set(archive, id, title, files));
        }
    }
    let mut years = Vec::new();
    for file in files {
        let Some((id, title)) = name_of_texts(&file.content) else {
            continue;
        };
        let distributions = distributions(archive, std::slice::from_ref(file), |_| true);
        let mut set = set(archive, &id, title, distributions);
        if let Content::Originals(Scope::Year(year)) = file.content {
            place_in_series(archive, year, &mut set);
            years.push(json!({"@id": node(archive, &id)}));
        }
        sets.push(set);
    }
    if !years.is_empty() {
        sets.push(series(archive, years));
    }
    let mut text = serde_json::to_vec_pretty(&Value::Object(catalog(archive, sets)))?;
    text.push(b'\n');
    Ok(text)
}

/// The catalogue of reports, with the feed.
fn set_of_catalogue(archive: &Archive, files: &[DataFile]) -> Map<String, Value> {
    let mut distributions = distributions(archive, files, |content| {
        matches!(content, Content::CatalogueJson | Content::CatalogueCsv)
    });
    distributions.push(json!({
        "@type": "dcat:Distribution",
        "dct:title": words("订阅源", "Feed"),
        "dcat:accessURL": {"@id": address(archive, feed::ARCHIVE_FEED)},
        "dcat:mediaType": media("application/atom+xml"),
    }));
    let title = words("报告目录", "Catalogue of reports");
    set(archive, "#catalogue", title, distributions)
}

/// The id and the title of a set of texts; none for what holds no texts.
fn name_of_texts(content: &Content) -> Option<(String, Value)> {
    Some(match content {
        Content::Originals(Scope::Whole) => (
            "#texts".to_owned(),
            words(
                "全部报告的原文和附件",
                "Texts and attachments of all reports",
            ),
        ),
        Content::Originals(Scope::Year(year)) => (
            format!("#texts-{year:04}"),
            words(
                &format!("{year:04}年报告的原文和附件"),
                &format!("Texts and attachments of the reports of {year:04}"),
            ),
        ),
        Content::Plain(Scope::Whole) => (
            "#plain".to_owned(),
            words("全部报告的纯文字版", "All reports as plain text"),
        ),
        Content::Plain(Scope::Year(year)) => (
            format!("#plain-{year:04}"),
            words(
                &format!("{year:04}年报告的纯文字版"),
                &format!("The reports of {year:04} as plain text"),
            ),
        ),
        Content::Plain(Scope::Undated) => (
            "#plain-undated".to_owned(),
            words(
                "未标注日期的报告的纯文字版",
                "The undated reports as plain text",
            ),
        ),
        Content::Originals(Scope::Undated) => (
            "#texts-undated".to_owned(),
            words(
                "未标注日期的报告的原文和附件",
                "Texts and attachments of the undated reports",
            ),
        ),
        _ => return None,
    })
}

const SERIES: &str = "#texts-by-year";

/// Says of the texts of a year which year that is, and that there are those of others.
fn place_in_series(archive: &Archive, year: i16, set: &mut Map<String, Value>) {
    let year = json!({"@value": format!("{year:04}"), "@type": "xsd:gYear"});
    set.insert(
        "dct:temporal".to_owned(),
        json!({"@type": "dct:PeriodOfTime", "dcat:startDate": year, "dcat:endDate": year}),
    );
    set.insert(
        "dcat:inSeries".to_owned(),
        json!({"@id": node(archive, SERIES)}),
    );
}

/// The series of the texts of these years.
fn series(archive: &Archive, years: Vec<Value>) -> Map<String, Value> {
    let title = words(
        "按年份分列的报告原文和附件",
        "Texts and attachments by year",
    );
    let mut series = set(archive, SERIES, title, Vec::new());
    series.insert("@type".to_owned(), json!("dcat:DatasetSeries"));
    series.insert("dcat:seriesMember".to_owned(), Value::Array(years));
    series
}

/// The catalogue in the sense of DCAT: all sets.
fn catalog(archive: &Archive, sets: Vec<Map<String, Value>>) -> Map<String, Value> {
    let config = &archive.config;
    let mut catalog = Map::new();
    catalog.insert("@context".to_owned(), context());
    catalog.insert("@id".to_owned(), json!(address(archive, FILE)));
    catalog.insert("@type".to_owned(), json!("dcat:Catalog"));
    catalog.insert("dct:title".to_owned(), in_language(archive, &config.title));
    if let Some(description) = &config.description {
        catalog.insert(
            "dct:description".to_owned(),
            in_language(archive, description),
        );
    }
    catalog.insert(
        "foaf:homepage".to_owned(),
        json!({"@id": address(archive, "index.html")}),
    );
    shared(archive, &mut catalog);
    let sets: Vec<Value> = sets.into_iter().map(Value::Object).collect();
    catalog.insert("dcat:dataset".to_owned(), Value::Array(sets));
    catalog
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn set(archive: &Archive, id: &str, title: Value, files: Vec<Value>) -> Map<String, Value> {
    let mut set = Map::new();
    set.insert("@id".to_owned(), json!(node(archive, id)));
    set.insert("@type".to_owned(), json!("dcat:Dataset"));
    set.insert("dct:title".to_owned(), title);
    shared(archive, &mut set);
    if !files.is_empty() {
        set.insert("dcat:distribution".to_owned(), Value::Array(files));
    }
    set
}

/// What is true of the catalogue and of each set in it.
fn shared(archive: &Archive, map: &mut Map<String, Value>) {
    let config = &archive.config;
    if let Some(name) = &config.publisher.name {
        map.insert(
            "dct:publisher".to_owned(),
            json!({"@type": "foaf:Agent", "foaf:name": in_language(archive, name)}),
        );
    }
    if let Some(licence) = &config.licence {
        let is_address = crate::fields::is_web_address(licence);
        let (key, value) = match is_address {
            true => ("dct:license", json!({"@id": licence})),
            false => (
                "dct:rights",
                json!({"@type": "dct:RightsStatement", "dct:description": licence}),
            ),
        };
        map.insert(key.to_owned(), value);
    }
    let language = config.language.primary();
    if language.len() == 2 {
        // DCAT 3, 6.4.6: the addresses of the Library of Congress where there is a code of two letters.
        let language = format!("http://id.loc.gov/vocabulary/iso639-1/{language}");
        map.insert("dct:language".to_owned(), json!({"@id": language}));
    }
    let facts = archive.entries.iter().map(|e| &e.report.front_matter);
    let changed = facts.filter_map(|f| f.modified.max(f.published)).max();
    if let Some(changed) = changed {
        let (date, kind) = match changed.time {
            Some(_) => (changed.timestamp(&config.utc_offset), "xsd:dateTime"),
            None => (changed.date.to_string(), "xsd:date"),
        };
        map.insert(
            "dct:modified".to_owned(),
            json!({"@value": date, "@type": kind}),
        );
    }
}

fn distributions(
    archive: &Archive,
    files: &[DataFile],
    which: impl Fn(Content) -> bool,
) -> Vec<Value> {
    let files = files.iter().filter(|file| which(file.content));
    let distribution = |file: &DataFile| {
        let at = address(archive, &file.path);
        json!({
            "@type": "dcat:Distribution",
            "dct:title": file.path.rsplit('/').next().unwrap_or_default(),
            "dcat:accessURL": {"@id": at},
            "dcat:downloadURL": {"@id": at},
            "dcat:mediaType": media(media_type::of(&file.path)),
            "dcat:byteSize": {"@value": file.file.length.to_string(), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@value": file.file.sha256, "@type": "xsd:hexBinary"},
            },
        })
    };
    files.map(distribution).collect()
}

fn media(media_type: &str) -> Value {
    json!({"@id": format!("https://www.iana.org/assignments/media-types/{media_type}")})
}

fn words(chinese: &str, english: &str) -> Value {
    json!([
        {"@value": chinese, "@language": "zh-Hans"},
        {"@value": english, "@language": "en"},
    ])
}

fn in_language(archive: &Archive, text: &str) -> Value {
    json!({"@value": text, "@language": archive.config.language.as_str()})
}

/// What names a node of the description, wherever a copy of it is read.
fn node(archive: &Archive, fragment: &str) -> String {
    format!("{}{fragment}", address(archive, FILE))
}

/// Where a file is: an address where the archive says where it stands, else the way from [`FILE`].
fn address(archive: &Archive, file: &str) -> String {
    let absolute = archive.config.absolute(file);
    absolute.unwrap_or_else(|| route::relative(FILE, file))
}
