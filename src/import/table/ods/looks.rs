//! Styles of a workbook that say something: hidden sheets, raised, lowered and struck letters.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::document::Style;
use crate::import::xml::Element;

/// Styles of a workbook.
const MAX_STYLES: usize = 100_000;

/// What styles say, by their names.
#[derive(Debug, Default)]
pub(super) struct Looks {
    hidden: BTreeSet<String>,
    styles: BTreeMap<String, Style>,
}

impl Looks {
    /// Of the element that holds the styles.
    pub(super) fn of(element: &Element) -> Looks {
        let mut looks = Looks::default();
        for style in element.elements().take(MAX_STYLES) {
            let name = style.attribute("name").unwrap_or_default();
            for properties in style.elements() {
                if properties.attribute("display") == Some("false") {
                    looks.hidden.insert(name.to_owned());
                }
                let position = properties.attribute("text-position").unwrap_or_default();
                let line = properties.attribute("text-line-through-style");
                let found = Style {
                    strike: line.is_some_and(|line| line != "none"),
                    superscript: position.starts_with("super"),
                    subscript: position.starts_with("sub"),
                    ..Style::default()
                };
                if found != Style::default() {
                    looks.styles.insert(name.to_owned(), found);
                }
            }
        }
        looks
    }

    /// Whether a sheet of this style is hidden.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }

    /// How words of this style look.
    pub(super) fn style(&self, style: Option<&str>) -> Style {
        let style = style.and_then(|style| self.styles.get(style));
        style.copied().unwrap_or_default()
    }
}
