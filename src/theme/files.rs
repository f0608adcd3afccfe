//! The files of a theme: those built into the program, and over them a site's own.
//!
//! In: the folder of a site's theme. Out: every file that takes part, with the name by which errors
//! call it. A file of the site's replaces the default's of the same path; language files are kept
//! apart, since they are laid over the default's key by key, and so are the templates that are replaced,
//! since the site's may extend them.
//!
//! This module reads the theme's folder and nothing else: it follows no link out of it.

#![expect(clippy::disallowed_methods, reason = "it lists the files of a theme")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::diagnostic::Text;
use crate::language::LanguageTag;
use crate::theme::error::ThemeError;
use crate::theme::script::{without_blanks, without_comments};

/// A theme's folder may hold this many files.
pub(super) const MAX_FILES: usize = 1000;
/// A file of a theme may have this many bytes.
pub(super) const MAX_FILE_BYTES: u64 = 8 * 1000 * 1000;
/// Folders of a theme may be nested this deep.
const MAX_DEPTH: usize = 8;

/// What the folders of a theme are for.
pub(super) const FOLDERS: [&str; 4] = ["assets", "inline", "languages", "templates"];

macro_rules! built_in {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*]
    };
}

/// The default theme. A test holds this list against the folder.
const DEFAULT: &[(&str, &[u8])] = built_in![
    "assets/as-of.js",
    "assets/cite.js",
    "assets/coverage.css",
    "assets/embed-frame.js",
    "assets/engine.js",
    "assets/feed.css",
    "assets/figures.css",
    "assets/file-table.css",
    "assets/filter.js",
    "assets/help-near.js",
    "assets/help-pinyin.js",
    "assets/help-words.js",
    "assets/help.js",
    "assets/icon.svg",
    "assets/known.css",
    "assets/lists.css",
    "assets/marks.js",
    "assets/passage.js",
    "assets/read.js",
    "assets/report.css",
    "assets/report.js",
    "assets/same-part.css",
    "assets/scroll-shade.css",
    "assets/search-box.css",
    "assets/search-client.js",
    "assets/search-follow.js",
    "assets/search-history.js",
    "assets/search-hits.js",
    "assets/search-names.js",
    "assets/search-notes.js",
    "assets/search-page.js",
    "assets/search-panel.js",
    "assets/search-query.js",
    "assets/search-results.js",
    "assets/search-suggest.js",
    "assets/search.css",
    "assets/search.js",
    "assets/settings.js",
    "assets/style.css",
    "assets/table.js",
    "assets/verify-proof.js",
    "assets/verify.css",
    "assets/verify.js",
    "inline/404.css",
    "inline/404.js",
    "inline/embed.js",
    "languages/en.yaml",
    "languages/zh-Hans.yaml",
    "languages/zh-Hant.yaml",
    "templates/404.html",
    "templates/about.html",
    "templates/agency.html",
    "templates/as-of.html",
    "templates/base.html",
    "templates/catalogue.html",
    "templates/changes.html",
    "templates/chart.html",
    "templates/citation-doubts.html",
    "templates/citations.html",
    "templates/cited-by.html",
    "templates/comparison-side.html",
    "templates/comparison.html",
    "templates/coverage-cell.html",
    "templates/coverage-key.html",
    "templates/coverage-table.html",
    "templates/coverage-unplaced.html",
    "templates/downloads.html",
    "templates/duties.html",
    "templates/duty.html",
    "templates/earlier.html",
    "templates/embed.html",
    "templates/entries.html",
    "templates/entry.html",
    "templates/feeds.html",
    "templates/figure.html",
    "templates/figures.html",
    "templates/file-table.html",
    "templates/filter.html",
    "templates/follow.html",
    "templates/gap.html",
    "templates/history.html",
    "templates/home.html",
    "templates/in-force.html",
    "templates/index.html",
    "templates/indicators.html",
    "templates/ledger.html",
    "templates/line.html",
    "templates/list.html",
    "templates/measure-bodies.html",
    "templates/measure-counts.html",
    "templates/measure-deadline.html",
    "templates/measure-index.html",
    "templates/measure-list.html",
    "templates/measure-state.html",
    "templates/measures.html",
    "templates/mirror.html",
    "templates/paging.html",
    "templates/part-index.html",
    "templates/parts.html",
    "templates/reader.html",
    "templates/redirect.html",
    "templates/region-list.html",
    "templates/region.html",
    "templates/regions.html",
    "templates/report.html",
    "templates/reports.html",
    "templates/search-among.html",
    "templates/search-box.html",
    "templates/search-data.html",
    "templates/search-form.html",
    "templates/search-help.html",
    "templates/search-where.html",
    "templates/search-words.html",
    "templates/search.html",
    "templates/series-line.html",
    "templates/series-list.html",
    "templates/series.html",
    "templates/settings.html",
    "templates/sitemap.html",
    "templates/subscribe.html",
    "templates/table.html",
    "templates/tools.html",
    "templates/validity.html",
    "templates/verify.html",
    "templates/version-facts.html",
    "templates/way.html",
];

