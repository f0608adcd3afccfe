//! Which blocks of a text are none of its words: lines of facts, tools, paths, lists of other pages.
//!
//! In: the blocks of a page's text. Out: the same without those, each group with what was in it; what lines of facts and
//! tables of a catalogue state. Before and after the text much is taken for furniture, within it little.

use crate::import::document::{Block, Inline, Paragraph, Stated, Table, text_of};
use crate::import::html::facts::state;
use crate::import::html::marks::Group;
use crate::import::html::words::{self, Labelled, Sort};

/// Letters of a line that is furniture.
const MAX_LINE: usize = 400;
/// Letters of a table that is a catalogue.
const MAX_CATALOGUE: usize = 1_500;

/// Where a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Before,
    Within,
    After,
}

/// What is left out, and what it said.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Groups with their words.
    pub dropped: Vec<(Group, String)>,
    /// Names and values.
    pub stated: Vec<Stated>,
    /// The line before was one of a catalogue.
    is_in_catalogue: bool,
}

/// Takes out what is no text.
pub(crate) fn settle(blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let blocks = forward(blocks, found);
    let mut blocks = backward(blocks, found);
    unlink(&mut blocks);
    blocks
}

/// All blocks, links that lead nowhere become their words.
pub(crate) fn unlinked(mut blocks: Vec<Block>) -> Vec<Block> {
    unlink(&mut blocks);
    blocks
}

fn forward(blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let mut zone = Zone::Before;
    let mut kept: Vec<Block> = Vec::new();
    let mut is_related = false;
    // What readers wrote goes on to the end.
    let mut is_comments = false;
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let paragraph = match block {
            Block::Paragraph(paragraph) => paragraph,
            Block::Table(table) => {
                is_related = false;
                match catalogue(&table) {
                    Some(pairs) => {
                        take(pairs, found);
                        let text = table_text(&table);
                        found.dropped.push((Group::Facts, text));
                    }
                    None => {
                        zone = Zone::Within;
                        kept.push(Block::Table(table));
                    }
                }
                continue;
            }
            other => {
                zone = Zone::Within;
                kept.push(other);
                continue;
            }
        };
        let share = Share::of(&paragraph.inlines);
        let text = paragraph.text();
        if is_comments || is_related && share.is_link() && !share.has_file {
            found.dropped.push((Group::Related, text));
            continue;
        }
        is_related = false;
        // A head of links needs links.
        let leads_on = |next: Option<&Block>| match next {
            Some(Block::Paragraph(next)) => {
                let next = Share::of(&next.inlines);
                next.is_link() && !next.has_file
            }
            Some(_) => false,
            None => true,
        };
        let judged = judge(&paragraph, &text, share, zone, found);
        let is_head =
            judged == Some(Group::Related) && share.links == 0 && !words::is_comments_head(&text);
        match judged.filter(|_| !is_head || leads_on(blocks.peek())) {
            Some(group) => {
                is_related = group == Group::Related;
                is_comments |= is_related && words::is_comments_head(&text);
                found.is_in_catalogue = group == Group::Facts;
                found.dropped.push((group, text));
            }
            None => {
                found.is_in_catalogue = false;
                if is_sentence(&text) {
                    zone = Zone::Within;
                }
                kept.push(Block::Paragraph(paragraph));
            }
        }
    }
    kept
}

/// From the end, until something is text.
fn backward(mut blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let first = found.dropped.len();
    while let Some(Block::Paragraph(paragraph)) = blocks.last() {
        let share = Share::of(&paragraph.inlines);
        let text = paragraph.text();
        let Some(group) = judge(paragraph, &text, share, Zone::After, found) else {
            break;
        };
        found.dropped.insert(first, (group, text));
        blocks.pop();
    }
    blocks
}

/// How much of a line is links.
#[derive(Clone, Copy, Default)]
struct Share {
    linked: usize,
    all: usize,
    links: usize,
    has_file: bool,
    has_void: bool,
    has_local: bool,
}

