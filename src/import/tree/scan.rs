//! A body of Markdown as it is, but for the targets of its links; what templates would have written is named.
//!
//! In: Markdown with the shortcodes of Hugo, the tags of Jekyll, the helpers of mdBook. Out: the same with links led to where pages
//! are now, the files that it shows, and remarks with lines. Never changes a word; what is in code stays.

use crate::diagnostic::Text;
use crate::import::document::{EmbeddedFile, Place, Remark, RemarkKind, file_mark};
use crate::import::tree::Generator;
use crate::import::tree::links::{Lead, NAMED};

/// Remarks on one page.
const MAX_REMARKS: usize = 200;

/// What became of a body.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub text: String,
    pub files: Vec<EmbeddedFile>,
    pub remarks: Vec<Remark>,
}

struct Scan<F> {
    generator: Generator,
    lead: F,
    line: usize,
    done: Scanned,
}

/// Scans a body whose first line has this number. (Files come without their bytes: who has the tree adds them.)
pub(super) fn body(
    body: &str,
    first_line: usize,
    generator: Generator,
    lead: impl Fn(&str) -> Lead,
) -> Scanned {
    let mut scan = Scan {
        generator,
        lead,
        line: first_line,
        done: Scanned::default(),
    };
    let mut fence: Option<(char, usize)> = None;
    for line in body.split_inclusive('\n') {
        let start = line.trim_start();
        let sign = start.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = sign.map_or(0, |sign| start.chars().take_while(|&c| c == sign).count());
        match (fence, sign) {
            (Some((open, least)), Some(sign))
                if sign == open
                    && length >= least
                    && start.trim_end().chars().all(|c| c == sign) =>
            {
                fence = None
            }
            (None, Some(sign)) if length >= 3 => fence = Some((sign, length)),
            (None, _) => {
                scan.line(line);
                scan.line += 1;
                continue;
            }
            _ => {}
        }
        scan.done.text.push_str(line);
        scan.line += 1;
    }
    scan.done
}

impl<F: Fn(&str) -> Lead> Scan<F> {
    fn line(&mut self, line: &str) {
        // The definition of a link: `[name]: target`.
        let is_definition =
            line.trim_start().starts_with('[') && !line.trim_start().starts_with("[^");
        if let Some((name, target)) = line.split_once("]: ").filter(|_| is_definition) {
            let (target, rest) =
                target.split_at(target.find(char::is_whitespace).unwrap_or(target.len()));
            let led = self.target(target);
            self.done.text.push_str(&format!("{name}]: {led}{rest}"));
            return;
        }
        let mut rest = line;
        while let Some(at) = rest.find(['`', '{', ']']) {
            let (before, from) = rest.split_at(at);
            self.done.text.push_str(before);
            rest = match from.as_bytes() {
                [b'`', ..] => self.code(from),
                [b']', b'(', ..] => self.link(from),
                [b'{', b'{' | b'%', ..] => self.template(from),
                _ => self.pass(from, 1),
            };
        }
        self.done.text.push_str(rest);
    }

