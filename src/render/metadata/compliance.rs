//! Which tags of the guidelines for government websites an archive cannot give, and what to write where.
//!
//! In: an archive. Out: a [`Compliance`], which `gongbao check` shows. It looks at what the content says of
//! the tags that [`super::guidelines`] calls required and that may lack a value: the rest always has one
//! (the name of the site is that of the archive, the source of a text the agency, a column's name its own).
//!
//! A gap is never a fault: no guideline stops a publication, and an unknown date must not be made up.

use serde::Serialize;

use crate::archive::Archive;
use crate::config::SiteFacts;
use crate::diagnostic::Text;
use crate::render::metadata::guidelines;

/// Files that a gap names, at most.
const FILES: usize = 5;

/// How far an archive has what the guidelines ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compliance {
    /// Whether the site is under the guidelines, as far as archive.yaml says: it has `site`.
    pub applies: bool,
    /// What is missing, those of every page first; empty where the guidelines do not apply.
    pub gaps: Vec<Gap>,
}

/// The pages that lack a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    /// Every page of the site.
    Site,
    /// Pages of reports.
    Reports,
}

/// A required tag that some pages cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Its name.
    pub tag: &'static str,
    /// Which pages.
    pub scope: Scope,
    /// How many reports; none where it is every page.
    pub reports: Option<usize>,
    /// The first files of these reports in the order of the archive, five at most.
    pub files: Vec<String>,
    /// What is missing.
    pub message: Text,
    /// What to write where.
    pub hint: Text,
}

/// What `archive` lacks.
pub(crate) fn compliance(archive: &Archive) -> Compliance {
    let config = &archive.config;
    if config.site == SiteFacts::default() {
        return Compliance {
            applies: false,
            gaps: Vec::new(),
        };
    }
    let gaps = [
        guidelines::domain(config).is_none().then(no_domain),
        config.site.id_code.is_none().then(no_id_code),
        of_reports(archive, false),
        of_reports(archive, true),
    ];
    Compliance {
        applies: true,
        gaps: gaps.into_iter().flatten().collect(),
    }
}

fn of_site(tag: &'static str, message: Text, hint: Text) -> Gap {
    Gap {
        tag,
        scope: Scope::Site,
        reports: None,
        files: Vec::new(),
        message,
        hint,
    }
}

fn no_domain() -> Gap {
    of_site(
        "SiteDomain",
        Text::new("全部页面缺少网站域名", "no page has the domain of the site"),
        Text::new(
            "在 archive.yaml 的“网站”（site）下写“域名”（domain），例如“域名: www.example.gov.cn”；写“网址”（base_url）亦可。",
            "Write `domain` under `site` in archive.yaml, such as `domain: www.example.gov.cn`, or write `base_url`.",
        ),
    )
}

fn no_id_code() -> Gap {
    of_site(
        "SiteIDCode",
        Text::new(
            "全部页面缺少网站标识码",
            "no page has the identification code of the site",
        ),
        Text::new(
            "在 archive.yaml 的“网站”（site）下写“网站标识码”（id_code），例如“网站标识码: bm01000001”。",
            "Write `id_code` under `site` in archive.yaml, such as `id_code: bm01000001`.",
        ),
    )
}

/// The reports without a publication date, or those whose date has no time of day.
fn of_reports(archive: &Archive, is_dated: bool) -> Option<Gap> {
    let lacks = |published: Option<crate::date::Moment>| match published {
        None => !is_dated,
        Some(moment) => is_dated && moment.time.is_none(),
    };
    let entries = archive.entries.iter();
    let lacking = entries.filter(|entry| lacks(entry.report.front_matter.published));
    let mut files = Vec::new();
    let mut count = 0;
    for entry in lacking {
        count += 1;
        if files.len() < FILES {
            files.push(entry.report.path.clone());
        }
    }
    let reports = match count {
        1 => "1 report".to_owned(),
        n => format!("{n} reports"),
    };
    let (message, hint) = if is_dated {
        (
            Text::new(
                format!("{count} 份报告的发布日期没有时刻"),
                format!("{reports} with a publication date that has no time of day"),
            ),
            Text::new(
                "《指引》的格式是年月日加时分。知道时刻的，在报告的文件头写全，例如“发布日期: 2022-03-18 09:30”；不知道的不要补写。",
                "The guidelines want date and time. Where the time is known, write it at the head of the report, such as `published: 2022-03-18 09:30`; do not make one up.",
            ),
        )
    } else {
        (
            Text::new(
                format!("{count} 份报告没有发布日期"),
                format!("{reports} without a publication date"),
            ),
            Text::new(
                "在报告的文件头写“发布日期”，例如“发布日期: 2022-03-18 09:30”；没有依据的日期不要补写。",
                "Write `published` at the head of the report, such as `published: 2022-03-18 09:30`; do not make a date up.",
            ),
        )
    };
    (count > 0).then_some(Gap {
        tag: "PubDate",
        scope: Scope::Reports,
        reports: Some(count),
        files,
        message,
        hint,
    })
}
