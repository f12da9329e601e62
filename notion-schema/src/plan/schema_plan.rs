//! The plan for one database: what would change, from what, and how it is printed.

use std::fmt;

use notion_model::{DataSource, DataSourceId, plain_text};
use serde::{Deserialize, Serialize};

use super::allow::{Allow, Verdict, permission};
use super::base::Fingerprint;
use super::change::{Action, Change, Risk};
use super::difference::difference;
use crate::error::{Error, Result};
use crate::schema::SchemaNode;

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What would have to change so that a data source has a schema.
///
/// It prints one line a change, with `+` for what is added, `>` for a new name, `~` for other settings, `!` for what
/// may lose values, `?` for what the schema does not have and what is kept, and `x` for what Notion's API does not do.
#[derive(Clone, Serialize, Deserialize)]
pub struct SchemaPlan {
    version: u32,
    schema: String,
    database: String,
    data_source: DataSourceId,
    base: Fingerprint,
    changes: Vec<Change>,
}

impl SchemaPlan {
    /// Plans the changes that make a data source have this schema.
    ///
    /// ```
    /// # use notion_derive::NotionSchema;
    /// use notion_schema::NotionSchema as _;
    /// use notion_schema::model::DataSource;
    /// use notion_schema::plan::SchemaPlan;
    /// use notion_schema::schema::SchemaGraph;
    ///
    /// #[derive(NotionSchema)]
    /// #[notion(crate = "notion_schema")]
    /// struct Task {
    ///     #[notion(title)]
    ///     name: String,
    ///     estimate: Option<f64>,
    /// }
    ///
    /// let live: DataSource = serde_json::from_value(serde_json::json!({
    ///     "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
    ///     "title": [{ "type": "text", "text": { "content": "Task" }, "plain_text": "Task" }],
    ///     "properties": { "Name": { "id": "title", "name": "Name", "type": "title", "title": {} } },
    /// }))?;
    /// let graph = SchemaGraph::of(&[Task::schema()]);
    /// let plan = SchemaPlan::between(&graph.schemas[0], &live);
    /// assert_eq!(
    ///     plan.to_string(),
    ///     "Task (data source 38c9ce7b-60a4-8100-8000-000000000001): 1 to add\n  + Estimate  number"
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn between(schema: &SchemaNode, live: &DataSource) -> SchemaPlan {
        SchemaPlan {
            version: VERSION,
            schema: schema.name.clone(),
            database: plain_text(&live.title),
            data_source: live.id,
            base: Fingerprint::of(live),
            changes: difference(schema, live),
        }
    }

    /// Parses the JSON that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPlan`] if it is not a plan, or one of a version that this crate does not know.
    pub fn from_json(json: &str) -> Result<SchemaPlan> {
        let plan: SchemaPlan = serde_json::from_str(json)
            .map_err(|error| Error::invalid_plan(format!("this is no plan: {error}")))?;
        if plan.version != VERSION {
            return Err(Error::invalid_plan(format!(
                "this is a plan of version {}, and version {VERSION} is known: plan again",
                plan.version
            )));
        }
        Ok(plan)
    }

    /// Returns the name of the schema: the struct's.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// Returns the title that the database had.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Returns the data source that it is for.
    pub fn data_source_id(&self) -> DataSourceId {
        self.data_source
    }

    /// What it was worked out from.
    pub fn base(&self) -> &Fingerprint {
        &self.base
    }

    /// Returns all changes, also those to what the schema does not have, which only a policy brings about.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns true if nothing has to change. What the schema does not have is no reason to: it is kept.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(Change::is_kept)
    }

    /// The changes that such a policy refuses.
    pub fn refused(&self, allow: Allow) -> impl Iterator<Item = &Change> {
        let refused = move |change: &&Change| allow.verdict(change) == Verdict::Refuse;
        self.changes.iter().filter(refused)
    }

    /// Writes the plan as JSON, for a file or another process; [`from_json`](Self::from_json) reads it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPlan`] if the plan cannot be written as JSON.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map_err(|error| Error::invalid_plan(format!("the plan cannot be written: {error}")))
    }
}

impl fmt::Display for SchemaPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (data source {}): ",
            shown(&self.database),
            self.data_source
        )?;
        counts(f, &self.changes)?;
        lines(f, &self.changes)
    }
}

/// How many changes of each kind there are.
pub(super) fn counts(f: &mut fmt::Formatter<'_>, changes: &[Change]) -> fmt::Result {
    let marks: Vec<_> = changes.iter().map(mark).collect();
    let kinds = [
        ('+', "to add"),
        ('>', "to rename"),
        ('~', "to change"),
        ('!', "with losses"),
        ('x', "impossible"),
        ('?', "kept"),
        ('i', "to note"),
    ];
    let counts = kinds.iter().filter_map(|(mark, what)| {
        let count = marks.iter().filter(|one| *one == mark).count();
        (count > 0).then(|| format!("{count} {what}"))
    });
    let counts: Vec<_> = counts.collect();
    match &counts[..] {
        [] => f.write_str("nothing to change"),
        counts => f.write_str(&counts.join(", ")),
    }
}

/// One line a change.
pub fn lines(f: &mut fmt::Formatter<'_>, changes: &[Change]) -> fmt::Result {
    let name = |change: &Change| match change.property.as_str() {
        "" => "(database)".to_owned(),
        name if change.is_of_view() => format!("view \"{}\"", shown(name)),
        name => shown(name),
    };
    let length = |text: &str| text.chars().count();
    let names = changes.iter().map(|change| length(&name(change))).max();
    let explained = changes.iter().filter(|change| !remark(change).is_empty());
    let whats = explained.map(|change| length(&change.what)).max();
    for change in changes {
        let (name, names) = (name(change), names.unwrap_or_default());
        write!(f, "\n  {} {name:names$}  ", mark(change))?;
        match remark(change) {
            none if none.is_empty() => f.write_str(&shown(&change.what))?,
            remark => {
                let (what, whats) = (shown(&change.what), whats.unwrap_or_default());
                write!(f, "{what:whats$}  {remark}")?;
            }
        }
    }
    Ok(())
}

/// A text of Notion's without what would break a line or move a terminal's cursor.
pub(super) fn shown(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn mark(change: &Change) -> char {
    match (&change.action, change.risk) {
        (_, Risk::Impossible) => 'x',
        (Action::Note, _) => 'i',
        (Action::Drop | Action::RemoveOptions(_) | Action::Retitle(_), _) => '?',
        (_, Risk::Lossy) => '!',
        (Action::Add(_) | Action::AddView(_), _) => '+',
        (Action::Rename(_), _) => '>',
        _ => '~',
    }
}

/// What lets it happen, and what it costs.
fn remark(change: &Change) -> String {
    match (permission(change), &*shown(&change.reason)) {
        (None, reason) => reason.to_owned(),
        (Some(permission), "") => format!("Allow::{permission}"),
        (Some(permission), reason) => format!("Allow::{permission}: {reason}"),
    }
}

impl PartialEq for SchemaPlan {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema
            && self.data_source == other.data_source
            && self.base == other.base
            && self.changes == other.changes
    }
}

impl fmt::Debug for SchemaPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchemaPlan")
            .field("schema", &self.schema)
            .field("data_source", &self.data_source)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}
