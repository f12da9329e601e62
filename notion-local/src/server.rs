//! The server's public handle.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use notion_model::{DataSourceId, PageId};
use serde_json::Value;

use crate::builder::{Builder, replay};
use crate::error::ApiError;
use crate::exchange::{BrokenConnection, Outcome};
use crate::fault::{Fault, FaultRule, Faults, RateLimit};
use crate::fetch::Imports;
use crate::log::{Log, Logged, RecordedRequest};
use crate::options::{MoveOptionError, move_option};
use crate::serve::{self, Running};
use crate::slices::Waiting;
use crate::snapshot::{self, SnapshotError};
use crate::state::Workspace;
use crate::store::{Change, OpenError, Store};
use crate::sync::lock;
use crate::webhook::{Delivery, Hooks, Webhook, WebhookError};

/// A local Notion. Cloning it gives another handle on the same workspace.
#[derive(Clone)]
pub struct Server {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) token: String,
    pub(crate) settings: Builder,
    pub(crate) workspace: Mutex<(Workspace, uuid::Uuid)>,
    pub(crate) requests: Mutex<Log>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) limit: Mutex<Option<RateLimit>>,
    pub(crate) store: Option<Store>,
    pub(crate) hooks: Hooks,
    pub(crate) imports: Imports,
    /// The threads that wait for the workspace.
    pub(crate) waiting: Waiting,
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
    /// A request is refused if its `Host` or its `Origin` is neither loopback, nor the address that it was sent to, nor
    /// allowed by [`Builder::allow_host`]: otherwise any web page could ask the server through a browser on this machine. A
    /// connection is closed if it waits 30 seconds for the head of a request, or for more of a body; so is the one that has
    /// waited longest if there are more than 4096, or more than the process may have.
    ///
    /// # Errors
    /// If the address cannot be opened, for instance because the port is in use. If the address is beyond loopback and the
    /// token comes from the seed: everybody knows it. [`Builder::random_token`] and [`Builder::token`] set another one.
    pub async fn serve(self, address: std::net::SocketAddr) -> std::io::Result<Running> {
        serve::start(self, address).await
    }

    /// The server as an axum router, to call in process or to mount elsewhere. Requests with a `Host` or an `Origin` beyond
    /// loopback are refused, unless [`Builder::allow_host`] names it.
    pub fn router(&self) -> Router {
        let server = self.clone();
        Router::new().fallback(move |request: Request<Body>| {
            let server = server.clone();
            async move {
                let request = match server.collect(request, None, None).await {
                    Ok(request) => request,
                    Err(refused) => return refused.map(Body::from),
                };
                server.call(request).await.map(Body::from)
            }
        })
    }

    /// Answers one request, in process, without a socket. Whatever goes wrong is an answer with a status: 504 where a
    /// fault breaks the connection.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        match self.try_call(request).await {
            Ok(response) => response,
            Err(BrokenConnection) => self.refuse(ApiError::of_status(504)),
        }
    }

    /// Answers one request, in process, without a socket.
    ///
    /// # Errors
    /// When a fault breaks the connection; see [`Fault::CutBefore`] and [`Fault::CutAfter`].
    pub async fn try_call(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, BrokenConnection> {
        match self.exchange(request).await {
            Outcome::Whole(response) => Ok(response),
            Outcome::Half(response) => Ok(response.map(|body| body.slice(..body.len() / 2))),
            Outcome::Broken => Err(BrokenConnection),
        }
    }

    /// The token of the integration that sees everything. What is under `/_local/` takes no other one.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.inner.token
    }

    /// Adds an integration with a bot of this name, which sees these pages or databases and all that is in them, and
    /// gives its token. One of this name that is there already sees these from now on.
    ///
    /// If the data file cannot be written, nothing is added, and the token is not accepted.
    pub fn add_integration(&self, name: &str, given: impl IntoIterator<Item = PageId>) -> String {
        let given = given.into_iter().map(Into::into).collect();
        self.integrate(name, given).0
    }

    /// Adds an integration. Tells its token, and whether it was added.
    pub(crate) fn integrate(&self, name: &str, given: Vec<uuid::Uuid>) -> (String, bool) {
        let mut state = lock(&self.inner.workspace);
        let workspace = &mut state.0;
        let before = (
            workspace.ids.clone(),
            workspace.users.clone(),
            workspace.integrations.clone(),
        );
        let token = workspace.integrate(name, given);
        let is_kept = self.inner.store.as_ref().is_none_or(|store| {
            let written = snapshot::write(&state.0, state.1);
            snapshot::reopen(&written, self.inner.settings.seed).is_ok()
                && store.write_now(Change::Restore(written))
        });
        if !is_kept {
            let workspace = &mut state.0;
            (workspace.ids, workspace.users, workspace.integrations) = before;
        }
        (token, is_kept)
    }

    /// Moves an option of a status to the end of another of its groups, as people do in Notion and its API cannot. The
    /// API puts every option that it adds into the first group.
    ///
    /// The property is given by its name or its ID, the option and the group by their names.
    ///
    /// ```
    /// # use notion_local::Server;
    /// let server = Server::new();
    /// let unknown = notion_model::DataSourceId::<()>::from(uuid::Uuid::nil());
    /// let error = server.move_option(unknown, "Stage", "Done", "Complete").unwrap_err();
    /// assert!(error.to_string().starts_with("there is no data source"));
    /// ```
    ///
    /// # Errors
    ///
    /// The data source, the property, the option or the group does not exist.
    pub fn move_option<S>(
        &self,
        data_source: DataSourceId<S>,
        property: &str,
        option: &str,
        group: &str,
    ) -> Result<(), MoveOptionError> {
        let mut state = lock(&self.inner.workspace);
        move_option(&mut state.0, data_source.uuid(), property, option, group)?;
        if let Some(store) = &self.inner.store {
            store.write_now(Change::Restore(snapshot::write(&state.0, state.1)));
        }
        Ok(())
    }

    /// The id of the page "Home".
    #[must_use]
    pub fn home(&self) -> PageId {
        lock(&self.inner.workspace).1.into()
    }

    /// The requests that were answered so far, in order: the last hundred thousand, and not more than 64 MiB of them, unless
    /// [`Builder::log`] says otherwise.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let requests = self.logged(0, usize::MAX);
        requests.iter().map(Logged::recorded).collect()
    }

    /// Some of the requests that were answered so far.
    pub(crate) fn logged(&self, from: usize, count: usize) -> Vec<Logged> {
        lock(&self.inner.requests).page(from, count)
    }

    /// Forgets the requests that were answered so far.
    pub fn clear_requests(&self) {
        lock(&self.inner.requests).clear();
    }

    /// The whole workspace, as [`Builder::snapshot`] reads it: ids, times, files and all. Readable, and stable: the same
    /// workspace gives the same text.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        let mut workspace = lock(&self.inner.workspace);
        workspace.0.free_expired();
        snapshot::export(&workspace.0, workspace.1)
    }

    /// Puts the workspace of a snapshot in the place of the present one. What is accepted here is accepted from a data
    /// file, too; see [`Builder::snapshot`].
    ///
    /// # Errors
    /// If an object in it cannot be read, or the data file cannot be written. Nothing has changed then.
    pub fn restore(&self, snapshot: &Value) -> Result<(), SnapshotError> {
        let (workspace, written) = snapshot::open(snapshot, self.inner.settings.seed)?;
        self.put(workspace, Change::Restore(written))
    }

    /// Brings everything back to where the server began: the workspace, the clock, the rate limit; with an
    /// empty log, without faults and webhooks.
    ///
    /// # Errors
    /// If the data file cannot be read or written. Nothing has changed then.
    ///
    /// ```
    /// use notion_local::Server;
    ///
    /// let server = Server::new();
    /// server.reset()?;
    /// assert_eq!(server.requests(), []);
    /// # Ok::<(), notion_local::SnapshotError>(())
    /// ```
    pub fn reset(&self) -> Result<(), SnapshotError> {
        let settings = &self.inner.settings;
        let beginning = match &self.inner.store {
            Some(store) => {
                let text = store
                    .beginning()
                    .map_err(|error| SnapshotError::new("", error))?;
                snapshot::read(text, settings.seed)?
            }
            None => settings.workspace()?,
        };
        self.put(beginning, Change::Reset)?;
        self.forget(settings.seed);
        Ok(())
    }

    /// The same with a fresh workspace, whose ids come from this seed; so do the shares of faults from now on. The token
    /// stays.
    ///
    /// # Errors
    /// If the data file cannot be written. Nothing has changed then.
    ///
    /// ```
    /// use notion_local::Server;
    ///
    /// let server = Server::new();
    /// server.reset_with(7)?;
    /// assert_eq!(server.home(), Server::builder().seed(7).build().home());
    /// # Ok::<(), notion_local::SnapshotError>(())
    /// ```
    pub fn reset_with(&self, seed: u64) -> Result<(), SnapshotError> {
        let mut fresh = Workspace::fresh(seed);
        fresh.0.accept(&self.inner.token);
        if let Some(token) = &self.inner.settings.token {
            fresh.0.make_private(token);
        }
        let written = snapshot::write(&fresh.0, fresh.1);
        self.put(fresh, Change::Restore(written))?;
        self.forget(seed);
        Ok(())
    }

    /// After something could not be written: brings back what is in the data file. What was refused is not there any
    /// more when this is done.
    pub(crate) async fn recover(&self) {
        let Some(store) = &self.inner.store else {
            return;
        };
        store
            .recovery()
            .get_or_init(async || {
                let Ok(reader) = store.reread() else { return };
                // If the file cannot be read either, nothing is known that is better than what is in memory.
                if let Ok(workspace) = replay(&reader, reader.seed).await {
                    let mut present = lock(&self.inner.workspace);
                    let clock = present.0.clock;
                    self.replace(&mut present, workspace);
                    present.0.clock = clock;
                }
            })
            .await;
    }

    fn forget(&self, seed: u64) {
        self.clear_requests();
        *lock(&self.inner.faults) = Faults::new(seed);
        self.clear_webhooks();
        self.limit_rate(self.inner.settings.limit);
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

    /// Tells a receiver on this machine of all that happens from now on, or of events of some types
    /// (`page.created`, ...), with Notion's signature in `X-Notion-Signature`. First it is sent the verification token,
    /// as Notion does, and has to answer well.
    ///
    /// Events are sent by a thread of their own, one after the other; one that is not taken is sent eight times in all.
    ///
    /// # Errors
    /// When the address is not on this machine, a type is not known, or the receiver does not take the token.
    pub async fn subscribe(&self, url: &str, types: &[&str]) -> Result<Webhook, WebhookError> {
        self.subscribe_as(self.token(), url, types).await
    }

    /// The same for the integration that has this token, which is told only of what it sees.
    ///
    /// # Errors
    /// As above, and when nobody has this token.
    pub async fn subscribe_as(
        &self,
        token: &str,
        url: &str,
        types: &[&str],
    ) -> Result<Webhook, WebhookError> {
        let types: Vec<String> = types.iter().map(|&name| name.to_owned()).collect();
        let (bot, webhook) = {
            let workspace = &mut lock(&self.inner.workspace).0;
            let bot = workspace.bot_with(token).ok_or(WebhookError::Token)?;
            let ids = &mut workspace.fleeting_ids;
            let webhook = Webhook {
                id: ids.random(),
                url: url.to_owned(),
                verification_token: format!("secret_{:016x}{:016x}", ids.next(), ids.next()),
            };
            (bot, webhook)
        };
        Hooks::verify(&webhook, &types).await?;
        self.inner.hooks.add(webhook.clone(), bot, types)?;
        Ok(webhook)
    }

    /// The receivers of events.
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.inner.hooks.all()
    }

    /// Tells nobody of anything any more.
    pub fn clear_webhooks(&self) {
        self.inner.hooks.clear();
    }

    /// What receivers were sent so far, each attempt: the last ten thousand of each.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.inner.hooks.deliveries()
    }

    /// How many events are still to be sent.
    #[must_use]
    pub fn events_left(&self) -> usize {
        self.inner.hooks.left()
    }

    /// Returns the number of events that were not sent because 10,000 were waiting for their receiver already.
    ///
    /// ```
    /// assert_eq!(notion_local::Server::new().events_dropped(), 0);
    /// ```
    #[must_use]
    pub fn events_dropped(&self) -> usize {
        self.inner.hooks.dropped()
    }

    /// What time it is for the server.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        lock(&self.inner.workspace).0.clock.now()
    }

    /// Sets the server's clock to an instant, from which it runs on.
    pub fn set_clock(&self, at: Timestamp) {
        lock(&self.inner.workspace).0.clock.set(at);
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

    /// Lets so many requests through in each window of time from now on and answers 429 to the rest, or lets all
    /// through; see [`Builder::rate_limit`]. A reset brings back what the server began with.
    pub fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        *lock(&self.inner.limit) = limit.map(RateLimit::new);
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
        if let Some(token) = &settings.token {
            workspace.0.make_private(token);
        }
        workspace.0.ignores_synced_names = settings.ignores_synced_names;
        if let Some(bytes) = settings.max_upload {
            workspace.0.max_upload = bytes;
        }
        if let Some(rows) = settings.max_query_results {
            workspace.0.max_query_results = rows;
        }
        Self {
            inner: Arc::new(Inner {
                token: workspace.0.own_token().to_owned(),
                workspace: Mutex::new(workspace),
                requests: Mutex::new(Log::new(settings.log)),
                imports: Imports::default(),
                faults: Mutex::new(Faults::new(settings.seed)),
                limit: Mutex::new(settings.limit.map(RateLimit::new)),
                store,
                hooks: Hooks::default(),
                waiting: Waiting::default(),
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

    /// Puts a workspace in the place of the present one, if that is kept where all is kept.
    fn put(&self, workspace: snapshot::Opened, change: Change) -> Result<(), SnapshotError> {
        // The lock is held: nothing may come between in the file either.
        let mut present = lock(&self.inner.workspace);
        let store = self.inner.store.as_ref();
        if store.is_none_or(|store| store.write_now(change)) {
            self.replace(&mut present, workspace);
            Ok(())
        } else {
            Err(SnapshotError::not_kept())
        }
    }

    /// A workspace in the place of the present one, at the same address.
    fn replace(&self, present: &mut snapshot::Opened, mut workspace: snapshot::Opened) {
        match &self.inner.settings.token {
            Some(token) => {
                workspace.0.make_private(token);
            }
            None => workspace.0.accept(&self.inner.token),
        }
        workspace.0.base_url = std::mem::take(&mut present.0.base_url);
        workspace.0.is_served = present.0.is_served;
        workspace.0.ignores_synced_names = present.0.ignores_synced_names;
        if let Some(bytes) = self.inner.settings.max_upload {
            workspace.0.max_upload = bytes;
        }
        workspace.0.max_query_results = present.0.max_query_results;
        *present = workspace;
    }
}
