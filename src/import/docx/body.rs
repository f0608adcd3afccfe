//! The text of a package, from opening its parts to the last of its notes.
//!
//! In: a package: the file, or one that is embedded in it. Out: a reader of it, and the blocks of its text; the notes, the
//! files and what is to be said are in the reader. Never reads what stands beside the text.

use crate::diagnostic::Text;
use crate::import::document::Block;
use crate::import::docx::counters::Counters;
use crate::import::docx::ground::Ground;
use crate::import::docx::numbering::Numbering;
use crate::import::docx::package::Package;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::styles::Styles;
use crate::import::docx::{beside, notes};
use crate::import::xml::{Parser, Piece};
use crate::import::{Refusal, Source};

// A package can be embedded in a text: methods of the reader, which its place in the text has at hand.
impl<'r> Reader<'r> {
    /// A reader of the text of a package.
    pub(super) fn open(
        source: &'r Source<'r>,
        package: &'r Package<'r>,
    ) -> Result<Reader<'r>, Refusal> {
        let main = package.main()?;
        let part = |kind: &str| match main.by_kind(kind) {
            Some(path) => package.tree(path),
            None => Ok(None),
        };
        // A file without styles or lists is read as if it had none.
        let styles = part("styles")?.as_ref().map(Styles::of);
        let numbering = part("numbering")?.as_ref().map(Numbering::of);
        let counters = Counters::new(numbering.unwrap_or_default());
        let mut reader = Reader::new(source, package, main, styles.unwrap_or_default(), counters);
        reader.comments = beside::comments(&reader)?;
        Ok(reader)
    }

    /// The blocks of the text; its notes and comments are in the reader.
    pub(super) fn body(&mut self) -> Result<Vec<Block>, Refusal> {
        let path = self.part.path.clone();
        let text = self.package.text(&path)?;
        let text = text.ok_or_else(no_text)?;
        let mut parser = Parser::new(&text);
        let mut blocks = Vec::new();
        let mut is_found = false;
        let mut context = Context::default();
        while let Some(piece) = parser.next()? {
            let Piece::Start(element) = piece else {
                continue;
            };
            match &*element.name {
                // More than one is against the rules; programs show them all.
                "body" => {
                    is_found = true;
                    blocks.extend(self.whole_text(&mut parser, context)?);
                }
                "document" => {}
                // Paper of another colour, perhaps.
                "background" => {
                    context.ground = Ground::Unknown;
                    parser.skip()?;
                }
                _ => parser.skip()?,
            }
        }
        drop(text);
        if !is_found {
            return Err(no_text());
        }
        notes::read(self)?;
        beside::stray_comments(self);
        Ok(blocks)
    }
}

fn no_text() -> Refusal {
    Refusal(Text::new(
        "文档的正文部分是空的，或不是 Word 格式；请用原程序打开并另存一份",
        "the part that should be the text is empty or no Word text; open the file with its program and save it anew",
    ))
}
