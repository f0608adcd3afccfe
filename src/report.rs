//! A report: one Markdown file of the content tree, read twice.
//!
//! The first reading keeps its facts ([`Report`]): front matter, links, a digest of its bytes. The
//! second gives its text again for rendering and for the index, and refuses a file that has changed
//! in between. Neither knows of any other report; see [`crate::archive`].

pub(crate) mod damage;
pub(crate) mod declared;
pub(crate) mod findings;
pub(crate) mod front_matter;
pub(crate) mod grid;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod numeric;
pub(crate) mod outline;
pub(crate) mod passage;
pub(crate) mod plain;
pub(crate) mod table;

use std::ops::Range;

use sha2::{Digest, Sha256};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Fault, Severity, Text};
use crate::error::Error;
use crate::language::LanguageTag;
use crate::privacy;
use crate::privacy::shown::in_file;
use crate::report::findings::{Around, Findings, Sought};
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::{Document, Fingerprint, Kept, LinkKind, Options, Target};
use crate::report::table::FoundTable;
use crate::route;
use crate::source::{ReportSource, SourceTree};

/// Scalars of a first paragraph that stand for a summary.
const SUMMARY_LENGTH: usize = 160;

/// Bytes of a file from which on its page is slow to open.
const LONG: usize = 1 << 20;

/// What the first reading keeps of a report.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Path in the content tree.
    pub path: String,
    /// Whether the other files of its folder are its attachments.
    pub is_bundle: bool,
    /// The path that its URL is made of, unless an id says otherwise.
    pub stem: String,
    /// The head of the file; spans count bytes of the whole file.
    pub front_matter: FrontMatter,
    /// Links to other files of the tree.
    pub links: Vec<InternalLink>,
    /// The first paragraph of the text that says something, cut; see [`Report::summary`].
    pub opening: Box<str>,
    /// What was found in its text that is held against other reports; nothing of one that was withdrawn.
    pub findings: Findings,
    /// Its tables in files beside it, which are read once its front matter is known.
    pub tables: Vec<FoundTable>,
    /// Of what its text displays; `None` where that is nothing.
    pub fingerprint: Option<Fingerprint>,
    /// Bytes of the file.
    pub length: u64,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
}

/// A link from a report to another file of the content tree, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InternalLink {
    /// Path and fragment.
    pub destination: String,
    /// Bytes of the whole file.
    pub span: Range<usize>,
}

impl InternalLink {
    /// The path in the content tree that it leads to from a text in `folder`, if it stays in the tree.
    pub(crate) fn target_from(&self, folder: &str) -> Option<String> {
        let path = self.destination.split('#').next()?;
        route::join(folder, &route::decode(path)?)
    }
}

/// The text of a report, or about an agency, at its second reading.
pub(crate) struct ReportText {
    /// The whole file.
    pub text: String,
    /// Where the body begins.
    pub body: usize,
}

impl ReportText {
    /// The Markdown below the head.
    pub(crate) fn body(&self) -> &str {
        &self.text[self.body..]
    }
}

/// All that a body is parsed from: what is kept of a parsed body is kept under no less.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct BodyInputs<'a> {
    /// SHA-256 of the file.
    pub digest: &'a [u8; 32],
    /// The title of the page that it is displayed on.
    pub title: &'a str,
    /// Whether it is read as a Chinese official text.
    pub chinese: bool,
}

