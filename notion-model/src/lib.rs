//! Notion's JSON objects as Rust types: lossless, tolerant, without I/O.

mod any_object;
mod async_task;
mod block;
mod color;
mod comment;
mod condition;
mod custom_emoji;
mod data_source;
mod database;
mod empty;
mod error;
mod extra;
mod file;
mod file_upload;
mod filter;
mod formula_value;
mod icon;
mod id;
mod json;
mod list;
mod markdown;
mod mention;
mod number_format;
mod object;
mod open_enum;
mod option;
mod page;
mod parent;
mod position;
mod property_item;
mod property_schema;
mod property_value;
mod rich_text;
mod rollup_value;
mod search;
mod sort;
mod tagged;
mod template;
mod time;
mod user;
mod view;
mod view_query;

pub use any_object::Object;
pub use async_task::{AsyncOperation, AsyncTask, AsyncTaskStatus};
pub use block::*;
pub use color::{Color, IconColor, SelectColor};
pub use comment::{
    Attachment, AttachmentCategory, AttachmentRequest, Comment, CustomName, DisplayName,
    DisplayNameType,
};
pub use condition::{
    CheckboxCondition, DateCondition, DateOperand, FilesCondition, Me, MultiSelectCondition,
    NumberCondition, OneOrMany, PeopleCondition, RelationCondition, RelativeDate, SelectCondition,
    TextCondition, UserOperand, VerificationCondition, VerificationStatus,
};
pub use custom_emoji::CustomEmoji;
pub use data_source::DataSource;
pub use database::{DataSourceReference, Database};
pub use empty::Empty;
pub use error::{ErrorBody, ErrorCode};
pub use extra::{Extra, Form};
pub use file::{ExternalFile, File, FileKind, FileUploadReference, HostedFile};
pub use file_upload::{
    FileImportError, FileImportErrorType, FileImportKind, FileImportResult, FileUpload,
    FileUploadMode, FileUploadStatus, NumberOfParts, Uploader, UploaderType,
};
pub use filter::{
    ElementCondition, Filter, FilterKind, FormulaCondition, PropertyFilter, RollupCondition,
    TimestampFilter, TimestampFilterKind,
};
pub use formula_value::{FormulaKind, FormulaValue};
pub use icon::{Icon, IconKind, NativeIcon};
pub use id::{
    AsyncTaskId, BlockId, CommentId, CustomEmojiId, DataSourceId, DatabaseId, DiscussionId,
    FileUploadId, GroupId, OptionId, PageId, ParseIdError, PropertyId, UserId, ViewId, ViewQueryId,
};
pub use list::{IncompleteReason, List, ListKind, RequestStatus, RequestStatusType};
pub use markdown::{
    ContentUpdate, InsertContent, MarkdownChange, MarkdownRequest, PageMarkdown, ReplaceContent,
    ReplaceContentRange, UpdateContent,
};
pub use mention::{
    DatabaseReference, LinkMention, LinkPreview, Mention, MentionKind, PageReference,
    TemplateMention, TemplateMentionKind,
};
pub use number_format::NumberFormat;
pub use option::SelectOption;
pub use page::{Page, PropertyValues};
pub use parent::{Parent, ParentKind};
pub use position::{AfterBlock, BlockPosition, BlockPositionKind, ViewPosition, ViewPositionKind};
pub use property_item::{
    ItemKind, ItemListKind, PropertyItem, PropertyItemInfo, PropertyItemResponse,
};
pub use property_schema::{
    DualProperty, FormulaSchema, NumberSchema, PropertySchema, PropertySchemaRequest,
    PropertySchemaRequests, PropertySchemas, RelationKind, RelationSchema, RollupSchema,
    SchemaKind, SelectSchema, StatusGroup, StatusSchema, UniqueIdSchema,
};
pub use property_value::{
    Place, PropertyValue, UniqueId, ValueKind, Verification, VerificationState,
};
pub use rich_text::{Annotations, Equation, Link, RichText, RichTextKind, Text, plain_text};
pub use rollup_value::{RollupFunction, RollupKind, RollupValue};
pub use search::{PageOrDataSource, SearchFilter, SearchObject};
pub use sort::{Direction, Sort, TimestampName};
pub use tagged::Unknown;
pub use template::{Template, TemplateList};
pub use time::{DateValue, Moment, Timestamp};
pub use user::{
    Bot, BotOwner, BotOwnerKind, Group, Person, User, UserKind, UserOrGroup, WorkspaceLimits,
};
pub use view::*;
pub use view_query::ViewQuery;

/// The crate in whose types times are given.
pub use jiff;
/// The crate in whose types ids are given.
pub use uuid;
