//! Notion's own errors.

use std::fmt;
use std::time::Duration;

use notion_model::{ErrorBody, ErrorCode as Code};
use serde_json::{Map, Value};

use crate::conceal::{conceal, conceal_json};
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
    pub additional_data: Option<Map<String, Value>>,
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
        let said: Option<ErrorBody> = serde_json::from_slice(response.body()).ok();
        let (code, message, additional_data, request_id) = match said {
            Some(ErrorBody {
                code: Some(code),
                message,
                additional_data,
                request_id,
                ..
            }) => (code, message, additional_data, request_id),
            // A rate limiter that answers without Notion's object.
            _ => {
                let message = match super::excerpt(response.body()) {
                    empty if empty.is_empty() => "no text".to_owned(),
                    message => message,
                };
                (code_of_status(status), message, None, None)
            }
        };
        let request_id = request_id.or_else(|| response.request_id().map(str::to_owned));
        Self {
            request: request.to_string(),
            status,
            code,
            message,
            additional_data,
            request_id,
            retry_after,
        }
        .concealed()
    }

    /// Returns true if the cursor of a list is invalid or expired. No error code exists for it, so the message decides.
    pub fn is_lost_cursor(&self) -> bool {
        self.code == Code::ValidationError && self.message.contains("start_cursor")
    }

    /// Returns true if Notion cannot filter by a formula, because the type of its result is unknown to Notion. No error code
    /// exists for it, so the message decides.
    pub fn is_unfilterable_formula(&self) -> bool {
        self.code == Code::ValidationError && self.message.contains("formula of unknown type")
    }

    /// What a task says that went wrong, which Notion carried out after its answer to a request.
    pub(super) fn from_task(request: &Request, said: ErrorBody) -> Self {
        let status = said.status.unwrap_or(500);
        Self {
            request: request.to_string(),
            status,
            code: said.code.unwrap_or_else(|| code_of_status(status)),
            message: said.message,
            additional_data: said.additional_data,
            request_id: said.request_id,
            retry_after: None,
        }
        .concealed()
    }

    /// Notion's words, without what they may repeat of the token and of signed addresses.
    fn concealed(mut self) -> Self {
        self.message = conceal(&self.message);
        let members = self.additional_data.iter_mut().flat_map(Map::values_mut);
        members.for_each(conceal_json);
        self
    }

    /// What was read, without the request.
    pub(super) fn read(&self) -> String {
        let Self {
            status,
            code,
            message,
            ..
        } = self;
        format!("Notion answered {status} {code}: {message}")
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
            _ if self.is_lost_cursor() => Some(
                "ask again from the beginning: Notion knows a cursor for a while, and while there is what it points to",
            ),
            _ if self.is_unfilterable_formula() => Some(
                "open the formula in Notion and save it: Notion does not know the type of a formula that was made through \
                 its API, nor of one whose branches have different types",
            ),
            (_, 429) => {
                Some("send fewer requests concurrently, or let the session retry more often")
            }
            _ => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.read())?;
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

/// The code that goes with a status, where the body names none.
fn code_of_status(status: u16) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::RestrictedResource,
        409 => Code::ConflictError,
        429 => Code::RateLimited,
        500 => Code::InternalServerError,
        502 => Code::BadGateway,
        503 => Code::ServiceUnavailable,
        504 => Code::GatewayTimeout,
        529 => Code::ServiceOverload,
        other => Code::Unknown(format!("http_{other}")),
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
        let text = error.to_string();
        assert_eq!(error.additional_data.unwrap()["integration_id"], "x");
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
}
