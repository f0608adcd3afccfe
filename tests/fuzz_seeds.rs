//! The properties of the fuzz targets, held over their seeds: what fuzzing found once stays fixed. tests/fuzz says
//! how to look for more.

#[path = "fuzz/properties.rs"]
pub(crate) mod properties;

/// Holds `property` over the seeds of a target, of which at least one must be as good as `accepts` asks.
fn hold(target: &str, property: fn(&[u8]), accepts: fn(&str) -> bool) {
    let folder = crate::common::project()
        .join("tests/fuzz/seeds")
        .join(target);
    let mut accepted = 0;
    let seeds = crate::common::files(&folder);
    for (name, bytes) in &seeds {
        println!("{target}/{name}");
        property(bytes);
        accepted += usize::from(std::str::from_utf8(bytes).is_ok_and(accepts));
    }
    assert!(
        accepted > 0 && accepted < seeds.len(),
        "{accepted} of {}",
        seeds.len()
    );
}

#[test]
fn yaml() {
    hold("yaml", properties::yaml, |text| {
        gongbao::internals::front_matter(text).1.is_empty()
    });
}

#[test]
fn markdown() {
    hold("markdown", properties::markdown, |text| {
        gongbao::internals::markdown(text, true).1.is_empty()
    });
}

#[test]
fn query() {
    hold("query", properties::query, |text| {
        gongbao::internals::query(text).is_ok()
    });
}

#[test]
fn manifest() {
    hold("manifest", properties::manifest, |text| {
        gongbao::internals::manifest(text.as_bytes()).is_ok()
    });
}

#[test]
fn log() {
    hold("log", properties::log, |text| {
        gongbao::internals::logs::read(text.as_bytes()) > 0
    });
}

/// Holds `property` over the seeds of a reader, of which some are documents and some are not.
fn hold_documents(target: &str, name: &str, property: fn(&[u8])) {
    let folder = crate::common::project()
        .join("tests/fuzz/seeds")
        .join(target);
    let seeds = crate::common::files(&folder);
    let mut read = 0;
    for (seed, bytes) in &seeds {
        println!("{target}/{seed}");
        property(bytes);
        read += usize::from(gongbao::internals::imported(name, bytes).is_ok());
    }
    assert!(read > 0, "{read} of {}", seeds.len());
}

#[test]
fn documents() {
    hold_documents("docx", "a.docx", properties::docx);
    hold_documents("html", "a.html", properties::html);
    hold_documents("text", "a.txt", properties::text);
    hold_documents("csv", "a.csv", properties::csv);
    hold_documents("xlsx", "a.xlsx", properties::xlsx);
    hold_documents("ods", "a.ods", properties::ods);
    hold_documents("pdf", "a.pdf", properties::pdf);
    hold_documents("ofd", "a.ofd", properties::ofd);
}

#[test]
fn crawls_and_numbers_of_persons() {
    for (target, property) in [
        ("warc", properties::warc as fn(&[u8])),
        ("private", properties::private),
    ] {
        let folder = crate::common::project()
            .join("tests/fuzz/seeds")
            .join(target);
        let seeds = crate::common::files(&folder);
        assert!(!seeds.is_empty());
        for (_, bytes) in &seeds {
            property(bytes);
        }
    }
}
