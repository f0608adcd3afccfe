//! Pages are turned until most of their text runs to the right.
//!
//! In: a page whose characters may run anywhere. Out: the same page, all of whose characters run to the right: columns of
//! vertical writing are lines then. What runs aslant, as watermarks do, is left out, and named.

use crate::import::document::{Remark, RemarkKind};
use crate::import::layout::word::is_wide;
use crate::import::layout::{Area, Glyph, Page, Turn, remark};

/// Where letters stand above their baseline, in parts of their size.
const RISE: f32 = 0.88;
/// Letters below one another that make vertical writing.
const COLUMNS: usize = 20;
/// What is so steep goes to none of the four sides: the lesser part of its direction.
const ASLANT: f32 = 0.12;
/// Characters that stand in one column of turned text.
const NEAR: f32 = 1.0;

impl Turn {
    /// To which side a direction goes.
    pub(crate) fn of((x, y): (f32, f32)) -> Turn {
        let (across, down) = (x.abs(), y.abs());
        if across.min(down) > ASLANT * across.max(down) {
            return Turn::Aslant;
        }
        match across >= down {
            true if x >= 0.0 => Turn::Right,
            true => Turn::Left,
            false if y > 0.0 => Turn::Down,
            false => Turn::Up,
        }
    }
}

/// The page as one would hold it to read it.
pub(crate) fn upright(mut page: Page, remarks: &mut Vec<Remark>) -> Page {
    let aslant: String = page
        .glyphs
        .iter()
        .filter(|glyph| glyph.turn == Turn::Aslant)
        .map(|glyph| glyph.character)
        .collect();
    if !aslant.trim().is_empty() {
        remarks.push(remark(
            RemarkKind::Dropped,
            "斜排的文字（多为水印，不进入正文）",
            "text that runs aslant (a watermark, as a rule; not in the report)",
            page.number,
            aslant.trim(),
        ));
    }
    page.glyphs.retain(|glyph| glyph.turn != Turn::Aslant);
    find_columns(&mut page.glyphs);
    let count = |turn| {
        let glyphs = page.glyphs.iter();
        glyphs.filter(|g| g.turn == turn && !g.is_blank()).count()
    };
    let turns = [
        Turn::Right,
        Turn::Down,
        Turn::Left,
        Turn::Up,
        Turn::Vertical,
    ];
    // The first of those that have as many: text runs to the right.
    let main = turns.into_iter().rev().max_by_key(|turn| count(*turn));
    let main = main.unwrap_or(Turn::Right);
    let (width, height) = (page.width, page.height);
    let place = |x: f32, y: f32| match main {
        Turn::Right | Turn::Aslant => (x, y),
        Turn::Down | Turn::Vertical => (y, width - x),
        Turn::Left => (width - x, height - y),
        Turn::Up => (height - y, x),
    };
    for glyph in &mut page.glyphs {
        let (x, y) = place(glyph.x, glyph.y);
        (glyph.x, glyph.y) = (x, y);
        if main == Turn::Vertical && glyph.turn == Turn::Vertical {
            // It stood with its middle on the line.
            glyph.y += glyph.size * (RISE - 0.5);
        }
        glyph.turn = turned(glyph.turn, main);
    }
    let placed = |area: Area| {
        let corners = [place(area.left, area.top), place(area.right, area.bottom)];
        Area::around(&corners).unwrap_or_default()
    };
    for rule in &mut page.rules {
        rule.area = placed(rule.area);
    }
    for link in &mut page.links {
        link.area = placed(link.area);
    }
    for picture in &mut page.pictures {
        picture.area = placed(picture.area);
    }
    if matches!(main, Turn::Down | Turn::Up | Turn::Vertical) {
        (page.width, page.height) = (height, width);
    }
    stand_up(&mut page.glyphs);
    page
}

/// Programs without vertical writing place its letters one by one: if each stands below the one before, they are columns.
fn find_columns(glyphs: &mut [Glyph]) {
    let (mut down, mut across) = (0, 0);
    for pair in glyphs.windows(2) {
        let [glyph, next] = pair else { continue };
        let is_upright = glyph.turn == Turn::Right
            && next.turn == Turn::Right
            && is_wide(glyph.character)
            && is_wide(next.character);
        let (x, y) = (next.x - glyph.x, next.y - glyph.y);
        let size = glyph.size;
        if is_upright && x.abs() < size * 0.1 && y > size * 0.7 && y < size * 1.6 {
            down += 1;
        } else if is_upright && y.abs() < size * 0.1 && x > size * 0.7 && x < size * 1.6 {
            across += 1;
        }
    }
    if down < COLUMNS || down < across * 4 {
        return;
    }
    for glyph in glyphs {
        if glyph.turn == Turn::Right {
            glyph.x += glyph.advance / 2.0;
            glyph.y -= glyph.size * RISE;
            glyph.advance = glyph.size;
            glyph.turn = Turn::Vertical;
        } else if glyph.turn == Turn::Down {
            // Words of letters lie between the upright ones; their baseline is at the side.
            glyph.x += glyph.size * (RISE - 0.5);
            glyph.turn = Turn::Vertical;
        }
    }
}

