//! The paragraph that stands for a text in lists: the first that says something.
//!
//! In: the paragraphs of a body and its title. Out: one of them. Never cuts or alters it.

/// Paragraphs that are looked at before the first that says little has to do.
const PARAGRAPHS_MAX: usize = 40;
/// Characters beyond which words without a stop are a sentence all the same.
const LINE_MAX: usize = 60;
/// Characters of an address: all bodies of a province may be named.
const ADDRESS_MAX: usize = 300;
/// Characters that a title shares with a paragraph that repeats a part of it.
const TITLE_MIN: usize = 6;

/// What bodies and people that are written to are called.
const ADDRESSEES: &[&str] = &[
    "政府",
    "部门",
    "机构",
    "委员会",
    "委",
    "局",
    "厅",
    "部",
    "办",
    "办公室",
    "单位",
    "院",
    "会",
    "处",
    "站",
    "中心",
    "街道",
    "镇",
    "乡",
    "区",
    "县",
    "市",
    "省",
    "州",
    "盟",
    "旗",
    "公司",
    "集团",
    "企业",
    "学校",
    "大学",
    "银行",
    "代表",
    "委员",
    "同志",
    "主任",
    "先生",
    "女士",
    "群众",
    "市民",
    "朋友",
    "领导",
    "来宾",
    "社",
    "队",
    "团",
    "所",
    "军区",
    "機構",
    "部門",
    "單位",
    "委員會",
    "廳",
    "辦公室",
];
/// Words of a sentence that leads over to a list and names nobody.
const LEADS_OVER: &[&str] = &[
    "如下", "以下", "下列", "现将", "現將", "包括", "决定", "決定", "要求",
];
/// What was done to a paper, in the note below its title.
const PASSED: &[&str] = &[
    "通过",
    "通過",
    "公布",
    "发布",
    "發布",
    "修订",
    "修訂",
    "修正",
    "批准",
    "施行",
    "印发",
    "印發",
    "会议上",
    "會議上",
    "Adopted",
    "adopted",
    "Enacted",
    "enacted",
];
/// What a portal writes around a text.
const CHROME: &[&str] = &[
    "【字体",
    "[字体",
    "字体：",
    "字号：",
    "字体大小",
    "浏览次数",
    "浏览量",
    "点击数",
    "点击次数",
    "阅读次数",
    "访问量",
    "您的位置",
    "您所在的位置",
    "您现在的位置",
    "当前位置",
    "打印本页",
    "打印此页",
    "关闭窗口",
    "关闭本页",
    "分享到",
    "扫一扫",
    "上一篇",
    "下一篇",
    "无障碍",
    "加入收藏",
    "设为首页",
    "返回顶部",
    "责任编辑",
    "【打印",
    "【关闭",
    "[打印",
    "[关闭",
    "Print this page",
];
/// Its words that may also be words of a text: chrome where a line has no others.
const CHROME_WORDS: &[&str] = &[
    "下载",
    "下載",
    "打印",
    "列印",
    "分享",
    "关闭",
    "關閉",
    "返回",
    "首页",
    "首頁",
    "收藏",
    "大",
    "中",
    "小",
    "字体",
    "字號",
    "字号",
    "正文",
    "朗读",
    "听全文",
    "附件",
    "微信",
    "微博",
    "Download",
    "Print",
    "Share",
    "Close",
    "Back",
    "Home",
];
/// What lines of a catalogue begin with.
const LABELS: &[&str] = &[
    "来源：",
    "信息来源：",
    "來源：",
    "发布时间：",
    "发布日期：",
    "发文日期：",
    "成文日期：",
    "索引号：",
    "索 引 号：",
    "发文字号：",
    "文号：",
    "文 号：",
    "作者：",
    "编辑：",
    "信息分类：",
    "发文机关：",
    "发布机构：",
    "主题词：",
    "有效性：",
    "来源:",
    "发布时间:",
    "发布日期:",
    "Source:",
    "Published:",
    "Date:",
];

/// How much a paragraph says.
#[derive(Debug, PartialEq, Eq)]
enum Says {
    Something,
    /// Whom it is for, when it was passed, who signed it: words of the text, but not what it is about.
    Little,
    /// The title again, or what a portal writes around a text.
    Nothing,
}

/// The first paragraph that says something, else the first that says little; empty where there is neither.
pub(super) fn choose<'d>(paragraphs: impl Iterator<Item = &'d str>, title: &str) -> &'d str {
    let title = words(title);
    let mut little = "";
    for paragraph in paragraphs.map(str::trim).take(PARAGRAPHS_MAX) {
        match says(paragraph, &title) {
            Says::Something => return paragraph,
            Says::Little if little.is_empty() => little = paragraph,
            _ => {}
        }
    }
    little
}

/// `title` is words alone.
fn says(paragraph: &str, title: &str) -> Says {
    if paragraph.is_empty() || is_chrome(paragraph) || repeats(paragraph, title) {
        return Says::Nothing;
    }
    let is_note = is_addressee(paragraph) || is_note_of_passage(paragraph);
    match is_note || !is_sentence(paragraph) {
        true => Says::Little,
        false => Says::Something,
    }
}

