//! The log of a run: where it is read, whether it may be continued, and what is written of it.
//!
//! In: a [`Job`], the settings. Out: a log to which a publication can be added; an error where there is none, where it is
//! not whole, or where it belongs to another archive or key. A log that was cut, forked or lost is never gone on with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::archive::Archive;
use crate::config::Config;
use crate::deploy::log_in;
use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::job::{Job, Log};
use crate::keys;
use crate::log::checkpoint::Checkpoint;
use crate::log::entry::Manifest;
use crate::log::growing::{Growing, LogFile};
use crate::log::growth::{Growth, judge};
use crate::log::key::Signer;
use crate::log::note::{MAX_NOTE, Note};
use crate::log::published::{self, Published, Signed, size_of_head};
use crate::log::tile::tiles;
use crate::publish::{self, Staging};
use crate::site;
use crate::source::Digest;
use crate::truth::{Head, LOG_FOLDER, Recording};
use crate::witness::Cosigned;

/// What made a publication, as its entry names it.
const GENERATOR: &str = concat!("gongbao ", env!("CARGO_PKG_VERSION"));

/// A log that may be continued.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) growing: Growing,
    pub(super) signer: Option<Signer>,
    /// The folder of the log that was read, where it is not that of the output folder.
    pub(super) from: Option<PathBuf>,
    /// The heads that were in the output folder then.
    pub(super) seen: [Option<Vec<u8>>; 2],
}

/// The log of an archive that keeps one; `None` of any other, and of previews.
///
/// # Errors
///
/// If there is none and the job does not say to begin one, if it is not whole, or if it is of another archive or signed by
/// another key.
pub(super) fn open(job: &Job, config: &Config) -> Result<Option<Opened>, Error> {
    if job.drafts {
        return Ok(None);
    }
    if !config.truth.is_on {
        return refuse_unlogged(job);
    }
    let signer = signer(job, config)?;
    let (folder, from) = folder_of(job);
    // Before it is read: what is published there meanwhile is noticed then.
    let seen = own_head(job);
    let found = log_in(&folder)?;
    // Nobody's name is on a log that nobody signs: it goes on as it was called.
    let is_unsigned = |log: &&Published| log.signed == Signed::No && signer.is_none();
    let called = found.as_ref().filter(is_unsigned);
    let origin = match called {
        Some(log) => log.checkpoint.origin.clone(),
        None => origin(config, signer.as_ref())?,
    };
    let is_new = matches!(job.log, Log::New);
    let log = match (found, is_new) {
        (None, true) => Growing::new(origin),
        (None, false) => return Err(missing(&folder)),
        (Some(_), true) => return Err(is_there(&folder)),
        (Some(log), false) => {
            may_continue(&log, &origin, signer.as_ref(), &folder)?;
            if from.is_some() {
                not_behind(&log, &job.out.join(LOG_FOLDER))?;
            }
            Growing::of(log)
        }
    };
    Ok(Some(Opened {
        growing: log,
        signer,
        from,
        seen,
    }))
}

/// Refuses to go on without the log of a site that has one.
fn refuse_unlogged(job: &Job) -> Result<Option<Opened>, Error> {
    let own = job.out.join(LOG_FOLDER);
    // A folder of that name may be anybody's.
    let Ok(Some(log)) = log_in(&own) else {
        return Ok(None);
    };
    let (shown, origin) = (own.display(), log.checkpoint.origin);
    Err(Error::new(Text::new(
        format!(
            "{shown} 中有存证日志（{origin}），而 archive.yaml 中没有写“存证”：继续生成，网站就会与存证日志不符。请在 archive.yaml 中写回“存证”（truth）；确实不再记存证日志的，先移走 {shown}。未发布任何内容。"
        ),
        format!(
            "there is a log in {shown} ({origin}), and archive.yaml has no `truth`: the site would no longer be what the log has. Write `truth` again; to keep no log any longer, move {shown} away first. Nothing was published."
        ),
    ))
    .at(own))
}

/// The head of the log in the output folder, as it stands there.
fn own_head(job: &Job) -> [Option<Vec<u8>>; 2] {
    let own = job.out.join(LOG_FOLDER);
    [published::CHECKPOINT, published::UNSIGNED]
        .map(|head| publish::published(&own, head, MAX_NOTE as u64))
}

