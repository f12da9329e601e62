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

/// A local Notion. Cloning it gives another handle on the same workspace.
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
    /// If the file cannot be read or written, is damaged, or is open in another server.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::builder().open(path).await
    }

    fn new_with(core: Core, settings: HttpSettings) -> Self {
        Self {
            exchange: Exchange::new(core, settings),
        }
    }

    /// Starts a fresh server on a free port of the loopback interface. It runs on a thread of its own until
    /// the handle is dropped.
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
    /// A request is refused if its `Host` or its `Origin` is neither loopback, nor the address that it was sent to, nor
    /// allowed by [`Builder::allow_host`]: otherwise any web page could ask the server through a browser on this machine. A
    /// connection is closed if it waits 30 seconds for the head of a request, or for more of a body; so is the one that has
    /// waited longest if there are more than 4096, or more than the process may have.
    ///
    /// # Errors
    /// If the address cannot be opened, for instance because the port is in use. If the address is beyond loopback and the
    /// token comes from the seed: everybody knows it. [`Builder::random_token`] and [`Builder::token`] set another one.
    pub async fn serve(self, address: SocketAddr) -> std::io::Result<Running> {
        let listening = Listening::start(Arc::clone(&self.exchange), address)?;
        Ok(Running {
            server: self,
            listening,
        })
    }

    /// Returns the server as an axum router, to call in process or to mount elsewhere. Requests with a `Host` or an `Origin` beyond
    /// loopback are refused, unless [`Builder::allow_host`] names it.
    pub fn router(&self) -> Router {
        let exchange = Arc::clone(&self.exchange);
        Router::new().fallback(move |request: Request<Body>| {
            let exchange = Arc::clone(&exchange);
            async move { exchange.call(request).await.map(Body::from) }
        })
    }

    /// Answers one request, in process, without a socket. Whatever goes wrong is an answer with a status: 504 where a
    /// fault breaks the connection.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.exchange.answer(request).await
    }

    /// Answers one request, in process, without a socket.
    ///
    /// # Errors
    /// If a fault breaks the connection; see [`Fault::CutBefore`] and [`Fault::CutAfter`].
    pub async fn try_call(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, BrokenConnection> {
        self.exchange.exchange(request).await.into_result()
    }

    /// Returns the token of the integration that sees everything. What is under `/_local/` takes no other one.
    #[must_use]
    pub fn token(&self) -> &str {
        self.exchange.core.token()
    }

    /// Adds an integration with a bot of this name, which sees these pages or databases and all that is in them, and
    /// gives its token. One of this name that is there already sees these from now on.
    ///
    /// If the data file cannot be written, nothing is added, and the token is not accepted.
    pub fn add_integration(&self, name: &str, given: impl IntoIterator<Item = PageId>) -> String {
        let given = given.into_iter().map(Into::into).collect();
        self.exchange.core.integrate(name, given).0
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
        let source = data_source.uuid();
        self.exchange
            .core
            .move_option(source, property, option, group)
    }

    /// Saves a formula as if somebody had opened it in Notion's UI and saved it: from then on queries can filter by it.
    ///
    /// Notion does not filter by formulas that were created or changed through the API: it answers 400, "Unable to filter
    /// based on a formula of unknown type". The next change of the expression through the API has the same effect
    /// again. A formula whose branches have different types cannot be filtered by even if it is saved in the UI.
    ///
    /// `property` is the name or the id of the property.
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
    /// Nothing has changed then.
    pub fn save_formula(
        &self,
        data_source: DataSourceId,
        property: &str,
    ) -> Result<(), SaveFormulaError> {
        self.exchange.core.save_formula(data_source, property)
    }

    /// Returns the id of the page "Home".
    #[must_use]
    pub fn home(&self) -> PageId {
        self.exchange.core.home().into()
    }

    /// Returns the requests that were answered so far, in order: the last hundred thousand, and not more than 64 MiB of them, unless
    /// [`Builder::log`] says otherwise.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let logged = self.exchange.core.logged(0, usize::MAX);
        logged.iter().map(Logged::recorded).collect()
    }

    /// Forgets the requests that were answered so far.
    pub fn clear_requests(&self) {
        self.exchange.core.clear_log();
    }

    /// Returns the whole workspace, as [`Builder::snapshot`] reads it: ids, times, files and all. Readable, and stable: the same
    /// workspace gives the same text.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        self.exchange.core.snapshot()
    }

    /// Puts the workspace of a snapshot in the place of the present one. What is accepted here is accepted from a data
    /// file, too; see [`Builder::snapshot`].
    ///
    /// # Errors
    /// If an object in it cannot be read, or the data file cannot be written. Nothing has changed then.
    pub fn restore(&self, snapshot: &Value) -> Result<(), SnapshotError> {
        self.exchange.core.restore(snapshot)
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
        self.exchange.core.reset()
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
        self.exchange.core.reset_with(seed)
    }

    /// Lets something go wrong with the next request. Several faults happen one after the other.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_when(FaultRule::new(fault));
    }

    /// Lets something go wrong with the requests that fit. The first rule that fits counts.
    pub fn fail_when(&self, rule: FaultRule) {
        self.exchange.core.add_fault(rule);
    }

    /// Takes all faults back that have not happened yet.
    pub fn clear_faults(&self) {
        self.exchange.core.clear_faults();
    }

    /// Tells a receiver on this machine of all that happens from now on, or of events of some types
    /// (`page.created`, ...), with Notion's signature in `X-Notion-Signature`. First it is sent the verification token,
    /// as Notion does, and has to answer well.
    ///
    /// Events are sent by a thread of their own, one after the other; one that is not taken is sent eight times in all.
    ///
    /// # Errors
    /// If the address is not on this machine, a type is not known, or the receiver does not take the token.
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
        self.exchange.core.subscribe(token, url, types).await
    }

    /// Returns the receivers of events.
    #[must_use]
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.exchange.core.webhooks()
    }

    /// Tells nobody of anything any more.
    pub fn clear_webhooks(&self) {
        self.exchange.core.clear_webhooks();
    }

    /// What receivers were sent so far, each attempt: the last ten thousand of each.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.exchange.core.deliveries()
    }

    /// How many events are still to be sent.
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

    /// What time it is for the server.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.exchange.core.now()
    }

    /// Sets the server's clock to an instant, from which it runs on.
    pub fn set_clock(&self, at: Timestamp) {
        self.exchange.core.set_clock(at);
    }

    /// Stops the server's clock at an instant: what is created or changed from now on carries it.
    pub fn freeze(&self, at: Timestamp) {
        self.exchange.core.freeze(at);
    }

    /// Sets the server's clock forward by this time. Whether it runs or stands does not change.
    pub fn advance(&self, time: Duration) {
        self.exchange.core.advance(time);
    }

    /// Lets the server's clock run again, with the machine's.
    pub fn thaw(&self) {
        self.exchange.core.thaw();
    }

    /// Lets so many requests through in each window of time from now on and answers 429 to the rest, or lets all
    /// through; see [`Builder::rate_limit`]. A reset brings back what the server began with.
    pub fn limit_rate(&self, limit: Option<(u32, Duration)>) {
        self.exchange.core.limit_rate(limit);
    }

    /// Says whether the name that a request gives to the other end of a new two-way relation is left aside; see
    /// [`Builder::ignore_synced_names`]. A reset changes nothing about it.
    pub fn ignore_synced_names(&self, ignore: bool) {
        self.exchange.core.ignore_synced_names(ignore);
    }
}

