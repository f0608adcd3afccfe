//! Attachments that a browser would run as pages of the archive: HTML, SVG, XML.
//!
//! Hosts that send the headers which docs/hosting.md gives have them saved instead. Others send what they like, and a
//! disk sends none: so the editor is told of each.

use crate::archive::resolve::Resolver;
use crate::diagnostic::{Fault, Text};
use crate::route::file_kind::is_active;

/// Folders below a report's in which docs/nginx.conf knows an attachment.
const DEPTH: usize = 8;
/// Files that one warning names.
const NAMED: usize = 5;

impl Resolver<'_> {
    /// Reports, once a report, which of its attachments a browser would run.
    pub(super) fn active_attachments(&mut self) {
        let mut found = Vec::new();
        for entry in &self.archive.entries {
            let names = entry.attachments.iter().map(|a| a.name.as_str());
            let (everywhere, elsewhere): (Vec<&str>, Vec<&str>) = names
                .filter(|name| is_active(name))
                .partition(|name| is_out_of_reach(name));
            for (names, everywhere) in [(everywhere, true), (elsewhere, false)] {
                if !names.is_empty() {
                    found.push((entry.report.path.clone(), fault(&names, everywhere)));
                }
            }
        }
        for (path, fault) in found {
            self.fault(&path, fault);
        }
    }
}

/// Whether no host can tell it from a page: it is named as the page of its folder, or lies too deep.
fn is_out_of_reach(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.eq_ignore_ascii_case("index.html") || name.matches('/').count() > DEPTH
}

fn fault(names: &[&str], everywhere: bool) -> Fault {
    let more = names.len().saturating_sub(NAMED);
    let named: Vec<&str> = names.iter().copied().take(NAMED).collect();
    let chinese = match more {
        0 => named.join("、"),
        _ => format!("{}等 {} 个附件", named.join("、"), names.len()),
    };
    let english = match more {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    };
    let (message, hint) = match everywhere {
        true => (
            Text::new(
                format!(
                    "{chinese}：浏览器会把它当作本档案的网页运行，服务器无法将其与报告页面区分"
                ),
                format!(
                    "{english}: browsers run this as a page of the archive, and no server can tell it from one"
                ),
            ),
            Text::new(
                "改名（不要叫 index.html），或减少嵌套的文件夹，或转为 PDF，或放进 ZIP 文件。",
                "Give it another name than index.html or put it into fewer folders, convert it to PDF, or put it into a ZIP file.",
            ),
        ),
        false => (
            Text::new(
                format!(
                    "{chinese}：主机不按文档设置响应头时，浏览器会把它当作本档案的网页运行，其中的脚本也会执行"
                ),
                format!(
                    "{english}: browsers run this as a page of the archive, with its scripts, where a host does not send the headers that the documentation gives"
                ),
            ),
            Text::new(
                "转为 PDF，或放进 ZIP 文件；主机已按 docs/zh/hosting.md 配置（nginx、Netlify、Cloudflare Pages）的，可以不改。",
                "Convert it to PDF or put it into a ZIP file; where the host is set up as docs/hosting.md says (nginx, Netlify, Cloudflare Pages), it may stay.",
            ),
        ),
    };
    Fault::warning("active-attachment", 0..0, message, hint)
}
