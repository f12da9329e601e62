//! The server's public handle.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use jiff::Timestamp;
use notion_model::PageId;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::answer::respond;
use crate::builder::Builder;
use crate::control;
use crate::error::ApiError;
use crate::fault::{Fault, FaultRule, Faults, RateLimit};
use crate::form;
use crate::id;
use crate::log::RecordedRequest;
use crate::reply::Reply;
use crate::router;
use crate::serve::{self, Running};
use crate::snapshot::{self, SnapshotError};
use crate::state::{UploadContent, Workspace};
use crate::store::{Change, Entry, OpenError, Store};

/// The largest body that is read from a socket: a part of a file and its surroundings.
const LARGEST_BODY: usize = 21 * 1024 * 1024;

/// A local Notion. Cloning it gives another handle on the same workspace.
#[derive(Clone)]
pub struct Server {
    inner: Arc<Inner>,
}

struct Inner {
    token: String,
    settings: Builder,
    workspace: Mutex<(Workspace, uuid::Uuid)>,
    requests: Mutex<Vec<RecordedRequest>>,
    faults: Mutex<Faults>,
    limit: Mutex<Option<RateLimit>>,
    store: Option<Store>,
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the token.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("home", &self.home())
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

    /// A server with the workspace in a data file; see [`Builder::open`].
    ///
    /// # Errors
    /// When the file cannot be read or written, is damaged, or is open in another server.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::builder().open(path).await
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
    pub async fn call(&self, mut request: Request<Bytes>) -> Response<Bytes> {
        if let Some(file) = self.file(&request) {
            return file;
        }
        if request.uri().path().starts_with("/_local/") {
            return control::answer(self, &request);
        }
        let fault = lock(&self.inner.faults).next(request.method().as_str(), request.uri().path());
        if let Some(Fault::Delay(time)) = &fault {
            tokio::time::sleep(*time).await;
        }
        if let Some(form) = form::read(&request).await {
            request.extensions_mut().insert(form);
        }
        let mut record = RecordedRequest {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            status: 0,
            body: serde_json::from_slice(request.body()).ok(),
        };
        let (mut response, kept) = self.answer(request, fault.as_ref());
        if let Some(kept) = kept
            && kept.await != Ok(true)
        {
            let id = lock(&self.inner.workspace).0.fleeting_ids.random();
            response = respond(Err(ApiError::not_kept()), id);
        }
        record.status = response.status().as_u16();
        lock(&self.inner.requests).push(record);
        response
    }

