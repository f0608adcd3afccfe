//! From the YAML of a report to [`FrontMatter`].
//!
//! In goes the YAML, out come the fields and every fault. What may stand in it is said in
//! [`super::table`]; nothing is looked up.

use std::ops::Range;

use crate::date::{MAX_PERIOD_YEARS, Moment, Period};
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Spanned, date, language, read_scalar, web_address};
use crate::report::front_matter::table::{
    ATTACHMENT, FIELDS, PERIOD, REVISION, SOURCE, STATUS, WAIVER, WITHDRAWN,
};
use crate::report::front_matter::words;
use crate::report::front_matter::{
    AttachmentEntry, FrontMatter, Revision, Source, Status, StatusValue, Waiver, Withdrawal,
};
use crate::yaml::{Node, Reading, Value};

impl FrontMatter {
    /// Reads the fields from the YAML that stands at `yaml` in the text of a report; see [`super::split()`].
    pub(crate) fn parse(text: &str, yaml: Range<usize>, faults: &mut Vec<Fault>) -> FrontMatter {
        let Reading { root, is_whole, .. } = fields::read_head(text, yaml, FIELDS, faults);
        let fields = Fields::of(&root, FIELDS, faults);
        if is_whole {
            faults.extend(fields.lacking().map(|field| fields.missing(field)));
        }
        let plain =
            |name: &str, faults: &mut Vec<Fault>| fields.text(name, faults).map(|s| s.value);
        let plains = |name: &str, faults: &mut Vec<Fault>| -> Vec<String> {
            let texts = fields.texts(name, faults);
            for text in &texts {
                faults.extend(words::row(text));
                words::check_words(text, faults);
            }
            texts.into_iter().map(|s| s.value).collect()
        };
        let published = moment(fields.get("published"), faults);
        let modified = moment(fields.get("modified"), faults);
        if let (Some(first), Some(last), Some(node)) = (published, modified, fields.get("modified"))
            && (last.date < first.date
                || last.date == first.date && last.time.is_some() && last.time < first.time)
        {
            let span = node.span.clone();
            faults.push(fields::out_of_order(span, "published", "modified"));
        }
        FrontMatter {
            id: fields.text("id", faults),
            title: title(&fields, faults),
            kind: fields.text("type", faults).unwrap_or_default(),
            agency: fields.text("agency", faults),
            period: fields.get("period").and_then(|n| period(n, faults)),
            data_as_of: date(fields.get("data_as_of"), faults),
            written: date(fields.get("written"), faults),
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
            draft: fields.boolean("draft", faults),
            waivers: waivers(fields.get("waivers"), faults),
        }
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
            "写作 2021、2021-05、2021-Q3 或 {from: 2016, to: 2020}。",
            "Write 2021, 2021-05, 2021-Q3 or {from: 2016, to: 2020}.",
        );
        return read_scalar(node, faults, Period::parse, forms);
    }
    let fields = Fields::of(node, PERIOD, faults);
    fields.require(faults);
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
            Text::new("核对 from 与 to。", "Check `from` and `to`."),
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
    let known = StatusValue::ALL
        .iter()
        .find(|(_, key, chinese)| *key == text || chinese.contains(&text.as_str()));
    if known.is_none() {
        faults.push(fields::wrong_type(
            node,
            "有效、失效、废止或已修改",
            "in-force, expired, repealed or amended",
        ));
    }
    known.map(|(value, _, _)| *value)
}

fn source(node: &Node, faults: &mut Vec<Fault>) -> Source {
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
        if matches!(item.value, Value::Scalar(_)) {
            if let Some(file) = fields::text(item, faults) {
                entries.push(AttachmentEntry {
                    file,
                    title: None,
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
        let withdrawn = fields.get("withdrawn").map(|n| withdrawal(n, faults));
        if let Some(file) = fields.text("file", faults) {
            entries.push(AttachmentEntry {
                file,
                title,
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

fn waivers(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for item in fields::items(node) {
        let fields = Fields::of(item, WAIVER, faults);
        fields.require(faults);
        let quote = fields.prose("quote", faults);
        let reason = fields.prose("reason", faults);
        let reviewer = fields.text("reviewer", faults).map(|s| s.value);
        if let Some(code) = fields.text("code", faults) {
            waivers.push(Waiver {
                code: code.value,
                quote,
                reason,
                reviewer,
            });
        }
    }
    waivers
}
