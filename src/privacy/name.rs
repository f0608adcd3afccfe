//! Names of persons near something: what is nobody's alone is somebody's beside a name.
//!
//! In: a text and a place in it. Out: whether a name, or the word that stands before one, is near it on its line. Judges by
//! surnames and by what parts words; never says whose a number is.

use std::ops::Range;
use std::sync::LazyLock;

use crate::character::is_blank;
use crate::privacy::context;

/// Surnames of one character, the most common four hundred or so.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜\
崔谭陆汪范廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严欧莫孔向常汤康易乔文赖樊兰殷施陶洪翟安颜倪牛温芦季\
俞章鲁葛伍申尤毕聂柴焦向齐梅庄辛管祝左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解\
強强涂尚符蒲党车冉艾计古岳苟麻劳冷岑边连臧全佟米应仇练褚娄娜窦原宫楚栗冀隆初靖匡池敬华晏巫宗阎於居国盖郎滕苑敖祖卓\
劉張陳楊黃趙吳孫馬鄭許韓鄧馮蕭葉盧鍾譚陸賈韋鄒龍賀顧龔萬錢嚴歐湯賴蘭顏魯莊閻羅";
/// The same in their order.
static SORTED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut surnames: Vec<char> = SURNAMES.chars().collect();
    surnames.sort_unstable();
    surnames
});
/// Surnames of two characters.
const DOUBLE: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "令狐", "夏侯", "皇甫", "尉迟", "慕容", "东方", "歐陽",
    "公孙", "端木",
];
/// Words that begin as names do.
const WORDS: [&str; 184] = [
    "万亩", "万人", "万元", "万名", "万户", "于是", "于此", "付款", "任何", "任免", "任务", "任命",
    "任期", "位于", "位置", "余额", "党员", "党委", "党建", "党校", "党组", "党风", "全体", "全区",
    "全县", "全国", "全市", "全年", "全省", "全程", "全部", "全面", "全额", "公司", "关于", "关注",
    "关系", "关闭", "冷链", "初中", "初期", "初步", "劳务", "劳动", "包含", "包括", "包装", "华东",
    "华南", "单价", "单位", "单元", "单独", "卫生", "原件", "原则", "原因", "司法", "向上", "周期",
    "周边", "国内", "国务", "国土", "国家", "国有", "国际", "宁夏", "宁波", "安保", "安全", "安徽",
    "安排", "安置", "尚无", "尚未", "居住", "居委", "居民", "常务", "常委", "常年", "平台", "平均",
    "平安", "平方", "应对", "应当", "应急", "康复", "强制", "强化", "强调", "成交", "成员", "成效",
    "成本", "成果", "成立", "成都", "文书", "文件", "文化", "文号", "文字", "文明", "文本", "文章",
    "方便", "方可", "方向", "方式", "方案", "方法", "方面", "施工", "施行", "时代", "时期", "时间",
    "时限", "易地", "景区", "景观", "曲线", "杜绝", "查处", "查看", "查询", "查验", "武汉", "武装",
    "段落", "水平", "江河", "江苏", "江西", "温州", "温度", "游客", "游览", "甘肃", "盖章", "石油",
    "祖国", "程序", "程度", "章程", "章节", "符合", "管理", "范围", "解决", "解释", "解除", "计划",
    "计生", "计算", "计量", "许可", "许多", "费用", "路径", "路段", "路线", "路面", "车辆", "车间",
    "边境", "连云", "连续", "金属", "金融", "金额", "阳光", "陈述", "项目", "高中", "高度", "高新",
    "高校", "高级", "高速", "龙头",
];
/// What is said of a person, or stands before a name.
const PERSONS: [&str; 24] = [
    "姓名",
    "申请人",
    "当事人",
    "被处罚人",
    "户主",
    "本人",
    "联系人",
    "家长",
    "学生",
    "患者",
    "死者",
    "受害人",
    "考生",
    "先生",
    "女士",
    "同志",
    "申請人",
    "當事人",
    "聯絡人",
    "承租人",
    "投诉人",
    "举报人",
    "信访人",
    "负责人",
];
/// Ends of words for bodies, which are no names.
const BODIES: &str = "局厅委办科处部室院所站县市区镇乡村街会社队组校厂店庭省州盟旗";

/// Whether a name is near a place, within so many characters of its line.
pub(super) fn is_near(text: &str, range: &Range<usize>, near: usize) -> bool {
    let head = context::before(text, range.start, near);
    let tail = context::after(text, range.end, near / 2);
    context::has(head, &PERSONS) || has_name(head) || has_name(tail)
}

/// Whether one of the words between signs and blanks is a name.
pub(super) fn has_name(words: &str) -> bool {
    // 龚 正: names of two characters are padded.
    let mut alone: Option<(usize, char)> = None;
    let mut start = 0;
    for word in words.split(|sign: char| !is_han(sign)) {
        let end = start + word.len();
        let mut characters = word.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => {
                let is_padded = alone.is_some_and(|(at, first)| {
                    let between = words.get(at..start).unwrap_or_default();
                    is_surname(first) && between.chars().all(is_blank)
                });
                if is_padded {
                    return true;
                }
                alone = Some((end, only));
            }
            (Some(_), Some(_)) if is_name(word) => return true,
            (Some(_), Some(_)) => alone = None,
            (None, _) => {}
        }
        let sign = words.get(end..).and_then(|rest| rest.chars().next());
        start = end + sign.map_or(0, char::len_utf8);
    }
    false
}

/// Whether a word is a name as people have them: two to four characters, the first a surname.
pub(super) fn is_name(word: &str) -> bool {
    let count = word.chars().take(5).count();
    let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) else {
        return false;
    };
    let is_single = (2..=3).contains(&count) && is_surname(first);
    let is_double =
        || (3..=4).contains(&count) && DOUBLE.iter().any(|surname| word.starts_with(surname));
    let is_body = count > 2 && BODIES.contains(last);
    (is_single || is_double())
        && !is_body
        && !word.contains('某')
        && !WORDS.iter().any(|other| word.starts_with(other))
}

fn is_surname(character: char) -> bool {
    SORTED.binary_search(&character).is_ok()
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_words() {
        for words in ["张三", "| 欧阳小明 |", "负责：龚 正", "（孙　尧）"] {
            assert!(has_name(words), "{words}");
        }
        for words in ["方案", "张某", "项目管理办法", "江苏省", "示例县"] {
            assert!(!has_name(words), "{words}");
        }
    }
}
