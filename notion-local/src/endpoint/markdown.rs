//! `GET` and `PATCH /pages/{id}/markdown`.

use std::ops::Range;
use std::sync::LazyLock;

use notion_vocabulary::limits::MAX_ARRAY_ELEMENTS;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::pattern::API;
use crate::exchange::{Incoming, Reply};
use crate::face::check_alive;
use crate::markdown::{self, Edit};
use crate::render::{Object, queued_task};
use crate::state::{AsyncTask, Parent, Workspace};
use crate::validate::common::tagged;
use crate::validate::{Body, List, Request, Shape, body, one_of, optional};

/// The body of `PATCH /pages/{id}/markdown`.
struct UpdateMarkdown<'a> {
    change: Change<'a>,
    allow_async: Option<bool>,
}

/// What is done to the text of a page.
enum Change<'a> {
    Insert(Insert<'a>),
    ReplaceRange(ReplaceRange<'a>),
    Update(Update<'a>),
    Replace(Replace<'a>),
}

body! {
    struct Insert<'a> {
        content: &'a str,
        after: Option<&'a str>,
        position: Option<InsertPosition>,
    }
}

body! {
    struct InsertPosition {
        kind = "type": StartOrEnd,
    }
}

one_of! {
    enum StartOrEnd {
        Start = "start",
        End = "end",
    }
}

body! {
    struct ReplaceRange<'a> {
        content: &'a str,
        content_range: &'a str,
        allow_deleting_content: Option<bool>,
    }
}

body! {
    struct Update<'a> {
        content_updates: List<ContentUpdate<'a>, MAX_ARRAY_ELEMENTS>,
        allow_deleting_content: Option<bool>,
    }
}

body! {
    struct ContentUpdate<'a> {
        old_str: &'a str,
        new_str: &'a str,
        replace_all_matches: Option<bool>,
    }
}

body! {
    struct Replace<'a> {
        new_str: &'a str,
        allow_deleting_content: Option<bool>,
    }
}

impl<'a> Body<'a> for UpdateMarkdown<'a> {
    fn shape() -> Shape {
        tagged(
            vec![
                ("insert_content", Insert::shape()),
                ("replace_content_range", ReplaceRange::shape()),
                ("update_content", Update::shape()),
                ("replace_content", Replace::shape()),
            ],
            || vec![optional("allow_async", Shape::Bool)],
        )
    }

    fn read(value: &'a Value) -> Option<Self> {
        let change = if let Some(insert) = value.get("insert_content") {
            Insert::read(insert).map(Change::Insert)
        } else if let Some(replace) = value.get("replace_content_range") {
            ReplaceRange::read(replace).map(Change::ReplaceRange)
        } else if let Some(update) = value.get("update_content") {
            Update::read(update).map(Change::Update)
        } else {
            Replace::read(value.get("replace_content")?).map(Change::Replace)
        };
        Some(Self {
            change: change?,
            allow_async: value.get("allow_async").and_then(Value::as_bool),
        })
    }
}

impl<'a> Request<'a> for UpdateMarkdown<'a> {
    fn known_shape() -> &'static Shape {
        static SHAPE: LazyLock<Shape> = LazyLock::new(UpdateMarkdown::shape);
        &SHAPE
    }
}

/// Shows a page as text, or a block that the text of its page leaves out.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    container(workspace, id)?;
    Ok(Reply::ok(shown(workspace, id).into_map()))
}

/// What the blocks of a text are in: the page, or what a single block is in.
fn container(workspace: &Workspace, id: Uuid) -> Result<Parent> {
    match workspace.blocks.get(&id) {
        Some(block) => Ok(block.parent),
        None => workspace.page(id).map(|page| Parent::Page(page.id)),
    }
}

/// Changes the text of a page, and with it its blocks. Blocks whose text stays the same stay the same.
pub(crate) fn update(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("page_id")?;
    let body: UpdateMarkdown<'_> = request.body()?;
    let parent = container(workspace, id)?;
    check_alive(workspace, id)?;
    let written = markdown::write(workspace, id);
    let mut edit = Edit::new(written.text());
    let may_delete = change(&mut edit, &body.change)?;
    let plan = markdown::plan(workspace, &written, &edit, may_delete)?;
    markdown::apply(workspace, parent, plan);

    if let Some(page) = workspace.page_of(id) {
        workspace.touch(page);
    }
    let result = shown(workspace, id);
    if body.allow_async == Some(true) {
        // The result of a task has its keys in another order.
        let text = result.into_map();
        let order = ["markdown", "truncated", "unknown_block_ids", "id", "object"];
        let result = order
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), text.get(*key)?.clone())))
            .collect();
        return Ok(queued(workspace, request.operation(), result));
    }
    Ok(Reply::ok(result.into_map()))
}

