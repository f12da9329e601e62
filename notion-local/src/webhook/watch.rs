//! Derives the events of a request from what it has changed.
//!
//! Endpoints change the workspace and know nothing of webhooks. The route table names the kind of events that a request
//! can cause ([`Events`]) and the object that its path names; the rest is a comparison:
//!
//! ```text
//! Watch::begin   notes the state of the object (trash, lock, parent), and all schemas if the request can change them
//!    the endpoint changes the workspace
//! Watch::end     of a successful request: compares the state, or takes the object of the answer if it was created
//!                  ──► events, each with its subject; `event.rs` decides which integrations see it
//! ```
//!
//! Comparing states instead of reading requests gives one event for one effect, however it came about: a page can go to the trash by
//! `in_trash`, by `DELETE /v1/blocks/{id}`, or with the database that it is in. Only the values of properties are taken from
//! the request, because setting a value to what it was is an event, too (a choice).
//!
//! The types of events and their data are those of Notion's pages on webhooks. Choices, where these say no more than when an
//! event is sent: each change is an event of its own, although Notion combines several that follow each other; a row
//! that is created, trashed or restored changes the content of its data source, and a page or a database the content of the
//! page that it is in; icons and covers cause no event.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::event::{Event, Subject};
use crate::exchange::{Call, Reply, Version};
use crate::render;
use crate::state::Workspace;
use crate::state::id::{self, encode_property};

/// The kind of events that a successful request causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Events {
    /// Nothing changes.
    None,
    /// A page or a comment is created.
    Created,
    /// A database or a data source is created, possibly with the other sides of relations.
    SchemaCreated,
    ViewCreated,
    UploadCreated,
    /// A part of an upload is sent, or the parts are put together.
    UploadSent,
    /// The object of the path may be trashed, restored, locked, moved, or get other values.
    Changed,
    /// The same, and schemas may change.
    SchemaChanged,
    /// The same, if the path names a page or a database; else a block.
    BlockChanged,
    BlocksAppended,
    /// The content of a page may have been replaced.
    ContentReplaced,
    CommentUpdated,
    ViewUpdated,
    /// The object of the path is deleted.
    Deleted,
}

/// A request, and the state of its object before it.
#[derive(Debug)]
pub(crate) struct Watch<'a> {
    events: Events,
    about: Option<Uuid>,
    call: &'a Call,
    before: Option<State>,
    schemas: HashMap<Uuid, Value>,
}

/// The state of a page, a database or a data source whose changes cause events.
#[derive(Debug)]
struct State {
    subject: Subject,
    is_in_trash: bool,
    is_locked: bool,
    parent: Option<Uuid>,
}

impl State {
    fn of(workspace: &Workspace, id: Uuid) -> Option<Self> {
        Some(Self {
            subject: Subject::of(workspace, id)?,
            is_in_trash: workspace.is_trashed_itself(id),
            is_locked: workspace
                .pages
                .get(&id)
                .is_some_and(|page| page.face.is_locked),
            parent: workspace.parent_of(id),
        })
    }
}

impl<'a> Watch<'a> {
    /// Notes what a request may change, before it is answered. `about` is the object of its path.
    pub(crate) fn begin(
        workspace: &Workspace,
        events: Events,
        about: Option<Uuid>,
        call: &'a Call,
    ) -> Self {
        let changes_schemas = matches!(events, Events::SchemaCreated | Events::SchemaChanged);
        Self {
            events,
            about,
            call,
            before: about.and_then(|id| State::of(workspace, id)),
            schemas: if changes_schemas {
                schemas(workspace)
            } else {
                HashMap::new()
            },
        }
    }

