//! What portals write around a text: labels, tools, paths, footers, in either script.
//!
//! In: the words of a line. Out: what kind of line it is, and the values behind its labels. Knows no site, looks at no
//! neighbour, decides nothing about a line that may be text.

/// What a label stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A field of the catalogue: sure enough to stand alone.
    Catalogue,
    /// Something that also stands in texts.
    Fact,
    /// A count of readers.
    Count,
    /// Sizes of type, places to share.
    Tool,
}

/// A label with what stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labelled {
    /// Without blanks and colon.
    pub name: String,
    /// Of what sort.
    pub sort: Sort,
    /// Until the next label.
    pub value: String,
}

const CATALOGUE: &[&str] = &[
    "索引号",
    "索引号码",
    "信息索引号",
    "索取号",
    "索引编号",
    "索引編號",
    "发文字号",
    "发文文号",
    "發文字號",
    "文号",
    "文號",
    "文件编号",
    "主题分类",
    "主題分類",
    "信息分类",
    "信息类别",
    "公文种类",
    "文件类型",
    "体裁分类",
    "组配分类",
    "服务对象分类",
    "服务对象",
    "发文机关",
    "发布机构",
    "发文机构",
    "制发机构",
    "制发机关",
    "发布机关",
    "公开责任部门",
    "信息公开单位",
    "發文機關",
    "發文單位",
    "发布单位",
    "发布部门",
    "發布單位",
    "發佈單位",
    "发文单位",
    "信息来源",
    "文章来源",
    "稿件来源",
    "新闻来源",
    "内容来源",
    "资讯来源",
    "成文日期",
    "发文日期",
    "发文时间",
    "成文时间",
    "生成日期",
    "生成时间",
    "制发日期",
    "印发日期",
    "發文日期",
    "发布日期",
    "发布时间",
    "发布于",
    "发表时间",
    "发表日期",
    "發布日期",
    "發佈日期",
    "發布時間",
    "發佈時間",
    "公开日期",
    "公开时间",
    "公開日期",
    "上传时间",
    "录入时间",
    "添加时间",
    "张贴日期",
    "張貼日期",
    "公告日期",
    "公布日期",
    "刊登日期",
    "上版日期",
    "上架日期",
    "更新日期",
    "更新时间",
    "更新時間",
    "最後更新日期",
    "最后更新",
    "有效性",
    "是否有效",
    "时效性",
    "效力状态",
    "信息状态",
    "有效状态",
    "公开方式",
    "公开形式",
    "公开范围",
    "公开时限",
    "公开程序",
    "公开属性",
    "公开类别",
    "主题词",
    "主題詞",
    "关键词",
    "关键字",
    "關鍵字",
    "责任编辑",
    "責任編輯",
    "信息审核",
    "审核人",
    "录入者",
    "录入人",
    "信息录入",
    "发布人",
    "發布者",
    "發佈者",
    "发布者",
    "撰稿人",
    "供稿单位",
    "文章录入",
    "文章作者",
    "信息作者",
    "本文来源",
    "信息发布时间",
    "发稿时间",
    "发稿日期",
    "收录时间",
    "发布科室",
    "发布处室",
    "发布人员",
    "新聞來源",
    "資訊來源",
    "公告單位",
    "張貼單位",
    "公告時間",
    "刊登單位",
    "提供單位",
    "上稿日期",
    "上稿單位",
    "資料更新",
    "資料檢視",
];
const FACTS: &[&str] = &[
    "来源",
    "來源",
    "稿源",
    "出处",
    "文章出处",
    "资料来源",
    "資料來源",
    "作者",
    "日期",
    "时间",
    "時間",
    "编辑",
    "編輯",
    "责编",
    "审核",
    "初审",
    "复审",
    "终审",
    "核稿",
    "供稿",
    "撰稿",
    "录入",
    "分类",
    "分類",
    "类别",
    "類別",
    "栏目",
    "所属栏目",
    "标题",
    "名称",
    "信息名称",
    "文件名称",
    "语种",
    "内容概述",
    "内容概要",
    "有效期",
    "生效日期",
    "实施日期",
    "失效日期",
    "废止日期",
    "標題",
    "名稱",
    "信息提供",
    "提供单位",
    "年份",
    "編號",
];
const COUNTS: &[&str] = &[
    "文章点击数",
    "浏览人数",
    "阅读人数",
    "阅览次数",
    "查看次数",
    "访问人次",
    "已浏览",
    "已阅读",
    "閱覽次數",
    "浏览次数",
    "浏览量",
    "浏览数",
    "浏览人次",
    "浏览",
    "阅读次数",
    "阅读量",
    "阅读数",
    "阅读人次",
    "阅读",
    "点击次数",
    "点击数",
    "点击量",
    "点击率",
    "点击",
    "访问次数",
    "访问量",
    "访问人数",
    "人气",
    "关注度",
    "下载次数",
    "被浏览",
    "次数",
    "瀏覽次數",
    "瀏覽人次",
    "瀏覽數",
    "瀏覽",
    "點閱次數",
    "點閱數",
    "點閱人次",
    "點閱率",
    "點閱",
    "點擊次數",
    "點擊數",
    "點擊率",
    "造訪人次",
    "人氣",
    "閱讀次數",
];
const TOOLS: &[&str] = &[
    "字体",
    "字号",
    "字体大小",
    "字号大小",
    "字體",
    "字體大小",
    "字型大小",
    "字型",
    "字級",
    "字級大小",
    "分享到",
    "分享至",
    "分享",
    "转发",
    "保护视力色",
    "背景色",
    "打印",
    "操作",
    "视力保护色",
    "背景颜色",
];
/// What tools are called where they stand alone, the longer before what it begins with.
const TOOL_WORDS: &[&str] = &[
    "扫一扫在手机打开当前页",
    "扫一扫在手机上查看当前页面",
    "用微信扫一扫",
    "手机扫一扫",
    "扫一扫",
    "扫码阅读",
    "手机查看",
    "二维码",
    "微信扫码",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "关闭",
    "關閉視窗",
    "關閉",
    "打印本页",
    "打印此页",
    "打印页面",
    "打印文章",
    "打印",
    "列印本頁",
    "列印內容",
    "友善列印",
    "列印",
    "返回顶部",
    "返回列表",
    "返回首页",
    "返回上一页",
    "返回上页",
    "返回上级",
    "返回目录",
    "返回",
    "回上一頁",
    "回上頁",
    "回上一层",
    "回首頁",
    "回首页",
    "回頁首",
    "回頂端",
    "回頂部",
    "回到頂端",
    "回最上面",
    "至頁首",
    "網站導覽",
    "网站导航",
    "网站地图",
    "網站地圖",
    "加入收藏",
    "收藏本页",
    "添加收藏",
    "收藏",
    "设为首页",
    "推荐给好友",
    "推荐",
    "轉寄好友",
    "轉寄",
    "转寄",
    "我要纠错",
    "内容纠错",
    "网页纠错",
    "纠错",
    "举报",
    "分享到",
    "分享至",
    "分享",
    "一键分享",
    "微信",
    "新浪微博",
    "腾讯微博",
    "微博",
    "朋友圈",
    "好友",
    "空间",
    "QQ",
    "人人网",
    "开心网",
    "百度贴吧",
    "豆瓣",
    "复制链接",
    "复制网址",
    "複製連結",
    "字体大小",
    "字体",
    "字号",
    "字體大小",
    "字體",
    "字型大小",
    "字級大小",
    "字級",
    "放大",
    "缩小",
    "縮小",
    "默认",
    "还原",
    "恢复",
    "超大",
    "较大",
    "朗读",
    "语音播报",
    "语音朗读",
    "语音",
    "播报",
    "語音朗讀",
    "无障碍浏览",
    "无障碍",
    "繁体版",
    "繁体",
    "繁體",
    "简体版",
    "简体",
    "简",
    "繁",
    "手机版",
    "Facebook",
    "Twitter",
    "LINE",
    "Line",
    "line",
    "Plurk",
    "Email",
    "E-mail",
    "Google+",
    "facebook",
    "twitter",
    "plurk",
    "email",
    "TOP",
    "Top",
    "top",
    "更多",
    "下载本文",
    "下载",
    "保存",
    "订阅",
    "RSS",
    "正體中文",
    "English",
    "A+",
    "A-",
    "A",
    "特大",
    "大",
    "中",
    "小",
    "T",
    "|",
    "｜",
    "意見信箱",
    "回首页",
    "首頁",
    "首页",
    "点赞",
    "点赞数",
    "喜欢",
    "赞",
    "评论",
    "发表评论",
    "我要评论",
];
const PLACES: &[&str] = &[
    "您现在的位置",
    "您当前的位置",
    "您当前位置",
    "你现在的位置",
    "你当前的位置",
    "您所在的位置",
    "您所在位置",
    "你所在的位置",
    "所在位置",
    "当前位置",
    "现在的位置",
    "当前所在位置",
    "您的位置",
    "你的位置",
    "现在位置",
    "您現在的位置",
    "您現在位置",
    "現在位置",
    "目前位置",
    "所在位置",
    "您的當前位置",
    "您的位置是",
    "當前位置",
    "您目前的位置",
    "位置：",
    "位置:",
    "当前页面",
    "本页位置",
    "当前栏目",
    "您在這裡",
    "您在这里",
];
const NEIGHBOURS: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一條",
    "下一條",
    "上一则",
    "下一则",
    "上一則",
    "下一則",
    "前一篇",
    "后一篇",
    "後一篇",
    "上篇",
    "下篇",
    "上一页：",
    "下一页：",
    "上一个：",
    "下一个：",
    "上一筆",
    "下一筆",
];
const RELATED: &[&str] = &[
    "相关报道",
    "相关链接",
    "相关新闻",
    "相关文章",
    "相关信息",
    "相关阅读",
    "相关推荐",
    "相关内容",
    "相关稿件",
    "相关解读",
    "相关政策",
    "相关文件",
    "相关专题",
    "相关資訊",
    "相关资讯",
    "相关文档",
    "关联文件",
    "关联阅读",
    "解读材料",
    "政策解读",
    "延伸阅读",
    "延伸閱讀",
    "推荐阅读",
    "推荐文章",
    "推荐信息",
    "热门文章",
    "热点推荐",
    "热点新闻",
    "热点信息",
    "热门推荐",
    "最新信息",
    "最新文章",
    "最新发布",
    "最新消息",
    "最新公告",
    "点击排行",
    "阅读排行",
    "排行榜",
    "图片新闻",
    "猜你喜欢",
    "友情链接",
    "相關連結",
    "相關新聞",
    "相關文章",
    "相關訊息",
    "相關資訊",
    "相關網站",
    "熱門文章",
    "友善連結",
    "网友评论",
    "我要评论",
    "发表评论",
    "最新评论",
    "栏目导航",
    "网站导航",
    "本站导航",
    "快速导航",
    "站内搜索",
    "热门关键词",
    "标签：",
    "標籤：",
];
/// Words that a footer has and no text.
const FOOTERS: &[&str] = &[
    "ICP备",
    "ICP证",
    "公网安备",
    "网安备",
    "网站标识码",
    "版权所有",
    "版權所有",
    "Copyright",
    "copyright",
    "COPYRIGHT",
    "©",
    "技术支持",
    "技術支援",
    "分辨率",
    "解析度",
    "本站已支持IPv6",
    "网站地图",
    "隱私權",
    "隐私声明",
    "資訊安全政策",
    "网站声明",
    "关于我们",
    "站点地图",
    "瀏覽器",
    "浏览器",
    "无障碍标章",
    "無障礙",
    "All Rights Reserved",
    "AllRightsReserved",
    "AllRights",
    "网站维护",
    "联系我们",
    "法律声明",
    "免责声明",
    "工信部备案",
];
const CURRENT_FOOTERS: &[&str] = &[
    "主办单位：",
    "主办：",
    "承办单位：",
    "承办：",
    "主管单位：",
    "维护单位：",
    "建设单位：",
    "您是第",
    "总访问量",
    "累计访问",
    "網站人次",
    "总机",
];