/// 202 for what was done, to be asked for later.
pub(crate) fn queued(
    workspace: &mut Workspace,
    operation: String,
    result: Map<String, Value>,
) -> Reply {
    let id = format!("task_{}", workspace.fleeting_ids.random().simple());
    let task = AsyncTask {
        status_url: format!("{}{API}async_tasks/{id}", workspace.api_url()),
        id: id.clone(),
        created: workspace.clock.now(),
        operation,
        result,
    };
    let body = queued_task(&task).into_map();
    workspace.tasks.insert(id, task);
    Reply {
        status: 202,
        body,
        with_request_id: true,
    }
}

fn shown(workspace: &Workspace, id: Uuid) -> Object {
    let written = markdown::write(workspace, id);
    let unknown: Vec<String> = written.unknown.iter().map(ToString::to_string).collect();
    Object::new()
        .put("object", "page_markdown")
        .put("id", id.to_string())
        .put("markdown", written.text())
        .put("truncated", written.is_truncated)
        .put("unknown_block_ids", unknown)
}

/// Edits a text as a body says. Returns whether pages in it may go.
fn change(edit: &mut Edit, change: &Change<'_>) -> Result<bool> {
    match change {
        Change::Insert(given) => {
            insert(edit, given)?;
            Ok(false)
        }
        Change::Replace(given) => {
            edit.replace_all(given.new_str);
            Ok(given.allow_deleting_content == Some(true))
        }
        Change::ReplaceRange(given) => {
            let range = selection(&edit.text(), given.content_range)?;
            edit.replace_one(range, given.content);
            Ok(given.allow_deleting_content == Some(true))
        }
        Change::Update(given) => {
            for update in &given.content_updates.0 {
                apply(edit, update)?;
            }
            Ok(given.allow_deleting_content == Some(true))
        }
    }
}

/// Replaces a text that is there once, or wherever it is if that is allowed.
fn apply(edit: &mut Edit, update: &ContentUpdate<'_>) -> Result<()> {
    let (old, new) = (update.old_str, update.new_str);
    let present = edit.text();
    let matches: Vec<Range<usize>> = match old {
        "" => Vec::new(),
        old => present
            .match_indices(old)
            .map(|(at, found)| at..at + found.len())
            .collect(),
    };
    match matches.len() {
        0 => return Err(ApiError::no_match(old)),
        1 => edit.replace(&matches, new),
        _ if update.replace_all_matches == Some(true) => edit.replace(&matches, new),
        count => return Err(ApiError::many_matches(old, count)),
    }
    Ok(())
}

/// Puts text at the start, at the end, or on new lines after the line that a selection ends on.
fn insert(edit: &mut Edit, insert: &Insert<'_>) -> Result<()> {
    let present = edit.text();
    let end = present.len();
    let content = insert.content;
    if content.is_empty() {
        return Ok(());
    }
    let position = insert.position.as_ref().map(|position| position.kind);
    let at = match (position, insert.after) {
        (Some(StartOrEnd::Start), _) => 0,
        (_, Some(after)) => {
            let selected = selection(&present, after)?.end;
            let rest = present.get(selected..).unwrap_or_default();
            selected + rest.find('\n').unwrap_or(rest.len())
        }
        _ => end,
    };
    let text = match at {
        _ if end == 0 => content.to_owned(),
        0 if position.is_some() => format!("{content}\n"),
        _ => format!("\n{content}"),
    };
    edit.replace_one(at..at, &text);
    Ok(())
}

/// Where a selection `start...end` lies in a text.
fn selection(text: &str, range: &str) -> Result<Range<usize>> {
    let (first, last) = range.split_once("...").unwrap_or((range, range));
    let start = text.find(first).ok_or_else(|| ApiError::no_match(range))?;
    let end = text
        .get(start..)
        .and_then(|tail| tail.find(last))
        .map(|at| start + at + last.len());
    end.map(|end| start..end)
        .ok_or_else(|| ApiError::no_match(range))
}
