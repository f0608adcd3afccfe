//! What stands around a number: words that say what it is.
//!
//! In: a text and a place in it. Out: the few characters before or after it on its line, and whether they name a person, a
//! bank or a code. Never looks further than its limits.

use crate::character::{is_blank, is_invisible};

/// Characters that are looked at before a number for what it is called.
const LABEL: usize = 16;
/// Bytes of an address of the web before a number.
const MAX_ADDRESS: usize = 300;

/// Names of codes, which are no numbers of persons.
const CODES: [&str; 23] = [
    "索引号",
    "编号",
    "编码",
    "代码",
    "流水号",
    "序列号",
    "条码",
    "条形码",
    "文号",
    "案号",
    "许可证",
    "項目",
    "项目",
    "订单",
    "批号",
    "标识码",
    "备案",
    "單號",
    "单号",
    "信用",
    "纳税人",
    "税务登记",
    "税号",
];
/// Names of codes by which columns are called; before a number in a sentence they may belong to something else.
const CODES_OF_COLUMNS: [&str; 18] = [
    "序号",
    "序號",
    "索引號",
    "編號",
    "編碼",
    "代碼",
    "文號",
    "案號",
    "档号",
    "档案号",
    "合同号",
    "登记号",
    "注册号",
    "許可證",
    "字号",
    "index",
    "document_number",
    "code",
];
/// Whom codes may be of that are the number of a person.
const PEOPLE: [&str; 18] = [
    "人员",
    "员工",
    "职工",
    "学生",
    "户主",
    "患者",
    "当事人",
    "申请人",
    "负责人",
    "村民",
    "党员",
    "会员",
    "人員",
    "identity",
    "person",
    "resident",
    "citizen",
    "staff",
];
/// Names of numbers that are a person's, though they look like names of codes.
const PERSONAL: [&str; 12] = [
    "身份", "身分", "证件", "證件", "公民", "居民", "居留", "电话", "電話", "手机", "手機", "联系",
];
/// Names of telephones, in small letters.
const PHONES: [&str; 17] = [
    "电话", "電話", "手机", "手機", "联系", "聯絡", "移动", "号码", "热线", "短信", "微信", "tel",
    "phone", "mobile", "mob", "whatsapp", "wechat",
];
/// Names of cards, in small letters.
const CARDS: [&str; 9] = [
    "卡号",
    "卡號",
    "银行卡",
    "银联卡",
    "储蓄卡",
    "信用卡",
    "借记卡",
    "社保卡",
    "card",
];
/// Names of accounts: bodies have them too.
const ACCOUNTS: [&str; 12] = [
    "账号",
    "帐号",
    "賬號",
    "帳號",
    "账户",
    "帐户",
    "开户",
    "银行",
    "銀行",
    "存折",
    "一卡通",
    "工资卡",
];
/// Measures of amounts that have eleven digits or more.
const MEASURES: [&str; 24] = [
    "元", "圆", "圓", "万", "萬", "亿", "億", "吨", "噸", "立方", "平方", "千瓦", "度", "公斤",
    "千克", "升", "克", "美元", "港元", "人次", "次", "%", "％", "‰",
];

/// The last characters before a place, on its line.
pub(super) fn before(text: &str, at: usize, most: usize) -> &str {
    let head = text.get(..at).unwrap_or_default();
    let mut start = head.len();
    for (offset, character) in head.char_indices().rev().take(most) {
        if character == '\n' {
            break;
        }
        start = offset;
    }
    head.get(start..).unwrap_or_default()
}

/// The first characters after a place, on its line.
pub(super) fn after(text: &str, at: usize, most: usize) -> &str {
    let tail = text.get(at..).unwrap_or_default();
    let line = tail
        .char_indices()
        .take(most)
        .take_while(|(_, character)| *character != '\n');
    let end = line
        .last()
        .map_or(0, |(offset, character)| offset + character.len_utf8());
    tail.get(..end).unwrap_or_default()
}

/// The character before a place that somebody sees, on its line.
pub(super) fn last(text: &str, at: usize) -> Option<char> {
    let mut characters = before(text, at, 8).chars().rev();
    characters.find(|character| !is_invisible(*character))
}

/// The character after a place that somebody sees, on its line.
pub(super) fn first(text: &str, at: usize) -> Option<char> {
    let mut characters = after(text, at, 8).chars();
    characters.find(|character| !is_invisible(*character))
}

fn label(text: &str, at: usize) -> String {
    folded(before(text, at, LABEL))
}

fn folded(words: &str) -> String {
    let words = words.chars();
    let words = words.filter(|character| !is_blank(*character) && !is_invisible(*character));
    words.collect::<String>().to_lowercase()
}

