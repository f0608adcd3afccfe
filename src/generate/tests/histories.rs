//! Random histories of small archives with a log: every step that says what it changes is accepted and recorded, and after
//! each step a change that says nothing is refused.
//!
//! The content is on a disk and the log in memory; pages are not made. The same seeds give the same histories;
//! `GONGBAO_HISTORIES` says how many.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::generate::Content;
use crate::job::Job;
use crate::log::entry::Manifest;
use crate::log::growing::Growing;
use crate::log::published;
use crate::source::earlier::path_of;
use crate::store::Store;
use crate::truth::Recording;

/// Histories, unless another number is asked for.
const HISTORIES: u64 = 40;
/// Steps of each.
const STEPS: u64 = 10;

/// What a silent change is refused for.
const GATE: [&str; 10] = [
    "attachments-changed ",
    "changed-without-correction ",
    "earlier-text-altered ",
    "missing-earlier-text ",
    "published-date-changed ",
    "recorded-correction-changed ",
    "recorded-withdrawal-changed ",
    "restored-otherwise ",
    "revision-goes-back ",
    "vanished-without-withdrawal ",
];

type Files = BTreeMap<String, Vec<u8>>;

/// Numbers that look random (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

/// A report as its editor has it.
#[derive(Clone, Default)]
struct Report {
    place: String,
    aliases: Vec<String>,
    body: String,
    published: Option<String>,
    revisions: Vec<(String, String)>,
    withdrawn: Option<(String, String)>,
    files: Files,
    earlier: Vec<Vec<u8>>,
}

impl Report {
    fn text(&self) -> Vec<u8> {
        let mut head = format!(
            "---\ntitle: 示例市报告{}\ntype: annual-report\n",
            self.place
        );
        if let Some(published) = &self.published {
            head.push_str(&format!("published: {published}\n"));
        }
        if !self.aliases.is_empty() {
            head.push_str(&format!("aliases: [{}]\n", self.aliases.join(", ")));
        }
        if !self.revisions.is_empty() {
            head.push_str("revisions:\n");
        }
        for (date, note) in &self.revisions {
            head.push_str(&format!("- {{date: {date}, note: {note}}}\n"));
        }
        if let Some((date, reason)) = &self.withdrawn {
            head.push_str(&format!("withdrawn: {{date: {date}, reason: {reason}}}\n"));
        }
        format!("{head}---\n\n{}\n", self.body).into_bytes()
    }

    fn path(&self) -> String {
        format!("{}/index.md", self.place)
    }

    fn put(&self, files: &mut Files) {
        files.insert(self.path(), self.text());
        for (name, bytes) in &self.files {
            files.insert(format!("{}/{name}", self.place), bytes.clone());
        }
        for (number, text) in (1..).zip(&self.earlier) {
            files.insert(path_of(&self.path(), number), text.clone());
        }
    }
}

#[derive(Clone)]
struct State {
    title: String,
    offset: &'static str,
    agency: String,
    reports: Vec<Report>,
}

impl State {
    fn files(&self) -> Files {
        let archive = format!(
            "title: {}\nbase_url: https://a.example/\nutc_offset: \"{}\"\ntypes:\n  annual-report: {{name: 年度报告}}\ntruth: true\n",
            self.title, self.offset
        );
        let mut files = Files::from([
            ("archive.yaml".to_owned(), archive.into_bytes()),
            (
                "shili/_index.md".to_owned(),
                format!("---\nname: {}\n---\n", self.agency).into_bytes(),
            ),
            (
                "qita/_index.md".to_owned(),
                b"---\nname: \xe5\x85\xb6\xe4\xbb\x96\xe5\xb1\x80\n---\n".to_vec(),
            ),
        ]);
        self.reports
            .iter()
            .for_each(|report| report.put(&mut files));
        files
    }
}

/// An archive on a disk with its log.
struct Place {
    folder: tempfile::TempDir,
    written: Files,
    log: Files,
}

impl Place {
    fn write(&mut self, files: Files) {
        let at = |path: &str| self.folder.path().join(path);
        for path in self.written.keys() {
            if !files.contains_key(path) {
                std::fs::remove_file(at(path)).expect("removed");
                // A folder in which nothing is left is none of the content's.
                let mut above = Path::new(path).parent();
                while let Some(folder) = above.filter(|it| !it.as_os_str().is_empty()) {
                    if std::fs::remove_dir(self.folder.path().join(folder)).is_err() {
                        break;
                    }
                    above = folder.parent();
                }
            }
        }
        for (path, bytes) in &files {
            if self.written.get(path) != Some(bytes) {
                let at = at(path);
                std::fs::create_dir_all(at.parent().expect("a folder")).expect("made");
                std::fs::write(at, bytes).expect("written");
            }
        }
        self.written = files;
    }

