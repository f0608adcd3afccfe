//! What ends a text: the label of an annex (附件1, 附录, Appendix A), and a signature with its date (落款).
//!
//! In: a paragraph or a heading. Out: the address of the annex, or whether a line dates or signs. Never closes anything.

use std::ops::RangeInclusive;

use crate::character::{is_blank, is_unseen};
use crate::report::outline::marker;
use crate::report::outline::numeral::{self, Blanks, any_digit, han, is_digit, padding};

/// How annexes are called, with what their addresses begin with; the longer words first.
const LABELS: [(&str, &str); 17] = [
    ("附件", "annex"),
    ("附录", "appendix"),
    ("附錄", "appendix"),
    ("附表", "annextable"),
    ("附图", "annexfigure"),
    ("附圖", "annexfigure"),
    ("名词解释", "glossary"),
    ("名詞解釋", "glossary"),
    ("名词术语", "glossary"),
    ("术语解释", "glossary"),
    ("annexure", "annex"),
    ("annex", "annex"),
    ("appendix", "appendix"),
    ("schedule", "schedule"),
    ("attachment", "attachment"),
    ("exhibit", "exhibit"),
    ("glossary", "glossary"),
];
/// What stands after the word for an annex that a line of Chinese begins with (附件, 名词解释), and whether that word
/// is one that is numbered.
pub(crate) fn after_word(line: &str) -> Option<(&str, bool)> {
    LABELS.iter().find_map(|(word, _)| {
        let rest = line.strip_prefix(word).filter(|_| !word.is_ascii())?;
        Some((rest, word.starts_with('附')))
    })
}

/// Characters of a label, its padding included.
const LABEL_MAX: usize = 24;
/// Characters of the line that signs, and of one that dates.
const SIGNATURE_MAX: usize = 40;

/// A label: the address of its annex, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) address: String,
    pub(super) range: std::ops::Range<usize>,
}

/// What the addresses of numbers begin with that follow a signature: `text2-1`.
pub(super) const TEXT: &str = "text";
/// Characters of an annex's number in its address.
const NUMBER_MAX: usize = 4;

/// Whether `id` may be the address of an annex, of what follows a signature, or of a part of either, so that no author may use it for anything else.
pub(crate) fn is_address(id: &str) -> bool {
    let first = id.split('-').next().unwrap_or(id);
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if first.strip_prefix(TEXT).is_some_and(is_number) {
        return true;
    }
    LABELS.iter().any(|(_, address)| {
        let number = first.strip_prefix(address);
        number.is_some_and(|number| number.is_empty() || is_number_of_address(number))
    })
}

/// Whether [`number`] may have made this piece of an address: 1, 1x2, b, b1, ii; never words such as `ion`.
fn is_number_of_address(id: &str) -> bool {
    let is_own = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase();
    id.len() <= NUMBER_MAX && id.bytes().all(is_own) && is_no_word(id)
}

/// Whether a number in an address is Roman or has a single letter; `x` parts its figures.
fn is_no_word(id: &str) -> bool {
    let letters = id.bytes().filter(u8::is_ascii_lowercase);
    letters.filter(|b| *b != b'x').count() <= 1
        || numeral::roman(&id.to_ascii_uppercase()).is_some()
}

/// Reads a paragraph that is a label alone; a heading may have words after it.
pub(super) fn label(text: &str, is_heading: bool) -> Option<Label> {
    if !is_heading && text.len() > LABEL_MAX * 4 {
        return None;
    }
    let start = padding(text);
    let first = text[start..].chars().next()?;
    if !matches!(first, '附' | '名' | '术' | '【' | '（' | '(' | '［')
        && !first.is_ascii_alphabetic()
    {
        return None;
    }
    let bracket = match first {
        '【' | '（' | '(' | '［' => first.len_utf8(),
        _ => 0,
    };
    let mut at = start + bracket;
    let (word, address) = LABELS
        .iter()
        .find_map(|(word, address)| Some((spread(&text[at..], word)?, *address)))?;
    at += word;
    let mut end = at;
    at += padding(&text[at..]);
    let mut number = number(&text[at..]);
    let is_english = first.is_ascii_alphabetic();
    if let Some((id, length)) = &number {
        // Annexes of; Appendix Forms.
        let is_apart = !is_english || at > end || id.is_empty();
        let next = text[at + length..].chars().next();
        let is_whole = next.is_none_or(|c| !c.is_alphanumeric() || !c.is_ascii() && !is_english);
        if is_apart && is_whole {
            at += length;
            end = at;
        } else {
            number = None;
        }
    }
    let id = number.map_or_else(String::new, |(id, _)| id);
    if bracket > 0 {
        let close = text[at..]
            .chars()
            .next()
            .filter(|c| "】）)］".contains(*c))?;
        at += close.len_utf8();
        end = at;
    }
    let rest = text[end..].trim_matches(is_unseen);
    let is_alone = match rest {
        "" => true,
        // 附件： alone comes before a list of them.
        "：" | ":" => !id.is_empty() || !address.starts_with("annex"),
        _ => false,
    };
    // In a heading, words may follow: Annex A: Forms; 附件1　名单.
    let is_headed = is_heading
        && text[end..]
            .chars()
            .next()
            .is_some_and(|c| is_blank(c) || matches!(c, '：' | ':' | '.' | '、' | '—' | '–' | '-'))
        && (!is_english || !id.is_empty() || rest.starts_with([':', '–', '—', '-']));
    let is_short = text[..end].chars().take(LABEL_MAX + 1).count() <= LABEL_MAX;
    (is_short && (is_alone || is_headed)).then(|| Label {
        address: format!("{address}{id}"),
        range: start..end,
    })
}

