//! Workbooks: XLSX, with the sheets, rows and columns that are not shown.
//!
//! In: the container. Out: what is found in all cells, with the name of the cell; in comments, names, properties, in what is
//! kept of other workbooks and in strings that no cell has any more; and what is hidden.

mod rows;
mod strings;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::import::container::Container;
use crate::import::xml::{Element, Parser, Piece, decoded};
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::office;
use crate::privacy::attachment::sheet::strings::Strings;
use crate::privacy::attachment::words::Words;

/// A sheet, as the workbook lists it.
struct Sheet {
    name: String,
    is_hidden: bool,
}

/// Looks at a workbook.
pub(super) fn look(looker: &mut Looker<'_>, container: &Container<'_>) {
    let strings = part(looker, container, "xl/sharedStrings.xml");
    let mut strings = strings.map_or_else(Strings::default, |text| Strings::of(&text));
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
        if rows::read(looker, &text, name, sheet, &mut strings).is_err() {
            let place = Text::new(name.as_str(), name.as_str());
            looker.plain(&place, &text);
            looker.unseen_part(
                &place,
                Text::new(
                    "XML 有错误，仅按纯文本检查",
                    "broken XML, looked at as plain text",
                ),
            );
        }
    }
    let place = Text::new(
        "已没有单元格引用的文字",
        "strings that no cell has any more",
    );
    looker.plain(&place, &strings.left());
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
    use crate::diagnostic::Severity;
    use crate::import::container::packed;
    use crate::privacy::attachment::{HiddenKind, scan};
    use crate::privacy::{Exempt, Kind};

    #[test]
    fn numbers_are_judged_by_the_heads_of_their_columns() {
        let workbook =
            "<workbook xmlns:r='r'><sheets><sheet name='表' r:id='a'/></sheets></workbook>";
        let relations =
            "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/></Relationships>";
        for (head, severity) in [
            ("索引号", Severity::Warning),
            ("证件号码", Severity::Error),
            ("备注", Severity::Error),
        ] {
            let cell = |place: &str, words: &str| {
                format!("<c r='{place}' t='inlineStr'><is><t>{words}</t></is></c>")
            };
            // An empty cell stands before the number.
            let rows = [
                cell("A1", "项目清单"),
                cell("A2", "名称") + &cell("B2", "许可证") + &cell("C2", head),
                cell("A3", "甲") + &cell("C3", "110101199003074514"),
            ];
            let rows = rows.map(|cells| format!("<row>{cells}</row>")).concat();
            let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            let bytes = packed(&[
                ("xl/workbook.xml", workbook),
                ("xl/_rels/workbook.xml.rels", relations),
                ("xl/worksheets/sheet1.xml", &sheet),
            ]);
            let found = scan("表.xlsx", &bytes, &Exempt::default());
            let found = found.findings.iter();
            let found: Vec<_> = found.map(|it| (it.kind, it.severity)).collect();
            assert_eq!(found, [(Kind::Identity, severity)], "{head}");
        }
    }

    #[test]
    fn hidden_rows_and_sheets_are_looked_at() {
        let workbook = "<workbook xmlns:r='r'><sheets><sheet name='总表' r:id='a'/><sheet name='明细' state='hidden' r:id='b'/></sheets></workbook>";
        let relations = "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/><Relationship Id='b' Target='worksheets/sheet2.xml'/></Relationships>";
        let strings = "<sst><si><t>张三</t></si><si><t>110101199003074514</t></si><si><t>13912345678</t></si></sst>";
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
        assert_eq!(places.len(), 4, "{places:?}");
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
