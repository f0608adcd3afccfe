//! The reference of fields for people, docs/fields.md and docs/zh/fields.md: made of the tables that the readers go
//! by, as the schemas are.
//!
//! After a wanted change: `UPDATE_GOLDEN=1 cargo test --lib schema`, and read the difference.

use std::fmt::Write;
use std::path::Path;

use super::SUBJECTS;
use crate::diagnostic::Language;
use crate::fields::{Field, NO, Shape, YES};
use crate::schema::Subject;

const ENGLISH: &str = "\
# Fields

[简体中文](zh/fields.md)

Every key that gongbao knows, in the head of a report, in archive.yaml, in the head of an agency's `_index.md`, in measures.yaml and in figures.yaml;
[editing.md](editing.md) shows them at work. This page is made from the tables that the program reads by: after a change
there, `UPDATE_GOLDEN=1 cargo test --lib schema`.

A key may be written by its English name or one of its Chinese names, but only by one of them. Its colon is half-width,
with a blank after it. A value that holds `: ` or ` #`, or begins with `[`, `{` or a quotation mark, is put in `\" \"`. An
empty value counts as none. `a.b` is the key `b` inside `a`, written `a: {b: …}` or on lines of their own, indented;
`a[].b` is the key `b` of each item of a list, `a.*.b` of each key of your own. Keys in **bold** are required; those
inside another, wherever that one stands.
";

const CHINESE: &str = "\
# 全部著录项

[English](../fields.md)

这里列出 gongbao 认识的全部项：报告的文件头、archive.yaml、机构的 `_index.md`、方案旁边的 measures.yaml、报告旁边的 figures.yaml。用法举例见[编写和维护档案](editing.md)。
本页由程序读取时所用的表格自动生成。

每一项用中文名或英文名都可以，但不能同时写。冒号用半角，其后空一格；值里有半角冒号加空格、有空格加 `#`，或者以半角的 `[`、`{` 或引号开头的，
给整个值加半角引号。只写项名、没有写值的，视同未写。`甲.乙` 表示“甲”之下的“乙”，写成 `甲: {乙: …}`，或者另起一行缩进书写；
`甲[].乙` 表示列表“甲”的每一条中的“乙”，`甲.*.乙` 表示“甲”之下的名称自定，“乙”写在每个名称之下。
**加粗**的项必填；加粗的下级项，写了上级项时必填。
";

fn heading(subject: Subject, language: Language) -> &'static str {
    match (subject, language) {
        (Subject::FrontMatter, Language::English) => "The head of a report",
        (Subject::Archive, Language::English) => "archive.yaml",
        (Subject::Agency, Language::English) => "The head of an agency's _index.md",
        (Subject::Figures, Language::English) => "figures.yaml beside a report",
        (Subject::Figures, Language::Chinese) => "报告旁边的 figures.yaml",
        (Subject::Measures, Language::English) => "measures.yaml beside a plan",
        (Subject::Measures, Language::Chinese) => "方案旁边的 measures.yaml",
        (Subject::FrontMatter, Language::Chinese) => "报告的文件头",
        (Subject::Archive, Language::Chinese) => "archive.yaml",
        (Subject::Agency, Language::Chinese) => "机构的 _index.md",
    }
}

/// The page in a language.
fn page(language: Language) -> String {
    let (begin, columns) = match language {
        Language::English => (ENGLISH, "| key | in Chinese | value | example | |"),
        Language::Chinese => (CHINESE, "| 中文名 | 英文名 | 值 | 例 | 说明 |"),
    };
    let mut page = begin.to_owned();
    for (subject, fields) in SUBJECTS {
        let heading = heading(subject, language);
        let _ = write!(page, "\n## {heading}\n\n{columns}\n|---|---|---|---|---|\n");
        rows(fields, ["", ""], language, &mut page);
    }
    page
}

