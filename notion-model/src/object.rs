//! The macro [`object!`](crate::object): how a JSON object of Notion becomes a Rust struct and goes back
//! without a loss.
//!
//! # What is kept
//!
//! * Keys that the struct does not know: in [`Extra`], written after the others.
//! * How a value that says nothing was written. A field that is `None`, empty or `false` may have come as `null`,
//!   as that empty value, or not at all; Notion uses all three, and a reader must be able to send back what it got.
//!   The fields stay plain (`Option<T>`, `Vec<T>`, `bool`), and `Extra` holds two bits a field that say which
//!   [`Form`] it had.
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
//! `absent`, `null` and `written` say how a blank value is written **by default**, which is to say in an object that was
//! made in Rust. In an object that was read, a blank value goes back as it came.

use serde::de::{self, Deserialize, MapAccess};
use serde::ser::{Serialize, SerializeMap};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

use crate::tagged::Tagged;

/// How a value that says nothing (`None`, an empty list, `false`) stands in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The key is left out.
    Absent,
    /// The key is there, its value is `null`.
    Null,
    /// The key is there with the empty value itself: `false`, `""`, `[]`, `{}`.
    Written,
}

/// What a JSON object carried beyond the fields of its struct: keys that this version of the crate does not know,
/// and in which [`Form`] each blank value came.
///
/// Two objects that differ only in form are equal: `null` and absent mean the same.
#[derive(Clone, Default)]
pub struct Extra {
    /// Boxed, because nearly every object has none.
    unknown: Option<Box<Map<String, Value>>>,
    /// Two bits a field: 0 for the default form of that field, else 1 more than the form.
    forms: u64,
}

impl Extra {
    /// The most fields that a struct may have.
    pub(crate) const MAX_FIELDS: usize = 32;

    /// The value of an unknown key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.unknown.as_ref()?.get(key)
    }

    /// Adds a key that the struct does not know, to be written after the others. Returns what was there before.
    ///
    /// A key that the struct does know belongs into its field: here it would be written twice.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.unknown
            .get_or_insert_default()
            .insert(key.into(), value.into())
    }

    /// Takes an unknown key out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.unknown.as_mut()?.shift_remove(key)
    }

    /// The unknown keys and their values, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.unknown
            .iter()
            .flat_map(|map| map.iter())
            .map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is no unknown key.
    pub fn is_empty(&self) -> bool {
        self.unknown.as_ref().is_none_or(|map| map.is_empty())
    }

    pub(crate) fn with_unknown(mut self, rest: Map<String, Value>) -> Self {
        self.unknown = (!rest.is_empty()).then(|| Box::new(rest));
        self
    }

    pub(crate) fn form(&self, field: usize) -> Option<Form> {
        match (self.forms >> (2 * field)) & 0b11 {
            1 => Some(Form::Absent),
            2 => Some(Form::Null),
            3 => Some(Form::Written),
            _ => None,
        }
    }

    pub(crate) fn set_form(&mut self, field: usize, form: Option<Form>) {
        let bits = match form {
            None => 0,
            Some(Form::Absent) => 1,
            Some(Form::Null) => 2,
            Some(Form::Written) => 3,
        };
        self.forms = self.forms & !(0b11 << (2 * field)) | bits << (2 * field);
    }

    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().count() == other.iter().count()
            && self
                .iter()
                .all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// A key of a JSON object, borrowed where the source allows it.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> de::Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the key of an object")
            }
            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// What was found under a key: nothing, `null`, or a value.
pub(crate) type Slot<T> = Option<Option<T>>;

/// How a field of a certain mode (`absent`, `null`, `written`, `tagged`, …) is read.
pub(crate) trait Read<'de, T> {
    /// Whether the field has one key of its own.
    const KEYED: bool = true;
    /// Reads the value of the field's key.
    fn read<A: MapAccess<'de>>(map: &mut A) -> Result<Option<T>, A::Error>;
    /// Makes the field's value when all keys have been read; `rest` are the keys that no field claimed.
    fn finish(slot: Slot<T>, rest: &mut Map<String, Value>) -> (T, Option<Form>);
}

/// How a field of a certain mode is written.
pub(crate) trait Write<T> {
    fn write<M: SerializeMap>(
        value: &T,
        key: &'static str,
        form: Option<Form>,
        map: &mut M,
    ) -> Result<(), M::Error>;
}