    fn log(&self) -> Growing {
        let mut get = |path: &str, _: usize| Ok::<_, Infallible>(self.log.get(path).cloned());
        match published::read(&mut get).unwrap_or_else(|never| match never {}) {
            Ok(Some(log)) => Growing::of(log),
            Ok(None) => Growing::new("a.example".to_owned()),
            Err(trouble) => panic!("{trouble:?}"),
        }
    }

    /// What the content is refused for, if it is; else what it adds is recorded.
    fn publish(&mut self, records: bool) -> Vec<String> {
        let job = Job::reading(self.folder.path().to_owned(), false);
        let mut content = Content::list(&job, |_| Store::none()).expect("a tree");
        let (archive, _) = content.read(&job, true, &|_| ());
        let log = self.log();
        let (held, documents) = content
            .gate(&job, &archive, log.ledger())
            .expect("files that can be read");
        let outcome = content.judged(&archive, Vec::new());
        let errors = outcome.diagnostics.iter();
        let errors = errors.filter(|it| it.severity == crate::diagnostic::Severity::Error);
        let errors: Vec<String> = errors
            .map(|it| format!("{} {} {}", it.code, it.file, it.message.english))
            .collect();
        if !errors.is_empty() || !records {
            return errors;
        }
        let mut recording = Recording::new(log, None, held, documents).expect("a log that goes on");
        // What would be published is another with the content.
        let mut digest = Sha256::new();
        for (path, bytes) in &self.written {
            digest.update(path);
            digest.update(bytes);
        }
        let manifest = Manifest {
            files: self.written.len() as u64,
            sha256: base16ct::lower::encode_string(&digest.finalize()),
            size: 1,
        };
        recording
            .release("0".repeat(64), manifest, "gongbao".to_owned())
            .expect("a publication");
        self.log.extend(recording.files().expect("files"));
        // Whoever reads it finds it whole.
        self.log();
        Vec::new()
    }
}

/// Corrects a report: the text from before is kept.
fn correct(report: &mut Report, number: u64, change: impl FnOnce(&mut Report)) {
    let before = report.text();
    report.earlier.push(before);
    change(report);
    let day = format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
    report.revisions.push((day, format!("第{number}步有误")));
}

/// What an editor may do. What was `touched` since the last publication is left alone: two corrections at once would be one.
fn step(state: &mut State, random: &mut Random, number: u64, touched: &mut Vec<usize>) {
    let kind = random.below(10);
    if kind < 3 || state.reports.is_empty() {
        let mut report = Report {
            place: format!("shili/r{number}"),
            body: format!("办理信访事项{number}件。"),
            ..Report::default()
        };
        report.published = match random.below(3) {
            0 => Some("2023-03-01".to_owned()),
            1 => Some("2023-03-01T20:00:00-05:00".to_owned()),
            _ => None,
        };
        if random.below(2) == 0 {
            let table = format!("项目,数量\n信访,{number}\n");
            report.files.insert("a.csv".to_owned(), table.into_bytes());
        }
        touched.push(state.reports.len());
        state.reports.push(report);
        return;
    }
    match kind {
        8 => {
            state.title = format!("示例档案{number}");
            state.offset = ["+08:00", "+00:00", "-03:30"][random.below(3)];
            return;
        }
        9 => {
            state.agency = format!("示例市第{number}局");
            return;
        }
        _ => {}
    }
    let at = random.below(state.reports.len());
    if touched.contains(&at) {
        return;
    }
    touched.push(at);
    let report = &mut state.reports[at];
    if report.withdrawn.is_some() {
        report.withdrawn = None;
        return;
    }
    match kind {
        3 => correct(report, number, |it| it.body.push_str("更正。")),
        4 => correct(report, number, |it| {
            let table = format!("项目,数量\n信访,{number}0\n");
            it.files.insert("b.csv".to_owned(), table.into_bytes());
        }),
        5 => correct(report, number, |it| {
            it.published.get_or_insert("2023-04-01".to_owned());
        }),
        6 => correct(report, number, |it| {
            it.aliases.push(format!("{}/", it.place));
            let agency = ["shili", "qita"][random.below(2)];
            it.place = format!("{agency}/m{number}");
        }),
        _ => report.withdrawn = Some(("2024-06-01".to_owned(), "含个人信息".to_owned())),
    }
}

