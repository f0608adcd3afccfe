//! Workbooks of LibreOffice and others, read as those programs show them.

use super::*;
use crate::import::container::packed;

fn workbook(tables: &str) -> Vec<u8> {
    let content = format!(
        "<document-content xmlns:table=\"urn:t\"><automatic-styles><style name=\"ta2\"><table-properties display=\"false\"/></style></automatic-styles><body><spreadsheet>{tables}</spreadsheet></body></document-content>"
    );
    packed(&[("content.xml", &content)])
}

fn found(tables: &str) -> Result<Document, Refusal> {
    let bytes = workbook(tables);
    read(&Container::open(&bytes).expect("a container"))
}

const TABLE: &str = r#"<table table:name="统计"><table-column/><table-column visibility="collapse"/><table-column/>
<table-header-rows><table-row><table-cell number-columns-spanned="1"><p>馆名</p></table-cell><table-cell><p>内码</p></table-cell><table-cell><p>数</p></table-cell></table-row></table-header-rows>
<table-row><table-cell><p>甲<s c="2"/>馆</p><p>本部</p><annotation><p>核对</p></annotation></table-cell><table-cell><p>X</p></table-cell><table-cell value-type="float" value="1234"><p>1,234</p></table-cell></table-row>
<table-row visibility="filter"><table-cell><p>隐行</p></table-cell></table-row>
<table-row number-rows-repeated="2"><table-cell><p><a href="https://example.com">乙</a></p></table-cell><table-cell number-columns-repeated="2"/></table-row>
<table-row number-rows-repeated="1048000"><table-cell number-columns-repeated="16384"/></table-row></table><table table:name="藏" style-name="ta2"><table-row><table-cell><p>机密</p></table-cell></table-row></table>"#;

#[test]
fn cells_show_their_text_and_nothing_hidden() {
    let document = found(TABLE).expect("a workbook");
    assert_eq!(
        super::super::tests::told(&document),
        ["统计", "馆名|数", "甲  馆/本部|1,234", "乙|", "乙|"]
    );
    let said: Vec<_> = document
        .remarks
        .iter()
        .map(|remark| remark.what.chinese.as_str())
        .collect();
    for named in ["批注", "隐藏的行", "隐藏的列", "隐藏的工作表"] {
        assert!(said.join(";").contains(named), "{named}");
    }
}

#[test]
fn what_repeats_is_bounded() {
    let full = r#"<table><table-row number-rows-repeated="1048576"><table-cell number-columns-repeated="16384"><p>甲</p></table-cell></table-row></table>"#;
    assert!(found(full).is_err());
    let empty = r#"<table><table-row number-rows-repeated="99999999999999999999"><table-cell number-columns-repeated="18446744073709551615"/></table-row><table-row><table-cell number-rows-spanned="18446744073709551615"><p>甲</p></table-cell></table-row></table>"#;
    assert!(found(empty).is_ok());
    assert!(
        read(&Container::open(&packed(&[("content.xml", "<a/>")])).expect("a container")).is_err()
    );
}
