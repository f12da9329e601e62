//! `notion apply`.

use std::fs;
use std::process::ExitCode;

use notion_session::plan::{Allow, Plan};

use crate::ask::{confirm, is_interactive};
use crate::connect::Connection;
use crate::failure::{Failure, Result, in_command_words};
use crate::show::print;

/// Apply a plan that `notion plan --json` or a program's own `Plan::to_json` wrote.
///
/// What loses no values is done. The rest is refused before anything is sent, unless it is named here; and a plan for a
/// database that was changed since is refused.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file with the plan.
    plan: String,
    /// Print the plan, and what of it would be refused, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Also what rewrites values: other types, other targets of relations.
    #[arg(long)]
    convert: bool,
    /// Also drop the properties that the schema does not have, with their values.
    #[arg(long)]
    drop_unknown: bool,
    /// Also remove the options that the schema does not have, which empties the cells that have them.
    #[arg(long)]
    remove_options: bool,
    /// Also give the database the schema's title.
    #[arg(long)]
    retitle: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let path = &arguments.plan;
    let text = fs::read_to_string(path).map_err(|error| Failure::about(path, error))?;
    let plan = Plan::from_json(&text).map_err(|error| Failure::about(path, error))?;
    if arguments.dry_run {
        return dry_run(&plan, arguments.allow());
    }
    let session = arguments.connection.open()?;
    if !arguments.yes && is_interactive() {
        print(&in_command_words(&format!("{plan}\n\n")))?;
    }
    confirm("Apply the plan?", arguments.yes)?;
    let applied = plan.apply(&session, arguments.allow()).await?;
    print(&format!(
        "{}: {} done, {} kept\n",
        plan.database().replace(char::is_control, " "),
        applied.done.len(),
        applied.kept.len()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a plan, and fails as the plan itself would if it needs to be allowed more. No request.
fn dry_run(plan: &Plan, allow: Allow) -> Result<ExitCode> {
    print(&in_command_words(&format!("{plan}\n")))?;
    let refused: Vec<String> = plan
        .refused(allow)
        .map(|change| format!("{}: {}", change.property, change.what))
        .collect();
    match refused.is_empty() {
        true => {
            print("\nnothing was sent\n")?;
            Ok(ExitCode::SUCCESS)
        }
        false => Err(Failure::new(format!(
            "the plan would be refused, because it may lose values, and nothing was sent: allow these changes by the options \
             that the plan names:\n  {}",
            refused.join("\n  ")
        ))),
    }
}

impl Arguments {
    fn allow(&self) -> Allow {
        let mut allow = Allow::additive();
        if self.convert {
            allow = allow.convert();
        }
        if self.drop_unknown {
            allow = allow.drop_unknown();
        }
        if self.remove_options {
            allow = allow.remove_options();
        }
        if self.retitle {
            allow = allow.retitle();
        }
        allow
    }
}
