//! The types of properties as `serde` writes them, so that a struct can derive `Serialize`: each in
//! the plainest shape, and `null` for what was never read or what Notion does not have.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{
    Button, CreatedBy, CreatedTime, Date, DateOrTime, DateRange, DateTime, Files, Formula,
    LastEditedBy, LastEditedTime, People, Relation, Rollup, Title, UniqueId, Verification,
};

macro_rules! as_text {
    ($($ty:ident)*) => {$(
        impl Serialize for $ty {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
as_text! { Title Date DateTime DateOrTime }

macro_rules! as_optional_text {
    ($($ty:ident)*) => {$(
        impl Serialize for $ty {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                match self.get() {
                    Some(value) => serializer.collect_str(&value),
                    None => serializer.serialize_none(),
                }
            }
        }
    )*};
}
as_optional_text! { CreatedTime LastEditedTime CreatedBy LastEditedBy }

/// `TASK-7`.
impl Serialize for UniqueId {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        match self.number() {
            Some(_) => serializer.collect_str(self),
            None => serializer.serialize_none(),
        }
    }
}

/// `{"start": "2026-11-22", "end": null}`.
impl Serialize for DateRange {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut range = serializer.serialize_struct("DateRange", 2)?;
        range.serialize_field("start", &self.start)?;
        range.serialize_field("end", &self.end)?;
        range.end()
    }
}

/// The ids.
impl<T> Serialize for Relation<T> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.ids())
    }
}

/// The ids.
impl Serialize for People {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The files as Notion has them.
impl Serialize for Files {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<T: Serialize> Serialize for Formula<T> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.get().serialize(serializer)
    }
}

impl<T: Serialize> Serialize for Rollup<T> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.get().serialize(serializer)
    }
}

/// Nothing: a button has no value.
impl Serialize for Button {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.serialize_unit()
    }
}

/// `{"state": "verified", "verified_by": .., "date": ..}`.
impl Serialize for Verification {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut verification = serializer.serialize_struct("Verification", 3)?;
        verification.serialize_field("state", self.state())?;
        verification.serialize_field("verified_by", &self.verified_by())?;
        verification.serialize_field("date", &self.date())?;
        verification.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Property;
    use serde_json::{Value, json};

    fn shown(value: impl Serialize) -> Value {
        serde_json::to_value(value).unwrap()
    }

    #[test]
    fn each_type_has_its_plainest_shape() {
        let id = "38c9ce7b-60a4-8100-8000-000000000001";
        let day: Date = "2026-11-22".parse().unwrap();
        let time: DateTime = "2026-11-22T09:30:00+01:00".parse().unwrap();
        assert_eq!(shown(Title::from("A")), json!("A"));
        assert_eq!(shown(crate::schema::RichText::from("A")), json!("A"));
        assert_eq!(shown(day), json!("2026-11-22"));
        assert_eq!(shown(time), json!("2026-11-22T09:30:00+01:00"));
        assert_eq!(
            shown(DateRange::from(day)),
            json!({ "start": "2026-11-22", "end": null })
        );
        let related: Relation<()> = [id.parse().unwrap()].into();
        assert_eq!(shown(related), json!([id]));
        assert_eq!(shown(People::from([id.parse().unwrap()])), json!([id]));
        let files = Files::external("a", "https://example.org/a");
        assert_eq!(shown(files)[0]["name"], "a");
        let number = UniqueId::decode(json!({ "prefix": "T", "number": 7 })).unwrap();
        assert_eq!(shown(number), json!("T-7"));
        let formula = Formula::<f64>::decode(json!({ "type": "number", "number": 1.5 })).unwrap();
        assert_eq!(shown(formula), json!(1.5));
        assert_eq!(shown(Verification::verified(None))["state"], "verified");
    }

    #[test]
    fn what_was_never_read_is_null() {
        assert_eq!(shown(UniqueId::default()), Value::Null);
        assert_eq!(shown(CreatedTime::default()), Value::Null);
        assert_eq!(shown(LastEditedBy::default()), Value::Null);
        assert_eq!(shown(Formula::<String>::default()), Value::Null);
        assert_eq!(shown(Rollup::<Vec<f64>>::default()), Value::Null);
    }
}
