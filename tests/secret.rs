//! What must not be published, with the real binary: it is found in texts, names and files, stops a publication where it
//! must, and is shown nowhere.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Output;

use crate::common::{self, build, gongbao, report, stderr, stdout};

/// The number of nobody, whose check digit is right.
const IDENTITY: &str = "110101199003074514";
const IDENTITY_SHOWN: &str = "11*************514";
const PHONE: &str = "13912345678";

/// The head of a report with these lines.
fn with_head(lines: &str, body: &str) -> String {
    format!(
        "---\ntitle: 示例市2021年度报告\ntype: annual-report\nperiod: 2021\n{lines}---\n\n{body}\n"
    )
}

/// An archive.yaml with these lines.
fn archive(lines: &str) -> String {
    format!("title: 测试档案\ntypes:\n  annual-report: {{name: 年度报告}}\n{lines}")
}

/// A ZIP file with these parts, as they are.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, text) in parts {
        let file = archive.new_file(name);
        let (mut entry, config) = file
            .compression_method(rawzip::CompressionMethod::STORE)
            .start()
            .expect("a part");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(text.as_bytes()).expect("its bytes");
        let (_, sums) = writer.finish().expect("its sums");
        entry.finish(sums).expect("a whole part");
    }
    archive.finish().expect("a whole file");
    bytes
}

/// A Word document with a paragraph, and a remark beside it.
fn word(text: &str, comment: &str) -> Vec<u8> {
    let space = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let of_document = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>"#;
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let document = format!(
        "<w:document {space}><w:body>{}</w:body></w:document>",
        paragraph(text)
    );
    let comments = format!(
        r#"<w:comments {space}><w:comment w:id="1">{}</w:comment></w:comments>"#,
        paragraph(comment)
    );
    let mut parts = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", &document),
    ];
    if !comment.is_empty() {
        parts.push(("word/_rels/document.xml.rels", of_document));
        parts.push(("word/comments.xml", &comments));
    }
    zip(&parts)
}

/// What check says, to people and to tools, with these arguments.
fn check(folder: &Path, more: &[&str]) -> Output {
    gongbao()
        .args(["check", "--no-store", "--content"])
        .arg(folder.join("content"))
        .args(more)
        .output()
        .expect("the binary runs")
}

/// Severity and code of all that is found.
fn found(folder: &Path) -> Vec<String> {
    let found = common::diagnostics(folder);
    let said = found.iter().map(|one| {
        let word = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}", word("severity"), word("code"))
    });
    said.collect()
}

/// Nothing that is said of the tree shows a number.
fn is_silent(folder: &Path) {
    let mut said = String::new();
    for (language, format) in [("zh", "text"), ("en", "json")] {
        let more = [
            "--lang",
            language,
            "--format",
            format,
            "--privacy",
            "report",
        ];
        let output = check(folder, &more);
        said.push_str(&stderr(&output));
        said.push_str(&stdout(&output));
    }
    for number in [IDENTITY, PHONE] {
        assert!(!said.contains(number), "{said}");
    }
}

