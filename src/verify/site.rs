//! A whole archive: every file against SHA256SUMS, this against the log, the log against whom the reader trusts.
//!
//! In: the files, whom to trust, what was seen before. Out: everything that is wrong, and what was looked at. An archive
//! without a log is held against SHA256SUMS alone, which proves only that nothing was damaged by accident.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::ledger::History;
use crate::log::published::{CHECKPOINT, Published, Signed};
use crate::progress::Progress;
use crate::publish::stays_the_same;
use crate::route::PROOF_ENDING;
use crate::route::site_path::SHA256SUMS;
use crate::verify::damage::{Damage, Verdict};
use crate::verify::damages::Damages;
use crate::verify::files::{Files, LEAVING, Listed, Oddity, Seen, list};
use crate::verify::memory::compared;
use crate::verify::moment::Moment;
use crate::verify::record::{self, LOG, Record, StampSeen, below, head_path};
use crate::verify::reports::{self, Sight};
use crate::verify::sums::{self, Line};
use crate::verify::trust::{Fresh, Trust, Vouched, vouched};
use crate::verify::underway::Underway;

/// Digits of the digest in the name of a file that never changes, at least.
const MIN_DIGITS: usize = 12;

/// How an archive is verified.
#[derive(Debug, Clone, Default)]
pub(crate) struct How {
    pub(crate) trust: Trust,
    pub(crate) fresh: Option<Fresh>,
    /// The note that was seen before.
    pub(crate) remembered: Option<String>,
}

/// What was seen of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogSeen {
    pub(crate) origin: String,
    pub(crate) size: u64,
    pub(crate) releases: u64,
    /// Reports whose text is published.
    pub(crate) held: u64,
    pub(crate) corrections: u64,
    pub(crate) withdrawn: u64,
    pub(crate) vouched: Vouched,
    /// Time stamps of its heads by others, as far as they were looked for.
    pub(crate) stamps: Vec<StampSeen>,
    /// The head, to be remembered.
    pub(crate) note: String,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checked {
    pub(crate) damages: Damages,
    /// Files that were read and held against SHA256SUMS, and their bytes.
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    /// Files of the publication before, which stay for those who have its pages open, and were not looked at.
    pub(crate) leaving: u64,
    pub(crate) log: Option<LogSeen>,
    /// The files cannot be listed where they lie, so that one too many is not noticed.
    pub(crate) is_unlisted: bool,
}

/// Verifies an archive; `progress` is told before each file, from any thread.
///
/// # Errors
///
/// If there is none, or if there is damage and the site was published anew meanwhile.
pub(crate) fn check(
    files: &dyn Files,
    how: &How,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Checked, Error> {
    let (began, pending) = Moment::of(files);
    let underway = pending.as_deref().map(Underway::of);
    let is_underway = underway.is_some();
    let mut checked = Checked {
        damages: Damages::with(underway),
        ..Checked::default()
    };
    let record = record::read(files);
    let list_bytes = files.get(SHA256SUMS, sums::MAX_BYTES + 1);
    if matches!((&record, &list_bytes), (Record::None, Ok(None))) && !is_underway {
        return Err(no_archive());
    }
    let lines = listed_lines(&list_bytes, &mut checked.damages);
    let listing = list(files);
    let seen = lines
        .as_deref()
        .map(|lines| look(files, lines, &mut checked, progress));
    checked.is_unlisted = matches!(listing, Ok(None));
    let found = match listing {
        Ok(found) => found,
        Err(damage) => {
            checked.damages.push(damage);
            None
        }
    };
    if let Some(found) = &found {
        let has_log = !matches!(record, Record::None);
        extra(files, found, lines.as_deref(), has_log, &mut checked);
    }
    match record {
        Record::Damaged(damages) => checked.damages.extend(damages),
        Record::None => without_log(
            lines.as_deref().unwrap_or_default(),
            how,
            &mut checked.damages,
        ),
        Record::Whole(log) => {
            let sums = list_bytes.ok().flatten();
            let sight = Sight { files, seen };
            held(&sight, how, &log, sums.as_deref(), &mut checked);
            let listed = found.map(|found| found.files).unwrap_or_default();
            checked
                .damages
                .extend(record::strangers(files, &log, &listed));
            let (stamps, wrong) = record::stamps(files, &log, &listed);
            checked.damages.extend(wrong);
            if let Some(seen) = &mut checked.log {
                seen.stamps = stamps;
            }
        }
    }
    checked.damages = checked.damages.ended();
    if !checked.damages.is_empty() {
        began.still(files)?;
    }
    Ok(checked)
}

/// The lines of SHA256SUMS, if it is whole.
fn listed_lines(
    bytes: &Result<Option<Vec<u8>>, Oddity>,
    damages: &mut Damages,
) -> Option<Vec<Line>> {
    let bytes = match bytes {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            damages.push(Damage::missing(SHA256SUMS, Text::new("缺失", "is missing")));
            return None;
        }
        Err(oddity) => {
            damages.push(oddity.clone().damage(SHA256SUMS));
            return None;
        }
    };
    if bytes.len() > sums::MAX_BYTES {
        let what = Text::new("过大", "is too large");
        damages.push(Damage::altered(SHA256SUMS, what));
        return None;
    }
    match sums::parse(bytes) {
        Ok(lines) if lines.iter().all(|line| line.path != SHA256SUMS) => Some(lines),
        Ok(_) => {
            let what = Text::new("列有自身", "lists itself");
            damages.push(Damage::altered(SHA256SUMS, what));
            None
        }
        Err(line) => {
            let what = Text::new(
                format!("第 {line} 行不是 sha256sum 的格式，或次序不对"),
                format!("line {line} is not as sha256sum writes it, or out of order"),
            );
            damages.push(Damage::altered(SHA256SUMS, what));
            None
        }
    }
}

