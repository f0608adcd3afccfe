//! The words by which the furniture of portals is known, in either script.
//!
//! Lists, separated by blanks. Knows no site and no rule: `words` and `label` have those.

use std::sync::LazyLock;

/// Labels of a catalogue: each is sure enough to stand alone.
pub(super) static CATALOGUE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "索引号 索引号码 信息索引号 索取号 索引编号 索引編號 发文字号 发文文号 發文字號 文号 文號 文件编号 主题分类 \
         主題分類 信息分类 信息类别 公文种类 文件类型 体裁分类 组配分类 服务对象分类 服务对象 发文机关 发布机构 \
         发文机构 制发机构 制发机关 发布机关 公开责任部门 信息公开单位 發文機關 發文單位 发布单位 发布部门 發布單位 \
         發佈單位 发文单位 信息来源 文章来源 稿件来源 新闻来源 内容来源 资讯来源 成文日期 发文日期 发文时间 成文时间 \
         生成日期 生成时间 制发日期 印发日期 發文日期 发布日期 发布时间 发布于 发表时间 发表日期 發布日期 發佈日期 \
         發布時間 發佈時間 公开日期 公开时间 公開日期 上传时间 录入时间 添加时间 张贴日期 張貼日期 公告日期 公布日期 \
         刊登日期 上版日期 上架日期 更新日期 更新时间 更新時間 最後更新日期 最后更新 有效性 是否有效 时效性 效力状态 \
         信息状态 有效状态 公开方式 公开形式 公开范围 公开时限 公开程序 公开属性 公开类别 主题词 主題詞 关键词 关键字 \
         關鍵字 责任编辑 責任編輯 信息审核 审核人 录入者 录入人 信息录入 发布人 發布者 發佈者 发布者 撰稿人 供稿单位 \
         文章录入 文章作者 信息作者 本文来源 信息发布时间 发稿时间 发稿日期 收录时间 发布科室 发布处室 发布人员 \
         新聞來源 資訊來源 公告單位 張貼單位 公告時間 刊登單位 提供單位 上稿日期 上稿單位 資料更新 資料檢視",
    )
});
/// Labels that also stand in texts.
pub(super) static FACTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "来源 來源 稿源 出处 文章出处 资料来源 資料來源 作者 日期 时间 時間 编辑 編輯 责编 审核 初审 复审 终审 核稿 \
         供稿 撰稿 录入 分类 分類 类别 類別 栏目 所属栏目 标题 名称 信息名称 文件名称 语种 内容概述 内容概要 有效期 \
         生效日期 实施日期 失效日期 废止日期 標題 名稱 信息提供 提供单位 年份 編號",
    )
});
/// Labels of counts of readers.
pub(super) static COUNTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "文章点击数 浏览人数 阅读人数 阅览次数 查看次数 访问人次 已浏览 已阅读 閱覽次數 浏览次数 浏览量 浏览数 浏览人次 \
         浏览 阅读次数 阅读量 阅读数 阅读人次 阅读 点击次数 点击数 点击量 点击率 点击 访问次数 访问量 访问人数 人气 \
         关注度 下载次数 被浏览 次数 瀏覽次數 瀏覽人次 瀏覽數 瀏覽 點閱次數 點閱數 點閱人次 點閱率 點閱 點擊次數 點擊數 \
         點擊率 造訪人次 人氣 閱讀次數",
    )
});
/// Labels of sizes of type, of places to share.
pub(super) static TOOLS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "字体 字号 字体大小 字号大小 字體 字體大小 字型大小 字型 字級 字級大小 分享到 分享至 分享 转发 保护视力色 \
         背景色 打印 操作 视力保护色 背景颜色",
    )
});
/// What tools are called where they stand alone.
pub(super) static TOOL_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "扫一扫在手机打开当前页 扫一扫在手机上查看当前页面 用微信扫一扫 手机扫一扫 扫一扫 扫码阅读 手机查看 二维码 \
         微信扫码 关闭窗口 关闭本页 关闭页面 关闭 關閉視窗 關閉 打印本页 打印此页 打印页面 打印文章 打印 列印本頁 \
         列印內容 友善列印 列印 返回顶部 返回列表 返回首页 返回上一页 返回上页 返回上级 返回目录 返回 回上一頁 回上頁 \
         回上一层 回首頁 回首页 回頁首 回頂端 回頂部 回到頂端 回最上面 至頁首 網站導覽 网站导航 网站地图 網站地圖 \
         加入收藏 收藏本页 添加收藏 收藏 设为首页 推荐给好友 推荐 轉寄好友 轉寄 转寄 我要纠错 内容纠错 网页纠错 纠错 \
         举报 分享到 分享至 分享 一键分享 微信 新浪微博 腾讯微博 微博 朋友圈 好友 空间 QQ 人人网 开心网 百度贴吧 豆瓣 \
         复制链接 复制网址 複製連結 字体大小 字体 字号 字體大小 字體 字型大小 字級大小 字級 放大 缩小 縮小 默认 还原 \
         恢复 超大 较大 朗读 语音播报 语音朗读 语音 播报 語音朗讀 无障碍浏览 无障碍 繁体版 繁体 繁體 简体版 简体 简 繁 \
         手机版 Facebook Twitter LINE Line line Plurk Email E-mail Google+ facebook twitter plurk email TOP Top top \
         更多 下载本文 下载 保存 订阅 RSS 正體中文 English A+ A- A 特大 大 中 小 T | ｜ 意見信箱 首頁 首页 点赞 点赞数 \
         喜欢 赞 评论 发表评论 我要评论",
    )
});
/// What stands before the path of a page in its site.
pub(super) static PLACES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "您现在的位置 您当前的位置 您当前位置 你现在的位置 你当前的位置 您所在的位置 您所在位置 你所在的位置 所在位置 \
         当前位置 现在的位置 当前所在位置 您的位置 你的位置 现在位置 您現在的位置 您現在位置 現在位置 目前位置 \
         您的當前位置 您的位置是 當前位置 您目前的位置 位置： 位置: 当前页面 本页位置 当前栏目 您在這裡 您在这里",
    )
});
/// What stands before the pages before and after.
pub(super) static NEIGHBOURS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "上一篇 下一篇 上一条 下一条 上一條 下一條 上一则 下一则 上一則 下一則 前一篇 后一篇 後一篇 上篇 下篇 上一页： \
         下一页： 上一个： 下一个： 上一筆 下一筆",
    )
});
/// Heads of lists of other pages.
pub(super) static RELATED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "相关报道 相关链接 相关新闻 相关文章 相关信息 相关阅读 相关推荐 相关内容 相关稿件 相关解读 相关政策 相关文件 \
         相关专题 相关資訊 相关资讯 相关文档 关联文件 关联阅读 解读材料 政策解读 延伸阅读 延伸閱讀 推荐阅读 推荐文章 \
         推荐信息 热门文章 热点推荐 热点新闻 热点信息 热门推荐 最新信息 最新文章 最新发布 最新消息 最新公告 点击排行 \
         阅读排行 排行榜 图片新闻 猜你喜欢 友情链接 相關連結 相關新聞 相關文章 相關訊息 相關資訊 相關網站 熱門文章 \
         友善連結 网友评论 我要评论 发表评论 最新评论 栏目导航 网站导航 本站导航 快速导航 站内搜索 热门关键词 标签： \
         標籤：",
    )
});
/// Words that a footer has and hardly a text.
pub(super) static FOOTERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "ICP备 ICP证 公网安备 网安备 网站标识码 版权所有 版權所有 Copyright copyright COPYRIGHT © 技术支持 技術支援 \
         分辨率 解析度 本站已支持IPv6 网站地图 隱私權 隐私声明 資訊安全政策 网站声明 关于我们 站点地图 瀏覽器 浏览器 \
         无障碍标章 無障礙 AllRightsReserved AllRights 网站维护 联系我们 法律声明 免责声明 工信部备案",
    )
});
/// Words of footers that have many meanings.
pub(super) static CURRENT_FOOTERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words(
        "主办单位： 主办： 承办单位： 承办： 主管单位： 维护单位： 建设单位： 您是第 总访问量 累计访问 網站人次 总机",
    )
});

fn words(list: &'static str) -> Vec<&'static str> {
    list.split_ascii_whitespace().collect()
}
