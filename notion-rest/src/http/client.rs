//! The client: transport, retry and pace put together.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::Instrument;

#[cfg(feature = "local")]
use super::Pace;
use super::budget::Budget;
#[cfg(feature = "local")]
use super::embedded::Embedded;
use super::failure::{Failure, FailureKind};
use super::pacer::{Limit, Pacer, after};
#[cfg(feature = "local")]
use super::settings::{DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_TIMEOUT};
use super::settings::{Pacing, Settings, TOKEN_VARIABLE, given};
use super::transport::Identity;
use super::{Decision, Outcome, Request, Response, Retry, Transport, Verdict, retry_after};
use crate::api::Api;
use crate::conceal::conceal;
use crate::error::{Error, Result};

/// A client of Notion's API. It adds the token and the version, limits the rate, retries what may be repeated, and counts the
/// requests.
///
/// A handle: clones share everything, and it may be used from any thread. [`api`](Self::api) leads to the endpoints.
///
/// ```
/// use notion_rest::Client;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_rest::Result<()> {
/// let client = Client::local();           // `Client::from_env()` for Notion itself
/// let me = client.api().users().me().await?;
/// assert_eq!(client.requests_sent(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Arc<dyn Transport>,
    identity: Identity,
    timeout: Duration,
    retry: Retry,
    budget: Mutex<Budget>,
    pacing: Pacing,
    pacer: Arc<dyn Pacer>,
    /// What the budget of retries counts its moments from.
    start: Instant,
    sent: AtomicU64,
    closed: watch::Sender<bool>,
    #[cfg(feature = "local")]
    server: Option<notion_local::Server>,
}

/// Opening and closing.
impl Client {
    /// Builds a client with the token of the environment variable `NOTION_TOKEN`. No request.
    ///
    /// ```
    /// use notion_rest::{Client, Error};
    ///
    /// let client = Client::from_env();
    /// match std::env::var("NOTION_TOKEN") {
    ///     Ok(token) if !token.trim().is_empty() => assert!(client.is_ok()),
    ///     _ => assert!(matches!(client, Err(Error::NoToken))),
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] if the variable is not set or blank.
    pub fn from_env() -> Result<Self> {
        let token = std::env::var(TOKEN_VARIABLE).unwrap_or_default();
        Self::builder().token(token).build()
    }

    /// Builds a client of a new local server inside the process. No request, no token, no socket.
    ///
    /// The server contains one page, "Home", and lives as long as the client.
    #[cfg(feature = "local")]
    pub fn local() -> Self {
        let server = notion_local::Server::new();
        let settings = Settings {
            token: server.token().into(),
            timeout: DEFAULT_TIMEOUT,
            retry: Retry::default(),
            pacing: Pacing::Client(Pace::unlimited()),
        };
        Self::over_local_server(server, DEFAULT_MAX_RESPONSE_BYTES, settings)
    }

    /// Returns the local server of this client, if it uses one: to inspect its requests, or to order a fault.
    #[cfg(feature = "local")]
    pub fn local_server(&self) -> Option<&notion_local::Server> {
        self.inner.server.as_ref()
    }

    /// Returns a client of another connection: with this token, and otherwise with the settings and the HTTP connections of this one.
    /// No request.
    ///
    /// It has its own rate limit, its own budget of retries and its own count of requests, and is closed by itself: one
    /// program can serve many workspaces.
    ///
    /// ```
    /// # use notion_rest::{Client, Error};
    /// # fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().token("ntn_first").build()?;
    /// let other = client.with_token("ntn_second")?;
    /// assert_eq!(other.origin(), client.origin());
    /// assert!(matches!(client.with_token(" "), Err(Error::NoToken)));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] if the token is blank.
    pub fn with_token(&self, token: impl Into<SecretString>) -> Result<Self> {
        let inner = &self.inner;
        let settings = Settings {
            token: given(Some(&token.into())).ok_or(Error::NoToken)?,
            timeout: inner.timeout,
            retry: inner.retry.clone(),
            pacing: inner.pacing.clone(),
        };
        Ok(Self::from_inner(Inner {
            #[cfg(feature = "local")]
            server: inner.server.clone(),
            ..Inner::new(Arc::clone(&inner.transport), settings)
        }))
    }

    /// Closes the client for all its handles. No request.
    ///
    /// Later requests fail with [`Error::Closed`], and so do those that wait for their turn or for a repetition. A request that
    /// was sent is answered as usual. To close a closed client does nothing.
    ///
    /// ```
    /// # use notion_rest::{Client, Error};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::local();
    /// let other = client.clone();
    /// client.close();
    /// assert!(other.is_closed());
    /// assert!(matches!(other.api().users().me().await, Err(Error::Closed)));
    /// assert_eq!(other.requests_sent(), 0);
    /// # }
    /// ```
    pub fn close(&self) {
        self.inner.closed.send_replace(true);
    }

    /// Returns true if the client was closed.
    pub fn is_closed(&self) -> bool {
        *self.inner.closed.borrow()
    }

    #[cfg(feature = "local")]
    pub(super) fn over_local_server(
        server: notion_local::Server,
        max_response_bytes: usize,
        settings: Settings,
    ) -> Self {
        let transport = Embedded::new(server.clone(), max_response_bytes);
        Self::from_inner(Inner {
            server: Some(server),
            ..Inner::new(Arc::new(transport), settings)
        })
    }

    pub(crate) fn new(transport: Arc<dyn Transport>, settings: Settings) -> Self {
        Self::from_inner(Inner::new(transport, settings))
    }

    fn from_inner(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }
}