/// Changes that say nothing of themselves: all that can be made of a report.
fn silent(state: &State, at: usize) -> Vec<(&'static str, Files)> {
    let report = &state.reports[at];
    let mut edits: Vec<(&'static str, Files)> = Vec::new();
    let mut edit = |name: &'static str, change: &dyn Fn(&mut Report)| {
        let mut changed = state.clone();
        change(&mut changed.reports[at]);
        edits.push((name, changed.files()));
    };
    if report.withdrawn.is_some() {
        edit("another reason", &|it| {
            it.withdrawn = Some(("2024-06-01".to_owned(), "别的".to_owned()));
        });
        edit("another day of a withdrawal", &|it| {
            it.withdrawn = Some(("2024-06-02".to_owned(), "含个人信息".to_owned()));
        });
        edit("restored as something else", &|it| {
            it.withdrawn = None;
            it.body.push('！');
        });
    } else {
        edit("text", &|it| it.body.push('！'));
        edit("day of publication", &|it| {
            it.published = match it.published {
                Some(_) => None,
                None => Some("2023-03-01".to_owned()),
            };
        });
        edit("attachment more", &|it| {
            it.files.insert("z.csv".to_owned(), b"a,b\n1,2\n".to_vec());
        });
        edit("address", &|it| {
            it.aliases.push(format!("{}/", it.place));
            it.place.push_str("-else");
        });
        for name in report.files.keys() {
            edit("attachment changed", &|it| {
                if let Some(bytes) = it.files.get_mut(name) {
                    bytes.extend(b"x,1\n");
                }
            });
            edit("attachment gone", &|it| {
                it.files.remove(name);
            });
        }
        if !report.revisions.is_empty() {
            edit("correction gone", &|it| {
                it.revisions.pop();
            });
            edit("another note", &|it| {
                if let Some((_, note)) = it.revisions.last_mut() {
                    note.push('。');
                }
            });
            edit("earlier text gone", &|it| {
                it.earlier.pop();
            });
            edit("earlier text altered", &|it| {
                if let Some(text) = it.earlier.last_mut() {
                    text.extend("改。\n".bytes());
                }
            });
        }
    }
    let mut without = state.clone();
    without.reports.remove(at);
    edits.push(("gone", without.files()));
    edits
}

#[test]
fn what_says_what_it_changes_is_accepted_and_nothing_else() {
    let wanted = std::env::var("GONGBAO_HISTORIES").ok();
    let wanted = wanted.and_then(|wanted| wanted.parse().ok());
    let (mut accepted, mut refused) = (0u64, 0u64);
    for seed in 1..=wanted.unwrap_or(HISTORIES) {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut place = Place {
            folder: tempfile::tempdir().expect("a folder"),
            written: Files::new(),
            log: Files::new(),
        };
        let mut state = State {
            title: "示例档案".to_owned(),
            offset: "+08:00",
            agency: "示例市局".to_owned(),
            reports: Vec::new(),
        };
        let mut number = 0;
        for _ in 0..STEPS {
            // Some of what an editor does is published together.
            let mut touched = Vec::new();
            for _ in 0..=random.below(2) {
                number += 1;
                step(&mut state, &mut random, number, &mut touched);
            }
            place.write(state.files());
            let errors = place.publish(true);
            assert_eq!(errors, Vec::<String>::new(), "seed {seed}, step {number}");
            accepted += 1;
            // Nothing was changed: nothing is to be said.
            let size = place.log().size();
            assert_eq!(place.publish(true), Vec::<String>::new(), "seed {seed}");
            assert_eq!(place.log().size(), size, "seed {seed}, step {number}");
            let at = random.below(state.reports.len());
            let edits = silent(&state, at);
            let chosen = random.below(edits.len());
            if let Some((name, files)) = edits.into_iter().nth(chosen) {
                place.write(files);
                let errors = place.publish(false);
                let is_of_gate = |error: &String| GATE.iter().any(|code| error.starts_with(code));
                let found = errors.iter().any(is_of_gate);
                assert!(found, "seed {seed}, step {number}: {name}: {errors:?}");
                refused += 1;
                place.write(state.files());
            }
        }
    }
    println!("accepted {accepted}, refused {refused}");
}
