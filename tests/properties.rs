//! What must hold for any input: nothing panics, places lie in the text, a tree is published whole or not at all.

use crate::common;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use gongbao::Job;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use crate::fuzz_seeds::properties as fuzzed;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_front_matter_and_configuration(text in yamlish()) {
        fuzzed::yaml(text.as_bytes());
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
            index: true,
            zips: true,
            in_place: false,
            scratch: folder.path().to_owned(),
            store: None,
            program: [0; 32],
            as_of: None,
            verify_content: false,
            log: gongbao::Log::InSite,
            key: None,
            witnesses: None,
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
