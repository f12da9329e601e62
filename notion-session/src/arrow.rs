//! Rows as Arrow record batches, for data frames, Parquet files and everything else that supports Arrow.
//!
//! | in Notion | in Arrow |
//! |---|---|
//! | text, URL, e-mail, phone, select, status, unique id, place, verification, created by | `Utf8` |
//! | number | `Float64` |
//! | checkbox | `Boolean` |
//! | date, in a [`Date`](crate::schema::Date) | `Date32` |
//! | date, in a [`DateTime`](crate::schema::DateTime); created and last edited time | `Timestamp` in milliseconds, UTC |
//! | date, in a [`DateRange`](crate::schema::DateRange) | `Struct` of two timestamps, `start` and `end` |
//! | multi-select, person, relation, files | `List` of `Utf8`: names of options and files, ids of people and pages |
//! | formula, rollup | as their result; `List` of the values that a rollup shows |
//!
//! An empty value is null, and an empty list an empty list. A day in a range is the beginning of the day in UTC. The types
//! depend on the struct alone, so that all batches of a schema have the same types, even those without rows.

use std::sync::Arc;

use arrow_array::types::TimestampMillisecondType;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, ListArray, NullArray, PrimitiveArray,
    RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, TimeUnit};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::row::Row;
use crate::schema::{Cell, CellType, Field as Property, NotionSchema, Visit};

pub use {arrow_array, arrow_schema};

/// Returns the Arrow schema of a struct: a field for each property, with its name in Notion.
///
/// ```
/// # use notion_session::prelude::*;
/// use notion_session::arrow::arrow_schema::DataType;
///
/// #[derive(NotionSchema)]
/// struct Task { #[notion(title)] task: String, due: Option<Date> }
///
/// let schema = notion_session::arrow::schema::<Task>();
/// assert_eq!(schema.field(1).name(), "Due");
/// assert_eq!(schema.field(1).data_type(), &DataType::Date32);
/// ```
pub fn schema<S: NotionSchema>() -> Schema {
    let properties = S::SCHEMA.properties.iter();
    Schema::new(
        properties
            .map(|property| Field::new(property.name, data_type(property.cell), true))
            .collect::<Fields>(),
    )
}

/// Converts rows to a record batch, in their order. No request.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// use notion_session::arrow::arrow_array::cast::AsArray;
/// use notion_session::arrow::arrow_array::types::Float64Type;
///
/// tasks.insert(Task { task: "Write".into(), estimate: Some(2.5) }).await?;
/// tasks.insert(Task { task: "Read".into(), estimate: None }).await?;
/// let rows = tasks.query().sort(Task::COL.task.desc()).all().await?;
/// let batch = notion_session::arrow::record_batch(&rows)?;
/// assert_eq!(batch.num_rows(), 2);
/// assert_eq!(batch["Task"].as_string::<i32>().value(0), "Write");
/// assert_eq!(batch["Estimate"].as_primitive::<Float64Type>().value(0), 2.5);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If Arrow rejects the batch.
pub fn record_batch<'a, S: NotionSchema>(
    rows: impl IntoIterator<Item = &'a Row<S>>,
) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<Vec<Cell>> = S::SCHEMA.properties.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let mut cells = Cells(columns.iter_mut());
        row.visit(&mut cells);
    }
    let types = S::SCHEMA.properties.iter().map(|property| property.cell);
    let arrays = types
        .zip(columns)
        .map(|(cell_type, cells)| array(cell_type, cells));
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(Arc::new(schema::<S>()), arrays)
}

/// Adds the values of a row to the columns.
struct Cells<'a>(std::slice::IterMut<'a, Vec<Cell>>);

impl Visit for Cells<'_> {
    fn field<T>(&mut self, field: &Property<T>, value: &T) {
        if let Some(column) = self.0.next() {
            column.push((field.cell)(value));
        }
    }
}

fn data_type(cell_type: CellType) -> DataType {
    match cell_type {
        CellType::Text => DataType::Utf8,
        CellType::Number => DataType::Float64,
        CellType::Checkbox => DataType::Boolean,
        CellType::Day => DataType::Date32,
        CellType::Instant => in_utc(),
        CellType::Range => DataType::Struct(range_fields()),
        CellType::List(element) => DataType::List(element_field(*element)),
        // The enum can grow in a later version only, together with this match and the one of `array`.
        _ => DataType::Null,
    }
}

fn in_utc() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

fn range_fields() -> Fields {
    ["start", "end"]
        .map(|name| Field::new(name, in_utc(), true))
        .into_iter()
        .collect()
}

fn element_field(element: CellType) -> Arc<Field> {
    Arc::new(Field::new_list_field(data_type(element), true))
}

/// The values of a column. A value of another type than the column's, which never occurs, would be null.
fn array(cell_type: CellType, cells: Vec<Cell>) -> Result<ArrayRef, ArrowError> {
    let cells = cells.into_iter();
    Ok(match cell_type {
        CellType::Text => Arc::new(StringArray::from_iter(cells.map(|cell| match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }))),
        CellType::Number => Arc::new(Float64Array::from_iter(cells.map(|cell| match cell {
            Cell::Number(number) => Some(number),
            _ => None,
        }))),
        CellType::Checkbox => Arc::new(BooleanArray::from_iter(cells.map(|cell| match cell {
            Cell::Checkbox(on) => Some(on),
            _ => None,
        }))),
        CellType::Day => Arc::new(Date32Array::from_iter(cells.map(|cell| match cell {
            Cell::Day(day) => days(day),
            _ => None,
        }))),
        CellType::Instant => instants(cells.map(|cell| match cell {
            Cell::Instant(time) => Some(time),
            _ => None,
        })),
        CellType::Range => {
            let ranges: Vec<_> = cells
                .map(|cell| match cell {
                    Cell::Range(start, end) => Some((start, end)),
                    _ => None,
                })
                .collect();
            let nulls = NullBuffer::from_iter(ranges.iter().map(Option::is_some));
            let starts = instants(ranges.iter().map(|range| range.map(|(start, _)| start)));
            let ends = instants(ranges.iter().map(|range| range.and_then(|(_, end)| end)));
            Arc::new(StructArray::try_new(
                range_fields(),
                vec![starts, ends],
                Some(nulls),
            )?)
        }
        CellType::List(element) => {
            let lists: Vec<_> = cells
                .map(|cell| match cell {
                    Cell::List(list) => Some(list),
                    _ => None,
                })
                .collect();
            let nulls = NullBuffer::from_iter(lists.iter().map(Option::is_some));
            let offsets =
                OffsetBuffer::from_lengths(lists.iter().map(|list| list.iter().flatten().count()));
            let elements = array(*element, lists.into_iter().flatten().flatten().collect())?;
            Arc::new(ListArray::try_new(
                element_field(*element),
                offsets,
                elements,
                Some(nulls),
            )?)
        }
        _ => Arc::new(NullArray::new(cells.len())),
    })
}

/// Returns the days since the beginning of 1970, which Arrow counts.
fn days(day: Date) -> Option<i32> {
    let epoch = jiff::civil::date(1970, 1, 1);
    day.since((jiff::Unit::Day, epoch))
        .ok()
        .map(|span| span.get_days())
}

fn instants(times: impl Iterator<Item = Option<Timestamp>>) -> ArrayRef {
    let times = times.map(|time| time.map(Timestamp::as_millisecond));
    let array: PrimitiveArray<TimestampMillisecondType> = times.collect();
    Arc::new(array.with_timezone("UTC"))
}
