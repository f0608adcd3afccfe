//! Small documents, as programs write them, and what is read of them.

mod beside;

use crate::import::container::packed;
use crate::import::document::{Block, Document, Inline, Number, Paragraph, Style, Table, text_of};
use crate::import::{Refusal, Source, Wanted};

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
    xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
    xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
    xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
    xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office'";

const PACKAGE: &str = "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/>\
    <Relationship Id='b' Type='x/core-properties' Target='docProps/core.xml'/></Relationships>";

/// A document of a body and of parts beside it, each named by its kind.
fn bytes(body: &str, parts: &[(&str, &str)], more: &str) -> Vec<u8> {
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let mut relationships = String::from("<Relationships>");
    let mut files = vec![("_rels/.rels".to_owned(), PACKAGE.to_owned())];
    for (kind, text) in parts {
        relationships.push_str(&format!(
            "<Relationship Id='{kind}' Type='x/{kind}' Target='{kind}.xml'/>"
        ));
        files.push((
            format!("word/{kind}.xml"),
            format!("<w:{kind} {NAMESPACES}>{text}</w:{kind}>"),
        ));
    }
    relationships.push_str(more);
    relationships.push_str("</Relationships>");
    files.push(("word/_rels/document.xml.rels".to_owned(), relationships));
    files.push(("word/document.xml".to_owned(), document));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    packed(&files)
}

fn read(bytes: &[u8], rejects_changes: bool) -> Result<Document, Refusal> {
    let wanted = Wanted {
        rejects_changes,
        ..Wanted::default()
    };
    let source = Source {
        name: "示例.docx",
        bytes,
        beside: &|_| None,
        wanted: &wanted,
    };
    super::read(&source)
}

fn of(body: &str, parts: &[(&str, &str)]) -> Document {
    read(&bytes(body, parts, ""), false).expect("a document")
}

/// A run of words, with properties.
fn run(properties: &str, words: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
}

fn paragraph(words: &str) -> String {
    format!("<w:p>{}</w:p>", run("", words))
}

/// What is shown, a paragraph a line, its number before it; cells in brackets.
fn shown(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let number = match &paragraph.number {
                    Some(Number::Shown { text, .. }) => text.clone(),
                    Some(Number::Bullet(_)) => "•".to_owned(),
                    None => String::new(),
                };
                lines.push(format!("{number}{}", text_of(&paragraph.inlines)));
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    lines.push(format!("[{}]", shown(&cell.blocks).join("/")));
                }
            }
            Block::Preformatted(text) | Block::Markdown(text) => lines.push(text.clone()),
        }
    }
    lines
}

fn first(document: &Document) -> &Paragraph {
    match document.blocks.first() {
        Some(Block::Paragraph(paragraph)) => paragraph,
        other => panic!("no paragraph: {other:?}"),
    }
}

fn table(document: &Document) -> &Table {
    let mut blocks = document.blocks.iter();
    let found = blocks.find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    found.expect("a table")
}

/// The remarks in Chinese, with their quotes.
fn remarks(document: &Document) -> Vec<String> {
    let remarks = document.remarks.iter();
    remarks
        .map(|remark| format!("{}：{}", remark.what.chinese, remark.quote))
        .collect()
}

#[test]
fn split_runs_are_joined_and_looks_are_kept() {
    let body = format!(
        "<w:p><w:pPr><w:jc w:val='right'/></w:pPr>{}{}<w:proofErr/>{}</w:p>",
        run("<w:sz w:val='32'/>", "示例县"),
        run("<w:sz w:val='32'/>", "水务局"),
        run("<w:b/><w:sz w:val='32'/>", "公告"),
    );
    let document = of(&body, &[]);
    let paragraph = first(&document);
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    let expected = [
        Inline::text("示例县水务局"),
        Inline::Text {
            text: "公告".to_owned(),
            style: bold,
        },
    ];
    assert_eq!(paragraph.inlines, expected);
    assert_eq!(paragraph.size, 32);
    assert_eq!(
        paragraph.alignment,
        crate::import::document::Alignment::Right
    );
}

