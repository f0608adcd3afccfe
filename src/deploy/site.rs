//! What a folder says that was published in it.
//!
//! In goes the folder, out come its kind and the paths of its files with their digests, as its SHA256SUMS has them, or
//! why it is nothing that may be brought anywhere. The files themselves are opened here, and looked into elsewhere.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::publish::{self, Kind};

/// A site, or an index alone, that was published in a folder.
#[derive(Debug)]
pub(crate) struct Site {
    /// The folder as the user named it.
    pub(crate) folder: PathBuf,
    pub(crate) kind: Kind,
    /// Sorted by path.
    pub(crate) files: Vec<Listed>,
}

/// A file of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) path: Box<str>,
    pub(crate) digest: [u8; 32],
}

impl Site {
    /// Reads what was published in `folder`.
    ///
    /// # Errors
    ///
    /// If nothing was published there that may be brought elsewhere, or if the list cannot be read.
    pub(crate) fn read(folder: &Path) -> Result<Site, Error> {
        for kind in [Kind::Site, Kind::SearchIndex] {
            let files = listed(folder, kind)?;
            if !files.is_empty() {
                // A kind that is not for the public is none of these two: so nothing of it leaves the machine.
                return Ok(Site {
                    folder: folder.to_owned(),
                    kind,
                    files,
                });
            }
        }
        let is_preview = !listed(folder, Kind::Preview)?.is_empty();
        Err(no_site(folder, is_preview))
    }

    /// The digest that the list has for `path`.
    pub(crate) fn digest(&self, path: &str) -> Option<&[u8; 32]> {
        digest(&self.files, path)
    }

    /// Opens the file at `path`, with its length.
    ///
    /// # Errors
    ///
    /// If there is no file, or if it cannot be opened.
    pub(crate) fn open(&self, path: &str) -> Result<(File, u64), Error> {
        let at = self.folder.join(path);
        let opened = fs::symlink_metadata(&at).and_then(|found| match found.is_file() {
            true => File::open(&at),
            false => Err(io::ErrorKind::NotFound.into()),
        });
        match opened.and_then(|file| Ok((file.metadata()?.len(), file))) {
            Ok((length, file)) => Ok((file, length)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(self.unlike_its_list(path)),
            Err(e) => Err(Error::io(Doing::Read, at, e)),
        }
    }

    /// The file at `path` is missing or is not what the list says.
    pub(crate) fn unlike_its_list(&self, path: &str) -> Error {
        let at = self.folder.join(path);
        let shown = at.display();
        Error::new(Text::new(
            format!(
                "{shown} 缺失或与 SHA256SUMS 不符：文件已损坏、被改动，或网站正在重新生成。请运行 gongbao build 后再试；未发布任何内容。"
            ),
            format!(
                "{shown} is missing or is not what SHA256SUMS says: it is damaged, was changed, or the site is being built. Run `gongbao build` and try again; nothing was published."
            ),
        ))
        .at(at)
    }
}

/// What the list in `folder` says, if it is one of this `kind`; nothing where there is none.
///
/// # Errors
///
/// If it is there and cannot be read.
pub(crate) fn listed(folder: &Path, kind: Kind) -> Result<Vec<Listed>, Error> {
    let mut files = Vec::new();
    let is_kind = publish::listed_as(folder, kind, |path, digest| {
        files.push(Listed {
            path: path.into(),
            digest: from_hexadecimal(digest),
        });
    })?;
    // Files are shown before it is known that the list is whole.
    files.truncate(is_kind.len());
    Ok(files)
}

/// Why nothing of this folder may be brought anywhere.
fn no_site(folder: &Path, is_preview: bool) -> Error {
    let shown = folder.display();
    let why = match (folder.is_dir(), is_preview) {
        (false, _) => Text::new(
            format!(
                "没有文件夹 {shown}。请先运行 gongbao build 生成网站，或用 --from 指定网站所在的文件夹。"
            ),
            format!(
                "there is no folder {shown}. Run `gongbao build` first, or name the folder of the site with `--from`."
            ),
        ),
        (true, true) => Text::new(
            format!(
                "{shown} 是含有草稿的预览（build --drafts 生成），不能公开。请运行 gongbao build 生成不含草稿的网站，再发布它。"
            ),
            format!(
                "{shown} is a preview with drafts, made by `build --drafts`, and not for the public. Run `gongbao build`, and publish the site that it makes."
            ),
        ),
        (true, false) => Text::new(
            format!(
                "{shown} 不是 gongbao 生成的网站：其中没有 gongbao 写的 SHA256SUMS。请先运行 gongbao build，或用 --from 指定网站所在的文件夹。"
            ),
            format!(
                "{shown} is no site that gongbao built: it has no SHA256SUMS by gongbao. Run `gongbao build` first, or name the folder of the site with `--from`."
            ),
        ),
    };
    Error::new(why).at(folder)
}

/// The digest of the file `path` among `files`, which are sorted.
pub(crate) fn digest<'f>(files: &'f [Listed], path: &str) -> Option<&'f [u8; 32]> {
    let at = files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
    files.get(at).map(|file| &file.digest)
}

/// A digest from the 64 lower-case digits that a list has.
fn from_hexadecimal(digits: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    // A list of anything else is none.
    let _ = base16ct::lower::decode(digits, &mut digest);
    digest
}
