//! Words of which traditional and simplified texts write one character differently, though simplified texts hold both
//! characters: 着力 and 著力, 干燥 and 乾燥, but 著作 and 乾隆 everywhere.
//!
//! In goes the text of a run, out come its other spellings. [`fold`](super::fold) cannot do it: it looks at one
//! character, and a run may be cut anywhere. So a query asks for both, and the index holds what was written.

use crate::search::text::fold::fold;

/// A character as simplified and as traditional texts have it, and the words, as the search reads them, in which the
/// two meet.
const WORDS: [(char, char, &str); 5] = [
    (
        '着',
        '著',
        "着力 着手 着重 着眼 着想 着急 着落 着陆 着装 着火 着色 着实 附着 执着 沉着 衣着 穿着 沿着 随着 接着 \
         跟着 朝着 向着 本着 围着 意味着 标志着 存在着 坚持着 不着 用不着 来得着",
    ),
    (
        '干',
        '乾',
        "干燥 干旱 干净 干洗 干货 干果 干粮 干枯 干涸 干冰 干杯 干电池 饼干 烘干 晒干 风干 晾干 吹干 阴干 豆干 \
         葡萄干 干湿 干式 干法 干馏 干渴",
    ),
    ('了', '瞭', "了解 明了 了然 一目了然"),
    ('借', '藉', "借口 借此 借由 借故 借助 借以 凭借"),
    (
        '复',
        '覆',
        "答复 回复 批复 函复 复核 复查 复审 复议 复函 复信 复电 反复",
    ),
];

/// The other spellings of a run: as traditional texts have it, and as simplified ones have it.
pub(crate) fn spellings(text: &str) -> impl Iterator<Item = String> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    [false, true].into_iter().filter_map(move |is_traditional| {
        let mut other = folded.clone();
        for (simplified, traditional, words) in WORDS {
            let (from, to) = match is_traditional {
                true => (simplified, traditional),
                false => (traditional, simplified),
            };
            // Most runs have none.
            if !folded.contains(&from) {
                continue;
            }
            for word in words.split(' ') {
                let own: Vec<char> = word
                    .chars()
                    .map(|c| if c == simplified { from } else { c })
                    .collect();
                for (at, part) in folded.windows(own.len()).enumerate() {
                    if part == own {
                        let places = other.iter_mut().skip(at).take(own.len());
                        places.filter(|c| **c == from).for_each(|c| *c = to);
                    }
                }
            }
        }
        (other != folded).then(|| other.into_iter().collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelt_in_the_other_script() {
        let cases = [
            ("着力推进", "著力推进"),
            ("著力推進", "着力推进"),
            ("著作", ""),
            ("附着作用", "附著作用"),
            ("乾燥", "干燥"),
            ("乾隆", ""),
            ("干部", ""),
            ("瞭解", "了解"),
            ("瞭望", ""),
            ("憑藉", "凭借"),
            ("答覆", "答复"),
            ("覆盖", ""),
            ("", ""),
        ];
        for (text, other) in cases {
            assert_eq!(
                spellings(text).collect::<Vec<_>>().join(" "),
                other,
                "{text}"
            );
        }
    }
}
