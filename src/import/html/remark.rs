//! What is said of a page whose furniture was left out.
//!
//! In: groups with their words. Out: a remark for each group, with a quote. The words of hidden text may be a text after all:
//! if there are many, somebody must look.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::html::group::Group;

/// Letters of one quote from each piece, and of all.
const PIECE: usize = 40;
const QUOTE: usize = 160;
/// Hidden letters that somebody must look at.
const MUCH: usize = 200;

/// One remark for each group.
pub(crate) fn of_groups(groups: Vec<(Group, String)>) -> Vec<Remark> {
    let mut by_group: BTreeMap<Group, Vec<String>> = BTreeMap::new();
    for (group, text) in groups {
        let words: Vec<&str> = text.split_whitespace().collect();
        if group != Group::Unseen && !words.is_empty() {
            by_group.entry(group).or_default().push(words.join(" "));
        }
    }
    let remarks = by_group.into_iter().map(|(group, texts)| {
        let letters: usize = texts.iter().map(|text| text.chars().count()).sum();
        let mut quote = String::new();
        for text in &texts {
            if quote.chars().count() > QUOTE {
                break;
            }
            let separator = if quote.is_empty() { "" } else { " … " };
            quote.push_str(separator);
            quote.extend(text.chars().take(PIECE));
        }
        let mut remark = Remark::new(RemarkKind::Dropped, what(group), Place::Document, &quote);
        remark.is_draft = matches!(group, Group::Hidden | Group::Elsewhere) && letters > MUCH;
        remark
    });
    remarks.collect()
}

fn what(group: Group) -> Text {
    let (chinese, english) = match group {
        Group::Unseen | Group::Hidden => (
            "隐藏的内容（网页上看不到，未导入）",
            "hidden text (not seen on the page; not imported)",
        ),
        Group::Comments => (
            "批注（不随报告发布）",
            "comments (not published with the report)",
        ),
        Group::Changes => (
            "修订（修订前和修订后的文本只导入一种）",
            "tracked changes (one of the two texts was imported)",
        ),
        Group::Navigation => ("网站导航、链接列表", "menus and lists of links"),
        Group::Path => ("“您的位置”一类的路径", "the path of the page in its site"),
        Group::Tools => ("打印、字体大小、分享等按钮", "printing, type size, sharing"),
        Group::Facts => (
            "发布信息、目录表、浏览次数（已读入的字段见文件头）",
            "lines and tables of facts, counts of readers (fields are in the front matter)",
        ),
        Group::Neighbours => ("上一篇、下一篇", "links to the page before and after"),
        Group::Related => ("相关报道、推荐等其他页面的链接", "links to related pages"),
        Group::Forms => ("表单、输入框、按钮", "forms and buttons"),
        Group::Footer => ("网站页脚（主办单位、备案号等）", "the footer of the site"),
        Group::Elsewhere => (
            "正文之外的内容（如属正文，请用选择器指定正文再导入）",
            "what stands outside the text (if it belongs to it, select the text and import again)",
        ),
    };
    Text::new(chinese, english)
}

/// The text could not be told from the rest.
pub(crate) fn no_text() -> Remark {
    let what = Text::new(
        "没有找到正文，已导入网页上能看到的全部文字；请核对并删去无关内容",
        "the text was not found; all that is seen on the page was imported: compare it and delete what does not belong to it",
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "");
    remark.is_draft = true;
    remark
}

/// The text goes on at another page.
pub(crate) fn more_pages() -> Remark {
    let what = Text::new(
        "文章有分页，这里只有其中一页；请导入其余各页（下一页），合成一份",
        "the text has further pages, and this is one of them; import the others too and join them",
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "");
    remark.is_draft = true;
    remark
}

/// The text of a frame was taken.
pub(crate) fn frame(path: &str) -> Remark {
    let what = Text::new(
        "网页由框架组成，已导入文字最多的一个框架",
        "the page consists of frames; the one with most text was imported",
    );
    Remark::new(RemarkKind::Changed, what, Place::File(path.to_owned()), "")
}
