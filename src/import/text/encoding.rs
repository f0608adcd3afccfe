//! Which encoding the bytes of a text are in, and what they say.
//!
//! In: the bytes of a file. Out: its characters, and a remark where the encoding is a guess or bytes say nothing; or why it
//! is no text. What a mark, UTF-8 or the zero bytes of UTF-16 prove is believed; of GB18030 and Big5 the one is taken in
//! which more characters are common ones. Never passes on a reading with errors without saying so.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Place, Remark, RemarkKind};

/// Bytes of a text.
const MAX_BYTES: usize = 16 << 20;
/// Bytes that are looked at to find the encoding.
const MAX_LOOKED_AT: usize = 256 << 10;
/// Of a thousand characters, those that may be damaged in what still counts as a text in an encoding.
const MAX_DAMAGED: usize = 10;
/// Of a thousand characters, those that no text has: more of them, and it is no text.
const MAX_CONTROLS: usize = 5;
/// Of a hundred characters, those that are plausible in what is taken for UTF-16 without a mark.
const MIN_PLAUSIBLE: usize = 90;
/// Hundredths by which the common characters of one reading must be more than those of the other, to be believed alone.
const CLEAR: usize = 10;
/// Of a hundred characters of two bytes, the common ones that a Chinese text has.
const MIN_COMMON: usize = 55;
/// Characters of UTF-8 beyond ASCII by which a damaged text is known to be in it.
const ENOUGH: usize = 4;

/// A text that was decoded.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    /// What it says, without a mark.
    pub text: String,
    /// Where it is a guess, or damaged.
    pub remarks: Vec<Remark>,
}

/// Decodes the bytes of a text.
///
/// # Errors
///
/// If they are no text, fit no encoding, or are too many.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let (encoding, is_guess, rest) = found(bytes).ok_or_else(no_text)?;
    let (text, is_damaged) = encoding.decode_without_bom_handling(rest);
    let text = text.trim_end_matches('\u{1a}').to_owned();
    let count = text.chars().count();
    let controls = text.chars().filter(|c| is_control(*c)).count();
    if controls * 1000 > count * MAX_CONTROLS {
        return Err(no_text());
    }
    let mut remarks = Vec::new();
    if is_guess {
        remarks.push(guessed(encoding));
    }
    if is_damaged {
        remarks.push(damaged(&text, encoding));
    }
    Ok(Decoded { text, remarks })
}

/// The encoding, whether it is a guess, and the bytes without a mark.
fn found(bytes: &[u8]) -> Option<(&'static Encoding, bool, &[u8])> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Some((encoding, false, bytes.get(length..)?));
    }
    let head = bytes.get(..MAX_LOOKED_AT).unwrap_or(bytes);
    if bytes.contains(&0) {
        return Some((wide(head)?, false, bytes));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some((UTF_8, false, bytes));
    }
    let (encoding, is_guess) = narrow(bytes, head)?;
    Some((encoding, is_guess, bytes))
}

/// UTF-16 without a mark: every line end has a zero byte, and all but a few characters are such as texts have.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.get(..head.len() - head.len() % 2)?;
    let plausible = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(head);
        let count = text.chars().count().max(1);
        text.chars().filter(|c| is_plausible(*c)).count() * 100 / count
    };
    let (little, big) = (plausible(UTF_16LE), plausible(UTF_16BE));
    let best = if little >= big { UTF_16LE } else { UTF_16BE };
    (little.max(big) >= MIN_PLAUSIBLE && little.abs_diff(big) >= CLEAR).then_some(best)
}

