//! Gzip: members of a file one after another, each unpacked within a limit.
//!
//! In: stretches of a file. Out: the unpacked bytes of a member as far as they are wanted, how many there are in all, and where the next
//! member begins. Never holds more than is wanted; sums are not checked, for what is damaged shows itself.

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

/// A file of which stretches can be read.
pub(crate) trait Stretches {
    /// How many bytes there are.
    fn length(&self) -> u64;
    /// Reads bytes from a place on, as many as fit or are left.
    fn read_at(&self, from: u64, buffer: &mut [u8]) -> Option<usize>;
}

impl Stretches for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, from: u64, buffer: &mut [u8]) -> Option<usize> {
        let from = usize::try_from(from).ok()?;
        let rest = self.get(from..)?;
        let length = rest.len().min(buffer.len());
        buffer
            .get_mut(..length)?
            .copy_from_slice(rest.get(..length)?);
        Some(length)
    }
}

/// Bytes that are read at once.
const STEP: usize = 64 << 10;
/// Bytes of a header of a member.
const MAX_HEADER: usize = 4 << 10;
/// Bytes of sums after a member.
const TRAILER: u64 = 8;

/// A member that was unpacked.
pub(crate) struct Member {
    /// Its first bytes, as many as were wanted.
    pub bytes: Vec<u8>,
    /// Where the next begins.
    pub next: u64,
}

/// Whether a member begins here.
pub(crate) fn is_here(file: &dyn Stretches, at: u64) -> bool {
    let mut start = [0; 3];
    file.read_at(at, &mut start) == Some(3) && start == [0x1f, 0x8b, 8]
}

/// Unpacks the member at a place, of which `wanted` bytes are kept; `None` if it is damaged, or longer than `most`.
pub(crate) fn member(file: &dyn Stretches, at: u64, wanted: usize, most: u64) -> Option<Member> {
    let mut head = vec![0; MAX_HEADER];
    let length = file.read_at(at, &mut head)?;
    let mut from = at + header(head.get(..length)?)?;
    let mut state = InflateState::new_boxed(DataFormat::Raw);
    let (mut input, mut output) = (vec![0; STEP], vec![0; STEP]);
    let (mut bytes, mut length) = (Vec::new(), 0_u64);
    loop {
        let read = file.read_at(from, &mut input)?;
        let result = inflate(&mut state, input.get(..read)?, &mut output, MZFlush::None);
        from += result.bytes_consumed as u64;
        length += result.bytes_written as u64;
        if length > most {
            return None;
        }
        let room = wanted.saturating_sub(bytes.len()).min(result.bytes_written);
        bytes.extend_from_slice(output.get(..room)?);
        match result.status {
            Ok(MZStatus::StreamEnd) => break,
            Ok(_) | Err(MZError::Buf) if result.bytes_consumed + result.bytes_written > 0 => {}
            _ => return None,
        }
    }
    Some(Member {
        bytes,
        next: from + TRAILER,
    })
}

/// How long the header is that these bytes begin with.
fn header(bytes: &[u8]) -> Option<u64> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return None;
    }
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & 4 != 0 {
        let extra = [*bytes.get(at)?, *bytes.get(at + 1)?];
        at += 2 + usize::from(u16::from_le_bytes(extra));
    }
    // A name and a comment, each until a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += bytes.get(at..)?.iter().position(|&byte| byte == 0)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    Some(at as u64)
}

/// All of a body that is one member, or the deflated data without a header that some servers send.
pub(crate) fn unpacked(bytes: Vec<u8>, most: usize) -> Option<Vec<u8>> {
    use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};
    if is_here(&bytes, 0) {
        return Some(member(&bytes, 0, most, most as u64)?.bytes);
    }
    let zlib = decompress_to_vec_zlib_with_limit(&bytes, most);
    zlib.or_else(|_| decompress_to_vec_with_limit(&bytes, most))
        .ok()
}
