//! How far a measure is, as an editor says it.
//!
//! In: a word in English or Chinese, in either script. Out: the status. Never reads one from a text.

use serde::{Deserialize, Serialize};

use crate::fields::simplified;

/// How far a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// 未开始.
    NotStarted,
    /// 进行中.
    InProgress,
    /// 持续推进: done, and to be kept up.
    Continuing,
    /// 已完成.
    Completed,
    /// 已暂停.
    Suspended,
    /// 已终止.
    Discontinued,
}

impl Status {
    /// Every status with its key and its Chinese names, that of the interface first.
    pub(super) const ALL: [(Status, &'static str, &'static [&'static str]); 6] = [
        (Status::NotStarted, "not-started", &["未开始", "未启动"]),
        (
            Status::InProgress,
            "in-progress",
            &["进行中", "推进中", "正在推进"],
        ),
        (
            Status::Continuing,
            "continuing",
            &["持续推进", "长期坚持", "转入日常"],
        ),
        (Status::Completed, "completed", &["已完成", "完成"]),
        (Status::Suspended, "suspended", &["已暂停", "暂停", "暂缓"]),
        (
            Status::Discontinued,
            "discontinued",
            &["已终止", "终止", "不再实施"],
        ),
    ];

    /// Every way to write one.
    pub(crate) fn words() -> Vec<&'static str> {
        let each = Status::ALL.iter();
        each.flat_map(|(_, key, chinese)| std::iter::once(*key).chain(chinese.iter().copied()))
            .collect()
    }

    /// The status that a word says.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let word = simplified(word.trim()).to_lowercase().replace(' ', "-");
        let is_word = |(_, key, chinese): &&(Status, &str, &[&str])| {
            *key == word || chinese.contains(&&*word)
        };
        Status::ALL
            .iter()
            .find(is_word)
            .map(|(status, _, _)| *status)
    }

    /// The stable key: `not-started`, `in-progress`, `continuing`, `completed`, `suspended`, `discontinued`.
    pub(crate) fn key(self) -> &'static str {
        let row = Status::ALL.iter().find(|(status, _, _)| *status == self);
        row.map_or("", |(_, key, _)| key)
    }

    /// Whether nothing more is due.
    pub(crate) fn is_settled(self) -> bool {
        match self {
            Status::Continuing | Status::Completed | Status::Discontinued => true,
            Status::NotStarted | Status::InProgress | Status::Suspended => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_its_status() {
        for word in Status::words() {
            assert!(Status::read(word).is_some(), "{word}");
        }
        assert_eq!(Status::read("已終止"), Some(Status::Discontinued));
        assert_eq!(Status::read("進行中"), Some(Status::InProgress));
        assert_eq!(Status::read("done"), None);
        assert_eq!(Status::Completed.key(), "completed");
    }
}
