//! The fields of a YAML mapping by name and type: what front matter, `_index.md` and archive.yaml share.
//!
//! In go a [`Node`] and a table of names, out come the values that were asked for and a fault for each
//! that is unknown, given twice or of another type. What a field means is decided elsewhere.

use std::ops::Range;

use crate::date::{DateError, PartialDate};
use crate::diagnostic::{Fault, Text};
use crate::yaml::{self, Key, Node, Reading, Value};

mod faults;
mod shape;

use faults::{
    comment, date_fault, full_width_colon, line_break, not_filled_in, too_many_aliases, two_names,
    unknown_key,
};
pub use faults::{did_you_mean, missing, not_fields, out_of_order, wrong_type};
pub use shape::{LINES, Shape};

/// Unknown keys of one mapping for which the nearest known one is looked for.
const MAX_SUGGESTIONS: usize = 100;
/// Bytes of a word that may be a slip for another: comparing costs the product of their lengths.
const MAX_MISSPELT: usize = 200;

/// The ways to write yes.
pub const YES: [&str; 3] = ["true", "yes", "是"];
/// The ways to write no.
pub const NO: [&str; 3] = ["false", "no", "否"];

/// Old URLs of one page, at most.
const MAX_ALIASES: usize = 100;

/// A key of gongbao's own and its other names.
pub struct FieldName {
    /// The English name, which messages use.
    pub name: &'static str,
    /// Chinese names that mean the same field.
    pub chinese: &'static [&'static str],
    /// What it may hold.
    pub shape: Shape,
    /// What it is for, in Chinese and English.
    pub about: [&'static str; 2],
    /// Whether it must stand where its mapping stands.
    pub is_required: bool,
}

impl FieldName {
    fn is(&self, text: &str) -> bool {
        self.name == text || self.chinese.contains(&text)
    }

    /// Every name, the English one first.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.chinese.iter().copied())
    }
}

