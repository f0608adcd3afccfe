//! Tables of cases for the reading of tables, and what of them stands on a page.

use proptest::prelude::{prop, proptest};

use super::{About, Format, FoundTable, Place, TableText, find, place, shown};
use crate::diagnostic::{Fault, Severity};

fn parse(text: &str) -> (Option<TableText<'_>>, Vec<Fault>) {
    let mut faults = Vec::new();
    let table = TableText::parse(Format::Csv, text, &mut faults);
    (table, faults)
}

/// The cells of a table, the head first, with `|` between them.
fn cells(table: &TableText<'_>) -> Vec<String> {
    let rows = std::iter::once(&table.heads).chain(&table.rows);
    rows.map(|row| {
        let texts: Vec<&str> = row.iter().map(|cell| &*cell.text).collect();
        texts.join("|")
    })
    .collect()
}

#[test]
fn csv_is_read_as_programs_write_it() {
    for (text, wanted) in [
        ("甲,乙\n1,2\n", &["甲|乙", "1|2"][..]),
        ("\u{feff}甲,乙\r\n1,2\r\n", &["甲|乙", "1|2"]),
        ("甲,乙\r1,2\r", &["甲|乙", "1|2"]),
        ("甲,乙\n1,2", &["甲|乙", "1|2"]),
        ("甲,乙\n\n\r\n1,2\n\n3,4\n", &["甲|乙", "1|2", "3|4"]),
        ("\"甲\",\"乙\"\r\n\"1\",\"2\"\r\n", &["甲|乙", "1|2"]),
        (
            "甲,乙\n\"a,b\",\"他说\"\"是\"\"\"\n",
            &["甲|乙", "a,b|他说\"是\""],
        ),
        ("甲,乙\n\"一\n二\",2\n", &["甲|乙", "一\n二|2"]),
        ("甲,乙\n=1+1,-5\n", &["甲|乙", "=1+1|-5"]),
        ("甲,乙\n1,\n,2\n", &["甲|乙", "1|", "|2"]),
        ("甲,乙,,\n1,2,,\n,,,\n,,,\n", &["甲|乙", "1|2"]),
        ("甲,乙\n5\"管,2\n", &["甲|乙", "5\"管|2"]),
    ] {
        let (table, faults) = parse(text);
        assert_eq!(faults, [], "{text:?}");
        assert_eq!(cells(&table.expect("a table")), wanted, "{text:?}");
    }
}

#[test]
fn a_cell_knows_its_place() {
    let text = "\u{feff}甲,乙\r\n\r\n\"一\",\"二\"\"\"\r\n三,四";
    let (table, _) = parse(text);
    let table = table.expect("a table");
    let written = table.rows.iter().flatten();
    let written: Vec<&str> = written.map(|cell| &text[cell.span.clone()]).collect();
    assert_eq!(written, ["一", "\"二\"\"\"", "三", "四"]);
}

#[test]
fn what_is_no_table_is_told_with_its_place() {
    let wide = |count: usize| vec!["甲"; count].join(",");
    let too_wide = format!("{}\n{}\n", wide(201), wide(201));
    let too_long = format!("甲\n{}", "1\n".repeat(100_001));
    for (text, code, place) in [
        ("", "empty-table", ""),
        ("甲,乙\n", "empty-table", ""),
        ("甲,乙\n,\n", "empty-table", ""),
        (",,\n,,\n", "empty-table", ""),
        ("甲,乙\n1,\"2\n3,4\n", "open-quote", "\""),
        ("甲,乙\n\"放管服\"改革,2\n", "stray-quote", "\"放管服\"改革"),
        ("甲,乙\n1,2,3\n", "table-row-length", "1,2,3"),
        ("甲,乙,丙\n1,2,3\n4,5\n", "table-row-length", "4,5"),
        ("甲,甲\n1,2\n", "table-head", "甲"),
        ("甲,,丙\n1,2,3\n", "table-head", ""),
        ("甲;乙\n1;2\n", "table-separator", "甲;乙"),
        ("甲\t乙\n1\t2\n", "table-separator", "甲\t乙"),
        ("甲，乙\n1，2\n", "table-separator", "甲，乙"),
        ("甲，乙\n1,2\n3,4\n", "table-separator", "，"),
        ("甲,乙，丙\n1,2,3\n4,5,6\n7,8\n", "table-separator", "，"),
        ("甲,\"乙，丙\"\n1,2,3\n", "table-separator", "，"),
        ("甲,乙，丙\n1,2,3,4\n", "table-row-length", "1,2,3,4"),
        ("甲,乙\n1,2\u{7}\n", "control-character", "2\u{7}"),
        (&too_wide, "table-too-large", ""),
        (&too_long, "table-too-large", ""),
    ] {
        let (_, faults) = parse(text);
        let shown: String = text.chars().take(40).collect();
        let [fault] = faults.as_slice() else {
            panic!("{shown:?}: {faults:?}");
        };
        assert_eq!(fault.code, code, "{shown:?}");
        assert_eq!(&text[fault.span.clone()], place, "{shown:?}");
    }
}