    /// Returns the events of the request.
    pub(crate) fn end(self, workspace: &Workspace, reply: &Reply) -> Vec<Event> {
        let answer = |key: &str| reply.body.get(key).and_then(Value::as_str);
        let shown = answer("id")
            .and_then(id::parse)
            .and_then(|id| Subject::of(workspace, id));
        let shown = shown.iter();
        let mut events: Vec<Event> = match self.events {
            Events::None => Vec::new(),
            Events::Created | Events::SchemaCreated => {
                shown.flat_map(|made| created(workspace, made)).collect()
            }
            Events::ViewCreated => shown
                .map(|made| Event::new(made, "created").with("view_type", answer("type")))
                .collect(),
            Events::UploadCreated => shown
                .flat_map(|made| uploaded(made, true, answer("status")))
                .collect(),
            Events::UploadSent => shown
                .flat_map(|made| uploaded(made, false, answer("status")))
                .collect(),
            Events::ViewUpdated => shown
                .map(|view| {
                    Event::new(view, "updated").with("updated_fields", self.updated_fields())
                })
                .collect(),
            Events::CommentUpdated => shown
                .map(|comment| Event::new(comment, "updated"))
                .collect(),
            // A deleted object can no longer be looked up: the event has its former state.
            Events::Deleted => self
                .before
                .iter()
                .map(|gone| Event::new(&gone.subject, "deleted"))
                .collect(),
            Events::BlocksAppended => self.appended(workspace, reply),
            Events::BlockChanged => match self.about {
                Some(id) if workspace.blocks.contains_key(&id) => content(workspace, id, &[id]),
                _ => self.changed(workspace),
            },
            Events::ContentReplaced => self
                .about
                .map(|page| content(workspace, page, &workspace.children_of(page)))
                .unwrap_or_default(),
            Events::Changed | Events::SchemaChanged => self.changed(workspace),
        };
        events.extend(self.schemas_changed(workspace));
        events
    }

    /// Returns a member of the request's body.
    fn sent(&self, key: &str) -> Option<&'a Value> {
        self.call.json().ok()?.get(key)
    }

    /// Returns the changes of a page, a database or a data source: trash, lock, parent, values.
    fn changed(&self, workspace: &Workspace) -> Vec<Event> {
        let after = self.about.and_then(|id| State::of(workspace, id));
        let (Some(before), Some(after)) = (&self.before, after) else {
            return Vec::new();
        };
        let subject = &after.subject;
        let mut events = Vec::new();
        match (before.is_in_trash, after.is_in_trash) {
            (false, true) => events.push(Event::new(subject, "deleted")),
            (true, false) => events.push(Event::new(subject, "undeleted")),
            _ => {}
        }
        if before.is_in_trash != after.is_in_trash {
            events.extend(above(workspace, subject));
        }
        match (before.is_locked, after.is_locked) {
            (false, true) => events.push(Event::new(subject, "locked")),
            (true, false) => events.push(Event::new(subject, "unlocked")),
            _ => {}
        }
        if before.parent != after.parent {
            events.push(Event::new(subject, "moved"));
        }
        let values = self.values(workspace, subject.id);
        if subject.kind == "page" && !values.is_empty() {
            events
                .push(Event::new(subject, "properties_updated").with("updated_properties", values));
        }
        events
    }

    /// Returns the IDs of the properties whose values the request sets.
    fn values(&self, workspace: &Workspace, page: Uuid) -> Vec<Value> {
        let page = workspace.pages.get(&page);
        let schema = page
            .and_then(|page| workspace.data_sources.get(&page.data_source()?))
            .map(|source| &source.schema);
        let named = self.sent("properties").and_then(Value::as_object);
        named
            .into_iter()
            .flat_map(serde_json::Map::keys)
            .map(|key| match schema.and_then(|schema| schema.find(key)) {
                Some(property) => encode_property(&property.id).into(),
                None => key.as_str().into(),
            })
            .collect()
    }

    fn updated_fields(&self) -> Vec<Value> {
        let reported = ["name", "filter", "sorts", "configuration"];
        reported
            .into_iter()
            .filter(|field| self.sent(field).is_some())
            .map(Value::from)
            .collect()
    }

    /// Returns the event for appended blocks. The answer may list the blocks after them as well: the first ones, as many as
    /// were sent, are new.
    fn appended(&self, workspace: &Workspace, reply: &Reply) -> Vec<Event> {
        let Some(about) = self.about else {
            return Vec::new();
        };
        let results = reply.body.get("results").and_then(Value::as_array);
        let sent = self.sent("children").and_then(Value::as_array);
        let made: Vec<Uuid> = results
            .into_iter()
            .flatten()
            .take(sent.map_or(0, Vec::len))
            .filter_map(|block| id::parse(block.get("id")?.as_str()?))
            .collect();
        content(workspace, about, &made)
    }

    fn schemas_changed(&self, workspace: &Workspace) -> Vec<Event> {
        let changed = self.schemas.iter().filter_map(|(id, before)| {
            let updated = differences(before, &schema(workspace, *id)?);
            let subject = Subject::of(workspace, *id)?;
            (!updated.is_empty())
                .then(|| Event::new(&subject, "schema_updated").with("updated_properties", updated))
        });
        let mut changed: Vec<Event> = changed.collect();
        changed.sort_by_key(|event| event.entity.id);
        changed
    }
}

