//! Styles: what a paragraph or words look like that name one.
//!
//! In: `styles.xml`. Out: for each style what it and those it is based on say. Never loops: a style that is based on itself
//! ends the chain.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::docx::ground::Ground;
use crate::import::docx::look::{Look, ParagraphLook, value};
use crate::import::xml::Element;

/// Styles of one document.
const MAX_STYLES: usize = 20_000;
/// Styles that are based on one another.
const MAX_CHAIN: usize = 40;
/// Height of letters where nothing says otherwise: 10 points.
const SIZE: u16 = 20;

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    paragraphs: BTreeMap<String, ParagraphStyle>,
    characters: BTreeMap<String, Look>,
    /// Styles of tables that put something behind words.
    shaded: BTreeSet<String>,
    /// Of paragraphs that name no style.
    default: Option<String>,
    defaults: Look,
    paragraph_defaults: ParagraphLook,
    none: ParagraphStyle,
}

/// What a style says of a paragraph, with all that it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphStyle {
    /// Its name, in small letters.
    pub name: String,
    pub paragraph: ParagraphLook,
    pub look: Look,
    /// Styles that may say which level of a list it is: itself, then those it is based on, up to the one that names the list.
    pub ids: Vec<String>,
}

struct Raw<'e> {
    element: &'e Element,
    based_on: Option<&'e str>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn of(root: &Element) -> Styles {
        let mut styles = Styles::default();
        let mut raw: BTreeMap<&str, Raw<'_>> = BTreeMap::new();
        for element in root.elements() {
            match &*element.name {
                "docDefaults" => styles.read_defaults(element),
                "style" => {
                    let id = element.attribute("styleId");
                    let Some(id) = id.filter(|_| raw.len() < MAX_STYLES) else {
                        continue;
                    };
                    let based_on = element.element("basedOn").and_then(value);
                    raw.entry(id).or_insert(Raw { element, based_on });
                    let is_default =
                        matches!(element.attribute("default"), Some("1" | "true" | "on"));
                    if is_default && element.attribute("type") == Some("paragraph") {
                        styles.default = Some(id.to_owned());
                    }
                }
                _ => {}
            }
        }
        for (id, style) in &raw {
            let chain = chain(&raw, id);
            match style.element.attribute("type") {
                Some("character") => {
                    let looks = chain.iter().rev().map(|(_, raw)| look(raw.element));
                    let look = looks.fold(Look::default(), |look, over| look.under(&over));
                    styles.characters.insert((*id).to_owned(), look);
                }
                Some("paragraph") | None => {
                    let resolved = styles.resolved(&chain);
                    styles.paragraphs.insert((*id).to_owned(), resolved);
                }
                Some("table") if chain.iter().any(|(_, raw)| shades(raw.element)) => {
                    styles.shaded.insert((*id).to_owned());
                }
                Some(_) => {}
            }
        }
        styles.none.paragraph = styles.paragraph_defaults.clone();
        styles
    }

    fn read_defaults(&mut self, element: &Element) {
        let inner = |outer: &str, name: &str| element.element(outer)?.element(name);
        if let Some(properties) = inner("rPrDefault", "rPr") {
            self.defaults = Look::of(properties);
        }
        if let Some(properties) = inner("pPrDefault", "pPr") {
            self.paragraph_defaults = ParagraphLook::of(properties, false);
        }
    }

    fn resolved(&self, chain: &[(&str, &Raw<'_>)]) -> ParagraphStyle {
        let mut style = ParagraphStyle {
            paragraph: self.paragraph_defaults.clone(),
            ..ParagraphStyle::default()
        };
        for (id, raw) in chain.iter().rev() {
            let name = raw.element.element("name").and_then(value).unwrap_or(id);
            style.name = name.trim().to_lowercase();
            style.look = style.look.under(&look(raw.element));
            if let Some(properties) = raw.element.element("pPr") {
                let over = ParagraphLook::of(properties, false);
                style.paragraph = style.paragraph.under(&over);
            }
            // A heading's own level, unless the style says it.
            if style.paragraph.outline.is_none() {
                style.paragraph.outline = heading_of(&style.name);
            }
        }
        let names_list = |raw: &Raw<'_>| {
            let properties = raw.element.element("pPr");
            let number = properties.and_then(|properties| properties.element("numPr"));
            number.is_some_and(|number| number.element("numId").is_some())
        };
        let last = chain.iter().position(|(_, raw)| names_list(raw));
        let ids = chain.iter().take(last.map_or(1, |last| last + 1));
        style.ids = ids.map(|(id, _)| (*id).to_owned()).collect();
        style
    }

    /// The style of a paragraph.
    pub(super) fn paragraph(&self, id: Option<&str>) -> &ParagraphStyle {
        let named = id.and_then(|id| self.paragraphs.get(id));
        let default = || self.paragraphs.get(self.default.as_ref()?);
        named.or_else(default).unwrap_or(&self.none)
    }

    /// Whether a style of tables puts something behind words, in some of its parts.
    pub(super) fn is_shaded(&self, table: &str) -> bool {
        self.shaded.contains(table)
    }

    /// How words look: by themselves, by their style and by that of their paragraph. What a style of characters says of
    /// things that are on or off turns round what the paragraph says.
    pub(super) fn words(&self, paragraph: &Look, words: &Look) -> Look {
        let named = words.style.as_deref();
        let characters = named.and_then(|id| self.characters.get(id));
        let mut look = self.defaults.under(paragraph);
        if let Some(characters) = characters {
            let turned = |below: Option<bool>, over: Option<bool>| match (below, over) {
                (Some(below), Some(over)) => Some(below != over),
                (below, over) => over.or(below),
            };
            let below = look.clone();
            look = look.under(characters);
            look.bold = turned(below.bold, characters.bold);
            look.italic = turned(below.italic, characters.italic);
            look.vanish = turned(below.vanish, characters.vanish);
        }
        look = look.under(words);
        look.size = look.size.or(Some(SIZE));
        look
    }

    /// Whether words of a paragraph are bold that say nothing of it themselves: then bold means nothing there.
    pub(super) fn is_bold(&self, paragraph: &Look) -> bool {
        self.defaults.under(paragraph).bold == Some(true)
    }
}

