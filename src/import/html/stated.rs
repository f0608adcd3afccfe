//! Lines and tables of facts, whose facts are stated.
//!
//! In: lines with labels, tables that may be a catalogue. Out: names and values, and whether the line is nothing else. Never
//! takes a line of a text for one.

use crate::import::document::{Block, Table};
use crate::import::html::facts::state;
use crate::import::html::found::{Found, MAX_LINE, Zone};
use crate::import::html::group::Group;
use crate::import::html::label::{self, Labelled, Sort};
use crate::import::html::words;

/// Letters of a table that is a catalogue.
const MAX_CATALOGUE: usize = 1_500;

/// A line of labels and their values; what it says is stated.
pub(super) fn facts(text: &str, zone: Zone, found: &mut Found) -> Option<Group> {
    let (before, pairs) = match unmarked(text) {
        pairs if zone == Zone::Before && !pairs.is_empty() => (String::new(), pairs),
        _ => label::labelled(text),
    };
    if pairs.is_empty() {
        let is_alone = zone == Zone::Before && is_moment(&before);
        if is_alone {
            state(&mut found.stated, "发布日期", &before);
        }
        return is_alone.then_some(Group::Facts);
    }
    if !before.is_empty() && !is_dated(&before) && !words::is_tools(&before) {
        let is_title = zone == Zone::Before && pairs.iter().any(|pair| pair.sort == Sort::Count);
        if !is_title {
            return None;
        }
        found.rest = Some(before.clone());
    }
    let sure = pairs.iter().filter(|pair| pair.sort != Sort::Fact).count();
    let counts = pairs
        .iter()
        .filter(|pair| matches!(pair.sort, Sort::Count | Sort::Tool))
        .count();
    let is_line = match zone {
        Zone::Within => counts > 0 && pairs.len() > 1,
        Zone::Before => sure > 0 || is_credit(&pairs) || found.is_in_catalogue,
        Zone::After => counts > 0 || is_credit(&pairs) || pairs.iter().all(is_of_site),
    };
    if !is_line {
        return None;
    }
    if is_dated(&before) {
        state(&mut found.stated, "发布日期", &before);
    }
    take(pairs, found);
    Some(Group::Facts)
}

/// Whether a label is about the page, not about the document: 主题词 at its end is of its text.
fn is_of_site(pair: &Labelled) -> bool {
    let parts = [
        "发布", "發布", "發佈", "更新", "编辑", "編輯", "录入", "来源", "來源", "上传", "发表",
        "审核", "撰稿", "供稿", "張貼", "张贴", "上版",
    ];
    parts.iter().any(|part| pair.name.contains(part))
}

/// Who wrote, sent, checked it: at the end of a page.
fn is_credit(pairs: &[Labelled]) -> bool {
    let is_one = |pair: &Labelled| {
        let is_dated = matches!(pair.name.as_str(), "日期" | "时间" | "時間")
            && pair.value.starts_with(|c: char| c.is_ascii_digit());
        is_dated
            || pair.value.chars().count() < 30
                && matches!(
                    pair.name.as_str(),
                    "出处"
                        | "文章出处"
                        | "资料来源"
                        | "資料來源"
                        | "来源"
                        | "來源"
                        | "编辑"
                        | "編輯"
                        | "责编"
                        | "审核"
                        | "初审"
                        | "复审"
                        | "终审"
                        | "作者"
                        | "供稿"
                        | "撰稿"
                        | "核稿"
                        | "录入"
                )
    };
    pairs.iter().all(is_one)
}

/// States what is behind labels, counts aside.
pub(super) fn take(pairs: Vec<Labelled>, found: &mut Found) {
    for pair in pairs {
        if matches!(pair.sort, Sort::Catalogue | Sort::Fact)
            && !matches!(pair.value.as_str(), "无" | "無" | "-" | "/" | "暂无")
        {
            let is_date =
                matches!(pair.name.as_str(), "时间" | "時間" | "日期") && is_dated(&pair.value);
            let name = if is_date { "发布时间" } else { &pair.name };
            state(&mut found.stated, name, &pair.value);
        }
    }
}

/// A date in digits, with a time or without.
fn is_moment(text: &str) -> bool {
    let text = text.trim_matches(['[', ']', '(', ')', '（', '）', ' ']);
    let is_shape = text
        .chars()
        .all(|c| c.is_ascii_digit() || "-/.: ".contains(c));
    let (date, _) = text.split_once(' ').unwrap_or((text, ""));
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    is_shape && matches!(lengths.as_slice(), [4, 1 | 2, 1 | 2])
}

/// A date in digits or with 年, 月 and 日, with a time or without.
fn is_dated(text: &str) -> bool {
    let bare = words::bare(text);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    is_moment(text)
        || digits >= 6
            && bare.starts_with(|c: char| c.is_ascii_digit())
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || "年月日时時分秒-/.:：".contains(c))
}

