//! How far a run is, for who waits: a bar on a terminal, with how fast it goes and what is left; elsewhere, in logs, a
//! line for each step that takes long, and nothing for a short run.
//!
//! In: the progress of a run, from many threads. Out: standard error. Counts nothing that the run does not say.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::{environment::Stopwatch, interrupt};
use crate::diagnostic::{Language, Text};
use crate::progress::Progress;

/// Redraws a second, at most.
const REDRAWS: u8 = 10;
/// Seconds after which a step is worth a line in a log.
const LONG: f64 = 10.0;

/// Whether anything is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As the stream has it.
    Progress,
    /// Nothing.
    Nothing,
}

pub(super) struct Bar {
    bar: ProgressBar,
    /// The step of a log that has had no line yet; none on a terminal.
    log: Option<Mutex<Log>>,
    language: Language,
}

/// A run as a log tells of it.
struct Log {
    began: Stopwatch,
    step: Option<Text>,
}

impl Log {
    /// The line that is due after so many seconds, once for each step.
    fn line(&mut self, progress: Progress, seconds: f64) -> Option<Text> {
        match progress {
            Progress::Report => {}
            progress => self.step = Some(step(progress)),
        }
        self.step.take_if(|_| seconds >= LONG)
    }
}

/// What a run is doing, as a line of a log.
fn step(progress: Progress) -> Text {
    let of_reports = |chinese: &str, english: &str, reports: usize| {
        Text::new(
            format!("正在{chinese}（{reports} 份报告）……"),
            format!("{english} ({reports} reports) …"),
        )
    };
    match progress {
        Progress::Reading(reports) => of_reports("读取", "Reading", reports),
        Progress::Rendering(reports) => of_reports("生成", "Rendering", reports),
        Progress::Indexing(reports) => of_reports("建立索引", "Indexing", reports),
        Progress::Verifying(files) => Text::new(
            format!("正在核对（{files} 个文件）……"),
            format!("Verifying ({files} files) …"),
        ),
        Progress::Report | Progress::Publishing => Text::new("正在写入……", "Writing …"),
    }
}

impl Bar {
    /// Draws nothing where standard error is no terminal.
    pub(super) fn new(language: Language, shown: Shown) -> Bar {
        let target = match shown {
            Shown::Progress => ProgressDrawTarget::stderr_with_hz(REDRAWS),
            Shown::Nothing => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = Text::new(
            "{msg} {wide_bar} {pos}/{len}  {per_sec:>9}  剩余 {eta_precise}",
            "{msg} {wide_bar} {pos}/{len}  {per_sec:>9}  left {eta_precise}",
        );
        let style = ProgressStyle::with_template(template.in_language(language));
        if let Ok(style) = style {
            bar.set_style(style);
        }
        let is_log = shown == Shown::Progress && !std::io::stderr().is_terminal();
        let log = is_log.then(|| {
            Mutex::new(Log {
                began: Stopwatch::start(),
                step: None,
            })
        });
        Bar { bar, log, language }
    }

    /// Shows how far the run is, which ends here if it is interrupted.
    pub(super) fn show(&self, progress: Progress) {
        interrupt::go_on();
        if let Some(log) = &self.log {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            let seconds = log.began.seconds();
            if let Some(line) = log.line(progress, seconds) {
                // A log that cannot be written to stops no run.
                let _ = writeln!(std::io::stderr(), "{}", line.in_language(self.language));
            }
            return;
        }
        let begin = |message: Text, length: usize| {
            self.bar.reset();
            self.bar.set_length(length as u64);
            self.bar
                .set_message(message.in_language(self.language).to_owned());
        };
        match progress {
            Progress::Reading(reports) => begin(Text::new("读取", "Reading"), reports),
            Progress::Rendering(reports) => begin(Text::new("生成", "Rendering"), reports),
            Progress::Indexing(reports) => begin(Text::new("建立索引", "Indexing"), reports),
            Progress::Verifying(files) => begin(Text::new("核对", "Verifying"), files),
            Progress::Report => self.bar.inc(1),
            Progress::Publishing => {
                self.bar.set_message(
                    Text::new("写入", "Writing")
                        .in_language(self.language)
                        .to_owned(),
                );
                self.bar.enable_steady_tick(Duration::from_millis(200));
            }
        }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{LONG, Log, Progress, Stopwatch};

    #[test]
    fn a_log_has_a_line_for_each_long_step_and_none_for_a_short_run() {
        let mut log = Log {
            began: Stopwatch::start(),
            step: None,
        };
        let mut said = |progress, seconds| log.line(progress, seconds).map(|line| line.english);
        assert_eq!(said(Progress::Reading(7), 0.0), None);
        assert_eq!(said(Progress::Report, LONG / 2.0), None);
        assert_eq!(said(Progress::Rendering(7), LONG / 2.0), None);
        let line = Some("Rendering (7 reports) …".to_owned());
        assert_eq!(said(Progress::Report, LONG), line);
        assert_eq!(said(Progress::Report, LONG + 1.0), None);
        let line = Some("Writing …".to_owned());
        assert_eq!(said(Progress::Publishing, LONG + 2.0), line);
    }
}
