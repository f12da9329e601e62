//! A hostile proxy on loopback: HTTP/1.1 of its own in front of a local server in this process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use notion_local::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::fault::{Injected, Kind};

/// A fault that waits for its request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) injected: Injected,
    /// The number of the first request that meets it, counted from 0.
    pub(crate) at: usize,
    /// How many requests meet it.
    pub(crate) times: usize,
}

#[derive(Default)]
struct State {
    seen: usize,
    orders: Vec<Order>,
    happened: Vec<Injected>,
}

pub(crate) struct Proxy {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    accepting: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Proxy {
    pub(crate) async fn start(server: &Server) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(Mutex::new(State::default()));
        let accepting = tokio::spawn(accept(listener, server.clone(), Arc::clone(&state)));
        Ok(Self {
            url,
            state,
            accepting,
        })
    }

    /// Counts requests from now on, and lets the faults happen.
    pub(crate) fn begin(&self, orders: Vec<Order>) {
        *lock(&self.state) = State {
            orders,
            ..State::default()
        };
    }

    /// Ends the faults, and gives those that happened.
    pub(crate) fn end(&self) -> Vec<Injected> {
        let mut state = lock(&self.state);
        state.orders.clear();
        std::mem::take(&mut state.happened)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, server: Server, state: Arc<Mutex<State>>) {
    let (down, mut is_down) = watch::channel(false);
    let down = Arc::new(down);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Returning drops the listener: connections are refused.
            _ = is_down.wait_for(|down| *down) => return,
        };
        let Ok((stream, _)) = accepted else { return };
        let (server, state, down) = (server.clone(), Arc::clone(&state), Arc::clone(&down));
        let mut closing = down.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                _ = serve(stream, server, state, &down) => {}
                _ = closing.wait_for(|down| *down) => {}
            }
        });
    }
}

/// Answers the requests of a connection until something closes it.
async fn serve(
    mut stream: TcpStream,
    server: Server,
    state: Arc<Mutex<State>>,
    down: &watch::Sender<bool>,
) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    while let Some(request) = read(&mut stream, &mut buffer).await? {
        let injected = {
            let mut state = lock(&state);
            let number = state.seen;
            state.seen += 1;
            let meets = |order: &&Order| (order.at..order.at + order.times).contains(&number);
            let injected = state.orders.iter().find(meets).map(|order| order.injected);
            state.happened.extend(injected);
            injected
        };
        let has_cursor = request
            .uri()
            .query()
            .is_some_and(|query| query.contains("start_cursor"))
            || request
                .body()
                .windows(12)
                .any(|part| part == b"start_cursor");
        let applied = injected.is_none_or(|injected| injected.applied);
        let answer = if applied {
            Some(server.call(request).await)
        } else {
            None
        };
        let json = |text: String| (200, "application/json", text.into_bytes());
        let (status, content_type, body) = match injected.map(|injected| injected.kind) {
            None => {
                let Some(answer) = answer else { return Ok(()) };
                (
                    answer.status().as_u16(),
                    "application/json",
                    answer.body().to_vec(),
                )
            }
            Some(Kind::Refused) => {
                down.send_replace(true);
                return Ok(());
            }
            Some(Kind::Cut) => return Ok(()),
            Some(Kind::HalfAnswer) => {
                let body = answer.map(|answer| answer.body().clone());
                let body = body.unwrap_or_else(|| Bytes::from_static(b"{\"object\":\"page\"}"));
                let head = head(200, "application/json", body.len());
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body[..body.len() / 2]).await?;
                return stream.flush().await;
            }
            Some(Kind::HalfJson) => {
                let body = answer.map(|answer| answer.body().clone());
                let body = body.unwrap_or_else(|| Bytes::from_static(b"{\"object\":\"page\"}"));
                (200, "application/json", body[..body.len() / 2].to_vec())
            }
            Some(Kind::Status(status)) => (status, "application/json", error(status)),
            Some(Kind::RateLimited) => (429, "application/json", error(429)),
            Some(Kind::CursorGone) if has_cursor => {
                let message = "The start_cursor provided is invalid: ";
                (
                    400,
                    "application/json",
                    error_of(400, "validation_error", message),
                )
            }
            Some(Kind::CursorGone) => (503, "application/json", error(503)),
            Some(Kind::Html(status)) => (
                status,
                "text/html",
                b"<!DOCTYPE html><html><body>Sorry</body></html>".to_vec(),
            ),
            Some(Kind::Empty(status)) => (status, "application/json", Vec::new()),
            Some(Kind::Text(text) | Kind::OtherObject(text)) => json(text.to_owned()),
            Some(Kind::Redirect(status)) => (status, "text/plain", Vec::new()),
            Some(Kind::Slow) => {
                tokio::time::sleep(super::way::TIMEOUT + Duration::from_millis(200)).await;
                return Ok(());
            }
        };
        stream
            .write_all(head(status, content_type, body.len()).as_bytes())
            .await?;
        if status != 204 {
            stream.write_all(&body).await?;
        }
        stream.flush().await?;
    }
    Ok(())
}

fn head(status: u16, content_type: &str, length: usize) -> String {
    let mut head = format!("HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\n");
    if status != 204 {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    match status {
        300..400 => head.push_str("location: /v1/elsewhere\r\n"),
        429 | 529 => head.push_str("retry-after: 0\r\n"),
        _ => {}
    }
    if content_type == "text/html" {
        head.push_str("server: cloudflare\r\ncf-ray: 8c1f00aa11bb-FRA\r\n");
    }
    head + "\r\n"
}

/// Notion's error object.
fn error(status: u16) -> Vec<u8> {
    let code = match status {
        400 => "validation_error",
        409 => "conflict_error",
        429 => "rate_limited",
        500 => "internal_server_error",
        502 => "bad_gateway",
        503 => "service_unavailable",
        504 => "gateway_timeout",
        _ => "service_overload",
    };
    error_of(status, code, "injected")
}

fn error_of(status: u16, code: &str, message: &str) -> Vec<u8> {
    let error = serde_json::json!({
        "object": "error", "status": status, "code": code, "message": message,
        "request_id": "00000000-0000-4000-8000-000000000000",
    });
    error.to_string().into_bytes()
}

/// The next request of a connection; `None` if the client has closed it.
async fn read(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
) -> std::io::Result<Option<http::Request<Bytes>>> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|part| part == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or("/"),
    );
    let mut request = http::Request::builder().method(method).uri(target);
    let mut length = 0;
    for line in lines {
        if let Some((name, value)) = line.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
            request = request.header(name, value.trim());
        }
    }
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    let body = Bytes::copy_from_slice(&buffer[end..end + length]);
    buffer.drain(..end + length);
    request.body(body).map(Some).map_err(std::io::Error::other)
}
