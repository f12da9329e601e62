//! Serving over TCP: a thread and a runtime of its own, so that it neither blocks nor outlives its user's.

use std::net::SocketAddr;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::exchange::{BrokenConnection, Outcome};
use crate::server::Server;

/// How long to wait where no connection can be taken, for instance because too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that listens. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    server: Server,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens, as a base URL without a slash at the end: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Deref for Running {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

pub(crate) async fn start(server: Server, address: SocketAddr) -> std::io::Result<Running> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    server.served_at(format!("http://{address}"));
    let listening = server.clone();
    let thread = std::thread::Builder::new()
        .name("notion-local".into())
        .spawn(move || {
            // All connections die with the runtime when the wait below ends: those that clients keep open do not
            // hold the server.
            runtime.block_on(async move {
                let Ok(listener) = TcpListener::from_std(listener) else {
                    return;
                };
                tokio::select! {
                    () = listen(listener, listening) => {}
                    _stop = stopped => {}
                }
            });
        })?;
    Ok(Running {
        server,
        address,
        stop: Some(stop),
        thread: Some(thread),
    })
}

async fn listen(listener: TcpListener, server: Server) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, server.clone()));
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn serve(stream: TcpStream, server: Server) {
    let _slower = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let server = server.clone();
        async move { answer(&server, request).await }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // It ends when the client goes, or when a fault breaks it.
    let _ended = connection.await;
}

/// The answer. An error breaks the connection.
async fn answer(
    server: &Server,
    request: Request<Incoming>,
) -> Result<Response<Answer>, BrokenConnection> {
    let request = match server.collect(request).await {
        Ok(request) => request,
        Err(refused) => return Ok(refused.map(Answer::Whole)),
    };
    match server.exchange(request).await {
        Outcome::Whole(response) => Ok(response.map(Answer::Whole)),
        Outcome::Half(response) => {
            let length = HeaderValue::from(response.body().len());
            let mut response = response.map(|body| Answer::Half(body.slice(..body.len() / 2)));
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length);
            Ok(response)
        }
        Outcome::Broken => Err(BrokenConnection),
    }
}

/// A body on its way.
enum Answer {
    Whole(Bytes),
    /// What is sent before the connection breaks.
    Half(Bytes),
    /// Time for it to be sent.
    Sent,
    Break,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = BrokenConnection;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenConnection>>> {
        match &mut *self {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Half(bytes) => {
                let bytes = std::mem::take(bytes);
                *self = Self::Sent;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Sent => {
                *self = Self::Break;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Break => Poll::Ready(Some(Err(BrokenConnection))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len().try_into().unwrap_or(u64::MAX)),
            Self::Half(_) | Self::Sent | Self::Break => SizeHint::default(),
        }
    }
}
