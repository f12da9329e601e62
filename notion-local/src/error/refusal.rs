//! What Notion says to requests that are well-formed and cannot be carried out. See [`crate::error`] for where the
//! texts come from.

use serde_json::{Value, json};
use uuid::Uuid;

use super::ApiError;

impl ApiError {
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

    /// Choice: Notion has one address. The code is the one for what may not be seen.
    pub(crate) fn foreign_host(host: &str) -> Self {
        Self::new(
            403,
            "restricted_resource",
            format!(
                "{} is not a name of this server: requests are answered on loopback, at the address that it listens at, and \
                 at the names given with --allow-host.",
                Value::from(host)
            ),
        )
    }

    /// Choice.
    pub(crate) fn request_timeout() -> Self {
        Self::new(
            408,
            "request_timeout",
            "The body of the request did not come in time.",
        )
    }

    /// Choice.
    pub(crate) fn external_url(url: &str) -> Self {
        Self::body(format!(
            "body.external_url should be a valid url, instead was `{}`.",
            Value::from(url)
        ))
    }

    /// Choice.
    pub(crate) fn not_imported(url: &str, reason: &str) -> Self {
        Self::validation(format!("The file at {url} could not be imported: {reason}"))
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
    pub(crate) fn invalid_address(of: &str) -> Self {
        Self::validation(format!("Invalid {of} url."))
    }

    /// Seen by others.
    pub(crate) fn workspace_page(trash: bool) -> Self {
        Self::validation(if trash {
            "Archiving workspace level pages via API not supported."
        } else {
            "Unarchiving workspace level pages not supported by the API"
        })
    }

    /// Choice.
    pub(crate) fn no_https(url: &str) -> Self {
        Self::body(format!(
            "body.external_url should be an https url, instead was `{}`.",
            Value::from(url)
        ))
    }

    /// Choice.
    pub(crate) fn other_content_type(sent: &str, declared: &str) -> Self {
        Self::validation(format!(
            "The content type of the file does not match: {declared} was declared, {sent} was sent."
        ))
    }

    /// Choice.
    pub(crate) fn other_extension(filename: &str, content_type: &str) -> Self {
        Self::validation(format!(
            "The extension of the file name {filename} does not match the content type {content_type}."
        ))
    }

    /// Choice.
    pub(crate) fn small_part(number: usize, size: usize, least: usize) -> Self {
        Self::validation(format!(
            "Part {number} has {size} bytes: every part but the last one should have at least {least} bytes."
        ))
    }

    /// Choice.
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

    /// Choice: the documentation tells what is named, and not the words.
    pub(crate) fn schema_too_large(
        size: usize,
        limit: usize,
        name: &str,
        id: &str,
        largest: usize,
    ) -> Self {
        Self::validation(format!(
            "The schema of the data source would hold {size} bytes, more than the {limit} that it can hold. Its \
             largest property is \"{name}\" (ID: {id}) with {largest} bytes."
        ))
    }

    /// Choice: the documentation tells the rule, and not the words.
    pub(crate) fn inline_cover() -> Self {
        Self::validation("An inline database cannot have a cover.")
    }

    /// Choice: the documentation tells the limit, and not the words.
    pub(crate) fn formula_too_deep(limit: usize) -> Self {
        Self::validation(format!(
            "Formula depth exceeds the limit: it refers to {limit} or more tables, one through the other."
        ))
    }

    /// From public threads.
    pub(crate) fn unknown_formula_type() -> Self {
        Self::validation("Unable to filter based on a formula of unknown type")
    }

    /// From Notion's documentation.
    pub(crate) fn archived_page() -> Self {
        Self::validation(
            "Can't update a page that is archived. You must unarchive the page before updating.",
        )
    }

    pub(crate) fn archived_block() -> Self {
        Self::validation(
            "Can't edit block that is archived. You must unarchive the block before editing.",
        )
    }
}