/// Shorthand for a table of field names.
pub const fn field(name: &'static str, chinese: &'static [&'static str]) -> FieldName {
    FieldName {
        name,
        chinese,
        shape: Shape::Unsaid,
        about: ["", ""],
        is_required: false,
    }
}

/// The entries of a mapping by the fields that may stand in it.
pub struct Fields<'n> {
    found: Vec<(&'static str, &'n Key, &'n Node)>,
    /// Names of fields that unknown keys seem to mean.
    misspelt: Vec<&'static str>,
    /// Where the mapping begins.
    start: usize,
}

/// Reads the fields that stand as YAML at `yaml` in `text`; all spans count bytes of `text`. Faults: those of
/// [`yaml::parse`], `full-width-colon`, and `wrong-type` of a root that is no mapping and then is empty.
///
/// A full-width colon after a known key is reported and read as the half-width one that was meant. The root
/// spans all of `yaml`: at its beginning is what is missing.
pub fn read(
    text: &str,
    yaml: Range<usize>,
    names: &'static [FieldName],
    faults: &mut Vec<Fault>,
) -> Reading {
    let mut mended = None;
    let mut start = yaml.start;
    for line in text[yaml.clone()].split_inclusive('\n') {
        if let Some(colon) = full_width_colon_after(line, names) {
            let colon = start + colon..start + colon + WIDE_COLON.len_utf8();
            faults.push(full_width_colon(colon.clone()));
            // As many bytes, so that every place stays what it is.
            mended
                .get_or_insert_with(|| text.to_owned())
                .replace_range(colon, ":  ");
        }
        start += line.len();
    }
    let mut reading = yaml::parse(mended.as_deref().unwrap_or(text), yaml.clone(), faults);
    if !matches!(reading.root.value, Value::Map(_) | Value::Empty) {
        faults.push(not_fields(&reading.root, names));
        reading.root.value = Value::Empty;
        reading.is_whole = false;
    }
    reading.root.span = yaml;
    reading
}

/// [`read`] where texts are written by people who know papers rather than YAML. Warning:
/// `yaml-comment`, since all that follows a blank and a `#` is lost from a value.
pub fn read_head(
    text: &str,
    yaml: Range<usize>,
    names: &'static [FieldName],
    faults: &mut Vec<Fault>,
) -> Reading {
    let reading = read(text, yaml, names, faults);
    faults.extend(reading.comments.iter().cloned().map(comment));
    reading
}

/// The colon of Chinese text.
const WIDE_COLON: char = '：';

/// Where `text` begins with one of the names and a full-width colon, the bytes before the colon.
fn full_width_colon_after(text: &str, names: &[FieldName]) -> Option<usize> {
    let (key, _) = text.split_once(WIDE_COLON)?;
    names
        .iter()
        .any(|f| f.is(key.trim_end()))
        .then_some(key.len())
}

impl<'n> Fields<'n> {
    /// Sorts the entries of `node` by `names`. Faults: `wrong-type` where it is no mapping,
    /// `unknown-key` with the nearest name, `two-names` where one field is given under two names.
    ///
    /// An empty value counts as absent.
    pub fn of(node: &'n Node, names: &'static [FieldName], faults: &mut Vec<Fault>) -> Self {
        let mut fields = Fields {
            found: Vec::new(),
            misspelt: Vec::new(),
            start: node.span.start,
        };
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Empty => return fields,
            Value::Scalar(text) if full_width_colon_after(text, names).is_some() => {
                let colon = full_width_colon_after(text, names).unwrap_or(0) + node.span.start;
                faults.push(full_width_colon(colon..colon + WIDE_COLON.len_utf8()));
                return fields;
            }
            _ => {
                faults.push(not_fields(node, names));
                return fields;
            }
        };
        let mut unknown = 0;
        for (key, value) in entries {
            let text = key.text.trim();
            match names.iter().find(|f| f.is(text)) {
                None => {
                    unknown += 1;
                    let all = names.iter().flat_map(FieldName::all);
                    let near = (unknown <= MAX_SUGGESTIONS)
                        .then(|| nearest(&key.text, all))
                        .flatten();
                    let meant = names.iter().find(|f| near.is_some_and(|near| f.is(near)));
                    fields.misspelt.extend(meant.map(|f| f.name));
                    faults.push(unknown_key(key, names, near));
                }
                Some(f) => {
                    if let Some((_, other, _)) = fields.found.iter().find(|(n, _, _)| *n == f.name)
                    {
                        faults.push(two_names(key, other, f.name));
                    } else {
                        fields.found.push((f.name, key, value));
                    }
                }
            }
        }
        fields
    }

    /// Whether the field is absent or empty, and no unknown key seems to mean it.
    pub fn lacks(&self, name: &str) -> bool {
        self.get(name).is_none() && !self.misspelt.contains(&name)
    }

    /// The fault of a field that [`Fields::lacks`]: at its key where that stands there with nothing
    /// behind it, else where the mapping begins.
    pub fn missing(&self, name: &str, chinese: &str) -> Fault {
        match self.found.iter().find(|(n, _, _)| *n == name) {
            Some((_, key, _)) => not_filled_in(key),
            None => missing(name, chinese, self.start..self.start),
        }
    }

    /// Whether an unknown key seems to mean this field.
    pub fn misspells(&self, name: &str) -> bool {
        self.misspelt.contains(&name)
    }

    /// The value of the field, unless it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// Key and value of the field, unless it is absent or empty.
    pub fn entry(&self, name: &str) -> Option<(&'n Key, &'n Node)> {
        let (_, key, node) = self.found.iter().find(|(n, _, _)| *n == name)?;
        (node.value != Value::Empty).then_some((*key, *node))
    }

    /// The scalar of the field, of any number of lines, trimmed.
    pub fn prose(&self, name: &str, faults: &mut Vec<Fault>) -> Option<String> {
        Some(prose(self.get(name)?, faults)?.value)
    }

    /// The scalar of the field, one line, trimmed.
    pub fn text(&self, name: &str, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
        text(self.get(name)?, faults)
    }

    /// The scalars of the field; a single one is a list of one.
    pub fn texts(&self, name: &str, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        items(self.get(name))
            .iter()
            .filter_map(|node| text(node, faults))
            .collect()
    }

    /// Old URLs. Fault: `too-many-aliases`, each being a page.
    pub fn aliases(&self, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        let mut aliases = self.texts("aliases", faults);
        if let Some(first) = aliases.get(MAX_ALIASES) {
            faults.push(too_many_aliases(first.span.clone()));
            aliases.truncate(MAX_ALIASES);
        }
        aliases
    }

    /// Two dates of which the second may not come before the first. Fault: `dates-out-of-order`.
    pub fn dates_in_order(
        &self,
        (from, to): (&str, &str),
        faults: &mut Vec<Fault>,
    ) -> (Option<PartialDate>, Option<PartialDate>) {
        let dates = (date(self.get(from), faults), date(self.get(to), faults));
        if let ((Some(first), Some(last)), Some(node)) = (dates, self.get(to))
            && first.first_day() > last.last_day()
        {
            faults.push(out_of_order(node.span.clone(), from, to));
        }
        dates
    }

    /// The field as yes or no.
    pub fn boolean(&self, name: &str, faults: &mut Vec<Fault>) -> bool {
        let Some(node) = self.get(name) else {
            return false;
        };
        match &node.value {
            Value::Scalar(s) if YES.contains(&s.as_str()) => true,
            Value::Scalar(s) if NO.contains(&s.as_str()) => false,
            _ => {
                faults.push(wrong_type(node, " true 或 false", "true or false"));
                false
            }
        }
    }
}

