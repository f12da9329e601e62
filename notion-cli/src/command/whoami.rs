//! `notion whoami`.

use std::process::ExitCode;

use notion_session::{Session, User};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::Result;
use crate::show::print;

/// Print which integration the token belongs to, and its workspace.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// One JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let me = session.whoami().await?;
    print(&match arguments.json {
        true => {
            let workspace = me.workspace_name();
            format!(
                "{}\n",
                json!({ "id": me.id(), "name": me.name(), "workspace": workspace })
            )
        }
        false => format!("{}\n", described(&session, &me)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A user in a line: name, workspace, id and server.
pub(super) fn described(session: &Session, me: &User) -> String {
    let workspace = me.workspace_name().map(|name| format!(" in {name}"));
    format!(
        "{}{} ({}) at {}",
        me.name(),
        workspace.unwrap_or_default(),
        me.id(),
        session.client().origin()
    )
}
