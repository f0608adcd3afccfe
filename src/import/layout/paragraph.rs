//! Lines become paragraphs.
//!
//! In: lines and tables in reading order, and the notes. Out: blocks. A line goes on in the next if the next word would
//! have found no room in it; indents, sizes, numbers and gaps say where paragraphs begin. Never changes a word: the only
//! characters that are added are blanks between words of two lines.

use std::collections::BTreeMap;

use crate::import::document::{Alignment, Block, Inline, Paragraph, text_of};
use crate::import::layout::join::{add, joined};
use crate::import::layout::line::Line;
use crate::import::layout::measure::{Measure, Measures, leading, step};
use crate::import::layout::note::{self, Foot};
use crate::import::layout::table::Grid;
use crate::import::layout::word::{begins_with_number, ends_sentence, is_entry};
use crate::import::layout::{Area, Item, Laid, Link};

/// What is so much larger than most of the text is a heading.
const LARGER: f32 = 1.12;
/// Sizes that differ by less are one.
const SAME_SIZE: f32 = 0.08;
/// Characters of a heading.
const MAX_HEADING: usize = 80;
/// Lines that stand so much farther apart than usual are two paragraphs.
const GAP: f32 = 1.45;

/// Boxes of a page that lines may stand beside.
const MAX_BOXES: usize = 100;
/// Between a box and the text, in parts of the size.
const BESIDE: f32 = 1.6;
/// First lines are indented by less than so many letters.
const FAR: f32 = 6.0;

/// How a line goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It does not.
    Ends,
    /// In the next, as if there were no break.
    Wraps,
    /// In the next, after a break that its author made.
    Breaks,
}

/// Makes blocks of lines and tables.
pub(crate) fn written(
    items: Vec<Item>,
    feet: Vec<Foot>,
    links: &BTreeMap<usize, Vec<Link>>,
    widths: &BTreeMap<usize, f32>,
) -> Laid {
    let lines = items.iter().filter_map(|item| match item {
        Item::Line(line) => Some(line),
        Item::Table(_) | Item::Picture(_) => None,
    });
    let lines: Vec<&Line> = lines.collect();
    let tables = items.iter().filter_map(|item| match item {
        Item::Table(grid) => Some((grid.area.left, grid.area.right)),
        _ => None,
    });
    let tables: Vec<(f32, f32)> = tables.collect();
    let measures = Measures::of(&lines, widths, &tables);
    let beside = boxes(&items);
    let mut writer = Writer {
        is_indented: is_indented(&lines, &measures),
        beside,
        measures,
        leading: leading(&lines),
        sizes: headings(&lines),
        links,
        feet: &feet,
        blocks: Vec::new(),
        open: Vec::new(),
        pictures: Vec::new(),
        frames: Vec::new(),
        table: None,
    };
    for item in items {
        match item {
            Item::Line(line) => writer.line(line),
            Item::Table(grid) => writer.table(grid),
            Item::Picture(picture) => writer.picture(picture.file),
        }
    }
    writer.flush();
    let blocks = writer.blocks;
    let notes = feet.iter().map(|foot| {
        let links = links.get(&foot.page).map_or(&[][..], Vec::as_slice);
        let paragraph = Paragraph {
            inlines: joined(&foot.lines, links, true),
            ..Paragraph::default()
        };
        vec![Block::Paragraph(paragraph)]
    });
    Laid {
        blocks,
        notes: notes.collect(),
        remarks: Vec::new(),
    }
}

struct Writer<'a> {
    measures: Measures,
    /// How far lines are from one another, by their size.
    leading: BTreeMap<i32, f32>,
    /// First lines of paragraphs are indented.
    is_indented: bool,
    /// Boxes and images that lines stand beside, by their page.
    beside: BTreeMap<usize, Vec<Area>>,
    /// Sizes of headings, the largest first.
    sizes: Vec<i32>,
    links: &'a BTreeMap<usize, Vec<Link>>,
    feet: &'a [Foot],
    blocks: Vec<Block>,
    /// The lines of the paragraph that is not yet at its end, each with how the one before goes on in it.
    open: Vec<(Line, Next)>,
    /// Images that come after it: files of the document.
    pictures: Vec<usize>,
    /// Boxes that come after it.
    frames: Vec<Grid>,
    /// A table that may go on on the next page.
    table: Option<Grid>,
}

