//! How a live data source differs from a schema.

use notion_formula::suggest;

use super::compare::{Drift, compare, describe, find};
use super::{Difference, DifferenceKind, State};
use crate::schema::{NodeKind, PropertyNode, SchemaNode};

/// How a live data source fits a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// For each property of the schema, in its order, how far the data source has it.
    pub there: Vec<State>,
    /// What differs, in the order of the schema.
    pub differences: Vec<Difference>,
    /// What differs and is only noted, in the same order: rows are read and written all the same.
    pub notes: Vec<Difference>,
}

impl Fit {
    /// Returns true if something is there and otherwise.
    pub fn is_otherwise(&self) -> bool {
        let mut differences = self.differences.iter();
        differences.any(|one| one.kind == DifferenceKind::Differs)
    }
}

/// Compares a live data source with a schema, property by property. Properties and options that the
/// schema does not have are no difference: people add them.
///
/// The targets of the schema's relations are data sources here, as far as they are known.
pub fn fit(schema: &SchemaNode, live: &SchemaNode) -> Fit {
    let mut fit = Fit::default();
    for property in &schema.properties {
        let name = &property.name;
        let found = find(live, property);
        fit.there.push(state(property, found));
        match found {
            Some(found) => {
                let (notes, drifts): (Vec<_>, Vec<_>) =
                    compare(property, found).into_iter().partition(is_note);
                let kinds = [
                    (DifferenceKind::Differs, drifts, &mut fit.differences),
                    (DifferenceKind::Noted, notes, &mut fit.notes),
                ];
                for (kind, drifts, list) in kinds {
                    let words: Vec<_> = drifts.iter().map(|one| words(schema, one)).collect();
                    if !words.is_empty() {
                        list.push(Difference {
                            kind,
                            property: name.clone(),
                            what: words.join("; "),
                        });
                    }
                }
            }
            None => fit.differences.push(Difference {
                kind: DifferenceKind::Lacks,
                property: name.clone(),
                what: format!("{}{}", describe(property), hint(schema, property, live)),
            }),
        }
    }
    fit
}

/// Notion puts every option that its API adds into the first group, and its API moves none: a database that was just
/// created differs from its schema in this, and nothing but a person can change it. A row's value is the option alone.
fn is_note(drift: &Drift) -> bool {
    matches!(drift, Drift::OptionGroup { .. })
}

/// How far a property is there. The other side of a relation comes without its description, and where
/// a creation broke off before it had that, it is without it still.
fn state(wanted: &PropertyNode, found: Option<&PropertyNode>) -> State {
    let Some(found) = found else {
        return State::Lacking;
    };
    let is_side = matches!(wanted.kind, NodeKind::Relation { back: Some(_), .. });
    if is_side && !wanted.description.is_empty() && found.description.is_empty() {
        return State::Undescribed;
    }
    State::There
}

/// A difference as an error says it.
fn words(schema: &SchemaNode, drift: &Drift) -> String {
    let here = &schema.name;
    match drift {
        Drift::Type { found, wanted } => format!("{found} in Notion, {wanted} in `{here}`"),
        Drift::Setting {
            setting,
            found,
            wanted,
        } => format!("{setting} {found} in Notion, {wanted} in `{here}`"),
        Drift::LacksOption(option) => format!("there is no option \"{}\"", option.name),
        Drift::OptionColor {
            option,
            found,
            wanted,
        } => format!("the option \"{option}\" is {found} in Notion and {wanted} here"),
        Drift::OptionGroup {
            option,
            found,
            wanted,
        } => format!(
            "the option \"{option}\" is in the group \"{found}\" in Notion and in \"{wanted}\" in `{here}` (it can be \
             moved in Notion; its API cannot)"
        ),
    }
}

