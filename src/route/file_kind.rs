//! What hosts and browsers do with a published file, by its path: of which type it is, how long it is kept, and whether
//! a browser shows it, saves it, or runs it as a page of the site that it comes from.
//!
//! No file is opened. Hosts go by names, and not all by the last ending alone: Apache takes `a.html.bak` for HTML. These
//! tables are the only ones: `_headers` and the lists for other tools are made of them, and tests hold the
//! configurations in `docs` against them.

use crate::route::media_type::{self, BYTES};
use crate::route::site_path::{HEADERS_FILE, SHA256SUMS};
use crate::route::{LOG_FOLDER, PAGE_NAME, TABLES_FOLDER, TEXT_NAME};

/// Texts that have no ending, and source texts, which are to be shown and not saved.
pub(crate) const PLAIN_TEXT: &str = "text/plain; charset=utf-8";
/// Metadata for machines, which tables of types do not know.
pub(crate) const LINKED_DATA: &str = "application/ld+json";
/// Feeds too: what is called Atom browsers save or show as bare text.
pub(crate) const XML: &str = "application/xml; charset=utf-8";

/// Names of texts that have no ending.
const PLAIN_NAMES: [&str; 2] = [SHA256SUMS, HEADERS_FILE];

/// Types by ending, where hosts are told another than [`media_type`] has, or one that it has not.
const TYPES: [(&str, &str); 20] = [
    ("7z", "application/x-7z-compressed"),
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    // No page of gongbao's is called so: what is, browsers save.
    ("htm", BYTES),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("jsonld", LINKED_DATA),
    ("m4a", "audio/mp4"),
    ("md", PLAIN_TEXT),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("rar", "application/vnd.rar"),
    // Lists of digests, and proofs of the log (C2SP tlog-proof).
    ("sha256", PLAIN_TEXT),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("tlog-proof", PLAIN_TEXT),
    // A reply of RFC 3161.
    ("tsr", "application/timestamp-reply"),
    ("txt", PLAIN_TEXT),
    ("webm", "video/webm"),
    ("xml", XML),
];

/// How long what has a hash of its content in its name is kept: its bytes never change.
pub(crate) const KEPT_FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// How long all else is kept: a correction is seen after five minutes.
pub(crate) const KEPT_FOR_MINUTES: &str = "public, max-age=300";
/// The head of a log is asked for each time: C2SP tlog-tiles wants that nobody keeps it for more than some seconds.
pub(crate) const NOT_KEPT: &str = "no-cache";

/// Files of a log that never change: those of a size, and what is full. (Of another log at the same address they would:
/// whoever begins one, as after the loss of a key, is to purge the caches; `docs/mirroring.md` says so.) Where they are left out, sites without a log are as they are.
pub(crate) const TILES: &str = "log/tile/";
/// The heads of a log, signed or not.
pub(crate) const HEADS: &str = "log/checkpoint";

/// What has a hash of its content in its name. Each has one `*`, which stands for anything.
pub(crate) const UNCHANGING: [&str; 11] = [
    "assets/*",
    "search-index/*.bin",
    "search/engine-*.bin",
    "search/names-*",
    "search/words-*.js",
    "search/disk/*.bin.js",
    "agencies/names-*.js",
    "regions/names-*.js",
    "topics/names-*.js",
    "types/names-*.js",
    "years/names-*.js",
];

/// Endings of what browsers show, and run nothing that stands in it.
const SHOWN: [&str; 14] = [
    "avif", "csv", "gif", "jpeg", "jpg", "json", "md", "mp3", "mp4", "pdf", "png", "txt", "webm",
    "webp",
];

/// Endings of what browsers only save.
const SAVED: [&str; 19] = [
    "7z", "doc", "docx", "et", "m4a", "odp", "ods", "odt", "ofd", "ppt", "pptx", "rar", "rtf",
    "tif", "tiff", "wps", "xls", "xlsx", "zip",
];

/// Endings of what browsers run as a page, scripts and all: HTML, SVG and whatever else is served as XML.
const ACTIVE: [&str; 36] = [
    "atom", "dtd", "gml", "gpx", "hta", "htc", "htm", "html", "kml", "mathml", "mht", "mhtml",
    "mml", "opml", "owl", "rdf", "rss", "shtm", "shtml", "smil", "stm", "svg", "svgz", "wml",
    "wsdl", "xbl", "xbrl", "xht", "xhtm", "xhtml", "xml", "xsd", "xsl", "xslt", "xspf", "xul",
];

/// The type of the file at `path`.
pub(crate) fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    if PLAIN_NAMES.contains(&name) || is_text_of_log(path) {
        return PLAIN_TEXT;
    }
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    let found = TYPES.iter().find(|(known, _)| *known == ending);
    found.map_or_else(|| media_type::of(name), |(_, kind)| kind)
}

