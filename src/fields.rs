//! The fields of a YAML mapping by name and type: what front matter, `_index.md` and archive.yaml share.
//!
//! In go a [`Node`] and a table of names, out come the values that were asked for and a fault for each
//! that is unknown, given twice or of another type. What a field means is decided elsewhere.

mod address;
mod colon;
mod faults;
mod script;
mod shape;
mod table;
mod value;

use std::ops::Range;

use crate::date::PartialDate;
use crate::diagnostic::Fault;
use crate::fields::colon::{WIDE_COLON, full_width_colon_after, no_blank_after, without_colon};
use crate::fields::faults::{
    comment, full_width_colon, missing, no_blank, not_filled_in, out_of_order, too_many_aliases,
    too_many_words, two_names, unchecked, unknown_key,
};
use crate::yaml::{self, Key, Node, Reading, Value};

pub(crate) use crate::fields::address::is_web_address;
pub(crate) use crate::fields::faults::{
    FRONT_MATTER, did_you_mean, misses, not_fields, wrong_type,
};
pub(crate) use crate::fields::script::{alike, either_script, narrow, simplified};
pub(crate) use crate::fields::shape::{LINES, Shape};
pub(crate) use crate::fields::table::{Field, field};
pub(crate) use crate::fields::value::{
    Spanned, date, folder_address, items, language, prose, read_scalar, text, web_address,
};

/// Unknown keys of one mapping for which the nearest known one is looked for.
const MAX_SUGGESTIONS: usize = 100;
/// Bytes of a word that may be a slip for another: comparing costs the product of their lengths.
const MAX_MISSPELT: usize = 200;

/// Fields of a table in which an unknown key is held against what is missing.
const SHORT: usize = 6;

/// The ways to write yes.
pub(crate) const YES: [&str; 3] = ["true", "yes", "是"];
/// The ways to write no.
pub(crate) const NO: [&str; 3] = ["false", "no", "否"];

/// How a remark begins with which a new report shows an example, in Chinese and English: it is no part of a value.
pub(crate) const EXAMPLE: [&str; 2] = ["# 如 ", "# such as "];

/// How a remark begins in which an import says, behind what makes a report a draft, what is to be looked at; in Chinese and
/// English.
pub(crate) const LOOK: [&str; 2] = ["# 核对后删去本行：", "# look, then delete this line: "];

/// Old URLs of one page, at most.
const MAX_ALIASES: usize = 100;
/// Words of a list that a page shows whole, at most.
const MAX_WORDS: usize = 100;

/// The entries of a mapping by the fields that may stand in it.
pub(crate) struct Fields<'n> {
    table: &'static [Field],
    /// Where the mapping is; none where something else stands in its place, which is a fault already.
    span: Option<Range<usize>>,
    found: Vec<(&'static str, &'n Key, &'n Node)>,
    /// Names of fields that unknown keys seem to mean.
    misspelt: Vec<&'static str>,
    /// Where the mapping begins.
    start: usize,
    /// In which language the keys of the mapping are written.
    keys: KeyLanguage,
}

/// In which language the keys of a mapping are written, most of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyLanguage {
    /// There are none: each message names them in its own language.
    None,
    Chinese,
    English,
}

impl KeyLanguage {
    fn of(entries: &[(Key, Node)]) -> Self {
        let english = entries
            .iter()
            .filter(|(key, _)| key.text.is_ascii())
            .count();
        match entries.len() {
            0 => KeyLanguage::None,
            all if english * 2 > all => KeyLanguage::English,
            _ => KeyLanguage::Chinese,
        }
    }
}

