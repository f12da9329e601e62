//! The controls of the server: clock, faults, reset, snapshots, webhooks, integrations.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use maud::{Markup, html};

use super::names::Named;
use super::shell::{self, Content, Shell};
use super::{Ask, cells, json, time};
use crate::core::fault::{Fault, FaultRule};
use crate::exchange::pattern::API;
use crate::state::Workspace;
use crate::webhook::{Delivery, Webhook};

/// The maximum number of deliveries that are listed.
const MAX_DELIVERIES: usize = 50;

/// An integration and what it can see.
#[derive(Debug)]
struct Integration {
    name: String,
    token: String,
    /// `None` if it sees everything.
    given: Option<Vec<Named>>,
}

/// Renders the controls, with the reason if a form was rejected.
pub(super) async fn show(ask: &Ask<'_>, refused: Option<&str>) -> Response<Bytes> {
    let versions = shell::versions(ask);
    let (shell, now, is_frozen, integrations) = ask
        .core
        .look(|computing| {
            let workspace = computing.workspace;
            (
                Shell::of(workspace, None),
                workspace.clock.now(),
                workspace.clock.is_frozen(),
                integrations(workspace),
            )
        })
        .await;
    let status = match refused {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    let content = Content {
        title: "Controls".into(),
        live: "workspace controls",
        place: "controls",
        main: html! {
            h1 { "Controls" }
            @if let Some(reason) = refused { p.error role="alert" { (reason) } }
            div.cards {
                (clock(now, is_frozen))
                (faults(&ask.core.faults()))
                (limit(ask.core.rate_limit()))
                (workspace())
                (self::integrations_card(&integrations))
                (webhooks(ask))
            }
        },
    };
    shell::show(ask, versions, status, &shell, &content)
}

fn clock(now: Timestamp, is_frozen: bool) -> Markup {
    let local = now.strftime("%Y-%m-%dT%H:%M").to_string();
    html! {
        section #clock {
            h2 { "Clock" }
            p { @if is_frozen { "Frozen at " } @else { "Runs; " } (time::instant(now)) " UTC" }
            form method="post" action="/_viewer/do/clock" {
                div.line role="group" aria-label="Advance" {
                    @for (label, seconds) in [("+1 hour", 3600), ("+1 day", 86_400), ("+1 week", 604_800), ("+1 year", 31_536_000)] {
                        button name="advance" value=(seconds) { (label) }
                    }
                }
            }
            form.line method="post" action="/_viewer/do/clock" {
                label for="at" { "Time in UTC" }
                input #at name="at" type="datetime-local" value=(local) required;
                button name="set" value="1" { "Set" }
                button name="freeze" value="1" { "Freeze" }
            }
            form method="post" action="/_viewer/do/clock" {
                button name="thaw" value="1" { "Back to the machine's time" }
            }
        }
    }
}

fn faults(rules: &[FaultRule]) -> Markup {
    html! {
        section #faults {
            h2 { "Faults" }
            @if rules.is_empty() { p.hint { "No fault is ordered." } }
            ul.plain { @for rule in rules { li { (rule_words(rule)) } } }
            form method="post" action="/_viewer/do/fault" {
                div.fields {
                    label for="fault" { "Fault" }
                    select #fault name="fault" {
                        option value="status" { "Error status" }
                        option value="rate_limited" { "Rate limited (429)" }
                        option value="cut_before" { "Connection cut before the effect" }
                        option value="cut_after" { "Connection cut after the effect" }
                        option value="lost" { "Answer lost (504 after the effect)" }
                        option value="truncated" { "Answer cut half-way" }
                        option value="delay" { "Delay" }
                    }
                    label for="fault-status" { "Status" }
                    input #fault-status name="status" type="number" min="400" max="599" value="503";
                    label for="fault-seconds" { "Seconds" }
                    input #fault-seconds name="seconds" type="number" min="0" step="any" value="1" title="How long to wait, for a delay and a rate limit";
                    label for="fault-method" { "Method" }
                    input #fault-method name="method" placeholder="any";
                    label for="fault-path" { "Path" }
                    input #fault-path name="path" placeholder={ "any, or " (API) "pages/{id}" };
                    label for="fault-times" { "Times" }
                    input #fault-times name="times" type="number" min="1" value="1";
                }
                button { "Order it" }
            }
            form method="post" action="/_viewer/do/clear-faults" { button { "Take all back" } }
        }
    }
}

fn rule_words(rule: &FaultRule) -> String {
    let what = match &rule.fault {
        Fault::RateLimited { retry_after } => format!("429, retry after {retry_after} s"),
        Fault::Status(status) | Fault::Error { status, .. } => format!("status {status}"),
        Fault::CutBefore => "connection cut before the effect".into(),
        Fault::CutAfter => "connection cut after the effect".into(),
        Fault::Lost => "answer lost".into(),
        Fault::Truncated => "answer cut half-way".into(),
        Fault::Delay(time) => format!("delay of {} s", time.as_secs_f64()),
    };
    let method = rule.method.as_deref().unwrap_or("any method");
    let path = if rule.path.is_empty() {
        "any path"
    } else {
        &rule.path
    };
    let share = if rule.share < 1.0 {
        format!(", {}% of them", rule.share * 100.0)
    } else {
        String::new()
    };
    let left = match rule.left() {
        usize::MAX => "without end".to_owned(),
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    format!("{what} on {method} {path}{share}, {left}")
}

fn limit(limit: Option<(u32, std::time::Duration)>) -> Markup {
    html! {
        section #rate-limit {
            h2 { "Rate limit" }
            p {
                @match limit {
                    Some((requests, window)) => { (requests) " requests in " (window.as_secs_f64()) " seconds" },
                    None => "None",
                }
            }
            form.line method="post" action="/_viewer/do/rate-limit" {
                label for="limit-requests" { "Requests" }
                input #limit-requests name="requests" type="number" min="1" value="180" required;
                label for="limit-seconds" { "in seconds" }
                input #limit-seconds name="seconds" type="number" min="0" step="any" value="60" required;
                button { "Limit" }
            }
            form method="post" action="/_viewer/do/rate-limit" { button name="none" value="1" { "No limit" } }
        }
    }
}

