//! The steps that make the columns of a table follow the schema of its data source.
//!
//! Columns are bound to property ids. Steps never drop a value: a removed property keeps its columns, and a retyped one gets new
//! columns beside the old ones, which become `<name>__was_<type>`.

use std::collections::HashSet;

use super::layout::{Bound, Kind, Property};
use super::name::{MAX_BYTES, cut, snake, unique};

/// One step. The steps of a plan are executed in order, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Adds the columns of a property, and its link table.
    Add(Bound),
    /// Renames the columns of a property, and its link table.
    Rename { from: Bound, to: Bound },
    /// Marks a property that is gone, or is here again. Its columns stay.
    Mark(Bound),
    /// Replaces the columns of a computed property whose result is known now. They have no values yet.
    Settle { from: Bound, to: Bound },
}

/// What follows from a schema: the steps, and the columns after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Migration {
    pub(crate) steps: Vec<Step>,
    pub(crate) columns: Vec<Bound>,
}

/// Plans how the columns of a table follow a schema.
pub(crate) fn follow(table: &str, columns: &[Bound], schema: &[Property]) -> Migration {
    let mut columns = columns.to_vec();
    let mut steps = Vec::new();
    retire(table, &mut columns, schema, &mut steps);
    rename(table, &mut columns, schema, &mut steps);
    for property in schema {
        let live = |bound: &&mut Bound| bound.id == property.id && bound.is_live();
        if let Some(bound) = columns.iter_mut().find(live) {
            if bound.property != property.name {
                // The name changed in a way that the column does not show.
                bound.property.clone_from(&property.name);
                steps.push(Step::Mark(bound.clone()));
            }
            continue;
        }
        let returned = |bound: &&mut Bound| {
            bound.id == property.id
                && bound.gone.as_deref() == Some(REMOVED)
                && bound.kind.wire() == property.wire
        };
        if let Some(bound) = columns.iter_mut().find(returned) {
            bound.gone = None;
            bound.property.clone_from(&property.name);
            steps.push(Step::Mark(bound.clone()));
            continue;
        }
        let bound = bind(table, &columns, property);
        steps.push(Step::Add(bound.clone()));
        columns.push(bound);
    }
    Migration { steps, columns }
}

const REMOVED: &str = "removed";
const RETYPED: &str = "retyped";

/// Marks what is gone. The old columns of a retyped property get out of the way.
fn retire(table: &str, columns: &mut [Bound], schema: &[Property], steps: &mut Vec<Step>) {
    for index in 0..columns.len() {
        let bound = &columns[index];
        if !bound.is_live() {
            continue;
        }
        let Some(property) = schema.iter().find(|property| property.id == bound.id) else {
            let gone = Bound {
                gone: Some(REMOVED.to_owned()),
                ..bound.clone()
            };
            steps.push(Step::Mark(gone.clone()));
            columns[index] = gone;
            continue;
        };
        if property.wire == bound.kind.wire() {
            continue;
        }
        let old = cut(&bound.column, MAX_BYTES - 28);
        let column = unique(
            &format!("{old}__was_{}", cut(bound.kind.wire(), 16)),
            &bound.kind.suffixes(),
            &taken(columns),
        );
        let to = Bound {
            links: bound.links.as_ref().map(|_| link_table(table, &column)),
            column,
            gone: Some(RETYPED.to_owned()),
            ..bound.clone()
        };
        steps.push(Step::Rename {
            from: bound.clone(),
            to: to.clone(),
        });
        columns[index] = to;
    }
}