/// Reads the fields that stand as YAML at `yaml` in `text`; all spans count bytes of `text`. Faults: those of
/// [`yaml::parse`], `full-width-colon`, and `wrong-type` of a root that is no mapping and then is empty.
///
/// A full-width colon after a known key is reported and read as the half-width one that was meant; a line whose
/// colon lacks its blank is reported and read past, and nothing is said to be missing then. The root spans all of
/// `yaml`: at its beginning is what is missing.
pub(crate) fn read(
    text: &str,
    yaml: Range<usize>,
    table: &'static [Field],
    faults: &mut Vec<Fault>,
) -> Reading {
    let mut mended = None;
    let mut start = yaml.start;
    let mut is_half = false;
    // As many bytes each time, so that every place stays what it is.
    let mut mend = |place: Range<usize>, with: &str| {
        let text = mended.get_or_insert_with(|| text.to_owned());
        text.replace_range(place, with);
    };
    for line in text[yaml.clone()].split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(colon) = full_width_colon_after(line, table) {
            let key = &line[..colon];
            let colon = start + colon..start + colon + WIDE_COLON.len_utf8();
            faults.push(full_width_colon(colon.clone(), key));
            mend(colon, ":  ");
        } else if let Some((key, value)) = no_blank_after(words, table) {
            let place = start..start + words.len();
            faults.push(no_blank(place.clone(), key, value));
            mend(place, &" ".repeat(words.len()));
            is_half = true;
        }
        start += line.len();
    }
    let before = faults.len();
    let mut reading = yaml::parse(mended.as_deref().unwrap_or(text), yaml.clone(), faults);
    if is_half {
        // What stood below such a line may make no sense without it.
        let mut at = 0;
        faults.retain(|fault| {
            at += 1;
            at <= before || fault.code != "broken-yaml"
        });
        reading.is_whole = false;
    }
    if !matches!(reading.root.value, Value::Map(_) | Value::Empty) {
        faults.push(not_fields(&reading.root, table));
        reading.root.value = Value::Empty;
        reading.is_whole = false;
    }
    reading.root.span = yaml;
    reading
}

/// [`read`] where texts are written by people who know papers rather than YAML. Warnings:
/// `yaml-comment`, since all that follows a blank and a `#` is lost from a value, [`EXAMPLE`]s aside; `import-unchecked` for
/// what an import left to be looked at, which stands behind a [`LOOK`].
pub(crate) fn read_head(
    text: &str,
    yaml: Range<usize>,
    table: &'static [Field],
    faults: &mut Vec<Fault>,
) -> Reading {
    let reading = read(text, yaml, table, faults);
    let is_example = |at: &Range<usize>| {
        let words = text.get(at.clone()).unwrap_or_default();
        EXAMPLE.iter().any(|example| words.starts_with(example))
    };
    let looked_for = |at: &Range<usize>| {
        let words = text.get(at.clone()).unwrap_or_default();
        LOOK.iter().find_map(|look| words.strip_prefix(look))
    };
    for at in reading.comments.iter().filter(|at| !is_example(at)) {
        faults.push(match looked_for(at) {
            Some(what) => unchecked(at.clone(), what),
            None => comment(at.clone()),
        });
    }
    reading
}

/// Whether a single value is an entry of a mapping whose colon lacks its blank, where a single value may stand too;
/// then that is reported.
pub(crate) fn is_half_entry(node: &Node, table: &[Field], faults: &mut Vec<Fault>) -> bool {
    let Value::Scalar(text) = &node.value else {
        return false;
    };
    let found = no_blank_after(text, table);
    if let Some((key, value)) = found {
        faults.push(no_blank(node.span.clone(), key, value));
    }
    found.is_some()
}