/// What the log that was published last comes to, for a run that only looks; `None` where there is none.
///
/// # Errors
///
/// If the log is not whole.
pub(super) fn look(job: &Job, config: &Config) -> Result<Option<Growing>, Error> {
    if job.drafts {
        return Ok(None);
    }
    if !config.truth.is_on {
        refuse_unlogged(job)?;
        return Ok(None);
    }
    let (folder, _) = folder_of(job);
    let found = log_in(&folder)?;
    // A place that was named and has none is a mistake; without one the run says that nothing was held against a log.
    if found.is_none() && matches!(job.log, Log::At(_)) {
        return Err(missing(&folder));
    }
    Ok(found.map(Growing::of))
}

/// Where the log is read, and that folder again if it is not the one that is written.
fn folder_of(job: &Job) -> (PathBuf, Option<PathBuf>) {
    let own = job.out.join(LOG_FOLDER);
    let Log::At(given) = &job.log else {
        return (own, None);
    };
    let below = given.join(LOG_FOLDER);
    let folder = if below.is_dir() { below } else { given.clone() };
    let is_own = std::path::absolute(&folder).ok() == std::path::absolute(&own).ok();
    (folder.clone(), (!is_own).then_some(folder))
}

fn signer(job: &Job, config: &Config) -> Result<Option<Signer>, Error> {
    let signer = job.key.as_ref().map(|key| key.signer.clone());
    match (&config.truth.key, &signer) {
        (Some(wanted), Some(signer)) if signer.verifier() != wanted => Err(Error::new(Text::new(
            format!(
                "所给的密钥与 archive.yaml 中“存证”写明的公钥不符（{}）。",
                wanted.name
            ),
            format!(
                "the key is not the one that `truth` in archive.yaml names ({}).",
                wanted.name
            ),
        ))),
        (Some(wanted), None) => Err(Error::new(Text::new(
            format!(
                "archive.yaml 写明存证日志由 {} 签名：请用 --key 指定密钥文件，或把密钥放在环境变量 GONGBAO_KEY 中。",
                wanted.name
            ),
            format!(
                "archive.yaml says that {} signs the log: name the file of the key with --key, or give the key in the environment variable GONGBAO_KEY.",
                wanted.name
            ),
        ))),
        _ => Ok(signer),
    }
}

/// What the log is called.
fn origin(config: &Config, signer: Option<&Signer>) -> Result<String, Error> {
    let of_key = signer.map(|signer| signer.verifier().name.clone());
    let of_address = || {
        let (_, rest) = config.base_url.as_deref()?.split_once("://")?;
        Some(rest.trim_end_matches('/').to_owned())
    };
    let name = of_key.or_else(of_address);
    name.filter(|name| crate::log::key::is_key_name(name))
        .ok_or_else(|| {
            Error::new(Text::new(
                "存证日志需要一个名称：在 archive.yaml 中写“网址”（base_url），或用 gongbao key new 生成密钥，把公钥写在“存证”（truth）中。",
                "the log needs a name: write `base_url` in archive.yaml, or make a key with `gongbao key new` and write its public half under `truth`.",
            ))
        })
}

fn may_continue(
    log: &Published,
    origin: &str,
    signer: Option<&Signer>,
    folder: &Path,
) -> Result<(), Error> {
    let shown = folder.display();
    if log.checkpoint.origin != *origin {
        let was = &log.checkpoint.origin;
        return Err(Error::new(Text::new(
            format!("{shown} 中的存证日志名为“{was}”，而密钥名为“{origin}”。存证日志的名称不变：密钥请用 gongbao key new {was} 新建。未发布任何内容。"),
            format!("the log in {shown} is called `{was}`, and the key `{origin}`. A log keeps its name: make the key by `gongbao key new {was}`. Nothing was published."),
        ))
        .at(folder));
    }
    match (&log.signed, signer) {
        (Signed::By(key), None) => Err(Error::new(Text::new(
            format!(
                "{shown} 中的存证日志由 {} 签名：请用 --key 指定它的密钥文件，或把密钥放在环境变量 GONGBAO_KEY 中。",
                key.name
            ),
            format!(
                "the log in {shown} is signed by {}: name the file of that key with --key, or give it in the environment variable GONGBAO_KEY.",
                key.name
            ),
        ))
        .at(folder)),
        (Signed::By(key), Some(signer)) if signer.verifier() != key => {
            Err(Error::new(Text::new(
                format!("{shown} 中的存证日志由另一把密钥签名（{}）。", key.text()),
                format!("the log in {shown} is signed by another key ({}).", key.text()),
            ))
            .at(folder))
        }
        _ => Ok(()),
    }
}

