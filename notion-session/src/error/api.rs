//! Notion's own errors.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::http::{Request, Response};

/// Notion answered a request with an error.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiError {
    /// What was asked: `GET /v1/pages/…`.
    pub request: String,
    /// The HTTP status.
    pub status: u16,
    /// Notion's code.
    pub code: Code,
    /// Notion's text.
    pub message: String,
    /// What else Notion said.
    pub additional_data: Option<Value>,
    /// The id under which Notion's support finds the request.
    pub request_id: Option<String>,
    /// How long Notion asked to wait.
    pub retry_after: Option<Duration>,
}

impl ApiError {
    pub(super) fn from_response(
        request: &Request,
        response: &Response,
        retry_after: Option<Duration>,
    ) -> Self {
        let status = response.status();
        let said: Option<Said> = serde_json::from_slice(response.body()).ok();
        let (code, message, additional_data, request_id) = match said {
            Some(said) => (
                Code::from(said.code),
                said.message,
                said.additional_data,
                said.request_id,
            ),
            // Not Notion itself, then: a proxy, a gateway.
            None => (
                Code::of_status(status),
                excerpt(response.body()),
                None,
                None,
            ),
        };
        Self {
            request: request.to_string(),
            status,
            code,
            message,
            additional_data,
            request_id: request_id.or_else(|| response.request_id().map(str::to_owned)),
            retry_after,
        }
    }

    /// What the caller can do about it, where that is known.
    fn hint(&self) -> Option<&'static str> {
        match (&self.code, self.status) {
            (Code::ObjectNotFound, _) if self.request.contains("/users/") => None,
            (Code::ObjectNotFound, _) => Some(
                "share the page or database with the integration: in its menu in Notion, under Connections",
            ),
            (Code::Unauthorized, _) => Some("check the token: it may be wrong, expired or revoked"),
            (Code::RestrictedResource, _) => {
                Some("give the integration the capability for this, in its settings in Notion")
            }
            (_, 429) => Some("send fewer requests at once, or let the session retry more often"),
            _ => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            request,
            status,
            code,
            message,
            ..
        } = self;
        write!(f, "{request}: Notion answered {status} {code}: {message}")?;
        if let Some(wait) = self.retry_after {
            write!(f, " (to be tried again in {} s)", wait.as_secs())?;
        }
        if let Some(hint) = self.hint() {
            write!(f, " [{hint}]")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request {id})")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// The body of an error.
#[derive(Deserialize)]
struct Said {
    code: String,
    message: String,
    #[serde(default)]
    additional_data: Option<Value>,
    #[serde(default)]
    request_id: Option<String>,
}

/// The beginning of a body that is not Notion's.
fn excerpt(body: &[u8]) -> String {
    const LENGTH: usize = 200;
    let text = String::from_utf8_lossy(body);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LENGTH) {
        _ if text.is_empty() => "no text".to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $wire:literal,)*) => {
        /// Notion's error codes.
        ///
        /// The list is open: a code that is not in it is kept as it came.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])+ $name,)*
            /// Another one.
            Unknown(String),
        }

        impl Code {
            /// The code as Notion writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $wire,)*
                    Self::Unknown(code) => code,
                }
            }
        }

        impl From<String> for Code {
            fn from(code: String) -> Self {
                match code.as_str() {
                    $($wire => Self::$name,)*
                    _ => Self::Unknown(code),
                }
            }
        }
    };
}

codes! {
    /// 400: the body is no JSON.
    InvalidJson = "invalid_json",
    /// 400: no such endpoint.
    InvalidRequestUrl = "invalid_request_url",
    /// 400: not supported.
    InvalidRequest = "invalid_request",
    /// 400: the request does not fit what the endpoint takes.
    ValidationError = "validation_error",
    /// 400: the version header is missing.
    MissingVersion = "missing_version",
    /// 400: a beta feature that is not open to this integration.
    InvalidBeta = "invalid_beta",
    /// 401: the token is not accepted.
    Unauthorized = "unauthorized",
    /// 403: the integration lacks the capability.
    RestrictedResource = "restricted_resource",
    /// 404: does not exist, or is not shared with the integration.
    ObjectNotFound = "object_not_found",
    /// 409: somebody else saved at the same time.
    ConflictError = "conflict_error",
    /// 409: the plan's number of rows is used up.
    RowLimitExceeded = "row_limit_exceeded",
    /// 429: too many requests.
    RateLimited = "rate_limited",
    /// 500: an error of Notion's.
    InternalServerError = "internal_server_error",
    /// 502: an error between Notion and here.
    BadGateway = "bad_gateway",
    /// 503: Notion is not available.
    ServiceUnavailable = "service_unavailable",
    /// 503: Notion's database is not available.
    DatabaseConnectionUnavailable = "database_connection_unavailable",
    /// 504: Notion took too long.
    GatewayTimeout = "gateway_timeout",
    /// 529: Notion is overloaded.
    ServiceOverload = "service_overload",
}

impl Code {
    /// The code that goes with a status, where the body names none.
    fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::RestrictedResource,
            409 => Self::ConflictError,
            429 => Self::RateLimited,
            500 => Self::InternalServerError,
            502 => Self::BadGateway,
            503 => Self::ServiceUnavailable,
            504 => Self::GatewayTimeout,
            529 => Self::ServiceOverload,
            other => Self::Unknown(format!("http_{other}")),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use serde_json::json;

    use super::*;

    fn error(status: u16, body: impl fmt::Display) -> ApiError {
        let response = Response::new(status, HeaderMap::new(), body.to_string().into());
        ApiError::from_response(&Request::get("/v1/pages/1"), &response, None)
    }

    #[test]
    fn notion_s_words_and_a_hint() {
        let error = error(
            404,
            json!({ "object": "error", "status": 404, "code": "object_not_found", "message": "Could not find page.",
                    "additional_data": { "integration_id": "x" }, "request_id": "r1" }),
        );
        assert_eq!(error.code, Code::ObjectNotFound);
        assert_eq!(
            error.additional_data,
            Some(json!({ "integration_id": "x" }))
        );
        let text = error.to_string();
        for part in [
            "GET /v1/pages/1",
            "404 object_not_found",
            "Could not find page.",
            "share the page",
            "r1",
        ] {
            assert!(text.contains(part), "{part:?} is missing in {text:?}");
        }
    }

    #[test]
    fn an_unknown_code_is_kept() {
        let error = error(400, json!({ "code": "brand_new", "message": "x" }));
        assert_eq!(error.code, Code::Unknown("brand_new".to_owned()));
        assert_eq!(error.code.as_str(), "brand_new");
    }

    #[test]
    fn a_gateway_s_page_is_shortened_and_named_by_its_status() {
        let error = error(
            502,
            format!("<html>\n  <h1>Bad   Gateway</h1>{}", "é".repeat(500)),
        );
        assert_eq!(error.code, Code::BadGateway);
        assert!(error.message.starts_with("<html> <h1>Bad Gateway</h1>é"));
        assert_eq!(error.message.chars().count(), 201);
    }
}
