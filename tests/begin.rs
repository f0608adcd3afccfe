//! Beginning: an archive by `init`, a report by `new`, as someone does who has neither.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{files, gongbao, project, stderr, stdout};

/// The languages, the agency that each begins with, and the line that makes a draft.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("zh", "shiliqu", "草稿: 是\n"),
    ("en", "example", "draft: true\n"),
];

fn at(folder: &Path, arguments: &[&str]) -> Output {
    let output = gongbao().current_dir(folder).args(arguments).output();
    output.expect("the binary runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = at(folder, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    stdout(&output)
}

/// What the run says that must refuse; nothing is written then.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = files(folder);
    let output = at(folder, arguments);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {}",
        stdout(&output)
    );
    assert!(files(folder) == before, "{arguments:?}");
    stderr(&output)
}

fn begun(language: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    done(folder.path(), &["init", ".", "--lang", language]);
    folder
}

#[test]
fn an_archive_that_was_begun_builds_with_a_warning_of_its_sample_alone() {
    for (language, agency, _) in LANGUAGES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let said = done(folder.path(), &["init", "a/new", "--lang", language]);
        let archive = folder.path().join("a/new");
        for (path, _) in files(&archive) {
            assert!(said.contains(&format!("\n  {path}\n")), "{path}: {said}");
        }
        for command in [&["check"][..], &["build"]] {
            let said = stderr(&at(&archive, command));
            assert!(
                said.contains("1 warning") && said.contains("warning[sample-report]"),
                "{said}"
            );
        }
        let agency_page = archive.join(format!("public/{agency}/index.html"));
        let agency_page = fs::read_to_string(agency_page).expect("the page of its agency");
        for placeholder in ["机构简介", "What is said here", "What you write"] {
            assert!(!agency_page.contains(placeholder), "{placeholder}");
        }
        let page = archive.join(format!("public/{agency}/2024/index.html"));
        let page = fs::read_to_string(page).expect("the page of its report");
        assert!(
            page.contains("href=\"#3\""),
            "its parts are numbered: {page}"
        );
        // One that was rewritten is nobody's sample.
        let sample = archive.join(format!("content/{agency}/2024.md"));
        let text = fs::read_to_string(&sample).expect("there");
        fs::write(&sample, format!("{text}\nMore.\n")).expect("written");
        let said = stderr(&at(&archive, &["check"]));
        assert!(said.contains("0 warnings"), "{said}");
        // What a build makes is no part of a repository of it.
        let ignored = fs::read_to_string(archive.join(".gitignore")).expect("there");
        for made in ["/public/", "/public-drafts/", "/.gongbao/"] {
            assert!(ignored.lines().any(|line| line == made), "{made}");
        }
    }
}

#[test]
fn an_archive_is_begun_in_an_empty_folder_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("full")).expect("made");
    fs::write(path("full/letter.txt"), "私人信件").expect("written");
    for (language, words) in [
        ("zh", "该文件夹不是空的"),
        ("en", "the folder is not empty"),
    ] {
        let said = refused(folder.path(), &["init", "full", "--lang", language]);
        assert!(said.contains(words), "{said}");
    }
    refused(folder.path(), &["init", "full/letter.txt"]);
    // A repository is one before it is an archive.
    fs::create_dir_all(path("repository/.git")).expect("made");
    fs::write(path("repository/.gitignore"), "own\n").expect("written");
    done(folder.path(), &["init", "repository"]);
    let ignored = fs::read_to_string(path("repository/.gitignore")).expect("there");
    assert_eq!(ignored, "own\n");
    done(folder.path(), &["check", "--content", "repository/content"]);
    // Twice is once too often.
    refused(folder.path(), &["init", "repository"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_begun_through_a_link() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("outside")).expect("made");
    std::os::unix::fs::symlink("outside", folder.path().join("link")).expect("linked");
    refused(folder.path(), &["init", "link"]);
    let archive = begun("zh");
    let content = archive.path().join("content");
    std::os::unix::fs::symlink(folder.path().join("outside"), content.join("shiliqu/out"))
        .expect("linked");
    let said = refused(
        archive.path(),
        &["new", "shiliqu/out/2025", "--type", "plan"],
    );
    assert!(said.contains("is a link"), "{said}");
    assert!(files(&folder.path().join("outside")).is_empty());
}

