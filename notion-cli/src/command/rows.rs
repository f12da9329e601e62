//! `notion rows`.

mod value;

use std::pin::pin;
use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use futures_util::TryStreamExt;
use notion_session::IntoId;
use notion_session::api::QueryDataSource;
use notion_session::model::{DatabaseId, Page, PageOrDataSource, SchemaKind};
use notion_session::table::csv_line;
use serde_json::{Map, Value, json};

use super::print;
use crate::connect::Connection;
use crate::failure::{Failure, Result};
use value::{plain, text};

/// Print the rows of a database as a table, as CSV or as lines of JSON.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id or URL of a database or data source.
    database: String,
    /// CSV with a header, as RFC 4180 has it.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// One JSON object a line: the row's id, its URL, and its properties as plain values.
    #[arg(long)]
    json: bool,
    /// How many rows at most.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    connection: Connection,
}

#[expect(
    clippy::print_stderr,
    reason = "what is missing is no part of the output"
)]
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let id: DatabaseId = arguments.database.as_str().into_id()?;
    let session = arguments.connection.open()?;
    let database = session.get_db(id.uuid()).await?;
    let source = database.data_source().await?;
    let query = QueryDataSource::default();
    let mut call = session.api().data_sources().query(source.id, &query);
    let limit = arguments.limit.unwrap_or(usize::MAX);
    if let Ok(size @ 1..100) = u32::try_from(limit) {
        call = call.page_size(size);
    }
    let mut rows: Vec<Page> = Vec::new();
    let mut is_cut = false;
    let mut answers = pin!(call.pages());
    while rows.len() < limit
        && let Some(part) = answers.try_next().await?
    {
        let reason = part
            .request_status
            .and_then(|status| status.incomplete_reason);
        is_cut |= reason.is_some();
        rows.extend(part.results.into_iter().filter_map(|result| match result {
            PageOrDataSource::Page(page) => Some(page),
            _ => None,
        }));
    }
    is_cut &= rows.len() < limit;
    rows.truncate(limit);

    // The title first, then by name, as they are pulled: the order that Notion's API gives has no meaning.
    let mut names: Vec<&String> = source.properties.keys().collect();
    names.sort_by_key(|name| {
        let is_title = matches!(source.properties[*name].kind, SchemaKind::Title(_));
        (!is_title, *name)
    });
    let values = |page: &Page| -> Result<Vec<Value>> {
        let value = |name: &&String| match page.properties.get(*name) {
            Some(value) => serde_json::to_value(value).map(|value| plain(&value)),
            None => Ok(Value::Null),
        };
        let values: std::result::Result<_, _> = names.iter().map(value).collect();
        values.map_err(|error| Failure::about(format!("the row {}", page.id), error))
    };
    let mut out = String::new();
    if arguments.json {
        for page in &rows {
            let named = names.iter().map(|name| (*name).clone());
            let properties: Map<_, _> = named.zip(values(page)?).collect();
            let line = json!({ "id": page.id, "url": page.url, "properties": properties });
            out.push_str(&format!("{line}\n"));
        }
    } else if arguments.csv {
        let header = names.iter().map(|name| (*name).clone()).collect::<Vec<_>>();
        out.push_str(&csv_line(&header));
        for page in &rows {
            let texts: Vec<_> = values(page)?.iter().map(text).collect();
            out.push_str(&csv_line(&texts));
        }
    } else {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(names.iter().map(|name| fitted(name)));
        for page in &rows {
            table.add_row(values(page)?.iter().map(|value| fitted(&text(value))));
        }
        out = format!("{table}\n");
    }
    print(&out)?;
    for warning in warnings(&rows, is_cut) {
        eprintln!("warning: {warning}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What is not among the rows, and might be missed.
fn warnings(rows: &[Page], is_cut: bool) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    if is_cut {
        warnings.push("the database has more rows than the 10,000 that Notion gives for one query");
    }
    let mut values = rows.iter().flat_map(|page| page.properties.values());
    if values.any(|value| value.has_more == Some(true)) {
        warnings.push("of relations with more than 25 pages, the first 25 are shown");
    }
    warnings
}

/// A text on one line, and no longer than 40 characters.
fn fitted(text: &str) -> String {
    let line = text.replace(char::is_control, " ");
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_warned_of() {
        let page = |has_more: bool| -> Page {
            let relation =
                json!({ "id": "a", "type": "relation", "relation": [], "has_more": has_more });
            let id = "38c9ce7b-60a4-8100-8000-000000000001";
            let page = json!({ "object": "page", "id": id, "properties": { "Tasks": relation } });
            serde_json::from_value(page).unwrap()
        };
        assert_eq!(warnings(&[page(false)], false), [""; 0]);
        assert!(warnings(&[page(false)], true)[0].contains("10,000"));
        assert!(warnings(&[page(false), page(true)], false)[0].contains("the first 25"));
    }

    #[test]
    fn texts_with_marks_are_quoted() {
        let texts = ["a", "b,c", "d\"e", "f\ng"].map(str::to_owned);
        assert_eq!(csv_line(&texts), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }
}
