//! Whose logs a command follows, and which witnesses it wants: keys that are given, or a policy in a file.
//!
//! In: arguments. Out: a policy (C2SP tlog-policy), or where it is wrong. Nothing that a policy names is fetched.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::ValueHint;

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::log::key::{Kind, Verifier};
use crate::log::policy::Policy;

/// Bytes of a policy, at most, and one more.
const MAX_POLICY: u64 = 100_001;

#[derive(clap::Args)]
pub(super) struct TrustArguments {
    /// The public key of the log, as the publisher gives it; may be given several times
    #[arg(long = "log", value_name = "KEY")]
    log_keys: Vec<String>,
    /// A policy in the form of C2SP tlog-policy: which logs, which witnesses, and how many of them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "log_keys")]
    policy: Option<PathBuf>,
}

impl TrustArguments {
    /// The policy, if one was given.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is none.
    pub(super) fn policy(&self) -> Result<Option<Policy>, Error> {
        match &self.policy {
            Some(file) => policy_in(file).map(Some),
            None if self.log_keys.is_empty() => Ok(None),
            None => {
                let keys: Result<Vec<Verifier>, Error> =
                    self.log_keys.iter().map(|text| log_key(text)).collect();
                Ok(Some(Policy::of_logs(keys?)))
            }
        }
    }
}

/// A public key. What is none is not said again: it may be a secret that was given by mistake.
fn log_key(text: &str) -> Result<Verifier, Error> {
    let key = Verifier::parse(text).filter(|key| key.kind == Kind::Ed25519);
    key.ok_or_else(|| {
        Error::new(Text::new(
            "--log 的值不是存证日志的公钥。公钥形如 example.org/log+0123abcd+AQ…，由发布者提供；以 PRIVATE+KEY+ 开头的是密钥，不要用在这里。",
            "the value of --log is no public key of a log. It looks like example.org/log+0123abcd+AQ…, and the publisher gives it; what begins with PRIVATE+KEY+ is a secret, and has no business here.",
        ))
    })
}

/// The policy in a file.
///
/// # Errors
///
/// If it cannot be read, or is none.
pub(super) fn policy_in(file: &Path) -> Result<Policy, Error> {
    let failed = |e| Error::io(Doing::Read, file, e);
    let mut text = String::new();
    let opened = File::open(file).map_err(failed)?;
    opened
        .take(MAX_POLICY)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Policy::parse(&text).map_err(|wrong| {
        let (shown, line) = (file.display(), wrong.line);
        Error::new(Text::new(
            format!(
                "{shown} 第 {line} 行不合见证规则的写法（C2SP tlog-policy）。每行一项：log <公钥>、witness <名称> <公钥>、group <名称> <数目> <成员>、quorum <名称或 none>；quorum 必须有。"
            ),
            format!(
                "line {line} of {shown} is not in the form of a policy (C2SP tlog-policy). One thing a line: log <key>, witness <name> <key>, group <name> <count> <members>, quorum <name or none>; there must be a quorum."
            ),
        ))
        .at(file)
    })
}