/// Whether the file at `path` of a site never changes: another one would have another name.
pub(crate) fn is_unchanging(path: &str) -> bool {
    UNCHANGING.iter().any(|pattern| {
        let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
        path.strip_prefix(start)
            .is_some_and(|rest| rest.ends_with(end))
    })
}

/// How long the file at `path` of a site is kept.
pub(crate) fn cache_control(path: &str) -> &'static str {
    if path.starts_with(HEADS) {
        NOT_KEPT
    } else if path.starts_with(TILES) || is_unchanging(path) {
        KEPT_FOR_GOOD
    } else {
        KEPT_FOR_MINUTES
    }
}

/// Whether a path is that of a text of a log: a head, the key, a head that proofs carry. Servers go by the end of a path,
/// so that folders `log` beside reports have them too, where nothing worse than a text is shown.
fn is_text_of_log(path: &str) -> bool {
    let mut segments = path.rsplit('/');
    let name = segments.next().unwrap_or_default();
    match (segments.next(), segments.next()) {
        (Some(LOG_FOLDER), _) => ["checkpoint", "checkpoint.unsigned", "vkey"].contains(&name),
        (Some("documents"), Some(LOG_FOLDER)) => !name.contains('.'),
        _ => false,
    }
}

/// Whether a file of this name, opened in a browser, is shown and runs nothing.
pub(crate) fn is_shown(name: &str) -> bool {
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    SHOWN.contains(&&*ending.to_ascii_lowercase())
}

