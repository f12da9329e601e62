//! The program `notion`.

mod ask;
mod assign;
mod command;
mod connect;
mod failure;
mod files;
mod front;
mod import;
mod names;
mod output;
mod progress;
mod query;
mod settings;
mod show;
mod sources;
mod value;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::{Result, USAGE};
use show::Color;

/// Notion on the command line.
///
/// A database or page is named by its id, its URL or its title. The token comes from the environment variable NOTION_TOKEN or
/// from `notion auth login`.
///
/// Exit codes: 0 done, 1 failed, 2 the command line cannot be understood, 3 differences found.
#[derive(Parser)]
#[command(
    name = "notion",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = command::help::HINT
)]
struct Arguments {
    /// When to use colors; NO_COLOR turns them off too.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Ls(command::list::Arguments),
    Search(command::search::Arguments),
    Rows(command::rows::Arguments),
    Get(command::get::Arguments),
    New(command::new::Arguments),
    Edit(command::edit::Arguments),
    Append(command::append::Arguments),
    Set(command::set::Arguments),
    Trash(command::place::Trash),
    Restore(command::place::Restore),
    Mv(command::place::Move),
    Import(command::import::Arguments),
    Export(command::export::Arguments),
    Backup(command::backup::Arguments),
    Comments(command::comments::List),
    Comment(command::comments::New),
    Upload(command::transfer::Upload),
    Fetch(command::transfer::Fetch),
    Open(command::open::Arguments),
    Api(command::api::Arguments),
    Whoami(command::whoami::Arguments),
    Create(command::create::Arguments),
    Pull(command::pull::Arguments),
    Plan(command::plan::Arguments),
    Apply(command::apply::Arguments),
    #[cfg(feature = "mirror")]
    Mirror(command::mirror::Arguments),
    /// Serve a local Notion: its API on this machine, with a token that it prints.
    Serve(notion_local::program::Arguments),
    Listen(command::listen::Arguments),
    Mcp(command::mcp::Arguments),
    Auth(command::auth::Arguments),
    /// Describe the expressions of --where.
    Where,
    Completions(command::about::Completions),
    Man(command::about::Man),
    Help(command::help::Arguments),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _unheard = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    show::set_color(arguments.color);
    match run(arguments.command).await {
        Ok(code) => code,
        Err(failure) => {
            if !failure.is_silent() {
                show::report_error(&failure.to_string());
            }
            failure.code()
        }
    }
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Ls(arguments) => command::list::run(arguments).await,
        Command::Search(arguments) => command::search::run(arguments).await,
        Command::Rows(arguments) => command::rows::run(arguments).await,
        Command::Get(arguments) => command::get::run(arguments).await,
        Command::New(arguments) => command::new::run(arguments).await,
        Command::Edit(arguments) => command::edit::run(arguments).await,
        Command::Append(arguments) => command::append::run(arguments).await,
        Command::Set(arguments) => command::set::run(arguments).await,
        Command::Trash(arguments) => command::place::trash(arguments).await,
        Command::Restore(arguments) => command::place::restore(arguments).await,
        Command::Mv(arguments) => command::place::moved(arguments).await,
        Command::Import(arguments) => command::import::run(arguments).await,
        Command::Export(arguments) => command::export::run(arguments).await,
        Command::Backup(arguments) => command::backup::run(arguments).await,
        Command::Comments(arguments) => command::comments::list(arguments).await,
        Command::Comment(arguments) => command::comments::new(arguments).await,
        Command::Upload(arguments) => command::transfer::upload(arguments).await,
        Command::Fetch(arguments) => command::transfer::fetch(arguments).await,
        Command::Open(arguments) => command::open::run(arguments).await,
        Command::Api(arguments) => command::api::run(arguments).await,
        Command::Whoami(arguments) => command::whoami::run(arguments).await,
        Command::Create(arguments) => command::create::run(arguments).await,
        Command::Pull(arguments) => command::pull::run(arguments).await,
        Command::Plan(arguments) => command::plan::run(arguments).await,
        Command::Apply(arguments) => command::apply::run(arguments).await,
        #[cfg(feature = "mirror")]
        Command::Mirror(arguments) => command::mirror::run(arguments).await,
        Command::Serve(arguments) => {
            notion_local::program::run(arguments).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Listen(arguments) => command::listen::run(arguments).await,
        Command::Mcp(arguments) => command::mcp::run(arguments).await,
        Command::Auth(arguments) => command::auth::run(arguments).await,
        Command::Where => command::about::expressions(),
        Command::Completions(arguments) => command::about::completions(&arguments),
        Command::Man(arguments) => command::about::man(&arguments),
        Command::Help(arguments) => command::help::run(&arguments),
    }
}
