//! One report made ready for the index: its text in compressed blocks, and its units in rows.
//!
//! This is the costly part of a report that needs no other report, so it runs in parallel, where a
//! lexicon or a batch is made. The blocks and positions that it lays out are explained in
//! [`position`](crate::search::format::position). It never decides which grams are indexed.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use libdeflater::{CompressionLvl, Compressor};
use serde::{Deserialize, Serialize};

use crate::index::{Agency, Block, Entry};
use crate::search::format::block::{Head, Paragraph, TextBlock, beginning, seal};
use crate::search::format::bundle::push_number;
use crate::search::format::position::{
    BLOCK, BODY, TITLE, TITLE_END, TITLE_ROOM, step, text_block,
};
use crate::search::query::MAX_QUERY;
use crate::search::text::gram::push_unit;
use crate::search::text::unit::Units;

/// How hard text is compressed, of 12.
const LEVEL: i32 = 6;

/// Characters that a text block repeats of the next, where one paragraph fills several: as many as a query
/// may have.
const OVERLAP: usize = MAX_QUERY;

/// The positions of a block that paragraphs may take without beginning another; the last are left free,
/// so that no row touches the next block's.
const ROOM: u32 = BLOCK - 2;

/// Rows of text, of numbers, and of the names of what is cited.
pub(super) const TEXT_ROW: u8 = 0;
pub(super) const NUMBER_ROW: u8 = 1;
pub(super) const CITES_ROW: u8 = 2;

/// A report made ready.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(super) key: Key,
    pub(super) facts: Facts,
    /// The text blocks as they are stored.
    pub(super) texts: Vec<Vec<u8>>,
    /// The units, as [`rows`] reads them.
    pub(super) rows: Vec<u8>,
    /// How many units there are.
    pub(super) units: u64,
}

/// What orders reports: the newest first, the undated last, then by id.
pub(super) type Key = (Reverse<u32>, usize, String);

/// What the facets say of a report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) years: Vec<u16>,
    pub(super) agencies: Vec<Agency>,
    pub(super) kind: String,
    pub(super) topics: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) regions: Vec<String>,
}

/// What orders reports in the index: [`build`](super::build) takes them in this order.
pub(crate) fn order(date: Option<u32>, rank: usize, id: &str) -> impl Ord + use<> {
    key(date, rank, id)
}

fn key(date: Option<u32>, rank: usize, id: &str) -> Key {
    (Reverse(date.unwrap_or(0)), rank, id.to_owned())
}

impl Prepared {
    /// Makes a report ready.
    ///
    /// # Errors
    ///
    /// A text that cannot be written as JSON; none is known.
    pub(crate) fn new(entry: Entry) -> io::Result<Prepared> {
        let key = key(entry.date, entry.rank, &entry.id);
        let mut layout = Layout::default();
        layout.report(&entry);
        let head = Head(
            entry.source,
            entry.id,
            entry.url,
            entry.title,
            entry.date.unwrap_or(0),
            entry.numbers,
        );
        Ok(Prepared {
            key,
            texts: layout.compress(&head)?,
            rows: layout.rows,
            units: layout.units,
            facts: Facts {
                years: entry.years,
                agencies: entry.agencies,
                kind: entry.kind,
                topics: entry.topics,
                status: entry.status,
                regions: entry.regions,
            },
        })
    }
}

/// The units of a paragraph.
#[derive(Default)]
struct Row {
    bytes: Vec<u8>,
    units: u64,
    /// Positions that it takes.
    length: u32,
    /// Of each unit its distance from the first and its first scalar.
    starts: Vec<(u32, u32)>,
}

impl Row {
    fn new(text: &str) -> Row {
        let mut row = Row::default();
        let (mut units, mut buffer) = (Units::new(text), String::new());
        while let Some(unit) = units.next(&mut buffer) {
            let at = match row.units {
                0 => 0,
                _ => row.length - 1 + step(unit.separated),
            };
            push_unit(&mut row.bytes, unit.class, &buffer, unit.separated);
            row.units += 1;
            row.length = at + 1;
            row.starts
                .push((at, u32::try_from(unit.start).unwrap_or(u32::MAX)));
        }
        row
    }
}

