//! What a theme promises without a page: its files, its languages and their words. What it promises of pages is in
//! [`crate::render`], which has values for them.

use std::fs;
use std::path::Path;

use super::{Theme, ThemeError};
use crate::language::LanguageTag;

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a language tag")
}

/// A theme as it is laid over the default one.
pub(crate) fn theme(folder: Option<&Path>, language: &str) -> Result<Theme, ThemeError> {
    Theme::load(folder, &tag(language))
}

/// A theme folder with the given files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn the_default_templates_mark_nothing_safe() {
    // Only views decide what is markup.
    let files = super::files::Files::read(None).expect("built in");
    for (name, file) in files.in_folder("templates") {
        let text = file.text().expect("text").replace("'wasm-unsafe-eval'", "");
        assert!(!text.contains("safe"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_theme_is_refused() {
    let folder = folder(&[("templates/x.html", "")]);
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("templates/list.html"))
        .expect("a link");
    let error = theme(Some(folder.path()), "zh-Hans")
        .err()
        .expect("refused");
    assert!(error.message.english.contains("no links"), "{error}");
}

#[test]
fn the_languages_say_the_same_things() {
    let files = super::files::Files::read(None).expect("built in");
    let parse = |text: &str| {
        let file = &files.all[&format!("languages/{text}.yaml")];
        super::Texts::parse(&tag(text), &file.name, file.text().expect("text"))
            .expect("well formed")
    };
    let chinese = parse("zh-Hans").contract();
    assert_eq!(chinese, parse("zh-Hant").contract());
    assert_eq!(chinese, parse("en").contract());
}

#[test]
fn a_language_without_a_file_falls_back() {
    // The archive's language, the word for its front page, the language of the words.
    let cases = [
        ("zh", "首页", "zh"),
        ("zh-CN", "首页", "zh-CN"),
        ("zh-Hant", "首頁", "zh-Hant"),
        ("zh-TW", "首頁", "zh-TW"),
        ("zh-HK", "首頁", "zh-HK"),
        ("zh-MO", "首頁", "zh-MO"),
        ("en-GB", "Home", "en-GB"),
        ("fr", "Home", "en"),
        ("ug", "Home", "en"),
    ];
    for (language, home, spoken) in cases {
        let theme = theme(None, language).expect("it loads");
        assert_eq!(theme.texts().word("home"), home, "{language}");
        assert_eq!(theme.texts().language().as_str(), spoken, "{language}");
    }
}

#[test]
fn a_site_may_speak_a_language_of_its_own() {
    let folder = folder(&[
        ("languages/en.yaml", "home: Start\nsearch: Find\n"),
        (
            "languages/fr.yaml",
            "home: Accueil\nreports: '{n} rapport(s)'\n",
        ),
        ("languages/fr-CA.yaml", "search: Chercher\n"),
        ("languages/zh-Hant.yaml", "home: 總目錄\n"),
        ("languages/zh-HK.yaml", "search: 搜查\n"),
    ]);
    // The archive's language, two words, the language of the words.
    let cases = [
        ("fr-CA", ["Accueil", "Chercher"], "fr-CA"),
        ("fr", ["Accueil", "Find"], "fr"),
        ("de", ["Start", "Find"], "en"),
        ("en-US", ["Start", "Find"], "en-US"),
        ("zh-HK", ["總目錄", "搜查"], "zh-HK"),
        ("zh-TW", ["總目錄", "搜尋"], "zh-TW"),
        ("zh-Hans", ["首页", "检索"], "zh-Hans"),
    ];
    for (language, words, spoken) in cases {
        let theme = theme(Some(folder.path()), language).expect("it loads");
        let found = ["home", "search"].map(|key| theme.texts().word(key));
        assert_eq!(found, words, "{language}");
        assert_eq!(theme.texts().language().as_str(), spoken, "{language}");
    }
}

#[test]
fn words_within_a_text_are_in_its_language() {
    let theme = theme(None, "zh-TW").expect("it loads");
    for (language, table) in [
        ("zh-Hant", "表格"),
        ("zh-Hans", "表格"),
        ("en-US", "Table"),
        ("fr", "表格"),
    ] {
        assert_eq!(
            theme.texts_in(&tag(language)).word("table"),
            table,
            "{language}"
        );
    }
    assert_eq!(theme.texts_in(&tag("zh-CN")).word("home"), "首页");
    assert_eq!(theme.texts_in(&tag("fr")).word("home"), "首頁");
}

#[test]
fn a_language_file_that_the_archive_does_not_use_is_read_too() {
    let folder = folder(&[("languages/en.yaml", "homme: Home\n")]);
    let error = theme(Some(folder.path()), "zh-Hans")
        .err()
        .expect("refused");
    assert!(error.message.english.contains("`home`"), "{error}");
}

#[test]
fn counts_agree_with_their_number_in_every_language() {
    use super::Argument::{Number, Text};
    // (key, number, 简体中文, 繁體中文, English)
    let cases = [
        ("reports", 0, "0份", "0份", "0 reports"),
        ("reports", 1, "1份", "1份", "1 report"),
        ("reports", 2, "2份", "2份", "2 reports"),
        ("reports", 21, "21份", "21份", "21 reports"),
        ("list_total", 1, "共1份", "共1份", "1 report"),
        (
            "list_total",
            12_345,
            "共12345份",
            "共12,345份",
            "12,345 reports",
        ),
        ("agency_count", 1, "1个机构", "1個機關", "1 agency"),
        ("agency_count", 2, "2个机构", "2個機關", "2 agencies"),
        ("all_of_them", 1, "查看全部1项", "檢視全部1項", "Show it"),
        (
            "all_of_them",
            40,
            "查看全部40项",
            "檢視全部40項",
            "Show all 40",
        ),
        (
            "archive_holds",
            1,
            "收录A的1份报告。",
            "收錄A的1份報告。",
            "1 report by A.",
        ),
        (
            "archive_holds",
            3,
            "收录A的3份报告。",
            "收錄A的3份報告。",
            "3 reports by A.",
        ),
    ];
    let load = |language| theme(None, language).expect("the default theme loads");
    let themes = ["zh-Hans", "zh-Hant", "en"].map(load);
    for (key, number, simplified, traditional, english) in cases {
        let filled = [0, 1, 2].map(|theme: usize| {
            let arguments = [("n", Number(number)), ("agencies", Text("A"))];
            themes[theme].texts().fill(key, &arguments)
        });
        assert_eq!(filled, [simplified, traditional, english], "{key} {number}");
    }
}

#[test]
fn every_sentence_of_a_language_with_forms_has_both() {
    let files = super::files::Files::read(None).expect("built in");
    let file = &files.all["languages/en.yaml"];
    let entries = super::language_file::parse_entries(&file.name, file.text().expect("text"));
    let mut plurals = 0;
    for (key, entry) in entries.expect("well formed") {
        use super::language_file::Entry;
        // A place in a row is no count: page 1 of 1.
        let is_place = matches!(key.as_str(), "mark_at" | "page_of" | "page_number");
        match entry {
            Entry::Plural(forms) => {
                assert!(forms.contains_key("one"), "{key}");
                plurals += 1;
            }
            Entry::Text(text) => assert!(is_place || !text.contains("{n}"), "{key}: {text}"),
            Entry::List(_) | Entry::Group(_) => {}
        }
    }
    assert!(plurals > 5, "{plurals} entries with forms");
}

#[test]
fn languages_have_names_or_their_tags() {
    let theme = theme(None, "zh-Hans").expect("it loads");
    for (language, name) in [
        ("en", "英文"),
        ("en-GB", "英文"),
        ("zh-Hant", "繁体中文"),
        ("zh-HK", "繁体中文"),
        ("zh-CN", "简体中文"),
        ("zh", "中文"),
        ("fr", "fr"),
    ] {
        assert_eq!(theme.texts().language_name(&tag(language)), name);
    }
}
