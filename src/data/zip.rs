//! Writing ZIP files (PKWARE APPNOTE 6.3.10): the same bytes for the same members, on any machine.
//!
//! In go members in their order, out come bytes as a stream: no earlier byte is written again, and memory holds
//! one member at most. Every member bears the date 1980-01-01, where the calendar of the format begins, and
//! the rights of a plain file. Texts are deflated by libdeflate, which gives the same bytes everywhere;
//! what is too large for memory goes into stored blocks of deflate (RFC 1951, section 3.2.4), so that all
//! members have one method, which readers that cannot go back in a stream need.
//!
//! A member that was written once can be copied into another file as it is. This module opens no file.

use std::cell::RefCell;
use std::io::{self, Read, Write};

use libdeflater::{CompressionLvl, Compressor, Crc};
use rawzip::path::ZipFilePath;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use serde::{Deserialize, Serialize};

/// How hard members are compressed, of 12. 99 MB of Markdown in 10,000 files took 1.0 s of CPU time at 1
/// and came to 51 %, 1.5 s at 4 and 49 %: the rest is not worth a tenth of a build without index.
const LEVEL: i32 = 1;
/// Bytes of a stored block of deflate, at most.
const BLOCK: usize = 0xffff;
/// 1980-01-01T00:00:00Z, in seconds since 1970.
const DATE: i64 = 315_532_800;

/// A member made ready.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deflated {
    bytes: Vec<u8>,
    crc: u32,
    length: u64,
}

/// Where a member is in a file that was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Member {
    /// Where its deflated bytes begin.
    pub offset: u64,
    /// How many they are.
    pub deflated_length: u64,
    crc: u32,
    length: u64,
}

thread_local! {
    /// A compressor is costly to make.
    static COMPRESSOR: RefCell<Compressor> = RefCell::new(
        Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
    );
}

/// Deflates what fits into memory.
pub(crate) fn deflate(bytes: &[u8]) -> io::Result<Deflated> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
        let length = compressor
            .deflate_compress(bytes, &mut deflated)
            .map_err(io::Error::other)?;
        deflated.truncate(length);
        let mut crc = Crc::new();
        crc.update(bytes);
        Ok(Deflated {
            bytes: deflated,
            crc: crc.sum(),
            length: bytes.len() as u64,
        })
    })
}

/// A ZIP file that is being written.
pub(crate) struct Writer<W> {
    zip: ZipArchiveWriter<W>,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub(crate) fn new(out: W) -> Self {
        Writer {
            zip: ZipArchiveWriter::new(out),
        }
    }

    /// Adds a member that was made ready.
    ///
    /// # Errors
    ///
    /// If the name is too long for a ZIP file, or if the file cannot be written.
    pub(crate) fn add(&mut self, name: &str, deflated: &Deflated) -> io::Result<Member> {
        self.member(name, |out| {
            out.write_all(&deflated.bytes)?;
            Ok((deflated.crc, deflated.length))
        })
    }

    /// Adds a member of any length, uncompressed.
    ///
    /// # Errors
    ///
    /// As [`Writer::add`], or if `from` cannot be read.
    pub(crate) fn add_stream(&mut self, name: &str, from: &mut dyn Read) -> io::Result<Member> {
        self.member(name, |out| {
            let (mut crc, mut length) = (Crc::new(), 0);
            let mut block = Vec::with_capacity(BLOCK);
            loop {
                block.clear();
                (&mut *from).take(BLOCK as u64).read_to_end(&mut block)?;
                let is_last = block.is_empty();
                // BFINAL, BTYPE 00 and padding; LEN and its complement.
                let size = u16::try_from(block.len()).unwrap_or(u16::MAX);
                out.write_all(&[u8::from(is_last)])?;
                out.write_all(&size.to_le_bytes())?;
                out.write_all(&(!size).to_le_bytes())?;
                if is_last {
                    return Ok((crc.sum(), length));
                }
                out.write_all(&block)?;
                crc.update(&block);
                length += block.len() as u64;
            }
        })
    }

