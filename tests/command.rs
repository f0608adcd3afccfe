//! The command line as people and scripts use it: exit codes, languages, formats, refusals.

use std::fs;
use std::path::Path;

use crate::common::{self, build, files, gongbao, published, report, run, stderr, stdout, tree};

/// All commands.
const COMMANDS: [&str; 21] = [
    "init",
    "new",
    "import",
    "build",
    "check",
    "index",
    "publish",
    "key",
    "mirror",
    "witness",
    "export",
    "stamp",
    "cosign",
    "serve",
    "correct",
    "withdraw",
    "verify",
    "search",
    "schema",
    "completions",
    "man",
];

#[test]
fn exit_codes_tell_faults_in_content_from_all_else() {
    let good = tree(&[("content/shili/2021.md", &report("文字"))]);
    let warned = tree(&[
        ("content/shili/2021.md", &report("文字")),
        ("content/shili/a.csv", "a"),
    ]);
    let bad = tree(&[("content/shili/2021.md", "没有文件头")]);
    let cases = [(&good, 0), (&warned, 0), (&bad, 1)];
    for (folder, code) in cases {
        let output = build(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    }
    for arguments in [
        vec![],
        vec!["publish"],
        vec!["publish", "--to", "/nowhere", "--from", "/nowhere/at/all"],
        vec!["publish", "--to", "x", "--since", "y"],
        vec!["build", "--contents", "x"],
        vec!["build", "--jobs", "0"],
        vec!["index", "--theme", "x"],
        vec!["index", "--content", "/nowhere/at/all"],
        vec!["build", "--content", "/nowhere/at/all"],
        vec!["search", "--index", "/nowhere", "词"],
        vec!["search", "--index", "/nowhere", "--limit", "x", "词"],
    ] {
        assert_eq!(run(&arguments).status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [["--help"], ["--version"]] {
        assert_eq!(run(&arguments).status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn messages_come_in_the_language_of_the_locale_or_as_asked() {
    let folder = tree(&[("content/shili/2021.md", "没有文件头")]);
    let content = folder.path().join("content");
    let said = |locale: &[(&str, &str)], more: &[&str]| {
        let mut command = gongbao();
        command.env_remove("LC_ALL").envs(locale.iter().copied());
        let output = command
            .arg("check")
            .arg("--content")
            .arg(&content)
            .args(more)
            .output();
        stderr(&output.expect("the binary runs"))
    };
    let chinese = "文件开头没有";
    let english = "does not begin with front matter";
    assert!(said(&[("LANG", "zh_CN.UTF-8")], &[]).contains(chinese));
    assert!(said(&[("LC_ALL", "zh_TW.UTF-8"), ("LANG", "C")], &[]).contains(chinese));
    assert!(said(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "zh_CN.UTF-8")], &[]).contains(english));
    // Where the environment names no language, the archive does.
    for locale in [
        &[][..],
        &[("LANG", "C")],
        &[("LC_ALL", "C.UTF-8")],
        &[("LANG", "POSIX")],
    ] {
        assert!(said(locale, &[]).contains(chinese), "{locale:?}");
    }
    common::write(
        folder.path(),
        "archive.yaml",
        "title: X\nlanguage: en\ntypes: {a: A}\n",
    );
    assert!(said(&[("LANG", "C")], &[]).contains(english));
    assert!(said(&[("LANG", "C")], &["--lang", "zh"]).contains(chinese));
    fs::remove_file(folder.path().join("content/archive.yaml")).expect("removed");
    assert!(said(&[("LANG", "C")], &[]).contains(english));
    assert!(said(&[], &["--lang", "zh"]).contains(chinese));
    assert!(said(&[("LANG", "zh_CN.UTF-8")], &["--lang=en"]).contains(english));
    // Before the command as after it.
    let content = content.to_str().expect("a UTF-8 path");
    for arguments in [["--lang", "zh"].as_slice(), &["--lang=zh"]] {
        let more = [arguments, &["check", "--content", content]].concat();
        assert!(stderr(&run(&more)).contains(chinese), "{more:?}");
        let help = [arguments, &["--help"]].concat();
        assert!(stdout(&run(&help)).contains("用法："), "{help:?}");
        let wrong = [arguments, &["chekc"]].concat();
        assert!(
            stderr(&run(&wrong)).contains("没有“chekc”这一命令"),
            "{wrong:?}"
        );
    }
}

/// A closed pipe ends no run: it is not an error of the machine, and no panic.
#[test]
fn a_closed_pipe_of_messages_ends_no_run() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let mut command = gongbao();
    command.arg("check").arg("--content");
    command.arg(folder.path().join("content"));
    let child = command.stderr(std::process::Stdio::piped()).spawn();
    let mut child = child.expect("the binary runs");
    drop(child.stderr.take());
    let status = child.wait().expect("the binary ends");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn help_speaks_chinese_too() {
    let help = stdout(&run(&["build", "--help", "--lang", "zh"]));
    for words in [
        "内容文件夹",
        "生成到哪个文件夹",
        "不生成检索索引",
        "显示说明",
    ] {
        assert!(help.contains(words), "{help}");
    }
    let english = stdout(&run(&["build", "--help"]));
    assert!(
        !english.chars().any(|c| ('一'..='鿿').contains(&c)),
        "{english}"
    );
    // The query language is described in both.
    let help = stdout(&run(&["search", "--help", "--lang", "zh"]));
    assert!(
        help.contains("检索式：") && help.contains("标题:"),
        "{help}"
    );
    let help = stdout(&run(&["search", "--help"]));
    assert!(help.contains("Query:") && help.contains("title:"), "{help}");
    // `help` is asked in the same ways.
    for arguments in [
        &["help", "--lang", "zh"][..],
        &["help", "--lang=zh"],
        &["--lang", "zh", "help"],
        &["help", "build", "--lang", "zh"],
        &["help", "--lang", "zh", "build"],
    ] {
        let output = run(arguments);
        let help = stdout(&output);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(help.contains("用法："), "{arguments:?}: {help}");
        let is_of_build = arguments.contains(&"build");
        assert_eq!(help.contains("不生成检索索引"), is_of_build, "{help}");
    }
    // What clap writes itself is in Chinese too, and every value that may be given is named.
    for command in COMMANDS {
        let help = stdout(&run(&[command, "--help", "--lang", "zh"]));
        for word in ["OPTIONS", "COMMAND", "default", "possible"] {
            assert!(!help.contains(word), "{command}: {help}");
        }
        let mut values = help.split('<').skip(1);
        assert!(
            values.all(|value| !value.starts_with(|c: char| c.is_ascii_uppercase())),
            "{command}: {help}"
        );
        let english = stdout(&run(&[command, "--help"]));
        let english = english.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = english.split("[possible values: ").skip(1);
        assert!(named.clone().count() > 0, "{command}: {english}");
        for values in named {
            let values = values.split(']').next().unwrap_or_default();
            for value in values.split(", ") {
                assert!(help.contains(value), "{command}: {value}: {help}");
            }
        }
    }
    // Every argument has words in both languages.
    for command in COMMANDS {
        let help = stdout(&run(&[command, "--help", "--lang", "zh"]));
        let named = help.lines().filter(|l| l.trim_start().starts_with("--"));
        assert!(named.clone().count() > 0, "{command}: {help}");
        for line in named {
            assert!(
                line.chars().any(|c| ('一'..='鿿').contains(&c)),
                "{command}: {line}"
            );
        }
    }
}

/// Each command shows how it is used, in its help and in its manual page.
#[test]
fn every_command_has_examples() {
    for command in COMMANDS {
        for (language, head) in [("zh", "示例："), ("en", "Examples:")] {
            let example = format!("\n  gongbao {command} ");
            let line = format!("\n  gongbao {command}\n");
            let help = stdout(&run(&[command, "--help", "--lang", language]));
            let (_, examples) = help.split_once(head).expect(command);
            assert!(
                examples.contains(&example) || examples.contains(&line),
                "{help}"
            );
            assert!(
                examples.lines().all(|line| line.chars().count() <= 100),
                "{help}"
            );
            let page = stdout(&run(&["man", command, "--lang", language]));
            assert!(page.contains(head), "{page}");
        }
    }
}

/// Who types the name alone learns what to type first.
#[test]
fn without_a_command_those_are_named_that_one_begins_with() {
    for (language, words) in [
        ("zh", "从这三个命令开始"),
        ("en", "Three commands to begin with"),
    ] {
        let output = run(&["--lang", language]);
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        for words in [
            words,
            "gongbao init",
            "gongbao check",
            "gongbao build",
            "gongbao help",
        ] {
            assert!(said.contains(words), "{said}");
        }
    }
}

/// `--quiet` says what is wrong and nothing else.
#[test]
fn a_quiet_run_says_errors_alone() {
    let warned = tree(&[
        ("content/shili/2021.md", &report("文字")),
        ("content/shili/a.csv", "a"),
    ]);
    let output = build(warned.path(), &["--quiet"]);
    assert_eq!(
        (output.status.code(), stderr(&output)),
        (Some(0), String::new())
    );
    assert!(warned.path().join("public/index.html").exists());
    common::write(warned.path(), "shili/2021.md", &report("[无](b.md)"));
    let output = build(warned.path(), &["--quiet"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("b.md") && said.contains("Nothing was built"),
        "{said}"
    );
    assert!(!said.contains("unpublished-file"), "{said}");
}

#[test]
fn wrong_usage_is_reported_in_chinese_too() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["publsh"], &["没有“publsh”这一命令", "用法："]),
        (
            &["publish"],
            &[
                "缺少参数：--to <文件夹> 或 --list <哪些>\n",
                "用法：gongbao publish [选项] (--to <文件夹> | --list <哪些>)",
            ],
        ),
        (&["buidl"], &["没有“buidl”这一命令", "是否想写：build"]),
        (
            &["build", "--contents", "x"],
            &["没有“--contents”这一参数", "是否想写：--content"],
        ),
        (&["build", "x"], &["没有“x”这一参数"]),
        (&["build", "--jobs", "0"], &["“--jobs <数>”的值“0”无效"]),
        (
            &["build", "--format", "xml"],
            &["“--format <格式>”的值“xml”无效", "可用的值：text、json"],
        ),
        (&["build", "--content"], &["“--content <文件夹>”后缺少值"]),
        (
            &["build", "--drafts", "--drafts"],
            &["“--drafts”只能写一次"],
        ),
        (&["search"], &["缺少参数：<检索式>..."]),
    ];
    for (arguments, words) in cases {
        let said = |locale: &str| {
            let output = gongbao().env("LC_ALL", locale).args(*arguments).output();
            let output = output.expect("the binary runs");
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            stderr(&output)
        };
        let chinese = said("zh_CN.UTF-8");
        for words in *words {
            assert!(chinese.contains(words), "{arguments:?}: {chinese}");
        }
        assert!(
            !chinese.contains("Usage") && !chinese.contains("error"),
            "{chinese}"
        );
        assert!(said("en_US.UTF-8").starts_with("error: "), "{arguments:?}");
    }
}

#[test]
fn json_is_all_that_standard_output_gets() {
    let folder = tree(&[
        ("content/shili/2021.md", &report("文字")),
        ("content/shili/a.csv", "a"),
    ]);
    let output = build(folder.path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(json["diagnostics"][0]["code"], "unpublished-file");
    assert_eq!(json["diagnostics"][0]["severity"], "warning");
    assert_eq!(stderr(&output), "");
}

#[test]
fn check_says_the_same_as_build_and_writes_nothing() {
    let folder = tree(&[
        ("content/shili/2021.md", &report("[无](b.md)")),
        ("content/shili/a.csv", "a"),
    ]);
    let before = files(folder.path());
    let content = folder.path().join("content");
    let check = gongbao()
        .arg("check")
        .arg("--content")
        .arg(&content)
        .args(["--format", "json"])
        .output();
    let check = check.expect("the binary runs");
    assert_eq!(files(folder.path()), before);
    let build = build(folder.path(), &["--format", "json"]);
    assert_eq!(stdout(&check), stdout(&build));
    assert_eq!(check.status.code(), build.status.code());
}

#[test]
fn the_summary_says_what_was_done() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let first = stderr(&build(folder.path(), &["--lang", "zh"]));
    assert!(
        first.contains("1 份报告") && first.contains("索引 "),
        "{first}"
    );
    let again = stderr(&build(folder.path(), &["--lang", "zh"]));
    assert!(again.contains("没有变化"), "{again}");
    let without = stderr(&build(folder.path(), &["--no-index"]));
    assert!(without.contains("no index"), "{without}");
    assert!(!folder.path().join("public/search-index").exists());
}

#[test]
fn drafts_are_published_only_when_asked_for() {
    let draft = "---\ntitle: 草稿\ntype: annual-report\ndraft: true\n---\n\n未定稿的文字\n";
    let folder = tree(&[
        ("content/shili/2021.md", &report("文字")),
        ("content/shili/2022.md", draft),
    ]);
    let holds = |site: &std::path::Path| {
        files(site)
            .iter()
            .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("未定稿"))
    };
    assert!(!holds(&published(folder.path())));
    let preview = gongbao()
        .args(["build", "--drafts", "--content"])
        .arg(folder.path().join("content"))
        .current_dir(folder.path())
        .output();
    let preview = preview.expect("the binary runs");
    assert!(preview.status.success(), "{}", stderr(&preview));
    assert!(holds(&folder.path().join("public-drafts")));
    assert!(!holds(&folder.path().join("public")));
    // What was published does not go by itself.
    let published = draft.replace("draft: true\n", "");
    common::write(folder.path(), "shili/2022.md", &published);
    assert!(build(folder.path(), &[]).status.success());
    common::write(folder.path(), "shili/2022.md", draft);
    let output = build(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("2022.md is a draft now"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn folders_of_others_are_left_alone() {
    let folder = tree(&[
        ("content/shili/2021.md", &report("文字")),
        ("public/letter.txt", "私人信件"),
    ]);
    let output = build(folder.path(), &["--lang", "zh"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("拒绝写入"), "{}", stderr(&output));
    assert_eq!(files(&folder.path().join("public")).len(), 1);
}

/// What `gongbao search` says.
fn answer(index: &Path, language: &str, arguments: &[&str]) -> String {
    let output = gongbao()
        .args(["search", "--lang", language, "--index"])
        .arg(index)
        .args(arguments)
        .output();
    stdout(&output.expect("the binary runs"))
}

#[test]
fn a_number_without_its_field_leads_to_its_report() {
    let numbered = report("文字").replacen("---\n", "---\n发文字号: 甲政发〔2022〕1号\n", 1);
    let folder = tree(&[
        ("content/shili/2021.md", &numbered),
        (
            "content/shili/2022.md",
            &report("见甲政发〔2022〕1号。").replace("2021", "2022"),
        ),
    ]);
    let index = published(folder.path()).join("search-index");
    let ask = |arguments: &[&str]| answer(&index, "zh", arguments);
    for query in ["甲政发〔2022〕1号", "甲政发[2022]1号"] {
        let said = ask(&[query]);
        let first = format!("发文字号或索引号含有“{query}”的报告：1 份\n");
        assert!(said.starts_with(&first), "{said}");
        let (number, text) = said.split_once("\n\n").expect("two parts");
        assert!(
            number.ends_with("甲政发〔2022〕1号  shili/2021/index.html"),
            "{said}"
        );
        assert!(
            text.starts_with("共 1 份报告。") && text.contains("shili/2022/index.html"),
            "{said}"
        );
    }
    // With blanks it is another text, and the same number.
    let said = ask(&["甲政发〔 2022〕1号"]);
    assert!(said.contains("〔 2022〕1号”的报告：1 份\n"), "{said}");
    let said = ask(&["甲政发 〔2022〕 1号"]);
    assert!(said.contains("1号”的报告：1 份\n"), "{said}");
    // A mark that opens nothing is no fault here either.
    assert!(ask(&["甲政发〔2022〕1号\""]).starts_with("共 1 份报告。"));
    let cut = ask(&["--limit", "0", "甲政发〔2022〕1号"]);
    assert!(cut.contains("1号”的报告：1 份\n"), "{cut}");
    // Nothing is said of what is no number, or is asked for otherwise.
    for query in [
        "2022",
        "文字 1",
        "\"甲政发〔2022〕1号\"",
        "-甲政发〔2022〕1号 文字",
        "number:甲政发〔2022〕1号",
    ] {
        let said = ask(&["--", query]);
        assert!(!said.contains("发文字号或索引号"), "{query}: {said}");
    }
}

#[test]
fn a_status_is_asked_for_in_either_language_and_a_type_by_its_name() {
    let repealed =
        report("全年办理信访事项5件。").replace("\n---\n\n", "\nstatus: repealed\n---\n\n");
    let folder = tree(&[
        (
            "content/archive.yaml",
            "title: 示例档案\ntypes: {annual-report: 年度报告, plan: 实施方案}\n",
        ),
        ("content/shili/2021.md", &repealed),
        (
            "content/shili/2022.md",
            &report("全年办理15件。").replace("2021", "2022"),
        ),
    ]);
    let index = published(folder.path()).join("search-index");
    let ask = |language: &str, query: &str| answer(&index, language, &[query]);
    for query in [
        "status:废止",
        "有效性：已廢止",
        "status:repealed",
        "Status:REPEALED",
    ] {
        let said = ask("zh", query);
        assert!(
            said.starts_with("1 份") || said.contains("1 份报告"),
            "{query}: {said}"
        );
    }
    assert!(ask("en", "status:gone").contains("A status is: in-force, expired"));
    // An index knows types by their names.
    let said = ask("zh", "类型:plan");
    assert!(said.contains("本档案的类型：年度报告"), "{said}");
    assert!(!ask("en", "type:年度报告").contains("Types of this archive"));
}

#[test]
fn what_no_report_has_leads_to_what_is_beside_it() {
    let numbered = |number: u32| {
        let head = format!("---\n发文字号: 甲政发〔2022〕{number}号\n");
        let text = "全年共办理行政复议案件30.1万件，按期办结。";
        report(text).replacen("---\n", &head, 1)
    };
    let folder = tree(&[
        ("content/shili/2021.md", &numbered(12)),
        (
            "content/shili/2022.md",
            &numbered(40)
                .replace("2021", "2022")
                .replace("全年共办理", "其中审结的"),
        ),
    ]);
    let index = published(folder.path()).join("search-index");
    let ask = |arguments: &[&str]| answer(&index, "zh", arguments);
    let beside = "没有发文字号“甲政发[2022]9号”；字号相近的报告：\n";
    let said = ask(&["甲政发[2022]9号"]);
    assert!(said.starts_with(beside), "{said}");
    assert!(
        said.contains("〔2022〕12号") && !said.contains("〔2022〕40号"),
        "{said}"
    );
    // Where none is near, what there is of the year, the nearest first.
    let said = ask(&["甲政发〔2022〕30号"]);
    let places = ["〔2022〕40号", "〔2022〕12号"].map(|number| said.find(number));
    assert!(places[0] < places[1] && places[0].is_some(), "{said}");
    for query in ["乙政发〔2019〕9号", "甲政发〔2022〕12号", "甲政发"] {
        assert!(!ask(&[query]).contains("字号相近"), "{query}");
    }
    let said = ask(&["全年共办理行政复议案件29.8万件"]);
    let first = "没有报告逐字含有检索词；除“29.8”外全部相同：1 份。\n";
    assert!(said.starts_with(first), "{said}");
    assert!(
        said.contains("【全年共办理行政复议案件】〈30.1〉【万件】"),
        "{said}"
    );
    assert!(
        ask(&["全年共办理政复议案件30.1万件"])
            .starts_with("没有报告逐字含有检索词；除“行”外全部相同：1 份。")
    );
    let said = ask(&["行政复议"]);
    assert!(said.contains("  1处\n"), "{said}");
}

#[test]
fn search_answers_from_the_published_files() {
    let body =
        "一、总体情况\n\n全年办理行政复议案件15件，金额1547.16万元。\n\n二、问题\n\n法制审核不够。";
    let other = report("全年办理信访事项5件。").replace("2021", "2022");
    let folder = tree(&[
        ("content/shili/2021.md", &report(body)),
        ("content/shili/2022.md", &other),
    ]);
    let index = published(folder.path()).join("search-index");
    let ask = |query: &str| {
        let output = gongbao()
            .args(["search", "--format", "json", "--index"])
            .arg(&index)
            .arg(query)
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{query}: {}", stderr(&output));
        serde_json::from_str::<serde_json::Value>(&stdout(&output)).expect("JSON")
    };
    // What is no status is told with those that there are.
    for (query, words) in [
        ("状态:xyz", "有效性可以是：有效、失效"),
        ("status:作废", "废止"),
    ] {
        let output = gongbao()
            .args(["search", "--lang", "zh", "--index"])
            .arg(&index)
            .arg(query)
            .output()
            .expect("the binary runs");
        let said = stdout(&output);
        assert!(said.contains(words), "{query}: {said}");
    }
    // (query, exact total, missing)
    let cases: &[(&str, u64, &[&str])] = &[
        ("行政复议", 1, &[]),
        ("政复", 1, &[]),
        ("办理", 2, &[]),
        ("5件", 1, &[]),
        ("15件", 1, &[]),
        ("1547.16万元", 1, &[]),
        ("１５件", 1, &[]),
        ("\"情况全年\"", 0, &["情况全年"]),
        ("行政復議", 1, &[]),
        ("行政复议 信访", 0, &[]),
        ("无此文字", 0, &["无此文字"]),
    ];
    for (query, exact, missing) in cases {
        let answer = ask(query);
        assert_eq!(answer["exact_total"], *exact, "{query}: {answer}");
        assert_eq!(answer["missing"], serde_json::json!(missing), "{query}");
    }
    let hit = &ask("行政复议")["hits"][0];
    assert_eq!(hit["source"], "shili/2021.md");
    assert_eq!(hit["id"], "shili/2021");
    assert_eq!(hit["url"], "shili/2021/index.html");
    let passage = &hit["passages"][0];
    assert_eq!(passage["heading"], "一、总体情况");
    let text: Vec<char> = passage["text"].as_str().expect("a text").chars().collect();
    let span = |i: usize| {
        passage["spans"][0][i]
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
    };
    let (start, end) = (span(0).expect("a start"), span(1).expect("an end"));
    assert_eq!(text[start..end].iter().collect::<String>(), "行政复议");
    let anchor = passage["anchor"].as_str().expect("an anchor");
    let page =
        fs::read_to_string(folder.path().join("public/shili/2021/index.html")).expect("a page");
    assert!(
        page.contains(&format!("id=\"{anchor}\"")),
        "{anchor} is a place of the page"
    );
    let bad = gongbao()
        .args(["search", "--index"])
        .arg(&index)
        .arg("\"没有闭合")
        .output();
    let bad = bad.expect("the binary runs");
    assert_eq!(bad.status.code(), Some(2));
    let message = stderr(&bad);
    assert!(
        message.contains("characters 1 to 5: \"没有闭合"),
        "{message}"
    );
}