    /// Passes so many bytes on.
    fn pass<'t>(&mut self, from: &'t str, length: usize) -> &'t str {
        let (passed, rest) = from.split_at(from.floor_char_boundary(length));
        self.done.text.push_str(passed);
        rest
    }

    fn code<'t>(&mut self, from: &'t str) -> &'t str {
        let ticks = from.bytes().take_while(|&byte| byte == b'`').count();
        let fence = from.get(..ticks).unwrap_or_default();
        let inner = from.get(ticks..).unwrap_or_default();
        match inner.find(fence) {
            Some(end) => self.pass(from, ticks + end + ticks),
            None => self.pass(from, ticks),
        }
    }

    /// `](target "title")`.
    fn link<'t>(&mut self, from: &'t str) -> &'t str {
        let inner = from.get(2..).unwrap_or_default();
        let mut depth = 0_usize;
        let mut is_quoted = false;
        let mut is_template = false;
        let end = inner.char_indices().find(|&(at, c)| {
            match c {
                '{' if inner
                    .get(at..)
                    .is_some_and(|rest| rest.starts_with("{{") || rest.starts_with("{%")) =>
                {
                    is_template = true
                }
                '}' => is_template = false,
                '"' if !is_template => is_quoted = !is_quoted,
                '(' if !is_quoted => depth += 1,
                ')' if !is_quoted && !is_template => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return true,
                },
                _ => {}
            }
            false
        });
        let Some((end, _)) = end else {
            return self.pass(from, 2);
        };
        let whole = inner.get(..end).unwrap_or_default();
        let (target, title) = match whole
            .trim_start()
            .strip_prefix('<')
            .and_then(|inner| inner.split_once('>'))
        {
            Some((target, title)) => (target, title),
            None if whole.contains("{{") || whole.contains("{%") => (whole, ""),
            None => whole.split_at(whole.trim_end().find([' ', '\t']).unwrap_or(whole.len())),
        };
        let led = self.target(target);
        let led = match led.contains([' ', '(', ')']) {
            true => format!("<{led}>"),
            false => led,
        };
        self.done.text.push_str(&format!("]({led}{title})"));
        inner.get(end + 1..).unwrap_or_default()
    }

    /// Where a target leads now.
    fn target(&mut self, target: &str) -> String {
        let trimmed = target.trim();
        let named = named(trimmed);
        let wanted = named.clone().unwrap_or_else(|| trimmed.to_owned());
        if named.is_none() && (trimmed.contains("{{") || trimmed.contains("{%")) {
            self.template_left(trimmed);
            return target.to_owned();
        }
        match (self.lead)(&wanted) {
            Lead::Page(path) => path,
            Lead::File(path) => self.file(&path),
            Lead::Elsewhere => target.to_owned(),
            Lead::Missing => {
                let what = Text::new(
                    "链接所指的页面不在站点中，保留原样",
                    "a link leads to a page that the tree does not have; it was left as it is",
                );
                self.remark(RemarkKind::Unsure, what, trimmed, false);
                target.to_owned()
            }
        }
    }

    /// What stands for the name that a file will have beside the report: two folders may have files of one name.
    fn file(&mut self, path: &str) -> String {
        let known = self.done.files.iter().position(|file| file.name == path);
        let index = known.unwrap_or(self.done.files.len());
        if known.is_none() {
            self.done.files.push(EmbeddedFile {
                name: path.to_owned(),
                bytes: Vec::new(),
                is_attachment: false,
            });
        }
        file_mark(index)
    }

    /// `{{< figure >}}`, `{% include %}`, `{{ page.title }}`, `{{#include a.rs}}`.
    fn template<'t>(&mut self, from: &'t str) -> &'t str {
        let close = match from.as_bytes() {
            [b'{', b'%', ..] if self.generator == Generator::Jekyll => "%}",
            [b'{', b'{', b'<', ..] if self.generator == Generator::Hugo => ">}}",
            [b'{', b'{', b'%', ..] if self.generator == Generator::Hugo => "%}}",
            [b'{', b'{', b'#', ..] if self.generator == Generator::MdBook => "}}",
            [b'{', b'{', ..] if self.generator == Generator::Jekyll => "}}",
            _ => return self.pass(from, 2),
        };
        let Some(end) = from.find(close).map(|end| end + close.len()) else {
            return self.pass(from, 2);
        };
        let tag = from.get(..end).unwrap_or_default();
        match named(tag) {
            Some(_) => {
                let led = self.target(tag);
                self.done.text.push_str(&led);
            }
            None => {
                self.template_left(tag);
                self.done.text.push_str(tag);
            }
        }
        from.get(end..).unwrap_or_default()
    }

    fn template_left(&mut self, tag: &str) {
        let what = Text::new(
            "原站模板的短代码或标签，保留原样；请改写成文字、图片或链接",
            "a shortcode or tag of the old site's templates was left as it is; write its words, image or link in its place",
        );
        self.remark(RemarkKind::Unsure, what, tag, true);
    }

    fn remark(&mut self, kind: RemarkKind, what: Text, quote: &str, is_draft: bool) {
        if self.done.remarks.len() < MAX_REMARKS {
            let quote: String = quote.chars().take(100).collect();
            let mut remark = Remark::new(kind, what, Place::Line(self.line), &quote);
            remark.is_draft = is_draft;
            self.done.remarks.push(remark);
        }
    }
}

/// The page that a template names: `{{< ref "a.md" >}}`, `{% post_url 2015-01-02-a %}`, `{% link a.md %}`.
fn named(target: &str) -> Option<String> {
    let inner = target
        .strip_prefix("{{<")
        .and_then(|rest| rest.strip_suffix(">}}"));
    let inner = inner.or_else(|| {
        target
            .strip_prefix("{{%")
            .and_then(|rest| rest.strip_suffix("%}}"))
    });
    if let Some(inner) = inner {
        let inner = inner.trim();
        let name = inner
            .strip_prefix("relref")
            .or_else(|| inner.strip_prefix("ref"))?;
        let name = name
            .trim()
            .trim_start_matches("path=")
            .trim_matches(['"', '`', '\'']);
        return (!name.contains(char::is_whitespace)).then(|| format!("{NAMED}{name}"));
    }
    let rest = target
        .split_once("{%")
        .filter(|(before, _)| before.trim().is_empty() || before.contains("site.baseurl"))?
        .1;
    let inner = rest.strip_suffix("%}")?.trim();
    let (kind, name) = inner.split_once(char::is_whitespace)?;
    matches!(kind, "post_url" | "link").then(|| format!("{NAMED}{}", name.trim()))
}
