//! Documents become reports, by the real binary: what is written, what is told, what is left alone.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{self, files, gongbao, run, stderr, stdout, tree};

const ARCHIVE: &str =
    "标题: 示例档案\n语言: zh-Hans\n类型:\n  annual-report: 法治政府建设年度报告\n  notice: 通知\n";
const AGENCY: &str = "---\n名称: 示例区人民政府\n别名: [示例区]\n---\n";

/// An archive, with these files beside its content.
fn archive(beside: &[(&str, &str)]) -> tempfile::TempDir {
    let mut all = vec![
        ("content/archive.yaml", ARCHIVE),
        ("content/shili/_index.md", AGENCY),
    ];
    all.extend(beside);
    tree(&all)
}

/// Imports what `arguments` say, and gives the exit code and what is told.
fn import(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = gongbao()
        .current_dir(folder)
        .arg("import")
        .args(arguments)
        .args(["--format", "json", "--lang", "zh"])
        .output()
        .expect("the binary runs");
    let told = serde_json::from_slice(&output.stdout);
    let told = told.unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)));
    (output.status.code().expect("an exit code"), told)
}

fn written(folder: &Path, path: &str) -> String {
    let file = folder.join("content").join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Lines of a text, as a page of an old portal has them.
const PAGE: &str = "<html><head><meta charset=utf-8><meta name=\"ArticleTitle\" content=\"示例区2021年法治政府建设年度报告\">\
<meta name=\"PubDate\" content=\"2022-03-18 09:00\"><meta name=\"ContentSource\" content=\"示例区司法局\"></head><body>\
<div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/a/\">政务公开</a></div><div class=\"location\">您的位置：首页 &gt; 政务公开</div>\
<h1>示例区2021年法治政府建设年度报告</h1><div class=\"article\"><p>　　2021年，示例区推进依法行政，各项工作按计划完成，现将有关情况报告如下。</p>\
<p>　　一、主要工作</p><p>　　全年受理行政复议申请32件，审结30件，比上年增加4件，其中调解结案8件。</p>\
<p>　　二、存在的问题</p><p>　　部分乡镇执法力量不足，培训的针对性有待增强。</p></div>\
<div class=\"footer\">主办：示例区人民政府　网站标识码：0000000000</div></body></html>";

#[test]
fn a_page_becomes_a_report_that_builds() {
    let folder = archive(&[("in/old.html", PAGE)]);
    let (code, told) = import(folder.path(), &["in/old.html"]);
    let document = &told["documents"][0];
    assert_eq!(
        (code, &document["outcome"]),
        (0, &"imported".into()),
        "{told}"
    );
    let text = written(folder.path(), "shili/old/index.md");
    for line in [
        "标题: 示例区2021年法治政府建设年度报告",
        "类型: annual-report",
        "报告期: 2021\n",
        "发布日期: ",
        "来源: 示例区司法局",
        "一、主要工作",
        "全年受理行政复议申请32件，审结30件，比上年增加4件，其中调解结案8件。",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for gone in ["您的位置", "网站标识码", "首页"] {
        assert!(!text.contains(gone), "{gone}: {text}");
        assert!(told.to_string().contains(gone), "{gone} is named: {told}");
    }
    // What nobody stated stands there to be filled in, and nothing is wrong with what was written.
    assert!(text.contains("# 发文字号:\n"), "{text}");
    let content = folder.path().join("content");
    let checked = run(&[
        "check",
        "--content",
        &content.to_string_lossy(),
        "--lang",
        "en",
    ]);
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        stdout(&checked) + &stderr(&checked)
    );
}

#[test]
fn nothing_is_written_twice_or_over_another() {
    let folder = archive(&[
        (
            "in/a.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        (
            "in/b/a.txt",
            "示例区2019年法治政府建设年度报告\n\n另一份的全文。\n",
        ),
        ("content/shili/c.md", &common::report("原有的报告")),
        ("in/c.txt", "示例区2018年法治政府建设年度报告\n\n第三份。\n"),
    ]);
    let (code, told) = import(folder.path(), &["in", "--agency", "shili"]);
    assert_eq!(code, 1, "one has the place of another: {told}");
    let outcomes = |told: &Value| -> Vec<String> {
        let documents = told["documents"].as_array().expect("documents");
        documents
            .iter()
            .map(|d| d["outcome"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(outcomes(&told), ["imported", "imported", "taken"]);
    assert!(written(folder.path(), "shili/a-2/index.md").contains("另一份的全文"));
    let before = files(&folder.path().join("content"));
    let (_, told) = import(folder.path(), &["in", "--agency", "shili"]);
    assert_eq!(outcomes(&told), ["known", "known", "taken"]);
    assert_eq!(files(&folder.path().join("content")), before);
}

#[test]
fn a_dry_run_writes_nothing_and_shows_all() {
    let folder = archive(&[(
        "in/a.txt",
        "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
    )]);
    let before = files(folder.path());
    let (code, told) = import(folder.path(), &["in/a.txt", "--dry-run"]);
    assert_eq!(code, 0, "{told}");
    let text = told["documents"][0]["text"].as_str().expect("the text");
    assert!(text.contains("全文很短。"), "{text}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn one_that_cannot_be_read_stops_no_other() {
    let folder = archive(&[
        ("in/a.docx", "no container"),
        (
            "in/b.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        ("in/c.pdf", "%PDF-1.7 cut"),
        ("in/~$b.docx", "left behind"),
    ]);
    let (code, told) = import(folder.path(), &["in"]);
    assert_eq!(code, 1);
    let documents = told["documents"].as_array().expect("documents");
    let outcomes: Vec<&Value> = documents
        .iter()
        .map(|document| &document["outcome"])
        .collect();
    assert_eq!(outcomes, ["refused", "imported", "refused"], "{told}");
    assert!(
        documents[0]["reason"]
            .as_str()
            .is_some_and(|why| !why.is_empty())
    );
}

#[test]
fn rows_of_a_table_are_reports() {
    let folder = archive(&[
        (
            "in/all.csv",
            "名称,日期,内容\n示例区2019年法治政府建设年度报告,2020-03-01,第一份的全文。\n示例区2020年法治政府建设年度报告,2021-03-02,第二份的全文。\n",
        ),
        (
            "map.yaml",
            "字段: {标题: 名称, 发布日期: 日期}\n正文: 内容\n",
        ),
    ]);
    let (code, told) = import(folder.path(), &["in/all.csv", "--map", "map.yaml"]);
    assert_eq!(code, 0, "{told}");
    let second = written(folder.path(), "shili/all-3/index.md");
    for line in [
        "标题: 示例区2020年法治政府建设年度报告",
        "发布日期: 2021-03-02",
        "第二份的全文。",
    ] {
        assert!(second.contains(line), "{line}: {second}");
    }
}

#[test]
fn a_saved_portal_keeps_its_links_and_old_addresses() {
    let other = PAGE.replace("2021年", "2020年").replace(
        "部分乡镇执法力量不足",
        "与<a href=\"2021.html\">下一年</a>相比，部分乡镇执法力量不足",
    );
    let folder = archive(&[
        ("site/www.example.org/a/2021.html", PAGE),
        ("site/www.example.org/a/2020.html", &other),
    ]);
    let (code, told) = import(folder.path(), &["--site", "site", "--agency", "shili"]);
    assert_eq!(code, 0, "{told}");
    let documents = told["documents"].as_array().expect("documents");
    let file = documents[0]["file"].as_str().expect("a file");
    let text = fs::read_to_string(folder.path().join(file)).expect("the report");
    assert!(text.contains("旧地址: [a/2020.html]"), "{text}");
    assert!(
        text.contains("[下一年](") && text.contains("/index.md)"),
        "{text}"
    );
    let content = folder.path().join("content");
    let checked = run(&[
        "check",
        "--content",
        &content.to_string_lossy(),
        "--lang",
        "en",
    ]);
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        stdout(&checked) + &stderr(&checked)
    );
}

#[test]
fn people_are_told_what_was_read_guessed_and_missing() {
    let folder = archive(&[("in/old.html", PAGE)]);
    for (language, words) in [
        (
            "zh",
            [
                "已写入",
                "原件写明“PubDate”",
                "据标题推断",
                "文中未见，可以补填",
                "略去",
                "已导入 1 份",
            ],
        ),
        (
            "en",
            [
                "would be",
                "stated as `PubDate`",
                "concluded from the title",
                "to be filled in",
                "dropped",
                "1 can be imported",
            ],
        ),
    ] {
        let mut command = gongbao();
        command
            .current_dir(folder.path())
            .args(["import", "in/old.html", "--lang", language]);
        if language == "en" {
            fs::remove_dir_all(folder.path().join("content/shili/old")).expect("it was written");
            command.arg("--dry-run");
        }
        let output = command.output().expect("the binary runs");
        let told = stdout(&output);
        for word in words {
            assert!(told.contains(word), "{word}: {told}");
        }
    }
}

#[cfg(unix)]
#[test]
fn old_word_files_go_through_libreoffice_where_there_is_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = archive(&[("in/a.doc", "an old document")]);
    // A program of that name which makes what LibreOffice would: a document of one paragraph.
    let bytes = common::project().join("tests/fuzz/seeds/docx/report.docx");
    let program = folder.path().join("bin/soffice");
    fs::create_dir(folder.path().join("bin")).expect("a folder");
    let script = format!(
        "#!/bin/sh\nwhile [ \"$1\" != --outdir ]; do shift; done\nexec /bin/cp '{}' \"$2/a.docx\"\n",
        bytes.display()
    );
    fs::write(&program, script).expect("the program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("its rights");
    let import_with = |path: &str| {
        let mut command = gongbao();
        command.current_dir(folder.path()).env("PATH", path);
        command.args([
            "import", "in/a.doc", "--agency", "shili", "--type", "notice", "--lang", "en",
        ]);
        stdout(&command.output().expect("the binary runs"))
    };
    let installed = [
        "/usr/lib/libreoffice/program/soffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ];
    if !installed.iter().any(|program| Path::new(program).exists()) {
        let told = import_with("/nowhere");
        assert!(
            told.contains("LibreOffice, which is not installed"),
            "{told}"
        );
    }
    let told = import_with(&folder.path().join("bin").to_string_lossy());
    assert!(
        told.contains("written to content/shili/a/index.md")
            && told.contains("LibreOffice converted the document"),
        "{told}"
    );
    assert!(written(folder.path(), "shili/a/index.md").contains("一、主要工作"));
    let kept = folder.path().join("content/shili/a/.source/a.doc");
    assert_eq!(
        fs::read_to_string(kept).expect("the document"),
        "an old document"
    );
}

#[test]
fn the_tree_of_another_generator_keeps_its_links_and_pictures() {
    let page =
        |title: &str, body: &str| format!("---\ntitle: {title}\ndate: 2020-01-02\n---\n{body}\n");
    let folder = archive(&[
        ("in/hugo.toml", "title = \"示例\"\n"),
        (
            "in/content/posts/one.md",
            &page("甲通知", "正文。![图](p.png) [乙]({{< ref \"two.md\" >}})"),
        ),
        (
            "in/content/posts/two.md",
            &page("乙通知", "另一篇。![图](p.png)"),
        ),
        ("in/content/posts/p.png", "\u{89}PNG"),
    ]);
    let (code, told) = import(folder.path(), &["in", "--agency", "shili"]);
    assert_eq!(code, 0, "{told}");
    let one = written(folder.path(), "shili/posts/one.md");
    assert!(
        one.contains("[乙](two.md)") && one.contains("- {文件: p.png, 标题: p}"),
        "{one}"
    );
    let content = folder.path().join("content");
    let checked = run(&[
        "check",
        "--content",
        &content.to_string_lossy(),
        "--lang",
        "en",
    ]);
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        stdout(&checked) + &stderr(&checked)
    );
}

#[test]
fn a_mapping_names_fields_that_there_are() {
    let folder = archive(&[
        ("in/all.csv", "名称,日期\n甲,2020\n"),
        ("map.yaml", "字段: {标题: 名称, 无此项: 日期}\n正文: 名称\n"),
    ]);
    let output = gongbao()
        .current_dir(folder.path())
        .args(["import", "in/all.csv", "--map", "map.yaml", "--lang", "zh"])
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("“无此项”不是能导入的著录项"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_a_killed_run_left_is_not_written_into() {
    let folder = archive(&[
        (
            "in/a.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        ("content/shili/A/p.png", "left"),
    ]);
    let (code, told) = import(folder.path(), &["in/a.txt"]);
    // Where names differ by case, both can be there; nothing of what is there is touched.
    let outcome = told["documents"][0]["outcome"].as_str();
    assert!(
        matches!((code, outcome), (0, Some("imported")) | (1, Some("taken"))),
        "{told}"
    );
    let folder = archive(&[
        (
            "in/a.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        ("content/shili/a/p.png", "left"),
    ]);
    let (code, told) = import(folder.path(), &["in/a.txt"]);
    assert_eq!(
        (code, told["documents"][0]["outcome"].as_str()),
        (1, Some("taken")),
        "{told}"
    );
}

#[test]
fn cells_beyond_the_heads_of_a_table_are_told() {
    let folder = archive(&[
        ("in/all.csv", "名称,内容\n甲通知,第一句,没有引号的第二句\n"),
        ("map.yaml", "字段: {标题: 名称}\n正文: 内容\n"),
    ]);
    let (code, told) = import(
        folder.path(),
        &["in/all.csv", "--map", "map.yaml", "--agency", "shili"],
    );
    assert_eq!(code, 0, "{told}");
    assert!(
        told["documents"][0]["draft"] == true && told.to_string().contains("没有引号的第二句"),
        "{told}"
    );
}

#[test]
fn an_agency_that_is_not_the_reports_makes_a_draft() {
    let folder = archive(&[(
        "in/a.txt",
        "关于做好招生工作的通知\n\n各学校：\n\n现将有关事项通知如下。\n\n　　　　　　　　　　　　示例区教育局\n　　　　　　　　　　　　2021年3月5日\n",
    )]);
    let (_, told) = import(folder.path(), &["in/a.txt"]);
    let document = &told["documents"][0];
    let remarks = document["remarks"].to_string();
    assert!(
        document["draft"] == true && remarks.contains("示例区教育局"),
        "{told}"
    );
}

/// The page with two images, of which the second has more than 8 KB.
#[cfg(unix)]
fn with_images() -> tempfile::TempDir {
    let page = PAGE.replace(
        "<p>　　二、",
        "<p><img src=a.png><img src=b.png></p><p>　　二、",
    );
    let folder = archive(&[("in/old.html", &page)]);
    fs::write(folder.path().join("in/a.png"), [1; 100]).expect("an image");
    fs::write(folder.path().join("in/b.png"), [2; 20_000]).expect("an image");
    folder
}

/// Imports by a shell that has done `first`.
#[cfg(unix)]
fn import_after(folder: &Path, first: &str) -> std::process::Output {
    let gongbao = gongbao().get_program().to_string_lossy().into_owned();
    std::process::Command::new("sh")
        .current_dir(folder)
        .args([
            "-c",
            &format!("{first}; '{gongbao}' import in --lang zh; exit $?"),
        ])
        .output()
        .expect("a shell")
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let folder = with_images();
    let before = files(&folder.path().join("content"));
    // No file may be longer than 8 KB, and the signal of it is not heeded: the write fails.
    let output = import_after(folder.path(), "ulimit -c 0; ulimit -f 16; trap '' XFSZ");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("不能导入"), "{}", stdout(&output));
    assert_eq!(files(&folder.path().join("content")), before);
    assert!(!folder.path().join("content/shili/old").exists());
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_completed_by_the_next() {
    let folder = with_images();
    // The signal kills the program in the midst of its writing.
    let output = import_after(folder.path(), "ulimit -c 0; ulimit -f 16");
    assert!(!output.status.success());
    let left = folder.path().join("content/shili/old");
    assert!(left.join("a.png").is_file() && !left.join("index.md").exists());
    let output = import_after(folder.path(), ":");
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_eq!(
        fs::read(left.join("b.png")).expect("the image").len(),
        20_000
    );
    assert!(left.join(".source/old.html").is_file());
    assert!(written(folder.path(), "shili/old/index.md").contains("b.png"));
    let output = import_after(folder.path(), ":");
    assert!(
        stdout(&output).contains("此前已导入"),
        "{}",
        stdout(&output)
    );
}

/// What became of each document.
fn outcomes(told: &Value) -> Vec<&str> {
    let documents = told["documents"].as_array().expect("documents");
    let outcomes = documents.iter().map(|document| &document["outcome"]);
    outcomes
        .map(|outcome| outcome.as_str().unwrap_or_default())
        .collect()
}

#[test]
fn what_is_imported_again_is_known_whatever_it_was_made_of() {
    let folder = archive(&[
        (
            "in/a.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        (
            "in/b/a.txt",
            "示例区2019年法治政府建设年度报告\n\n另一份的全文。\n",
        ),
        ("all.csv", "名称,内容\n甲通知,第一份。\n甲通知,第一份。\n"),
        ("map.yaml", "字段: {标题: 名称}\n正文: 内容\n文件名: 名称\n"),
        ("hugo/hugo.toml", ""),
        ("hugo/content/one.md", "---\ntitle: 乙通知\n---\n正文。\n"),
    ]);
    for arguments in [
        &["in", "--agency", "shili", "--attach-source"][..],
        &["all.csv", "--map", "map.yaml", "--agency", "shili"],
        &["hugo", "--agency", "shili"],
    ] {
        let (code, told) = import(folder.path(), arguments);
        assert_eq!(code, 0, "{told}");
        assert!(
            outcomes(&told).iter().all(|outcome| *outcome == "imported"),
            "{told}"
        );
        let before = files(&folder.path().join("content"));
        let (code, told) = import(folder.path(), arguments);
        assert_eq!(code, 0, "{told}");
        assert!(
            outcomes(&told).iter().all(|outcome| *outcome == "known"),
            "{told}"
        );
        assert_eq!(files(&folder.path().join("content")), before);
    }
    // A page that has changed is no page that was imported.
    let page = folder.path().join("hugo/content/one.md");
    fs::write(page, "---\ntitle: 乙通知\n---\n另一正文。\n").expect("a page");
    let (code, told) = import(folder.path(), &["hugo", "--agency", "shili"]);
    assert_eq!((code, outcomes(&told)), (1, vec!["taken"]));
}

#[test]
fn options_that_did_nothing_and_files_that_are_none_are_told() {
    let folder = archive(&[
        (
            "in/a.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        ("in/片头.mov", "film"),
        ("in/b/c.pages", "text"),
        ("in/.hidden", ""),
    ]);
    let run = |arguments: &[&str]| {
        let mut command = gongbao();
        command
            .current_dir(folder.path())
            .args(["import", "in", "--lang", "zh"]);
        stdout(&command.args(arguments).output().expect("the binary runs"))
    };
    let told = run(&["--attach-source"]);
    assert!(
        told.contains("原件作为附件公开：a.txt（标题“a.txt”"),
        "{told}"
    );
    assert!(
        told.contains("另有 2 个文件") && told.contains("片头.mov") && told.contains("c.pages"),
        "{told}"
    );
    assert!(!told.contains("不起作用"), "{told}");
    let told = run(&["--attach-source", "--type", "notice"]);
    assert!(
        told.contains("此前已导入的照旧，--type、--attach-source 对其不起作用。"),
        "{told}"
    );
}

#[test]
fn a_draft_says_in_its_head_what_to_look_at() {
    let folder = archive(&[(
        "in/a.txt",
        "关于做好招生工作的通知\n\n各学校：\n\n现将有关事项通知如下。\n\n　　　　　　　　　　　　示例区教育局\n　　　　　　　　　　　　2021年3月5日\n",
    )]);
    import(folder.path(), &["in/a.txt"]);
    let text = written(folder.path(), "shili/a/index.md");
    let line = text.lines().find(|line| line.starts_with("草稿: 是"));
    let line = line.expect("a draft");
    assert!(
        line.starts_with("草稿: 是 # 核对后删去本行：") && line.contains("示例区教育局"),
        "{line}"
    );
    let content = folder.path().join("content");
    let content = content.to_string_lossy();
    let checked = run(&["check", "--content", &content, "--drafts", "--lang", "zh"]);
    let said = stdout(&checked) + &stderr(&checked);
    assert!(
        said.contains("警告[import-unchecked]: 导入时留下的核对事项：文中的发布机构与所归入的"),
        "{said}"
    );
}

#[test]
fn pictures_of_one_name_from_two_folders_are_both_shown() {
    let page = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n{body}\n");
    let folder = archive(&[
        ("in/hugo.toml", ""),
        (
            "in/content/one.md",
            &page(
                "甲通知",
                "正文。![图](/x/p.png) ![图](/y/p.png)\n\n[丙]: /y/p.png",
            ),
        ),
        (
            "in/content/two.md",
            &page("乙通知", "另一篇。![图](/y/p.png)"),
        ),
        ("in/static/x/p.png", "\u{89}PNG1"),
        ("in/static/y/p.png", "\u{89}PNG2"),
    ]);
    let (code, told) = import(folder.path(), &["in", "--agency", "shili"]);
    assert_eq!(code, 0, "{told}");
    let one = written(folder.path(), "shili/one.md");
    assert!(
        one.contains("![图](p.png) ![图](p-2.png)") && one.contains("[丙]: p-2.png"),
        "{one}"
    );
    assert!(written(folder.path(), "shili/two.md").contains("![图](p-2.png)"));
    assert!(written(folder.path(), "shili/p-2.png").ends_with('2'));
}

#[test]
fn documents_whose_names_are_read_alike_have_two_addresses() {
    let folder = archive(&[
        (
            "in/示例.txt",
            "示例区2020年法治政府建设年度报告\n\n全文很短。\n",
        ),
        (
            "in/失礼.txt",
            "示例区2019年法治政府建设年度报告\n\n另一份的全文。\n",
        ),
    ]);
    let (code, told) = import(folder.path(), &["in"]);
    assert_eq!(code, 0, "{told}");
    let content = folder.path().join("content");
    let checked = run(&[
        "check",
        "--content",
        &content.to_string_lossy(),
        "--lang",
        "en",
    ]);
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    assert!(content.join("shili/示例-2/index.md").is_file());
}

#[test]
fn a_file_that_is_no_mapping_is_not_read_to_its_end() {
    let folder = archive(&[("in/all.csv", "名称\n甲\n")]);
    fs::write(folder.path().join("map.yaml"), vec![b'#'; (1 << 20) + 1]).expect("a file");
    let output = gongbao()
        .current_dir(folder.path())
        .args(["import", "in/all.csv", "--map", "map.yaml", "--lang", "zh"])
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("超过 1 MB"), "{}", stderr(&output));
}