impl Writer<'_> {
    fn line(&mut self, line: Line) {
        self.flush_table();
        let next = match self.open.last() {
            Some((last, _)) => self.next(last, &line),
            None => Next::Ends,
        };
        if next == Next::Ends {
            self.flush_paragraph();
        }
        self.open.push((line, next));
    }

    fn table(&mut self, grid: Grid) {
        if grid.is_frame() {
            self.flush_table();
            self.frames.push(grid);
            if self.open.is_empty() {
                self.flush_pictures();
            }
            return;
        }
        self.flush_paragraph();
        match &mut self.table {
            Some(open) if open.goes_on_with(&grid) => open.append(grid),
            _ => {
                self.flush_table();
                self.table = Some(grid);
            }
        }
    }

    /// A picture stands after the paragraph that it interrupts, or between two.
    fn picture(&mut self, file: usize) {
        self.flush_table();
        self.pictures.push(file);
        if self.open.is_empty() {
            self.flush_pictures();
        }
    }

    /// Writes what waits for the end of the paragraph.
    fn flush_pictures(&mut self) {
        let links = |page: usize| self.links.get(&page).cloned().unwrap_or_default();
        for frame in std::mem::take(&mut self.frames) {
            self.blocks.extend(frame.paragraphs(&links, self.feet));
        }
        for file in std::mem::take(&mut self.pictures) {
            let image = Inline::Image {
                file,
                alternative: String::new(),
            };
            self.blocks.push(Block::Paragraph(Paragraph {
                inlines: vec![image],
                ..Paragraph::default()
            }));
        }
    }

    fn flush(&mut self) {
        self.flush_paragraph();
        self.flush_table();
    }

    fn flush_table(&mut self) {
        if let Some(grid) = self.table.take() {
            let links = |page: usize| self.links.get(&page).cloned().unwrap_or_default();
            let table = grid.table(&links, self.feet);
            self.blocks.push(Block::Table(table));
        }
    }

    /// How a line goes on in the one that follows it.
    fn next(&self, line: &Line, next: &Line) -> Next {
        let size = line.size.max(next.size);
        if (line.size - next.size).abs() > size * SAME_SIZE {
            return Next::Ends;
        }
        let (own, other) = (self.measures.of_line(line), self.measures.of_line(next));
        let is_far = line.page == next.page
            && line.column == next.column
            && next.base - line.base
                > GAP * self.leading.get(&step(size)).copied().unwrap_or(size * 2.0);
        if is_far {
            return Next::Ends;
        }
        let text = line.text();
        let is_first = self.open.len() == 1;
        let (_, edge) = self.room(line);
        let is_full = own.is_full(line, next)
            || edge.is_some_and(|edge| line.right + next.first_word() > edge - size * BESIDE);
        let indent = match self.room(next).0 {
            Some(edge) if next.left - edge < size * BESIDE => 0.0,
            _ => next.left - other.left,
        };
        if own.alignment(line) == Alignment::Center && other.alignment(next) == Alignment::Center {
            // A title of several lines is larger than the text.
            let following = next.text();
            let is_alike = self.sizes.contains(&step(size))
                || (line.is_bold() && next.is_bold())
                || following.starts_with("关于")
                || following.starts_with("關於");
            let is_title = is_alike && !begins_with_number(&following) && !ends_sentence(&text);
            return match (is_title, is_full) {
                (true, true) => Next::Wraps,
                (true, false) => Next::Breaks,
                (false, _) => Next::Ends,
            };
        }
        // What begins far to the right, a signature, does not go on at the left.
        if !is_full || (line.left - own.left) - indent > size * FAR || is_entry(&text) {
            return Next::Ends;
        }
        let is_second_of_title = is_first
            && other.alignment(next) == Alignment::Center
            && own.is_centred_about(line, next)
            && !ends_sentence(&text)
            && !begins_with_number(&next.text());
        if is_second_of_title {
            return Next::Wraps;
        }
        if begins_with_number(&next.text()) && (indent > size * 0.5 || ends_sentence(&text)) {
            return Next::Ends;
        }
        if indent <= size * 0.8 {
            // Where nothing is indented, a sentence that ends with its line may end the paragraph too.
            let may_end =
                text.ends_with(['。', '！', '？']) && !self.is_indented && !own.is_flush(line);
            return if may_end { Next::Ends } else { Next::Wraps };
        }
        // What is indented goes on only in a paragraph that is indented as a whole.
        let above = match is_first {
            true => hanging(line, next.left, size),
            false => (line.left - own.left - indent).abs() < size * 0.4,
        };
        let is_block = (line.left - own.left - indent).abs() < size * 0.4 && !ends_sentence(&text);
        match above || is_block {
            true => Next::Wraps,
            false => Next::Ends,
        }
    }

    /// Where boxes beside a line end on its left and begin on its right.
    fn room(&self, line: &Line) -> (Option<f32>, Option<f32>) {
        let own = line.area();
        let boxes = self.beside.get(&line.page).map_or(&[][..], Vec::as_slice);
        let level = boxes
            .iter()
            .filter(|area| area.top < own.bottom && area.bottom > own.top);
        let left = level
            .clone()
            .map(|area| area.right)
            .filter(|edge| *edge <= own.left + 2.0);
        let right = level
            .map(|area| area.left)
            .filter(|edge| *edge >= own.right - 2.0);
        (left.reduce(f32::max), right.reduce(f32::min))
    }

    fn flush_paragraph(&mut self) {
        let open = std::mem::take(&mut self.open);
        let Some((first, _)) = open.first() else {
            return;
        };
        let measure = self.measures.of_line(first);
        let mut alignments = open
            .iter()
            .map(|(line, _)| self.measures.of_line(line).alignment(line));
        let alignment = alignments.next_back().unwrap_or_default();
        let is_same = open.len() == 1
            || alignments.all(|a| a == alignment)
            || self.is_wrapped_title(&open, measure);
        let alignment = if is_same { alignment } else { Alignment::Left };
        let size = first.size;
        let mut inlines: Vec<Inline> = Vec::new();
        let is_bold = open.iter().all(|(line, _)| line.is_bold());
        for (line, next) in &open {
            let links = self.links.get(&line.page).map_or(&[][..], Vec::as_slice);
            let mut more = line.inlines(links, is_bold);
            note::place_signs(&mut more, line.page, self.feet);
            add(&mut inlines, more, *next == Next::Breaks);
        }
        let text = text_of(&inlines);
        let heading = self.heading(size, &text, is_bold && alignment == Alignment::Center);
        self.blocks.push(Block::Paragraph(Paragraph {
            heading,
            inlines,
            alignment,
            size: (size * 2.0).round().clamp(0.0, 400.0) as u16,
            ..Paragraph::default()
        }));
        self.flush_pictures();
    }

    /// Whether the first lines of a paragraph are full and its last is in the middle.
    fn is_wrapped_title(&self, open: &[(Line, Next)], measure: &Measure) -> bool {
        let last = open.last().map(|(line, _)| line);
        last.is_some_and(|last| measure.alignment(last) == Alignment::Center)
    }

    /// Which heading a paragraph is by its size.
    fn heading(&self, size: f32, text: &str, is_bold: bool) -> Option<u8> {
        let is_short = text.chars().count() <= MAX_HEADING && !text.ends_with(['。', '；', '，']);
        let level = self.sizes.iter().position(|known| *known == step(size));
        match level {
            Some(level) if is_short => u8::try_from(level + 1).ok().map(|level| level.min(6)),
            None if is_bold && is_short => u8::try_from(self.sizes.len() + 1)
                .ok()
                .map(|level| level.min(6)),
            _ => None,
        }
    }
}

