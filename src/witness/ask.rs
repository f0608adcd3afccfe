//! A publisher that asks witnesses to cosign a checkpoint (C2SP tlog-witness).
//!
//! In: the witnesses of a policy that have an address, a signed checkpoint, and its tree. Out: the checkpoint with the
//! cosignatures that hold, and of each witness what became of it. Asks all at the same time, and each alone: what one says is
//! believed of its own signature, once that holds, and of nothing else. Never signs; never writes; has no clock of its own.

use std::num::NonZeroUsize;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::checkpoint::Checkpoint;
use crate::log::decimal;
use crate::log::key::Verifier;
use crate::log::note::{Note, with_signatures};
use crate::log::policy::Policy;
use crate::log::tree::Hash;
use crate::pool;
use crate::web::Web;
use crate::witness::Request;

/// Where a witness takes requests, below its address.
const PATH: &str = "add-checkpoint";
/// Bytes of an answer, at most.
const MAX_ANSWER: usize = 16 << 10;
/// Witnesses that are asked at the same time, whatever else the run does and on however many threads.
const AT_ONCE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(7);
/// How often one witness is asked: it may say twice that it knows another size, as others ask it too.
const TRIES: usize = 3;
/// How far ahead the clock of a witness may be, in seconds.
const AHEAD: u64 = 600;

/// Whom to ask, and how.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    pub(crate) policy: Policy,
    /// Who may vouch for their hosts, in PEM.
    pub(crate) authorities: Option<Vec<u8>>,
    /// Seconds since 1970.
    pub(crate) clock: fn() -> u64,
}

/// The tree that a checkpoint is of: the proof that it goes on from so many entries.
pub(crate) type Consistency<'c> = &'c (dyn Fn(u64) -> Option<Vec<Hash>> + Sync);

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It signed, with the time that it states.
    Signed { line: String, time: u64 },
    /// It signed so many entries, and these are fewer.
    Ahead(u64),
    /// It signed another tree.
    Forked,
    /// It does not follow the log, or not by this key.
    Unknown,
    /// Its signature does not hold, or its answer is none.
    Wrong,
    /// The policy gives no address.
    NoAddress,
    /// Its address is plain http and of another machine.
    Unguarded,
    /// Another status.
    Status(u16),
    /// It cannot be reached.
    Unreachable(Error),
}

/// A checkpoint after all were asked.
#[derive(Debug)]
pub(crate) struct Cosigned {
    pub(crate) note: String,
    /// By the names of the policy.
    pub(crate) answers: Vec<(String, Answer)>,
    /// Whether those whose signatures it has now are enough.
    pub(crate) is_enough: bool,
}

impl Asking {
    /// Asks every witness of the policy to cosign the checkpoint in `note`; `None` where that is none. Nobody else's
    /// threads wait for them.
    ///
    /// # Errors
    ///
    /// If the system starts no threads.
    pub(crate) fn ask(
        &self,
        note: &str,
        consistency: Consistency<'_>,
    ) -> Result<Option<Cosigned>, Error> {
        pool::run_on(Some(AT_ONCE), || Ok(self.all(note, consistency)))
    }

    fn all(&self, note: &str, consistency: Consistency<'_>) -> Option<Cosigned> {
        let parsed = Note::parse(note)?;
        let checkpoint = Checkpoint::parse(parsed.text)?;
        let witnesses: Vec<_> = self.policy.witnesses.iter().collect();
        let asked = witnesses.into_par_iter().map(|(name, (key, address))| {
            let answer = match address {
                None => Answer::NoAddress,
                Some(address) => self
                    .one(address, key, (note, &checkpoint), consistency)
                    .unwrap_or_else(Answer::Unreachable),
            };
            (name.clone(), answer)
        });
        let answers: Vec<(String, Answer)> = asked.collect();
        let mut whole = note.to_owned();
        for (_, answer) in &answers {
            if let Answer::Signed { line, .. } = answer {
                whole = with_signatures(&whole, line)?;
            }
        }
        let signed = Note::parse(&whole)?;
        let witnessed = self.policy.witnessed(&signed);
        let is_enough = witnessed.is_ok_and(|witnessed| self.policy.is_met(&witnessed));
        Some(Cosigned {
            note: whole,
            answers,
            is_enough,
        })
    }

    fn one(
        &self,
        address: &str,
        key: &Verifier,
        (note, checkpoint): (&str, &Checkpoint),
        consistency: Consistency<'_>,
    ) -> Result<Answer, Error> {
        let web = Web::new(address, self.authorities.as_deref())?;
        if !web.is_guarded() {
            return Ok(Answer::Unguarded);
        }
        let mut old = 0;
        for _ in 0..TRIES {
            let Some(proof) = consistency(old).filter(|_| old <= checkpoint.size) else {
                return Ok(Answer::Ahead(old));
            };
            let body = Request::text(old, &proof, note);
            let (status, bytes) = web.post(PATH, &body, MAX_ANSWER)?;
            let text = String::from_utf8(bytes).unwrap_or_default();
            match status {
                200 => return Ok(self.signed(key, checkpoint, &text)),
                409 => {
                    let said = said_of(&text, old, checkpoint.size);
                    match said {
                        Ok(size) => old = size,
                        Err(answer) => return Ok(answer),
                    }
                }
                403 | 404 => return Ok(Answer::Unknown),
                422 => return Ok(Answer::Forked),
                status => return Ok(Answer::Status(status)),
            }
        }
        Ok(Answer::Status(409))
    }

