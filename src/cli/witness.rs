//! `gongbao witness`: cosigns the checkpoints of archives that it follows, as files or over HTTP.
//!
//! In: copies of archives, or requests; the key and the state of the witness. Out: lines of cosignatures, printed or added
//! below the checkpoint, or why there is none, with an exit code for each kind (see [`exits`]). The clock is asked here.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, ValueHint};

use crate::cli::key::SigningArguments;
use crate::cli::trust::TrustArguments;
use crate::cli::{environment, exits, interrupt, print, print_error};
use crate::diagnostic::{Language, Text};
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::kept;
use crate::keys;
use crate::log::key::{Kind, Signer};
use crate::log::note::{MAX_NOTE, Note, with_signatures};
use crate::log::published::{CHECKPOINT, Published, Signed, read};
use crate::publish;
use crate::route::LOG_FOLDER;
use crate::witness::{Answered, Refusal, Server, State, Witness, file, listen};

/// The folder of a log in an archive.
const LOG: &str = LOG_FOLDER;
const FILE_MODE: u32 = 0o644;

#[derive(clap::Args)]
#[command(group(ArgGroup::new("how").required(true).args(["archives", "serve"])))]
pub(super) struct WitnessArguments {
    /// Copies of archives: folders in which there is a log
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    archives: Vec<PathBuf>,
    #[command(flatten)]
    trust: TrustArguments,
    #[command(flatten)]
    key: SigningArguments,
    /// The folder in which the witness keeps what it signed last, and which nothing else uses
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    state: PathBuf,
    /// Begin a new state in that folder, which is empty
    #[arg(long)]
    new_state: bool,
    /// Forget times that were signed and are still to come, where the clock of this machine was once ahead
    #[arg(long)]
    forget_time: bool,
    /// Add the cosignature below the checkpoint in the folder, instead of printing it
    #[arg(long, conflicts_with = "serve")]
    add: bool,
    /// Answer requests of logs over HTTP, in the form of C2SP tlog-witness
    #[arg(long)]
    serve: bool,
    /// The address to answer at; that of this machine alone unless given
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8018",
        requires = "serve"
    )]
    listen: SocketAddr,
}

/// Runs the command.
///
/// # Errors
///
/// If there is no key or no state, if something cannot be read or written.
pub(super) fn witness(arguments: &WitnessArguments, language: Language) -> Result<ExitCode, Error> {
    let signer = signer(arguments)?;
    let policy = arguments.trust.policy()?;
    let Some(policy) = policy.filter(|policy| !policy.logs.is_empty()) else {
        return Err(Error::new(Text::new(
            "请用 --log 指定要见证的存证日志的公钥，或用 --policy 指定列有存证日志的见证规则文件",
            "name the keys of the logs to follow by --log, or a policy that names logs by --policy",
        )));
    };
    let state = State::open(&arguments.state, signer.verifier(), arguments.new_state)?;
    if arguments.forget_time {
        state.forget_times(environment::seconds_since_1970())?;
    }
    let witness = Witness::new(signer, policy.logs);
    if arguments.serve {
        return serve(witness, state, arguments.listen, language);
    }
    let mut code = 0;
    for folder in &arguments.archives {
        let found = one(&witness, &state, folder, arguments.add)?;
        match found {
            Ok(said) if arguments.add => print_error(said.trim_end())?,
            Ok(line) => drop(print(line.trim_end())?),
            Err((worse, why)) => {
                code = code.max(worse);
                print_error(why.in_language(language))?;
            }
        }
    }
    Ok(ExitCode::from(code))
}

fn signer(arguments: &WitnessArguments) -> Result<Signer, Error> {
    match arguments.key.signer()? {
        Some(signer) if signer.verifier().kind == Kind::Cosignature => Ok(signer),
        Some(_) => Err(Error::new(Text::new(
            "所给的是存证日志的密钥，不能用来见证。请用 gongbao key new … --witness 另做一个。",
            "that is the key of a log, which cosigns nothing. Make another by `gongbao key new … --witness`.",
        ))),
        None => Err(Error::new(Text::new(
            format!(
                "没有密钥。请用 --key 指定密钥文件，或把其内容放在环境变量 {} 中",
                keys::VARIABLE
            ),
            format!(
                "there is no key. Name its file by --key, or put its text into the variable {}",
                keys::VARIABLE
            ),
        ))),
    }
}

