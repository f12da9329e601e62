//! Serving over TCP: a thread and a runtime of its own, so that it neither blocks nor outlives its user's.

use std::net::SocketAddr;
use std::ops::Deref;
use std::thread::JoinHandle;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::server::Server;

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
    let router = server.router();
    let thread = std::thread::Builder::new()
        .name("notion-local".into())
        .spawn(move || {
            // The task that listens dies with the runtime when the wait below ends: connections that clients keep
            // open do not hold the server.
            runtime.block_on(async move {
                let Ok(listener) = TcpListener::from_std(listener) else {
                    return;
                };
                tokio::select! {
                    _served = async { axum::serve(listener, router).await } => {}
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