    /// Adds a member as it stands in another file, where it may have another name; `from` gives the deflated bytes.
    ///
    /// # Errors
    ///
    /// As [`Writer::add_stream`], or if `from` ends too early.
    pub(crate) fn copy(
        &mut self,
        name: &str,
        member: &Member,
        from: &mut dyn Read,
    ) -> io::Result<Member> {
        let copied = self.member(name, |mut out| {
            io::copy(&mut from.take(member.deflated_length), &mut out)?;
            Ok((member.crc, member.length))
        })?;
        if copied.deflated_length == member.deflated_length {
            return Ok(copied);
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// If the directory at the end of the file cannot be written.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.zip.finish().map(drop).map_err(io::Error::other)
    }

    /// Adds a member whose bytes `fill` writes deflated; it gives the CRC-32 and the length of what they
    /// unpack to.
    fn member(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<(u32, u64)>,
    ) -> io::Result<Member> {
        // The library mends names that are no paths within a folder (`a:b` is b, `../b` too), so that two could
        // become one: such a name is refused, and none is written that was not meant.
        if ZipFilePath::from_str(name).as_str() != name {
            let message = format!("`{name}` cannot be the path of a member of a ZIP file");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let file = self.zip.new_file(name);
        let (mut entry, _) = file
            .compression_method(CompressionMethod::DEFLATE)
            .last_modified(UtcDateTime::from_unix(DATE))
            .unix_permissions(0o100_644)
            .start()
            .map_err(io::Error::other)?;
        let offset = entry.stream_offset();
        let (crc, length) = fill(&mut entry)?;
        let deflated_length = entry.compressed_bytes();
        entry
            .finish(DataDescriptorOutput::new(crc, length))
            .map_err(io::Error::other)?;
        Ok(Member {
            offset,
            deflated_length,
            crc,
            length,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the members of a ZIP file unpack to.
    fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
        let zip = rawzip::ZipArchive::from_slice(zip).expect("a ZIP file");
        let mut entries = zip.entries();
        let mut members = Vec::new();
        while let Some(entry) = entries.next_entry().expect("a member") {
            let data = zip.get_entry(entry.wayfinder()).expect("its data").data();
            let data = miniz_oxide::inflate::decompress_to_vec(data).expect("deflated");
            assert_eq!(rawzip::crc32(&data), entry.crc32());
            assert_eq!(data.len() as u64, entry.uncompressed_size_hint());
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
            members.push((name, data));
        }
        members
    }

    fn texts() -> Vec<(String, Vec<u8>)> {
        let text = |n: usize| "政府信息公开".repeat(n * n * 700).into_bytes();
        (0..6).map(|n| (format!("示例/{n}.md"), text(n))).collect()
    }

    #[test]
    fn members_come_out_as_they_went_in_deflated_stored_or_copied() {
        let (mut whole, mut part) = (Vec::new(), Vec::new());
        let mut zip = Writer::new(&mut whole);
        let mut members = Vec::new();
        for (number, (name, bytes)) in texts().iter().enumerate() {
            members.push(match number % 2 {
                0 => zip.add(name, &deflate(bytes).expect("deflated")),
                _ => zip.add_stream(name, &mut bytes.as_slice()),
            });
        }
        zip.finish().expect("written");
        assert_eq!(unpacked(&whole), texts());
        let mut zip = Writer::new(&mut part);
        for ((name, _), member) in texts().iter().zip(members).skip(2) {
            let member = member.expect("written");
            let offset = usize::try_from(member.offset).expect("small");
            zip.copy(name, &member, &mut &whole[offset..])
                .expect("copied");
        }
        zip.finish().expect("written");
        assert_eq!(unpacked(&part), texts()[2..]);
    }

    #[test]
    fn a_name_that_would_be_written_as_another_is_refused() {
        let empty = deflate(b"").expect("deflated");
        for name in [
            "会议 10:30.pdf",
            "x:data/reports.json",
            "../a",
            "/a",
            "a//b",
            "a\\b",
            "./a",
            "a/../b",
        ] {
            let mut zip = Writer::new(io::sink());
            assert!(zip.add(name, &empty).is_err(), "{name}");
        }
        let names = [
            "示例/2021/附件 1..2.pdf",
            "a/...",
            "a/..b",
            "caf\u{e9}/~x",
            "𠮷.md",
        ];
        let mut bytes = Vec::new();
        let mut zip = Writer::new(&mut bytes);
        for name in names {
            zip.add(name, &empty).expect("written");
        }
        zip.finish().expect("written");
        let written: Vec<String> = unpacked(&bytes).into_iter().map(|(name, _)| name).collect();
        assert_eq!(written, names);
    }

    #[test]
    fn a_copy_that_ends_early_is_an_error() {
        let mut whole = Vec::new();
        let mut zip = Writer::new(&mut whole);
        let member = zip.add("a", &deflate(b"abc").expect("deflated"));
        let member = member.expect("written");
        zip.finish().expect("written");
        let mut zip = Writer::new(io::sink());
        assert!(zip.copy("a", &member, &mut &b"x"[..]).is_err());
    }

    #[test]
    fn more_members_than_the_old_format_could_count_are_there() {
        let mut whole = Vec::new();
        let mut zip = Writer::new(&mut whole);
        let empty = deflate(b"").expect("deflated");
        for number in 0..70_000 {
            zip.add(&format!("{number}"), &empty).expect("written");
        }
        zip.finish().expect("written");
        assert_eq!(unpacked(&whole).len(), 70_000);
    }
}
