//! The front matter of a report: the YAML between `---` lines at its head.
//!
//! In goes the whole text of a file; out come the fields that the rest of the program reads, the place
//! where the body begins, and every fault. Keys may be English or the Chinese names of the catalogue of
//! the Open Government Information Regulation (政府信息公开条例, art. 12 and the platforms' practice).
//!
//! Nothing is looked up here: whether a type, an agency or a file exists is asked in
//! [`crate::archive`].

mod read;
mod split;
mod table;
mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::{Moment, PartialDate, Period};
use crate::fields::Spanned;
use crate::language::LanguageTag;
use crate::report::findings::figure::stated::Stated;
use crate::waiver::Waiver;

pub(crate) use crate::report::front_matter::split::split;
pub(crate) use crate::report::front_matter::table::FIELDS;

/// The status of a report that was withdrawn.
const WITHDRAWN_KEY: &str = "withdrawn";

/// What the head of a report says. Absent and empty fields are `None` or empty lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrontMatter {
    /// The URL's path below the root, if it is not to be the path in the tree.
    pub id: Option<Spanned<String>>,
    /// Title, as written; empty only beside a `missing-field` fault.
    pub title: String,
    /// A key of `types` in archive.yaml; empty only beside a `missing-field` fault.
    pub kind: Spanned<String>,
    /// Folder, name or other name of each issuing agency, the first that of a joint issue.
    pub agencies: Vec<Spanned<String>>,
    /// What the report is about.
    pub period: Option<Period>,
    /// When its figures were taken.
    pub data_as_of: Option<PartialDate>,
    /// 成文日期.
    pub written: Option<PartialDate>,
    /// 上报日期: when it was reported upwards.
    pub reported: Option<PartialDate>,
    /// 发布日期; never derived from a clock or a file.
    pub published: Option<Moment>,
    /// For feeds and site maps.
    pub modified: Option<Moment>,
    /// 索引号, unique in the archive.
    pub index_number: Option<Spanned<String>>,
    /// 发文字号 as written.
    pub document_number: Option<Spanned<String>>,
    /// 主题分类.
    pub topics: Vec<String>,
    /// 体裁分类, if it is not the type's.
    pub genre: Option<String>,
    /// 主题词.
    pub keywords: Vec<String>,
    /// 有效性.
    pub status: Option<Status>,
    /// Where the text was taken from.
    pub source: Option<Source>,
    /// Files beside the report that have a title, in the order to show them.
    pub attachments: Vec<AttachmentEntry>,
    /// Summary, if it is not to be the first paragraph.
    pub summary: Option<String>,
    /// The language of the text, if it is not the archive's.
    pub language: Option<LanguageTag>,
    /// Old URLs.
    pub aliases: Vec<Spanned<String>>,
    /// Corrections made after publication.
    pub revisions: Vec<Revision>,
    /// The text goes, a notice stays.
    pub withdrawn: Option<Withdrawal>,
    /// What indicators come to, as an editor says.
    pub figures: Vec<Stated>,
    /// Not published, and shown in previews alone.
    pub draft: bool,
    /// Warnings that a reviewer accepted.
    pub waivers: Vec<Waiver>,
    /// Where its dates are written.
    pub places: Places,
}

/// 有效性 of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Status {
    /// In force or not.
    pub value: StatusValue,
    /// From when.
    pub since: Option<PartialDate>,
    /// Until when.
    pub until: Option<PartialDate>,
    /// The document that says so.
    pub by: Option<String>,
    /// Id or path of the report that takes its place, or the title of a document not held here.
    pub successor: Option<Spanned<String>>,
}

/// The values of 有效性.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum StatusValue {
    /// 有效.
    InForce,
    /// 失效.
    Expired,
    /// 废止.
    Repealed,
    /// 已修改.
    Amended,
    /// 尚未生效.
    NotYetInForce,
    /// 部分废止.
    PartlyRepealed,
}

