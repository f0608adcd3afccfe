//! Finding one's way in an archive, with the real binary: what the front page says of a large one and of a small one, lists
//! of years, and the names that a box narrows a list by.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{self, gongbao, stderr};

/// The published site of a content tree, given as (path, text).
fn published(folder: &Path, files: &[(String, String)], settings: &str) -> PathBuf {
    let settings = format!("title: 示例档案\ntypes:\n  annual-report: 年度报告\n{settings}");
    common::write(folder, "archive.yaml", &settings);
    for (path, text) in files {
        common::write(folder, path, text);
    }
    let public = folder.join("public");
    let output = gongbao()
        .args(["build", "--no-store", "--no-zips", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(&public)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    public
}

fn report(path: &str, head: &str) -> (String, String) {
    let title = path.replace('/', " ");
    let text = format!("---\ntitle: {title}\ntype: annual-report\n{head}---\n\n{title}的正文。\n");
    (format!("{path}.md"), text)
}

fn agency(folder: &str, name: &str, more: &str) -> (String, String) {
    let text = format!("---\nname: {name}\n{more}---\n");
    (format!("{folder}/_index.md"), text)
}

fn page(public: &Path, path: &str) -> String {
    fs::read_to_string(public.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The text of what stands from one mark to another, without elements.
fn text(page: &str, from: &str, to: &str) -> String {
    let (_, rest) = page
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from}: {page}"));
    let (part, _) = rest
        .split_once(to)
        .unwrap_or_else(|| panic!("no {to}: {rest}"));
    let mut text = String::new();
    let mut is_inside = false;
    for c in part.chars() {
        match c {
            '<' => is_inside = true,
            '>' => {
                is_inside = false;
                text.push(' ');
            }
            _ if !is_inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Agencies of three cities, `count` of them, each with a report on 2020 and one on 2021.
fn many(count: usize, more: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for at in 0..count {
        let city = ["甲", "乙", "丙"][at % 3];
        let (folder, name) = (format!("body-{at:03}"), format!("第{at}局"));
        files.push(agency(
            &folder,
            &name,
            &format!("region: 示例省示例{city}市\n{more}"),
        ));
        for year in [2020, 2021] {
            files.push(report(
                &format!("{folder}/{year}"),
                &format!("period: {year}\npublished: {}-03-31\n", year + 1),
            ));
        }
    }
    files
}

#[test]
fn the_front_page_of_many_agencies_counts_by_region_and_by_year() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = many(60, "");
    files.push(agency("nowhere", "无处局", ""));
    files.push(report(
        "nowhere/2021",
        "period: 2021\npublished: 2022-04-01\n",
    ));
    let public = published(folder.path(), &files, "");
    let home = page(&public, "index.html");
    // The province around all is passed through.
    assert_eq!(
        text(&home, "<table class=\"matrix held-by-year\">", "</table>"),
        "地区 2020 2021 示例丙市 20 20 示例甲市 20 20 示例乙市 20 20 其他机构 0 1"
    );
    assert!(
        home.contains("href=\"regions/shilishengshilijiashi/index.html\""),
        "{home}"
    );
    // Days stand above their reports, and one does not fill the page.
    let days = text(&home, "id=\"newest-head\"", "<div class=\"ways\">");
    for said in ["2022年4月1日 nowhere 2021", "当日另有55份。"] {
        assert!(days.contains(said), "{said}: {days}");
    }
    assert_eq!(days.matches("2022年3月31日").count(), 1, "{days}");
    assert!(home.len() < 30_000, "{}", home.len());
}

#[test]
fn where_there_are_no_regions_those_above_have_the_rows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    for at in 0..60 {
        let (folder, name) = (format!("body-{at:03}"), format!("第{at}局"));
        let parent = match at % 20 {
            0 => String::new(),
            _ => format!("parent: body-{:03}\n", at - at % 20),
        };
        files.push(agency(&folder, &name, &parent));
        files.push(report(&format!("{folder}/2021"), "period: 2021\n"));
    }
    let public = published(folder.path(), &files, "");
    let home = page(&public, "index.html");
    assert_eq!(
        text(&home, "<table class=\"matrix held-by-year\">", "</table>"),
        "机构（含下级机构） 2021 第0局 20 第20局 20 第40局 20"
    );
}

#[test]
fn a_small_archive_has_no_boxes_and_a_row_for_each_agency() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = many(3, "");
    let public = published(folder.path(), &files, "");
    let home = page(&public, "index.html");
    let matrix = text(&home, "<table class=\"matrix held-by-year\">", "</table>");
    assert_eq!(matrix, "机构 2020 2021 第0局 1 1 第1局 1 1 第2局 1 1");
    for path in ["index.html", "agencies/index.html", "years/index.html"] {
        let page = page(&public, path);
        assert!(!page.contains("class=\"filter\""), "{path}: {page}");
    }
    let names = fs::read_dir(public.join("agencies")).expect("a folder");
    assert_eq!(names.count(), 1);
    let agencies = page(&public, "agencies/index.html");
    let list = text(&agencies, "<ul class=\"whole\">", "</ul>");
    assert!(
        list.starts_with("第0局 示例省示例甲市 · 2020年至2021年 · 2份"),
        "{list}"
    );
}

#[test]
fn long_lists_have_their_names_in_a_script_and_stay_whole_without_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = many(130, "other_names: [另名]\n");
    files.push(agency(
        "yubei",
        "重庆市渝北区司法局",
        "region: 重庆市渝北区\n",
    ));
    files.push(report("yubei/2021", "period: 2021\n"));
    let public = published(folder.path(), &files, "");
    let mut listed = String::new();
    for path in ["agencies/index.html", "agencies/2.html"] {
        let page = page(&public, path);
        let (_, rest) = page.split_once("data-names=\"").expect("a box");
        let (names, _) = rest.split_once('"').expect("it ends");
        let script = fs::read_to_string(public.join("agencies").join(names)).expect("its names");
        let json = script.strip_prefix("gongbaoListed=");
        let json = json
            .and_then(|rest| rest.strip_suffix(";\n"))
            .expect("an assignment");
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let all = value["names"].as_array().expect("a list");
        assert_eq!(all.len(), 131);
        let first = serde_json::json!([
            "第0局",
            "body-000",
            "示例省示例甲市",
            "2020年至2021年 · 2份",
            "另名"
        ]);
        assert_eq!(all[0], first);
        let sounds = value["sounds"].as_str().expect("text");
        assert!(
            sounds.contains("chong重") && !sounds.contains("zhong"),
            "{sounds}"
        );
        write!(listed, "{}", text(&page, "<ul class=\"whole\">", "</ul>")).expect("written");
    }
    assert_eq!(listed.matches("局 ").count(), 131, "{listed}");
    // Regions are few enough to be read, and so are years.
    for path in ["regions/index.html", "years/index.html"] {
        assert!(!page(&public, path).contains("class=\"filter\""), "{path}");
    }
}

#[test]
fn the_list_of_a_year_tells_what_reports_are_about_from_when_they_were_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = vec![
        agency("a", "甲局", ""),
        report("a/2020", "period: 2020\npublished: 2021-03-31\n"),
        report("a/late", "period: 2019\npublished: 2021-05-01\n"),
        report("a/2021", "period: 2021\npublished: 2022-03-31\n"),
        report("a/quick", "period: 2021-01\npublished: 2021-02-01\n"),
        report("a/letter", "written: 2021-06-01\n"),
        report("a/2022", "period: 2022\npublished: 2022-12-31\n"),
        report("a/plan", "period: 2021/2025\npublished: 2022-01-31\n"),
    ];
    let public = published(folder.path(), &files, "");
    let year = page(&public, "years/2021/index.html");
    assert_eq!(
        text(&year, "<h1>", "</main>")
            .split(" 下一年")
            .next()
            .unwrap_or_default(),
        "2021年 报告期为2021年或包含2021年的报告3份，另有1份未注明报告期，按成文或发布年份列入 \
         2021年发布的其他报告，按报告期列在： 2020年 1份 · 2019年 1份 订阅 怎样订阅 \
         2022年发布 2022年3月31日 a 2021 甲局 年度报告 2022年1月31日 a plan 甲局 年度报告 \
         2021年发布 2021年2月1日 a quick 甲局 年度报告 \
         未标注发布日期 2021年6月1日 a letter 甲局 年度报告 上一年 2020年"
    );
    // What its title says, its list does not say again.
    let year = page(&public, "years/2022/index.html");
    let heads = text(&year, "<main", "</main>");
    assert!(
        heads.contains("报告期为2022年或包含2022年的报告2份") && !heads.contains("2022年发布 2"),
        "{heads}"
    );
    let year = page(&public, "years/2023/index.html");
    let year = text(&year, "<h1>", "</main>");
    assert!(
        year.starts_with("2023年 报告期为2023年或包含2023年的报告1份 订阅 怎样订阅 2022年发布"),
        "{year}"
    );
}

#[test]
fn a_long_list_leads_to_the_search_among_its_reports() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = many(12, "");
    files.push(agency("one", "独“立”局", ""));
    files.extend((0..21).map(|at| report(&format!("one/{at}"), "period: 1999\n")));
    let public = published(folder.path(), &files, "");
    for (path, query, count) in [
        ("types/annual-report/index.html", "type:\"年度报告\"", 45),
        ("years/1999/index.html", "year:1999", 21),
        ("one/index.html", "agency:\"独“立”局\"", 21),
    ] {
        let page = page(&public, path);
        let (_, rest) = page.split_once("search/index.html?q=").expect("a link");
        let (encoded, _) = rest.split_once('"').expect("it ends");
        let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8();
        assert_eq!(decoded.expect("UTF-8"), query, "{path}");
        let output = gongbao()
            .args(["search", "--format", "json", "--index"])
            .arg(public.join("search-index"))
            .arg(query)
            .output()
            .expect("the binary runs");
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(found["total"], count, "{query}");
    }
    assert!(!page(&public, "years/2021/index.html").contains("search/index.html?q="));
}

