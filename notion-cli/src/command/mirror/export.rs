//! `notion mirror export`.

use super::{Place, table, to_json};
use crate::failure::Result;
use crate::show::print;

/// Export the mirror as Parquet files, for Spark, Trino, DuckDB and other engines that read files.
///
/// Each export is a version of its own; `manifest.json` is replaced last and lists the files of the versions that are kept. A
/// bucket's credentials and endpoint are read from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL.
#[derive(clap::Args)]
pub(super) struct Export {
    /// The mirror: a SQLite file, or the address of a database of PostgreSQL (postgres://…).
    #[arg(
        long,
        value_name = "STORE",
        env = "NOTION_MIRROR_DSN",
        hide_env_values = true,
        default_value = "notion.db"
    )]
    from: String,
    /// A folder, or s3://bucket/prefix.
    #[arg(long, value_name = "PLACE")]
    to: String,
    /// Versions to keep, the new one included. Files of older ones are deleted.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    keep: u32,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn export(export: Export) -> Result<()> {
    let mirror = Place { to: export.from }.open().await?;
    let done = mirror.export(export.to).keep(export.keep).await?;
    if export.json {
        return print(&format!("{}\n", to_json(&done)?));
    }
    let rows = done.tables.iter().map(|table| {
        vec![
            table.table.clone(),
            table.rows.to_string(),
            table.bytes.to_string(),
            table.file.clone(),
        ]
    });
    let header = ["table", "rows", "bytes", "file"];
    print(&format!("{}{done}\n", table(&header, rows, 1..3)))
}
