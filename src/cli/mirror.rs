//! `gongbao mirror`: an archive copied by its log, and what is wrong with one that is not.
//!
//! In: an address or a folder, and the folder of the mirror. Out: what was done in one sentence, or what is wrong, with an
//! exit code for each kind (see [`exits`]).

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::trust::TrustArguments;
use crate::cli::web::WebArguments;
use crate::cli::{bar, environment, exits, interrupt, print_error, summary};
use crate::diagnostic::{Language, Text};
use crate::error::Error;
use crate::log::growth::Growth;
use crate::log::published::Trouble;
use crate::mirror::{
    self, FolderSource, MAX_BYTES, MAX_FILE, MAX_SECONDS, Mirrored, Refusal, Source, Way,
};
use crate::pool;
use crate::progress::Progress;
use crate::route;
use crate::web::Web;

#[derive(clap::Args)]
pub(super) struct MirrorArguments {
    /// The archive: its address, or its folder
    #[arg(value_name = "FROM", value_hint = ValueHint::AnyPath)]
    mirror_of: String,
    /// The folder of the mirror, new or a mirror of the same archive
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    mirror_to: PathBuf,
    #[command(flatten)]
    trust: TrustArguments,
    #[command(flatten)]
    web: WebArguments,
    /// Bytes to read from the archive, at most
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: u64,
    /// Replace files one by one where the folder cannot be swapped (a mount point): readers may see
    /// old and new files mixed meanwhile
    #[arg(long)]
    in_place: bool,
    /// Threads to use; as many as the machine has unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Say errors and failures alone, and show no progress
    #[arg(long)]
    quiet: bool,
}

