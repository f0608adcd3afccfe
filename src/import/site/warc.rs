//! WARC, in which crawlers keep what servers answered (ISO 28500, versions 1.0 and 1.1), plain or in gzip members.
//!
//! In: a file of which stretches can be read. Out: its answers by address, read one at a time. Answers that were the same
//! as earlier ones are found there. Never holds the file.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::site::gzip::{self, Stretches};
use crate::import::site::http::{self, Head, MAX_BODY};
use crate::import::site::store::{Address, Store, key, keys};

/// Records of one file.
const MAX_RECORDS: usize = 500_000;
/// Bytes of the heads of a record, its own and that of the answer.
const MAX_HEAD: usize = 64 << 10;
/// Bytes of a record.
const MAX_RECORD: u64 = 4 << 30;

/// An answer.
struct Entry {
    address: String,
    media: Option<String>,
    at: u64,
}

/// The answers of a file.
pub(crate) struct Warc<'f> {
    file: &'f dyn Stretches,
    /// By the key of the address.
    entries: BTreeMap<String, Entry>,
    /// Keys of addresses that lead elsewhere, with where.
    redirects: BTreeMap<String, (String, String)>,
}

/// A record, with as much of its content as was wanted.
struct Record {
    head: String,
    content: Vec<u8>,
    next: u64,
}

impl<'f> Warc<'f> {
    /// Lists the answers.
    ///
    /// # Errors
    ///
    /// If the file is none of this kind, or damaged before the first answer.
    pub(crate) fn open(file: &'f dyn Stretches) -> Result<Warc<'f>, Refusal> {
        let mut warc = Warc {
            file,
            entries: BTreeMap::new(),
            redirects: BTreeMap::new(),
        };
        let (mut at, mut count) = (0, 0);
        while at < file.length() && count < MAX_RECORDS {
            let Some(record) = warc.record(at, MAX_HEAD) else {
                break;
            };
            warc.list(&record, at);
            // A file may end in zeros; nothing stands still.
            at = record.next.max(at + 1);
            count += 1;
        }
        match count {
            0 => Err(broken()),
            _ => Ok(warc),
        }
    }

    fn list(&mut self, record: &Record, at: u64) {
        let kind = http::field(&record.head, "WARC-Type").unwrap_or_default();
        let address = http::field(&record.head, "WARC-Target-URI").unwrap_or_default();
        let address = address.trim_matches(['<', '>']).to_owned();
        if !address.starts_with("http") {
            return;
        }
        let media = match kind {
            "resource" => http::field(&record.head, "Content-Type").map(str::to_owned),
            "response" => {
                let Some(head) =
                    http::split(&record.content).and_then(|(head, _)| http::head(head))
                else {
                    return;
                };
                match (head.status, head.location) {
                    (300..400, Some(location)) => {
                        let location = crate::import::html::address::join(&address, &location);
                        self.redirects.insert(key(&address), (address, location));
                        return;
                    }
                    (200..300, _) => head.media,
                    _ => return,
                }
            }
            _ => return,
        };
        // The first answer; later ones are of the same page, or of none any more.
        let entry = Entry { address, media, at };
        self.entries.entry(key(&entry.address)).or_insert(entry);
    }

    /// The record at a place.
    fn record(&self, at: u64, wanted: usize) -> Option<Record> {
        let (bytes, next) = match gzip::is_here(self.file, at) {
            true => {
                let member = gzip::member(self.file, at, wanted, MAX_RECORD)?;
                (member.bytes, Some(member.next))
            }
            false => {
                let mut bytes =
                    vec![0; wanted.min(usize::try_from(self.file.length() - at).unwrap_or(wanted))];
                let mut length = 0;
                while length < bytes.len() {
                    let read = self
                        .file
                        .read_at(at + length as u64, bytes.get_mut(length..)?)?;
                    if read == 0 {
                        break;
                    }
                    length += read;
                }
                bytes.truncate(length);
                (bytes, None)
            }
        };
        let blank = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let bytes = bytes.get(blank..)?;
        let (head, content) = http::split(bytes)?;
        let head = String::from_utf8_lossy(head).into_owned();
        if !head.starts_with("WARC/") {
            return None;
        }
        let length: u64 = http::field(&head, "Content-Length")?.parse().ok()?;
        let begin = bytes.len() - content.len() + blank;
        let kept = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .min(content.len());
        let content = content.get(..kept)?.to_vec();
        // After each record come two line ends.
        let next = next.unwrap_or_else(|| {
            at.saturating_add(begin as u64)
                .saturating_add(length)
                .saturating_add(4)
        });
        Some(Record {
            head,
            content,
            next,
        })
    }
}

impl Store for Warc<'_> {
    fn addresses(&self) -> Vec<Address> {
        let addresses = self.entries.values().map(|entry| Address {
            address: entry.address.clone(),
            media: Some(entry.media.clone().unwrap_or_default()),
        });
        addresses.collect()
    }

    fn read(&self, address: &str) -> Option<Vec<u8>> {
        let keys = keys(address);
        let entry = keys
            .iter()
            .find_map(|key| self.entries.get(key))
            .or_else(|| {
                let (_, location) = self.redirects.get(&key(address))?;
                self.entries.get(&key(location))
            })?;
        let record = self.record(entry.at, MAX_BODY + MAX_HEAD)?;
        if http::field(&record.head, "WARC-Type") == Some("resource") {
            return Some(record.content);
        }
        let (head, body) = http::split(&record.content)?;
        let head: Head = http::head(head)?;
        http::body(&head, body)
    }

    fn led_to(&self, address: &str) -> Vec<String> {
        let wanted = key(address);
        let leads = self
            .redirects
            .values()
            .filter(|(from, location)| key(location) == wanted && key(from) != wanted);
        leads.map(|(from, _)| from.clone()).collect()
    }
}

fn broken() -> Refusal {
    Refusal(Text::new(
        "不是 WARC 文件，或已损坏；压缩的 WARC 须按记录逐条压缩（.warc.gz），请用抓取程序重新导出",
        "this is no WARC file, or it is damaged; a packed one has a gzip member for each record (.warc.gz): export it again with the crawler",
    ))
}
