//! Servers on sockets of the loopback interface that answer as no HTTP library would.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a listener does with a connection, once it has read the head of a request.
pub(crate) type Play = fn(usize, TcpStream) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// A server made by hand: it counts its requests, and plays its part with each connection.
pub(crate) async fn stage(play: Play) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_head(&mut stream).await;
            let number = counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(play(number, stream));
        }
    });
    (url, count)
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the client hung up early");
        head.extend_from_slice(&buffer[..read]);
    }
}

/// A server that gives every request the same answer, and then closes the connection.
pub(crate) async fn replay(head: &str, body: &str) -> (String, Arc<AtomicUsize>) {
    let length = body.len();
    let answer = format!("{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    replay_bytes(answer.into_bytes()).await
}

pub(crate) async fn replay_bytes(answer: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (url, count)
}

/// Reads a request with its body: what is left unread breaks the connection.
pub(crate) async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
                let digits = rest.split("\r\n").next().unwrap_or_default();
                digits.parse().unwrap()
            });
            if body.len() >= length {
                return text;
            }
        }
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return text;
        }
        request.extend_from_slice(&buffer[..read]);
    }
}

/// A server that repeats the whole request wherever it can: in the body, a header, the target of a redirect.
pub(crate) async fn echo(answer: fn(&str) -> String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let request = read_request(&mut stream).await;
                let line = request.replace("\r\n", " | ").replace('"', "'");
                let _ = stream.write_all(answer(&line).as_bytes()).await;
            });
        }
    });
    url
}

fn answer_of(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

pub(crate) const ECHOES: [fn(&str) -> String; 11] = [
    |seen| {
        answer_of(
            400,
            "",
            &format!(r#"{{"object":"error","code":"validation_error","message":"{seen}"}}"#),
        )
    },
    |seen| {
        answer_of(
            500,
            "",
            &format!(r#"{{"object":"error","code":"internal_server_error","message":"{seen}"}}"#),
        )
    },
    |seen| {
        answer_of(
            401,
            "",
            &format!(
                r#"{{"object":"error","code":"unauthorized","message":"x","additional_data":{{"seen":["{seen}"]}}}}"#
            ),
        )
    },
    |seen| answer_of(403, "cf-ray: 8c1f\r\n", &format!("<html>{seen}")),
    |seen| answer_of(502, &format!("cf-ray: {seen}\r\n"), ""),
    |seen| answer_of(200, "", seen),
    |seen| answer_of(200, "", &format!("{}{seen}", " ".repeat(190))),
    |seen| answer_of(200, "", &format!(r#"{{"object":"page","id":"{seen}"}}"#)),
    |seen| answer_of(200, "", &format!(r#"{{"object":"{seen}"}}"#)),
    |seen| {
        answer_of(
            307,
            &format!("location: /x/{}\r\n", seen.replace(' ', "/")),
            "",
        )
    },
    |seen| {
        answer_of(
            429,
            &format!("retry-after: 100000\r\nx-seen: {seen}\r\n"),
            &format!("<html>{seen}"),
        )
    },
];
