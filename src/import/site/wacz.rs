//! WACZ, a ZIP in which crawlers put WARC files with their lists.
//!
//! In: the bytes of a container. Out: the WARC files in it, unpacked. Its lists are not believed: the files are listed anew.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;

/// The WARC files of a container, in the order of their names.
///
/// # Errors
///
/// If it is no container, holds no such file, or goes beyond the limits of containers.
pub(crate) fn archives(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
    let container = Container::open(bytes)?;
    let is_archive = |name: &&str| name.ends_with(".warc") || name.ends_with(".warc.gz");
    let names: Vec<&str> = container.names().filter(is_archive).collect();
    let mut archives = Vec::new();
    for name in names {
        archives.extend(container.read(name)?);
    }
    match archives.is_empty() {
        true => Err(Refusal(Text::new(
            "这个 WACZ 文件里没有 WARC 记录；请用抓取程序重新导出",
            "this WACZ file holds no WARC file; export it again with the crawler",
        ))),
        false => Ok(archives),
    }
}