#[test]
fn a_report_that_was_begun_is_a_draft_with_what_its_type_has() {
    for (language, agency, draft) in LANGUAGES {
        let folder = begun(language);
        let place = format!("{agency}/2025");
        let new = ["new", &place, "--type", "annual-report", "--lang", language];
        let said = done(folder.path(), &new);
        let file = format!("content/{agency}/2025.md");
        assert!(
            said.contains(&file) && said.contains(draft.trim()),
            "{said}"
        );
        let text = fs::read_to_string(folder.path().join(&file)).expect("written");
        let parts = match language {
            "zh" => [
                "一、主要工作",
                "二、存在的问题",
                "三、下一年工作安排",
                "报告期: 2025",
            ],
            _ => [
                "Part 1. What was done",
                "Part 2. Shortcomings",
                "Part 3. Next year",
                "period: 2025",
            ],
        };
        for words in parts.iter().chain(&[draft]) {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(
            text.chars().any(|c| ('一'..='鿿').contains(&c)),
            language == "zh",
            "{text}"
        );
        // It has no error, and warnings of what is to be filled in alone.
        let check = at(folder.path(), &["check", "--drafts", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&stdout(&check)).expect("JSON");
        let found = found["diagnostics"].as_array().expect("a list");
        assert!(check.status.success() && !found.is_empty());
        let is_expected = |found: &serde_json::Value| {
            found["code"] == "placeholder" || found["code"] == "sample-report"
        };
        assert!(found.iter().all(is_expected), "{found:?}");
        // And is not published before it is ready.
        done(folder.path(), &["build", "--quiet"]);
        assert!(!folder.path().join("public").join(&place).exists());
        let ready = text.replace(draft, "");
        assert_ne!(ready, text);
        fs::write(folder.path().join(&file), ready).expect("written");
        done(folder.path(), &["build"]);
        assert!(folder.path().join("public").join(&place).exists());
    }
}

/// The chapter of the README, line by line, to the first publication.
#[test]
fn the_readme_leads_to_a_first_publication() {
    for (document, (language, agency, draft)) in ["README.zh.md", "README.md"].iter().zip(LANGUAGES)
    {
        let readme = fs::read_to_string(project().join(document)).expect("there");
        let (_, chapter) = readme
            .split_once(&format!("gongbao init archive --lang {language}"))
            .expect("begun");
        let root = tempfile::tempdir().expect("a temporary folder");
        done(root.path(), &["init", "archive", "--lang", language]);
        let folder = root.path().join("archive");
        let (mut commands, mut words) = (0, Vec::new());
        for line in chapter.lines() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            words.clear();
            words.extend(line.split_whitespace());
            match words.as_slice() {
                ["gongbao", "new" | "check" | "build", ..] if !line.contains('`') => {
                    done(&folder, &words[1..]);
                    commands += 1;
                }
                // It runs until it is stopped: tests/serve.rs.
                ["gongbao", "serve", "--open"] => commands += 1,
                ["rm", path] => fs::remove_file(folder.join(path)).expect("removed"),
                _ => {}
            }
        }
        assert_eq!(commands, 4, "{document}");
        let (_, search) = chapter.split_once("`gongbao search ").expect("a search");
        let (query, _) = search.split_once('`').expect("it ends");
        let report = folder.join(format!("content/{agency}/2025.md"));
        let text = fs::read_to_string(&report).expect("written");
        fs::write(&report, text.replace(draft, "")).expect("written");
        done(&folder, &["build"]);
        assert!(
            folder
                .join(format!("public/{agency}/2025/index.html"))
                .exists()
        );
        // What it is said to find is there: in the folder of the archive, and in that of its site.
        let search = ["search", query.trim_matches('"'), "--lang", "en"];
        for place in [folder.clone(), folder.join("public")] {
            let found = done(&place, &search);
            assert!(found.starts_with("1 report"), "{document}: {found}");
        }
        let nowhere = stderr(&at(root.path(), &search));
        assert!(nowhere.contains("public"), "{nowhere}");
    }
}

/// A type says how its reports end: a new one has the place for it, and nothing is missed but what is to be filled in.
#[test]
fn a_new_report_ends_as_its_type_wants_it() {
    let folder = begun("zh");
    let path = folder.path().join("content/archive.yaml");
    let archive = fs::read_to_string(&path).expect("read");
    let closed = archive.replace("任务清单: 是", "任务清单: 是, 文末: [落款, 成文日期]");
    assert_ne!(archive, closed);
    fs::write(&path, closed).expect("written");
    done(folder.path(), &["new", "shiliqu/plan", "--type", "plan"]);
    let text = fs::read_to_string(folder.path().join("content/shiliqu/plan.md")).expect("there");
    assert!(
        text.ends_with("\n\n示例区人民政府\n\nXXXX年XX月XX日\n"),
        "{text}"
    );
    let check = at(folder.path(), &["check", "--drafts", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&check)).expect("JSON");
    let found = found["diagnostics"].as_array().expect("a list");
    let codes: Vec<&str> = found
        .iter()
        .filter_map(|found| found["code"].as_str())
        .collect();
    assert!(
        check.status.success() && codes.contains(&"placeholder"),
        "{found:?}"
    );
    let rest = codes
        .iter()
        .find(|code| !["placeholder", "no-closing", "sample-report"].contains(code));
    assert_eq!(rest, None, "{found:?}");
}

/// Every field that is proposed is one of the table, and has no value of another body: uncommented, it is not there.
#[test]
fn fields_that_are_proposed_say_nothing_until_they_are_filled_in() {
    for (language, agency, draft) in LANGUAGES {
        let folder = begun(language);
        done(
            folder.path(),
            &[
                "new",
                &format!("{agency}/notice"),
                "--type",
                "annual-report",
            ],
        );
        let file = folder.path().join(format!("content/{agency}/notice.md"));
        let text = fs::read_to_string(&file).expect("written");
        let is_field = |line: &&str| line.starts_with("# ") && line.contains(": ");
        let proposed = text.lines().filter(is_field).count();
        let lines = text
            .lines()
            .map(|line| match is_field(&line) && !line.ends_with('.') {
                true => line.trim_start_matches("# "),
                false => line,
            });
        let lines = lines.collect::<Vec<_>>().join("\n").replace(draft, "");
        let filled_in = match language {
            "zh" => lines.replace("发文字号:   ", "发文字号: 示政发〔2026〕3号   "),
            _ => lines.replace("document_number:   ", "document_number: No. 3 of 2026   "),
        };
        assert_ne!(lines, filled_in);
        assert!(proposed >= 6, "{text}");
        for (text, number) in [(&lines, None), (&filled_in, Some("2026"))] {
            fs::write(&file, text).expect("written");
            let build = at(folder.path(), &["build", "--no-index"]);
            let said = stderr(&build);
            assert!(build.status.success(), "{said}");
            // The remark is gongbao's own, and nothing to be warned of.
            assert!(!said.contains("yaml-comment"), "{said}");
            let record = folder
                .path()
                .join(format!("public/{agency}/notice/index.json"));
            let record = fs::read_to_string(record).expect("a record");
            let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
            let found = record["document_number"].as_str();
            assert!(
                found.is_some() == number.is_some()
                    && found
                        .is_none_or(|found| number
                            .is_some_and(|it| found.contains(it) && !found.contains('#'))),
                "{record}"
            );
            for field in ["index_number", "source", "written", "published"] {
                assert!(record[field].is_null(), "{field}: {record}");
            }
        }
    }
}

#[test]
fn an_archive_in_traditional_characters_gets_reports_in_them() {
    let folder = begun("zh");
    let path = folder.path().join("content/archive.yaml");
    let archive = fs::read_to_string(&path).expect("read");
    fs::write(&path, archive.replace("zh-Hans", "zh-TW")).expect("written");
    done(
        folder.path(),
        &["new", "shiliqu/2025", "--type", "annual-report"],
    );
    let text = fs::read_to_string(folder.path().join("content/shiliqu/2025.md")).expect("there");
    for words in [
        "標題: ",
        "類型: ",
        "報告期: 2025",
        "# 發布日期:   # 如 ",
        "（此處填寫正文。）",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    done(folder.path(), &["check", "--drafts"]);
}

#[test]
fn what_stands_in_the_way_of_a_report_is_told_with_what_there_is() {
    let folder = begun("zh");
    let says = |arguments: &[&str], words: &[&str]| {
        for language in ["zh", "en"] {
            let all = [&["new"], arguments, &["--lang", language]].concat();
            let said = refused(folder.path(), &all);
            for words in words {
                assert!(said.contains(words), "{arguments:?}: {words}: {said}");
            }
        }
    };
    // (arguments, what is said in both languages)
    let plan = ["--type", "plan"];
    says(
        &["shiliqu/2025", "--type", "anual-report"],
        &["annual-report", "实施方案"],
    );
    says(&["shiliqu/2025"], &["--type", "annual-report", "plan"]);
    says(
        &["shilqu/2025", plan[0], plan[1]],
        &["shiliqu", "示例区人民政府", "content/shilqu/_index.md"],
    );
    for taken in [
        "shiliqu/2024",
        "shiliqu/2024/index",
        "content/shiliqu/2024.md",
    ] {
        says(&[taken, plan[0], plan[1]], &["shiliqu/2024.md"]);
    }
    for no_place in [
        "shiliqu",
        "shiliqu/",
        "/2025",
        "shiliqu/..",
        "../2025/x",
        "shiliqu/_index",
        "shiliqu/index",
        "shiliqu/.a",
    ] {
        says(&[no_place, plan[0], plan[1]], &["shiliqu/2024"]);
    }
    says(&["shiliqu/a:b", plan[0], plan[1]], &["a-b"]);
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    let said = refused(nowhere.path(), &["new", "shiliqu/2025", "--type", "plan"]);
    assert!(said.contains("gongbao init"), "{said}");
}

#[test]
fn a_report_is_begun_by_the_names_of_agency_and_type_with_the_title_that_is_given() {
    let folder = begun("zh");
    done(
        folder.path(),
        &[
            "new",
            "示例区/第一号/index",
            "--type",
            "实施方案",
            "--title",
            "方案: \"甲\" #1",
        ],
    );
    let path = "content/shiliqu/第一号/index.md";
    let text = fs::read_to_string(folder.path().join(path)).expect("written");
    assert!(text.contains("标题: \"方案: \\\"甲\\\" #1\"\n"), "{text}");
    done(folder.path(), &["check", "--drafts"]);
    let json = done(
        folder.path(),
        &[
            "new",
            "示例区人民政府/b",
            "--type",
            "plan",
            "--format",
            "json",
        ],
    );
    let json: BTreeMap<String, String> = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["file"], "content/shiliqu/b.md");
}

/// The front page of an archive in which nothing stands yet says so, without headings over nothing.
#[test]
fn a_front_page_without_reports_has_no_empty_headings() {
    for (language, agency, _) in LANGUAGES {
        let folder = begun(language);
        let sample = folder.path().join(format!("content/{agency}/2024.md"));
        fs::remove_file(sample).expect("removed");
        done(folder.path(), &["build"]);
        let page = fs::read_to_string(folder.path().join("public/index.html")).expect("built");
        let (words, none) = match language {
            "zh" => ("尚无报告。", "0个机构"),
            _ => ("No reports yet.", "0 agencies"),
        };
        assert_eq!(page.matches(words).count(), 1, "{page}");
        assert!(!page.contains(none), "{page}");
        // That of the whole, and that of the agencies that there are.
        assert_eq!(page.matches("<h2").count(), 2, "{page}");
    }
}
