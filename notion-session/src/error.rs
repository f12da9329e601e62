//! The one error type of the crate.
//!
//! An [`Error`] says what is wrong, where, and what to do about it. It is small (its contents are boxed), predicates such
//! as [`is_not_found`](Error::is_not_found) classify it, and it never contains a token.

mod content;
mod data;
mod files;
mod make;
mod plan;
mod pure;
mod rest;
mod schema;

use std::error::Error as StdError;

use notion_rest::internal::conceal;

use crate::schema::ParseDateError;

pub use content::PartlyWritten;
pub use data::{
    Conflict, CountMismatch, DataSourceCount, DecodeError, InvalidId, PropertyConflict,
    UnknownColumn, WriteEffect, WrongKind,
};
pub use files::{FileError, FileGone, NotReady, UploadFailed};
pub use notion_model::ErrorCode as Code;
pub use notion_rest::error::{
    ApiError, ForeignAnswer, OutcomeUnknown, TransportError, TransportErrorKind,
};
pub use notion_schema::Error as SchemaError;
pub use notion_schema::error::{FilterTooLarge, PropertyCycle, RefusedValue, UnboundTarget};
pub use notion_schema::plan::{Difference, DifferenceKind};
pub use notion_schema::text_query::TextQueryError;
pub use plan::{PlanInterrupted, PlanRefused, PlanStale};
pub use schema::{
    AmbiguousTarget, DatabaseMismatch, Interrupted, SchemaMismatch, UnfilterableFormula,
};

/// A result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that can be the cause of an error.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

/// Everything that can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The session was closed.
    #[error("the session is closed: open a new one")]
    SessionClosed,
    /// The process has no active session.
    #[error(
        "no session is active: open one with `Session::get_or_create`, or call `Session::activate`"
    )]
    NoActiveSession,
    /// The token is missing or empty.
    #[error(
        "no token: set the environment variable NOTION_TOKEN, or pass one to the session's builder"
    )]
    NoToken,
    /// A setting is invalid, or a configuration file cannot be read.
    #[error("bad configuration: {0}")]
    Config(Box<str>),
    /// Notion answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// Notion did not answer.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// Something else answered in Notion's place, such as the proxy in front of it.
    #[error(transparent)]
    ForeignAnswer(Box<ForeignAnswer>),
    /// A request that must not be repeated was sent, and no answer of Notion states what became of it: it may have taken
    /// effect.
    #[error(transparent)]
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// Notion's answer does not fit the type that it was read as.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// A cursor of a list, or a minute of a query, was repeated: the list would never end.
    #[error("Notion's list does not end: the cursor `{0}` came a second time; try again later")]
    EndlessList(Box<str>),
    /// Notion truncated a list: it has more results than Notion gives.
    #[error(
        "{0}: Notion truncated the list ({1}), as it gives at most 10,000 results: narrow the filter, or read the rows of a \
         data source by windows of their creation time, as typed queries do; `pages` gives what there is, part by part"
    )]
    TruncatedList(Box<str>, Box<str>),
    /// A sorted query has more rows than Notion returns, and its order does not allow to continue it.
    #[error(
        "Notion returns at most 10,000 rows of a query, and the query of \"{0}\" has more ({1}): a stream can continue only in \
         the order of creation, so leave out the sorts; or read all rows with `all`, which sorts them itself; or set a \
         limit"
    )]
    QueryLimit(Box<str>, Box<str>),
    /// More rows were created in one minute than Notion returns for one query.
    #[error(
        "Notion returns at most 10,000 rows of a query, and more rows of \"{0}\" than that were created in the minute of \
         {1}, which no filter on the creation time can separate: narrow the filter, so that it finds fewer of them"
    )]
    CrowdedMinute(Box<str>, Box<str>),
    /// The string is not a valid ID.
    #[error(transparent)]
    InvalidId(Box<InvalidId>),
    /// The string is not a valid date, or its time zone is unknown.
    #[error(transparent)]
    InvalidDate(Box<ParseDateError>),
    /// A list does not have exactly one element.
    #[error(transparent)]
    CountMismatch(Box<CountMismatch>),
    /// No user with this ID is visible to the integration.
    #[error(
        "there is no user `{0}`: only members and guests of the workspace are visible, and only to an integration that \
         may read user information"
    )]
    UnknownUser(Box<str>),
    /// The ID belongs to an object of another kind.
    #[error(transparent)]
    WrongKind(Box<WrongKind>),
    /// A database does not have exactly one data source.
    #[error(transparent)]
    DataSourceCount(Box<DataSourceCount>),
    /// Notion would not accept a value. Nothing was sent.
    #[error(transparent)]
    Refused(Box<RefusedValue>),
    /// Notion would not accept content: the error has the place and the rule. Nothing was sent.
    #[error("{}; nothing was sent", conceal(&.0.to_string()))]
    RefusedContent(Box<notion_content::Refusal>),
    /// Some content was written before a request failed.
    #[error(transparent)]
    PartlyWritten(Box<PartlyWritten>),
    /// The name is not a column of the table.
    #[error(transparent)]
    UnknownColumn(Box<UnknownColumn>),
    /// Somebody else has changed the same properties. Nothing was written.
    #[error(transparent)]
    Conflict(Box<Conflict>),
    /// A relation points to a schema that is not bound in this session.
    #[error(transparent)]
    UnboundTarget(Box<UnboundTarget>),
    /// A relation points to a schema that is bound to several databases of this session.
    #[error(transparent)]
    AmbiguousTarget(Box<AmbiguousTarget>),
    /// Some databases of a set were created, or may have been created, before a request failed.
    #[error(transparent)]
    Interrupted(Box<Interrupted>),
    /// A database does not match its schema.
    #[error(transparent)]
    SchemaMismatch(Box<SchemaMismatch>),
    /// The data source was changed since the plan was made.
    #[error(transparent)]
    PlanStale(Box<PlanStale>),
    /// A plan contains changes that the policy does not allow, or that Notion's API cannot make.
    #[error(transparent)]
    PlanRefused(Box<PlanRefused>),
    /// A part of a plan was applied before a request failed.
    #[error(transparent)]
    PlanInterrupted(Box<PlanInterrupted>),
    /// Properties depend on each other in a cycle, so that none can be created first.
    #[error(transparent)]
    PropertyCycle(Box<PropertyCycle>),
    /// A local file or a stream could not be read or written.
    #[error(transparent)]
    File(Box<FileError>),
    /// An upload failed.
    #[error(transparent)]
    UploadFailed(Box<UploadFailed>),
    /// A file cannot be downloaded.
    #[error(transparent)]
    FileGone(Box<FileGone>),
    /// Asynchronous work of Notion was not finished before the timeout.
    #[error(transparent)]
    NotReady(Box<NotReady>),
    /// A filter has more conditions than Notion accepts.
    #[error(transparent)]
    FilterTooLarge(Box<FilterTooLarge>),
    /// A filter or sort in text form is invalid. The error has the reason and the column.
    #[error("{}", conceal(&.0.to_string()))]
    TextQuery(Box<TextQueryError>),
    /// A query with [`pushdown_only`](crate::query::Query::pushdown_only) filters by formulas that Notion cannot filter by.
    #[error(transparent)]
    UnfilterableFormula(Box<UnfilterableFormula>),
}

