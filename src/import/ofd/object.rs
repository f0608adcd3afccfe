//! Objects of an OFD page: characters and ruling lines with their places.
//!
//! In: a text object, a path, an image. Out: places in points from the upper left corner of the page. Never looks into a
//! font: how wide a letter is says the distance to the next, or its kind.

use crate::import::layout::word::is_wide;
use crate::import::layout::{Area, Glyph, MAX_RULES, Matrix, Rule, Turn};
use crate::import::xml::Element;

/// Points of a millimetre.
pub(crate) const POINTS: f32 = 72.0 / 25.4;
/// Numbers of one list of distances.
const MAX_DISTANCES: usize = 100_000;
/// Steps of one path.
const MAX_STEPS: usize = 10_000;
/// A path thinner than this is a line, in points.
const THIN: f32 = 3.0;

/// So many numbers, separated by blanks.
pub(crate) fn numbers<const N: usize>(text: &str) -> Option<[f32; N]> {
    let mut numbers = [0.0; N];
    let mut words = text.split_ascii_whitespace();
    for number in &mut numbers {
        *number = words.next()?.parse().ok().filter(|n: &f32| n.is_finite())?;
    }
    Some(numbers)
}

fn number(element: &Element, name: &str) -> Option<f32> {
    element
        .attribute(name)?
        .trim()
        .parse()
        .ok()
        .filter(|n: &f32| n.is_finite())
}

/// From the coordinates of an object to points on the page.
fn placing(element: &Element, (x, y): (f32, f32)) -> Matrix {
    let own = element.attribute("CTM").and_then(numbers::<6>);
    let own = own.map_or(Matrix::IDENTITY, Matrix::new);
    let boundary = element.attribute("Boundary").and_then(numbers::<4>);
    let [left, top, ..] = boundary.unwrap_or_default();
    let scale = Matrix::new([POINTS, 0.0, 0.0, POINTS, 0.0, 0.0]);
    own.then(&Matrix::moved(left - x, top - y)).then(&scale)
}

/// The part of the page that an object covers.
pub(crate) fn boundary(element: &Element, (x, y): (f32, f32)) -> Option<Area> {
    let [left, top, width, height] = numbers::<4>(element.attribute("Boundary")?)?;
    let corner = |x: f32, y: f32| (x * POINTS, y * POINTS);
    Area::around(&[
        corner(left - x, top - y),
        corner(left - x + width, top - y + height),
    ])
}

/// Adds the characters of a text object.
pub(crate) fn glyphs(element: &Element, origin: (f32, f32), glyphs: &mut Vec<Glyph>) {
    let placing = placing(element, origin);
    let size = number(element, "Size").unwrap_or(3.0);
    let wide = number(element, "HScale").unwrap_or(1.0);
    let is_bold = number(element, "Weight").is_some_and(|weight| weight >= 600.0);
    let read = number(element, "ReadDirection").unwrap_or(0.0);
    let (mut x, mut y) = (0.0, 0.0);
    for code in element.elements().filter(|e| &*e.name == "TextCode") {
        x = number(code, "X").unwrap_or(x);
        y = number(code, "Y").unwrap_or(y);
        let mut across = distances(code.attribute("DeltaX")).into_iter();
        let mut down = distances(code.attribute("DeltaY")).into_iter();
        let (mut at_x, mut at_y) = (x, y);
        let text = code.text();
        // Blanks around the text are the program's, if it breaks lines there.
        let text = text.trim_matches(['\n', '\r', '\t']);
        for character in text.chars() {
            let natural = if is_wide(character) { size } else { size * 0.5 } * wide;
            let (dx, dy) = (across.next(), down.next());
            let is_down = dx.is_none_or(|d| d == 0.0) && dy.is_some_and(|d| d != 0.0);
            let step = match is_down {
                true => (0.0, dy.unwrap_or(size)),
                false if read == 90.0 => (0.0, natural),
                false => (dx.unwrap_or(natural), dy.unwrap_or(0.0)),
            };
            // Far away is the next word, not the end of this letter.
            let advance = if step.0 > 0.0 && step.0 <= size * 1.1 {
                step.0
            } else {
                natural
            };
            let place = Place {
                at: (at_x, at_y),
                advance,
                size,
                is_down: step.0 == 0.0 && step.1 > 0.0,
            };
            glyphs.extend(place.glyph(character, &placing, is_bold));
            at_x += step.0;
            at_y += step.1;
        }
    }
}

struct Place {
    at: (f32, f32),
    advance: f32,
    size: f32,
    is_down: bool,
}