/// A style and those it is based on, itself first.
fn chain<'r, 'e>(raw: &'r BTreeMap<&'e str, Raw<'e>>, id: &'e str) -> Vec<(&'e str, &'r Raw<'e>)> {
    let mut chain: Vec<(&str, &Raw<'_>)> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let Some(style) = raw.get(id) else { break };
        if chain.len() == MAX_CHAIN || chain.iter().any(|(seen, _)| *seen == id) {
            break;
        }
        chain.push((id, style));
        next = style.based_on;
    }
    chain
}

/// Whether there is shading in an element, or in those within it that styles of tables have.
fn shades(style: &Element) -> bool {
    let parts = style.elements().filter(|part| &*part.name == "tblStylePr");
    std::iter::once(style).chain(parts).any(|part| {
        ["tblPr", "trPr", "tcPr", "pPr", "rPr"]
            .iter()
            .filter_map(|name| part.element(name))
            .any(|properties| Ground::of(properties).is_some())
    })
}

fn look(style: &Element) -> Look {
    style.element("rPr").map(Look::of).unwrap_or_default()
}

/// The level of a heading, from 0, by the name that programs give it.
fn heading_of(name: &str) -> Option<u8> {
    let rest = name.strip_prefix("heading ");
    let rest = rest.or_else(|| name.strip_prefix("标题 "));
    let level: u8 = rest?.trim().parse().ok()?;
    level.checked_sub(1).filter(|level| *level < 9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    fn styles(text: &str) -> Styles {
        let text = format!("<w:styles xmlns:w='x'>{text}</w:styles>");
        Styles::of(&xml::tree(&text).expect("styles"))
    }

    #[test]
    fn styles_say_what_those_they_are_based_on_say() {
        let styles = styles(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>\
             <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
             <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>\
             <w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/><w:sz w:val='44'/></w:rPr></w:style>\
             <w:style w:type='paragraph' w:styleId='loop'><w:basedOn w:val='loop'/></w:style>\
             <w:style w:type='character' w:styleId='Strong'><w:rPr><w:b/></w:rPr></w:style>",
        );
        let heading = styles.paragraph(Some("1"));
        assert_eq!(heading.paragraph.outline, Some(0));
        assert_eq!(styles.words(&heading.look, &Look::default()).size, Some(44));
        let strong = Look {
            style: Some("Strong".into()),
            ..Look::default()
        };
        assert_eq!(styles.words(&heading.look, &strong).bold, Some(false));
        let normal = styles.paragraph(None);
        assert_eq!(styles.words(&normal.look, &strong).bold, Some(true));
        assert_eq!(styles.words(&normal.look, &strong).size, Some(21));
    }
}
