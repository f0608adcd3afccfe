//! Ids of the default theme's templates, held against those that no text may use for its own places.

use std::collections::BTreeSet;

use crate::report::markdown::reserved_id::{PAGE_IDS, is_reserved};
use crate::theme::files::Files;

#[test]
fn templates_use_the_reserved_ids_and_no_others() {
    let files = Files::read(None).expect("built in");
    let mut used = BTreeSet::new();
    for (name, file) in files.in_folder("templates") {
        let text = file.text().expect("text");
        for (at, _) in text.match_indices(" id=\"") {
            let rest = &text[at + " id=\"".len()..];
            let id = rest.split('"').next().expect("it ends");
            assert!(
                is_reserved(id),
                "{name} uses the id {id}, which a text may use too"
            );
            used.insert(id);
        }
    }
    for id in PAGE_IDS {
        assert!(used.contains(id), "no template uses the reserved id {id}");
    }
}
