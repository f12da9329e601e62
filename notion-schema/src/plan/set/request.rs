//! The bodies of the requests of a plan for a set.

use notion_content::{cover_request, icon_request};
use notion_model::{
    CreateDatabase, DataSource, DataSourceId, InitialDataSource, PropertySchemaRequest,
    PropertySchemaRequests, RichText, SchemaKind, ViewId,
};

use super::member::MemberPlace;
use super::views::resolve;
use super::{SchemaSetPlan, SetStep};
use crate::error::{Error, Result};
use crate::plan::allow::{Allow, Verdict};
use crate::plan::change::{Action, Change};
use crate::plan::update::update;
use crate::view::ViewNode;

/// What a step of a plan asks for.
#[derive(Clone, Debug)]
pub enum SetRequest {
    /// A new database.
    Create(Box<SetCreation>),
    /// Changes of one that exists.
    Update(SetUpdate),
    /// A view, new or with changes.
    View(SetView),
}

/// The request for a new database.
#[derive(Clone, Debug)]
pub struct SetCreation {
    /// The body.
    pub body: CreateDatabase,
}

/// The request for a view.
#[derive(Clone, Debug)]
pub struct SetView {
    /// The view, if it exists.
    pub id: Option<ViewId>,
    /// What it is to be, with the IDs of the properties as far as these are known.
    pub view: ViewNode,
    /// Whether all of them are known.
    pub is_resolved: bool,
}

/// The requests for an existing database, as far as there are some.
#[derive(Clone, Debug, Default)]
pub struct SetUpdate {
    /// The database's new description.
    pub description: Option<String>,
    /// The data source's new title.
    pub title: Option<String>,
    /// The changes of properties.
    pub properties: PropertySchemaRequests,
}

impl SchemaSetPlan {
    /// What a step asks for, if the policy allows it. `sources` are the data sources that exist by now, in the order
    /// of the set; `live` is that of the step's database as Notion last sent it.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if Notion does not take the icon or the cover; [`Error::InvalidPlan`] if a relation leads to
    /// a database that does not exist yet.
    #[doc(hidden)]
    pub fn request(
        &self,
        step: &SetStep,
        allow: Allow,
        sources: &[Option<DataSourceId>],
        live: Option<&DataSource>,
    ) -> Result<SetRequest> {
        let member = &self.databases[step.database];
        let changes = step.changes.iter().map(|at| &member.changes[*at]);
        let changes: Vec<&Change> = changes
            .filter(|change| allow.verdict(change) == Verdict::Do)
            .collect();
        if let [change] = &changes[..]
            && let Some(view) = view(change, live)
        {
            return Ok(SetRequest::View(view));
        }
        let mut properties = update(&changes, live);
        for parked in &step.park {
            let request = properties.entry(parked.id.as_str().to_owned());
            // Its settings may change by the same request.
            let request = request.or_insert_with(|| Some(PropertySchemaRequest::default()));
            request.get_or_insert_default().name = Some(parked.name.clone());
        }
        self.lead(&mut properties, sources)?;
        if let (true, MemberPlace::New(new)) = (self.creates(step), &member.place) {
            let refused =
                |what: &str, reason: String| Error::refused(what, &*member.schema, reason);
            let icon = new.icon.as_ref().map(icon_request).transpose();
            let cover = new.cover.as_ref().map(cover_request).transpose();
            let body = CreateDatabase {
                title: runs(&member.title),
                description: runs(&new.description),
                is_inline: new.inline.then_some(true),
                initial_data_source: Some(InitialDataSource { properties }),
                icon: icon.map_err(|why| refused("icon", why.to_string()))?,
                cover: cover.map_err(|why| refused("cover", why.to_string()))?,
                ..CreateDatabase::in_parent(new.parent.clone())
            };
            return Ok(SetRequest::Create(Box::new(SetCreation { body })));
        }
        let mut update = SetUpdate {
            properties,
            ..SetUpdate::default()
        };
        for change in changes {
            match &change.action {
                Action::DescribeDatabase(text) => update.description = Some(text.clone()),
                Action::Retitle(title) => update.title = Some(title.clone()),
                _ => {}
            }
        }
        Ok(SetRequest::Update(update))
    }

    /// Puts the data sources that exist by now in place of those that stand for them.
    fn lead(
        &self,
        properties: &mut PropertySchemaRequests,
        sources: &[Option<DataSourceId>],
    ) -> Result<()> {
        for request in properties.values_mut().flatten() {
            let SchemaKind::Relation(relation) = &mut request.kind else {
                continue;
            };
            let place = (0..self.databases.len())
                .find(|place| relation.data_source_id == Some(Self::placeholder(*place)));
            let Some(place) = place else { continue };
            let source = sources.get(place).copied().flatten();
            relation.data_source_id = Some(source.ok_or_else(|| {
                Error::invalid_plan(format!(
                    "a relation leads to \"{}\" before that is created: plan again",
                    self.databases[place].title
                ))
            })?);
        }
        Ok(())
    }
}

/// What is asked for a view, if the change is one of a view.
fn view(change: &Change, live: Option<&DataSource>) -> Option<SetView> {
    let (id, node) = match &change.action {
        Action::AddView(view) => (None, view),
        Action::ChangeView { id, view } => (Some(*id), view),
        _ => return None,
    };
    let mut view = (**node).clone();
    let is_known = |name: &String| live.is_some_and(|live| live.properties.contains_key(name));
    let is_resolved = node.properties().iter().all(is_known);
    if let Some(live) = live {
        resolve(&mut view, live);
    }
    Some(SetView {
        id,
        view,
        is_resolved,
    })
}

fn runs(text: &str) -> Vec<RichText> {
    match text {
        "" => Vec::new(),
        text => vec![RichText::text(text)],
    }
}