/// The log in the output folder must not be ahead of the one that is continued, or another one.
fn not_behind(log: &Published, own: &Path) -> Result<(), Error> {
    let Some(there) = log_in(own)? else {
        return Ok(());
    };
    if matches!(judge(&there.checkpoint, log), Growth::Same | Growth::Grown) {
        return Ok(());
    }
    let shown = own.display();
    Err(Error::new(Text::new(
        format!("{shown} 中的存证日志比 --log 指定的新，或与之不是同一份：不能从较旧的存证日志续写。未发布任何内容。"),
        format!("the log in {shown} is newer than the one that --log names, or another one: an older log is not continued; nothing was published."),
    ))
    .at(own))
}

fn missing(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(Text::new(
        format!(
            "本档案设有存证日志（archive.yaml 中的“存证”），而 {shown} 中没有上一次发布的存证日志。请用 --log 指定它所在的文件夹；首次发布时，加 --new-log 新建存证日志。未发布任何内容。"
        ),
        format!(
            "this archive keeps a log (`truth` in archive.yaml), and there is none of the last publication in {shown}. Name its folder with --log; for an archive that was never published, --new-log begins one. Nothing was published."
        ),
    ))
    .at(folder)
}

fn is_there(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(Text::new(
        format!("{shown} 中已有存证日志，不能用 --new-log 另起一份。请去掉 --new-log。"),
        format!("there is a log in {shown} already, and --new-log begins none beside it. Leave --new-log out."),
    ))
    .at(folder)
}

/// The heads that proofs need and that were published, by their paths.
pub(super) fn heads(job: &Job, recording: &Recording) -> BTreeMap<String, String> {
    let (folder, _) = folder_of(job);
    let read = |path: String| {
        let head = publish::published(&folder, &path, MAX_NOTE as u64)?;
        Some((path, String::from_utf8(head).ok()?))
    };
    recording.heads().filter_map(read).collect()
}

fn overtaken(out: &Path) -> Error {
    let shown = out.display();
    Error::new(Text::new(
        format!("{shown} 中的存证日志在生成期间被另一次发布续写。请再运行一次；未发布任何内容。"),
        format!("another publication went on with the log in {shown} meanwhile. Run it again; nothing was published."),
    ))
    .at(out)
}

/// What is to be noted beside a key before the head that it signed can be seen.
pub(super) struct ToNote {
    key: PathBuf,
    head: Vec<u8>,
    /// What was noted when it was judged.
    before: Option<String>,
}

impl ToNote {
    /// Notes it.
    ///
    /// # Errors
    ///
    /// If the key signed something else meanwhile, or the file cannot be written.
    pub(super) fn note(&self) -> Result<(), Error> {
        if keys::signed(&self.key)? != self.before {
            let at = keys::signed_path(&self.key);
            let shown = at.display();
            return Err(Error::new(Text::new(
                format!("{shown} 在生成期间有改动：这把密钥同时用于另一次发布。请等它结束后再运行一次；未发布任何内容。"),
                format!("{shown} was changed meanwhile: the key is used by another publication. Run it again when that has ended; nothing was published."),
            ))
            .at(at));
        }
        keys::remember_signed(&self.key, &self.head)
    }
}

/// Refuses to sign what is not the continuation of what the key signed last.
///
/// # Errors
///
/// If it is not, or if what was signed last cannot be read.
fn may_sign(
    recording: &Recording,
    signer: &Signer,
    file: &Path,
    last: Option<&str>,
) -> Result<(), Error> {
    let parse = |note: &str| Checkpoint::parse(Note::parse(note)?.text);
    let last = match last.map(parse) {
        // What is no checkpoint may once have been one.
        Some(None) => {
            let at = keys::signed_path(file);
            let invalid = std::io::Error::from(std::io::ErrorKind::InvalidData);
            return Err(Error::io(Doing::Read, at, invalid));
        }
        last => last.flatten(),
    };
    let is_of_log = |last: &Checkpoint| last.origin == signer.verifier().name;
    if let Some(last) = last.filter(is_of_log)
        && !recording.continues(&last)
    {
        let (shown, size) = (keys::signed_path(file), last.size);
        let named = shown.display();
        return Err(Error::new(Text::new(
            format!("这把密钥上次签名的存证日志有 {size} 条记录（见 {named}），这次要发布的日志不是它的延续，未发布任何内容。请按情形处理：（一）这里的存证日志是旧的，例如从备份恢复的：用 --log 指定最近一次发布的存证日志。（二）上次发布中断，其后又改过内容：把内容改回中断时的样子，再运行一次，就会接上，然后再作改动。（三）确知那次没有请见证方签名，存证日志也从未放到读者看得到的地方：删去 {named} 再试。没有把握就不要删：读者和见证方可能因此看到两份互相矛盾的存证日志。"),
            format!("the log that this key signed last has {size} entries (see {named}), and what is to be published does not go on from it; nothing was published. Do what fits. (1) The log here is an old one, put back from a backup, say: name the one that was published last with --log. (2) The last publication was interrupted, and the content was changed since: change it back to what it was then and run this again, which goes on with that log; then make the changes. (3) You know that no witness was asked then, and that the log was never put where a reader could see it: delete {named} and try again. If you are not sure, do not: readers and witnesses might see two logs that contradict one another."),
        ))
        .at(shown));
    }
    Ok(())
}