/// Whether a label is one of a catalogue, of counts, of tools; the words without blanks.
pub(crate) fn sort_of(label: &str) -> Option<Sort> {
    let lists = [
        (CATALOGUE, Sort::Catalogue),
        (COUNTS, Sort::Count),
        (TOOLS, Sort::Tool),
        (FACTS, Sort::Fact),
    ];
    let found = lists.iter().find(|(list, _)| list.contains(&label))?;
    Some(found.1)
}

/// The words without any blanks.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|&c| !is_gap(c)).collect()
}

/// A blank, as pages have them.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace() || crate::character::is_unseen(c)
}

/// The labels of a line with what stands behind each, and what stands before the first of them.
pub(crate) fn labelled(line: &str) -> (String, Vec<Labelled>) {
    let seen: Vec<(usize, char)> = line.char_indices().filter(|&(_, c)| !is_gap(c)).collect();
    // Where each label begins, where its value does, and what it is.
    let mut found: Vec<(usize, usize, &str, Sort)> = Vec::new();
    let mut at = 0;
    while at < seen.len() {
        let Some((length, name, sort)) = label_at(&seen, at) else {
            at += 1;
            continue;
        };
        let begin = seen.get(at).map_or(line.len(), |&(byte, _)| byte);
        at += length;
        let end = seen.get(at).map_or(line.len(), |&(byte, _)| byte);
        found.push((begin, end, name, sort));
    }
    let first = found.first().map_or(line.len(), |&(begin, ..)| begin);
    let before = tidy(line.get(..first).unwrap_or_default());
    let ends = found.iter().skip(1).map(|&(begin, ..)| begin);
    let ends: Vec<usize> = ends.chain([line.len()]).collect();
    let values = found.iter().zip(ends);
    let pairs = values.map(|(&(_, from, name, sort), to)| Labelled {
        name: name.to_owned(),
        sort,
        value: tidy(line.get(from..to).unwrap_or_default()),
    });
    (before, pairs.collect())
}

