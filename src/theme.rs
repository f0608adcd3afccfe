//! A theme: templates, assets and the words of the interface.
//!
//! In: the default theme, which is built into the program, and over it the files of a site's own.
//! Out: pages, by [`Theme::render`], and the assets that go beside them.
//!
//! A theme is a folder with
//! - `templates/*.html`: templates (tera 2), one for each kind of page. What they get is
//!   [`crate::render::view`], and on every page besides: `site`, `t` (words: `t.home`), `assets`
//!   (where an asset is below the root: `{{ page.root }}{{ assets["style.css"] }}`), `inline`
//!   (styles that stand in a page: `inline["404.css"].text` and `.hash`), the function
//!   `text(key="reports", n=3)`, `language(tag="en")` (its name) and `lang(tag="en")` (the attributes of
//!   an element in that language; nothing for a tag of none), and the filter `number`. What a script needs
//!   to know stands in a data block of the page: the filter `json` writes a value for one, and
//!   `forms(key="reports")` is a sentence with its braces, which the script fills. A template of the
//!   default theme that a site replaces can still be named as `default/NAME`, to extend it.
//! - `assets/`: style sheets, scripts, images; published under `assets/` with the hash of their
//!   content in the name, so one cannot name another.
//! - `inline/*.css`: styles for pages that can have no file beside them.
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
mod language;
mod language_file;
mod overlay;
mod texts;
mod unspoken;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::Text;
use crate::route::content_hash;

pub(crate) use data_block::data_block;
pub use error::ThemeError;
use error::template_error;
use files::{File, Files};
pub(crate) use folder::folder;
use overlay::Overlay;
pub use texts::{Argument, Texts};
pub(crate) use unspoken::unspoken;

/// A file that goes beside the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path below the root of the site: `assets/style.1f0c9a4b7d2e.css`.
    pub path: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
}

/// A theme, ready to render. It can be shared between threads.
pub struct Theme {
    tera: tera::Tera,
    texts: Arc<Texts>,
    /// The words of every language that the theme speaks.
    languages: Vec<Texts>,
    assets: Vec<Asset>,
    /// For each template, how errors name its file.
    names: BTreeMap<String, String>,
}

/// Before the name of a template, that of the default theme even where a site has its own.
const DEFAULT_TEMPLATES: &str = "default/";

/// What a page is at least given room for, so that a usual one grows its buffer once or never.
const PAGE_CAPACITY: usize = 32 * 1024;

impl Theme {
    /// Loads the default theme and over it, file by file, the theme in `folder`, with the words of
    /// `language` (a BCP 47 tag).
    ///
    /// Chinese is spoken in the characters that the tag asks for (`zh-HK`: `zh-Hant`). A language that the
    /// theme does not speak falls back to `en`; a language file of the site's for it is laid over that, and
    /// then the theme speaks it. What it speaks is [`Texts::language`].
    ///
    /// # Errors
    /// The first fault of a file, with its place.
    pub fn load(folder: Option<&Path>, language: &str) -> Result<Theme, ThemeError> {
        let files = Files::read(folder)?;
        let texts = Arc::new(load_texts(&files, language)?);
        // Those of other languages stand in reports; all are read, so that every fault is found.
        let languages: Result<Vec<Texts>, ThemeError> = files
            .spoken()
            .map(|language| load_texts(&files, language))
            .collect();
        let languages = languages?;

        let mut tera = tera::Tera::new();
        // Every name ends with nothing, so every template escapes.
        tera.autoescape_on([""]);
        tera.set_escape_fn(escape);
        register_text(&mut tera, &texts);
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
                path,
                bytes: file.bytes.clone(),
            });
        }
        let mut inline = tera::Map::new();
        for (name, file) in files.in_folder("inline") {
            inline.insert(name.to_owned().into(), inline_value(file)?);
        }
        let globals = tera.global_context();
        globals.insert_value("t", texts.template_value());
        globals.insert_value("assets", asset_paths.into());
        globals.insert_value("inline", inline.into());

        Ok(Theme {
            tera,
            texts,
            languages,
            assets,
            names,
        })
    }

    /// Gives every page its `site`, a [`crate::render::view::Site`].
    ///
    /// # Errors
    /// A value that the template engine cannot hold.
    pub fn set_site(&mut self, site: &impl Serialize) -> Result<(), ThemeError> {
        let value = tera::Value::try_from_serializable(site)
            .map_err(|error| template_error(&self.names, "", &error))?;
        self.tera.global_context().insert_value("site", value);
        Ok(())
    }

    /// Renders a page: `view` is the struct of [`crate::render::view`] that belongs to `template`.
    ///
    /// # Errors
    /// A template that names what it does not get, with its place.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, ThemeError> {
        let fail = |error| template_error(&self.names, template, &error);
        let context = tera::Context::from_serialize(view).map_err(fail)?;
        let mut page = Vec::with_capacity(PAGE_CAPACITY);
        self.tera
            .render_to(template, &context, &mut page)
            .map_err(fail)?;
        Ok(page)
    }

    /// The words of the interface, for what is written outside of templates: dates, sizes.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The words of the interface for what stands within a text in `language`: the label of a table. Where
    /// the theme does not speak that, those of the interface.
    pub fn texts_in(&self, language: &str) -> &Texts {
        let speaks = |texts: &&Texts| !texts.is_other_language(language);
        let own = Some(self.texts.as_ref()).filter(speaks);
        own.or_else(|| self.languages.iter().find(speaks))
            .unwrap_or(&self.texts)
    }

    /// The files that go beside the pages, sorted by their names in the theme.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }
}

