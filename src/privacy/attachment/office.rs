//! Documents that are containers of XML: DOCX, PPTX, the formats of OpenDocument, OFD.
//!
//! In: the container. Out: what is found in all its parts, seen or not: body, headers, notes, comments, deleted and hidden
//! words, alternative texts, addresses of links, properties; and in the files within it. Knows elements by their local
//! names; never lays anything out.

use std::collections::BTreeSet;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::xml::{Element, Parser, Piece, decoded};
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::words::Words;
use crate::privacy::attachment::{HiddenKind, MAX_DEPTH};
use crate::privacy::name;

/// Attributes that hold words.
const SAID: [&str; 12] = [
    "descr",
    "title",
    "alt",
    "instr",
    "name",
    "Target",
    "href",
    "tooltip",
    "string-value",
    "FileName",
    "Title",
    "value",
];
/// Elements that end a paragraph.
const PARAGRAPHS: [&str; 8] = [
    "p",
    "h",
    "TextCode",
    "comment",
    "tr",
    "table-row",
    "si",
    "title",
];
/// Elements whose words run on into what follows them, and those that end lines by themselves.
const RUNS: [&str; 13] = [
    "t",
    "delText",
    "instrText",
    "delInstrText",
    "span",
    "a",
    "p",
    "h",
    "r",
    "s",
    "tab",
    "ruby-base",
    "smartTag",
];
/// Names of authors that programs put there.
const NOBODY: [&str; 3] = ["管理员", "微软用户", "用户"];

/// Looks at a document.
pub(super) fn look(looker: &mut Looker<'_>, container: &Container<'_>) {
    let hidden_styles = hidden_styles(looker, container);
    let parts: Vec<String> = container.names().map(str::to_owned).collect();
    for part in &parts {
        look_at_part(looker, container, part, &hidden_styles);
    }
}

/// Looks at a part by its ending.
pub(super) fn look_at_part(
    looker: &mut Looker<'_>,
    container: &Container<'_>,
    part: &str,
    hidden_styles: &BTreeSet<String>,
) {
    let lower = part.to_lowercase();
    let ending = lower.rsplit('.').next().unwrap_or_default();
    let is_plain_xml = matches!(ending, "xml" | "rels" | "vml" | "fodt");
    let is_dull = [
        "printersettings",
        "theme",
        "fonttable",
        "websettings",
        "[content_types]",
        "tablestyles",
        "manifest.xml",
    ]
    .iter()
    .any(|dull| lower.contains(dull));
    if is_dull || matches!(ending, "ttf" | "odttf" | "rdf") || lower == "mimetype" {
        return;
    }
    let Some(bytes) = looker.unpacked(container, part) else {
        return;
    };
    if is_plain_xml {
        let text = decoded(&bytes);
        drop(bytes);
        let place = Text::new(part_name(part), part);
        if read(looker, &place, part, &text, hidden_styles).is_err() {
            // Broken XML is words still.
            looker.plain(&place, &text);
            looker.unseen_part(
                &place,
                Text::new(
                    "XML 有错误，仅按纯文本检查",
                    "broken XML, looked at as plain text",
                ),
            );
        }
        return;
    }
    if looker.depth() == MAX_DEPTH {
        return looker.unseen_part(
            &Text::new(part, part),
            Text::new(
                format!("嵌套超过 {MAX_DEPTH} 层"),
                format!("deeper than {MAX_DEPTH} files within one another"),
            ),
        );
    }
    looker.enter(part);
    super::look(looker, part, &bytes);
    looker.leave();
}

/// How a part is called by somebody who knows documents, not their files.
fn part_name(part: &str) -> String {
    let names = [
        ("word/document", "正文"),
        ("word/header", "页眉"),
        ("word/footer", "页脚"),
        ("word/footnotes", "脚注"),
        ("word/endnotes", "尾注"),
        ("word/comments", "批注"),
        ("docProps/", "文档属性"),
        ("word/people", "审阅者"),
        ("ppt/slides/slide", "幻灯片"),
        ("ppt/notesSlides/", "幻灯片备注"),
        ("content.xml", "正文"),
        ("meta.xml", "文档属性"),
    ];
    let known = names.iter().find(|(start, _)| part.starts_with(start));
    known.map_or_else(|| part.to_owned(), |(_, name)| format!("{name} {part}"))
}