/// A report as it is laid out.
struct Layout {
    rows: Vec<u8>,
    units: u64,
    texts: Vec<Text>,
    /// The next free position of the headings and of the body.
    next_heading: u32,
    next: u32,
    next_number: u32,
}

#[derive(Default)]
struct Text {
    headings: Vec<String>,
    /// Each with its number among the blocks of the report.
    paragraphs: Vec<(usize, Paragraph)>,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            rows: Vec::new(),
            units: 0,
            texts: vec![Text::default()],
            next_heading: 0,
            next: BODY,
            next_number: 1,
        }
    }
}

impl Layout {
    fn report(&mut self, entry: &Entry) {
        // Rows come in the order of their positions. Headings first, as far as there is room for them; the
        // others are text.
        let mut rest = Vec::new();
        for (number, block) in entry.blocks.iter().enumerate() {
            let row = Row::new(&block.text);
            // One position stays free before the title.
            if block.is_heading && self.next_heading + row.length < TITLE {
                self.row(TEXT_ROW, self.next_heading, &row);
                self.next_heading += row.length + 2;
                self.paragraph(0, number, block, &block.text);
            } else {
                rest.push((number, block, row));
            }
        }
        let title = Row::new(&entry.title);
        match title.length <= TITLE_ROOM {
            true => {
                self.row(TEXT_ROW, TITLE, &title);
                self.row(TEXT_ROW, TITLE_END - title.length, &title);
            }
            // No title is that long; what is one all the same is found as text.
            false => {
                let text = entry.title.clone();
                let block = Block {
                    text,
                    ..Block::default()
                };
                self.body(0, &block, &title);
            }
        }
        for number in &entry.numbers {
            let row = Row::new(number);
            // What is longer than the shortest report is no number.
            if self.next_number + row.length < BODY + ROOM {
                self.row(NUMBER_ROW, self.next_number, &row);
                self.next_number += row.length + 2;
            }
        }
        self.cites(&entry.cites);
        for (number, block, row) in rest {
            self.body(number, block, &row);
        }
        self.below_headings(&entry.blocks);
    }

    /// Adds to the first text block, which holds the headings, how each goes on: what stands below one may lie in a block
    /// that is not read where the heading is what matched.
    fn below_headings(&mut self, blocks: &[Block]) {
        let first = self.texts.first().into_iter();
        let held: BTreeSet<usize> = first
            .flat_map(|text| text.paragraphs.iter().map(|(number, _)| *number))
            .collect();
        let is_heading = |number: &usize| blocks.get(*number).is_some_and(|block| block.is_heading);
        let below = held.iter().filter(|number| is_heading(number));
        let below: Vec<usize> = below.map(|number| number + 1).collect();
        for number in below {
            if let Some(block) = blocks.get(number).filter(|_| !held.contains(&number)) {
                self.paragraph(0, number, block, beginning(&block.text));
            }
        }
    }

    /// The names of what is cited, where the text has its positions; a report whose text is shorter than these gets
    /// text blocks without text for them.
    fn cites(&mut self, names: &[String]) {
        let mut next = BODY;
        for name in names {
            let row = Row::new(name);
            self.row(CITES_ROW, next, &row);
            next += row.length + 2;
        }
        if next > BODY {
            let blocks = text_block(next).map_or(0, |last| last as usize + 1);
            self.texts
                .resize_with(blocks.max(self.texts.len()), Text::default);
        }
    }

    fn row(&mut self, kind: u8, position: u32, row: &Row) {
        if row.units == 0 {
            return;
        }
        self.units += row.units;
        self.rows.push(kind);
        push_number(&mut self.rows, position.into());
        push_number(&mut self.rows, row.bytes.len() as u64);
        self.rows.extend_from_slice(&row.bytes);
    }

