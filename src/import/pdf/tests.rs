//! Whole files, from their bytes to the document.

use crate::import::document::{Block, Document, text_of};
use crate::import::{Refusal, Source, Wanted, pdf};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots 6 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>/Properties<</L 8 0 R>>>>>>";
const FONT: &str = "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/DW 1000>>]>>";

/// A file of these objects, numbered from 1, with a table of them.
fn file(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n");
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let (at, count) = (text.len(), objects.len() + 1);
    text.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R{trailer}>>startxref {at} %%EOF"
    ));
    text.into_bytes()
}

fn stream(dictionary: &str, words: &str) -> String {
    format!(
        "<<{dictionary}/Length {}>>stream\n{words}\nendstream",
        words.len()
    )
}

/// A string of the font.
fn shown(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04x}"));
    format!("<{}>Tj", units.collect::<String>())
}

/// A file of one page with this program; the sixth object on are for tests.
fn page(program: &str, more: &[&str], trailer: &str) -> Vec<u8> {
    let program = stream("", program);
    let mut objects = vec![CATALOG, PAGES, PAGE, program.as_str(), FONT];
    objects.extend(more);
    file(&objects, trailer)
}

fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    (pdf::format().read)(&Source {
        name: "年报.pdf",
        bytes,
        beside: &|_| None,
        wanted: &Wanted::default(),
    })
}

fn texts(document: &Document) -> Vec<String> {
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(text_of(&paragraph.inlines)),
        _ => None,
    });
    paragraphs.collect()
}

fn told(document: &Document) -> String {
    let remarks = document.remarks.iter();
    remarks
        .map(|r| format!("{} {}\n", r.what.chinese, r.quote))
        .collect()
}

#[test]
fn lines_become_paragraphs() {
    let program = format!(
        "BT /F 16 Tf 22 TL 112 700 Td {} -32 -22 Td {} 32 -22 Td {} ET",
        shown("示例县全年受理申请三百件，办结二百九十八件，按期办结"),
        shown("率为百分之百。"),
        shown("二、下一步打算"),
    );
    let document = read(&page(&program, &[], "")).expect("a document");
    assert_eq!(
        texts(&document),
        [
            "示例县全年受理申请三百件，办结二百九十八件，按期办结率为百分之百。",
            "二、下一步打算"
        ]
    );
}

