//! The program `notion-local`, which is also `notion serve`.

use std::error::Error;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use crate::state::integration::is_derived;
use crate::{Running, Server};

/// The arguments of the program.
#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// The port to listen at; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen at. Beyond loopback everybody who reaches it and has the token can read and write.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// The seed that all ids come from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The largest upload that the workspace takes, in bytes: 5 GiB unless set; with a snapshot, what that says, or 5 MiB.
    #[arg(long)]
    max_upload: Option<u64>,
    /// A file to keep the workspace in, which is made if there is none. Without it everything is gone at the end.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The token of the integration that sees everything. By default it comes from the seed, and beyond loopback it is random.
    #[arg(long)]
    token: Option<String>,
    /// A host name that requests may name, beside loopback and the address that it listens at. May be given several times.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// A workspace to begin with: a JSON file, as `GET /_local/snapshot` gives it.
    #[arg(long, conflicts_with = "data")]
    snapshot: Option<PathBuf>,
    /// Stop when standard input ends. If the program that started the server holds a pipe to it, the server ends with that program, even if it is killed.
    #[arg(long)]
    exit_with_stdin: bool,
}

/// Serves until Ctrl-C, or until standard input ends if that is asked for, after it has printed where, and with which token.
///
/// # Errors
///
/// If the data file or the snapshot cannot be used, and where it cannot listen there.
#[allow(clippy::print_stderr)]
pub async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let address = resolve(&arguments.host, arguments.port).await?;
    let is_loopback = address.ip().to_canonical().is_loopback();
    if !is_loopback {
        eprintln!(
            "warning: {} is not a loopback address: whoever reaches it and has the token can read and write",
            arguments.host
        );
    }
    let mut builder = Server::builder().seed(arguments.seed);
    for name in &arguments.allow_host {
        builder = builder.allow_host(name);
    }
    match &arguments.token {
        Some(token) if !is_token(token) => {
            return Err("the token should be printable ASCII without spaces, and not one that comes from a seed".into());
        }
        Some(token) => builder = builder.token(token),
        None if !is_loopback => builder = builder.random_token(),
        None => {}
    }
    if let Some(bytes) = arguments.max_upload {
        builder = builder.max_upload(bytes);
    }
    let server = match (arguments.data, arguments.snapshot) {
        (Some(path), _) => builder.open(path).await?,
        (None, Some(path)) => {
            let within = |error: &dyn Error| format!("{}: {error}", path.display());
            let text = read(&path).map_err(|error| within(&error))?;
            let snapshot = serde_json::from_slice(&text).map_err(|error| within(&error))?;
            builder
                .snapshot(&snapshot)
                .map_err(|error| within(&error))?
        }
        (None, None) => builder.build(),
    };
    let running = server
        .serve(address)
        .await
        .map_err(|error| format!("cannot listen at {address}: {error}"))?;
    // Whoever started it need not listen to the end.
    let _unheard = writeln!(
        std::io::stdout(),
        "url    {uri}\ntoken  {token}\nhome   {}\n{}\nexport NOTION_BASE_URL={uri} NOTION_TOKEN={token}\n\nStop it with Ctrl-C.",
        running.home(),
        view(&running),
        uri = running.uri(),
        token = running.token(),
    );
    if arguments.exit_with_stdin {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            ended = stdin_end() => ended?,
        }
    } else {
        tokio::signal::ctrl_c().await?;
    }
    Ok(())
}

/// Waits until standard input ends.
///
/// The operating system closes a pipe when the process at its other end is gone, however that ended. This holds on every
/// system, and unlike the ID of a parent process, a pipe cannot be taken over by somebody else.
async fn stdin_end() -> std::io::Result<()> {
    let (sender, ended) = tokio::sync::oneshot::channel::<()>();
    // Not a task of the runtime: that would wait for the read to return before the program can end by Ctrl-C.
    std::thread::Builder::new()
        .name("stdin".into())
        .spawn(move || {
            // Standard input that cannot be read has ended as well.
            let _ended = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            drop(sender);
        })?;
    // The sender is dropped without a message.
    let _dropped = ended.await;
    Ok(())
}

/// Where to look at it in a browser.
#[cfg(feature = "viewer")]
fn view(running: &Running) -> String {
    format!("view   {}\n", running.viewer_uri())
}

#[cfg(not(feature = "viewer"))]
fn view(_: &Running) -> &'static str {
    ""
}

/// The address of a host: it may be given as a name.
async fn resolve(host: &str, port: u16) -> Result<SocketAddr, String> {
    if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, port));
    }
    let unknown = |reason: String| {
        format!(
            "cannot listen at {host:?}, which is not an address or a name of this machine: {reason}"
        )
    };
    let mut found = tokio::net::lookup_host((host, port))
        .await
        .map_err(|error| unknown(error.to_string()))?;
    found
        .next()
        .ok_or_else(|| unknown("it has no address".into()))
}

/// Returns true if a token can be sent, and is a secret.
fn is_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) && !is_derived(token)
}

/// Reads a file. A device has no end.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;

        let kind = std::fs::metadata(path)?.file_type();
        if kind.is_char_device() || kind.is_block_device() {
            return Err(std::io::Error::other("it is a device"));
        }
    }
    std::fs::read(path)
}