    /// Adds a paragraph to the text; a long one goes on in as many text blocks as it needs.
    fn body(&mut self, number: usize, block: &Block, row: &Row) {
        let used = (self.next - BODY) % BLOCK;
        if used + row.length > ROOM && used > 0 {
            self.next += BLOCK - used;
        }
        let position = self.next;
        self.row(TEXT_ROW, position, row);
        self.next += row.length + 2;
        let block_of = |position| text_block(position).unwrap_or(0);
        let first = block_of(position);
        // The positions after a row stay free, also before the next report's.
        let last = block_of(position + row.length + 1);
        if first == last {
            self.paragraph(first, number, block, &block.text);
            return;
        }
        let characters: Vec<char> = block.text.chars().collect();
        for at in first..=last {
            // The first scalar of the first unit that is in a block.
            let start_of = |block: u32| {
                let at = row
                    .starts
                    .partition_point(|(at, _)| block_of(position + at) < block);
                let start = row.starts.get(at);
                start.map_or(characters.len(), |start| start.1 as usize)
            };
            let start = if at == first { 0 } else { start_of(at) };
            let end = match at == last {
                true => characters.len(),
                // Up to a unit, so that no figure is cut.
                false => {
                    let least = start_of(at + 1) + OVERLAP;
                    let unit = row
                        .starts
                        .partition_point(|start| (start.1 as usize) < least);
                    let start = row.starts.get(unit);
                    start.map_or(characters.len(), |start| start.1 as usize)
                }
            };
            let piece: String = characters
                .get(start..end)
                .unwrap_or_default()
                .iter()
                .collect();
            self.paragraph(at, number, block, &piece);
        }
    }

    /// Adds a block of the report, or a piece of it, to a text block.
    fn paragraph(&mut self, text_block: u32, number: usize, block: &Block, text: &str) {
        let at = text_block as usize;
        if self.texts.len() <= at {
            self.texts.resize_with(at + 1, Text::default);
        }
        let Some(held) = self.texts.get_mut(at).filter(|_| !text.is_empty()) else {
            return;
        };
        let headings = &mut held.headings;
        let heading = match headings.iter().rposition(|held| *held == block.heading) {
            Some(at) => at,
            None => {
                headings.push(block.heading.clone());
                headings.len() - 1
            }
        };
        let paragraph = Paragraph {
            anchor: block.anchor.clone(),
            heading: u32::try_from(heading).unwrap_or(u32::MAX),
            is_heading: block.is_heading,
            text: text.to_owned(),
        };
        held.paragraphs.push((number, paragraph));
    }

    fn compress(&mut self, head: &Head) -> io::Result<Vec<Vec<u8>>> {
        let texts = std::mem::take(&mut self.texts).into_iter();
        let compress = |mut text: Text| {
            text.paragraphs.sort_by_key(|(number, _)| *number);
            let paragraphs = text.paragraphs.into_iter().map(|(_, held)| held).collect();
            let block = TextBlock {
                head: head.clone(),
                headings: text.headings,
                paragraphs,
            };
            Ok(seal(&deflate(&block.to_bytes()?)?))
        };
        texts.map(compress).collect()
    }
}

thread_local! {
    /// A compressor is costly to make.
    static COMPRESSOR: RefCell<Compressor> = RefCell::new(
        Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
    );
}

/// Deflated bytes (RFC 1951): the same on every machine, which zlib's successors do not promise.
pub(super) fn deflate(bytes: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
        let length = compressor
            .deflate_compress(bytes, &mut deflated)
            .map_err(io::Error::other)?;
        deflated.truncate(length);
        Ok(deflated)
    })
}

/// A row of units: which kind, where it begins, the units as in terms.
pub(super) struct ReadRow<'r> {
    pub(super) kind: u8,
    pub(super) position: u32,
    pub(super) text: &'r str,
}

/// The rows of a report.
pub(super) fn rows(mut bytes: &[u8]) -> impl Iterator<Item = ReadRow<'_>> {
    std::iter::from_fn(move || {
        let (kind, rest) = bytes.split_first()?;
        bytes = rest;
        let position =
            u32::try_from(crate::search::format::bundle::take_number(&mut bytes)?).ok()?;
        let length =
            usize::try_from(crate::search::format::bundle::take_number(&mut bytes)?).ok()?;
        let (row, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        Some(ReadRow {
            kind: *kind,
            position,
            text: std::str::from_utf8(row).ok()?,
        })
    })
}
