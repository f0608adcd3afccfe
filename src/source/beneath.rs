//! Files beneath a folder, opened so that nothing outside of it can come instead.
//!
//! In go the folder and a path below it, out comes the file. No link is followed, neither the file itself nor a
//! folder on the way: what was a folder when it was listed may have become a link since. The kernel sees to
//! that where it can (openat2, Linux 5.6); elsewhere each folder on the way is opened by itself.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{Mode, OFlags, open, openat};
use rustix::io::Errno;

/// A folder that was opened, whatever its path leads to by now.
#[derive(Debug)]
pub(super) struct Root(OwnedFd);

/// Without NONBLOCK a pipe would hold the build up for ever.
const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);
const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

impl Root {
    /// Opens the folder itself; its path may be that of a link.
    ///
    /// # Errors
    ///
    /// If it is no folder, or if the system refuses.
    pub(super) fn open(path: &Path) -> io::Result<Root> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Root(open(path, flags, Mode::empty())?))
    }

    /// Opens what is at `path`, whose segments are separated by `/`.
    ///
    /// # Errors
    ///
    /// If it is a link, or if a segment before it is one or is `..`; or if the system refuses.
    pub(super) fn file(&self, path: &str) -> Result<File, Errno> {
        match self.by_kernel(path) {
            // An older kernel, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => self.by_segments(path),
            opened => opened,
        }
    }

    #[cfg(target_os = "linux")]
    fn by_kernel(&self, path: &str) -> Result<File, Errno> {
        use rustix::fs::{ResolveFlags, openat2};
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        openat2(&self.0, path, FILE, Mode::empty(), resolve).map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn by_kernel(&self, _: &str) -> Result<File, Errno> {
        Err(Errno::NOSYS)
    }

    fn by_segments(&self, path: &str) -> Result<File, Errno> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut inner: Option<OwnedFd> = None;
        for segment in folders.split('/').filter(|segment| !segment.is_empty()) {
            let outer = inner.as_ref().map_or(self.0.as_fd(), AsFd::as_fd);
            inner = Some(match segment {
                ".." => return Err(Errno::XDEV),
                folder => openat(outer, folder, FOLDER, Mode::empty())?,
            });
        }
        let folder = inner.as_ref().map_or(self.0.as_fd(), AsFd::as_fd);
        match name {
            ".." => Err(Errno::XDEV),
            name => openat(folder, name, FILE, Mode::empty()).map(File::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::Root;

    fn read(file: fs::File) -> String {
        let mut text = String::new();
        let mut file = file;
        file.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn nothing_outside_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("root/a/b")).unwrap();
        fs::create_dir(path("outside")).unwrap();
        fs::write(path("outside/x"), "secret").unwrap();
        fs::write(path("root/a/b/x"), "content").unwrap();
        fs::write(path("root/y"), "content").unwrap();
        symlink("../outside", path("root/link")).unwrap();
        symlink("a", path("root/inside")).unwrap();
        symlink("y", path("root/z")).unwrap();
        let root = Root::open(&path("root")).unwrap();
        for (name, is_there) in [
            ("a/b/x", true),
            ("y", true),
            ("z", false),
            ("link/x", false),
            ("inside/b/x", false),
            ("../outside/x", false),
            ("a/../../outside/x", false),
            ("..", false),
            ("nothing", false),
            ("a/nothing/x", false),
        ] {
            for opened in [root.file(name), root.by_segments(name)] {
                assert_eq!(opened.is_ok(), is_there, "{name}");
                assert!(
                    opened.map_or(true, |file| read(file) == "content"),
                    "{name}"
                );
            }
        }
        let absolute = path("outside/x");
        let absolute = absolute.to_str().unwrap();
        assert!(root.file(absolute).is_err());
    }

    /// A folder is swapped for a link to another all the while: what is read is never the other's.
    #[test]
    fn a_link_that_is_swapped_in_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, text) in [("root/a", "content"), ("outside", "secret")] {
            fs::create_dir_all(path(name)).unwrap();
            fs::write(path(name).join("x"), text).unwrap();
        }
        symlink("../outside", path("root/link")).unwrap();
        let root = Root::open(&path("root")).unwrap();
        let is_done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    for [from, to] in [["a", "b"], ["link", "a"], ["a", "link"], ["b", "a"]] {
                        let path = |name: &str| path("root").join(name);
                        fs::rename(path(from), path(to)).unwrap();
                    }
                }
            });
            let (mut opened, mut refused) = (0, 0);
            for turn in 0.. {
                let file = match turn % 2 {
                    0 => root.file("a/x"),
                    _ => root.by_segments("a/x"),
                };
                match file {
                    Ok(file) => {
                        assert_eq!(read(file), "content");
                        opened += 1;
                    }
                    Err(_) => refused += 1,
                }
                // Both have been seen often; whoever has one processor alone may see little of one.
                if opened >= 500 && refused >= 500 || turn >= 200_000 {
                    break;
                }
            }
            is_done.store(true, Ordering::Relaxed);
            assert!(opened > 0, "nothing was opened");
        });
    }
}
