//! The faults of declared indicators, in words.
//!
//! In go the place and what is wrong there, out come faults in both languages. Whether something is a fault is decided by
//! the reader.

use std::ops::Range;

use crate::config::indicator::{Definition, INDICATORS_MAX, PLACES_MAX};
use crate::diagnostic::{Fault, Text};
use crate::fields::Spanned;
use crate::pattern::PatternFault;
use crate::yaml::{Key, Node};

/// Characters of a pattern that a message repeats from where it is wrong, at most.
const SHOWN_MAX: usize = 20;

/// A pattern that does not work, at the place in it where that is known.
pub(super) fn bad_pattern(text: &Spanned<String>, fault: &PatternFault) -> Fault {
    let message = match fault {
        PatternFault::TooLarge => Text::new(
            "正则表达式过长或过于复杂",
            "this pattern is too long or too complex",
        ),
        PatternFault::WithoutGroup => Text::new(
            "正则表达式中没有用括号标出数值",
            "no group of this pattern says which part is the figure",
        ),
        PatternFault::Wrong { why, at } => {
            let chinese = in_chinese(why);
            let rest = at.and_then(|at| text.value.get(at..)).unwrap_or_default();
            let shown: String = rest.chars().take(SHOWN_MAX).collect();
            match shown.is_empty() {
                true => Text::new(
                    format!("正则表达式有误：{chinese}"),
                    format!("this is no regular expression: {why}"),
                ),
                false => Text::new(
                    format!("正则表达式有误，在“{shown}”处：{chinese}"),
                    format!("this is no regular expression, at `{shown}`: {why}"),
                ),
            }
        }
    };
    let figure = || {
        Text::new(
            r"照正文写，数值处写 (\d+)，如 '受理行政复议申请(\d+)件'。",
            r"Write the words of the text with (\d+) for the figure, such as '受理行政复议申请(\d+)件'.",
        )
    };
    let hint = match fault {
        PatternFault::TooLarge => Text::new(
            r"写得短一些，少用 \w 和 {100} 这样的多次重复。",
            r"Make it shorter, with fewer \w and repetitions such as {100}.",
        ),
        PatternFault::WithoutGroup => figure(),
        PatternFault::Wrong { why, .. } => mend(why).unwrap_or_else(figure),
    };
    Fault::error("bad-pattern", text.span.clone(), message, hint)
}

/// What the compiler says, in words that its message holds, and that in Chinese; the first that holds counts.
const IN_CHINESE: [(&[&str], &str); 18] = [
    (
        &["look-around"],
        "不支持环视（(?=…)、(?!…)、(?<=…)、(?<!…)）",
    ),
    (&["backreference"], r"不支持反向引用（\1、\2）"),
    (&["unclosed group"], "圆括号不成对，缺少“)”"),
    (&["unopened group"], "圆括号不成对，缺少“(”"),
    (&["unclosed character class"], "方括号不成对，缺少“]”"),
    (
        &["repetition operator missing"],
        "“*”“+”“?”“{}”前面没有可重复的内容",
    ),
    (&["unclosed counted repetition"], "花括号不成对，缺少“}”"),
    (
        &["end of pattern", "incomplete escape"],
        "末尾的反斜线后面没有字符",
    ),
    (
        &["escape sequence found in character class"],
        "方括号中不能用这种转义",
    ),
    (
        &["unrecognized escape"],
        "没有这种转义：反斜线后面只能是符号，或 d、s、w 等字母",
    ),
    (&["hexadecimal", "decimal"], "此处的数字写法有误"),
    (&["invalid repetition count"], "重复次数须先小后大"),
    (
        &["character class range", "range boundary"],
        "方括号中的范围须先小后大，两端各为一个字符",
    ),
    (&["flag"], "“(?”之后的标记有误"),
    (
        &["capture group name", "capture group character"],
        "括号的名称有误，或者与另一个重复",
    ),
    (&["nested"], "括号嵌套过深"),
    (&["capturing groups"], "括号过多"),
    (&["Unicode"], "没有这一类 Unicode 字符"),
];

fn in_chinese(why: &str) -> &'static str {
    let is_said = |(words, _): &&(&[&str], _)| words.iter().any(|words| why.contains(words));
    let found = IN_CHINESE.iter().find(is_said);
    found.map_or("此处不符合正则表达式的写法", |(_, chinese)| {
        chinese
    })
}

