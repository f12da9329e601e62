//! The types of properties as `serde` reads them: in the shape that `Serialize` writes, so that JSON lines and CSV of rows
//! can be read back.
//!
//! A cell of CSV is a string. So lists are also read from a string: that of a JSON list, or one whose elements are
//! separated by commas.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use notion_model::File;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{
    Button, CreatedBy, CreatedTime, Date, DateOrTime, DateRange, DateTime, Email, Files, Formula,
    LastEditedBy, LastEditedTime, People, PhoneNumber, Relation, Rollup, Status, Title, UniqueId,
    Url, Verification,
};

/// The same as the value inside.
macro_rules! transparent {
    ($([$($generics:tt)*] $ty:ty = $inner:ty => $make:expr;)*) => {$(
        impl<'de, $($generics)*> Deserialize<'de> for $ty
        where
            $inner: Deserialize<'de>,
        {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                <$inner>::deserialize(input).map($make)
            }
        }
    )*};
}
transparent! {
    [] Title = String => Title;
    [] Url = String => Url;
    [] Email = String => Email;
    [] PhoneNumber = String => PhoneNumber;
    [E] Status<E> = E => Status;
    [] CreatedBy = Option<notion_model::UserId> => CreatedBy;
    [] LastEditedBy = Option<notion_model::UserId> => LastEditedBy;
    [T] Formula<T> = Option<T> => Formula;
    [T] Rollup<T> = Option<T> => Rollup;
}

/// Text in place of a type that holds it: `Serialize`, which the others have in `serialize`.
macro_rules! serialize_inner {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<$($generics)*> Serialize for $ty {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                self.0.serialize(serializer)
            }
        }
    )*};
}
serialize_inner! {
    [] Url;
    [] Email;
    [] PhoneNumber;
    [E: Serialize] Status<E>;
}

/// What `Display` writes and `FromStr` reads.
macro_rules! parsed {
    ($($ty:ident)*) => {$(
        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(input)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )*};
}
parsed! { Date DateTime DateOrTime }

/// An instant, or nothing.
macro_rules! times {
    ($($ty:ident)*) => {$(
        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let time = Option::<DateTime>::deserialize(input)?;
                Ok($ty(time.map(DateTime::timestamp)))
            }
        }
    )*};
}
times! { CreatedTime LastEditedTime }

/// A list, or a string of one.
struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned + FromStr<Err: fmt::Display>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or a string with its elements separated by commas")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Vec<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(elements))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        let text = text.trim();
        if text.starts_with('[') {
            return serde_json::from_str(text).map_err(E::custom);
        }
        let elements = text.split(',').map(str::trim);
        let elements = elements.filter(|element| !element.is_empty());
        elements
            .map(|element| element.parse().map_err(E::custom))
            .collect()
    }
    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
    fn visit_none<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

impl<'de, T> Deserialize<'de> for Relation<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let ids = input.deserialize_any(ListVisitor::<notion_model::PageId>(PhantomData))?;
        Ok(ids.into_iter().map(notion_model::PageId::cast).collect())
    }
}

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let people = input.deserialize_any(ListVisitor::<notion_model::UserId>(PhantomData))?;
        Ok(people.into())
    }
}

/// A file, of which a string is the address.
struct Listed(File);

impl FromStr for Listed {
    type Err = std::convert::Infallible;

    fn from_str(url: &str) -> Result<Listed, Self::Err> {
        Ok(Listed(File::external(url)))
    }
}

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        File::deserialize(input).map(Listed)
    }
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let files = input.deserialize_any(ListVisitor::<Listed>(PhantomData))?;
        Ok(Files(files.into_iter().map(|file| file.0).collect()))
    }
}

/// `{"start": "2026-11-22", "end": null}`, or a string as [`DateRange`] displays it.
impl<'de> Deserialize<'de> for DateRange {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Ends {
            start: DateOrTime,
            #[serde(default)]
            end: Option<DateOrTime>,
        }
        struct Range;

        impl<'de> Visitor<'de> for Range {
            type Value = DateRange;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date, a range such as `2026-11-23/2026-11-27`, or its start and end")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DateRange, A::Error> {
                let Ends { start, end } = Ends::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DateRange { start, end })
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<DateRange, E> {
                text.parse().map_err(E::custom)
            }
        }

        input.deserialize_any(Range)
    }
}

/// `TASK-7`, `7`, or nothing.
impl<'de> Deserialize<'de> for UniqueId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Id;

        impl Visitor<'_> for Id {
            type Value = UniqueId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with or without a prefix, such as `TASK-7`")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<UniqueId, E> {
                if text.is_empty() {
                    return Ok(UniqueId::default());
                }
                let (prefix, number) = match text.rsplit_once('-') {
                    Some((prefix, number)) => (Some(prefix), number),
                    None => (None, text),
                };
                let number = number.parse().map_err(|_| {
                    E::custom(format!(
                        "`{text}` is not a unique ID: it ends with a number, as in `TASK-7`"
                    ))
                })?;
                Ok(UniqueId::new(prefix, number))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<UniqueId, E> {
                Ok(UniqueId::new(None, number))
            }
            fn visit_unit<E: Error>(self) -> Result<UniqueId, E> {
                Ok(UniqueId::default())
            }
        }

        input.deserialize_any(Id)
    }
}

