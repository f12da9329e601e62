//! How many requests something takes.

use notion_session::Session;

/// Returns how many requests a session has sent.
pub(crate) fn sent(session: &Session) -> u64 {
    session.client().requests_sent()
}

/// Returns what a call gives, and how many requests it takes.
pub(crate) async fn cost<T>(session: &Session, call: impl IntoFuture<Output = T>) -> (T, u64) {
    let before = sent(session);
    let value = call.await;
    (value, sent(session) - before)
}

/// The same of a call that succeeds: `cost!`, of this name here since a function has the other.
macro_rules! cost_of_success {
    ($session:expr, $call:expr) => {{
        let (value, sent) = $crate::support::cost(&$session, $call).await;
        (value.unwrap(), sent)
    }};
}
pub(crate) use cost_of_success as cost;

/// How many requests a session sent since a moment.
pub(crate) struct Cost<'a> {
    session: &'a Session,
    before: u64,
}

impl<'a> Cost<'a> {
    pub(crate) fn of(session: &'a Session) -> Self {
        Self {
            session,
            before: sent(session),
        }
    }

    /// Since the beginning, or since they were last taken.
    pub(crate) fn so_far(&self) -> u64 {
        sent(self.session) - self.before
    }

    /// Returns [`so_far`](Self::so_far), and counts from here on.
    pub(crate) fn take(&mut self) -> usize {
        let taken = self.so_far();
        self.before += taken;
        usize::try_from(taken).unwrap()
    }
}