impl Report {
    /// All that its body is parsed from in an archive in `archive_language`.
    pub(crate) fn body_inputs<'a>(&'a self, archive_language: &LanguageTag) -> BodyInputs<'a> {
        BodyInputs {
            digest: &self.digest,
            title: &self.front_matter.title,
            chinese: self.language(archive_language).is_chinese(),
        }
    }

    /// First reading of a file whose text this is, and its SHA-256; what was found in its body, for the second. Beside
    /// what is sought stand the names of the files that are there with it.
    ///
    /// Faults, beside those of its parts: `dead-anchor` for a link to a place in the same text that is
    /// not there, and those of what must not be published, which no other fault shows either.
    pub(crate) fn read(
        source: &ReportSource,
        text: &str,
        digest: [u8; 32],
        archive_language: &LanguageTag,
        (sought, beside): (&Sought, &[&str]),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Report, Kept) {
        let mut faults = Vec::new();
        let split = front_matter::split(text, &mut faults);
        let mut front_matter = FrontMatter::default();
        if faults.is_empty() {
            front_matter = FrontMatter::parse(text, split.yaml, &mut faults);
        }
        // Without its waivers, or with the head among its words, a text would be warned of for nothing.
        let has_head = faults.iter().all(|fault| fault.severity != Severity::Error);
        let title = front_matter.title.clone();
        let language = front_matter.language.as_ref().unwrap_or(archive_language);
        // What is wrong with a text that was withdrawn stands in nobody's way.
        let mut of_body = Vec::new();
        let (document, links) = read_body(
            text,
            split.body,
            &front_matter.title,
            language.is_chinese(),
            &mut of_body,
        );
        let is_withdrawn = front_matter.withdrawn.is_some();
        let findings = match is_withdrawn {
            true => Findings::default(),
            false => {
                let around = Around {
                    start: split.body,
                    chinese: language.is_chinese(),
                    text,
                    beside,
                };
                Findings::of(&document, &front_matter, sought, around, &mut of_body)
            }
        };
        if text.len() > LONG {
            of_body.push(long_text(split.body, text.len()));
        }
        of_body.retain(|fault| has_head || fault.severity == Severity::Error);
        if !is_withdrawn {
            faults.append(&mut of_body);
        }
        let found = privacy::findings(text, &sought.exempt);
        let of_privacy = privacy::faults::of_findings(&found).into_iter();
        // A text that was withdrawn is not published.
        faults.extend(of_privacy.filter(|it| !is_withdrawn || it.span.start < split.body));
        faults.extend(privacy::faults::of_name(&source.path, &sought.exempt));
        diagnostics.extend(in_file(&source.path, text, faults, &found));
        let report = Report {
            path: source.path.clone(),
            is_bundle: source.is_bundle,
            stem: source.stem().to_owned(),
            front_matter,
            links,
            opening: match is_withdrawn {
                true => "".into(),
                false => cut(&document.summary(&title)).into(),
            },
            findings,
            tables: Vec::new(),
            fingerprint: document.fingerprint(),
            length: text.len() as u64,
            digest,
        };
        (report, document.kept())
    }

    /// Second reading.
    ///
    /// # Errors
    ///
    /// If the file is not what it was at the first.
    pub(crate) fn read_again(&self, tree: &SourceTree) -> Result<ReportText, Error> {
        read_again(tree, &self.path, Some(self.digest))
    }

    /// Second reading by a caller that takes the digest of the text anyway and gives it to
    /// [`Report::confirm`].
    ///
    /// # Errors
    ///
    /// If the file is no text any more.
    pub(crate) fn read_unconfirmed(&self, tree: &SourceTree) -> Result<ReportText, Error> {
        read_again(tree, &self.path, None)
    }

    /// Checks the digest of a text that was read by [`Report::read_unconfirmed`].
    ///
    /// # Errors
    ///
    /// If it is not that of the text that was read first.
    pub(crate) fn confirm(&self, digest: &[u8; 32]) -> Result<(), Error> {
        if *digest == self.digest {
            return Ok(());
        }
        Err(changed(&self.path))
    }

    /// The summary that lists, tags and the catalogue show: the editor's, or the first paragraph that says something, cut;
    /// empty for a report that was withdrawn.
    pub(crate) fn summary(&self) -> &str {
        match (&self.front_matter.withdrawn, &self.front_matter.summary) {
            (Some(_), _) => "",
            (None, Some(summary)) => summary,
            (None, None) => &self.opening,
        }
    }

    /// The folder that it stands in, empty at the root.
    pub(crate) fn folder(&self) -> &str {
        crate::source::folder_of(&self.path)
    }

    /// The path of an attachment in the content tree, by the name that its front matter gives; none outside its folder.
    pub(crate) fn attachment_path(&self, name: &str) -> Option<String> {
        let folder = self.folder();
        let path = route::join(folder, name)?;
        let is_below = folder.is_empty() || path.starts_with(&format!("{folder}/"));
        is_below.then_some(path)
    }

    /// The language of its text.
    pub(crate) fn language<'a>(&'a self, archive_language: &'a LanguageTag) -> &'a LanguageTag {
        self.front_matter
            .language
            .as_ref()
            .unwrap_or(archive_language)
    }
}