impl Share {
    fn of(inlines: &[Inline]) -> Share {
        let mut share = Share::default();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        // The dates beside links to other pages are no words of a text.
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        for inline in inlines {
            match inline {
                Inline::Link { address, inlines } => {
                    let count = letters(&text_of(inlines));
                    share.linked += count;
                    share.all += count;
                    share.links += 1;
                    share.has_file |= words::is_file_address(address);
                    share.has_void |= is_void(address);
                    share.has_local |= address.starts_with('#') && address.len() > 1;
                }
                Inline::Text { text, .. } => share.all += words(text),
                Inline::Ruby { base, .. } => share.all += letters(base),
                Inline::Image { .. } | Inline::File(_) | Inline::Note(_) => share.all += 1,
                Inline::Break | Inline::Anchor(_) => {}
            }
        }
        share
    }

    /// Nearly all of it.
    fn is_link(self) -> bool {
        self.links > 0 && self.linked * 10 >= self.all * 7
    }
}

/// How many letters of blocks are links to other pages.
pub(crate) fn linked_letters(blocks: &[Block]) -> usize {
    let counts = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => {
            let share = Share::of(&paragraph.inlines);
            if share.has_file || share.has_local {
                0
            } else {
                share.linked
            }
        }
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .map(|cell| linked_letters(&cell.blocks))
            .sum(),
        Block::Preformatted(_) | Block::Markdown(_) => 0,
    });
    counts.sum()
}

/// Whether an address leads nowhere.
pub(crate) fn is_void(address: &str) -> bool {
    let address = address.trim();
    matches!(address, "" | "#" | "##" | "###")
        || ["javascript:", "vbscript:", "about:"].iter().any(|scheme| {
            address
                .get(..scheme.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(scheme))
        })
}

/// Whether a paragraph is one of a text.
fn is_sentence(text: &str) -> bool {
    let marks = text.chars().filter(|c| "。；，".contains(*c)).count();
    marks > 1 || text.trim_end().ends_with('。') || text.chars().count() > 60
}

/// The group of a line that is no text.
fn judge(
    paragraph: &Paragraph,
    text: &str,
    share: Share,
    zone: Zone,
    found: &mut Found,
) -> Option<Group> {
    let bare = words::bare(text);
    let letters = bare.chars().count();
    if letters == 0 || letters > MAX_LINE {
        return None;
    }
    let is_outside = zone != Zone::Within;
    if paragraph.heading == Some(1) && !share.is_link() {
        return None;
    }
    if words::is_path(text) && (zone == Zone::Before || share.links > 0)
        || zone == Zone::Before && bare == "正文"
    {
        return Some(Group::Path);
    }
    if words::is_pages(&bare)
        || is_outside && share.links > 1 && share.is_link() && words::are_numbers(&bare)
    {
        return Some(Group::Neighbours);
    }
    if words::is_tools(text)
        && (is_outside || share.links > 0 || bare.contains('【'))
        && !share.has_file
    {
        return Some(Group::Tools);
    }
    let begins = |words: &[&str]| words.iter().any(|word| bare.starts_with(word));
    if letters < 60
        && is_outside
        && begins(&[
            "扫一扫",
            "手机扫",
            "微信扫",
            "扫描二维码",
            "扫码",
            "欢迎访问",
            "欢迎您",
            "今天是",
            "您是第",
            "本頁",
            "本页访问",
        ])
    {
        return Some(Group::Tools);
    }
    if letters < 60 && words::is_question_to_readers(&bare) {
        return Some(Group::Forms);
    }
    if words::is_neighbour(text) && (share.links > 0 || letters < 80) {
        return Some(Group::Neighbours);
    }
    if is_related(text, share) {
        return Some(Group::Related);
    }
    if is_outside && words::is_footer(&bare) && !bare.contains('。') {
        return Some(Group::Footer);
    }
    if zone == Zone::After && is_weak_footer(&bare) {
        return Some(Group::Footer);
    }
    let is_menu = share.links > 1 && share.is_link() && !share.has_file && !share.has_local;
    if is_outside
        && is_menu
        && (share.links > 2 || share.has_void || bare.contains(['|', '｜', '·', '>']))
    {
        return Some(Group::Navigation);
    }
    facts(text, zone, found)
}

