//! The files of an archive, wherever they lie.
//!
//! In: a path below the archive. Out: bytes up to a limit, a digest, or what is odd about the thing at that path. This is
//! all that verifying asks of a place, so that a folder, a memory and an address on the web can be verified alike.

use crate::diagnostic::Text;
use crate::route::site_path::MAX_PATH_BYTES;
use crate::verify::damage::{Damage, Verdict};

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// What was seen of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) digest: Digest,
    pub(crate) length: u64,
}

impl Seen {
    /// The digest as it is written.
    pub(crate) fn sha256(&self) -> String {
        base16ct::lower::encode_string(&self.digest)
    }
}

/// What is odd about a thing that should be a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is a link, or the way to it leads through one.
    Link,
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It was written to while it was read.
    Changed,
    /// It cannot be read, for this reason.
    Unreadable(Text),
}

impl Oddity {
    /// The damage that it is.
    pub(crate) fn damage(self, file: impl Into<String>) -> Damage {
        let (verdict, what) = match self {
            Oddity::Link => (
                Verdict::Altered,
                Text::new(
                    "是链接，或位于链接之下；已发布的档案中没有链接",
                    "is a link, or below one; a published archive has none",
                ),
            ),
            Oddity::NoFile => (
                Verdict::Altered,
                Text::new("不是普通文件", "is no regular file"),
            ),
            Oddity::Changed => (
                Verdict::Altered,
                Text::new("在读取期间有改动", "changed while it was read"),
            ),
            Oddity::Unreadable(why) => (
                Verdict::Incomplete,
                Text::new(
                    format!("无法读取：{}", why.chinese),
                    format!("cannot be read: {}", why.english),
                ),
            ),
        };
        Damage::new(verdict, file, what)
    }
}

/// All that there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What is no folder, by its path, sorted.
    pub(crate) files: Vec<String>,
    /// What cannot be in an archive: names that are no text, paths that are too long, folders that cannot be listed.
    pub(crate) odd: Vec<Damage>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name, as far as it is text.
    pub(crate) name: String,
    /// Whether it is text.
    pub(crate) is_text: bool,
    pub(crate) is_folder: bool,
}

/// Files by their paths. Any number of threads ask.
pub(crate) trait Files: Sync {
    /// The bytes of a file, `None` where there is nothing; of a longer one than `max` the first `max`.
    ///
    /// # Errors
    ///
    /// What is odd about it.
    fn get(&self, path: &str, max: usize) -> Result<Option<Vec<u8>>, Oddity>;

    /// Digest and length of a file, of whatever length; `None` where there is nothing.
    ///
    /// # Errors
    ///
    /// What is odd about it.
    fn seen(&self, path: &str) -> Result<Option<Seen>, Oddity>;

    /// What is in a folder (the empty path is the archive itself), in no order; `None` of a place that cannot be listed.
    ///
    /// # Errors
    ///
    /// What is odd about it.
    fn entries(&self, folder: &str) -> Result<Option<Vec<Entry>>, Oddity>;
}

/// Files of an archive, at most.
const MAX_FILES: usize = 4_000_000;

/// What may lie at the top of an archive and is no part of what was published: what a build in place makes for itself,
/// what git keeps of a clone, and what a mirror keeps and says of itself.
fn is_beside(name: &str) -> bool {
    let own = [PENDING, LEAVING, ".git", ".gongbao-mirror"];
    own.contains(&name) || MIRROR.contains(&name) || name.starts_with(NEW)
}

/// What a publication in place keeps for itself: see `publish::own_names`.
pub(crate) const PENDING: &str = ".gongbao-pending";
/// The page of a mirror, and what is left of it where its writing was killed.
const MIRROR: [&str; 2] = ["MIRROR.txt", "MIRROR.txt.new"];
pub(crate) const LEAVING: &str = ".gongbao-leaving";
const NEW: &str = ".gongbao-new-";

/// All files of an archive; `None` where it cannot be listed.
///
/// # Errors
///
/// If the archive itself cannot be listed, or has more files than any: what is to be said of it.
pub(crate) fn list(files: &dyn Files) -> Result<Option<Listed>, Damage> {
    let mut listed = Listed::default();
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let entries = match files.entries(&folder) {
            Ok(Some(entries)) => entries,
            Ok(None) => return Ok(None),
            Err(oddity) if folder.is_empty() => return Err(oddity.damage(".")),
            Err(oddity) => {
                listed.odd.push(oddity.damage(folder));
                continue;
            }
        };
        for entry in entries {
            if folder.is_empty() && is_beside(&entry.name) {
                continue;
            }
            let path = match folder.is_empty() {
                true => entry.name,
                false => format!("{folder}/{}", entry.name),
            };
            if path.len() > MAX_PATH_BYTES || !entry.is_text {
                listed
                    .odd
                    .push(Damage::new(Verdict::Extra, path, odd_path()));
            } else if entry.is_folder {
                waiting.push(path);
            } else {
                listed.files.push(path);
            }
            let found = listed.files.len() + listed.odd.len() + waiting.len();
            if found > MAX_FILES {
                return Err(Damage::new(Verdict::Extra, ".", too_many()));
            }
        }
    }
    listed.files.sort_unstable();
    Ok(Some(listed))
}

fn odd_path() -> Text {
    Text::new(
        "路径过长或不是 UTF-8 文字；已发布的档案中没有这样的路径",
        "its path is too long or no UTF-8; a published archive has no such path",
    )
}

fn too_many() -> Text {
    Text::new(
        format!("文件多于 {MAX_FILES} 个，不再清点"),
        format!("there are more than {MAX_FILES} files; no more are counted"),
    )
}
