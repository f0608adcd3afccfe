//! Ids of the default theme's templates, held against those that no text may use for its own places.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::report::markdown::reserved_id::{PAGE_IDS, is_reserved};

#[test]
fn templates_use_the_reserved_ids_and_no_others() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut used = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("a readable folder");
        if entry.file_type().is_dir() {
            continue;
        }
        // A ledger of measures has no text of a report in its page.
        if entry.file_name() == "ledger.html" {
            continue;
        }
        let name = entry.path().display();
        let text = fs::read_to_string(entry.path()).expect("text");
        for (at, _) in text.match_indices(" id=\"") {
            let rest = &text[at + " id=\"".len()..];
            let id = rest.split('"').next().expect("it ends");
            assert!(
                is_reserved(id),
                "{name} uses the id {id}, which a text may use too"
            );
            used.insert(id.to_owned());
        }
    }
    for id in PAGE_IDS {
        assert!(used.contains(id), "no template uses the reserved id {id}");
    }
}
