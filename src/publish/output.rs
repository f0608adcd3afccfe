//! One file of the new site while it is being made.
//!
//! In go its bytes, piece by piece; out comes the digest, and a staged file only where the bytes differ
//! from the old site's. The old file is read alongside: as long as both agree nothing is written, and
//! at the first difference what has agreed so far is copied over. So a file of any size takes no more
//! memory than a buffer, and an unchanged one no write at all.

use std::fs::File;
use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::disk;
use crate::error::{Doing, Error};
use crate::publish::Staging;
use crate::publish::listing::Digest;
use crate::publish::path::SitePath;
use crate::publish::record::Recorded;
use crate::publish::stage::Stage;
use crate::stat::Stat;

/// Bytes that are compared or copied at a time.
pub(crate) const BUFFER_BYTES: usize = 16 << 10;

/// A file of the new site of which the beginning is made.
pub(crate) struct Output<'a> {
    staging: &'a Staging,
    path: &'a SitePath,
    hash: Sha256,
    bytes: u64,
    state: State,
}

enum State {
    /// All bytes so far are those of the old file, which is open where they end.
    Agreeing { old: File, stat: Stat },
    /// They differ, and go to this file.
    Staged(File),
}

/// What became of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    pub(crate) digest: Digest,
    pub(crate) bytes: u64,
    /// Whether the old site's file is kept.
    pub(crate) kept: bool,
    /// What the file system said of it before it was read, or after it was written; `None` where it said nothing.
    pub(crate) stat: Option<Stat>,
    /// Whether that file holds these bytes as long as the file system says the same of it.
    pub(crate) is_settled: bool,
    /// Whether it has got another name since.
    pub(crate) moved: bool,
}

impl Made {
    /// The old site's file, which holds just these bytes.
    fn kept(staging: &Staging, digest: Digest, stat: Stat) -> Made {
        Made {
            digest,
            bytes: stat.length(),
            kept: true,
            // One that was written a moment ago may be written again in the same moment.
            is_settled: staging.began.is_some_and(|began| stat.is_settled_at(began)),
            stat: Some(stat),
            moved: false,
        }
    }

    /// The old site's file, which its list says holds these bytes.
    pub(crate) fn listed(digest: Digest, stat: Stat) -> Made {
        Made {
            digest,
            bytes: stat.length(),
            kept: true,
            stat: Some(stat),
            is_settled: false,
            moved: false,
        }
    }

    /// A file that was recorded, of which the file system still says the same.
    pub(crate) fn recorded(file: &Recorded) -> Made {
        Made {
            digest: file.digest,
            bytes: file.stat.length(),
            kept: true,
            stat: Some(file.stat),
            is_settled: true,
            moved: false,
        }
    }

    /// A file that was written. Until the moment has passed it is not known for good.
    fn staged(
        staging: &Staging,
        path: &SitePath,
        file: File,
        digest: Digest,
        bytes: u64,
    ) -> Result<Made, Error> {
        let stage = staging.stage()?;
        Ok(Made {
            digest,
            bytes,
            kept: false,
            stat: disk::said_of_written(file, stage.folder(), path.as_path()),
            is_settled: false,
            moved: false,
        })
    }
}

/// Makes the file `path` of `bytes`, which are at hand. What is known of the old site's file saves a look into it.
///
/// # Errors
///
/// If the old file cannot be read, or if the stage or the new file cannot be made or written.
pub(crate) fn whole(staging: &Staging, path: &SitePath, bytes: &[u8]) -> Result<Made, Error> {
    let failed = |doing, e| Error::io(doing, staging.place.show(path.as_path()), e);
    let digest: Digest = Sha256::digest(bytes).into();
    let old = match staging.known(path.as_str()) {
        Some(file) if file.digest == digest => return Ok(Made::recorded(file)),
        Some(_) => None,
        None => staging
            .old_file(path)?
            .filter(|(_, stat)| stat.length() == bytes.len() as u64),
    };
    if let Some((mut old, stat)) = old
        && begins_with(&mut old, bytes).map_err(|e| failed(Doing::Read, e))?
    {
        return Ok(Made::kept(staging, digest, stat));
    }
    let mut file = stage_file(staging.stage()?, path)?;
    file.write_all(bytes).map_err(|e| failed(Doing::Write, e))?;
    Made::staged(staging, path, file, digest, bytes.len() as u64)
}

impl<'a> Output<'a> {
    /// Begins the file `path`.
    ///
    /// # Errors
    ///
    /// If the old file cannot be opened, or if the stage or the new file cannot be made.
    pub(crate) fn begin(staging: &'a Staging, path: &'a SitePath) -> Result<Self, Error> {
        let state = match staging.old_file(path)? {
            Some((old, stat)) => State::Agreeing { old, stat },
            None => State::Staged(stage_file(staging.stage()?, path)?),
        };
        Ok(Output {
            staging,
            path,
            hash: Sha256::new(),
            bytes: 0,
            state,
        })
    }