/// What is open where the parser stands.
#[derive(Default)]
struct State {
    /// Names of the elements that are open.
    open: Vec<Box<str>>,
    /// Elements in which words are hidden, by how many are open from outside.
    hidden: Vec<(usize, HiddenKind)>,
    /// The run is hidden, or its paragraph by a style.
    is_run_hidden: bool,
    is_paragraph_hidden: bool,
    tables: usize,
}

fn read(
    looker: &mut Looker<'_>,
    place: &Text,
    part: &str,
    text: &str,
    hidden_styles: &BTreeSet<String>,
) -> Result<(), Refusal> {
    let mut parser = Parser::new(text);
    let mut state = State::default();
    let mut words = Words::default();
    let file = part.rsplit('/').next().unwrap_or_default();
    let in_comments = file.starts_with("comment") && file.ends_with(".xml");
    let mut authors = BTreeSet::new();
    let mut has_words = false;
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) => {
                start(&mut state, &mut words, &element, hidden_styles);
                if let Some(author) = element.attribute("author") {
                    authors.insert(author.to_owned());
                }
                state.open.push(element.name);
                has_words = false;
            }
            Piece::Text(more) => {
                let is_layout = more.contains('\n') && more.chars().all(char::is_whitespace);
                if is_layout || more.is_empty() {
                    continue;
                }
                let inner = state.open.last().map_or("", |name| name);
                if matches!(
                    inner,
                    "creator"
                        | "lastModifiedBy"
                        | "initial-creator"
                        | "Author"
                        | "Creator"
                        | "manager"
                ) {
                    authors.insert(more.clone());
                }
                let hidden = match state.hidden.last() {
                    Some((_, kind)) => Some(*kind),
                    None if in_comments => Some(HiddenKind::Comment),
                    None if inner == "delText" => Some(HiddenKind::TrackedChange),
                    // What makes a number of a page or a date is shown by what it makes.
                    None if inner == "instrText" => None,
                    None if state.is_run_hidden || state.is_paragraph_hidden => {
                        Some(HiddenKind::Text)
                    }
                    None => None,
                };
                words.push(&more, hidden);
                has_words = true;
            }
            Piece::End => {
                if let Some(name) = state.open.pop() {
                    end(&mut state, &mut words, &name);
                    // Properties are elements of their own; the runs of a paragraph are not.
                    if std::mem::take(&mut has_words) && !RUNS.contains(&&*name) {
                        words.part('\n');
                    }
                }
            }
        }
    }
    words.look(looker, place);
    for author in authors {
        tell_author(looker, place, &author);
    }
    Ok(())
}

fn start(
    state: &mut State,
    words: &mut Words,
    element: &Element,
    hidden_styles: &BTreeSet<String>,
) {
    let depth = state.open.len();
    let is_off = || matches!(element.attribute("val"), Some("0" | "false" | "off"));
    let is_styled = || {
        element
            .attribute("val")
            .is_some_and(|style| hidden_styles.contains(style))
    };
    match &*element.name {
        "r" => state.is_run_hidden = false,
        "p" => (state.is_run_hidden, state.is_paragraph_hidden) = (false, false),
        "vanish" => state.is_run_hidden = !is_off(),
        "rStyle" if is_styled() => state.is_run_hidden = true,
        "pStyle" if is_styled() => state.is_paragraph_hidden = true,
        "tbl" | "table" => state.tables += 1,
        "tab" | "br" | "cr" | "s" | "line-break" => words.part(' '),
        "del" | "moveFrom" | "tracked-changes" => {
            state.hidden.push((depth, HiddenKind::TrackedChange))
        }
        "annotation" if element.namespace.contains("office") => {
            state.hidden.push((depth, HiddenKind::Comment))
        }
        "table-row" | "table-column"
            if matches!(element.attribute("visibility"), Some("collapse" | "filter")) =>
        {
            state.hidden.push((depth, HiddenKind::Sheet));
        }
        "sld" if element.attribute("show") == Some("0") => {
            state.hidden.push((depth, HiddenKind::Sheet))
        }
        _ => {}
    }
    for attribute in &element.attributes {
        if SAID.contains(&&*attribute.name) && attribute.value.len() > 4 {
            // Words of their own, that do not run into those around them.
            words.part('\n');
            words.push(&attribute.value, None);
            words.part('\n');
        }
    }
}

