//! The outcome of an attempt: one pure decision for all requests.
//!
//! Whatever comes back is first named ([`Outcome`]) and then judged ([`Verdict::of`]); no other place decides whether a
//! request took effect. Notion answers with a JSON object and states its errors as objects whose `object` is `error`.
//! Everything else comes from something between, such as the proxy in front of Notion, which answers in HTML while
//! Notion may have done the work.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::Response;

/// How an attempt ended, as far as the decision needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A whole answer: its status and what its body is.
    Answer(u16, AnswerBody),
    /// No connection: Notion has not seen the request.
    NotSent,
    /// Sent, but no whole answer: Notion may have acted on it.
    Lost,
    /// Sent, and the answer is larger than what is read. Asking again would give the same.
    TooLarge,
}

/// What the body of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerBody {
    /// JSON of the kind that was asked for. Before it is decoded, every object and list that is not an error counts.
    Expected,
    /// Notion's error object: `object` is `error`, and it has a code.
    Error,
    /// JSON of another kind: `null`, a string, an object that is something else.
    OtherJson,
    /// An HTML page.
    Html,
    /// Neither JSON nor HTML.
    Text,
    /// Nothing.
    Empty,
    /// JSON that breaks off.
    Cut,
    /// Whatever it is, it comes from the proxy in front of Notion: it has Cloudflare's Ray ID and no request ID of Notion.
    Edge,
}

/// What an outcome means for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Notion has done it.
    Done,
    /// Notion has refused it, and nothing was done.
    Failed,
    /// Nothing was done because of a rate limit: the request can be sent again, whatever it does.
    RateLimited,
    /// Nothing was sent: the request can be sent again, whatever it does.
    NotSent,
    /// It may have been done, and sending it again does no harm.
    Repeat,
    /// It may have been done, and must not be sent again.
    Unknown,
}

impl Verdict {
    /// Judges an outcome. `repeatable` states whether a second sending does no harm.
    ///
    /// | outcome | verdict |
    /// |---|---|
    /// | 2xx with the expected JSON | `Done` |
    /// | 4xx with Notion's error object | `Failed` |
    /// | 429 and 529 with Notion's error object; 429 with an empty body or other JSON, as rate limiters send it | `RateLimited` |
    /// | no connection | `NotSent` |
    /// | an answer that is larger than what is read | `Failed` if repeatable, else `Unknown` |
    /// | everything else: 5xx, redirects, answers that are not Notion's, broken connections, timeouts | `Repeat` if repeatable, else `Unknown` |
    ///
    /// ```
    /// use notion_rest::http::{AnswerBody, Outcome, Verdict};
    ///
    /// let page_of_a_proxy = Outcome::Answer(403, AnswerBody::Html);
    /// assert_eq!(Verdict::of(false, page_of_a_proxy), Verdict::Unknown);
    /// assert_eq!(Verdict::of(true, page_of_a_proxy), Verdict::Repeat);
    /// assert_eq!(Verdict::of(false, Outcome::Answer(403, AnswerBody::Error)), Verdict::Failed);
    /// ```
    pub fn of(repeatable: bool, outcome: Outcome) -> Self {
        use AnswerBody::{Empty, Error, Expected, OtherJson};
        match outcome {
            Outcome::Answer(200..=299, Expected) => Self::Done,
            Outcome::Answer(429, Error | Empty | OtherJson) | Outcome::Answer(529, Error) => {
                Self::RateLimited
            }
            Outcome::Answer(400..=499, Error) => Self::Failed,
            Outcome::NotSent => Self::NotSent,
            Outcome::TooLarge if repeatable => Self::Failed,
            Outcome::Answer(..) | Outcome::Lost if repeatable => Self::Repeat,
            Outcome::Answer(..) | Outcome::Lost | Outcome::TooLarge => Self::Unknown,
        }
    }
}

impl Outcome {
    /// Names what came back. The JSON of long answers to `repeatable` requests is checked at both ends only, because it
    /// is decoded next.
    pub(crate) fn of_response(repeatable: bool, response: &Response) -> Self {
        const SHORT: usize = 64 << 10;
        let status = response.status();
        let body = response.body().trim_ascii();
        let is_short = body.len() <= SHORT;
        let thorough = is_short || !repeatable || !response.is_success();
        let kind = match kind_of(body, response, thorough) {
            kind @ (AnswerBody::Expected | AnswerBody::Error) => kind,
            _ if response.is_edge() => AnswerBody::Edge,
            kind => kind,
        };
        Self::Answer(status, kind)
    }
}

/// The members by which an object is known.
#[derive(Deserialize)]
struct Marks {
    #[serde(default)]
    object: Option<Value>,
    #[serde(default)]
    code: Option<Value>,
    #[serde(default)]
    request_id: Option<Value>,
}

