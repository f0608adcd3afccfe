//! The words that say that a figure is about so: 约54件, 近300件, 超过300件, 54件左右.
//!
//! In: folded text and the place of a number in it. Out: whether words before or behind it say so, and how far an exact
//! figure may be from one that is about so. What stands between number and unit (300余件) is read with the number.

use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::number::Number;

/// Characters of the longest word before a number.
pub(crate) const WORD_MAX: usize = 13;
/// Characters of a unit that may stand before 左右.
const UNIT_MAX: usize = 4;

/// Words before a number.
const BEFORE: [&str; 31] = [
    "约",
    "约为",
    "约有",
    "约计",
    "约达",
    "大约",
    "近",
    "将近",
    "接近",
    "超",
    "超过",
    "逾",
    "突破",
    "不足",
    "不到",
    "不少于",
    "不低于",
    "至少",
    "最少",
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "morethan",
    "lessthan",
    "fewerthan",
    "atleast",
    "approximately",
    "some",
    "upto",
];
/// Words that end like one of these and are none.
const OTHERS: [&str; 21] = [
    "条约",
    "合约",
    "公约",
    "节约",
    "预约",
    "签约",
    "履约",
    "违约",
    "解约",
    "续约",
    "毁约",
    "租约",
    "失约",
    "邀约",
    "集约",
    "特约",
    "缔约",
    "最近",
    "附近",
    "临近",
    "新突破",
];
/// Words behind a number and its unit.
const BEHIND: [&str; 3] = ["左右", "上下", "orso"];
/// Words behind the very unit.
const BEYOND: [&str; 2] = ["以上", "以下"];

/// Whether words before the character at `at` say so.
pub(crate) fn is_before(text: &Folded, at: usize) -> bool {
    let ends_with = |word: &&str| {
        // A blank between words of letters is none of theirs.
        let mut place = at;
        let skip = |place: usize| match text.before(place) {
            Some(' ') => place - 1,
            _ => place,
        };
        let mut is_it = true;
        for wanted in word.chars().rev() {
            place = skip(place);
            is_it &= text.before(place) == Some(wanted);
            place = place.saturating_sub(1);
        }
        let before = text.before(place).filter(|_| is_it);
        let is_part = word.is_ascii() && before.is_some_and(|c| c.is_ascii_alphanumeric());
        is_it && !is_part
    };
    BEFORE.iter().any(ends_with) && !OTHERS.iter().any(ends_with)
}

/// Where the number of a cell begins, and whether words before it say that it is about so; none where there are others.
pub(crate) fn first(text: &Folded) -> Option<(usize, bool)> {
    let starts = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
    let first = (0..text.len()).find(|at| text.get(*at).is_some_and(starts))?;
    if first == 0 {
        return Some((0, false));
    }
    let words = text.word(0..first);
    let words: String = words.chars().filter(|c| *c != ' ').collect();
    let is_said = BEFORE.contains(&words.as_str());
    is_said.then_some((first, true))
}

/// The unit in what follows the number of a cell, where words behind it say that it is about so.
pub(crate) fn unit(after: &str) -> Option<&str> {
    let words = BEHIND.iter().chain(&BEYOND);
    words.filter_map(|word| after.strip_suffix(word)).next()
}

/// Whether what follows a number says so; `unit` is what it is counted in.
pub(crate) fn is_behind(after: &str, unit: &str) -> bool {
    let after: String = after.chars().filter(|c| *c != ' ').collect();
    let is_unit = |words: &str| {
        words.chars().count() <= UNIT_MAX && words.chars().all(|c| c.is_alphabetic() || c == '%')
    };
    let is_said = |word: &&str| {
        after
            .split_once(*word)
            .is_some_and(|(unit, _)| is_unit(unit))
    };
    let beyond = after.strip_prefix(unit).filter(|_| !unit.is_empty());
    let is_beyond = |rest: &str| BEYOND.iter().any(|word| rest.starts_with(word));
    BEHIND.iter().any(is_said) || beyond.is_some_and(is_beyond)
}

/// Whether two figures may be the same: equal, or as near as the last digit that is not nought of one that is about so.
pub(crate) fn may_be_same(one: (Number, bool), other: (Number, bool)) -> bool {
    if one.0 == other.0 {
        return true;
    }
    let apart = one.0.distance(other.0);
    let is_within = |(number, is_about): (Number, bool)| {
        let slack = is_about.then(|| number.last_place()).flatten();
        apart
            .zip(slack)
            .is_some_and(|(apart, slack)| apart <= slack)
    };
    is_within(one) || is_within(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::findings::figure::number::in_cell;

    #[test]
    fn words_around_a_number_say_that_it_is_about_so() {
        for (before, after, wanted) in [
            ("受理约", "件", true),
            ("受理大约有", "件", true),
            ("受理约有", "件", true),
            ("近", "件", true),
            ("超过", "件", true),
            ("逾", "件", true),
            ("受理", "件左右", true),
            ("受理", "件次上下，", true),
            ("受理", "件以上", true),
            ("nearly ", " cases", true),
            ("more than ", " cases", true),
            ("handsome ", " cases", false),
            ("受理", "件", false),
            ("受理", "件，左右两侧", false),
            ("受理", "名处级以上干部", false),
            ("最近", "件", false),
            ("条约", "件", false),
            ("家庭医生签约", "件", false),
            ("依法履约", "件", false),
            ("取得新突破", "件", false),
        ] {
            let text = Folded::of(&format!("{before}54"));
            let at = text.len() - 2;
            let is_said = is_before(&text, at) || is_behind(after, "件");
            assert_eq!(is_said, wanted, "{before}54{after}");
        }
    }

    #[test]
    fn a_figure_that_is_about_so_is_compared_as_nearly_as_it_is_said() {
        for (one, other, wanted) in [
            ("300", "297", true),
            ("300", "401", false),
            ("54", "55", true),
            ("54", "56", false),
            ("28000", "28431", true),
            ("2.5", "2.6", true),
        ] {
            let number = |text: &str| in_cell(&Folded::of(text), 0).unwrap().number;
            let (one, other) = (number(one), number(other));
            assert_eq!(
                may_be_same((one, true), (other, false)),
                wanted,
                "{one} {other}"
            );
            assert!(!may_be_same((one, false), (other, false)));
        }
    }
}
