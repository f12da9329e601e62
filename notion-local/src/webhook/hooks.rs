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

/// The maximum number of attempts to deliver an event, as in Notion.
const ATTEMPTS: u32 = 8;
/// The wait before the second attempt, which doubles each time. Choice: Notion's attempts take a day, and a test cannot.
const PAUSE: Duration = Duration::from_millis(50);
/// The maximum number of events that wait for a receiver. Further events are dropped: Notion does not promise delivery either.
const MAX_WAITING: usize = 10_000;
/// The maximum number of deliveries that are stored.
const MOST: usize = 10_000;

/// A subscription to webhooks.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The ID, which is part of every event.
    pub id: Uuid,
    /// The URL that events are sent to.
    pub url: String,
    /// The key of the signatures.
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

/// An attempt to deliver an event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The subscription.
    pub webhook: Uuid,
    /// The body that was sent.
    pub event: Value,
    /// The status of the answer; `None` if there was no answer.
    pub status: Option<u16>,
}

/// The deliveries so far, and the number of waiting events.
#[derive(Debug, Default)]
struct Progress {
    past: Mutex<VecDeque<Delivery>>,
    left: AtomicUsize,
    dropped: AtomicUsize,
    changes: Changes,
}

/// A subscription with its filter and queue.
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
    /// Creates it without subscriptions.
    pub(crate) fn new(changes: Changes) -> Self {
        Self {
            all: Mutex::default(),
            thread: Background::new("notion-local webhooks"),
            changes,
        }
    }

    /// Returns true if there are no subscriptions.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.all).is_empty()
    }

    /// Sends the verification token to a receiver, which has to accept it.
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

    /// Adds a subscription.
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

    /// Ends all subscriptions. Waiting events are dropped.
    pub(crate) fn clear(&self) {
        lock(&self.all).clear();
        self.thread.stop();
    }

    /// Returns the attempts so far, by subscription.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        let all = lock(&self.all);
        let past = all.iter().map(|one| lock(&one.progress.past).clone());
        past.flatten().collect()
    }

    /// Returns the number of waiting events.
    pub(crate) fn left(&self) -> usize {
        let all = lock(&self.all);
        let left = all
            .iter()
            .map(|one| one.progress.left.load(Ordering::SeqCst));
        left.sum()
    }

    /// Returns the number of events that were dropped because too many were waiting.
    pub(crate) fn dropped(&self) -> usize {
        let all = lock(&self.all);
        let dropped = all
            .iter()
            .map(|one| one.progress.dropped.load(Ordering::SeqCst));
        dropped.sum()
    }

    /// Queues events for all subscriptions that include them and whose integration sees their objects.
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

/// Sends events one after the other, each until it is accepted or the attempts are used up.
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
