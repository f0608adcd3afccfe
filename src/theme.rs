//! A theme: templates, assets and the words of the interface.
//!
//! In: the default theme, which is built into the program, and over it the files of a site's own.
//! Out: pages, by [`Theme::render`], and the assets that go beside them.
//!
//! A theme is a folder with
//! - `templates/*.html`: templates (tera 2), one for each kind of page. What they get is
//!   [`crate::render::view`], and on every page besides: `site`, `t` (words: `t.home`), `assets`
//!   (where an asset is below the root: `{{ page.root }}{{ assets["style.css"] }}`), `inline`
//!   (styles and scripts that stand in a page: `inline["404.css"].text` and `.hash`), the function
//!   `text(key="reports", n=3)`, `language(tag="en")` (its name) and `lang(tag="en")` (the attributes of
//!   an element in that language; nothing for a tag of none), and the filter `number`. What a script needs
//!   to know stands in a data block of the page: the filter `json` writes a value for one, and
//!   `forms(key="reports")` is a sentence with its braces, which the script fills. A template of the
//!   default theme that a site replaces can still be named as `default/NAME`, to extend it.
//! - `assets/`: style sheets, scripts, images; published under `assets/` with the hash of their
//!   content in the name, so one cannot name another.
//! - `inline/`: styles and scripts for pages that can have no file beside them, and the script that pages of other sites
//!   load, whose name must stay.
//! - `languages/*.yaml`: the words of the interface.
//!
//! Every value is escaped, whatever a template is called. A template reaches no file, no network, no
//! clock and no environment, and an unknown name is an error, never an empty place.
//!
//! This module never reads the archive and never writes.

mod data_block;
mod dates;
mod error;
mod files;
mod folder;
mod functions;
mod language;
mod language_file;
mod overlay;
mod script;
mod texts;
mod unspoken;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::Text;
use crate::escape::html_anywhere;
use crate::language::LanguageTag;
use crate::route::content_hash;
use crate::theme::error::template_error;
use crate::theme::files::{File, Files};
use crate::theme::language::load_texts;

pub(crate) use crate::theme::data_block::data_block;
pub(crate) use crate::theme::error::ThemeError;
pub(crate) use crate::theme::folder::folder;
pub(crate) use crate::theme::texts::{Argument, Texts};
pub(crate) use crate::theme::unspoken::unspoken;

/// A file that goes beside the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    /// Its name in the theme: `style.css`.
    pub name: String,
    /// Path below the root of the site: `assets/style.1f0c9a4b7d2e.css`.
    pub path: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
}

/// A theme, ready to render. It can be shared between threads.
pub(crate) struct Theme {
    tera: tera::Tera,
    texts: Arc<Texts>,
    /// The words of every language that the theme speaks.
    languages: Vec<Texts>,
    assets: Vec<Asset>,
    /// The files of the folder `inline`.
    inline: BTreeMap<String, String>,
    /// For each template, how errors name its file.
    names: BTreeMap<String, String>,
    /// SHA-256 of all that it was made from.
    digest: [u8; 32],
}

/// Before the name of a template, that of the default theme even where a site has its own.
const DEFAULT_TEMPLATES: &str = "default/";

/// What a page is at least given room for, so that a usual one grows its buffer once or never.
const PAGE_CAPACITY: usize = 32 * 1024;

impl Theme {
    /// Loads the default theme and over it, file by file, the theme in `folder`, with the words of
    /// `language`.
    ///
    /// Chinese is spoken in the characters that the tag asks for (`zh-HK`: `zh-Hant`). A language that the
    /// theme does not speak falls back to `en`; a language file of the site's for it is laid over that, and
    /// then the theme speaks it. What it speaks is [`Texts::language`].
    ///
    /// # Errors
    /// The first fault of a file, with its place.
    pub(crate) fn load(folder: Option<&Path>, language: &LanguageTag) -> Result<Theme, ThemeError> {
        let files = Files::read(folder)?;
        let texts = Arc::new(load_texts(&files, language)?);
        // Those of other languages stand in reports; all are read, so that every fault is found.
        let languages: Result<Vec<Texts>, ThemeError> = files
            .spoken()
            .map(|language| load_texts(&files, &language))
            .collect();
        let languages = languages?;

        let mut tera = tera::Tera::new();
        // Every name ends with nothing, so every template escapes.
        tera.autoescape_on([""]);
        tera.set_escape_fn(html_anywhere);
        functions::register(&mut tera, &texts);
        let mut names = BTreeMap::new();
        let mut sources = Vec::new();
        for (name, file) in files.in_folder("templates") {
            names.insert(name.to_owned(), file.name.clone());
            sources.push((name.to_owned(), file.text()?));
        }
        for (name, file) in files.default_templates() {
            let name = format!("{DEFAULT_TEMPLATES}{name}");
            names.insert(name.clone(), file.name.clone());
            sources.push((name, file.text()?));
        }
        tera.add_raw_templates(sources)
            .map_err(|error| template_error(&names, "", &error))?;

        let mut assets = Vec::new();
        let mut asset_paths = tera::Map::new();
        for (name, file) in files.in_folder("assets") {
            let path = format!("assets/{}", hashed_name(name, &file.bytes));
            asset_paths.insert(name.to_owned().into(), path.as_str().into());
            assets.push(Asset {
                name: name.to_owned(),
                path,
                bytes: file.bytes.clone(),
            });
        }
        let mut inline_values = tera::Map::new();
        let mut inline = BTreeMap::new();
        for (name, file) in files.in_folder("inline") {
            inline_values.insert(name.to_owned().into(), inline_value(file)?);
            inline.insert(name.to_owned(), file.text()?.to_owned());
        }
        let globals = tera.global_context();
        globals.insert_value("t", texts.template_value());
        globals.insert_value("assets", asset_paths.into());
        globals.insert_value("inline", inline_values.into());

        Ok(Theme {
            tera,
            texts,
            languages,
            assets,
            inline,
            names,
            digest: files.digest(language),
        })
    }

