//! Changes of the options of a select, a multi-select or a status.

use notion_model::{SchemaKind, SelectOption};
use notion_vocabulary::StatusGroup;

use super::change::{Action, Change};
use crate::schema::{NodeKind, PropertyNode, SchemaNode};

/// An option that Notion takes for the same: it tells names apart without their case.
pub(super) fn clash<'l>(
    found: &'l PropertyNode,
    option: &SelectOption,
) -> Option<&'l SelectOption> {
    let lower = option.name.to_lowercase();
    let mut options = options_of(&found.kind).iter();
    options.find(|live| live.name.to_lowercase() == lower)
}

/// The change that a person has to make of such two.
pub(super) fn clash_of(property: &str, option: &SelectOption, live: &SelectOption) -> Change {
    Change::by_hand(
        property,
        format!(
            "the option \"{}\" is \"{}\" in Notion",
            option.name, live.name
        ),
        "Notion takes the two names for one: rename the option in Notion, or in the enum",
    )
}

/// Options that Notion lacks.
pub(super) fn add_options(wanted: &PropertyNode, options: Vec<SelectOption>) -> Change {
    let names: Vec<_> = options.iter().map(one_option).collect();
    let what = format!("{}: + {}", wanted.kind.wire(), names.join(", "));
    let hint = other_groups(wanted, |name| {
        options.iter().any(|option| option.name == name)
    });
    Change::safe(&wanted.name, Action::AddOptions(options), what).because(hint)
}

fn one_option(option: &SelectOption) -> String {
    match &option.color {
        Some(color) => format!("\"{}\" ({color})", option.name),
        None => format!("\"{}\"", option.name),
    }
}

/// Which of the options that are added belong into other groups than the one that Notion puts them into.
pub(super) fn other_groups(wanted: &PropertyNode, added: impl Fn(&str) -> bool) -> String {
    let elsewhere = wanted
        .groups
        .iter()
        .filter(|(option, group)| group != StatusGroup::FIRST.name() && added(option));
    let moves: Vec<_> = elsewhere
        .map(|(option, group)| format!("\"{option}\" to \"{group}\""))
        .collect();
    if moves.is_empty() {
        return String::new();
    }
    format!(
        "Notion puts new options into \"{}\": move {} there",
        StatusGroup::FIRST.name(),
        moves.join(", ")
    )
}

/// Options that people added. A schema that lists none says nothing of them.
pub(super) fn unknown_options(
    schema: &SchemaNode,
    wanted: &PropertyNode,
    found: &PropertyNode,
) -> Option<Change> {
    let known = options_of(&wanted.kind);
    if known.is_empty() {
        return None;
    }
    let same = |live: &SelectOption| {
        let lower = live.name.to_lowercase();
        known
            .iter()
            .any(|option| option.name.to_lowercase() == lower)
    };
    let unknown: Vec<String> = options_of(&found.kind)
        .iter()
        .filter(|live| !same(live))
        .map(|live| live.name.clone())
        .collect();
    if unknown.is_empty() || wanted.kind.wire() != found.kind.wire() {
        return None;
    }
    let names: Vec<_> = unknown.iter().map(|name| format!("\"{name}\"")).collect();
    let what = format!(
        "options in Notion, not in `{}`: {}: kept",
        schema.name,
        names.join(", ")
    );
    let reason = "the cells that have them would be emptied";
    Some(Change::lossy(
        &wanted.name,
        Action::RemoveOptions(unknown),
        what,
        reason,
    ))
}

/// The options of a select, a multi-select or a status.
fn options_of(kind: &NodeKind) -> &[SelectOption] {
    match kind {
        NodeKind::Plain(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
            &select.options
        }
        NodeKind::Plain(SchemaKind::Status(status)) => &status.options,
        _ => &[],
    }
}
