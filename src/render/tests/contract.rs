//! The contract between gongbao and a theme, held against its golden file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::render::tests::{
    as_of_sample, history_sample, indicator_sample, measure_sample, part_sample, sample,
    series_sample, table_sample,
};

#[test]
fn the_contract_is_what_its_golden_file_says() {
    let contract = serde_json::json!({
        "site": sample::site(),
        "home.html": sample::home(),
        "report.html": [sample::report(), sample::withdrawn()],
        "agency.html": sample::agency(),
        "list.html": sample::year(),
        "search.html": sample::search(),
        "search-box.html": sample::search_box(),
        "about.html": sample::about(),
        "as-of.html": as_of_sample::as_of(),
        "changes.html": as_of_sample::changes(),
        "index.html": sample::index(),
        "follow.html": sample::follow(),
        "embed.html": sample::embed(),
        "sitemap.html": sample::sitemap(),
        "mirror.html": sample::mirror(),
        "verify.html": sample::verify(),
        "duties.html": sample::duties(),
        "duty.html": sample::duty(),
        "regions.html": sample::regions(),
        "region.html": sample::region(),
        "comparison.html": sample::comparison(),
        "citations.html": sample::cited::citations(),
        "citation-doubts.html": sample::cited::doubts(),
        "validity.html": sample::cited::validity(),
        "in-force.html": sample::cited::in_force(),
        "measures.html": measure_sample::measures(),
        "measure-index.html": measure_sample::index(),
        "measure-list.html": measure_sample::list(),
        "ledger.html": measure_sample::ledger(),
        "indicators.html": indicator_sample::indicators(),
        "figures.html": [indicator_sample::figures(), indicator_sample::figures_of_agency()],
        "parts.html": [part_sample::years(), part_sample::agencies()],
        "part-index.html": part_sample::index(),
        "series.html": series_sample::series(),
        "series-list.html": series_sample::list(),
        "history.html": history_sample::history(),
        "earlier.html": history_sample::earlier(),
        "table.html": table_sample::table_page(),
        "404.html": sample::not_found(),
        "redirect.html": sample::redirect(),
    });
    let mut kinds = BTreeMap::new();
    flatten("", &contract, &mut kinds);
    let mut text = String::new();
    for (place, kinds) in kinds {
        let kinds: Vec<&str> = kinds.into_iter().collect();
        text.push_str(&format!("{place}: {}\n", kinds.join(" or ")));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/contract.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "the values that templates get have changed");
}

/// Where each value is and of what kinds it may be; items of a list are shown as one.
fn flatten(
    place: &str,
    value: &serde_json::Value,
    kinds: &mut BTreeMap<String, BTreeSet<&'static str>>,
) {
    use serde_json::Value;
    let kind = match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let below = if place.is_empty() {
                    key.clone()
                } else {
                    format!("{place}.{key}")
                };
                flatten(&below, value, kinds);
            }
            return;
        }
        Value::Array(items) => {
            for item in items {
                flatten(&format!("{place}[]"), item, kinds);
            }
            if !items.is_empty() {
                return;
            }
            "empty list"
        }
        Value::Null => {
            // The sample is in one language; any text may be in another.
            if place.ends_with("language") {
                kinds.entry(place.to_owned()).or_default().insert("text");
            }
            "none"
        }
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
    };
    kinds.entry(place.to_owned()).or_default().insert(kind);
}