    /// Gives every page its `site`, a [`crate::render::view::Site`].
    ///
    /// # Errors
    /// A value that the template engine cannot hold.
    pub(crate) fn set_site(&mut self, site: &impl Serialize) -> Result<(), ThemeError> {
        let value = tera::Value::try_from_serializable(site)
            .map_err(|error| template_error(&self.names, "", &error))?;
        self.tera.global_context().insert_value("site", value);
        Ok(())
    }

    /// Renders a page: `view` is the struct of [`crate::render::view`] that belongs to `template`.
    ///
    /// # Errors
    /// A template that names what it does not get, with its place.
    pub(crate) fn render(
        &self,
        template: &str,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, ThemeError> {
        let fail = |error| template_error(&self.names, template, &error);
        let context = tera::Context::from_serialize(view).map_err(fail)?;
        let mut page = Vec::with_capacity(PAGE_CAPACITY);
        self.tera
            .render_to(template, &context, &mut page)
            .map_err(fail)?;
        Ok(page)
    }

    /// The words of the interface, for what is written outside of templates: dates, sizes.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The words of the interface for what stands within a text in `language`: the label of a table. Where
    /// the theme does not speak that, those of the interface.
    pub(crate) fn texts_in(&self, language: &LanguageTag) -> &Texts {
        let speaks = |texts: &&Texts| !texts.is_other_language(language);
        let own = Some(self.texts.as_ref()).filter(speaks);
        own.or_else(|| self.languages.iter().find(speaks))
            .unwrap_or(&self.texts)
    }

    /// SHA-256 of all that the theme was made from: its files and the language.
    pub(crate) fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Where an asset is below the root of the site, by its name in the theme.
    pub(crate) fn asset(&self, name: &str) -> Option<&str> {
        let mut assets = self.assets.iter();
        assets
            .find(|asset| asset.name == name)
            .map(|asset| asset.path.as_str())
    }

    /// A file of the folder `inline`, for what is published under a name that stays.
    pub(crate) fn inline(&self, name: &str) -> Option<&str> {
        self.inline.get(name).map(String::as_str)
    }

    /// The files that go beside the pages, sorted by their names in the theme.
    pub(crate) fn assets(&self) -> &[Asset] {
        &self.assets
    }
}

/// `style.css` becomes `style.1f0c9a4b7d2e.css`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = content_hash(bytes);
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(f, n)| (f, n));
    let hashed = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{hash}.{extension}"),
        _ => format!("{file}.{hash}"),
    };
    if folder.is_empty() {
        hashed
    } else {
        format!("{folder}/{hashed}")
    }
}

/// A style or a script that stands in a page, with the hash by which the page's policy lets it through.
fn inline_value(file: &File) -> Result<tera::Value, ThemeError> {
    let style = file.text()?;
    if style.contains('<') {
        return Err(ThemeError::new(
            &file.name,
            Text::new(
                "页内的样式和脚本不得含有“<”",
                "a style or script that stands in a page must not contain `<`",
            ),
        ));
    }
    let mut value = tera::Map::new();
    value.insert("text".into(), tera::Value::safe_string(style));
    let hash = format!(
        "'sha256-{}'",
        BASE64_STANDARD.encode(Sha256::digest(style.as_bytes()))
    );
    value.insert("hash".into(), tera::Value::safe_string(&hash));
    Ok(value.into())
}

#[cfg(test)]
pub(crate) mod tests;
