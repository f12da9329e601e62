//! The updates of a data source that carry changes out.

use notion_model::{
    DataSource, FormulaSchema, PropertySchemaRequest, PropertySchemaRequests, RelationKind,
    RelationSchema, RollupSchema, SchemaKind, SelectOption, StatusSchema, UniqueIdSchema,
};

use super::change::{Action, Change};
use super::difference::parked;

/// What is asked for, update by update. One update does it all, but for what goes by names that the first one gives:
/// rollups and formulas where something is renamed or becomes another type, and a property that gets the name of one
/// that is renamed. A property that has to wait for its name, and has one that others wait for, gets a temporary name
/// by the first update.
pub fn updates(changes: &[Change], source: &DataSource) -> Vec<PropertySchemaRequests> {
    let moves = changes
        .iter()
        .any(|change| matches!(change.action, Action::Rename(_) | Action::Convert(_)));
    let renamed = |name: &str| {
        let mut changes = changes.iter();
        changes.any(|change| matches!(&change.action, Action::Rename(from) if from == name))
    };
    let is_awaited = |name: &str| {
        changes.iter().any(|change| {
            matches!(change.action, Action::Add(_) | Action::Rename(_)) && change.property == name
        })
    };
    let waits = |change: &Change| match &change.action {
        Action::Add(request) => (moves && is_computed(request)) || renamed(&change.property),
        Action::Reconfigure(request) | Action::Convert(request) => moves && is_computed(request),
        Action::Rename(_) => renamed(&change.property),
        _ => false,
    };
    let parks = changes.iter().filter_map(|change| {
        let is_parked =
            waits(change) && matches!(&change.action, Action::Rename(from) if is_awaited(from));
        let id = change.id.as_ref().filter(|_| is_parked)?;
        let rename = PropertySchemaRequest::rename(parked(&change.property));
        Some((id.as_str().to_owned(), Some(rename)))
    });
    let parks: PropertySchemaRequests = parks.collect();
    let (second, first): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|one| waits(one));
    let mut first = update(&first, Some(source));
    for (id, park) in parks {
        match first.get_mut(&id) {
            // Its settings may change by the same request.
            Some(Some(request)) => request.name = park.and_then(|park| park.name),
            _ => drop(first.insert(id, park)),
        }
    }
    [first, update(&second, Some(source))]
        .into_iter()
        .filter(|update| !update.is_empty())
        .collect()
}

fn is_computed(request: &PropertySchemaRequest) -> bool {
    matches!(request.kind, SchemaKind::Rollup(_) | SchemaKind::Formula(_))
}

/// One update with all of these changes. `source` is the data source as it is now, if it is known.
pub(super) fn update(changes: &[&Change], source: Option<&DataSource>) -> PropertySchemaRequests {
    let mut update = PropertySchemaRequests::new();
    for change in changes {
        let live = change
            .id
            .as_ref()
            .and_then(|id| source?.properties.values().find(|live| live.id == *id));
        let key = match &change.id {
            Some(id) => id.as_str().to_owned(),
            None => change.property.clone(),
        };
        match &change.action {
            Action::Add(request) => *entry(&mut update, key) = request.clone(),
            Action::Rename(_) => entry(&mut update, key).name = Some(change.property.clone()),
            Action::Describe(text) => {
                let asked = entry(&mut update, key);
                asked.description = Some(text.clone());
                // Notion's API takes a description along with the type only.
                if let (SchemaKind::Untyped, Some(live)) = (&asked.kind, live) {
                    asked.kind = unchanged(&live.kind);
                }
            }
            Action::Reconfigure(request) | Action::Convert(request) => {
                entry(&mut update, key).kind = request.kind.clone();
            }
            Action::AddOptions(options) => {
                let Some(live) = live else { continue };
                with_options(&mut entry(&mut update, key).kind, &live.kind, |all| {
                    all.extend(options.iter().cloned());
                });
            }
            Action::RemoveOptions(names) => {
                let Some(live) = live else { continue };
                with_options(&mut entry(&mut update, key).kind, &live.kind, |all| {
                    all.retain(|option| !names.contains(&option.name));
                });
            }
            Action::Drop => {
                update.insert(key, None);
            }
            Action::Retitle(_)
            | Action::DescribeDatabase(_)
            | Action::AddView(_)
            | Action::ChangeView { .. }
            | Action::ByHand
            | Action::Note => {}
        }
    }
    update
}

/// What is asked of one property so far.
fn entry(update: &mut PropertySchemaRequests, key: String) -> &mut PropertySchemaRequest {
    let slot = update.entry(key);
    slot.or_insert_with(|| Some(PropertySchemaRequest::default()))
        .get_or_insert_default()
}

/// Changes the list of options, which begins as the one that is there: an update replaces the list.
fn with_options(
    asked: &mut SchemaKind,
    live: &SchemaKind,
    change: impl FnOnce(&mut Vec<SelectOption>),
) {
    if matches!(asked, SchemaKind::Untyped) {
        *asked = unchanged(live);
    }
    match asked {
        SchemaKind::Select(select) | SchemaKind::MultiSelect(select) => change(&mut select.options),
        SchemaKind::Status(status) => change(&mut status.options),
        _ => {}
    }
}

/// The settings that a property has, as a request says them.
fn unchanged(live: &SchemaKind) -> SchemaKind {
    match live {
        SchemaKind::Status(status) => SchemaKind::Status(StatusSchema {
            options: status.options.clone(),
            ..StatusSchema::default()
        }),
        SchemaKind::Relation(relation) => match (relation.data_source_id, &relation.kind) {
            (Some(target), RelationKind::Dual(dual)) => {
                let back = dual.synced_property_name.clone();
                SchemaKind::Relation(RelationSchema::dual(target, back))
            }
            (Some(target), _) => SchemaKind::Relation(RelationSchema::single(target)),
            (None, _) => live.clone(),
        },
        SchemaKind::Rollup(rollup) => SchemaKind::Rollup(RollupSchema {
            relation_property_id: rollup.relation_property_id.clone(),
            rollup_property_id: rollup.rollup_property_id.clone(),
            function: rollup.function.clone(),
            ..RollupSchema::default()
        }),
        // Both stay where they are not said (the prefix is recorded).
        SchemaKind::Formula(_) => SchemaKind::Formula(FormulaSchema::default()),
        SchemaKind::UniqueId(_) => SchemaKind::UniqueId(UniqueIdSchema::default()),
        kind => kind.clone(),
    }
}