fn kind_of(body: &[u8], response: &Response, thorough: bool) -> AnswerBody {
    let not_json = |error: &serde_json::Error| {
        if error.is_eof() {
            AnswerBody::Cut
        } else {
            AnswerBody::Text
        }
    };
    match body {
        [] => AnswerBody::Empty,
        [b'<', ..] => AnswerBody::Html,
        [b'{', ..] if thorough => match serde_json::from_slice::<Marks>(body) {
            Ok(marks) => marks.kind(response),
            Err(error) => not_json(&error),
        },
        [b'{', .., b'}'] | [b'[', .., b']'] if !thorough && response.is_success() => {
            match body.starts_with(br#"{"object":"error""#) {
                true => AnswerBody::Error,
                false => AnswerBody::Expected,
            }
        }
        _ => match serde_json::from_slice::<IgnoredAny>(body) {
            Ok(_) if body.starts_with(b"[") && response.is_success() => AnswerBody::Expected,
            Ok(_) => AnswerBody::OtherJson,
            Err(error) if matches!(body, [b'{' | b'[', ..]) => not_json(&error),
            Err(_) => AnswerBody::Text,
        },
    }
}

impl Marks {
    fn kind(&self, response: &Response) -> AnswerBody {
        let code = self.code.as_ref().and_then(Value::as_str);
        let is_error = match (&self.object, code) {
            (Some(object), Some(_)) => object == "error",
            // The endpoints of OAuth leave out what makes it an object of Notion. Its codes and its request ID do.
            (None, Some(code)) if !response.is_success() => {
                let code = notion_model::ErrorCode::from(code);
                !matches!(code, notion_model::ErrorCode::Unknown(_)) || self.has_id(response)
            }
            (None, None) if !response.is_success() => self.has_id(response),
            _ => false,
        };
        if is_error {
            AnswerBody::Error
        } else if response.is_success() && !self.object.as_ref().is_some_and(|kind| kind == "error")
        {
            AnswerBody::Expected
        } else {
            AnswerBody::OtherJson
        }
    }

