//! What is claimed about speed, measured as ratios within one run.
//!
//! ```sh
//! cargo run --release -p notion-benches
//! ```
//!
//! Decoding is measured in this process. Reading and writing over loopback are measured in processes
//! of their own, by the processor time and the peak of resident memory that Linux counts for them;
//! the server is another process, which answers with ready-made bytes.

#![expect(clippy::print_stdout, reason = "a program prints")]

mod client;
mod data;
mod decode;
mod server;

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use notion_session::Session;
use notion_session::http::Request;
use notion_session::model::DataSource;

use crate::data::Project;

/// Enough rows for the hundredths of a second that Linux counts.
const CREATED: u32 = 20_000;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => all().await,
        ["decode"] => decoding().await,
        ["serve"] => Ok(server::serve(answers().await?.0).await?),
        ["read", origin] => measured(client::read(origin).await?),
        ["download", origin] => measured(client::download(origin).await?),
        ["create", origin] => measured(client::create(origin, CREATED).await?),
        ["post", origin] => measured(client::post(origin, CREATED).await?),
        _ => Err("no argument runs everything; `decode` runs the decoding alone".into()),
    }
}

async fn all() -> Outcome {
    decoding().await?;
    for rows in [10_000, 100_000] {
        let download = Figures::of("download", rows)?;
        let read = Figures::of("read", rows)?;
        println!("Reading {rows} rows over loopback through `.stream()`");
        println!(
            "  download only       {:8.2} s of processor time",
            download.seconds
        );
        println!(
            "  stream              {:8.2} s   {:.2} × the download (at most 3)",
            read.seconds,
            read.seconds / download.seconds
        );
        println!(
            "  resident memory     {:8.1} MiB (below 20; the download takes {:.1})",
            read.mebibytes, download.mebibytes
        );
    }
    let post = Figures::of("post", CREATED as usize)?;
    let create = Figures::of("create", CREATED as usize)?;
    println!("Creating {CREATED} rows");
    println!(
        "  posting bodies      {:8.2} s of processor time",
        post.seconds
    );
    println!(
        "  insert_all          {:8.2} s   {:.2} × the posting (at most 1.5)",
        create.seconds,
        create.seconds / post.seconds
    );
    Ok(())
}

async fn decoding() -> Outcome {
    let (answers, source) = answers().await?;
    let answer = data::answer(&answers.results, None);
    decode::run(answer.as_bytes(), &source);
    Ok(())
}

/// The database as the local server makes it, so that the rows have the ids of its properties.
async fn answers() -> Outcome<(server::Answers, DataSource)> {
    let session = Session::local();
    let home = session.search_page("Home").await?.item()?;
    let projects = session.create_db::<Project>(&home).await?;
    let get = async |path: String| -> Outcome<String> {
        let answer = session.client().send(&Request::get(path)).await?;
        Ok(String::from_utf8(answer.body().to_vec())?)
    };
    let database = get(format!("/v1/databases/{}", projects.id())).await?;
    let data_source = get(format!("/v1/data_sources/{}", projects.data_source_id())).await?;
    let source = projects.data_source().await?;
    let ids: HashMap<String, String> = source
        .properties
        .iter()
        .map(|(name, property)| (name.clone(), property.id.as_str().to_owned()))
        .collect();
    let results = data::results(&projects.data_source_id().to_string(), &ids);
    let pages: Vec<serde_json::Value> = serde_json::from_str(&results)?;
    let page = pages.first().map(ToString::to_string).unwrap_or_default();
    let answers = server::Answers {
        database,
        data_source,
        results,
        page,
    };
    Ok((answers, (*source).clone()))
}

/// What a process took.
struct Figures {
    seconds: f64,
    mebibytes: f64,
}

impl Figures {
    /// Runs a command of this program against a server of its own.
    fn of(command: &str, rows: usize) -> Outcome<Figures> {
        let program = std::env::current_exe()?;
        let mut server = Server(
            Command::new(&program)
                .arg("serve")
                .env("BENCH_ANSWERS", (rows / 100).to_string())
                .stdout(Stdio::piped())
                .spawn()?,
        );
        let out = server.0.stdout.take().ok_or("the server prints nothing")?;
        let mut origin = String::new();
        BufReader::new(out).read_line(&mut origin)?;
        let output = Command::new(&program)
            .args([command, origin.trim()])
            .stderr(Stdio::inherit())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let numbers: Vec<f64> = text
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        match numbers[..] {
            [count, seconds, mebibytes] if count == rows as f64 => {
                Ok(Figures { seconds, mebibytes })
            }
            _ => Err(format!("{command} of {rows} rows gave: {text}").into()),
        }
    }
}

/// A process that ends with this.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Prints how many rows it was, the processor time of this process in seconds, and the peak of its
/// memory in mebibytes. Linux counts both.
fn measured(count: usize) -> Outcome {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // Behind the name in parentheses: the 12th and 13th fields are user and system time in ticks, of
    // which a second has 100.
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |place: usize| {
        fields
            .get(place)
            .and_then(|field| field.parse::<f64>().ok())
    };
    let seconds = (ticks(11).unwrap_or_default() + ticks(12).unwrap_or_default()) / 100.0;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    println!(
        "{count} {seconds} {}",
        kibibytes.unwrap_or_default() / 1024.0
    );
    Ok(())
}
