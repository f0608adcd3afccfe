//! One file of an archive: whether it is as it was recorded, where, and what became of it since.
//!
//! In: the file, its proof, and the archive's log where that is at hand. Out: of which report and which revision it is, who
//! vouches for that, and whether there is a later one; or exactly what is wrong. Says nothing of whether what the file
//! states is so.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::log::decimal;
use crate::log::entry::{Document, Entry, Operation};
use crate::log::ledger::{Event, History, Ledger};
use crate::log::proof::{MAX_BYTES, Proof};
use crate::log::published::{Published, Signed};
use crate::log::tree::{includes, leaf_hash};
use crate::route::site_path::SHA256SUMS;
use crate::route::{HISTORY_FOLDER, PROOF_ENDING, TEXT_NAME, list_name, proof_name};
use crate::verify::damage::{Damage, Verdict};
use crate::verify::damages::Damages;
use crate::verify::files::{Files, Seen};
use crate::verify::record::{self, Record, begins_with};
use crate::verify::reports::at_odds;
use crate::verify::site::{How, LogSeen, release_of, seen_of};
use crate::verify::sums;
use crate::verify::trust::{Trust, Vouched, head, vouched};

/// Folders above a file in which its proof is looked for, at most: attachments may lie in folders of their own.
pub(crate) const MAX_ABOVE: usize = 8;

/// What became of a text since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// It is the one that counts.
    Current,
    /// There is a later one: which, and of when its publisher says it is.
    Corrected { rev: u64, date: Option<String> },
    /// It was withdrawn: when, as its publisher says, and why.
    Withdrawn {
        date: Option<String>,
        reason: Option<String>,
    },
}

/// What a file was recorded as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// Whose log.
    pub(crate) origin: String,
    /// Where the proof is; none of a file that SHA256SUMS alone has.
    pub(crate) proof: Option<String>,
    /// The report, its name in it if it is an attachment, and the revision.
    pub(crate) report: Option<(Document, Option<String>)>,
    /// Which entry, from 0.
    pub(crate) index: Option<u64>,
    /// Which publication; known where the log is at hand.
    pub(crate) release: Option<u64>,
    /// Known where the log is at hand.
    pub(crate) state: Option<State>,
    /// Who vouches for the head in the proof, where there is no other.
    pub(crate) vouched: Option<Vouched>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Finding {
    pub(crate) damages: Damages,
    pub(crate) seen: Option<Seen>,
    pub(crate) recorded: Option<Recorded>,
    /// The log, where it is at hand.
    pub(crate) log: Option<LogSeen>,
}

/// A proof that was given: its name, its bytes, and the list of attachments beside it.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) proof: Vec<u8>,
    pub(crate) list: Option<Vec<u8>>,
}

/// Verifies the file at `path`.
pub(crate) fn check(files: &dyn Files, path: &str, given: Option<Given>, how: &How) -> Finding {
    let mut finding = Finding::default();
    let seen = match files.seen(path) {
        Ok(Some(seen)) => seen,
        Ok(None) => {
            let what = Text::new("缺失", "is missing");
            finding.damages.push(Damage::missing(path, what));
            return finding;
        }
        Err(oddity) => {
            finding.damages.push(oddity.damage(path));
            return finding;
        }
    };
    finding.seen = Some(seen);
    let log = match record::read(files) {
        Record::None => None,
        Record::Whole(log) => Some(*log),
        Record::Damaged(damages) => {
            finding.damages.extend(damages);
            None
        }
    };
    if let Some(log) = &log {
        let (seen, damages) = seen_of(log, how);
        finding.log = Some(seen);
        finding.damages.extend(damages);
    }
    let is_given = given.is_some();
    let (folder, proofs) = match given {
        Some(given) => (String::new(), vec![given]),
        None => beside(files, log.as_ref(), path),
    };
    // The name that an attachment has in the list of its report; a file that came with its proof may have any.
    let name = match is_given {
        true => None,
        false => Some(
            path.strip_prefix(&folder)
                .unwrap_or(path)
                .trim_start_matches('/'),
        ),
    };
    let matched = proofs
        .iter()
        .find_map(|given| Some((given, matching(given, &seen, name)?)));
    if let Some((given, (document, name))) = matched {
        if let Some(log) = log.as_ref().filter(|_| !is_given) {
            finding.damages.extend(out_of_place(
                log,
                path,
                &folder,
                given,
                &document,
                name.is_none(),
            ));
        }
        recorded(&mut finding, log.as_ref(), how, given, document, name);
        return finding;
    }
    let is_of_report = name.is_some_and(|name| {
        let in_list = |given: &Given| {
            let lines = given.list.as_deref().map(sums::parse);
            lines.is_some_and(|lines| lines.is_ok_and(|lines| sums::find(&lines, name).is_some()))
        };
        (name == TEXT_NAME && !proofs.is_empty()) || proofs.iter().any(in_list)
    });
    match log {
        Some(log) if !is_given && !is_of_report => listed(&mut finding, files, &log, path, &seen),
        _ => finding.damages.push(unmatched(path, &proofs)),
    }
    finding
}

