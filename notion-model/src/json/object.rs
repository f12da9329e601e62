//! The macro [`object!`](crate::json::object): how a JSON object of Notion becomes a Rust struct and goes back without a loss.
//!
//! # What is kept
//!
//! * Keys that the struct does not know: in [`Extra`], written after the others.
//! * Values that do not fit an optional field: also in [`Extra`], while the field is `None`.
//! * How a value that says nothing was written. A field that is `None`, empty or `false` may have come as `null`, as that empty
//!   value, or not at all; Notion uses all three, and a reader must be able to send back what it got. The fields stay plain
//!   (`Option<T>`, `Vec<T>`, `bool`), and `Extra` holds two bits a field that say which [`Form`] it had.
//!
//! # The syntax
//!
//! ```text
//! object! {
//!     /// Documentation of the struct.
//!     pub struct Page is "page" (          // is "…": the value of the key `object`; left out if there is none
//!         /// What every such object has;  // in (…): required fields. Without them the struct has `Default`,
//!         id: PageId,                      // with them it has `new(id)`
//!     ) {
//!         /// Not known yet: left out.
//!         absent created_time: Option<Timestamp>,
//!         /// Nothing here: written as `null`.
//!         null icon: Option<Icon>,
//!         /// Empty: written as it is (`false`, `[]`, `{}`).
//!         written in_trash: bool,
//!         /// The type, and the content under the key of that name: an enum made by `tagged!`.
//!         tagged kind: PageKind,
//!         /// A key that is no Rust name.
//!         absent view_type as "type": Option<ViewType>,
//!     }
//! }
//! ```
//!
//! `absent`, `null` and `written` say how a blank value is written **by default**, which is to say in an object that was made in
//! Rust. In an object that was read, a blank value goes back as it came. They are types of [`mode`], which know how to read and write.

use serde::ser::{Serialize, SerializeMap};
use serde_json::Value;

use crate::json::{FieldIndex, Form, FromJson, Json, Misfit, Reader, Tagged};

/// How a field of a mode is read.
pub(crate) trait Read<T> {
    fn read(reader: &mut Reader<'_>, key: &str, field: FieldIndex) -> Result<T, Misfit>;

    /// Keeps JSON that is no object in a field of the struct, if this is a field that can.
    fn set_bare(_: &mut T, _: Json<'_>) -> bool {
        false
    }
}

/// How a field of a mode is written.
pub(crate) trait Write<T> {
    /// Says whether it wrote the key.
    fn write<M: SerializeMap>(
        value: &T,
        key: &'static str,
        form: Option<Form>,
        map: &mut M,
    ) -> Result<bool, M::Error>;

    /// The JSON that was kept because it is no object.
    fn bare(_: &T) -> Option<&Value> {
        None
    }
}

/// The modes of fields, named as in the macro.
#[allow(non_camel_case_types)]
pub(crate) mod mode {
    /// A blank value is left out.
    pub(crate) struct absent;
    /// A blank value is written as `null`.
    pub(crate) struct null;
    /// A blank value is written as it is.
    pub(crate) struct written;
    /// `type` and the key that it names.
    pub(crate) struct tagged;
    /// The same, but `type` is left out.
    pub(crate) struct keyed;
}

macro_rules! blankable {
    ($($mode:ident => $form:ident),*) => { $(
        impl<T: FromJson + Default + PartialEq> Read<T> for mode::$mode {
            fn read(reader: &mut Reader<'_>, key: &str, field: FieldIndex) -> Result<T, Misfit> {
                reader.blankable(key, field)
            }
        }

        impl<T: Serialize + Default + PartialEq> Write<T> for mode::$mode {
            fn write<M: SerializeMap>(value: &T, key: &'static str, form: Option<Form>, map: &mut M) -> Result<bool, M::Error> {
                if *value != T::default() {
                    map.serialize_entry(key, value)?;
                    return Ok(true);
                }
                match form.unwrap_or(Form::$form) {
                    Form::Absent => return Ok(false),
                    Form::Null => map.serialize_entry(key, &())?,
                    Form::Written => map.serialize_entry(key, value)?,
                }
                Ok(true)
            }
        }
    )* };
}
blankable!(absent => Absent, null => Null, written => Written);

macro_rules! typed {
    ($($mode:ident => $form:ident),*) => { $(
        impl<T: Tagged> Read<T> for mode::$mode {
            fn read(reader: &mut Reader<'_>, _: &str, field: FieldIndex) -> Result<T, Misfit> {
                Ok(T::take(reader, field))
            }

            fn set_bare(value: &mut T, json: Json<'_>) -> bool {
                *value = T::from_bare(json);
                true
            }
        }

        impl<T: Tagged> Write<T> for mode::$mode {
            fn write<M: SerializeMap>(value: &T, _: &'static str, form: Option<Form>, map: &mut M) -> Result<bool, M::Error> {
                value.put(form.unwrap_or(Form::$form) == Form::Written, map)?;
                Ok(false)
            }

            fn bare(value: &T) -> Option<&Value> {
                value.bare()
            }
        }
    )* };
}
typed!(tagged => Written, keyed => Absent);

/// A struct that can be read from the keys of an object of which some are taken already.
pub(crate) trait FromEntries: Sized {
    /// The keys of the fields.
    const KEYS: &'static [&'static str];

