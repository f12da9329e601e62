//! Macros that make types of bodies.

/// A struct whose fields are the keys of an object, in the order in which they are checked. `field = "key"` gives another key.
macro_rules! body {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident<$a:lifetime> { $(
        $(#[$field_meta:meta])* $field:ident $(= $key:literal)? : $Type:ty
    ),* $(,)? }) => {
        $(#[$meta])*
        #[allow(dead_code)] // Some keys are checked and mean nothing here.
        $vis struct $Name<$a> { $( $(#[$field_meta])* $vis $field: $Type, )* }

        $crate::validate::macros::read_by_key!($a, $Name<$a>, $Name<'static>, $( $field $(= $key)? : $Type, )*);
    };
    ($(#[$meta:meta])* $vis:vis struct $Name:ident { $(
        $(#[$field_meta:meta])* $field:ident $(= $key:literal)? : $Type:ty
    ),* $(,)? }) => {
        $(#[$meta])*
        #[allow(dead_code)] // Some keys are checked and mean nothing here.
        $vis struct $Name { $( $(#[$field_meta])* $vis $field: $Type, )* }

        $crate::validate::macros::read_by_key!('a, $Name, $Name, $( $field $(= $key)? : $Type, )*);
    };
}

/// Lets a struct be read by the keys that its fields name.
macro_rules! read_by_key {
    ($a:lifetime, $Name:ty, $Static:ty, $( $field:ident $(= $key:literal)? : $Type:ty, )*) => {
        impl<$a> $crate::validate::Body<$a> for $Name {
            fn shape() -> $crate::validate::Shape {
                $crate::validate::Shape::Object(vec![$(
                    <$Type as $crate::validate::Key<$a>>::field($crate::validate::macros::key!($field $($key)?)),
                )*])
            }

            fn read(value: &$a ::serde_json::Value) -> Option<Self> {
                Some(Self { $(
                    $field: <$Type as $crate::validate::Key<$a>>::take(
                        value.get($crate::validate::macros::key!($field $($key)?))
                    )?,
                )* })
            }
        }

        impl<$a> $crate::validate::Request<$a> for $Name {
            fn known_shape() -> &'static $crate::validate::Shape {
                static SHAPE: ::std::sync::LazyLock<$crate::validate::Shape> =
                    ::std::sync::LazyLock::new(<$Static as $crate::validate::Body<'static>>::shape);
                &SHAPE
            }
        }
    };
}

/// The key of a field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// An enum of the strings that are allowed in a place.
macro_rules! one_of {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident { $( $Variant:ident = $word:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $Name { $( $Variant, )* }

        #[allow(dead_code)]
        impl $Name {
            /// The string.
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$Variant => $word, )*
                }
            }
        }

        impl<'a> $crate::validate::Body<'a> for $Name {
            fn shape() -> $crate::validate::Shape {
                $crate::validate::Shape::OneOf(&[$( $word ),*])
            }

            fn read(value: &'a ::serde_json::Value) -> Option<Self> {
                match value.as_str()? {
                    $( $word => Some(Self::$Variant), )*
                    _ => None,
                }
            }
        }
    };
}

/// An enum of objects of which each has a key that says what it is, and perhaps a `type` of that name.
macro_rules! tagged {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident { $( $Variant:ident($key:literal: $Type:ty) ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        $vis enum $Name { $( $Variant($Type), )* }

        impl<'a> $crate::validate::Body<'a> for $Name {
            fn shape() -> $crate::validate::Shape {
                $crate::validate::common::tagged_only(vec![$(
                    ($key, <$Type as $crate::validate::Body<'a>>::shape()),
                )*])
            }

            fn read(value: &'a ::serde_json::Value) -> Option<Self> {
                $( if let Some(value) = value.get($key) {
                    return <$Type as $crate::validate::Body<'a>>::read(value).map(Self::$Variant);
                } )*
                None
            }
        }
    };
}

pub(crate) use {body, key, one_of, read_by_key, tagged};

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use crate::exchange::Version;
    use crate::validate::check::check_body;
    use crate::validate::{
        Body, In2025, In2026, Limited, List, Nullable, Number, Reference, Request, True,
    };

    body! {
        struct Example<'a> {
            name: &'a str,
            kind = "type": Option<Kind>,
            target: Option<Target>,
            note: Option<Nullable<Limited<'a, 3>>>,
            ids: Option<List<Reference, 2>>,
            size: Option<Number<1, 5>>,
            archived: In2025<bool>,
            position: In2026<bool>,
        }
    }

    one_of! {
        enum Kind {
            Small = "small",
            Large = "large",
        }
    }

    tagged! {
        enum Target {
            Page("page_id": Uuid),
            Workspace("workspace": True),
        }
    }

    const ID: &str = "38c9ce7b-60a4-8100-8000-000000000001";

    fn refusal(body: &Value, version: Version) -> String {
        let checked = check_body(Example::known_shape(), body, version);
        checked.map_or_else(|error| error.message, |()| "it fits".into())
    }

    #[test]
    fn a_body_is_read_as_it_is() {
        let body = json!({
            "name": "x",
            "type": "large",
            "target": { "type": "page_id", "page_id": ID },
            "note": null,
            "ids": [{ "id": ID }],
            "size": 2.0,
            "archived": true,
        });
        assert_eq!(refusal(&body, Version::V2025), "it fits");
        let read = Example::read(&body).unwrap();
        assert_eq!(read.name, "x");
        assert_eq!(read.kind, Some(Kind::Large));
        assert_eq!(read.kind.map(Kind::as_str), Some("large"));
        let id: Uuid = ID.parse().unwrap();
        assert!(matches!(read.target, Some(Target::Page(page)) if page == id));
        assert!(matches!(read.note, Some(Nullable(None))));
        assert_eq!(read.ids.unwrap().0[0].0, id);
        let size = read.size.unwrap();
        assert_eq!((size.truncated, size.integer), (2, None));
        assert_eq!((read.archived.0, read.position.0), (Some(true), None));
    }

    #[test]
    fn what_is_left_out_is_nothing() {
        let body = json!({ "name": "x" });
        let read = Example::read(&body).unwrap();
        assert!(read.kind.is_none() && read.target.is_none() && read.note.is_none());
        assert!(read.ids.is_none() && read.size.is_none());
        assert!(Example::read(&json!({})).is_none(), "a name is needed");
    }

    #[test]
    fn the_first_field_that_is_wrong_is_said() {
        let mut body = json!({ "size": 9, "note": "four", "type": "x", "name": 1 });
        for (key, right, said) in [
            (
                "name",
                json!("x"),
                "body.name should be a string, instead was `1`.",
            ),
            (
                "type",
                json!("small"),
                "body.type should be `\"small\"`, `\"large\"`, or `undefined`, instead was `\"x\"`.",
            ),
            (
                "note",
                json!("abc"),
                "body.note.length should be ≤ `3`, instead was `4`.",
            ),
            (
                "size",
                json!(5),
                "body.size should be ≤ `5` or `undefined`, instead was `9`.",
            ),
        ] {
            let message = refusal(&body, Version::V2026);
            assert_eq!(message, format!("body failed validation: {said}"));
            body[key] = right;
        }
        assert_eq!(refusal(&body, Version::V2026), "it fits");
    }

    #[test]
    fn a_key_of_one_version_is_unknown_in_the_other() {
        let old = json!({ "name": "x", "archived": true });
        let new = json!({ "name": "x", "position": true });
        let unknown = |key: &str| {
            format!("body failed validation: body.{key} should be not present, instead was `true`.")
        };
        assert_eq!(refusal(&old, Version::V2026), unknown("archived"));
        assert_eq!(refusal(&new, Version::V2025), unknown("position"));
        assert_eq!(refusal(&new, Version::V2026), "it fits");
    }
}