#[test]
fn the_first_duty_has_the_room_that_is_not_enough_for_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = Vec::new();
    for at in 0..60 {
        let region = format!("region: 示例{}省第{at}县\n", at % 30);
        files.push(agency(
            &format!("body-{at:03}"),
            &format!("第{at}局"),
            &region,
        ));
        for year in 2015..2021 {
            files.push(report(
                &format!("body-{at:03}/{year}"),
                &format!("period: {year}\npublished: {}-03-31\n", year + 1),
            ));
        }
    }
    let duty = |key: &str| {
        format!("  {key}:\n    name: {key}义务\n    rules: {{type: 年度报告, publish_by: 04-01}}\n")
    };
    let settings = format!("duties:\n{}{}", duty("one"), duty("two"));
    let public = published(folder.path(), &files, &settings);
    let home = page(&public, "index.html");
    let (first, second) = home.split_once(">two义务</a>").expect("two duties");
    assert!(
        first.contains("2020年应有60份，本档案收录60份。"),
        "{first}"
    );
    assert_eq!(first.matches("<th scope=\"row\"><a").count(), 30, "{first}");
    assert_eq!(first.matches("share-4\">2/2<").count(), 30 * 6, "{first}");
    assert!(
        second.contains(">60/60<") && !second.contains(">2/2<"),
        "{second}"
    );
    assert!(home.len() < 40_000, "{}", home.len());
}

#[test]
fn what_is_held_of_a_duty_is_said_of_a_period_that_is_over() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = vec![
        agency("a", "甲局", ""),
        agency("b", "乙局", ""),
        report("a/2019", "period: 2019\npublished: 2020-03-31\n"),
        report("b/2019", "period: 2019\npublished: 2020-05-31\n"),
        // The other has two months yet.
        report("a/2020", "period: 2020\npublished: 2021-02-01\n"),
    ];
    let settings =
        "duties:\n  one:\n    name: 义务\n    rules: {type: 年度报告, publish_by: 04-01}\n";
    let public = published(folder.path(), &files, settings);
    let home = page(&public, "index.html");
    assert!(
        home.contains("<p>2019年应有2份，本档案收录2份。</p>"),
        "{home}"
    );
}
