//! The tables of an export, and how they are read and written.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use object_store::buffered::BufWriter;
use parquet::arrow::AsyncArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use uuid::Uuid;

use super::ExportedTable;
use super::arrays::{Array, field};
use super::place::Place;
use crate::columns::layout::{Bound, ColumnType};
use crate::columns::name::quote;
use crate::error::{Error, Result};
use crate::store::dialect::Dialect;
use crate::store::tables::{self, OWN};
use crate::store::{Store, Value};

/// Rows that are read at a time.
const ROWS: usize = 250;

/// Bytes of a row group: what is in memory before it is written.
const ROW_GROUP: usize = 16 << 20;

/// Bytes of a file that are sent at a time.
const PART: usize = 8 << 20;

/// The mirror's own tables that are exported.
const META: &[(&str, &[(&str, ColumnType)])] = &[
    (
        "users",
        &[
            ("id", ColumnType::Id),
            ("name", ColumnType::Text),
            ("type", ColumnType::Text),
            ("email", ColumnType::Text),
            ("raw", ColumnType::Json),
            ("seen_at", ColumnType::Time),
        ],
    ),
    (
        "pages",
        &[
            ("id", ColumnType::Id),
            ("source_id", ColumnType::Id),
            ("parent_type", ColumnType::Text),
            ("parent_id", ColumnType::Id),
            ("title", ColumnType::Text),
            ("url", ColumnType::Text),
            ("path", ColumnType::Text),
            ("last_edited_time", ColumnType::Text),
            ("state", ColumnType::Text),
            ("content_incomplete", ColumnType::Json),
            ("raw", ColumnType::Json),
        ],
    ),
    (
        "blocks",
        &[
            ("id", ColumnType::Id),
            ("page_id", ColumnType::Id),
            ("parent_id", ColumnType::Id),
            ("position", ColumnType::Integer),
            ("type", ColumnType::Text),
            ("text", ColumnType::Text),
            ("raw", ColumnType::Json),
        ],
    ),
    (
        "comments",
        &[
            ("id", ColumnType::Id),
            ("page_id", ColumnType::Id),
            ("parent_id", ColumnType::Id),
            ("discussion_id", ColumnType::Id),
            ("created_time", ColumnType::Time),
            ("created_by", ColumnType::Id),
            ("text", ColumnType::Text),
            ("raw", ColumnType::Json),
        ],
    ),
];

/// A table that is exported.
pub(super) struct Exported {
    name: String,
    /// The table, quoted.
    from: String,
    title: Option<String>,
    source: Option<String>,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    column_type: ColumnType,
    about: HashMap<String, String>,
}

/// All tables: those of data sources, by name, and the mirror's own.
pub(super) async fn all(store: &mut Store) -> Result<Vec<Exported>> {
    let mut all = Vec::new();
    let titles = "SELECT s.title, CAST(s.id AS text) FROM {tables} t JOIN {sources} s ON s.id = t.source_id ORDER BY t.name";
    for row in store.fetch(titles, vec![]).await? {
        let mut texts = row.into_iter().map(Value::into_text);
        let (title, source) = (texts.next().flatten(), texts.next().flatten());
        let id = source.as_deref().unwrap_or_default();
        let Some((name, columns)) = tables::find(store, id).await? else {
            continue;
        };
        all.push(Exported {
            from: quote(&name),
            name,
            title,
            source,
            columns: columns_of(&columns),
        });
    }
    for (name, columns) in META {
        let columns = columns
            .iter()
            .map(|(name, column_type)| Column::own(name, *column_type));
        all.push(Exported {
            name: format!("_notion_{name}"),
            from: store.dialect().meta(name),
            title: None,
            source: None,
            columns: columns.collect(),
        });
    }
    Ok(all)
}

