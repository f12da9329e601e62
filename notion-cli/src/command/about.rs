//! `notion completions` and `notion man`: what describes the program itself.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::failure::{Failure, Result};
use crate::show::print_shown;

/// Print the completions for a shell.
///
/// For bash: `notion completions bash > ~/.local/share/bash-completion/completions/notion`.
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print the man page, or write the pages of all commands to a folder.
#[derive(clap::Args)]
pub(crate) struct Man {
    /// Write a page for each command to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn completions(arguments: &Completions) -> Result<ExitCode> {
    let mut script = Vec::new();
    let mut command = crate::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "notion", &mut script);
    print_shown(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man(arguments: &Man) -> Result<ExitCode> {
    let command = crate::Arguments::command();
    match &arguments.out {
        Some(folder) => {
            let about = |error| Failure::about(folder.display(), error);
            std::fs::create_dir_all(folder).map_err(about)?;
            clap_mangen::generate_to(command, folder).map_err(about)?;
        }
        None => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(command).render(&mut page);
            rendered.map_err(|error| Failure::about("the man page", error))?;
            print_shown(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
