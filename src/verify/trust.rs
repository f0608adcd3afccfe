//! Who must have signed a checkpoint, and who did.
//!
//! In: the head of a log, and a key or a policy that the reader has from elsewhere; without either, the key that stands
//! beside the log, which proves no more than that the log is one. Out: who vouches for it, or why that is not enough.
//! Never fetches a key.

use crate::diagnostic::Text;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Verifier, is_of_known_length};
use crate::log::note::{Note, Signature};
use crate::log::policy::Policy;
use crate::verify::damage::{Damage, Verdict};

/// How far ahead the clock of a witness may be, in seconds.
const AHEAD: u64 = 600;

/// Whom the reader trusts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Trust {
    /// Nobody yet: the archive says itself whose key counts.
    #[default]
    Stated,
    /// A key of the log.
    Key(Verifier),
    /// Keys of logs, and witnesses.
    Policy(Policy),
}

/// How new the word of the witnesses must be, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fresh {
    pub(crate) not_before: u64,
    pub(crate) now: u64,
}

/// Who vouches for a head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Vouched {
    /// The key that signed; none where nobody did.
    pub(crate) key: Option<String>,
    /// Whether that key is only the one that the archive itself names.
    pub(crate) is_stated: bool,
    /// Witnesses of the policy, with the time that each states.
    pub(crate) witnesses: Vec<(String, u64)>,
    /// Signatures of others, which nobody could check.
    pub(crate) others: usize,
    /// Those of them that are by an algorithm that this program does not know.
    pub(crate) unknown: usize,
}

/// A head taken apart: one that is signed, or the bare text of one that is not.
pub(crate) fn head(text: &str) -> Option<(Checkpoint, Option<Note<'_>>)> {
    if let Some(note) = Note::parse(text) {
        return Some((Checkpoint::parse(note.text)?, Some(note)));
    }
    Some((Checkpoint::parse(text)?, None))
}

/// Who vouches for the head `text`, which is in `file`; `stated` is the key that the archive names.
pub(crate) fn vouched(
    trust: &Trust,
    fresh: Option<Fresh>,
    (file, text): (&str, &str),
    stated: Option<&Verifier>,
) -> (Vouched, Vec<Damage>) {
    let mut found = Vouched::default();
    let unsigned = |what: Text| vec![Damage::new(Verdict::Unsigned, file, what)];
    let Some((checkpoint, note)) = head(text) else {
        return (found, unsigned(no_head()));
    };
    let Some(note) = note else {
        let damages = match trust {
            Trust::Stated => Vec::new(),
            _ => unsigned(Text::new("检查点没有签名", "the checkpoint is not signed")),
        };
        return (found, damages);
    };
    // The number of a key does not tell its algorithm; the length of what it signed does.
    let signatures = note.signatures.iter();
    let is_unknown = |signature: &&Signature<'_>| !is_of_known_length(signature.bytes.len());
    found.unknown = signatures.filter(is_unknown).count();
    let mut damages = Vec::new();
    if *trust == Trust::Stated && stated.is_none() {
        // A proof alone, and no key to hold it against.
        found.others = note.signatures.len();
        let what = Text::new(
            "不知道档案的公钥，无法核对签名；请用 --key 或 --policy 给出",
            "the key of the archive is not known, and the signature cannot be checked; give one by --key or --policy",
        );
        return (found, unsigned(what));
    }
    let logs: Vec<&Verifier> = match trust {
        Trust::Key(key) => vec![key],
        Trust::Policy(policy) if !policy.logs.is_empty() => policy.logs.iter().collect(),
        _ => stated.into_iter().collect(),
    };
    let of_origin: Vec<&Verifier> = logs
        .iter()
        .copied()
        .filter(|key| key.name == checkpoint.origin)
        .collect();
    found.is_stated = match trust {
        Trust::Stated => true,
        Trust::Key(_) => false,
        Trust::Policy(policy) => policy.logs.is_empty(),
    };
    let mut is_false = false;
    for key in &of_origin {
        match note.signed_by(key) {
            Some(Ok(_)) => found.key = Some(key.text()),
            Some(Err(())) => is_false = true,
            None => {}
        }
    }
    if is_false || found.key.is_none() {
        let what = match (is_false, of_origin.is_empty() && !logs.is_empty()) {
            (true, _) => Text::new("检查点的签名不成立", "the signature does not hold"),
            (false, true) => Text::new(
                format!("检查点属于另一份存证日志：{}", checkpoint.origin),
                format!("the checkpoint is of another log: {}", checkpoint.origin),
            ),
            (false, false) => Text::new(
                "检查点没有所要求的公钥的签名",
                "the key that is wanted did not sign the checkpoint",
            ),
        };
        found.key = None;
        damages.extend(unsigned(what));
    }
    if let Trust::Policy(policy) = trust {
        damages.extend(witnessed(policy, fresh, file, &note, &mut found));
    }
    let known = usize::from(found.key.is_some()) + found.witnesses.len();
    found.others = note.signatures.len().saturating_sub(known);
    (found, damages)
}

/// What the witnesses of a policy say.
fn witnessed(
    policy: &Policy,
    fresh: Option<Fresh>,
    file: &str,
    note: &Note<'_>,
    found: &mut Vouched,
) -> Option<Damage> {
    let unsigned = |what: Text| Some(Damage::new(Verdict::Unsigned, file, what));
    let Ok(witnesses) = policy.witnessed(note) else {
        return unsigned(Text::new(
            "见证的签名不成立",
            "the signature of a witness does not hold",
        ));
    };
    found.witnesses = witnesses
        .iter()
        .map(|(name, time)| ((*name).to_owned(), *time))
        .collect();
    if !policy.is_met(&witnesses) {
        let names = found.witnesses.iter().map(|(name, _)| name.as_str());
        let names: Vec<&str> = names.collect();
        return unsigned(match names.is_empty() {
            true => Text::new(
                "见证不足：规定的见证都没有签名",
                "too few witnesses: none of the policy signed",
            ),
            false => Text::new(
                format!("见证不足：规定的见证中只有 {} 签名", names.join("、")),
                format!(
                    "too few witnesses: of the policy only {} signed",
                    names.join(", ")
                ),
            ),
        });
    }
    let fresh = fresh?;
    let latest = fresh.now.saturating_add(AHEAD);
    // One clock that is ahead must not make up for those that are not: a time to come is none.
    let is_new = |(_, time): &&(&str, u64)| (fresh.not_before..=latest).contains(time);
    let new: Vec<(&str, u64)> = witnesses.iter().filter(is_new).copied().collect();
    if !new.is_empty() && policy.is_met(&new) {
        return None;
    }
    let stale = |what: Text| Some(Damage::new(Verdict::Stale, file, what));
    if witnesses.iter().any(|(_, time)| *time > latest) {
        return stale(Text::new(
            "见证的时间在本机时间之后：本机或见证的时钟不准，无法判断新旧",
            "a witness states a time that is still to come: its clock or that of this machine is wrong, and nothing can be said of its age",
        ));
    }
    stale(Text::new(
        "在要求的日期之后，见证不足：这可能是一份旧的副本",
        "too few witnesses since the day that is wanted: this may be an old copy",
    ))
}

fn no_head() -> Text {
    Text::new("不是检查点", "is no checkpoint")
}