fn created(workspace: &Workspace, made: &Subject) -> Vec<Event> {
    let mut events = vec![Event::new(made, "created")];
    if matches!(made.kind, "page" | "database") {
        events.extend(above(workspace, made));
    }
    events
}

fn uploaded(made: &Subject, is_new: bool, status: Option<&str>) -> Vec<Event> {
    let mut events = Vec::new();
    if is_new {
        events.push(Event::new(made, "created"));
    }
    if status == Some("uploaded") {
        events.push(Event::new(made, "completed"));
    }
    events
}

/// Returns the change of the data source or page that contains a page or a database.
fn above(workspace: &Workspace, subject: &Subject) -> Option<Event> {
    let above = workspace.parent_of(subject.id)?;
    let holder = if workspace.data_sources.contains_key(&above) {
        above
    } else {
        workspace.page_of(above)?
    };
    let updated = json!([{ "id": subject.id, "type": subject.kind }]);
    let holder = Subject::of(workspace, holder)?;
    // A data source's content is its rows, not the database that it is in.
    matches!(holder.kind, "page" | "data_source")
        .then(|| Event::new(&holder, "content_updated").with("updated_blocks", updated))
}

/// Returns the event for changed blocks of a page.
fn content(workspace: &Workspace, at: Uuid, blocks: &[Uuid]) -> Vec<Event> {
    let page = workspace
        .page_of(at)
        .and_then(|page| Subject::of(workspace, page));
    let updated: Vec<Value> = blocks
        .iter()
        .map(|id| json!({ "id": id, "type": "block" }))
        .collect();
    page.map(|page| Event::new(&page, "content_updated").with("updated_blocks", updated))
        .into_iter()
        .collect()
}

fn schemas(workspace: &Workspace) -> HashMap<Uuid, Value> {
    let all = workspace.data_sources.keys();
    all.filter_map(|id| Some((*id, schema(workspace, *id)?)))
        .collect()
}

/// The properties of a data source, as answers show them.
fn schema(workspace: &Workspace, id: Uuid) -> Option<Value> {
    let source = workspace.data_sources.get(&id)?;
    let shown: Value = render::data_source(workspace, source, Version::V2026).into();
    shown.get("properties").cloned()
}

fn differences(before: &Value, after: &Value) -> Vec<Value> {
    let (before, after) = (by_id(before), by_id(after));
    let difference = |id: &str, property: &Value, action: &str| {
        let name = property.get("name");
        json!({ "id": id, "name": name, "action": action })
    };
    let mut differences = Vec::new();
    for (id, property) in &after {
        match before.get(id) {
            None => differences.push(difference(id, property, "created")),
            Some(old) if old != property => differences.push(difference(id, property, "updated")),
            Some(_) => {}
        }
    }
    let deleted = before.iter().filter(|(id, _)| !after.contains_key(*id));
    differences.extend(deleted.map(|(id, property)| difference(id, property, "deleted")));
    differences
}

fn by_id(properties: &Value) -> indexmap::IndexMap<&str, &Value> {
    let all = properties.as_object().into_iter().flatten();
    all.filter_map(|(_, property)| Some((property.get("id")?.as_str()?, property)))
        .collect()
}