impl Inner {
    fn new(transport: Arc<dyn Transport>, settings: Settings) -> Self {
        Self {
            pacer: settings.pacing.pacer(transport.origin(), &settings.token),
            pacing: settings.pacing,
            transport,
            identity: Identity::of(&settings.token),
            timeout: settings.timeout,
            budget: Mutex::new(Budget::new(settings.retry.budget)),
            retry: settings.retry,
            start: Instant::now(),
            sent: AtomicU64::new(0),
            closed: watch::Sender::new(false),
            #[cfg(feature = "local")]
            server: None,
        }
    }
}

/// Requests.
impl Client {
    /// Returns the endpoints of Notion's API. No request.
    pub fn api(&self) -> Api {
        Api::new(self)
    }

    /// Sends a request and returns the answer as it came, for requests that no endpoint covers.
    ///
    /// One request, and one more for each time that it had to be repeated.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Notion answers with an error; [`Error::Transport`] if nothing answers; [`Error::ForeignAnswer`] if
    /// something else answers in Notion's place; [`Error::OutcomeUnknown`] if the request must not be repeated and no answer
    /// of Notion states what became of it ([`Verdict`] decides);
    /// [`Error::Closed`] after [`close`](Self::close); [`Error::NoToken`] if the client was built
    /// [without one](super::ClientBuilder::without_token) and the request needs it.
    pub async fn send(&self, request: &Request) -> Result<Response> {
        if request.client.is_none() && !self.inner.identity.has_token {
            return Err(Error::NoToken);
        }
        let mut attempt = 1;
        // A change may be sent again without harm, and may have been applied by an earlier attempt than the last.
        let mut may_be_applied = false;
        let settle = |error: Error, may_be_applied| match error {
            error if may_be_applied => error.into_unknown(request),
            error => error,
        };
        loop {
            let turn = self.wait_for_turn().await;
            turn.map_err(|error| settle(error, may_be_applied))?;
            let outcome = self.attempt(request, attempt).await;
            let verdict = judge(request, &outcome);
            may_be_applied |= request.is_write() && verdict == Verdict::Repeat;
            match (outcome, verdict) {
                (Ok(response), Verdict::Done) => {
                    lock(&self.inner.budget).succeeded(attempt - 1);
                    return Ok(response);
                }
                // Few requests come here, so that what all of them wait with need not be as large.
                (outcome, verdict) => {
                    let waiting = self.wait_to_repeat(request, outcome, verdict, attempt);
                    let waited = Box::pin(waiting).await;
                    waited.map_err(|error| settle(error, may_be_applied))?;
                }
            }
            attempt += 1;
        }
    }

