//! A policy (C2SP tlog-policy): which logs count, and which witnesses are enough.
//!
//! In: the text of a policy, a signed checkpoint. Out: whether the policy is met, and by whom. Never fetches what an
//! address in it names.

use std::collections::BTreeMap;

use crate::log::key::{Kind, Verifier};
use crate::log::note::Note;

/// Bytes of a policy, at most.
const MAX_BYTES: usize = 100_000;
/// Lines that count, at most.
const MAX_LINES: usize = 1_000;

/// What is wrong with a policy, by its line, from 1; at the end where something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) line: usize,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Policy {
    /// Whose logs count; none where any does.
    pub(crate) logs: Vec<Verifier>,
    /// Witnesses by the name that the policy gives them, with the address, if it has one.
    pub(crate) witnesses: BTreeMap<String, (Verifier, Option<String>)>,
    groups: BTreeMap<String, (usize, Vec<String>)>,
    /// A witness or a group; none where no witness is wanted.
    quorum: Option<String>,
}

impl Policy {
    /// A policy of any of these logs, of which no witness is wanted.
    pub(crate) fn of_logs(logs: Vec<Verifier>) -> Policy {
        Policy {
            logs,
            ..Policy::default()
        }
    }

    /// Reads a policy.
    pub(crate) fn parse(text: &str) -> Result<Policy, Wrong> {
        let mut policy = Policy::default();
        let mut has_quorum = false;
        let mut members: Vec<String> = Vec::new();
        let end = text.lines().count();
        if text.len() > MAX_BYTES || end > MAX_LINES {
            return Err(Wrong { line: end });
        }
        for (at, line) in text.split('\n').enumerate() {
            let wrong = Wrong { line: at + 1 };
            let is_control = |byte: u8| (byte < 0x20 && byte != b'\t') || byte == 0x7f;
            if line.bytes().any(is_control) {
                return Err(wrong);
            }
            let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
            let Some(first) = words.next().filter(|word| !word.starts_with('#')) else {
                continue;
            };
            let words: Vec<&str> = words.collect();
            let read = match (first, words.as_slice()) {
                ("log", [key] | [key, _]) => policy.add_log(key),
                ("witness", [name, key, rest @ ..]) if rest.len() < 2 => {
                    policy.add_witness(name, key, rest.first().copied())
                }
                ("group", [name, count, rest @ ..]) => {
                    let is_new = rest.iter().all(|word| !members.iter().any(|of| of == word));
                    members.extend(rest.iter().map(|&word| word.to_owned()));
                    let is_double =
                        |word: &&str| rest.iter().filter(|other| other == &word).count() > 1;
                    match is_new && !rest.iter().any(is_double) {
                        true => policy.add_group(name, count, rest),
                        false => None,
                    }
                }
                ("quorum", [name]) if !has_quorum => {
                    has_quorum = true;
                    match *name {
                        "none" => Some(()),
                        name => policy.is_known(name).then(|| {
                            policy.quorum = Some(name.to_owned());
                        }),
                    }
                }
                _ => None,
            };
            read.ok_or(wrong)?;
        }
        match has_quorum {
            true => Ok(policy),
            false => Err(Wrong { line: end }),
        }
    }

    fn is_known(&self, name: &str) -> bool {
        self.witnesses.contains_key(name) || self.groups.contains_key(name)
    }

    fn add_log(&mut self, key: &str) -> Option<()> {
        let key = Verifier::parse(key).filter(|key| key.kind == Kind::Ed25519)?;
        let is_new = self.logs.iter().all(|log| log.bytes() != key.bytes());
        is_new.then(|| self.logs.push(key))
    }

    fn add_witness(&mut self, name: &str, key: &str, address: Option<&str>) -> Option<()> {
        let key = Verifier::parse(key).filter(|key| key.kind == Kind::Cosignature)?;
        let is_double = |(other, _): &(Verifier, _)| other.bytes() == key.bytes();
        let is_new =
            !self.is_known(name) && name != "none" && !self.witnesses.values().any(is_double);
        is_new.then(|| {
            self.witnesses
                .insert(name.to_owned(), (key, address.map(str::to_owned)));
        })
    }

    fn add_group(&mut self, name: &str, count: &str, members: &[&str]) -> Option<()> {
        let count = match count {
            "any" => 1,
            "all" => members.len(),
            count => usize::try_from(crate::log::decimal(count)?).ok()?,
        };
        let is_right = (1..=members.len()).contains(&count)
            && !self.is_known(name)
            && name != "none"
            && members.iter().all(|member| self.is_known(member));
        is_right.then(|| {
            let members = members.iter().map(|&member| member.to_owned()).collect();
            self.groups.insert(name.to_owned(), (count, members));
        })
    }

