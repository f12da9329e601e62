//! Notion's errors: codes, statuses and sentences. Every text that does not come from a validator is here.
//!
//! Texts marked "recorded" were seen in traffic of the real API. The others come from public threads and from
//! Notion's pages, or, where they are marked "choice", are ours because no source has them.

use std::fmt;

use serde_json::{Map, Value, json};
use uuid::Uuid;

/// An error answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) additional_data: Option<Box<Value>>,
    pub(crate) retry_after: Option<u64>,
}

/// What an endpoint gives.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
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

    /// Choice: the pattern of "is expected to be".
    pub(crate) fn computed_property(name: &str, kind: &str) -> Self {
        Self::validation(format!(
            "{name} is a {kind} property, whose value cannot be set."
        ))
    }

    pub(crate) fn unknown_property(name: &str) -> Self {
        Self::validation(format!("{name} is not a property that exists."))
    }

    pub(crate) fn wrong_type(name: &str, expected: &str) -> Self {
        Self::validation(format!("{name} is expected to be {expected}."))
    }

    pub(crate) fn find_property(name: &str) -> Self {
        Self::validation(format!("Could not find property with name or id: {name}"))
    }

    pub(crate) fn find_sort_property(name: &str) -> Self {
        Self::validation(format!(
            "Could not find sort property with name or id: {name}"
        ))
    }

    /// From the documentation of a client that met it.
    pub(crate) fn icon_outside_of_tab() -> Self {
        Self::validation(
            "Cannot set icon on a paragraph block that is not a direct child of a tab block.",
        )
    }

    /// Choice.
    pub(crate) fn table_width() -> Self {
        Self::validation(
            "Number of cells in table row must match the table width of the parent table",
        )
    }

    /// Recorded with an older version, for linked databases.
    pub(crate) fn no_data_sources(id: Uuid) -> Self {
        Self::validation(format!(
            "Database with ID {id} does not contain any data sources accessible by this API bot."
        ))
    }

    /// From Notion's documentation.
    pub(crate) fn no_workspace_pages() -> Self {
        Self::validation(
            "Provide a parent.page_id or parent.database_id parameter to create a page, or use a public integration with \
             insert_content capability. Internal integrations aren't owned by a single user, so creating workspace-level private pages is not \
             supported.",
        )
    }

    /// From public threads.
    pub(crate) fn no_children() -> Self {
        Self::validation("Block does not support children")
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

    /// Choice.
    pub(crate) fn external_url(url: &str) -> Self {
        Self::body(format!(
            "body.external_url should be a valid url, instead was `{}`.",
            Value::from(url)
        ))
    }

    /// Choice.
    pub(crate) fn upload_not_pending(id: Uuid, status: &str) -> Self {
        Self::validation(format!(
            "File upload {id} has the status {status} and takes nothing more."
        ))
    }

    /// Choice.
    pub(crate) fn upload_not_ready(id: Uuid, status: &str) -> Self {
        Self::validation(format!(
            "File upload {id} has the status {status} and cannot be attached: it should be uploaded."
        ))
    }

    /// Choice.
    pub(crate) fn no_form() -> Self {
        Self::validation(
            "The request should be multipart/form-data with the file in the field `file`.",
        )
    }

    /// Choice.
    pub(crate) fn too_large(size: usize, limit: usize) -> Self {
        Self::validation(format!(
            "The file holds {size} bytes, more than the {limit} that can be taken."
        ))
    }

    /// Choice.
    pub(crate) fn part_number(total: usize) -> Self {
        Self::validation(format!("part_number should be a number from 1 to {total}."))
    }

    /// Choice.
    pub(crate) fn parts_missing(sent: usize, total: usize) -> Self {
        Self::validation(format!("Only {sent} of {total} parts were sent."))
    }

    /// Choice.
    pub(crate) fn no_match(text: &str) -> Self {
        Self::validation(format!(
            "Could not find the text in the page: {}",
            Value::from(text)
        ))
    }

    /// Choice.
    pub(crate) fn many_matches(text: &str, count: usize) -> Self {
        Self::validation(format!(
            "The text is in the page {count} times; it should be there once, or replace_all_matches should be true: {}",
            Value::from(text)
        ))
    }

    /// Choice.
    pub(crate) fn would_delete_pages() -> Self {
        Self::validation(
            "The change would delete child pages or databases: set allow_deleting_content to true to do so.",
        )
    }

    /// Measured by others.
    pub(crate) fn is_database(id: Uuid) -> Self {
        Self::validation(format!(
            "Provided ID {id} is a database, not a page. Use the retrieve database API instead."
        ))
    }

    /// Measured by others.
    pub(crate) fn is_page(id: Uuid) -> Self {
        Self::validation(format!(
            "Provided database_id {id} is a page, not a database. Use the pages API instead, or pass the ID of the \
             database itself."
        ))
    }

    /// From Notion's guide to the data sources, where older versions say it.
    pub(crate) fn many_data_sources(id: Uuid, sources: &[Uuid]) -> Self {
        let mut error = Self::validation(
            "Databases with multiple data sources are not supported in this API version.",
        );
        error.additional_data = Some(Box::new(json!({
            "error_type": "multiple_data_sources_for_database",
            "database_id": id,
            "child_data_source_ids": sources,
        })));
        error
    }

    /// Measured by others.
    pub(crate) fn search_timestamp() -> Self {
        Self::validation(
            "body.sort.timestamp should be \"last_edited_time\" when sorting by timestamp.",
        )
    }

    /// From public threads.
    pub(crate) fn expected_block_type(kind: &str) -> Self {
        Self::validation(format!("Expected block type {kind} in request body"))
    }

    /// From public threads.
    pub(crate) fn invalid_link() -> Self {
        Self::validation("Invalid URL for link.")
    }

    /// Choice.
    pub(crate) fn property_exists(name: &str) -> Self {
        Self::validation(format!("Property name \"{name}\" already exists."))
    }

    /// From public threads.
    pub(crate) fn filter_mismatch(property: &str, filter: &str) -> Self {
        Self::validation(format!(
            "The property type in the database does not match the property type of the filter provided: database \
             property {property} does not match filter {filter}"
        ))
    }

    /// From public threads.
    pub(crate) fn unknown_option(
        kind: &str,
        option: &str,
        property: &str,
        available: &[&str],
    ) -> Self {
        let available: Vec<String> = available.iter().map(|name| format!("\"{name}\"")).collect();
        Self::validation(format!(
            "{kind} option \"{option}\" not found for property \"{property}\". Available options: {}.",
            available.join(", ")
        ))
    }

    /// Choice.
    pub(crate) fn unknown_option_id(property: &str, id: &str) -> Self {
        Self::validation(format!(
            "Could not find option with ID: {id} in the property {property}"
        ))
    }

    /// Choice: the shape of a date is checked before; this is for zones and days that do not exist.
    pub(crate) fn invalid_date(place: &str) -> Self {
        Self::validation(format!(
            "Invalid date in {place}: the date or its time zone does not exist."
        ))
    }

    pub(crate) fn archived_block() -> Self {
        Self::validation(
            "Can't edit block that is archived. You must unarchive the block before editing.",
        )
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

    /// The budget of a window is used up. The reason is a choice: Notion's words for it could not be read.
    pub(crate) fn over_budget(retry_after: u64) -> Self {
        let mut error = Self::rate_limited(retry_after);
        error.additional_data = Some(Box::new(
            json!({ "rate_limit_reason": "integration_rate_limit" }),
        ));
        error
    }

    /// Choice: no source has the text.
    pub(crate) fn body_too_large() -> Self {
        Self::validation("The request body is too large: at most 500 KB can be sent.")
    }

    /// The error that goes with a status, for faults that were ordered.
    pub(crate) fn of_status(status: u16) -> Self {
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

    /// The body, without `request_id`.
    pub(crate) fn render(&self) -> Map<String, Value> {
        let mut body = Map::new();
        body.insert("object".into(), "error".into());
        body.insert("status".into(), self.status.into());
        body.insert("code".into(), self.code.into());
        body.insert("message".into(), self.message.clone().into());
        if let Some(data) = &self.additional_data {
            body.insert("additional_data".into(), (**data).clone());
        }
        body
    }
}