/// A text that makes a page of megabytes.
fn long_text(body: usize, length: usize) -> Fault {
    let tenths = length.div_ceil(100_000);
    let megabytes = format!("{}.{}", tenths / 10, tenths % 10);
    Fault::warning(
        "long-text",
        body..body,
        Text::new(
            format!("报告约有 {megabytes} MB，全文在一个网页上，打开很慢"),
            format!("the report has about {megabytes} MB, all on one page, which opens slowly"),
        ),
        Text::new(
            "将大表格改作 CSV 附件（网站会分页显示），或按部分分成几份报告。",
            "Make large tables CSV attachments, which are shown page by page, or make several reports of it.",
        ),
    )
}

/// What was a text at the first reading is none at the second, or the system refuses.
fn unreadable(path: &str, fault: &Diagnostic) -> Error {
    let Text { chinese, english } = &fault.message;
    Error::new(Text::new(
        format!("再次读取 {path} 时出错：{chinese}；未发布任何内容"),
        format!("{path} could be read once and no longer: {english}; nothing was published"),
    ))
}

/// A file that changed between its two readings.
pub(crate) fn changed(path: &str) -> Error {
    Error::new(Text::new(
        format!("{path} 在生成过程中被改动，未发布任何内容；请重新运行"),
        format!(
            "{path} changed while the archive was being built; nothing was published, run it again"
        ),
    ))
}

/// Cuts a long text at [`SUMMARY_LENGTH`].
fn cut(text: &str) -> String {
    match text.char_indices().nth(SUMMARY_LENGTH) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Reads a text whose first reading found no error.
///
/// # Errors
///
/// If it cannot be read any more, or if there is a `digest` and it is another.
pub(crate) fn read_again(
    tree: &SourceTree,
    path: &str,
    digest: Option<[u8; 32]>,
) -> Result<ReportText, Error> {
    let text = tree.read(path).map_err(|fault| unreadable(path, &fault))?;
    if digest.is_some_and(|d| d[..] != Sha256::digest(text.as_bytes())[..]) {
        return Err(changed(path));
    }
    let split = front_matter::split(&text, &mut Vec::new());
    let body = split.body.min(text.len());
    Ok(ReportText { text, body })
}

/// First reading of what begins at `start` in `text`, below the front matter: the body, and its links to other
/// files. `title` is that of its page. Spans count bytes of the whole file. Faults: those of the body, numbers that
/// break their run, and `dead-anchor`.
pub(crate) fn read_body<'t>(
    text: &'t str,
    start: usize,
    title: &str,
    chinese: bool,
    faults: &mut Vec<Fault>,
) -> (Document<'t>, Vec<InternalLink>) {
    let body = text.get(start..).unwrap_or("");
    let document = Document::parse_below(title, body, Options { chinese });
    let of_body = document.all_faults(body, chinese);
    faults.extend(of_body.into_iter().map(|fault| fault.shifted(start)));
    let mut lines = LineCount::default();
    faults.extend(document.broken_series().iter().map(|broken| {
        let line = lines.of(text, start + broken.place_before.start);
        let span = start + broken.place.start..start + broken.place.end;
        markdown::faults::broken_series(broken, span, line)
    }));
    let links = internal_links(&document, body, chinese, start, faults);
    (document, links)
}

/// Lines of places that mostly go forward: each byte is counted about once.
#[derive(Default)]
struct LineCount {
    at: usize,
    lines: usize,
}

impl LineCount {
    /// The line of `text`, from 1, that a byte stands in.
    fn of(&mut self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let count = |range: Range<usize>| {
            let bytes = text.as_bytes().get(range).unwrap_or_default();
            bytes.iter().filter(|b| **b == b'\n').count()
        };
        self.lines = match at < self.at {
            true => self.lines.saturating_sub(count(at..self.at)),
            false => self.lines + count(self.at..at),
        };
        self.at = at;
        self.lines + 1
    }
}