/// Every file of the list, read.
fn look(
    files: &dyn Files,
    lines: &[Line],
    checked: &mut Checked,
    progress: &(dyn Fn(Progress) + Sync),
) -> BTreeMap<String, Option<Seen>> {
    progress(Progress::Verifying(lines.len()));
    let look = |line: &Line| {
        progress(Progress::Report);
        files.seen(&line.path)
    };
    let found: Vec<Result<Option<Seen>, Oddity>> = lines.par_iter().map(look).collect();
    let mut seen = BTreeMap::new();
    for (line, found) in lines.iter().zip(found) {
        let path = line.path.as_str();
        let damage = match &found {
            Ok(Some(found)) if found.digest == line.digest => None,
            Ok(Some(_)) => Some(Damage::altered(
                path,
                Text::new("校验值与 SHA256SUMS 不符", "is not what SHA256SUMS says"),
            )),
            Ok(None) => Some(Damage::missing(path, Text::new("缺失", "is missing"))),
            Err(oddity) => Some(oddity.clone().damage(path)),
        };
        checked.files += 1;
        let found = found.ok().flatten();
        checked.bytes += found.map_or(0, |found| found.length);
        seen.insert(path.to_owned(), found.filter(|_| damage.is_none()));
        checked.damages.extend(damage);
    }
    seen
}