/// A value with the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

/// The items of a list; a single value is a list of one, and an empty item is none.
pub fn items(node: Option<&Node>) -> Vec<&Node> {
    match node {
        None => Vec::new(),
        Some(Node {
            value: Value::List(items),
            ..
        }) => items.iter().filter(|n| n.value != Value::Empty).collect(),
        Some(node) if node.value == Value::Empty => Vec::new(),
        Some(node) => vec![node],
    }
}

/// A scalar of one line as text, trimmed. Faults: `wrong-type`, `line-break`.
pub fn text(node: &Node, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
    let text = prose(node, faults)?;
    if text.value.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        faults.push(line_break(text.span));
        return None;
    }
    Some(text)
}

/// A scalar of any number of lines as text, trimmed. Fault: `wrong-type`.
pub fn prose(node: &Node, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
    match &node.value {
        Value::Scalar(s) => Some(Spanned {
            value: s.trim().to_owned(),
            span: node.span.clone(),
        }),
        Value::Empty => None,
        _ => {
            faults.push(wrong_type(node, "单个值", "a single value"));
            None
        }
    }
}

/// The candidate most like `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_MISSPELT {
        return None;
    }
    candidates
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}

impl Default for Spanned<String> {
    fn default() -> Self {
        Spanned {
            value: String::new(),
            span: 0..0,
        }
    }
}

/// A scalar by a reader of its own; `forms` says how it is to be written.
pub fn read_scalar<T>(
    node: &Node,
    faults: &mut Vec<Fault>,
    read: impl Fn(&str) -> Result<T, DateError>,
    forms: Text,
) -> Option<T> {
    let text = text(node, faults)?;
    match read(&text.value) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(date_fault(node, &text.value, error, forms));
            None
        }
    }
}

fn date_forms() -> Text {
    Text::new(
        "写作 2018-01-11、2018-01、2018 或 2018年1月11日。",
        "Write 2018-01-11, 2018-01 or 2018.",
    )
}

/// A date, maybe partial. Faults: `wrong-type`, `impossible-date`.
pub fn date(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<PartialDate> {
    read_scalar(node?, faults, PartialDate::parse, date_forms())
}

/// Whether it begins with http:// or https:// and holds no blank or control character.
pub fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A web address. Fault: `wrong-type`.
pub fn web_address(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    let url = text(node?, faults)?;
    if is_web_address(&url.value) {
        return Some(url.value);
    }
    faults.push(Fault::error(
        "wrong-type",
        url.span,
        Text::new(
            format!("“{}”不是网址", url.value),
            format!("`{}` is not a web address", url.value),
        ),
        Text::new(
            "写以 http:// 或 https:// 开头的完整网址。",
            "Write a whole address that begins with http:// or https://.",
        ),
    ));
    None
}

/// A BCP 47 tag in its usual case: `zh`, `zh-Hans-CN` (RFC 5646, section 2.1.1). Fault: `wrong-type`.
pub fn language(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    let node = node?;
    let text = text(node, faults)?.value;
    let subtag =
        |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
    let primary = text.split('-').next().unwrap_or("");
    let is_language =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    if is_language && text.split('-').all(subtag) {
        Some(in_usual_case(&text))
    } else {
        faults.push(wrong_type(
            node,
            "语言代码，如 zh-Hans 或 en",
            "a language tag such as zh-Hans or en",
        ));
        None
    }
}

/// Language and what follows a singleton in lower case, a script with a capital, a region in capitals.
fn in_usual_case(tag: &str) -> String {
    let mut subtags: Vec<String> = Vec::new();
    let mut after_singleton = false;
    for subtag in tag.split('-') {
        let mut subtag = subtag.to_ascii_lowercase();
        if !subtags.is_empty() && !after_singleton {
            match subtag.len() {
                2 => subtag.make_ascii_uppercase(),
                4 => {
                    if let Some(first) = subtag.get_mut(..1) {
                        first.make_ascii_uppercase();
                    }
                }
                _ => {}
            }
        }
        after_singleton |= subtag.len() == 1;
        subtags.push(subtag);
    }
    subtags.join("-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn language_tags_are_written_as_usual() {
        for (written, usual) in [
            ("ZH", "zh"),
            ("zh-hans", "zh-Hans"),
            ("ZH-HANT-hk", "zh-Hant-HK"),
            ("en-us-X-GB", "en-US-x-gb"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(super::in_usual_case(written), usual);
        }
    }
}