    /// The token of the integration that sees everything. What is under `/_local/` takes no other one.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.inner.token
    }

    /// Adds an integration with a bot of this name, which sees these pages or databases and all that is in them, and
    /// gives its token. One of this name that is there already sees these from now on.
    pub fn add_integration(&self, name: &str, given: impl IntoIterator<Item = PageId>) -> String {
        let mut state = lock(&self.inner.workspace);
        let given = given.into_iter().map(Into::into).collect();
        let token = state.0.integrate(name, given);
        if let Some(store) = &self.inner.store {
            let snapshot = snapshot::export(&state.0, state.1).to_string();
            store.write_now(Change::Restore(snapshot.into_bytes()));
        }
        token
    }

    /// The id of the page "Home".
    #[must_use]
    pub fn home(&self) -> PageId {
        lock(&self.inner.workspace).1.into()
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

    /// The whole workspace, as [`Builder::snapshot`] reads it: ids, times, files and all. Readable, and stable: the same
    /// workspace gives the same text.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        let workspace = lock(&self.inner.workspace);
        snapshot::export(&workspace.0, workspace.1)
    }

    /// Puts the workspace of a snapshot in the place of the present one.
    ///
    /// # Errors
    /// When an object in it cannot be read. Nothing has changed then.
    pub fn restore(&self, snapshot: &Value) -> Result<(), SnapshotError> {
        let mut workspace = snapshot::import(snapshot, self.inner.settings.seed)?;
        workspace.0.accept(&self.inner.token);
        let is_kept = self.put(workspace, |(workspace, home)| {
            Change::Restore(snapshot::export(workspace, *home).to_string().into_bytes())
        });
        if is_kept {
            Ok(())
        } else {
            Err(SnapshotError::not_kept())
        }
    }

    /// Brings everything back to where the server began: the workspace, the log, the clock, without faults.
    pub fn reset(&self) {
        let settings = &self.inner.settings;
        let beginning = self.inner.store.as_ref().and_then(Store::beginning);
        let beginning =
            beginning.and_then(|beginning| snapshot::import(&beginning, settings.seed).ok());
        let mut beginning = beginning.unwrap_or_else(|| settings.workspace());
        beginning.0.accept(&self.inner.token);
        self.put(beginning, |_| Change::Reset);
        self.clear_requests();
        self.clear_faults();
    }

    /// Lets something go wrong with the next request. Several faults happen one after the other.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_when(FaultRule::new(fault));
    }

    /// Lets something go wrong with the requests that fit. The first rule that fits counts.
    pub fn fail_when(&self, rule: FaultRule) {
        lock(&self.inner.faults).add(rule);
    }

    /// Takes all faults back that have not happened yet.
    pub fn clear_faults(&self) {
        lock(&self.inner.faults).clear();
    }

    /// Stops the server's clock at an instant: what is created or changed from now on carries it.
    pub fn freeze(&self, at: Timestamp) {
        lock(&self.inner.workspace).0.clock.freeze(at);
    }

    /// Sets the server's clock forward by this time. Whether it runs or stands does not change.
    pub fn advance(&self, time: Duration) {
        lock(&self.inner.workspace).0.clock.advance(time);
    }

    /// Lets the server's clock run again, with the machine's.
    pub fn thaw(&self) {
        lock(&self.inner.workspace).0.clock.thaw();
    }

    /// Says whether the name that a request gives to the other end of a new two-way relation is left aside; see
    /// [`Builder::ignore_synced_names`]. A reset changes nothing about it.
    pub fn ignore_synced_names(&self, ignore: bool) {
        lock(&self.inner.workspace).0.ignores_synced_names = ignore;
    }

    /// A server with this workspace, which is kept in this file if it is kept at all.
    pub(crate) fn with(
        settings: Builder,
        mut workspace: (Workspace, uuid::Uuid),
        store: Option<Store>,
    ) -> Self {
        workspace.0.ignores_synced_names = settings.ignores_synced_names;
        Self {
            inner: Arc::new(Inner {
                token: workspace.0.own_token().to_owned(),
                workspace: Mutex::new(workspace),
                requests: Mutex::default(),
                faults: Mutex::new(Faults::new(settings.seed)),
                limit: Mutex::new(
                    settings
                        .limit
                        .map(|(requests, window)| RateLimit::new(requests, window)),
                ),
                store,
                settings,
            }),
        }
    }

    /// Says where the server listens, for the addresses of files.
    pub(crate) fn served_at(&self, url: String) {
        let workspace = &mut lock(&self.inner.workspace).0;
        workspace.base_url = url;
        workspace.is_served = true;
    }

    /// A workspace in the place of the present one, at the same address. Tells whether it is kept where all is kept.
    fn put(
        &self,
        mut workspace: (Workspace, uuid::Uuid),
        change: impl FnOnce(&(Workspace, uuid::Uuid)) -> Change,
    ) -> bool {
        let mut present = lock(&self.inner.workspace);
        workspace.0.base_url = std::mem::take(&mut present.0.base_url);
        workspace.0.is_served = present.0.is_served;
        workspace.0.ignores_synced_names = present.0.ignores_synced_names;
        *present = workspace;
        // The lock is held: nothing may come between in the file either.
        self.inner
            .store
            .as_ref()
            .is_none_or(|store| store.write_now(change(&present)))
    }

    /// The answer, and what to wait for before it is given.
    fn answer(
        &self,
        request: Request<Bytes>,
        fault: Option<&Fault>,
    ) -> (Response<Bytes>, Option<oneshot::Receiver<bool>>) {
        let mut state = lock(&self.inner.workspace);
        let workspace = &mut state.0;
        let now = workspace.clock.now();
        workspace.clock.hold(now);
        let limited = match lock(&self.inner.limit).as_mut() {
            Some(limit) => limit.take(now),
            None => Ok(()),
        };
        let (result, kept) = match (limited, fault) {
            (Err(seconds), _) => (Err(ApiError::over_budget(seconds)), None),
            (Ok(()), Some(Fault::RateLimited { retry_after })) => {
                (Err(ApiError::rate_limited(*retry_after)), None)
            }
            (Ok(()), Some(Fault::Status(status))) => (Err(ApiError::of_status(*status)), None),
            (Ok(()), Some(Fault::Lost)) => {
                let (_lost, kept) = self.carry_out(workspace, request);
                (Err(ApiError::of_status(504)), kept)
            }
            (Ok(()), _) => self.carry_out(workspace, request),
        };
        workspace.clock.let_go();
        let request_id = workspace.fleeting_ids.random();
        drop(state);
        let response = respond(result, request_id);
        let response = match fault {
            Some(Fault::Truncated) => response.map(|body| body.slice(..body.len() / 2)),
            _ => response,
        };
        (response, kept)
    }

    /// Does what a request asks for, and lets what has changed be written, in the order of the changes.
    fn carry_out(
        &self,
        workspace: &mut Workspace,
        request: Request<Bytes>,
    ) -> (crate::error::Result<Reply>, Option<oneshot::Receiver<bool>>) {
        let store = self.inner.store.as_ref();
        let store = store.filter(|_| router::may_change(request.method(), request.uri().path()));
        let Some(store) = store else {
            return (router::answer(workspace, request), None);
        };
        if store.is_broken() {
            return (Err(ApiError::not_kept()), None);
        }
        let entry = Entry::of(&request, workspace);
        let result = router::answer(workspace, request);
        let kept = result.is_ok().then(|| {
            let (send, receive) = oneshot::channel();
            store.write(Change::Request(entry), move |is_good| {
                let _gone = send.send(is_good);
            });
            receive
        });
        (result, kept)
    }

    /// A file that was uploaded. Its address, like Notion's, is secret enough to need no token.
    fn file(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let id = request
            .uri()
            .path()
            .strip_prefix("/_local/files/")
            .and_then(id::parse)?;
        let state = lock(&self.inner.workspace);
        let upload = state.0.uploads.get(&id)?;
        let (mut response, name, value) = match &upload.content {
            UploadContent::Here(bytes) => {
                let kind = upload
                    .content_type
                    .as_deref()
                    .unwrap_or("application/octet-stream");
                (Response::new(bytes.clone()), header::CONTENT_TYPE, kind)
            }
            UploadContent::Elsewhere { url, .. } => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                (response, header::LOCATION, url.as_str())
            }
            UploadContent::Announced | UploadContent::Parts { .. } => return None,
        };
        if let Ok(value) = header::HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
        // A browser shows nothing that it was not told to be.
        response.headers_mut().insert(
            header::X_CONTENT_TYPE_OPTIONS,
            header::HeaderValue::from_static("nosniff"),
        );
        Some(response)
    }

    async fn call_streamed(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let bytes = match Limited::new(body, LARGEST_BODY).collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(_) => {
                let id = lock(&self.inner.workspace).0.fleeting_ids.random();
                return respond(Err(ApiError::body_too_large()), id).map(Body::from);
            }
        };
        self.call(Request::from_parts(parts, bytes))
            .await
            .map(Body::from)
    }
}

/// A lock whose holder panicked is still good: every request changes the state only after all its checks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
