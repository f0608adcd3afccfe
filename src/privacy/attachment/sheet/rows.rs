//! The rows of a sheet.
//!
//! In: the XML of a sheet, the strings that cells share, and how the workbook lists the sheet. Out: what is found in its
//! cells, a row as a line, and which of them are hidden. Never calculates.

use std::ops::RangeInclusive;

use crate::diagnostic::{Severity, Text};
use crate::import::Refusal;
use crate::import::xml::{Element, Parser, Piece};
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::sheet::Sheet;
use crate::privacy::attachment::sheet::strings::Strings;
use crate::privacy::attachment::words::{Spot, Words, letters};
use crate::privacy::{Kind, identity};

/// Ranges of hidden columns.
const MAX_COLUMNS: usize = 10_000;

/// A sheet as it is read.
struct Reading<'s> {
    place: Text,
    is_hidden: bool,
    is_row_hidden: bool,
    columns: Vec<RangeInclusive<u32>>,
    strings: &'s mut Strings,
    words: Words,
    row: u32,
    column: u32,
}

pub(super) fn read(
    looker: &mut Looker<'_>,
    text: &str,
    part: &str,
    sheet: Option<&Sheet>,
    strings: &mut Strings,
) -> Result<(), Refusal> {
    let name = sheet.map_or(part, |sheet| sheet.name.as_str());
    let is_hidden = sheet.is_some_and(|sheet| sheet.is_hidden);
    let [chinese, english] = match is_hidden {
        true => [
            format!("隐藏的工作表“{name}”"),
            format!("hidden sheet “{name}”"),
        ],
        false => [format!("工作表“{name}”"), format!("sheet “{name}”")],
    };
    let mut reading = Reading {
        place: Text::new(chinese, english),
        is_hidden,
        is_row_hidden: false,
        columns: Vec::new(),
        strings,
        words: Words::default(),
        row: 0,
        column: 0,
    };
    let mut parser = Parser::new(text);
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        match &*element.name {
            "col" => reading.column(&element),
            "row" => reading.row(&element),
            "c" => {
                let cell = parser.rest_of(element)?;
                reading.cell(looker, &cell);
            }
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
            | "firstFooter" => {
                let words = parser.rest_of(element)?.text();
                looker.plain(&reading.place, &words);
            }
            "hyperlink" | "dataValidation" => {
                let said = ["location", "tooltip", "display", "prompt", "promptTitle"];
                for words in said.iter().filter_map(|name| element.attribute(name)) {
                    looker.plain(&reading.place, words);
                }
            }
            _ => {}
        }
    }
    reading.words.look(looker, &reading.place);
    Ok(())
}

impl Reading<'_> {
    fn column(&mut self, element: &Element) {
        let number = |name| element.attribute(name).and_then(|value| value.parse().ok());
        let is_hidden =
            is_on(element.attribute("hidden")) || element.attribute("width") == Some("0");
        if let (true, Some(first), Some(last)) = (is_hidden, number("min"), number("max"))
            && self.columns.len() < MAX_COLUMNS
        {
            self.columns.push(first..=last);
        }
    }

    fn row(&mut self, element: &Element) {
        self.words.part('\n');
        let number = element.attribute("r").and_then(|row| row.parse().ok());
        self.row = number.unwrap_or_else(|| self.row.saturating_add(1));
        self.column = 0;
        self.is_row_hidden =
            is_on(element.attribute("hidden")) || element.attribute("ht") == Some("0");
    }

    fn cell(&mut self, looker: &mut Looker<'_>, cell: &Element) {
        let column = cell.attribute("r").and_then(column_of);
        self.column = column.unwrap_or_else(|| self.column.saturating_add(1));
        let place = format!("{}{}", letters(self.column), self.row);
        let value = cell.element("v").map(Element::text).unwrap_or_default();
        let words = match cell.attribute("t") {
            Some("s") => {
                let index = value.trim().parse().ok();
                index
                    .and_then(|index| self.strings.take(index))
                    .unwrap_or_default()
            }
            Some("inlineStr") => cell.element("is").map(Element::text).unwrap_or_default(),
            _ => value,
        };
        let formula = cell.element("f").map(Element::text).unwrap_or_default();
        if words.is_empty() && formula.is_empty() {
            return;
        }
        let is_number = matches!(cell.attribute("t"), None | Some("n"));
        if let Some(masked) = is_number.then(|| rounded(&words)).flatten() {
            let position = Text::new(
                format!("{place}（数字格式，末几位已被舍入）"),
                format!("{place} (as a number, its last digits rounded)"),
            );
            looker.add(
                &self.place,
                Some(position),
                Kind::Identity,
                Severity::Warning,
                masked,
            );
        }
        let is_hidden = self.is_hidden
            || self.is_row_hidden
            || self
                .columns
                .iter()
                .any(|columns| columns.contains(&self.column));
        self.words.spot(Spot::Cell(self.row, self.column));
        let hidden = is_hidden.then_some(HiddenKind::Sheet);
        // A line within a cell is none of the sheet.
        self.words.push(&words.replace(['\n', '\r'], " "), hidden);
        if !formula.is_empty() {
            self.words.push("\t", hidden);
            self.words.push(&formula, hidden);
        }
        self.words.push("\t", hidden);
    }
}

fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// The number of the column of `AB12`.
fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.take(4).fold(0, |column, letter| {
        column * 26 + u32::from(letter - b'A') + 1
    });
    (column > 0).then_some(column)
}

/// The number of a resident that was typed as a number: 15 digits are left of it. Masked.
fn rounded(value: &str) -> Option<String> {
    let number: f64 = value.trim().parse().ok()?;
    if !(1e17..1e18).contains(&number) {
        return None;
    }
    let digits = format!("{number:.0}");
    let values: Vec<u8> = digits
        .bytes()
        .map(|digit| digit.wrapping_sub(b'0'))
        .collect();
    identity::is_begun(&values)
        .then(|| format!("{}***************", digits.get(..2).unwrap_or_default()))
}