/// The longest label that begins here, with its colon or brackets, and how many characters it has.
fn label_at(seen: &[(usize, char)], at: usize) -> Option<(usize, &'static str, Sort)> {
    let is_bracketed = at > 0 && matches!(seen.get(at - 1), Some((_, '【' | '[')));
    let lists = [
        (CATALOGUE, Sort::Catalogue),
        (COUNTS, Sort::Count),
        (TOOLS, Sort::Tool),
        (FACTS, Sort::Fact),
    ];
    let mut best: Option<(usize, &'static str, Sort)> = None;
    for (list, sort) in lists {
        for &label in list {
            let length = label.chars().count();
            let mut here = seen.iter().skip(at).map(|&(_, c)| c);
            if best.is_some_and(|(known, ..)| known > length)
                || !label.chars().all(|c| here.next() == Some(c))
            {
                continue;
            }
            let length = match here.next() {
                Some(':' | '：') => length + 1,
                Some('】' | ']') if is_bracketed => length + 1,
                Some(c) if sort == Sort::Count && c.is_ascii_digit() => length,
                _ => continue,
            };
            best = Some((length, label, sort));
        }
    }
    best
}

/// A value without the brackets, lines and tools that stand around it.
fn tidy(value: &str) -> String {
    let is_around = |c: char| is_gap(c) || "|｜【】[]<>/;；,，·•—".contains(c);
    let value = value
        .split('【')
        .find(|part| !part.trim_matches(is_around).is_empty());
    let mut value = value.unwrap_or_default().trim_matches(is_around);
    while let Some((before, last)) = value.rsplit_once(is_gap) {
        if !TOOL_WORDS.contains(&last.trim_matches(is_around)) {
            break;
        }
        value = before.trim_matches(is_around);
    }
    // A bracket that belongs to all of the line.
    match value.strip_suffix(['）', ')']) {
        Some(inner) if !value.contains(['（', '(']) => inner.trim_end(),
        _ => value.trim_start_matches(['（', '(']),
    }
    .to_owned()
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
    let all = FOOTERS.iter().chain(CURRENT_FOOTERS);
    all.filter(|sign| bare.contains(**sign)).count()
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
    sure.iter().any(|sign| bare.contains(sign)) || footer_signs(bare) > 1
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

    fn pairs(line: &str) -> Vec<(String, String)> {
        let (before, pairs) = labelled(line);
        assert_eq!(before, "", "{line}");
        pairs
            .into_iter()
            .map(|pair| (pair.name, pair.value))
            .collect()
    }

    #[test]
    fn labels_have_values() {
        let found = pairs(
            "发布时间：2021-02-03 08:00　来源：示例镇政府（党政办）　浏览次数：77次　【字体：大 中 小】【打印】",
        );
        let found: Vec<_> = found
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let stated = [
            ("发布时间", "2021-02-03 08:00"),
            ("来源", "示例镇政府（党政办）"),
            ("浏览次数", "77次"),
        ];
        assert!(found.starts_with(&stated), "{found:?}");
        assert_eq!(pairs("（责任编辑：某甲）")[0].1, "某甲");
        assert_eq!(pairs("索 引 号： 123/2020-1")[0].1, "123/2020-1");
    }

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
