//! What a paragraph is compared by, as tables of cases.

use super::*;

const TEXT: &str =
    "一是编制权责清单。2019年新增事项12项，取消事项3项，全部在示例网站公布，接受社会监督。";

fn part(number: &str) -> Part {
    let mut part = Part::default();
    part.number = number.to_owned();
    part
}

fn passage(text: &str, kind: PassageKind, part: Option<usize>) -> Passage<'_> {
    Passage {
        anchor: "",
        part,
        opens_part: part.is_some(),
        kind,
        text,
    }
}

fn one(text: &str) -> Paragraph {
    Paragraph::new(text).expect("long enough")
}

#[test]
fn what_a_reader_sees_as_the_same_is_the_same() {
    let text = one(TEXT);
    for same in [
        TEXT.replace('，', ","),
        TEXT.replace("2019", "２０１９"),
        TEXT.replace('。', "。　"),
    ] {
        assert_eq!(one(&same), text, "{same}");
    }
    for figures in [
        TEXT.replace("2019年", "2020年"),
        TEXT.replace("12项", "1,312项").replace("3项", "4项"),
    ] {
        let other = one(&figures);
        assert_ne!(other.equal_by(true), text.equal_by(true), "{figures}");
        assert_eq!(other.skeleton(), text.skeleton(), "{figures}");
    }
    let other = one(&TEXT.replace("接受", "主动接受"));
    assert_ne!(other.skeleton(), text.skeleton());
    assert!(sketch::agreement(other.sketch, text.sketch) >= VALUES_OF_NEAR);
}

/// What a text agrees in with one that differs in a word.
const VALUES_OF_NEAR: u32 = 22;

#[test]
fn only_whole_paragraphs_count() {
    let parts = [part("一是")];
    let head = PassageKind::Cell {
        table: 0,
        row: 0,
        column: 0,
        is_head: false,
    };
    let passages = [
        passage(TEXT, PassageKind::Heading, None),
        passage(
            "现将示例市2019年度工作情况报告如下：",
            PassageKind::Paragraph,
            None,
        ),
        passage(TEXT, PassageKind::Paragraph, Some(0)),
        passage(TEXT, head, None),
        passage(TEXT, PassageKind::Item, None),
        passage("2019年12月31日", PassageKind::Paragraph, None),
        passage(
            "（2019年4月22日示例市第十三届人民代表大会常务委员会第六次会议通过）",
            PassageKind::Paragraph,
            None,
        ),
    ];
    assert_eq!(compared(&passages, &parts), [2, 4]);
    let found = find(&passages, &parts);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0], found[1], "the number is left out");
    let moved = TEXT.replacen("一是", "四是", 1);
    let again = [passage(&moved, PassageKind::Paragraph, Some(0))];
    assert_eq!(find(&again, &[part("四是")]), found[..1]);
}

#[test]
fn other_scripts_have_words() {
    let text =
        "The district published its list of duties in March and answered twelve requests for it.";
    assert!(Paragraph::new(text).is_some());
    assert!(Paragraph::new("The district published its list of duties.").is_none());
}

#[test]
fn values_stay_for_good() {
    assert_eq!(format!("{:x}", one(TEXT).skeleton()), "b4244081aa474b5a");
}

#[test]
fn a_paragraph_takes_few_bytes() {
    assert_eq!(size_of::<Paragraph>(), 28);
}
