//! `notion completions` and `notion man`: what describes the program itself.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::failure::{Failure, Result};
use crate::show::print_shown;

/// The expressions of --where, as the library documents them.
pub(crate) const WHERE: &str = "\
Status = Done and (Due < today or Estimate > 5) and not Tags contains later and Owner = me

Names of properties and values are words, or strings in quotes: \"a, b\". Quotes are needed around names and values with a
word of an operator or one of the signs = < > ! ( ) , in them. created_time and last_edited_time are the row's own times.

  text            = != contains starts_with ends_with in (a, b) is empty
  number          = != < <= > >= between 1 and 5, in (1, 2) is empty
  checkbox        the name alone: Done and not Urgent
  select, status  = != in (a, b) not in (a, b) is empty
  multi-select    contains, not contains, is empty
  date            = != < <= > >= between, within past_week, is empty
                  2026-12-01, today, tomorrow, yesterday, one_week_ago, one_month_from_now
  people          contains me, a name, an e-mail address or an id; is empty
  relation        contains a title, an id or a URL; is empty
  rollup          any of Prices > 5, every of, none of

not binds closer than and, and closer than or. What Notion has no condition for is an error, never filtered here.
";

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

/// What `notion where` says comes from the documentation of the language.
pub(crate) fn expressions() -> Result<ExitCode> {
    print_shown(WHERE)?;
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
