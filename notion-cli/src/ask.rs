//! Questions to the person at the terminal.

use std::io::IsTerminal as _;

use crate::failure::{Failure, Result};
use crate::show::prompt;

/// Whether somebody can be asked.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks before something is destroyed, unless `--yes` was given. Nobody to ask is an error: a script says what it wants.
pub(crate) fn confirm(question: &str, yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    if !is_interactive() {
        return Err(Failure::new(format!(
            "the standard input is not a terminal, so nobody can answer ({question}): confirm with --yes"
        )));
    }
    prompt(&format!("{question} [y/N] "));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    read.map_err(|error| Failure::about("the answer cannot be read", error))?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Failure::new("not confirmed: nothing was done")),
    }
}
