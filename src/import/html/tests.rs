//! Whole pages, as portals have them.

use super::*;
use crate::import::document::{Inline, Number, Remark};
use crate::import::{Wanted, markdown};

fn read_with(page: &[u8], wanted: &Wanted, beside: &dyn Fn(&str) -> Option<Vec<u8>>) -> Document {
    let source = Source {
        name: "page.html",
        bytes: page,
        beside,
        wanted,
    };
    read(&source).expect("a text")
}

fn read_page(page: &str) -> Document {
    read_with(page.as_bytes(), &Wanted::default(), &|_| None)
}

/// The body as Markdown.
fn body(document: &Document) -> String {
    let names: Vec<String> = document
        .files
        .iter()
        .map(|file| file.name.clone())
        .collect();
    let manner = markdown::Manner {
        is_chinese: true,
        names: &names,
        folder: "a/b",
    };
    markdown::write(document, &manner).text
}

fn stated<'d>(document: &'d Document, name: &str) -> Option<&'d str> {
    let found = document.stated.iter().find(|one| one.name == name)?;
    Some(&found.value)
}

fn remark<'d>(document: &'d Document, word: &str) -> Option<&'d Remark> {
    document
        .remarks
        .iter()
        .find(|remark| remark.what.chinese.contains(word))
}

const OLD: &str = "<html><head><title>示例镇2011年工作总结-示例镇政府网</title></head><body>
<table width=900><tr><td><a href=/>首页</a>|<a href=/a>新闻</a>|<a href=/b>公开</a></td></tr></table>
<table width=900><tr><td width=200><table><tr><td>热点</td></tr><tr><td><a href=1>甲公告</a></td></tr><tr><td><a href=2>乙公告</a></td></tr></table></td><td>
<table><tr><td>您的位置：<a href=/>首页</a> &gt; 总结</td></tr><tr><td align=center><b>示例镇2011年工作总结</b></td></tr>
<tr><td align=center>发布时间：2012-01-09　来源：镇党政办　点击：12次　【字体：<a href=#>大</a> <a href=#>小</a>】</td></tr>
<tr><td>　　今年以来，全镇工作进展顺利。<br>　　一、农业<br>　　粮食增产，农民增收。</td></tr><tr><td align=right>示例镇人民政府<br>2012年1月5日</td></tr>
<tr><td>【<a href='javascript:print()'>打印</a>】【<a href='javascript:close()'>关闭</a>】</td></tr><tr><td>上一篇：<a href=3>某公告</a></td></tr></table></td></tr></table>
<table><tr><td>主办：示例镇政府　示ICP备00000000号<br>建议使用1024*768分辨率</td></tr></table></body></html>";

#[test]
fn layout_is_undone_and_furniture_left_out() {
    let document = read_page(OLD);
    assert_eq!(
        body(&document),
        "## **示例镇2011年工作总结**\n\n今年以来，全镇工作进展顺利。\n\n一、农业\n\n粮食增产，农民增收。\n\n示例镇人民政府\n\n2012年1月5日\n"
            .replace("**", "")
    );
    assert_eq!(stated(&document, "发布时间"), Some("2012-01-09"));
    assert_eq!(stated(&document, "来源"), Some("镇党政办"));
    assert_eq!(stated(&document, "title"), Some("示例镇2011年工作总结"));
    for word in ["导航", "页脚", "上一篇", "浏览次数"] {
        assert!(remark(&document, word).is_some(), "{word}");
    }
    assert!(document.remarks.iter().all(|remark| !remark.is_draft));
}

#[test]
fn a_catalogue_is_stated() {
    let document = read_page(
        "<h1>示例县关于试点的通知</h1><table><tr><td>索 引 号：</td><td>0001/2015-3</td><td>主题分类：</td><td>综合</td></tr>
        <tr><td>发文机关：</td><td>示例县政府</td><td>发文字号：</td><td>示政〔2015〕3号</td></tr></table><p>各镇：</p><p>请认真执行，抓好落实。</p>",
    );
    assert_eq!(stated(&document, "索引号"), Some("0001/2015-3"));
    assert_eq!(stated(&document, "发文字号"), Some("示政〔2015〕3号"));
    assert_eq!(
        body(&document),
        "## 示例县关于试点的通知\n\n各镇：\n\n请认真执行，抓好落实。\n"
    );
}

#[test]
fn an_announcement_in_a_table_is_text() {
    let document = read_page(
        "<title>示例網</title><table><tr><td>公告標題</td><td>示例案</td></tr><tr><td>發布單位</td><td>主計室</td></tr>
        <tr><td>內　容</td><td>一、本案通過。<br>二、自即日起實施。</td></tr></table>",
    );
    assert_eq!(
        body(&document),
        "## 示例案\n\n一、本案通過。\n\n二、自即日起實施。\n"
    );
    assert_eq!(stated(&document, "發布單位"), Some("主計室"));
}

