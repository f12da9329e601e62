//! Constructors of the error variants.

use std::fmt;

use notion_model::ErrorBody;
use notion_rest::Error as RestError;
use notion_rest::internal::conceal;

use super::*;
use crate::http::{Request, Response};

/// Constructors.
impl Error {
    pub(crate) fn config(what: impl Into<Box<str>>) -> Self {
        Self::Config(what.into())
    }

    pub(crate) fn endless_list(cursor: &str) -> Self {
        RestError::endless_list(cursor).into()
    }

    pub(crate) fn query_limit(database: &str, reason: &str) -> Self {
        Self::QueryLimit(database.into(), conceal(reason).into())
    }

    pub(crate) fn crowded_minute(database: &str, minute: impl fmt::Display) -> Self {
        Self::CrowdedMinute(database.into(), minute.to_string().into())
    }

    /// The answer to a request cannot be read.
    pub(crate) fn decode_answer(
        request: &Request,
        response: &Response,
        error: serde_json::Error,
    ) -> Self {
        RestError::unreadable(request, response, error).into()
    }

    /// An asynchronous task failed.
    pub(crate) fn task_failed(request: &Request, said: ErrorBody) -> Self {
        RestError::task_failed(request, said).into()
    }

    /// A page cannot be read to decide a filter.
    pub(crate) fn decode_page(
        schema: &str,
        page: impl fmt::Display,
        error: serde_json::Error,
    ) -> Self {
        DecodeError::page(schema, page, error).into()
    }

    /// The answer to an appending request does not have the blocks that it should.
    pub(crate) fn decode_blocks(error: serde_json::Error) -> Self {
        Self::other_object("PATCH /v1/blocks/{id}/children", error)
    }

    /// The answer to a creation does not state what became of it, although it can be read: it is another object.
    pub(crate) fn other_object(request: &str, error: serde_json::Error) -> Self {
        RestError::incomplete_answer(request, error).into()
    }

    /// Some requests that write content succeeded before one failed.
    pub(crate) fn partly_written(
        root: notion_model::BlockId,
        (sent, of): (usize, usize),
        blocks: Vec<notion_model::BlockId>,
        source: Self,
    ) -> Self {
        Self::PartlyWritten(Box::new(PartlyWritten {
            root,
            sent,
            of,
            blocks,
            source,
        }))
    }

    /// Reading a response failed; `what` is the request that it answered.
    pub(crate) fn decode_response(
        what: impl fmt::Display,
        error: serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        RestError::unreadable_part(what, error).into()
    }

    /// A value does not fit the field of a schema.
    pub(crate) fn decode(
        schema: impl Into<String>,
        property: impl Into<String>,
        page: impl fmt::Display,
        source: impl Into<Cause>,
    ) -> Self {
        DecodeError::property(schema, property, page, source).into()
    }

    pub(crate) fn count_mismatch(what: impl Into<String>, found: Vec<String>) -> Self {
        CountMismatch {
            what: what.into(),
            found,
            is_query: false,
        }
        .into()
    }

    /// A query does not have exactly one row.
    pub(crate) fn row_mismatch(what: String, found: Vec<String>) -> Self {
        CountMismatch {
            what,
            found,
            is_query: true,
        }
        .into()
    }

    pub(crate) fn conflict(
        page: impl fmt::Display,
        in_trash: bool,
        properties: Vec<PropertyConflict>,
    ) -> Self {
        Conflict {
            page: page.to_string(),
            in_trash,
            properties,
        }
        .into()
    }

    pub(crate) fn unknown_user(id: impl fmt::Display) -> Self {
        Self::UnknownUser(id.to_string().into())
    }

    pub(crate) fn wrong_kind(
        id: impl fmt::Display,
        wanted: &'static str,
        found: &'static str,
    ) -> Self {
        WrongKind {
            id: id.to_string(),
            wanted,
            found,
            hint: None,
        }
        .into()
    }