/// Whether a file at `path`, below a report or anywhere else, is a further page of the table of a report, and so shown
/// like any page: `2.html`, beside the first of them. `is_there` says whether the site has a file at a path.
pub(crate) fn is_page_of_table(path: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let mut names = path.rsplit('/');
    let (file, _, tables) = (names.next(), names.next(), names.next());
    let number = file.and_then(|file| file.strip_suffix(".html"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if tables != Some(TABLES_FOLDER) || !number.is_some_and(is_number) {
        return false;
    }
    let mut above = path
        .rmatch_indices('/')
        .map(|(end, _)| path.split_at(end).0);
    let (folder, report) = (above.next(), above.nth(1));
    let (Some(folder), Some(report)) = (folder, report) else {
        return false;
    };
    // What stands beside the text of a report is that one's, whatever its folders are called.
    is_there(&format!("{report}/{TEXT_NAME}"))
        && is_there(&format!("{folder}/{PAGE_NAME}"))
        && !is_there(&format!("{folder}/{TEXT_NAME}"))
}

/// Whether a file of this name, opened in a browser, could act as a page of the site.
pub(crate) fn is_active(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    // What stands after an ending (`html~`, `html.`) makes it no other for every host.
    let endings = name.split('.').skip(1);
    let mut endings: Vec<&str> = endings
        .map(|ending| ending.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|ending| !ending.is_empty())
        .collect();
    let Some(last) = endings.pop() else {
        return false;
    };
    let is_known = SHOWN.contains(&last) || SAVED.contains(&last);
    ACTIVE.contains(&last) || !is_known && endings.iter().any(|ending| ACTIVE.contains(ending))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::route::media_type;

    use super::{
        ACTIVE, BYTES, KEPT_FOR_GOOD, KEPT_FOR_MINUTES, NOT_KEPT, PLAIN_TEXT, SAVED, SHOWN, TYPES,
        XML, cache_control, content_type, is_active, is_page_of_table, is_shown, is_unchanging,
    };

    #[test]
    fn what_a_browser_runs_is_known_by_any_ending_that_a_host_may_go_by() {
        for name in [
            "a.html",
            "附件/a.HTM",
            "图.SVG",
            "a.svgz",
            "a.xhtml",
            "表.xml",
            "a.Xsl",
            "a.mht",
            "a.rdf",
            "a.html.bak",
            "a.svg.1",
            "a.htm~",
            "a.html.",
            "a.html ",
            "a.svg.gz",
            "a.xml.old",
        ] {
            assert!(is_active(name), "{name}");
            assert!(!is_shown(name), "{name}");
        }
        for name in [
            "a.pdf",
            "a.html.pdf",
            "svg",
            "html",
            "a.docx",
            "a.xml.zip",
            "a.csv",
            "html/a",
            "a.html/b.png",
            "附件",
            "a.txt",
            ".html/x.md",
        ] {
            assert!(!is_active(name), "{name}");
        }
        for list in [&ACTIVE[..], &SAVED, &SHOWN] {
            assert!(list.is_sorted());
        }
        let mut all = [&ACTIVE[..], &SAVED, &SHOWN].concat();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count, "an ending is in one list");
    }

    #[test]
    fn pages_of_tables_are_told_from_files_that_are_called_like_them() {
        let site = [
            "a/1/index.md",
            "a/1/tables/x/index.html",
            "a/tables/y/index.html",
            "a/tables/y/index.md",
            "a/index.md",
        ];
        let is_page = |path| is_page_of_table(path, |path| site.contains(&path));
        assert!(is_page("a/1/tables/x/2.html"));
        for path in [
            "a/1/tables/x/b.html",
            "a/1/tables/x/.html",
            "a/1/tables/x/2.HTML",
            "a/1/tables/z/2.html",
            "a/1/lists/x/2.html",
            // A report of that name, with a file of its own.
            "a/tables/y/2.html",
            "tables/x/2.html",
            "2.html",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn types_are_of_the_last_ending() {
        for (path, kind) in [
            ("assets/a.0123.js", "text/javascript; charset=utf-8"),
            ("a/b.HTML", "text/html; charset=utf-8"),
            ("a/b.html.old", BYTES),
            ("a.html/b", BYTES),
            (".nojekyll", BYTES),
            ("search-index/SHA256SUMS", PLAIN_TEXT),
            ("feed.xml", XML),
            ("log/checkpoint", PLAIN_TEXT),
            ("log/checkpoint.unsigned", PLAIN_TEXT),
            ("log/vkey", PLAIN_TEXT),
            ("log/documents/12", PLAIN_TEXT),
            ("log/tile/0/000.p/8", BYTES),
            ("log/tile/entries/x001/000", BYTES),
            ("log/timestamps/8.tsr", "application/timestamp-reply"),
            ("a/1.tlog-proof", PLAIN_TEXT),
            ("a/1.sha256", PLAIN_TEXT),
            // What stands beside a report is no more than it was.
            ("a/log/documents/x.html", "text/html; charset=utf-8"),
            ("a/vkey", BYTES),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
        assert!(TYPES.is_sorted());
        for ending in SHOWN {
            assert_ne!(content_type(&format!("a.{ending}")), BYTES, "{ending}");
        }
    }

    #[test]
    fn what_never_changes_is_known_by_its_path() {
        for path in [
            "assets/style.0123.css",
            "search-index/0123-1.bin",
            "search/names-0123/4.js",
            "search/disk/0123.bin.js",
            "types/names-0123.js",
        ] {
            assert!(is_unchanging(path), "{path}");
        }
        for path in [
            "search-index/manifest.json",
            "search/disk/manifest.json.js",
            "search/box.js",
            "shili/assets/style.css",
            "types/index.html",
        ] {
            assert!(!is_unchanging(path), "{path}");
        }
    }

    #[test]
    fn a_log_is_kept_but_for_what_grows() {
        for (path, time) in [
            ("log/checkpoint", NOT_KEPT),
            ("log/checkpoint.unsigned", NOT_KEPT),
            ("log/tile/0/000", KEPT_FOR_GOOD),
            ("log/tile/entries/000.p/7", KEPT_FOR_GOOD),
            // Others may sign below them.
            ("log/documents/7", KEPT_FOR_MINUTES),
            ("log/vkey", KEPT_FOR_MINUTES),
            ("a/log/tile/0/000", KEPT_FOR_MINUTES),
            ("a/1.tlog-proof", KEPT_FOR_MINUTES),
            ("assets/style.0123.css", KEPT_FOR_GOOD),
        ] {
            assert_eq!(cache_control(path), time, "{path}");
        }
    }

    /// A file in `docs`.
    fn configuration(name: &str) -> String {
        let file = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn configurations_know_the_same_endings() {
        let shown = SHOWN.join("|").replace("jpeg|jpg", "jpe?g");
        for name in ["nginx.conf", "Caddyfile"] {
            assert!(
                configuration(name).contains(&format!("({shown})$")),
                "{name}: {shown}"
            );
        }
    }

    #[test]
    fn configurations_have_the_same_types_and_times() {
        let mut types: BTreeMap<&str, &str> = media_type::TYPES.iter().copied().collect();
        types.extend(TYPES);
        let mut endings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (ending, kind) in types.into_iter().filter(|(_, kind)| *kind != BYTES) {
            endings.entry(kind).or_default().push(ending);
        }
        let (nginx, caddy) = (configuration("nginx.conf"), configuration("Caddyfile"));
        for (kind, endings) in &endings {
            let bare = kind.split(';').next().unwrap_or(kind);
            let line = format!(" {bare} {};\n", endings.join(" "));
            assert!(nginx.contains(&line), "nginx.conf has no {line:?}");
            let kind = match kind.contains(' ') {
                true => format!("\"{kind}\""),
                false => (*kind).to_owned(),
            };
            let line = format!("~(?i)\\.({})$ {kind}\n", endings.join("|"));
            assert!(caddy.contains(&line), "Caddyfile has no {line:?}");
        }
        for (name, text) in [("nginx.conf", nginx), ("Caddyfile", caddy)] {
            for time in [KEPT_FOR_GOOD, KEPT_FOR_MINUTES, NOT_KEPT] {
                assert!(text.contains(&format!("\"{time}\"")), "{name}: {time}");
            }
        }
    }
}
