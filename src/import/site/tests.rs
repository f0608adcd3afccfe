//! A small portal, mirrored and crawled.

use super::relink::Moved;
use super::store::{Address, Folder, Store};
use super::warc::Warc;
use super::*;
use crate::import::document::{Block, Inline, Paragraph};

const LIST: &str = "<title>公报</title><ul><li><a href=a.html>示例县二〇一五年报告</a><li><a href=b.html>示例县二〇一六年报告</a>
    <li><a href=c.html>丙</a><li><a href=d.html>丁</a><li><a href=e.html>戊</a></ul>";
const ARTICLE: &str = "<title>示例县二〇一五年报告_示例站</title><h1>示例县二〇一五年报告</h1><p>本县一年来做了许多工作，成效明显。</p>
    <p>去年的见<a href='b.html#x'>此处</a>。<img src='/img/t.png'></p>";

fn read(path: &str) -> Option<Vec<u8>> {
    let found = match path {
        "www.shili.example/gb/index.html" => LIST,
        "www.shili.example/gb/a.html" => ARTICLE,
        "www.shili.example/img/t.png" => "PNG",
        _ => return None,
    };
    Some(found.as_bytes().to_vec())
}

fn mirror() -> Vec<String> {
    ["gb/a.html", "gb/index.html", "img/t.png"]
        .map(|path| format!("www.shili.example/{path}"))
        .to_vec()
}

#[test]
fn a_mirror_has_articles_and_lists() {
    let folder = Folder::new(&mirror(), &read);
    let wanted = Wanted::default();
    let mut pages: Vec<SitePage> = pages(&folder, &wanted).collect();
    assert_eq!(pages.len(), 2);
    let list = pages.pop().expect("a list");
    assert_eq!(
        (list.name.as_str(), list.outcome),
        ("gb", Err(NoArticle::List(5)))
    );
    let article = pages.pop().expect("an article");
    assert_eq!(article.address, "http://www.shili.example/gb/a.html");
    assert_eq!(article.name, "gb/a");
    let mut document = article.outcome.expect("its text");
    assert_eq!(document.files.len(), 1);
    assert!(
        document
            .stated
            .iter()
            .any(|one| one.name == "old address" && one.value == article.address)
    );
    let mut moved = Moved::default();
    moved.add("http://www.shili.example/gb/b.html", "../b.md");
    assert_eq!(moved.settle(&mut document.blocks, &article.address), 1);
    let has = |block: &Block| matches!(block, Block::Paragraph(Paragraph { inlines, .. }) if inlines.iter().any(|inline| matches!(inline, Inline::Link { address, .. } if address == "../b.md#x")));
    assert!(document.blocks.iter().any(has));
}

fn record(kind: &str, address: &str, content: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n",
        content.len()
    )
}

fn crawl() -> Vec<String> {
    vec![
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\na:b\r\n\r\n".to_owned(),
        record(
            "response",
            "http://www.shili.example/old",
            "HTTP/1.1 301 Moved\r\nLocation: /gb/a.html\r\n\r\n",
        ),
        record(
            "response",
            "http://www.shili.example/gb/a.html",
            &format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{ARTICLE}\r\n0\r\n\r\n",
                ARTICLE.len()
            ),
        ),
        record(
            "request",
            "http://www.shili.example/gb/a.html",
            "GET / HTTP/1.1\r\n\r\n",
        ),
    ]
}

fn member(content: &str) -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    bytes.extend(miniz_oxide::deflate::compress_to_vec(content.as_bytes(), 6));
    bytes.extend([0; 8]);
    bytes
}

#[test]
fn a_crawl_is_read_plain_and_packed() {
    let plain = crawl().concat().into_bytes();
    let packed: Vec<u8> = crawl().iter().flat_map(|record| member(record)).collect();
    for file in [plain, packed] {
        let warc = Warc::open(&file).expect("a crawl");
        let html = Some("text/html".to_owned());
        let address = "http://www.shili.example/gb/a.html".to_owned();
        assert_eq!(
            warc.addresses(),
            [Address {
                address: address.clone(),
                media: html
            }]
        );
        let bytes = warc
            .read("https://www.shili.example/gb/a.html#x")
            .expect("its bytes");
        assert_eq!(bytes, ARTICLE.as_bytes());
        assert!(warc.read("http://www.shili.example/old").is_some());
        assert_eq!(warc.led_to(&address), ["http://www.shili.example/old"]);
        let wanted = Wanted::default();
        assert!(pages(&warc, &wanted).all(|page| page.outcome.is_ok()));
    }
    assert!(Warc::open(&b"WARC".to_vec()).is_err());
}

#[test]
fn a_damaged_record_is_told_and_ends_nothing() {
    let mut records = crawl();
    records.insert(
        1,
        "WARC/1.0\r\nContent-Length: 很长\r\n\r\n坏\r\n\r\n".to_owned(),
    );
    let plain = records.concat().into_bytes();
    let mut packed: Vec<u8> = member(&records[0]);
    packed.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]);
    packed.extend(records[2..].iter().flat_map(|record| member(record)));
    for (file, from) in [
        (plain, records[0].len()),
        (packed, member(&records[0]).len()),
    ] {
        let warc = Warc::open(&file).expect("a crawl");
        let gaps = warc.damaged();
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        assert_eq!((gaps[0].record, gaps[0].from), (2, from as u64));
        assert!(!gaps[0].is_cut);
        assert!(warc.read("http://www.shili.example/gb/a.html").is_some());
    }
    // What a crawler was writing when it was ended.
    let whole = crawl()[..3].concat();
    let cut = whole.as_bytes()[..whole.len() - 100].to_vec();
    let warc = Warc::open(&cut).expect("a crawl");
    assert_eq!(warc.damaged().len(), 1, "{:?}", warc.damaged());
    assert_eq!(warc.addresses(), []);
    // Zeros at the end are no damage.
    let mut padded = crawl().concat().into_bytes();
    padded.extend([0; 512]);
    assert_eq!(Warc::open(&padded).expect("a crawl").damaged(), []);
}

#[test]
fn names_are_plain() {
    let names = [
        "http://a.example/X/t2015_1.shtml?id=3&p=2",
        "/",
        "http://a.example/",
        "/甲/b.html",
        "/x/index.html",
    ]
    .map(name_of);
    assert_eq!(names, ["x/t2015-1-id-3-p-2", "index", "index", "b", "x"]);
}
