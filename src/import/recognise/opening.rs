//! The opening of a document: the red head, its number, its title, whom it is written to (GB/T 9704-2012, 7.2 and 7.3).
//!
//! In: the paragraphs of a document. Out: the title with its lines, the number, the addressee. Looks at the first lines
//! alone, and takes for a title what stands and reads as one.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Text;
use crate::import::document::{Alignment, Inline};
use crate::import::recognise::{Evidence, Line, Recognised};

/// Lines in which an opening stands.
const OPENING: usize = 14;
/// Characters of a title.
const MAX_TITLE: usize = 120;
/// Lines that a title is broken over.
const MAX_LINES: usize = 4;
/// What a line must come to that is a title.
const ENOUGH: i32 = 4;

/// How titles of official documents end.
const GENRES: &[&str] = &[
    "报告",
    "报告书",
    "年报",
    "通知",
    "通报",
    "通告",
    "公告",
    "公报",
    "决定",
    "决议",
    "命令",
    "意见",
    "办法",
    "规定",
    "条例",
    "细则",
    "规则",
    "方案",
    "规划",
    "纲要",
    "计划",
    "要点",
    "总结",
    "说明",
    "情况",
    "批复",
    "函",
    "请示",
    "议案",
    "纪要",
    "目录",
    "清单",
    "表",
    "指南",
    "制度",
    "章程",
    "措施",
    "要求",
    "标准",
    "解读",
    "图册",
    "示例",
    "报表",
    "情況",
    "報告",
    "辦法",
    "規定",
    "條例",
    "計畫",
    "計劃",
    "說明",
    "總結",
    "通報",
    "公報",
    "決定",
    "決議",
    "意見",
    "細則",
    "規劃",
    "綱要",
    "紀要",
    "目錄",
    "清單",
    "須知",
    "须知",
    "（试行）",
    "（暂行）",
    "（节选）",
    "（修订）",
    "（草案）",
    "（征求意见稿）",
];

/// What sentences say that lead to a list, and nobody is called.
const NO_ADDRESSEE: &[&str] = &["如下", "包括", "报告", "以下", "情况", "推进", "附件"];

/// Heads of lists of contents, which are none of the document.
const CONTENTS: &[&str] = &["目录", "目次", "目錄", "contents", "table of contents"];

/// How the names of bodies end.
const BODIES: &[&str] = &[
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "局",
    "厅",
    "部",
    "院",
    "署",
    "中心",
    "人大常委会",
    "大队",
    "支队",
    "总队",
    "银行",
    "会",
    "处",
    "科",
    "所",
    "站",
    "委",
    "办",
    "公司",
    "辦公室",
    "委員會",
    "廳",
    "處",
    "府",
    "館",
    "馆",
    "学校",
    "大学",
    "医院",
    "協會",
];

#[expect(
    clippy::unwrap_used,
    reason = "a pattern of this file, which a test compiles"
)]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[\\p{Han}]{1,12}(?:[（(\\[〔][\\p{Han}]{1,4}[）)\\]〕][\\p{Han}]{0,6})?\\s*[〔\\[（(【﹝〖]\\s*(?:19|20)[0-9]{2}\\s*[〕\\]）)】﹞〗]\\s*第?\\s*[0-9]{1,6}\\s*号$").unwrap()
});
#[expect(
    clippy::unwrap_used,
    reason = "a pattern of this file, which a test compiles"
)]
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:字?第|第)\\s*[0-9]{4,}\\s*[号號]$|^[\\p{Han}]{1,8}字第\\s*[0-9]{4,}\\s*[号號]$")
        .unwrap()
});

