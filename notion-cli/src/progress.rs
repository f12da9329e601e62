//! The progress of long work: a line on the terminal, and nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on the standard error.
#[derive(Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Of bytes.
    pub(crate) fn bytes(what: &'static str) -> Progress {
        Progress::new(what, "{msg} {bytes}/{total_bytes} {wide_bar} {eta}")
    }

    /// Shows a count and its total.
    pub(crate) fn counted(what: &'static str) -> Progress {
        Progress::new(what, "{msg} {pos}/{len} {wide_bar} {eta}")
    }

    /// Shows a count whose total is unknown.
    pub(crate) fn of_unknown_length(what: &'static str) -> Progress {
        Progress::new(what, "{msg} {pos}")
    }

    /// Shows nothing.
    pub(crate) fn hidden() -> Progress {
        Progress(ProgressBar::hidden())
    }

    fn new(what: &'static str, template: &str) -> Progress {
        // Hidden by itself if the standard error is not a terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        Progress(bar)
    }

    pub(crate) fn at(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.0.set_length(total);
        }
        self.0.set_position(done);
    }

    /// Clears the line.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