impl<'n> Fields<'n> {
    /// Sorts the entries of `node` by `table`. Faults: `wrong-type` where it is no mapping,
    /// `unknown-key` with the nearest name, `two-names` where one field is given under two names.
    ///
    /// An empty value counts as absent.
    pub(crate) fn of(node: &'n Node, table: &'static [Field], faults: &mut Vec<Fault>) -> Self {
        let mut fields = Fields {
            table,
            span: None,
            found: Vec::new(),
            misspelt: Vec::new(),
            start: node.span.start,
            keys: KeyLanguage::None,
        };
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Empty => return fields,
            Value::Scalar(text) if full_width_colon_after(text, table).is_some() => {
                let colon = full_width_colon_after(text, table).unwrap_or(0);
                let key = text.get(..colon).unwrap_or("");
                let colon = colon + node.span.start;
                faults.push(full_width_colon(colon..colon + WIDE_COLON.len_utf8(), key));
                return fields;
            }
            Value::Scalar(text) if no_blank_after(text, table).is_some() => {
                let (key, value) = no_blank_after(text, table).unwrap_or_default();
                faults.push(no_blank(node.span.clone(), key, value));
                return fields;
            }
            _ => {
                faults.push(not_fields(node, table));
                return fields;
            }
        };
        fields.span = Some(node.span.clone());
        fields.keys = KeyLanguage::of(entries);
        let (mut unknown, mut unlike) = (0, Vec::new());
        for (key, value) in entries {
            let text = key.text.trim();
            match table.iter().find(|f| f.is(text)) {
                None => {
                    unknown += 1;
                    if let Some((field, meant)) = without_colon(key, value, table) {
                        fields.misspelt.push(field.name);
                        faults.push(unknown_key(key, table, Some(&meant), fields.keys));
                        continue;
                    }
                    let all = table.iter().flat_map(Field::all);
                    let near = (unknown <= MAX_SUGGESTIONS)
                        .then(|| nearest(&simplified(&key.text), all))
                        .flatten();
                    let Some(near) = near else {
                        unlike.push(key);
                        continue;
                    };
                    let meant = table.iter().find(|f| f.is(near));
                    fields.misspelt.extend(meant.map(|f| f.name));
                    faults.push(unknown_key(key, table, Some(near), fields.keys));
                }
                Some(f) => {
                    if let Some((_, other, _)) = fields.found.iter().find(|(n, _, _)| *n == f.name)
                    {
                        faults.push(two_names(key, other, f.named(fields.keys)));
                    } else {
                        fields.found.push((f.name, key, value));
                    }
                }
            }
        }
        // In a short table the only field that is missing is what the only other key means.
        let lacking: Vec<&'static Field> = fields.lacking().collect();
        let meant = match (lacking.as_slice(), unlike.as_slice()) {
            ([field], [_]) if table.len() <= SHORT => Some(*field),
            _ => None,
        };
        fields.misspelt.extend(meant.map(|field| field.name));
        for key in unlike {
            let near = meant.map(|field| field.named(fields.keys)[0]);
            faults.push(unknown_key(key, table, near, fields.keys));
        }
        fields
    }

    /// Whether a field is there with a value that could not be read, which has been told.
    pub(crate) fn is_unreadable<T>(&self, name: &str, read: Option<T>) -> bool {
        read.is_none() && self.get(name).is_some()
    }

    /// Whether the field is absent or empty, and no unknown key seems to mean it.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        self.get(name).is_none() && !self.misspelt.contains(&name)
    }

    /// The required fields of the table that it [`lacks`](Fields::lacks).
    pub(crate) fn lacking(&self) -> impl Iterator<Item = &'static Field> {
        self.table
            .iter()
            .filter(|field| field.is_required && self.lacks(field.name))
    }

    /// The fault of a field that is not there: at its key where that stands there with nothing behind it, else
    /// where the mapping begins. `place` is what lacks it, in Chinese and English.
    pub(crate) fn missing(&self, field: &Field, place: [&str; 2]) -> Fault {
        match self.found.iter().find(|(name, _, _)| *name == field.name) {
            Some((_, key, _)) => not_filled_in(key),
            None => missing(field, place, self.start..self.start, self.keys),
        }
    }

    /// A field's name for a message in Chinese and for one in English: as the file spells it, or would.
    pub(crate) fn called(&self, name: &str) -> [String; 2] {
        let found = self.found.iter().find(|(n, _, _)| *n == name);
        let row = self.table.iter().find(|field| field.name == name);
        match (found, row) {
            (Some((_, key, _)), _) => [key.text.clone(), key.text.clone()],
            (None, Some(row)) => row.named(self.keys).map(str::to_owned),
            (None, None) => [name.to_owned(), name.to_owned()],
        }
    }

    /// The fault of the date `to` before that of `from`, which it must not precede.
    pub(crate) fn out_of_order(&self, from: &str, to: &str) -> Option<Fault> {
        let span = self.get(to)?.span.clone();
        Some(out_of_order(span, &self.called(from), &self.called(to)))
    }

    /// Faults of the required fields that are not in a mapping within front matter: `missing-field`.
    pub(crate) fn require(&self, faults: &mut Vec<Fault>) {
        let Some(span) = &self.span else { return };
        let absent = self
            .table
            .iter()
            .filter(|field| field.is_required && self.lacks(field.name));
        faults.extend(absent.map(|field| missing(field, FRONT_MATTER, span.clone(), self.keys)));
    }

    /// Fault of a mapping within front matter that lacks both fields: `missing-field` of the second.
    pub(crate) fn require_either(&self, first: &str, second: &str, faults: &mut Vec<Fault>) {
        let row = self.table.iter().find(|field| field.name == second);
        if let (Some(span), Some(row)) = (&self.span, row)
            && self.lacks(first)
            && self.lacks(second)
        {
            faults.push(missing(row, FRONT_MATTER, span.clone(), self.keys));
        }
    }

    /// Whether an unknown key seems to mean this field.
    pub(crate) fn misspells(&self, name: &str) -> bool {
        self.misspelt.contains(&name)
    }

    /// The value of the field, unless it is absent or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// Key and value of the field, unless it is absent or empty.
    pub(crate) fn entry(&self, name: &str) -> Option<(&'n Key, &'n Node)> {
        let (_, key, node) = self.found.iter().find(|(n, _, _)| *n == name)?;
        (node.value != Value::Empty).then_some((*key, *node))
    }

    /// The scalar of the field, of any number of lines, trimmed.
    pub(crate) fn prose(&self, name: &str, faults: &mut Vec<Fault>) -> Option<String> {
        Some(prose(self.get(name)?, faults)?.value)
    }

    /// The scalar of the field, one line, trimmed.
    pub(crate) fn text(&self, name: &str, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
        text(self.get(name)?, faults)
    }

    /// The scalars of the field; a single one is a list of one.
    pub(crate) fn texts(&self, name: &str, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        items(self.get(name))
            .iter()
            .filter_map(|node| text(node, faults))
            .collect()
    }

    /// Old URLs. Fault: `too-many-aliases`, each being a page.
    pub(crate) fn aliases(&self, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        let mut aliases = self.texts("aliases", faults);
        if let Some(first) = aliases.get(MAX_ALIASES) {
            faults.push(too_many_aliases(first.span.clone()));
            aliases.truncate(MAX_ALIASES);
        }
        aliases
    }

    /// The scalars of a field of words that a page shows whole. Fault: `too-many-values`.
    pub(crate) fn words(&self, name: &str, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        let mut words = self.texts(name, faults);
        if let Some(first) = words.get(MAX_WORDS) {
            faults.push(too_many_words(first.span.clone()));
            words.truncate(MAX_WORDS);
        }
        words
    }

    /// Two dates of which the second may not come before the first. Fault: `dates-out-of-order`.
    pub(crate) fn dates_in_order(
        &self,
        (from, to): (&str, &str),
        faults: &mut Vec<Fault>,
    ) -> (Option<PartialDate>, Option<PartialDate>) {
        let dates = (date(self.get(from), faults), date(self.get(to), faults));
        if let (Some(first), Some(last)) = dates
            && first.first_day() > last.last_day()
        {
            faults.extend(self.out_of_order(from, to));
        }
        dates
    }

    /// The field as yes or no.
    pub(crate) fn boolean(&self, name: &str, faults: &mut Vec<Fault>) -> bool {
        let Some(node) = self.get(name) else {
            return false;
        };
        match &node.value {
            Value::Scalar(s) if YES.contains(&s.as_str()) => true,
            Value::Scalar(s) if NO.contains(&s.as_str()) => false,
            _ => {
                faults.push(wrong_type(
                    node,
                    "“是”或“否”（true 或 false）",
                    "true or false",
                ));
                false
            }
        }
    }
}

/// The candidate most like `word`, if one is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > MAX_MISSPELT {
        return None;
    }
    candidates
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}
