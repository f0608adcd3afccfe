//! A progress bar on a terminal, for long runs.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::{Language, Text};
use crate::progress::Progress;

/// Redraws a second, at most.
const REDRAWS: u8 = 10;

pub(super) struct Bar {
    bar: ProgressBar,
    language: Language,
}

impl Bar {
    /// Draws nothing where standard error is no terminal.
    pub(super) fn new(language: Language) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(REDRAWS));
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Bar { bar, language }
    }

    pub(super) fn show(&self, progress: Progress) {
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
            Progress::Report => self.bar.inc(1),
            Progress::Publishing => {
                self.bar.set_message(
                    Text::new("发布", "Publishing")
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