/// Asks the witnesses of a job to cosign a head that is new. It is noted before that the key signed it. What they signed of
/// the documents for a run that did not end is taken as it is: with other times the list of files, and so the publication
/// that they may have signed since, would be another one.
///
/// # Errors
///
/// If the publication would be refused in any case, or if too few of them sign: nothing is published then.
fn cosign(recording: &mut Recording, of: Head, job: &Job, staging: &Staging) -> Result<(), Error> {
    let Some(note) = recording.new_head(of) else {
        return Ok(());
    };
    let signing = job.key.as_ref();
    let signing = signing.and_then(|key| Some((key, key.file.as_deref()?)));
    if let (Head::Documents, Some((_, file))) = (of, signing)
        && let Some(kept) = keys::cosigned(file)?
        && text_of(&kept) == text_of(&note)
    {
        recording.put_head(of, kept);
        return Ok(());
    }
    let Some(witnesses) = &job.witnesses else {
        return Ok(());
    };
    staging.may_commit()?;
    if let Some((key, file)) = signing {
        // A witness that signs remembers it: from here on somebody has seen it.
        may_sign(recording, &key.signer, file, keys::signed(file)?.as_deref())?;
        keys::remember_signed(file, note.as_bytes())?;
    }
    let size = Note::parse(&note).and_then(|note| Checkpoint::parse(note.text));
    let size = size.map_or(0, |checkpoint| checkpoint.size);
    let consistency = |old: u64| recording.consistency(old, size);
    let asked = witnesses.asking.ask(&note, &consistency)?;
    match asked {
        Some(cosigned) if cosigned.is_enough => {
            if let (Head::Documents, Some((_, file))) = (of, signing) {
                keys::remember_cosigned(file, cosigned.note.as_bytes())?;
            }
            recording.put_head(of, cosigned.note);
            Ok(())
        }
        asked => Err(too_few(asked.as_ref())),
    }
}

/// The text of a note that is signed.
fn text_of(note: &str) -> Option<&str> {
    Note::parse(note).map(|note| note.text)
}

fn too_few(asked: Option<&Cosigned>) -> Error {
    let missing = asked.map_or_else(|| Text::new("", ""), Cosigned::missing);
    let answers = || asked.into_iter().flat_map(|asked| &asked.answers);
    let is_at_odds = answers().any(|(_, answer)| answer.is_at_odds());
    let is_away = answers().any(|(_, answer)| answer.is_away());
    let mend = match (is_at_odds, is_away) {
        (false, true) => Text::new(
            "内容不作改动，待访问不到的见证方恢复后再运行一次即可。",
            "Leave the content as it is, and run it again when those that did not answer can be reached.",
        ),
        (false, false) => Text::new(
            "请先按上述原因改正见证规则，或与见证方联系；内容不作改动，再运行一次。",
            "Mend the policy, or ask those witnesses, by the reasons above; leave the content as it is, and run it again.",
        ),
        (true, _) => Text::new(
            "已为另一份或更长的存证日志签名的，多半是上一次生成中途停止、此后内容又有改动：请把内容恢复到那一次的样子，生成并发布，再作改动（gongbao correct）。不是这种情况的，请核对 --log 所指是否为最近一次发布的存证日志。",
            "A witness that signed another log, or a longer one, most often did so for a run that stopped halfway, after which the content changed: put the content back as it was then, build and publish it, and change it after that (`gongbao correct`). If that is not so, see whether --log names the log that was published last.",
        ),
    };
    Error::new(Text::new(
        format!(
            "见证不足，未达到见证规则要求的数目，未发布任何内容。未签名的：{}
{}",
            missing.chinese, mend.chinese
        ),
        format!(
            "fewer witnesses signed than the policy wants, and nothing was published. Not by:{}
{}",
            missing.english, mend.english
        ),
    ))
}