/// The modes of fields, named as in the macro.
#[allow(non_camel_case_types)]
pub(crate) mod mode {
    pub(crate) struct absent;
    pub(crate) struct null;
    pub(crate) struct written;
    /// `type` and the key that it names, `type` written.
    pub(crate) struct tagged;
    /// The same, but `type` is left out, unless it came.
    pub(crate) struct keyed;
}

macro_rules! blankable {
    ($($mode:ident => $form:ident),*) => { $(
        impl<'de, T: Deserialize<'de> + Default + PartialEq> Read<'de, T> for mode::$mode {
            fn read<A: MapAccess<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
                map.next_value()
            }
            fn finish(slot: Slot<T>, _: &mut Map<String, Value>) -> (T, Option<Form>) {
                match slot {
                    None => (T::default(), Some(Form::Absent)),
                    Some(None) => (T::default(), Some(Form::Null)),
                    Some(Some(value)) if value == T::default() => (value, Some(Form::Written)),
                    Some(Some(value)) => (value, None),
                }
            }
        }
        impl<T: Serialize + Default + PartialEq> Write<T> for mode::$mode {
            fn write<M: SerializeMap>(value: &T, key: &'static str, form: Option<Form>, map: &mut M) -> Result<(), M::Error> {
                if *value != T::default() {
                    return map.serialize_entry(key, value);
                }
                match form.unwrap_or(Form::$form) {
                    Form::Absent => Ok(()),
                    Form::Null => map.serialize_entry(key, &()),
                    Form::Written => map.serialize_entry(key, value),
                }
            }
        }
    )* };
}
blankable!(absent => Absent, null => Null, written => Written);

macro_rules! typed {
    ($($mode:ident => $form:ident),*) => { $(
        impl<'de, T: Tagged> Read<'de, T> for mode::$mode {
            const KEYED: bool = false;
            fn read<A: MapAccess<'de>>(_: &mut A) -> Result<Option<T>, A::Error> {
                Ok(None)
            }
            fn finish(_: Slot<T>, rest: &mut Map<String, Value>) -> (T, Option<Form>) {
                T::take(rest)
            }
        }
        impl<T: Tagged> Write<T> for mode::$mode {
            fn write<M: SerializeMap>(value: &T, _: &'static str, form: Option<Form>, map: &mut M) -> Result<(), M::Error> {
                value.put(form.unwrap_or(Form::$form) == Form::Written, map)
            }
        }
    )* };
}
typed!(tagged => Written, keyed => Absent);