/// The columns of a data source's table.
fn columns_of(bounds: &[Bound]) -> Vec<Column> {
    let mut columns = vec![Column::own("id", ColumnType::Id)];
    for bound in bounds {
        for (name, _, column_type) in bound.columns() {
            let mut about = HashMap::from([
                ("notion.property".to_owned(), bound.property.clone()),
                ("notion.property_id".to_owned(), bound.id.clone()),
                ("notion.type".to_owned(), bound.kind.wire().to_owned()),
            ]);
            if bound.kind.is_computed() {
                about.insert("notion.computed".to_owned(), "true".to_owned());
            }
            if let Some(gone) = &bound.gone {
                about.insert("notion.gone".to_owned(), gone.clone());
            }
            columns.push(Column {
                name,
                column_type,
                about,
            });
        }
    }
    columns.extend(
        OWN.iter()
            .map(|(name, column_type)| Column::own(name, *column_type)),
    );
    columns
}

impl Column {
    fn own(name: &str, column_type: ColumnType) -> Self {
        Self {
            name: name.to_owned(),
            column_type,
            about: HashMap::new(),
        }
    }

    /// The expression that reads the column in the form that [`Array::push`] takes.
    fn expression(&self, dialect: Dialect) -> String {
        let name = quote(&self.name);
        match (dialect, self.column_type) {
            (Dialect::Sqlite, _)
            | (
                _,
                ColumnType::Text | ColumnType::Real | ColumnType::Integer | ColumnType::Boolean,
            ) => name,
            (_, ColumnType::Id | ColumnType::Json) => format!("CAST({name} AS text)"),
            (_, ColumnType::Time) => {
                format!("CAST(EXTRACT(EPOCH FROM {name}) * 1000000 AS bigint)")
            }
            (_, ColumnType::TextList | ColumnType::IdList) => {
                format!("CAST(to_json({name}) AS text)")
            }
        }
    }
}

impl Exported {
    /// Writes the table to a file, in the order of ids. Some row groups are in memory, however long the table is.
    pub(super) async fn write(
        &self,
        store: &mut Store,
        place: &Place,
        folder: &str,
    ) -> Result<ExportedTable> {
        let fields = self
            .columns
            .iter()
            .map(|column| field(&column.name, column.column_type, column.about.clone()));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_bytes(Some(ROW_GROUP))
            .build();
        let (path, file) = place.file(folder, &self.name);
        let buffer = BufWriter::with_capacity(place.store(), path, PART).with_max_concurrency(2);
        let writer = AsyncArrowWriter::try_new(buffer, Arc::clone(&schema), Some(properties));
        let mut writer = writer.map_err(|error| place.failed(error))?;
        let select = self.select(store.dialect());
        let mut arrays: Vec<Array> = self
            .columns
            .iter()
            .map(|column| Array::new(column.column_type))
            .collect();
        let (mut after, mut rows) = (Uuid::nil().to_string(), 0);
        loop {
            let (_, part) = store
                .fetch_sql(&select, vec![after.as_str().into()])
                .await?;
            let Some(last) = part.last().and_then(|row| row[0].text()) else {
                break;
            };
            last.clone_into(&mut after);
            rows += part.len() as u64;
            for row in part {
                for ((value, array), column) in row.into_iter().zip(&mut arrays).zip(&self.columns)
                {
                    array
                        .push(value)
                        .map_err(|value| self.odd(place, column, &value))?;
                }
            }
            let arrays = arrays.iter_mut().map(Array::finish).collect();
            let batch = RecordBatch::try_new(Arc::clone(&schema), arrays);
            let batch = batch.map_err(|error| place.failed(error))?;
            writer
                .write(&batch)
                .await
                .map_err(|error| place.failed(error))?;
        }
        writer.finish().await.map_err(|error| place.failed(error))?;
        Ok(ExportedTable {
            table: self.name.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            file,
            rows,
            bytes: writer.bytes_written() as u64,
        })
    }

    fn select(&self, dialect: Dialect) -> String {
        let columns: Vec<_> = self
            .columns
            .iter()
            .map(|column| column.expression(dialect))
            .collect();
        let parameter = dialect.write("?u");
        format!(
            "SELECT {} FROM {} WHERE \"id\" > {parameter} ORDER BY \"id\" LIMIT {ROWS}",
            columns.join(", "),
            self.from
        )
    }

    fn odd(&self, place: &Place, column: &Column, value: &Value) -> Error {
        place.failed(format!(
            "column {:?} of table {:?} has {value:?}, which is not of its type; another program changed it",
            column.name, self.name
        ))
    }
}
