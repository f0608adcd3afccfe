//! A small reader of our own HTML: that it is balanced, its ids, and the text of each block.

/// One element that holds text of its own.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) ids: Vec<String>,
    /// Text content of each p, heading, cell, pre and item, without the marks of notes.
    pub(super) blocks: Vec<String>,
    pub(super) tags: Vec<String>,
}

const BLOCKS: [&str; 14] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "pre",
    "li",
    "caption",
    "div",
    "figure",
    "figcaption",
];

const CONTAINERS: [&str; 6] = ["ul", "ol", "table", "section", "blockquote", "hr"];

/// Reads HTML or says what is wrong with it.
pub(super) fn read(html: &str) -> Result<Read, String> {
    let mut read = Read::default();
    let mut open: Vec<(String, String)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&mut open, &rest[..at])?;
        rest = &rest[at..];
        let end = rest.find('>').ok_or("a tag without its end")?;
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let (last, text) = open
                .pop()
                .ok_or_else(|| format!("</{name}> closes nothing"))?;
            if last != name {
                return Err(format!("</{name}> closes <{last}>"));
            }
            if BLOCKS.contains(&name) {
                if !text.trim().is_empty() {
                    read.blocks.push(text);
                }
            } else if let Some(parent) = open.last_mut() {
                parent.1.push_str(&text);
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default().to_owned();
        if !name.bytes().all(|b| b.is_ascii_alphanumeric()) || name.is_empty() {
            return Err(format!("<{tag}>"));
        }
        read.tags.push(tag.to_owned());
        if let Some((_, id)) = tag.split_once(" id=\"") {
            read.ids
                .push(id.split('"').next().unwrap_or_default().to_owned());
        }
        let inline_parent = open.iter().any(|(n, _)| n == "p" || n.starts_with('h'));
        if inline_parent && (BLOCKS.contains(&name.as_str()) || name == "table") {
            return Err(format!("<{name}> in a paragraph"));
        }
        if name == "a" && open.iter().any(|(n, _)| n == "a") {
            return Err("a link in a link".to_owned());
        }
        if BLOCKS.contains(&name.as_str()) || CONTAINERS.contains(&name.as_str()) {
            // The text of an item before what stands inside it.
            flush(&mut open, &mut read);
        }
        if !["br", "hr", "img"].contains(&name.as_str()) {
            open.push((
                if tag.contains("class=\"note\"") {
                    "sup".to_owned()
                } else {
                    name
                },
                String::new(),
            ));
        }
    }
    text(&mut open, rest)?;
    match open.last() {
        Some((name, _)) => Err(format!("<{name}> is never closed")),
        None => Ok(read),
    }
}

fn flush(open: &mut [(String, String)], read: &mut Read) {
    for (name, text) in open {
        if BLOCKS.contains(&name.as_str()) && !text.trim().is_empty() {
            read.blocks.push(std::mem::take(text));
        }
    }
}

fn text(open: &mut [(String, String)], text: &str) -> Result<(), String> {
    if text.contains('>') {
        return Err(format!("a bare > in {text:?}"));
    }
    let decoded = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    match open.last_mut() {
        Some((_, own)) => own.push_str(&decoded),
        None if text.trim().is_empty() => {}
        None => return Err(format!("{text:?} outside any element")),
    }
    Ok(())
}