    pub(crate) fn wrong_kind_because(
        id: impl fmt::Display,
        wanted: &'static str,
        found: &'static str,
        hint: impl Into<String>,
    ) -> Self {
        WrongKind {
            id: id.to_string(),
            wanted,
            found,
            hint: Some(hint.into()),
        }
        .into()
    }

    pub(crate) fn data_source_count(
        database: impl Into<String>,
        data_sources: Vec<String>,
    ) -> Self {
        DataSourceCount {
            database: database.into(),
            data_sources,
        }
        .into()
    }

    pub(crate) fn unknown_column(name: &str, columns: &[impl AsRef<str>]) -> Self {
        UnknownColumn {
            name: name.to_owned(),
            columns: columns
                .iter()
                .map(|column| column.as_ref().to_owned())
                .collect(),
        }
        .into()
    }

    /// A value that is not sent: `property` is its property, `place` where in the value, `reason` what is wrong.
    pub(crate) fn refused(
        property: impl Into<String>,
        place: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        RefusedValue::new(conceal(&property.into()), place, conceal(&reason.into())).into()
    }

    pub(crate) fn unbound_target(
        schema: impl Into<String>,
        property: impl Into<String>,
        target: impl Into<String>,
    ) -> Self {
        UnboundTarget::new(schema, property, target).into()
    }

    pub(crate) fn ambiguous_target(
        schema: impl Into<String>,
        property: impl Into<String>,
        target: impl Into<String>,
        candidates: Vec<String>,
    ) -> Self {
        AmbiguousTarget {
            schema: schema.into(),
            property: property.into(),
            target: target.into(),
            candidates,
        }
        .into()
    }

    pub(crate) fn schema_mismatch(databases: Vec<DatabaseMismatch>) -> Self {
        SchemaMismatch {
            databases,
            plan: None,
        }
        .into()
    }

    /// Some of a set of databases are there, or may be, then something went wrong.
    pub(crate) fn interrupted(created: Vec<String>, may_exist: Vec<String>, source: Self) -> Self {
        Self::Interrupted(Box::new(Interrupted {
            created,
            may_exist,
            source,
        }))
    }

    pub(crate) fn unfilterable_formula(schema: &str, properties: &[&str]) -> Self {
        UnfilterableFormula {
            schema: schema.to_owned(),
            properties: properties.iter().map(|&name| name.to_owned()).collect(),
        }
        .into()
    }
}

macro_rules! boxed {
    ($($variant:ident($inner:ty),)*) => {$(
        impl From<$inner> for Error {
            fn from(inner: $inner) -> Self {
                Self::$variant(Box::new(inner))
            }
        }
    )*};
}

boxed! {
    Api(ApiError),
    Transport(TransportError),
    ForeignAnswer(ForeignAnswer),
    OutcomeUnknown(OutcomeUnknown),
    Decode(DecodeError),
    InvalidId(InvalidId),
    InvalidDate(ParseDateError),
    CountMismatch(CountMismatch),
    WrongKind(WrongKind),
    DataSourceCount(DataSourceCount),
    Refused(RefusedValue),
    UnknownColumn(UnknownColumn),
    TextQuery(TextQueryError),
    Conflict(Conflict),
    UnboundTarget(UnboundTarget),
    AmbiguousTarget(AmbiguousTarget),
    SchemaMismatch(SchemaMismatch),
    PlanStale(PlanStale),
    PlanRefused(PlanRefused),
    PlanInterrupted(PlanInterrupted),
    PropertyCycle(PropertyCycle),
    FilterTooLarge(FilterTooLarge),
    UnfilterableFormula(UnfilterableFormula),
    RefusedContent(notion_content::Refusal),
    File(FileError),
    UploadFailed(UploadFailed),
    FileGone(FileGone),
    NotReady(NotReady),
}

impl From<notion_model::ParseIdError> for Error {
    fn from(error: notion_model::ParseIdError) -> Self {
        InvalidId {
            message: conceal(&error.to_string()),
        }
        .into()
    }
}