/// Contacts and advice at the end of pages that are no text.
fn is_weak_footer(bare: &str) -> bool {
    let begins = [
        "地址：",
        "地址:",
        "主办单位",
        "主办：",
        "承办单位",
        "承办：",
        "总机",
        "總機",
        "建议使用",
        "建議使用",
        "版权",
        "本站由",
        "網站維護",
        "网站维护",
    ];
    begins.iter().any(|begin| bare.starts_with(begin)) && words::footer_signs(bare) > 0
}

fn is_related(text: &str, share: Share) -> bool {
    if words::is_related_head(text) || words::is_comments_head(text) {
        return true;
    }
    let bare = words::bare(text);
    let Some((head, rest)) = bare.split_once(['：', ':']) else {
        return false;
    };
    words::is_related_head(head)
        && !share.has_file
        && share.links > 0
        && share.linked * 10 >= rest.chars().count() * 6
}

/// A line of labels and their values; what it says is stated.
fn facts(text: &str, zone: Zone, found: &mut Found) -> Option<Group> {
    let (before, pairs) = words::labelled(text);
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
    }
    let sure = pairs.iter().filter(|pair| pair.sort != Sort::Fact).count();
    let counts = pairs
        .iter()
        .filter(|pair| matches!(pair.sort, Sort::Count | Sort::Tool))
        .count();
    let is_line = match zone {
        Zone::Within => counts > 0 && pairs.len() > 1,
        Zone::Before => sure > 0 || is_credit(&pairs) || found.is_in_catalogue,
        Zone::After => counts > 0 || sure > 0 && text.chars().count() < 60 || is_credit(&pairs),
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

fn take(pairs: Vec<Labelled>, found: &mut Found) {
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
    let (before, pairs) = words::labelled(text);
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
fn catalogue(table: &Table) -> Option<Vec<Labelled>> {
    let text = table_text(table);
    if text.chars().count() > MAX_CATALOGUE {
        return None;
    }
    let mut pairs: Vec<Labelled> = Vec::new();
    for row in &table.rows {
        let mut label: Option<(String, Sort)> = None;
        for cell in row {
            let text = cell_text(&cell.blocks);
            let bare = words::bare(&text);
            let name = bare.trim_matches(['：', ':', '【', '】', '*']);
            let (before, inner) = words::labelled(&text);
            match (label.take(), words::sort_of(name)) {
                (_, Some(sort)) => label = Some((name.to_owned(), sort)),
                (Some((name, sort)), None) => pairs.push(Labelled {
                    name,
                    sort,
                    value: text.trim().to_owned(),
                }),
                (None, None) if !inner.is_empty() && before.is_empty() => pairs.extend(inner),
                (None, None) if bare.is_empty() => {}
                (None, None) => return None,
            }
        }
    }
    let is_sure = |pair: &Labelled| {
        [
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
        ]
        .iter()
        .any(|begin| pair.name.starts_with(begin))
    };
    (pairs.len() > 1 && pairs.iter().any(is_sure)).then_some(pairs)
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

fn table_text(table: &Table) -> String {
    let cells = table
        .rows
        .iter()
        .flatten()
        .map(|cell| cell_text(&cell.blocks));
    let cells: Vec<String> = cells.collect();
    cells.join(" ")
}

/// Links that lead nowhere become their words.
fn unlink(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => unlink_inlines(&mut paragraph.inlines),
            Block::Table(table) => {
                unlink_inlines(&mut table.caption);
                for cell in table.rows.iter_mut().flatten() {
                    unlink(&mut cell.blocks);
                }
            }
            Block::Preformatted(_) | Block::Markdown(_) => {}
        }
    }
}

fn unlink_inlines(inlines: &mut Vec<Inline>) {
    let all = std::mem::take(inlines);
    for inline in all {
        match inline {
            Inline::Link {
                address,
                inlines: inner,
            } if is_void(&address) => inlines.extend(inner),
            other => inlines.push(other),
        }
    }
}
