//! What the archive says of indicators, with the real binary: tables, charts, open data and records; what an editor states;
//! faults of declarations; and that a build that goes on from the last one says the same as a clean one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{self, stderr, tree};

const CONFIG: &str = "\
title: 示例档案
types:
  annual-report: 年度报告
  bulletin: 通报
indicators:
  review-cases:
    name: 复议受理
    unit: 件
    types: [年度报告]
    definitions:
      - {text: '受理(\\d+)件', until: 2020, note: 只计新收。}
      - {table: {row: 受理, column: '{year}年'}, from: 2021}
";

fn report(year: &str, more: &str, body: &str) -> String {
    format!(
        "---\ntitle: 示例市{year}年报告\ntype: annual-report\nperiod: {year}\npublished: 2023-01-01\n{more}---\n\n{body}\n"
    )
}

const TABLE: &str =
    "| 环节 | 2020年 | 2021年 |\n|---|---|---|\n| 受理 | 51 | 63 |\n| 审结 | 50 | 60 |";

/// An archive with some reports more, or others in place of its own.
fn archive(config: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let of_2018 = report("2018", "", "一、复议\n\n（一）全年受理1,046件。");
    let of_2020 = report("2020", "", "一、复议\n\n全年受理51件，审结50件。");
    let of_2021 = report("2021", "", TABLE);
    let base = [
        ("content/archive.yaml", config),
        ("content/shili/2018.md", &*of_2018),
        ("content/shili/2020.md", &*of_2020),
        ("content/shili/2021.md", &*of_2021),
    ];
    let kept = base
        .into_iter()
        .filter(|(path, _)| files.iter().all(|(other, _)| other != path));
    let all: Vec<(&str, &str)> = kept.chain(files.iter().copied()).collect();
    tree(&all)
}

