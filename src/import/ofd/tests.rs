//! Whole files, from their container to the document.

use crate::import::container::packed;
use crate::import::document::{Block, Document, text_of};
use crate::import::{Refusal, Source, Wanted, ofd};

const ROOT: &str = "<x:OFD xmlns:x='urn:x'><x:DocBody><x:DocInfo><x:Title>示例县年报</x:Title></x:DocInfo><x:DocRoot>D/Document.xml</x:DocRoot><x:Signatures>/D/Signs.xml</x:Signatures></x:DocBody></x:OFD>";
const MAIN: &str = "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><TemplatePage ID='9' BaseLoc='T.xml'/></CommonData><Pages><Page ID='1' BaseLoc='P.xml'/></Pages><Annotations>A.xml</Annotations><Attachments>F.xml</Attachments></Document>";

fn object(x: f32, y: f32, text: &str) -> String {
    format!(
        "<TextObject Boundary='{x} {y} 160 8' Size='5'><TextCode X='0' Y='5' DeltaX='g 40 5'>{text}</TextCode></TextObject>"
    )
}

fn page(objects: &str) -> String {
    format!("<Page><Template TemplateID='9'/><Content><Layer>{objects}</Layer></Content></Page>")
}

fn read(files: &[(&str, &str)]) -> Result<Document, Refusal> {
    let bytes = packed(files);
    (ofd::format().read)(&Source {
        name: "年报.ofd",
        bytes: &bytes,
        beside: &|_| None,
        wanted: &Wanted::default(),
    })
}

fn told(document: &Document) -> String {
    let remarks = document.remarks.iter();
    remarks
        .map(|r| format!("{} {}\n", r.what.chinese, r.quote))
        .collect()
}

#[test]
fn text_comes_and_the_rest_is_named() {
    let hidden = object(20.0, 90.0, "看不见").replace("<TextObject", "<TextObject Visible='false'");
    let own = page(&(object(20.0, 50.0, "示例县公开年报的正文") + &hidden));
    let template = page(&object(20.0, 10.0, "页眉"));
    let document = read(&[
        ("OFD.xml", ROOT),
        ("D/Document.xml", MAIN),
        ("D/P.xml", &own),
        ("D/T.xml", &template.replace("<Template TemplateID='9'/>", "")),
        ("D/A.xml", "<Annotations><Page PageID='1'><FileLoc>B.xml</FileLoc></Page></Annotations>"),
        ("D/B.xml", "<PageAnnot><Annot Type='Watermark'><Appearance><TextObject><TextCode>样稿</TextCode></TextObject></Appearance></Annot></PageAnnot>"),
        ("D/F.xml", "<Attachments><Attachment Name='名单'><FileLoc>list.csv</FileLoc></Attachment><Attachment Name='缺'><FileLoc>none.csv</FileLoc></Attachment></Attachments>"),
        ("D/list.csv", "a,b"),
        ("D/Signs.xml", "<Signatures><Signature Type='Seal' BaseLoc='S.xml'/></Signatures>"),
    ])
    .expect("a document");
    let texts: Vec<String> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(text_of(&paragraph.inlines)),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["示例县公开年报的正文"]);
    assert_eq!(
        document.files.first().map(|file| file.name.as_str()),
        Some("名单.csv")
    );
    let told = told(&document);
    for word in ["看不见", "页眉", "样稿", "none.csv", "电子印章"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn pictures_alone_are_kept_as_an_attachment() {
    let own = page("<ImageObject Boundary='0 0 210 297' ResourceID='5'/>");
    let document = read(&[
        ("OFD.xml", ROOT),
        ("D/Document.xml", MAIN),
        ("D/P.xml", &own),
    ])
    .expect("a document");
    assert!(document.blocks.is_empty() && told(&document).contains("没有文字层"));
    assert!(document.files.iter().any(|file| file.is_attachment));
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert!(read(&[("word/document.xml", "<a/>")]).is_err());
    assert!(read(&[("OFD.xml", ROOT), ("Encryptions.xml", "<a/>")]).is_err());
}