/// Anything: a button has no value.
impl<'de> Deserialize<'de> for Button {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(input).map(|_| Button)
    }
}

/// `{"state": "verified", "verified_by": .., "date": ..}`, or a string with the state, which is empty if nobody verified it.
impl<'de> Deserialize<'de> for Verification {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Content {
            state: String,
            #[serde(default)]
            verified_by: Option<notion_model::UserId>,
            #[serde(default)]
            date: Option<DateRange>,
        }
        struct Verified;

        impl<'de> Visitor<'de> for Verified {
            type Value = Verification;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a verification, or its state")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Verification, A::Error> {
                let content = Content::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Verification::new(
                    content.state,
                    content.verified_by,
                    content.date,
                ))
            }
            fn visit_str<E: Error>(self, state: &str) -> Result<Verification, E> {
                let state = if state.is_empty() {
                    "unverified"
                } else {
                    state
                };
                Ok(Verification::new(state.to_owned(), None, None))
            }
        }

        input.deserialize_any(Verified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Property, RichText};
    use serde_json::{Value, json};

    const ID: &str = "38c9ce7b-60a4-8100-8000-000000000001";
    const OTHER: &str = "38c9ce7b-60a4-8100-8000-000000000002";

    /// Reads a value back from what it was written as.
    fn back<T: Serialize + DeserializeOwned>(value: &T) -> T {
        serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "values are written out where it is called"
    )]
    fn same<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: T) {
        assert_eq!(back(&value), value);
    }

    #[test]
    fn each_type_is_read_back_from_what_it_is_written_as() {
        let day: Date = "2026-11-22".parse().unwrap();
        let time: DateTime = "2026-11-22T09:30:00+01:00".parse().unwrap();
        same(Title::from("A, b"));
        same(RichText::from("A, b"));
        same(Url::from("https://example.org"));
        same(Email::from("a@example.org"));
        same(PhoneNumber::from("+49 30"));
        same(Status(7));
        same(day);
        same(time);
        same(DateOrTime::from(time));
        same(DateRange::from(day));
        same(DateRange::new(time, time));
        same(Relation::<()>::from([
            ID.parse().unwrap(),
            OTHER.parse().unwrap(),
        ]));
        same(People::from([ID.parse().unwrap()]));
        same(Files::external("a", "https://example.org/a"));
        same(UniqueId::decode(json!({ "prefix": "T-X", "number": 7 })).unwrap());
        same(UniqueId::decode(json!({ "prefix": null, "number": 7 })).unwrap());
        same(UniqueId::default());
        same(
            <Formula<f64> as Property>::decode(json!({ "type": "number", "number": 1.5 })).unwrap(),
        );
        same(Formula::<String>::default());
        same(Rollup::<Vec<f64>>::default());
        same(CreatedTime::decode(json!("2026-11-22T09:30:00.000Z")).unwrap());
        same(LastEditedTime::default());
        same(CreatedBy::decode(json!({ "object": "user", "id": ID })).unwrap());
        same(LastEditedBy::default());
        same(Button);
        same(Verification::verified(Some(day.into())));
    }

    #[test]
    fn lists_and_ranges_are_read_from_strings_as_well() {
        let both = Relation::<()>::from([ID.parse().unwrap(), OTHER.parse().unwrap()]);
        for text in [format!("{ID}, {OTHER}"), format!(r#"["{ID}","{OTHER}"]"#)] {
            let read: Relation<()> = serde_json::from_value(text.into()).unwrap();
            assert_eq!(read, both);
        }
        let nobody: People = serde_json::from_value("".into()).unwrap();
        assert_eq!(nobody, People::new());
        let files: Files = serde_json::from_value("https://example.org/a".into()).unwrap();
        assert_eq!(files[0].url(), Some("https://example.org/a"));
        let range: DateRange = serde_json::from_value("2026-11-23 → 2026-11-27".into()).unwrap();
        assert_eq!(range.to_string(), "2026-11-23 → 2026-11-27");
    }

    #[test]
    fn what_does_not_fit_is_quoted() {
        fn error<T: DeserializeOwned + fmt::Debug>(value: Value) -> String {
            serde_json::from_value::<T>(value).unwrap_err().to_string()
        }
        assert!(error::<UniqueId>("TASK".into()).contains("`TASK` is not a unique ID"));
        assert!(error::<Date>("soon".into()).contains("`soon`"));
        assert!(error::<Relation<()>>("x".into()).contains('x'));
        assert!(error::<DateRange>(7.into()).contains("a date, a range"));
    }
}
