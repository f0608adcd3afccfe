//! Where the links in a text lead, as seen from the page that shows it.
//!
//! In: destinations as their authors wrote them. Out: URLs, known before the text is read again, so that a page
//! can be compared with an earlier one without its text. No text is read here.

use serde::Serialize;

use crate::archive::{self, Entry};
use crate::render::Renderer;
use crate::report::markdown::{Link, LinkKind, Resolution, Target};
use crate::route;
use crate::route::file_kind::is_shown;

/// What a destination within the archive leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Place {
    /// Relative to the page, without a fragment.
    url: String,
    fragment: Option<String>,
    /// Whether a browser should save it: an HTML page would run as the archive's own.
    is_saved: bool,
}

/// Where every link of a report's text leads that goes to another file, by its destination as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct BodyLinks(Vec<(String, Option<Place>)>);

impl BodyLinks {
    /// What becomes of a link of that text.
    pub(super) fn resolve(&self, link: &Link) -> Resolution {
        if link.target != Target::Relative {
            return Resolution::Keep;
        }
        let found = self
            .0
            .binary_search_by(|(destination, _)| destination.cmp(&link.destination));
        let place = found.ok().and_then(|index| self.0.get(index));
        resolution(place.and_then(|(_, place)| place.as_ref()), link.kind)
    }
}

impl Renderer<'_> {
    /// Where the links of a report's text lead on the page `from`.
    pub(super) fn body_links(&self, entry: &Entry, from: &str) -> BodyLinks {
        let folder = entry.report.folder();
        let links = entry.report.links.iter();
        let mut written: Vec<&str> = links.map(|link| link.destination.as_str()).collect();
        written.sort_unstable();
        written.dedup();
        let places = written.into_iter().map(|destination| {
            (
                destination.to_owned(),
                self.place(folder, from, destination),
            )
        });
        BodyLinks(places.collect())
    }

    /// What becomes of a link in a text of the folder `folder` on the page `from`.
    pub(super) fn resolve(&self, folder: &str, from: &str, link: &Link) -> Resolution {
        if link.target != Target::Relative {
            return Resolution::Keep;
        }
        resolution(
            self.place(folder, from, &link.destination).as_ref(),
            link.kind,
        )
    }

    fn place(&self, folder: &str, from: &str, destination: &str) -> Option<Place> {
        let (target, fragment) = self.archive.follow(folder, destination)?;
        let is_saved = match target {
            archive::Target::Attachment(entry, index) => {
                !is_shown(&self.archive.entries[entry].attachments[index].name)
            }
            archive::Target::Report(_) | archive::Target::Agency(_) => false,
        };
        Some(Place {
            url: route::encode(&route::relative(from, &self.archive.file_of(target))),
            fragment: fragment.map(str::to_owned),
            is_saved,
        })
    }
}

fn resolution(place: Option<&Place>, kind: LinkKind) -> Resolution {
    let Some(place) = place else {
        return Resolution::Text;
    };
    let mut url = place.url.clone();
    if kind == LinkKind::Image {
        return Resolution::Destination(url);
    }
    if let Some(fragment) = &place.fragment {
        url.push('#');
        url.push_str(fragment);
    }
    match place.is_saved {
        true => Resolution::Download(url),
        false => Resolution::Destination(url),
    }
}
