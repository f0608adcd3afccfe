//! How Han are read aloud, in Latin letters (Hanyu Pinyin without tones), for addresses.
//!
//! In goes a run of Han, out come syllables. Words decide: 银行 is yin hang and 行政 xing zheng, 重庆 chong
//! qing, 番禺 pan yu. ü is v, as on a keyboard (GF 3006-2001). Of all rows of words that a run can be taken
//! apart into, the one of the most common words is read. Nothing is guessed: a character that the tables do
//! not hold has no reading.
//!
//! The tables are made by `reading/table.py`. **Addresses are made of them, and what is published does not
//! move: once released, a reading stays as it is**, right or wrong; a report can have an `id`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Syllables, each with the characters that are read so.
const CHARACTERS: &str = include_str!("reading/characters.txt");
/// Words by how common they are, with their readings where these are not those of their characters.
const WORDS: &str = include_str!("reading/words-by-weight.txt");
/// Pairs of a traditional character and the simplified one that words are written with.
const SIMPLIFIED: &str = include_str!("reading/simplified.txt");

/// Characters of a word, at most.
const LONGEST: usize = 8;
/// What a word costs, less its weight.
const COST: u32 = 26;
/// The weight of a character by itself.
const WEIGHT_CHARACTER: u32 = 6;

struct Tables {
    characters: HashMap<char, &'static str>,
    simplified: HashMap<char, char>,
    words: HashMap<&'static str, Word>,
    /// Characters of the longest word that begins with this one.
    longest: HashMap<char, usize>,
}

struct Word {
    weight: u32,
    /// Empty where they are those of its characters.
    syllables: &'static str,
}

// Never walked, so that the order of hash maps cannot be seen.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let syllables = CHARACTERS.lines().filter_map(|line| line.split_once(' '));
    let characters =
        syllables.flat_map(|(syllable, of)| of.chars().map(move |character| (character, syllable)));
    let pairs = SIMPLIFIED.lines().filter_map(|line| {
        let mut pair = line.chars();
        Some((pair.next()?, pair.next()?))
    });
    let mut words = HashMap::new();
    let mut longest: HashMap<char, usize> = HashMap::new();
    for line in WORDS.lines() {
        let mut line = line.split('\t');
        let weight = line.next().and_then(|weight| weight.parse().ok());
        for written in line {
            let (word, syllables) = written.split_once(':').unwrap_or((written, ""));
            let weight = weight.unwrap_or(0);
            words.insert(word, Word { weight, syllables });
            if let Some(first) = word.chars().next() {
                let longest = longest.entry(first).or_default();
                *longest = word.chars().count().min(LONGEST).max(*longest);
            }
        }
    }
    Tables {
        characters: characters.collect(),
        simplified: pairs.collect(),
        words,
        longest,
    }
});

/// The reading of a character by itself.
pub(crate) fn of_character(character: char) -> Option<&'static str> {
    TABLES.characters.get(&character).copied()
}

