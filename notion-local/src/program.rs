//! The program that serves the local Notion: what `notion-local` and `notion serve` do.

use std::error::Error;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::Server;

/// What the program is told.
#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// The port to listen at; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen at. Beyond loopback everybody who reaches it can read and write.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The seed that all ids come from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A file to keep the workspace in, which is made where there is none. Without it everything is gone at the end.
    #[arg(long)]
    data: Option<PathBuf>,
    /// A workspace to begin with: a JSON file, as `GET /_local/snapshot` gives it.
    #[arg(long, conflicts_with = "data")]
    snapshot: Option<PathBuf>,
}

/// Serves until Ctrl-C, after it has printed where, and with which token.
///
/// # Errors
///
/// Where the data file or the snapshot cannot be used, and where it cannot listen there.
#[allow(clippy::print_stderr)]
pub async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    if !arguments.host.is_loopback() {
        eprintln!(
            "warning: {} is not a loopback address: whoever reaches it and has the token can read and write",
            arguments.host
        );
    }
    let builder = Server::builder().seed(arguments.seed);
    let server = match (arguments.data, arguments.snapshot) {
        (Some(path), _) => builder.open(path).await?,
        (None, Some(path)) => {
            let within = |error: &dyn Error| format!("{}: {error}", path.display());
            let text = std::fs::read(&path).map_err(|error| within(&error))?;
            let snapshot = serde_json::from_slice(&text).map_err(|error| within(&error))?;
            builder
                .snapshot(&snapshot)
                .map_err(|error| within(&error))?
        }
        (None, None) => builder.build(),
    };
    let address = SocketAddr::new(arguments.host, arguments.port);
    let running = server
        .serve(address)
        .await
        .map_err(|error| format!("cannot listen at {address}: {error}"))?;
    // Whoever started it need not listen to the end.
    let _unheard = writeln!(
        std::io::stdout(),
        "url    {}\ntoken  {}\nhome   {}\nStop it with Ctrl-C.",
        running.uri(),
        running.token(),
        running.home()
    );
    Ok(tokio::signal::ctrl_c().await?)
}
