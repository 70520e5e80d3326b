//! A progress bar with the time left, on a terminal only.

use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::sim::Progress;

/// Work that ends sooner has no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const BETWEEN: Duration = Duration::from_millis(100);
const STEPS: f64 = 1000.0;

/// Does `work` while a bar on standard error shows how far it is.
pub(super) fn shown<T>(what: &str, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = &Progress::default();
    if !std::io::stderr().is_terminal() {
        return work(progress);
    }
    std::thread::scope(|scope| {
        let (working, done) = channel();
        scope.spawn(move || draw(what, progress, &done));
        let result = work(progress);
        drop(working);
        result
    })
}

fn draw(what: &str, progress: &Progress, done: &Receiver<()>) {
    let over = |wait: Duration| done.recv_timeout(wait) != Err(RecvTimeoutError::Timeout);
    if over(PATIENCE) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(position(1.0)), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3}% {eta:>4} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what.to_owned());
    bar.set_position(position(progress.share()));
    bar.reset_eta();
    while !over(BETWEEN) {
        bar.set_position(position(progress.share()));
    }
    bar.finish_and_clear();
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is not negative")]
fn position(share: f64) -> u64 {
    (share * STEPS) as u64
}