#[test]
fn what_is_not_seen_is_named() {
    let program = format!(
        "BT /F 16 Tf 80 700 Td {} 0 -30 Td 1 g {} 0 g 0 -30 Td /OC /L BDC {} EMC 3000 0 Td {} ET",
        shown("示例县公开年报"),
        shown("白色"),
        shown("图层"),
        shown("页外"),
    );
    let annotations = "[<</Type/Annot/Subtype/Text/Contents(look)/Rect[0 0 9 9]>>]";
    let catalog = "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[8 0 R]/D<</OFF[8 0 R]>>>>>>";
    let program = stream("", &program);
    let objects = [
        catalog,
        PAGES,
        PAGE,
        &program,
        FONT,
        annotations,
        "null",
        "<</Type/OCG>>",
    ];
    let document = read(&file(&objects, "")).expect("a document");
    assert_eq!(texts(&document), ["示例县公开年报"]);
    let told = told(&document);
    for word in ["白色", "图层", "页外", "批注", "look"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

/// Words at a height of the page.
fn line(y: u16, text: &str) -> String {
    format!("BT /F 16 Tf 80 {y} Td {} ET\n", shown(text))
}

#[test]
fn what_is_painted_over_is_named() {
    let program = [
        line(760, "示例县公开年报"),
        line(700, "张某某住址"),
        line(660, "李某某住址"),
        line(620, "王某某住址"),
        line(580, "赵某某住址"),
        "0 g 70 690 200 30 re f 1 g 70 650 200 30 re f 0 g".to_owned(),
        "q 30 w 70 627 m 270 627 l S Q q 70 570 m 70 600 l 270 600 l 270 570 l h f Q".to_owned(),
    ];
    let document = read(&page(&program.concat(), &[], "")).expect("a document");
    assert_eq!(texts(&document), ["示例县公开年报"]);
    let told = told(&document);
    for word in ["张", "李", "王", "赵"] {
        assert!(
            told.contains(&format!(
                "被图形盖住的文字（看不见，不进入正文） {word}某某住址"
            )),
            "{told}"
        );
    }
}

#[test]
fn what_covers_nothing_takes_no_words() {
    let text = line(700, "示例县公开年报");
    for around in [
        // Before the words, beside them, around them, a rule through them, and what shines through.
        ("1 1 0 rg 70 690 200 30 re f 0 g", ""),
        ("", "0 g 70 600 200 30 re f"),
        ("", "0 g 10 600 500 200 re 20 610 480 180 re f*"),
        ("", "0 g 70 704 200 2 re f"),
        ("", "/T gs 0 g 70 690 200 30 re f"),
        ("", "/M gs 1 1 0 rg 70 690 200 30 re f"),
        ("", "q 300 300 10 10 re W n 0 g 70 690 200 30 re f Q"),
        ("", "/Pattern cs /P scn 70 690 200 30 re f"),
    ] {
        let program = stream("", &format!("{} {text} {}", around.0, around.1));
        let leaf = PAGE.replace(
            "/Font",
            "/ExtGState<</T<</ca 0.4>>/M<</BM/Multiply>>>>/Font",
        );
        let document =
            read(&file(&[CATALOG, PAGES, &leaf, &program, FONT], "")).expect("a document");
        assert_eq!(texts(&document), ["示例县公开年报"], "{around:?}");
    }
}

#[test]
fn pictures_cover_what_is_below_them_unless_they_are_scans() {
    let read_with = |more: &str, matrix: &str| {
        let image = stream(
            &format!("/Subtype/Image/Width 1/Height 1/Filter/DCTDecode{more}"),
            "x",
        );
        let program = line(760, "示例县公开年报") + &line(700, "密文");
        let program = format!("{program}q {matrix} cm /X Do Q");
        read(&page(&program, &["[]", &image], "")).expect("a document")
    };
    let small = "200 0 0 40 70 690";
    assert!(told(&read_with("", small)).contains("被图形盖住的文字（看不见，不进入正文） 密文"));
    for (more, matrix) in [
        ("/SMask 9 0 R/Mask[0 1]", small),
        ("/ImageMask true", small),
        ("", "595 0 0 842 0 0"),
    ] {
        let texts = texts(&read_with(more, matrix)).concat();
        assert!(texts.contains("密文"), "{more} {matrix}");
    }
}

#[test]
fn what_is_clipped_away_is_named() {
    let program = format!(
        "{} q 70 600 300 50 re W n {} {} Q {}",
        line(700, "示例县公开年报"),
        line(500, "裁去"),
        line(620, "留下的一句话。"),
        line(580, "之后的一句话。"),
    );
    let document = read(&page(&program, &[], "")).expect("a document");
    let texts = texts(&document).concat();
    assert!(
        ["公开年报", "留下", "之后"]
            .iter()
            .all(|words| texts.contains(words)),
        "{texts}"
    );
    assert!(!texts.contains("裁去") && told(&document).contains("裁去"));
}

#[test]
fn words_in_the_colour_of_what_is_behind_them_are_named() {
    let program = [
        line(760, "示例县公开年报"),
        // A head of a table: white on dark.
        "0.2 0.3 0.6 rg 70 690 200 30 re f 1 g".to_owned(),
        line(700, "表头的文字。"),
        // The same blue on blue, and white on a white box over a dark one.
        "0.2 0.3 0.6 rg 70 590 200 30 re f".to_owned(),
        line(600, "同色"),
        "0 g 70 490 200 30 re f 1 g 70 490 200 30 re f".to_owned(),
        line(500, "白底"),
        "0 g".to_owned(),
    ];
    let document = read(&page(&program.join(" "), &[], "")).expect("a document");
    let texts = texts(&document).concat();
    assert!(
        texts.contains("公开年报") && texts.contains("表头的文字"),
        "{document:?}"
    );
    let told = told(&document);
    for word in ["同色", "白底"] {
        assert!(
            told.contains(word) && !texts.contains(word),
            "{told}{texts}"
        );
    }
}

#[test]
fn what_remarks_take_out_is_named() {
    let boxed = |remark: &str| {
        let annotations = format!("[<</Type/Annot{remark}/Rect[70 690 300 720]>>]");
        let program = line(760, "示例县公开年报") + &line(700, "密文");
        read(&page(&program, &[&annotations], "")).expect("a document")
    };
    for remark in ["/Subtype/Redact", "/Subtype/Square/IC[0 0 0]"] {
        let document = boxed(remark);
        assert_eq!(texts(&document), ["示例县公开年报"]);
        assert!(told(&document).contains("密文"));
    }
    for remark in [
        "/Subtype/Square/IC[0 0 0]/CA 0.3",
        "/Subtype/Square",
        "/Subtype/Redact/F 2",
    ] {
        assert!(texts(&boxed(remark)).concat().contains("密文"), "{remark}");
    }
}

#[test]
fn scans_are_kept_as_attachments() {
    let image = stream("/Subtype/Image/Width 1/Height 1/Filter/DCTDecode", "x");
    let document =
        read(&page("q 595 0 0 842 0 0 cm /X Do Q", &["[]", &image], "")).expect("a document");
    assert!(document.blocks.is_empty());
    assert_eq!(document.files.len(), 1);
    assert!(document.files[0].is_attachment && told(&document).contains("没有文字层（扫描件）"));
}

#[test]
fn encrypted_and_broken_files_are_refused() {
    let whole = page(
        &format!("BT /F 16 Tf 80 700 Td {} ET", shown("示例县公开年报")),
        &[],
        "",
    );
    assert!(read(&whole).is_ok());
    let refused = |bytes: &[u8]| read(bytes).err().map(|refusal| refusal.0.chinese);
    let encrypted = page("", &[], "/Encrypt<</Filter/Standard>>");
    assert!(refused(&encrypted).is_some_and(|why| why.contains("加密")));
    for bytes in [&b""[..], b"%PDF-1.7", &whole[..200]] {
        assert!(refused(bytes).is_some_and(|why| why.contains("不是完整的 PDF")));
    }
}

#[test]
fn files_without_a_table_are_mended() {
    let mut bytes = page(
        &format!("BT /F 16 Tf 80 700 Td {} ET", shown("示例县公开年报")),
        &[],
        "",
    );
    let at = bytes
        .windows(4)
        .rposition(|w| w == b"xref")
        .expect("a table");
    bytes[at] = b'y';
    let at = bytes
        .windows(4)
        .position(|w| w == b"xref")
        .expect("a table");
    bytes[at] = b'y';
    assert_eq!(
        texts(&read(&bytes).expect("a document")),
        ["示例县公开年报"]
    );
}

#[test]
fn what_leads_back_to_itself_ends() {
    let program = stream(
        "",
        &format!("BT /F 16 Tf 80 700 Td {} ET /X Do", shown("示例县公开年报")),
    );
    let form = stream(
        "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>",
        "/X Do /X Do",
    );
    let pages = "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 1>>";
    let objects = [CATALOG, pages, PAGE, &program, FONT, "6 0 R", &form];
    assert_eq!(
        texts(&read(&file(&objects, "")).expect("a document")),
        ["示例县公开年报"]
    );
    let chain = "<</Length 4 0 R>>stream\nBT ET\nendstream";
    assert!(read(&file(&[CATALOG, PAGES, PAGE, chain, FONT], "")).is_ok());
}

#[test]
fn embedded_files_and_links_are_taken() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)<</UF(list.csv)/EF<</F 7 0 R>>>>]>>>>>>";
    let link = "[<</Subtype/Link/Rect[70 690 300 720]/A<</S/URI/URI(https://example.org/)>>>>]";
    let program = stream(
        "",
        &format!("BT /F 16 Tf 80 700 Td {} ET", shown("示例县公开年报")),
    );
    let embedded = stream("", "a,b");
    let objects = [catalog, PAGES, PAGE, &program, FONT, link, &embedded];
    let document = read(&file(&objects, "")).expect("a document");
    assert_eq!(
        (
            document.files[0].name.as_str(),
            document.files[0].bytes.as_slice()
        ),
        ("list.csv", &b"a,b"[..])
    );
    assert!(format!("{:?}", document.blocks).contains("https://example.org/"));
}
