//! The client: transport, retry and pace put together.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::Instrument;

use super::failure::{Failure, FailureKind};
use super::transport::Identity;
use super::{Decision, Outcome, Pace, Request, Response, Retry, Transport, Verdict, retry_after};
use crate::error::{Error, Result};

/// What sends requests: it adds token and version, keeps the pace, repeats what may be repeated, and counts.
///
/// A handle; clones share everything. [`Session::client`](crate::Session::client) gives the one of a session.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Box<dyn Transport>,
    identity: Identity,
    timeout: Duration,
    retry: Retry,
    pace: Pace,
    /// What the pace counts its moments from.
    start: Instant,
    gate: Mutex<Gate>,
    sent: AtomicU64,
    closed: watch::Sender<bool>,
}

/// When the next request may leave.
#[derive(Default)]
struct Gate {
    scheduled: Duration,
    /// Notion said "not before this".
    not_before: Option<Instant>,
}

/// What a client goes by.
pub(crate) struct Settings {
    pub(crate) token: SecretString,
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) pace: Pace,
}

impl Client {
    pub(crate) fn new(transport: Box<dyn Transport>, settings: Settings) -> Self {
        let inner = Inner {
            transport,
            identity: Identity::of(&settings.token),
            timeout: settings.timeout,
            retry: settings.retry,
            pace: settings.pace,
            start: Instant::now(),
            gate: Mutex::default(),
            sent: AtomicU64::new(0),
            closed: watch::Sender::new(false),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Sends a request and gives the answer, whatever Notion's objects are called in it: for what no method covers.
    ///
    /// One request, and one more for each time that it had to be repeated.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Notion answers with an error; [`Error::Transport`] if nothing answers; [`Error::ForeignAnswer`] if
    /// something else answers in Notion's place; [`Error::OutcomeUnknown`] if the request must not be repeated and no answer
    /// of Notion states what became of it ([`Verdict`] decides);
    /// [`Error::SessionClosed`] after [`close`](crate::Session::close); [`Error::NoToken`] where the session was opened
    /// [without one](crate::Builder::without_token) and the request needs it.
    pub async fn send(&self, request: &Request) -> Result<Response> {
        if request.client.is_none() && !self.inner.identity.has_token {
            return Err(Error::NoToken);
        }
        let mut attempt = 1;
        loop {
            self.wait_for_turn().await?;
            let outcome = self.attempt(request, attempt).await;
            let verdict = judge(request, &outcome);
            match (outcome, verdict) {
                (Ok(response), Verdict::Done) => return Ok(response),
                // Few requests come here, so that what all of them wait with need not be as large.
                (outcome, verdict) => {
                    Box::pin(self.wait_to_repeat(request, outcome, verdict, attempt)).await?;
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
        match self.inner.retry.decide(verdict, attempt, asked, random()) {
            Decision::Stop => {
                let from = (self.origin(), self.inner.timeout);
                Err(Error::from_attempt(request, verdict, outcome, asked, from))
            }
            Decision::Again(wait) => {
                tracing::warn!(
                    target: "notion_session::http",
                    method = request.method.as_str(), path = request.path, attempt, ?wait,
                    "sent again after a wait: {}", describe(&outcome),
                );
                let until = Instant::now() + wait;
                if asked.is_some() {
                    self.hold_back_until(until);
                }
                self.sleep_until(until).await
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

    /// Later requests fail, and those that wait stop waiting.
    pub(crate) fn close(&self) {
        self.inner.closed.send_replace(true);
    }

    pub(crate) fn is_closed(&self) -> bool {
        *self.inner.closed.borrow()
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    /// How long to wait for an answer.
    pub(super) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    async fn attempt(&self, request: &Request, attempt: u32) -> Result<Response, Failure> {
        let inner = &*self.inner;
        inner.sent.fetch_add(1, Ordering::Relaxed);
        let span = tracing::info_span!(
            target: "notion_session::http",
            "notion.request",
            method = request.method.as_str(), path = request.path, attempt,
        );
        let sending = async {
            let sending = inner.transport.send(request, &inner.identity);
            let outcome = timeout(inner.timeout, sending)
                .await
                .unwrap_or_else(|_| Err(Failure::timeout()));
            tracing::debug!(target: "notion_session::http", outcome = %describe(&outcome));
            outcome
        };
        sending.instrument(span).await
    }

    /// Waits until the pace lets the next request leave.
    async fn wait_for_turn(&self) -> Result<()> {
        let turn = {
            let mut gate = self
                .inner
                .gate
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if self.inner.pace.is_unlimited() && gate.not_before.is_none() {
                return self.check_open();
            }
            let now = Instant::now();
            let held = gate.not_before.filter(|until| *until > now).unwrap_or(now);
            let (wait, scheduled) = self
                .inner
                .pace
                .take(gate.scheduled, held - self.inner.start);
            gate.scheduled = scheduled;
            let turn = held + wait;
            (turn > now).then_some(turn)
        };
        match turn {
            Some(turn) => Box::pin(self.sleep_until(turn)).await,
            None => self.check_open(),
        }
    }

    /// Holds back every request of this client, as the limit that one of them met is a limit of all.
    fn hold_back_until(&self, until: Instant) {
        let mut gate = self
            .inner
            .gate
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        gate.not_before = Some(gate.not_before.map_or(until, |other| other.max(until)));
    }

    async fn sleep_until(&self, moment: Instant) -> Result<()> {
        let mut closed = self.inner.closed.subscribe();
        tokio::select! {
            () = sleep_until(moment) => self.check_open(),
            _ = closed.wait_for(|closed| *closed) => Err(Error::SessionClosed),
        }
    }

    fn check_open(&self) -> Result<()> {
        if self.is_closed() {
            Err(Error::SessionClosed)
        } else {
            Ok(())
        }
    }
}

/// Without the token.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", &self.origin())
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
            // Whoever redirects may have done the work before.
            FailureKind::Broken | FailureKind::Timeout | FailureKind::Redirected => Outcome::Lost,
        },
    };
    Verdict::of(request.repeatable, outcome)
}

fn asked_to_wait(outcome: &Result<Response, Failure>) -> Option<Duration> {
    let header = outcome.as_ref().ok()?.header("retry-after")?;
    retry_after::parse(header, Timestamp::now())
}

fn describe(outcome: &Result<Response, Failure>) -> String {
    match outcome {
        Ok(response) => format!("status {}", response.status()),
        Err(failure) => format!("{:?}", failure.kind),
    }
}

/// A number from 0 to 1, for jitter: 53 of the random bits of a fresh id.
fn random() -> f64 {
    let bits = uuid::Uuid::new_v4().as_u64_pair().1 & ((1 << 53) - 1);
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::super::script::{Answer, client};
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
    async fn the_pace_spreads_requests_that_come_together() {
        let (client, asked_at) = client([], Pace::per_second(2.0).burst(2));
        let requests = (0..5).map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&Request::get("/v1/users")).await })
        });
        for request in requests.collect::<Vec<_>>() {
            request.await.unwrap().unwrap();
        }
        assert_eq!(*asked_at.lock().unwrap(), [0, 0, 500, 1_000, 1_500]);
    }

    #[tokio::test(start_paused = true)]
    async fn closing_ends_a_long_wait_and_sends_nothing_more() {
        let (client, asked_at) = unpaced([Answer::Status(429, Some("200"))]);
        let waiting = client.clone();
        let request = tokio::spawn(async move { waiting.send(&Request::get("/v1/users")).await });
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.close();
        assert!(matches!(request.await.unwrap(), Err(Error::SessionClosed)));
        assert!(matches!(
            client.send(&Request::get("/v1/users")).await,
            Err(Error::SessionClosed)
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