/// Letters, figures and Han alone.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The title, or a line of one that was broken.
fn repeats(paragraph: &str, title: &str) -> bool {
    if title.is_empty() || has_stop(paragraph) || paragraph.len() > 4 * title.len() + 64 {
        return false;
    }
    let words = words(paragraph);
    words == title
        || words.chars().count() >= TITLE_MIN && title.contains(&words)
        || words.contains(title) && !is_sentence(paragraph)
}

fn is_chrome(paragraph: &str) -> bool {
    if has_stop(paragraph) {
        return false;
    }
    if CHROME.iter().any(|words| paragraph.contains(words))
        || LABELS.iter().any(|label| paragraph.starts_with(label))
    {
        return true;
    }
    let mut of_a_portal = paragraph
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    of_a_portal.peek().is_some() && of_a_portal.all(|word| CHROME_WORDS.contains(&word))
}

/// `各县（市、区）人民政府，市政府各部门：`, `各位代表：`, `To all departments:`, `Dear Sir,`
fn is_addressee(paragraph: &str) -> bool {
    let Some(named) = paragraph.strip_suffix(['：', ':']) else {
        return paragraph.starts_with("Dear ") && paragraph.ends_with(',');
    };
    if has_stop(named)
        || named.chars().count() > ADDRESS_MAX
        || LEADS_OVER.iter().any(|word| named.contains(word))
    {
        return false;
    }
    let named = named.trim_end_matches(['）', ')']);
    let mut names = named
        .split(['，', ',', '、', '；', '（', '('])
        .map(str::trim);
    names.any(|name| ADDRESSEES.iter().any(|end| name.ends_with(end)))
        || named.starts_with("To ")
        || named.starts_with("Dear ")
}

/// `（2005年3月25日…通过）`, also without brackets, and `——2021年1月20日在…会议上`.
fn is_note_of_passage(paragraph: &str) -> bool {
    let opens = paragraph.starts_with(['（', '(', '—', '［', '[', '〔'])
        || paragraph.starts_with(|c: char| c.is_ascii_digit());
    let is_whole = !paragraph
        .trim_end_matches(['）', ')', '。', '］', ']', '〕'])
        .contains('。');
    opens
        && is_whole
        && paragraph.contains(['年', '月', '0', '1', '2'])
        && PASSED.iter().any(|word| paragraph.contains(word))
}

/// A line without a stop is a name, a date, a number: it says nothing by itself.
fn is_sentence(paragraph: &str) -> bool {
    has_stop(paragraph)
        || paragraph.ends_with(['：', ':'])
        || paragraph.chars().nth(LINE_MAX).is_some()
}

fn has_stop(text: &str) -> bool {
    text.contains(['。', '！', '？', '；', '!', '?', ';'])
        || text.contains(". ")
        || text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(paragraph: &str) -> Says {
        says(
            paragraph,
            &words("示例市云麓区人民政府关于2021年法治政府建设情况的报告"),
        )
    }

    #[test]
    fn what_says_something() {
        for text in [
            "根据《办法》，现公布如下。",
            "现将2021年度有关情况报告如下：",
            "2021年，全区受理行政复议83件。",
            "请打印后签名。",
            "为贯彻国务院决定，推进工作，市政府各部门：一是抓落实；二是强监督。",
            "The office received 83 requests.",
            "报告期内，示例市云麓区人民政府关于2021年法治政府建设情况的报告已经公布。",
            "（一）健全制度。2021年印发文件3件。另有2件正在办理。",
        ] {
            assert_eq!(judged(text), Says::Something, "{text}");
        }
    }

    #[test]
    fn what_says_little() {
        for text in [
            "各县（市、区）人民政府，市政府各部门：",
            "各位代表：",
            "区人大常委会：",
            "各市、县人民政府，省政府各厅委、各直属机构:",
            "国务院办公厅：",
            "To all departments:",
            "Dear Sir or Madam,",
            "（2005年3月25日示例市第十二届人民代表大会通过　2010年修正）",
            "——2021年1月20日在云麓区第十八届人民代表大会第一次会议上",
            "2005年3月25日市政府第3次常务会议通过",
            "云政发〔2022〕1号",
            "云麓区人民政府办公室",
            "2022年3月18日",
            "区长 张三",
            "目 录",
            "(Adopted on 25 March 2005)",
        ] {
            assert_eq!(judged(text), Says::Little, "{text}");
        }
    }

    #[test]
    fn what_says_nothing() {
        for text in [
            "示例市云麓区人民政府关于2021年法治政府建设情况的报告",
            "关于2021年法治政府建设情况的报告",
            "下载 打印",
            "【字体：大 中 小】",
            "您的位置： 首页 > 政务公开",
            "来源：区政府办 发布时间：2022-03-18 浏览次数：12",
            "【打印】【关闭】",
            "分享 | 收藏",
            "Print  Share",
            "示例市云麓区人民政府",
            "",
        ] {
            assert_eq!(judged(text), Says::Nothing, "{text}");
        }
    }

    #[test]
    fn the_first_that_says_something_is_chosen_else_the_first_that_says_little() {
        let chosen = |text: &str| choose(text.lines(), "测试报告").to_owned();
        assert_eq!(chosen("测试报告\n各区：\n甲。\n乙。"), "甲。");
        assert_eq!(chosen("下载\n各区：\n2022年3月18日"), "各区：");
        assert_eq!(chosen("测试报告\n【字体：大 中 小】"), "");
        assert_eq!(chosen(""), "");
    }
}
