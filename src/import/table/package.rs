//! Parts of an Office Open XML package and what leads from one to another (ISO/IEC 29500-2).
//!
//! In: a container. Out: the relations of a part, the text of a part. Targets are resolved within the container; what lies
//! outside is an address.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::xml;

/// Bytes of a part: sheets of as many cells as are taken have less.
const MAX_PART: usize = 40 << 20;
/// Relations of one part.
const MAX_RELATIONS: usize = 100_000;

/// What a part leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relation {
    /// The last word of its type: `worksheet`, `hyperlink`.
    pub kind: String,
    /// The name of a part, or an address outside.
    pub target: String,
    /// It lies outside.
    pub is_external: bool,
}

/// The relations of a part by their ids; of the package itself if the name is empty.
///
/// # Errors
///
/// If they are broken.
pub(super) fn relations(
    container: &Container<'_>,
    part: &str,
) -> Result<BTreeMap<String, Relation>, Refusal> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = match folder.is_empty() {
        true => format!("_rels/{name}.rels"),
        false => format!("{folder}/_rels/{name}.rels"),
    };
    let mut relations = BTreeMap::new();
    let Some(text) = text(container, &path)? else {
        return Ok(relations);
    };
    let root = xml::tree(&text)?;
    for element in root.elements().take(MAX_RELATIONS) {
        let attribute = |name| element.attribute(name).unwrap_or_default();
        let is_external = attribute("TargetMode") == "External";
        let target = match is_external {
            true => attribute("Target").to_owned(),
            false => resolved(folder, attribute("Target")),
        };
        let kind = attribute("Type").rsplit('/').next().unwrap_or_default();
        let relation = Relation {
            kind: kind.to_owned(),
            target,
            is_external,
        };
        relations.insert(attribute("Id").to_owned(), relation);
    }
    Ok(relations)
}

/// The text of a part, if there is one of that name.
///
/// # Errors
///
/// As [`Container::read`], or if it is longer than [`MAX_PART`].
pub(super) fn text(container: &Container<'_>, part: &str) -> Result<Option<String>, Refusal> {
    let Some(bytes) = container.read(part)? else {
        return Ok(None);
    };
    if bytes.len() > MAX_PART {
        return Err(too_long(part));
    }
    // Nearly all are UTF-8, which need not be copied.
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => xml::decoded(error.as_bytes()),
    }))
}

fn too_long(part: &str) -> Refusal {
    let most = MAX_PART >> 20;
    Refusal(Text::new(
        format!("工作簿内的 {part} 超过 {most} MB，不宜作为报告正文；请另存为 CSV，列为报告的附件"),
        format!(
            "{part} in the workbook is larger than {most} MB, too much for the text of a report; save it as CSV and attach it to one"
        ),
    ))
}

/// The name of a part as it is written in one of a folder.
fn resolved(folder: &str, target: &str) -> String {
    let begins = if target.starts_with('/') { "" } else { folder };
    let mut segments: Vec<&str> = Vec::new();
    for segment in begins.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::container::packed;

    #[test]
    fn relations_lead_from_part_to_part() {
        let relations_of = r#"<Relationships><Relationship Id="a" Type="http://x/y/image" Target="../media/i.png"/><Relationship Id="b" Type="t/hyperlink" Target="https://example.com" TargetMode="External"/></Relationships>"#;
        let bytes = packed(&[("xl/drawings/_rels/d.xml.rels", relations_of)]);
        let container = Container::open(&bytes).expect("a container");
        let found = relations(&container, "xl/drawings/d.xml").expect("relations");
        let seen: Vec<_> = found
            .values()
            .map(|it| (it.kind.as_str(), it.target.as_str(), it.is_external))
            .collect();
        assert_eq!(
            seen,
            [
                ("image", "xl/media/i.png", false),
                ("hyperlink", "https://example.com", true)
            ]
        );
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
    }
}
