//! Whether words can be told from what is behind them: by their colour, that of their shading, and their height.
//!
//! In: what properties say of them. Out: an answer that is `true` only where it is certain. Never guesses what a picture, a
//! shape or the style of a table puts behind words.

use crate::import::xml::Element;

/// Half points up to which letters are too small to be read.
const TINY: u16 = 3;
/// Parts of a colour (of 255) that nobody tells from one another.
const SAME: u8 = 4;
/// The paper.
const WHITE: Colour = [255; 3];

/// Red, green and blue.
type Colour = [u8; 3];

/// What words are written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What the program takes so that they are seen.
    Own,
    Colour(Colour),
    /// With an effect, which may have other colours.
    Effect,
}

/// What is behind words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Ground {
    #[default]
    Paper,
    Colour(Colour),
    /// Something that nothing here knows.
    Unknown,
}

impl Ink {
    /// What `rPr` says.
    pub(super) fn of(properties: &Element) -> Option<Ink> {
        let effects = [
            "textFill",
            "textOutline",
            "glow",
            "shadow",
            "outline",
            "emboss",
            "imprint",
        ];
        if effects
            .iter()
            .any(|effect| properties.element(effect).is_some())
        {
            return Some(Ink::Effect);
        }
        let colour = properties.element("color")?.attribute("val")?;
        Some(colour_of(colour).map_or(Ink::Own, Ink::Colour))
    }

    /// Whether it cannot be told from what is behind it.
    pub(super) fn is_lost(self, ground: Ground) -> bool {
        let Ink::Colour(ink) = self else {
            return false;
        };
        let ground = match ground {
            Ground::Paper => WHITE,
            Ground::Colour(colour) => colour,
            Ground::Unknown => return false,
        };
        ink.iter()
            .zip(ground)
            .all(|(one, other)| one.abs_diff(other) <= SAME)
    }
}

impl Ground {
    /// What `shd` in these properties says; `None` where it says nothing of it, or that all shines through.
    pub(super) fn of(properties: &Element) -> Option<Ground> {
        let shading = properties.element("shd")?;
        let said = |name: &str| shading.attribute(name).unwrap_or("auto");
        match said("val") {
            "nil" => None,
            "clear" | "auto" => match said("fill") {
                "auto" => None,
                fill => Some(colour_of(fill).map_or(Ground::Unknown, Ground::Colour)),
            },
            "solid" => Some(colour_of(said("color")).map_or(Ground::Unknown, Ground::Colour)),
            _ => Some(Ground::Unknown),
        }
    }

    /// What is behind words by their own properties: what marks them lies over their shading.
    pub(super) fn of_words(properties: &Element) -> Option<Ground> {
        let marked = properties.element("highlight");
        match marked.and_then(|marked| marked.attribute("val")) {
            None | Some("none") => Ground::of(properties),
            Some("white") => Some(Ground::Colour(WHITE)),
            Some("black") => Some(Ground::Colour([0; 3])),
            Some(_) => Some(Ground::Unknown),
        }
    }
}

/// Whether letters of this height, in half points, are too small to be read.
pub(super) fn is_tiny(size: u16) -> bool {
    (1..=TINY).contains(&size)
}

fn colour_of(text: &str) -> Option<Colour> {
    let number = u32::from_str_radix(text.trim(), 16).ok();
    let [0, red, green, blue] = number.filter(|_| text.trim().len() == 6)?.to_be_bytes() else {
        return None;
    };
    Some([red, green, blue])
}