    fn has_id(&self, response: &Response) -> bool {
        self.request_id.as_ref().is_some_and(Value::is_string) || response.request_id().is_some()
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::*;

    const BODIES: [AnswerBody; 8] = [
        AnswerBody::Expected,
        AnswerBody::Error,
        AnswerBody::OtherJson,
        AnswerBody::Html,
        AnswerBody::Text,
        AnswerBody::Empty,
        AnswerBody::Cut,
        AnswerBody::Edge,
    ];

    /// The cells in which Notion itself states what became of the request; all others are open.
    fn stated(status: u16, body: AnswerBody) -> Option<Verdict> {
        match (status, body) {
            (200 | 201 | 202 | 204 | 206 | 299, AnswerBody::Expected) => Some(Verdict::Done),
            (429, AnswerBody::Error | AnswerBody::Empty | AnswerBody::OtherJson)
            | (529, AnswerBody::Error) => Some(Verdict::RateLimited),
            (400..500, AnswerBody::Error) => Some(Verdict::Failed),
            _ => None,
        }
    }

    #[test]
    fn every_cell_of_the_table() {
        let mut cells = 0;
        for status in 100..=999_u16 {
            // Of the second hundred these are tried, as the list above names them.
            if (200..300).contains(&status) && ![200, 201, 202, 204, 206, 299].contains(&status) {
                continue;
            }
            for body in BODIES {
                for repeatable in [true, false] {
                    let open = if repeatable {
                        Verdict::Repeat
                    } else {
                        Verdict::Unknown
                    };
                    let expected = stated(status, body).unwrap_or(open);
                    let verdict = Verdict::of(repeatable, Outcome::Answer(status, body));
                    assert_eq!(verdict, expected, "{status} {body:?} {repeatable}");
                    cells += 1;
                }
            }
        }
        assert_eq!(cells, (900 - 94) * 8 * 2);
    }

    #[test]
    fn connections_that_break() {
        for repeatable in [true, false] {
            assert_eq!(Verdict::of(repeatable, Outcome::NotSent), Verdict::NotSent);
        }
        assert_eq!(Verdict::of(true, Outcome::Lost), Verdict::Repeat);
        assert_eq!(Verdict::of(false, Outcome::Lost), Verdict::Unknown);
        assert_eq!(Verdict::of(true, Outcome::TooLarge), Verdict::Failed);
        assert_eq!(Verdict::of(false, Outcome::TooLarge), Verdict::Unknown);
    }

    fn response(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Response {
        let headers = headers.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        Response::new(
            status,
            HeaderMap::from_iter(headers),
            body.to_owned().into(),
        )
    }

    /// What a body of this status is, read in both ways.
    fn body(status: u16, headers: &[(&'static str, &'static str)], text: &str) -> AnswerBody {
        let response = response(status, headers, text);
        let kinds = [true, false].map(|repeatable| Outcome::of_response(repeatable, &response));
        let Outcome::Answer(_, kind) = kinds[0] else {
            panic!("{kinds:?}")
        };
        assert_eq!(kinds[0], kinds[1], "{text}");
        kind
    }

    const NOTION_ERROR: &str =
        r#"{"object":"error","status":400,"code":"validation_error","message":"x"}"#;

    #[test]
    fn bodies_are_known_by_what_they_are() {
        for (text, success, failure) in [
            (
                r#"{"object":"page"}"#,
                AnswerBody::Expected,
                AnswerBody::OtherJson,
            ),
            ("{}", AnswerBody::Expected, AnswerBody::OtherJson),
            (" [1] ", AnswerBody::Expected, AnswerBody::OtherJson),
            (NOTION_ERROR, AnswerBody::Error, AnswerBody::Error),
            (
                r#"{"object":"error","message":"no code"}"#,
                AnswerBody::OtherJson,
                AnswerBody::OtherJson,
            ),
            (
                r#"{"code":"unauthorized","message":"x"}"#,
                AnswerBody::Expected,
                AnswerBody::Error,
            ),
            (
                r#"{"code":"E_PROXY","message":"x"}"#,
                AnswerBody::Expected,
                AnswerBody::OtherJson,
            ),
            (
                r#"{"code":403,"message":"x"}"#,
                AnswerBody::Expected,
                AnswerBody::OtherJson,
            ),
            (
                r#"{"error":"invalid_grant","request_id":"r"}"#,
                AnswerBody::Expected,
                AnswerBody::Error,
            ),
            (
                r#"{"message":"Forbidden"}"#,
                AnswerBody::Expected,
                AnswerBody::OtherJson,
            ),
            ("null", AnswerBody::OtherJson, AnswerBody::OtherJson),
            ("\"page\"", AnswerBody::OtherJson, AnswerBody::OtherJson),
            ("12", AnswerBody::OtherJson, AnswerBody::OtherJson),
            ("\n<!DOCTYPE html><p>x", AnswerBody::Html, AnswerBody::Html),
            ("error code: 1015", AnswerBody::Text, AnswerBody::Text),
            ("nul", AnswerBody::Text, AnswerBody::Text),
            ("{x}", AnswerBody::Text, AnswerBody::Text),
            ("\u{0}\u{1}", AnswerBody::Text, AnswerBody::Text),
            ("", AnswerBody::Empty, AnswerBody::Empty),
            (" \r\n", AnswerBody::Empty, AnswerBody::Empty),
            (r#"{"object":"pa"#, AnswerBody::Cut, AnswerBody::Cut),
            ("[1", AnswerBody::Cut, AnswerBody::Cut),
            ("{", AnswerBody::Cut, AnswerBody::Cut),
        ] {
            for status in [200, 202, 204] {
                assert_eq!(body(status, &[], text), success, "{status} {text}");
            }
            for status in [400, 401, 403, 404, 429, 500, 503, 529] {
                assert_eq!(body(status, &[], text), failure, "{status} {text}");
            }
        }
    }

    #[test]
    fn the_edge_is_known_by_its_ray_id() {
        const RAY: (&str, &str) = ("cf-ray", "8c1f-FRA");
        const ID: (&str, &str) = ("x-notion-request-id", "r1");
        for text in ["<html>", "", "null", "error code: 520"] {
            for status in [200, 204, 401, 403, 429, 502, 520, 530] {
                assert_eq!(body(status, &[RAY], text), AnswerBody::Edge, "{text}");
                assert_ne!(body(status, &[RAY, ID], text), AnswerBody::Edge, "{text}");
            }
        }
        // All of Notion's answers pass through it, too.
        assert_eq!(body(200, &[RAY], "{}"), AnswerBody::Expected);
        assert_eq!(body(404, &[RAY], NOTION_ERROR), AnswerBody::Error);
    }

    #[test]
    fn of_long_answers_to_reading_both_ends_are_looked_at() {
        let long = format!(
            "{{\"object\":\"list\",\"results\":[{}]}}",
            "1,".repeat(40_000) + "1"
        );
        let read = |text: &str| Outcome::of_response(true, &response(200, &[], text));
        assert_eq!(read(&long), Outcome::Answer(200, AnswerBody::Expected));
        let half = &long[..long.len() - 9];
        assert_eq!(read(half), Outcome::Answer(200, AnswerBody::Cut));
        let error = format!(
            "{}{}\"}}",
            &NOTION_ERROR[..NOTION_ERROR.len() - 2],
            "x".repeat(70_000)
        );
        assert_eq!(read(&error), Outcome::Answer(200, AnswerBody::Error));
    }
}