fn workspace() -> Markup {
    html! {
        section #workspace {
            h2 { "Workspace" }
            p { a.button href="/_viewer/snapshot.json" download="notion-snapshot.json" { "Download a snapshot" } }
            form method="post" action="/_viewer/do/restore" enctype="multipart/form-data" {
                label for="snapshot" { "A snapshot in place of the workspace" }
                input #snapshot name="snapshot" type="file" accept="application/json,.json" required;
                button.danger data-confirm="The workspace is replaced. Download a snapshot first to keep it." { "Restore" }
            }
            form.line method="post" action="/_viewer/do/reset" {
                label for="seed" { "Seed of a fresh workspace" }
                input #seed name="seed" type="number" min="0" placeholder="as it began";
                button.danger data-confirm="Everything goes back to where the server began: the workspace, the log, faults, webhooks." { "Reset" }
            }
        }
    }
}

fn integrations(workspace: &Workspace) -> Vec<Integration> {
    let all = workspace.integrations.iter().map(|one| {
        let user = workspace.users.get(&one.bot);
        let name = user.and_then(|user| user.name.clone());
        let given = one.given.as_ref().map(|given| {
            let named = given.iter().filter_map(|id| Named::of(workspace, *id));
            named.collect()
        });
        Integration {
            name: name.unwrap_or_else(|| "Without a name".into()),
            token: one.token.clone(),
            given,
        }
    });
    all.collect()
}

fn integrations_card(all: &[Integration]) -> Markup {
    html! {
        section #integrations {
            h2 { "Integrations" }
            @for (at, one) in all.iter().enumerate() {
                div.one {
                    strong { (one.name) }
                    p {
                        @match &one.given {
                            None => "sees everything",
                            Some(given) if given.is_empty() => "sees nothing",
                            Some(given) => { "sees " @for named in given { (cells::named(named)) " " } },
                        }
                    }
                    details id={ "token-" (at) } { summary { "Token" } (json::code(&one.token)) }
                }
            }
            form method="post" action="/_viewer/do/integration" {
                div.fields {
                    label for="integration-name" { "Name" }
                    input #integration-name name="name" required;
                    label for="integration-pages" { "IDs of what it sees" }
                    input #integration-pages name="pages" placeholder="of pages or databases, with spaces" required;
                }
                button { "Add" }
            }
        }
    }
}

fn webhooks(ask: &Ask<'_>) -> Markup {
    let (webhooks, deliveries) = (ask.core.webhooks(), ask.core.deliveries());
    let left = ask.core.events_left();
    html! {
        section #webhooks {
            h2 { "Webhooks" }
            @if webhooks.is_empty() { p.hint { "No receiver is subscribed." } }
            @for webhook in &webhooks { (self::webhook(webhook)) }
            form method="post" action="/_viewer/do/webhook" {
                div.fields {
                    label for="webhook-url" { "Address on this machine" }
                    input #webhook-url name="url" type="url" placeholder="http://127.0.0.1:9000/events" required;
                    label for="webhook-events" { "Events" }
                    input #webhook-events name="events" placeholder="all, or page.created page.deleted";
                }
                button { "Subscribe" }
            }
            @if !webhooks.is_empty() { form method="post" action="/_viewer/do/clear-webhooks" { button { "Remove all" } } }
            @if left > 0 { p { (left) " events wait to be sent." } }
            @if !deliveries.is_empty() {
                h3 { "Deliveries" }
                ul.plain.deliveries {
                    @for (at, delivery) in deliveries.iter().enumerate().rev().take(MAX_DELIVERIES) {
                        li { (self::delivery(at, delivery)) }
                    }
                }
            }
        }
    }
}

fn webhook(webhook: &Webhook) -> Markup {
    html! {
        div.one {
            strong { (webhook.url) }
            details id={ "webhook-" (webhook.id) } { summary { "Verification token" } (json::code(&webhook.verification_token)) }
        }
    }
}

fn delivery(at: usize, delivery: &Delivery) -> Markup {
    let text = |key: &str| delivery.event.get(key).and_then(serde_json::Value::as_str);
    let attempt = delivery
        .event
        .get("attempt_number")
        .and_then(serde_json::Value::as_u64);
    let is_good = delivery
        .status
        .is_some_and(|status| (200..300).contains(&status));
    html! {
        details id={ "delivery-" (at) } {
            summary {
                span.code.bad[!is_good] {
                    @match delivery.status { Some(status) => (status), None => "no answer" }
                }
                " " (text("type").unwrap_or_default())
                @if let Some(attempt) = attempt.filter(|attempt| *attempt > 1) { ", attempt " (attempt) }
            }
            (json::code(&format!("{:#}", delivery.event)))
        }
    }
}
