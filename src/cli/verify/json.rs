//! What `gongbao verify --format json` prints: one document for tools, whose keys are a promise.
//!
//! In: what came of it. Out: JSON. Nothing is decided here.

use serde::Serialize;

use crate::cli::verify::time;
use crate::diagnostic::Language;
use crate::verify::damages::Damages;
use crate::verify::document::{Finding, Recorded, State};
use crate::verify::site::{Checked, LogSeen};
use crate::verify::trust::Vouched;

#[derive(Serialize)]
struct Json<'a> {
    /// The worst of it.
    verdict: &'static str,
    code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leaving: Option<u64>,
    /// False where the files cannot be listed, so that extra ones are not noticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    listed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<JsonFile<'a>>,
    log: Option<JsonLog<'a>>,
    /// How many damages there are; as many are listed as were asked for.
    damage_count: usize,
    damages: Vec<JsonDamage<'a>>,
}

#[derive(Serialize)]
struct JsonDamage<'a> {
    verdict: &'static str,
    file: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonLog<'a> {
    origin: &'a str,
    entries: u64,
    publications: u64,
    reports: u64,
    corrections: u64,
    withdrawn: u64,
    #[serde(flatten)]
    vouched: JsonVouched<'a>,
    time_stamps: Vec<JsonStamp<'a>>,
}

/// Who gave it was not checked.
#[derive(Serialize)]
struct JsonStamp<'a> {
    file: &'a str,
    entries: u64,
    states: &'a str,
}

#[derive(Serialize)]
struct JsonVouched<'a> {
    key: Option<&'a str>,
    /// Whether the key is only what the archive says itself.
    key_is_stated: bool,
    witnesses: Vec<JsonWitness<'a>>,
    unchecked_signatures: usize,
    unknown_algorithms: usize,
}

#[derive(Serialize)]
struct JsonWitness<'a> {
    name: &'a str,
    time: String,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    sha256: Option<String>,
    size: Option<u64>,
    #[serde(flatten)]
    recorded: Option<JsonRecorded<'a>>,
}

#[derive(Serialize)]
struct JsonRecorded<'a> {
    origin: &'a str,
    report: Option<&'a str>,
    attachment: Option<&'a str>,
    revision: Option<u64>,
    /// As the publisher states it.
    date: Option<&'a str>,
    reason: Option<&'a str>,
    entry: Option<u64>,
    publication: Option<u64>,
    state: Option<&'static str>,
    later_revision: Option<u64>,
    proof: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vouched: Option<JsonVouched<'a>>,
}

/// Of a site.
pub(super) fn site(checked: &Checked, limit: usize, language: Language) -> String {
    let json = Json {
        files: Some(checked.files),
        bytes: Some(checked.bytes),
        leaving: Some(checked.leaving),
        listed: checked.is_unlisted.then_some(false),
        ..json(&checked.damages, checked.log.as_ref(), limit, language)
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

/// Of a file.
pub(super) fn document(finding: &Finding, limit: usize, language: Language) -> String {
    let json = Json {
        file: Some(JsonFile {
            sha256: finding.seen.as_ref().map(|seen| seen.sha256()),
            size: finding.seen.as_ref().map(|seen| seen.length),
            recorded: finding.recorded.as_ref().map(recorded),
        }),
        ..json(&finding.damages, finding.log.as_ref(), limit, language)
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn json<'a>(
    damages: &'a Damages,
    log: Option<&'a LogSeen>,
    limit: usize,
    language: Language,
) -> Json<'a> {
    let named = damages.sorted().into_iter().take(limit);
    Json {
        verdict: damages.worst().name(),
        code: damages.worst().code(),
        files: None,
        bytes: None,
        leaving: None,
        listed: None,
        file: None,
        log: log.map(|log| JsonLog {
            origin: &log.origin,
            entries: log.size,
            publications: log.releases,
            reports: log.held,
            corrections: log.corrections,
            withdrawn: log.withdrawn,
            vouched: vouched(&log.vouched),
            time_stamps: log
                .stamps
                .iter()
                .map(|stamp| JsonStamp {
                    file: &stamp.path,
                    entries: stamp.size,
                    states: &stamp.time,
                })
                .collect(),
        }),
        damage_count: damages.count(),
        damages: named
            .map(|damage| JsonDamage {
                verdict: damage.verdict.name(),
                file: &damage.file,
                message: damage.what.in_language(language),
            })
            .collect(),
    }
}

fn vouched(vouched: &Vouched) -> JsonVouched<'_> {
    let witnesses = vouched.witnesses.iter();
    JsonVouched {
        key: vouched.key.as_deref(),
        key_is_stated: vouched.is_stated,
        witnesses: witnesses
            .map(|(name, at)| JsonWitness {
                name,
                time: time(*at),
            })
            .collect(),
        unchecked_signatures: vouched.others,
        unknown_algorithms: vouched.unknown,
    }
}

fn recorded(recorded: &Recorded) -> JsonRecorded<'_> {
    let document = recorded.report.as_ref().map(|(document, _)| document);
    let attachment = recorded
        .report
        .as_ref()
        .and_then(|(_, name)| name.as_deref());
    let (state, later_revision) = match &recorded.state {
        None => (None, None),
        Some(State::Current) => (Some("current"), None),
        Some(State::Corrected { rev, .. }) => (Some("corrected"), Some(*rev)),
        Some(State::Withdrawn { .. }) => (Some("withdrawn"), None),
    };
    JsonRecorded {
        origin: &recorded.origin,
        report: document.map(|document| document.id.as_str()),
        attachment,
        revision: document.map(|document| document.rev),
        date: document.and_then(|document| document.date.as_deref()),
        reason: document.and_then(|document| document.reason.as_deref()),
        entry: recorded.index,
        publication: recorded.release,
        state,
        later_revision,
        proof: recorded.proof.as_deref(),
        vouched: recorded.vouched.as_ref().map(vouched),
    }
}
