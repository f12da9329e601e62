//! Errors that Notion answers with.

use serde_json::{Map, Value};
use std::fmt;

use crate::json::{object, open_enum};

object! {
    /// The body of an answer that is an error.
    pub struct ErrorBody is "error" {
        /// The HTTP status.
        absent status: Option<u16>,
        /// What kind of error it is.
        absent code: Option<ErrorCode>,
        /// What was wrong, in Notion's words.
        written message: String,
        /// More about it, such as `integration_id` or `rate_limit_reason`.
        absent additional_data: Option<Map<String, Value>>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

open_enum! {
    /// The kinds of errors.
    pub enum ErrorCode {
        /// (400): the body is no JSON.
        InvalidJson = "invalid_json",
        /// (400): there is no such address.
        InvalidRequestUrl = "invalid_request_url",
        /// (400): the request is not supported.
        InvalidRequest = "invalid_request",
        /// (400): a code of an authorisation is not good.
        InvalidGrant = "invalid_grant",
        /// (400): the request is not as it should be; the message says where.
        ValidationError = "validation_error",
        /// (400): the header `Notion-Version` is missing.
        MissingVersion = "missing_version",
        /// (400)
        InvalidBeta = "invalid_beta",
        /// (401): the token is not good.
        Unauthorized = "unauthorized",
        /// (403): the token does not permit this.
        RestrictedResource = "restricted_resource",
        /// (404): there is no such object, or it is not shared with the integration.
        ObjectNotFound = "object_not_found",
        /// (409): somebody changed the same thing at the same time.
        ConflictError = "conflict_error",
        /// (409): the plan permits no more rows.
        RowLimitExceeded = "row_limit_exceeded",
        /// (429): too many requests; the header `Retry-After` says how long to wait.
        RateLimited = "rate_limited",
        /// (500)
        InternalServerError = "internal_server_error",
        /// (502)
        BadGateway = "bad_gateway",
        /// (503)
        ServiceUnavailable = "service_unavailable",
        /// (503)
        DatabaseConnectionUnavailable = "database_connection_unavailable",
        /// (504)
        GatewayTimeout = "gateway_timeout",
        /// (529): Notion has too much to do; the header `Retry-After` says how long to wait.
        ServiceOverload = "service_overload",
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};

    #[test]
    fn errors_are_known() {
        let error: ErrorBody = known(
            r#"{"object": "error", "status": 429, "code": "rate_limited", "message": "Wait.",
                "additional_data": {"rate_limit_reason": "workspace"}, "request_id": "r"}"#,
        );
        assert_eq!(error.code, Some(ErrorCode::RateLimited));
        assert_eq!(error.to_string(), "rate_limited: Wait.");
        let other: ErrorBody =
            same(&serde_json::json!({"object": "error", "code": "tea_pot", "message": "No."}));
        assert_eq!(other.code, Some(ErrorCode::Unknown("tea_pot".to_owned())));
    }
}