    /// Waits until a request may be sent again that got no good answer.
    ///
    /// # Errors
    ///
    /// What became of the request, where it is not to be sent again.
    async fn wait_to_repeat(
        &self,
        request: &Request,
        outcome: Result<Response, Failure>,
        verdict: Verdict,
        attempt: u32,
    ) -> Result<()> {
        let asked = asked_to_wait(&outcome);
        // The limit that one request met is a limit of all, also if this one is given up.
        if let Some(limit) = limit_of(&outcome, asked) {
            let wait = asked.filter(|asked| *asked <= self.inner.retry.longest_retry_after);
            self.inner.pacer.limited(limit, wait).await;
        }
        let decision = self
            .inner
            .retry
            .decide(verdict, attempt, asked, fastrand::f64());
        match decision {
            Decision::Again(wait) if lock(&self.inner.budget).take(self.inner.start.elapsed()) => {
                tracing::warn!(
                    target: "notion_rest::http",
                    method = request.method.as_str(), path = request.path, attempt, ?wait,
                    "sent again after a wait: {}", describe(&outcome),
                );
                self.sleep_until(after(wait)).await
            }
            Decision::Again(_) | Decision::Stop => {
                let outcome = outcome.map(|response| response.concealed(request));
                let from = (self.origin(), self.inner.timeout);
                Err(Error::from_attempt(request, verdict, outcome, asked, from))
            }
        }
    }

    /// How many requests have been sent so far, repetitions included.
    pub fn requests_sent(&self) -> u64 {
        self.inner.sent.load(Ordering::Relaxed)
    }

