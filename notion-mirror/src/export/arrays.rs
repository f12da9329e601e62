//! From values of a store to the arrays of Arrow that Parquet files are written from.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_schema::{DataType, Field, TimeUnit};
use jiff::Timestamp;

use crate::columns::layout::ColumnType;
use crate::plan::time;
use crate::store::Value;

/// The time zone of timestamps.
const UTC: &str = "UTC";

/// The field of a column, with what is known of the property it is made of.
pub(super) fn field(name: &str, column_type: ColumnType, about: HashMap<String, String>) -> Field {
    let data_type = match column_type {
        ColumnType::Text | ColumnType::Json | ColumnType::Id => DataType::Utf8,
        ColumnType::Real => DataType::Float64,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Time => DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())),
        ColumnType::TextList | ColumnType::IdList => {
            DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
        }
    };
    Field::new(name, data_type, true).with_metadata(about)
}

/// An array that is built value by value.
pub(super) enum Array {
    Text(StringBuilder),
    Real(Float64Builder),
    Integer(Int64Builder),
    Boolean(BooleanBuilder),
    Time(TimestampMicrosecondBuilder),
    List(ListBuilder<StringBuilder>),
}

impl Array {
    pub(super) fn new(column_type: ColumnType) -> Self {
        match column_type {
            ColumnType::Text | ColumnType::Json | ColumnType::Id => {
                Self::Text(StringBuilder::new())
            }
            ColumnType::Real => Self::Real(Float64Builder::new()),
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone(UTC)),
            ColumnType::TextList | ColumnType::IdList => {
                Self::List(ListBuilder::new(StringBuilder::new()))
            }
        }
    }

    /// Adds a value, or returns it if it is not of the column's type.
    ///
    /// A time is a number of microseconds, or as Notion writes it; one that is no instant, such as a date before the year -9999, is
    /// empty. A list is a JSON array.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a column of doubles holds what a double holds"
    )]
    pub(super) fn push(&mut self, value: Value) -> Result<(), Value> {
        match (self, value) {
            (Self::Text(array), Value::Null) => array.append_null(),
            (Self::Text(array), Value::Text(text) | Value::Json(text)) => array.append_value(text),
            (Self::Real(array), Value::Null) => array.append_null(),
            (Self::Real(array), Value::Real(number)) => array.append_value(number),
            (Self::Real(array), Value::Integer(number)) => array.append_value(number as f64),
            (Self::Integer(array), Value::Null) => array.append_null(),
            (Self::Integer(array), Value::Integer(number)) => array.append_value(number),
            (Self::Boolean(array), Value::Null) => array.append_null(),
            (Self::Boolean(array), Value::Boolean(flag)) => array.append_value(flag),
            (Self::Boolean(array), Value::Integer(flag)) => array.append_value(flag != 0),
            (Self::Time(array), Value::Null) => array.append_null(),
            (Self::Time(array), Value::Integer(micros)) => array.append_value(micros),
            (Self::Time(array), Value::Text(text)) => {
                array.append_option(time::instant(&text).map(Timestamp::as_microsecond));
            }
            (Self::List(array), Value::Null) => array.append_null(),
            (Self::List(array), Value::Text(json)) => {
                let Ok(texts) = serde_json::from_str::<Vec<Option<String>>>(&json) else {
                    return Err(Value::Text(json));
                };
                array.append_value(texts);
            }
            (_, other) => return Err(other),
        }
        Ok(())
    }

    /// The array; the builder is empty afterwards.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(array) => ArrayBuilder::finish(array),
            Self::Real(array) => ArrayBuilder::finish(array),
            Self::Integer(array) => ArrayBuilder::finish(array),
            Self::Boolean(array) => ArrayBuilder::finish(array),
            Self::Time(array) => ArrayBuilder::finish(array),
            Self::List(array) => ArrayBuilder::finish(array),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::cast::AsArray;
    use arrow_array::types::TimestampMicrosecondType;

    #[test]
    fn times_are_microseconds_in_utc() {
        let mut array = Array::new(ColumnType::Time);
        for text in ["2026-01-02T03:04:00.000+05:30", "1969-12-31", "not a time"] {
            array.push(text.into()).unwrap();
        }
        array.push(Value::Integer(7)).unwrap();
        let array = array.finish();
        let array = array.as_primitive::<TimestampMicrosecondType>();
        let found: Vec<_> = array.iter().collect();
        let expected = [
            Some(1_767_303_240_000_000),
            Some(-86_400_000_000),
            None,
            Some(7),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_value_of_another_type_is_returned() {
        assert_eq!(
            Array::new(ColumnType::Real).push("x".into()),
            Err("x".into())
        );
        assert_eq!(
            Array::new(ColumnType::IdList).push("x".into()),
            Err("x".into())
        );
        assert_eq!(
            Array::new(ColumnType::TextList).push(r#"["a"]"#.into()),
            Ok(())
        );
    }
}
