//! The changes of every database of a set, and the order of the requests.

use notion_model::{
    DataSource, DatabaseId, PageId, Parent, PropertyId, PropertySchemaRequest, RollupSchema,
    SchemaKind, View,
};

use super::base::SetBase;
use super::matching::{Matches, TwoWay, id_of, matches, other_side, refer, two_way_pairs};
use super::member::{MemberPlace, NewDatabase, SetMember};
use super::{Parked, SchemaSetPlan, SetStep, broken, views};
use crate::error::Result;
use crate::plan::change::{Action, Change, Risk};
use crate::plan::creation::{Held, Pending, State, Step, plan_changes};
use crate::plan::difference::{add_new, difference_as, parked};
use crate::schema::{NodeKind, SchemaGraph, SchemaNode, Target};

/// Where a database of a set is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SetPlace {
    /// It does not exist, and is to be created on this page.
    New(PageId),
    /// It does not exist, and is to be created as a further data source of this database.
    NewIn(DatabaseId),
    /// It exists, with this data source, and with these views, as far as the schema has some.
    Existing(Box<DataSource>, Vec<View>),
}

impl SchemaSetPlan {
    /// Plans what makes the databases of a set exist and have these schemas. `places` has one place for each schema.
    ///
    /// ```
    /// # use notion_derive::NotionSchema;
    /// # use notion_schema::NotionSchema as _;
    /// # use notion_schema::schema::Relation;
    /// use notion_schema::model::PageId;
    /// use notion_schema::plan::{Allow, SchemaSetPlan, SetPlace};
    /// use notion_schema::schema::SchemaGraph;
    ///
    /// #[derive(NotionSchema)]
    /// #[notion(crate = "notion_schema")]
    /// struct Task {
    ///     #[notion(title)]
    ///     name: String,
    ///     person: Relation<Person>,
    /// }
    ///
    /// #[derive(NotionSchema)]
    /// #[notion(crate = "notion_schema")]
    /// struct Person {
    ///     #[notion(title)]
    ///     name: String,
    /// }
    ///
    /// let page: PageId = "38c9ce7b-60a4-8100-8000-000000000001".parse()?;
    /// let graph = SchemaGraph::of(&[Task::schema(), Person::schema()]);
    /// let plan = SchemaSetPlan::between(&graph, &[SetPlace::New(page), SetPlace::New(page)])?;
    /// assert_eq!(
    ///     plan.to_string(),
    ///     "\
    /// Task (new): 2 to add
    ///   + Name    title
    ///   + Person  relation -> \"Person\"
    ///
    /// Person (new): 1 to add
    ///   + Name  title
    ///
    /// 2 requests:
    ///   1. create \"Person\" with `Name`
    ///   2. create \"Task\" with `Name`, `Person`"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::PropertyCycle`](crate::Error::PropertyCycle) if properties need each other, so that none can be the
    /// first; [`Error::Refused`](crate::Error::Refused) if the schemas contradict each other;
    /// [`Error::InvalidPlan`](crate::Error::InvalidPlan) if two schemas have the same data source, or the
    /// places are not as many as the schemas.
    pub fn between(graph: &SchemaGraph, places: &[SetPlace]) -> Result<SchemaSetPlan> {
        if places.len() != graph.schemas.len() {
            return Err(crate::Error::invalid_plan(format!(
                "{} schemas need as many places, and these are {}",
                graph.schemas.len(),
                places.len()
            )));
        }
        let live: Vec<_> = places.iter().map(SetPlace::source).collect();
        one_schema_each(graph, &live)?;
        let matches = matches(graph, &live);
        let mut referring = graph.clone();
        refer(&mut referring, &matches);
        let mut leading = referring.clone();
        for (place, live) in live.iter().enumerate() {
            let id = live.map_or_else(|| SchemaSetPlan::placeholder(place), |live| live.id);
            leading.lead_to(place, id);
        }
        let mut members: Vec<_> = (0..graph.schemas.len())
            .map(|at| {
                let schema = &leading.schemas[at];
                let changes = match live[at] {
                    Some(live) => difference_as(schema, live, &matches[at]),
                    None => {
                        let properties = schema.properties.iter();
                        properties.map(|it| add_new(schema, it)).collect()
                    }
                };
                member(schema, &places[at], changes)
            })
            .collect();
        follow_names(&referring, &live, &matches, &mut members);
        refuse_pairs(graph, &live, &matches, &mut members);
        name_targets(graph, &live, &mut members);
        for (at, member) in members.iter_mut().enumerate() {
            let live = match &places[at] {
                SetPlace::Existing(source, views) => Some((&**source, &views[..])),
                SetPlace::New(_) | SetPlace::NewIn(_) => None,
            };
            let changes = views::changes(&graph.schemas[at], &matches[at], live)?;
            member.changes.extend(changes);
        }
        broken::note(&mut members, &live);
        let steps = steps(graph, &live, &matches, &members)?;
        Ok(SchemaSetPlan::new(members, steps))
    }
}