#[test]
fn data_tables_keep_their_spans_and_hide_what_is_hidden() {
    let document = read_page(
        "<p>见下表，供参考。</p><table border=1><tr><th rowspan=2>镇</th><th colspan=2>人口</th></tr><tr><th>男</th><th>女</th></tr>
        <tr><td>东镇</td><td>1</td><td>2</td></tr><tr style='display:none'><td>密镇</td><td>3</td><td>4</td></tr></table>",
    );
    let Some(Block::Table(table)) = document.blocks.get(1) else {
        panic!("{:?}", document.blocks);
    };
    let spans = table.rows.iter().map(|row| {
        row.iter()
            .map(|cell| (cell.row_span, cell.column_span))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        spans.collect::<Vec<_>>(),
        [vec![(2, 1), (1, 2)], vec![(1, 1); 2], vec![(1, 1); 3]]
    );
    assert_eq!(table.head_rows, 2);
    assert!(remark(&document, "隐藏").is_some_and(|remark| remark.quote.contains("密镇")));
}

#[test]
fn word_pages_keep_numbers_and_notes() {
    let document = read_page(
        "<meta name=Generator content='Microsoft Word 12'><p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>（一）<span>&nbsp; </span></span><![endif]>总则<o:p></o:p></p>
        <p>正文<a href='#_ftn1' name='_ftnref1'>[1]</a><del datetime=x cite=y>旧</del><ins datetime=x cite=y>新</ins></p>
        <div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a>注文</p></div></div>",
    );
    let Some(Block::Paragraph(first)) = document.blocks.first() else {
        panic!("{:?}", document.blocks);
    };
    let number = Number::Shown {
        text: "（一）".to_owned(),
        is_apart: true,
    };
    assert_eq!(
        (&first.number, first.text().as_str()),
        (&Some(number), "总则")
    );
    let Some(Block::Paragraph(second)) = document.blocks.get(1) else {
        panic!("{:?}", document.blocks);
    };
    assert!(second.inlines.contains(&Inline::Note(0)));
    assert_eq!(second.text(), "正文新");
    assert_eq!(document.notes.len(), 1);
    assert!(remark(&document, "修订").is_some_and(|remark| remark.quote == "旧"));
}

#[test]
fn files_come_from_beside_the_page() {
    let page = "<p>见图，请下载附件。<img src='p/a%20b.png' alt=图></p><p><img src=none.png></p><p><a href='f/1.xls'>人口表</a></p>";
    let beside =
        |path: &str| matches!(path, "p/a b.png" | "f/1.xls").then(|| path.as_bytes().to_vec());
    let document = read_with(page.as_bytes(), &Wanted::default(), &beside);
    let files: Vec<(&str, bool)> = document
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.is_attachment))
        .collect();
    assert_eq!(files, [("a b.png", false), ("人口表.xls", true)]);
    assert!(
        remark(&document, "缺少图片")
            .is_some_and(|remark| remark.is_draft && remark.quote == "none.png")
    );
}

#[test]
fn a_selector_chooses_the_text() {
    let page = "<div class=a><p>甲，甲。</p></div><div class=b><p>乙</p></div>";
    let wanted = Wanted {
        select: Some(".b".to_owned()),
        ..Wanted::default()
    };
    assert_eq!(
        body(&read_with(page.as_bytes(), &wanted, &|_| None)),
        "乙\n"
    );
    let wanted = Wanted {
        select: Some(".c".to_owned()),
        ..Wanted::default()
    };
    let source = Source {
        name: "page.html",
        bytes: page.as_bytes(),
        beside: &|_| None,
        wanted: &wanted,
    };
    assert_eq!(read(&source), Err(nothing_selected(".c")));
}

#[test]
fn frames_and_further_pages_are_named() {
    let frames = "<frameset><frame src=menu.html><frame src=x/text.html></frameset>";
    let text = "<p>框架中的正文，很长。</p><p>第二段，也是正文。</p><script>createPageHTML(2, 0, \"t\", \"html\")</script>";
    let beside = |path: &str| (path == "x/text.html").then(|| text.as_bytes().to_vec());
    let document = read_with(frames.as_bytes(), &Wanted::default(), &beside);
    assert_eq!(
        body(&document),
        "框架中的正文，很长。\n\n第二段，也是正文。\n"
    );
    assert!(remark(&document, "框架").is_some());
    assert!(remark(&document, "分页").is_some_and(|remark| remark.is_draft));
}

#[test]
fn lists_of_links_within_a_text_stay() {
    let document = read_page(
        "<h1>示例目录</h1><p>现将下列文件废止，请知悉。</p><ul><li><a href=1>甲办法</a><li><a href=2>乙办法</a></ul><p>本目录自公布之日起施行。</p>",
    );
    let body = body(&document);
    assert!(
        body.contains("\n- 甲办法") && body.contains("\n- 乙办法"),
        "{body}"
    );
}

#[test]
fn pages_that_would_take_hours_are_refused() {
    let deep = "<div>".repeat(5_000);
    for page in [deep, String::new(), "<script>x</script>".to_owned()] {
        let source = Source {
            name: "page.html",
            bytes: page.as_bytes(),
            beside: &|_| None,
            wanted: &Wanted::default(),
        };
        assert!(read(&source).is_err());
    }
}

#[test]
fn what_a_film_shows_in_its_place_is_dropped_as_it_is_said() {
    let document = read_page(
        "<title>示例镇通知</title><h1>示例镇通知</h1><p>现将有关事项通知如下，请各村认真执行。</p>\
         <p><video src=a.mp4>您的浏览器不能播放视频</video></p><p>特此通知，请遵照执行，并做好宣传工作。</p>\
         <p><object data=a.pdf>正文见所附文件，请下载后阅读。</object></p>",
    );
    let text = body(&document);
    assert!(!text.contains("不能播放"), "{text}");
    assert!(text.contains("正文见所附文件"), "{text}");
    let dropped = remark(&document, "嵌入对象").map(|remark| remark.quote.as_str());
    assert_eq!(dropped, Some("a.mp4 您的浏览器不能播放视频"));
}