/// What a number is called.
pub(super) struct Called {
    words: String,
    is_head: bool,
}

impl Called {
    /// By the words before it.
    pub(super) fn in_text(text: &str, at: usize) -> Called {
        Called {
            words: label(text, at),
            is_head: false,
        }
    }

    /// By the head of its column, and by what its own cell says before it.
    pub(super) fn in_column(head: &str, cell: &str) -> Called {
        let words = format!("{head}：{}", before(cell, cell.len(), LABEL));
        Called {
            words: folded(&words),
            is_head: true,
        }
    }

    /// A code, and nothing that is a person's.
    pub(super) fn is_code(&self) -> bool {
        let is_code =
            has(&self.words, &CODES) || (self.is_head && has(&self.words, &CODES_OF_COLUMNS));
        is_code && !self.is_personal() && !self.is_account()
    }

    /// A code by the head of a column, in which nobody's number stands.
    pub(super) fn is_code_of_column(&self) -> bool {
        self.is_head && self.is_code() && !has(&self.words, &PEOPLE)
    }

    /// The number of a person's document.
    pub(super) fn is_personal(&self) -> bool {
        has(&self.words, &PERSONAL)
    }

    /// A card.
    pub(super) fn is_card(&self) -> bool {
        has(&self.words, &CARDS)
    }

    /// A card or an account.
    pub(super) fn is_account(&self) -> bool {
        self.is_card() || has(&self.words, &ACCOUNTS)
    }
}

/// Whether a head of a column says what the numbers below it are.
pub(super) fn is_head(head: &str) -> bool {
    let called = Called {
        words: folded(head),
        is_head: true,
    };
    called.is_code() || called.is_personal() || called.is_account()
}

/// Whether any of the words is in a text: few short words in a short text, for which a search would prepare too long.
pub(super) fn has(text: &str, any: &[&str]) -> bool {
    // A bit for each first character: what has none of them begins none of the words.
    let bit = |sign: char| 1_u128 << (u32::from(sign) % 128);
    let firsts = any.iter().filter_map(|word| word.chars().next());
    let firsts = firsts.fold(0, |firsts, first| firsts | bit(first));
    text.char_indices().any(|(at, sign)| {
        let may_begin = firsts & bit(sign) != 0;
        let rest = text.get(at..).unwrap_or_default();
        may_begin && any.iter().any(|word| rest.starts_with(word))
    })
}

/// Whether the number at a place is called a code, and nothing that is a person's.
pub(super) fn is_code(text: &str, at: usize) -> bool {
    Called::in_text(text, at).is_code()
}

/// Whether it is called a telephone.
pub(super) fn is_phone(text: &str, at: usize) -> bool {
    has(&label(text, at), &PHONES)
}

/// Whether it is called a card or an account.
pub(super) fn is_account(text: &str, at: usize) -> bool {
    Called::in_text(text, at).is_account()
}

/// Whether a number up to this place is an amount: a measure or decimals follow.
pub(super) fn is_amount(text: &str, end: usize) -> bool {
    let rest = after(text, end, 4);
    if let Some(decimals) = rest.strip_prefix(['.', '．']) {
        return decimals.starts_with(|digit: char| digit.is_ascii_digit());
    }
    let rest = rest.strip_prefix([' ', '\u{A0}']).unwrap_or(rest);
    MEASURES.iter().any(|measure| rest.starts_with(measure))
}

/// Whether the digits from this place on are decimals; the number of an item before them is none.
pub(super) fn is_decimals(text: &str, start: usize) -> bool {
    let head = before(text, start, LABEL);
    let Some(whole) = head.strip_suffix('.') else {
        return false;
    };
    let rest = whole.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let is_item = rest
        .chars()
        .all(|sign| is_blank(sign) || "|>-*（(".contains(sign))
        && head.chars().count() < LABEL
        && !whole.ends_with('0');
    rest.len() < whole.len() && !is_item
}

/// Whether a place is within an address of the web or the name of a file in one.
pub(super) fn is_in_address(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let head = bytes
        .get(at.saturating_sub(MAX_ADDRESS)..at)
        .unwrap_or_default();
    let is_part = |byte: &u8| byte.is_ascii_graphic() && !b"\"<>(|,;".contains(byte);
    let start = head
        .iter()
        .rposition(|byte| !is_part(byte))
        .map_or(0, |place| place + 1);
    let word = head.get(start..).unwrap_or_default();
    let has = |sign: &[u8]| word.windows(sign.len()).any(|window| window == sign);
    has(b"://") || has(b"www.") || has(b"/t20")
}