/// What is there and in no list.
fn extra(
    files: &dyn Files,
    found: &Listed,
    lines: Option<&[Line]>,
    has_log: bool,
    checked: &mut Checked,
) {
    checked.damages.extend(found.odd.iter().cloned());
    // Without a list nobody knows what belongs there.
    let Some(lines) = lines else {
        return;
    };
    let leaving = match files.get(LEAVING, sums::MAX_BYTES) {
        Ok(bytes) => sums::parse(&bytes.unwrap_or_default()).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    // Whoever writes here may write that list, too: what has no hash in its name does not stay.
    let stays = |path: &str| {
        stays_the_same(path) && has_digest(path) && sums::find(&leaving, path).is_some()
    };
    for path in &found.files {
        let is_of_log = has_log && path.starts_with(LOG);
        if path == SHA256SUMS || is_of_log || sums::find(lines, path).is_some() {
            continue;
        }
        if stays(path) {
            checked.leaving += 1;
            continue;
        }
        let what = Text::new("不在 SHA256SUMS 中", "is not in SHA256SUMS");
        checked
            .damages
            .push(Damage::new(Verdict::Extra, path, what));
    }
}

/// Whether a path has a digest in one of its names, as what never changes has.
fn has_digest(path: &str) -> bool {
    let is_hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    path.split(['/', '.', '-'])
        .any(|part| part.len() >= MIN_DIGITS && part.bytes().all(is_hexadecimal))
}

/// What is wrong where there is no log.
fn without_log(lines: &[Line], how: &How, damages: &mut Damages) {
    let head = below(CHECKPOINT);
    if how.remembered.is_some() {
        let what = Text::new(
            "上次见到过存证日志，现在没有了",
            "there was a log when it was seen before, and there is none now",
        );
        damages.push(Damage::new(Verdict::RolledBack, head, what));
    } else if lines.iter().any(|line| line.path.ends_with(PROOF_ENDING)) {
        let what = Text::new(
            "档案中有存证日志的证明，存证日志却缺失",
            "the archive has proofs of a log, and the log is missing",
        );
        damages.push(Damage::missing(head, what));
    } else if how.trust != Trust::Stated {
        let what = Text::new(
            "给出了公钥或见证规则，而本网站没有存证日志",
            "a key or a policy was given, and the site has no log",
        );
        damages.push(Damage::new(Verdict::Unsigned, head, what));
    }
}

/// The list, the reports and the signatures held against the log.
fn held(sight: &Sight<'_>, how: &How, log: &Published, sums: Option<&[u8]>, checked: &mut Checked) {
    let damages = &mut checked.damages;
    let (seen, missing) = seen_of(log, how);
    damages.extend(missing);
    damages.extend(
        how.remembered
            .as_deref()
            .and_then(|note| compared(note, log)),
    );
    damages.extend(sums.and_then(|bytes| unlike_its_release(log, bytes)));
    let (heads, wrong) = record::heads(sight.files, log);
    damages.extend(wrong);
    damages.extend(reports::check(sight, log, &heads));
    checked.log = Some(seen);
}

/// What is to be said of a log, and what its signatures lack.
pub(crate) fn seen_of(log: &Published, how: &How) -> (LogSeen, Vec<Damage>) {
    let stated = match &log.signed {
        Signed::By(key) => Some(key),
        Signed::No => None,
    };
    let path = head_path(log);
    let (vouched, damages) = vouched(&how.trust, how.fresh, (&path, &log.note), stated);
    let of_all = |count: fn(&History) -> u64| log.ledger.reports.values().map(count).sum();
    let seen = LogSeen {
        origin: log.checkpoint.origin.clone(),
        size: log.checkpoint.size,
        releases: log.ledger.releases.len() as u64,
        held: log.ledger.held(),
        corrections: of_all(|history| history.corrections() as u64),
        withdrawn: of_all(|history| u64::from(history.is_withdrawn())),
        vouched,
        stamps: Vec::new(),
        note: log.note.clone(),
    };
    (seen, damages)
}

/// The publication whose list these bytes are, by its number.
pub(crate) fn release_of(log: &Published, bytes: &[u8]) -> Option<u64> {
    let digest = base16ct::lower::encode_string(&Sha256::digest(bytes));
    let lines = sums::parse(bytes).ok()?.len() as u64;
    let is_it = |manifest: &crate::log::entry::Manifest| {
        manifest.sha256 == digest && manifest.size == bytes.len() as u64 && manifest.files == lines
    };
    let mut releases = log.ledger.releases.iter().rev();
    let found = releases.find(|published| is_it(&published.release.manifest))?;
    Some(found.release.seq)
}

fn unlike_its_release(log: &Published, bytes: &[u8]) -> Option<Damage> {
    let last = log.ledger.releases.last()?.release.seq;
    match release_of(log, bytes) {
        Some(number) if number == last => None,
        Some(number) => Some(Damage::new(
            Verdict::RolledBack,
            SHA256SUMS,
            Text::new(
                format!(
                    "是第 {number} 次发布的清单，而最后一次是第 {last} 次：文件退回到了旧的状态"
                ),
                format!(
                    "is the list of publication {number}, and the last one is {last}: the files were rolled back"
                ),
            ),
        )),
        None => Some(Damage::altered(
            SHA256SUMS,
            Text::new(
                format!("与存证日志收录的第 {last} 次发布不符"),
                format!("is not the list that the log recorded for publication {last}"),
            ),
        )),
    }
}

fn no_archive() -> Error {
    Error::new(Text::new(
        "这里没有 gongbao 发布的网站：既没有 SHA256SUMS，也没有存证日志。请核对路径。",
        "there is no site that gongbao published: neither SHA256SUMS nor a log. Check the path.",
    ))
}
