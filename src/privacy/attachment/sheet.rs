//! Workbooks: XLSX, with the sheets, rows and columns that are not shown.
//!
//! In: the container. Out: what is found in all cells, a row as a line, with the name of the cell; in comments, names,
//! properties and in what is kept of other workbooks; and what is hidden. Never calculates.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::diagnostic::{Severity, Text};
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::xml::{Element, Parser, Piece, decoded};
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::office;
use crate::privacy::attachment::words::{Spot, Words, letters};
use crate::privacy::{Kind, identity};

/// Strings that cells share.
const MAX_STRINGS: usize = 2_000_000;
/// Ranges of hidden columns.
const MAX_COLUMNS: usize = 10_000;
/// A sheet, as the workbook lists it.
struct Sheet {
    name: String,
    is_hidden: bool,
}

/// Looks at a workbook.
pub(super) fn look(looker: &mut Looker<'_>, container: &Container<'_>) {
    let strings =
        part(looker, container, "xl/sharedStrings.xml").map_or_else(Vec::new, |text| shared(&text));
    let sheets = sheets(looker, container);
    let parts: Vec<String> = container.names().map(str::to_owned).collect();
    for name in &parts {
        let is_sheet = name.starts_with("xl/worksheets/") && name.ends_with(".xml");
        if name == "xl/sharedStrings.xml"
            || name == "xl/styles.xml"
            || name.ends_with("calcChain.xml")
        {
            continue;
        }
        if name.starts_with("xl/pivotCache/") && name.ends_with(".xml")
            || name.starts_with("xl/externalLinks/") && name.ends_with(".xml")
        {
            cached(looker, container, name);
            continue;
        }
        if !is_sheet {
            office::look_at_part(looker, container, name, &BTreeSet::new());
            continue;
        }
        let Some(text) = part(looker, container, name) else {
            continue;
        };
        let sheet = sheets.get(name.as_str());
        if read(looker, &text, name, sheet, &strings).is_err() {
            let place = Text::new(name.as_str(), name.as_str());
            looker.plain(&place, &text);
            looker.unseen_part(
                &place,
                Text::new(
                    "XML 有错误，只按纯文本看过",
                    "broken XML, looked at as plain text",
                ),
            );
        }
    }
}

fn part(looker: &mut Looker<'_>, container: &Container<'_>, name: &str) -> Option<String> {
    container.names().find(|known| *known == name)?;
    looker
        .unpacked(container, name)
        .map(|bytes| decoded(&bytes))
}

/// The sheets by the parts that hold them.
fn sheets(looker: &mut Looker<'_>, container: &Container<'_>) -> BTreeMap<String, Sheet> {
    let mut targets = BTreeMap::new();
    if let Some(text) = part(looker, container, "xl/_rels/workbook.xml.rels") {
        each(&text, |element| {
            let (id, target) = (element.attribute("Id"), element.attribute("Target"));
            if let (Some(id), Some(target)) = (id, target) {
                let path = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("xl/{target}"),
                };
                targets.insert(id.to_owned(), path);
            }
        });
    }
    let mut sheets = BTreeMap::new();
    let Some(text) = part(looker, container, "xl/workbook.xml") else {
        return sheets;
    };
    each(&text, |element| {
        if &*element.name != "sheet" {
            return;
        }
        let path = element.attribute("id").and_then(|id| targets.get(id));
        if let (Some(path), Some(name)) = (path, element.attribute("name")) {
            let sheet = Sheet {
                name: name.to_owned(),
                is_hidden: matches!(element.attribute("state"), Some("hidden" | "veryHidden")),
            };
            sheets.insert(path.clone(), sheet);
        }
    });
    sheets
}

/// Hands each element of a part on, as far as the part is whole.
fn each(text: &str, mut take: impl FnMut(&Element)) {
    let mut parser = Parser::new(text);
    while let Ok(Some(piece)) = parser.next() {
        if let Piece::Start(element) = piece {
            take(&element);
        }
    }
}

