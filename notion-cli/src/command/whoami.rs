//! `notion whoami`.

use std::process::ExitCode;

use notion_session::{Session, User};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::Result;
use crate::output::{Format, Listing};

/// Print which integration the token belongs to, and its workspace.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let me = session.whoami().await?;
    let mut listing = Listing::new(arguments.format, &["id", "name", "workspace"]);
    let values = [json!(me.id()), json!(me.name()), json!(me.workspace_name())];
    listing.object(&described(&session, &me), &values)?;
    listing.end()?;
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
