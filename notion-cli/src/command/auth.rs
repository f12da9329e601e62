//! `notion auth`.

use std::io::Read as _;
use std::process::ExitCode;

use clap::Subcommand;
use notion_session::http::{DEFAULT_BASE_URL, SecretString};

use super::whoami::described;
use crate::connect::{Connection, Origin, open};
use crate::failure::{Failure, Result};
use crate::settings::Settings;
use crate::show::print;

/// Store a token, show which one is used, remove it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Store the token of an integration for a profile, after Notion has accepted it.
    ///
    /// The token is read from the standard input: `notion auth login --with-token < file`. It goes to the system's keyring if this
    /// program was built with the feature `keyring`, and otherwise to a file that only you can read, in
    /// $XDG_CONFIG_HOME/notion/tokens. NOTION_KEYRING=off chooses the file.
    Login {
        /// Read the token from the standard input. The token is never an argument: others on this machine could see it.
        #[arg(long, required = true)]
        with_token: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// Show which token is used, for which server, and whether it is accepted.
    Status {
        #[command(flatten)]
        connection: Connection,
    },
    /// Remove the stored token of a profile.
    Logout {
        #[command(flatten)]
        connection: Connection,
    },
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    match arguments.command {
        Command::Login { connection, .. } => login(&connection).await?,
        Command::Status { connection } => status(&connection).await?,
        Command::Logout { connection } => logout(&connection)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One request.
async fn login(connection: &Connection) -> Result<()> {
    let settings = Settings::of_user()?;
    let profile = settings.profile_to_log_in(connection.profile.as_deref())?;
    let mut token = String::new();
    std::io::stdin()
        .read_to_string(&mut token)
        .map_err(|error| Failure::about("the standard input", error))?;
    let token = token.trim();
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(Failure::new(
            "the standard input is not a token: pass a file that has the token of the integration and nothing else",
        ));
    }
    let token = SecretString::from(token);
    let base_url = connection.other_base_url();
    let session = open(
        token.clone(),
        base_url.as_deref().unwrap_or(DEFAULT_BASE_URL),
    )?;
    let me = session.whoami().await?;
    let place = settings.store(&profile, &token, base_url.as_deref())?;
    print(&format!(
        "{}\nprofile {profile}, token in {place}\n",
        described(&session, &me)
    ))
}

/// One request.
async fn status(connection: &Connection) -> Result<()> {
    let access = connection.access()?;
    let origin = match &access.origin {
        Origin::Environment => "token of the environment variable NOTION_TOKEN".to_owned(),
        Origin::Profile(name) => format!("token of the profile {name}"),
    };
    print(&format!("{origin}, for {}\n", access.base_url))?;
    let session = access.open()?;
    let me = session.whoami().await?;
    print(&format!("{}\n", described(&session, &me)))
}

fn logout(connection: &Connection) -> Result<()> {
    let settings = Settings::of_user()?;
    let profile = settings.profile_to_log_in(connection.profile.as_deref())?;
    match settings.forget(&profile)? {
        true => print(&format!("the token of the profile {profile} is removed\n")),
        false => Err(Failure::new(format!("the profile {profile} has no token"))),
    }
}