/// One file of a theme.
pub(super) struct File {
    /// How errors name it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// Whether it is the site's.
    pub(super) is_own: bool,
}

impl File {
    /// # Errors
    /// A file that is not valid UTF-8, with the line of the first wrong byte.
    pub(super) fn text(&self) -> Result<&str, ThemeError> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let before = &self.bytes[..error.valid_up_to()];
            ThemeError::new(
                &self.name,
                Text::new("文件不是有效的 UTF-8 文本", "the file is not valid UTF-8"),
            )
            .at_line(before.iter().filter(|byte| **byte == b'\n').count() + 1)
        })
    }
}

/// A file of the default theme as it is published.
fn published(path: &str, bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".js") => without_comments(text).into_bytes(),
        Ok(text) if path.ends_with(".css") => without_blanks(&without_comments(text)).into_bytes(),
        _ => bytes.to_vec(),
    }
}

/// The files of a theme by path below its folder, `/` between the segments.
pub(super) struct Files {
    /// The default's, and over them the site's.
    pub(super) all: BTreeMap<String, File>,
    /// Language files of the site's.
    pub(super) languages: BTreeMap<String, File>,
    /// Files of the default that the site's replace.
    replaced: BTreeMap<String, File>,
}

impl Files {
    /// Reads the files of the site's theme over those of the default.
    ///
    /// # Errors
    /// A folder or file that cannot be read, that is over a limit, or that no folder of a theme has
    /// a use for.
    pub(super) fn read(folder: Option<&Path>) -> Result<Files, ThemeError> {
        let mut files = Files {
            all: BTreeMap::new(),
            languages: BTreeMap::new(),
            replaced: BTreeMap::new(),
        };
        for (path, bytes) in DEFAULT {
            let file = File {
                name: format!("themes/default/{path}"),
                bytes: published(path, bytes),
                is_own: false,
            };
            files.all.insert((*path).to_owned(), file);
        }
        if let Some(folder) = folder {
            files.read_folder(folder)?;
        }
        Ok(files)
    }