    /// Who of the witnesses signed a checkpoint, with the time that each states (in seconds since 1970); an error where a
    /// signature of one of them does not hold.
    pub(crate) fn witnessed(&self, note: &Note<'_>) -> Result<Vec<(&str, u64)>, ()> {
        let mut witnessed = Vec::new();
        for (name, (key, _)) in &self.witnesses {
            match note.signed_by(key) {
                None => {}
                Some(Err(())) => return Err(()),
                Some(Ok(time)) => witnessed.push((name.as_str(), time.unwrap_or(0))),
            }
        }
        Ok(witnessed)
    }

    /// Whether so many are enough.
    pub(crate) fn is_met(&self, witnessed: &[(&str, u64)]) -> bool {
        // Groups have names that stand before them, so that none is within itself: depth is bounded by their number.
        match &self.quorum {
            None => true,
            Some(name) => self.counts(name, witnessed),
        }
    }

    fn counts(&self, name: &str, witnessed: &[(&str, u64)]) -> bool {
        match self.groups.get(name) {
            None => witnessed.iter().any(|(witness, _)| *witness == name),
            Some((count, members)) => {
                let counting = members
                    .iter()
                    .filter(|member| self.counts(member, witnessed));
                counting.count() >= *count
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Policy, Wrong};
    use crate::log::key::{Kind, Signer};
    use crate::log::note::Note;

    fn signer(name: &str, kind: Kind, seed: u8) -> Signer {
        Signer::from_seed(name, kind, &[seed; 32]).unwrap_or_else(|| panic!())
    }

    fn witness(seed: u8) -> Signer {
        signer(&format!("w{seed}.example"), Kind::Cosignature, seed)
    }

    fn key(seed: u8) -> String {
        witness(seed).verifier().text()
    }

    #[test]
    fn groups_of_groups_are_counted() {
        let log = signer("a.example/log", Kind::Ed25519, 9).verifier().text();
        let text = format!(
            "# 示例\nlog {log}\n\nwitness X1 {}\nwitness X2 {} https://w.example/\n\twitness\tX3 {}\nwitness Y1 {}\ngroup X 2 X1 X2 X3\ngroup both all X Y1\nquorum both\n",
            key(1),
            key(2),
            key(3),
            key(4)
        );
        let policy = Policy::parse(&text).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        assert_eq!((policy.logs.len(), policy.witnesses.len()), (1, 4));
        let checkpoint = "a.example/log\n1\nAAAA\n";
        let met = |seeds: &[u8]| {
            let lines: String = seeds
                .iter()
                .map(|&seed| witness(seed).sign(checkpoint, 5))
                .collect();
            let note = format!("{checkpoint}\n{lines}");
            let note = Note::parse(&note).unwrap_or_else(|| panic!("{note}"));
            policy
                .witnessed(&note)
                .map(|witnessed| policy.is_met(&witnessed))
        };
        assert_eq!(met(&[1, 2, 4]), Ok(true));
        assert_eq!(met(&[3, 2, 4, 7]), Ok(true));
        assert_eq!(met(&[1, 2, 3]), Ok(false));
        assert_eq!(met(&[1, 4]), Ok(false));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        let (one, two) = (key(1), key(2));
        let cases = [
            (String::new(), 0),
            ("quorum X\n".to_owned(), 1),
            ("quorum none\nquorum none\n".to_owned(), 2),
            (
                format!("witness X {one}\nwitness Y {one}\nquorum none\n"),
                2,
            ),
            (format!("witness none {one}\nquorum none\n"), 1),
            (format!("witness X {one}\ngroup g 2 X\nquorum g\n"), 2),
            (format!("witness X {one}\ngroup g 0 X\nquorum g\n"), 2),
            (format!("witness X {one}\ngroup g any X X\nquorum g\n"), 2),
            (
                format!(
                    "witness X {one}\nwitness Y {two}\ngroup g any X Y\ngroup h any X\nquorum g\n"
                ),
                4,
            ),
            (format!("group g any X\nwitness X {one}\nquorum g\n"), 1),
            (format!("log {one}\nquorum none\n"), 1),
            ("log a+b+c\nquorum none\n".to_owned(), 1),
            ("quorum none\r\n".to_owned(), 1),
            ("unknown\nquorum none\n".to_owned(), 1),
        ];
        for (text, line) in cases {
            assert_eq!(Policy::parse(&text), Err(Wrong { line }), "{text}");
        }
    }
}