    /// Where requests go: `https://api.notion.com`, unless set otherwise.
    pub fn origin(&self) -> &str {
        self.inner.transport.origin()
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    #[cfg(test)]
    pub(crate) fn is_paced(&self) -> bool {
        !self.inner.pacer.is_unlimited()
    }

    /// How long to wait for an answer.
    pub(super) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    async fn attempt(&self, request: &Request, attempt: u32) -> Result<Response, Failure> {
        let inner = &*self.inner;
        inner.sent.fetch_add(1, Ordering::Relaxed);
        let span = tracing::info_span!(
            target: "notion_rest::http",
            "notion.request",
            method = request.method.as_str(), path = request.path, attempt,
        );
        let sending = async {
            let sending = inner.transport.send(request, &inner.identity);
            let outcome = timeout(inner.timeout, sending)
                .await
                .unwrap_or_else(|_| Err(Failure::timeout()));
            tracing::debug!(target: "notion_rest::http", outcome = %describe(&outcome));
            outcome
        };
        sending.instrument(span).await
    }

    /// Waits until the pace lets the next request leave, and no limit that Notion named holds it back.
    async fn wait_for_turn(&self) -> Result<()> {
        if !self.inner.pacer.is_unlimited() {
            self.unless_closed(self.inner.pacer.next()).await?;
        }
        self.check_open()
    }

    async fn sleep_until(&self, moment: Instant) -> Result<()> {
        self.unless_closed(sleep_until(moment)).await?;
        self.check_open()
    }

    /// Waits for something, but not longer than the client is open.
    async fn unless_closed<T>(&self, future: impl Future<Output = T>) -> Result<T> {
        let mut closed = self.inner.closed.subscribe();
        let closed = pin!(closed.wait_for(|closed| *closed));
        match select(pin!(future), closed).await {
            Either::Left((value, _)) => Ok(value),
            Either::Right(_) => Err(Error::Closed),
        }
    }

    fn check_open(&self) -> Result<()> {
        if self.is_closed() {
            Err(Error::Closed)
        } else {
            Ok(())
        }
    }
}

/// Without the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &conceal(self.origin()))
            .field("requests_sent", &self.requests_sent())
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

/// What an attempt means for the request.
fn judge(request: &Request, outcome: &Result<Response, Failure>) -> Verdict {
    let outcome = match outcome {
        Ok(response) => Outcome::of_response(request.repeatable, response),
        Err(failure) => match failure.kind {
            FailureKind::Invalid => return Verdict::Failed,
            FailureKind::Unreachable => Outcome::NotSent,
            FailureKind::TooLarge => Outcome::TooLarge,
            // The server that redirects may have done the work before.
            FailureKind::Broken | FailureKind::Timeout | FailureKind::Redirected => Outcome::Lost,
        },
    };
    Verdict::of(request.repeatable, outcome)
}

/// The limit that a request met, if Notion refused it for one. Whatever asks to wait holds back all requests.
fn limit_of(outcome: &Result<Response, Failure>, asked: Option<Duration>) -> Option<Limit> {
    match outcome {
        Ok(response) if is_limit_of_connection(response) => Some(Limit::Connection),
        _ => asked.map(|_| Limit::Shared),
    }
}

/// Returns true if the connection has spent its budget. The limit of a whole workspace states nothing about the connection: the
/// reason of it names the space.
fn is_limit_of_connection(response: &Response) -> bool {
    if response.status() != 429 {
        return false;
    }
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let reason = body.pointer("/additional_data/rate_limit_reason");
    reason
        .and_then(Value::as_str)
        .is_none_or(|reason| !reason.contains("space"))
}

fn asked_to_wait(outcome: &Result<Response, Failure>) -> Option<Duration> {
    let header = outcome.as_ref().ok()?.header("retry-after")?;
    retry_after::parse(header, Timestamp::now())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn describe(outcome: &Result<Response, Failure>) -> String {
    match outcome {
        Ok(response) => format!("status {}", response.status()),
        Err(failure) => format!("{:?}", failure.kind),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pace;
    use super::super::pacer::Local;
    use super::super::script::{Answer, client, scripted};
    use super::*;

    fn unpaced(answers: impl IntoIterator<Item = Answer>) -> (Client, Arc<Mutex<Vec<u128>>>) {
        client(answers, Pace::unlimited())
    }

    #[tokio::test(start_paused = true)]
    async fn waits_as_long_as_notion_asks_whatever_the_request_does() {
        let (client, asked_at) = unpaced([
            Answer::Status(429, Some("7")),
            Answer::Status(529, Some("11")),
        ]);
        client.send(&Request::post("/v1/pages")).await.unwrap();
        assert_eq!(*asked_at.lock().unwrap(), [0, 7_000, 18_000]);
        assert_eq!(client.requests_sent(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_one_request_met_holds_back_the_others() {
        let (client, asked_at) = unpaced([Answer::Status(429, Some("5"))]);
        let other = client.clone();
        let first = tokio::spawn(async move { client.send(&Request::get("/v1/users")).await });
        tokio::time::sleep(Duration::from_secs(1)).await;
        other.send(&Request::get("/v1/users")).await.unwrap();
        first.await.unwrap().unwrap();
        assert_eq!(*asked_at.lock().unwrap(), [0, 5_000, 5_000]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_creation_whose_answer_was_lost_is_not_repeated() {
        for kind in [FailureKind::Broken, FailureKind::Timeout] {
            let (client, _) = unpaced([Answer::Fails(kind)]);
            let error = client.send(&Request::post("/v1/pages")).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{error}");
            assert!(error.to_string().contains("outcome is unknown"), "{error}");
            assert_eq!(client.requests_sent(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_gateway_s_timeout_on_a_creation_leaves_the_outcome_unknown() {
        let (client, _) = unpaced([Answer::Status(504, None)]);
        let error = client.send(&Request::post("/v1/pages")).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert_eq!(client.requests_sent(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn reading_is_repeated_when_the_connection_breaks() {
        let (client, _) = unpaced([
            Answer::Fails(FailureKind::Broken),
            Answer::Status(503, None),
        ]);
        client.send(&Request::get("/v1/users")).await.unwrap();
        assert_eq!(client.requests_sent(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_left_is_repeated_even_if_it_creates() {
        let (client, _) = unpaced([Answer::Fails(FailureKind::Unreachable)]);
        client.send(&Request::post("/v1/pages")).await.unwrap();
        assert_eq!(client.requests_sent(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_ends_with_the_timeout() {
        let (client, asked_at) = unpaced([Answer::Silent]);
        let error = client.send(&Request::post("/v1/pages")).await.unwrap_err();
        assert!(error.is_timeout() && error.is_outcome_unknown(), "{error}");
        assert_eq!(
            (
                client.inner.start.elapsed().as_secs(),
                asked_at.lock().unwrap().len()
            ),
            (60, 1)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_pace_lets_the_budget_of_a_window_leave_together() {
        let (client, asked_at) = client([], Pace::per_window(2, Duration::from_secs(1)));
        let requests = (0..5).map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&Request::get("/v1/users")).await })
        });
        for request in requests.collect::<Vec<_>>() {
            request.await.unwrap().unwrap();
        }
        assert_eq!(*asked_at.lock().unwrap(), [0, 0, 1_000, 1_000, 2_000]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_request_gives_its_place_back() {
        for dropped in [1, 7, 200] {
            let (client, asked_at) = client([], Pace::per_window(1, Duration::from_millis(100)));
            let send = || {
                let client = client.clone();
                tokio::spawn(async move { client.send(&Request::get("/v1/users")).await })
            };
            send().await.unwrap().unwrap();
            let waiting: Vec<_> = (0..dropped).map(|_| send()).collect();
            tokio::time::sleep(Duration::from_millis(50)).await;
            for request in waiting {
                request.abort();
                assert!(request.await.unwrap_err().is_cancelled());
            }
            send().await.unwrap().unwrap();
            assert_eq!(*asked_at.lock().unwrap(), [0, 100], "{dropped}");
        }
    }

    /// Also where others wait in front of and after those that are dropped.
    #[tokio::test(start_paused = true)]
    async fn those_that_stay_move_up_in_their_order() {
        let (client, asked_at) = client([], Pace::per_window(1, Duration::from_millis(100)));
        let requests: Vec<_> = (0..10)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.send(&Request::get("/v1/users")).await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        for (number, request) in requests.iter().enumerate() {
            if number % 2 == 1 {
                request.abort();
            }
        }
        for (number, request) in requests.into_iter().enumerate() {
            assert_eq!(request.await.is_ok(), number % 2 == 0);
        }
        assert_eq!(*asked_at.lock().unwrap(), [0, 100, 200, 300, 400]);
    }

    #[tokio::test(start_paused = true)]
    async fn none_is_sent_before_the_time_of_a_limit_is_over() {
        // The second one asks for more while the first is still waited for.
        let limits = [
            Answer::Status(429, Some("2")),
            Answer::Status(429, Some("5")),
        ];
        let (client, asked_at) = client(limits, Pace::per_window(1, Duration::from_millis(100)));
        let requests: Vec<_> = (0..40)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.send(&Request::get("/v1/users")).await })
            })
            .collect();
        for request in requests {
            request.await.unwrap().unwrap();
        }
        let asked_at = asked_at.lock().unwrap();
        assert_eq!(asked_at.len(), 42);
        assert_eq!(asked_at[..3], [0, 2_000, 7_000]);
    }

    #[tokio::test(start_paused = true)]
    async fn clients_of_one_connection_share_their_budget_and_their_limits() {
        let pacer = Arc::new(Local::new(Pace::per_window(2, Duration::from_secs(10))));
        let settings = || Settings {
            token: "x".into(),
            timeout: Duration::from_secs(60),
            retry: Retry::default(),
            pacing: Pacing::Given(Arc::clone(&pacer) as Arc<dyn Pacer>),
        };
        let (first, first_asked) = scripted([], settings());
        let (second, second_asked) = scripted(
            [Answer::Status(200, None), Answer::Status(529, Some("30"))],
            settings(),
        );
        for client in [&first, &second, &first, &second, &first] {
            client.send(&Request::get("/v1/users")).await.unwrap();
        }
        assert_eq!(*first_asked.lock().unwrap(), [0, 10_000, 40_000]);
        assert_eq!(*second_asked.lock().unwrap(), [0, 10_000, 40_000]);
    }

    /// The limit of a workspace says nothing about what is left for this connection.
    #[tokio::test(start_paused = true)]
    async fn only_a_limit_of_the_connection_lowers_its_budget() {
        for (reason, at_once) in [
            ("public_api_request_rate_limit", 4),
            ("public_api_space_request_rate_limit", 16),
        ] {
            let answers = (0..4)
                .map(|_| Answer::Status(200, None))
                .chain([Answer::Limited(reason)]);
            let (client, asked_at) = client(answers, Pace::per_window(16, Duration::from_secs(60)));
            for _ in 0..40 {
                client.send(&Request::get("/v1/users")).await.unwrap();
            }
            let asked_at = asked_at.lock().unwrap();
            let second_minute = 60_000..120_000;
            let within = asked_at.iter().filter(|at| second_minute.contains(*at));
            assert_eq!(within.count(), at_once, "{reason}: {asked_at:?}");
        }
    }

    /// Also if the request that met it is given up, and without a pace.
    #[tokio::test(start_paused = true)]
    async fn a_limit_holds_where_the_request_that_met_it_is_not_repeated() {
        let (client, asked_at) = unpaced((0..9).map(|_| Answer::Status(429, Some("1"))));
        client.send(&Request::get("/v1/users")).await.unwrap_err();
        client.send(&Request::get("/v1/users")).await.unwrap();
        assert_eq!(asked_at.lock().unwrap()[8..], [8_000, 9_000]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_storm_of_retries_is_bounded_by_the_budget() {
        for retry_after in [None, Some("1")] {
            for pace in [Pace::unlimited(), Pace::default()] {
                let limits = (0..10_000).map(|_| Answer::Status(429, retry_after));
                let (client, asked_at) = client(limits, pace);
                let requests: Vec<_> = (0..150)
                    .map(|_| {
                        let client = client.clone();
                        tokio::spawn(async move { client.send(&Request::post("/v1/pages")).await })
                    })
                    .collect();
                for request in requests {
                    let error = request.await.unwrap().unwrap_err();
                    assert!(error.is_rate_limited(), "{error}");
                }
                // Ten seconds give back one retry.
                let by_time = client.inner.start.elapsed().as_secs() / 10;
                let sent = asked_at.lock().unwrap().len() as u64;
                assert!(sent <= 150 + 100 + by_time, "{sent} {by_time}");
                assert!(sent >= 150 + 100, "{sent}");
            }
        }
    }

    /// A limit that goes over costs no budget, however often it is met.
    #[tokio::test(start_paused = true)]
    async fn retries_that_succeed_use_up_nothing() {
        let answers = (0..400).flat_map(|_| {
            let limit = Answer::Status(429, Some("1"));
            [limit, Answer::Status(200, None)]
        });
        let (client, _) = unpaced(answers);
        for _ in 0..400 {
            client.send(&Request::post("/v1/pages")).await.unwrap();
        }
        assert_eq!(client.requests_sent(), 800);
    }

    #[tokio::test(start_paused = true)]
    async fn durations_without_end_do_no_harm() {
        let retry = Retry {
            longest_retry_after: Duration::MAX,
            ..Retry::default().waits(Duration::MAX, Duration::MAX)
        };
        let settings = |pace| Settings {
            token: "x".into(),
            timeout: Duration::MAX,
            retry: retry.clone(),
            pacing: Pacing::Client(pace),
        };
        let forever = "18446744073709551615";
        for answer in [
            Answer::Status(429, Some(forever)),
            Answer::Status(429, None),
            Answer::Fails(FailureKind::Unreachable),
        ] {
            for pace in [
                Pace::unlimited(),
                Pace::per_window(u32::MAX, Duration::MAX),
                Pace::per_window(1, Duration::MAX),
                Pace::per_window(1, Duration::from_nanos(1)),
            ] {
                let client = scripted([answer.clone()], settings(pace)).0;
                let request = Request::get("/v1/users");
                let year = Duration::from_secs(366 * 86_400);
                let sent = timeout(2 * year, client.send(&request)).await;
                assert!(sent.is_ok_and(|sent| sent.is_ok()), "{answer:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn closing_ends_a_long_wait_and_sends_nothing_more() {
        let (client, asked_at) = unpaced([Answer::Status(429, Some("200"))]);
        let waiting = client.clone();
        let request = tokio::spawn(async move { waiting.send(&Request::get("/v1/users")).await });
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.close();
        assert!(matches!(request.await.unwrap(), Err(Error::Closed)));
        assert!(matches!(
            client.send(&Request::get("/v1/users")).await,
            Err(Error::Closed)
        ));
        assert_eq!(
            (
                client.inner.start.elapsed().as_secs(),
                asked_at.lock().unwrap().len()
            ),
            (1, 1)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_with_notion_s_own_error() {
        let (client, _) = unpaced((0..20).map(|_| Answer::Status(429, Some("1"))));
        let error = client.send(&Request::get("/v1/users")).await.unwrap_err();
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(client.requests_sent(), 9);
    }

    #[test]
    fn the_token_is_not_shown() {
        let (client, _) = {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap();
            runtime.block_on(async { unpaced([]) })
        };
        let shown = format!("{client:?} {:?}", client.inner.identity);
        assert!(!shown.contains("secret_never_shown"), "{shown}");
    }
}
