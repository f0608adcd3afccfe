//! Sums that do not come out, with the real binary: the warnings with their places, the note on the page, waivers, the
//! switch; and that a build that goes on from the last one says the same as a clean one.

use std::fs;
use std::path::Path;

use crate::common::{self, report, stderr, tree};

/// Lines of a report before its body.
const HEAD: usize = 6;

/// What check tells, as `code line:column message`, lines counted in the body.
fn told(folder: &Path) -> Vec<String> {
    let found = common::diagnostics(folder).into_iter().map(|found| {
        assert_eq!(found["severity"], "warning", "{found}");
        let line = found["line"].as_u64().expect("a line") as usize;
        format!(
            "{} {}:{} {}",
            found["code"].as_str().expect("a code"),
            line.saturating_sub(HEAD),
            found["column"].as_u64().expect("a column"),
            found["message"].as_str().expect("a message"),
        )
    });
    found.collect()
}

fn told_of(body: &str) -> Vec<String> {
    told(tree(&[("content/shili/2021.md", &report(body))]).path())
}

const WRONG: &str = "全年审结51件（26+4+10+4+6=51）。";

const TABLE: &str = "\
示例市受理情况如下。

| 方面 | 受理 | 办结 |
|---|---|---|
| 复议 | 3 | 1 |
| 诉讼 | 4 | 2 |
| 合计 | 7 | 4 |
";

const CARRIED: &str = "\
| 项目 | 自然人 | 其他 | 总计 |
|---|---|---|---|
| 一、本年新收政府信息公开申请数量 | 41 | 6 | 47 |
| 二、上年结转政府信息公开申请数量 | 2 | 0 | 2 |
| （一）予以公开 | 27 | 4 | 31 |
| （二）不予公开 | 13 | 2 | 15 |
| （三）总计 | 40 | 6 | 46 |
| 四、结转下年度继续办理 | 3 | 1 | 4 |
";

const CARRIED_IN_HTML: &str = "\
<table>
<tr><td colspan=\"2\">项目</td><td>自然人</td><td>其他</td></tr>
<tr><td colspan=\"2\">一、本年新收政府信息公开申请数量</td><td>41</td><td>6</td></tr>
<tr><td colspan=\"2\">二、上年结转政府信息公开申请数量</td><td>2</td><td>0</td></tr>
<tr><td rowspan=\"3\">三、本年度办理结果</td><td>（一）予以公开</td><td>27</td><td>4</td></tr>
<tr><td>（二）不予公开</td><td>13</td><td>2</td></tr>
<tr><td>（三）总计</td><td>40</td><td><p>6</p></td></tr>
<tr><td colspan=\"2\">四、结转下年度继续办理</td><td>3</td><td>1</td></tr>
</table>
";