#[test]
fn a_head_that_is_empty_is_told_where_it_is_missing() {
    for (text, column) in [
        ("甲,乙,\n1,2,3\n", 4),
        ("甲,乙,\r\n1,2,3\r\n", 4),
        (",乙,丙\r\n1,2,3\r\n", 0),
        ("\n\n甲,,丙\n1,2,3\n", 4),
        ("甲,乙,\"\"\n1,2,3\n", 5),
    ] {
        let (_, faults) = parse(text);
        let [fault] = faults.as_slice() else {
            panic!("{text:?}: {faults:?}");
        };
        let before = &text[..fault.span.start];
        assert_eq!(before.chars().count(), column, "{text:?}");
    }
}

#[test]
fn yaml_is_a_list_of_mappings_or_of_lists() {
    let read = |text: &'static str| {
        let mut faults = Vec::new();
        let table = TableText::parse(Format::Yaml, text, &mut faults);
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        (table.as_ref().map(cells), codes)
    };
    for (text, wanted) in [
        (
            "- {事项: 甲, 件数: 007}\n- {件数: 2, 依据: 丙}\n",
            &["事项|件数|依据", "甲|007|", "|2|丙"][..],
        ),
        (
            "- [事项, 件数]\n- [甲, 1]\n- [乙, ]\n",
            &["事项|件数", "甲|1", "乙|"],
        ),
    ] {
        let (table, codes) = read(text);
        assert_eq!(table.expect("a table"), wanted, "{text}");
        assert!(
            codes.iter().all(|code| *code == "table-row-length"),
            "{text}: {codes:?}"
        );
    }
    for (text, wanted) in [
        (
            "- {事项: 甲, 件数: 1}\n- {事项: 乙, 件: 2}\n- {事项: 丙, 件: 3}\n",
            1,
        ),
        ("- {事项: 甲, 件数: 1}\n- {事项: 乙, 件数: 2, 件: 2}\n", 0),
        ("- {事项: 甲, 件数: 1}\n- {事项: 乙, 依据: 丙}\n", 0),
        ("- {事项: 甲, 件: , 件数: 1}\n- {事项: 乙, 件: 2}\n", 0),
    ] {
        let told = read(text).1;
        assert_eq!(
            told.iter().filter(|code| **code == "table-key").count(),
            wanted,
            "{text}"
        );
    }
    for text in [
        "甲: 乙\n",
        "- 甲\n- 乙\n",
        "- [甲]\n- {甲: 1}\n",
        "- [甲]\n- [[乙]]\n",
    ] {
        assert!(read(text).1.contains(&"table-shape"), "{text}");
    }
    assert_eq!(read("").1, ["empty-table"]);
}

