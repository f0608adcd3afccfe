//! What a browser does with a published file, by the endings of its name: shows it, saves it, or runs it as a page of
//! the site that it comes from.
//!
//! No file is opened. Hosts go by names, and not all by the last ending alone: Apache takes `a.html.bak` for HTML.

/// Endings of what browsers show, and run nothing that stands in it.
pub(crate) const SHOWN: [&str; 14] = [
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

/// Whether a file of this name, opened in a browser, is shown and runs nothing.
pub(crate) fn is_shown(name: &str) -> bool {
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    SHOWN.contains(&&*ending.to_ascii_lowercase())
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
    use super::{ACTIVE, SAVED, SHOWN, is_active, is_shown};

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
    fn the_configuration_of_nginx_knows_the_same_endings() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/nginx.conf");
        let configuration = std::fs::read_to_string(file).unwrap();
        let shown = SHOWN.join("|").replace("jpeg|jpg", "jpe?g");
        assert!(configuration.contains(&format!("({shown})$")), "{shown}");
    }
}
