//! Which cells of the tables of a text are numbers and stand at the end of their column, where no author says how they stand.
//!
//! In: a document. Out: of a table of Markdown its columns of numbers; of a cell of HTML whether it is one, since cells there
//! may be merged. What names the rows, the first of each, is none: years stand there, and numbers of items.

use crate::report::markdown::Document;
use crate::report::markdown::token::{Element, LeafKind, Token};
use crate::report::numeric::{are_numbers, is_number};

/// Bytes of a number, at most.
const LONGEST: usize = 60;

/// The columns of a table of Markdown, by whether they are columns of numbers.
pub(super) fn numeric_columns(document: &Document<'_>, table: u32) -> Vec<bool> {
    let Some(table) = document.tape.tables.get(table as usize) else {
        return Vec::new();
    };
    let leaves = table.leaves.start as usize..table.leaves.end as usize;
    let leaves = document.tape.leaves.get(leaves).unwrap_or_default();
    let mut columns: Vec<Vec<&str>> = vec![Vec::new(); table.columns.len()];
    for leaf in leaves {
        if let LeafKind::Cell {
            head: false,
            column,
        } = leaf.kind
            && let Some(texts) = columns.get_mut(column as usize)
        {
            texts.push(document.str(leaf.text));
        }
    }
    let columns = columns.into_iter().enumerate();
    let columns = columns.map(|(at, texts)| at > 0 && are_numbers(texts.into_iter()));
    columns.collect()
}

/// Whether the cell of HTML that opens with the token at a place is a number, and not the first of its row.
pub(super) fn is_numeric(document: &Document<'_>, at: usize) -> bool {
    let tokens = &document.tape.tokens;
    let before = tokens.get(..at).unwrap_or_default();
    let is_nothing = |token: &&Token| matches!(token, Token::Soft | Token::Space | Token::Nothing);
    let is_first = before.iter().rev().find(|token| !is_nothing(token));
    if matches!(is_first, None | Some(Token::Open(Element::Tr, _))) {
        return false;
    }
    let mut text = String::new();
    for token in tokens.get(at + 1..).unwrap_or_default() {
        match token {
            Token::Close(Element::Td) => return is_number(&text),
            Token::Text(slice) => text.push_str(document.str(*slice)),
            Token::Space | Token::Soft => text.push(' '),
            Token::Open(element, _) | Token::Close(element) if is_of_text(*element) => {}
            Token::Leaf(_) | Token::LeafEnd | Token::Nothing => {}
            _ => return false,
        }
        if text.len() > LONGEST {
            return false;
        }
    }
    false
}

/// Whether an element leaves a number a number.
fn is_of_text(element: Element) -> bool {
    element.is_inline() && !matches!(element, Element::Sup | Element::Sub)
}
