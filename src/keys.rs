//! Secret keys as files: made, and read for every command that signs.
//!
//! In: the path of a file, or the text that the environment has. Out: what signs, or why it is not used: a file that
//! others may read, or one that stands where it would be published. Never makes randomness, never replaces a file, never
//! says a secret, or a part of one, in a message.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::disk::{self, Folder};
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::key::Signer;
use crate::log::note::MAX_NOTE;

/// Bytes of the file of a key, at most.
const MAX_BYTES: usize = 1024;
/// The rights of such a file: its owner's alone.
const MODE: u32 = 0o600;
/// What tells a content folder, and the folder of a site.
const LANDMARKS: [&str; 3] = ["archive.yaml", "SHA256SUMS", ".gongbao-pending"];
/// The variable that has the text of a key, as messages name it.
pub(crate) const VARIABLE: &str = "GONGBAO_KEY";

/// The key of `file` or, where none is given, that of the environment; `None` where neither is.
///
/// # Errors
///
/// If what is given is no key; if the file cannot be read, others may read it, or it stands in a content folder or a site.
pub(crate) fn given(file: Option<&Path>, variable: Option<&str>) -> Result<Option<Signer>, Error> {
    match (file, variable) {
        (Some(file), _) => read(file).map(Some),
        (None, Some(text)) => Signer::parse(text).map(Some).ok_or_else(|| {
            Error::new(Text::new(
                format!(
                    "环境变量 {VARIABLE} 的值不是密钥。其值应是 gongbao key new 所写文件的全文，以 PRIVATE+KEY+ 开头。"
                ),
                format!(
                    "the variable {VARIABLE} holds no key. It is to have the text of a file that `gongbao key new` wrote, which begins with PRIVATE+KEY+."
                ),
            ))
        }),
        (None, None) => Ok(None),
    }
}

/// How the file beside that of a key is called that says what it signed last, and the one with what witnesses signed of it.
const SIGNED: &str = ".signed";
const COSIGNED: &str = ".cosigned";

/// The file beside that of a key which says what it signed last.
pub(crate) fn signed_path(file: &Path) -> PathBuf {
    beside(file, SIGNED)
}

/// What a key signed last, as a note; `None` where that is not known.
///
/// # Errors
///
/// If the file that says so cannot be read.
pub(crate) fn signed(file: &Path) -> Result<Option<String>, Error> {
    note_at(&beside(file, SIGNED))
}

/// Notes what a key signs, before that is published.
///
/// # Errors
///
/// If the file cannot be written.
pub(crate) fn remember_signed(file: &Path, note: &[u8]) -> Result<(), Error> {
    put_note(&beside(file, SIGNED), note)
}

/// The head of documents that witnesses cosigned last, for whoever has this key.
///
/// # Errors
///
/// As [`signed`].
pub(crate) fn cosigned(file: &Path) -> Result<Option<String>, Error> {
    note_at(&beside(file, COSIGNED))
}

/// Keeps what witnesses cosigned, before anything is made of it: they sign each time with another time, and what is made of
/// one cannot be made of another.
///
/// # Errors
///
/// If the file cannot be written.
pub(crate) fn remember_cosigned(file: &Path, note: &[u8]) -> Result<(), Error> {
    put_note(&beside(file, COSIGNED), note)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    file.with_file_name(name)
}

fn note_at(at: &Path) -> Result<Option<String>, Error> {
    let failed = |e: io::Error| Error::io(Doing::Read, at, e);
    let (folder, name) = place(at).ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let folder = Folder::open(&folder).map_err(failed)?;
    let bytes = kept::read(&folder, &name, MAX_NOTE).map_err(failed)?;
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|_| failed(io::ErrorKind::InvalidData.into()))
}

fn put_note(at: &Path, note: &[u8]) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, at, e);
    let (folder, name) = place(at).ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let folder = Folder::open(&folder).map_err(failed)?;
    kept::replace(&folder, &name, note, MODE).map_err(failed)
}

/// The key in a file.
///
/// # Errors
///
/// As [`given`].
pub(crate) fn read(file: &Path) -> Result<Signer, Error> {
    let failed = |e: io::Error| Error::io(Doing::Read, file, e);
    refuse_place(file)?;
    // A secret that a system hands out may be a link; what it leads to is looked at.
    let real = fs::canonicalize(file).map_err(failed)?;
    refuse_place(&real)?;
    let (folder, name) = place(&real).ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let folder = Folder::open(&folder).map_err(failed)?;
    let opened = folder.file(Path::new(&name)).map_err(failed)?;
    let Some((opened, _)) = opened else {
        return Err(no_key(file));
    };
    if disk::is_for_others(&opened).map_err(failed)? {
        let shown = file.display();
        return Err(Error::new(Text::new(
            format!(
                "{shown} 其他用户也能读写，不作密钥使用。请运行 chmod 600 {shown}；如果别人可能已经看到，请用 gongbao key new 另做一个。"
            ),
            format!(
                "others may read or write {shown}, which is no place for a key. Run `chmod 600 {shown}`; if somebody may have seen it, make another by `gongbao key new`."
            ),
        ))
        .at(file));
    }
    // What was looked at is what is read, whatever takes its name meanwhile.
    let bytes = match kept::read_open(opened, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::FileTooLarge => return Err(no_key(file)),
        Err(e) => return Err(failed(e)),
    };
    let text = std::str::from_utf8(&bytes).ok();
    text.and_then(Signer::parse).ok_or_else(|| no_key(file))
}

