//! `POST /comments`, `GET /comments`, `GET`, `PATCH` and `DELETE /comments/{id}`.

use std::sync::LazyLock;

use notion_vocabulary::limits::MAX_COMMENT_ATTACHMENTS;
use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Reply};
use crate::face::check_alive;
use crate::markdown;
use crate::parse::{self, TextBody};
use crate::render;
use crate::state::id::{self, IdKind};
use crate::state::{Comment, Parent, Run, ShownAs, Workspace};
use crate::validate::common::type_name;
use crate::validate::{
    Body, Cursor, Field, Key, List, Request, Shape, optional, paging_of_query, required, tagged,
};

/// The body of `POST /comments`.
struct CreateComment<'a> {
    place: NewPlace,
    text: CommentText<'a>,
    attachments: Option<Attachments>,
    shown_as: Option<Display<'a>>,
}

type Attachments = List<Attachment, MAX_COMMENT_ATTACHMENTS>;

/// Where a comment goes.
#[derive(Debug, Clone, Copy)]
enum NewPlace {
    On(NewParent),
    In(Uuid),
}

tagged! {
    /// What a comment is on.
    enum NewParent {
        Page("page_id": Uuid),
        Block("block_id": Uuid),
    }
}

/// The text of a comment, in one of two forms.
#[derive(Debug, Clone, Copy)]
enum CommentText<'a> {
    RichText(TextBody<'a>),
    Markdown(&'a str),
}

impl<'a> CommentText<'a> {
    fn keys() -> [Field; 2] {
        [
            required("rich_text", TextBody::shape()),
            required("markdown", Shape::TEXT),
        ]
    }

    fn of(body: &'a Value) -> Option<Self> {
        match body.get("markdown") {
            Some(text) => text.as_str().map(Self::Markdown),
            None => TextBody::read(body.get("rich_text")?).map(Self::RichText),
        }
    }

    fn runs(self, workspace: &Workspace) -> Result<Vec<Run>> {
        match self {
            Self::RichText(text) => text.runs(workspace),
            Self::Markdown(text) => Ok(markdown::inline(text, workspace)),
        }
    }
}

/// A file of a comment.
#[derive(Debug, Clone, Copy)]
struct Attachment(Uuid);

impl<'a> Body<'a> for Attachment {
    fn shape() -> Shape {
        Shape::Object(vec![
            required("file_upload_id", Shape::Uuid),
            optional("type", type_name("file_upload")),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        Uuid::read(value.get("file_upload_id")?).map(Self)
    }
}

/// Under whose name a comment is shown.
#[derive(Debug, Clone, Copy)]
enum Display<'a> {
    Author,
    Custom(&'a str),
}

impl<'a> Body<'a> for Display<'a> {
    fn shape() -> Shape {
        let custom = Shape::Object(vec![required("name", Shape::TEXT)]);
        Shape::Union(vec![
            Shape::Object(vec![required(
                "type",
                Shape::OneOf(&["integration", "user"]),
            )]),
            Shape::Object(vec![
                required("type", Shape::OneOf(&["custom"])),
                required("custom", custom),
            ]),
        ])
    }

    fn read(value: &'a Value) -> Option<Self> {
        match value.get("custom") {
            Some(custom) => custom.get("name")?.as_str().map(Self::Custom),
            None => Some(Self::Author),
        }
    }
}

impl<'a> Body<'a> for CreateComment<'a> {
    fn shape() -> Shape {
        let arm = |place: Field, text: Field| {
            let attachments = <Option<Attachments> as Key<'_>>::field("attachments");
            let display = <Option<Display<'_>> as Key<'_>>::field("display_name");
            Shape::Object(vec![place, text, attachments, display])
        };
        let parent = || required("parent", NewParent::shape());
        let discussion = || required("discussion_id", Shape::Uuid);
        let on = CommentText::keys().map(|text| arm(parent(), text));
        let within = CommentText::keys().map(|text| arm(discussion(), text));
        Shape::Union(on.into_iter().chain(within).collect())
    }

    fn read(value: &'a Value) -> Option<Self> {
        let place = match value.get("discussion_id") {
            Some(discussion) => NewPlace::In(Uuid::read(discussion)?),
            None => NewPlace::On(NewParent::read(value.get("parent")?)?),
        };
        Some(Self {
            place,
            text: CommentText::of(value)?,
            attachments: Key::take(value.get("attachments"))?,
            shown_as: Key::take(value.get("display_name"))?,
        })
    }
}

impl<'a> Request<'a> for CreateComment<'a> {
    fn known_shape() -> &'static Shape {
        static SHAPE: LazyLock<Shape> = LazyLock::new(CreateComment::shape);
        &SHAPE
    }
}

/// The body of `PATCH /comments/{id}`.
struct UpdateComment<'a>(CommentText<'a>);