/// The rows of these fields, each followed by those within it. `within` is what stands before their names, in
/// English and in Chinese.
fn rows(fields: &[Field], within: [&str; 2], language: Language, page: &mut String) {
    for field in fields {
        let [english, chinese] = within;
        let english_name = format!("{english}{}", field.name);
        let names = field.chinese.iter().map(|name| format!("{chinese}{name}"));
        let chinese_names: Vec<String> = names.collect();
        let (first, others) = match language {
            Language::English => (vec![english_name.clone()], chinese_names.clone()),
            // What has no Chinese name stands there by its English one.
            Language::Chinese if chinese_names.is_empty() => {
                (vec![english_name.clone()], Vec::new())
            }
            Language::Chinese => (chinese_names.clone(), vec![english_name.clone()]),
        };
        let mark = if field.is_required { "**" } else { "" };
        let code = |names: Vec<String>| {
            let names = names.iter().map(|name| format!("`{name}`"));
            names.collect::<Vec<_>>().join(" ")
        };
        let example = match field.example {
            "" => String::new(),
            example => format!("`{example}`"),
        };
        let [in_chinese, in_english] = field.description;
        let (value, description) = match language {
            Language::English => (value(field.shape, language), in_english),
            Language::Chinese => (value(field.shape, language), in_chinese),
        };
        let cells = [
            format!("{mark}{}{mark}", code(first)),
            code(others),
            value,
            example,
            description.to_owned(),
        ];
        let _ = writeln!(
            page,
            "| {} |",
            cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
        );
        if let Some(fields) = field.shape.nested() {
            let step = step(field.shape);
            let chinese = chinese_names.first().unwrap_or(&english_name);
            let within = [format!("{english_name}{step}"), format!("{chinese}{step}")];
            rows(
                fields,
                within.each_ref().map(String::as_str),
                language,
                page,
            );
        }
    }
}

/// What stands between a key and one within it.
fn step(shape: Shape) -> &'static str {
    match shape {
        Shape::List(_) => "[].",
        Shape::Map(_) => ".*.",
        _ => ".",
    }
}

/// What may be written.
fn value(shape: Shape, language: Language) -> String {
    let say = |chinese: &str, english: &str| match language {
        Language::English => english.to_owned(),
        Language::Chinese => chinese.to_owned(),
    };
    match shape {
        Shape::Line => say("一行文字", "a line of text"),
        Shape::Prose => say("文字，可有多行", "text, of any number of lines"),
        Shape::Date => say("日期，可只到年或月", "a date; day or month may be left out"),
        Shape::Moment => say("日期，可带时间", "a date, with a time or without"),
        Shape::Period => say("年、月、季度或日", "a year, month, quarter or day"),
        Shape::Language => say("语言代码（BCP 47）", "a language tag (BCP 47)"),
        Shape::WebAddress => say(
            "以 http:// 或 https:// 开头的网址",
            "an address with http:// or https://",
        ),
        Shape::Offset => say("与协调世界时的时差", "hours and minutes from UTC"),
        Shape::Key => say("签名用的公钥", "a public key that signs"),
        Shape::Route => say(
            "网址路径：小写字母、数字、连字符和 /",
            "a path of `a` to `z`, digits, `-` and `/`",
        ),
        Shape::Folder => say("文件夹名", "the name of a folder"),
        Shape::Boolean => words(YES.into_iter().chain(NO), language),
        Shape::Words(all) => words(all().into_iter(), language),
        Shape::Fields(_) => say("分项填写，见下", "keys, below"),
        Shape::List(item) => {
            let item = value(*item, language);
            say(
                &format!("列表，或单独一条：{item}"),
                &format!("a list, or one: {item}"),
            )
        }
        Shape::Map(item) => {
            let item = value(*item, language);
            say(
                &format!("自定的键，各对应：{item}"),
                &format!("keys of your own, each with {item}"),
            )
        }
        Shape::Redirects => say("旧路径: 站内页面", "old path: page of the site"),
        Shape::Groups => say(
            "若干组词，每组两个以上",
            "groups of words, two or more in each",
        ),
        Shape::Either(shapes) => {
            let each = shapes.iter().map(|shape| value(*shape, language));
            each.collect::<Vec<_>>().join(&say("，或", ", or "))
        }
        Shape::Later => say("不限", "anything"),
    }
}

fn words<'w>(words: impl Iterator<Item = &'w str>, language: Language) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    words.join(match language {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

#[test]
fn docs_list_every_field() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, language) in [
        ("docs/fields.md", Language::English),
        ("docs/zh/fields.md", Language::Chinese),
    ] {
        let (path, page) = (project.join(path), page(language));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &page).expect("golden files can be written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == page,
            "{} is not what the tables say; UPDATE_GOLDEN=1 writes it anew",
            path.display()
        );
    }
}
