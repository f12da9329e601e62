//! The macro [`object!`](crate::object): how a JSON object of Notion becomes a Rust struct and goes back without a loss.
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
use serde_json::{Map, Value};

use crate::extra::{Extra, FieldIndex, Form};
use crate::json::{FromJson, Misfit};
use crate::tagged::Tagged;

/// An object that is being read: its keys, and which of them have found their place.
pub(crate) struct Reader<'a> {
    keys: &'a Map<String, Value>,
    /// The keys that belong to fields, and so cannot be a content.
    fields: &'static [&'static str],
    taken: Vec<&'a str>,
    extra: Extra,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(keys: &'a Map<String, Value>, fields: &'static [&'static str]) -> Self {
        Self {
            keys,
            fields,
            taken: Vec::with_capacity(keys.len()),
            extra: Extra::default(),
        }
    }

    /// All keys, taken or not.
    pub(crate) fn keys(&self) -> &'a Map<String, Value> {
        self.keys
    }

    /// The value of a key, which has found its place by that.
    pub(crate) fn take(&mut self, key: &str) -> Option<&'a Value> {
        let (key, value) = self.keys.get_key_value(key)?;
        self.taken.push(key);
        Some(value)
    }

    /// The content of a type: the value of the key that the type names, unless that key has another meaning.
    pub(crate) fn take_content(&mut self, kind: &str) -> Option<&'a Value> {
        let meant = ["", "object", "type"].contains(&kind) || self.fields.contains(&kind);
        if meant { None } else { self.take(kind) }
    }

    /// The value of a key if it fits; else the key stays among the unknown ones.
    pub(crate) fn take_fitting<T: FromJson>(&mut self, key: &str) -> Option<T> {
        let value = T::from_json(self.keys.get(key)?).ok()?;
        self.take(key);
        Some(value)
    }

    pub(crate) fn set_form(&mut self, field: FieldIndex, form: Form) {
        self.extra.set_form(field, form);
    }

    /// The key `object`, which tells objects apart.
    pub(crate) fn object(&mut self, field: FieldIndex, expected: &str) -> Result<(), Misfit> {
        match self.take("object") {
            None => self.set_form(field, Form::Absent),
            Some(Value::String(found)) if found == expected => {}
            Some(found) => {
                let misfit = Misfit::expected(format_args!("{expected:?}"), found);
                return Err(misfit.at_key("object"));
            }
        }
        Ok(())
    }

    /// A key that must be there.
    pub(crate) fn required<T: FromJson>(&mut self, key: &str) -> Result<T, Misfit> {
        let json = self
            .take(key)
            .ok_or_else(|| Misfit::new(format!("the key {key:?} is missing")))?;
        T::from_json(json).map_err(|misfit| misfit.at_key(key))
    }

    /// A key whose value may be blank.
    fn blankable<T: FromJson + Default + PartialEq>(
        &mut self,
        key: &str,
        field: FieldIndex,
    ) -> Result<T, Misfit> {
        let (value, form) = match self.keys.get(key) {
            None => (T::default(), Form::Absent),
            Some(Value::Null) => (T::default(), Form::Null),
            Some(json) => match T::from_json(json) {
                Ok(value) => (value, Form::Written),
                // It is not taken, and so stays among the unknown keys.
                Err(_) if T::LENIENT => {
                    self.set_form(field, Form::Absent);
                    return Ok(T::default());
                }
                Err(misfit) => return Err(misfit.at_key(key)),
            },
        };
        self.take(key);
        // The form is that of the blank value: should the field become blank later, its default form holds.
        if value == T::default() {
            self.set_form(field, form);
        }
        Ok(value)
    }

    /// What has found no place.
    pub(crate) fn finish(mut self) -> Extra {
        if self.taken.len() < self.keys.len() {
            for (key, value) in self.keys {
                if !self.taken.contains(&key.as_str()) {
                    self.extra.insert(key, value.clone());
                }
            }
        }
        self.extra
    }
}

/// How a field of a mode is read.
pub(crate) trait Read<T> {
    fn read(reader: &mut Reader<'_>, key: &str, field: FieldIndex) -> Result<T, Misfit>;

    /// Keeps JSON that is no object in a field of the struct, if this is a field that can.
    fn set_bare(_: &mut T, _: &Value) -> bool {
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

            fn set_bare(value: &mut T, json: &Value) -> bool {
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
            pub extra: $crate::extra::Extra,
        }

        $crate::object::constructor! {
            $name [ $( $( $rfield: $rty, )+ )? ] [ $( $field )* ]
        }

        $crate::json::deserialize_by_json!($name);

        // What follows is nobody's business but the macro's.
        const _: () = {
            #[allow(unused_imports)]
            use $crate::{extra::{Extra, Form, OBJECT_KEY}, json::{FromJson, Misfit}, object::{Entries, Read, Reader, Write, key, mode}};
            use serde::ser::{Serialize, SerializeMap, Serializer};

            /// The keys of the fields.
            const KEYS: &[&str] = &[ $( $( key!($rfield), )+ )? $( key!($field $($key)?), )* ];

            /// Numbers the fields, for their form.
            #[allow(non_camel_case_types, dead_code)]
            enum Index { ObjectKey = OBJECT_KEY as isize, $($field,)* Length }
            const _: () = assert!(Index::Length as usize <= Extra::MAX_FIELDS);

            impl FromJson for $name {
                fn from_json(json: &serde_json::Value) -> Result<Self, Misfit> {
                    let misfit = || Misfit::expected("an object", json);
                    let Some(keys) = json.as_object() else {
                        $( if !$object.is_empty() { return Err(misfit()); } )?
                        #[allow(unused_mut)]
                        let mut blank = Self::from_json(&serde_json::Value::Object(Default::default()))?;
                        let kept = false $( || <mode::$mode as Read<$ty>>::set_bare(&mut blank.$field, json) )*;
                        return if kept { Ok(blank) } else { Err(misfit()) };
                    };
                    #[allow(unused_mut)]
                    let mut reader = Reader::new(keys, KEYS);
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

            impl Entries for $name {
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
    ($name:ident [] [ $($field:ident)* ]) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: Default::default(), )* extra: Default::default() }
            }
        }
    };
    ($name:ident [ $( $required:ident: $ty:ty, )+ ] [ $($field:ident)* ]) => {
        impl $name {
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
