//! Twenty processes with one token against a server whose budget is a true fixed window: with a shared pace, and without.
//!
//! The server is the local one, in a process of this program; each worker is another. The workers keep at it with four requests
//! at a time until the time is over. The server's log says what each of them got.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use notion_session::http::{Client, Pace, RedisPace, Request, Retry};
use notion_session::local::Server;

use crate::Outcome;

const WORKERS: u32 = 20;
const AT_ONCE: usize = 4;
/// What the server lets through in each window, and what the workers believe it does.
const BUDGET: u32 = 200;
const WINDOW: Duration = Duration::from_secs(3);
const WINDOWS: u32 = 5;

/// What the server saw.
struct Seen {
    answered: usize,
    refused: usize,
    /// How many requests of each worker were answered.
    each: Vec<usize>,
}

/// Prints the figures. An error if the shared pace misses what is promised of it.
pub(crate) async fn run() -> Outcome {
    println!(
        "{WORKERS} processes with one token, {BUDGET} requests in each window of {} s, {WINDOWS} windows",
        WINDOW.as_secs()
    );
    let Some(redis) = Redis::start()? else {
        println!("  not run: no redis-server (set NOTION_TEST_REDIS to its path)");
        return Ok(());
    };
    let shared = measure(Some(&redis.address())).await?;
    let alone = measure(None).await?;
    for (name, seen) in [("shared pace", &shared), ("own paces", &alone)] {
        println!(
            "  {name:<12} {:5.1} % of the requests refused, {:5.1} % of the budget used, the slowest worker {:3.0} % of the mean",
            seen.refusals() * 100.0,
            seen.throughput() * 100.0,
            seen.fairness() * 100.0,
        );
    }
    println!(
        "  promised: at most 1 % refused, at least 95 % of the budget, at least 50 % of the mean"
    );
    if shared.refusals() > 0.01 || shared.throughput() < 0.95 || shared.fairness() < 0.5 {
        return Err("the shared pace misses what is promised of it".into());
    }
    Ok(())
}

impl Seen {
    fn refusals(&self) -> f64 {
        self.refused as f64 / (self.refused + self.answered).max(1) as f64
    }

    fn throughput(&self) -> f64 {
        self.answered as f64 / f64::from(WINDOWS * BUDGET)
    }

    fn fairness(&self) -> f64 {
        let least = self.each.iter().min().copied().unwrap_or_default();
        let mean = self.answered as f64 / f64::from(WORKERS);
        least as f64 / mean.max(1.0)
    }
}

async fn measure(redis: Option<&str>) -> Outcome<Seen> {
    let server = Server::builder().rate_limit(BUDGET, WINDOW).build();
    let server = server.serve("127.0.0.1:0".parse()?).await?;
    // All begin in the same moment, and end before a sixth window begins.
    let start = SystemTime::now() + Duration::from_secs(3);
    let end = start + WINDOW * WINDOWS - WINDOW / 10;
    let mut workers = Vec::new();
    for number in 0..WORKERS {
        let worker = Command::new(std::env::current_exe()?)
            .args(["pace-worker", &server.uri(), redis.unwrap_or("-")])
            .args([
                number.to_string(),
                millis(start)?.to_string(),
                millis(end)?.to_string(),
            ])
            .env("NOTION_TOKEN", server.token())
            .spawn()?;
        workers.push(Process(worker));
    }
    for mut worker in workers {
        let status = tokio::task::spawn_blocking(move || worker.0.wait()).await??;
        if !status.success() {
            return Err("a request of a worker failed".into());
        }
    }
    let mut seen = Seen {
        answered: 0,
        refused: 0,
        each: Vec::new(),
    };
    let mut each: HashMap<String, usize> = (0..WORKERS)
        .map(|number| (format!("page_size={}", number + 1), 0))
        .collect();
    for request in server.requests() {
        match request.status {
            429 => seen.refused += 1,
            _ => {
                seen.answered += 1;
                *each.entry(request.query).or_default() += 1;
            }
        }
    }
    seen.each = each.into_values().collect();
    Ok(seen)
}

/// One process. It fails if a request does.
pub(crate) async fn work(origin: &str, redis: &str, times: [&str; 3]) -> Outcome {
    let [number, start, end] = times.map(str::parse::<u64>);
    let (start, end) = (moment(start?), moment(end?));
    let pace = Pace::per_window(BUDGET, WINDOW);
    let builder = Client::builder().base_url(origin).retry(Retry::default());
    let token = std::env::var("NOTION_TOKEN")?;
    let builder = match redis {
        "-" => builder.pace(pace),
        address => builder.shared_pace(RedisPace::connect_with(address, pace).await?),
    };
    let client = builder.token(token).build()?;
    let request = Request::get("/v1/users").query("page_size", (number? + 1).to_string());
    tokio::time::sleep_until(start.into()).await;
    let one = async || -> Outcome {
        loop {
            client.send(&request).await?;
        }
    };
    let all = futures_util::future::join_all((0..AT_ONCE).map(|_| one()));
    // They end by the time alone, unless a request fails.
    match tokio::time::timeout_at(end.into(), all).await {
        Err(_) => Ok(()),
        Ok(ended) => ended.into_iter().collect(),
    }
}

fn millis(time: SystemTime) -> Outcome<u128> {
    Ok(time.duration_since(UNIX_EPOCH)?.as_millis())
}

/// The moment of this process's clock that is so many milliseconds after 1970.
fn moment(millis: u64) -> Instant {
    let at = UNIX_EPOCH + Duration::from_millis(millis);
    Instant::now() + at.duration_since(SystemTime::now()).unwrap_or_default()
}

/// A process that ends with this.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A Redis of its own, in memory.
struct Redis {
    _process: Process,
    port: u16,
}

impl Redis {
    fn start() -> Outcome<Option<Redis>> {
        let named = std::env::var_os("NOTION_TEST_REDIS");
        let usual = || Path::new("/usr/bin/redis-server").exists();
        let program = named.or_else(|| usual().then(|| OsString::from("/usr/bin/redis-server")));
        let Some(program) = program else {
            return Ok(None);
        };
        let free = std::net::TcpListener::bind("127.0.0.1:0")?;
        let port = free.local_addr()?.port();
        drop(free);
        let process = Command::new(program)
            .args(["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"])
            .args(["--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        let redis = Redis {
            _process: Process(process),
            port,
        };
        let began = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if began.elapsed() > Duration::from_secs(20) {
                return Err("redis-server does not start".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(redis))
    }

    fn address(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }
}