/// Writes a key to a new file that its owner alone may read.
///
/// # Errors
///
/// If there is something at its path, if it would stand in a content folder or a site, or if the system refuses.
pub(crate) fn create(file: &Path, signer: &Signer) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, file, e);
    let (folder, name) = place(file).ok_or_else(|| failed(io::ErrorKind::IsADirectory.into()))?;
    let folder = fs::canonicalize(folder).map_err(failed)?;
    refuse_place(&folder.join(&name))?;
    let folder = Folder::open(&folder).map_err(failed)?;
    kept::create(&folder, &name, signer.secret_text().as_bytes(), MODE).map_err(failed)
}

/// The folder of a file and its name.
fn place(file: &Path) -> Option<(PathBuf, String)> {
    let name = file.file_name()?.to_str()?.to_owned();
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some((folder.to_owned(), name))
}

/// Refuses a file in a content folder or in a site: it would be published, or kept with what is.
fn refuse_place(file: &Path) -> Result<(), Error> {
    let whole = std::path::absolute(file).map_err(|e| Error::io(Doing::Read, file, e))?;
    let is_landmark = |folder: &Path, name: &str| {
        fs::symlink_metadata(folder.join(name)).is_ok_and(|found| found.is_file())
    };
    let mut above = whole.ancestors().skip(1);
    let found = above.find(|folder| LANDMARKS.iter().any(|name| is_landmark(folder, name)));
    let Some(folder) = found else {
        return Ok(());
    };
    let (shown, folder) = (file.display(), folder.display());
    Err(Error::new(Text::new(
        format!(
            "密钥不能放在 {shown}：{folder} 是内容文件夹或网站，其中的文件会被公开或随内容一起保存。请放到别处。"
        ),
        format!(
            "{shown} is no place for a key: {folder} is a content folder or a site, whose files are published or kept with the content. Put it elsewhere."
        ),
    ))
    .at(file))
}

fn no_key(file: &Path) -> Error {
    let shown = file.display();
    Error::new(Text::new(
        format!(
            "{shown} 不是密钥文件。密钥文件由 gongbao key new 写成，只有一行，以 PRIVATE+KEY+ 开头。"
        ),
        format!(
            "{shown} holds no key. `gongbao key new` writes such a file: one line, which begins with PRIVATE+KEY+."
        ),
    ))
    .at(file)
}

#[cfg(test)]
mod tests {
    use super::{create, given, read};
    use crate::log::key::{Kind, Signer};

    fn signer() -> Signer {
        Signer::from_seed("a.example/log", Kind::Ed25519, &[7; 32]).unwrap_or_else(|| panic!())
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_never_replaced() {
        let folder = folder();
        let file = folder.path().join("key");
        assert!(create(&file, &signer()).is_ok());
        let text = |signer: Signer| signer.verifier().text();
        let found = read(&file).map(text);
        assert_eq!(found.ok(), Some(signer().verifier().text()));
        assert!(create(&file, &signer()).is_err());
        assert!(given(None, None).is_ok_and(|none| none.is_none()));
        let secret = signer().secret_text();
        let found = given(None, Some(&secret)).map(|found| found.map(text));
        assert_eq!(found.ok().flatten(), Some(signer().verifier().text()));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_none() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let file = folder.path().join("key");
        assert!(create(&file, &signer()).is_ok());
        let mode = std::fs::metadata(&file).map(|found| found.permissions().mode() & 0o777);
        assert_eq!(mode.ok(), Some(0o600));
        for mode in [0o640, 0o604, 0o620, 0o644] {
            let rights = std::fs::Permissions::from_mode(mode);
            assert!(std::fs::set_permissions(&file, rights).is_ok());
            assert!(read(&file).is_err(), "{mode:o}");
        }
    }

    #[test]
    fn a_key_is_kept_apart_from_content_and_sites() {
        for landmark in super::LANDMARKS {
            let folder = folder();
            let inner = folder.path().join("a/b");
            assert!(std::fs::create_dir_all(&inner).is_ok());
            let file = inner.join("key");
            assert!(create(&file, &signer()).is_ok());
            assert!(std::fs::write(folder.path().join(landmark), "").is_ok());
            assert!(read(&file).is_err(), "{landmark}");
            assert!(create(&inner.join("other"), &signer()).is_err());
            assert!(!inner.join("other").exists());
        }
    }

    #[test]
    fn no_message_says_a_secret() {
        let folder = folder();
        let secret = signer().secret_text();
        let half = secret.trim_end().trim_end_matches(|c| c != '+');
        let damaged = secret.replace("a.example", "b.example");
        let file = folder.path().join("key");
        let part = "BwcHBwcHBwcH";
        assert!(secret.contains(part));
        for text in [half, damaged.as_str(), "PRIVATE+KEY+"] {
            let errors = given(None, Some(text)).err();
            let said = errors.map(|error| format!("{error:?}")).unwrap_or_default();
            assert!(!said.is_empty() && !said.contains(part), "{said}");
            assert!(std::fs::write(&file, text).is_ok());
            let said = read(&file).err().map(|error| format!("{error:?}"));
            assert!(said.is_some_and(|said| !said.contains(part)));
        }
    }
}
