//! What can be wrong with an archive, which of it is worse, and how it is said.
//!
//! In: a file and what was found. Out: damage by file. Never decides whether something is damage.

use crate::diagnostic::Text;

/// What came of it, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Verdict {
    /// Everything is as it was recorded.
    #[default]
    Intact,
    /// No witness saw it lately.
    Stale,
    /// There are files that nobody recorded.
    Extra,
    /// Files are missing.
    Incomplete,
    /// Files are not what was recorded.
    Altered,
    /// Nobody signed, or another key did, or too few witnesses.
    Unsigned,
    /// The log contradicts itself.
    Broken,
    /// It is an older one than was seen before.
    RolledBack,
    /// It is another history than was seen before.
    Forked,
}

impl Verdict {
    /// The exit code, which commands that copy archives have too. Not in the order of what is worse.
    pub(crate) fn code(self) -> u8 {
        match self {
            Verdict::Intact => 0,
            Verdict::Stale => 14,
            Verdict::Extra => 11,
            Verdict::Incomplete => 10,
            Verdict::Altered => 12,
            Verdict::Unsigned => 16,
            Verdict::Broken => 17,
            Verdict::RolledBack => 13,
            Verdict::Forked => 15,
        }
    }

    /// Its name for tools.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Intact => "intact",
            Verdict::Stale => "stale",
            Verdict::Extra => "extra",
            Verdict::Incomplete => "incomplete",
            Verdict::Altered => "altered",
            Verdict::Unsigned => "unsigned",
            Verdict::Broken => "broken-log",
            Verdict::RolledBack => "rolled-back",
            Verdict::Forked => "forked",
        }
    }

    /// Its name for people.
    pub(crate) fn words(self) -> Text {
        match self {
            Verdict::Intact => Text::new("未曾改动", "unaltered"),
            Verdict::Stale => Text::new("近期无人见证", "stale"),
            Verdict::Extra => Text::new("有多余的文件", "extra files"),
            Verdict::Incomplete => Text::new("文件不全", "incomplete"),
            Verdict::Altered => Text::new("有改动", "altered"),
            Verdict::Unsigned => Text::new("签名或见证不符合要求", "not signed as is wanted"),
            Verdict::Broken => Text::new("存证日志已损坏", "the log is broken"),
            Verdict::RolledBack => Text::new("退回到了旧的状态", "rolled back"),
            Verdict::Forked => Text::new("存证日志分叉", "forked"),
        }
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) verdict: Verdict,
    /// Of which file, below the folder that is verified.
    pub(crate) file: String,
    pub(crate) what: Text,
}

impl Damage {
    pub(crate) fn new(verdict: Verdict, file: impl Into<String>, what: Text) -> Damage {
        Damage {
            verdict,
            file: file.into(),
            what,
        }
    }

    /// A file that is missing.
    pub(crate) fn missing(file: impl Into<String>, what: Text) -> Damage {
        Damage::new(Verdict::Incomplete, file, what)
    }

    /// A file that is not what it was.
    pub(crate) fn altered(file: impl Into<String>, what: Text) -> Damage {
        Damage::new(Verdict::Altered, file, what)
    }
}