fn site(folder: &Path, more: &[&str]) -> PathBuf {
    let output = common::build(folder, &[&["--no-index"], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    folder.join("public")
}

fn read(public: &Path, path: &str) -> String {
    let path = public.join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Some columns of the rows of the open data.
fn rows(public: &Path, columns: &[&str]) -> Vec<String> {
    let text = read(public, "data/indicators.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().expect("a head").clone();
    let at = |name: &str| heads.iter().position(|head| head == name).expect(name);
    let shown = reader.records().map(|row| {
        let row = row.expect("a row");
        let cells = columns.iter().map(|column| &row[at(column)]);
        cells.collect::<Vec<&str>>().join(" ")
    });
    shown.collect()
}

/// What check tells, as `severity code file:line:column`.
fn told(folder: &Path) -> Vec<String> {
    let found = common::diagnostics(folder).into_iter().map(|found| {
        let text = |key: &str| found[key].as_str().expect(key).to_owned();
        format!(
            "{} {} {}:{}:{}",
            text("severity"),
            text("code"),
            text("file").trim_start_matches("content/"),
            found["line"],
            found["column"]
        )
    });
    found.collect()
}

#[test]
fn figures_of_texts_and_tables_are_published_with_their_places() {
    let folder = archive(CONFIG, &[]);
    let public = site(folder.path(), &[]);
    assert_eq!(
        rows(
            &public,
            &["period", "value", "unit", "basis", "definition", "quote"]
        ),
        [
            "2018 1046 件 text 1 （一）全年受理1,046件。",
            "2020 51 件 text 1 全年受理51件，审结50件。",
            "2021 63 件 text 2 受理 / 2021年：63",
        ]
    );
    for url in rows(&public, &["url"]) {
        let (file, anchor) = url
            .trim_start_matches("../")
            .split_once('#')
            .expect("a place");
        let page = read(&public, file);
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{url}");
    }
    let page = read(&public, "indicators/review-cases/index.html");
    for part in [
        "只计新收。",
        "<th scope=\"col\">2019年</th>",
        "<span class=\"unseen\">未提取到</span>",
        "<svg role=\"img\"",
        "<g class=\"change\">",
        "口径2",
        "shili/2020/index.html#",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // 2018 stands alone, and a definition changes after 2020: nothing is joined.
    assert!(!page.contains("<polyline"));
    assert_eq!(page.matches("<circle").count(), 3);
    let agency = read(&public, "shili/index.html");
    assert!(agency.contains("indicators/agencies/shili/index.html"));
    assert!(agency.contains("63"));
    let of_agency = read(&public, "indicators/agencies/shili/index.html");
    assert!(of_agency.contains("<svg role=\"img\"") && of_agency.contains("复议受理"));
    let record = read(&public, "shili/2021/index.json");
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    assert_eq!(record["figures"][0]["indicator"], "review-cases");
    assert_eq!(record["figures"][0]["value"], "63");
    for page in ["index.html", "indicators/index.html", "sitemap/index.html"] {
        assert!(read(&public, page).contains("indicators/"), "{page}");
    }
}

#[test]
fn what_an_editor_states_wins_and_a_difference_is_told() {
    let stated = |more: &str| report("2020", more, "一、复议\n\n全年受理51件。");
    for (more, row, expected) in [
        ("figures: {review-cases: 51}\n", "51 declared", &[][..]),
        (
            "figures: {review-cases: {value: 5.2万, note: 更正。}}\n",
            "52000 declared",
            &["warning figure-does-not-match shili/2020.md:6:11"],
        ),
        (
            "指标数值: {review-cases: 无}\n",
            "",
            &["warning figure-does-not-match shili/2020.md:6:8"],
        ),
    ] {
        let folder = archive(CONFIG, &[("content/shili/2020.md", &stated(more))]);
        assert_eq!(told(folder.path()), expected, "{more}");
        let public = site(folder.path(), &[]);
        let rows = rows(&public, &["period", "value", "basis"]);
        let of_2020 = rows.iter().find(|row| row.starts_with("2020"));
        let of_2020 = of_2020.map_or("", |row| row.trim_start_matches("2020 "));
        assert_eq!(of_2020, row, "{more}");
        // What the text has is not hidden by what is stated.
        let is_told = !expected.is_empty() && !row.is_empty();
        let pages = [
            (
                "indicators/review-cases/index.html",
                "../../shili/2020/index.html#",
            ),
            ("shili/2020/index.html", "#"),
        ];
        for (path, link) in pages {
            let page = read(&public, path);
            let told = page.split_once("正文为<a href=\"");
            assert_eq!(told.is_some(), is_told, "{path}: {page}");
            let is_whole = |told: &str| told.starts_with(link) && told.contains(">51</a>");
            assert!(
                told.is_none_or(|(_, told)| is_whole(told)),
                "{path}: {page}"
            );
        }
        let values = self::rows(&public, &["period", "text_value"]);
        let wanted = if is_told { "2020 51" } else { "2020" };
        let of_2020 = values.iter().find(|row| row.starts_with("2020"));
        let of_2020 = of_2020.map_or("2020", |row| row.trim_end());
        assert_eq!(of_2020, wanted, "{more}");
        if is_told {
            let record = read(&public, "shili/2020/index.json");
            let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
            assert_eq!(record["figures"][0]["basis"], "declared");
            assert_eq!(record["figures"][0]["text_value"], "51");
        }
    }
    let unknown = stated("figures: {review-case: 51}\n");
    let folder = archive(CONFIG, &[("content/shili/2020.md", &unknown)]);
    let found = told(folder.path());
    assert!(found[0].starts_with("error unknown-indicator"), "{found:?}");
    let other = stated("figures: {review-cases: 51}\n").replace("annual-report", "bulletin");
    let folder = archive(CONFIG, &[("content/shili/2020-b.md", &other)]);
    let place = "shili/2020-b.md:6:11";
    assert_eq!(
        told(folder.path()),
        [format!("warning figure-of-another-type {place}")]
    );
}

#[test]
fn figures_may_be_stated_beside_a_report() {
    let file = "figures:\n  review-cases: 52\n";
    let folder = archive(CONFIG, &[("content/shili/2020.figures.yaml", file)]);
    assert_eq!(
        told(folder.path()),
        ["warning figure-does-not-match shili/2020.figures.yaml:2:3"]
    );
    let said = stderr(&common::build(folder.path(), &["--no-index"]));
    assert!(said.contains("front matter of shili/2020.md"), "{said}");
    let public = site(folder.path(), &[]);
    let found = rows(&public, &["period", "value", "basis"]);
    assert_eq!(
        found,
        ["2018 1046 text", "2020 52 declared", "2021 63 text"]
    );
    assert!(
        !common::files(&public)
            .iter()
            .any(|(path, _)| path.contains("figures.yaml"))
    );
    // What stands in it is asked for again.
    let path = folder.path().join("content/shili/2020.figures.yaml");
    fs::write(path, "指标数值: {review-cases: 51}\n").expect("written");
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    site(folder.path(), &[]);
    let found = rows(&public, &["value", "basis"]);
    assert_eq!(found, ["1046 text", "51 declared", "63 text"]);
    let waiver =
        "waivers: [{code: figure-does-not-match, reason: 更正公报如此。, reviewer: 编辑}]\n";
    let waived = report("2020", waiver, "全年受理51件。");
    let waived = [
        ("content/shili/2020.md", &*waived),
        ("content/shili/2020.figures.yaml", file),
    ];
    assert_eq!(
        told(archive(CONFIG, &waived).path()),
        [] as [&str; 0],
        "the report speaks for what stands beside it"
    );
    let twice = report("2020", "figures: {review-cases: 51}\n", "全年受理51件。");
    let lost = [
        ("content/shili/2020.md", &*twice),
        ("content/shili/2020.figures.yaml", file),
        ("content/shili/2019.figures.yaml", file),
    ];
    let mut found = told(archive(CONFIG, &lost).path());
    found.sort();
    assert_eq!(
        found,
        [
            "error figure-stated-twice shili/2020.figures.yaml:2:3",
            "warning figures-without-report shili/2019.figures.yaml:1:1",
        ]
    );
}

#[test]
fn tables_of_html_are_read_as_those_with_bars() {
    let table = "<table>\n<tr><td rowspan=\"2\">环节</td><td colspan=\"2\">年份</td></tr>\n\
         <tr><td>2020年</td><td>2021年</td></tr>\n\
         <tr><td>受<br>理</td><td>51</td><td><p>63</p></td></tr>\n</table>";
    let folder = archive(
        CONFIG,
        &[("content/shili/2021.md", &report("2021", "", table))],
    );
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    let public = site(folder.path(), &[]);
    let found = rows(&public, &["period", "value", "basis", "url"]);
    assert!(found[2].starts_with("2021 63 text ../shili/2021/index.html#"));
}

#[test]
fn figures_that_are_about_so_say_so() {
    let config = CONFIG.replace(
        "受理(\\d+)件",
        "受理[^\\d一二三四五六七八九]*([\\d一二三四五六七八九十]+)\\w?件",
    );
    let of = |body: &str, more: &str| {
        let own = report("2020", more, body);
        let folder = archive(&config, &[("content/shili/2020.md", &own)]);
        let public = site(folder.path(), &[]);
        let rows = rows(&public, &["period", "value", "approximate", "basis"]);
        let row = rows.into_iter().find(|row| row.starts_with("2020"));
        let told = told(folder.path()).into_iter();
        let codes = told.map(|it| it.split(' ').nth(1).unwrap_or_default().to_owned());
        let page = read(&public, "shili/2020/index.html");
        (row.unwrap_or_default(), codes.collect::<Vec<_>>(), page)
    };
    for (body, expected) in [
        ("受理五十四件左右。", "2020 54 true text"),
        ("受理约54件。", "2020 54 true text"),
        ("受理近300件。", "2020 300 true text"),
        ("受理300余件。", "2020 300 true text"),
        ("受理超过300件。", "2020 300 true text"),
        ("受理300件。", "2020 300  text"),
        // An exact one that it may be is taken.
        ("受理近300件。\n\n全年受理297件。", "2020 297  text"),
    ] {
        let (row, codes, page) = of(body, "");
        assert_eq!(
            (row.as_str(), codes.as_slice()),
            (expected, &[][..]),
            "{body}"
        );
        assert_eq!(page.contains(">约"), expected.contains("true"), "{body}");
    }
    let (row, codes, _) = of("受理近300件。\n\n全年受理5件。", "");
    assert_eq!(
        (row.as_str(), codes.as_slice()),
        ("", &["unsure-figure".to_owned()][..])
    );
    for (stated, row, code) in [
        ("297", "2020 297  declared", None),
        ("约300", "2020 300 true declared", None),
        (
            "{value: 299, approximate: true}",
            "2020 299 true declared",
            None,
        ),
        ("5", "2020 5  declared", Some("figure-does-not-match")),
    ] {
        let (found, codes, _) = of(
            "受理近300件。",
            &format!("figures: {{review-cases: {stated}}}\n"),
        );
        let codes = codes.iter().map(String::as_str).next();
        assert_eq!((found.as_str(), codes), (row, code), "{stated}");
    }
}

#[test]
fn the_page_of_a_report_lists_its_figures() {
    let folder = archive(CONFIG, &[]);
    let public = site(folder.path(), &[]);
    let page = read(&public, "shili/2020/index.html");
    let list = page.split_once("本报告中的指标").expect("a list").1;
    let (list, _) = list.split_once("</section>").expect("its end");
    assert!(
        list.contains("../../indicators/review-cases/index.html"),
        "{list}"
    );
    // The unit stands directly behind the number, the definition behind it.
    assert!(
        list.contains(">51</a><span>件</span> <span class=\"quiet\">口径1</span>"),
        "{list}"
    );
    let anchor = list.split_once("href=\"#").expect("a place").1;
    let (anchor, _) = anchor.split_once('"').expect("its end");
    assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    let other = report("2022", "", "一、复议\n\n没有数字。");
    let folder = archive(CONFIG, &[("content/shili/2022.md", &other)]);
    let page = read(&site(folder.path(), &[]), "shili/2022/index.html");
    assert!(!page.contains("本报告中的指标"));
    // A figure that is stated in another year's report, and a unit, are inputs of the page.
    common::goes_on_as_clean(folder.path(), "the first");
    let config = folder.path().join("content/archive.yaml");
    fs::write(config, CONFIG.replace("unit: 件", "unit: 宗")).expect("written");
    common::goes_on_as_clean(folder.path(), "a unit");
}

#[test]
fn figures_of_many_bodies_are_added_by_year() {
    let bodies = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut files: Vec<(String, String)> = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        files.push((
            format!("content/{body}/_index.md"),
            format!(
                "---\nname: 示例{body}区\n{}---\n",
                if *body == "b" {
                    "parent: 示例a区\n"
                } else {
                    ""
                }
            ),
        ));
        for year in [2016, 2017, 2018, 2019] {
            // One body lacks a year, another says two things of it.
            let text = match (year, *body) {
                (2018, "c") => "全年无数字。".to_owned(),
                (2018, "d") => "全年受理1件。\n\n又受理2件。".to_owned(),
                _ => format!("全年受理{}件。", at + 1),
            };
            files.push((
                format!("content/{body}/{year}.md"),
                report(&year.to_string(), "", &text),
            ));
        }
    }
    let build = |config: &str| {
        let own: Vec<(&str, &str)> = std::iter::once(("content/archive.yaml", config))
            .chain(
                files
                    .iter()
                    .map(|(path, text)| (path.as_str(), text.as_str())),
            )
            .collect();
        let folder = tree(&own);
        let public = site(folder.path(), &[]);
        (read(&public, "indicators/review-cases/index.html"), folder)
    };
    let (page, _folder) = build(CONFIG);
    let totals = page.split_once("id=\"totals-head\"").expect("totals").1;
    let (totals, _) = totals.split_once("id=\"table-head\"").expect("their end");
    assert_eq!(totals.matches(">36 <span").count(), 3, "{totals}");
    assert!(
        totals.contains(">29 <span") && totals.contains("<td>6/8</td>"),
        "{totals}"
    );
    assert_eq!(totals.matches("<td>8/8</td>").count(), 3, "{totals}");
    assert!(totals.contains("上下级关系"), "{totals}");
    // The year in which bodies are lacking stands alone.
    assert_eq!(page.matches("<polyline").count(), 1, "{page}");
    assert_eq!(page.matches("<circle").count(), 4, "{page}");
    assert!(
        page.contains("<circle class=\"partial\"") && page.contains(">6/8</text>"),
        "{page}"
    );
    for (from, to) in [
        ("unit: 件", "unit: 件\n    total: no"),
        ("unit: 件", "unit: '%'"),
        ("    unit: 件\n", ""),
        ("name: 复议受理", "name: 复议受理率"),
    ] {
        let (page, _folder) = build(&CONFIG.replace(from, to));
        assert!(
            !page.contains("totals-head") && !page.contains("<svg"),
            "{to}"
        );
    }
    let (page, _folder) = build(&CONFIG.replace("    unit: 件\n", "    total: yes\n"));
    assert!(page.contains("totals-head"));
    let shares = CONFIG.replace("unit: 件", "unit: '%'\n    total: yes");
    assert_eq!(
        told(archive(&shares, &[]).path())[0],
        "error total-of-shares archive.yaml:9:12"
    );
}

#[test]
fn figures_beyond_the_limit_are_told() {
    let many: Vec<String> = (0..201).map(|at| format!("  k{at}: 1\n")).collect();
    let own = report(
        "2020",
        &format!("figures:\n{}", many.concat()),
        "全年受理51件。",
    );
    let folder = archive(CONFIG, &[("content/shili/2020.md", &own)]);
    let found = told(folder.path());
    assert!(
        found.contains(&"error too-many-figures shili/2020.md:207:3".to_owned()),
        "{found:?}"
    );
}

#[test]
fn of_different_figures_none_is_taken() {
    let body = "一、复议\n\n全年受理51件。\n\n其中某镇受理3件。";
    let other = report("2020", "", body);
    let folder = archive(CONFIG, &[("content/shili/2020.md", &other)]);
    assert_eq!(
        told(folder.path()),
        ["warning unsure-figure shili/2020.md:12:7"]
    );
    let public = site(folder.path(), &[]);
    let periods = rows(&public, &["period"]);
    assert_eq!(periods, ["2018", "2021"]);
    // A waiver takes the warning away, and not the doubt.
    let waived = report(
        "2020",
        "waivers:\n  - {code: unsure-figure, quote: 受理3件, reason: 已核, reviewer: 示例}\n",
        body,
    );
    let folder = archive(CONFIG, &[("content/shili/2020.md", &waived)]);
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    let stated = report("2020", "figures: {review-cases: 51}\n", body);
    let folder = archive(CONFIG, &[("content/shili/2020.md", &stated)]);
    assert_eq!(told(folder.path()), [] as [&str; 0]);
}

#[test]
fn bad_declarations_have_their_place() {
    let replaced = |from: &str, to: &str| {
        assert!(CONFIG.contains(from), "{from}");
        CONFIG.replace(from, to)
    };
    for (config, expected) in [
        (
            replaced("(\\d+)件", "(\\d+件"),
            "error bad-pattern archive.yaml:11:16",
        ),
        (
            replaced("(\\d+)件", "\\d+件"),
            "error bad-pattern archive.yaml:11:16",
        ),
        (
            replaced("(\\d+)件", "((\\w{99}){99})"),
            "error bad-pattern archive.yaml:11:16",
        ),
        (
            replaced("until: 2020", "until: 2021"),
            "error overlapping-definitions archive.yaml:12:9",
        ),
        (
            replaced("[年度报告]", "[年报]"),
            "error unknown-type archive.yaml:9:13",
        ),
        (
            replaced("受理(\\d+)件", "无此写法(\\d+)件"),
            "warning pattern-without-match archive.yaml:11:16",
        ),
        (
            replaced("row: 受理", "row: 受理数"),
            "warning pattern-without-match archive.yaml:12:17",
        ),
        (
            replaced("review-cases:", "Review:"),
            "error wrong-type archive.yaml:6:3",
        ),
    ] {
        assert_eq!(told(archive(&config, &[]).path()), [expected], "{config}");
    }
}

#[test]
fn years_that_are_not_shown_are_counted_by_their_figures() {
    let old = report("1990", "", "全年受理7件。");
    let folder = archive(CONFIG, &[("content/shili/1990.md", &old)]);
    let page = read(
        &site(folder.path(), &[]),
        "indicators/review-cases/index.html",
    );
    assert!(page.contains("另有1个更早的时期未列出"), "{page}");
}

#[test]
fn an_archive_without_indicators_has_no_page_of_them() {
    let config = "title: 示例档案\ntypes:\n  annual-report: 年度报告\n";
    let folder = archive(config, &[]);
    let public = site(folder.path(), &[]);
    assert!(!public.join("indicators").exists());
    assert!(!public.join("data/indicators.csv").exists());
    assert!(!read(&public, "index.html").contains("indicators/"));
    assert!(!read(&public, "shili/2021/index.json").contains("\"figures\""));
}

#[test]
fn a_build_that_goes_on_says_the_same() {
    let folder = archive(CONFIG, &[]);
    let content = folder.path().join("content");
    let steps = [
        (
            "shili/2020.md",
            "a figure",
            report("2020", "", "一、复议\n\n全年受理52件。"),
        ),
        (
            "archive.yaml",
            "a unit",
            CONFIG.replace("unit: 件", "unit: 万件"),
        ),
        (
            "shili/2020.md",
            "a statement",
            report(
                "2020",
                "figures: {review-cases: 7万}\n",
                "一、复议\n\n全年受理7万件。",
            ),
        ),
    ];
    common::goes_on_as_clean(folder.path(), "the first");
    for (path, what, text) in steps {
        fs::write(content.join(path), text).expect("written");
        common::goes_on_as_clean(folder.path(), what);
    }
}
