//! Document numbers (发文字号) in running text: 代字〔2016〕55号, in every bracket that people type, and with one lost.
//!
//! In: the text of a passage and its titles. Out: the bytes of each number outside titles, and its parts. Where the
//! 代字 begins is not written: words that lead in to it (依据, 印发) are cut off.

use std::ops::Range;

/// Years that a document may be of.
const YEARS: std::ops::RangeInclusive<u32> = 1949..=2099;
/// Characters of a 代字, at most.
const CODE_MAX: usize = 16;
/// Characters that are looked back for its beginning, at most.
const LOOK_BACK: usize = 40;
/// Characters in brackets within a 代字, at most: 乌高(新)政办.
const INNER_MAX: usize = 5;
/// Bytes between a title and its number, at most.
const GAP_MAX: usize = 120;

/// Words that lead in to the name of a body or a number.
const LEAD_INS: &[&str] = &[
    "依据", "根据", "按照", "依照", "遵照", "参照", "对照", "贯彻", "落实", "执行", "印发", "转发",
    "下发", "制发", "发布", "公布", "颁布", "出台", "制定", "废止", "替代", "取代", "代替", "修改",
    "修订", "参见", "详见", "以及", "关于", "引用", "收到", "适用", "号", "號", "依據", "根據",
    "貫徹", "落實", "執行", "印發", "轉發", "發布", "頒布", "廢止", "精神", "要求", "实施", "實施",
    "结合", "具体", "符合", "违反", "遵守", "现对", "具有",
];
/// Words that end what goes before a 代字, and stand in none.
const BEFORE_CODES: &[&str] = &[
    "文件",
    "文号",
    "字号",
    "编号",
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "我院",
    "我市",
    "我省",
    "我区",
    "我县",
    "我局",
    "我委",
    "我厅",
    "通知",
    "原文",
    "件",
    "辦公室",
    "辦公廳",
    "委員會",
];
/// Characters after which one begins: none of them stands in a 代字.
const LEAD_IN_CHARACTERS: &[char] = &[
    '的', '以', '由', '与', '與', '及', '是', '了', '在', '为', '為', '等', '被', '即', '按', '见',
    '見',
];
/// 代字 of the whole country, whatever leads in to them.
const NATIONAL: &[&str] = &[
    "国办发",
    "国办函",
    "国发",
    "国函",
    "國辦發",
    "國辦函",
    "國發",
    "國函",
];
/// Before a bracket in a title's tail, not in a 代字.
const REMARKS: &[&str] = &[
    "试行",
    "暂行",
    "修订",
    "試行",
    "暫行",
    "修訂",
    "征求意见稿",
    "草案",
    "摘要",
];
/// What follows the number of a house or a shop.
const PLACES: &[char] = &[
    '楼', '栋', '幢', '院', '线', '店', '馆', '厅', '房', '铺', '车', '桥', '井', '库', '厂', '地',
    '段', '路', '站', '矿', '机', '船', '门', '室', '樓', '棟', '線', '門', '車', '機',
];

/// A document number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its bytes.
    pub range: Range<usize>,
    /// 代字 as written.
    pub code: String,
    /// 年份.
    pub year: u32,
    /// 序号.
    pub count: u32,
}

/// Every number of a text that stands outside its titles, in order.
pub(super) fn scan(text: &str, titles: &[Range<usize>]) -> Vec<Number> {
    let mut found = Vec::new();
    if !text.contains(['号', '號', '〔', '〕']) {
        return found;
    }
    let all: Vec<(usize, char)> = text.char_indices().collect();
    let mut titles = titles.iter().peekable();
    let mut at = 0;
    let mut free = 0;
    while let Some((byte, c)) = all.get(at) {
        if digit(*c).is_none() {
            at += 1;
            continue;
        }
        let figures = run(&all, at);
        while let Some(title) = titles.next_if(|title| title.end <= *byte) {
            free = title.end;
        }
        let is_in_title = titles.peek().is_some_and(|title| title.contains(byte));
        if !is_in_title && let Some(number) = parse(text, &all, at, figures, free) {
            free = number.range.end;
            found.push(number);
        }
        at += figures;
    }
    found
}

