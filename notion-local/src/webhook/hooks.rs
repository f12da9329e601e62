//! Subscriptions, and the thread that serves them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::deliver::post;
use super::error::WebhookError;
use super::event::{Event, TYPES};
use crate::background::Background;
use crate::core::changes::{Changes, Part};
use crate::exchange::target::Target;
use crate::state::Workspace;
use crate::sync::lock;

/// How often a delivery is tried, as by Notion.
const ATTEMPTS: u32 = 8;
/// The wait before the second attempt; it doubles with each. Choice: Notion's attempts take a day, a test cannot.
const PAUSE: Duration = Duration::from_millis(50);
/// How many events wait for a receiver. What comes when there are as many is not sent: Notion promises no delivery either.
const MAX_WAITING: usize = 10_000;
/// How many deliveries are remembered.
const MOST: usize = 10_000;

/// A subscription to webhooks.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The id, which is in every event.
    pub id: Uuid,
    /// Where events are sent.
    pub url: String,
    /// What the signature of every event is made with.
    pub verification_token: String,
}

/// Without the token.
impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// An attempt to tell a receiver of an event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The subscription.
    pub webhook: Uuid,
    /// The body that was sent: id, type, entity and all.
    pub event: Value,
    /// The status of the answer; nothing where none came.
    pub status: Option<u16>,
}

/// What was told, and how much is still to be told.
#[derive(Debug, Default)]
struct Progress {
    past: Mutex<VecDeque<Delivery>>,
    left: AtomicUsize,
    dropped: AtomicUsize,
    changes: Changes,
}

/// Who is told of what.
#[derive(Debug)]
struct Subscription {
    webhook: Webhook,
    bot: Uuid,
    /// The types of events; all if there are none.
    types: Vec<String>,
    queue: mpsc::Sender<Map<String, Value>>,
    progress: Arc<Progress>,
}

/// All subscriptions of a server.
#[derive(Debug)]
pub(crate) struct Hooks {
    all: Mutex<Vec<Subscription>>,
    thread: Background,
    changes: Changes,
}

impl Hooks {
    /// Without subscriptions. What is sent to those that come is noted as a change.
    pub(crate) fn new(changes: Changes) -> Self {
        Self {
            all: Mutex::default(),
            thread: Background::new("notion-local webhooks"),
            changes,
        }
    }

