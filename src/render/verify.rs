//! How to verify an archive that keeps a log: its page, and the links to it.
//!
//! In: what is known of the log while it is published. Out: the page with the key and the commands; from the page of a
//! report the address that has the script of that page verify it. Never says more than that something was recorded.

use crate::archive::Archive;
use crate::render::metadata::{Column, ColumnType};
use crate::render::mirror::{CHECK, CHECK_ON_WINDOWS};
use crate::render::view::{self, PageKind, VerifyCommand, VerifyStep};
use crate::render::{Page, Renderer};
use crate::route::{Route, VERIFY_PAGE};
use crate::truth::Known;

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
        true => "gongbao verify . --key archive.vkey",
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
