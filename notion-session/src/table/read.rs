//! Structs read back from JSON lines and CSV.
//!
//! CSV has no types: a cell is read as what the field asks for. So the reader is a deserializer of its own, in which an
//! empty cell is `None`, a list is separated by commas or written as JSON, and a variant of an enum is found by its name in
//! Rust or in Notion.

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::{Error, Result};

/// Reads structs from what [`json_lines`](super::json_lines) wrote: JSON, one struct per line. Empty lines are skipped.
///
/// ```
/// # use notion_session::prelude::*;
/// use notion_session::table::{from_json_lines, json_lines};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(NotionSchema, Serialize, Deserialize, Debug, Default, PartialEq)]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     due: Option<DateRange>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
///
/// let row = tasks.insert(Task { task: "Write".into(), due: "2026-11-30".parse().ok() }).await?;
/// let back: Vec<Task> = from_json_lines(&json_lines([&row])?)?;
/// assert_eq!(back, [row.into_inner()]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Config`] with the number of the line that does not fit.
pub fn from_json_lines<T: DeserializeOwned>(json: &str) -> Result<Vec<T>> {
    let lines = json.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|error| Error::config(format!("line {} of the JSON: {error}", at + 1)))
    };
    lines.map(read).collect()
}

/// Reads structs from CSV with a header, such as [`Table::to_csv`](super::Table::to_csv) writes.
///
/// A column belongs to the field of its name, whatever its capital letters, blanks and signs are: `Due date` to `due_date`.
/// Columns that the struct does not have are skipped. Values are read as the types of the fields: an empty cell is `None`, an
/// empty text or an empty list, and a list is separated by commas. What a table leaves out is not read back: of files it has
/// the names, of texts the plain text, and of places one line.
///
/// ```
/// # use notion_session::prelude::*;
/// use notion_session::table::{Table, from_csv};
/// use serde::Deserialize;
///
/// #[derive(NotionOptions, Deserialize, Debug, PartialEq)]
/// enum Tag {
///     Urgent,
///     LongTerm,
/// }
///
/// #[derive(NotionSchema, Deserialize, Debug, Default, PartialEq)]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     due_date: Option<Date>,
///     done: bool,
///     tags: Vec<Tag>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
///
/// let task = Task { task: "Write, read".into(), done: true, tags: vec![Tag::Urgent, Tag::LongTerm], ..Task::default() };
/// let row = tasks.insert(task).await?;
/// let csv = Table::of([&row]).to_csv();
/// assert_eq!(csv, "Task,Due Date,Done,Tags\r\n\"Write, read\",,true,\"Urgent, Long Term\"\r\n");
/// assert_eq!(from_csv::<Task>(&csv)?, [row.into_inner()]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Config`] with the number of the row that does not fit, and the column.
pub fn from_csv<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let unreadable = |error| Error::config(format!("the CSV cannot be read: {error}"));
    let header = reader.headers().map_err(unreadable)?.clone();
    let read = |(at, record): (usize, csv::Result<csv::StringRecord>)| {
        let record = record.map_err(unreadable)?;
        let cells = header.iter().zip(record.iter());
        let record = Record(cells.collect());
        T::deserialize(record)
            .map_err(|error| Error::config(format!("row {} of the CSV: {error}", at + 1)))
    };
    reader.records().enumerate().map(read).collect()
}

type CellError = serde_json::Error;

/// A row: the names of the columns with their cells.
struct Record<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserializer<'de> for Record<'de> {
    type Error = CellError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        let cells = self.0.into_iter();
        let cells = cells.map(|(name, text)| (name, Cell { name, text }));
        visitor.visit_map(MapDeserializer::new(cells))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        let field = |name: &str| {
            let folded = fold(name);
            fields.iter().find(|field| fold(field) == folded)
        };
        let cells = self.0.into_iter();
        let cells = cells.filter_map(|(name, text)| Some((*field(name)?, Cell { name, text })));
        visitor.visit_map(MapDeserializer::new(cells))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The letters and digits of a name, small.
fn fold(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A cell of a column.
#[derive(Clone, Copy)]
struct Cell<'a> {
    name: &'a str,
    text: &'a str,
}

impl Cell<'_> {
    fn error(self, error: impl std::fmt::Display) -> CellError {
        CellError::custom(format!("column `{}`: {error}", self.name))
    }

    fn is_json(self) -> bool {
        let text = self.text.trim_start();
        text.starts_with('[') || text.starts_with('{')
    }
}

impl<'de> IntoDeserializer<'de, CellError> for Cell<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
            let value: $ty = self.text.trim().parse().map_err(|_| {
                self.error(format_args!("`{}` is not a value of the type `{}`", self.text, stringify!($ty)))
            })?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = CellError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        let read = visitor.visit_str(self.text);
        read.map_err(|error: CellError| self.error(error))
    }

    parsed! {
        deserialize_bool visit_bool bool;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        if self.text.is_empty() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CellError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CellError> {
        if self.is_json() {
            let mut json = serde_json::Deserializer::from_str(self.text);
            return json
                .deserialize_seq(visitor)
                .map_err(|error| self.error(error));
        }
        let name = self.name;
        let elements = self.text.split(',').map(str::trim);
        let elements = elements.filter(|text| !text.is_empty());
        let elements = elements.map(|text| Cell { name, text });
        visitor.visit_seq(SeqDeserializer::new(elements))
    }

    /// A struct in a cell is one of the types that are read from their text, such as a range of dates, or JSON.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        if !self.is_json() {
            return self.deserialize_any(visitor);
        }
        let mut json = serde_json::Deserializer::from_str(self.text);
        let read = json.deserialize_struct(name, fields, visitor);
        read.map_err(|error| self.error(error))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CellError> {
        let folded = fold(self.text);
        let mut variants = variants.iter();
        let variant = variants.find(|variant| fold(variant) == folded);
        let variant = Variant(variant.map_or(self.text, |variant| variant));
        visitor
            .visit_enum(variant)
            .map_err(|error| self.error(error))
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// A variant without values.
struct Variant<'a>(&'a str);

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = CellError;
    type Variant = UnitOnly;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, UnitOnly), CellError> {
        let name: StrDeserializer<'a, CellError> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, UnitOnly))
    }
}

/// What such a variant has.
struct UnitOnly;

impl<'de> VariantAccess<'de> for UnitOnly {
    type Error = CellError;

    fn unit_variant(self) -> Result<(), CellError> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, CellError> {
        Err(CellError::custom("a cell holds variants without values"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, CellError> {
        Err(CellError::custom("a cell holds variants without values"))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, CellError> {
        Err(CellError::custom("a cell holds variants without values"))
    }
}
