//! The ways from a session to the local server.

use std::time::Duration;

use notion_local::{Running, Server};
use notion_session::Session;
use notion_session::http::{Pace, Retry};

use super::fault::{Injected, of_server, order};
use super::proxy::{Order, Proxy};
use super::random::Random;

/// How long a session waits for an answer. Slow answers take longer.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Embedded,
    Tcp,
    Proxy,
}

impl Way {
    /// The proxy has the most kinds of faults.
    pub(crate) fn choose(random: &mut Random) -> Self {
        random.one(&[
            Self::Embedded,
            Self::Tcp,
            Self::Proxy,
            Self::Proxy,
            Self::Proxy,
        ])
    }
}

/// An open way.
pub(crate) struct Open {
    pub(crate) session: Session,
    proxy: Option<Proxy>,
    server: Server,
    /// What was ordered of the server: the fault, how many requests it lets through, how many it meets.
    ordered: Vec<(String, usize, usize)>,
    /// How many requests had been sent when the faults began.
    before: u64,
    _running: Option<Running>,
}

impl Open {
    /// Opens the way, without faults.
    pub(crate) async fn new(
        way: Way,
        server: &Server,
        random: &mut Random,
    ) -> Result<Self, String> {
        let text = |error: &dyn std::fmt::Display| format!("the way cannot be opened: {error}");
        let retry = match random.below(3) {
            0 => Retry::never(),
            _ => Retry::default()
                .retries(2)
                .rate_limit_retries(2)
                .waits(Duration::from_millis(1), Duration::from_millis(2)),
        };
        let (mut proxy, mut running) = (None, None);
        let builder = Session::builder()
            .retry(retry)
            .timeout(TIMEOUT)
            .pace(Pace::unlimited());
        let builder = match way {
            Way::Proxy => {
                let started = Proxy::start(server).await.map_err(|error| text(&error))?;
                let started = proxy.insert(started);
                builder.base_url(&started.url).token(server.token())
            }
            Way::Embedded => builder.local_server(server.clone()),
            Way::Tcp => {
                let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
                let started = server.clone().serve(address).await;
                let started = running.insert(started.map_err(|error| text(&error))?);
                builder.base_url(started.uri()).token(server.token())
            }
        };
        Ok(Self {
            session: builder.build().map_err(|error| text(&error))?,
            proxy,
            server: server.clone(),
            ordered: Vec::new(),
            before: 0,
            _running: running,
        })
    }

    /// Begins with the faults, which meet some of the next `requests` requests.
    pub(crate) fn begin(&mut self, requests: usize, random: &mut Random) {
        let faults = 1 + random.below(5);
        self.ordered.clear();
        self.before = self.session.client().requests_sent();
        if let Some(proxy) = &self.proxy {
            let orders = (0..faults).map(|_| Order {
                injected: Injected::choose(random),
                at: random.below(requests),
                times: 1 + random.below(4),
            });
            proxy.begin(orders.collect());
            return;
        }
        // In the order in which they come: each begins to count where the one before ended.
        for _ in 0..faults {
            let (fault, name) = of_server(random);
            let (skip, times) = (random.below(requests), 1 + random.below(4));
            order(&self.server, fault, skip, times);
            self.ordered.push((name, skip, times));
        }
    }

    /// Ends all faults, and names those that happened.
    pub(crate) fn end(&self) -> Vec<String> {
        self.server.clear_faults();
        if let Some(proxy) = &self.proxy {
            let happened = proxy.end();
            return happened.into_iter().map(Injected::name).collect();
        }
        let sent = self.session.client().requests_sent() - self.before;
        let mut left = usize::try_from(sent).unwrap_or(usize::MAX);
        let mut happened = Vec::new();
        for (name, skip, times) in &self.ordered {
            left = left.saturating_sub(*skip);
            let hits = left.min(*times);
            left -= hits;
            happened.extend(std::iter::repeat_n(name.clone(), hits));
        }
        happened
    }
}
