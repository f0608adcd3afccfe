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
pub(crate) fn refuse_overlap(
    content: &Path,
    out: &Path,
    store: Option<&Path>,
) -> Result<(), Error> {
    if let Some(store) = store {
        refuse_store(store, content, out)?;
    }
    let (Ok(content), Some(there)) = (content.canonicalize(), nearest_existing(out)) else {
        return Ok(());
    };
    let holds_content = out.exists() && content.starts_with(&there);
    if there.starts_with(&content) || holds_content {
        let out = out.display();
        return Err(Error::new(Text::new(
            format!("输出文件夹 {out} 与内容文件夹互相包含，请另选一个输出文件夹"),
            format!(
                "the output folder {out} and the content folder lie one inside the other; choose another output folder"
            ),
        )));
    }
    Ok(())
}

/// Refuses to copy what is published in `from` to a folder `to` that holds it or lies in it.
///
/// # Errors
///
/// If one of the two lies inside the other.
pub(crate) fn refuse_within(from: &Path, to: &Path) -> Result<(), Error> {
    let (Some(one), Some(other)) = (real(from), real(to)) else {
        return Ok(());
    };
    if one.starts_with(&other) || other.starts_with(&one) {
        let (from, to) = (from.display(), to.display());
        return Err(Error::new(Text::new(
            format!("{from} 与 {to} 是同一个文件夹，或互相包含。请另指定一个文件夹。"),
            format!(
                "{from} and {to} are one folder, or lie one inside the other. Name another folder."
            ),
        )));
    }
    Ok(())
}

/// Refuses a store that would be content, or be published.
fn refuse_store(store: &Path, content: &Path, out: &Path) -> Result<(), Error> {
    let Some(place) = real(store) else {
        return Ok(());
    };
    for (folder, chinese, english) in [
        (content, "内容文件夹", "the content folder"),
        (out, "输出文件夹", "the output folder"),
    ] {
        let is_apart = real(folder)
            .is_none_or(|folder| !place.starts_with(&folder) && !folder.starts_with(&place));
        if !is_apart {
            let (store, folder) = (store.display(), folder.display());
            return Err(Error::new(Text::new(
                format!(
                    "中间结果文件夹 {store} 与{chinese} {folder} 互相包含，请用 --store 另选一个文件夹"
                ),
                format!(
                    "the folder {store} for what is kept between runs and {english} {folder} lie one inside the other; choose another with `--store`"
                ),
            )));
        }
    }
    Ok(())
}

/// The real path of a folder that may be missing.
fn real(path: &Path) -> Option<PathBuf> {
    let above = path.ancestors().find(|above| {
        let is_here = above.as_os_str().is_empty();
        is_here || above.exists()
    })?;
    let rest = path.strip_prefix(above).ok()?;
    Some(nearest_existing(above)?.join(rest))
}

/// The real path of the output folder, or of the nearest folder above it that exists.
fn nearest_existing(out: &Path) -> Option<PathBuf> {
    out.ancestors().find_map(|above| {
        let is_here = above.as_os_str().is_empty();
        let above = if is_here { Path::new(".") } else { above };
        above.canonicalize().ok()
    })
}
