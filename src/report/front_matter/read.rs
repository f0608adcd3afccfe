//! From the YAML of a report to [`FrontMatter`].
//!
//! In goes the YAML, out come the fields and every fault. What may stand in it is said in
//! [`super::table`]; nothing is looked up.

use std::ops::Range;

use crate::date::{MAX_PERIOD_YEARS, Moment, Period};
use crate::diagnostic::{Fault, Text};
use crate::fields::{
    self, FRONT_MATTER, Fields, Spanned, date, language, read_scalar, web_address,
};
use crate::report::findings::figure::stated;
use crate::report::front_matter::table::{
    ATTACHMENT, FIELDS, PERIOD, REVISION, SOURCE, STATUS, WITHDRAWN,
};
use crate::report::front_matter::words;
use crate::report::front_matter::{
    AttachmentEntry, FrontMatter, Places, Revision, Source, Status, StatusValue, Withdrawal,
};
use crate::waiver::{self, WAIVER};
use crate::yaml::{Node, Reading, Value};

impl FrontMatter {
    /// Reads the fields from the YAML that stands at `yaml` in the text of a report; see [`super::split()`].
    pub(crate) fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> FrontMatter {
        let Reading { root, is_whole, .. } = fields::read_head(text, yaml, FIELDS, faults);
        let fields = Fields::of(&root, FIELDS, faults);
        if is_whole {
            faults.extend(
                fields
                    .lacking()
                    .map(|field| fields.missing(field, FRONT_MATTER)),
            );
        }
        let plain =
            |name: &str, faults: &mut Vec<Fault>| fields.text(name, faults).map(|s| s.value);
        let plains = |name: &str, faults: &mut Vec<Fault>| -> Vec<String> {
            let texts = fields.words(name, faults);
            for text in &texts {
                faults.extend(words::row(text));
                words::check_words(text, faults);
            }
            texts.into_iter().map(|s| s.value).collect()
        };
        let published = moment(fields.get("published"), faults);
        let modified = moment(fields.get("modified"), faults);
        if let (Some(first), Some(last)) = (published, modified)
            && last.is_before(first)
        {
            faults.extend(fields.out_of_order("published", "modified"));
        }
        let place = |name| fields.get(name).map_or(0..0, |node| node.span.clone());
        let facts = FrontMatter {
            id: fields.text("id", faults),
            title: title(&fields, faults),
            kind: fields.text("type", faults).unwrap_or_default(),
            agencies: fields.texts("agency", faults),
            period: fields.get("period").and_then(|n| period(n, faults)),
            data_as_of: date(fields.get("data_as_of"), faults),
            written: date(fields.get("written"), faults),
            reported: date(fields.get("reported"), faults),
            published,
            modified,
            index_number: fields.text("index_number", faults),
            document_number: fields.text("document_number", faults),
            topics: plains("topics", faults),
            genre: plain("genre", faults),
            keywords: plains("keywords", faults),
            status: fields.get("status").and_then(|n| status(n, faults)),
            source: fields.get("source").map(|n| source(n, faults)),
            attachments: attachments(fields.get("attachments"), faults),
            summary: summary(&fields, faults),
            language: language(fields.get("language"), faults),
            aliases: fields.aliases(faults),
            revisions: revisions(fields.get("revisions"), faults),
            withdrawn: fields.get("withdrawn").map(|n| withdrawal(n, faults)),
            figures: stated::read(fields.get("figures"), faults),
            draft: fields.boolean("draft", faults),
            waivers: waiver::read(fields.get("waivers"), WAIVER, faults),
            places: Places {
                period: place("period"),
                written: place("written"),
                published: place("published"),
                status: place("status"),
                revisions: place("revisions"),
                withdrawn: place("withdrawn"),
            },
        };
        order(&facts, faults);
        facts
    }
}