/// The links that lead to other files; those to a place in the same text are checked here.
fn internal_links(
    document: &Document<'_>,
    body: &str,
    chinese: bool,
    offset: usize,
    faults: &mut Vec<Fault>,
) -> Vec<InternalLink> {
    let mut internal = Vec::new();
    for link in document.links() {
        let place = document.place(&link.span);
        let span = place.start + offset..place.end + offset;
        match (link.target, link.kind) {
            (Target::Fragment, LinkKind::Link) => {
                let anchor = link.destination.trim_start_matches('#');
                if !anchor.is_empty() {
                    faults.extend(anchor_fault(document, body, span, anchor, chinese));
                }
            }
            (Target::Relative, _) => internal.push(InternalLink {
                destination: link.destination.clone(),
                span,
            }),
            _ => {}
        }
    }
    internal
}

/// The fault of a link to a place that is not in the text whose body this is: none where the place is, or where an
/// author's anchor that could not be used has been reported. `numbered`: the numbers of the text are its outline, as
/// those of Chinese texts are.
pub(crate) fn anchor_fault(
    document: &Document<'_>,
    body: &str,
    span: Range<usize>,
    anchor: &str,
    numbered: bool,
) -> Option<Fault> {
    let decoded = route::decode(anchor).unwrap_or_else(|| anchor.to_owned());
    let written = format!("#{decoded}");
    let mut refused = document
        .faults()
        .iter()
        .filter(|f| ANCHOR_FAULTS.contains(&f.code));
    let is_refused = |fault: &Fault| {
        let place = body.get(fault.span.clone()).unwrap_or("");
        place.find(&written).is_some_and(|at| {
            let after = place[at + written.len()..].chars().next();
            after.is_none_or(|c| matches!(c, '}' | ' ' | '\t'))
        })
    };
    if document.has_anchor(&decoded) || refused.any(is_refused) {
        return None;
    }
    Some(dead_anchor(
        span,
        anchor,
        numbered,
        part_called(document, &decoded),
    ))
}

/// Codes of faults of anchors that authors give.
const ANCHOR_FAULTS: [&str; 2] = ["bad-anchor", "duplicate-anchor"];

/// The anchor of the part with this title, as other programs make anchors of titles.
fn part_called<'d>(document: &'d Document<'_>, title: &str) -> Option<&'d str> {
    let words = |text: &str| -> String {
        let words = text.chars().filter(|c| c.is_alphanumeric());
        words.flat_map(char::to_lowercase).collect()
    };
    let wanted = words(title);
    let is_it = |part: &&outline::Part| {
        let bare = part.title.strip_prefix(part.number.as_str());
        words(&part.title) == wanted || bare.is_some_and(|bare| words(bare) == wanted)
    };
    let found = document.parts().iter().find(is_it);
    found
        .filter(|_| !wanted.is_empty())
        .map(|part| part.anchor.as_str())
}

/// The fault of a link to a place that is not in its text; `meant` is the place of that title.
fn dead_anchor(span: Range<usize>, anchor: &str, numbered: bool, meant: Option<&str>) -> Fault {
    let is_number = anchor.starts_with(|c: char| c.is_ascii_digit());
    let hint = match (meant, numbered || !is_number) {
        (Some(meant), _) => Text::new(
            format!("这一部分的位置写作“#{meant}”。"),
            format!("The place of that part is `#{meant}`."),
        ),
        (None, true) => Text::new(
            "层次的位置由编号组成：一、之下（二）的位置是 #1-2。",
            "The place of a part is its number path: `#1-2` is (二) under 一、.",
        ),
        (None, false) => Text::new(
            "只有中文报告的 一、（一） 等编号才是层次；这份报告如是中文，请在文件头写“语言: zh-Hans”。",
            "Numbers such as 一、 are parts in Chinese reports alone; if that report is in Chinese, write \
             `language: zh-Hans` in its front matter.",
        ),
    };
    Fault::error(
        "dead-anchor",
        span,
        Text::new(
            format!("所指的文中没有“#{anchor}”这个位置"),
            format!("the text that this leads to has no place `#{anchor}`"),
        ),
        hint,
    )
}
