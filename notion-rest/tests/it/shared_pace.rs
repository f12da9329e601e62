//! A pace that is shared through Redis: on a real one, whose program the environment variable `NOTION_TEST_REDIS` names. Without
//! it these tests say that they did not run.

#![allow(clippy::print_stdout, reason = "tests print what did not run")]

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use notion_rest::http::{Limit, Pace, Pacer, RedisPace, Request};
use notion_rest::{Client, Error};
use tokio::net::{TcpListener, TcpStream};

use crate::support::servers::replay;
use crate::support::traces::Recorder;

const SECOND: Duration = Duration::from_secs(1);

/// A Redis of its own, in memory.
struct Redis {
    process: Child,
    port: u16,
}

impl Redis {
    /// `None`, and a message, if the environment names no program.
    async fn start() -> Option<Redis> {
        let Some(program) = std::env::var_os("NOTION_TEST_REDIS") else {
            println!("not run on Redis: NOTION_TEST_REDIS is not set");
            return None;
        };
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let process = launch(&program, port);
        let redis = Redis { process, port };
        redis.until_it_listens().await;
        Some(redis)
    }

    fn address(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    async fn until_it_listens(&self) {
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            assert!(began.elapsed() < 20 * SECOND, "Redis does not start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn restart(&mut self) {
        let program = std::env::var_os("NOTION_TEST_REDIS").unwrap();
        self.process = launch(&program, self.port);
        self.until_it_listens().await;
    }

    async fn pace(&self, requests: u32, window: Duration) -> Arc<RedisPace> {
        let pace = Pace::per_window(requests, window);
        RedisPace::connect_with(&self.address(), pace)
            .await
            .unwrap()
    }

    /// Runs a command, however long it takes.
    async fn command(address: &str, words: &[&str]) {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(20 * SECOND))
            .set_response_timeout(Some(20 * SECOND));
        let client = redis::Client::open(address).unwrap();
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await
            .unwrap();
        let mut command = redis::Cmd::new();
        for word in words {
            command.arg(word);
        }
        command.exec_async(&mut connection).await.unwrap();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn launch(program: &std::ffi::OsStr, port: u16) -> Child {
    let arguments = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"];
    Command::new(program)
        .args(arguments)
        .args(["--enable-debug-command", "yes", "--port", &port.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn times(pacer: &dyn Pacer, times: usize) -> Duration {
    let began = Instant::now();
    for _ in 0..times {
        pacer.next().await;
    }
    began.elapsed()
}

#[tokio::test]
async fn a_store_that_cannot_be_used_is_refused_at_once() {
    let (http, _) = replay("HTTP/1.1 200 OK\r\n", "{}").await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = silent.local_addr().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = closed.local_addr().unwrap();
    drop(closed);
    for address in [
        "not an address".to_owned(),
        "http://127.0.0.1/".to_owned(),
        format!("redis://:hunter2@{port}/"),
        format!("redis://:hunter2@{silent}/"),
        http.replace("http:", "redis:"),
    ] {
        let began = Instant::now();
        let error = RedisPace::connect(&address).await.unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(text.contains("Redis"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
        assert!(began.elapsed() < 3 * SECOND, "{address}");
    }
}

#[tokio::test]
async fn processes_share_one_budget_for_each_token() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let window = 2 * SECOND;
    // Each connects by itself, as two processes do.
    let (one, two) = (redis.pace(10, window).await, redis.pace(10, window).await);
    let of = |pace: &RedisPace, token| pace.of_connection("https://example.test", token).unwrap();
    let (first, second) = (of(&one, "a"), of(&two, "a"));
    let other = of(&two, "b");
    // Clients of one process share its part as well.
    assert!(Arc::ptr_eq(&second, &of(&two, "a")) && !Arc::ptr_eq(&second, &other));
    let (a, b, c) = tokio::join!(times(&*first, 10), times(&*second, 10), times(&*other, 10));
    assert!(c < SECOND, "another token has its own budget: {c:?}");
    let last = a.max(b);
    assert!((window..2 * window).contains(&last), "{last:?}");
}

#[tokio::test]
async fn a_limit_that_one_process_meets_holds_for_the_others() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let (one, two) = (redis.pace(100, SECOND).await, redis.pace(100, SECOND).await);
    one.next().await;
    one.limited(Limit::Shared, Some(2 * SECOND)).await;
    let waited = times(&*two, 1).await;
    assert!(
        (2 * SECOND - SECOND / 2..3 * SECOND).contains(&waited),
        "{waited:?}"
    );
    // The budget is what was let through, but not less than an eighth: 13.
    two.limited(Limit::Connection, None).await;
    tokio::time::sleep(SECOND).await;
    let waited = times(&*one, 14).await;
    assert!((SECOND / 2..3 * SECOND).contains(&waited), "{waited:?}");
}

#[tokio::test]
async fn a_request_that_is_dropped_gives_its_place_back() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let pace = redis.pace(50, 60 * SECOND).await;
    for number in 0..200 {
        let mut request = pace.next();
        assert!(futures_util::poll!(&mut request).is_pending());
        // Some are dropped before the store has answered, some after it.
        tokio::time::sleep(Duration::from_micros(10 * number)).await;
        drop(request);
    }
    // What was begun is over now.
    tokio::time::sleep(SECOND / 2).await;
    let waited = tokio::time::timeout(5 * SECOND, times(&*pace, 50)).await;
    assert!(waited.is_ok(), "the dropped requests took places");
}

/// No request fails while the store is away, and its loss and its return are said once.
#[tokio::test]
async fn requests_go_on_while_the_store_is_away() {
    let Some(mut redis) = Redis::start().await else {
        return;
    };
    let (traces, _guard) = Recorder::start("notion_rest");
    let server = notion_local::Server::start().await.unwrap();
    let client = Client::builder()
        .base_url(server.uri())
        .token(server.token())
        .shared_pace(redis.pace(1_000, SECOND).await)
        .build()
        .unwrap();
    let warnings = || {
        let lines = traces.lines();
        let warnings = lines.iter().filter(|line| line.starts_with("WARN"));
        warnings.cloned().collect::<Vec<_>>()
    };
    let requests = async |times| {
        let request = Request::get("/v1/users/me");
        let all = (0..times).map(|_| client.send(&request));
        for answer in futures_util::future::join_all(all).await {
            answer.unwrap();
        }
    };
    requests(20).await;
    redis.kill();
    requests(20).await;
    let said = warnings();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("cannot be used"), "{said:?}");
    redis.restart().await;
    let began = Instant::now();
    while warnings().len() < 2 {
        assert!(began.elapsed() < 20 * SECOND, "the store is not used again");
        requests(5).await;
        tokio::time::sleep(SECOND / 10).await;
    }
    requests(20).await;
    let said = warnings();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].contains("is back"), "{said:?}");
    assert!(!said.join(" ").contains(server.token()), "{said:?}");
}

#[tokio::test]
async fn a_store_that_is_slow_or_full_holds_nothing_up() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    // Its share is the whole budget, since it is alone.
    let pace = redis.pace(1_000, SECOND).await;
    pace.next().await;
    let address = redis.address();
    let asleep =
        tokio::spawn(async move { Redis::command(&address, &["DEBUG", "SLEEP", "2"]).await });
    tokio::time::sleep(SECOND / 10).await;
    let waited = times(&*pace, 50).await;
    assert!(waited < 3 * SECOND / 2, "{waited:?}");
    asleep.await.unwrap();
    Redis::command(&redis.address(), &["CONFIG", "SET", "maxmemory", "1"]).await;
    let began = Instant::now();
    assert!(RedisPace::connect(&redis.address()).await.is_err());
    times(&*pace, 50).await;
    assert!(began.elapsed() < 3 * SECOND);
}
