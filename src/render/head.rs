//! What stands in the head of a page for machines: meta tags and structured data.
//!
//! In: plain facts about a page. Out: the tags of the government website guidelines
//! (政府网站发展指引, 国办发〔2017〕47号, annex), and JSON-LD with the words of schema.org. A fact that is not
//! known gives no tag: nothing is derived, above all no date.
//!
//! The tags of the whole site (`SiteName`, `SiteDomain`, `SiteIDCode`) stand in every page and are
//! made by the theme from `site`.

use serde_json::{Map, Value, json};

use super::view::{JsonLd, Link, Meta};

/// `ColumnType` of the front page, from the list in the guidelines.
pub const COLUMN_TYPE_HOME: &str = "首页";

/// `ColumnType` of lists of reports: the catalogue of open information.
pub const COLUMN_TYPE_CATALOGUE: &str = "信息公开目录";

/// A description in a meta tag has at most this many characters; search engines cut at about as many.
pub const MAX_DESCRIPTION_CHARACTERS: usize = 150;

/// What the head of a list says of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column<'a> {
    /// Name of the list.
    pub name: &'a str,
    /// What it holds, in a sentence.
    pub description: &'a str,
    /// Words to find it by; the name if there are none.
    pub keywords: &'a [String],
    /// One of the values of the guidelines, such as [`COLUMN_TYPE_CATALOGUE`].
    pub column_type: &'a str,
}

/// What the head of a report says of it. Dates are ISO 8601, as precise as they are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Article<'a> {
    /// Title as written.
    pub title: &'a str,
    /// BCP 47 tag of the text.
    pub language: &'a str,
    /// Name of its type.
    pub type_name: &'a str,
    /// Name of the agency.
    pub agency: &'a str,
    /// The summary.
    pub description: Option<&'a str>,
    /// Keywords.
    pub keywords: &'a [String],
    /// When it was published, with or without a time: `2022-03-18T09:30+08:00`.
    pub published: Option<&'a str>,
    /// When it was written.
    pub written: Option<&'a str>,
    /// When it was changed.
    pub modified: Option<&'a str>,
    /// What it is about: `2021`, `2016/2020`.
    pub period: Option<&'a str>,
    /// 索引号.
    pub index_number: Option<&'a str>,
    /// 发文字号.
    pub document_number: Option<&'a str>,
    /// Who published the original; the agency if nobody else is named.
    pub source_name: Option<&'a str>,
    /// Where the original is.
    pub source_url: Option<&'a str>,
    /// The absolute URL of the page.
    pub canonical: Option<&'a str>,
}

/// The tags of a list.
pub fn column_meta(column: &Column<'_>) -> Vec<Meta> {
    let mut tags = Tags::default();
    tags.add("description", &shortened(column.description));
    tags.add("ColumnName", column.name);
    tags.add("ColumnDescription", &shortened(column.description));
    if column.keywords.is_empty() {
        tags.add("ColumnKeywords", column.name);
    } else {
        tags.add("ColumnKeywords", &column.keywords.join(","));
    }
    tags.add("ColumnType", column.column_type);
    tags.0
}

/// The tags of a report; those of the column it stands in come first.
pub fn article_meta(article: &Article<'_>) -> Vec<Meta> {
    let description = article.description.map(shortened).unwrap_or_default();
    let mut tags = Tags::default();
    tags.add("description", &description);
    tags.add("ColumnName", article.type_name);
    tags.add("ColumnType", COLUMN_TYPE_CATALOGUE);
    tags.add("ArticleTitle", article.title);
    tags.add(
        "PubDate",
        &article.published.map(publication_date).unwrap_or_default(),
    );
    tags.add(
        "ContentSource",
        article.source_name.unwrap_or(article.agency),
    );
    tags.add("Keywords", &article.keywords.join(","));
    tags.add("Author", article.agency);
    tags.add("Description", &description);
    tags.add("Url", article.canonical.unwrap_or_default());
    tags.0
}

/// Structured data of a report: schema.org `Report` and the way to it.
pub fn article_json_ld(article: &Article<'_>, site_title: &str, breadcrumbs: &[Link]) -> JsonLd {
    let mut report = Map::new();
    report.insert("@type".to_owned(), json!("Report"));
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            report.insert(key.to_owned(), value);
        }
    };
    add("name", Some(json!(article.title)));
    add("inLanguage", Some(json!(article.language)));
    add(
        "description",
        article.description.map(|text| json!(shortened(text))),
    );
    add("genre", Some(json!(article.type_name)));
    add(
        "publisher",
        Some(json!({"@type": "GovernmentOrganization", "name": article.agency})),
    );
    add("dateCreated", article.written.map(|date| json!(date)));
    add("datePublished", article.published.map(|date| json!(date)));
    add("dateModified", article.modified.map(|date| json!(date)));
    add(
        "temporalCoverage",
        article.period.map(|period| json!(period)),
    );
    add(
        "identifier",
        article.index_number.map(|number| json!(number)),
    );
    add(
        "reportNumber",
        article.document_number.map(|number| json!(number)),
    );
    add(
        "keywords",
        (!article.keywords.is_empty()).then(|| json!(article.keywords)),
    );
    add("isBasedOn", article.source_url.map(|url| json!(url)));
    add("url", article.canonical.map(|url| json!(url)));
    add(
        "isPartOf",
        Some(json!({"@type": "Collection", "name": site_title})),
    );
    let steps: Vec<Value> = breadcrumbs
        .iter()
        .map(|link| link.title.as_str())
        .chain([article.title])
        .enumerate()
        .map(|(index, name)| json!({"@type": "ListItem", "position": index + 1, "name": name}))
        .collect();
    JsonLd::new(&json!({
        "@context": "https://schema.org",
        "@graph": [report, {"@type": "BreadcrumbList", "itemListElement": steps}],
    }))
}