impl SetPlace {
    fn source(&self) -> Option<&DataSource> {
        match self {
            SetPlace::Existing(source, _) => Some(source),
            SetPlace::New(_) | SetPlace::NewIn(_) => None,
        }
    }
}

/// Refuses two schemas of one data source: each would take the properties of the other for unknown ones.
fn one_schema_each(graph: &SchemaGraph, live: &[Option<&DataSource>]) -> Result<()> {
    for (place, source) in live.iter().enumerate() {
        let Some(source) = source else { continue };
        let same = |it: &Option<&DataSource>| it.is_some_and(|it| it.id == source.id);
        if let Some(before) = live[..place].iter().position(same) {
            return Err(crate::Error::invalid_plan(format!(
                "`{}` and `{}` both have the data source {}: a data source has one schema in a set",
                graph.schemas[before].name, graph.schemas[place].name, source.id
            )));
        }
    }
    Ok(())
}

fn member(schema: &SchemaNode, place: &SetPlace, changes: Vec<Change>) -> SetMember {
    let place = match place {
        SetPlace::Existing(source, _) => MemberPlace::Existing {
            data_source: source.id,
            base: SetBase::of(source),
        },
        SetPlace::New(page) => MemberPlace::New(Box::new(new(schema, Parent::page(*page)))),
        SetPlace::NewIn(database) => {
            MemberPlace::New(Box::new(new(schema, Parent::database(*database))))
        }
    };
    SetMember {
        schema: schema.name.clone(),
        title: schema.title.clone(),
        place,
        changes,
    }
}

fn new(schema: &SchemaNode, parent: Parent) -> NewDatabase {
    NewDatabase {
        parent,
        description: schema.description.clone(),
        icon: schema.icon.clone(),
        cover: schema.cover.clone(),
        inline: schema.inline,
    }
}

/// Lets rollups go over the property that has the name now, where the name has passed from one property of the other
/// database to another.
fn follow_names(
    graph: &SchemaGraph,
    live: &[Option<&DataSource>],
    matches: &Matches,
    members: &mut [SetMember],
) {
    for (place, schema) in graph.schemas.iter().enumerate() {
        let Some(source) = live[place] else { continue };
        for property in &schema.properties {
            let NodeKind::Rollup {
                function,
                relation,
                property: over,
            } = &property.kind
            else {
                continue;
            };
            let found = id_of(&matches[place], &property.name);
            let Some(found) = source.properties.values().find(|it| Some(&it.id) == found) else {
                continue;
            };
            let SchemaKind::Rollup(rollup) = &found.kind else {
                continue;
            };
            let goes_over = rollup.rollup_property_id.as_deref().map(PropertyId::encode);
            let leads_into_set = schema.property(relation).is_some_and(|through| {
                matches!(
                    through.kind,
                    NodeKind::Relation {
                        target: Target::Schema(_),
                        ..
                    }
                )
            });
            let is_same = match (&goes_over, &property.refers_to) {
                (Some(found), Some(wanted)) => found == wanted,
                // The property that it is to go over does not exist yet.
                (Some(_), None) => !leads_into_set,
                (None, _) => true,
            };
            let planned = |change: &Change| {
                change.property == property.name
                    && matches!(change.action, Action::Reconfigure(_) | Action::Convert(_))
            };
            let changes = &mut members[place].changes;
            if is_same || changes.iter().any(planned) {
                continue;
            }
            let rollup = RollupSchema::by_name(relation, over, function.clone());
            let request = PropertySchemaRequest::from(SchemaKind::Rollup(rollup));
            let what =
                format!("rollup: {function}({relation}.{over}), which is another property now");
            let change = Change::safe(&property.name, Action::Reconfigure(request), what);
            changes.push(change.of(Some(&found.id)));
        }
    }
}