/// What came of one archive: what is printed, or an exit code and why.
type Found = Result<String, (u8, Text)>;

fn one(witness: &Witness, state: &State, folder: &Path, is_added: bool) -> Result<Found, Error> {
    let log = match read_log(folder)? {
        Ok(log) => log,
        Err(why) => return Ok(Err(why)),
    };
    let last = state.last(&log.checkpoint.origin)?;
    let had = last.as_ref().map_or(0, |seen| seen.checkpoint.size);
    // What somebody else signed says nothing of the log.
    let request = witness
        .vouched(&log.checkpoint, &log.note)
        .and_then(|()| Witness::request(&log, last.as_ref()));
    let answered = match request {
        Ok(body) => witness.answer(&body, environment::seconds_since_1970(), state)?,
        Err(refusal) => Err(refusal),
    };
    let line = match answered {
        Ok(line) => line,
        Err(refusal) => return Ok(Err(refused(refusal, folder, &log, had))),
    };
    if !is_added {
        return Ok(Ok(line));
    }
    add(folder, &log, &line)?;
    let mut said = String::new();
    let _ = write!(said, "{}: {line}", folder.display());
    Ok(Ok(said))
}

/// The log of an archive in a folder, signed; or an exit code and why there is none.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn read_log(folder: &Path) -> Result<Result<Published, (u8, Text)>, Error> {
    let at = folder.join(LOG);
    let shown = folder.display();
    let none = || {
        let said = Text::new(
            format!("{shown} 中没有存证日志（log/）。"),
            format!("{shown} has no log (log/)."),
        );
        (exits::BROKEN, said)
    };
    let opened = match Folder::open(&at) {
        Ok(opened) => opened,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Err(none())),
        Err(e) => return Err(Error::io(Doing::List, at, e)),
    };
    let mut get = |path: &str, most: usize| file(&opened, path, most);
    let found = read(&mut get).map_err(|e| Error::io(Doing::Read, &at, e))?;
    Ok(match found {
        Ok(Some(log)) if log.signed == Signed::No => Err((
            exits::UNSIGNED,
            Text::new(
                format!("{shown} 的存证日志没有签名，不能见证。"),
                format!("the log of {shown} is not signed, so that nothing is cosigned."),
            ),
        )),
        Ok(Some(log)) => Ok(log),
        Ok(None) => Err(none()),
        Err(trouble) => Err((
            exits::BROKEN,
            Text::new(
                format!(
                    "{shown} 的存证日志不完整或自相矛盾，未签名：{}。",
                    trouble.words().0
                ),
                format!(
                    "the log of {shown} is not whole, or contradicts itself; nothing is signed: {}.",
                    trouble.words().1
                ),
            ),
        )),
    })
}

/// Adds a cosignature below the checkpoint that was signed, whose text stays: never below another one, nor in the place of
/// one that was published meanwhile.
///
/// # Errors
///
/// If there would be too many, if another checkpoint stands there, or if it cannot be written.
pub(super) fn add(folder: &Path, log: &Published, line: &str) -> Result<(), Error> {
    let at = folder.join(LOG);
    let failed = |e: io::Error| Error::io(Doing::Write, at.join(CHECKPOINT), e);
    let lock = publish::locked(folder)?;
    let opened = Folder::open(&at).map_err(failed)?;
    let there = kept::read(&opened, CHECKPOINT, MAX_NOTE).map_err(failed)?;
    let there = there.and_then(|there| String::from_utf8(there).ok());
    // What others signed meanwhile below the same text stays.
    let is_same = |there: &String| match (Note::parse(there), Note::parse(&log.note)) {
        (Some(there), Some(signed)) => there.text == signed.text,
        _ => false,
    };
    let there = there.filter(is_same);
    let there = there.ok_or_else(|| overtaken(folder))?;
    let whole = with_signatures(&there, line).ok_or_else(|| {
        Error::new(Text::new(
            format!("{} 的签名太多，无法再加", at.join(CHECKPOINT).display()),
            format!(
                "{} has too many signatures for another",
                at.join(CHECKPOINT).display()
            ),
        ))
    })?;
    kept::replace(&opened, CHECKPOINT, whole.as_bytes(), FILE_MODE).map_err(failed)?;
    lock.unlock();
    Ok(())
}