#[test]
fn what_must_not_be_published_is_found_wherever_it_stands() {
    let waiver = |code: &str, fields: &str| format!("waivers: [{{code: {code}{fields}}}]\n");
    let reviewed = ", reason: 已经解密。, reviewer: 保密办";
    let long = "正文。".repeat(30);
    type Files = Vec<(&'static str, String)>;
    let one = |text: String| -> Files { vec![("shili/2021.md", text)] };
    let beside = |name: &'static str, text: String| -> Files {
        vec![("shili/2021/index.md", report("正文。")), (name, text)]
    };
    let with_archive = |lines: &str, body: &str| -> Files {
        vec![
            ("archive.yaml", archive(lines)),
            ("shili/2021.md", report(body)),
        ]
    };
    let cases: &[(&str, Files, &[&str])] = &[
        (
            "body",
            one(report(&format!("李某，身份证号{IDENTITY}。"))),
            &["error identity-number"],
        ),
        (
            "head",
            one(with_head(&format!("summary: 李某{IDENTITY}\n"), "正文。")),
            &["error identity-number"],
        ),
        (
            "masked",
            one(report(
                "李某，身份证号11*************514，手机139****5678。",
            )),
            &[],
        ),
        (
            "file name",
            vec![(
                "shili/110101199003074514.md",
                with_head("id: shili/a\n", "正文。"),
            )],
            &["error identity-number"],
        ),
        (
            "name of an attachment",
            beside("shili/2021/110101199003074514.txt", "文字".to_owned()),
            &["error identity-number"],
        ),
        (
            "attachment",
            beside(
                "shili/2021/名单.csv",
                format!("姓名,号码\n李某,{IDENTITY}\n"),
            ),
            &["error identity-number"],
        ),
        (
            "text about an agency",
            vec![(
                "shili/_index.md",
                format!("---\nname: 示例市\n---\n\n联系人张三，手机{PHONE}。\n"),
            )],
            &["warning telephone"],
        ),
        (
            "a number on a line with another fault",
            one(report(&format!(
                "李某{IDENTITY}，见[文件](没有.md)，{PHONE}{long}"
            ))),
            &[
                "error dead-link",
                "error identity-number",
                "warning telephone",
            ],
        ),
        (
            "telephone",
            one(report(&format!("联系人张三，手机{PHONE}。"))),
            &["warning telephone"],
        ),
        (
            "contact of the publisher",
            with_archive(
                &format!("publisher: {{name: 编辑部, contact: 电话{PHONE}}}\n"),
                &format!("联系人张三，手机{PHONE}。"),
            ),
            &[],
        ),
        (
            "public by archive.yaml",
            with_archive(
                &format!("隐私: {{可公开: [{PHONE}]}}\n"),
                &format!("联系人张三，手机{PHONE}。"),
            ),
            &[],
        ),
        (
            "no identity number is ever public",
            with_archive(
                &format!("privacy: {{public: ['{IDENTITY}']}}\n"),
                &format!("李某{IDENTITY}。"),
            ),
            &["error identity-number"],
        ),
        (
            "a word of the archive's own",
            with_archive("privacy: {words: [内部掌握]}\n", "此件内部掌握。"),
            &["error secrecy"],
        ),
        (
            "waived as it is shown",
            one(with_head(
                "waivers: [{code: telephone, quote: 手机139****5678}]\n",
                &format!("联系人张三，手机{PHONE}。"),
            )),
            &[],
        ),
        (
            "waived as it is written",
            one(with_head(
                &format!("waivers: [{{code: telephone, quote: 手机{PHONE}}}]\n"),
                &format!("联系人张三，手机{PHONE}。"),
            )),
            &[],
        ),
        (
            "waived by another quotation",
            one(with_head(
                "waivers: [{code: telephone, quote: 手机138****5678}]\n",
                &format!("联系人张三，手机{PHONE}。"),
            )),
            &["warning telephone", "warning unused-waiver"],
        ),
        (
            "secrecy",
            one(report("机密★1年\n\n正文。")),
            &["error secrecy"],
        ),
        (
            "secrecy, reviewed",
            one(with_head(
                &waiver("secrecy", reviewed),
                "机密★1年\n\n正文。",
            )),
            &[],
        ),
        (
            "secrecy, by nobody",
            one(with_head(
                &waiver("secrecy", ", reason: 已经解密。"),
                "机密★1年\n\n正文。",
            )),
            &["error secrecy", "warning unused-waiver"],
        ),
        (
            "identity numbers are not waived",
            one(with_head(
                &waiver("identity-number", reviewed),
                &format!("李某{IDENTITY}。"),
            )),
            &["error identity-number", "warning unused-waiver"],
        ),
        (
            "withdrawn",
            one(with_head(
                "withdrawn: {date: 2024-01-01, reason: 涉及个人信息。}\n",
                &format!("李某{IDENTITY}。"),
            )),
            &[],
        ),
        (
            "a draft stops nothing",
            one(with_head("draft: true\n", &format!("李某{IDENTITY}。"))),
            &["warning identity-number"],
        ),
    ];
    for (name, files, wanted) in cases {
        let files: Vec<(String, &str)> = files
            .iter()
            .map(|(path, text)| (format!("content/{path}"), text.as_str()))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), *t)).collect();
        let folder = common::tree(&files);
        let mut said = found(folder.path());
        said.sort();
        said.retain(|one| !one.ends_with("empty-report"));
        assert_eq!(said, *wanted, "{name}");
        is_silent(folder.path());
    }
}

/// A report with a Word file beside it.
fn with_word(text: &str, comment: &str) -> tempfile::TempDir {
    let folder = common::tree(&[("content/shili/2021/index.md", &report("正文。"))]);
    let path = folder.path().join("content/shili/2021/附件.docx");
    fs::write(path, word(text, comment)).expect("written");
    folder
}

#[test]
fn a_remark_in_a_document_is_found_where_it_is() {
    let folder = with_word("公开的文字。", &format!("此人身份证号{IDENTITY}"));
    let said = check(folder.path(), &["--lang", "zh"]);
    let text = stderr(&said);
    assert_eq!(said.status.code(), Some(1), "{text}");
    assert!(text.contains("identity-number"), "{text}");
    assert!(text.contains(IDENTITY_SHOWN), "{text}");
    assert!(text.contains("批注"), "{text}");
    assert!(text.contains("shili/2021/附件.docx"), "{text}");
    is_silent(folder.path());
    // The remark alone is a warning.
    let folder = with_word("公开的文字。", "再核对");
    assert_eq!(found(folder.path()), ["warning hidden-in-attachment"]);
}