/// A text that is not the one that counts at its place in the archive, or that stands in the place of another report.
fn out_of_place(
    log: &Published,
    path: &str,
    folder: &str,
    given: &Given,
    document: &Document,
    is_text: bool,
) -> Option<Damage> {
    let altered =
        |chinese: &str, english: &str| Some(Damage::altered(path, Text::new(chinese, english)));
    let Some(history) = log.ledger.reports.get(folder) else {
        return altered("此处没有收录过报告", "no report was recorded at this place");
    };
    let is_of_it = |event: &Event| event.document == *document;
    if !history.events.iter().any(is_of_it) {
        let damage = Damage::altered(
            &given.name,
            Text::new("是另一份报告的证明", "is a proof of another report"),
        );
        return Some(damage);
    }
    let current = history.text().filter(|_| !history.is_withdrawn());
    match current {
        None => altered(
            "存证日志载明此文已撤回，而它还在",
            "the log has it that this was withdrawn, and it is still there",
        ),
        // Where an archive keeps what it said before it is in its place.
        Some(_) if is_text && path == format!("{folder}/{HISTORY_FOLDER}/{}.md", document.rev) => {
            None
        }
        Some(text) if is_text && text.document.rev != document.rev => altered(
            "是更正前的文本，不是现行的",
            "is a text from before a correction, and not the one that counts",
        ),
        Some(_) => None,
    }
}

/// The folder of the report that a file belongs to, and the proofs in it, the newest first.
fn beside(files: &dyn Files, log: Option<&Published>, path: &str) -> (String, Vec<Given>) {
    let mut folder = path;
    for _ in 0..MAX_ABOVE {
        folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        let proofs = proofs_in(files, log, folder);
        if !proofs.is_empty() {
            return (folder.to_owned(), proofs);
        }
        if folder.is_empty() {
            break;
        }
    }
    (String::new(), Vec::new())
}

fn proofs_in(files: &dyn Files, log: Option<&Published>, folder: &str) -> Vec<Given> {
    let mut numbers: Vec<u64> = match files.entries(folder) {
        Ok(Some(entries)) => {
            let numbers = entries.iter().filter_map(|entry| {
                let number = entry.name.strip_suffix(PROOF_ENDING)?;
                decimal(number)
            });
            numbers.collect()
        }
        // What cannot be listed is as the log has it.
        _ => {
            let history = log.and_then(|log| log.ledger.reports.get(folder));
            let events = history.into_iter().flat_map(|history| &history.events);
            events.map(|event| event.document.rev).collect()
        }
    };
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.dedup();
    let at = |name: String| match folder.is_empty() {
        true => name,
        false => format!("{folder}/{name}"),
    };
    let get = |path: &str, max: usize| files.get(path, max).ok().flatten();
    let given = numbers.into_iter().filter_map(|number| {
        let name = at(proof_name(number));
        Some(Given {
            proof: get(&name, MAX_BYTES + 1)?,
            list: get(&at(list_name(number)), sums::MAX_BYTES),
            name,
        })
    });
    given.collect()
}

/// What a proof says the file is: of which entry, and by which name, if the file is an attachment. Whether the proof holds
/// is asked later.
fn matching(given: &Given, seen: &Seen, name: Option<&str>) -> Option<(Document, Option<String>)> {
    let proof = Proof::parse(std::str::from_utf8(&given.proof).ok()?)?;
    let Entry::Document(document) = Entry::parse(&proof.entry)? else {
        return None;
    };
    let is_text = document
        .source
        .as_ref()
        .is_some_and(|source| (source.size, &source.sha256) == (seen.length, &seen.sha256()));
    // What stands under the name of an attachment is none of the texts.
    let is_attachment = name.is_some_and(|name| {
        let lines = given.list.as_deref().map(sums::parse);
        lines.is_some_and(|lines| lines.is_ok_and(|lines| sums::find(&lines, name).is_some()))
    });
    if is_text && !is_attachment {
        return Some((document, None));
    }
    let (list, attached) = (given.list.as_deref()?, document.files.as_ref()?);
    let digest = base16ct::lower::encode_string(&Sha256::digest(list));
    let lines = sums::parse(list).ok()?;
    if digest != attached.sha256 || lines.len() as u64 != attached.n {
        return None;
    }
    let is_it = |line: &&sums::Line| {
        line.digest == seen.digest && name.is_none_or(|name| line.path == name)
    };
    let line = lines.iter().find(is_it)?;
    let name = line.path.clone();
    Some((document, Some(name)))
}

