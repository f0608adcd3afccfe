//! A report as an entry of BibTeX, for LaTeX and reference managers.
//!
//! In: the facts of a report. Out: one `@techreport` in UTF-8 whose braces balance, whatever stands in a
//! title: BibTeX counts braces even behind a backslash. `date` and `urldate` are what biblatex and the
//! styles for GB/T 7714 read, `year` and `month` what classic styles do. Never wraps a line.

use crate::date::PartialDate;
use crate::render::citation::{Facts, Pieces, Slot};
use crate::render::language::is_han;

/// Macros of the months, which every style knows.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// One entry.
pub(super) fn write(facts: &Facts) -> Pieces {
    let mut pieces = Pieces::default();
    pieces.text(&format!("@techreport{{{},\n", key(&facts.id)));
    // In braces of its own a body's name is no person's.
    let names = facts.agencies.iter();
    let names: Vec<String> = names.map(|name| format!("{{{}}}", escape(name))).collect();
    let agencies = names.join(" and ");
    let date = facts.date();
    let fields = [
        ("author", Some(agencies.clone())),
        ("title", Some(name(&facts.title))),
        ("institution", Some(agencies)),
        // In the place of "Technical report".
        ("type", facts.kind.as_deref().map(name)),
        ("number", facts.number.as_deref().map(name)),
        ("year", date.map(|date| format!("{:04}", date.year))),
        ("date", date.map(|date| date.to_string())),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            pieces.text(&format!("  {field} = {{{value}}},\n"));
        }
    }
    if let Some(month) = date.and_then(month) {
        pieces.text(&format!("  month = {month},\n"));
    }
    pieces.slot(Slot::Part, "  note = {{", None, "}},\n");
    // A link between braces is taken as it is, so it may have none itself.
    let braceless = |url: &String| url.replace('{', "%7B").replace('}', "%7D");
    let url = facts.url.as_ref().map(braceless);
    pieces.slot(Slot::Address, "  url = {", url.as_deref(), "},\n");
    pieces.slot(Slot::Accessed, "  urldate = {", None, "},\n");
    pieces.text("}\n");
    pieces
}

fn month(date: PartialDate) -> Option<&'static str> {
    let number = usize::try_from(date.month?).ok()?;
    MONTHS.get(number.checked_sub(1)?).copied()
}

/// The key: the report's id, which no other report of the archive has. `/` is `:` in keys.
fn key(id: &str) -> String {
    id.replace('/', ":")
}

/// A name or title. In Han it has braces of its own, so that no style changes letters between the Han.
fn name(text: &str) -> String {
    let escaped = escape(text);
    if text.contains(is_han) {
        format!("{{{escaped}}}")
    } else {
        escaped
    }
}

/// Text as LaTeX sets it: every character that means something there is written as what sets it.
/// The script for copying parts has the same table.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}