/// Writes the proofs of all reports, once all else is made and right: who cosigns their head remembers it.
///
/// # Errors
///
/// If another publication went on with the log meanwhile, if too few witnesses sign, or if a file cannot be written.
pub(super) fn prove(
    (recording, heads): (&mut Recording, &BTreeMap<String, String>),
    job: &Job,
    seen: &[Option<Vec<u8>>; 2],
    archive: &Archive,
    staging: &Staging,
) -> Result<(), Error> {
    // Now that nobody else publishes there: what was gone on with must still be what is there.
    if own_head(job) != *seen {
        return Err(overtaken(&job.out));
    }
    cosign(recording, Head::Documents, job, staging)?;
    site::write_proofs(archive, recording, heads, staging)
}

/// Writes what a publication adds to the log, and all of it where the log was read elsewhere; what is to be noted beside
/// the key before anybody sees it.
///
/// # Errors
///
/// If a file cannot be read or written.
pub(super) fn finish(
    mut recording: Recording,
    job: &Job,
    from: Option<&Path>,
    settings: Option<Digest>,
    staging: &Staging,
) -> Result<Option<ToNote>, Error> {
    let key = job.key.as_ref();
    let (files, sums) = staging.sums()?;
    let manifest = Manifest {
        files,
        sha256: base16ct::lower::encode_string(&sums.digest),
        size: sums.bytes,
    };
    let settings = base16ct::lower::encode_string(&settings.unwrap_or_default());
    recording.release(settings, manifest, GENERATOR.to_owned())?;
    cosign(&mut recording, Head::All, job, staging)?;
    let new = recording.files()?;
    let (size, kept) = (recording.size(), recording.heads().collect::<Vec<_>>());
    let stamps = recording.stamps().collect::<Vec<_>>();
    let head = new.iter().find(|(path, _)| path == published::CHECKPOINT);
    let signed = key.and_then(|key| Some((key, key.file.as_deref()?, head?)));
    let to_note = match signed {
        Some((key, file, (_, head))) => {
            let before = keys::signed(file)?;
            may_sign(&recording, &key.signer, file, before.as_deref())?;
            Some(ToNote {
                key: file.to_owned(),
                head: head.clone(),
                before,
            })
        }
        None => None,
    };
    for (path, bytes) in &new {
        staging.write(&format!("{LOG_FOLDER}/{path}"), bytes)?;
    }
    if let Some(from) = from {
        bring_rest(from, size, (kept, stamps), &new, staging)?;
    }
    Ok(to_note)
}

/// Brings what a log of `size` entries has beside what is `new` from where it was read: its heads, its time stamps as far as
/// there are any, and its head where nothing is new.
fn bring_rest(
    from: &Path,
    size: u64,
    (heads, stamps): (Vec<String>, Vec<String>),
    new: &[LogFile],
    staging: &Staging,
) -> Result<(), Error> {
    let new: BTreeSet<&str> = new.iter().map(|(path, _)| path.as_str()).collect();
    let bring = |path: &str| {
        let bytes = publish::begins(from, path, usize::MAX)?;
        if let Some(bytes) = &bytes {
            staging.write(&format!("{LOG_FOLDER}/{path}"), bytes)?;
        }
        Ok::<bool, Error>(bytes.is_some())
    };
    let rest = tiles(size).map(|tile| tile.path()).chain(heads);
    for path in rest.filter(|path| !new.contains(path.as_str())) {
        if !bring(&path)? {
            let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Error::io(Doing::Read, from.join(path), gone));
        }
    }
    for path in stamps {
        bring(&path)?;
    }
    if new.is_empty() {
        for path in [published::CHECKPOINT, published::UNSIGNED, published::KEY] {
            let head = publish::begins(from, path, MAX_NOTE)?;
            // Who publishes there meanwhile puts another head there, whose files are not those that were brought.
            if path != published::KEY && head.is_some_and(|it| size_of_head(&it) != Some(size)) {
                return Err(overtaken(from));
            }
            bring(path)?;
        }
    }
    Ok(())
}
