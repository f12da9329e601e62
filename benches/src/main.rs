//! What is claimed about speed, measured as ratios within one run.
//!
//! ```sh
//! cargo run --release -p notion-benches
//! ```
//!
//! Processor time is counted, not the time on the clock, so that a busy machine disturbs little.
//! Decoding is measured in this process. Reading and writing over loopback are measured in processes of
//! their own, one for each side of a ratio; the server is another process, which answers with ready-made
//! bytes and is not counted. Both sides speak HTTP/1.1, by reqwest, and keep their connections.
//!
//! The sides take turns. A ratio is that of a turn; the one in the middle counts, and the least and the
//! greatest stand beside it.

#![expect(clippy::print_stdout, reason = "a program prints")]

mod client;
mod data;
mod decode;
mod measure;
mod mirror;
mod pace;
mod server;

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use notion_session::Session;
use notion_session::http::Request;
use notion_session::model::DataSource;

use crate::data::Project;
use crate::measure::Spread;

/// How many rows are created.
const CREATED: u32 = 10_000;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => {
            decoding().await?;
            reading(10_000, 9)?;
            reading(100_000, 5)?;
            creating(9)?;
            pace::run().await
        }
        ["decode"] => decoding().await,
        ["read"] => reading(10_000, 9),
        ["create"] => creating(9),
        ["mirror"] => mirroring(100_000, 3),
        ["pace"] => pace::run().await,
        ["pace-worker", origin, redis, number, start, end] => {
            pace::work(origin, redis, [number, start, end]).await
        }
        ["serve"] => Ok(server::serve(answers().await?.0).await?),
        ["read", origin] => report(&client::read(origin).await?),
        ["mirror", origin] => report(&mirror::first(origin).await?),
        ["download", origin] => report(&client::download(origin).await?),
        ["create", origin] => report(&client::create(origin, CREATED).await?),
        ["post", origin] => report(&client::post(origin, CREATED).await?),
        _ => Err(
            "no argument runs everything but `mirror`; `decode`, `read`, `create`, `pace` or `mirror` one part of it"
                .into(),
        ),
    }
}

fn reading(rows: usize, turns: usize) -> Outcome {
    let [download, stream] = Figures::of_both(["download", "read"], rows, turns)?;
    println!("Reading {rows} rows over loopback through `.stream()`");
    println!(
        "  download only       {:8.1} ms",
        download.milliseconds().median
    );
    println!(
        "  stream              {:8.1} ms   {} × the download; at most 3",
        stream.milliseconds().median,
        stream.against(&download)
    );
    println!(
        "  resident memory     {:8.1} MiB  below 20; the download takes {:.1}",
        stream.peak(),
        download.peak()
    );
    Ok(())
}

fn mirroring(rows: usize, turns: usize) -> Outcome {
    let [download, first] = Figures::of_both(["download", "mirror"], rows, turns)?;
    println!("Mirroring {rows} rows of 23 properties to SQLite over loopback");
    println!(
        "  download only       {:8.1} ms",
        download.milliseconds().median
    );
    println!(
        "  first sync          {:8.1} ms   {} × the download; the target of 3 is missed",
        first.milliseconds().median,
        first.against(&download)
    );
    println!(
        "  resident memory     {:8.1} MiB  below 64; the download takes {:.1}",
        first.peak(),
        download.peak()
    );
    Ok(())
}

fn creating(turns: usize) -> Outcome {
    let [post, insert] = Figures::of_both(["post", "create"], CREATED as usize, turns)?;
    println!("Creating {CREATED} rows, eight requests at once");
    println!(
        "  posting bodies      {:8.1} ms",
        post.milliseconds().median
    );
    println!(
        "  insert_all          {:8.1} ms   {} × the posting; at most 1.5",
        insert.milliseconds().median,
        insert.against(&post)
    );
    Ok(())
}

async fn decoding() -> Outcome {
    let (answers, source) = answers().await?;
    let answer = data::answer(&answers.results, None);
    decode::run(answer.as_bytes(), &source);
    decode::run_untyped(answer.as_bytes())?;
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

/// What the turns of one side took.
#[derive(Default)]
struct Figures {
    seconds: Vec<f64>,
    mebibytes: Vec<f64>,
}

impl Figures {
    /// Runs two commands of this program in turns against a server.
    fn of_both(commands: [&str; 2], rows: usize, turns: usize) -> Outcome<[Figures; 2]> {
        let program = std::env::current_exe()?;
        let mut server = Server(
            Command::new(&program)
                .arg("serve")
                .env("BENCH_ANSWERS", (rows / 100).to_string())
                .env("BENCH_DISTINCT", "1")
                .stdout(Stdio::piped())
                .spawn()?,
        );
        let out = server.0.stdout.take().ok_or("the server prints nothing")?;
        let mut origin = String::new();
        BufReader::new(out).read_line(&mut origin)?;
        let mut both = [Figures::default(), Figures::default()];
        for _ in 0..turns {
            for (command, figures) in commands.iter().zip(&mut both) {
                let output = Command::new(&program)
                    .args([command, origin.trim()])
                    .stderr(Stdio::inherit())
                    .output()?;
                figures.take(&String::from_utf8(output.stdout)?, rows)?;
            }
        }
        Ok(both)
    }

    /// Takes what a process [reports](report).
    fn take(&mut self, report: &str, rows: usize) -> Outcome {
        let numbers: Vec<f64> = report
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        let [count, seconds, mebibytes] = numbers[..] else {
            return Err("a side broke off".into());
        };
        if count != rows as f64 {
            return Err(format!("{count} rows instead of {rows}").into());
        }
        self.seconds.push(seconds);
        self.mebibytes.push(mebibytes);
        Ok(())
    }

    fn milliseconds(&self) -> Spread {
        Spread::of(self.seconds.iter().map(|seconds| seconds * 1e3))
    }

    /// Turn by turn.
    fn against(&self, other: &Figures) -> Spread {
        let turns = self.seconds.iter().zip(&other.seconds);
        Spread::of(turns.map(|(mine, theirs)| mine / theirs))
    }

    /// The most that any turn took.
    fn peak(&self) -> f64 {
        self.mebibytes.iter().copied().fold(0.0, f64::max)
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

/// Prints how many rows it was, the processor time in seconds, and the peak of memory in mebibytes.
fn report(done: &client::Done) -> Outcome {
    let mebibytes = measure::peak_mebibytes()?;
    println!("{} {} {mebibytes}", done.rows, done.seconds);
    Ok(())
}