/// Holds the proof of a file against its head, and this against the log.
fn recorded(
    finding: &mut Finding,
    log: Option<&Published>,
    how: &How,
    given: &Given,
    document: Document,
    name: Option<String>,
) {
    let altered =
        |chinese: &str, english: &str| Damage::altered(&given.name, Text::new(chinese, english));
    let text = std::str::from_utf8(&given.proof).unwrap_or_default();
    let parsed = Proof::parse(text).and_then(|proof| {
        let (checkpoint, _) = head(proof.note)?;
        Some((proof, checkpoint))
    });
    let Some((proof, checkpoint)) = parsed else {
        finding.damages.push(altered("不是证明", "is no proof"));
        return;
    };
    let leaf = leaf_hash(&proof.entry);
    let (index, size) = (proof.index, checkpoint.size);
    if !includes(&leaf, index, size, &proof.path, &checkpoint.root) {
        finding.damages.push(altered(
            "证明不成立：其中的记录不在其检查点的存证日志中",
            "the proof does not hold: its entry is not in the log of its checkpoint",
        ));
        return;
    }
    let mut recorded = Recorded {
        origin: checkpoint.origin.clone(),
        proof: Some(given.name.clone()),
        report: Some((document, name)),
        index: Some(index),
        release: None,
        state: None,
        vouched: None,
    };
    match log {
        Some(log) => {
            if let Some(damage) = unlike_the_log(log, &given.name, &proof) {
                finding.damages.push(damage);
                return;
            }
            (recorded.release, recorded.state) = since(&log.ledger, index);
        }
        None => {
            let stated = None;
            let at = (given.name.as_str(), proof.note);
            let (vouched, mut damages) = vouched(&how.trust, how.fresh, at, stated);
            if how.trust == Trust::Stated && damages.is_empty() {
                // Nobody signed it, and there is no log to hold it against.
                let what = Text::new(
                    "没有签名，存证日志也不在手边：单凭这份证明什么也说明不了",
                    "is not signed, and the log is not at hand: this proof alone shows nothing",
                );
                damages.push(Damage::new(Verdict::Unsigned, &given.name, what));
            }
            if matches!(how.trust, Trust::Policy(_)) {
                name_unasked(&vouched, &mut damages);
            }
            recorded.vouched = Some(vouched);
            finding.damages.extend(damages);
        }
    }
    finding.recorded = Some(recorded);
}

/// Says of a proof that the log signed, and no witness, what it lacks: later witnesses stand below the newest checkpoint,
/// which is with the archive.
fn name_unasked(vouched: &Vouched, damages: &mut [Damage]) {
    // A line of anybody else may be one that does not hold.
    let is_unwitnessed =
        vouched.key.is_some() && vouched.witnesses.is_empty() && vouched.others == 0;
    if let ([damage], true) = (damages, is_unwitnessed) {
        damage.what = Text::new(
            "存证日志的签名成立，而这份证明中没有见证方的签名：证明做成时没有请规则中的见证方签名。见证方后来的签名在存证日志的检查点上，请连同档案（其中的 log 文件夹）一起核对",
            "the log signed it, and no witness: those of the policy were not asked for this proof. What they signed later stands below the checkpoint of the log: verify the file within its archive, with the folder log",
        );
    }
}

/// Whether the head of a proof is an earlier one of the log.
fn unlike_the_log(log: &Published, path: &str, proof: &Proof<'_>) -> Option<Damage> {
    if let Some(damage) = at_odds(log, path, proof.note) {
        return Some(damage);
    }
    let (checkpoint, note) = head(proof.note)?;
    let altered =
        |chinese: &str, english: &str| Some(Damage::altered(path, Text::new(chinese, english)));
    if checkpoint.origin != log.checkpoint.origin {
        return altered("是另一份存证日志的证明", "is a proof of another log");
    }
    if begins_with(log, &checkpoint) != Some(true) {
        return altered(
            "其检查点不在这份存证日志的历史中",
            "its checkpoint is not in the history of this log",
        );
    }
    // A head that was made before the log got its key is signed by nobody.
    let is_held = match (&note, &log.signed) {
        (Some(note), Signed::By(key)) => matches!(note.signed_by(key), Some(Ok(_))),
        (Some(_), Signed::No) => false,
        (None, _) => true,
    };
    match is_held {
        true => None,
        false => altered("其签名不成立", "its signature does not hold"),
    }
}