/// Where text of a turn goes on a page that was turned.
fn turned(turn: Turn, main: Turn) -> Turn {
    const ROUND: [Turn; 4] = [Turn::Right, Turn::Down, Turn::Left, Turn::Up];
    if turn == main {
        return Turn::Right;
    }
    let at = |turn| match turn {
        Turn::Vertical => 1,
        turn => ROUND.iter().position(|t| *t == turn).unwrap_or(0),
    };
    if turn == Turn::Vertical && main == Turn::Right {
        return turn;
    }
    let index = (at(turn) + 4 - at(main)) % 4;
    ROUND.get(index).copied().unwrap_or(Turn::Right)
}

/// Makes letters one below the other of the few that run otherwise than the page: so heads of rows stand in tables.
fn stand_up(glyphs: &mut [Glyph]) {
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        let (turn, mut x) = (first.turn, first.x);
        let run = rest.iter().take_while(|glyph| {
            let is_near = (glyph.x - x).abs() < NEAR || turn == Turn::Right;
            x = glyph.x;
            glyph.turn == turn && is_near
        });
        let count = run.count().max(1);
        let (run, others) = rest.split_at_mut(count);
        if turn != Turn::Right {
            let low = run.iter().map(|g| g.y).fold(f32::INFINITY, f32::min);
            let high = run.iter().map(|g| g.y).fold(f32::NEG_INFINITY, f32::max);
            for glyph in run {
                let size = glyph.size;
                match turn {
                    Turn::Vertical => {
                        glyph.x -= size / 2.0;
                        glyph.y += size * RISE;
                    }
                    Turn::Up => {
                        glyph.x -= size * RISE;
                        glyph.y = low + high - glyph.y;
                    }
                    Turn::Left => glyph.x -= glyph.advance,
                    _ => glyph.y += size * RISE,
                }
                glyph.advance = size;
                glyph.turn = Turn::Right;
            }
        }
        rest = others;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(character: char, x: f32, y: f32, turn: Turn) -> Glyph {
        Glyph {
            character,
            x,
            y,
            advance: 10.0,
            size: 10.0,
            is_bold: false,
            turn,
        }
    }

    fn page(glyphs: Vec<Glyph>) -> Page {
        Page {
            number: 1,
            width: 200.0,
            height: 300.0,
            glyphs,
            ..Page::default()
        }
    }

    #[test]
    fn a_page_that_lies_is_turned() {
        let glyphs = vec![
            glyph('甲', 150.0, 20.0, Turn::Down),
            glyph('乙', 150.0, 30.0, Turn::Down),
        ];
        let page = upright(page(glyphs), &mut Vec::new());
        assert_eq!((page.width, page.height), (300.0, 200.0));
        let places: Vec<_> = page.glyphs.iter().map(|g| (g.x, g.y)).collect();
        assert_eq!(places, [(20.0, 50.0), (30.0, 50.0)]);
    }

    #[test]
    fn what_runs_aslant_is_named() {
        let glyphs = vec![
            glyph('样', 10.0, 20.0, Turn::Aslant),
            glyph('甲', 10.0, 20.0, Turn::Right),
        ];
        let mut remarks = Vec::new();
        let page = upright(page(glyphs), &mut remarks);
        assert_eq!(page.glyphs.len(), 1);
        assert_eq!(remarks.first().map(|r| r.quote.as_str()), Some("样"));
    }

    #[test]
    fn columns_of_upright_letters_are_lines() {
        let glyphs = vec![
            glyph('甲', 150.0, 20.0, Turn::Vertical),
            glyph('乙', 150.0, 30.0, Turn::Vertical),
            glyph('丙', 130.0, 20.0, Turn::Vertical),
        ];
        let page = upright(page(glyphs), &mut Vec::new());
        let (first, third) = (&page.glyphs[0], &page.glyphs[2]);
        assert!(first.y < third.y && first.x == third.x);
    }
}
