//! WARC, in which crawlers keep what servers answered (ISO 28500, versions 1.0 and 1.1), plain or in gzip members.
//!
//! In: a file of which stretches can be read. Out: its answers by address, read one at a time. Answers that were the same
//! as earlier ones are found there. Never holds the file.

use std::collections::BTreeMap;
use std::ops::Range;

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

/// Places of a file that are tried in vain as the beginning of a record.
const MAX_TRIES: usize = 1000;
/// Bytes that files lack behind their last record: its line ends, or the sums of its packing.
const SLACK: u64 = 12;
/// What a gzip member begins with.
const MEMBER: &[u8] = &[0x1f, 0x8b, 8];
/// Bytes of what a record begins with, without the last.
const SIGN: usize = 4;

/// An answer.
struct Entry {
    address: String,
    media: Option<String>,
    at: u64,
}

/// A stretch of a file that was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The record that it begins with, from 1.
    pub record: usize,
    /// Its first byte.
    pub from: u64,
    /// How many bytes there are.
    pub length: u64,
    /// Nothing behind it is read: there are too many records, or too many damaged ones.
    pub is_cut: bool,
}

/// The answers of a file.
pub(crate) struct Warc<'f> {
    file: &'f dyn Stretches,
    /// By the key of the address.
    entries: BTreeMap<String, Entry>,
    /// Keys of addresses that lead elsewhere, with where.
    redirects: BTreeMap<String, (String, String)>,
    gaps: Vec<Gap>,
}

/// A record, with as much of its content as was wanted.
struct Record {
    head: String,
    content: Vec<u8>,
    /// How long its content is said to be.
    length: u64,
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
            gaps: Vec::new(),
        };
        let (mut at, mut count, mut tries) = (0, 0, 0);
        while at < file.length() && count < MAX_RECORDS && tries < MAX_TRIES {
            match warc.record(at, MAX_HEAD) {
                Some(record) if record.next <= file.length().saturating_add(SLACK) => {
                    warc.list(&record, at);
                    // Nothing stands still.
                    at = record.next.max(at + 1);
                    count += 1;
                }
                _ => {
                    // What is damaged ends where another record begins. A file may end in zeros or blank lines.
                    tries += 1;
                    let next = next_record(file, at + 1);
                    if !is_blank(file, at..next) {
                        warc.pass(count + 1, at..next, false);
                    }
                    at = next;
                }
            }
        }
        if at < file.length() {
            warc.pass(count + 1, at..file.length(), true);
        }
        match count {
            0 => Err(broken()),
            _ => Ok(warc),
        }
    }

    /// Notes a stretch that is not read.
    fn pass(&mut self, record: usize, range: Range<u64>, is_cut: bool) {
        let length = range.end - range.start;
        match self.gaps.last_mut() {
            // What looked like the beginning of a record was none.
            Some(last) if last.from + last.length == range.start && last.is_cut == is_cut => {
                last.length += length;
            }
            _ => self.gaps.push(Gap {
                record,
                from: range.start,
                length,
                is_cut,
            }),
        }
    }

    /// The stretches that were not read, in their order.
    pub(crate) fn damaged(&self) -> &[Gap] {
        &self.gaps
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
            length,
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
        // A page whose end is missing is none.
        if record.content.len() as u64 != record.length {
            return None;
        }
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

/// Where a record begins, from a place on; where the file ends if none does.
fn next_record(file: &dyn Stretches, from: u64) -> u64 {
    let mut stretch = vec![0; MAX_HEAD];
    let mut at = from;
    while at < file.length() {
        let Some(read) = file.read_at(at, &mut stretch).filter(|&read| read > 0) else {
            break;
        };
        let read = stretch.get(..read).unwrap_or_default();
        let begins = |bytes: &[u8]| bytes.starts_with(b"WARC/") || bytes.starts_with(MEMBER);
        let found = (0..read.len()).find(|&at| read.get(at..).is_some_and(begins));
        if let Some(found) = found {
            return at + found as u64;
        }
        // What begins a record may lie across two stretches.
        let step = match read.len() > SIGN {
            true => read.len() - SIGN,
            false => read.len(),
        };
        at += step as u64;
    }
    file.length()
}

/// Whether there are blanks and zeros alone.
fn is_blank(file: &dyn Stretches, range: Range<u64>) -> bool {
    let mut stretch = vec![0; MAX_HEAD];
    let mut at = range.start;
    while at < range.end {
        let Some(read) = file.read_at(at, &mut stretch).filter(|&read| read > 0) else {
            return false;
        };
        let left = usize::try_from(range.end - at).unwrap_or(usize::MAX);
        let read = stretch.get(..read.min(left)).unwrap_or_default();
        if !read
            .iter()
            .all(|byte| *byte == 0 || byte.is_ascii_whitespace())
        {
            return false;
        }
        at += read.len() as u64;
    }
    true
}

fn broken() -> Refusal {
    Refusal(Text::new(
        "不是 WARC 文件，或已损坏；压缩的 WARC 须按记录逐条压缩（.warc.gz），请用抓取程序重新导出",
        "this is no WARC file, or it is damaged; a packed one has a gzip member for each record (.warc.gz): export it again with the crawler",
    ))
}
