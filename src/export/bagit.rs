//! The files of a bag beside its payload (BagIt 1.0, RFC 8493).
//!
//! In: paths, digests and lengths, what the bag is of. Out: the texts of its tag files. Never opens a file; names no day,
//! since nothing here knows one.

use crate::plain_text::one_line;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// A file of the payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payload {
    /// Below the folder `data`.
    pub(super) path: String,
    pub(super) digest: [u8; 32],
    pub(super) bytes: u64,
}

/// What the bag is of, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    /// Whose log it is.
    pub(super) origin: Option<String>,
    /// Which publication, and how many entries its log has.
    pub(super) release: Option<(u64, u64)>,
}

const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const MANIFEST: &str = "manifest-sha256.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// The tag files of a bag with this payload, which is sorted by path.
pub(super) fn tags(payload: &[Payload], about: &About) -> Vec<(&'static str, String)> {
    let mut manifest = String::new();
    for file in payload {
        let digest = base16ct::lower::encode_string(&file.digest);
        let _ = writeln!(manifest, "{digest}  data/{}", escaped(&file.path));
    }
    let mut tags = vec![
        ("bag-info.txt", info(payload, about)),
        ("bagit.txt", DECLARATION.to_owned()),
        (MANIFEST, manifest),
    ];
    let mut sums = String::new();
    for (path, text) in &tags {
        let digest = base16ct::lower::encode_string(&Sha256::digest(text));
        let _ = writeln!(sums, "{digest}  {path}");
    }
    tags.push((TAG_MANIFEST, sums));
    tags
}

fn info(payload: &[Payload], about: &About) -> String {
    let bytes: u64 = payload.iter().map(|file| file.bytes).sum();
    let release = about.release.map(|(release, entries)| {
        format!("publication {release} of the archive, whose log has {entries} entries then")
    });
    let fields = [
        ("Source-Organization", about.publisher.clone()),
        ("External-Description", about.title.clone()),
        ("External-Identifier", about.origin.clone()),
        ("Internal-Sender-Description", release),
        ("Payload-Oxum", Some(format!("{bytes}.{}", payload.len()))),
        (
            "Bag-Software-Agent",
            Some(concat!("gongbao ", env!("CARGO_PKG_VERSION")).to_owned()),
        ),
    ];
    let mut text = String::new();
    for (label, value) in fields {
        let value = value.map(|value| one_line(&value)).unwrap_or_default();
        if !value.is_empty() {
            let _ = writeln!(text, "{label}: {value}");
        }
    }
    text
}

/// A path as manifests have it (section 2.1.3). Of what is escaped there, a site has percent signs alone.
fn escaped(path: &str) -> String {
    path.replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\r', "%0D")
}

#[cfg(test)]
mod tests {
    use super::{About, Payload, tags};

    #[test]
    fn a_bag_says_what_is_in_it() {
        let payload = [("a/50%.csv", 3), ("报告/index.md", 4)].map(|(path, bytes)| Payload {
            path: path.to_owned(),
            digest: [0xab; 32],
            bytes,
        });
        let about = About {
            title: Some("云麓县\n档案".to_owned()),
            publisher: None,
            origin: Some("a.example/log".to_owned()),
            release: Some((2, 9)),
        };
        let made = tags(&payload, &about);
        let text = |name: &str| {
            let found = made.iter().find(|(path, _)| *path == name);
            found.map_or("", |(_, text)| text)
        };
        let ab = "ab".repeat(32);
        assert_eq!(
            text("manifest-sha256.txt"),
            format!("{ab}  data/a/50%25.csv\n{ab}  data/报告/index.md\n")
        );
        assert_eq!(
            text("bagit.txt"),
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        );
        let info = text("bag-info.txt");
        assert!(
            info.starts_with(
                "External-Description: 云麓县 档案\nExternal-Identifier: a.example/log\n"
            ),
            "{info}"
        );
        assert!(
            info.contains("\nPayload-Oxum: 7.2\n") && !info.contains("Date"),
            "{info}"
        );
        assert_eq!(text("tagmanifest-sha256.txt").lines().count(), 3);
    }
}