/// An encoding of one byte or two, by what its characters would be; and whether it is a guess.
pub(crate) fn narrow(bytes: &[u8], head: &[u8]) -> Option<(&'static Encoding, bool)> {
    if nearly_fits(bytes, UTF_8) {
        return Some((UTF_8, false));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    let fits = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(bytes).1;
    let mainland = common(head, 0xa1..=0xa9, 0xb0..=0xd7, 0xa1..=0xfe);
    let taiwan = common(head, 0xa1..=0xa3, 0xa4..=0xc6, 0x40..=0xfe);
    let chinese = [(GB18030, mainland), (BIG5, taiwan)];
    let likely = chinese
        .into_iter()
        .filter(|(_, common)| *common >= MIN_COMMON);
    let likely: Vec<_> = likely.map(|(encoding, _)| encoding).collect();
    let whole: Vec<_> = likely
        .iter()
        .copied()
        .filter(|encoding| fits(encoding))
        .collect();
    let by_words = if mainland >= taiwan { GB18030 } else { BIG5 };
    match whole[..] {
        [one] => Some((one, false)),
        [_, _] if mainland.abs_diff(taiwan) >= CLEAR || by_words == guess => {
            Some((by_words, false))
        }
        [_, _] => Some((if guess == BIG5 { BIG5 } else { GB18030 }, true)),
        _ => {
            let damaged = likely
                .into_iter()
                .find(|encoding| nearly_fits(bytes, encoding));
            match damaged {
                Some(damaged) => Some((damaged, false)),
                None => fits(guess).then_some((guess, true)),
            }
        }
    }
}

/// Of a hundred characters of two bytes beyond the marks, those in the part of the table where the common ones are.
fn common(
    bytes: &[u8],
    marks: std::ops::RangeInclusive<u8>,
    leads: std::ops::RangeInclusive<u8>,
    trails: std::ops::RangeInclusive<u8>,
) -> usize {
    let (mut all, mut among) = (0_usize, 0_usize);
    let mut bytes = bytes.iter();
    while let Some(lead) = bytes.next() {
        if *lead < 0x81 {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        if marks.contains(lead) {
            continue;
        }
        all += 1;
        among += usize::from(leads.contains(lead) && trails.contains(trail));
    }
    among * 100 / all.max(1)
}

/// Whether so few bytes do not fit that the text is in the encoding and damaged.
fn nearly_fits(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let count = text.chars().count();
    let damaged = text.chars().filter(|c| *c == '\u{fffd}').count();
    let han = text.chars().filter(|c| is_han(*c)).take(ENOUGH).count();
    han == ENOUGH && damaged * 1000 <= count * MAX_DAMAGED
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether Chinese or Western texts have such a character.
fn is_plausible(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | '\u{c}' | ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{203f}' | '\u{2100}'..='\u{27bf}'
        | '\u{3000}'..='\u{30ff}' | '\u{3200}'..='\u{33ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

/// How editors' programs call an encoding.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

fn guessed(encoding: &'static Encoding) -> Remark {
    let name = name(encoding);
    let what = Text::new(
        format!("文件没有标明编码，按 {name} 读取；如有乱码，请用文本编辑器另存为 UTF-8 后再导入"),
        format!(
            "the file does not tell its encoding and was read as {name}; if characters are wrong, save it as UTF-8 with a text editor and import it again"
        ),
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "");
    remark.is_draft = true;
    remark
}

fn damaged(text: &str, encoding: &'static Encoding) -> Remark {
    let name = name(encoding);
    let is_damaged = |line: &&str| line.contains('\u{fffd}');
    let (at, line) = text
        .lines()
        .zip(1..)
        .find(|(line, _)| is_damaged(line))
        .map_or((1, ""), |(line, number)| (number, line));
    let lines = text.lines().filter(is_damaged).count();
    let what = Text::new(
        format!("有 {lines} 行含有 {name} 编码无法识别的字节，已显示为“\u{fffd}”，请对照原件补正"),
        format!(
            "{lines} lines have bytes that are nothing in {name}, shown as “\u{fffd}”: mend them by the original"
        ),
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Line(at), line.trim());
    remark.is_draft = true;
    remark
}

fn no_text() -> Refusal {
    Refusal(Text::new(
        "这个文件不是文本，或编码无法判断；请用文本编辑器打开，确认文字无误后另存为 UTF-8",
        "the file is no text, or its encoding cannot be told; open it with a text editor, see that it is right, and save it as UTF-8",
    ))
}

fn too_large() -> Refusal {
    let most = MAX_BYTES >> 20;
    Refusal(Text::new(
        format!("文本超过 {most} MB；请分成几份"),
        format!("the text is larger than {most} MB; divide it"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "示例县文化馆工作报告\r\n\r\n全年举办展览三十场，观众二万人次。\r\n";
    const TRADITIONAL: &str = "範例縣文化館工作報告\r\n\r\n全年舉辦展覽三十場，觀眾二萬人次。\r\n";

    fn wide_bytes(text: &str, is_little: bool) -> Vec<u8> {
        let bytes = |unit: u16| match is_little {
            true => unit.to_le_bytes(),
            false => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn texts_are_read_in_the_encoding_that_they_are_in() {
        let encoded =
            |text: &str, encoding: &'static Encoding| encoding.encode(text).0.into_owned();
        let rare = "将㙍头乡更名为𬇙水镇，费用五€。".repeat(3);
        let cases = [
            (SIMPLIFIED, SIMPLIFIED.as_bytes().to_vec()),
            (SIMPLIFIED, encoded(SIMPLIFIED, GB18030)),
            (TRADITIONAL, encoded(TRADITIONAL, BIG5)),
            (TRADITIONAL, encoded(TRADITIONAL, GB18030)),
            (&rare, encoded(&rare, GB18030)),
            (SIMPLIFIED, wide_bytes(SIMPLIFIED, true)),
            (SIMPLIFIED, wide_bytes(SIMPLIFIED, false)),
            (TRADITIONAL, wide_bytes(TRADITIONAL, true)),
            (
                SIMPLIFIED,
                [&b"\xff\xfe"[..], &wide_bytes(SIMPLIFIED, true)].concat(),
            ),
            (
                SIMPLIFIED,
                [&b"\xef\xbb\xbf"[..], SIMPLIFIED.as_bytes()].concat(),
            ),
            ("plain", b"plain\x1a".to_vec()),
            ("", Vec::new()),
        ];
        for (text, bytes) in cases {
            let read = decoded(&bytes).expect("a text");
            assert_eq!(
                (read.text.as_str(), read.remarks.len()),
                (text, 0),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            &b"\x00\x01\x02\x03"[..],
            b"PK\x03\x04\x00\x00\xff\xff",
            b"a\x00\x00\x00b\x00\x00\x00",
        ] {
            assert!(decoded(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn damage_is_shown_and_said() {
        let long = SIMPLIFIED.repeat(20);
        let bytes = [long.as_bytes(), b"\xe7\x94 end\n"].concat();
        let read = decoded(&bytes).expect("a text");
        assert!(read.text.contains('\u{fffd}'));
        assert_eq!(read.remarks.len(), 1);
        assert!(read.remarks.iter().all(|remark| remark.is_draft));
    }
}
