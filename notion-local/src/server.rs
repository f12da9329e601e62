//! The server's public handle.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use jiff::Timestamp;
use notion_model::PageId;
use serde_json::Value;

use crate::error::ApiError;
use crate::fault::Fault;
use crate::form;
use crate::id;
use crate::log::RecordedRequest;
use crate::router::{self, Reply};
use crate::serve::{self, Running};
use crate::snapshot::{self, SnapshotError};
use crate::state::{UploadContent, Workspace};

/// A local Notion. Cloning it gives another handle on the same workspace.
#[derive(Clone)]
pub struct Server {
    inner: Arc<Inner>,
}

struct Inner {
    token: String,
    home: uuid::Uuid,
    workspace: Mutex<Workspace>,
    requests: Mutex<Vec<RecordedRequest>>,
    faults: Mutex<VecDeque<Fault>>,
}

/// What a server starts with; see [`Server::builder`].
#[derive(Debug, Clone, Default)]
pub struct Builder {
    seed: u64,
}

impl Builder {
    /// The seed that all ids come from. The same seed and the same requests give the same ids. 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The server, with a fresh workspace.
    #[must_use]
    pub fn build(self) -> Server {
        let (workspace, home) = Workspace::fresh(self.seed);
        self.with(workspace, home)
    }

    /// The server, with a workspace out of a snapshot: an object with the lists `users`, `databases`,
    /// `data_sources`, `pages`, `blocks` and `custom_emojis`, each of objects as Notion shows them, in the order of
    /// their creation or place; with `workspace` (`id`, `name`) and the ids `bot` and `home`. Everything may be left out.
    ///
    /// # Errors
    /// When an object in it cannot be read.
    pub fn snapshot(self, snapshot: &Value) -> Result<Server, SnapshotError> {
        let (workspace, home) = snapshot::import(snapshot, self.seed)?;
        Ok(self.with(workspace, home))
    }

    fn with(self, workspace: Workspace, home: uuid::Uuid) -> Server {
        Server {
            inner: Arc::new(Inner {
                token: format!("ntn_local{:016x}", self.seed),
                home,
                workspace: Mutex::new(workspace),
                requests: Mutex::default(),
                faults: Mutex::default(),
            }),
        }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("home", &self.inner.home)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// A server with a fresh workspace in memory: the page "Home", a bot and a person.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A server with settings of its own.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Starts a fresh server on a free port of the loopback interface. It runs on a thread of its own until
    /// the handle is dropped.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start() -> std::io::Result<Running> {
        Self::new()
            .serve("127.0.0.1:0".parse().map_err(std::io::Error::other)?)
            .await
    }

    /// Serves this server at an address, until the handle is dropped. Port 0 picks a free one.
    ///
    /// # Errors
    /// When the address cannot be opened, for instance because the port is in use.
    pub async fn serve(self, address: std::net::SocketAddr) -> std::io::Result<Running> {
        serve::start(self, address).await
    }

    /// The server as an axum router, to call in process or to mount elsewhere.
    pub fn router(&self) -> Router {
        let server = self.clone();
        Router::new().fallback(move |request: Request<Body>| {
            let server = server.clone();
            async move { server.call_streamed(request).await }
        })
    }