    fn from_entries(reader: Reader<'_>) -> Result<Self, Misfit>;
}

/// A struct whose keys can be written into a JSON object that has others too.
pub(crate) trait WriteEntries {
    fn write_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// The key of a field: its name, unless the macro says another.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(crate) use key;

/// Makes a struct of a JSON object; see the module for the syntax.
macro_rules! object {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(is $object:literal)?
        $( ( $( $(#[$rmeta:meta])* $rfield:ident: $rty:ty ),+ $(,)? ) )?
        {
            $( $(#[$fmeta:meta])* $mode:ident $field:ident $(as $key:literal)?: $ty:ty ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $( $( $(#[$rmeta])* pub $rfield: $rty, )+ )?
            $( $(#[$fmeta])* pub $field: $ty, )*
            /// What the object carried beyond the fields above.
            pub extra: $crate::json::Extra,
        }

        $crate::json::constructor! {
            $vis $name [ $( $( $rfield: $rty, )+ )? ] [ $( $field )* ]
        }

        $crate::json::deserialize_by_json!($name);

        // What follows is nobody's business but the macro's.
        const _: () = {
            #[allow(unused_imports)]
            use $crate::json::{
                Entries, Extra, Form, FromEntries, FromJson, Json, Misfit, OBJECT_KEY, Read, Reader, Write, WriteEntries, key, mode,
            };
            use serde::ser::{Serialize, SerializeMap, Serializer};

            /// Numbers the fields, for their form.
            #[allow(non_camel_case_types, dead_code)]
            enum Index { ObjectKey = OBJECT_KEY as isize, $($field,)* Length }
            const _: () = assert!(Index::Length as usize <= Extra::MAX_FIELDS);

            impl FromJson for $name {
                fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
                    let misfit = || Misfit::expected("an object", json);
                    let Some(entries) = json.entries() else {
                        $( if !$object.is_empty() { return Err(misfit()); } )?
                        #[allow(unused_mut)]
                        let mut blank = Self::from_entries(Reader::new(Entries::default(), Self::KEYS))?;
                        let kept = false $( || <mode::$mode as Read<$ty>>::set_bare(&mut blank.$field, json) )*;
                        return if kept { Ok(blank) } else { Err(misfit()) };
                    };
                    Self::from_entries(Reader::new(entries, Self::KEYS))
                }
            }

            impl FromEntries for $name {
                const KEYS: &'static [&'static str] =
                    &[ $( $( key!($rfield), )+ )? $( key!($field $($key)?), )* ];

                #[allow(unused_mut)]
                fn from_entries(mut reader: Reader<'_>) -> Result<Self, Misfit> {
                    $( reader.object(OBJECT_KEY, $object)?; )?
                    Ok(Self {
                        $( $( $rfield: reader.required(key!($rfield))?, )+ )?
                        $( $field: <mode::$mode as Read<$ty>>::read(
                            &mut reader, key!($field $($key)?), Index::$field as usize,
                        )?, )*
                        extra: reader.finish(),
                    })
                }
            }

            impl WriteEntries for $name {
                #[allow(unused_mut, unused_variables)]
                fn write_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $( if self.extra.form(OBJECT_KEY).is_none() {
                        map.serialize_entry("object", $object)?;
                    } )?
                    $( $( map.serialize_entry(key!($rfield), &self.$rfield)?; )+ )?
                    // Which fields have been written: a value that did not fit must not be written beside its successor.
                    let mut written = [false; Index::Length as usize];
                    $( written[Index::$field as usize] = <mode::$mode as Write<$ty>>::write(
                        &self.$field, key!($field $($key)?), self.extra.form(Index::$field as usize), map,
                    )?; )*
                    self.extra.write(map, |unknown| false $(
                        || (written[Index::$field as usize] && unknown == key!($field $($key)?))
                    )*)
                }
            }

            impl Serialize for $name {
                fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                    $( if let Some(json) = <mode::$mode as Write<$ty>>::bare(&self.$field) {
                        return json.serialize(serializer);
                    } )*
                    let mut map = serializer.serialize_map(None)?;
                    self.write_entries(&mut map)?;
                    map.end()
                }
            }

            impl $name {
                /// Says in which [`Form`](crate::Form) a key is written as long as its value says nothing: `Form::Null` to
                /// write `null`, `Form::Absent` to leave it out. A key that the struct does not have changes nothing.
                #[must_use]
                #[allow(dead_code, unused_mut, unused_variables)]
                $vis fn with_form(mut self, key: &str, form: Form) -> Self {
                    $( if key == key!($field $($key)?) {
                        self.extra.set_form(Index::$field as usize, form);
                    } )*
                    self
                }
            }
        };
    };
}
pub(crate) use object;

/// `Default` for a struct without required fields, `new` for one that has some.
macro_rules! constructor {
    ($vis:vis $name:ident [] [ $($field:ident)* ]) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: Default::default(), )* extra: Default::default() }
            }
        }
    };
    ($vis:vis $name:ident [ $( $required:ident: $ty:ty, )+ ] [ $($field:ident)* ]) => {
        impl $name {
            /// An object with what every such object has, and nothing else.
            #[allow(dead_code)]
            $vis fn new( $( $required: impl Into<$ty> ),+ ) -> Self {
                Self {
                    $( $required: $required.into(), )+
                    $( $field: Default::default(), )*
                    extra: Default::default(),
                }
            }
        }
    };
}
pub(crate) use constructor;

#[cfg(test)]
mod tests;