fn load_texts(files: &Files, language: &str) -> Result<Texts, ThemeError> {
    let path = |tag: &str| format!("languages/{tag}.yaml");
    let base = language::spoken(language);
    let Some(file) = files.all.get(&path(base)) else {
        return Err(ThemeError::new(
            &path(base),
            Text::new("缺少语言文件", "the language file is missing"),
        ));
    };
    let speaks = language::primary(base) == language::primary(language);
    let spoken = if speaks { language } else { base };
    let mut texts = Texts::parse(spoken, &file.name, file.text()?)?;
    let own: Result<Vec<&str>, ThemeError> = files
        .in_folder("templates")
        .filter(|(_, file)| file.is_own)
        .map(|(_, file)| file.text())
        .collect();
    let own = own?;
    let used = |key: &str| own.iter().any(|template| names_text(template, key));
    for tag in languages_below(base, language) {
        if let Some(file) = files.languages.get(&path(tag)) {
            let translates = language::primary(tag) != language::primary(base);
            let overlay = Overlay {
                file: &file.name,
                yaml: file.text()?,
                translates,
                used: &used,
            };
            let spoken = if speaks || translates { language } else { base };
            texts.override_with(spoken, &overlay)?;
        }
    }
    Ok(texts)
}

/// The language files of a site that are laid over the theme's, in order: for `zh-Hant-TW` those of
/// `zh-Hant` and `zh-Hant-TW`, for `fr-CA` of `en`, `fr` and `fr-CA`.
fn languages_below<'t>(base: &'t str, language: &'t str) -> Vec<&'t str> {
    let mut tags = vec![base];
    let ends = language.match_indices('-').map(|(at, _)| at);
    for end in ends.chain([language.len()]) {
        let tag = &language[..end];
        // Characters of Chinese are not known before its script or region is.
        let is_vague = tag == "zh" && language != "zh";
        if !is_vague && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Whether a template names this text: `t.mine`, `text(key="mine")`, `t.field.mine`, `t["mine"]`.
fn names_text(template: &str, key: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    template.match_indices(key).any(|(at, _)| {
        let before = &template[..at];
        let after = template[at + key.len()..].chars().next();
        match before.chars().next_back() {
            Some('.') => {
                let words = before.strip_suffix("t.");
                let is_words = words.is_some_and(|before| !before.ends_with(is_name));
                is_words && !after.is_some_and(is_name)
            }
            Some(quote @ ('"' | '\'')) => after == Some(quote) || after == Some('.'),
            _ => false,
        }
    })
}

/// `text(key="reports", n=3)`, `forms(key="reports")`, `language(tag="en")`, `lang(tag="en")`,
/// `{{ 10000 | number }}` and `{{ value | json }}`.
fn register_text(tera: &mut tera::Tera, texts: &Arc<Texts>) {
    let words = Arc::clone(texts);
    tera.register_function(
        "text",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<String> {
            let key = given.must_get::<&str>("key")?;
            if !words.has(key) {
                return Err(tera::Error::message(format!(
                    "the language file has no `{key}`"
                )));
            }
            let mut arguments = Vec::new();
            for (name, value) in given.iter() {
                let Some(name) = name.as_str().filter(|name| *name != "key") else {
                    continue;
                };
                let argument = match (value.as_u64(), value.as_str()) {
                    (Some(number), _) => Argument::Number(number),
                    (None, Some(text)) => Argument::Text(text),
                    (None, None) => {
                        return Err(tera::Error::message(format!(
                            "`{name}` must be a text or a number from 0"
                        )));
                    }
                };
                arguments.push((name, argument));
            }
            Ok(words.fill(key, &arguments))
        },
    );
    let words = Arc::clone(texts);
    tera.register_function(
        "forms",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<tera::Value> {
            let key = given.must_get::<&str>("key")?;
            words.forms(key).ok_or_else(|| {
                tera::Error::message(format!("the language file has no sentence `{key}`"))
            })
        },
    );
    let words = Arc::clone(texts);
    tera.register_function(
        "language",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<String> {
            Ok(words
                .language_name(given.must_get::<&str>("tag")?)
                .to_owned())
        },
    );
    let words = Arc::clone(texts);
    tera.register_function(
        "lang",
        move |given: tera::Kwargs, _: &tera::State<'_>| -> tera::TeraResult<tera::Value> {
            let tag = given.must_get::<&tera::Value>("tag")?;
            let attributes = tag.as_str().map(|tag| words.language_attributes(tag));
            // It is made of a checked tag and nothing else.
            Ok(tera::Value::safe_string(&attributes.unwrap_or_default()))
        },
    );
    let words = Arc::clone(texts);
    tera.register_filter(
        "number",
        move |number: u64, _: tera::Kwargs, _: &tera::State<'_>| words.number(number),
    );
    tera.register_filter(
        "json",
        |value: tera::Value,
         _: tera::Kwargs,
         _: &tera::State<'_>|
         -> tera::TeraResult<tera::Value> {
            let data =
                data_block(&value).map_err(|error| tera::Error::message(error.to_string()))?;
            // It has no character left that means something in HTML.
            Ok(tera::Value::safe_string(&data))
        },
    );
}

/// Escapes text for HTML, in element content and in quoted attributes alike.
///
/// Runs without a character of meaning go out in one piece, which is most of the time.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let entity: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&#39;",
            _ => continue,
        };
        out.write_all(&bytes[written..index])?;
        out.write_all(entity)?;
        written = index + 1;
    }
    out.write_all(&bytes[written..])
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

/// A style that stands in a page, with the hash by which the page's policy lets it through.
fn inline_value(file: &File) -> Result<tera::Value, ThemeError> {
    let style = file.text()?;
    if style.contains('<') {
        return Err(ThemeError::new(
            &file.name,
            Text::new(
                "页内样式不得含有“<”",
                "a style that stands in a page must not contain `<`",
            ),
        ));
    }
    let mut value = tera::Map::new();
    value.insert("text".into(), tera::Value::safe_string(style));
    let hash = format!("'sha256-{}'", base64(&Sha256::digest(style.as_bytes())));
    value.insert("hash".into(), tera::Value::safe_string(&hash));
    Ok(value.into())
}

/// Base64 with padding (RFC 4648, section 4), as a Content-Security-Policy writes hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            if digit <= group.len() {
                let index = (bits >> (18 - 6 * digit)) & 63;
                text.push(char::from(ALPHABET[index as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests;
