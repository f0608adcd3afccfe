//! `gongbao stamp`: a time stamp of others (RFC 3161) put beside the log of a site.
//!
//! In: the folder of a site, a reply of an authority. Out: the reply below `log/timestamps`, called by the head that it is
//! of. A reply that is of no head of this log is refused, and none takes the place of another. Asks no authority, runs no
//! command, and does not judge who gave it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueHint;

use crate::cli::export::refused;
use crate::cli::print_error;
use crate::diagnostic::{Language, Text};
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::export;
use crate::kept;
use crate::log::published::{TIMESTAMPS, stamp_path};
use crate::log::stamp::{MAX_STAMP, Stamp};
use crate::publish;
use crate::route::LOG_FOLDER;

const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

#[derive(clap::Args)]
pub(super) struct StampArguments {
    /// The folder of a published site, or of a mirror, with its log
    #[arg(value_name = "SITE", value_hint = ValueHint::DirPath)]
    stamped: PathBuf,
    /// The reply of a time stamp authority (RFC 3161) to a query of the SHA-256 of head.txt, which `gongbao export head`
    /// writes
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    reply: PathBuf,
}

/// Runs the command.
///
/// # Errors
///
/// If there is no log, if the reply is of no head of it, or if the system refuses.
pub(super) fn stamp(arguments: &StampArguments, language: Language) -> Result<ExitCode, Error> {
    let (site, reply) = (&arguments.stamped, &arguments.reply);
    let bytes = read(reply)?;
    let stamp = Stamp::parse(&bytes).ok_or_else(|| no_stamp(reply))?;
    let root = publish::locked(site)?;
    let log = match export::log_of(site)? {
        Ok(log) => log,
        Err(damages) => return refused(&damages, site, language),
    };
    let mut newest = log.publications().rev();
    let size = newest.find(|size| log.is_stamped(*size, &stamp));
    let size = size.ok_or_else(|| other(reply, site))?;
    let path = format!("{LOG_FOLDER}/{}", stamp_path(size));
    put(&root, &path, &bytes, site)?;
    let time = &stamp.time;
    let said = Text::new(
        format!(
            "时间戳已存入 {path}：检查点有 {size} 条记录，时间戳写明 {time}；由谁签发没有核对，请用 openssl ts -verify。"
        ),
        format!(
            "The time stamp is in {path}: the checkpoint is of {size} entries, and the stamp states {time}. Who gave it was not checked: `openssl ts -verify` does."
        ),
    );
    print_error(said.in_language(language))?;
    root.unlock();
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |e: io::Error| Error::io(Doing::Read, path, e);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_STAMP as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

fn put(root: &Folder, path: &str, bytes: &[u8], site: &Path) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, site.join(path), e);
    let name = path.rsplit('/').next().unwrap_or(path);
    let log = root.inner(Path::new(LOG_FOLDER)).map_err(failed)?;
    match log.make_folder(Path::new(TIMESTAMPS), FOLDER_MODE) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(failed(e)),
        _ => {}
    }
    let folder = log.inner(Path::new(TIMESTAMPS)).map_err(failed)?;
    match kept::read(&folder, name, MAX_STAMP).map_err(failed)? {
        Some(there) if there == bytes => Ok(()),
        Some(_) => Err(Error::new(Text::new(
            format!("{path} 已有另一个时间戳，不作替换。"),
            format!("there is another time stamp in {path}, which stays."),
        ))
        .at(path)),
        None => kept::replace(&folder, name, bytes, FILE_MODE).map_err(failed),
    }
}

fn no_stamp(reply: &Path) -> Error {
    let shown = reply.display();
    Error::new(Text::new(
        format!("{shown} 不是 RFC 3161 的时间戳应答（DER 格式，SHA-256），或者签发方没有给出时间戳。请用 openssl ts -reply -in {shown} -text 查看。"),
        format!("{shown} is no reply with a time stamp (RFC 3161, in DER, of a SHA-256), or the authority gave none. `openssl ts -reply -in {shown} -text` shows it."),
    ))
    .at(reply)
}

fn other(reply: &Path, site: &Path) -> Error {
    let (shown, site) = (reply.display(), site.display());
    Error::new(Text::new(
        format!("{shown} 不是 {site} 的存证日志任何一次发布的检查点的时间戳。请用 gongbao export head 取得检查点的原文，为其中的 head.txt 申请时间戳。"),
        format!("{shown} is a time stamp of no checkpoint that the log of {site} had after a publication. Get the text by `gongbao export head`, and a time stamp of its head.txt."),
    ))
    .at(reply)
}
