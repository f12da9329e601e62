//! The server's public handle.

use std::net::SocketAddr;
#[cfg(feature = "viewer")]
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use notion_model::{DataSourceId, PageId};
use serde_json::Value;

use crate::builder::Builder;
use crate::core::Core;
use crate::core::fault::{Fault, FaultRule};
use crate::core::formulas::SaveFormulaError;
use crate::core::log::{Logged, RecordedRequest};
use crate::core::options::MoveOptionError;
use crate::http::{BrokenConnection, Exchange, HttpSettings, Listening};
use crate::snapshot::SnapshotError;
use crate::store::OpenError;
use crate::webhook::{Delivery, Webhook, WebhookError};

/// A local Notion API server. Clones are handles on the same workspace.
#[derive(Clone)]
pub struct Server {
    exchange: Arc<Exchange>,
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
    /// Creates a server with a fresh workspace in memory: the page "Home", a bot and a person.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Returns a builder for a server with other settings.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Opens a server with the workspace in a data file; see [`Builder::open`].
    ///
    /// # Errors
    /// If the file cannot be read or written, is damaged, or is open in another server.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::builder().open(path).await
    }

    fn new_with(core: Core, settings: HttpSettings) -> Self {
        Self {
            exchange: Exchange::new(core, settings),
        }
    }

    /// Starts a fresh server on a free port of the loopback interface. It runs on a separate thread until the handle is
    /// dropped.
    ///
    /// # Errors
    /// If no port can be opened.
    pub async fn start() -> std::io::Result<Running> {
        Self::new()
            .serve("127.0.0.1:0".parse().map_err(std::io::Error::other)?)
            .await
    }

    /// Serves this server at an address, until the handle is dropped. Port 0 picks a free one.
    ///
    /// A request is rejected if its `Host` or `Origin` is neither loopback, nor the address that it was sent to, nor allowed by
    /// [`Builder::allow_host`]: otherwise any web page could use the server through a browser on this machine. A connection is
    /// closed after it has waited 30 seconds for the head of a request, or for more of a body. If more than 4096 connections
    /// are open, or more than the process can have, the one that has been idle longest is closed.
    ///
    /// # Errors
    /// If the address cannot be opened, for instance because the port is in use. If the address is beyond loopback and the
    /// token comes from the seed, because everybody knows that token: set another one with [`Builder::random_token`] or
    /// [`Builder::token`].
    pub async fn serve(self, address: SocketAddr) -> std::io::Result<Running> {
        let listening = Listening::start(Arc::clone(&self.exchange), address)?;
        Ok(Running {
            server: self,
            listening,
        })
    }

    /// Returns the server as an axum router, to call in process or to mount elsewhere. Requests with a `Host` or `Origin` beyond
    /// loopback are rejected, unless it is allowed by [`Builder::allow_host`].
    pub fn router(&self) -> Router {
        let exchange = Arc::clone(&self.exchange);
        Router::new().fallback(move |request: Request<Body>| {
            let exchange = Arc::clone(&exchange);
            async move { exchange.call(request).await.map(Body::from) }
        })
    }

    /// Answers one request in process, without a socket. Failures are answers as well: the status is 504 if a fault closes the
    /// connection.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.exchange.answer(request).await
    }

    /// Answers one request in process, without a socket.
    ///
    /// # Errors
    /// If a fault closes the connection; see [`Fault::CutBefore`] and [`Fault::CutAfter`].
    pub async fn try_call(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, BrokenConnection> {
        self.exchange.exchange(request).await.into_result()
    }

    /// Returns the token of the integration that sees everything. The paths under `/_local/` accept no other token.
    #[must_use]
    pub fn token(&self) -> &str {
        self.exchange.core.token()
    }

    /// Adds an integration with a bot of this name, which sees these pages or databases and everything in them, and returns
    /// its token. If an integration with this name exists, it sees these pages from then on.
    ///
    /// If the data file cannot be written, nothing is added, and the token is not accepted.
    pub fn add_integration(&self, name: &str, given: impl IntoIterator<Item = PageId>) -> String {
        let given = given.into_iter().map(Into::into).collect();
        self.exchange.core.integrate(name, given).0
    }

    /// Moves an option of a status to the end of another group, which people can do in Notion and its API cannot. The API
    /// adds every option to the first group.
    ///
    /// `property` is a name or an ID; `option` and `group` are names.
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
    /// If the data source, the property, the option or the group does not exist.
    pub fn move_option<S>(
        &self,
        data_source: DataSourceId<S>,
        property: &str,
        option: &str,
        group: &str,
    ) -> Result<(), MoveOptionError> {
        let source = data_source.uuid();
        self.exchange
            .core
            .move_option(source, property, option, group)
    }

    /// Saves a formula as if somebody had opened it in Notion's UI and saved it: from then on queries can filter by it.
    ///
    /// Notion does not filter by formulas that were created or changed through the API: it answers 400, "Unable to filter
    /// based on a formula of unknown type". Another change of the expression through the API has the same effect again. A
    /// formula whose branches have different types cannot be filtered by, even after it was saved in the UI.
    ///
    /// `property` is the name or the ID of the property.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use notion_local::Server;
    /// use serde_json::json;
    ///
    /// let server = Server::builder().snapshot(&json!({ "data_sources": [{
    ///     "id": "38c9ce7b-60a4-8100-8000-000000000001",
    ///     "properties": {
    ///         "Name": { "id": "title", "type": "title", "title": {} },
    ///         "One": { "id": "abcd", "type": "formula", "formula": { "expression": "1", "saved_in_ui": false } },
    ///     },
    /// }] }))?;
    /// let source = "38c9ce7b-60a4-8100-8000-000000000001".parse()?;
    /// server.save_formula(source, "One")?;
    /// assert!(server.save_formula(source, "Name").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// If the data source does not exist, the property is not one of its formulas, or the data file cannot be written.
    /// Nothing is changed then.
    pub fn save_formula(
        &self,
        data_source: DataSourceId,
        property: &str,
    ) -> Result<(), SaveFormulaError> {
        self.exchange.core.save_formula(data_source, property)
    }

    /// Returns the ID of the page "Home".
    #[must_use]
    pub fn home(&self) -> PageId {
        self.exchange.core.home().into()
    }

    /// Returns the log: the requests that were answered so far, in order. It keeps the last 100,000 requests and at most 64 MiB,
    /// unless [`Builder::log`] sets other limits.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let logged = self.exchange.core.logged(0, usize::MAX);
        logged.iter().map(Logged::recorded).collect()
    }

    /// Clears the log.
    pub fn clear_requests(&self) {
        self.exchange.core.clear_log();
    }

    /// Returns the whole workspace with its IDs, times and files, in the format of [`Builder::snapshot`]. It is readable and
    /// stable: the same workspace has the same JSON.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        self.exchange.core.snapshot()
    }

    /// Replaces the workspace by that of a snapshot; see [`Builder::snapshot`].
    ///
    /// # Errors
    /// If an object in it cannot be read, or the data file cannot be written. Nothing is changed then.
    pub fn restore(&self, snapshot: &Value) -> Result<(), SnapshotError> {
        self.exchange.core.restore(snapshot)
    }

    /// Restores the state that the server started with: the workspace, the clock and the rate limit. Clears the log, the faults
    /// and the webhooks.
    ///
    /// # Errors
    /// If the data file cannot be read or written. Nothing is changed then.
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
        self.exchange.core.reset()
    }

    /// Resets the server to a fresh workspace with IDs from this seed, which also decides the shares of faults from then on. The
    /// token stays.
    ///
    /// # Errors
    /// If the data file cannot be written. Nothing is changed then.
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
        self.exchange.core.reset_with(seed)
    }

    /// Injects a fault into the next request. Several faults apply one after the other.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_when(FaultRule::new(fault));
    }

    /// Injects a fault into the requests that match a rule. The first rule that matches applies.
    pub fn fail_when(&self, rule: FaultRule) {
        self.exchange.core.add_fault(rule);
    }

    /// Removes all faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.exchange.core.clear_faults();
    }

    /// Subscribes a receiver on this machine to all events, or to events of some types (`page.created`, ...), with Notion's
    /// signature in `X-Notion-Signature`. As Notion does, it first sends the verification token, which the receiver must
    /// answer with a success status.
    ///
    /// A separate thread sends the events, one after the other. An event is sent up to eight times until it is accepted.
    ///
    /// # Errors
    /// If the address is not on this machine, a type is not known, or the receiver does not accept the token.
    pub async fn subscribe(&self, url: &str, types: &[&str]) -> Result<Webhook, WebhookError> {
        self.subscribe_as(self.token(), url, types).await
    }

    /// Subscribes a receiver for the integration with this token: it receives the events of objects that the integration sees.
    ///
    /// # Errors
    /// Those of [`subscribe`](Self::subscribe), and if no integration has this token.
    pub async fn subscribe_as(
        &self,
        token: &str,
        url: &str,
        types: &[&str],
    ) -> Result<Webhook, WebhookError> {
        self.exchange.core.subscribe(token, url, types).await
    }

    /// Returns the subscriptions.
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.exchange.core.webhooks()
    }

    /// Removes all subscriptions.
    pub fn clear_webhooks(&self) {
        self.exchange.core.clear_webhooks();
    }

    /// Returns all attempts to deliver events so far: the last 10,000 of each subscription.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.exchange.core.deliveries()
    }

    /// Returns the number of events that wait to be sent.
    #[must_use]
    pub fn events_left(&self) -> usize {
        self.exchange.core.events_left()
    }

    /// Returns the number of events that were not sent because 10,000 were waiting for their receiver already.
    ///
    /// ```
    /// assert_eq!(notion_local::Server::new().events_dropped(), 0);
    /// ```
    #[must_use]
    pub fn events_dropped(&self) -> usize {
        self.exchange.core.events_dropped()
    }

    /// Returns the time of the server's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.exchange.core.now()
    }

    /// Sets the server's clock to an instant, from which it continues to run.
    pub fn set_clock(&self, at: Timestamp) {
        self.exchange.core.set_clock(at);
    }

    /// Stops the server's clock at an instant: everything that is created or changed from then on has this time.
    pub fn freeze(&self, at: Timestamp) {
        self.exchange.core.freeze(at);
    }

    /// Moves the server's clock forward by a duration, whether it runs or is frozen.
    pub fn advance(&self, time: Duration) {
        self.exchange.core.advance(time);
    }

    /// Lets a frozen clock run again, starting at the machine's time.
    pub fn thaw(&self) {
        self.exchange.core.thaw();
    }

    /// Sets the rate limit, or removes it with `None`; see [`Builder::rate_limit`]. A reset restores the limit that the server
    /// started with.
    pub fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        self.exchange.core.limit_rate(limit);
    }

    /// Sets whether the name that a request gives to the other side of a new two-way relation is ignored; see
    /// [`Builder::ignore_synced_names`]. A reset does not change it.
    pub fn ignore_synced_names(&self, ignore: bool) {
        self.exchange.core.ignore_synced_names(ignore);
    }
}