/// States what stands in a part of the page that is left out for its name or its place.
pub(crate) fn state_facts(text: &str, found: &mut Found) {
    if text.chars().count() > MAX_LINE || words::is_path(text) {
        return;
    }
    let (before, pairs) = label::labelled(text);
    if !pairs.is_empty() && is_dated(&before) {
        state(&mut found.stated, "发布日期", &before);
    }
    if pairs.iter().any(|pair| pair.sort == Sort::Catalogue)
        || is_credit(&pairs)
        || is_dated(&before)
    {
        take(pairs, found);
    }
}

/// The labels and values of a table that is a catalogue.
pub(super) fn catalogue(table: &Table) -> Option<Vec<Labelled>> {
    if table_text(table).chars().count() > MAX_CATALOGUE {
        return None;
    }
    let mut pairs: Vec<Labelled> = Vec::new();
    let (mut known, mut strangers) = (0_usize, 0_usize);
    for row in &table.rows {
        let texts: Vec<String> = row.iter().map(|cell| cell_text(&cell.blocks)).collect();
        let is_paired = texts.len().is_multiple_of(2);
        let mut open: Option<(String, Sort)> = None;
        for (at, text) in texts.iter().enumerate() {
            let bare = words::bare(text);
            let name = bare.trim_matches(['：', ':', '【', '】', '*']);
            let sort = label::sort_of(name);
            let is_label = sort.is_some()
                || bare.ends_with(['：', ':'])
                || is_paired && at % 2 == 0 && (1..=8).contains(&name.chars().count());
            let (before, inner) = label::labelled(text);
            if let Some((name, sort)) = open.take() {
                pairs.push(Labelled {
                    name,
                    sort,
                    value: text.trim().to_owned(),
                });
            } else if !inner.is_empty() && before.is_empty() && !bare.ends_with(['：', ':']) {
                known += inner.len();
                pairs.extend(inner);
            } else if is_label {
                known += usize::from(sort.is_some());
                open = Some((name.to_owned(), sort.unwrap_or(Sort::Fact)));
            } else if !bare.is_empty() {
                strangers += 1;
            }
        }
    }
    let is_catalogue = known > 1
        && known * 2 >= pairs.len()
        && strangers <= 1
        && pairs.iter().any(|pair| is_sure(&pair.name));
    is_catalogue.then_some(pairs)
}

/// Whether a label is one that only catalogues have.
fn is_sure(name: &str) -> bool {
    let begins = [
        "索引",
        "索取",
        "发文",
        "發文",
        "文号",
        "主题",
        "主題",
        "发布机",
        "发布日",
        "公开",
        "信息",
        "制发",
        "成文",
    ];
    begins.iter().any(|begin| name.starts_with(begin))
}

/// Labels without colons, each set apart by blanks from what stands behind it.
fn unmarked(text: &str) -> Vec<Labelled> {
    let mut pairs: Vec<Labelled> = Vec::new();
    for word in text.split(words::is_gap).filter(|word| !word.is_empty()) {
        match (label::sort_of(word), pairs.last_mut()) {
            (Some(sort), _) => pairs.push(Labelled {
                name: word.to_owned(),
                sort,
                value: String::new(),
            }),
            (None, Some(last)) if last.value.is_empty() => last.value.push_str(word),
            (None, Some(last)) => last.value = format!("{} {word}", last.value),
            (None, None) => return Vec::new(),
        }
    }
    let is_catalogue = pairs.len() > 1 && pairs.iter().any(|pair| is_sure(&pair.name));
    match is_catalogue {
        true => pairs,
        false => Vec::new(),
    }
}

/// Whether a line is nothing but a label of a catalogue, whose value is the next line.
pub(super) fn lone_label(text: &str) -> Option<&'static str> {
    let bare = words::bare(text);
    let name = bare.trim_matches(['：', ':', '【', '】']);
    label::known(name)
        .filter(|(name, sort)| *sort == Sort::Catalogue && is_sure(name))
        .map(|(name, _)| name)
}

fn cell_text(blocks: &[Block]) -> String {
    let texts = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text(),
        Block::Table(table) => table_text(table),
        Block::Preformatted(text) | Block::Markdown(text) => text.clone(),
    });
    let texts: Vec<String> = texts.collect();
    texts.join(" ").replace('\n', " ")
}

/// The words of a table.
pub(super) fn table_text(table: &Table) -> String {
    let cells = table
        .rows
        .iter()
        .flatten()
        .map(|cell| cell_text(&cell.blocks));
    let cells: Vec<String> = cells.collect();
    cells.join(" ")
}
