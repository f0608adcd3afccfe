//! Remarks on the pages of a PDF, and the files in it.
//!
//! In: a page or the whole file. Out: what the remarks say, and what is found in the files. Never runs an action.

use crate::diagnostic::Text;
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::{Dictionary, Object};
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::pdf::{MAX_NODES, words_of};
use crate::privacy::attachment::{HiddenKind, MAX_DEPTH};

/// Remarks of one page.
const MAX_REMARKS: usize = 2000;
/// Files in a file.
const MAX_FILES: usize = 200;

/// The remarks on a page: words, attached files.
pub(super) fn look(looker: &mut Looker<'_>, file: &File<'_>, page: &Dictionary, place: &Text) {
    let remarks = file.value(page, "Annots");
    for remark in remarks.array().unwrap_or_default().iter().take(MAX_REMARKS) {
        let remark = file.resolved(remark);
        let Some(remark) = remark.dictionary() else {
            continue;
        };
        let kind = file.value(remark, "Subtype");
        let kind = kind.name().unwrap_or_default();
        let said = words_of(&file.value(remark, "Contents")).unwrap_or_default();
        if !said.trim().is_empty() && !matches!(kind, "Link" | "Widget" | "Watermark") {
            looker.hidden(HiddenKind::Comment, place, &said);
        }
        looker.plain(place, &said);
        if let Some(action) = file.value(remark, "A").dictionary() {
            let address = words_of(&file.value(action, "URI")).unwrap_or_default();
            looker.plain(place, &address);
        }
        if kind == "FileAttachment" {
            attached(looker, file, &file.value(remark, "FS"));
        }
    }
}

/// The files in a file.
pub(super) fn files(looker: &mut Looker<'_>, file: &File<'_>, root: &Dictionary) {
    let names = file.value(root, "Names");
    let Some(names) = names.dictionary() else {
        return;
    };
    let mut open = vec![file.value(names, "EmbeddedFiles")];
    let (mut seen, mut count) = (0, 0);
    while let Some(node) = open.pop() {
        seen += 1;
        if seen > MAX_NODES {
            return;
        }
        let Some(node) = node.dictionary() else {
            continue;
        };
        if let Some(kids) = file.value(node, "Kids").array() {
            open.extend(kids.iter().map(|kid| file.resolved(kid)));
        }
        for pair in file
            .value(node, "Names")
            .array()
            .unwrap_or_default()
            .chunks(2)
        {
            count += 1;
            if count > MAX_FILES {
                return;
            }
            if let [_, attachment] = pair {
                attached(looker, file, &file.resolved(attachment));
            }
        }
    }
}

fn attached(looker: &mut Looker<'_>, file: &File<'_>, attachment: &Object) {
    let Some(attachment) = attachment.dictionary() else {
        return;
    };
    let name =
        words_of(&file.value(attachment, "UF")).or_else(|| words_of(&file.value(attachment, "F")));
    let name = name.unwrap_or_else(|| "附件".to_owned());
    let streams = file.value(attachment, "EF");
    let Some(streams) = streams.dictionary() else {
        return;
    };
    let stream = match file.value(streams, "F") {
        Object::Stream(stream) => stream,
        _ => return,
    };
    if looker.depth() == MAX_DEPTH {
        return looker.unseen(Text::new(
            format!("嵌套超过 {MAX_DEPTH} 层"),
            format!("deeper than {MAX_DEPTH} files within one another"),
        ));
    }
    looker.enter(&name);
    match file.unpacked(&stream) {
        Some(bytes) => crate::privacy::attachment::look(looker, &name, &bytes),
        None => looker.unseen(Text::new(
            "无法解压，未检查",
            "cannot be unpacked, and was not looked at",
        )),
    }
    looker.leave();
}
