//! What endpoints answer with.

use serde_json::{Map, Value};

/// What an endpoint answers when all is well.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Map<String, Value>,
    /// Nearly every body ends with the request's id.
    pub(crate) with_request_id: bool,
}

impl Reply {
    /// 200 with this object.
    pub(crate) fn ok(body: Map<String, Value>) -> Self {
        Self {
            status: 200,
            body,
            with_request_id: true,
        }
    }
}