/// The number that a whole field is, as 发文字号 of a front matter or a cell of a table.
pub(crate) fn of_field(text: &str) -> Option<Number> {
    let mut found = scan(text, &[]).into_iter();
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Which number belongs to which title: pairs of their positions, in order.
pub(super) fn behind_titles(
    text: &str,
    titles: &[Range<usize>],
    numbers: &[Number],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (i, number) in numbers.iter().enumerate() {
        let before = titles.partition_point(|title| title.end <= number.range.start);
        let Some(title) = before.checked_sub(1) else {
            continue;
        };
        // One number for each title: the first.
        if found.last().is_some_and(|(last, _)| *last == title) {
            continue;
        }
        let Some(range) = titles.get(title) else {
            continue;
        };
        let gap = text.get(range.end..number.range.start);
        if gap.is_some_and(is_gap) {
            found.push((title, i));
        }
    }
    found
}

/// Whether nothing but brackets, a remark in brackets or the head of one stands between a title and its number.
fn is_gap(gap: &str) -> bool {
    if gap.len() > GAP_MAX || gap.contains(['。', '；', ';', '\n']) {
        return false;
    }
    let mut depth = 0_usize;
    let mut last = None;
    for c in gap.chars().filter(|c| !c.is_whitespace()) {
        match c {
            _ if is_open(c) => depth += 1,
            _ if is_close(c) => depth = depth.saturating_sub(1),
            // Words outside brackets: another matter.
            _ if depth == 0 => return false,
            _ => {}
        }
        last = Some(c);
    }
    // Within the brackets it stands first, or after a pause.
    last.is_none_or(|c| is_open(c) || matches!(c, '，' | ',' | '、' | '：' | ':'))
}

/// Whether the year is one that a document may be of.
pub(super) fn is_year(year: u32) -> bool {
    YEARS.contains(&year)
}

/// The digit that a character is.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// A character of Han.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '〇')
}

fn is_open(c: char) -> bool {
    matches!(
        c,
        '〔' | '﹝' | '［' | '[' | '【' | '〖' | '（' | '(' | '﹙' | '〈' | '<' | '＜' | '{' | '｛'
    )
}

fn is_close(c: char) -> bool {
    matches!(
        c,
        '〕' | '﹞' | '］' | ']' | '】' | '〗' | '）' | ')' | '﹚' | '〉' | '>' | '＞' | '}' | '｝'
    )
}

/// A bracket that is for the years of documents, and for little else.
fn is_own(c: char) -> bool {
    matches!(c, '〔' | '﹝' | '〕' | '﹞')
}

/// How many figures stand together.
fn run(all: &[(usize, char)], at: usize) -> usize {
    let rest = all.get(at..).unwrap_or_default();
    rest.iter().take_while(|(_, c)| digit(*c).is_some()).count()
}

fn character(all: &[(usize, char)], at: usize) -> Option<char> {
    all.get(at).map(|(_, c)| *c)
}

fn value(all: &[(usize, char)], range: Range<usize>) -> Option<u32> {
    let figures = all.get(range)?;
    figures.iter().try_fold(0_u32, |value, (_, c)| {
        value.checked_mul(10)?.checked_add(digit(*c)?)
    })
}

/// The place after blanks.
fn after_blanks(all: &[(usize, char)], mut at: usize) -> usize {
    while character(all, at).is_some_and(|c| c.is_whitespace() && c != '\n') {
        at += 1;
    }
    at
}

fn after(all: &[(usize, char)], at: usize, is_it: impl Fn(char) -> bool) -> Option<usize> {
    character(all, at).filter(|c| is_it(*c)).map(|_| at + 1)
}

/// The number whose year begins at `at`, where so many figures stand together.
fn parse(
    text: &str,
    all: &[(usize, char)],
    at: usize,
    figures: usize,
    free: usize,
) -> Option<Number> {
    let year = value(all, at..at + 4).filter(|year| figures >= 4 && is_year(*year))?;
    let mut before = at.checked_sub(1)?;
    while before > 0 && character(all, before).is_some_and(|c| c.is_whitespace() && c != '\n') {
        before -= 1;
    }
    let opened = character(all, before).filter(|c| is_open(*c));
    let (count, end, is_sure) = if figures == 4 {
        let mut next = after_blanks(all, at + 4);
        next = after(all, next, |c| c == '年').unwrap_or(next);
        next = after_blanks(all, next);
        let closed = character(all, next).filter(|c| is_close(*c));
        next += usize::from(closed.is_some());
        // Without the bracket before the year, the one behind it must be for years.
        opened.or(closed.filter(|c| is_own(*c) || matches!(c, ']' | '］' | '】')))?;
        next = after_blanks(all, next);
        next = after(all, next, |c| c == '第').unwrap_or(next);
        next = after_blanks(all, next);
        let length = run(all, next);
        let count = value(all, next..next + length).filter(|_| (1..=5).contains(&length))?;
        let is_sure = opened.is_some_and(is_own) && closed.is_some_and(is_own);
        (count, next + length, is_sure)
    } else {
        // 〔201550号: the bracket behind the year is lost.
        opened?;
        let count = value(all, at + 4..at + figures).filter(|_| figures <= 9)?;
        (count, at + figures, false)
    };
    let end = end_of(all, end, is_sure)?;
    let is_of_years = opened.is_none_or(is_own);
    let follows = character(all, end);
    if !is_of_years && follows.is_some_and(|c| PLACES.contains(&c)) {
        return None;
    }
    let code_end = match opened {
        Some(_) => before,
        None => before + 1,
    };
    let start = code(all, code_end, free, is_of_years)?;
    let first = all.get(start)?.0;
    let code_end = all.get(code_end).map_or(text.len(), |(byte, _)| *byte);
    let last = all.get(end).map_or(text.len(), |(byte, _)| *byte);
    Some(Number {
        range: first..last,
        code: text.get(first..code_end)?.trim_end().to_owned(),
        year,
        count,
    })
}