/// Building.
impl Builder {
    /// Builds the server with a fresh workspace.
    #[must_use]
    pub fn build(self) -> Server {
        Server::new_with(Core::fresh(self.core), self.http)
    }

    /// Builds the server with the workspace of a snapshot. [`Server::snapshot`] creates one.
    ///
    /// A snapshot is an object with the lists `users`, `databases`, `data_sources`, `pages`, `blocks`, `comments`, `views`,
    /// `file_uploads` and `custom_emojis`, which contain Notion's objects in the order of their creation or position;
    /// `integrations`, each with the ID of its `bot`, a `token` and the `pages` that it sees (default: all); `workspace`
    /// (`id`, `name`); and the IDs `bot` and `home`. All members are optional.
    ///
    /// Without `ids`, new objects get IDs that are not in the snapshot. A snapshot is accepted only if the server could be
    /// opened from its own snapshot afterwards.
    ///
    /// # Errors
    /// If an object in it cannot be read. The error names the place.
    pub fn snapshot(self, snapshot: &Value) -> Result<Server, SnapshotError> {
        let core = Core::of_snapshot(self.core, snapshot)?;
        Ok(Server::new_with(core, self.http))
    }

    /// Builds the server with the workspace in a data file. A missing or empty file gets a fresh workspace; an existing file
    /// keeps its own seed. A change is on the disk before it is answered, so that it survives any end of the process. The
    /// file contains uploads, but not the log, the faults, the clock's setting and the results of queries. On Unix, only the
    /// owner can read and write a new file.
    ///
    /// # Errors
    /// If the file cannot be read or written, is damaged, is open in another server, or is not a regular file of this
    /// program, such as a device, a FIFO or a link to an empty file. A file that is rejected is not changed.
    pub async fn open(self, path: impl AsRef<Path>) -> Result<Server, OpenError> {
        let core = Core::open(self.core, path.as_ref()).await?;
        Ok(Server::new_with(core, self.http))
    }
}

/// A server that listens. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    server: Server,
    listening: Listening,
}

impl Running {
    /// Returns the base URL of the server, without a slash at the end: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.listening.address())
    }

    /// Returns the address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// Returns the URL of the viewer, to be opened in a browser. It contains a key that works once. Each call returns another
    /// key; of unused keys, the last 16 work.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// let server = notion_local::Server::start().await?;
    /// println!("Look at it: {}", server.viewer_uri());
    /// # assert!(server.viewer_uri().starts_with(&format!("{}/?key=", server.uri())));
    /// # Ok::<(), std::io::Error>(())
    /// # }).unwrap();
    /// ```
    #[cfg(feature = "viewer")]
    #[must_use]
    pub fn viewer_uri(&self) -> String {
        let mut address = self.address();
        // A browser cannot open the unspecified address, but the server also listens on loopback.
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        let key = self.server.exchange.viewer.new_key();
        format!("http://{address}/?key={key}")
    }
}

impl Deref for Running {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}