/// Classification of errors. A predicate looks at the error alone and sends nothing.
impl Error {
    /// Returns Notion's own error, if Notion answered with one: its status, its code and its message.
    pub fn as_api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::OutcomeUnknown(error) => error.as_api(),
            Self::Interrupted(error) => error.source.as_api(),
            Self::PlanInterrupted(error) => error.source.as_api(),
            Self::PartlyWritten(error) => error.source.as_api(),
            _ => None,
        }
    }

    /// Returns true if Notion does not know the object, or if it is not shared with the integration.
    pub fn is_not_found(&self) -> bool {
        self.has_code(&Code::ObjectNotFound) || matches!(self, Self::UnknownUser(_))
    }

    /// Returns true if Notion does not accept the token.
    pub fn is_unauthorized(&self) -> bool {
        self.has_code(&Code::Unauthorized)
    }

    /// Returns true if the integration does not have the capability for the request.
    pub fn is_forbidden(&self) -> bool {
        self.has_code(&Code::RestrictedResource)
    }

    /// Returns true if there were too many requests, or Notion was overloaded, even after the retries.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.status(), Some(429 | 529))
    }

    /// Returns true if Notion found the request invalid.
    pub fn is_validation(&self) -> bool {
        self.has_code(&Code::ValidationError)
    }

    /// Returns true if Notion no longer knows the cursor of a list.
    pub(crate) fn is_lost_cursor(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_lost_cursor)
    }

    /// Returns true if Notion cannot filter by a formula.
    pub(crate) fn is_unfilterable_formula(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_unfilterable_formula)
    }

    /// Returns true if somebody else changed the same object at the same time.
    pub fn is_conflict(&self) -> bool {
        self.has_code(&Code::ConflictError) || matches!(self, Self::Conflict(_))
    }

    /// Returns true if there was no connection, a broken one, or no answer before the timeout.
    pub fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_)) || self.transport_kind().is_some()
    }

    /// Returns true if there was no answer before the timeout.
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns true if the request may have taken effect although that is not known: the answer was lost, came from
    /// something else than Notion, reported a failure of the server, or could not be read. Check before you send it again.
    ///
    /// Also true for a call of several requests that such a request interrupted.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) => true,
            Self::Interrupted(error) => error.source.is_outcome_unknown(),
            Self::PlanInterrupted(error) => error.source.is_outcome_unknown(),
            Self::PartlyWritten(error) => error.source.is_outcome_unknown(),
            _ => false,
        }
    }

    /// Returns the page that a request created or changed, although the answer does not fit the struct.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// #[derive(NotionSchema, Debug)]
    /// struct Order {
    ///     name: Title,
    ///     #[notion(formula = "5 / 2")]
    ///     share: Formula<i32>,               // the result is 2.5
    /// }
    ///
    /// let orders = session.create_db::<Order>(&home).await?;
    /// let error = orders.insert_with(|o| o.name.set("Tea")).await.unwrap_err();
    /// let page = error.written_page().expect("the row was created");
    /// assert_eq!(session.get_page(page).await?.title(), "Tea");
    /// # Ok(())
    /// # }
    /// ```
    pub fn written_page(&self) -> Option<notion_model::PageId> {
        match self {
            Self::Decode(error) if error.effect.is_some() => {
                error.page.as_deref().and_then(|id| id.parse().ok())
            }
            _ => None,
        }
    }

    /// Adds what the request did although its answer does not fit.
    pub(crate) fn after(mut self, effect: WriteEffect) -> Self {
        if let Self::Decode(error) = &mut self {
            error.effect = Some(effect);
        }
        self
    }

    /// Returns true if the answer could not be read as the expected type. For a request that must not be repeated,
    /// [`is_outcome_unknown`](Self::is_outcome_unknown) is true instead, unless the answer contains the object that it
    /// created.
    pub fn is_decode(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::ForeignAnswer(answer) => (200..300).contains(&answer.status),
            _ => false,
        }
    }

    /// Returns true if the session itself cannot be used: it is closed or missing, its token is missing or rejected, or
    /// Notion is unreachable, fails (5xx), or rejects further requests (429).
    ///
    /// Every error of [`raise_for_status`](crate::Session::raise_for_status) is one of these.
    pub fn is_session(&self) -> bool {
        const QUESTION: &str = "GET /v1/users/me";
        match self {
            Self::SessionClosed
            | Self::NoActiveSession
            | Self::NoToken
            | Self::Transport(_)
            | Self::ForeignAnswer(_) => true,
            // A token that cannot request its own user cannot request anything.
            Self::Api(error) => {
                error.status >= 500
                    || error.status == 429
                    || error.code == Code::Unauthorized
                    || error.request == QUESTION
            }
            Self::Decode(error) => error.schema.ends_with(QUESTION),
            _ => self.is_unauthorized(),
        }
    }

    fn has_code(&self, code: &Code) -> bool {
        self.as_api().is_some_and(|error| error.code == *code)
    }

    /// Returns the HTTP status, if the error is about an answer.
    fn status(&self) -> Option<u16> {
        match self {
            Self::ForeignAnswer(answer) => Some(answer.status),
            _ => self.as_api().map(|error| error.status),
        }
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(error) => Some(error.kind),
            Self::OutcomeUnknown(error) => error.kind,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_and_can_cross_threads() {
        const { assert!(size_of::<Error>() < 64) };
        fn assert_bounds<T: Send + Sync + 'static>() {}
        assert_bounds::<Error>();
    }

    #[test]
    fn the_boxed_errors_speak_for_themselves() {
        let error = Error::refused(
            "Budget",
            "insert",
            "NaN is not a number that JSON can carry",
        );
        assert_eq!(
            error.to_string(),
            "`Budget` (insert): NaN is not a number that JSON can carry; nothing was sent"
        );
        let error = Error::wrong_kind("12", "page", "database");
        assert!(
            error
                .to_string()
                .contains("`12` is the id of a database, not of a page"),
            "{error}"
        );
    }

    #[test]
    fn what_an_unknown_outcome_interrupts_has_an_unknown_outcome() {
        use notion_model::BlockId;
        use serde::de::Error as _;

        let unknown = || Error::decode_blocks(serde_json::Error::custom("x"));
        let root = BlockId::from(uuid::Uuid::nil());
        let partly = Error::partly_written(root, (1, 2), Vec::new(), unknown());
        assert!(partly.is_outcome_unknown());
        assert!(Error::interrupted(Vec::new(), Vec::new(), unknown()).is_outcome_unknown());
        assert!(!Error::interrupted(Vec::new(), Vec::new(), Error::NoToken).is_outcome_unknown());
    }

    #[test]
    fn session_errors_are_those_of_the_session() {
        assert!(Error::SessionClosed.is_session());
        assert!(Error::NoToken.is_session());
        assert!(!Error::unknown_user("x").is_session());
        assert!(Error::unknown_user("x").is_not_found());
    }
}
