//! From a name of the content tree to a segment of a URL: the address of every report is made here.
//!
//! In goes a name in any script, out comes a text of `[a-z0-9-]`, or why there is none. Han become what they are
//! read as, Latin letters lose case, width and marks, figures of any width are figures, all that is no letter or
//! figure is a hyphen. A letter that cannot be written so is never left out.
//!
//! **What is published does not move**: what is made of a name here stays as it is.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::character::is_invisible;
use crate::name::{self, reading};
use crate::route::{MAX_SEGMENT, is_segment};

/// Bytes of the digest of a name that is too long.
const DIGEST_BYTES: usize = 4;

/// Why no address can be made of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It has neither letters nor figures, or means something else to a system.
    Nothing,
    /// A letter that has no reading.
    Letter(char),
}

/// One segment of a URL from one name in the content tree. What is too long is cut, with a digest of the name
/// at its end.
///
/// # Errors
///
/// If the name has a letter that cannot be written, or none at all.
pub(crate) fn slug(name: &str) -> Result<String, Unreadable> {
    let mut slug = String::new();
    let mut han = String::new();
    // Width, rings and the like are taken away, and letters apart from their marks.
    for c in name.nfkd() {
        if c.is_ascii_alphanumeric() {
            read(&mut han, &mut slug);
            slug.push(c.to_ascii_lowercase());
        } else if reading::of_character(c).is_some() {
            han.push(c);
        } else if is_combining_mark(c) || is_invisible(c) {
            continue;
        } else if let Some(letters) = latin(c) {
            read(&mut han, &mut slug);
            slug.push_str(letters);
        } else if c.is_alphanumeric() || is_private(c) {
            return Err(Unreadable::Letter(c));
        } else {
            read(&mut han, &mut slug);
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    read(&mut han, &mut slug);
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.len() > MAX_SEGMENT {
        slug = with_digest(&slug, &name::composed(name));
    }
    match is_segment(&slug) {
        true => Ok(slug),
        false => Err(Unreadable::Nothing),
    }
}

/// A slug with a digest of the name that it is not enough for, cut so that it fits.
pub(crate) fn with_digest(slug: &str, name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let digits = base16ct::lower::encode_string(&digest[..DIGEST_BYTES]);
    let end = (MAX_SEGMENT - digits.len() - 1).min(slug.len());
    let kept = slug.get(..end).unwrap_or_default().trim_end_matches('-');
    format!("{kept}-{digits}")
}

/// Moves a run of Han to the slug as it is read.
fn read(han: &mut String, slug: &mut String) {
    if !han.is_empty() {
        slug.extend(reading::of_run(han));
        han.clear();
    }
}

/// Whether it is a character that only some know: it may be the name of somebody.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' | '\u{FFFD}')
}

/// Latin letters that are no others with marks, as their languages write them without them.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "ng",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, slug};

    #[test]
    fn addresses_are_what_names_are_read_as() {
        for (name, address) in [
            ("2021", "2021"),
            ("２０２１年报告", "2021nianbaogao"),
            ("２０２２年报告", "2022nianbaogao"),
            ("第①号", "di1hao"),
            ("Ⅲ期", "iiiqi"),
            ("⑫", "12"),
            ("㈠", "yi"),
            ("Ürümqi报告", "urumqibaogao"),
            ("caf\u{e9}", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("𠮷水县", "jishuixian"),
            ("⽂件", "wenjian"),
            ("重庆年报", "chongqingnianbao"),
            ("长沙年报", "changshanianbao"),
            ("陕西", "shaanxi"),
            ("山西", "shanxi"),
            ("吕梁", "lvliang"),
            ("银行（2021）监管", "yinhang-2021-jianguan"),
            ("People's", "people-s"),
            ("A+B", "a-b"),
            ("报\u{200b}告", "baogao"),
            ("二〇二一", "erlingeryi"),
            ("-年-", "nian"),
        ] {
            assert_eq!(slug(name).as_deref(), Ok(address), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_written_is_said_and_never_left_out() {
        for (name, why) in [
            ("Ж报告", Unreadable::Letter('Ж')),
            ("ひらがな", Unreadable::Letter('ひ')),
            ("𱁬面", Unreadable::Letter('𱁬')),
            ("張\u{e815}", Unreadable::Letter('\u{e815}')),
            ("！？", Unreadable::Nothing),
            ("", Unreadable::Nothing),
            ("CON", Unreadable::Nothing),
        ] {
            assert_eq!(slug(name), Err(why), "{name}");
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "关于进一步做好政府信息公开工作的".repeat(8);
        let (one, other) = (slug(&format!("{long}通知")), slug(&format!("{long}意见")));
        let one = one.expect("it is cut");
        assert!(
            one.len() <= 120 && one.starts_with("guanyujinyibu"),
            "{one}"
        );
        assert_ne!(Ok(one), other);
    }
}
