//! What a folder is that gongbao publishes, and how a later run knows it again.
//!
//! A SHA256SUMS alone proves nothing: a folder of downloads may have one too, and must not be taken for a
//! site or an index, nor an index for a site, nor a preview with drafts for what is public. So the list of each kind always holds certain files; and since
//! an index has only one file of a fixed name, and a common one, its list may hold no other names than those
//! of index files.

use std::path::Path;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::publish::listing::Listing;
use crate::route::site_path::DRAFTS_FILE;

/// A kind of folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A site, its search index among its files.
    #[default]
    Site,
    /// A site that shows drafts, and is public nowhere.
    Preview,
    /// A search index alone.
    SearchIndex,
}

impl Kind {
    /// What every folder of this kind has.
    pub(crate) fn landmarks(self) -> &'static [&'static str] {
        match self {
            Kind::Site => &["data/reports.json", "index.html"],
            Kind::Preview => &[DRAFTS_FILE, "data/reports.json", "index.html"],
            Kind::SearchIndex => &[INDEX_MANIFEST],
        }
    }

    /// Whether `listing` is the list of a folder of this kind.
    pub(crate) fn is_listed_by(self, listing: &Listing) -> bool {
        self.landmarks().iter().all(|path| listing.contains(path))
            && match self {
                Kind::Site => !listing.contains(DRAFTS_FILE),
                Kind::Preview => true,
                Kind::SearchIndex => listing.iter().all(is_of_an_index),
            }
    }

    /// Its name within a sentence.
    pub(crate) fn noun(self) -> Text {
        match self {
            Kind::Site => Text::new("网站", "site"),
            Kind::Preview => Text::new("草稿预览", "preview of drafts"),
            Kind::SearchIndex => Text::new("检索索引", "search index"),
        }
    }
}

/// Refuses to put a site in the place of a preview, or a preview in the place of a site: the list of what was published
/// is the record of what went out, and drafts did not.
///
/// # Errors
///
/// If `listing`, that of the folder `shown`, is that of the other.
pub(crate) fn refuse_other(shown: &Path, kind: Kind, listing: &Listing) -> Result<(), Error> {
    let folder = shown.display();
    let message = match kind {
        Kind::Preview if Kind::Site.is_listed_by(listing) => Text::new(
            format!(
                "拒绝把草稿写入 {folder}：其中是已发布的网站。请用 --out 另指定一个文件夹（不写 --out 时为 public-drafts），或用 gongbao serve 预览。"
            ),
            format!(
                "refusing to write drafts to {folder}: it holds a published site. Name another folder with --out (public-drafts unless given), or look at drafts with `gongbao serve`."
            ),
        ),
        Kind::Site if Kind::Preview.is_listed_by(listing) => Text::new(
            format!(
                "拒绝发布到 {folder}：其中是含有草稿的预览（build --drafts 生成）。请用 --out 另指定一个文件夹；这份预览如已不用，请先删除该文件夹。"
            ),
            format!(
                "refusing to publish to {folder}: it holds a preview with drafts, made by `build --drafts`. Name another folder with --out, or delete this one first if the preview is no longer wanted."
            ),
        ),
        _ => return Ok(()),
    };
    Err(Error::new(message).at(shown))
}

/// The one file of an index that is not named by its content.
const INDEX_MANIFEST: &str = "manifest.json";

/// Whether an index may hold a file of this name.
fn is_of_an_index(path: &str) -> bool {
    path == INDEX_MANIFEST || is_file_of_an_index(path)
}

/// Whether this is the name of a file that an index names by its content.
pub(crate) fn is_file_of_an_index(path: &str) -> bool {
    let is_hash =
        |stem: &str| stem.len() >= 16 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A hash alone, or a hash and the number of a piece.
    let is_named = |stem: &str| match stem.split_once('-') {
        Some((hash, number)) => is_hash(hash) && number.bytes().all(|byte| byte.is_ascii_digit()),
        None => is_hash(stem),
    };
    path.strip_suffix(".bin").is_some_and(is_named)
}
