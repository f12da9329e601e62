//! Notion's errors: codes, statuses and sentences. Every text that does not come from a validator is here or in
//! [`crate::error::refusal`].
//!
//! Texts marked "recorded" were seen in traffic of the real API. The others come from public threads and from
//! Notion's pages, or, where they are marked "choice", are ours because no source has them.

mod refusal;

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value, json};
use uuid::Uuid;

/// An error answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    pub(crate) additional_data: Option<Box<Value>>,
    pub(crate) retry_after: Option<u64>,
}

/// What an endpoint gives.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            additional_data: None,
            retry_after: None,
        }
    }

    /// 400 with a sentence of Notion's own.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "validation_error", message)
    }

    /// 400 `body failed validation` for one line, without the place's prefix.
    pub(crate) fn body(line: impl fmt::Display) -> Self {
        Self::validation(format!("body failed validation: {line}"))
    }

    /// Recorded.
    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "unauthorized", "API token is invalid.")
    }

    /// Measured by others: what comes when there is no bearer token at all.
    pub(crate) fn no_bearer() -> Self {
        Self::new(
            401,
            "unauthorized",
            "Authorization header must use the format \"Bearer <token>\".",
        )
    }

    /// Recorded.
    pub(crate) fn invalid_request_url() -> Self {
        Self::new(400, "invalid_request_url", "Invalid request URL.")
    }

    pub(crate) fn invalid_json() -> Self {
        Self::new(400, "invalid_json", "Error parsing JSON body.")
    }

    pub(crate) fn missing_version() -> Self {
        Self::new(
            400,
            "missing_version",
            "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.",
        )
    }

    /// Choice: the pattern of other enumerations.
    pub(crate) fn unknown_version(given: &str) -> Self {
        Self::validation(format!(
            "Notion-Version header failed validation: Notion-Version header should be `\"2025-09-03\"` or \
             `\"2026-03-11\"`, instead was `{}`.",
            Value::from(given)
        ))
    }

    /// Recorded.
    pub(crate) fn path_id(name: &str, given: &str) -> Self {
        Self::validation(format!(
            "path failed validation: path.{name} should be a valid uuid, instead was `{}`.",
            Value::from(given)
        ))
    }

    /// Recorded for pages.
    pub(crate) fn not_found(
        what: &str,
        id: impl fmt::Display,
        bot_name: &str,
        integration: Uuid,
    ) -> Self {
        let mut error = Self::new(
            404,
            "object_not_found",
            format!(
                "Could not find {what} with ID: {id}. Make sure the relevant pages and databases are shared with \
                 your integration \"{bot_name}\"."
            ),
        );
        error.additional_data = Some(Box::new(json!({ "integration_id": integration })));
        error
    }

    /// Recorded.
    pub(crate) fn user_not_found(id: Uuid, integration: Uuid) -> Self {
        let mut error = Self::new(
            404,
            "object_not_found",
            format!(
                "Could not find user with ID: {id}. Make sure your integration has capabilities to read user \
                 information. With those capabilities, only members and guests in the integration's workspace are \
                 visible."
            ),
        );
        error.additional_data = Some(Box::new(json!({ "integration_id": integration })));
        error
    }

    /// A parameter of the query that has to be there.
    pub(crate) fn query_undefined(name: &str) -> Self {
        Self::validation(format!(
            "query failed validation: query.{name} should be defined, instead was `undefined`."
        ))
    }

    /// A parameter of the query that has to be an id.
    pub(crate) fn query_id(name: &str, given: &str) -> Self {
        Self::validation(format!(
            "query failed validation: query.{name} should be a valid uuid, instead was `{}`.",
            Value::from(given)
        ))
    }

    /// A key that has to be there because of another one.
    pub(crate) fn undefined(name: &str) -> Self {
        Self::body(format!(
            "body.{name} should be defined, instead was `undefined`."
        ))
    }

    /// Choice.
    pub(crate) fn one_of(names: &[&str]) -> Self {
        Self::validation(format!(
            "Exactly one of {} should be given.",
            names.join(", ")
        ))
    }

    pub(crate) fn invalid_cursor(cursor: &str) -> Self {
        Self::validation(format!("The start_cursor provided is invalid: {cursor}"))
    }

    pub(crate) fn rate_limited(retry_after: u64) -> Self {
        let mut error = Self::new(
            429,
            "rate_limited",
            "You have been rate limited. Please try again in a few minutes.",
        );
        error.retry_after = Some(retry_after);
        error
    }

    /// The connection has used up the budget of the window. The reason is the one that people have seen for it; that of a
    /// whole workspace is `public_api_space_request_rate_limit`.
    pub(crate) fn over_budget(retry_after: u64) -> Self {
        let mut error = Self::rate_limited(retry_after);
        error.additional_data = Some(Box::new(
            json!({ "rate_limit_reason": "public_api_request_rate_limit" }),
        ));
        error
    }

    /// Choice: no source tells what Notion does with a body that says that it is something else. It is refused even
    /// where it could be read, since it may not be read there.
    pub(crate) fn no_json(content_type: &str) -> Self {
        let mut error = Self::invalid_json();
        error.message = format!(
            "Error parsing JSON body. Its Content-Type should be application/json, instead was {}.",
            Value::from(content_type)
        );
        error
    }

    /// Choice: no source has the text.
    pub(crate) fn body_too_large() -> Self {
        Self::validation("The request body is too large: at most 500 KB can be sent.")
    }

    /// Choice, as Notion has no data file: a change that cannot be written into it.
    pub(crate) fn not_kept() -> Self {
        Self::new(
            500,
            "internal_server_error",
            "The data file cannot be written.",
        )
    }

    /// The error that goes with a status, for faults that were ordered.
    pub(crate) fn of_status(status: u16) -> Self {
        let status = if (400..=599).contains(&status) {
            status
        } else {
            500
        };
        let (code, message) = match status {
            401 => return Self::unauthorized(),
            403 => (
                "restricted_resource",
                "API token does not have access to this resource.",
            ),
            404 => ("object_not_found", "Could not find the object."),
            409 => (
                "conflict_error",
                "Conflict occurred while saving. Please try again.",
            ),
            429 => return Self::rate_limited(1),
            502 => ("bad_gateway", "Bad Gateway"),
            503 => (
                "service_unavailable",
                "Notion is unavailable, please try again later.",
            ),
            504 => ("gateway_timeout", "Gateway Timeout"),
            529 => (
                "service_overload",
                "Notion is overloaded, please try again later.",
            ),
            400..=499 => (
                "validation_error",
                "The request was refused because a fault was ordered.",
            ),
            _ => ("internal_server_error", "Unexpected error occurred."),
        };
        Self::new(status, code, message)
    }

    /// An error that was ordered, with a code of its own where there is one.
    pub(crate) fn ordered(status: u16, code: &str, retry_after: Option<u64>) -> Self {
        let mut error = Self::of_status(status);
        if !code.is_empty() {
            error.code = code.to_owned().into();
        }
        error.retry_after = retry_after.or(error.retry_after);
        error
    }

    /// The body, without `request_id`.
    pub(crate) fn render(&self) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("object".into(), "error".into());
        body.insert("status".into(), self.status.into());
        body.insert("code".into(), self.code.clone().into());
        body.insert("message".into(), self.message.clone().into());
        if let Some(data) = &self.additional_data {
            body.insert("additional_data".into(), (**data).clone());
        }
        body
    }
}