/// Runs the command.
///
/// # Errors
///
/// If the archive cannot be read, the folder is none of a mirror, or the system refuses.
pub(super) fn mirror(arguments: &MirrorArguments, language: Language) -> Result<ExitCode, Error> {
    let stopwatch = environment::Stopwatch::start();
    let to = &arguments.mirror_to;
    let authorities = arguments.web.authorities()?;
    let source = source(&arguments.mirror_of, to, authorities.as_deref())?;
    let way = Way {
        policy: arguments.trust.policy()?,
        in_place: arguments.in_place,
        max_bytes: arguments.max_bytes,
        max_file: MAX_FILE,
        now: environment::seconds_since_1970(),
        is_late: &|| environment::clock().as_secs() > MAX_SECONDS,
        go_on: &interrupt::go_on,
        flush: true,
    };
    let shown = match arguments.quiet {
        true => bar::Shown::Nothing,
        false => bar::Shown::Progress,
    };
    let bar = bar::Bar::new(language, shown);
    bar.show(Progress::Publishing);
    let mirrored = interrupt::watching(language, || {
        pool::run_on(arguments.jobs, || mirror::mirror(source.as_ref(), to, &way))
    });
    bar.clear();
    let Ok(mirrored) = mirrored else {
        print_error(summary::interrupted().in_language(language))?;
        return Ok(ExitCode::from(interrupt::CODE));
    };
    match mirrored? {
        Ok(mirrored) => {
            if !arguments.quiet {
                let said = done(&mirrored, to, stopwatch.seconds());
                print_error(said.in_language(language))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => {
            let (code, said) = refused(&refusal, source.name());
            let said = Text::new(
                format!("{}镜像未作改动。", said.chinese),
                format!("{} The mirror was not changed.", said.english),
            );
            print_error(said.in_language(language))?;
            Ok(ExitCode::from(code))
        }
    }
}

/// The archive that is meant: an address, or a folder.
fn source(from: &str, to: &Path, authorities: Option<&[u8]>) -> Result<Box<dyn Source>, Error> {
    if Web::is_address(from) {
        return Ok(Box::new(Web::new(from, authorities)?));
    }
    let local = from.strip_prefix("file://").and_then(route::decode);
    let folder = PathBuf::from(local.as_deref().unwrap_or(from));
    mirror::refuse_itself(&folder, to)?;
    Ok(Box::new(FolderSource::open(&folder)?))
}

fn done(mirrored: &Mirrored, to: &Path, seconds: f64) -> Text {
    let (to, release, size) = (to.display(), mirrored.release, mirrored.checkpoint.size);
    let files = mirrored.published.files;
    let changed = match (mirrored.published.changed, mirrored.published.removed) {
        (0, 0) => Text::new("没有变化", "nothing changed"),
        (changed, removed) => Text::new(
            format!("写入 {changed} 个，删除 {removed} 个"),
            format!("{changed} written, {removed} removed"),
        ),
    };
    let all = summary::plural(usize::try_from(files).unwrap_or(usize::MAX), "file");
    let read = mirrored.taken;
    let signed = match (&mirrored.key, mirrored.growth) {
        (None, _) => Text::new(
            "存证日志没有签名：只能看出内容与存证日志是否一致，看不出由谁发布。",
            "The log is not signed: this says that the files are as the log has them, and not who published them.",
        ),
        (Some(key), None) => Text::new(
            format!("存证日志由 {key} 签名；以后只认这个公钥，请向发布者核实。"),
            format!(
                "The log is signed by {key}; from now on only this key counts. Ask its publisher whether it is theirs."
            ),
        ),
        (Some(_), Some(Growth::Same)) => {
            Text::new("存证日志没有新增。", "The log has nothing new.")
        }
        (Some(_), Some(_)) => Text::new(
            "存证日志与上次一致，只有新增。",
            "The log is what it was, and more.",
        ),
    };
    Text::new(
        format!(
            "已镜像到 {to}：第 {release} 次发布，存证日志 {size} 条；共 {files} 个文件，{}；读取 {read} 字节，用时 {seconds:.2} 秒。{}",
            changed.chinese, signed.chinese
        ),
        format!(
            "Mirrored to {to}: publication {release}, {size} entries of the log; {all}, {}; {read} bytes read, {seconds:.2} s. {}",
            changed.english, signed.english
        ),
    )
}

/// What is wrong with an archive, and the exit code for it.
pub(super) fn refused(refusal: &Refusal, of: &str) -> (u8, Text) {
    match refusal {
        Refusal::NoLog => (
            exits::BROKEN,
            Text::new(
                format!(
                    "{of} 没有存证日志（log/），无法核对。没有存证日志的网站请用 gongbao publish 或 rsync 复制。"
                ),
                format!(
                    "{of} has no log (log/) to hold it against. Copy a site without one by `gongbao publish` or rsync."
                ),
            ),
        ),
        Refusal::Log(trouble) => (exits::BROKEN, broken(trouble, of)),
        Refusal::NoRelease => (
            exits::BROKEN,
            Text::new(
                format!("{of} 的存证日志中还没有一次发布。"),
                format!("the log of {of} has no publication yet."),
            ),
        ),
        Refusal::RolledBack { found, had } => (
            exits::ROLLED_BACK,
            Text::new(
                format!(
                    "{of} 的存证日志倒退了：上次有 {had} 条，现在只有 {found} 条。可能是恢复了旧备份，也可能有人撤去了内容；请向发布者询问。"
                ),
                format!(
                    "the log of {of} went back: it had {had} entries and has {found}. An old copy may have been restored, or something taken away; ask its publisher."
                ),
            ),
        ),
        Refusal::Forked { size } => (
            exits::FORKED,
            Text::new(
                format!(
                    "{of} 的存证日志分叉了：前 {size} 条与上次看到的不同，已发布的记录被改写。请保留现有镜像，并向发布者询问。"
                ),
                format!(
                    "the log of {of} is forked: its first {size} entries are not those that were seen before, so that what was published was rewritten. Keep the mirror as it is, and ask its publisher."
                ),
            ),
        ),
        Refusal::OtherLog { found, had } => (
            exits::FORKED,
            Text::new(
                format!("{of} 的存证日志是另一个：上次是 {had}，现在是 {found}。"),
                format!("the log of {of} is another one: it was {had}, and is {found}."),
            ),
        ),
        Refusal::Unsigned => (
            exits::UNSIGNED,
            Text::new(
                format!("{of} 的存证日志没有签名。"),
                format!("the log of {of} is not signed."),
            ),
        ),
        Refusal::Key(key) => (
            exits::UNSIGNED,
            Text::new(
                format!(
                    "{of} 的存证日志由另一个公钥签名：{key}。发布者确已更换密钥的，请核实后用 --log 指定新公钥。"
                ),
                format!(
                    "the log of {of} is signed by another key: {key}. If its publisher changed it, ask for the new one and give it by --log."
                ),
            ),
        ),
        Refusal::Witnesses => (
            exits::UNSIGNED,
            Text::new(
                format!("{of} 的检查点没有得到见证规则所要求的见证。"),
                format!("the checkpoint of {of} lacks the cosignatures that the policy wants."),
            ),
        ),
        Refusal::Sums => (
            exits::ALTERED,
            Text::new(
                format!(
                    "{of} 的 SHA256SUMS 不是存证日志中最近一次发布的那一份：网站可能正在更新，请稍后再试；一直如此的，内容已被改动。"
                ),
                format!(
                    "SHA256SUMS of {of} is not that of the last publication in its log: the site may be being published, so try again later; if it stays so, it was altered."
                ),
            ),
        ),
        Refusal::Path(path) => (
            exits::ALTERED,
            Text::new(
                format!("{of} 的 SHA256SUMS 中有不允许的路径：{path}。"),
                format!("SHA256SUMS of {of} has a path that is not allowed: {path}."),
            ),
        ),
        Refusal::List => (
            exits::ALTERED,
            Text::new(
                format!("{of} 的 SHA256SUMS 不是 gongbao 网站的文件清单。"),
                format!("SHA256SUMS of {of} is not the list of a site by gongbao."),
            ),
        ),
        Refusal::Missing(count, named) => (
            exits::INCOMPLETE,
            Text::new(
                format!("{of} 缺少 {count} 个文件：\n{}\n", lines(named, *count)),
                format!("{of} lacks files ({count}):\n{}\n", lines(named, *count)),
            ),
        ),
        Refusal::Altered(count, named) => (
            exits::ALTERED,
            Text::new(
                format!(
                    "{of} 有 {count} 个文件与存证日志记录的校验值不符：\n{}\n已经取得的其他文件保留，下次接着复制。",
                    lines(named, *count)
                ),
                format!(
                    "files of {of} are not what its log says ({count}):\n{}\nOthers that were fetched stay for the next run.",
                    lines(named, *count)
                ),
            ),
        ),
    }
}

fn broken(trouble: &Trouble, of: &str) -> Text {
    let (chinese, english) = trouble.words();
    Text::new(
        format!("{of} 的存证日志不完整或自相矛盾：{chinese}。"),
        format!("the log of {of} is not whole, or contradicts itself: {english}."),
    )
}

fn lines(named: &[String], count: usize) -> String {
    let mut lines: Vec<String> = named.iter().map(|path| format!("  {path}")).collect();
    if count > named.len() {
        lines.push("  …".to_owned());
    }
    lines.join("\n")
}
