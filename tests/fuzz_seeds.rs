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