#[test]
fn numbers_come_through_styles_and_are_counted() {
    let styles = "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
         <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>";
    let numbering = "<w:abstractNum w:abstractNumId='0'>\
         <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='1'/><w:suff w:val='nothing'/><w:lvlText w:val='%1、'/></w:lvl>\
         <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='2'/><w:lvlText w:val='（%2）'/></w:lvl>\
         </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let styled = |style: &str, more: &str, words: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/>{more}</w:pPr>{}</w:p>",
            run("", words)
        )
    };
    let body = [
        styled("1", "", "甲"),
        styled("2", "", "乙"),
        styled("2", "<w:numPr><w:numId w:val='0'/></w:numPr>", "丙"),
        styled("2", "", "丁"),
        styled("1", "", "戊"),
        styled("2", "", "己"),
    ];
    let document = of(
        &body.concat(),
        &[("styles", styles), ("numbering", numbering)],
    );
    assert_eq!(
        shown(&document.blocks),
        ["一、甲", "（一）乙", "丙", "（二）丁", "二、戊", "（一）己"]
    );
    assert_eq!(first(&document).heading, Some(1));
    let apart = Some(Number::Shown {
        text: "一、".to_owned(),
        is_apart: false,
    });
    assert_eq!(first(&document).number, apart);
}

#[test]
fn of_tracked_changes_one_text_is_taken_and_each_is_named() {
    let body = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>全年受理</w:t></w:r>\
         <w:ins w:id='2'><w:r><w:t>八</w:t></w:r></w:ins><w:del w:id='3'><w:r><w:delText>七</w:delText></w:r></w:del></w:p>\
         <w:p><w:r><w:t>件。</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:trPr><w:del w:id='4'/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let bytes = bytes(body, &[], "");
    let accepted = read(&bytes, false).expect("a document");
    assert_eq!(shown(&accepted.blocks), ["全年受理八件。", "[留]"]);
    let rejected = read(&bytes, true).expect("a document");
    assert_eq!(
        shown(&rejected.blocks),
        ["全年受理七", "件。", "[删]", "[留]"]
    );
    let named = remarks(&accepted);
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("插入") && remark.ends_with("：八")),
        "{named:?}"
    );
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("删除") && remark.contains("七")),
        "{named:?}"
    );
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("删除") && remark.ends_with("：删")),
        "{named:?}"
    );
    assert!(accepted.remarks.iter().all(|remark| remark.is_draft));
}

#[test]
fn hidden_text_and_comments_stay_out_and_are_named() {
    let styles = "<w:style w:type='character' w:styleId='n'><w:rPr><w:vanish/></w:rPr></w:style>";
    let body = format!(
        "<w:p>{}{}{}<w:r><w:commentReference w:id='5'/></w:r></w:p><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>",
        run("", "公开"),
        run("<w:rStyle w:val='n'/>", "内部甲"),
        run("<w:rStyle w:val='n'/><w:vanish w:val='0'/>", "文字"),
        run("<w:vanish/>", "内部乙"),
    );
    let comments = "<w:comment w:id='5'><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>";
    let document = of(&body, &[("styles", styles), ("comments", comments)]);
    assert_eq!(shown(&document.blocks), ["公开文字"]);
    let named = remarks(&document);
    assert_eq!(named.len(), 3, "{named:?}");
    assert!(
        named
            .iter()
            .filter(|remark| remark.contains("隐藏"))
            .count()
            == 2
    );
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("批注") && remark.ends_with("请核对"))
    );
}

#[test]
fn words_that_nobody_can_read_stay_out_and_are_named() {
    let white = "<w:color w:val='FFFFFF'/>";
    let shaded = "<w:shd w:val='clear' w:fill='1F3864'/>";
    let cell = |properties: &str, look: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>",
            run(look, words)
        )
    };
    let styles = "<w:style w:type='table' w:styleId='Dark'><w:tblStylePr w:type='firstRow'>\
        <w:tcPr><w:shd w:val='clear' w:fill='000000'/></w:tcPr></w:tblStylePr></w:style>";
    let body = format!(
        "<w:p>{}{}{}{}{}{}</w:p><w:p><w:pPr>{shaded}</w:pPr>{}{}</w:p>\
         <w:tbl><w:tr>{}{}</w:tr></w:tbl><w:tbl><w:tblPr><w:tblStyle w:val='Dark'/></w:tblPr><w:tr>{}</w:tr></w:tbl>",
        run("", "公开"),
        run(white, "白字"),
        run("<w:sz w:val='2'/>", "小字"),
        run(&format!("{white}{shaded}"), "反白"),
        run(
            "<w:color w:val='000000'/><w:highlight w:val='black'/>",
            "黑块"
        ),
        run(&format!("{white}<w14:textFill/>"), "特效"),
        run(white, "标题"),
        run("<w:color w:val='1F3864'/>", "蓝字"),
        cell(shaded, white, "表头"),
        cell("", white, "空格"),
        cell("", white, "样式"),
    );
    let document = of(&body, &[("styles", styles)]);
    assert_eq!(
        shown(&document.blocks),
        ["公开反白特效", "标题", "[表头]", "[]", "[样式]"]
    );
    let named: Vec<String> = remarks(&document)
        .into_iter()
        .filter(|remark| remark.contains("看不出来的文字"))
        .collect();
    for words in ["白字小字", "黑块", "蓝字", "空格"] {
        assert!(
            named.iter().any(|remark| remark.ends_with(words)),
            "{words}: {named:?}"
        );
    }
    assert!(document.remarks.iter().all(|remark| remark.is_draft));
}