/// Boxes and images that lines may stand beside, by their page.
fn boxes(items: &[Item]) -> BTreeMap<usize, Vec<Area>> {
    let mut boxes: BTreeMap<usize, Vec<Area>> = BTreeMap::new();
    let mut page = 1;
    for item in items {
        match item {
            Item::Line(line) => page = line.page,
            Item::Table(grid) => {
                page = grid.page;
                if grid.is_frame() {
                    boxes.entry(page).or_default().push(grid.area);
                }
            }
            // An image has the page of what stands before it.
            Item::Picture(picture) => boxes.entry(page).or_default().push(picture.area),
        }
    }
    for boxes in boxes.values_mut() {
        boxes.truncate(MAX_BOXES);
    }
    boxes
}

/// Whether most paragraphs that have no number begin with an indented line.
fn is_indented(lines: &[&Line], measures: &Measures) -> bool {
    let (mut indented, mut others) = (0, 0);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let (own, other) = (measures.of_line(line), measures.of_line(next));
        let begins = !own.is_full(line, next) && other.alignment(next) == Alignment::Left;
        if begins && !begins_with_number(&next.text()) {
            let indent = next.left - other.left;
            match indent > next.size * 0.8 && indent < next.size * 4.0 {
                true => indented += 1,
                false => others += 1,
            }
        }
    }
    indented > others
}

/// Whether the text of a line, after its number, begins where the next one does.
fn hanging(line: &Line, left: f32, size: f32) -> bool {
    if !begins_with_number(&line.text()) {
        return false;
    }
    let near = line.glyphs.iter().skip(1).take(10);
    left > line.left + size * 0.4
        && near
            .into_iter()
            .any(|glyph| (glyph.x - left).abs() < size * 0.2)
}

/// Sizes of headings, the largest first: those that are larger than most of the text.
fn headings(lines: &[&Line]) -> Vec<i32> {
    // By the room that text takes: a letter is half as wide as a Han.
    let mut counts: BTreeMap<i32, f32> = BTreeMap::new();
    for line in lines {
        *counts.entry(step(line.size)).or_default() += line.right - line.left;
    }
    let usual = counts
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or(0, |(size, _)| *size);
    let larger = counts
        .into_keys()
        .filter(|size| *size as f32 > usual as f32 * LARGER);
    let mut larger: Vec<i32> = larger.collect();
    larger.reverse();
    larger
}
