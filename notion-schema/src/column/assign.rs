//! Assignments: the values that an update or an insertion sets.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use super::Column;
use crate::error::{Error, Result};
use crate::row::place;
use crate::schema::{Codec, Kind, NotionOptions, NotionSchema, Refusal, kind};

/// Property kinds whose values can be written.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is computed by Notion and cannot be written",
    label = "`set` and `clear` are not available here",
    note = "Notion sets formulas, rollups, unique ids, and when and by whom a page was created and \
            edited; people, which an application sets, are a field of type `People`"
)]
pub trait Writable: Kind {
    /// The field's type `T`. It is looked up through the kind, so that the value for a property that cannot be written is not
    /// checked and causes no second error.
    #[doc(hidden)]
    type Given<T>: Into<T>;
}

/// Values that a column of `T` can be set to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for this property, whose field is a `{T}`",
    label = "not a `{T}`",
    note = "a value is of the field's type, or what that can be made of by `Into`: what is in an \
            `Option` will do, as a number or a `String` (`\"..\".to_owned()`)"
)]
pub trait ValueFor<T> {
    /// Converts it to the value of the field.
    #[doc(hidden)]
    fn into_field(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<V: Into<T>, T> ValueFor<T> for V {
    fn into_field(self) -> T {
        self.into()
    }
}

macro_rules! writable {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Writable for kind::$kind {
            type Given<T> = T;
        }
    )*};
}
writable! {
    Title RichText Number Date People Files Checkbox Url Email PhoneNumber Place Verification
}

macro_rules! writable_of {
    ($($kind:ident<$of:ident: $bound:ident>)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$of: $bound> Writable for kind::$kind<$of> {
            type Given<T> = T;
        }
    )*};
}
writable_of! { Select<E: NotionOptions> MultiSelect<E: NotionOptions> Status<E: NotionOptions> }
writable_of! { Relation<S: NotionSchema> }

/// One value for one column of schema `S`.
#[must_use = "an assignment does nothing until an update or an insert has it"]
pub struct Assignment<S> {
    column: &'static str,
    wire: &'static str,
    content: Result<Value, Refusal>,
    place: fn(&str) -> String,
    of: PhantomData<fn() -> S>,
}

impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// Sets the property to a value.
    pub fn set<T>(self, value: T) -> Assignment<S>
    where
        V::Kind: Writable,
        T: ValueFor<<V::Kind as Writable>::Given<V::Value>>,
    {
        let value: V::Value = value.into_field().into();
        let content = V::check(&value).and_then(|()| {
            V::encode(&value, serde_json::value::Serializer)
                .map_err(|error| Refusal::new(format!("it cannot be written as JSON: {error}")))
        });
        self.assign(content)
    }

    /// Clears the property.
    pub fn clear(self) -> Assignment<S>
    where
        V::Kind: Writable + super::Emptiness,
    {
        let nothing = if <V::Kind as Kind>::EMPTY_IS_LIST {
            json!([])
        } else {
            Value::Null
        };
        self.assign(Ok(nothing))
    }

    fn assign(self, content: Result<Value, Refusal>) -> Assignment<S> {
        Assignment {
            column: self.name(),
            wire: <V::Kind as Kind>::WIRE,
            content,
            place: place_of::<S>,
            of: PhantomData,
        }
    }
}

/// Returns the place of a property in a struct, for errors.
pub(super) fn place_of<S: NotionSchema>(name: &str) -> String {
    match S::SCHEMA.property(name) {
        Some(property) => place::<S>(property),
        None => format!("`{}`", S::SCHEMA.type_name),
    }
}

impl<S> fmt::Debug for Assignment<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Ok(content) => write!(f, "{} = {content}", self.column),
            Err(refusal) => write!(f, "{}: {}", self.column, refusal.0),
        }
    }
}

/// One assignment or several: a tuple of up to 16, an array, or a `Vec`.
#[diagnostic::on_unimplemented(
    message = "this does not assign to columns of `{S}`",
    label = "not assignments to columns of `{S}`",
    note = "an assignment is `t.field.set(..)` or `t.field.clear()`, with `{S}::COL` as `t`; several \
            are a tuple of up to 16, an array or a `Vec`"
)]
pub trait Assignments<S> {
    /// Returns the property values of a request.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if Notion would not accept a value.
    #[doc(hidden)]
    fn into_properties(self) -> Result<Map<String, Value>>;
}

fn properties<S>(
    assignments: impl IntoIterator<Item = Assignment<S>>,
) -> Result<Map<String, Value>> {
    let mut properties = Map::new();
    for Assignment {
        column,
        wire,
        content,
        place,
        ..
    } in assignments
    {
        let content =
            content.map_err(|refusal| Error::refused(column, place(column), refusal.0))?;
        properties.insert(column.to_owned(), json!({ wire: content }));
    }
    Ok(properties)
}

impl<S> Assignments<S> for Assignment<S> {
    fn into_properties(self) -> Result<Map<String, Value>> {
        properties([self])
    }
}

impl<S, const N: usize> Assignments<S> for [Assignment<S>; N] {
    fn into_properties(self) -> Result<Map<String, Value>> {
        properties(self)
    }
}

impl<S> Assignments<S> for Vec<Assignment<S>> {
    fn into_properties(self) -> Result<Map<String, Value>> {
        properties(self)
    }
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<S> Assignments<S> for ($(replace!($name Assignment<S>),)*) {
            #[expect(non_snake_case, reason = "one name for the type and its value")]
            fn into_properties(self) -> Result<Map<String, Value>> {
                let ($($name,)*) = self;
                properties([$($name),*])
            }
        }
    )*};
}
macro_rules! replace {
    ($name:ident $with:ty) => {
        $with
    };
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}