/// What is to be done about what the compiler says, by words of its message.
const MENDS: [(&str, [&str; 2]); 7] = [
    ("look-around", LINEAR),
    ("backreference", LINEAR),
    (
        "unclosed group",
        [
            r"补上“)”；属于正文文字的括号写全角，或者写作 \(。",
            r"Add the `)`; write a bracket that belongs to the text as \(.",
        ],
    ),
    (
        "unopened group",
        [
            r"删去多余的“)”；属于正文文字的括号写全角，或者写作 \)。",
            r"Delete the `)`; write a bracket that belongs to the text as \).",
        ],
    ),
    (
        "unclosed character class",
        [
            r"补上“]”；属于正文文字的，写作 \[。",
            r"Add the `]`; write one that belongs to the text as \[.",
        ],
    ),
    (
        "repetition operator missing",
        [
            r"属于正文文字的符号，前面加反斜线，如 \*、\?。",
            r"Write a sign that belongs to the text with a backslash: \*, \?.",
        ],
    ),
    (
        "unclosed counted repetition",
        [
            r"补上“}”；属于正文文字的，写作 \{。",
            r"Add the `}`; write one that belongs to the text as \{.",
        ],
    ),
];
const LINEAR: [&str; 2] = [
    "为保证读取用时有限，不支持这种写法：把前后的文字直接写出来，只在数值处用括号。",
    "Patterns must take time that grows with the text alone: write the words around it out, and put the figure into the group.",
];

fn mend(why: &str) -> Option<Text> {
    let (_, [chinese, english]) = MENDS.iter().find(|(words, _)| why.contains(words))?;
    Some(Text::new(*chinese, *english))
}

/// A pattern, or a definition, in which nothing is written.
pub(super) fn empty(span: Range<usize>, what: [&str; 2]) -> Fault {
    let [chinese, english] = what;
    Fault::warning(
        "empty-definition",
        span,
        Text::new(
            format!("{chinese}是空的，读不出数"),
            format!("{english} is empty: no figure can be read by it"),
        ),
        Text::new(
            "填写内容；不需要的，删去这一条。",
            "Fill it in; delete it if it is not needed.",
        ),
    )
}

pub(super) fn overlapping(definition: &Definition) -> Fault {
    Fault::error(
        "overlapping-definitions",
        definition.span.clone(),
        Text::new(
            "同一时间有两条口径",
            "two definitions of this indicator hold at the same time",
        ),
        Text::new(
            "前一条写上“止”（until），后一条写上“起”（from），使两者不重叠；同一口径的几种写法，写在一条之内。",
            "Give the former `until` and the latter `from`, so that they do not overlap; several patterns of one definition stand in one.",
        ),
    )
}

pub(super) fn too_many(key: &Key) -> Fault {
    Fault::error(
        "too-many-indicators",
        key.span.clone(),
        Text::new(
            format!(
                "一个档案最多有{INDICATORS_MAX}项指标，各项指标的写法和表格位置合计不超过{PLACES_MAX}处"
            ),
            format!(
                "an archive has at most {INDICATORS_MAX} indicators, and {PLACES_MAX} patterns and cells of all"
            ),
        ),
        Text::new("删去不用的指标。", "Remove those that are not used."),
    )
}

/// A share that is to be added.
pub(super) fn total_of_shares(node: &Node) -> Fault {
    Fault::error(
        "total-of-shares",
        node.span.clone(),
        Text::new("百分比不能相加", "shares cannot be added"),
        Text::new(
            "删去这一行，或者改正单位。",
            "Remove this line, or correct the unit.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    #[test]
    fn what_is_wrong_with_a_pattern_is_said_in_chinese_with_its_place() {
        for (pattern, place, chinese) in [
            (r"受理(\d+件", r"(\d+件", "圆括号不成对，缺少“)”"),
            (r"受理\d+)件", ")件", "圆括号不成对，缺少“(”"),
            (r"受理([\d+)件", r"[\d+)件", "方括号不成对，缺少“]”"),
            (r"*受理(\d+)件", r"*受理", "没有可重复的内容"),
            (r"受理(\d{2)件", "{2)件", "花括号不成对，缺少“}”"),
            (r"受理(\d{3,2})件", "{3,2})件", "先小后大"),
            (r"受理(\y+)件", r"\y+)件", "没有这种转义"),
            (r"受理(\d+)件\", r"\", "末尾的反斜线"),
            (r"(?<=受理)(\d+)件", r"(?<=受理)", "不支持环视"),
            (r"受理(?!案)(\d+)件", r"(?!案)", "不支持环视"),
            (r"(\d+)件，\1", r"\1", "不支持反向引用"),
            (r"受理([9-0]+)件", "9-0", "先小后大"),
            (r"受理[\b](\d+)件", r"\b", "方括号中"),
            (r"(?z)受理(\d+)件", "z)", "标记有误"),
            (r"(?P<甲>\d+)(?P<甲>\d+)", "甲>", "名称有误"),
            (r"\p{某}(\d+)", r"\p{某}", "Unicode"),
            (r"\x{zz}(\d+)", "zz", "数字写法"),
        ] {
            let fault = Pattern::of(pattern).expect_err(pattern);
            let text = Spanned {
                value: pattern.to_owned(),
                span: 0..pattern.len(),
            };
            let fault = bad_pattern(&text, &fault);
            let message = &fault.message.chinese;
            assert!(message.contains(chinese), "{pattern}: {message}");
            assert!(
                message.contains(&format!("“{place}")),
                "{pattern}: {message}"
            );
            assert!(!message.contains("不符合"), "{pattern}: {message}");
        }
    }
}