fn title(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> String {
    let title = fields.text("title", faults).unwrap_or_default();
    words::check_title(&title, faults);
    title.value
}

fn summary(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let summary = fields.prose("summary", faults)?;
    let span = fields.get("summary").map_or(0..0, |node| node.span.clone());
    let summary = Spanned {
        value: summary,
        span,
    };
    words::check_words(&summary, faults);
    Some(summary.value)
}

fn moment(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<Moment> {
    let forms = Text::new(
        "写作 2018-01-11 或 2018-01-11 17:13；须是完整的日期。",
        "Write 2018-01-11 or 2018-01-11 17:13; the date must be complete.",
    );
    read_scalar(node?, faults, Moment::parse, forms)
}

fn period(node: &Node, faults: &mut Vec<Fault>) -> Option<Period> {
    if !matches!(node.value, Value::Map(_)) {
        let forms = Text::new(
            "写作 2021、2021-05、2021-Q3 或 {起: 2016, 止: 2020}。",
            "Write 2021, 2021-05, 2021-Q3 or {from: 2016, to: 2020}.",
        );
        return read_scalar(node, faults, Period::parse, forms);
    }
    let fields = Fields::of(node, PERIOD, faults);
    fields.require(faults);
    let ([chinese_from, english_from], [chinese_to, english_to]) =
        (fields.called("from"), fields.called("to"));
    let from = date(fields.get("from"), faults);
    let to = date(fields.get("to"), faults);
    let period = Period::between(from?, to?);
    if period.is_none() {
        faults.push(Fault::error(
            "impossible-date",
            node.span.clone(),
            Text::new(
                "报告期的起始日期晚于截止日期",
                "the period ends before it begins",
            ),
            Text::new(
                format!("核对“{chinese_from}”与“{chinese_to}”。"),
                format!("Check `{english_from}` and `{english_to}`."),
            ),
        ));
    }
    period.filter(|period| {
        let is_too_long = period.is_too_long();
        if is_too_long {
            faults.push(Fault::error(
                "period-too-long",
                node.span.clone(),
                Text::new(
                    format!("报告期超过 {MAX_PERIOD_YEARS} 年"),
                    format!("the period covers more than {MAX_PERIOD_YEARS} years"),
                ),
                Text::new("核对起止年份。", "Check the years."),
            ));
        }
        !is_too_long
    })
}

fn status(node: &Node, faults: &mut Vec<Fault>) -> Option<Status> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(Status {
            value: status_value(node, faults)?,
            since: None,
            until: None,
            by: None,
            successor: None,
        });
    }
    let fields = Fields::of(node, STATUS, faults);
    fields.require(faults);
    let value = fields.get("value").and_then(|n| status_value(n, faults));
    let (since, until) = fields.dates_in_order(("since", "until"), faults);
    let by = fields.text("by", faults).map(|s| s.value);
    let successor = fields.text("successor", faults);
    Some(Status {
        value: value?,
        since,
        until,
        by,
        successor,
    })
}

fn status_value(node: &Node, faults: &mut Vec<Fault>) -> Option<StatusValue> {
    let text = fields::text(node, faults)?.value;
    let written = fields::simplified(&text);
    let english = written.to_ascii_lowercase().replace(' ', "-");
    let known = StatusValue::ALL
        .iter()
        .find(|(_, key, chinese)| *key == english || chinese.contains(&&*written));
    if known.is_none() {
        faults.push(fields::wrong_type(
            node,
            "有效、失效、废止、已修改、尚未生效或部分废止",
            "in-force, expired, repealed, amended, not-yet-in-force or partly-repealed",
        ));
    }
    known.map(|(value, _, _)| *value)
}

fn source(node: &Node, faults: &mut Vec<Fault>) -> Source {
    if fields::is_half_entry(node, SOURCE, faults) {
        return Source::default();
    }
    if matches!(node.value, Value::Scalar(_)) {
        return Source {
            name: fields::text(node, faults).map(|s| s.value),
            ..Source::default()
        };
    }
    let fields = Fields::of(node, SOURCE, faults);
    Source {
        name: fields.text("name", faults).map(|s| s.value),
        url: web_address(fields.get("url"), faults),
        captured: date(fields.get("captured"), faults),
    }
}