    /// Answers one request, in process, without a socket. Whatever goes wrong is an answer with a status.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        let fault = lock(&self.inner.faults).pop_front();
        if let Some(Fault::Delay(time)) = &fault {
            tokio::time::sleep(*time).await;
        }
        let mut record = RecordedRequest {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            status: 0,
            body: serde_json::from_slice(request.body()).ok(),
        };
        let response = match self.file(&request) {
            Some(file) => file,
            None => {
                let mut request = request;
                if let Some(form) = form::read(&request).await {
                    request.extensions_mut().insert(form);
                }
                self.answer(request, fault.as_ref())
            }
        };
        record.status = response.status().as_u16();
        lock(&self.inner.requests).push(record);
        response
    }

    /// The one token that is accepted. Others get 401.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.inner.token
    }

    /// The id of the page "Home".
    #[must_use]
    pub fn home(&self) -> PageId {
        self.inner.home.into()
    }

    /// The requests that were answered so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.inner.requests).clone()
    }

    /// Forgets the requests that were answered so far.
    pub fn clear_requests(&self) {
        lock(&self.inner.requests).clear();
    }

    /// Lets something go wrong with the next request. Several faults happen one after the other.
    pub fn fail_next(&self, fault: Fault) {
        lock(&self.inner.faults).push_back(fault);
    }

    /// Stops the server's clock at an instant: what is created or changed from now on carries it.
    pub fn freeze(&self, at: Timestamp) {
        lock(&self.inner.workspace).clock.freeze(at);
    }

    /// Lets the server's clock run again.
    pub fn thaw(&self) {
        lock(&self.inner.workspace).clock.thaw();
    }

    fn answer(&self, request: Request<Bytes>, fault: Option<&Fault>) -> Response<Bytes> {
        let mut workspace = lock(&self.inner.workspace);
        let result = match fault {
            Some(Fault::RateLimited { retry_after }) => Err(ApiError::rate_limited(*retry_after)),
            Some(Fault::Status(status)) => Err(ApiError::of_status(*status)),
            Some(Fault::Lost) => {
                let _lost = router::answer(&mut workspace, request, &self.inner.token);
                Err(ApiError::of_status(504))
            }
            Some(Fault::Delay(_)) | None => {
                router::answer(&mut workspace, request, &self.inner.token)
            }
        };
        let request_id = workspace.ids.random();
        drop(workspace);
        respond(result, request_id)
    }

    /// A file that was uploaded. Its address, like Notion's, is secret enough to need no token.
    fn file(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let id = request
            .uri()
            .path()
            .strip_prefix("/_local/files/")
            .and_then(id::parse)?;
        let workspace = lock(&self.inner.workspace);
        let upload = workspace.uploads.get(&id)?;
        let mut response = match &upload.content {
            UploadContent::Here(bytes) => Response::new(bytes.clone()),
            UploadContent::Elsewhere { url, .. } => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                if let Ok(value) = header::HeaderValue::from_str(url) {
                    response.headers_mut().insert(header::LOCATION, value);
                }
                response
            }
            _ => return None,
        };
        let content_type = upload
            .content_type
            .as_deref()
            .unwrap_or("application/octet-stream");
        if let Ok(value) = header::HeaderValue::from_str(content_type) {
            response.headers_mut().insert(header::CONTENT_TYPE, value);
        }
        Some(response)
    }

    /// Says where the server listens, for the addresses of files.
    pub(crate) fn served_at(&self, url: String) {
        let mut workspace = lock(&self.inner.workspace);
        workspace.base_url = url;
        workspace.is_served = true;
    }

    async fn call_streamed(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let bytes = match body.collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(_) => Bytes::new(),
        };
        self.call(Request::from_parts(parts, bytes))
            .await
            .map(Body::from)
    }
}

fn respond(result: Result<Reply, ApiError>, request_id: uuid::Uuid) -> Response<Bytes> {
    let (status, mut body, with_request_id, retry_after) = match result {
        Ok(reply) => (reply.status, reply.body, reply.with_request_id, None),
        Err(error) => (error.status, error.render(), true, error.retry_after),
    };
    if with_request_id {
        body.insert("request_id".into(), request_id.to_string().into());
    }
    let mut response = Response::new(Bytes::from(Value::Object(body).to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/json; charset=utf-8"),
    );
    if let Ok(value) = header::HeaderValue::from_str(&request_id.to_string()) {
        headers.insert("x-notion-request-id", value);
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    response
}

/// A lock whose holder panicked is still good: every request changes the state only after all its checks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
