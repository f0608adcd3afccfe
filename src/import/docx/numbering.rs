//! Lists: which number stands before a paragraph of a list's level, and when it begins anew.
//!
//! In: `numbering.xml`. Out: for a list and a level how its numbers are made. Never counts (`counters` does).

use std::collections::BTreeMap;

use crate::import::docx::look::{Look, is_on, value};
use crate::import::docx::number_format::Format;
use crate::import::xml::Element;

/// Levels of a list.
pub(super) const LEVELS: usize = 9;
/// Characters around the numbers of a level: programs take no more.
const MAX_TEXT: usize = 255;
/// Lists that refer to a style which refers to a list, and so on.
const MAX_CHAIN: usize = 8;

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// What lists have in common, by its id.
    common: BTreeMap<u32, Common>,
    /// Lists, by their id.
    lists: BTreeMap<u32, List>,
    /// What the lists of styles have in common.
    of_styles: BTreeMap<String, u32>,
}

#[derive(Debug, Default)]
struct Common {
    levels: BTreeMap<u8, Level>,
    /// The style whose list it is.
    style: Option<String>,
    /// It is the list of this style.
    of_style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    common: u32,
    levels: BTreeMap<u8, Level>,
    starts: BTreeMap<u8, u32>,
}

/// How a level is numbered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    pub start: u32,
    pub format: Format,
    /// `%1` is the number of the first level.
    pub text: String,
    /// A tab or a blank is after the number.
    pub is_apart: bool,
    /// All numbers in it are in digits.
    pub is_legal: bool,
    /// It begins anew after a level above this one (1 for after the first level alone); 0 for never.
    pub restart: Option<u8>,
    /// The number is hidden.
    pub is_hidden: bool,
    /// The style of paragraphs of this level.
    pub style: Option<String>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn of(root: &Element) -> Numbering {
        let mut numbering = Numbering::default();
        for element in root.elements() {
            let id = |name: &str| element.attribute(name)?.parse().ok();
            match &*element.name {
                "abstractNum" => {
                    let Some(id) = id("abstractNumId") else {
                        continue;
                    };
                    let text =
                        |name: &str| element.element(name).and_then(value).map(str::to_owned);
                    let common = Common {
                        levels: levels_of(element),
                        style: text("styleLink"),
                        of_style: text("numStyleLink"),
                    };
                    if let Some(style) = &common.style {
                        numbering.of_styles.entry(style.clone()).or_insert(id);
                    }
                    numbering.common.entry(id).or_insert(common);
                }
                "num" => {
                    let common = element.element("abstractNumId").and_then(value);
                    let common = common.and_then(|common| common.parse().ok());
                    if let (Some(id), Some(common)) = (id("numId"), common) {
                        let list = list_of(element, common);
                        numbering.lists.entry(id).or_insert(list);
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// The id of what a list has in common with others, by which they are counted together; `None` if there is no such list.
    pub(super) fn common(&self, list: u32) -> Option<u32> {
        let mut common = self.lists.get(&list)?.common;
        for _ in 0..MAX_CHAIN {
            let Some(style) = &self.common.get(&common)?.of_style else {
                break;
            };
            let Some(next) = self.of_styles.get(style) else {
                break;
            };
            common = *next;
        }
        Some(common)
    }

    /// How a level of a list is numbered.
    pub(super) fn level(&self, list: u32, level: u8) -> Option<&Level> {
        let own = self.lists.get(&list)?.levels.get(&level);
        let common = self.common(list)?;
        own.or_else(|| self.common.get(&common)?.levels.get(&level))
    }

    /// The number that a list begins a level anew with.
    pub(super) fn start_of(&self, list: u32, level: u8) -> Option<u32> {
        self.lists.get(&list)?.starts.get(&level).copied()
    }

    /// The level of a list that is for paragraphs of a style.
    pub(super) fn level_of(&self, list: u32, style: &str) -> Option<u8> {
        let levels = 0..LEVELS as u8;
        let is_for = |level: &Level| level.style.as_deref() == Some(style);
        levels
            .into_iter()
            .find(|level| self.level(list, *level).is_some_and(is_for))
    }
}

fn list_of(element: &Element, common: u32) -> List {
    let mut list = List {
        common,
        ..List::default()
    };
    for over in element
        .elements()
        .filter(|over| &*over.name == "lvlOverride")
    {
        let Some(level) = over.attribute("ilvl").and_then(|level| level.parse().ok()) else {
            continue;
        };
        let start = over.element("startOverride").and_then(value);
        if let Some(start) = start.and_then(|start| start.parse().ok()) {
            list.starts.insert(level, start);
        }
        list.levels.extend(levels_of(over));
    }
    list
}

fn levels_of(element: &Element) -> BTreeMap<u8, Level> {
    let levels = element.elements().filter(|level| &*level.name == "lvl");
    let levels = levels.filter_map(|level| {
        let index: u8 = level.attribute("ilvl")?.parse().ok()?;
        Some((index, level_of(level))).filter(|_| usize::from(index) < LEVELS)
    });
    levels.collect()
}

fn level_of(element: &Element) -> Level {
    let text = |name: &str| element.element(name).and_then(value);
    let format = format_of(element);
    let shown = element.element("lvlText");
    let is_shown = shown.is_some_and(|text| {
        text.attribute("null")
            .is_none_or(|null| null == "0" || null == "false")
    });
    let look = element.element("rPr").map(Look::of).unwrap_or_default();
    Level {
        start: text("start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(0),
        text: match is_shown {
            true => shown
                .and_then(value)
                .unwrap_or_default()
                .chars()
                .take(MAX_TEXT)
                .collect(),
            false => String::new(),
        },
        format: match element.element("lvlPicBulletId") {
            Some(_) => Format::Bullet,
            None => format,
        },
        is_apart: text("suff") != Some("nothing"),
        is_legal: element.element("isLgl").is_some_and(is_on),
        restart: text("lvlRestart").and_then(|level| level.parse().ok()),
        is_hidden: look.vanish == Some(true),
        style: text("pStyle").map(str::to_owned),
    }
}

/// The format of numbers, which newer programs write in two ways at once.
fn format_of(level: &Element) -> Format {
    let direct = level.element("numFmt");
    let newer = || {
        let choice = level.element("AlternateContent")?.element("Choice")?;
        choice.element("numFmt")
    };
    match newer().or(direct) {
        Some(format) => Format::of(
            value(format).unwrap_or_default(),
            format.attribute("format").unwrap_or_default(),
        ),
        None => Format::Decimal,
    }
}