/// Bytes of `word` at the beginning of `text`, whatever blanks are between its characters: 附　件.
fn spread(text: &str, word: &str) -> Option<usize> {
    let mut at = 0;
    for c in word.chars() {
        if at > 0 && !c.is_ascii() {
            at += padding(&text[at..]);
        }
        let next = text[at..].chars().next()?;
        if !next.eq_ignore_ascii_case(&c) {
            return None;
        }
        at += next.len_utf8();
    }
    Some(at)
}

/// The number of an annex as the end of an address: `1`, `a`, `1x2` of 1-2; and its bytes.
fn number(text: &str) -> Option<(String, usize)> {
    if let Some((value, length)) = han(text, Blanks::End) {
        return Some((value.to_string(), length));
    }
    let mut id = String::new();
    let mut length = 0;
    let mut between = "";
    for (at, c) in text.char_indices() {
        if let Some(digit) = any_digit(c) {
            id.push_str(between);
            id.push_str(&digit.to_string());
        } else if c.is_ascii_uppercase() {
            id.push_str(between);
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && between.is_empty() && matches!(c, '-' | '.' | '—' | '－') {
            between = "x";
            continue;
        } else {
            break;
        }
        between = "";
        length = at + c.len_utf8();
        if id.len() > NUMBER_MAX {
            return None;
        }
    }
    (length > 0 && is_no_word(&id)).then_some((id, length))
}

/// What a line says that ends a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    /// A date alone.
    Date,
    /// Who signs, and the date.
    Signed,
}

/// Whether a paragraph dates what stands before it: 2019年12月5日, maybe after the name of who signs.
pub(super) fn closing(text: &str) -> Option<Closing> {
    // Bytes first: most paragraphs are long.
    if text.len() > SIGNATURE_MAX * 8 {
        return None;
    }
    let text = text.trim_end_matches(is_unseen);
    if is_numeric_date(text.trim_start_matches(is_unseen)) {
        return Some(Closing::Date);
    }
    if !text.ends_with(['日', '月']) {
        return None;
    }
    let line: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let start = date_at(&line)?;
    let (head, date) = line.split_at(start);
    match head.trim_end_matches('\n') {
        "" => Some(Closing::Date),
        head if date.ends_with('日') && head.lines().all(signs) => Some(Closing::Signed),
        _ => None,
    }
}

/// 2026.1.27, 2026-1-27, 2026/01/27, and nothing else.
fn is_numeric_date(text: &str) -> bool {
    // Nearly every paragraph is longer, and need not be searched for separators.
    let may_be = text.len() <= "2026.01.27".len();
    may_be
        && ['.', '-', '/'].iter().any(|separator| {
            let mut figures = text.split(*separator);
            let mut figure = |lengths: RangeInclusive<usize>, values: RangeInclusive<u32>| {
                let figure = figures.next().unwrap_or_default();
                let is_number = figure.bytes().all(|b| b.is_ascii_digit());
                is_number
                    && lengths.contains(&figure.len())
                    && figure.parse().is_ok_and(|value| values.contains(&value))
            };
            let is_date =
                figure(4..=4, 1900..=2100) && figure(1..=2, 1..=12) && figure(1..=2, 1..=31);
            is_date && figures.next().is_none()
        })
}

/// Where the date begins that `line`, which has no blanks, ends with.
fn date_at(line: &str) -> Option<usize> {
    let mut at = line.len();
    let mut units = 0;
    for (unit, is_needed) in [('日', false), ('月', true), ('年', true)] {
        let Some(before) = line[..at].strip_suffix(unit) else {
            if is_needed {
                return None;
            }
            continue;
        };
        let number = before.trim_end_matches(|c| is_digit(c) || c == '元');
        let count = before[number.len()..].chars().count();
        let max = if unit == '年' { 4 } else { 3 };
        if count == 0 || count > max || unit == '年' && count < 2 && !number.ends_with("中华民国")
        {
            return None;
        }
        at = number.len();
        units += 1;
    }
    let before = &line[..at];
    let era = ["中华民国", "中華民國", "民国", "民國", "公元"]
        .iter()
        .find_map(|era| before.strip_suffix(era));
    (units >= 2).then_some(era.map_or(at, str::len))
}

