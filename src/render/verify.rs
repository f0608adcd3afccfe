//! How to verify an archive that keeps a log: its page, and the links to it.
//!
//! In: what is known of the log while it is published. Out: the page with the key and the commands; from the page of a
//! report the address that has the script of that page verify it. Never says more than that something was recorded.

use crate::archive::Archive;
use crate::render::metadata::{Column, ColumnType};
use crate::render::mirror::{CHECK, CHECK_ON_WINDOWS};
use crate::render::qr::qr;
use crate::render::view::{self, PageKind, Qr, VerifyCommand, VerifyStep};
use crate::render::{Page, Renderer};
use crate::route::{PAGE_NAME, Route, VERIFY_PAGE};
use crate::truth::{Known, Recorded};

/// What the theme has for this page alone, by its names: a site without a log does not get it.
pub(super) const ASSETS: [&str; 3] = ["verify-proof.js", "verify.css", "verify.js"];

/// Whether what is published is recorded, and so a page says how to verify it.
pub(super) fn has_log(archive: &Archive) -> bool {
    archive.config.truth.is_on && !archive.is_preview
}

/// The address that has a text of a report verified, below the root. What stands behind the `#` is never sent to a server.
pub(super) fn link(report: &Route, revision: u64) -> String {
    format!("{VERIFY_PAGE}#{report},{revision}")
}

/// Digits of the digest of a text that are printed: whoever alters what was recorded does not meet them by chance.
const PRINTED: usize = 16;
/// Those in a QR code: not even whoever makes two texts at once has them alike.
const IN_QR: usize = 32;

/// What a printed page has to be verified by: the report, the revision and the beginning of the digest of its text.
pub(super) fn code(report: &Route, recorded: &Recorded) -> String {
    let digits: Vec<char> = recorded.sha256.chars().take(PRINTED).collect();
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    format!("{report},{},{}", recorded.rev, groups.join(" "))
}

/// The address of the same as a QR code; none of an archive that does not say where it is.
pub(super) fn qr_of(archive: &Archive, report: &Route, recorded: &Recorded) -> Option<Qr> {
    let base_url = archive.config.base_url.as_deref()?;
    let digits: String = recorded.sha256.chars().take(IN_QR).collect();
    let folder = VERIFY_PAGE.trim_end_matches(PAGE_NAME);
    let address = format!("{base_url}{folder}#{report},{},", recorded.rev);
    qr(&address, &digits.to_ascii_uppercase())
}

impl Renderer<'_> {
    /// The page on how to verify the archive; none of one without a log.
    pub(crate) fn verify(&self, known: &Known) -> Option<Page<'_>> {
        if !has_log(self.archive) {
            return None;
        }
        let title = self.texts().word("verify_title").to_owned();
        let crumbs = vec![self.home_link(VERIFY_PAGE)];
        let mut page = self.page(PageKind::Verify, VERIFY_PAGE, &title, crumbs);
        self.describe_column(&mut page, &Column::named(&title, ColumnType::Guide));
        let view = view::VerifyPage {
            page,
            origin: known.origin.clone(),
            key: known.key.clone(),
            reports: known.reports,
            release: known.release,
            steps: steps(known.key.is_some()),
        };
        Some(self.page_from(VERIFY_PAGE.to_owned(), "verify.html", view))
    }
}

/// The commands: of a file, of the whole site, and those of gongbao. Each runs where the file or the site lies.
fn steps(is_signed: bool) -> Vec<VerifyStep> {
    let step = |key: &str, commands: &[(&str, &str)]| VerifyStep {
        key: key.to_owned(),
        commands: commands
            .iter()
            .map(|(system, command)| VerifyCommand {
                system: (*system).to_owned(),
                command: (*command).to_owned(),
            })
            .collect(),
    };
    let gongbao = match is_signed {
        true => "gongbao verify . --key ../archive.vkey",
        false => "gongbao verify .",
    };
    vec![
        step(
            "file",
            &[
                ("linux", "sha256sum index.md"),
                ("macos", "shasum -a 256 index.md"),
                ("windows", "Get-FileHash index.md -Algorithm SHA256"),
            ],
        ),
        step(
            "site",
            &[
                ("linux", CHECK),
                ("macos", "shasum -a 256 -c SHA256SUMS"),
                ("windows", CHECK_ON_WINDOWS),
            ],
        ),
        step("gongbao", &[("any", gongbao)]),
    ]
}
