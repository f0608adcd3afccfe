//! What publishing promises, each promise as a case on a real folder.

mod faults;
mod in_place;
mod kept_tree;
mod killed;
mod record;
mod swap;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Kind, Options, Published, Staging};
use crate::error::Error;

/// A folder of its own with an output folder, which does not exist yet, in it.
struct Scene {
    root: tempfile::TempDir,
    options: Options,
    /// What the last build recorded; as a store would keep it.
    record: RefCell<Option<String>>,
}

/// Of each file and folder: its bytes (none for a folder), inode, and time of change in nanoseconds.
type Look = BTreeMap<PathBuf, (Option<Vec<u8>>, u64, i128)>;

/// Swapping as it is done everywhere, without waiting for the disk.
const EXCHANGE: Options = Options {
    kind: Kind::Site,
    in_place: false,
    leaves: false,
    exchange: true,
    flush: false,
};
/// Where two folders cannot be exchanged.
const ASIDE: Options = Options {
    exchange: false,
    ..EXCHANGE
};
/// File by file.
const IN_PLACE: Options = Options {
    in_place: true,
    ..EXCHANGE
};

const SITE: [(&str, &str); 5] = [
    ("index.html", "home"),
    ("data/reports.json", "{}"),
    ("a/1/index.html", "one"),
    ("a/2/index.html", "two"),
    (".nojekyll", ""),
];

impl Scene {
    fn new() -> Self {
        Scene::with(EXCHANGE)
    }

    fn with(options: Options) -> Self {
        let root = tempfile::tempdir().unwrap();
        Scene {
            root,
            options,
            record: RefCell::default(),
        }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn begin(&self) -> Result<Staging, Error> {
        let record = self.record.borrow();
        let record = record.as_deref().map(serde_json::from_str);
        Staging::begin(&self.out(), self.options, record.transpose().unwrap())
    }

    fn commit(&self, staging: Staging) -> Result<Published, Error> {
        let (published, record) = staging.commit()?;
        self.record
            .replace(Some(serde_json::to_string(&record).unwrap()));
        Ok(published)
    }

    fn build(&self, site: &[(&str, &str)]) -> Result<Published, Error> {
        let staging = self.begin()?;
        for (path, text) in site {
            staging.write(path, text.as_bytes())?;
        }
        self.commit(staging)
    }

    /// Folders beside the output folder that a build made.
    fn beside(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(self.root.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_str().unwrap().contains("gongbao-"))
            .collect();
        found.sort();
        found
    }

    /// The tree that the last build kept.
    fn kept(&self) -> PathBuf {
        let kept = self.beside();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(kept[0].to_str().unwrap().contains(".public.gongbao-kept-"));
        kept[0].clone()
    }

    /// Asserts that the kept tree holds the very files that are published, and nothing else.
    fn assert_level(&self) {
        let inodes = |folder: &Path| -> BTreeMap<PathBuf, Option<u64>> {
            let all = look(folder).into_iter();
            all.map(|(path, (bytes, inode, _))| {
                let path = path.strip_prefix(folder).unwrap().to_owned();
                (path, bytes.map(|_| inode))
            })
            .collect()
        };
        let mut kept = inodes(&self.kept());
        let published = inodes(&self.out());
        // In a repository, or among other people's files.
        if !published.contains_key(Path::new(".gitignore")) {
            assert_eq!(fs::read(self.kept().join(".gitignore")).unwrap(), b"*\n");
            kept.remove(Path::new(".gitignore"));
        }
        assert_eq!(kept, published);
    }

    /// All of the output folder, itself included.
    fn look(&self) -> Look {
        look(&self.out())
    }

    /// Asserts that no folder of a build is left, in the output folder or beside it, but one for the next.
    fn assert_tidy(&self) {
        let within = fs::read_dir(self.out()).unwrap();
        let mut within = within.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert!(!within.any(|name| name.contains("gongbao")));
        let beside = self.beside();
        let is_kept = |path: &PathBuf| path.to_str().unwrap().contains(".public.gongbao-kept-");
        assert!(
            beside.len() <= 1 && beside.iter().all(is_kept),
            "{beside:?}"
        );
    }

    /// Asserts that the folder holds `site`, `more` and a SHA256SUMS that `sha256sum -c` accepts.
    fn assert_holds(&self, site: &[(&str, &str)], more: &[(&str, &str)]) {
        let found: BTreeMap<String, String> = files(&self.out());
        let mut expected: BTreeMap<String, String> = site
            .iter()
            .chain(more)
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        let sums = self.read("SHA256SUMS");
        let listed: Vec<&str> = sums
            .lines()
            .map(|line| line.split_once("  ").unwrap().1)
            .collect();
        let mut ours: Vec<&str> = site.iter().map(|(path, _)| *path).collect();
        ours.sort_unstable();
        assert_eq!(listed, ours);
        expected.insert("SHA256SUMS".to_owned(), sums);
        assert_eq!(found, expected);
        let checked = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
            .current_dir(self.out())
            .status();
        assert!(checked.unwrap().success());
    }
}

fn look(folder: &Path) -> Look {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            let bytes = found.is_file().then(|| fs::read(entry.path()).unwrap());
            let time = i128::from(found.mtime()) * 1_000_000_000 + i128::from(found.mtime_nsec());
            (entry.path().to_owned(), (bytes, found.ino(), time))
        })
        .collect()
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let folder = &fs::canonicalize(folder).unwrap();
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (path.to_str().unwrap().to_owned(), text)
        })
        .collect()
}

/// Sets the time of `path` back, so that a write would show.
fn age(path: &Path) {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::File::open(path)
        .unwrap()
        .set_modified(hour_ago)
        .unwrap();
}

/// The site with one file replaced, added or (with no text) removed.
fn site_with<'a>(path: &'a str, text: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let mut site: BTreeMap<&str, &str> = SITE.into_iter().collect();
    match text {
        Some(text) => site.insert(path, text),
        None => site.remove(path),
    };
    site.into_iter().collect()
}