#[test]
fn fields_show_their_results_and_lead_where_they_say() {
    let sign = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let field = |instruction: &str, result: &str| {
        format!(
            "{}<w:r><w:instrText>{instruction}</w:instrText></w:r>{}{}{}",
            sign("begin"),
            sign("separate"),
            run("", result),
            sign("end")
        )
    };
    let body = format!(
        "<w:p>{}{}</w:p><w:p><w:bookmarkStart w:id='1' w:name='_Ref1'/>{}<w:bookmarkStart w:id='2' w:name='unused'/></w:p>\
         <w:p>{}{}</w:p><w:p><w:fldSimple w:instr='SEQ 表'>{}</w:fldSimple></w:p>",
        field("HYPERLINK &quot;https://www.example.com/a&quot;", "网站"),
        field(" REF _Ref1 \\h ", "第一部分"),
        run("", "目标"),
        sign("begin"),
        run("", "漏掉的字"),
        run("", "3"),
    );
    let document = of(&body, &[]);
    let link = |address: &str, words: &str| Inline::Link {
        address: address.to_owned(),
        inlines: vec![Inline::text(words)],
    };
    let expected = [
        link("https://www.example.com/a", "网站"),
        link("#_Ref1", "第一部分"),
    ];
    assert_eq!(first(&document).inlines, expected);
    assert_eq!(shown(&document.blocks), ["网站第一部分", "目标"]);
    // A field that never ends hides what follows: that is said.
    let named = remarks(&document);
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("域没有结束") && remark.contains("漏掉的字")),
        "{named:?}"
    );
}

#[test]
fn merged_cells_are_one() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc>\n<w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph(words)
        )
    };
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "项目"),
        cell("<w:gridSpan w:val='2'/>", "年度"),
        cell("<w:vMerge/>", "盖住"),
        cell("", "2022"),
        cell("", "2023"),
        cell("", "合计"),
    );
    let document = of(&body, &[]);
    let table = table(&document);
    assert_eq!(table.head_rows, 1);
    let spans: Vec<Vec<(usize, usize)>> = table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| (cell.row_span, cell.column_span))
                .collect()
        })
        .collect();
    assert_eq!(
        spans,
        [
            vec![(2, 1), (1, 2)],
            vec![(1, 1), (1, 1)],
            vec![(1, 1), (1, 1)]
        ]
    );
    assert_eq!(
        shown(&document.blocks),
        ["[项目]", "[年度]", "[2022]", "[2023]", "[]", "[合计]"]
    );
    assert!(
        remarks(&document)
            .iter()
            .any(|remark| remark.contains("隐藏") && remark.ends_with("盖住"))
    );
}

#[test]
fn broken_and_hostile_files_are_refused_with_a_word() {
    let deep = format!(
        "{}{}",
        "<w:sdt><w:sdtContent>".repeat(3000),
        "</w:sdtContent></w:sdt>".repeat(3000)
    );
    assert!(read(&bytes(&deep, &[], ""), false).is_err());
    let no_text = packed(&[("[Content_Types].xml", "<Types/>")]);
    assert!(read(&no_text, false).is_err_and(|refusal| refusal.0.english.contains("no text")));
    assert!(read(b"PK\x03\x04", false).is_err());
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999'/></w:tcPr></w:tc><w:tc/></w:tr></w:tbl>";
    assert!(read(&bytes(wide, &[], ""), false).is_err());
}

#[test]
fn marks_that_are_gone_join_paragraphs() {
    let body = format!(
        "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr>{}</w:p>{}<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>\
         <w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        run("", "示"),
        paragraph("例县概况"),
        run("", "表前一段"),
        paragraph("格"),
    );
    assert_eq!(
        shown(&of(&body, &[]).blocks),
        ["示例县概况", "表前一段", "[格]"]
    );
}
