//! Serving over TCP: a thread and a runtime of its own, so that it neither blocks nor outlives its user's.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};

use super::exchange::{BrokenConnection, Exchange, ExchangeEnd};
use crate::state::Workspace;
use crate::sync::lock;
#[cfg(feature = "viewer")]
use crate::viewer::Events;

/// How long to wait where no connection can be taken, for instance because too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// A socket that is listened at, by a thread. Dropping it ends both.
#[derive(Debug)]
pub(crate) struct Listening {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    /// Listens at an address. Port 0 picks a free one.
    pub(crate) fn start(exchange: Arc<Exchange>, address: SocketAddr) -> io::Result<Self> {
        let core = &exchange.core;
        let is_loopback = address.ip().to_canonical().is_loopback();
        if !is_loopback && core.with(Workspace::has_known_token) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "beyond loopback the token must not come from the seed: set `Builder::random_token` or `Builder::token`",
            ));
        }
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        core.served_at(format!("http://{address}"));
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
                        () = listen(listener, exchange) => {}
                        _stop = stopped => {}
                    }
                });
            })?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The address that it listens at.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

async fn listen(listener: TcpListener, exchange: Arc<Exchange>) {
    let connections = Arc::<Connections>::default();
    let most = exchange.settings.max_connections;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if connections.count() >= most {
                    connections.close_one();
                }
                let connection = connections.add();
                tokio::spawn(serve(stream, Arc::clone(&exchange), connection));
            }
            // Too many files are open, for instance.
            Err(_) => {
                connections.close_one();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The connections that are open.
#[derive(Debug, Default)]
struct Connections {
    next: AtomicU64,
    /// Those that wait for a request, or for more of it, by the time since which they do so.
    waiting: Mutex<BTreeMap<u64, Arc<Notify>>>,
    count: AtomicUsize,
}

impl Connections {
    fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    fn add(self: &Arc<Self>) -> Connection {
        self.count.fetch_add(1, Ordering::Relaxed);
        let connection = Connection {
            all: Arc::clone(self),
            close: Arc::default(),
            since: AtomicU64::new(0),
        };
        connection.wait();
        connection
    }

    /// Closes the connection that has waited longest. Those whose requests are being answered stay.
    fn close_one(&self) {
        if let Some((_, close)) = lock(&self.waiting).pop_first() {
            close.notify_one();
        }
    }
}

/// One of the connections.
#[derive(Debug)]
struct Connection {
    all: Arc<Connections>,
    close: Arc<Notify>,
    since: AtomicU64,
}

impl Connection {
    /// From now on it waits for its client.
    fn wait(&self) {
        let since = self.all.next.fetch_add(1, Ordering::Relaxed);
        self.since.store(since, Ordering::Relaxed);
        lock(&self.all.waiting).insert(since, Arc::clone(&self.close));
    }

    /// From now on its client waits.
    fn work(&self) {
        lock(&self.all.waiting).remove(&self.since.load(Ordering::Relaxed));
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.work();
        self.all.count.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn serve(stream: TcpStream, exchange: Arc<Exchange>, connection: Connection) {
    let _slower = stream.set_nodelay(true);
    let timeout = exchange.settings.timeout;
    let own = stream.local_addr().ok().map(|address| address.ip());
    let state = Arc::new(connection);
    let close = Arc::clone(&state.close);
    let service = service_fn(move |request: Request<Incoming>| {
        let (exchange, state) = (Arc::clone(&exchange), Arc::clone(&state));
        async move {
            let answer = answer(&exchange, request, (own, timeout), &state).await;
            state.wait();
            answer
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(timeout)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // It ends when the client goes, or when a fault breaks it.
        _ended = connection => {}
        () = close.notified() => {}
    }
}

/// The answer. An error breaks the connection.
async fn answer(
    exchange: &Exchange,
    request: Request<Incoming>,
    (own, timeout): (Option<IpAddr>, Duration),
    connection: &Connection,
) -> Result<Response<Answer>, BrokenConnection> {
    let request = match exchange.collect(request, own, Some(timeout)).await {
        Ok(request) => request,
        Err(mut refused) => {
            // What is left of the body is not a request.
            let close = HeaderValue::from_static("close");
            refused.headers_mut().insert(header::CONNECTION, close);
            return Ok(refused.map(Answer::Whole));
        }
    };
    connection.work();
    match exchange.exchange(request).await {
        ExchangeEnd::Whole(response) => Ok(response.map(Answer::Whole)),
        ExchangeEnd::Half(response) => {
            let length = HeaderValue::from(response.body().len());
            let mut response = response.map(|body| Answer::Half(body.slice(..body.len() / 2)));
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length);
            Ok(response)
        }
        ExchangeEnd::Broken => Err(BrokenConnection),
        #[cfg(feature = "viewer")]
        ExchangeEnd::Events(head, events) => Ok(head.map(|()| Answer::Events(events))),
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
    /// What has changed, whenever something does.
    #[cfg(feature = "viewer")]
    Events(Events),
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
            #[cfg(feature = "viewer")]
            Self::Events(events) => events
                .poll_next(context)
                .map(|event| event.map(|event| Ok(Frame::data(event)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len().try_into().unwrap_or(u64::MAX)),
            _ => SizeHint::default(),
        }
    }
}