/// Another checkpoint stands there now than the one that was signed.
fn overtaken(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(Text::new(
        format!(
            "{shown} 的检查点在见证期间有改动，可能另有一次发布；签名没有加上，原有文件未改动。请再运行一次。"
        ),
        format!(
            "the checkpoint of {shown} was changed meanwhile, by another publication perhaps; the cosignature was not added, and no file was changed. Run it again."
        ),
    ))
    .at(folder)
}

/// Why nothing was signed, and the exit code for it.
fn refused(refusal: Refusal, folder: &Path, log: &Published, had: u64) -> (u8, Text) {
    let (shown, size) = (folder.display(), log.checkpoint.size);
    let origin = &log.checkpoint.origin;
    match refusal {
        Refusal::Unknown => (
            exits::UNSIGNED,
            Text::new(
                format!("{shown} 的存证日志是 {origin}，不在所见证的存证日志之列，未签名。"),
                format!(
                    "the log of {shown} is {origin}, which is not followed; nothing was signed."
                ),
            ),
        ),
        Refusal::Untrusted => (
            exits::UNSIGNED,
            Text::new(
                format!("{shown} 的检查点不是由所指定的公钥签名，未签名。"),
                format!(
                    "the checkpoint of {shown} is not signed by the key that was named; nothing was signed."
                ),
            ),
        ),
        Refusal::Conflict(_) => (
            exits::ROLLED_BACK,
            Text::new(
                format!(
                    "{shown} 的存证日志倒退了：已见证过 {had} 条，这里只有 {size} 条，未签名。"
                ),
                format!(
                    "the log of {shown} went back: {had} entries were cosigned, and it has {size}; nothing was signed."
                ),
            ),
        ),
        Refusal::Inconsistent | Refusal::Forked(_) => (
            exits::FORKED,
            Text::new(
                format!("{shown} 的存证日志分叉了：前 {had} 条与见证过的不同，未签名。"),
                format!(
                    "the log of {shown} is forked: its first {had} entries are not those that were cosigned; nothing was signed."
                ),
            ),
        ),
        Refusal::Clock => (2, clock()),
        Refusal::Malformed => (
            exits::BROKEN,
            Text::new(
                format!("{shown} 的检查点不合写法，未签名。"),
                format!("the checkpoint of {shown} is malformed; nothing was signed."),
            ),
        ),
    }
}

fn clock() -> Text {
    Text::new(
        "本机时钟早于上次签名的时间，未签名。请校准时钟；时钟已经准确，是上次签名时走快了的，请加上 --forget-time 运行一次。",
        "the clock of this machine is before the time that was signed last; nothing was signed. Set it right; if it is right and was ahead when that was signed, run this once with --forget-time.",
    )
}

fn serve(
    witness: Witness,
    state: State,
    address: SocketAddr,
    language: Language,
) -> Result<ExitCode, Error> {
    let listener = listen(address)?;
    let at = listener.local_addr().unwrap_or(address);
    let said = Text::new(
        format!("见证服务的提交地址：http://{at}/（POST /add-checkpoint，按 Ctrl-C 停止）"),
        format!(
            "The witness takes requests at http://{at}/ (POST /add-checkpoint; Ctrl-C stops it)"
        ),
    );
    print_error(said.in_language(language))?;
    let told: fn(&Answered) = match language {
        Language::Chinese => |answered| told(answered, Language::Chinese),
        Language::English => |answered| told(answered, Language::English),
    };
    let server = Server {
        witness,
        state,
        clock: environment::seconds_since_1970,
        told,
    };
    let served = interrupt::watching(language, || server.run(listener, interrupt::is_wanted));
    served.unwrap_or(Ok(()))?;
    Ok(ExitCode::SUCCESS)
}

/// Says what became of a request, where that is of use to who runs the witness.
fn told(answered: &Answered, language: Language) {
    let said = match answered {
        Ok(Err(Refusal::Forked(_))) => Text::new(
            "有一份存证日志分叉了：同样条数，另一个检查点，签名有效。两份都在状态文件夹中（.fork）。",
            "A log is forked: as many entries, another checkpoint, and its signature holds. Both are in the state (.fork).",
        ),
        Ok(Err(Refusal::Clock)) => clock(),
        Ok(_) => return,
        Err(error) => error.text().clone(),
    };
    // Where nobody reads what is said, the witness goes on.
    let _ = print_error(said.in_language(language));
}
