//! Some columns of the rows, as tuples.

use std::fmt;

use notion_model::PageId;
use notion_schema::internal::decode_property;

use crate::column::Column;
use crate::row::{Head, Shape};
use crate::schema::{Codec, NotionSchema, ReadError, Values};

/// One column of a schema, or a tuple of up to twelve, for [`Query::select`](super::Query::select).
#[diagnostic::on_unimplemented(
    message = "a query of `{S}` cannot select this: it is not a column or a tuple of up to 12 columns of `{S}`",
    label = "not a column, and not a tuple of up to 12 columns",
    note = "pass the columns as a tuple: `.select(|t| (t.name, t.budget))`; for more than 12, read whole rows"
)]
pub trait Columns<S>: Send + Sync + 'static {
    /// The type of a row: the value of the column, or a tuple of the values.
    type Values: Send + 'static;

    /// The names of the properties.
    #[doc(hidden)]
    fn names(&self) -> Vec<&'static str>;

    /// Reads the values of a row.
    #[doc(hidden)]
    fn read(&self, values: &mut Values<'_, '_>) -> Result<Self::Values, ReadError>;
}

#[diagnostic::do_not_recommend]
impl<S, V> Columns<S> for Column<S, V>
where
    S: NotionSchema,
    V: Codec<Value: Send + 'static> + 'static,
{
    type Values = V::Value;

    fn names(&self) -> Vec<&'static str> {
        vec![self.name()]
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<V::Value, ReadError> {
        let mut value = None;
        while values.next_column()?.is_some() {
            value = Some(values.decode(self.name(), decode_property::<V>)?);
        }
        values.require(value, self.name())
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt)+))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S, $($name),+> Columns<S> for ($(Column<S, $name>,)+)
        where
            S: NotionSchema,
            $($name: Codec<Value: Send + 'static> + 'static,)+
        {
            type Values = ($($name::Value,)+);

            fn names(&self) -> Vec<&'static str> {
                vec![$(self.$index.name()),+]
            }
            #[expect(non_snake_case, reason = "one name for the type and its value")]
            fn read(&self, values: &mut Values<'_, '_>) -> Result<Self::Values, ReadError> {
                $(let mut $name = None;)+
                while let Some(column) = values.next_column()? {
                    match column {
                        $($index => {
                            let name = self.$index.name();
                            $name = Some(values.decode(name, decode_property::<$name>)?);
                        })+
                        _ => {}
                    }
                }
                Ok(($(values.require($name, self.$index.name())?,)+))
            }
        }
    )*};
}
tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11)
}

/// Rows read as values of type `V`: the value of one column, or the tuple of the values of several.
///
/// It has the type of the values and not that of the columns, so that an invalid selection is a single error.
pub struct Selected<S, V> {
    columns: Box<dyn Columns<S, Values = V>>,
}

impl<S, V> Selected<S, V> {
    pub(super) fn new(columns: impl Columns<S, Values = V>) -> Selected<S, V> {
        Selected {
            columns: Box::new(columns),
        }
    }
}

impl<S: NotionSchema, V: Send + 'static> fmt::Debug for Selected<S, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selected")
            .field("columns", &self.columns.names())
            .finish()
    }
}

impl<S: NotionSchema, V: Send + 'static> Shape for Selected<S, V> {
    type Item = V;
    type Content = V;

    fn reader(&self) -> &'static str {
        S::SCHEMA.type_name
    }
    fn names(&self) -> Vec<&'static str> {
        self.columns.names()
    }
    fn is_part(&self) -> bool {
        true
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<V, ReadError> {
        self.columns.read(values)
    }
    fn finish(&self, _head: Head, content: V, _json: &str) -> V {
        content
    }
}

/// Rows read for their IDs only. Notion has to send some property, so it sends the titles.
#[derive(Debug)]
pub(crate) struct Ids;

impl Shape for Ids {
    type Item = PageId;
    type Content = ();

    fn reader(&self) -> &'static str {
        "a page"
    }
    fn names(&self) -> Vec<&'static str> {
        vec!["title"]
    }
    fn is_part(&self) -> bool {
        true
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<(), ReadError> {
        while values.next_column()?.is_some() {
            values.pass()?;
        }
        Ok(())
    }
    fn finish(&self, head: Head, (): (), _json: &str) -> PageId {
        head.id
    }
}
