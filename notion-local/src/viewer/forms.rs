//! The forms of the controls. Each becomes the command under `/_local/` that does the same, with the same checks.

use bytes::Bytes;
use http::{HeaderMap, Response, header};
use serde_json::{Map, Value, json};

use super::{Ask, controls, respond};
use crate::control;
use crate::core::Core;
use crate::exchange::form;
use crate::route::local::Command;
use crate::route::viewer::Form;

/// Parses the fields of a form or a query string.
pub(super) fn parse(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// Returns a field of a form.
pub(super) fn field<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = form.iter().find(|(key, _)| key == name)?;
    Some(found.1.as_str())
}

/// Executes a form and shows the controls.
pub(super) async fn run(
    ask: &Ask<'_>,
    form: Form,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response<Bytes> {
    let fields = Fields(parse(body));
    let done = match form {
        Form::ClearRequests => {
            ask.core.clear_log();
            return respond::redirect("/_viewer/requests");
        }
        Form::Restore => restore(ask.core, headers, body).await,
        form => match fields.command(form) {
            Ok((command, body)) => execute(ask.core, command, &body).await,
            Err(error) => Err(error),
        },
    };
    match done {
        Ok(()) => respond::redirect("/_viewer/controls"),
        Err(error) => controls::show(ask, Some(&error)).await,
    }
}

async fn execute(core: &Core, command: Command, body: &Value) -> Result<(), String> {
    let body = Bytes::from(body.to_string());
    control::execute(core, command, "", &body).await.map(|_| ())
}

/// Restores the snapshot that a multipart form contains.
async fn restore(core: &Core, headers: &HeaderMap, body: &Bytes) -> Result<(), String> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let form = form::read(content_type, body).await;
    let file = form.and_then(|form| form.0.into_iter().find(|part| part.name == "snapshot"));
    let file = file.filter(|file| !file.data.is_empty());
    let file = file.ok_or("a snapshot should be chosen")?;
    control::execute(core, Command::Restore, "", &file.data)
        .await
        .map(|_| ())
}

struct Fields(Vec<(String, String)>);

impl Fields {
    /// Returns a field that is not empty.
    fn text(&self, name: &str) -> Option<&str> {
        field(&self.0, name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// Returns a number as JSON.
    fn number(&self, name: &str) -> Result<Option<Value>, String> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        match serde_json::from_str::<Value>(text) {
            Ok(number @ Value::Number(_)) => Ok(Some(number)),
            _ => Err(format!("{name} should be a number, got \"{text}\"")),
        }
    }

    fn words(&self, name: &str) -> Vec<&str> {
        let text = self.text(name).unwrap_or_default();
        text.split([' ', ',', '\n'])
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// Returns the command under `/_local/` and its body.
    fn command(&self, form: Form) -> Result<(Command, Value), String> {
        Ok(match form {
            Form::Clock => (Command::SetClock, self.clock()?),
            Form::AddFault => (Command::AddFault, self.fault()?),
            Form::ClearFaults => (Command::ClearFaults, json!({})),
            Form::RateLimit if self.text("none").is_some() => {
                (Command::Settings, json!({ "rate_limit": null }))
            }
            Form::RateLimit => {
                let (requests, seconds) = (self.number("requests")?, self.number("seconds")?);
                let limit = json!({ "requests": requests, "seconds": seconds });
                (Command::Settings, json!({ "rate_limit": limit }))
            }
            Form::Reset => {
                let mut body = Map::new();
                if let Some(seed) = self.number("seed")? {
                    body.insert("seed".into(), seed);
                }
                (Command::Reset, body.into())
            }
            Form::AddIntegration => {
                let body = json!({ "name": self.text("name"), "pages": self.words("pages") });
                (Command::AddIntegration, body)
            }
            Form::Subscribe => {
                let mut body = json!({ "url": self.text("url") });
                let events = self.words("events");
                if let Some(body) = body.as_object_mut().filter(|_| !events.is_empty()) {
                    body.insert("events".into(), json!(events));
                }
                (Command::Subscribe, body)
            }
            Form::ClearWebhooks => (Command::ClearWebhooks, json!({})),
            Form::ClearRequests => (Command::ClearRequests, json!({})),
            Form::Restore => return Err("a snapshot should be chosen".into()),
        })
    }

    /// Returns the body for the button that was pressed.
    fn clock(&self) -> Result<Value, String> {
        if let Some(seconds) = self.number("advance")? {
            return Ok(json!({ "advance": seconds }));
        }
        if self.text("thaw").is_some() {
            return Ok(json!({ "thaw": true }));
        }
        let at = self.text("at").ok_or("a time should be given")?;
        // Browsers omit seconds that are zero.
        let seconds = if at.len() == 16 { ":00" } else { "" };
        let key = if self.text("freeze").is_some() {
            "freeze"
        } else {
            "set"
        };
        Ok(json!({ key: format!("{at}{seconds}Z") }))
    }

    /// Returns the body of a fault. The form has the fields of all kinds of faults.
    fn fault(&self) -> Result<Value, String> {
        let kind = self.text("fault").unwrap_or_default();
        let mut body = Map::new();
        body.insert("fault".into(), kind.into());
        for key in ["method", "path"] {
            if let Some(text) = self.text(key) {
                body.insert(key.into(), text.into());
            }
        }
        let number = match kind {
            "status" => Some(("status", "status")),
            "rate_limited" => Some(("retry_after", "seconds")),
            "delay" => Some(("seconds", "seconds")),
            _ => None,
        };
        for (key, name) in number.into_iter().chain([("times", "times")]) {
            if let Some(value) = self.number(name)? {
                body.insert(key.into(), value);
            }
        }
        Ok(body.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(form: Form, fields: &str) -> Result<Value, String> {
        let command = Fields(parse(fields.as_bytes())).command(form)?;
        Ok(command.1)
    }

    #[test]
    fn forms_become_commands() {
        for (form, fields, expected) in [
            (Form::Clock, "advance=60", json!({ "advance": 60 })),
            (
                Form::Clock,
                "at=2027-01-01T12%3A00&freeze=1",
                json!({ "freeze": "2027-01-01T12:00:00Z" }),
            ),
            (
                Form::Clock,
                "at=2027-01-01T12%3A00%3A30&set=1",
                json!({ "set": "2027-01-01T12:00:30Z" }),
            ),
            (Form::Clock, "thaw=1", json!({ "thaw": true })),
            (
                Form::AddFault,
                "fault=status&status=503&seconds=1&method=&path=%2Fv1%2Fpages&times=2",
                json!({ "fault": "status", "path": "/v1/pages", "status": 503, "times": 2 }),
            ),
            (
                Form::AddFault,
                "fault=rate_limited&status=503&seconds=4",
                json!({ "fault": "rate_limited", "retry_after": 4 }),
            ),
            (Form::Reset, "seed=", json!({})),
            (Form::Reset, "seed=7", json!({ "seed": 7 })),
            (Form::RateLimit, "none=1", json!({ "rate_limit": null })),
            (
                Form::AddIntegration,
                "name=Reader&pages=a+b",
                json!({ "name": "Reader", "pages": ["a", "b"] }),
            ),
            (
                Form::Subscribe,
                "url=http%3A%2F%2F127.0.0.1%3A1&events=",
                json!({ "url": "http://127.0.0.1:1" }),
            ),
        ] {
            assert_eq!(command(form, fields), Ok(expected), "{fields}");
        }
        assert!(command(Form::Reset, "seed=x").is_err());
        assert!(command(Form::Clock, "").is_err());
    }
}
