//! The commands, one a file.

pub(crate) mod apply;
pub(crate) mod list;
pub(crate) mod plan;
pub(crate) mod pull;
pub(crate) mod rows;

use std::io::{ErrorKind, Write as _};

use crate::failure::{Failure, Result};

/// Prints a text. Whoever closes the pipe has read enough.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::about(
            "the standard output cannot be written",
            error,
        )),
        _ => Ok(()),
    }
}