    /// The line of `key` among those of an answer, if it holds.
    fn signed(&self, key: &Verifier, checkpoint: &Checkpoint, lines: &str) -> Answer {
        let text = checkpoint.text();
        let whole = format!("{text}\n{lines}");
        let Some(note) = Note::parse(&whole).filter(|note| note.text == text) else {
            return Answer::Wrong;
        };
        let latest = (self.clock)().saturating_add(AHEAD);
        match note.signed_by(key) {
            Some(Ok(Some(time))) if time > 0 && time <= latest => {
                let mut of_key = note.signatures.iter();
                let line = of_key.rfind(|line| line.name == key.name && line.id == key.id);
                let line = line.map_or_else(String::new, |line| format!("{}\n", line.line));
                Answer::Signed { line, time }
            }
            _ => Answer::Wrong,
        }
    }
}

/// What a conflict says to a witness that was told of `old` entries: how many it signed, or why it is of no use to ask
/// again.
fn said_of(text: &str, old: u64, size: u64) -> Result<u64, Answer> {
    let said = decimal(text.trim_end_matches('\n'));
    match said {
        Some(said) if said != old => Ok(said),
        // It signed as many entries, and others.
        _ if old == size => Err(Answer::Forked),
        _ => Err(Answer::Wrong),
    }
}

impl Answer {
    /// Why there is no signature, within a sentence; `None` where there is one.
    pub(crate) fn why(&self) -> Option<Text> {
        Some(match self {
            Answer::Signed { .. } => return None,
            Answer::Ahead(size) => Text::new(
                format!("已为 {size} 条记录的存证日志签名，比这一份长"),
                format!("it signed {size} entries, and this log has fewer"),
            ),
            Answer::Forked => Text::new(
                "曾为内容不同的存证日志签名，这一份不是它的延续",
                "it signed another log than this one goes on from",
            ),
            Answer::Unknown => Text::new(
                "没有把这份存证日志及其公钥列为见证对象",
                "it does not follow this log by its key",
            ),
            Answer::Wrong => Text::new(
                "答复不合规定，或其签名不成立",
                "its answer is none, or its signature does not hold",
            ),
            Answer::NoAddress => Text::new("规则中没有写网址", "the policy gives no address"),
            Answer::Unguarded => Text::new(
                "网址须以 https:// 开头；http:// 只用于本机",
                "its address must begin with https://; http:// is for this machine alone",
            ),
            Answer::Status(status) => Text::new(
                format!("答复的状态码为 {status}"),
                format!("it answered with status {status}"),
            ),
            Answer::Unreachable(error) => error.text().clone(),
        })
    }

    /// Whether the witness knows a log that this one does not go on from.
    pub(crate) fn is_at_odds(&self) -> bool {
        matches!(self, Answer::Ahead(_) | Answer::Forked)
    }

    /// Whether it may answer another time.
    pub(crate) fn is_away(&self) -> bool {
        matches!(self, Answer::Unreachable(_) | Answer::Status(500..))
    }
}

impl Cosigned {
    /// The lines that hold, with the time that each states.
    pub(crate) fn signed(&self) -> impl Iterator<Item = (&str, u64)> {
        self.answers.iter().filter_map(|(_, answer)| match answer {
            Answer::Signed { line, time } => Some((line.as_str(), *time)),
            _ => None,
        })
    }

    /// Who did not sign, and why: a line each.
    pub(crate) fn missing(&self) -> Text {
        let why = |(name, answer): &(String, Answer)| Some((name.clone(), answer.why()?));
        let missing: Vec<(String, Text)> = self.answers.iter().filter_map(why).collect();
        let chinese = missing.iter();
        let chinese = chinese.map(|(name, why)| format!("\n  {name}：{}", why.chinese));
        let english = missing.iter();
        let english = english.map(|(name, why)| format!("\n  {name}: {}", why.english));
        Text::new(chinese.collect::<String>(), english.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, said_of};

    #[test]
    fn a_conflict_of_the_same_size_is_a_fork() {
        for (text, old, expected) in [
            ("8\n", 0, Ok(8)),
            ("8", 0, Ok(8)),
            ("20\n", 8, Ok(20)),
            ("30\n", 20, Ok(30)),
            ("20\n", 20, Err(true)),
            ("", 20, Err(true)),
            ("none\n", 20, Err(true)),
            ("8\n", 8, Err(false)),
            ("", 0, Err(false)),
        ] {
            let said = said_of(text, old, 20);
            let said = said.map_err(|answer| matches!(answer, Answer::Forked));
            assert_eq!(said, expected, "{text:?} {old}");
        }
    }
}
