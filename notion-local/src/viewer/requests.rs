//! The pages of the log of requests.

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};
use serde_json::Value;

use super::shell::{self, Content, Shell};
use super::{Ask, curl, json, time};
use crate::core::log::Logged;
use crate::exchange::pattern::API;

/// The number of requests on one page.
const PAGE: usize = 100;
/// The maximum number of characters of a body that are shown.
const MAX_SHOWN: usize = 256 * 1024;

/// A request in the list.
struct Row {
    logged: Logged,
    /// The error message, if the request failed.
    message: Option<String>,
}

/// Renders the log, the newest request first, filtered by `failing` and `path`.
pub(super) async fn list(ask: &Ask<'_>) -> Response<Bytes> {
    let versions = shell::versions(ask);
    let before = ask.query("before").and_then(|number| number.parse().ok());
    let is_failing = ask.query("failing").is_some();
    let path = ask.query("path");
    let fits = |logged: &Logged| {
        (!is_failing || logged.is_failure())
            && path.is_none_or(|path| logged.target().contains(path.trim()))
    };
    let mut found = ask
        .core
        .requests_before(before.unwrap_or(u64::MAX), PAGE + 1, fits);
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let (kept, count) = ask.core.log_counts();
    let rows = found.into_iter().map(|logged| Row {
        message: logged
            .is_failure()
            .then(|| ask.core.request(logged.number))
            .flatten()
            .and_then(|(logged, answer)| failure(&logged, answer.as_ref())),
        logged,
    });
    let rows: Vec<Row> = rows.collect();
    let shell = ask
        .core
        .look(|computing| Shell::of(computing.workspace, None))
        .await;
    let older = rows.last().filter(|_| has_more).map(|row| {
        let base = String::from("/_viewer/requests?");
        let end = base.len();
        form_urlencoded::Serializer::for_suffix(base, end)
            .append_pair("before", &row.logged.number.to_string())
            .extend_pairs(is_failing.then_some(("failing", "1")))
            .extend_pairs(path.map(|path| ("path", path)))
            .finish()
    });
    let content = Content {
        title: "Requests".into(),
        // A page of older requests does not change.
        live: if before.is_none() { "log" } else { "" },
        place: "requests",
        main: html! {
            div.head {
                h1 { "Requests" }
                div.actions { (clear()) }
            }
            form.filter action="/_viewer/requests" {
                input type="search" name="path" aria-label="Path" placeholder={ "Path, such as " (API) "pages" } value=(path.unwrap_or_default());
                label { input type="checkbox" name="failing" value="1" checked[is_failing]; " Failing only" }
                button { "Show" }
            }
            @if rows.is_empty() {
                p.empty { @if count == 0 { "No request was sent yet." } @else { "No request that is kept fits." } }
            } @else {
                (table(&rows))
            }
            nav.pages aria-label="Pages" {
                @if before.is_some() { a.button href="/_viewer/requests" rel="prev" { "Newest" } }
                span { (count) " requests" @if (kept as u64) < count { ", the last " (kept) " are kept" } }
                @if let Some(older) = older { a.button href=(older) rel="next" { "Older" } }
            }
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

fn clear() -> Markup {
    html! { form method="post" action="/_viewer/do/clear-requests" { button { "Clear" } } }
}

fn table(rows: &[Row]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Requests" {
            table.requests {
                thead { tr {
                    th scope="col" { "Request" }
                    th scope="col" { "Status" }
                    th scope="col" { "Took" }
                    th scope="col" { "At" }
                } }
                tbody { @for row in rows { (self::row(row)) } }
            }
        }
    }
}

fn row(row: &Row) -> Markup {
    let logged = &row.logged;
    html! {
        tr.failed[logged.is_failure()] id={ "q-" (logged.number) } {
            th scope="row" {
                a href={ "/_viewer/requests/" (logged.number) } {
                    span.method { (logged.method()) } " " (logged.target())
                }
                @if let Some(message) = &row.message { p.message { (message) } }
            }
            td { (status(logged)) }
            td.number { (took(logged)) }
            td { (time::instant(logged.at)) }
        }
    }
}

fn status(logged: &Logged) -> Markup {
    let code = StatusCode::from_u16(logged.status).ok();
    let reason = code.and_then(|code| code.canonical_reason());
    html! {
        span.code.bad[logged.is_failure()] title=(reason.unwrap_or("the connection was broken by a fault")) {
            @if logged.status == 0 { "broken" } @else { (logged.status) }
        }
    }
}

fn took(logged: &Logged) -> String {
    let milliseconds = logged.took.as_secs_f64() * 1000.0;
    if milliseconds < 10.0 {
        format!("{milliseconds:.1} ms")
    } else {
        format!("{milliseconds:.0} ms")
    }
}

/// Returns the error code and message of an answer.
fn failure(logged: &Logged, answer: Option<&Bytes>) -> Option<String> {
    if logged.status == 0 {
        return Some("A fault broke the connection.".into());
    }
    let answer: Value = serde_json::from_slice(answer?).ok()?;
    let text = |key: &str| answer.get(key).and_then(Value::as_str);
    match (text("code"), text("message")) {
        (Some(code), Some(message)) => Some(format!("{code}: {message}")),
        (_, message) => message.map(str::to_owned),
    }
}

/// Renders one request with its body and its answer.
pub(super) async fn show(ask: &Ask<'_>, number: &str) -> Response<Bytes> {
    let found = number.parse().ok();
    let Some((logged, answer)) = found.and_then(|number| ask.core.request(number)) else {
        return shell::not_found(ask, "This request is not in the log any more.").await;
    };
    let versions = shell::versions(ask);
    let shell = ask
        .core
        .look(|computing| Shell::of(computing.workspace, None))
        .await;
    let next = logged.number + 1;
    let has_next = ask.core.request(next).is_some();
    let content = Content {
        title: format!("{} {}", logged.method(), logged.target()),
        live: "",
        place: "requests",
        main: html! {
            h1.request { span.method { (logged.method()) } " " (logged.target()) }
            p {
                (status(&logged)) " in " (took(&logged)) ", " (time::instant(logged.at))
                @if let Some(version) = logged.version() { ", version " (version) }
            }
            @if logged.is_failure() && let Some(message) = failure(&logged, answer.as_ref()) {
                p.error { (message) }
            }
            section { h2 { "Body" } (body(Some(logged.body()), "No body, or one that is not kept.")) }
            section { h2 { "Answer" } (body(answer.as_ref(), "The answer is not kept any more.")) }
            section {
                h2 { "Send it again" }
                p.hint { "With the server's token, or another one, in NOTION_TOKEN." }
                (json::code(&curl::command(&logged, ask.host)))
            }
            nav.pages aria-label="Requests" {
                @if has_next { a.button href={ "/_viewer/requests/" (next) } rel="prev" { "Next request" } }
                @if logged.number > 1 {
                    a.button href={ "/_viewer/requests/" (logged.number - 1) } rel="next" { "Request before" }
                }
            }
        },
    };
    shell::show(ask, versions, StatusCode::OK, &shell, &content)
}

fn body(bytes: Option<&Bytes>, without: &str) -> Markup {
    let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
        return html! { p.hint { (without) } };
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return html! { p.hint { (bytes.len()) " bytes that are not text" } };
    };
    let json = serde_json::from_str::<Value>(text);
    let text = json.map_or_else(|_| text.to_owned(), |json| format!("{json:#}"));
    let cut = text.char_indices().nth(MAX_SHOWN).map(|(at, _)| at);
    html! {
        (json::code(text.get(..cut.unwrap_or(text.len())).unwrap_or_default()))
        @if cut.is_some() { p.hint { "The rest is left out: it is long." } }
    }
}
