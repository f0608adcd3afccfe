//! Checkpoints (C2SP tlog-checkpoint): whose log, how many entries, and the root of their tree.
//!
//! In: text. Out: the three values. Further lines, which other logs may have, are refused: no log of gongbao has any, and
//! what they say nobody could check.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::log::key::is_key_name;
use crate::log::tree::Hash;
use crate::log::{MAX_SIZE, decimal};

/// A tree head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// Whose log it is.
    pub(crate) origin: String,
    /// Entries.
    pub(crate) size: u64,
    /// The root of their tree.
    pub(crate) root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub(crate) fn text(&self) -> String {
        format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            BASE64.encode(self.root)
        )
    }

    /// A checkpoint from the text of a note; `None` where it is none.
    pub(crate) fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let size = decimal(size).filter(|size| *size <= MAX_SIZE)?;
        let root = BASE64.decode(root).ok()?.try_into().ok()?;
        let is_whole = lines.next().is_none() && is_key_name(origin);
        is_whole.then(|| Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Checkpoint;

    #[test]
    fn the_example_of_the_standard_is_read_and_written() {
        let text =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let checkpoint = Checkpoint::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(checkpoint.size, 20_852_163);
        assert_eq!(checkpoint.text(), text);
    }

    #[test]
    fn what_lies_is_refused() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for text in [
            String::new(),
            format!("a\n1\n{root}"),
            format!("a\n01\n{root}\n"),
            format!("a\n-1\n{root}\n"),
            format!("a\n18446744073709551615\n{root}\n"),
            format!("a\n1099511627777\n{root}\n"),
            format!("\n1\n{root}\n"),
            format!("a\n1\n{root}\nmore\n"),
            "a\n1\nAAAA\n".to_owned(),
        ] {
            assert_eq!(Checkpoint::parse(&text), None, "{text:?}");
        }
    }
}
