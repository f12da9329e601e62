//! What has to change so that a data source has a schema.

use notion_formula::suggest;
use notion_model::{
    DataSource, PropertyId, PropertySchemaRequest, RelationKind, SchemaKind, plain_text,
};
use notion_vocabulary::PropertyType;

use super::adopt::usual_name;
use super::change::{Action, Change};
use super::compare::{Drift, Setting, compare, describe, find, side};
use super::options::{add_options, clash, clash_of, other_groups, unknown_options};
use super::request::{Sources, kind};
use crate::schema::{NodeKind, PropertyNode, SchemaNode, Target};

/// The types that an update of a data source does not make, by the types of Notion's API.
const TO_ITSELF: &str =
    "Notion's API makes no two-way relation of a database to itself: make it in Notion";

/// What has to change, in the order of the schema; then what the schema does not have.
pub(super) fn difference(schema: &SchemaNode, source: &DataSource) -> Vec<Change> {
    let called = called(schema, &SchemaNode::live(source));
    difference_as(schema, source, &called)
}

/// The same, where it is known which properties the schema means.
pub(super) fn difference_as(
    schema: &SchemaNode,
    source: &DataSource,
    called: &[(PropertyId, String)],
) -> Vec<Change> {
    let raw = SchemaNode::live(source);
    let live = SchemaNode::live_called(source, called.to_vec());
    let mut changes = database(schema, source);
    for wanted in &schema.properties {
        match find(&live, wanted) {
            None => {
                let near = near(&raw, called, wanted);
                changes.push(add(schema, source, wanted).hinting(near));
            }
            Some(found) => {
                let name = name_of(&raw, found.id.as_ref());
                let mut of_it = rename(&raw, called, wanted, name);
                of_it.extend(settings(schema, source, wanted, found));
                let id = found.id.as_ref();
                changes.extend(of_it.into_iter().map(|change| change.of(id)));
            }
        }
    }
    let unknown = raw
        .properties
        .iter()
        .filter(|live| !called.iter().any(|(id, _)| live.id.as_ref() == Some(id)));
    changes.extend(unknown.map(|live| {
        let what = format!(
            "{} in Notion, not in `{}`: kept",
            live.kind.wire(),
            schema.name
        );
        Change::lossy(&live.name, Action::Drop, what, "its values would be lost")
            .of(live.id.as_ref())
    }));
    changes
}

/// The name that a property has while another one still has the name that it is to get.
pub(super) fn parked(name: &str) -> String {
    format!("{name} (renaming)")
}

/// The ids of the properties that the schema means, with the names that it gives them: by id, by name, by a name that
/// they had before; and the title, of which there is one, whatever it is called.
pub(super) fn called(schema: &SchemaNode, raw: &SchemaNode) -> Vec<(PropertyId, String)> {
    let mut called: Vec<(PropertyId, String)> = Vec::new();
    let is_title = |node: &PropertyNode| node.kind.wire() == "title";
    let mut take = |wanted: &PropertyNode, found: Option<&PropertyNode>| {
        let Some(id) = found.and_then(|found| found.id.clone()) else {
            return;
        };
        let known = |(of, name): &(PropertyId, String)| *of == id || *name == wanted.name;
        if !called.iter().any(known) {
            called.push((id, wanted.name.clone()));
        }
    };
    for wanted in schema
        .properties
        .iter()
        .filter(|wanted| wanted.id.is_some())
    {
        take(wanted, find(raw, wanted));
    }
    for wanted in schema.properties.iter().filter(|wanted| is_title(wanted)) {
        take(wanted, raw.properties.iter().find(|live| is_title(live)));
    }
    let by_name = || {
        schema
            .properties
            .iter()
            .filter(|wanted| wanted.id.is_none())
    };
    for wanted in by_name() {
        take(wanted, raw.property(&wanted.name));
    }
    for wanted in by_name() {
        for before in &wanted.renamed_from {
            take(wanted, raw.property(before));
        }
        // A plan broke off between two names.
        take(wanted, raw.property(&parked(&wanted.name)));
    }
    called
}

fn name_of<'l>(raw: &'l SchemaNode, id: Option<&PropertyId>) -> &'l str {
    let found = raw.properties.iter().find(|live| live.id.as_ref() == id);
    found.map_or("", |live| &live.name)
}

/// Title and description. A schema that says no description does not wipe one that a person wrote.
fn database(schema: &SchemaNode, source: &DataSource) -> Vec<Change> {
    let mut changes = Vec::new();
    let title = plain_text(&source.title);
    if !schema.title.is_empty() && title != schema.title {
        let action = Action::Retitle(schema.title.clone());
        let what = format!(
            "the title is \"{title}\" in Notion, \"{}\" in `{}`: kept",
            schema.title, schema.name
        );
        changes.push(Change::safe("", action, what));
    }
    if !schema.description.is_empty() && plain_text(&source.description) != schema.description {
        let what = format!("description: {}", schema.description);
        let action = Action::DescribeDatabase(schema.description.clone());
        changes.push(Change::safe("", action, what));
    }
    changes
}

