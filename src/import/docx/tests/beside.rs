//! What stands beside the words, and signs among them.

use crate::import::document::{Block, Inline, RemarkKind};
use crate::import::docx::tests::{bytes, first, of, paragraph, read, remarks, run, shown};

#[test]
fn boxes_are_taken_once_and_stand_beside() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("框内"));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><mc:AlternateContent><mc:Choice Requires='zz'><w:unknown/></mc:Choice><mc:Fallback><w:t>符</w:t></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:pict><v:line/></w:pict></w:r></w:p>",
        run("", "正文"),
    );
    let document = of(&body, &[]);
    assert_eq!(shown(&document.blocks), ["正文符", "框内"]);
    let is_aside =
        |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.is_aside);
    assert!(document.blocks.last().is_some_and(is_aside));
    assert!(
        remarks(&document)
            .iter()
            .any(|remark| remark.starts_with("1 个没有文字的图形"))
    );
}

#[test]
fn notes_are_counted_by_their_first_mention() {
    let mention = |kind: &str, id: &str| format!("<w:r><w:{kind}Reference w:id='{id}'/></w:r>");
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}</w:p>",
        mention("footnote", "9"),
        mention("endnote", "2"),
        mention("footnote", "3"),
    );
    let note = |kind: &str, id: &str, words: &str| {
        format!(
            "<w:{kind} w:id='{id}'><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}>",
            run("", words)
        )
    };
    let footnotes = [
        note("footnote", "3", " 三"),
        note("footnote", "9", " 九"),
        note("footnote", "0", "无"),
    ];
    let endnotes = note("endnote", "2", "尾");
    let document = of(
        &body,
        &[("footnotes", &footnotes.concat()), ("endnotes", &endnotes)],
    );
    let notes: Vec<Vec<String>> = document.notes.iter().map(|note| shown(note)).collect();
    assert_eq!(notes, [vec!["九"], vec!["尾"], vec!["三"]]);
    assert_eq!(first(&document).inlines, [Inline::Note(0), Inline::Note(1)]);
}

#[test]
fn images_are_files_once_and_those_elsewhere_are_named() {
    let image = |id: &str, attribute: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='图片 1' descr='堤防'/><a:blip r:{attribute}='{id}'/></wp:inline></w:drawing></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        image("image", "embed"),
        image("image", "embed"),
        image("out", "link"),
        image("none", "embed"),
    );
    let more = "<Relationship Id='out' Type='x/image' Target='https://www.example.com/a.png' TargetMode='External'/>";
    let document = read(&bytes(&body, &[("image", "")], more), false).expect("a document");
    assert_eq!(document.files.len(), 1);
    let shown = Inline::Image {
        file: 0,
        alternative: "堤防".to_owned(),
    };
    assert_eq!(first(&document).inlines, [shown.clone(), shown]);
    let named = remarks(&document);
    assert!(
        named.iter().any(|remark| remark.starts_with("外部图片")),
        "{named:?}"
    );
    assert!(
        named.iter().any(|remark| remark.starts_with("图片缺失")),
        "{named:?}"
    );
}

#[test]
fn signs_readings_and_breaks_are_kept() {
    let body = format!(
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:tab/><w:t>甲</w:t><w:br/><w:noBreakHyphen/></w:r>\
         <w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>\
         <m:oMath><m:sSup><m:e><m:r><m:t>r</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>",
        run("", "chóng"),
        run("", "重"),
    );
    let document = of(&body, &[]);
    assert_eq!(shown(&document.blocks), ["☑\t甲\n\u{2011}重r2"]);
    assert!(first(&document).inlines.contains(&Inline::Ruby {
        base: "重".to_owned(),
        reading: "chóng".to_owned(),
    }));
    assert!(
        document
            .remarks
            .iter()
            .any(|remark| remark.is_draft && remark.kind == RemarkKind::Changed)
    );
}

#[test]
fn what_is_beside_the_text_is_named_or_stated() {
    let styles = "<w:style w:type='paragraph' w:styleId='t'><w:name w:val='toc 1'/></w:style>";
    let header = format!(
        "{}<w:p><w:r><w:t>- 1 -</w:t></w:r></w:p>",
        paragraph("内部刊物")
    );
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val='t'/></w:pPr><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC \\o</w:instrText><w:fldChar w:fldCharType='separate'/></w:r>{}</w:p>\
         <w:p><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>{}<w:sectPr><w:headerReference w:type='default' r:id='header'/></w:sectPr>",
        run("", "一、总则\t1"),
        paragraph("正文"),
    );
    let document = of(&body, &[("styles", styles), ("header", &header)]);
    assert_eq!(shown(&document.blocks), ["正文"]);
    let named = remarks(&document);
    assert!(
        named
            .iter()
            .any(|remark| remark.contains("页眉") && remark.contains("内部刊物")),
        "{named:?}"
    );
    assert!(
        named.iter().any(|remark| remark.starts_with("目录 1 行")),
        "{named:?}"
    );
}

#[test]
fn names_of_files_are_no_alternative_text() {
    let image = |said: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr descr='{said}'/><a:blip r:embed='image'/></wp:inline></w:drawing></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        image("D:\\某人\\图片1.jpg"),
        image("IMG_256"),
        image("闸门"),
        image("图表&#10;&#10;描述已自动生成"),
    );
    let document = of(&body, &[("image", "")]);
    let said: Vec<&str> = first(&document)
        .inlines
        .iter()
        .map(|inline| match inline {
            Inline::Image { alternative, .. } => alternative.as_str(),
            _ => "other",
        })
        .collect();
    assert_eq!(said, ["", "", "闸门", "图表 描述已自动生成"]);
    assert_eq!(remarks(&document).len(), 1);
}

#[test]
fn watermarks_are_no_text() {
    let shape = |id: &str, words: &str| {
        format!(
            "<w:r><w:pict><v:shape id='{id}'><v:textpath string='{words}'/></v:shape></w:pict></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        run("", "正文"),
        shape("PowerPlusWaterMarkObject1", "草稿"),
        shape("s1", "艺术字"),
    );
    let document = of(&body, &[]);
    assert_eq!(shown(&document.blocks), ["正文", "艺术字"]);
    assert!(
        remarks(&document)
            .iter()
            .any(|remark| remark.starts_with("水印") && remark.ends_with("草稿"))
    );
}
