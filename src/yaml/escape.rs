//! A backslash between double quotation marks, where YAML takes it for the beginning of an escape: `"\d"` in a pattern.
//!
//! In: the text and where a value begins. Out: the fault of the first escape that YAML does not have, with the value as
//! it should be written. Whether YAML could be read is not decided here.

use crate::diagnostic::{Fault, Text};

/// What may stand behind a backslash; what `x`, `u` and `U` begin is counted in [`digits`].
const KNOWN: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";
/// Bytes of a value that are looked through.
const READ_MAX: usize = 4_000;
/// Characters of a value that a hint repeats, at most.
const SHOWN_MAX: usize = 120;

/// The fault of a value in double quotation marks that begins at `at`, if it has such an escape.
pub(super) fn fault(text: &str, at: usize) -> Option<Fault> {
    let written = text.get(at..)?.strip_prefix('"')?;
    let written = &written[..written.floor_char_boundary(READ_MAX)];
    let place = unknown(written)?;
    let start = at + 1 + place;
    let behind = written.get(place + 1..)?.chars().next();
    let escape = format!("\\{}", behind.unwrap_or_default());
    let hint = match single(written) {
        Some(value) => Text::new(
            format!("改用单引号，其中的反斜线照原样保留：{value}"),
            format!("Use single quotes, in which a backslash is itself: {value}"),
        ),
        None => in_single_quotes(),
    };
    Some(Fault::error(
        "broken-yaml",
        start..start + escape.len(),
        Text::new(
            format!("双引号内的反斜线表示转义，而 YAML 没有“{escape}”这种转义"),
            format!("in double quotes a backslash begins an escape, and YAML has no `{escape}`"),
        ),
        hint,
    ))
}

/// What to do where a backslash was meant.
pub(super) fn in_single_quotes() -> Text {
    Text::new(
        r"双引号内的反斜线表示转义：删去这个转义；要写反斜线本身的，整个值改用单引号，如 '(\d+)件'。",
        r"In double quotes a backslash begins an escape: delete it; where a backslash is meant itself, use single quotes, such as '(\d+) cases'.",
    )
}

/// The first escape that YAML does not have, before the value is closed.
fn unknown(written: &str) -> Option<usize> {
    let mut characters = written.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => return None,
            '\\' => {
                let (at, behind) = characters.next()?;
                let code = written.get(at + behind.len_utf8()..)?;
                let code = code.bytes().take(digits(behind));
                let hexadecimal = code.filter(u8::is_ascii_hexdigit).count();
                if !KNOWN.contains(behind) || hexadecimal < digits(behind) {
                    return Some(place);
                }
            }
            _ => {}
        }
    }
    None
}

/// How many hexadecimal digits an escape wants.
fn digits(behind: char) -> usize {
    match behind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    }
}

/// The value between single quotation marks, where it ends on its line and is short enough to be shown.
fn single(written: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = written.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\n' => return None,
            '\\' => match characters.next()? {
                mark @ ('"' | '\\') => value.push(mark),
                behind => value.extend(['\\', behind]),
            },
            '\'' => value.push_str("''"),
            character => value.push(character),
        }
    }
    (value.chars().count() <= SHOWN_MAX).then(|| format!("'{value}'"))
}

#[cfg(test)]
mod tests {
    use crate::yaml;

    #[test]
    fn an_escape_that_yaml_has_not_is_told_with_single_quotes() {
        for (document, escape, hint) in [
            (r#"正文: "受理(\d+)件""#, r"\d", r"'受理(\d+)件'"),
            (r#"- "受理\s*(\d+)件""#, r"\s", r"'受理\s*(\d+)件'"),
            (r#"正文: ['甲', "受理\.(\d+)"]"#, r"\.", r"'受理\.(\d+)'"),
            (r#"{正文: "\w'(\d)"}"#, r"\w", r"'\w''(\d)'"),
            (
                "甲: 乙\n正文: \"\\\"受\\\"(\\d+)\"\n丙: 丁\n",
                r"\d",
                r#"'"受"(\d+)'"#,
            ),
            ("正文: \"受理\n  (\\d+)件\"", r"\d", "'(\\d+)件'。"),
            (r#"正文: "\x4""#, r"\x", r"'\x4'"),
            (r#"路径: "C:\报告""#, r"\报", r"'C:\报告'"),
        ] {
            let mut faults = Vec::new();
            yaml::parse(document, 0..document.len(), &mut faults);
            let [fault] = faults.as_slice() else {
                panic!("{document}: {faults:?}");
            };
            assert_eq!(&document[fault.span.clone()], escape, "{document}");
            assert!(fault.message.chinese.contains(escape), "{document}");
            assert!(
                fault.hint.chinese.ends_with(hint),
                "{document}: {}",
                fault.hint.chinese
            );
        }
    }

    #[test]
    fn an_escape_that_makes_a_control_character_is_told_as_one() {
        let document = r#"正文: "受理\b(\S+)""#.replace(r"\S", "S");
        let mut faults = Vec::new();
        yaml::parse(&document, 0..document.len(), &mut faults);
        let [fault] = faults.as_slice() else {
            panic!("{faults:?}");
        };
        assert_eq!(fault.code, "control-character");
        assert!(
            fault.hint.chinese.contains("单引号"),
            "{}",
            fault.hint.chinese
        );
    }

    #[test]
    fn what_yaml_has_is_none() {
        let document = "甲: \"\\n\\t\\\\ \\u4e00\\x41\\\"\"\n乙: '\\d'\n";
        let mut faults = Vec::new();
        yaml::parse(document, 0..document.len(), &mut faults);
        assert_eq!(faults, []);
    }
}