fn add(schema: &SchemaNode, source: &DataSource, wanted: &PropertyNode) -> Change {
    let wire = wanted.kind.wire();
    let by_hand = |reason: &str| Change::by_hand(&wanted.name, describe(wanted), reason);
    if wanted.id.is_none() && is_made_by_hand(wire) {
        return by_hand(&format!(
            "Notion's API adds no {wire} to a database that is there: add it in Notion"
        ));
    }
    let change = add_new(schema, wanted);
    match &change.action {
        Action::Add(request) if sides(request) == Some((source.id, true)) => by_hand(TO_ITSELF),
        _ => change,
    }
}

/// A property that comes with a new database.
pub(super) fn add_new(schema: &SchemaNode, wanted: &PropertyNode) -> Change {
    let (name, what) = (wanted.name.as_str(), describe(wanted));
    if let Some(id) = &wanted.id {
        let reason = format!(
            "no property has the id \"{id}\", which `{}` says it has, and Notion gives ids itself: correct it, or \
             take `id` away",
            schema.name
        );
        return Change::by_hand(name, what, reason);
    }
    match request(schema, wanted) {
        Err(reason) => Change::by_hand(name, what, reason),
        Ok(request) => {
            let request = PropertySchemaRequest {
                description: Some(wanted.description.clone()).filter(|text| !text.is_empty()),
                ..request
            };
            let hint = other_groups(wanted, |_| true);
            Change::safe(name, Action::Add(request), what).because(hint)
        }
    }
}

/// What to say where a property that the schema does not have is called almost the same.
fn near(raw: &SchemaNode, called: &[(PropertyId, String)], wanted: &PropertyNode) -> String {
    let known = |live: &&PropertyNode| called.iter().any(|(id, _)| live.id.as_ref() == Some(id));
    let unknown = raw.properties.iter().filter(|live| !known(live));
    suggest(&wanted.name, unknown.map(|live| live.name.as_str())).map_or_else(String::new, |near| {
        format!("if it was \"{near}\" before, say `renamed_from = \"{near}\"`")
    })
}

/// What a request says of a property of the schema.
fn request(schema: &SchemaNode, wanted: &PropertyNode) -> Result<PropertySchemaRequest, String> {
    if let NodeKind::Relation {
        target: Target::Elsewhere { name, .. },
        ..
    } = &wanted.kind
    {
        return Err(format!(
            "it leads to `{name}`, which not exactly one database of this session is bound to: bind one, as it is with \
             `get_or_create_db(..).on_drift(OnDrift::Ignore)`, or say with `prefer` which one is meant"
        ));
    }
    kind(schema, &wanted.name, &wanted.kind, &Sources::default())
        .map(PropertySchemaRequest::from)
        .map_err(|error| error.to_string())
}

fn rename(
    raw: &SchemaNode,
    called: &[(PropertyId, String)],
    wanted: &PropertyNode,
    name: &str,
) -> Vec<Change> {
    if name == wanted.name {
        return Vec::new();
    }
    let what = format!("rename from \"{name}\"");
    let holder = raw.property(&wanted.name);
    // What the schema means gets its own name, which is another one.
    let known = |holder: &PropertyNode| called.iter().any(|(id, _)| holder.id.as_ref() == Some(id));
    let change = match holder {
        Some(holder) if !known(holder) => {
            let reason = format!(
                "another property is called \"{}\": give that one another name in Notion first",
                wanted.name
            );
            Change::by_hand(&wanted.name, what, reason)
        }
        holder => {
            let action = Action::Rename(name.to_owned());
            let change = Change::safe(&wanted.name, action, what);
            match holder {
                Some(_) => change.because("the property that has this name gets another one"),
                None => change,
            }
        }
    };
    vec![change]
}

/// What differs in a property that is there.
fn settings(
    schema: &SchemaNode,
    source: &DataSource,
    wanted: &PropertyNode,
    found: &PropertyNode,
) -> Vec<Change> {
    let name = wanted.name.as_str();
    let mut changes = Vec::new();
    let mut options = Vec::new();
    for drift in compare(wanted, found) {
        match drift {
            Drift::LacksOption(option) => match clash(found, &option) {
                Some(clash) => changes.push(clash_of(name, &option, clash)),
                None => options.push(option),
            },
            drift => changes.push(one(schema, source, (wanted, found), &drift)),
        }
    }
    if !options.is_empty() {
        changes.push(add_options(wanted, options));
    }
    if !wanted.description.is_empty() && wanted.description != found.description {
        let what = format!("description: {}", wanted.description);
        changes.push(Change::safe(
            name,
            Action::Describe(wanted.description.clone()),
            what,
        ));
    }
    changes.extend(unknown_options(schema, wanted, found));
    changes
}