impl Place {
    fn glyph(&self, character: char, placing: &Matrix, is_bold: bool) -> Option<Glyph> {
        let (x, y) = placing.point(self.at.0, self.at.1);
        let along = placing.direction(1.0, 0.0);
        let upwards = placing.direction(0.0, self.size);
        let size = upwards.0.hypot(upwards.1);
        let length = along.0.hypot(along.1);
        let glyph = Glyph {
            character,
            x,
            y,
            advance: self.advance * length,
            size,
            is_bold,
            turn: Turn::of(along),
        };
        match self.is_down && glyph.turn == Turn::Right {
            // Its letters stand on a line that goes down through their middle.
            true => Some(Glyph {
                x: x + size / 2.0,
                y: y - size * 0.88,
                advance: size,
                turn: Turn::Vertical,
                ..glyph
            }),
            false => size.is_finite().then_some(glyph),
        }
    }
}

/// Distances from one character to the next; `g 5 4.2` is 4.2 five times.
fn distances(list: Option<&str>) -> Vec<f32> {
    let mut all = Vec::new();
    let mut words = list.unwrap_or_default().split_ascii_whitespace();
    while let Some(word) = words.next() {
        if all.len() > MAX_DISTANCES {
            break;
        }
        if word.eq_ignore_ascii_case("g") {
            let count = words.next().and_then(|n| n.parse::<usize>().ok());
            let distance = words.next().and_then(|d| d.parse::<f32>().ok());
            let (Some(count), Some(distance)) = (count, distance) else {
                break;
            };
            all.extend(std::iter::repeat_n(distance, count.min(MAX_DISTANCES)));
        } else if let Ok(distance) = word.parse() {
            all.push(distance);
        }
    }
    all.retain(|distance: &f32| distance.is_finite());
    all
}

/// Adds the ruling lines that a path is.
pub(crate) fn rules(element: &Element, origin: (f32, f32), rules: &mut Vec<Rule>) {
    let placing = placing(element, origin);
    let Some(data) = element.element("AbbreviatedData") else {
        return;
    };
    let is_stroked = element.attribute("Stroke") != Some("false");
    let data = data.text();
    let mut words = data.split_ascii_whitespace();
    let mut points: Vec<(f32, f32)> = Vec::new();
    let mut start = (0.0, 0.0);
    let mut last = (0.0, 0.0);
    for _ in 0..MAX_STEPS {
        let Some(word) = words.next() else { break };
        let mut point = |skipped: usize| {
            let mut rest = words.by_ref().skip(skipped);
            let (x, y) = (rest.next()?.parse().ok()?, rest.next()?.parse().ok()?);
            Some(placing.point(x, y))
        };
        let (next, is_line) = match word {
            "S" | "M" => (point(0), false),
            "L" => (point(0), true),
            "Q" => (point(2), false),
            "B" => (point(4), false),
            "A" => (point(5), false),
            "C" => (Some(start), true),
            _ => continue,
        };
        let Some(next) = next else { break };
        if matches!(word, "S" | "M") {
            start = next;
        }
        if is_line && is_stroked && rules.len() < MAX_RULES {
            rules.extend(
                Area::around(&[last, next])
                    .filter(is_thin)
                    .map(|area| Rule { area }),
            );
        }
        points.push(next);
        last = next;
    }
    if !is_stroked && rules.len() < MAX_RULES {
        rules.extend(
            Area::around(&points)
                .filter(is_thin)
                .map(|area| Rule { area }),
        );
    }
}

fn is_thin(area: &Area) -> bool {
    area.width().min(area.height()) < THIN && area.width().max(area.height()) > THIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml::tree;

    fn element(text: &str) -> Element {
        tree(text).expect("an element")
    }

    #[test]
    fn characters_stand_where_their_distances_say() {
        let element = element(
            r#"<o:TextObject xmlns:o="x" Boundary="10 20 50 5" Size="4"><o:TextCode X="1" Y="4" DeltaX="g 2 5 7">甲乙丙丁</o:TextCode></o:TextObject>"#,
        );
        let mut found = Vec::new();
        glyphs(&element, (0.0, 0.0), &mut found);
        let places: Vec<f32> = found.iter().map(|g| (g.x / POINTS).round()).collect();
        assert_eq!(places, [11.0, 16.0, 21.0, 28.0]);
        assert_eq!((found[0].y / POINTS).round(), 24.0);
    }

    #[test]
    fn text_that_is_turned_aslant_is_known() {
        let element = element(
            r#"<TextObject Boundary="0 0 50 5" Size="4" CTM="0.7 0.7 -0.7 0.7 0 0"><TextCode X="1" Y="4">甲</TextCode></TextObject>"#,
        );
        let mut found = Vec::new();
        glyphs(&element, (0.0, 0.0), &mut found);
        assert_eq!(found[0].turn, Turn::Aslant);
    }

    #[test]
    fn lines_along_the_edges_are_rules() {
        let element = element(
            r#"<PathObject Boundary="10 10 90 1"><AbbreviatedData>M 0 0 L 80 0 L 80 40 C</AbbreviatedData></PathObject>"#,
        );
        let mut found = Vec::new();
        rules(&element, (0.0, 0.0), &mut found);
        assert_eq!(found.len(), 2);
    }
}
