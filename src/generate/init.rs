//! An archive to begin with: settings with remarks, an agency, a report that says how reports are written.
//!
//! In: a folder that is new or empty, and a language. Out: the files in it, which build with one warning: that the sample
//! report is one, as long as it stands as it was written here. Nothing is asked, and nothing is replaced.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::archive::Archive;
use crate::diagnostic::{Fault, FileFault, Language, Text};
use crate::edit;
use crate::error::Error;

/// What a repository of the archive leaves out.
const IGNORED: &str = ".gitignore";

/// The sample reports, one of each language.
const SAMPLES: [&str; 2] = [
    include_str!("starter/zh/report.md"),
    include_str!("starter/en/report.md"),
];

/// The files of a language, by their paths; those of settings come last, since they make a folder an archive.
fn starter(language: Language) -> [(&'static str, &'static str); 5] {
    let ignored = include_str!("starter/gitignore");
    match language {
        Language::Chinese => [
            (IGNORED, ignored),
            ("README.md", include_str!("starter/zh/readme.md")),
            (
                "content/shiliqu/_index.md",
                include_str!("starter/zh/agency.md"),
            ),
            ("content/shiliqu/2024.md", SAMPLES[0]),
            (
                "content/archive.yaml",
                include_str!("starter/zh/archive.yaml"),
            ),
        ],
        Language::English => [
            (IGNORED, ignored),
            ("README.md", include_str!("starter/en/readme.md")),
            (
                "content/example/_index.md",
                include_str!("starter/en/agency.md"),
            ),
            ("content/example/2024.md", SAMPLES[1]),
            (
                "content/archive.yaml",
                include_str!("starter/en/archive.yaml"),
            ),
        ],
    }
}

/// The folder of the agency that an archive begins with.
pub(crate) fn first_agency(language: Language) -> &'static str {
    match language {
        Language::Chinese => "shiliqu",
        Language::English => "example",
    }
}

/// Begins an archive in `folder`; the files that were made, by their paths in it.
///
/// # Errors
///
/// If the folder holds anything, dot files aside, is a link, or cannot be written.
pub(crate) fn init(folder: &Path, language: Language) -> Result<Vec<&'static str>, Error> {
    edit::prepare(folder)?;
    let mut made = Vec::new();
    for (path, text) in starter(language) {
        // A folder may be a repository before it is an archive, and what that leaves out is its own affair.
        if path == IGNORED && folder.join(IGNORED).symlink_metadata().is_ok() {
            continue;
        }
        edit::create(folder, path, text.as_bytes())?;
        made.push(path);
    }
    Ok(made)
}

/// Reports that are still the sample, byte for byte: nobody publishes those on purpose. Warning: `sample-report`.
pub(super) fn samples(archive: &Archive) -> Vec<FileFault> {
    let digests = SAMPLES.map(|text| Sha256::digest(text.as_bytes()));
    let is_sample = |digest: &[u8; 32]| digests.iter().any(|known| known[..] == digest[..]);
    let entries = archive.entries.iter();
    let samples = entries.filter(|entry| is_sample(&entry.report.digest));
    samples
        .map(|entry| (entry.report.path.clone(), sample_report()))
        .collect()
}

fn sample_report() -> Fault {
    Fault::warning(
        "sample-report",
        0..0,
        Text::new(
            "这是 gongbao init 写下的样例报告，会随网站一起发布",
            "this is the sample report that `gongbao init` wrote, and it is published with the site",
        ),
        Text::new(
            "首次发布之前请删去或改写。",
            "Delete or rewrite it before the first publication.",
        ),
    )
}