fn attachments(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<AttachmentEntry> {
    let mut entries = Vec::new();
    for item in fields::items(node) {
        if fields::is_half_entry(item, ATTACHMENT, faults) {
            continue;
        }
        if matches!(item.value, Value::Scalar(_)) {
            if let Some(file) = fields::text(item, faults) {
                entries.push(AttachmentEntry {
                    file,
                    title: None,
                    table: false,
                    withdrawn: None,
                });
            }
            continue;
        }
        let fields = Fields::of(item, ATTACHMENT, faults);
        fields.require(faults);
        let title = fields.text("title", faults).map(|title| {
            words::check_words(&title, faults);
            title.value
        });
        let table = fields.boolean("table", faults);
        let withdrawn = fields.get("withdrawn").map(|n| withdrawal(n, faults));
        if let Some(file) = fields.text("file", faults) {
            entries.push(AttachmentEntry {
                file,
                title,
                table,
                withdrawn,
            });
        }
    }
    entries
}

fn revisions(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Revision> {
    let mut revisions = Vec::new();
    for item in fields::items(node) {
        let fields = Fields::of(item, REVISION, faults);
        fields.require(faults);
        let date = date(fields.get("date"), faults);
        if let Some(note) = fields.prose("note", faults) {
            revisions.push(Revision { date, note });
        }
    }
    revisions
}

fn withdrawal(node: &Node, faults: &mut Vec<Fault>) -> Withdrawal {
    let fields = Fields::of(node, WITHDRAWN, faults);
    fields.require_either("date", "reason", faults);
    Withdrawal {
        date: date(fields.get("date"), faults),
        reason: fields.prose("reason", faults),
        authority: fields.text("authority", faults).map(|s| s.value),
    }
}

/// Whether the dates of one report are in an order that can be. Warnings: `published-before-written`,
/// `published-before-period`.
fn order(facts: &FrontMatter, faults: &mut Vec<Fault>) {
    let Some(published) = facts.published.map(|moment| moment.date) else {
        return;
    };
    let early = |code, chinese: &str, english: &str, other: String| {
        Fault::warning(
            code,
            facts.places.published.clone(),
            Text::new(
                format!("发布日期 {published} 早于{chinese}（{other}）"),
                format!("the date of publication, {published}, is before {english} ({other})"),
            ),
            Text::new(
                "核对两处；确实如此的，可写入“豁免”（waivers），免予提示。",
                "Check both; if they are right, write it under `waivers`.",
            ),
        )
    };
    if let Some(written) = facts
        .written
        .filter(|written| published < written.first_day())
    {
        let (code, other) = ("published-before-written", written.to_string());
        faults.push(early(code, "成文日期", "that of the document", other));
    }
    if let Some(period) = facts.period.filter(|period| published < period.from) {
        let (code, other) = ("published-before-period", period.to_string());
        faults.push(early(code, "报告期的开始", "the period begins", other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> FrontMatter {
        let mut faults = Vec::new();
        let read = FrontMatter::parse(text, 0..text.len(), &mut faults);
        assert_eq!(faults, [], "{text}");
        read
    }

    #[test]
    fn keys_and_values_mean_the_same_in_either_script_and_in_english() {
        let heads = [
            "标题: 报告\n类型: a\n发布机构: 甲\n报告期: 2021年度\n数据截至: 2021年12月31日\n成文日期: 2022年1月20日\n发布日期: 2022年3月18日\n关键词: [乙]\n有效性: {状态: 废止, 依据: 丙}\n来源: {名称: 丁, 采集日期: 2022年3月}\n附件: [{文件: a.csv, 标题: 表}]\n",
            "標題: 报告\n類型: a\n發佈機構: 甲\n報告期: 民國110年度\n數據截至: 2021.12.31\n成文日期: 民國111年1月20日\n發佈日期: 20220318\n關鍵詞: [乙]\n有效性: {狀態: 廢止, 依據: 丙}\n來源: {名稱: 丁, 採集日期: 2022.3}\n附件: [{文件: a.csv, 標題: 表}]\n",
            "title: 报告\ntype: a\nagency: 甲\nperiod: 2021\ndata_as_of: 31 December 2021\nwritten: January 20, 2022\npublished: 2022-03-18\nkeywords: [乙]\nstatus: {value: Repealed, by: 丙}\nsource: {name: 丁, captured: 2022-03}\nattachments: [{file: a.csv, title: 表}]\n",
        ];
        let [first, others @ ..] = heads.map(read);
        for other in others {
            let name = |read: &FrontMatter| read.agencies.first().map(|a| a.value.clone());
            assert_eq!(name(&first), name(&other));
            assert_eq!(first.title, other.title);
            assert_eq!(first.period, other.period);
            assert_eq!(first.data_as_of, other.data_as_of);
            assert_eq!(first.written, other.written);
            assert_eq!(first.published, other.published);
            assert_eq!(first.keywords, other.keywords);
            assert_eq!(first.status, other.status);
            assert_eq!(first.source, other.source);
            let titles = |read: &FrontMatter| read.attachments.first().map(|a| a.title.clone());
            assert_eq!(titles(&first), titles(&other));
        }
    }
}
