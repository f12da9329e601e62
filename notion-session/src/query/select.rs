//! Some columns of the rows, as tuples.

use notion_model::PageId;

use crate::column::Column;
use crate::row::{Head, Shape};
use crate::schema::{NotionSchema, ReadError, Typed, Values, decode_property};

/// One column of a schema, or a tuple of up to twelve: what [`Query::select`](super::Query::select)
/// takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no selection of columns of `{S}`",
    label = "not a column, and not a tuple of them",
    note = "give the columns in a tuple: `.select(|t| (t.name, t.budget))`"
)]
pub trait Columns<S>: Copy + Send + Sync + 'static {
    /// What a row gives: the value of the column, or the tuple of the values.
    type Values: Send + 'static;

    /// The names of the properties.
    #[doc(hidden)]
    fn names(&self) -> Vec<&'static str>;

    /// Reads the values of a row.
    #[doc(hidden)]
    fn read(&self, values: &mut Values<'_, '_>) -> Result<Self::Values, ReadError>;
}

impl<S, V> Columns<S> for Column<S, V>
where
    S: NotionSchema,
    V: Typed<Value: Send + 'static> + 'static,
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
        impl<S, $($name),+> Columns<S> for ($(Column<S, $name>,)+)
        where
            S: NotionSchema,
            $($name: Typed<Value: Send + 'static> + 'static,)+
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

/// Rows read as the values of some columns.
#[derive(Debug)]
pub struct Selected<S, C> {
    pub(super) columns: C,
    pub(super) of: std::marker::PhantomData<fn() -> S>,
}

impl<S: NotionSchema, C: Columns<S>> Shape for Selected<S, C> {
    type Item = C::Values;
    type Content = C::Values;

    fn reader(&self) -> &'static str {
        S::SCHEMA.type_name
    }
    fn names(&self) -> Vec<&'static str> {
        self.columns.names()
    }
    fn is_part(&self) -> bool {
        true
    }
    fn read(&self, values: &mut Values<'_, '_>) -> Result<C::Values, ReadError> {
        self.columns.read(values)
    }
    fn finish(&self, _head: Head, content: C::Values) -> C::Values {
        content
    }
}

/// Rows read for their ids alone. Notion sends the titles with them, since it sends something.
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
    fn finish(&self, head: Head, (): ()) -> PageId {
        head.id
    }
}
