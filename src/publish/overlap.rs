//! Whether the output folder and the content folder lie apart.
//!
//! In go both paths as the user named them, out comes nothing or the error that they overlap: a site inside
//! the content would be read as content by the next build, and content inside the site would be replaced by
//! it. Nothing is made or changed.

use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::error::Error;

/// Refuses an output folder that holds the content folder or lies in it.
///
/// # Errors
///
/// If one of the two lies inside the other.
pub(crate) fn refuse_overlap(content: &Path, out: &Path) -> Result<(), Error> {
    let (Ok(content), Some(there)) = (content.canonicalize(), nearest_existing(out)) else {
        return Ok(());
    };
    let holds_content = out.exists() && content.starts_with(&there);
    if there.starts_with(&content) || holds_content {
        let out = out.display();
        return Err(Error::new(Text::new(
            format!("输出目录 {out} 与内容目录互相包含，请另选一个输出目录"),
            format!(
                "the output folder {out} and the content folder lie one inside the other; choose another output folder"
            ),
        )));
    }
    Ok(())
}

/// The real path of the output folder, or of the nearest folder above it that exists.
fn nearest_existing(out: &Path) -> Option<PathBuf> {
    out.ancestors().find_map(|above| {
        let is_here = above.as_os_str().is_empty();
        let above = if is_here { Path::new(".") } else { above };
        above.canonicalize().ok()
    })
}
