//! A publication file by file that was interrupted, or is going on: what of the damage it explains.
//!
//! In: the list that such a publication leaves at the top of the archive until it has ended. Out: whether damage may be no
//! more than that, and what is to be said of it all. An archive in that state is never intact, and nobody vouches for the
//! list: what it explains is named all the same. Never explains a fork, a log that contradicts itself, or a head that is older
//! than one that was seen before.

use crate::diagnostic::Text;
use crate::log::published::{CHECKPOINT, UNSIGNED};
use crate::route::site_path::SHA256SUMS;
use crate::verify::damage::{Damage, Verdict};
use crate::verify::files::PENDING;
use crate::verify::record::below;
use crate::verify::sums;

/// What was being put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Underway {
    listed: Vec<Box<str>>,
    explained: usize,
}

impl Underway {
    /// By the list that it left.
    pub(crate) fn of(list: &[u8]) -> Underway {
        let lines = sums::parse(list).unwrap_or_default();
        Underway {
            listed: lines.into_iter().map(|line| line.path.into()).collect(),
            explained: 0,
        }
    }

    /// Whether that is all there is to this damage, which is then counted.
    pub(crate) fn explains(&mut self, damage: &Damage) -> bool {
        let file = damage.file.as_str();
        let is_head = [CHECKPOINT, UNSIGNED]
            .iter()
            .any(|head| file == below(head));
        let is_listed = || {
            self.listed
                .binary_search_by(|path| (**path).cmp(file))
                .is_ok()
        };
        let is_it = match damage.verdict {
            Verdict::Extra | Verdict::Incomplete | Verdict::Altered => {
                is_head || file == SHA256SUMS || is_listed()
            }
            // The list of the publication before; files of the log that its head does not promise yet.
            Verdict::RolledBack => !is_head && (file == SHA256SUMS || is_listed()),
            _ => false,
        };
        self.explained += usize::from(is_it);
        is_it
    }

    /// What is to be said.
    pub(crate) fn damage(&self) -> Damage {
        let count = self.explained;
        Damage::missing(
            PENDING,
            Text::new(
                format!(
                    "逐个替换文件的发布尚未结束：正在进行，或者中断了；它的清单所列、与收录不符的文件有 {count} 个，列在其他问题之后。请等它结束；已经中断的，把同一命令再运行一次，然后重新核对。这份清单没有任何担保，能写入网站的人都能写出：过一段时间仍不符的，按改动看待"
                ),
                format!(
                    "a publication file by file has not ended: it is going on, or was interrupted; of the files that its list names, {count} are not as recorded, and are named after all else. Wait until it has ended; if it was interrupted, run the same command again, and verify then. Nobody vouches for that list, which whoever can write to the site can make: what stays so after a while counts as altered"
                ),
            ),
        )
    }
}