fn end(state: &mut State, words: &mut Words, name: &str) {
    let depth = state.open.len();
    if state.hidden.last().is_some_and(|(at, _)| *at == depth) {
        state.hidden.pop();
    }
    match name {
        "r" => state.is_run_hidden = false,
        "tbl" | "table" => state.tables = state.tables.saturating_sub(1),
        // The cells of a row stand in one line, as who reads the row sees them.
        "p" | "h" if state.tables > 0 => words.part('\t'),
        _ if PARAGRAPHS.contains(&name) => words.part('\n'),
        _ => {}
    }
}

/// Looks at properties in XML (XMP).
pub(super) fn properties(looker: &mut Looker<'_>, place: &Text, text: &str) {
    if read(looker, place, "", text, &BTreeSet::new()).is_err() {
        looker.plain(place, text);
    }
}

/// Tells of an author who is a person.
pub(super) fn tell_author(looker: &mut Looker<'_>, place: &Text, author: &str) {
    let author = author.trim();
    if name::is_name(author) && !NOBODY.contains(&author) {
        looker.hidden(HiddenKind::Author, place, author);
    }
}

/// The styles whose words are hidden.
fn hidden_styles(looker: &mut Looker<'_>, container: &Container<'_>) -> BTreeSet<String> {
    let mut styles = BTreeSet::new();
    let Some(bytes) = looker.unpacked(container, "word/styles.xml") else {
        return styles;
    };
    let text = decoded(&bytes);
    let mut parser = Parser::new(&text);
    let mut current: Option<String> = None;
    while let Ok(Some(piece)) = parser.next() {
        let Piece::Start(element) = piece else {
            continue;
        };
        match &*element.name {
            "style" => current = element.attribute("styleId").map(str::to_owned),
            "vanish" if !matches!(element.attribute("val"), Some("0" | "false" | "off")) => {
                styles.extend(current.clone());
            }
            _ => {}
        }
    }
    styles
}

#[cfg(test)]
mod tests {
    use crate::import::container::packed;
    use crate::privacy::attachment::{HiddenKind, scan};
    use crate::privacy::{Exempt, Kind};

    #[test]
    fn what_nobody_sees_is_looked_at() {
        let number = "110101199003074514";
        let document = format!(
            "<w:document xmlns:w='w'><w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{number}</w:t></w:r></w:p>\
             <w:p><w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del></w:p></w:body></w:document>"
        );
        let comments = "<w:comments xmlns:w='w'><w:comment w:author='张三'><w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>00138000</w:t></w:r></w:p></w:comment></w:comments>";
        let bytes = packed(&[
            ("word/document.xml", &document),
            ("word/comments.xml", comments),
        ]);
        let found = scan("名单.docx", &bytes, &Exempt::default());
        let kinds: Vec<Kind> = found.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [Kind::Phone, Kind::Identity]);
        assert!(
            found.findings[1].place.chinese.contains("隐藏文字"),
            "{found:?}"
        );
        let hidden: Vec<HiddenKind> = found.hidden.iter().map(|hidden| hidden.kind).collect();
        for kind in [
            HiddenKind::Comment,
            HiddenKind::Author,
            HiddenKind::Text,
            HiddenKind::TrackedChange,
        ] {
            assert!(hidden.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn files_within_files_are_looked_at() {
        let inner = "姓名,身份证号\n张三,110101199003074514\n";
        let bytes = packed(&[("名单.csv", inner)]);
        let found = scan("a.zip", &bytes, &Exempt::default());
        assert_eq!(found.findings.len(), 1);
        assert!(found.findings[0].place.chinese.contains("名单.csv"));
    }
}