/// What a builder makes.
impl Builder {
    /// Returns the server, with a fresh workspace.
    #[must_use]
    pub fn build(self) -> Server {
        Server::new_with(Core::fresh(self.core), self.http)
    }

    /// Returns the server, with a workspace out of a snapshot: an object with the lists `users`, `databases`,
    /// `data_sources`, `pages`, `blocks`, `comments`, `views`, `file_uploads` and `custom_emojis`, each of objects as Notion
    /// shows them, in the order of their creation or place; `integrations`, each with the id of its `bot`, a `token` and the
    /// `pages` that it sees (all where they are left out); with `workspace` (`id`, `name`) and the ids `bot` and `home`.
    /// Everything may be left out. [`Server::snapshot`] makes one.
    ///
    /// A snapshot without `ids` gets ids that are not in it. A snapshot is accepted only if the server could be opened
    /// from its own snapshot afterwards.
    ///
    /// # Errors
    /// If an object in it cannot be read. The error names the place.
    pub fn snapshot(self, snapshot: &Value) -> Result<Server, SnapshotError> {
        let core = Core::of_snapshot(self.core, snapshot)?;
        Ok(Server::new_with(core, self.http))
    }

    /// Returns the server, with the workspace in a data file. A missing file is created, and an empty one is filled, with a fresh
    /// workspace; if the file exists, its seed counts. What is answered is on the disk: it survives any end of the
    /// process. Uploads are in the file; the log, faults, the clock's setting and results of queries are not. On Unix only
    /// the owner may read and write a new file.
    ///
    /// # Errors
    /// If the file cannot be read or written, is damaged, is open in another server, or is not a regular file of this
    /// program, such as a device, a fifo or a link to an empty file. What is refused is not changed.
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
    /// Where it listens, as a base URL without a slash at the end: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.listening.address())
    }

    /// Returns the address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// Returns the address to open in a browser, with a key that works once: what is in the workspace, the log of requests, the
    /// controls. Each call gives another key; of keys that are not used, the last 16 work.
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
        // A server that listens everywhere is looked at from here.
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
