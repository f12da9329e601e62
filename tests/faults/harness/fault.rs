//! The kinds of faults.

use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};

use super::random::Random;

/// What goes wrong with a request on its way through the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The proxy stops listening and closes its connections until the run ends.
    Refused,
    /// The connection is closed.
    Cut,
    /// The answer breaks off half-way, and so does the connection.
    HalfAnswer,
    /// Half of the JSON, under a length that says it is whole.
    HalfJson,
    /// An answer with this status and Notion's error object.
    Status(u16),
    /// An HTML page of the edge with this status.
    Html(u16),
    /// This status with nothing.
    Empty(u16),
    /// 200 with these bytes.
    Text(&'static str),
    /// 200 with a valid object of another kind.
    OtherObject(&'static str),
    /// A redirect to the same origin.
    Redirect(u16),
    /// No answer before the client's timeout.
    Slow,
    /// 429 with Notion's error object.
    RateLimited,
    /// 400 that names the cursor, for a request that has one; a 503 otherwise.
    CursorGone,
}

/// A kind, and whether the request takes effect nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Injected {
    pub(crate) kind: Kind,
    pub(crate) applied: bool,
}

const USER: &str = r#"{"object":"user","id":"00000000-0000-4000-8000-00000000aaaa","type":"person","person":{},"name":"N"}"#;
const ERROR: &str =
    r#"{"object":"error","status":400,"code":"validation_error","message":"not this"}"#;
const USERS: &str = r#"{"object":"list","results":[{"object":"user","id":"00000000-0000-4000-8000-00000000aaaa","type":"person","person":{},"name":"N"}],"next_cursor":null,"has_more":false,"type":"user","user":{}}"#;
const PAGE: &str = r#"{"object":"page","id":"00000000-0000-4000-8000-00000000bbbb","created_time":"2026-01-01T00:00:00.000Z","last_edited_time":"2026-01-01T00:00:00.000Z","created_by":{"object":"user","id":"00000000-0000-4000-8000-00000000aaaa"},"last_edited_by":{"object":"user","id":"00000000-0000-4000-8000-00000000aaaa"},"cover":null,"icon":null,"parent":{"type":"workspace","workspace":true},"in_trash":false,"is_locked":false,"properties":{"title":{"id":"title","type":"title","title":[]}},"url":"https://www.notion.so/x","public_url":null}"#;

/// Those that happen before the request takes effect, or instead of its answer, whichever it is.
const EITHER: &[Kind] = &[
    Kind::Cut,
    Kind::HalfAnswer,
    Kind::HalfJson,
    Kind::Status(500),
    Kind::Status(502),
    Kind::Status(503),
    Kind::Status(504),
    Kind::Html(200),
    Kind::Html(403),
    Kind::Html(500),
    Kind::Html(502),
    Kind::Html(520),
    Kind::Html(522),
    Kind::Html(524),
    Kind::Html(530),
    Kind::Empty(200),
    Kind::Empty(202),
    Kind::Empty(204),
    Kind::Empty(500),
    Kind::Text("null"),
    Kind::Text("garbage"),
    Kind::Text("{}"),
    Kind::Text("[]"),
    Kind::Text("\"text\""),
    Kind::OtherObject(USER),
    Kind::OtherObject(ERROR),
    Kind::OtherObject(USERS),
    Kind::OtherObject(PAGE),
    Kind::Redirect(302),
    Kind::Redirect(307),
    Kind::Redirect(308),
    Kind::Slow,
];

/// Those by which Notion says that nothing happened.
const BEFORE: &[Kind] = &[
    Kind::Refused,
    Kind::Status(400),
    Kind::Status(409),
    Kind::RateLimited,
    Kind::Status(529),
    Kind::CursorGone,
    Kind::Html(401),
];

impl Injected {
    pub(crate) fn choose(random: &mut Random) -> Self {
        if random.below(4) == 0 {
            return Self {
                kind: random.one(BEFORE),
                applied: false,
            };
        }
        let kind = match random.one(EITHER) {
            // It takes real time.
            Kind::Slow if random.below(3) > 0 => Kind::Cut,
            kind => kind,
        };
        Self {
            kind,
            applied: random.below(2) == 0,
        }
    }

    pub(crate) fn name(self) -> String {
        let what = match self.kind {
            Kind::Text(text) => format!("200 with {text}"),
            Kind::OtherObject(USER) => "200 with a user".to_owned(),
            Kind::OtherObject(USERS) => "200 with a list of users".to_owned(),
            Kind::OtherObject(PAGE) => "200 with another page".to_owned(),
            Kind::OtherObject(_) => "200 with an error object".to_owned(),
            kind => format!("{kind:?}").to_lowercase(),
        };
        let when = if self.applied { "after" } else { "before" };
        format!("{what}, {when} the effect")
    }
}

/// Faults that the local server itself has, in process or over TCP.
pub(crate) fn of_server(random: &mut Random) -> (Fault, String) {
    let fault = match random.below(10) {
        0 => Fault::CutBefore,
        1 => Fault::CutAfter,
        2 => Fault::Lost,
        3 => Fault::Truncated,
        4 => Fault::RateLimited { retry_after: 0 },
        5 => Fault::Delay(Duration::from_millis(1)),
        _ => Fault::Status(random.one(&[400, 409, 500, 502, 503, 504, 529])),
    };
    let name = format!("server: {fault:?}").to_lowercase();
    (fault, name)
}

/// Orders a fault of the server: it lets `skip` requests through, and happens with the next `times`.
pub(crate) fn order(server: &Server, fault: Fault, skip: usize, times: usize) {
    if skip > 0 {
        server.fail_when(FaultRule::new(Fault::Delay(Duration::ZERO)).times(skip));
    }
    server.fail_when(FaultRule::new(fault).times(times));
}