/// What the names of those end with who sign official texts.
const SIGNERS: [&str; 44] = [
    "政府",
    "人大常委会",
    "委员会",
    "委員會",
    "办公室",
    "辦公室",
    "办公厅",
    "局",
    "厅",
    "廳",
    "部",
    "院",
    "委",
    "会",
    "會",
    "处",
    "處",
    "中心",
    "公司",
    "银行",
    "大学",
    "学院",
    "学校",
    "署",
    "总队",
    "支队",
    "大队",
    "所",
    "站",
    "组",
    "办",
    "街道",
    "办事处",
    "镇",
    "乡",
    "村",
    "社",
    "馆",
    "科",
    "股",
    "室",
    "省长",
    "市长",
    "主任",
];

/// Whether a line is the name of who signs: short, without stops, and one that bodies have.
pub(crate) fn signs(line: &str) -> bool {
    // Bytes first: most paragraphs are long, or end with a stop.
    if line.len() > SIGNATURE_MAX * 6 || line.ends_with(['。', '；', '：']) {
        return false;
    }
    // A part is called by what it is about, which may end as a body's name does: （一）设立专班办公室.
    if marker::read(&line[padding(line)..]).is_some() {
        return false;
    }
    let name: String = line.chars().filter(|c| !is_unseen(*c)).collect();
    let name = name.trim_end_matches(['）', ')']);
    let name = name
        .strip_suffix("盖章")
        .map_or(name, |n| n.trim_end_matches(['（', '(']));
    (2..=SIGNATURE_MAX).contains(&name.chars().count())
        && !name.contains([
            '，', '。', '；', '：', '！', '？', ',', ';', ':', '、', '《',
        ])
        && SIGNERS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{Closing, closing, is_address, label, signs};

    #[test]
    fn labels_of_annexes() {
        for (text, is_heading, expected) in [
            ("附件", false, Some("annex")),
            ("附件1", false, Some("annex1")),
            ("附件一", false, Some("annex1")),
            ("附　件 2：", false, Some("annex2")),
            ("（附件3）", false, Some("annex3")),
            ("【附件】", false, Some("annex")),
            ("　　附表1-2", false, Some("annextable1x2")),
            ("附录A", false, Some("appendixa")),
            ("附錄", false, Some("appendix")),
            ("名词解释", false, Some("glossary")),
            ("名詞解釋", false, Some("glossary")),
            ("Annex", false, Some("annex")),
            ("ANNEX II", false, Some("annexii")),
            ("Appendix A", false, Some("appendixa")),
            ("Schedule 1", false, Some("schedule1")),
            ("附件：", false, None),
            ("附件：1. 甲", false, None),
            ("附件1 名单", false, None),
            ("附件1 名单", true, Some("annex1")),
            ("附件1：名单", true, Some("annex1")),
            ("Appendix A: Forms", true, Some("appendixa")),
            ("Appendix A – Forms", true, Some("appendixa")),
            ("Annex to the Act", true, None),
            ("Annexes", false, None),
            ("附则", false, None),
            ("附件管理办法", true, None),
            ("附件ABC", false, None),
            ("名词解释如下", false, None),
        ] {
            let found = label(text, is_heading).map(|l| l.address);
            assert_eq!(found.as_deref(), expected, "{text}");
            assert!(found.is_none_or(|id| is_address(&id)), "{text}");
        }
        assert!(is_address("text2-1") && is_address("annex-1") && is_address("annex1-2"));
        for own in ["exhibition", "annexes"] {
            assert!(!is_address(own), "{own}");
        }
        assert!(!is_address("annexation") && !is_address("text") && !is_address("text-1"));
    }

    #[test]
    fn signatures() {
        for (text, expected) in [
            ("2019年12月5日", Some(Closing::Date)),
            ("　　二〇一九年十二月五日", Some(Closing::Date)),
            ("2018年1月", Some(Closing::Date)),
            ("2019 年 12 月 5 日", Some(Closing::Date)),
            ("中華民國115年1月27日", Some(Closing::Date)),
            ("某某市人民政府\n2019年12月5日", Some(Closing::Signed)),
            ("某某市司法局 2019年12月5日", Some(Closing::Signed)),
            ("会议定于2019年12月5日", None),
            ("12月5日", None),
            ("2021年1月1日施行", None),
            ("每月", None),
        ] {
            assert_eq!(closing(text), expected, "{text}");
        }
        for (text, expected) in [
            ("某某区人民政府", true),
            ("某 某 局", true),
            ("某某市司法局（盖章）", true),
            ("特此报告。", false),
            ("（一）设立专班办公室", false),
            ("加强领导，健全组织", false),
        ] {
            assert_eq!(signs(text), expected, "{text}");
        }
    }
}