    /// Adds `piece`.
    ///
    /// # Errors
    ///
    /// If the old file cannot be read, or was changed by another program since it was first read, or if the new one
    /// cannot be written.
    pub(crate) fn put(&mut self, piece: &[u8]) -> Result<(), Error> {
        if let State::Agreeing { old, .. } = &mut self.state {
            let agrees = begins_with(old, piece).map_err(|e| self.failed(Doing::Read, e))?;
            if !agrees {
                self.part_ways()?;
            }
        }
        if let State::Staged(file) = &mut self.state {
            file.write_all(piece)
                .map_err(|e| self.failed(Doing::Write, e))?;
        }
        self.hash.update(piece);
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// As [`Output::put`].
    pub(crate) fn finish(mut self) -> Result<Made, Error> {
        if let State::Agreeing { stat, .. } = self.state
            && stat.length() != self.bytes
        {
            self.part_ways()?;
        }
        let digest = self.hash.finalize().into();
        match self.state {
            State::Agreeing { stat, .. } => Ok(Made::kept(self.staging, digest, stat)),
            State::Staged(file) => Made::staged(self.staging, self.path, file, digest, self.bytes),
        }
    }

    /// Goes on in a file of its own, which begins with the bytes so far.
    fn part_ways(&mut self) -> Result<(), Error> {
        let State::Agreeing { old, .. } = &self.state else {
            return Ok(());
        };
        let mut file = stage_file(self.staging.stage()?, self.path)?;
        let mut copied = Sha256::new();
        let mut buffer = [0; BUFFER_BYTES];
        let mut offset = 0;
        while offset < self.bytes {
            let want =
                usize::try_from(self.bytes - offset).map_or(BUFFER_BYTES, |n| n.min(BUFFER_BYTES));
            let Some(piece) = buffer.get_mut(..want) else {
                break;
            };
            disk::read_exact_at(old, piece, offset).map_err(|e| self.failed(Doing::Read, e))?;
            file.write_all(piece)
                .map_err(|e| self.failed(Doing::Write, e))?;
            copied.update(&*piece);
            offset += want as u64;
        }
        // The old file was read twice; what is published must be what was hashed.
        if copied.finalize() != self.hash.clone().finalize() {
            let shown = self.staging.place.show(self.path.as_path());
            return Err(Error::new(Text::new(
                format!("{} 在生成期间被改动，请重试。", shown.display()),
                format!(
                    "{} was changed during the build. Try again.",
                    shown.display()
                ),
            ))
            .at(shown));
        }
        self.state = State::Staged(file);
        Ok(())
    }

    fn failed(&self, doing: Doing, error: io::Error) -> Error {
        Error::io(doing, self.staging.place.show(self.path.as_path()), error)
    }
}

/// Makes the staged file. The stage is ours alone, so whatever is in the way is another output.
fn stage_file(stage: &Stage, path: &SitePath) -> Result<File, Error> {
    use io::ErrorKind as E;
    stage
        .create_file(path.as_path())
        .map_err(|e| match e.kind() {
            E::AlreadyExists | E::NotADirectory | E::IsADirectory => taken(path),
            _ => Error::io(Doing::Write, stage.path.join(path.as_path()), e),
        })
}

/// Two outputs want `path`, or one of them a folder where the other is a file.
pub(crate) fn taken(path: &SitePath) -> Error {
    Error::new(Text::new(
        format!("{path} 与另一个输出文件占用同一路径。"),
        format!("{path} stands where another output does."),
    ))
    .at(path.as_path())
}

/// Whether the next bytes of `file` are `piece`.
fn begins_with(file: &mut File, piece: &[u8]) -> io::Result<bool> {
    let mut buffer = [0; BUFFER_BYTES];
    for expected in piece.chunks(BUFFER_BYTES) {
        let Some(found) = buffer.get_mut(..expected.len()) else {
            return Ok(false);
        };
        match file.read_exact(found) {
            Ok(()) if found == expected => {}
            Ok(()) => return Ok(false),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(e) => return Err(e),
        }
    }
    Ok(true)
}

/// An [`Output`] as a writer that gathers small pieces, and keeps the error that says more than
/// [`io::Error`] can.
pub(crate) struct Gathering<'a> {
    pub(crate) output: Output<'a>,
    pub(crate) error: Option<Error>,
    buffer: Vec<u8>,
}

impl<'a> Gathering<'a> {
    pub(crate) fn new(output: Output<'a>) -> Self {
        Gathering {
            output,
            error: None,
            buffer: Vec::with_capacity(BUFFER_BYTES),
        }
    }

    fn pass(&mut self, piece: &[u8]) -> io::Result<()> {
        self.output.put(piece).map_err(|e| {
            let seen = io::Error::other(e.to_string());
            self.error.get_or_insert(e);
            seen
        })
    }
}

impl Write for Gathering<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.buffer.len() + piece.len() > BUFFER_BYTES {
            self.flush()?;
        }
        if piece.len() >= BUFFER_BYTES {
            self.pass(piece)?;
        } else {
            self.buffer.extend_from_slice(piece);
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut gathered = std::mem::take(&mut self.buffer);
        let passed = self.pass(&gathered);
        gathered.clear();
        self.buffer = gathered;
        passed
    }
}