impl StatusValue {
    const ALL: [(StatusValue, &'static str, &'static [&'static str]); 6] = [
        (StatusValue::InForce, "in-force", &["有效", "现行有效"]),
        (StatusValue::Expired, "expired", &["失效", "已失效"]),
        (StatusValue::Repealed, "repealed", &["废止", "已废止"]),
        (StatusValue::Amended, "amended", &["已修改", "修改"]),
        (
            StatusValue::NotYetInForce,
            "not-yet-in-force",
            &["尚未生效", "未生效", "尚未施行"],
        ),
        (
            StatusValue::PartlyRepealed,
            "partly-repealed",
            &["部分废止", "部分失效"],
        ),
    ];

    /// Every way to write one.
    fn words() -> Vec<&'static str> {
        let each = StatusValue::ALL.iter();
        each.flat_map(|(_, key, chinese)| std::iter::once(*key).chain(chinese.iter().copied()))
            .collect()
    }

    /// The stable key: `in-force`.
    pub(crate) fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(value, _, _)| *value == self)
            .map_or("", |(_, key, _)| key)
    }
}

/// Where a report was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Source {
    /// The body or page that published it.
    pub name: Option<String>,
    /// Its address; `http` or `https`.
    pub url: Option<String>,
    /// When it was copied.
    pub captured: Option<PartialDate>,
}

/// An attachment that the front matter names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AttachmentEntry {
    /// Path relative to the report's folder.
    pub file: Spanned<String>,
    /// Title to show instead of the file name.
    pub title: Option<String>,
    /// Whether it is shown as a table.
    pub table: bool,
    /// The file goes, a notice stays.
    pub withdrawn: Option<Withdrawal>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revision {
    /// When.
    pub date: Option<PartialDate>,
    /// What.
    pub note: String,
}

/// A withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Withdrawal {
    /// When.
    pub date: Option<PartialDate>,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub authority: Option<String>,
}

/// Where dates are written, for faults that are found later; empty where they are not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Places {
    /// Of [`FrontMatter::period`].
    pub period: Range<usize>,
    /// Of [`FrontMatter::written`].
    pub written: Range<usize>,
    /// Of [`FrontMatter::published`].
    pub published: Range<usize>,
    /// Of [`FrontMatter::status`].
    pub status: Range<usize>,
    /// Of [`FrontMatter::revisions`].
    pub revisions: Range<usize>,
    /// Of [`FrontMatter::withdrawn`].
    pub withdrawn: Range<usize>,
}

impl FrontMatter {
    /// Reads every time as clocks show it `minutes` east of UTC.
    pub(crate) fn in_zone(&mut self, minutes: i16) {
        for moment in [&mut self.published, &mut self.modified] {
            *moment = moment.map(|moment| moment.in_zone(minutes));
        }
    }

    /// 有效性 as a stable key; `withdrawn` of a report that was withdrawn, whatever it was before.
    pub(crate) fn status_key(&self) -> Option<&'static str> {
        match &self.withdrawn {
            Some(_) => Some(WITHDRAWN_KEY),
            None => self.status.as_ref().map(|status| status.value.key()),
        }
    }

    /// Whether the corrections are listed with the newest first: as the dates of the first and the last say, and so where
    /// these say nothing.
    pub(crate) fn lists_newest_first(&self) -> bool {
        let mut dates = self.revisions.iter().filter_map(|it| it.date);
        match (dates.next(), dates.next_back()) {
            (Some(first), Some(last)) => first.first_day() >= last.first_day(),
            _ => true,
        }
    }

    /// The corrections, the first first: the n-th made the text n + 1 of the text n.
    pub(crate) fn revisions_in_time(&self) -> Vec<&Revision> {
        let mut revisions: Vec<&Revision> = self.revisions.iter().collect();
        if self.lists_newest_first() {
            revisions.reverse();
        }
        revisions
    }

    /// The number of the text that has this head, from 1.
    pub(crate) fn revision(&self) -> u32 {
        u32::try_from(self.revisions.len()).map_or(u32::MAX, |count| count.saturating_add(1))
    }

    /// The years that the report belongs to: of its period, else of 成文日期, else of 发布日期.
    pub(crate) fn years(&self) -> Vec<i16> {
        match (&self.period, self.written, self.published) {
            (Some(period), _, _) => period.years().collect(),
            (None, Some(written), _) => vec![written.year],
            (None, None, Some(published)) => vec![published.date.year],
            (None, None, None) => Vec::new(),
        }
    }
}
