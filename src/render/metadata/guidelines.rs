//! META tags of the guidelines for government websites (政府网站发展指引, 国办发〔2017〕47号, annex 3).
//!
//! | pages | required | optional |
//! |---|---|---|
//! | all | SiteName, SiteDomain, SiteIDCode | |
//! | columns | ColumnName, ColumnDescription, ColumnKeywords, ColumnType | |
//! | articles | ArticleTitle, PubDate (`YYYY-MM-DD HH:MM`), ContentSource | Keywords, Author, Description, Image, Url |
//!
//! Names are case-sensitive. A column page carries the tags of the site and of the column, an article's all
//! three kinds. Those of the site are the same on every page: the theme writes them, from `site`.
//!
//! Nothing is made up: a report without a publication date has no PubDate, one without a time of day has
//! the date alone, and no report has an Image.

use crate::config::Config;
use crate::render::metadata::{Column, Described};
use crate::render::view::Tags;

/// The values of ColumnType, of the fixed list of the guidelines, that fit the pages of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum ColumnType {
    /// The front page.
    Home,
    /// Reports and the ways to them: lists, agencies, search, site map.
    Catalogue,
    /// Annual reports on open government information.
    AnnualReport,
    /// How the archive is used: about, how to copy it.
    Guide,
}

impl ColumnType {
    /// The column of a type of report, by its name: the annual report on open government information
    /// (政府信息公开条例, art. 49 and 50) has one of its own.
    pub(in crate::render) fn of_type(name: &str) -> ColumnType {
        let is_annual = name.contains("年报") || name.contains("年度报告");
        match name.contains("信息公开") && is_annual {
            true => ColumnType::AnnualReport,
            false => ColumnType::Catalogue,
        }
    }

    fn value(self) -> &'static str {
        match self {
            ColumnType::Home => "首页",
            ColumnType::Catalogue => "信息公开目录",
            ColumnType::AnnualReport => "信息公开年报",
            ColumnType::Guide => "信息公开指南",
        }
    }
}

/// SiteDomain: as archive.yaml says, else the host of `base_url`.
pub(in crate::render) fn domain(config: &Config) -> Option<&str> {
    let host = || {
        let (_, rest) = config.base_url.as_deref()?.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        // Neither who logs in nor the port is part of a domain; an address of IPv6 is none.
        let host = authority.rsplit('@').next()?.split(':').next()?;
        Some(host).filter(|host| !host.is_empty() && !host.starts_with('['))
    };
    config.site.domain.as_deref().or_else(host)
}

/// ColumnDescription: the column, and what the archive says of itself.
pub(super) fn description(config: &Config, column: &Column<'_>) -> String {
    let about = config.description.as_deref().unwrap_or(&config.title);
    match (column.kind, &config.description) {
        (ColumnType::Home, Some(description)) => description.clone(),
        _ if about == column.name => about.to_owned(),
        _ => format!("{}：{about}", column.name),
    }
}

/// The tags of a column, of which [`description()`] says what it is.
pub(super) fn column(tags: &mut Tags, column: &Column<'_>, description: &str) {
    tags.meta("ColumnName", column.name);
    tags.meta("ColumnDescription", description);
    tags.meta("ColumnKeywords", column.keywords);
    tags.meta("ColumnType", column.kind.value());
}

/// The tags of an article.
pub(super) fn article(tags: &mut Tags, report: &Described<'_>) {
    let facts = report.facts;
    tags.meta("ArticleTitle", &report.title);
    if let Some(published) = facts.published {
        tags.meta("PubDate", published);
    }
    let source = facts.source.as_ref().and_then(|s| s.name.as_deref());
    let agencies = report.agencies.join(",");
    tags.meta("ContentSource", source.unwrap_or(&agencies));
    tags.meta("Keywords", facts.keywords.join(","));
    tags.meta("Author", &agencies);
    tags.meta("Description", report.summary);
    tags.meta("Url", report.url.unwrap_or(""));
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, domain};
    use crate::config::Config;

    #[test]
    fn only_annual_reports_on_open_information_have_a_column_of_their_own() {
        let cases = [
            ("政府信息公开工作年度报告", ColumnType::AnnualReport),
            ("政府信息公开年报", ColumnType::AnnualReport),
            ("法治政府建设年度报告", ColumnType::Catalogue),
            ("信息公开目录", ColumnType::Catalogue),
            ("", ColumnType::Catalogue),
        ];
        for (name, kind) in cases {
            assert_eq!(ColumnType::of_type(name), kind, "{name}");
        }
    }

    #[test]
    fn a_site_that_names_no_domain_has_that_of_its_address() {
        let cases = [
            ("https://www.example.gov.cn/a/", Some("www.example.gov.cn")),
            ("http://user@example.cn:8080/", Some("example.cn")),
            ("https://[::1]/", None),
            ("https:///", None),
        ];
        for (base_url, host) in cases {
            let mut config = Config {
                base_url: Some(base_url.to_owned()),
                ..Config::default()
            };
            assert_eq!(domain(&config), host, "{base_url}");
            config.site.domain = Some("own.example".to_owned());
            assert_eq!(domain(&config), Some("own.example"));
        }
        assert_eq!(domain(&Config::default()), None);
    }
}