/// A struct whose keys can be written into a JSON object that has others too.
pub(crate) trait Entries {
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

/// `Default` for a struct without required fields, `new` for one that has some.
macro_rules! constructor {
    ($name:ident [ $($g:ident)? ] [] [ $($field:ident)* ]) => {
        impl $(<$g>)? Default for $name $(<$g>)? {
            fn default() -> Self {
                Self { $( $field: Default::default(), )* extra: Default::default() }
            }
        }
    };
    ($name:ident [ $($g:ident)? ] [ $( $required:ident: $ty:ty, )+ ] [ $($field:ident)* ]) => {
        impl $(<$g>)? $name $(<$g>)? {
            /// An object with what every such object has, and nothing else.
            pub fn new( $( $required: impl Into<$ty> ),+ ) -> Self {
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

/// Makes a struct of a JSON object; see the module for the syntax.
macro_rules! object {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(<$g:ident>)? $(is $object:literal)?
        $( ( $( $(#[$rmeta:meta])* $rfield:ident: $rty:ty ),+ $(,)? ) )?
        {
            $( $(#[$fmeta:meta])* $mode:ident $field:ident $(as $key:literal)?: $ty:ty ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name $(<$g>)? {
            $( $( $(#[$rmeta])* pub $rfield: $rty, )+ )?
            $( $(#[$fmeta])* pub $field: $ty, )*
            /// What the object carried beyond the fields above.
            pub extra: $crate::object::Extra,
        }

        const _: () = {
            #[allow(unused_imports)]
            use $crate::object::{Entries, Extra, Form, Key, Read, Slot, Write, key, mode};
            use serde::de::{self, Deserialize, Deserializer, MapAccess};
            use serde::ser::{Serialize, SerializeMap, Serializer};

            /// Numbers the fields, for their form.
            #[allow(non_camel_case_types, dead_code, clippy::upper_case_acronyms)]
            enum Index { ObjectKey, $($field,)* Length }
            const _: () = assert!(Index::Length as usize <= Extra::MAX_FIELDS);

            $crate::object::constructor! {
                $name [ $($g)? ] [ $( $( $rfield: $rty, )+ )? ] [ $( $field )* ]
            }

            impl $(<$g>)? $name $(<$g>)? {
                /// Says in which [`Form`] a key is written as long as its value says nothing: `Form::Null` to
                /// write `null`, `Form::Absent` to leave it out. A key that the struct does not have changes nothing.
                #[must_use]
                #[allow(unused_mut, unused_variables)]
                pub fn with_form(mut self, key: &str, form: Form) -> Self {
                    $( if key == key!($field $($key)?) {
                        self.extra.set_form(Index::$field as usize, Some(form));
                    } )*
                    self
                }
            }

            impl $(<$g: Serialize + PartialEq>)? Entries for $name $(<$g>)? {
                fn write_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $( if self.extra.form(Index::ObjectKey as usize).is_none() {
                        map.serialize_entry("object", $object)?;
                    } )?
                    $( $( map.serialize_entry(key!($rfield), &self.$rfield)?; )+ )?
                    $( <mode::$mode as Write<$ty>>::write(
                        &self.$field,
                        key!($field $($key)?),
                        self.extra.form(Index::$field as usize),
                        map,
                    )?; )*
                    self.extra.write(map)
                }
            }

            impl $(<$g: Serialize + PartialEq>)? Serialize for $name $(<$g>)? {
                fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                    let mut map = serializer.serialize_map(None)?;
                    self.write_entries(&mut map)?;
                    map.end()
                }
            }

            impl<'de $(, $g: Deserialize<'de> + PartialEq)?> Deserialize<'de> for $name $(<$g>)? {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Visitor $(<$g>(std::marker::PhantomData<$g>))?;

                    impl<'de $(, $g: Deserialize<'de> + PartialEq)?> de::Visitor<'de> for Visitor $(<$g>)? {
                        type Value = $name $(<$g>)?;

                        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            f.write_str(concat!("a JSON object (", stringify!($name), ")"))
                        }

                        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                            $( let mut object: Option<String> = None; let _ = $object; )?
                            $( $( let mut $rfield: Slot<$rty> = None; )+ )?
                            $( #[allow(unused_mut)] let mut $field: Slot<$ty> = None; )*
                            let mut rest = serde_json::Map::new();
                            while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
                                $( if key == "object" {
                                    let _ = $object;
                                    object = Some(map.next_value()?);
                                    continue;
                                } )?
                                $( $( if key == key!($rfield) {
                                    $rfield = Some(map.next_value()?);
                                    continue;
                                } )+ )?
                                $( if <mode::$mode as Read<'de, $ty>>::KEYED && key == key!($field $($key)?) {
                                    $field = Some(<mode::$mode as Read<'de, $ty>>::read(&mut map)?);
                                    continue;
                                } )*
                                rest.insert(key.into_owned(), map.next_value()?);
                            }

                            #[allow(unused_mut)]
                            let mut extra = Extra::default();
                            $( match object {
                                Some(found) if found == $object => {}
                                None => extra.set_form(Index::ObjectKey as usize, Some(Form::Absent)),
                                Some(found) => return Err(de::Error::custom(format_args!(
                                    concat!("expected an object \"", $object, "\", found \"{}\""),
                                    found,
                                ))),
                            } )?
                            $( let ($field, form) = <mode::$mode as Read<'de, $ty>>::finish($field, &mut rest);
                               extra.set_form(Index::$field as usize, form); )*
                            Ok($name {
                                $( $( $rfield: match $rfield {
                                    Some(Some(value)) => value,
                                    _ => return Err(de::Error::missing_field(key!($rfield))),
                                }, )+ )?
                                $( $field, )*
                                extra: extra.with_unknown(rest),
                            })
                        }
                    }
                    deserializer.deserialize_map(Visitor $( (std::marker::PhantomData::<$g>) )?)
                }
            }
        };
    };
}
pub(crate) use object;
