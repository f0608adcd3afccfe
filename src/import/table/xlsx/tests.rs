//! Workbooks of Excel and WPS, read as those programs show them.

use super::*;
use crate::import::container::packed;
use crate::import::document::Block;

const ROOT: &str = r#"<Relationships><Relationship Id="r" Type="t/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="t/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="s" Type="t/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="t/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><fonts><font/></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;
const STRINGS: &str =
    "<sst><si><t>示例县借阅统计表</t></si><si><t>馆名</t></si><si><t>甲馆</t></si></sst>";

/// A workbook with this first sheet, with other parts and relations of that sheet.
fn workbook(sheet: &str, sheet_relations: &str, second: &str) -> Vec<u8> {
    let sheets = match second {
        "" => r#"<sheet name="一" r:id="a"/>"#.to_owned(),
        state => {
            format!(r#"<sheet name="一" r:id="a"/><sheet name="二" r:id="b" state="{state}"/>"#)
        }
    };
    let book = format!(r#"<workbook xmlns:r="urn:r"><sheets>{sheets}</sheets></workbook>"#);
    let sheet = format!(r#"<worksheet xmlns:r="urn:r">{sheet}</worksheet>"#);
    let relations = format!("<Relationships>{sheet_relations}</Relationships>");
    packed(&[
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", &relations),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row><c t=\"str\"><v>底稿</v></c></row></sheetData></worksheet>",
        ),
        (
            "xl/comments1.xml",
            "<comments><commentList><comment ref=\"B3\"><text><t>核对</t></text></comment></commentList></comments>",
        ),
        ("xl/drawings/drawing1.xml", DRAWING),
        (
            "xl/drawings/_rels/drawing1.xml.rels",
            r#"<Relationships><Relationship Id="i" Type="t/image" Target="../media/image1.png"/></Relationships>"#,
        ),
        ("xl/media/image1.png", "png"),
    ])
}

const DRAWING: &str = r#"<wsDr xmlns:r="urn:r"><twoCellAnchor><from><col>0</col><row>0</row></from><to><col>1</col><row>1</row></to><sp><cNvPr name="框"/><txBody><p><r><t>框内文字</t></r></p></txBody></sp></twoCellAnchor><twoCellAnchor><from><col>0</col><row>3</row></from><to><col>1</col><row>3</row></to><pic><cNvPr name="隐图"/><blip r:embed="i"/></pic></twoCellAnchor><twoCellAnchor><from><col>0</col><row>0</row></from><to><col>1</col><row>1</row></to><graphicFrame><cNvPr name="柱图"/><chart/></graphicFrame></twoCellAnchor></wsDr>"#;

fn document(bytes: &[u8]) -> Document {
    read(&Container::open(bytes).expect("a container")).expect("a workbook")
}

fn remarks(document: &Document) -> Vec<&str> {
    document
        .remarks
        .iter()
        .map(|remark| remark.what.chinese.as_str())
        .collect()
}

const SHEET: &str = r#"<cols><col min="3" max="3" hidden="1"/></cols><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c></row>
<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><t>金额</t></is></c><c r="C2" t="str"><v>内码</v></c><c r="D2" t="str"><v>占比</v></c><c r="E2" t="str"><v>日期</v></c></row>
<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="1"><f>1+1</f><v>1234.5</v></c><c r="C3"><v>7</v></c><c r="D3" s="2"><v>0.125</v></c><c r="E3" s="3"><v>45306</v></c></row>
<row r="4" hidden="1"><c r="A4" t="str"><v>隐行</v></c></row>
<row r="5"><c r="A5" t="str"><v>乙馆</v></c><c r="B5" t="e"><v>#DIV/0!</v></c><c r="D5" t="b"><v>1</v></c></row>
</sheetData><mergeCells><mergeCell ref="A1:E1"/></mergeCells><hyperlinks><hyperlink ref="A5" r:id="h"/></hyperlinks><drawing r:id="d"/>"#;

#[test]
fn cells_show_what_their_program_shows() {
    let relations = r#"<Relationship Id="h" Type="t/hyperlink" Target="https://example.com/a" TargetMode="External"/>"#;
    let found = document(&workbook(SHEET, relations, ""));
    let wanted = [
        "示例县借阅统计表[1x4]",
        "馆名|金额|占比|日期",
        "甲馆|1,234.50|12.50%|2024年1月15日",
        "乙馆|#DIV/0!|TRUE|",
    ];
    assert_eq!(super::super::tests::told(&found), wanted);
    let has_link = format!("{:?}", found.blocks).contains("https://example.com/a");
    assert!(has_link);
}

#[test]
fn what_is_hidden_stays_out_and_is_named() {
    let relations = r#"<Relationship Id="c" Type="t/comments" Target="../comments1.xml"/><Relationship Id="d" Type="t/drawing" Target="../drawings/drawing1.xml"/>"#;
    let found = document(&workbook(SHEET, relations, "hidden"));
    let all = format!("{:?}{:?}", found.blocks, found.stated);
    for hidden in ["内码", "隐行", "底稿", "核对"] {
        assert!(!all.contains(hidden), "{hidden}");
    }
    assert!(all.contains("框内文字"));
    assert_eq!(found.files.len(), 0);
    let said = remarks(&found).join(";");
    for named in [
        "批注",
        "隐藏的行（",
        "隐藏的列",
        "隐藏的工作表",
        "图表",
        "隐藏的行列上的图形",
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
}

#[test]
fn sheets_have_headings_if_there_are_several() {
    let found = document(&workbook(SHEET, "", "visible"));
    let headings = found.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.heading.map(|_| paragraph.text()),
        _ => None,
    });
    assert_eq!(headings.collect::<Vec<_>>(), ["一", "二"]);
    let empty = document(&workbook("<sheetData/>", "", ""));
    assert_eq!(
        (empty.blocks.len(), remarks(&empty)),
        (0, vec!["空的工作表"])
    );
}

#[test]
fn limits_hold() {
    let far = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;
    let found = document(&workbook(far, "", ""));
    assert!(found.blocks.len() <= 2);
    let cell = |at: usize| {
        format!(
            "<row r=\"{}\"><c r=\"{}\"><v>1</v></c></row>",
            at + 1,
            reference::cell_name(at, at)
        )
    };
    let rows: String = (0..2500).step_by(5).map(cell).collect();
    let many = workbook(&format!("<sheetData>{rows}</sheetData>"), "", "");
    assert!(read(&Container::open(&many).expect("a container")).is_err());
}