/// The syllables of a run of characters that all have a reading; one without is left out.
pub(crate) fn of_run(run: &str) -> Vec<&'static str> {
    let tables = &*TABLES;
    let characters: Vec<char> = run.chars().collect();
    let simple = |c: &char| tables.simplified.get(c).copied().unwrap_or(*c);
    let text: String = characters.iter().map(simple).collect();
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    // What the cheapest row of words up to each place costs, and where its last word begins.
    let mut best: Vec<(u32, usize)> = vec![(u32::MAX, 0); offsets.len()];
    if let Some(start) = best.first_mut() {
        *start = (0, 0);
    }
    for start in 0..characters.len() {
        let (Some((cost, _)), Some(rest)) = (best.get(start).copied(), offsets.get(start..)) else {
            break;
        };
        let begin = rest.first().copied().unwrap_or(0);
        let first = text.get(begin..).and_then(|text| text.chars().next());
        let longest = first.and_then(|first| tables.longest.get(&first));
        for (length, end) in rest.iter().enumerate().skip(1) {
            if length > longest.copied().unwrap_or(1).max(1) {
                break;
            }
            let word = text.get(begin..*end);
            let weight = match length {
                1 => Some(WEIGHT_CHARACTER),
                _ => word
                    .and_then(|word| tables.words.get(word))
                    .map(|word| word.weight),
            };
            if let (Some(weight), Some(best)) = (weight, best.get_mut(start + length)) {
                let cost = cost.saturating_add(COST.saturating_sub(weight));
                if cost < best.0 {
                    *best = (cost, start);
                }
            }
        }
    }
    let mut ends = Vec::new();
    let mut end = characters.len();
    while end > 0 {
        ends.push(end);
        // Always nearer to the start.
        end = best.get(end).map_or(0, |(_, start)| (*start).min(end - 1));
    }
    let mut syllables = Vec::with_capacity(characters.len());
    let mut start = 0;
    for end in ends.into_iter().rev() {
        let bytes = offsets.get(start).zip(offsets.get(end));
        let word = bytes.and_then(|(from, to)| text.get(*from..*to));
        match word.and_then(|word| tables.words.get(word)) {
            Some(word) if end - start > 1 && !word.syllables.is_empty() => {
                syllables.extend(word.syllables.split(' '));
            }
            _ => {
                let written = characters.get(start..end).unwrap_or_default();
                syllables.extend(written.iter().filter_map(|c| of_character(*c)));
            }
        }
        start = end;
    }
    syllables
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{CHARACTERS, SIMPLIFIED, WORDS, of_character, of_run};

    #[test]
    fn words_and_places_are_read_as_people_read_them() {
        for (written, read) in [
            ("重庆", "chong qing"),
            ("重慶", "chong qing"),
            ("西藏自治区", "xi zang zi zhi qu"),
            ("厦门", "xia men"),
            ("长沙", "chang sha"),
            ("番禺", "pan yu"),
            ("六安", "lu an"),
            ("陕西", "shaan xi"),
            ("山西", "shan xi"),
            ("吕梁", "lv liang"),
            ("女性", "nv xing"),
            ("侵略", "qin lve"),
            ("都江堰", "du jiang yan"),
            ("乐清", "yue qing"),
            ("乐山", "le shan"),
            ("朝阳区", "chao yang qu"),
            ("漯河", "luo he"),
            ("什邡", "shi fang"),
            ("东莞", "dong guan"),
            ("闵行区", "min hang qu"),
            ("六合区", "lu he qu"),
            ("长子县", "zhang zi xian"),
            ("会计核算", "kuai ji he suan"),
            ("會計", "kuai ji"),
            ("银行业", "yin hang ye"),
            ("行政执法", "xing zheng zhi fa"),
            ("执行情况", "zhi xing qing kuang"),
            ("进行业务培训", "jin xing ye wu pei xun"),
            ("行业协会", "hang ye xie hui"),
            ("结构调整", "jie gou tiao zheng"),
            ("調整", "tiao zheng"),
            ("调查研究", "diao cha yan jiu"),
            ("市长信箱", "shi zhang xin xiang"),
            ("公安局长", "gong an ju zhang"),
            ("城市长远规划", "cheng shi chang yuan gui hua"),
            ("长期", "chang qi"),
            ("快速增长", "kuai su zeng zhang"),
            ("重点工作", "zhong dian gong zuo"),
            ("灾后重建", "zai hou chong jian"),
            ("地方", "di fang"),
            ("目的", "mu di"),
            ("效率", "xiao lv"),
            ("率先", "shuai xian"),
            ("供给侧", "gong ji ce"),
            ("畜牧业", "xu mu ye"),
            ("二〇二一年", "er ling er yi nian"),
            ("𠮷水县", "ji shui xian"),
            ("", ""),
        ] {
            assert_eq!(of_run(written).join(" "), read, "{written}");
        }
        assert_eq!(of_character('a'), None);
    }

    /// A run without an end is read in one go.
    #[test]
    fn every_character_of_a_long_run_is_read() {
        let run = "重庆银行行长".repeat(2000);
        assert_eq!(of_run(&run).len(), 12_000);
    }

    /// Addresses that are published are made of these.
    #[test]
    fn the_tables_are_those_that_were_released() {
        let digest =
            |table: &str| base16ct::lower::encode_string(&Sha256::digest(table.as_bytes())[..8]);
        let digests = [CHARACTERS, WORDS, SIMPLIFIED].map(digest);
        assert_eq!(
            digests,
            ["7166218c093ee410", "025d64eb6802b1f6", "02a1aac057d038b0"]
        );
    }
}