/// Renames columns whose property was renamed. All of them leave their names first, so that two properties can swap theirs.
fn rename(table: &str, columns: &mut [Bound], schema: &[Property], steps: &mut Vec<Step>) {
    let mut renamed: Vec<(usize, Bound, String)> = Vec::new();
    for (index, bound) in columns.iter().enumerate() {
        let property = schema.iter().find(|property| property.id == bound.id);
        if let Some(property) =
            property.filter(|property| bound.is_live() && property.name != bound.property)
            && snake(&property.name, FALLBACK) != snake(&bound.property, FALLBACK)
        {
            renamed.push((index, bound.clone(), property.name.clone()));
        }
    }
    let several = renamed.len() > 1;
    for (position, (index, bound, _)) in renamed.iter().enumerate() {
        columns[*index].column.clear();
        if several {
            let aside = Bound {
                column: format!("_renaming_{position}"),
                links: bound
                    .links
                    .as_ref()
                    .map(|_| link_table(table, &format!("_renaming_{position}"))),
                ..bound.clone()
            };
            steps.push(Step::Rename {
                from: bound.clone(),
                to: aside,
            });
        }
    }
    for (position, (index, bound, name)) in renamed.into_iter().enumerate() {
        let column = unique(
            &snake(&name, FALLBACK),
            &bound.kind.suffixes(),
            &taken(columns),
        );
        let to = Bound {
            property: name,
            links: bound.links.as_ref().map(|_| link_table(table, &column)),
            column,
            ..bound.clone()
        };
        let from = if several {
            Bound {
                column: format!("_renaming_{position}"),
                links: bound
                    .links
                    .as_ref()
                    .map(|_| link_table(table, &format!("_renaming_{position}"))),
                ..bound
            }
        } else {
            bound
        };
        steps.push(Step::Rename {
            from,
            to: to.clone(),
        });
        columns[index] = to;
    }
}

const FALLBACK: &str = "property";

/// The columns of a property that is new.
fn bind(table: &str, columns: &[Bound], property: &Property) -> Bound {
    let kind = Kind::new(&property.wire);
    let column = unique(
        &snake(&property.name, FALLBACK),
        &kind.suffixes(),
        &taken(columns),
    );
    Bound {
        id: property.id.clone(),
        property: property.name.clone(),
        links: kind.has_links().then(|| link_table(table, &column)),
        kind,
        column,
        gone: None,
    }
}

/// The link table of a column. As columns of a table differ, and no table's name has two underscores in a row, link tables do.
fn link_table(table: &str, column: &str) -> String {
    let column = cut(column, MAX_BYTES - 12);
    let full = format!("{table}__{column}");
    if full.len() <= MAX_BYTES {
        return full;
    }
    let mark = format!(
        "{:x}",
        xxhash_rust::xxh3::xxh3_64(full.as_bytes()) & 0xffff_ffff
    );
    format!("{}_{mark}", cut(&full, MAX_BYTES - 9))
}

/// The names of columns that are in use.
fn taken(columns: &[Bound]) -> HashSet<String> {
    let mut taken = HashSet::new();
    for bound in columns.iter().filter(|bound| !bound.column.is_empty()) {
        let names = bound.kind.suffixes().into_iter();
        taken.extend(names.map(|suffix| format!("{}{suffix}", bound.column)));
    }
    taken
}

