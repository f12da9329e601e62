//! Errors of schemas, as errors of the session.

use notion_rest::internal::conceal;
use notion_schema::Error as SchemaError;

use super::{DecodeError, Error, RefusedValue};

impl From<SchemaError> for Error {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Refused(mut error) => {
                let RefusedValue {
                    property, reason, ..
                } = &mut *error;
                *property = conceal(property);
                *reason = conceal(reason);
                Self::Refused(error)
            }
            SchemaError::FilterTooLarge(error) => Self::FilterTooLarge(error),
            SchemaError::Decode(error) => DecodeError::of_schema(*error).into(),
            SchemaError::UnboundTarget(error) => Self::UnboundTarget(error),
            SchemaError::TextQuery(error) => Self::TextQuery(error),
            SchemaError::PropertyCycle(error) => Self::PropertyCycle(error),
            SchemaError::InvalidPlan(what) => Self::config(conceal(&what)),
            // The enum can grow in a later version only, together with this match.
            other => Self::config(conceal(&other.to_string())),
        }
    }
}
