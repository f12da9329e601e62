//! Answers that are not Notion's.

use std::fmt;
use std::time::Duration;

use super::excerpt;
use crate::http::{AnswerBody, Body, Request, Response};

/// An answer that is not Notion's: something between here and Notion answered in its place, such as the Cloudflare proxy
/// in front of Notion, another proxy, or a server at a mistyped base URL.
///
/// It says nothing about the token or the integration, whatever its status is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ForeignAnswer {
    /// The request: `GET /v1/pages/…`.
    pub request: String,
    /// The HTTP status.
    pub status: u16,
    /// What the body is.
    pub body: AnswerBody,
    /// The beginning of the body. Empty if the request carried a secret, which the body may repeat.
    pub excerpt: String,
    /// Cloudflare's name for the request.
    pub ray_id: Option<String>,
    /// The time to wait that the answer asked for.
    pub retry_after: Option<Duration>,
}

impl ForeignAnswer {
    pub(super) fn new(
        request: &Request,
        response: &Response,
        body: AnswerBody,
        retry_after: Option<Duration>,
    ) -> Self {
        let is_secret = matches!(request.body, Body::Secret(_));
        let excerpt = if is_secret {
            String::new()
        } else {
            excerpt(response.body())
        };
        Self {
            request: request.to_string(),
            status: response.status(),
            body,
            excerpt,
            ray_id: response.ray_id().map(str::to_owned),
            retry_after,
        }
    }

    /// What was read, without the request.
    pub(super) fn read(&self) -> String {
        let status = self.status;
        let source = match self.body {
            AnswerBody::Edge => "the Cloudflare proxy in front of Notion answered, not Notion",
            _ => "the answer is not Notion's",
        };
        let body = match self.body {
            AnswerBody::Empty => "an empty body",
            AnswerBody::Html => "an HTML page",
            AnswerBody::Cut => "JSON that breaks off",
            AnswerBody::Error => "an error under a status of success",
            AnswerBody::Expected | AnswerBody::OtherJson => "JSON of another kind",
            AnswerBody::Text => "text",
            AnswerBody::Edge if self.excerpt.is_empty() => "no text",
            AnswerBody::Edge if self.excerpt.starts_with('<') => "an HTML page",
            AnswerBody::Edge => "text",
        };
        let mut text = format!("{source}: status {status} with {body}");
        if !self.excerpt.is_empty() {
            text.push_str(": ");
            text.push_str(&self.excerpt);
        }
        if let Some(ray_id) = &self.ray_id {
            text.push_str(&format!(" (Ray ID {ray_id})"));
        }
        text
    }
}

impl fmt::Display for ForeignAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.read())?;
        if let Some(wait) = self.retry_after {
            write!(f, " (to be tried again in {} s)", wait.as_secs())?;
        }
        f.write_str(match self.body {
            AnswerBody::Edge => {
                " [try again later; if it stays, this network may be blocked: report the Ray ID to Notion's support]"
            }
            _ => " [try again later; if it stays, check the base URL, and proxies between here and Notion]",
        })
    }
}

impl std::error::Error for ForeignAnswer {}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;
    use crate::error::Error;
    use crate::http::{SecretJson, Verdict};

    fn answer(status: u16, ray: bool, body: &str) -> Response {
        let mut headers = HeaderMap::new();
        if ray {
            headers.insert("cf-ray", HeaderValue::from_static("8c1f00-FRA"));
        }
        Response::new(status, headers, body.to_owned().into())
    }

    #[test]
    fn the_edge_is_named_and_capabilities_and_tokens_are_not() {
        for status in [200, 401, 403, 502, 504, 520, 524, 527, 530] {
            let answer = answer(status, true, "<html>  <h1>Sorry</h1>");
            let request = Request::get("/v1/users/me");
            let error = Error::from_response(&request, Verdict::Repeat, &answer, None);
            let text = error.to_string();
            for part in ["8c1f00-FRA", "<html> <h1>Sorry</h1>", "not Notion"] {
                assert!(text.contains(part), "{part:?} is missing in {text:?}");
            }
            assert!(text.contains(&status.to_string()), "{text}");
            assert!(
                !text.contains("token") && !text.contains("capabilit"),
                "{text}"
            );
            assert!(!error.is_unauthorized() && !error.is_forbidden(), "{text}");
        }
    }

    #[test]
    fn the_page_of_a_gateway_is_shortened() {
        let page = format!("<html>\n  <h1>Bad   Gateway</h1>{}", "é".repeat(500));
        let request = Request::get("/v1/users/me");
        let error =
            ForeignAnswer::new(&request, &answer(502, false, &page), AnswerBody::Html, None);
        assert!(error.excerpt.starts_with("<html> <h1>Bad Gateway</h1>é"));
        assert_eq!(error.excerpt.chars().count(), 201);
    }

    #[test]
    fn the_answer_to_a_secret_is_not_shown() {
        let body = SecretJson::new(&"x").unwrap();
        let request = Request::post("/v1/oauth/token").secret_json(body);
        let error = ForeignAnswer::new(
            &request,
            &answer(200, true, "hidden"),
            AnswerBody::Edge,
            None,
        );
        assert!(!format!("{error} {error:?}").contains("hidden"));
    }
}