/// Where a number ends whose figures end at `at`: behind 号, or at once where it can be nothing else.
fn end_of(all: &[(usize, char)], at: usize, is_sure: bool) -> Option<usize> {
    let is_sign = |c: char| matches!(c, '号' | '號');
    let next = after_blanks(all, at);
    // 〔2016〕8)号: a bracket too many.
    let behind = after(all, next, is_close).map_or(next, |next| after_blanks(all, next));
    let of_sign = after(all, next, is_sign).or_else(|| after(all, behind, is_sign));
    let is_at_end = character(all, at).is_none_or(|c| is_close(c) || "，、。；,;".contains(c));
    of_sign.or((is_sure && is_at_end).then_some(at))
}

/// Where the 代字 begins that ends before `end`.
fn code(all: &[(usize, char)], end: usize, free: usize, is_of_years: bool) -> Option<usize> {
    let mut start = end;
    for _ in 0..2 {
        let before = start.checked_sub(1)?;
        if character(all, before).is_some_and(|c| c.is_whitespace() && c != '\n') {
            start = before;
        }
    }
    let end = start;
    let is_free = |at: usize| all.get(at).is_some_and(|(byte, _)| *byte >= free);
    while let Some(before) = start.checked_sub(1).filter(|before| is_free(*before)) {
        let c = character(all, before)?;
        if end - start >= LOOK_BACK {
            break;
        }
        if is_han(c) {
            start = before;
        } else if let Some(open) = inner_bracket(all, before).filter(|open| is_free(*open)) {
            start = open;
        } else {
            break;
        }
    }
    let words: String = all.get(start..end)?.iter().map(|(_, c)| *c).collect();
    let mut cut = before_code(&words);
    let before = start
        .checked_sub(1)
        .and_then(|before| character(all, before));
    let head = words.chars().next()?;
    // 2016年1月国发〔…〕: the end of a date. …号和国发〔…〕: one after another.
    let is_date = matches!(head, '年' | '月' | '日') && before.and_then(digit).is_some();
    let is_list = matches!(head, '和' | '及' | '与') && before.is_some_and(|c| !is_pause(c));
    if cut == 0 && (is_date || is_list) {
        cut = head.len_utf8();
    }
    let rest = words.get(cut..)?;
    let length = rest.chars().count();
    let is_code = match length {
        0 => false,
        1 => is_of_years,
        length => length <= CODE_MAX,
    };
    is_code.then_some(end - length)
}

fn is_pause(c: char) -> bool {
    c.is_whitespace() || matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':' | '（' | '(')
}

/// Where a bracket within a 代字 opens that closes at `close`.
fn inner_bracket(all: &[(usize, char)], close: usize) -> Option<usize> {
    character(all, close).filter(|c| is_close(*c))?;
    let mut inner = Vec::new();
    for back in 1..=INNER_MAX + 1 {
        let at = close.checked_sub(back)?;
        let c = character(all, at)?;
        if is_open(c) {
            let words: String = inner.iter().rev().collect();
            let follows = character(all, at.checked_sub(1)?)?;
            let is_part =
                !inner.is_empty() && is_han(follows) && !REMARKS.contains(&words.as_str());
            return is_part.then_some(at);
        }
        if !is_han(c) {
            return None;
        }
        inner.push(c);
    }
    None
}

/// How many bytes of words only lead in to the 代字 that they end with.
fn before_code(words: &str) -> usize {
    if let Some(national) = NATIONAL.iter().find(|national| words.ends_with(**national)) {
        return words.len() - national.len();
    }
    let cut = lead_in(words).max(last_of(words, BEFORE_CODES));
    let rest = words.get(cut..).unwrap_or_default();
    // …号和乌政办: after a lead-in, 和 joins.
    let joined = rest.strip_prefix(['和', '、']).filter(|_| cut > 0);
    let rest = joined.filter(|joined| !joined.is_empty()).unwrap_or(rest);
    // 以(法制办)乌政办: what is in brackets before it is no part of it.
    let after_brackets = rest
        .strip_prefix(is_open)
        .and_then(|rest| rest.split_once(is_close));
    let rest = match after_brackets {
        Some((_, after)) if !after.is_empty() => after,
        _ => rest,
    };
    words.len() - rest.len()
}

/// How many bytes of words only lead in to the name that they end with.
pub(super) fn lead_in(words: &str) -> usize {
    let of_characters = words
        .char_indices()
        .filter(|(_, c)| LEAD_IN_CHARACTERS.contains(c))
        .map(|(at, c)| at + c.len_utf8())
        .filter(|at| *at < words.len());
    of_characters
        .max()
        .unwrap_or(0)
        .max(last_of(words, LEAD_INS))
}

/// Where the last of some words ends, unless all ends with it: 市人民政府.
fn last_of(words: &str, some: &[&str]) -> usize {
    let ends = some
        .iter()
        .filter_map(|word| Some(words.rfind(word)? + word.len()));
    ends.filter(|at| *at < words.len()).max().unwrap_or(0)
}
