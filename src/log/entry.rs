//! What a log says: an entry for each thing that happened to a report, and one for each publication.
//!
//! In: values. Out: their canonical JSON (RFC 8785), of which the tree has the hash; and back. Holds no title and no text, but
//! the address and the reasons, for good: what is in a log cannot be taken out of it. Bytes that are not the canonical ones of an entry are none.

use serde::{Deserialize, Serialize};

/// The version of this form.
const VERSION: u8 = 1;

/// Bytes of an entry, at most.
pub(crate) const MAX_BYTES: usize = 4096;

/// Bytes of a reason, at most, so that an entry has room for it: of the controls, which take six bytes each, no text of an
/// archive has another than tab and line feed.
pub(crate) const MAX_REASON: usize = 600;

/// What happened to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Operation {
    /// It was published for the first time.
    Publish,
    /// Its text, its attachments or its address are others, which is stated with a reason.
    Correct,
    /// Its text was taken away, which is stated with a reason.
    Withdraw,
    /// What was withdrawn is there again, as it was.
    Restore,
}

/// SHA-256 in lower-case hexadecimal, and bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) sha256: String,
    pub(crate) size: u64,
}

/// The files beside a report: how many, and SHA-256 of their list, in which each has a line as `sha256sum` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    pub(crate) n: u64,
    pub(crate) sha256: String,
}

/// An entry of a report. (Fields stand in the order of RFC 8785.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// The day or time that the publisher states: of publication, correction or withdrawal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) files: Option<Files>,
    /// The path of its page in the archive.
    pub(crate) id: String,
    pub(crate) op: Operation,
    /// The entry before this one of the same report, by its place in the log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) prev: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) reason: Option<String>,
    /// Which text of the report it is, from 1.
    pub(crate) rev: u64,
    /// The text, as it is published beside the page; none where it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) source: Option<Source>,
    v: u8,
}

/// What [`Document::new`] is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) op: Operation,
    pub(crate) id: String,
    pub(crate) rev: u64,
    pub(crate) date: Option<String>,
    pub(crate) source: Option<Source>,
    pub(crate) files: Option<Files>,
    pub(crate) prev: Option<u64>,
    pub(crate) reason: Option<String>,
}

impl Document {
    pub(crate) fn new(stated: Stated) -> Document {
        let Stated {
            op,
            id,
            rev,
            date,
            source,
            files,
            prev,
            reason,
        } = stated;
        Document {
            date,
            files,
            id,
            op,
            prev,
            reason,
            rev,
            source,
            v: VERSION,
        }
    }
}

/// The list of all files of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) files: u64,
    pub(crate) sha256: String,
    pub(crate) size: u64,
}

/// An entry of a publication. (Fields stand in the order of RFC 8785.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    /// SHA-256 of the settings of the archive.
    pub(crate) config_sha256: String,
    /// Reports that are published.
    pub(crate) docs: u64,
    /// The program that made it.
    pub(crate) generator: String,
    pub(crate) manifest: Manifest,
    op: ReleaseOperation,
    /// Which publication it is, from 1.
    pub(crate) seq: u64,
    v: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum ReleaseOperation {
    #[serde(rename = "release")]
    Release,
}

impl Release {
    pub(crate) fn new(
        seq: u64,
        docs: u64,
        generator: String,
        config_sha256: String,
        manifest: Manifest,
    ) -> Release {
        Release {
            config_sha256,
            docs,
            generator,
            manifest,
            op: ReleaseOperation::Release,
            seq,
            v: VERSION,
        }
    }
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Entry {
    /// Of a report.
    Document(Document),
    /// Of a publication.
    Release(Release),
}

impl Entry {
    /// Its bytes; `None` where they would be too many.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        let bytes = serde_json::to_vec(self).ok()?;
        (bytes.len() <= MAX_BYTES).then_some(bytes)
    }

    /// The entry that bytes are; `None` where they are none, or not in the one form that an entry has.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Entry> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let entry: Entry = serde_json::from_slice(bytes).ok()?;
        let version = match &entry {
            Entry::Document(document) => document.v,
            Entry::Release(release) => release.v,
        };
        let is_canonical = || entry.bytes().as_deref() == Some(bytes);
        (version == VERSION && is_canonical()).then_some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Entry, Files, Manifest, Operation, Release, Source, Stated};

    fn document() -> Document {
        Document::new(Stated {
            op: Operation::Correct,
            id: "a/2021".to_owned(),
            rev: 2,
            date: Some("2022-03-01".to_owned()),
            source: Some(Source {
                sha256: "0".repeat(64),
                size: 12,
            }),
            files: Some(Files {
                n: 1,
                sha256: "1".repeat(64),
            }),
            prev: Some(3),
            reason: Some("更正“表1”\n的数字".to_owned()),
        })
    }

    #[test]
    fn an_entry_is_canonical_json_and_read_as_it_was_written() {
        let entry = Entry::Document(document());
        let bytes = entry.bytes().unwrap_or_default();
        let zeros = "0".repeat(64);
        let ones = "1".repeat(64);
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            format!(
                r#"{{"date":"2022-03-01","files":{{"n":1,"sha256":"{ones}"}},"id":"a/2021","op":"correct","prev":3,"reason":"更正“表1”\n的数字","rev":2,"source":{{"sha256":"{zeros}","size":12}},"v":1}}"#
            )
        );
        assert_eq!(Entry::parse(&bytes), Some(entry));
        let manifest = Manifest {
            files: 3,
            sha256: zeros,
            size: 4,
        };
        let release = Entry::Release(Release::new(
            1,
            2,
            "gongbao 0.1.0".to_owned(),
            ones,
            manifest,
        ));
        let bytes = release.bytes().unwrap_or_default();
        assert_eq!(Entry::parse(&bytes), Some(release));
    }

    #[test]
    fn the_longest_reason_has_room_whatever_it_says() {
        for character in ["\"", "\\", "\n", "\t", "误", "a"] {
            let mut document = document();
            document.id = "a".repeat(400);
            document.date = Some("2022-03-01 10:00".to_owned());
            document.prev = Some(crate::log::MAX_SIZE);
            document.reason = Some(character.repeat(super::MAX_REASON / character.len()));
            assert!(Entry::Document(document).bytes().is_some(), "{character:?}");
        }
    }

    #[test]
    fn what_is_not_in_its_one_form_is_no_entry() {
        let bytes = Entry::Document(document()).bytes().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for altered in [
            text.replace("\"v\":1", "\"v\":2"),
            text.replace("\"v\":1", "\"v\": 1"),
            text.replace("\"rev\":2,", ""),
            text.replace("\"rev\":2", "\"more\":1,\"rev\":2"),
            text.replace("correct", "remove"),
            text.replace("更正", "\\u66f4正"),
            format!("{text}\n"),
            "{}".to_owned(),
            "[]".to_owned(),
            String::new(),
        ] {
            assert_eq!(Entry::parse(altered.as_bytes()), None, "{altered}");
        }
    }
}
