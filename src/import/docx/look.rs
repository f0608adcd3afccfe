//! What is said of the looks of words and paragraphs: by themselves, by styles and by the document's defaults.
//!
//! In: elements `rPr` and `pPr`. Out: values in which what is not said is `None`, so that one can lie over another. Never
//! judges what the looks mean.

use crate::import::document::Alignment;
use crate::import::docx::ground::{Ground, Ink};
use crate::import::xml::Element;

/// What is said of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Look {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underline: Option<bool>,
    pub strike: Option<bool>,
    /// A dot below or above each letter.
    pub emphasis_mark: Option<bool>,
    /// Raised (`true`), lowered (`false`) or neither.
    pub raised: Option<Option<bool>>,
    /// Hidden.
    pub vanish: Option<bool>,
    /// Height of letters in half points.
    pub size: Option<u16>,
    pub ink: Option<Ink>,
    /// What is behind them.
    pub ground: Option<Ground>,
    /// A font whose letters are signs.
    pub font: Option<Box<str>>,
    /// The style of characters.
    pub style: Option<Box<str>>,
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ParagraphLook {
    pub style: Option<Box<str>>,
    pub alignment: Option<Alignment>,
    /// 0 to 8; 9 is text.
    pub outline: Option<u8>,
    /// The list, 0 for none.
    pub list: Option<u32>,
    /// The level in the list, from 0.
    pub level: Option<u8>,
    /// The first letter of the next paragraph, which is set larger.
    pub is_drop_cap: bool,
    /// Stands in a frame beside the text.
    pub is_framed: bool,
    /// What is behind its words.
    pub ground: Option<Ground>,
    /// Of its mark.
    pub mark: MarkLook,
}

/// What is said of the mark at the end of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct MarkLook {
    pub is_inserted: bool,
    pub is_deleted: bool,
    pub is_moved_from: bool,
    pub is_moved_to: bool,
    /// Hidden or not, if it says so itself.
    pub vanish: Option<bool>,
}

impl Look {
    /// Reads `rPr`.
    pub(super) fn of(properties: &Element) -> Look {
        let mut look = Look {
            ink: Ink::of(properties),
            ground: Ground::of_words(properties),
            ..Look::default()
        };
        for element in properties.elements() {
            match &*element.name {
                "b" => look.bold = Some(is_on(element)),
                "i" => look.italic = Some(is_on(element)),
                "u" => look.underline = Some(value(element) != Some("none")),
                "strike" | "dstrike" => {
                    look.strike = Some(is_on(element) || look.strike == Some(true));
                }
                "em" => look.emphasis_mark = Some(value(element) != Some("none")),
                "vertAlign" => {
                    look.raised = Some(match value(element) {
                        Some("superscript") => Some(true),
                        Some("subscript") => Some(false),
                        _ => None,
                    });
                }
                "vanish" | "specVanish" => {
                    look.vanish = Some(is_on(element) || look.vanish == Some(true));
                }
                "sz" => look.size = value(element).and_then(half_points),
                "rFonts" => look.font = symbol_font(element),
                "rStyle" => look.style = value(element).map(Box::from),
                _ => {}
            }
        }
        look
    }

    /// This look, with what another one says over it.
    pub(super) fn under(&self, over: &Look) -> Look {
        Look {
            bold: over.bold.or(self.bold),
            italic: over.italic.or(self.italic),
            underline: over.underline.or(self.underline),
            strike: over.strike.or(self.strike),
            emphasis_mark: over.emphasis_mark.or(self.emphasis_mark),
            raised: over.raised.or(self.raised),
            vanish: over.vanish.or(self.vanish),
            size: over.size.or(self.size),
            ink: over.ink.or(self.ink),
            ground: over.ground.or(self.ground),
            font: over.font.clone().or_else(|| self.font.clone()),
            style: over.style.clone().or_else(|| self.style.clone()),
        }
    }
}

impl ParagraphLook {
    /// Reads `pPr`; as it was before the last tracked change if `is_before`.
    pub(super) fn of(properties: &Element, is_before: bool) -> ParagraphLook {
        let mut look = ParagraphLook::default();
        let changed = properties
            .element("pPrChange")
            .and_then(|change| change.element("pPr"));
        match changed.filter(|_| is_before) {
            Some(before) => look.read(before),
            None => look.read(properties),
        }
        if let Some(mark) = properties.element("rPr") {
            let holds = |name: &str| mark.element(name).is_some();
            look.mark = MarkLook {
                is_inserted: holds("ins"),
                is_deleted: holds("del"),
                is_moved_from: holds("moveFrom"),
                is_moved_to: holds("moveTo"),
                vanish: Look::of(mark).vanish,
            };
        }
        look
    }

    fn read(&mut self, properties: &Element) {
        self.ground = Ground::of(properties);
        for element in properties.elements() {
            match &*element.name {
                "pStyle" => self.style = value(element).map(Box::from),
                "jc" => self.alignment = value(element).map(alignment),
                "outlineLvl" => self.outline = value(element).and_then(|level| level.parse().ok()),
                "numPr" => {
                    let number = |name| element.element(name).and_then(value);
                    self.list = number("numId").and_then(|list| list.parse().ok());
                    self.level = number("ilvl").and_then(|level| level.parse().ok());
                }
                "framePr" => {
                    let drop = element.attribute("dropCap").unwrap_or("none");
                    self.is_drop_cap = drop != "none";
                    self.is_framed = !self.is_drop_cap;
                }
                _ => {}
            }
        }
    }

    /// This look, with what another one says over it; frames and marks are of one paragraph alone.
    pub(super) fn under(&self, over: &ParagraphLook) -> ParagraphLook {
        ParagraphLook {
            alignment: over.alignment.or(self.alignment),
            outline: over.outline.or(self.outline),
            list: over.list.or(self.list),
            level: over.level.or(self.level),
            ground: over.ground.or(self.ground),
            ..over.clone()
        }
    }
}

/// The value of a property.
pub(super) fn value(element: &Element) -> Option<&str> {
    element.attribute("val")
}

/// Whether a property that can be on or off is on: it is unless it says otherwise.
pub(super) fn is_on(element: &Element) -> bool {
    !matches!(value(element), Some("0" | "false" | "off" | "none"))
}

/// A height in half points; strict files may say it in points, with the unit.
fn half_points(size: &str) -> Option<u16> {
    let Some(points) = size.strip_suffix("pt") else {
        return size.trim().parse().ok();
    };
    let (whole, fraction) = points.trim().split_once('.').unwrap_or((points.trim(), ""));
    let whole: u16 = whole.parse().ok()?;
    let half = u16::from(fraction.starts_with(['5', '6', '7', '8', '9']));
    whole.checked_mul(2)?.checked_add(half)
}

fn alignment(name: &str) -> Alignment {
    match name {
        "center" => Alignment::Center,
        "right" | "end" => Alignment::Right,
        _ => Alignment::Left,
    }
}

/// The font, if its letters are signs; an empty name for any other.
fn symbol_font(fonts: &Element) -> Option<Box<str>> {
    let name = fonts.attribute("ascii").or(fonts.attribute("hAnsi"))?;
    let is_symbolic = ["Symbol", "Wingdings", "Webdings"]
        .iter()
        .any(|known| name.starts_with(known));
    Some(Box::from(if is_symbolic { name } else { "" }))
}