    /// Returns true if nobody is to be told of anything.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.all).is_empty()
    }

    /// Sends the verification token to a receiver, which has to take it.
    pub(crate) async fn verify(webhook: &Webhook, types: &[String]) -> Result<(), WebhookError> {
        let Webhook {
            url,
            verification_token: token,
            ..
        } = webhook;
        let target = target(url)?;
        if let Some(unknown) = types.iter().find(|name| !TYPES.contains(&name.as_str())) {
            return Err(WebhookError::Event(unknown.clone()));
        }
        let body = json!({ "verification_token": token }).to_string();
        let reason = match post(&target, token, body.into_bytes()).await {
            Ok(200..=299) => return Ok(()),
            Ok(status) => format!("it answers {status}"),
            Err(reason) => reason,
        };
        Err(WebhookError::Unverified {
            url: url.clone(),
            reason,
        })
    }

    /// Tells a receiver of all that happens from now on.
    pub(crate) fn add(
        &self,
        webhook: Webhook,
        bot: Uuid,
        types: Vec<String>,
    ) -> Result<(), WebhookError> {
        let target = target(&webhook.url)?;
        let thread = self
            .thread
            .handle()
            .map_err(|error| WebhookError::Unverified {
                url: webhook.url.clone(),
                reason: error.to_string(),
            })?;
        let (queue, events) = mpsc::channel(MAX_WAITING);
        let progress = Arc::new(Progress {
            changes: self.changes.clone(),
            ..Progress::default()
        });
        thread.spawn(tell(target, webhook.clone(), events, Arc::clone(&progress)));
        lock(&self.all).push(Subscription {
            webhook,
            bot,
            types,
            queue,
            progress,
        });
        Ok(())
    }

    /// The subscriptions.
    pub(crate) fn all(&self) -> Vec<Webhook> {
        let all = lock(&self.all);
        all.iter().map(|one| one.webhook.clone()).collect()
    }

    /// Ends all subscriptions. What is still to be told is not told any more.
    pub(crate) fn clear(&self) {
        lock(&self.all).clear();
        self.thread.stop();
    }

    /// The attempts so far, by subscription.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        let all = lock(&self.all);
        let past = all.iter().map(|one| lock(&one.progress.past).clone());
        past.flatten().collect()
    }

    /// How many events are still to be told.
    pub(crate) fn left(&self) -> usize {
        let all = lock(&self.all);
        let left = all
            .iter()
            .map(|one| one.progress.left.load(Ordering::SeqCst));
        left.sum()
    }

    /// How many events were not sent because too many waited.
    pub(crate) fn dropped(&self) -> usize {
        let all = lock(&self.all);
        let dropped = all
            .iter()
            .map(|one| one.progress.dropped.load(Ordering::SeqCst));
        dropped.sum()
    }

    /// Queues what has happened for all that want to know and may.
    pub(crate) fn tell(&self, workspace: &mut Workspace, author: Uuid, events: &[Event]) {
        let own = workspace.bot;
        for subscription in lock(&self.all).iter() {
            for event in events {
                let types = &subscription.types;
                let is_wanted = types.is_empty() || types.contains(&event.name);
                workspace.bot = subscription.bot;
                let is_seen = workspace.sees(event.entity.seen_with);
                workspace.bot = own;
                if is_wanted && is_seen {
                    let body = envelope(workspace, subscription, author, event);
                    let progress = &subscription.progress;
                    progress.left.fetch_add(1, Ordering::SeqCst);
                    if subscription.queue.try_send(body).is_err() {
                        progress.left.fetch_sub(1, Ordering::SeqCst);
                        progress.dropped.fetch_add(1, Ordering::SeqCst);
                    }
                }
            }
        }
    }
}

fn target(url: &str) -> Result<Target, WebhookError> {
    Target::of(url).ok_or_else(|| WebhookError::Address(url.to_owned()))
}

/// The body of an event, in Notion's order of keys.
fn envelope(
    workspace: &mut Workspace,
    subscription: &Subscription,
    author: Uuid,
    event: &Event,
) -> Map<String, Value> {
    let now = workspace.clock.now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
    let mut body = Map::new();
    for (key, value) in [
        ("id", json!(workspace.fleeting_ids.random())),
        ("timestamp", json!(now.to_string())),
        ("workspace_id", json!(workspace.id)),
        ("workspace_name", json!(workspace.name)),
        ("subscription_id", json!(subscription.webhook.id)),
        ("integration_id", json!(subscription.bot)),
        ("authors", json!([{ "id": author, "type": "bot" }])),
        ("attempt_number", json!(1)),
        ("api_version", json!("2026-03-11")),
    ] {
        body.insert(key.into(), value);
    }
    body.extend(event.render());
    body
}

/// Sends events one after the other, each until it is taken or was tried often enough.
async fn tell(
    target: Target,
    webhook: Webhook,
    mut events: mpsc::Receiver<Map<String, Value>>,
    progress: Arc<Progress>,
) {
    while let Some(mut event) = events.recv().await {
        for attempt in 1..=ATTEMPTS {
            event.insert("attempt_number".into(), attempt.into());
            let event = Value::Object(event.clone());
            let body = event.to_string().into_bytes();
            let status = post(&target, &webhook.verification_token, body).await.ok();
            remember(
                &progress,
                Delivery {
                    webhook: webhook.id,
                    event,
                    status,
                },
            );
            if status.is_some_and(|status| (200..300).contains(&status)) {
                break;
            }
            if attempt < ATTEMPTS {
                tokio::time::sleep(PAUSE * 2_u32.pow(attempt - 1)).await;
            }
        }
        progress.left.fetch_sub(1, Ordering::SeqCst);
    }
}

fn remember(progress: &Progress, delivery: Delivery) {
    let mut past = lock(&progress.past);
    if past.len() == MOST {
        past.pop_front();
    }
    past.push_back(delivery);
    progress.changes.note(Part::Controls);
}
