//! Tables in files beside reports, with the real binary: on the page and on pages of their own, what is told of a file
//! with its place in it, sums, clean-up results; and that a build that goes on from the last one makes the same.

use std::fs;
use std::path::Path;

use crate::common::{self, report, stderr, tree};

const POWERS: &str = "\u{feff}序号,部门,许可,处罚,合计\r\n1,甲局,3,\"1,010\",\"1,013\"\r\n2,乙局,4,20,24\r\n3,丙局,5,30,35\r\n,合计,12,1060,1072\r\n";

/// A report with attachments, as YAML says them.
fn with(attachments: &str) -> String {
    let more = format!("period: 2021\nattachments: {attachments}");
    report("示例正文。").replace("period: 2021", &more)
}

fn archive(attachments: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let text = with(attachments);
    let base = [("content/shili/2021/index.md", text.as_str())];
    let all: Vec<(&str, &str)> = base.into_iter().chain(files.iter().copied()).collect();
    tree(&all)
}

/// What check tells, as `code file line:column`.
fn told(folder: &Path) -> Vec<String> {
    let found = common::diagnostics(folder).into_iter().map(|found| {
        let word = |key: &str| found[key].as_str().expect("a word").to_owned();
        let number = |key: &str| found[key].as_u64().expect("a number");
        let (code, file) = (word("code"), word("file"));
        format!("{code} {file} {}:{}", number("line"), number("column"))
    });
    found.collect()
}

