//! The one error type of the crate.
//!
//! An [`Error`] says what was wrong, where, and what to do about it. It is small (what it holds is boxed), it can be
//! asked what it is ([`is_not_found`](Error::is_not_found) and its like), and no token is ever in it.

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

/// All that can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The session was closed.
    #[error("the session is closed: open a new one")]
    SessionClosed,
    /// The process has no active session.
    #[error(
        "there is no active session: make one with `Session::get_or_create` or `Session::activate`"
    )]
    NoActiveSession,
    /// No token was given, or an empty one.
    #[error(
        "no token: set the environment variable NOTION_TOKEN, or give one to the session's builder"
    )]
    NoToken,
    /// A setting that cannot be used, or a file of settings that cannot be read.
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
    /// Notion's answer does not fit what it was read as.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// A cursor of a list, or a minute of a query, came a second time: the list would never end.
    #[error("Notion's list does not end: the cursor `{0}` came a second time; try again later")]
    EndlessList(Box<str>),
    /// Notion truncated a list: it has more results than Notion gives.
    #[error(
        "{0}: Notion truncated the list ({1}), as it gives at most 10,000 results: narrow the filter, or read the rows of a \
         data source by windows of their creation time, as typed queries do; `pages` gives what there is, part by part"
    )]
    TruncatedList(Box<str>, Box<str>),
    /// Notion has more rows than it gives for one query, in an order that they cannot be continued in.
    #[error(
        "Notion gives at most 10,000 rows of a query, and the query of \"{0}\" has more ({1}): a stream can go on where \
         rows come in the order of their creation, so leave out the sorts; or take all rows at once with `all`, which \
         sorts them itself; or set a limit"
    )]
    QueryLimit(Box<str>, Box<str>),
    /// More rows were created in one minute than Notion gives for one query.
    #[error(
        "Notion gives at most 10,000 rows of a query, and more rows of \"{0}\" than that were created in the minute of \
         {1}, where they cannot be told apart: narrow the filter, so that it finds fewer of them"
    )]
    CrowdedMinute(Box<str>, Box<str>),
    /// An id that is none.
    #[error(transparent)]
    InvalidId(Box<InvalidId>),
    /// The string is not a valid date, or its time zone is unknown.
    #[error(transparent)]
    InvalidDate(Box<ParseDateError>),
    /// The single element of a list was asked for, and there were none or several.
    #[error(transparent)]
    CountMismatch(Box<CountMismatch>),
    /// No user of this id is visible to the integration.
    #[error(
        "there is no user `{0}`: only members and guests of the workspace are visible, and only to an integration that \
         may read user information"
    )]
    UnknownUser(Box<str>),
    /// The id is that of something else.
    #[error(transparent)]
    WrongKind(Box<WrongKind>),
    /// A database that is asked for as one table, and has none or several.
    #[error(transparent)]
    DataSourceCount(Box<DataSourceCount>),
    /// A value that Notion would not take; nothing was sent.
    #[error(transparent)]
    Refused(Box<RefusedValue>),
    /// Content that Notion would not take: where, and by which rule; nothing was sent.
    #[error("{}; nothing was sent", conceal(&.0.to_string()))]
    RefusedContent(Box<notion_content::Refusal>),
    /// Content of which a part was written before a request failed.
    #[error(transparent)]
    PartlyWritten(Box<PartlyWritten>),
    /// A name that is not a column of a table.
    #[error(transparent)]
    UnknownColumn(Box<UnknownColumn>),
    /// Somebody else has changed what was to be written; nothing was written.
    #[error(transparent)]
    Conflict(Box<Conflict>),
    /// A relation to a schema that no database of this session is bound to.
    #[error(transparent)]
    UnboundTarget(Box<UnboundTarget>),
    /// A relation to a schema that several databases of this session are bound to.
    #[error(transparent)]
    AmbiguousTarget(Box<AmbiguousTarget>),
    /// Some databases of a set were created, or may have been created, before a request failed.
    #[error(transparent)]
    Interrupted(Box<Interrupted>),
    /// A database that does not fit its schema.
    #[error(transparent)]
    SchemaMismatch(Box<SchemaMismatch>),
    /// A plan for a data source that was changed since.
    #[error(transparent)]
    PlanStale(Box<PlanStale>),
    /// A plan with more than is allowed, or possible.
    #[error(transparent)]
    PlanRefused(Box<PlanRefused>),
    /// A plan of which a part was carried out before a request failed.
    #[error(transparent)]
    PlanInterrupted(Box<PlanInterrupted>),
    /// Properties that need each other to be created.
    #[error(transparent)]
    PropertyCycle(Box<PropertyCycle>),
    /// A file of this machine, or a stream, that could not be read or written.
    #[error(transparent)]
    File(Box<FileError>),
    /// An upload that came to nothing.
    #[error(transparent)]
    UploadFailed(Box<UploadFailed>),
    /// A file that was to be fetched and is not given.
    #[error(transparent)]
    FileGone(Box<FileGone>),
    /// Something that Notion does later was not done when the wait for it ended.
    #[error(transparent)]
    NotReady(Box<NotReady>),
    /// A filter with more conditions than Notion takes.
    #[error(transparent)]
    FilterTooLarge(Box<FilterTooLarge>),
    /// A filter or a sort that is written as text cannot be used: what is wrong, and at which column.
    #[error("{}", conceal(&.0.to_string()))]
    TextQuery(Box<TextQueryError>),
    /// A filter by formulas that Notion cannot filter by, in a query that should leave all filtering to Notion.
    #[error(transparent)]
    UnfilterableFormula(Box<UnfilterableFormula>),
}