/// With which publication the entry came, and what became of its report since.
fn since(ledger: &Ledger, index: u64) -> (Option<u64>, Option<State>) {
    let has_it = |history: &&History| history.events.iter().any(|event| event.index == index);
    let Some(history) = ledger.reports.values().find(has_it) else {
        return (None, None);
    };
    let event = history.events.iter().find(|event| event.index == index);
    let state = match (history.last(), history.text()) {
        (Some(last), _) if last.document.op == Operation::Withdraw => State::Withdrawn {
            date: last.document.date.clone(),
            reason: last.document.reason.clone(),
        },
        (_, Some(text)) if event.is_some_and(|event| event.document.rev != text.document.rev) => {
            State::Corrected {
                rev: text.document.rev,
                date: text.document.date.clone(),
            }
        }
        _ => State::Current,
    };
    (event.map(|event| event.release), Some(state))
}

/// A file that has no proof of its own: as SHA256SUMS has it, which the log recorded.
fn listed(finding: &mut Finding, files: &dyn Files, log: &Published, path: &str, seen: &Seen) {
    let bytes = match files.get(SHA256SUMS, sums::MAX_BYTES) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(oddity) => {
            finding.damages.push(oddity.damage(SHA256SUMS));
            return;
        }
    };
    let newest = log.ledger.next_release() - 1;
    let Some(release) = release_of(log, &bytes).filter(|release| *release == newest) else {
        let what = Text::new(
            "与存证日志收录的最近一次发布不符",
            "is not the list of the last publication that the log recorded",
        );
        finding.damages.push(Damage::altered(SHA256SUMS, what));
        return;
    };
    let lines = sums::parse(&bytes).unwrap_or_default();
    match sums::find(&lines, path) {
        Some(line) if line.digest == seen.digest => {
            finding.recorded = Some(Recorded {
                origin: log.checkpoint.origin.clone(),
                proof: None,
                report: None,
                index: None,
                release: Some(release),
                state: None,
                vouched: None,
            });
        }
        Some(_) => finding.damages.push(Damage::altered(
            path,
            Text::new(
                format!("与第 {release} 次发布时的收录不符"),
                format!("is not what was recorded with publication {release}"),
            ),
        )),
        None => finding.damages.push(Damage::new(
            Verdict::Extra,
            path,
            Text::new(
                format!("第 {release} 次发布没有收录它"),
                format!("publication {release} did not record it"),
            ),
        )),
    }
}
/// Whether the entry of a proof has files beside its text.
fn has_files(given: &Given) -> bool {
    let proof = std::str::from_utf8(&given.proof)
        .ok()
        .and_then(Proof::parse);
    let entry = proof.and_then(|proof| Entry::parse(&proof.entry));
    matches!(entry, Some(Entry::Document(document)) if document.files.is_some())
}

fn unmatched(path: &str, proofs: &[Given]) -> Damage {
    match proofs.is_empty() {
        true => Damage::missing(
            path,
            Text::new(
                "旁边没有证明（.tlog-proof）；可用 --proof 指定",
                "there is no proof (.tlog-proof) beside it; name one by --proof",
            ),
        ),
        // An attachment is in a list alone, of which the entry has the digest.
        false
            if proofs
                .iter()
                .all(|given| given.list.is_none() && has_files(given)) =>
        {
            Damage::missing(
                path,
                Text::new(
                    "不是收录的文本；如是附件，须有与证明同名的清单（.sha256）放在证明旁边，方能核对",
                    "is no text that was recorded; of an attachment nothing can be said without the list (.sha256) of the same name beside the proof",
                ),
            )
        }
        false => {
            let names: Vec<&str> = proofs.iter().map(|given| given.name.as_str()).collect();
            Damage::altered(
                path,
                Text::new(
                    format!("与收录的任何一版都不符（{}）", names.join("、")),
                    format!("is no revision that was recorded ({})", names.join(", ")),
                ),
            )
        }
    }
}
