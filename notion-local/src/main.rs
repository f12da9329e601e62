//! The program `notion-local`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Parser;
use notion_local::Server;

/// A faithful local Notion API server.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port to listen at; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen at. Beyond loopback everybody who reaches it can read and write.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The seed that all ids come from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, clippy::print_stderr)]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    if !arguments.host.is_loopback() {
        eprintln!(
            "warning: {} is not a loopback address: others can reach this server",
            arguments.host
        );
    }
    let server = Server::builder().seed(arguments.seed).build();
    let running = server
        .serve(SocketAddr::new(arguments.host, arguments.port))
        .await?;
    println!("url    {}", running.uri());
    println!("token  {}", running.token());
    println!("home   {}", running.home());
    println!("Stop it with Ctrl-C.");
    tokio::signal::ctrl_c().await
}