#[test]
fn each_kind_of_sum_is_told_with_its_place() {
    let mut wrong = Vec::new();
    for (body, expected) in [
        (
            WRONG,
            "1:9 in `26+4+10+4+6=51` the left side adds up to 50, the right side is 51",
        ),
        (
            "甲。\n\n示例局**本年新收**５８＋３＝５９＋１件。",
            "3:12 in `５８＋３＝５９＋１` the left side adds up to 61, the right side is 60",
        ),
        (
            "审查142件，其中文件6件、合同98件、其他事项39件。",
            "1:3 the parts of `142件，其中文件6件、合同98件、其他事项39件` add up to 143, the whole is 142",
        ),
        (
            TABLE,
            "7:12 `合计 / 办结` of the table is 4, its rows add up to 3",
        ),
        (
            CARRIED,
            "7:16 at `（三）总计 / 其他` of the table, what is new and what was carried over is 6, what is done and what is left is 7",
        ),
        (
            CARRIED_IN_HTML,
            "7:37 at `（三）总计 / 其他` of the table, what is new and what was carried over is 6, what is done and what is left is 7",
        ),
    ] {
        let found = told_of(body);
        let expected = format!("sum-does-not-match {expected}");
        if found.first() != Some(&expected) {
            wrong.push((body, expected, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sums_that_come_out_and_what_is_no_sum_are_told_nothing() {
    for body in [
        "全年审结50件（26+4+10+4+6=50）。",
        "推进“互联网+政务服务”，建立“1+3+X”体系，约26+4=31。",
        "审查142件，其中文件6件、合同98件、其他事项38件。",
        "办结100件，其中重大20件、紧急10件。",
        "```\n1+1=3\n```",
        TABLE.replace("| 4 |\n", "| 3 |\n").as_str(),
        CARRIED.replace("| 3 | 1 | 4 |", "| 3 | 0 | 3 |").as_str(),
        CARRIED_IN_HTML.replace("<td>1</td>", "<td>0</td>").as_str(),
    ] {
        assert_eq!(told_of(body), [] as [&str; 0], "{body}");
    }
    let folder = tree(&[(
        "content/shili/2021.md",
        &report(WRONG).replace(
            "period: 2021",
            "period: 2021\nwithdrawn: {reason: 示例, date: 2023-01-01}",
        ),
    )]);
    let found = told(folder.path());
    assert!(found.iter().all(|it| !it.starts_with("sum-")), "{found:?}");
}

fn page(folder: &Path) -> String {
    let output = common::build(folder, &["--no-store"]);
    assert!(output.status.success(), "{}", stderr(&output));
    fs::read_to_string(folder.join("public/shili/2021/index.html")).expect("a page")
}

#[test]
fn the_page_of_the_report_says_so_and_leads_there() {
    let folder = tree(&[(
        "content/shili/2021.md",
        &report(&format!("{WRONG}\n\n{TABLE}")),
    )]);
    let found = page(folder.path());
    let (_, note) = found
        .split_once("<section class=\"sums\"")
        .expect("the note");
    let (note, _) = note.split_once("</section>").expect("its end");
    for words in [
        "数字核对",
        "文中可以核对的合计有3处，其中2处与各项数字不符。",
        ">26+4+10+4+6=51</a>",
        "各项相加为50，所列总数为51",
        ">合计 / 办结</a>",
        "各项相加为3，所列总数为4",
    ] {
        assert!(note.contains(words), "{words}\n{note}");
    }
    for link in note.split("href=\"#").skip(1) {
        let (id, _) = link.split_once('"').expect("an end");
        assert!(found.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let sound = tree(&[("content/shili/2021.md", &report("审结30件（26+4=30）。"))]);
    assert!(!page(sound.path()).contains("数字核对"));
}

#[test]
fn a_warning_is_waived_by_its_words_and_the_note_stays() {
    let text = report(&format!("{WRONG}\n\n其中到庭3+4=8次。"));
    let text = text.replace(
        "period: 2021",
        "period: 2021\nwaivers: [{code: sum-does-not-match, quote: 全年审结, reason: 原文如此}]",
    );
    let folder = tree(&[("content/shili/2021.md", &text)]);
    let found = told(folder.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`3+4=8`"), "{found:?}");
    assert!(page(folder.path()).contains(">26+4+10+4+6=51</a>"));
}

#[test]
fn it_is_switched_off() {
    let folder = tree(&[("content/shili/2021.md", &report(WRONG))]);
    let settings = folder.path().join("content/archive.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    for off in ["features: {sums: false}\n", "功能:\n  数字核对: 否\n"] {
        fs::write(&settings, format!("{text}{off}")).expect("written");
        assert_eq!(told(folder.path()), [] as [&str; 0]);
        assert!(!page(folder.path()).contains("数字核对"));
    }
}

#[test]
fn going_on_from_the_last_build_says_what_a_clean_one_says() {
    let folder = tree(&[("content/shili/2020.md", &report("甲。"))]);
    let settings = folder.path().join("content/archive.yaml");
    let archive = fs::read_to_string(&settings).expect("settings");
    for (body, features) in [
        (WRONG, ""),
        (WRONG, "features: {sums: false}\n"),
        (WRONG, ""),
        ("全年审结50件（26+4+10+4+6=50）。", ""),
        (TABLE, ""),
    ] {
        fs::write(&settings, format!("{archive}{features}")).expect("written");
        fs::write(folder.path().join("content/shili/2021.md"), report(body)).expect("written");
        common::goes_on_as_clean(folder.path(), body);
    }
}
