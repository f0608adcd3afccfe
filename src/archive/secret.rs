//! What must not be published in the files beside the reports.
//!
//! In: the archive, whose attachments are in their places, and the tree. Out: faults of the files, and what was looked at.
//! Files of reports that were withdrawn, and of drafts that are not shown, are not published and not looked at. Never keeps
//! a file.

use std::collections::BTreeMap;
use std::io::Read;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest as _, Sha256};

use crate::archive::{Archive, Attachment};
use crate::diagnostic::{FileFault, Text};
use crate::privacy::attachment::{Scan, Unseen, scan};
use crate::privacy::{Exempt, Looked, faults};
use crate::source::{Digest, SourceTree};
use crate::store::{Key, Store};

/// Bytes of a file that is looked at.
const MAX: u64 = 64 << 20;

/// Looks at all files beside the reports.
pub(crate) fn look(
    tree: &SourceTree,
    store: &Store,
    archive: &Archive,
    told: &mut Vec<FileFault>,
) -> Looked {
    let exempt = &archive.config.privacy.exempt;
    let attachments = archive.entries.iter().flat_map(|entry| &entry.attachments);
    // A file may stand beside several reports.
    let files: BTreeMap<&str, &Attachment> = attachments
        .map(|attachment| (attachment.path.as_str(), attachment))
        .collect();
    let scans: Vec<Option<Scan>> = files
        .values()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|attachment| look_at(tree, store, attachment, exempt))
        .collect();
    let mut looked = Looked {
        texts: texts(archive),
        ..Looked::default()
    };
    for (attachment, scan) in files.values().zip(scans) {
        // That a file cannot be opened is told where it is copied.
        let Some(scan) = scan else { continue };
        looked.add(&attachment.path, &scan, exempt);
        let found = faults::of_file(&attachment.name, &scan).into_iter();
        told.extend(found.map(|fault| (attachment.path.clone(), fault)));
    }
    looked
}

/// Reports that are published with what they said before, texts about agencies, and archive.yaml.
fn texts(archive: &Archive) -> usize {
    let reports = archive.entries.iter();
    let reports = reports.filter(|entry| entry.report.front_matter.withdrawn.is_none());
    let reports = reports.map(|entry| 1 + entry.earlier.len());
    let agencies = archive.agencies.iter();
    reports.sum::<usize>() + agencies.filter(|it| it.source.is_some()).count() + 1
}

/// What a look at a file comes to; `None` where it cannot be read.
fn look_at(
    tree: &SourceTree,
    store: &Store,
    attachment: &Attachment,
    exempt: &Exempt,
) -> Option<Scan> {
    let Attachment {
        path, name, length, ..
    } = attachment;
    if *length > MAX {
        return Some(too_large(name, exempt));
    }
    let key = |digest: &Digest| Key::of("secret", &(digest, name, exempt));
    let known = tree.digest(path);
    if let Some(known) = known.and_then(|digest| store.get(&key(&digest))) {
        return Some(known);
    }
    let mut bytes = Vec::new();
    let file = tree.open(path).ok()?;
    file.take(MAX + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > MAX {
        return Some(too_large(name, exempt));
    }
    let digest = Sha256::digest(&bytes).into();
    tree.learn(path, digest);
    let scan = scan(name, &bytes, exempt);
    store.put(key(&digest), &scan);
    Some(scan)
}

/// Of a file that is not read its name alone is known.
fn too_large(name: &str, exempt: &Exempt) -> Scan {
    let mut scan = scan(name, &[], exempt);
    scan.unseen.push(Unseen {
        place: Text::new("", ""),
        why: Text::new(
            format!("超过 {} MB，未检查", MAX >> 20),
            format!("larger than {} MB; it was not looked at", MAX >> 20),
        ),
    });
    scan
}
