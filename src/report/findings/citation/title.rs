//! Titles in 《…》: where they are, and which of them name a document.
//!
//! In: the text of a passage. Out: the bytes of each title with its marks, none within another. A 《 that is not
//! closed, or that closes in another sentence, is no title; those within it may be.

use std::ops::Range;

/// Bytes of a title, at most: the longest that are in use have half as many.
const MAX_LENGTH: usize = 600;
/// Marks that are open at a time, at most.
const MAX_DEPTH: usize = 8;

/// Words that a short name of a document is made of: what goes before, and what it ends with.
const QUALIFIERS: &[&str] = &[
    "实施", "工作", "暂行", "试行", "管理", "若干", "补充", "总体", "行动", "指导", "具体", "执行",
    "修改", "修订", "司法", "新", "原", "该",
];
const NOUNS: &[&str] = &[
    "条例", "办法", "规定", "规则", "细则", "意见", "通知", "决定", "方案", "纲要", "规划", "计划",
    "要点", "指南", "指引", "标准", "规范", "公告", "通告", "通报", "章程", "决议", "命令", "解释",
    "批复", "函", "报告", "目录", "清单", "制度", "措施", "预案", "法", "法律", "法规", "规章",
    "规程", "准则", "守则", "协议", "公约", "解答", "请示", "议案", "纪要", "文件", "名单", "附件",
    "通则", "任务", "体系", "机制",
];

/// Whether the character opens a title.
pub(super) fn is_open(c: char) -> bool {
    matches!(c, '《' | '≪' | '︽')
}

fn is_close(c: char) -> bool {
    matches!(c, '》' | '≫' | '︾')
}

/// Every title of a text, in order.
pub(super) fn scan(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if is_open(c) {
            // What is open for so long is not going to be closed.
            if open.len() == MAX_DEPTH {
                open.remove(0);
            }
            open.push(at);
        } else if is_close(c) {
            let Some(start) = open.pop() else { continue };
            let end = at + c.len_utf8();
            if end - start > MAX_LENGTH {
                continue;
            }
            // What it is around is part of it.
            while found.pop_if(|inner| inner.start > start).is_some() {}
            found.push(start..end);
        } else if matches!(c, '。' | '！' | '？' | '\n') {
            open.clear();
        }
    }
    found
}

/// What stands between the marks.
pub(super) fn inner<'t>(text: &'t str, range: &Range<usize>) -> Option<&'t str> {
    let marked = text.get(range.clone())?;
    let inner = marked.strip_prefix(is_open)?.strip_suffix(is_close)?;
    Some(inner.trim_matches(|c: char| c.is_whitespace()))
}

/// Whether a normalised title is one: more than a figure or a sign.
pub(super) fn is_name(key: &str) -> bool {
    key.chars().nth(1).is_some() && key.chars().any(|c| !c.is_ascii_digit() && c != '-')
}

/// Whether the title means the very text that it stands in: 《本条例》, 本《条例》.
pub(super) fn is_own(key: &str, before: &str) -> bool {
    let is_this = |name: &str| is_short_name(name) || name.is_empty();
    key.strip_prefix('本').is_some_and(is_this)
        || before.trim_end().ends_with('本') && is_short_name(key)
}

/// Whether a normalised title is a short name that says nothing alone: 条例, 实施方案.
pub(crate) fn is_short_name(key: &str) -> bool {
    let Some(noun) = NOUNS.iter().find(|noun| key.ends_with(**noun)) else {
        return false;
    };
    let mut rest = key.strip_suffix(noun).unwrap_or_default();
    // 通知函, 规范标准: two nouns; more than a few words are a name.
    for _ in 0..3 {
        let words = QUALIFIERS.iter().chain(NOUNS);
        match words.filter_map(|word| rest.strip_prefix(word)).next() {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    rest.is_empty()
}
