//! What every page has: `site` and `page`.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{JsonLd, Label, Link, Tags};

/// `site`: what is the same on every page, from archive.yaml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Site {
    /// The archive's name, in the masthead.
    pub title: String,
    /// One sentence on what the archive is.
    pub description: Option<String>,
    /// BCP 47 tag of the interface: `zh-Hans`.
    pub language: String,
    /// Whether the interface is read from right to left.
    pub right_to_left: bool,
    /// Of the texts from archive.yaml, where the theme does not speak the archive's language.
    pub text_language: Option<String>,
    /// Stands above every page: 示例档案，非官方文本.
    pub notice: Option<String>,
    /// Who answers for the archive.
    pub publisher: Option<String>,
    /// How to reach the publisher.
    pub contact: Option<Label>,
    /// Where to report an error.
    pub corrections: Option<Label>,
    /// The mail address to which errors are reported, as a link: the place for errors, or else the publisher's, where that is one.
    pub errors_to: Option<String>,
    /// The terms under which the archive may be used.
    pub licence: Option<Label>,
    /// Meta `SiteName` (政府网站发展指引, 国办发〔2017〕47号): `site.name`, else the title.
    pub name: String,
    /// Meta `SiteDomain`: `site.domain`, else the host of `base_url`.
    pub domain: Option<String>,
    /// Meta `SiteIDCode`, 网站标识码.
    pub id_code: Option<String>,
    /// ICP备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// The program and its version: `gongbao 0.1.0`.
    pub generator: String,
    /// Whether the search page has its engine and index beside it.
    pub has_search: bool,
    /// Whether any report names a topic, and so whether there are pages of topics.
    pub has_topics: bool,
    /// Whether there are duties, and so pages of what is held of them.
    pub has_duties: bool,
    /// Whether any body says where it is, and so whether there are pages of regions.
    pub has_regions: bool,
    /// Whether anything is cited, and so a page of what is cited and not held.
    pub has_citations: bool,
    /// Whether any document says whether it is in force, and so pages of what is.
    pub has_validity: bool,
    /// Whether any plan has measures, and so whether there are pages of them.
    pub has_measures: bool,
    /// Whether any figure of an indicator is known, and so whether there are pages of them.
    pub has_indicators: bool,
    /// Whether there are pages of the same part of several reports.
    pub has_parts: bool,
    /// Whether a log has what was published, and a page says how to verify it.
    pub has_log: bool,
    /// Whether drafts are shown, so that the site is a preview and is to be found by nobody.
    pub is_preview: bool,
    /// Whether there are drafts among the reports, as there may be in a preview.
    pub has_drafts: bool,
    /// Where the archive is published, with `/` at the end; absolute URLs exist only with it.
    pub base_url: Option<String>,
}

/// One `<link>` of the head, to be added to [`Page::links`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadLink {
    /// What it is to the page: `alternate`, `prev`, `cite-as`.
    pub rel: String,
    /// Where it leads: relative, or absolute where `base_url` is set.
    pub url: String,
    /// Media type of what is there: `application/atom+xml`.
    pub media_type: Option<String>,
    /// What readers are shown of it.
    pub title: Option<String>,
}

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PageKind {
    /// The front page.
    #[default]
    Home,
    /// A report.
    Report,
    /// An agency: what is known of it and its reports.
    Agency,
    /// Reports of a year, a type, a topic, or without a date.
    List,
    /// All agencies, years, types or topics.
    Index,
    /// A duty to report, or a region's part of one.
    Duty,
    /// A region.
    Region,
    /// Two texts side by side.
    Comparison,
    /// All texts of a report that was corrected.
    History,
    /// One of those that it had before.
    Earlier,
    /// A long table beside a report.
    Table,
    /// Measures of plans.
    Measures,
    /// Figures of an indicator, or of a body.
    Indicator,
    /// The same part of several reports.
    Parts,
    /// A table that recurs, or those of a body.
    Series,
    /// Which documents are in force.
    Validity,
    /// The site map for people.
    Sitemap,
    /// Search.
    Search,
    /// About the archive.
    About,
    /// What the archive held on a day, and all that happened to its reports.
    AsOf,
    /// How to copy the archive.
    Mirror,
    /// How to verify the archive.
    Verify,
    /// Subscribing and downloads.
    Follow,
    /// The search in a frame.
    Embed,
    /// 404.html.
    NotFound,
    /// An old URL that leads to the new one.
    Redirect,
}

/// `page`: what every page has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Page {
    /// What the page is.
    pub kind: PageKind,
    /// The way from this page to the archive's root, with `/` at the end unless empty: `../../`.
    pub root: String,
    /// The page's own file below the root: `chongchuan/2019/index.html`.
    pub path: String,
    /// Title of the document, without the archive's; empty on the front page.
    pub title: String,
    /// Of the title.
    pub language: Option<String>,
    /// From the front page to the parent of this page; the page itself is not among them.
    pub breadcrumbs: Vec<Link>,
    /// The absolute URL of the page, if `base_url` is set.
    pub canonical: Option<String>,
    /// Links of the head, beside those to the style sheet and the icon.
    pub links: Tags,
    /// Meta tags of the page; those of the site are made from `site`.
    pub meta: Tags,
    /// Structured data of the page, one `@graph`.
    pub json_ld: Option<JsonLd>,
}