/// A difference in anything but the options that lack.
fn one(
    schema: &SchemaNode,
    source: &DataSource,
    (wanted, live): (&PropertyNode, &PropertyNode),
    drift: &Drift,
) -> Change {
    let name = wanted.name.as_str();
    match drift {
        Drift::Type { found, wanted: to } => convert(schema, wanted, found, to),
        Drift::Setting {
            setting,
            found,
            wanted: to,
        } => {
            let wanted = led(wanted, live);
            reconfigure(schema, source, &wanted, *setting, (found, to))
        }
        Drift::OptionColor {
            option,
            found,
            wanted,
        } => Change::by_hand(
            name,
            format!("the option \"{option}\" is {found} in Notion, {wanted} in the schema"),
            "Notion's API changes no colours of options: change it in Notion, or in the enum",
        ),
        Drift::OptionGroup {
            option,
            found,
            wanted,
        } => Change::note(
            name,
            format!(
                "the option \"{option}\" is in the group \"{found}\" in Notion, in \"{wanted}\" in the schema"
            ),
            "it can be moved in Notion; its API cannot move options between groups",
        ),
        // Taken together by the caller.
        Drift::LacksOption(option) => add_options(wanted, vec![option.clone()]),
    }
}

fn convert(schema: &SchemaNode, wanted: &PropertyNode, from: &str, to: &str) -> Change {
    let (name, what) = (wanted.name.as_str(), format!("{from} -> {to}"));
    if from == "title" || to == "title" {
        let reason = "a database has one title, which stays one: give the field another name";
        return Change::by_hand(name, what, reason);
    }
    if is_made_by_hand(to) {
        let reason = format!("Notion's API makes no {to} of it: change the type in Notion");
        return Change::by_hand(name, what, reason);
    }
    match request(schema, wanted) {
        Err(reason) => Change::by_hand(name, what, reason),
        Ok(request) => {
            let mut reason = becomes(from, to).to_owned();
            let groups = other_groups(wanted, |_| true);
            if !groups.is_empty() {
                reason = format!("{reason}; {groups}");
            }
            Change::lossy(name, Action::Convert(request), what, reason)
        }
    }
}

/// Returns true if Notion's API neither adds such a property to a database that is there nor changes another one into it.
fn is_made_by_hand(wire: &str) -> bool {
    PropertyType::parse(wire).is_some_and(|property| !property.is_addable())
}

/// What becomes of the values of a property that gets another type.
fn becomes(from: &str, to: &str) -> &'static str {
    if PropertyType::parse(to).is_some_and(PropertyType::is_computed) {
        return "Notion computes the values from then on: those of the rows are lost";
    }
    match (from, to) {
        ("rich_text", "number") => "text that is a number stays, other text is emptied",
        (_, "relation" | "people" | "files" | "place") => {
            "the new type holds nothing of the old values: all are emptied"
        }
        _ => "Notion rewrites every row's value: what the new type cannot hold is emptied",
    }
}

fn reconfigure(
    schema: &SchemaNode,
    source: &DataSource,
    wanted: &PropertyNode,
    setting: Setting,
    (found, to): (&str, &str),
) -> Change {
    let (name, what) = (wanted.name.as_str(), format!("{setting}: {found} -> {to}"));
    let request = match request(schema, wanted) {
        Ok(request) => request,
        Err(reason) => return Change::by_hand(name, what, reason),
    };
    match (setting, sides(&request)) {
        (Setting::Target, _) => Change::lossy(
            name,
            Action::Reconfigure(request),
            what,
            "its rows lead to pages of the other data source: all are emptied",
        ),
        (Setting::Sides, Some((target, true))) if target == source.id => {
            Change::by_hand(name, what, TO_ITSELF)
        }
        (Setting::Sides, Some((_, true)))
            if found != "one-way" && !is_unnamed(source, name, found) =>
        {
            Change::by_hand(
                name,
                what,
                "the other side is a property of the other database: rename it there, by a plan for its schema or in Notion",
            )
        }
        (Setting::Sides, Some((_, false))) => Change::lossy(
            name,
            Action::Reconfigure(request),
            what,
            "the other side no longer follows it",
        ),
        _ => Change::safe(name, Action::Reconfigure(request), what),
    }
}

/// Returns true if the other side has the name that Notion gives by itself, as it is left where a request to name it failed.
fn is_unnamed(source: &DataSource, relation: &str, found: &str) -> bool {
    let usual = usual_name(&plain_text(&source.title), relation);
    found == side(Some(&usual))
}

/// A relation to a struct that no database is bound to leads where it leads in Notion.
fn led(wanted: &PropertyNode, live: &PropertyNode) -> PropertyNode {
    let mut led = wanted.clone();
    if let (
        NodeKind::Relation { target, .. },
        NodeKind::Relation {
            target: Target::DataSource(source),
            ..
        },
    ) = (&mut led.kind, &live.kind)
        && matches!(target, Target::Elsewhere { .. })
    {
        *target = Target::DataSource(*source);
    }
    led
}

/// Where a relation leads, and whether it is two-way.
fn sides(request: &PropertySchemaRequest) -> Option<(notion_model::DataSourceId, bool)> {
    let SchemaKind::Relation(relation) = &request.kind else {
        return None;
    };
    let two_way = matches!(relation.kind, RelationKind::Dual(_));
    Some((relation.data_source_id?, two_way))
}