/// Reads the opening.
pub(super) fn read(lines: &[Line<'_>], found: &mut Recognised) {
    let opening = &lines[..lines.len().min(OPENING)];
    for line in opening {
        if let Some(number) = document_number(&line.text()) {
            found.add(
                "document_number",
                vec![number],
                Evidence::Read(line.place()),
            );
            break;
        }
    }
    match found.value("title").map(str::to_owned) {
        Some(title) => found.title_blocks = lines_of(&title, opening),
        None => title(lines, opening, found),
    }
    let after = found.title_blocks.last().copied();
    let rest = opening
        .iter()
        .filter(|line| after.is_some_and(|after| line.block > after));
    let mut rest = rest.map(Line::text);
    found.addressee = rest.find(|text| is_addressee(text));
}

/// The number of a document, if a line is one, alone or beside who signed it.
fn document_number(text: &str) -> Option<String> {
    let wide = |c: char| c == '\u{3000}' || c == '\t';
    let parts = text.split(wide).flat_map(|part| part.split("  "));
    let mut parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts
        .find(|part| {
            let part = part.trim_start_matches(['（', '(']);
            NUMBER.is_match(part) || ORDER.is_match(part)
        })
        .map(str::to_owned)
}

/// The lines of a title that is known by its words.
fn lines_of(title: &str, opening: &[Line<'_>]) -> Vec<usize> {
    let tight = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let title = tight(title);
    for first in 0..opening.len() {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for line in opening.iter().skip(first).take(MAX_LINES) {
            text.push_str(&tight(&line.text()));
            blocks.push(line.block);
            if text == title && has_words_alone(&opening[first..first + blocks.len()]) {
                return blocks;
            }
            if !title.starts_with(&text) {
                break;
            }
        }
    }
    Vec::new()
}

/// Whether all of the lines can go into a head, that has no notes, images or numbers.
fn has_words_alone(lines: &[Line<'_>]) -> bool {
    let is_words = |inline: &Inline| {
        matches!(
            inline,
            Inline::Text { .. } | Inline::Break | Inline::Anchor(_)
        )
    };
    lines
        .iter()
        .all(|line| line.paragraph.number.is_none() && line.paragraph.inlines.iter().all(is_words))
}

/// The title that stands in the opening.
fn title(lines: &[Line<'_>], opening: &[Line<'_>], found: &mut Recognised) {
    let body = body_size(lines);
    let last = opening
        .iter()
        .position(ends_opening)
        .unwrap_or(opening.len());
    let candidates = opening.iter().take(last).enumerate();
    let scored = candidates.map(|(at, line)| (score(line, at, body), at));
    // Of equals the first.
    let best = scored.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)));
    let Some((score, at)) = best else { return };
    if score < ENOUGH {
        return;
    }
    let (first, end) = extent(&opening[..last], at);
    let of = &opening[first..end];
    let text = joined(of);
    if text.chars().count() > MAX_TITLE {
        return;
    }
    let is_certain = score >= 2 * ENOUGH;
    let evidence = match (is_certain, of.first()) {
        (true, Some(line)) => Evidence::Read(line.place()),
        _ => Evidence::Guessed(Text::new(
            "据开头的段落推断",
            "concluded from the first paragraphs",
        )),
    };
    if has_words_alone(of) {
        found.title_blocks = of.iter().map(|line| line.block).collect();
    }
    found.add("title", vec![text], evidence);
}

/// The height of most letters, which is that of the text.
fn body_size(lines: &[Line<'_>]) -> u16 {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines {
        *counts.entry(line.paragraph.size).or_insert(0) += line.paragraph.text().len();
    }
    let most = counts.into_iter().max_by_key(|(_, length)| *length);
    most.map_or(0, |(size, _)| size)
}

/// Whether the text begins here: a numbered part, whom it is written to, a long paragraph.
fn ends_opening(line: &Line<'_>) -> bool {
    let text = line.text();
    let begins_part = line.paragraph.number.is_some()
        || text.starts_with(['一', '1', '１'])
            && text.chars().nth(1).is_some_and(|c| "、.．".contains(c))
        || text.starts_with("第一章")
        || text.starts_with("第一条");
    begins_part
        || is_addressee(&text)
        || text.chars().count() > MAX_TITLE
        || text.ends_with(['。', '；', '，'])
}

/// Whether a line says whom a document is written to.
fn is_addressee(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(['：', ':'])
        && (4..200).contains(&text.chars().count())
        && !text.contains(['。', '；'])
        && !NO_ADDRESSEE.iter().any(|word| text.contains(word))
        && (text.starts_with('各')
            || text.contains('，')
            || text.contains('、')
            || is_agency(text.trim_end_matches(['：', ':'])))
}

/// Whether a text is the name of a body.
pub(super) fn is_agency(text: &str) -> bool {
    let length = text.chars().count();
    (3..40).contains(&length)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "（）()·、".contains(c))
        && BODIES.iter().any(|ending| text.ends_with(ending))
}