    /// SHA-256 of all files and of the language that a theme is loaded in.
    pub(super) fn digest(&self, language: &LanguageTag) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        add(language.as_str().as_bytes());
        for files in [&self.all, &self.languages, &self.replaced] {
            add(&(files.len() as u64).to_le_bytes());
            for (path, file) in files {
                add(path.as_bytes());
                add(&[u8::from(file.is_own)]);
                add(&file.bytes);
            }
        }
        hash.finalize().into()
    }

    fn read_folder(&mut self, folder: &Path) -> Result<(), ThemeError> {
        if !folder.is_dir() {
            return Err(ThemeError::new(
                &folder.display().to_string(),
                Text::new("主题文件夹不存在", "there is no such theme folder"),
            ));
        }
        let mut count = 0;
        let walk = walkdir::WalkDir::new(folder)
            .max_depth(MAX_DEPTH)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
            });
        for entry in walk {
            let entry = entry.map_err(|error| {
                let name = error.path().unwrap_or(folder).display().to_string();
                unreadable(&name, &error)
            })?;
            let name = entry.path().display().to_string();
            if entry.file_type().is_dir() {
                continue;
            }
            if !entry.file_type().is_file() {
                return Err(ThemeError::new(
                    &name,
                    Text::new(
                        "主题中只能有普通文件，不能有链接",
                        "a theme holds plain files, no links",
                    ),
                ));
            }
            count += 1;
            if count > MAX_FILES {
                return Err(ThemeError::new(
                    &folder.display().to_string(),
                    Text::new(
                        format!("主题文件超过 {MAX_FILES} 个"),
                        format!("the theme has more than {MAX_FILES} files"),
                    ),
                ));
            }
            let Some(path) = relative_path(folder, entry.path()) else {
                return Err(ThemeError::new(
                    &name,
                    Text::new(
                        "文件名不是有效的文字",
                        "the name of the file is not valid text",
                    ),
                ));
            };
            self.take(path, name, entry.path())?;
        }
        Ok(())
    }

    fn take(&mut self, path: String, name: String, place: &Path) -> Result<(), ThemeError> {
        let Some((top, _)) = path.split_once('/') else {
            // README.md, LICENSE and the like may lie beside the folders; a template may not.
            let stray = [".html", ".css", ".js", ".yaml", ".yml"];
            if stray.iter().any(|extension| path.ends_with(extension)) {
                return Err(misplaced(&name));
            }
            return Ok(());
        };
        if !FOLDERS.contains(&top) {
            return Err(misplaced(&name));
        }
        if path.starts_with("templates/default/") {
            return Err(ThemeError::new(
                &name,
                Text::new(
                    "templates/default 是默认模板的名称，自有模板请放在别处",
                    "templates/default is the name of the default templates; put your own elsewhere",
                ),
            ));
        }
        if top == "languages" && language_of(&path).is_none() {
            return Err(ThemeError::new(
                &name,
                Text::new(
                    "语言文件以语言代码命名，如 zh-Hans.yaml",
                    "a language file is named after its language tag: zh-Hans.yaml",
                ),
            ));
        }
        let size = fs::metadata(place)
            .map_err(|error| unreadable(&name, &error))?
            .len();
        if size > MAX_FILE_BYTES {
            return Err(ThemeError::new(
                &name,
                Text::new(
                    format!("文件超过 {MAX_FILE_BYTES} 字节"),
                    format!("the file has more than {MAX_FILE_BYTES} bytes"),
                ),
            ));
        }
        let mut bytes = fs::read(place).map_err(|error| unreadable(&name, &error))?;
        // A copy of the default's, as in a clone of the project, is published as that is.
        if DEFAULT
            .iter()
            .any(|(default, own)| *default == path && **own == *bytes)
        {
            bytes = published(&path, &bytes);
        }
        let file = File {
            name,
            bytes,
            is_own: true,
        };
        if top == "languages" {
            self.languages.insert(path, file);
        } else if let Some(default) = self.all.insert(path.clone(), file) {
            self.replaced.insert(path, default);
        }
        Ok(())
    }

    /// The languages that have a file, the default's or the site's.
    pub(super) fn spoken(&self) -> impl Iterator<Item = LanguageTag> {
        let own = self.languages.keys();
        let paths: BTreeSet<&String> = self.all.keys().chain(own).collect();
        paths.into_iter().filter_map(|path| language_of(path))
    }

    /// The templates of the default theme, by their path below its templates, whether replaced or not.
    pub(super) fn default_templates(&self) -> impl Iterator<Item = (&str, &File)> {
        let kept = self.all.iter().filter(|(_, file)| !file.is_own);
        let all = kept.chain(&self.replaced);
        all.filter_map(|(path, file)| Some((path.strip_prefix("templates/")?, file)))
    }

    /// The files of one folder, by their path below it.
    pub(super) fn in_folder<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a File)> {
        self.all.iter().filter_map(move |(path, file)| {
            let below = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((below, file))
        })
    }
}

/// The language of `languages/zh-Hans.yaml`, whose name is its tag in the usual case.
fn language_of(path: &str) -> Option<LanguageTag> {
    let name = path.strip_prefix("languages/")?.strip_suffix(".yaml")?;
    LanguageTag::parse(name).filter(|tag| tag.as_str() == name)
}

fn relative_path(folder: &Path, path: &Path) -> Option<String> {
    let segments: Option<Vec<&str>> = path
        .strip_prefix(folder)
        .ok()?
        .components()
        .map(|component| component.as_os_str().to_str())
        .collect();
    Some(segments?.join("/"))
}

fn unreadable(name: &str, error: &dyn std::fmt::Display) -> ThemeError {
    ThemeError::new(
        name,
        Text::new(
            format!("无法读取：{error}"),
            format!("it cannot be read: {error}"),
        ),
    )
}

fn misplaced(name: &str) -> ThemeError {
    ThemeError::new(
        name,
        Text::new(
            "主题文件应放在 templates、assets、inline 或 languages 文件夹中",
            "files of a theme belong in its folders templates, assets, inline and languages",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::DEFAULT;

    #[test]
    fn the_built_in_list_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut found: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.expect("the folder of the repository can be read"))
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| super::relative_path(&folder, entry.path()))
            .collect();
        found.sort();
        let listed: Vec<&str> = DEFAULT.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