/// What an error is about.
impl Error {
    /// Notion's own error, where it answered with one.
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

    /// Notion does not know the thing, or it is not shared with the integration.
    pub fn is_not_found(&self) -> bool {
        self.has_code(&Code::ObjectNotFound) || matches!(self, Self::UnknownUser(_))
    }

    /// Notion does not accept the token.
    pub fn is_unauthorized(&self) -> bool {
        self.has_code(&Code::Unauthorized)
    }

    /// Returns the integration lacks the capability for this.
    pub fn is_forbidden(&self) -> bool {
        self.has_code(&Code::RestrictedResource)
    }

    /// Too many requests, or an overloaded Notion, even after waiting.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.status(), Some(429 | 529))
    }

    /// Notion found the request itself wrong.
    pub fn is_validation(&self) -> bool {
        self.has_code(&Code::ValidationError)
    }

    /// Notion does not know the cursor of a list any more.
    pub(crate) fn is_lost_cursor(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_lost_cursor)
    }

    /// Notion cannot filter by a formula.
    pub(crate) fn is_unfilterable_formula(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_unfilterable_formula)
    }

    /// Somebody else changed the same thing at the same time.
    pub fn is_conflict(&self) -> bool {
        self.has_code(&Code::ConflictError) || matches!(self, Self::Conflict(_))
    }

    /// No connection, a broken one, or no answer in time.
    pub fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_)) || self.transport_kind().is_some()
    }

    /// No answer in time.
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns true if the request may have taken effect although it is not known: the answer was lost, came from something else
    /// than Notion, reported trouble of the server, or could not be read. Look before you send it again.
    ///
    /// Also true of what was interrupted by such a request.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) => true,
            Self::Interrupted(error) => error.source.is_outcome_unknown(),
            Self::PlanInterrupted(error) => error.source.is_outcome_unknown(),
            Self::PartlyWritten(error) => error.source.is_outcome_unknown(),
            _ => false,
        }
    }

    /// Returns the page that a request created or changed, although the answer does not fit the struct that it was read as.
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

    /// Says what a request did whose answer does not fit.
    pub(crate) fn after(mut self, effect: WriteEffect) -> Self {
        if let Self::Decode(error) = &mut self {
            error.effect = Some(effect);
        }
        self
    }

    /// Returns the answer could not be read as what it should be. That of a request that must not be repeated is
    /// [`is_outcome_unknown`](Self::is_outcome_unknown) instead, unless the object that it created was found in it.
    pub fn is_decode(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::ForeignAnswer(answer) => (200..300).contains(&answer.status),
            _ => false,
        }
    }

    /// Returns the session cannot be used, now or at all: it is closed or missing, has no token or one that Notion refuses, or
    /// Notion is not reachable, answers with trouble of its own (5xx), or has answered too many requests (429).
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
            // A token that may not ask for its own user may not ask for anything.
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

    /// The HTTP status, if the error is about an answer.
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