fn shared(text: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut parser = Parser::new(text);
    let mut current = String::new();
    let mut open = Vec::new();
    while let Ok(Some(piece)) = parser.next() {
        match piece {
            Piece::Start(element) => {
                if &*element.name == "si" {
                    current.clear();
                }
                open.push(element.name);
            }
            Piece::Text(more) if open.last().is_some_and(|name| &**name == "t") => {
                current.push_str(&more)
            }
            Piece::Text(_) => {}
            Piece::End => {
                if open.pop().is_some_and(|name| &*name == "si") && strings.len() < MAX_STRINGS {
                    strings.push(std::mem::take(&mut current));
                }
            }
        }
    }
    strings
}

/// A sheet as it is read.
struct Reading<'s> {
    place: Text,
    is_hidden: bool,
    is_row_hidden: bool,
    columns: Vec<RangeInclusive<u32>>,
    strings: &'s [String],
    words: Words,
    row: u32,
    column: u32,
}

fn read(
    looker: &mut Looker<'_>,
    text: &str,
    part: &str,
    sheet: Option<&Sheet>,
    strings: &[String],
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
                let index = value.trim().parse::<usize>().ok();
                index
                    .and_then(|index| self.strings.get(index))
                    .cloned()
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

/// What is kept of tables elsewhere: values in attributes and elements.
fn cached(looker: &mut Looker<'_>, container: &Container<'_>, name: &str) {
    let Some(text) = part(looker, container, name) else {
        return;
    };
    let mut words = Words::default();
    let mut parser = Parser::new(&text);
    while let Ok(Some(piece)) = parser.next() {
        match piece {
            Piece::Start(element) => {
                if let Some(value) = element.attribute("v") {
                    words.push(value, Some(HiddenKind::Cache));
                    words.push("\t", Some(HiddenKind::Cache));
                }
                if matches!(&*element.name, "r" | "row") {
                    words.part('\n');
                }
            }
            Piece::Text(more) => words.push(&more, Some(HiddenKind::Cache)),
            Piece::End => {}
        }
    }
    let place = Text::new(format!("缓存 {name}"), format!("cache {name}"));
    words.look(looker, &place);
}

#[cfg(test)]
mod tests {
    use crate::import::container::packed;
    use crate::privacy::attachment::{HiddenKind, scan};
    use crate::privacy::{Exempt, Kind};

    #[test]
    fn hidden_rows_and_sheets_are_looked_at() {
        let workbook = "<workbook xmlns:r='r'><sheets><sheet name='总表' r:id='a'/><sheet name='明细' state='hidden' r:id='b'/></sheets></workbook>";
        let relations = "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/><Relationship Id='b' Target='worksheets/sheet2.xml'/></Relationships>";
        let strings = "<sst><si><t>张三</t></si><si><t>110101199003074514</t></si></sst>";
        let first = "<worksheet><cols><col min='2' max='2' hidden='1'/></cols><sheetData><row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3'><v>13800138000</v></c></row></sheetData></worksheet>";
        let second = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1'><v>1.1010119900307E+17</v></c></row></sheetData></worksheet>";
        let bytes = packed(&[
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", first),
            ("xl/worksheets/sheet2.xml", second),
        ]);
        let found = scan("名单.xlsx", &bytes, &Exempt::default());
        let places: Vec<_> = found
            .findings
            .iter()
            .map(|finding| (finding.kind, finding.place.chinese.as_str()))
            .collect();
        assert_eq!(places.len(), 3, "{places:?}");
        assert!(
            places[0].0 == Kind::Phone && places[0].1.contains("总表” B3"),
            "{places:?}"
        );
        assert!(
            places
                .iter()
                .any(|(kind, place)| *kind == Kind::Identity && place.contains("明细” A1"))
        );
        assert_eq!(
            found
                .hidden
                .iter()
                .filter(|hidden| hidden.kind == HiddenKind::Sheet)
                .count(),
            2
        );
    }
}
