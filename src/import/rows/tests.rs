//! Mappings and the rows that they fill reports from.

use super::*;
use crate::import::Wanted;
use crate::import::document::Block;

const MAPPING: &str = "字段:\n  标题: 名称\n  发布机构: {列: 代码, 对应: {\"01\": 示例县图书馆}}\n  发布日期: {列: 日期, 日期写法: 日月年}\n  类型: {值: notice}\n正文: [导语, 内容]\n文件名: 编号\n";

fn no_page(_: &Source<'_>) -> Result<Document, Refusal> {
    Err(Refusal(Text::new("无", "none")))
}

fn read(table: &str, mapping_text: &str) -> Result<Vec<Row>, Refusal> {
    let wanted = Wanted::default();
    let source = Source {
        name: "a.csv",
        bytes: table.as_bytes(),
        beside: &|_| None,
        wanted: &wanted,
    };
    reports(&source, &mapping(mapping_text)?, no_page)
}

fn stated(document: &Document) -> Vec<(&str, &str)> {
    document
        .stated
        .iter()
        .map(|stated| (stated.name.as_str(), stated.value.as_str()))
        .collect()
}

#[test]
fn each_row_is_a_report() {
    let table = "编号,名称,代码,日期,导语,内容,备注\r\nb1,开放通知,01,31.12.2018,,\"一段。\n二段。\",内部\r\n,,,,,,\r\nb2,闭馆通知,02,某日,甲,乙,\r\n";
    let rows = read(table, MAPPING).expect("rows");
    let lines: Vec<_> = rows
        .iter()
        .map(|row| (row.line, row.name.as_deref()))
        .collect();
    assert_eq!(lines, [(2, Some("b1")), (5, Some("b2"))]);
    let documents: Vec<&Document> = rows
        .iter()
        .filter_map(|row| row.read.as_ref().ok())
        .collect();
    let [first, second] = documents[..] else {
        panic!("two documents")
    };
    assert_eq!(
        stated(first),
        [
            ("标题", "开放通知"),
            ("发布机构", "示例县图书馆"),
            ("发布日期", "2018-12-31"),
            ("类型", "notice")
        ]
    );
    assert_eq!(first.blocks.len(), 2);
    assert_eq!(
        first
            .remarks
            .iter()
            .map(|remark| (remark.kind, remark.quote.as_str()))
            .collect::<Vec<_>>(),
        [(RemarkKind::Dropped, "备注")]
    );
    assert_eq!(
        stated(second).get(1..3),
        Some(&[("发布机构", "02"), ("发布日期", "某日")][..])
    );
    assert_eq!(
        second
            .remarks
            .iter()
            .filter(|remark| remark.is_draft)
            .count(),
        2
    );
    let texts = second.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text(),
        _ => String::new(),
    });
    assert_eq!(texts.collect::<Vec<_>>(), ["甲", "乙"]);
}

#[test]
fn json_lines_are_rows() {
    let mapping = "fields:\n  title: t\n  published: {column: meta.at, dates: timestamp}\n  keywords: tags\nbody: text\n";
    let lines = "{\"t\": \"通知\", \"meta\": {\"at\": 1546272000000}, \"tags\": [\"甲\", \"乙\"], \"text\": \"文。\", \"n\": null}\n\n{\"t\": \"公告\", \"text\": \"\"}\n";
    let list = "[{\"t\": \"通知\", \"meta\": {\"at\": 1546272000}, \"tags\": [\"甲\", \"乙\"], \"text\": \"文。\"}]";
    for table in [lines, list] {
        let rows = read(table, mapping).expect("rows");
        let first = rows
            .first()
            .and_then(|row| row.read.as_ref().ok())
            .expect("a document");
        assert_eq!(
            stated(first),
            [
                ("title", "通知"),
                ("published", "2019-01-01 00:00"),
                ("keywords", "甲；乙")
            ]
        );
    }
    let rows = read(lines, mapping).expect("rows");
    assert!(rows.iter().any(|row| {
        row.line == 3
            && row
                .read
                .as_ref()
                .is_ok_and(|document| document.remarks.iter().any(|remark| remark.is_draft))
    }));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let table = "名称,内容\n甲,乙\n";
    let cases = [
        ("字段:\n  标题: 名称\n正文: 正文\n", "“正文”"),
        ("字段:\n  标题: {栏: 名称}\n", "第 2 行"),
        ("字段: 名称\n", "第 1 行"),
        ("格式: xml\n正文: 内容\n", "csv"),
        ("列: [\n", "第"),
        ("", "逐项"),
    ];
    for (mapping, said) in cases {
        let refusal = read(table, mapping).err().expect("a refusal");
        assert!(
            refusal.0.chinese.contains(said),
            "{mapping}: {}",
            refusal.0.chinese
        );
    }
    let refusal = read("{\"a\": 1}\n{\"a\"\n", "正文: a\n")
        .err()
        .expect("a refusal");
    assert!(refusal.0.chinese.contains("第 2 行"));
}

#[test]
fn texts_may_be_markdown_or_pages() {
    let table = "名称,内容\n甲,*乙*\n";
    let rows = read(table, "正文: {列: 内容, 格式: Markdown}\n").expect("rows");
    let blocks = rows
        .into_iter()
        .filter_map(|row| row.read.ok())
        .flat_map(|document| document.blocks);
    assert_eq!(
        blocks.collect::<Vec<_>>(),
        [Block::Markdown("*乙*".to_owned())]
    );
    let rows = read(table, "正文: {列: 内容, 格式: 网页}\n").expect("rows");
    assert!(rows.iter().all(|row| row.read.is_err()));
}
