//! `llms.txt`: what the archive is and where its files are, for programs that read (llmstxt.org).
//!
//! In: a [`Guide`], whose words are the interface's. Out: Markdown: a title, a sentence, some lines, lists of links. It
//! names kinds of files and never a single report: its length does not grow with the archive.

pub(crate) use crate::route::site_path::GUIDE_FILE;

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guide {
    /// Name of the archive.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// What holds for all of it, a line each.
    pub notes: Vec<String>,
    /// Lists of files.
    pub sections: Vec<Section>,
}

/// A list of files under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its heading.
    pub heading: String,
    /// How its files are found, if that is to be said.
    pub note: Option<String>,
    /// The files.
    pub items: Vec<Item>,
}

/// A file, or a kind of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// What it is.
    pub title: String,
    /// Where it is: relative to the file itself, and named in full; what is no single file is no link.
    pub place: Place,
    /// What is in it, if the title does not say so.
    pub what: Option<String>,
}

/// Where an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A file at this URL.
    File(String),
    /// Files of this name in many folders.
    Named(&'static str),
}

impl Guide {
    /// The file.
    pub(crate) fn text(&self) -> String {
        let mut out = format!("# {}\n\n> {}\n", line(&self.title), line(&self.summary));
        if !self.notes.is_empty() {
            out.push('\n');
        }
        for note in &self.notes {
            out.push_str(&format!("- {}\n", line(note)));
        }
        for section in &self.sections {
            out.push_str(&format!("\n## {}\n\n", line(&section.heading)));
            if let Some(note) = &section.note {
                out.push_str(&format!("{}\n\n", line(note)));
            }
            for item in &section.items {
                let title = line(&item.title);
                out.push_str(&match &item.place {
                    Place::File(url) => format!("- [{title}]({url})"),
                    Place::Named(name) => format!("- `{name}`: {title}"),
                });
                if let Some(what) = &item.what {
                    out.push_str(&format!(": {}", line(what)));
                }
                out.push('\n');
            }
        }
        out
    }
}

/// Words as they stand on one line, none of which can end a link or begin one.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::{Guide, Item, Place, Section};

    #[test]
    fn it_has_the_form_that_is_agreed_on() {
        let item = |title: &str, place, what: Option<&str>| Item {
            title: title.to_owned(),
            place,
            what: what.map(str::to_owned),
        };
        let guide = Guide {
            title: "示例\n[一]".to_owned(),
            summary: "一句话。".to_owned(),
            notes: vec!["说明".to_owned()],
            sections: vec![Section {
                heading: "数据".to_owned(),
                note: Some("如下：".to_owned()),
                items: vec![
                    item("目录", Place::File("data/reports.json".to_owned()), None),
                    item("全文", Place::Named("index.txt"), Some("纯文字")),
                ],
            }],
        };
        assert_eq!(
            guide.text(),
            "# 示例 \\[一\\]\n\n> 一句话。\n\n- 说明\n\n## 数据\n\n如下：\n\n\
             - [目录](data/reports.json)\n- `index.txt`: 全文: 纯文字\n"
        );
    }
}
