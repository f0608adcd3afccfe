//! What `gongbao verify` says to people.
//!
//! In: what came of it. Out: lines, the damage first, then what was verified, and who vouches for it. The words say that
//! something was recorded and is unaltered since, and never more.

use crate::cli::printable::printable;
use crate::cli::summary::plural;
use crate::cli::verify::time;
use crate::diagnostic::{Language, Text};
use crate::log::entry::{Document, Operation};
use crate::verify::damage::Verdict;
use crate::verify::damages::Damages;
use crate::verify::document::{Finding, Recorded, State};
use crate::verify::site::{Checked, LogSeen};
use crate::verify::trust::Vouched;

/// Of a site.
pub(super) fn site(checked: &Checked, shown: &str, limit: usize, language: Language) -> String {
    let mut lines = damages(&checked.damages, limit, language);
    let files = plural(usize::try_from(checked.files).unwrap_or(usize::MAX), "file");
    let (bytes, number) = (checked.bytes, checked.files);
    let read = Text::new(
        format!("{shown}，{number} 个文件，{bytes} 字节"),
        format!("{shown}, {files}, {bytes} bytes"),
    );
    // Nothing was recorded where there is no log.
    lines.push(match checked.log.is_none() && checked.damages.is_empty() {
        true => Text::new(
            format!("与 SHA256SUMS 一致：{}", read.chinese),
            format!("As SHA256SUMS says: {}", read.english),
        ),
        false => verdict(&checked.damages, &read),
    });
    match &checked.log {
        Some(log) => lines.extend(of_log(log)),
        None if checked.damages.is_empty() => lines.push(Text::new(
            "  没有存证日志：只与 SHA256SUMS 核对过；SHA256SUMS 本身是否改动过，无从得知。",
            "  There is no log: this was held against SHA256SUMS alone, and whether that was altered cannot be known.",
        )),
        None => {}
    }
    if checked.is_unlisted {
        lines.push(Text::new(
            "  网址上的文件无法逐一列出：多出的文件看不出来，下载到文件夹后核对才能发现。",
            "  Files at an address cannot be listed: extra ones are not noticed, as they are in a folder.",
        ));
    }
    if checked.leaving > 0 {
        let count = checked.leaving;
        lines.push(Text::new(
            format!("  另有上次发布留下的旧文件 {count} 个（列于 .gongbao-leaving），没有核对。"),
            format!("  Old files of the publication before were not looked at: {count}, listed in .gongbao-leaving."),
        ));
    }
    joined(&lines, language)
}

/// Of a file.
pub(super) fn document(finding: &Finding, shown: &str, limit: usize, language: Language) -> String {
    let mut lines = damages(&finding.damages, limit, language);
    lines.push(verdict(&finding.damages, &Text::new(shown, shown)));
    if let Some(seen) = &finding.seen {
        let (sha256, length) = (seen.sha256(), seen.length);
        lines.push(Text::new(
            format!("  校验值（SHA-256）：{sha256}，{length} 字节"),
            format!("  SHA-256: {sha256}, {length} bytes"),
        ));
    }
    if let Some(recorded) = &finding.recorded {
        lines.extend(of_record(recorded));
    }
    match (&finding.log, &finding.recorded) {
        (Some(log), _) => lines.extend(of_log(log)),
        (None, Some(recorded)) => {
            lines.extend(recorded.vouched.iter().flat_map(of_vouched));
            lines.push(Text::new(
                "  存证日志不在手边：此后是否更正或撤回，无从得知。",
                "  The log is not at hand: whether it was corrected or withdrawn since cannot be known.",
            ));
        }
        (None, None) => {}
    }
    joined(&lines, language)
}

fn joined(lines: &[Text], language: Language) -> String {
    let lines = lines
        .iter()
        .map(|line| printable(line.in_language(language)));
    lines.collect::<Vec<_>>().join("\n")
}

fn damages(damages: &Damages, limit: usize, language: Language) -> Vec<Text> {
    let sorted = damages.sorted();
    let named = sorted.iter().take(limit).map(|damage| {
        let (file, what) = (&damage.file, damage.what.in_language(language));
        Text::new(format!("{file}：{what}"), format!("{file}: {what}"))
    });
    let mut lines: Vec<Text> = named.collect();
    let more = damages.count() - lines.len().min(damages.count());
    if more > 0 {
        lines.push(Text::new(
            format!("……另有 {more} 处"),
            format!("… and {more} more"),
        ));
    }
    lines
}

/// The one line that says it all.
fn verdict(damages: &Damages, what: &Text) -> Text {
    let count = damages.count();
    let words = damages.worst().words();
    match damages.worst() {
        Verdict::Intact => Text::new(
            format!("核对无误，未曾改动：{}", what.chinese),
            format!("Intact, unaltered since it was recorded: {}", what.english),
        ),
        _ => Text::new(
            format!(
                "核对未通过，{}（{count} 处）：{}",
                words.chinese, what.chinese
            ),
            format!(
                "Not intact, {} ({}): {}",
                words.english,
                plural(count, "damage"),
                what.english
            ),
        ),
    }
}