/// How much a line is like a title.
fn score(line: &Line<'_>, at: usize, body: u16) -> i32 {
    let text = line.text();
    let length = text.chars().count();
    let paragraph = line.paragraph;
    let mut score = 0;
    if paragraph.alignment == Alignment::Center {
        score += 3;
    }
    if paragraph.alignment == Alignment::Right {
        score -= 4;
    }
    if body > 0 && paragraph.size > body {
        score += 3;
    }
    match paragraph.heading {
        Some(1) => score += 4,
        Some(_) => score += 1,
        None => {}
    }
    if is_bold(paragraph.inlines.as_slice()) {
        score += 1;
    }
    if ends_as_title(&text) {
        score += 4;
    }
    if text.starts_with("关于") || text.contains("关于") && text.ends_with("通知") {
        score += 2;
    }
    if at == 0 {
        score += 1;
    }
    let is_sentence = text.ends_with(['。', '；', '：', ':', '，', ',', ';', '！', '？']);
    let is_head = text.ends_with("文件") || text.ends_with('令') && length < 20;
    let is_note = text.starts_with(['（', '(', '【', '[', '*']) || text.starts_with("附件");
    let is_label =
        text.starts_with("签发人") || text.contains("来源：") || text.contains("发布时间");
    if is_sentence || is_note || is_label || document_number(&text).is_some() {
        score -= 8;
    }
    if is_head {
        score -= 5;
    }
    if is_agency(&text) {
        score -= 3;
    }
    if crate::date::PartialDate::parse(&text).is_ok() {
        score -= 8;
    }
    let tight: String = text
        .chars()
        .filter(|c| *c != ' ' && *c != '\u{3000}')
        .collect();
    if CONTENTS.contains(&text.to_lowercase().as_str()) || CONTENTS.contains(&tight.as_str()) {
        score -= 12;
    }
    if !(4..=MAX_TITLE).contains(&length) {
        score -= 6;
    }
    score
}

fn is_bold(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text, style } => style.bold || text.trim().is_empty(),
        _ => true,
    })
}

fn ends_as_title(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| "》”」』".contains(c));
    let without = text
        .strip_suffix(['）', ')'])
        .and_then(|inner| inner.rfind(['（', '(']));
    let before_brackets = without.and_then(|at| text.get(..at)).unwrap_or(text);
    GENRES
        .iter()
        .any(|ending| text.ends_with(ending) || before_brackets.ends_with(ending))
}

/// The lines that are one title with the line at `at`: those before and after it that look the same and do not stand for
/// themselves.
fn extent(opening: &[Line<'_>], at: usize) -> (usize, usize) {
    let looks_same = |a: &Line<'_>, b: &Line<'_>| {
        a.paragraph.alignment == b.paragraph.alignment
            && a.paragraph.size == b.paragraph.size
            && a.paragraph.heading == b.paragraph.heading
            && is_bold(&a.paragraph.inlines) == is_bold(&b.paragraph.inlines)
            && a.paragraph.alignment == Alignment::Center
    };
    let (mut first, mut end) = (at, at + 1);
    let is_whole = |text: &str| {
        text.ends_with("文件") || document_number(text).is_some() || ends_as_title(text)
    };
    while let (Some(before), Some(line)) = (
        first.checked_sub(1).and_then(|i| opening.get(i)),
        opening.get(first),
    ) {
        let text = before.text();
        if !looks_same(before, line)
            || is_whole(&text)
            || end - first == MAX_LINES
            || text.starts_with(['（', '('])
        {
            break;
        }
        first -= 1;
    }
    while let (Some(after), Some(line)) = (opening.get(end), opening.get(end - 1)) {
        if ends_as_title(&joined(&opening[first..end]))
            || !looks_same(after, line)
            || end - first == MAX_LINES
            || after.text().starts_with(['（', '('])
            || crate::date::PartialDate::parse(&after.text()).is_ok()
            || document_number(&after.text()).is_some()
        {
            break;
        }
        end += 1;
    }
    (first, end)
}

/// The words of a title that is broken over lines: a blank between words of other scripts alone.
fn joined(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        let shown = line.paragraph.text();
        for piece in shown
            .split('\n')
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
        {
            let is_word =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ',');
            if is_word(text.chars().last()) && is_word(piece.chars().next()) {
                text.push(' ');
            }
            text.push_str(piece);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