impl<'a> Body<'a> for UpdateComment<'a> {
    fn shape() -> Shape {
        Shape::Union(
            CommentText::keys()
                .map(|text| Shape::Object(vec![text]))
                .into(),
        )
    }

    fn read(value: &'a Value) -> Option<Self> {
        CommentText::of(value).map(Self)
    }
}

impl<'a> Request<'a> for UpdateComment<'a> {
    fn known_shape() -> &'static Shape {
        static SHAPE: LazyLock<Shape> = LazyLock::new(UpdateComment::shape);
        &SHAPE
    }
}

/// Writes a comment: on a page, on a block, or in a discussion.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreateComment<'_> = request.body()?;
    let (parent, discussion) = find_place(workspace, body.place)?;
    let text = body.text.runs(workspace)?;
    let attachments = body.attachments.map(|list| list.0).unwrap_or_default();
    let attachments = attachments.iter();
    let attachments: Result<Vec<Uuid>> = attachments
        .map(|attachment| parse::uploaded(attachment.0, workspace))
        .collect();
    let attachments = attachments?;
    let shown_as = match body.shown_as {
        Some(Display::Custom(name)) => ShownAs::Custom(name.to_owned()),
        Some(Display::Author) | None => ShownAs::Author,
    };

    let discussion = discussion.unwrap_or_else(|| workspace.ids.made(IdKind::Discussion));
    let id = workspace.ids.made(IdKind::Comment);
    let history = workspace.new_history();
    workspace.comments.insert(
        id,
        Comment {
            id,
            parent,
            discussion,
            history,
            text,
            shown_as,
            attachments,
        },
    );
    reply(workspace, id)
}

/// Where a comment goes. The second comment on a page joins the discussion of the first. Choice: comments on blocks
/// begin a discussion each.
fn find_place(workspace: &Workspace, place: NewPlace) -> Result<(Parent, Option<Uuid>)> {
    let parent = match place {
        NewPlace::In(discussion) => {
            let mut comments = workspace.comments.values();
            let other = comments.find(|comment| comment.discussion == discussion);
            let other = other.ok_or_else(|| workspace.not_found("discussion", discussion))?;
            return Ok((other.parent, Some(discussion)));
        }
        NewPlace::On(parent) => parent,
    };
    let (parent, id) = match parent {
        NewParent::Page(id) => (Parent::Page(workspace.page(id)?.id), id),
        NewParent::Block(id) if workspace.pages.contains_key(&id) => (Parent::Page(id), id),
        NewParent::Block(id) if workspace.blocks.contains_key(&id) => (Parent::Block(id), id),
        NewParent::Block(id) => return Err(workspace.not_found("block", id)),
    };
    check_alive(workspace, id)?;
    let joined = match parent {
        Parent::Page(_) => workspace
            .comments
            .values()
            .find(|comment| comment.parent == parent),
        _ => None,
    };
    Ok((parent, joined.map(|comment| comment.discussion)))
}

/// Lists the comments on exactly this page or block, the oldest first.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let paging = paging_of_query(request, Cursor::Id)?;
    let given = request
        .query("block_id")
        .ok_or_else(|| ApiError::query_undefined("block_id"))?;
    let id = id::parse(given).ok_or_else(|| ApiError::query_id("block_id", given))?;
    if !workspace.pages.contains_key(&id) && !workspace.blocks.contains_key(&id) {
        return Err(workspace.not_found("block", id));
    }
    let on = |comment: &&Comment| matches!(comment.parent, Parent::Page(at) | Parent::Block(at) if at == id);
    let comments: Vec<&Comment> = workspace.comments.values().filter(on).collect();
    let (shown, next) = paging.cut(&comments, |comment| comment.id)?;
    let results = shown
        .iter()
        .map(|comment| render::comment(workspace, comment).into())
        .collect();
    Ok(Reply::ok(render::list("comment", results, next).into_map()))
}

/// Shows a comment.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    reply(workspace, request.path_id("comment_id")?)
}

/// Changes the text of a comment.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("comment_id")?;
    let body: UpdateComment<'_> = request.body()?;
    exists(workspace, id)?;
    let text = body.0.runs(workspace)?;
    let now = workspace.clock.now();
    if let Some(comment) = workspace.comments.get_mut(&id) {
        comment.text = text;
        comment.history.edited = now;
    }
    reply(workspace, id)
}

/// Deletes a comment, and shows it a last time.
pub(crate) fn delete(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("comment_id")?;
    let shown = reply(workspace, id)?;
    workspace.comments.shift_remove(&id);
    Ok(shown)
}

fn exists(workspace: &Workspace, id: Uuid) -> Result<()> {
    if workspace.comments.contains_key(&id) {
        Ok(())
    } else {
        Err(workspace.not_found("comment", id))
    }
}

fn reply(workspace: &Workspace, id: Uuid) -> Result<Reply> {
    let comment = workspace
        .comments
        .get(&id)
        .ok_or_else(|| workspace.not_found("comment", id))?;
    Ok(Reply::ok(render::comment(workspace, comment).into_map()))
}