fn built(folder: &Path) {
    let output = common::build(folder, &["--no-store"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

fn page(folder: &Path, path: &str) -> String {
    let file = folder.join("public/shili/2021").join(path);
    fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

#[test]
fn a_short_table_stands_on_the_page_of_its_report() {
    let folder = archive(
        "[{file: powers.csv, title: 权力清单, table: true}]",
        &[("content/shili/2021/powers.csv", POWERS)],
    );
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    built(folder.path());
    let found = page(folder.path(), "index.html");
    for words in [
        "<h2 id=\"table-1-head\">权力清单</h2>",
        "<section class=\"table\" tabindex=\"0\" aria-label=\"权力清单\">",
        "<caption>共4行。</caption>",
        "<th scope=\"col\" class=\"names\">部门</th>",
        "<tr><td>1</td><th scope=\"row\">甲局</th><td class=\"right\">3</td><td class=\"right\">1,010</td><td class=\"right\">1,013</td></tr>",
        "<tr class=\"total\"><td></td><th scope=\"row\">合计</th>",
        "<a href=\"powers.csv\" download>下载（CSV）</a>",
        "<table data-sort>",
        "assets/table.",
        "assets/file-table.",
    ] {
        assert!(found.contains(words), "{words}\n{found}");
    }
    assert!(!found.contains("数字核对"));
    assert!(!folder.path().join("public/shili/2021/tables").exists());
    // The file itself is published as it is.
    assert_eq!(page(folder.path(), "powers.csv"), POWERS);
    let record: serde_json::Value =
        serde_json::from_str(&page(folder.path(), "index.json")).expect("JSON");
    let table = serde_json::json!({"rows": 4, "columns": 5});
    assert_eq!(record["attachments"][0]["table"], table);
}

#[test]
fn a_report_without_tables_has_nothing_of_them() {
    let folder = archive("[powers.csv]", &[("content/shili/2021/powers.csv", POWERS)]);
    built(folder.path());
    let found = page(folder.path(), "index.html");
    assert!(!found.contains("table"), "{found}");
}

#[test]
fn a_cell_is_shown_as_it_is_written() {
    let text = "名称,内容\n=SUM(A1),<script>alert(1)</script>\n-5,\"一、二\n三\"\n";
    let folder = archive(
        "[{file: a.csv, table: true}]",
        &[("content/shili/2021/a.csv", text)],
    );
    built(folder.path());
    let found = page(folder.path(), "index.html");
    for words in [
        ">a.csv</h2>",
        "<th scope=\"row\">=SUM(A1)</th>",
        "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>",
        "<th scope=\"row\">-5</th>",
        "<td>一、二\n三</td>",
    ] {
        assert!(found.contains(words), "{words}\n{found}");
    }
}

fn long(rows: usize) -> String {
    let rows = (1..=rows).map(|at| format!("{at},示例事项{at},《示例办法》第{at}条\n"));
    format!("编号,事项,依据\n{}", rows.collect::<String>())
}

#[test]
fn a_long_table_has_pages_of_its_own() {
    let folder = archive(
        "[{file: 目录.csv, title: 决策事项目录, table: true}]",
        &[("content/shili/2021/目录.csv", &long(250))],
    );
    built(folder.path());
    let found = page(folder.path(), "index.html");
    for words in [
        "共250行。",
        "<a href=\"tables/mulu/index.html\">查看全部250行</a>",
        "<caption>第1—10行</caption>",
        "示例事项10<",
    ] {
        assert!(found.contains(words), "{words}\n{found}");
    }
    assert!(!found.contains("示例事项11<") && !found.contains("data-sort"));
    let first = page(folder.path(), "tables/mulu/index.html");
    let second = page(folder.path(), "tables/mulu/2.html");
    let third = page(folder.path(), "tables/mulu/3.html");
    for (page, rows, other) in [
        (&first, "第1—100行", "示例事项101<"),
        (&second, "第101—200行", "示例事项201<"),
        (&third, "第201—250行", "示例事项200<"),
    ] {
        assert!(
            page.contains(rows) && !page.contains(other),
            "{rows}\n{page}"
        );
        assert!(page.contains("href=\"../../%E7%9B%AE%E5%BD%95.csv\" download"));
        assert!(page.contains("分页显示的表格不能在页面上排序"));
        assert!(page.len() < 30_000, "{}", page.len());
    }
    assert!(first.contains("<h1 id=\"table-head\">决策事项目录</h1>"));
    assert!(first.contains("<a href=\"../../index.html\">"));
}

#[test]
fn what_is_wrong_is_told_with_its_place_in_the_file() {
    let table = |name: &str| format!("[{{file: {name}, table: true}}]");
    for (name, text, wanted) in [
        (
            "a.csv",
            "甲,乙\n1,2,3\n",
            "table-row-length shili/2021/a.csv 2:1",
        ),
        (
            "a.csv",
            "甲,乙,丙\n1,2,3\n4,5\n",
            "table-row-length shili/2021/a.csv 3:1",
        ),
        (
            "a.csv",
            "甲,乙,甲\n1,2,3\n",
            "table-head shili/2021/a.csv 1:5",
        ),
        (
            "a.csv",
            "甲,乙\n1,\"2\n3,4\n",
            "open-quote shili/2021/a.csv 2:3",
        ),
        (
            "a.csv",
            "甲;乙\n1;2\n",
            "table-separator shili/2021/a.csv 1:1",
        ),
        (
            "a.csv",
            "甲,乙\n1,2\u{7}\n",
            "control-character shili/2021/a.csv 2:3",
        ),
        ("a.csv", "甲,乙\n", "empty-table shili/2021/a.csv 1:1"),
        ("a.yaml", "甲: 乙\n", "table-shape shili/2021/a.yaml 1:1"),
        (
            "a.txt",
            "甲,乙\n1,2\n",
            "table-format shili/2021/index.md 5:22",
        ),
        (
            "a.csv",
            "部门,受理\n甲,1\n乙,2\n合计,4\n",
            "sum-does-not-match shili/2021/a.csv 4:4",
        ),
    ] {
        let path = format!("content/shili/2021/{name}");
        let folder = archive(&table(name), &[(&path, text)]);
        assert_eq!(told(folder.path()), [wanted], "{text}");
    }
    let folder = archive(&table("b.csv"), &[]);
    let [missing] = &told(folder.path())[..] else {
        panic!("one");
    };
    assert!(missing.starts_with("missing-attachment"), "{missing}");
    // Another encoding is told once.
    let folder = archive(&table("a.csv"), &[]);
    let file = folder.path().join("content/shili/2021/a.csv");
    fs::write(file, b"\xCF\xEE\xC4\xBF,1\n\xCF\xEE\xC4\xBF,2\n").expect("written");
    assert_eq!(told(folder.path()), ["invalid-utf8 shili/2021/a.csv 1:1"]);
    // What was taken back stands in nobody's way.
    let folder = archive(
        "[{file: a.csv, table: true, withdrawn: {reason: 示例}}]",
        &[("content/shili/2021/a.csv", "甲,乙\n1,2,3\n")],
    );
    assert_eq!(told(folder.path()), [] as [&str; 0]);
}

#[test]
fn a_wrong_sum_is_noted_on_the_page_and_can_be_waived() {
    let wrong = POWERS.replace("12,1060,1072", "13,1060,1072");
    let folder = archive(
        "[{file: powers.csv, title: 权力清单, table: true}]\nwaivers: [{code: sum-does-not-match, quote: 合计, reason: 原表如此}]",
        &[("content/shili/2021/powers.csv", &wrong)],
    );
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    built(folder.path());
    let found = page(folder.path(), "index.html");
    for words in [
        "数字核对",
        "<a href=\"#table-1-4-head\">合计 / 许可</a>",
        "<tr id=\"table-1-4-head\" class=\"total\"><td></td><th scope=\"row\">合计</th><td class=\"right\">13</td>",
        "各项相加为12，所列总数为13",
        "表中可以核对的合计有",
    ] {
        assert!(found.contains(words), "{words}\n{found}");
    }
}

#[test]
fn a_wrong_sum_of_a_long_table_leads_to_its_row_on_its_page() {
    let rows: String = (1..=120).map(|at| format!("{at},局{at},1\n")).collect();
    let text = format!("序号,部门,件数\n{rows},合计,121\n");
    let folder = archive(
        "[{file: long.csv, title: 长表, table: true}]",
        &[("content/shili/2021/long.csv", &text)],
    );
    assert_eq!(
        told(folder.path()),
        ["sum-does-not-match shili/2021/long.csv 122:5"]
    );
    built(folder.path());
    let found = page(folder.path(), "index.html");
    let link = "<a href=\"tables/long/2.html#table-121-head\">合计 / 件数</a>";
    assert!(found.contains(link), "{found}");
    let second = page(folder.path(), "tables/long/2.html");
    assert!(
        second.contains("<tr id=\"table-121-head\" class=\"total\">"),
        "{second}"
    );
    let first = page(folder.path(), "tables/long/index.html");
    assert!(!first.contains("<tr id="), "{first}");
}

#[test]
fn a_table_in_yaml_is_offered_in_csv_too() {
    let text = "- {事项: 甲, 件数: 007}\n- {事项: =乙, 件数: 2}\n";
    let folder = archive(
        "[{file: list.yaml, table: true}]",
        &[("content/shili/2021/list.yaml", text)],
    );
    built(folder.path());
    let found = page(folder.path(), "index.html");
    for words in [
        "<a href=\"list.yaml\" download>下载（YAML）</a>",
        "<a href=\"tables/list.csv\" download>下载（CSV）</a>",
        "<tr><th scope=\"row\">甲</th><td>007</td></tr>",
    ] {
        assert!(found.contains(words), "{words}\n{found}");
    }
    // In a file for spreadsheet programs no cell is a formula.
    assert_eq!(
        page(folder.path(), "tables/list.csv"),
        "\u{feff}\"事项\",\"件数\"\r\n\"甲\",\"007\"\r\n\"'=乙\",\"2\"\r\n"
    );
}

#[test]
fn a_clean_up_result_in_a_file_says_what_is_in_force() {
    let measure = "---\ntitle: 示例市供水办法\ntype: annual-report\nperiod: 2010\npublished: 2010-03-01\nstatus: 有效\n---\n\n示例正文。\n";
    let rows = "序号,文件名称,清理结果\n1,《示例市供水办法》,废止\n2,《示例市用水办法》,继续有效\n";
    let folder = archive(
        "[{file: result.csv, title: 规范性文件清理结果, table: true}]",
        &[
            ("content/shili/2021/result.csv", rows),
            (
                "content/shili/2010.md",
                &measure.replace("status: 有效\n", ""),
            ),
        ],
    );
    built(folder.path());
    let found = fs::read_to_string(folder.path().join("public/shili/2010/index.html"));
    let found = found.expect("a page");
    assert!(found.contains("依据本档案收录的清理结果"), "{found}");
    // Where the editor says otherwise and a second list agrees with neither, the row is named.
    let other = "序号,文件名称,清理结果\n1,《示例市供水办法》,宣布失效\n";
    let text =
        with("[{file: other.csv, title: 清理结果, table: true}]").replace("2021年", "2021年另一");
    for (path, text) in [
        (
            "content/shili/2022/index.md",
            text.replace("period: 2021", "period: 2022"),
        ),
        ("content/shili/2022/other.csv", other.to_owned()),
    ] {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    let found = told(folder.path());
    let row = "status-against-list shili/2022/other.csv 2:1";
    let first = "status-against-list shili/2021/result.csv 2:1";
    assert!(found.iter().any(|it| it == row || it == first), "{found:?}");
}

#[test]
fn a_table_that_grows_and_shrinks_loses_no_address() {
    let folder = archive(
        "[{file: a.csv, table: true}]",
        &[("content/shili/2021/a.csv", &long(250))],
    );
    built(folder.path());
    for rows in [120, 5] {
        let file = folder.path().join("content/shili/2021/a.csv");
        fs::write(file, long(rows)).expect("written");
        built(folder.path());
    }
    assert!(!folder.path().join("public/shili/2021/tables").exists());
}

#[test]
fn going_on_from_the_last_build_makes_what_a_clean_one_makes() {
    let folder = archive(
        "[{file: a.csv, title: 甲, table: true}, {file: b.yaml, table: true}]",
        &[
            ("content/shili/2021/a.csv", POWERS),
            ("content/shili/2021/b.yaml", "- {甲: 1}\n- {甲: 2}\n"),
        ],
    );
    let long = long(250);
    for (name, text) in [
        (
            "a.csv",
            POWERS.replace("12,1060,1072", "13,1060,1072").as_str(),
        ),
        ("a.csv", &long),
        ("a.csv", &long.replace("示例事项150", "另一事项")),
        ("b.yaml", "- {甲: 1, 乙: 2}\n"),
        ("a.csv", POWERS),
    ] {
        let file = folder.path().join("content/shili/2021").join(name);
        fs::write(file, text).expect("written");
        common::goes_on_as_clean(folder.path(), name);
    }
}