/// `YYYY-MM-DD HH:MM` as the guidelines want it. A date without a time stays without: a time that
/// nobody stated would be a forged one.
fn publication_date(iso: &str) -> String {
    match iso.split_once(['T', ' ']) {
        Some((date, time)) => format!("{date} {}", time.get(..5).unwrap_or(time)),
        None => iso.to_owned(),
    }
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_DESCRIPTION_CHARACTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[derive(Default)]
struct Tags(Vec<Meta>);

impl Tags {
    fn add(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.0.push(Meta {
                name: name.to_owned(),
                content: content.to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Article, Column, MAX_DESCRIPTION_CHARACTERS, article_json_ld, article_meta, column_meta,
        shortened,
    };

    fn tags(tags: &[crate::render::view::Meta]) -> Vec<(&str, &str)> {
        tags.iter()
            .map(|tag| (tag.name.as_str(), tag.content.as_str()))
            .collect()
    }

    #[test]
    fn an_article_has_the_tags_of_the_guidelines_and_none_that_is_not_known() {
        let keywords = ["行政复议".to_owned(), "听证".to_owned()];
        let article = Article {
            title: "示例报告",
            type_name: "年度报告",
            agency: "示例市",
            description: Some("一句\n话"),
            keywords: &keywords,
            published: Some("2022-03-18T09:30+08:00"),
            source_name: Some("示例办公室"),
            canonical: Some("https://example.org/a/index.html"),
            ..Article::default()
        };
        assert_eq!(
            tags(&article_meta(&article)),
            [
                ("description", "一句 话"),
                ("ColumnName", "年度报告"),
                ("ColumnType", "信息公开目录"),
                ("ArticleTitle", "示例报告"),
                ("PubDate", "2022-03-18 09:30"),
                ("ContentSource", "示例办公室"),
                ("Keywords", "行政复议,听证"),
                ("Author", "示例市"),
                ("Description", "一句 话"),
                ("Url", "https://example.org/a/index.html"),
            ]
        );
        let bare = Article {
            title: "示例报告",
            type_name: "年度报告",
            agency: "示例市",
            published: Some("2022-03-18"),
            ..Article::default()
        };
        let bare = article_meta(&bare);
        assert!(tags(&bare).contains(&("PubDate", "2022-03-18")));
        assert!(tags(&bare).contains(&("ContentSource", "示例市")));
        for absent in ["description", "Keywords", "Url", "Description"] {
            assert!(!bare.iter().any(|tag| tag.name == absent), "{absent}");
        }
    }

    #[test]
    fn a_column_has_its_four_tags() {
        let column = Column {
            name: "2021年",
            description: "2021年的报告",
            keywords: &[],
            column_type: "信息公开目录",
        };
        let meta = column_meta(&column);
        for name in [
            "ColumnName",
            "ColumnDescription",
            "ColumnKeywords",
            "ColumnType",
        ] {
            assert!(meta.iter().any(|tag| tag.name == name), "{name}");
        }
    }

    #[test]
    fn structured_data_is_json_that_cannot_leave_its_block() {
        let article = Article {
            title: "</script><!-- & \u{2028}",
            written: Some("2018-01"),
            ..Article::default()
        };
        let data = article_json_ld(&article, "示例档案", &[]);
        for sign in ['<', '>', '&', '\u{2028}'] {
            assert!(!data.as_str().contains(sign), "{sign:?}");
        }
        let read: serde_json::Value = serde_json::from_str(data.as_str()).expect("it is JSON");
        let report = &read["@graph"][0];
        assert_eq!(report["name"], article.title);
        assert_eq!(report["dateCreated"], "2018-01");
        assert!(report.get("datePublished").is_none(), "no date is derived");
    }

    #[test]
    fn descriptions_are_cut_between_characters() {
        let long = "汉".repeat(MAX_DESCRIPTION_CHARACTERS + 1);
        assert_eq!(
            shortened(&long).chars().count(),
            MAX_DESCRIPTION_CHARACTERS + 1
        );
        assert_eq!(shortened("汉\n字"), "汉 字");
    }
}
