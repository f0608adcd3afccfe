//! Archives in memory, whole and attacked.

mod attacks;
mod documents;
mod mutations;
mod sites;

use crate::internals::recorder::{Archive, Recorder};
use crate::log::key::Verifier;
use crate::log::policy::Policy;
use crate::verify::damage::Verdict;
use crate::verify::site::{Checked, How, check};
use crate::verify::trust::{Fresh, Trust};

const ORIGIN: &str = "a.example";

/// When the witnesses of the sample signed.
const NOON: u64 = 1_700_000_000;

/// Two publications: reports with attachments, of which one was corrected and one withdrawn; two witnesses.
fn sample() -> Recorder {
    let mut archive = Recorder::new(ORIGIN, Some([7; 32]));
    archive.page("index.html", b"<p>1</p>");
    archive.page("assets/a-0123456789abcdef.js", b"1");
    archive.publish(
        "a/2020",
        "# 2020\n",
        &[("figures.csv", b"1,2\n"), ("x/scan.pdf", b"%PDF")],
    );
    archive.publish("a/2021", "# 2021\n", &[]);
    archive.publish("b/2021", "# b\n", &[]);
    archive.release();
    archive.page("index.html", b"<p>2</p>");
    archive.correct(
        "a/2020",
        2,
        "# 2020, corrected\n",
        &[("figures.csv", b"1,3\n")],
    );
    archive.withdraw("b/2021", 1);
    archive.publish("a/2022", "# 2022\n", &[]);
    archive.release();
    archive.cosign(1, NOON);
    archive.cosign(2, NOON + 60);
    archive
}

/// Whom the readers of the sample trust: the key, and two witnesses.
fn by_policy(archive: &Recorder) -> How {
    let policy = Policy::parse(&archive.policy(&[1, 2], 2));
    How {
        trust: Trust::Policy(policy.unwrap_or_else(|wrong| panic!("{wrong:?}"))),
        ..How::default()
    }
}

fn by_key(archive: &Recorder) -> How {
    let key = archive.key().and_then(|key| Verifier::parse(&key));
    How {
        trust: Trust::Key(key.unwrap_or_else(|| panic!("a key"))),
        ..How::default()
    }
}

fn since(how: How, not_before: u64, now: u64) -> How {
    How {
        fresh: Some(Fresh { not_before, now }),
        ..how
    }
}

fn checked(files: &Archive, how: &How) -> Checked {
    check(files, how, &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// The worst, and the files that are named with it.
fn worst(files: &Archive, how: &How) -> (Verdict, Vec<String>) {
    let checked = checked(files, how);
    let worst = checked.damages.worst();
    let sorted = checked.damages.sorted();
    let named = sorted.iter().filter(|damage| damage.verdict == worst);
    (worst, named.map(|damage| damage.file.clone()).collect())
}
