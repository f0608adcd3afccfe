//! What portals write around a text: tools, paths, heads of lists, footers, in either script.
//!
//! In: the words of a line. Out: what kind of line it is. Knows no site, looks at no neighbour, decides nothing about a line
//! that may be text.

use crate::import::html::vocabulary::{
    CURRENT_FOOTERS, FOOTERS, NEIGHBOURS, PLACES, RELATED, TOOL_WORDS,
};

/// The words without any blanks.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|&c| !is_gap(c)).collect()
}

/// A blank, as pages have them.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace() || crate::character::is_unseen(c)
}

/// Whether a line holds nothing but the names of tools. (A line of few words may be text: who asks knows whether it has
/// links.)
pub(crate) fn is_tools(line: &str) -> bool {
    let mut rest = bare(line);
    let (mut has_any, mut longest) = (false, 0);
    while !rest.is_empty() {
        let tool = TOOL_WORDS.iter().filter(|tool| rest.starts_with(**tool));
        if let Some(tool) = tool.max_by_key(|tool| tool.len()) {
            has_any = true;
            longest = longest.max(tool.chars().count());
            rest = rest.get(tool.len()..).unwrap_or_default().to_owned();
            continue;
        }
        let Some(first) = rest.chars().next() else {
            break;
        };
        if !"【】[]（）()|｜：:/·•-—、,，。>＞<《》!！↑↓←→:".contains(first)
        {
            return false;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default().to_owned();
    }
    has_any && longest > 1
}

/// Whether a line says where in the site the page is.
pub(crate) fn is_path(line: &str) -> bool {
    let bare = bare(line);
    let bare = bare.trim_start_matches([':', '【', '[', '：']);
    if PLACES.iter().any(|place| bare.starts_with(place)) {
        return true;
    }
    let homes = ["首页", "首頁", "主页", "网站首页", "Home", "HOME", "回首頁"];
    let home = homes.iter().find_map(|home| bare.strip_prefix(home));
    home.is_some_and(|rest| {
        rest.starts_with(['>', '»', '›', '＞', '/', '→', '-', '\\', '－', '＼', '—'])
    })
}

/// Whether words without blanks greet visitors, count them, or show them a code.
pub(crate) fn is_greeting(bare: &str) -> bool {
    let begins = [
        "扫一扫",
        "手机扫",
        "微信扫",
        "扫描二维码",
        "扫码",
        "欢迎访问",
        "欢迎您",
        "今天是",
        "您是第",
        "您是本站",
        "网络实名",
        "本頁",
        "本页访问",
    ];
    !bare.contains('。') && begins.iter().any(|begin| bare.starts_with(begin))
}

/// Whether a line asks readers what they think of the page.
pub(crate) fn is_question_to_readers(bare: &str) -> bool {
    let begins = [
        "您对本页",
        "您对本信息",
        "您对该",
        "您对此",
        "您觉得",
        "对本页面",
        "本页面是否",
        "这条信息",
        "该信息对您",
        "此信息对您",
        "满意度评价",
        "我要评价",
        "您認為",
        "您覺得",
    ];
    begins.iter().any(|begin| bare.starts_with(begin))
        && ["满意", "有用", "帮助", "评价", "滿意", "幫助", "评分"]
            .iter()
            .any(|word| bare.contains(word))
}

/// Whether a label is that of the text itself, in tables of labels and values.
pub(crate) fn is_text_label(bare: &str) -> bool {
    matches!(
        bare,
        "内容"
            | "內容"
            | "公告內容"
            | "公告内容"
            | "正文"
            | "內文"
            | "本文"
            | "信息内容"
            | "详细内容"
            | "詳細內容"
            | "公文内容"
            | "訊息內容"
            | "內容說明"
            | "消息内容"
    )
}

/// Whether a label is that of the title.
pub(crate) fn is_title_label(bare: &str) -> bool {
    matches!(
        bare,
        "标题"
            | "標題"
            | "公告標題"
            | "公告标题"
            | "主旨"
            | "題目"
            | "题目"
            | "名称"
            | "名稱"
            | "信息标题"
            | "信息名称"
            | "訊息標題"
            | "新聞標題"
            | "文件标题"
            | "公告主旨"
    )
}

/// Whether a line leads to the page before or after.
pub(crate) fn is_neighbour(line: &str) -> bool {
    let bare = bare(line);
    let bare = bare.trim_start_matches(['【', '[', '·', '•', '◆', '■', '<', '《', '«', '←', '>']);
    NEIGHBOURS.iter().any(|word| bare.starts_with(word))
}

/// Whether a line is the head of a list of other pages.
pub(crate) fn is_related_head(line: &str) -> bool {
    let bare = bare(line);
    let bare = bare.trim_matches([
        '【', '】', '[', ']', '：', ':', '>', '·', '■', '◆', '-', '—', '|', '·',
    ]);
    let bare = bare
        .trim_end_matches("更多")
        .trim_end_matches(['>', '.', '…', '+']);
    RELATED
        .iter()
        .any(|head| head.trim_end_matches('：') == bare)
}

/// Whether a line is the head of what readers wrote.
pub(crate) fn is_comments_head(line: &str) -> bool {
    let bare = bare(line);
    [
        "网友评论",
        "最新评论",
        "读者评论",
        "我要评论",
        "发表评论",
        "文章评论",
        "用户评论",
        "網友評論",
    ]
    .iter()
    .any(|head| bare.starts_with(head))
}

/// Whether words without blanks are nothing but the numbers of pages.
pub(crate) fn are_numbers(bare: &str) -> bool {
    let rest = bare.trim_matches(|c: char| {
        c.is_ascii_digit()
            || "[]【】()（）|<>«»第共页頁/,，…·.尾首上下一末转到跳至GO确定条条每前后後".contains(c)
    });
    rest.is_empty() && bare.contains(|c: char| c.is_ascii_digit())
}

/// Whether words without blanks lead to further pages of a text.
pub(crate) fn is_pages(bare: &str) -> bool {
    are_numbers(bare)
        && ["下一页", "下一頁", "下页", "尾页", "末页", "后一页"]
            .iter()
            .any(|next| bare.contains(next))
}

/// How many signs of a footer there are in words without blanks.
pub(crate) fn footer_signs(bare: &str) -> usize {
    let all = FOOTERS.iter().chain(CURRENT_FOOTERS.iter());
    all.filter(|sign| bare.contains(**sign)).count()
}

/// Whether words without blanks speak of the site, as those of footers do.
pub(crate) fn is_of_site(bare: &str) -> bool {
    let signs = [
        "备案",
        "版权",
        "版權",
        "技术支持",
        "技術支援",
        "网站",
        "網站",
        "分辨率",
        "解析度",
        "浏览器",
        "瀏覽",
    ];
    is_footer(bare) || signs.iter().any(|sign| bare.contains(sign))
}

/// Whether a line is a menu without links: the words of a site's top, set apart by blanks.
pub(crate) fn is_menu(line: &str) -> bool {
    let mut words = line.split(is_gap).filter(|word| !word.is_empty());
    let is_home = words
        .next()
        .is_some_and(|first| matches!(first, "首页" | "首頁" | "网站首页" | "主页"));
    is_home && words.clone().count() > 1 && words.all(|word| word.chars().count() < 8)
}

/// Whether there is the number of a site's registration: `备05000105号`.
fn is_registered(bare: &str) -> bool {
    let mut parts = bare.split('备').skip(1);
    parts.any(|part| {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        digits >= 5 && part.chars().nth(digits) == Some('号')
    })
}

/// Whether words without blanks are those of a footer, be they in any place.
pub(crate) fn is_footer(bare: &str) -> bool {
    let sure = [
        "ICP备",
        "公网安备",
        "网站标识码",
        "版权所有",
        "版權所有",
        "AllRightsReserved",
        "Copyright©",
    ];
    sure.iter().any(|sign| bare.contains(sign)) || is_registered(bare) || footer_signs(bare) > 1
}

/// Whether an address is one of a file that is kept beside a report.
pub(crate) fn is_file_address(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let by_query = || address.rsplit(['=', '/']).next().unwrap_or_default();
    is_file_name(path) || is_file_name(by_query())
}

fn is_file_name(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "doc", "docx", "docm", "wps", "wpt", "rtf", "xls", "xlsx", "xlsm", "et", "csv", "ppt",
        "pptx", "dps", "pdf", "ofd", "ceb", "odt", "ods", "odp", "zip", "rar", "7z", "tar", "gz",
        "txt", "mp3", "mp4", "wmv", "avi", "tif", "tiff", "dwg",
    ];
    let Some((stem, ending)) = path.rsplit_once('.') else {
        return false;
    };
    !stem.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        assert!(is_tools("【打印本页】 【关闭窗口】"));
        assert!(is_tools("字号：大 中 小"));
        assert!(!is_tools("小"));
        assert!(!is_tools("打印机采购公告"));
        assert!(is_path("您现在的位置： 首页 >> 公告"));
        assert!(is_path("首页 > 公告"));
        assert!(!is_path("首页改版公告"));
        assert!(is_neighbour("上一篇：无"));
        assert!(is_related_head("【相关报道】"));
        assert!(!is_related_head("相关附件："));
        assert!(is_file_address("/a/表.XLSX?x=1"));
        assert!(!is_file_address("/a/b.html"));
    }
}
