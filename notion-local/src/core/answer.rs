//! From a request to what is answered, through the rate limit, the fault that was ordered, the workspace and the data file.

use jiff::Timestamp;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::Core;
use super::changes::Part;
use super::fault::Fault;
use crate::error::{ApiError, Result};
use crate::exchange::{Call, Reply};
use crate::route::{self, Effect, RouteMatch};
use crate::state::{Workspace, id, integration};
use crate::store::{Change, Entry, Store};
use crate::sync::lock;
use crate::webhook::Watch;

/// What a request is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) result: Result<Reply>,
    pub(crate) at: Timestamp,
    pub(crate) request_id: Uuid,
}

/// What tells whether a change is in the data file.
type Kept = Option<oneshot::Receiver<bool>>;

impl Core {
    /// Answers a request, whose path was looked up in the table. What is answered well is in the data file.
    pub(crate) async fn answer(
        &self,
        call: &Call,
        found: Option<&RouteMatch>,
        fault: Option<&Fault>,
    ) -> Answer {
        let now = self.now();
        let writes = found.is_some_and(|found| found.route.effect != Effect::Reads);
        let (result, kept) = match (self.admit(now, fault), fault) {
            (Err(refused), _) => (Err(refused), None),
            (Ok(()), Some(Fault::Lost)) => {
                let (_lost, kept) = self.change(call, found, now);
                (Err(ApiError::of_status(504)), kept)
            }
            (Ok(()), _) if writes => self.change(call, found, now),
            (Ok(()), _) => (self.read(call, found, now).await, None),
        };
        let request_id = self.fleeting_id();
        let is_kept = match kept {
            Some(kept) => kept.await == Ok(true),
            None => true,
        };
        let result = if is_kept {
            result
        } else {
            self.recover().await;
            Err(ApiError::not_kept())
        };
        Answer {
            result,
            at: now,
            request_id,
        }
    }

    /// Returns true if a token is somebody's.
    pub(crate) fn is_known(&self, authorization: Option<&str>) -> bool {
        let integrations = &lock(&self.workspace).0.integrations;
        integration::bot_of(authorization, integrations).is_ok()
    }

    /// Whether a request is answered at all, by the rate limit and the fault that was ordered for it.
    fn admit(&self, now: Timestamp, fault: Option<&Fault>) -> Result<()> {
        if let Some(limit) = lock(&self.limit).as_mut() {
            limit.take(now).map_err(ApiError::over_budget)?;
        }
        match fault {
            Some(Fault::RateLimited { retry_after }) => Err(ApiError::rate_limited(*retry_after)),
            Some(Fault::Status(status)) => Err(ApiError::of_status(*status)),
            Some(Fault::Error {
                status,
                code,
                retry_after,
            }) => Err(ApiError::ordered(*status, code, *retry_after)),
            _ => Ok(()),
        }
    }

    /// Answers a request that may change something, at this moment.
    fn change(
        &self,
        call: &Call,
        found: Option<&RouteMatch>,
        now: Timestamp,
    ) -> (Result<Reply>, Kept) {
        let mut state = self.waiting.during(|| lock(&self.workspace));
        let workspace = &mut state.0;
        workspace.clock.hold(now);
        workspace.memo = None;
        let changed = match found {
            Some(found) if found.route.effect != Effect::Reads => {
                self.write(workspace, call, found)
            }
            _ => (route::answer(workspace, call, found), None),
        };
        workspace.clock.let_go();
        changed
    }

    /// Does what a request asks for, tells receivers of it, and lets it be written, in the order of the changes.
    fn write(
        &self,
        workspace: &mut Workspace,
        call: &Call,
        found: &RouteMatch,
    ) -> (Result<Reply>, Kept) {
        let store = self.store.as_ref();
        if store.is_some_and(Store::is_broken) {
            return (Err(ApiError::not_kept()), None);
        }
        let entry = store.map(|store| (store, Entry::of(call, workspace)));
        let watch = (!self.hooks.is_empty()).then(|| {
            let authorization = call.authorization.as_deref();
            let author = integration::bot_of(authorization, &workspace.integrations);
            let about = found.about().and_then(id::parse);
            let watch = Watch::begin(workspace, found.route.events, about, call);
            (watch, author)
        });
        let result = route::answer(workspace, call, Some(found));
        let Ok(reply) = &result else {
            return (result, None);
        };
        self.changes.note(Part::Workspace);
        if let Some((watch, Ok(author))) = watch {
            let events = watch.end(workspace, reply);
            self.hooks.tell(workspace, author, &events);
        }
        let kept = entry.map(|(store, entry)| {
            let (send, receive) = oneshot::channel();
            store.write(Change::Request(entry), move |is_good| {
                let _gone = send.send(is_good);
            });
            receive
        });
        (result, kept)
    }
}