/// Why a property may not be found: another id, or another name.
fn hint(schema: &SchemaNode, property: &PropertyNode, live: &SchemaNode) -> String {
    if let Some(id) = &property.id {
        return format!(
            " (no property has the id \"{id}\", which `{}` says it has)",
            schema.name
        );
    }
    let others = live
        .properties
        .iter()
        .map(|property| property.name.as_str());
    let others = others.filter(|other| schema.property(other).is_none());
    suggest(&property.name, others).map_or_else(String::new, |near| {
        format!(" (was it renamed to \"{near}\"?)")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SchemaGraph;
    use crate::{NotionOptions, NotionSchema};
    use notion_model::DataSource;
    use serde_json::{Value, json};

    #[derive(NotionOptions)]
    enum Stage {
        Backlog,
        #[notion(color = green)]
        Done,
    }

    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct Task {
        #[notion(title)]
        task: String,
        #[notion(number = euro)]
        estimate: Option<f64>,
        done: bool,
        stage: Option<Stage>,
        #[notion(formula = "{estimate} * 2 + 1")]
        double: crate::schema::Formula<f64>,
    }

    fn property(id: &str, name: &str, wire: &str, settings: &Value) -> Value {
        json!({ "id": id, "name": name, "description": null, "type": wire, wire: settings })
    }

    fn of(properties: Vec<Value>) -> Fit {
        let by_name = |property: Value| (property["name"].as_str().unwrap().to_owned(), property);
        let properties: serde_json::Map<_, _> = properties.into_iter().map(by_name).collect();
        let source: DataSource = serde_json::from_value(json!({
            "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
            "title": [], "properties": properties,
        }))
        .unwrap();
        let schema = SchemaGraph::of(&[Task::schema()]).schemas.remove(0);
        fit(&schema, &SchemaNode::live(&source))
    }

    fn options(done: &str) -> Value {
        json!({ "options": [{ "name": "Backlog", "color": "default" }, { "name": done, "color": "green" }] })
    }

    const FORMULA: &str =
        "({{notion:block_property:es%3A:38c9ce7b-60a4-8100-8000-000000000001:s}} * 2) + 1";

    #[test]
    fn what_notion_has_in_addition_is_no_difference() {
        let fit = of(vec![
            property("title", "Task", "title", &json!({})),
            property("es%3A", "Estimate", "number", &json!({ "format": "euro" })),
            property("b", "Done", "checkbox", &json!({})),
            property("c", "Stage", "select", &options("Done")),
            property("d", "Double", "formula", &json!({ "expression": FORMULA })),
            property("e", "Mood", "select", &json!({ "options": [] })),
        ]);
        assert_eq!(fit.differences, []);
        assert_eq!(fit.there, [State::There; 5]);
    }

    #[test]
    fn what_lacks_and_what_is_otherwise_is_named() {
        let fit = of(vec![
            property("title", "Task", "title", &json!({})),
            property("a", "Estimates", "number", &json!({ "format": "dollar" })),
            property("b", "Done", "select", &json!({ "options": [] })),
            property("c", "Stage", "select", &options("Finished")),
            property(
                "d",
                "Double",
                "formula",
                &json!({ "expression": "prop(\"Estimate\") * 3 + 1" }),
            ),
        ]);
        let there = fit.there.iter().map(|state| *state == State::There);
        assert_eq!(there.collect::<Vec<_>>(), [true, false, true, true, true]);
        let text = |one: &Difference| (one.kind, format!("{}: {}", one.property, one.what));
        let differences: Vec<_> = fit.differences.iter().map(text).collect();
        let lacks = |text: &str| (DifferenceKind::Lacks, text.to_owned());
        let differs = |text: &str| (DifferenceKind::Differs, text.to_owned());
        assert_eq!(
            differences,
            [
                lacks("Estimate: number: euro (was it renamed to \"Estimates\"?)"),
                differs("Done: select in Notion, checkbox in `Task`"),
                differs("Stage: there is no option \"Done\""),
                differs(
                    "Double: formula (prop(\"Estimate\") * 3) + 1 in Notion, (prop(\"Estimate\") * 2) + 1 in `Task`"
                ),
            ]
        );
    }
}