/// Marks two-way relations that cannot come to be because both of their sides exist and do not belong together: Notion
/// creates the other side itself, and its name is taken.
fn refuse_pairs(
    graph: &SchemaGraph,
    live: &[Option<&DataSource>],
    matches: &Matches,
    members: &mut [SetMember],
) {
    for pair in two_way_pairs(graph, live) {
        let TwoWay {
            place,
            property,
            target,
            back,
            source,
            other,
        } = pair;
        let (Some(here), Some(there)) = (
            id_of(&matches[place], &property.name),
            id_of(&matches[target], back),
        ) else {
            continue;
        };
        if other_side(source, here, other.id).as_ref() == Some(there) {
            continue;
        }
        let reason = format!(
            "Notion creates the other side itself, and `{back}` of \"{}\" is in its way: rename or delete it in \
             Notion",
            graph.schemas[target].title
        );
        let becomes = |change: &&mut Change| {
            change.property == property.name
                && matches!(change.action, Action::Convert(_) | Action::Reconfigure(_))
        };
        for change in members[place].changes.iter_mut().filter(becomes) {
            let what = change.what.clone();
            *change = Change::by_hand(&property.name, what, &*reason).of(change.id.as_ref());
        }
    }
}

/// Lets changes say where relations lead by the titles of the set instead of IDs.
fn name_targets(graph: &SchemaGraph, live: &[Option<&DataSource>], members: &mut [SetMember]) {
    let titles: Vec<_> = graph
        .schemas
        .iter()
        .enumerate()
        .map(|(place, schema)| {
            let id = live[place].map_or_else(|| SchemaSetPlan::placeholder(place), |live| live.id);
            (id, format!("\"{}\"", schema.title))
        })
        .collect();
    for change in members.iter_mut().flat_map(|member| &mut member.changes) {
        if let Action::Add(PropertySchemaRequest {
            kind: SchemaKind::Relation(relation),
            ..
        }) = &change.action
        {
            let title = titles
                .iter()
                .find(|(id, _)| Some(*id) == relation.data_source_id);
            if let Some((_, title)) = title {
                let sides = change.what.strip_prefix("relation: ");
                change.what = match sides {
                    Some(sides) => format!("relation -> {title}, {sides}"),
                    None => format!("relation -> {title}"),
                };
            }
        }
        for (id, title) in &titles {
            change.what = change.what.replace(&id.to_string(), title);
        }
    }
}

