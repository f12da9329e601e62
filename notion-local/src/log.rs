//! What was asked so far, for tests to look at.

use serde_json::Value;

/// One request that the server answered, as it came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path, from `/v1` on, as it was sent.
    pub path: String,
    /// The query string without the question mark; empty where there is none.
    pub query: String,
    /// The status that was answered.
    pub status: u16,
    /// The body, where it was JSON. The token is not kept.
    pub body: Option<Value>,
}
