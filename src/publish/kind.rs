//! What a folder is that gongbao publishes, and how a later run knows it again.
//!
//! A SHA256SUMS alone proves nothing: a folder of downloads may have one too, and must not be taken for a
//! site or an index, nor an index for a site. So the list of each kind always holds certain files; and since
//! an index has only one file of a fixed name, and a common one, its list may hold no other names than those
//! of index files.

use crate::diagnostic::Text;
use crate::publish::listing::Listing;

/// A kind of folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A site, its search index among its files.
    #[default]
    Site,
    /// A search index alone.
    SearchIndex,
}

impl Kind {
    /// What every folder of this kind has.
    pub(crate) fn landmarks(self) -> &'static [&'static str] {
        match self {
            Kind::Site => &["data/reports.json", "index.html"],
            Kind::SearchIndex => &[INDEX_MANIFEST],
        }
    }

    /// Whether `listing` is the list of a folder of this kind.
    pub(crate) fn is_listed_by(self, listing: &Listing) -> bool {
        self.landmarks().iter().all(|path| listing.contains(path))
            && (self == Kind::Site || listing.iter().all(is_of_an_index))
    }

    /// Its name within a sentence.
    pub(crate) fn noun(self) -> Text {
        match self {
            Kind::Site => Text::new("网站", "site"),
            Kind::SearchIndex => Text::new("检索索引", "search index"),
        }
    }
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
