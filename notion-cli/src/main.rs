//! The program `notion`.

mod command;
mod connect;
mod failure;
mod show;
mod sources;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Result;

/// Notion databases on the command line.
///
/// The token of the integration is taken from the environment variable NOTION_TOKEN. Whatever fails ends with the exit
/// code 1 and one sentence on the standard error.
#[derive(Parser)]
#[command(name = "notion", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Pull(command::pull::Arguments),
    Plan(command::plan::Arguments),
    Apply(command::apply::Arguments),
    Rows(command::rows::Arguments),
    Ls(command::list::Arguments),
    /// Serve a local Notion: its API on this machine, with a token that it prints.
    Serve(notion_local::program::Arguments),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Clap ends with 2 where the words are wrong, which is what `plan` says of changes.
        Err(error) => {
            let _unheard = error.print();
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    match run(arguments.command).await {
        Ok(code) => code,
        Err(failure) => {
            show::report(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Pull(arguments) => command::pull::run(arguments).await,
        Command::Plan(arguments) => command::plan::run(arguments).await,
        Command::Apply(arguments) => command::apply::run(arguments).await,
        Command::Rows(arguments) => command::rows::run(arguments).await,
        Command::Ls(arguments) => command::list::run(arguments).await,
        Command::Serve(arguments) => {
            notion_local::program::run(arguments).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