/// Plans the columns of computed properties whose results are known now: `results` has the property ids and types.
pub(crate) fn settle(columns: &[Bound], results: &[(String, String)]) -> Migration {
    let mut columns = columns.to_vec();
    let mut steps = Vec::new();
    for (id, result) in results {
        let unsettled =
            |bound: &&mut Bound| &bound.id == id && bound.is_live() && bound.kind.is_unsettled();
        if let Some(bound) = columns.iter_mut().find(unsettled) {
            let to = Bound {
                kind: Kind::computed(bound.kind.wire(), result),
                ..bound.clone()
            };
            steps.push(Step::Settle {
                from: bound.clone(),
                to: to.clone(),
            });
            *bound = to;
        }
    }
    Migration { steps, columns }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(id: &str, name: &str, wire: &str) -> Property {
        Property {
            id: id.into(),
            name: name.into(),
            wire: wire.into(),
        }
    }

    fn names(migration: &Migration) -> Vec<&str> {
        migration
            .columns
            .iter()
            .map(|bound| bound.column.as_str())
            .collect()
    }

    #[test]
    fn a_schema_that_stays_needs_no_step() {
        let schema = [
            property("title", "Name", "title"),
            property("a", "Due", "date"),
        ];
        let first = follow("tasks", &[], &schema);
        assert_eq!(first.steps.len(), 2);
        assert_eq!(names(&first), ["name", "due"]);
        let again = follow("tasks", &first.columns, &schema);
        assert_eq!(again.steps, []);
        assert_eq!(again.columns, first.columns);
    }

    #[test]
    fn columns_never_share_a_name() {
        let schema = [
            property("a", "Due", "date"),
            property("b", "due", "number"),
            property("c", "Due end", "rich_text"),
            property("d", "DUE", "checkbox"),
        ];
        let migration = follow("tasks", &[], &schema);
        assert_eq!(names(&migration), ["due", "due_2", "due_end_2", "due_3"]);
        let mut all: Vec<String> = Vec::new();
        for bound in &migration.columns {
            all.extend(bound.columns().map(|(name, _, _)| name));
        }
        let distinct: HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn a_rename_renames_and_a_swap_goes_through_other_names() {
        let before = follow(
            "t",
            &[],
            &[property("a", "A", "number"), property("b", "B", "relation")],
        );
        let one = follow(
            "t",
            &before.columns,
            &[property("a", "C", "number"), property("b", "B", "relation")],
        );
        assert_eq!(one.steps.len(), 1);
        assert_eq!(names(&one), ["c", "b"]);
        let swapped = follow(
            "t",
            &before.columns,
            &[property("a", "B", "number"), property("b", "A", "relation")],
        );
        assert_eq!(names(&swapped), ["b", "a"]);
        assert_eq!(swapped.columns[1].links.as_deref(), Some("t__a"));
        let Step::Rename { to, .. } = &swapped.steps[0] else {
            panic!("{swapped:?}")
        };
        assert_eq!(to.column, "_renaming_0");
        assert_eq!(swapped.steps.len(), 4);
    }

    #[test]
    fn a_retyped_property_keeps_its_old_column_beside_the_new_one() {
        let before = follow("t", &[], &[property("a", "Size", "number")]);
        let after = follow("t", &before.columns, &[property("a", "Size", "select")]);
        assert_eq!(names(&after), ["size__was_number", "size"]);
        assert_eq!(after.columns[0].gone.as_deref(), Some("retyped"));
        let third = follow("t", &after.columns, &[property("a", "Size", "number")]);
        assert_eq!(
            names(&third),
            ["size__was_number", "size__was_select", "size"]
        );
    }

    #[test]
    fn a_removed_property_keeps_its_column_and_is_found_again() {
        let before = follow("t", &[], &[property("a", "Size", "number")]);
        let gone = follow("t", &before.columns, &[]);
        assert_eq!(gone.columns[0].gone.as_deref(), Some("removed"));
        let other = follow("t", &gone.columns, &[property("b", "Size", "number")]);
        assert_eq!(names(&other), ["size", "size_2"]);
        let back = follow("t", &gone.columns, &[property("a", "Size", "number")]);
        assert_eq!(back.columns, before.columns);
    }

    #[test]
    fn a_formula_gets_its_columns_when_its_result_is_known() {
        let before = follow(
            "t",
            &[],
            &[
                property("f", "Next", "formula"),
                property("e", "Next end", "number"),
            ],
        );
        assert_eq!(names(&before), ["next", "next_end_2"]);
        let after = settle(&before.columns, &[("f".into(), "date".into())]);
        let columns: Vec<_> = after.columns[0]
            .columns()
            .map(|(name, _, _)| name)
            .collect();
        assert_eq!(columns, ["next", "next_end", "next_is_date"]);
        assert_eq!(
            settle(&after.columns, &[("f".into(), "number".into())]).steps,
            []
        );
    }

    #[test]
    fn link_tables_fit_into_an_identifier() {
        let table = "x".repeat(40);
        let (a, b) = (
            link_table(&table, &"y".repeat(50)),
            link_table(&table, &("y".repeat(49) + "z")),
        );
        assert!(a.len() <= MAX_BYTES && a != b, "{a} {b}");
    }
}