fn of_log(log: &LogSeen) -> Vec<Text> {
    let LogSeen {
        origin,
        size,
        releases,
        held,
        corrections,
        withdrawn,
        ..
    } = log;
    let mut lines = vec![Text::new(
        format!(
            "  存证日志 {origin}：{size} 条记录，{releases} 次发布；现有报告 {held} 份，更正 {corrections} 次，撤回 {withdrawn} 份"
        ),
        format!(
            "  Log {origin}: {}, {}; {} held, {}, {withdrawn} withdrawn",
            counted(*size, "entry", "entries"),
            counted(*releases, "publication", "publications"),
            counted(*held, "report", "reports"),
            counted(*corrections, "correction", "corrections"),
        ),
    )];
    lines.extend(of_vouched(&log.vouched));
    if let Some(last) = log.stamps.last() {
        let (count, path, time) = (log.stamps.len(), &last.path, &last.time);
        lines.push(Text::new(
            format!("  时间戳 {count} 个，最近一个（{path}）写明 {time}；由谁签发没有核对，请用 openssl ts -verify。"),
            format!("  Time stamps: {count}, the newest ({path}) states {time}; who gave it was not checked: `openssl ts -verify` does."),
        ));
    }
    lines
}

fn counted(number: u64, one: &str, more: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {more}"),
    }
}

fn of_vouched(vouched: &Vouched) -> Vec<Text> {
    let mut lines = Vec::new();
    match (&vouched.key, vouched.is_stated) {
        (Some(key), false) => lines.push(Text::new(
            format!("  签名：{key}"),
            format!("  Signed by {key}"),
        )),
        (Some(key), true) => lines.push(Text::new(
            format!("  签名：{key}\n  这一公钥只是档案自己的说法：请从别处取得公钥，用 --key 核对。"),
            format!("  Signed by {key}\n  This key is only what the archive says itself: get the key from elsewhere and give it by --key."),
        )),
        (None, _) => lines.push(Text::new(
            "  没有核对到签名：谁都可以写出这样的存证日志。",
            "  No signature that could be checked: anybody can write such a log.",
        )),
    }
    if !vouched.witnesses.is_empty() {
        let witnesses = vouched.witnesses.iter();
        let witnesses = witnesses.map(|(name, at)| format!("{name} {}", time(*at)));
        let witnesses: Vec<String> = witnesses.collect();
        lines.push(Text::new(
            format!("  见证：{}", witnesses.join("、")),
            format!("  Witnessed by {}", witnesses.join(", ")),
        ));
    }
    if vouched.unknown > 0 {
        let unknown = vouched.unknown;
        let signatures = plural(unknown, "signature");
        lines.push(Text::new(
            format!("  另有 {unknown} 个签名所用的算法本程序不识，没有核对。"),
            format!("  {signatures} of an algorithm that this program does not know: not checked."),
        ));
    }
    let others = vouched.others.saturating_sub(vouched.unknown);
    if others > 0 {
        lines.push(Text::new(
            format!("  另有 {others} 个签名没有核对（用 --policy 写明见证方的公钥）。"),
            format!("  Other signatures that were not checked: {others} (--policy names the keys of witnesses)."),
        ));
    }
    lines
}

fn of_record(recorded: &Recorded) -> Vec<Text> {
    let Recorded {
        origin,
        report,
        index,
        release,
        ..
    } = recorded;
    let mut lines = Vec::new();
    if let Some((document, name)) = report {
        lines.extend(of_report(document, name.as_deref()));
    }
    let entry = index.map_or_else(
        || Text::new("", ""),
        |index| Text::new(format!("，记录 {index}"), format!(", entry {index}")),
    );
    let published = release.map_or_else(
        || Text::new("", ""),
        |release| {
            Text::new(
                format!("，第 {release} 次发布"),
                format!(", publication {release}"),
            )
        },
    );
    lines.push(Text::new(
        format!("  收录于：{origin}{}{}", entry.chinese, published.chinese),
        format!(
            "  Recorded in {origin}{}{}",
            entry.english, published.english
        ),
    ));
    lines.extend(recorded.state.as_ref().map(of_state));
    if let Some(proof) = &recorded.proof {
        lines.push(Text::new(
            format!("  证明：{proof}"),
            format!("  Proof: {proof}"),
        ));
    }
    lines
}

fn of_report(document: &Document, name: Option<&str>) -> Vec<Text> {
    let Document {
        id,
        rev,
        op,
        date,
        reason,
        ..
    } = document;
    let mut lines = vec![match name {
        None => Text::new(
            format!("  报告：{id}，第 {rev} 版"),
            format!("  Report: {id}, revision {rev}"),
        ),
        Some(name) => Text::new(
            format!("  报告：{id}，第 {rev} 版的附件 {name}"),
            format!("  Report: {id}, attachment {name} of revision {rev}"),
        ),
    }];
    if let Some(date) = date {
        let (chinese, english) = match op {
            Operation::Publish => ("发布", "published"),
            Operation::Correct => ("更正", "corrected"),
            Operation::Withdraw => ("撤回", "withdrawn"),
            Operation::Restore => ("恢复", "restored"),
        };
        lines.push(Text::new(
            format!("  {chinese}日期（发布者所述）：{date}"),
            format!("  {english} on {date}, as its publisher states"),
        ));
    }
    if let Some(reason) = reason {
        lines.push(Text::new(
            format!("  原因：{reason}"),
            format!("  Reason: {reason}"),
        ));
    }
    lines
}

fn of_state(state: &State) -> Text {
    match state {
        State::Current => Text::new("  此后没有新的版本", "  Since then: no later revision"),
        State::Corrected { rev, date } => {
            let date = date.as_deref().unwrap_or("-");
            Text::new(
                format!("  现状：此后已更正，现为第 {rev} 版（{date}）"),
                format!("  Since then: corrected; it is revision {rev} now ({date})"),
            )
        }
        State::Withdrawn { date, reason } => {
            let date = date.as_deref().unwrap_or("-");
            let reason = reason.as_deref().unwrap_or("-");
            Text::new(
                format!("  现状：此后已撤回（{date}）：{reason}"),
                format!("  Since then: withdrawn ({date}): {reason}"),
            )
        }
    }
}