#[test]
fn short_rows_hide_no_long_one_and_what_they_are_filled_up_to_counts() {
    let short = format!("甲,乙,丙\n{}1,2,3,4\n", "1,2\n".repeat(150));
    let errors = parse(&short).1;
    let errors = errors
        .iter()
        .filter(|fault| fault.severity == Severity::Error);
    assert_eq!(errors.count(), 1);
    let head = (0..200).map(|at| format!("列{at}")).collect::<Vec<_>>();
    let wide = format!("{}\n{}", head.join(","), "1\n".repeat(10_000));
    assert!(parse(&wide).0.is_none());
    let list = format!(
        "- [{}]\n{}",
        vec!["甲"; 5_000].join(", "),
        "- [1]\n".repeat(1_000)
    );
    let mut faults = Vec::new();
    assert!(TableText::parse(Format::Yaml, &list, &mut faults).is_none());
    assert_eq!(faults[0].code, "table-too-large");
}

fn found(text: &str, title: &str) -> (Option<FoundTable>, Vec<(&'static str, String)>, usize) {
    let mut faults = Vec::new();
    let about = About {
        title,
        report: "示例市目录",
        sums: true,
        plan: None,
    };
    let found = find(("甲.csv", Format::Csv, [0; 32]), text, about, &mut faults);
    let told = faults.iter().map(|fault| {
        let place = text[fault.span.clone()].to_owned();
        (fault.code, place)
    });
    let listed = found.iter().flat_map(|(_, said)| &said.lists);
    let listed = listed.map(|list| list.listed.len()).sum();
    (found.map(|(found, _)| found), told.collect(), listed)
}

#[test]
fn sums_are_checked_with_their_places() {
    let right = "部门,受理,办结\r\n甲局,3,1\r\n乙局,\"1,004\",2\r\n合计,\"1,007\",3\r\n";
    let (table, told, _) = found(right, "");
    assert_eq!(told, []);
    assert_eq!(table.expect("a table").sums, None);
    let wrong = right.replace("合计,\"1,007\"", "合计,\"1,008\"");
    let (table, told, _) = found(&wrong, "");
    assert_eq!(told, [("sum-does-not-match", "1,008".to_owned())]);
    let sums = table.expect("a table").sums.expect("sums");
    assert_eq!((sums.right, sums.failed.len()), (1, 1));
    // Of a table that is not looked through to its end no total is told.
    let long = format!("部门,受理\n合计,9\n{}", "甲,1\n".repeat(6_000));
    assert_eq!(found(&long, "").1, []);
}

#[test]
fn a_clean_up_result_is_one_in_a_file_too() {
    let text = "序号,文件名称,文号,清理结果\n1,《示例办法》,示例政发〔2010〕1号,废止\n2,《示例规定》,,拟修改\n";
    let mut faults = Vec::new();
    let about = About {
        title: "清理结果",
        report: "",
        sums: true,
        plan: None,
    };
    let (_, said) =
        find(("甲.csv", Format::Csv, [0; 32]), text, about, &mut faults).expect("a table");
    let list = said.lists.first().expect("a list");
    assert_eq!(list.file.as_deref(), Some("甲.csv"));
    let listed = list.listed.first().expect("a document");
    assert_eq!(
        &text[listed.span.clone()],
        "1,《示例办法》,示例政发〔2010〕1号,废止"
    );
    // What all are is said by the title of the table.
    let names = "序号,文件名称\n1,《示例办法》\n2,《示例规定》\n";
    assert_eq!(found(names, "宣布失效的规范性文件目录").2, 2);
    assert_eq!(found(names, "规范性文件目录").2, 0);
}

/// A table of so many rows and columns, each cell of so many Han.
fn made(rows: usize, columns: usize, han: usize) -> String {
    let heads: Vec<String> = (0..columns).map(|at| format!("列{at}")).collect();
    let row = vec!["示".repeat(han); columns].join(",");
    format!("{}\n{}", heads.join(","), format!("{row}\n").repeat(rows))
}

#[test]
fn a_row_that_has_no_room_takes_none() {
    let text = format!("列\n{}{}\n", "一\n".repeat(2), "示".repeat(2_500));
    let (rows, weight) = parse(&text).0.expect("a table").opening();
    assert_eq!(rows, 2);
    assert!(weight < 200, "{weight}");
}

#[test]
fn short_tables_stand_with_their_report_and_others_have_pages() {
    for (rows, columns, han, is_whole) in [
        (1, 1, 1, true),
        (50, 4, 5, true),
        (51, 4, 5, false),
        (40, 8, 40, false),
        (1, 2, 3_000, false),
    ] {
        let text = made(rows, columns, han);
        let (table, told, _) = found(&text, "");
        assert_eq!(told, []);
        let mut tables = [table.expect("a table")];
        place(&mut tables);
        let is_on_report = tables[0].place == Place::Report;
        assert_eq!(is_on_report, is_whole, "{rows} {columns} {han}");
    }
    let text = made(50, 4, 5);
    let mut many = vec![found(&text, "").0.expect("a table"); 8];
    place(&mut many);
    let whole = many.iter().filter(|table| table.place == Place::Report);
    assert!((1..8).contains(&whole.count()));
}

#[test]
fn a_page_is_never_heavy_and_no_row_is_lost() {
    for (rows, columns, han) in [(100_000, 5, 4), (300, 200, 30), (30, 3, 9_000), (1, 1, 1)] {
        let text = made(rows, columns, han);
        let (table, faults) = parse(&text);
        assert_eq!(faults, []);
        let table = table.expect("a table");
        let pages = table.pages();
        let mut next = 0;
        for page in &pages {
            assert_eq!(page.start, next);
            next = page.end;
            let rows = table.rows[page.clone()].iter();
            let bytes: usize = rows
                .flat_map(|row| shown(row).0)
                .map(|cell| cell.len() + "<td></td>".len())
                .sum();
            assert!(
                bytes < 20_000,
                "{rows:?} {columns} {han}: {bytes}",
                rows = page
            );
        }
        assert_eq!(next, rows);
    }
    let text = "甲,乙\n短,短\n";
    let table = parse(text).0.expect("a table");
    assert!(!shown(&table.rows[0]).1);
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_place_is_in_it(
        pieces in prop::collection::vec(
            prop::sample::select(vec!["甲", "1", ",", "\"", "\n", "\r", " ", "合计", "=", "\u{feff}", "-", ": ", "[", "]"]),
            0..60,
        ),
    ) {
        let text = pieces.concat();
        for format in [Format::Csv, Format::Yaml] {
            let mut faults = Vec::new();
            let about = About { title: "清理结果", report: "", sums: true, plan: None };
            let _ = find(("甲", format, [0; 32]), &text, about, &mut faults);
            for fault in faults {
                assert!(text.get(fault.span.clone()).is_some(), "{text:?} {fault:?}");
            }
            let table = TableText::parse(format, &text, &mut Vec::new()).unwrap_or_default();
            for cell in table.heads.iter().chain(table.rows.iter().flatten()) {
                assert!(text.get(cell.span.clone()).is_some(), "{text:?} {cell:?}");
            }
        }
    }

    #[test]
    fn what_a_program_writes_is_read_as_it_was(
        rows in prop::collection::vec(prop::collection::vec("[甲乙1,\"\n =-]{1,4}甲", 3), 2..6),
        always in prop::bool::ANY,
        crlf in prop::bool::ANY,
    ) {
        let mut bytes = Vec::new();
        let mut writer = ::csv::WriterBuilder::new();
        if always {
            writer.quote_style(::csv::QuoteStyle::Always);
        }
        if crlf {
            writer.terminator(::csv::Terminator::CRLF);
        }
        let mut writer = writer.from_writer(&mut bytes);
        for row in &rows {
            writer.write_record(row).expect("a row");
        }
        drop(writer);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let table = parse(&text).0.expect("a table");
        let read = std::iter::once(&table.heads).chain(&table.rows);
        let read: Vec<Vec<String>> = read
            .map(|row| row.iter().map(|cell| cell.text.to_string()).collect())
            .collect();
        assert_eq!(read, rows);
    }
}