/// The requests, in an order in which each finds what it needs.
fn steps(
    graph: &SchemaGraph,
    live: &[Option<&DataSource>],
    matches: &Matches,
    members: &[SetMember],
) -> Result<Vec<SetStep>> {
    let existing = (0..members.len()).map(|at| {
        live[at].map(|live| {
            let properties = graph.schemas[at].properties.iter();
            properties
                .map(|property| state(&members[at], live, &property.name))
                .collect()
        })
    });
    let held = (0..members.len()).map(|at| held(&graph.schemas[at], live[at], &matches[at]));
    let order = plan_changes(graph, &existing.collect(), held.collect())?;
    let mut steps: Vec<_> = order
        .steps
        .iter()
        .map(|step| {
            let (database, properties, park) = match step {
                Step::Create { schema, properties } => (*schema, properties.clone(), &[][..]),
                Step::Update {
                    schema,
                    properties,
                    describe,
                    park,
                } => (*schema, [&properties[..], describe].concat(), &park[..]),
            };
            let name = |at: &usize| graph.schemas[database].properties[*at].name.as_str();
            let names: Vec<_> = properties.iter().map(name).collect();
            let changes = members[database].changes.iter().enumerate();
            let parked = park.iter().filter_map(|at| {
                let id = id_of(&matches[database], name(at))?.clone();
                Some(Parked {
                    id,
                    name: parked(name(at)),
                })
            });
            SetStep {
                database,
                changes: changes
                    .filter(|(_, change)| {
                        is_of_schema(change) && names.contains(&change.property.as_str())
                    })
                    .map(|(at, _)| at)
                    .collect(),
                park: parked.collect(),
            }
        })
        .collect();
    for (database, member) in members.iter().enumerate() {
        let changes = member.changes.iter().enumerate();
        let rest: Vec<_> = changes
            .filter(|(_, change)| !is_of_schema(change) && !change.is_of_view() && is_sent(change))
            .map(|(at, _)| at)
            .collect();
        if rest.is_empty() {
            continue;
        }
        // What goes goes last: until then something may still read it.
        let last = steps
            .iter_mut()
            .rev()
            .find(|step| step.database == database);
        match last {
            Some(step) => step.changes.extend(rest),
            None => steps.push(SetStep {
                database,
                changes: rest,
                park: Vec::new(),
            }),
        }
    }
    // Views show properties, which are all there by then.
    for (database, member) in members.iter().enumerate() {
        let views = member.changes.iter().enumerate();
        let views = views.filter(|(_, change)| change.is_of_view());
        steps.extend(views.map(|(at, _)| SetStep {
            database,
            changes: vec![at],
            park: Vec::new(),
        }));
    }
    Ok(steps)
}

/// Whether a request makes the change, if a policy allows it.
fn is_sent(change: &Change) -> bool {
    change.risk != Risk::Impossible && !matches!(change.action, Action::Note)
}

/// Whether the change is one of a property that the schema has.
fn is_of_schema(change: &Change) -> bool {
    is_sent(change)
        && !change.property.is_empty()
        && !change.is_of_view()
        && !matches!(change.action, Action::Drop)
}

/// How far a property of an existing database is what it should be. What only a person can change counts as done:
/// such a plan is refused, and is printed in full nevertheless.
fn state(member: &SetMember, live: &DataSource, name: &str) -> State {
    let changes = || {
        let changes = member.changes.iter();
        changes.filter(move |change| is_of_schema(change) && change.property == name)
    };
    if changes().any(|change| matches!(change.action, Action::Add(_))) {
        return State::Lacking;
    }
    let pending = changes().map(|change| match &change.action {
        Action::Rename(_) | Action::Convert(_) => Pending::Identity,
        Action::Reconfigure(request) => match &request.kind {
            SchemaKind::Relation(relation) => {
                let id = change.id.as_ref();
                match id.and_then(|id| leads_to(live, id)) {
                    same if same == relation.data_source_id => Pending::Definition,
                    _ => Pending::Identity,
                }
            }
            SchemaKind::Rollup(_) | SchemaKind::Formula(_) => Pending::Definition,
            _ => Pending::Settings,
        },
        _ => Pending::Settings,
    });
    pending.max().map_or(State::There, State::Changing)
}

fn leads_to(live: &DataSource, id: &PropertyId) -> Option<notion_model::DataSourceId> {
    let property = live.properties.values().find(|live| live.id == *id)?;
    match &property.kind {
        SchemaKind::Relation(relation) => relation.data_source_id,
        _ => None,
    }
}

/// The names that a data source has, each with the property of the schema that has it.
fn held(
    schema: &SchemaNode,
    live: Option<&DataSource>,
    matches: &[(PropertyId, String)],
) -> Vec<Held> {
    let properties = live.into_iter().flat_map(|live| live.properties.values());
    let held = properties.map(|live| {
        let name = matches.iter().find(|(id, _)| *id == live.id);
        let properties = &schema.properties;
        Held {
            name: live.name.clone(),
            property: name.and_then(|(_, name)| properties.iter().position(|it| it.name == *name)),
        }
    });
    held.collect()
}
