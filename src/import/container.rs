//! ZIP containers, which DOCX, XLSX, ODS and OFD are: their files by name, within limits.
//!
//! In: the bytes of a container. Out: its names, and the bytes of one at a time. Never believes a size that is written in
//! it, never makes more of one file or of all than its limits, never writes anything.

use std::cell::Cell;
use std::collections::BTreeMap;

use rawzip::{CompressionMethod, ZipArchive};

use crate::diagnostic::Text;
use crate::import::Refusal;

/// Files in a container.
const MAX_FILES: usize = 20_000;
/// Bytes of one file in it, unpacked.
pub(crate) const MAX_FILE: usize = 64 << 20;
/// Bytes of all files that are read from one container, unpacked.
const MAX_ALL: usize = 160 << 20;

/// A container whose list of files was read.
pub(crate) struct Container<'b> {
    bytes: &'b [u8],
    /// By the name as it stands, with `/` between folders.
    entries: BTreeMap<String, Entry>,
    /// Bytes that may still be unpacked.
    left: Cell<usize>,
}

struct Entry {
    method: CompressionMethod,
    is_encrypted: bool,
    wayfinder: rawzip::ZipArchiveEntryWayfinder,
}

impl<'b> Container<'b> {
    /// Reads the list of files.
    ///
    /// # Errors
    ///
    /// If the bytes are no ZIP file, are cut off, or list more than [`MAX_FILES`].
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Container<'b>, Refusal> {
        let archive = ZipArchive::from_slice(bytes).map_err(|_| broken())?;
        let mut entries = BTreeMap::new();
        for entry in archive.entries() {
            let entry = entry.map_err(|_| broken())?;
            if entries.len() == MAX_FILES {
                return Err(too_many());
            }
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).replace('\\', "/");
            if name.ends_with('/') {
                continue;
            }
            // The first of two with one name: what lists it later was put there by no program.
            entries.entry(name).or_insert(Entry {
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
                wayfinder: entry.wayfinder(),
            });
        }
        Ok(Container {
            bytes,
            entries,
            left: Cell::new(MAX_ALL),
        })
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The bytes of a file; `None` if there is none of that name.
    ///
    /// # Errors
    ///
    /// If it is encrypted, packed in another way than all programs do, damaged, or larger than the limits.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = self.entries.get(name.trim_start_matches('/')) else {
            return Ok(None);
        };
        if entry.is_encrypted {
            return Err(encrypted(name));
        }
        let archive = ZipArchive::from_slice(self.bytes).map_err(|_| broken())?;
        let found = archive.get_entry(entry.wayfinder).map_err(|_| broken())?;
        let packed = found.data();
        let most = MAX_FILE.min(self.left.get());
        let bytes = match entry.method {
            CompressionMethod::STORE if packed.len() > most => return Err(too_large(name)),
            CompressionMethod::STORE => packed.to_vec(),
            CompressionMethod::DEFLATE => {
                use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
                decompress_to_vec_with_limit(packed, most).map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => too_large(name),
                    _ => damaged(name),
                })?
            }
            _ => return Err(damaged(name)),
        };
        self.left.set(self.left.get() - bytes.len());
        Ok(Some(bytes))
    }
}

fn broken() -> Refusal {
    Refusal(Text::new(
        "这个文件不是完整的压缩包（可能没有下载完，或只是改了扩展名）；请重新获取，或用原程序另存一份",
        "the file is no whole ZIP container (perhaps cut off, or something else of that name); get it again, or save it anew with its program",
    ))
}

fn encrypted(name: &str) -> Refusal {
    Refusal(Text::new(
        format!("文件内的 {name} 已加密；请用原程序去掉密码后另存"),
        format!("{name} in the file is encrypted; save it without a password"),
    ))
}

fn damaged(name: &str) -> Refusal {
    Refusal(Text::new(
        format!("文件内的 {name} 已损坏；请用原程序打开并另存一份"),
        format!("{name} in the file is damaged; open it with its program and save it anew"),
    ))
}

fn too_large(name: &str) -> Refusal {
    let most = MAX_FILE >> 20;
    Refusal(Text::new(
        format!(
            "文件内的 {name} 解压后过大（单个最多 {most} MB，合计最多 {} MB）",
            MAX_ALL >> 20
        ),
        format!(
            "{name} in the file is too large when unpacked (at most {most} MB each, {} MB together)",
            MAX_ALL >> 20
        ),
    ))
}

fn too_many() -> Refusal {
    Refusal(Text::new(
        format!("压缩包内文件超过 {MAX_FILES} 个"),
        format!("the container lists more than {MAX_FILES} files"),
    ))
}

/// A container of these files, as programs make it, for tests.
#[cfg(test)]
pub(crate) fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, text) in files {
        let (mut entry, config) = archive
            .new_file(name)
            .compression_method(CompressionMethod::STORE)
            .start()
            .expect("a file of the container");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(text.as_bytes()).expect("its bytes");
        let (_, descriptor) = writer.finish().expect("its sums");
        entry.finish(descriptor).expect("the file is whole");
    }
    archive.finish().expect("the container is whole");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_by_name() {
        let bytes = packed(&[("a/b.xml", "<a>甲</a>"), ("c", "")]);
        let container = Container::open(&bytes).expect("a container");
        assert_eq!(container.names().collect::<Vec<_>>(), ["a/b.xml", "c"]);
        let read = container.read("/a/b.xml").expect("a file");
        assert_eq!(read.as_deref(), Some("<a>甲</a>".as_bytes()));
        assert_eq!(container.read("b"), Ok(None));
        assert!(Container::open(&bytes[..bytes.len() - 9]).is_err());
    }
}
