//! What must hold for any input: nothing panics, places lie in the text, addresses lead back.

use crate::common;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use gongbao::config::Config;
use gongbao::date::{Moment, PartialDate, Period};
use gongbao::diagnostic::Fault;
use gongbao::report::front_matter::{self, FrontMatter};
use gongbao::route::{self, Route};
use gongbao::{Job, yaml};
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

/// Text that looks enough like front matter to reach every branch.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "title: ",
            "标题: ",
            "type: ",
            "period: ",
            "from: ",
            "to: ",
            "published: ",
            "status: ",
            "attachments: ",
            "file: ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "\n",
            "\n  ",
            ": ",
            "\"",
            "'",
            "|\n",
            ">\n",
            "&a ",
            "*a",
            "!t ",
            "# ",
            "~",
            "null",
            "2021",
            "2021-02-30",
            "2021-Q4",
            "2021年2月",
            "---\n",
            "...\n",
            "\t",
            "\r\n",
            "有效",
            "annual-report",
            "\u{feff}",
            "\u{0}",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[0-9]{1,4}-[0-9]{1,2}(-[0-9]{1,2})?",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Turns faults into diagnostics, which looks up every place.
fn places_lie_in(text: &str, faults: Vec<Fault>) {
    let lines = text.split('\n').count();
    for fault in faults {
        let diagnostic = fault.in_file("a.md", text);
        assert!((1..=lines).contains(&diagnostic.line));
        assert!(diagnostic.column >= 1);
        assert!(
            diagnostic.excerpt.get(diagnostic.span.clone()).is_some(),
            "{diagnostic:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_yaml_front_matter_and_configuration(text in yamlish()) {
        let mut faults = Vec::new();
        yaml::parse(&text, 0..text.len(), &mut faults);
        FrontMatter::parse(&text, 0..text.len(), &mut faults);
        Config::parse(&text, &mut faults);
        places_lie_in(&text, faults);
        let mut faults = Vec::new();
        let split = front_matter::split(&text, &mut faults);
        prop_assert!(text.get(split.yaml).is_some() && text.get(split.body..).is_some());
        places_lie_in(&text, faults);
    }

    #[test]
    fn any_text_is_a_date_or_none(text in any::<String>()) {
        let _ = (PartialDate::parse(&text), Moment::parse(&text), Period::parse(&text));
    }

    #[test]
    fn dates_are_shown_as_they_are_read(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
        for text in [format!("{year:04}"), format!("{year:04}-{month:02}"), format!("{year:04}-{month:02}-{day:02}")] {
            let date = PartialDate::parse(&text).expect("a date");
            prop_assert_eq!(date.to_string(), text);
            prop_assert!(date.first_day() <= date.last_day());
        }
        let chinese = PartialDate::parse(&format!("{year:04}年{month}月{day}日"));
        prop_assert_eq!(chinese, PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}")));
    }

    #[test]
    fn any_path_gives_a_route_or_none(path in any::<String>()) {
        if let Some(route) = Route::of_path(&path) {
            prop_assert_eq!(Route::parse(route.as_str()), Some(route));
        }
    }

    #[test]
    fn encoding_is_undone_by_decoding(path in any::<String>()) {
        let encoded = route::encode(&path);
        prop_assert!(encoded.is_ascii());
        prop_assert_eq!(route::decode(&encoded), Some(path));
    }

    #[test]
    fn relative_links_lead_where_they_should(
        from in "[a-c]{1,2}(/[a-c]{1,2}){0,3}", to in "[a-c]{1,2}(/[a-c]{1,2}){0,3}",
    ) {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let link = route::relative(&from, &to);
        prop_assert_eq!(route::join(folder, &link), Some(to));
        prop_assert_eq!(route::root_of(&from).matches("../").count(), from.matches('/').count());
    }

    #[test]
    fn no_join_climbs_out(folder in "[a-c](/[a-c]){0,2}", path in "[a-c./\\\\]{0,12}") {
        if let Some(joined) = route::join(&folder, &path) {
            prop_assert!(joined.split('/').all(|segment| segment != ".."), "{}", joined);
            prop_assert!(!joined.starts_with('/'));
        }
    }
}

/// A tree of a few reports with front matter from a small set of names, so that they collide.
fn trees() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let id = prop_oneof![
        Just(String::new()),
        "id: [ab](/[ab])?\n",
        "aliases: [ab](/[ab])?\n"
    ];
    let text = (id, "[一二（）()1-3.、，\n|*\\[\\]#a-c]{0,40}").prop_map(|(id, body)| {
        format!("---\ntitle: 报告\ntype: annual-report\n{id}---\n{body}\n").into_bytes()
    });
    let file = prop_oneof![30 => text, 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let path = "[ab]/([ab]|[ab]/[ab]|[ab]/index|崇川)\\.md";
    prop::collection::vec((path, file), 1..7)
}

/// Does `work` in a pool of so many threads.
fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads are started").install(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_is_published_whole_or_not_at_all(files in trees()) {
        let folder = common::tree(&[]);
        let content = folder.path().join("content");
        for (path, bytes) in &files {
            let path = content.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
        let job = |out: PathBuf| Job {
            content: content.clone(),
            out,
            theme: None,
            allow_vanished: false,
            drafts: true,
            index_scratch: Some(folder.path().to_owned()),
            zips: true,
            in_place: false,
        };
        let first = folder.path().join("first");
        let outcome = on_threads(1, || gongbao::build(&job(first.clone()), &|_| ())).expect("no fault of the machine");
        prop_assert_eq!(outcome.has_errors(), outcome.published.is_none());
        prop_assert_eq!(outcome.has_errors(), !first.exists());
        if !outcome.has_errors() {
            let paths: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
            prop_assert_eq!(outcome.reports, paths.len(), "every file has a page of its own");
            let second = folder.path().join("second");
            on_threads(3, || gongbao::build(&job(second.clone()), &|_| ())).expect("no fault of the machine");
            prop_assert!(common::files(&first) == common::files(&second), "same input, same bytes");
        }
    }
}