#[test]
fn what_could_not_be_looked_at_is_listed() {
    let folder = common::tree(&[
        ("content/shili/2021/index.md", &report("正文。")),
        ("content/shili/2021/表.csv", "年,数\n2021,3\n"),
    ]);
    let path = folder.path().join("content/shili/2021/全部.rar");
    fs::write(path, b"Rar!\x1a\x07\x01\x00 and more").expect("written");
    let output = check(folder.path(), &["--privacy", "report", "--lang", "zh"]);
    let text = stderr(&output);
    assert!(
        text.contains("已检查正文 3 份、附件 2 个（csv 1、rar 1）；以下 1 处无法检查"),
        "{text}"
    );
    assert!(text.contains("  shili/2021/全部.rar：无法打开"), "{text}");
    let output = check(folder.path(), &["--privacy", "report", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let privacy = &json["privacy"];
    assert_eq!(privacy["looked"]["texts"], 3, "{json}");
    assert_eq!(privacy["looked"]["attachments"]["rar"], 1, "{json}");
    assert_eq!(privacy["unseen"][0]["file"], "shili/2021/全部.rar");
    // Who does not ask is not told.
    let output = check(folder.path(), &["--format", "json"]);
    assert!(!stdout(&output).contains("\"privacy\""));
}

/// What is kept says the same again, and is made again when archive.yaml says otherwise.
#[test]
fn what_is_kept_follows_the_settings() {
    let folder = common::tree(&[
        (
            "content/shili/2021/index.md",
            &report(&format!("联系人张三，手机{PHONE}。")),
        ),
        (
            "content/shili/2021/表.csv",
            &format!("姓名,手机\n张三,{PHONE}\n"),
        ),
    ]);
    let settings = folder.path().join("content/archive.yaml");
    let says = |wanted: usize| {
        let output = build(folder.path(), &["--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let found = json["diagnostics"].as_array().expect("a list");
        let found = found.iter().filter(|one| one["code"] == "telephone");
        assert_eq!(found.count(), wanted, "{json}");
        assert_eq!(output.status.code(), Some(0), "{json}");
    };
    says(2);
    says(2);
    fs::write(
        &settings,
        archive(&format!("privacy: {{public: [{PHONE}]}}\n")),
    )
    .expect("written");
    says(0);
    says(0);
    fs::write(&settings, archive("")).expect("written");
    says(2);
    // Another file is touched: what is kept of these is used.
    common::write(folder.path(), "shili/2020.md", &report("正文。"));
    says(2);
    fs::write(&settings, archive("privacy: {words: [联系人]}\n")).expect("written");
    let output = build(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(stdout(&output).contains("\"secrecy\""));
}

/// Imports a Word file into the tree; what was said, and the text of the report.
fn imported(folder: &Path, text: &str, comment: &str, more: &[&str]) -> (String, String) {
    let document = folder.join("报告.docx");
    fs::write(&document, word(text, comment)).expect("written");
    let output = gongbao()
        .arg("import")
        .arg(&document)
        .args([
            "--agency",
            "shili",
            "--type",
            "annual-report",
            "--lang",
            "zh",
        ])
        .args(more)
        .arg("--content")
        .arg(folder.join("content"))
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    let files = common::files(&folder.join("content"));
    let text = files.iter().find(|(path, _)| path.ends_with("/index.md"));
    let (_, bytes) = text.expect("a report");
    let text = String::from_utf8(bytes.clone()).expect("a text");
    (stdout(&output) + &stderr(&output), text)
}

#[test]
fn an_import_with_a_number_is_a_draft() {
    let folder = common::tree(&[]);
    let (said, text) = imported(folder.path(), &format!("李某{IDENTITY}。"), "", &[]);
    assert!(said.contains(IDENTITY_SHOWN), "{said}");
    assert!(!said.contains(IDENTITY), "{said}");
    assert!(
        text.contains("draft: true") || text.contains("草稿: 是"),
        "{text}"
    );
    let output = build(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_document_is_published_only_where_nothing_is_found_in_it() {
    let is_beside = |comment: &str| {
        let folder = common::tree(&[]);
        let (said, _) = imported(folder.path(), "公开的文字。", comment, &["--attach-source"]);
        let files = common::files(&folder.path().join("content"));
        let kept = files.iter().find(|(path, _)| path.ends_with(".docx"));
        let (path, _) = kept.expect("it is kept");
        assert_eq!(
            said.contains("未作为附件公开"),
            path.contains(".source/"),
            "{said}"
        );
        !path.contains(".source/")
    };
    assert!(is_beside(""));
    assert!(!is_beside("再核对"));
}
