//! How a live data source differs from a schema.

use notion_formula::{Formula, Reach, Reference, suggest};
use notion_model::{SchemaKind, SelectOption};

use super::State;
use crate::error::{Difference, DifferenceKind};
use crate::schema::{NodeKind, PropertyNode, SchemaNode, Target};

/// How a live data source fits a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fit {
    /// For each property of the schema, in its order, how far the data source has it.
    pub(crate) there: Vec<State>,
    /// What differs, in the order of the schema.
    pub(crate) differences: Vec<Difference>,
}

impl Fit {
    /// Whether something is there and otherwise.
    pub(crate) fn is_otherwise(&self) -> bool {
        let mut differences = self.differences.iter();
        differences.any(|one| one.kind == DifferenceKind::Differs)
    }
}

/// Compares a live data source with a schema, property by property. Properties and options that the
/// schema does not have are no difference: people add them.
///
/// The targets of the schema's relations are data sources here, as far as they are known.
pub(crate) fn fit(schema: &SchemaNode, live: &SchemaNode) -> Fit {
    let mut fit = Fit::default();
    for property in &schema.properties {
        let name = &property.name;
        let found = match &property.id {
            Some(id) => live
                .properties
                .iter()
                .find(|live| live.id.as_ref() == Some(id)),
            None => live.property(name),
        };
        fit.there.push(state(property, found));
        match found {
            Some(found) => {
                let how = settings(schema, property, found);
                fit.differences.extend(how.map(|what| Difference {
                    kind: DifferenceKind::Differs,
                    property: name.clone(),
                    what,
                }));
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

/// A property's kind and settings, in a few words.
fn describe(property: &PropertyNode) -> String {
    let options = |options: &[SelectOption]| {
        let names: Vec<_> = options
            .iter()
            .map(|option| format!("\"{}\"", option.name))
            .collect();
        names.join(", ")
    };
    let wire = property.kind.wire();
    let settings = match &property.kind {
        NodeKind::Plain(SchemaKind::Number(number)) => number
            .format
            .as_ref()
            .map(|format| format.as_str().to_owned()),
        NodeKind::Plain(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
            Some(options(&select.options))
        }
        NodeKind::Plain(SchemaKind::Status(status)) => Some(options(&status.options)),
        NodeKind::Plain(SchemaKind::UniqueId(id)) => id.prefix.clone(),
        NodeKind::Relation {
            back: Some(back), ..
        } => Some(format!("two-way with \"{back}\"")),
        NodeKind::Rollup {
            function,
            relation,
            property,
        } => Some(format!("{function}({relation}.{property})")),
        NodeKind::Formula { expression } => Some(expression.clone()),
        _ => None,
    };
    match settings.filter(|settings| !settings.is_empty()) {
        Some(settings) => format!("{wire}: {settings}"),
        None => wire.to_owned(),
    }
}

/// How the settings of a property differ, in a few words.
fn settings(
    schema: &SchemaNode,
    wanted_node: &PropertyNode,
    found_node: &PropertyNode,
) -> Option<String> {
    let (wanted, found) = (wanted_node, found_node);
    let (wanted_wire, found_wire) = (wanted.kind.wire(), found.kind.wire());
    // A property of another schema may go by its id, too, whatever it is called there.
    let refers_to_same = wanted.refers_to.is_some() && wanted.refers_to == found.refers_to;
    if wanted_wire != found_wire {
        return Some(format!(
            "{found_wire} in Notion, {wanted_wire} in `{}`",
            schema.name
        ));
    }
    let differ = |what: &str, found: &str, wanted: &str| {
        (found != wanted)
            .then(|| format!("{what} {found} in Notion, {wanted} in `{}`", schema.name))
    };
    match (&wanted.kind, &found.kind) {
        (NodeKind::Plain(wanted), NodeKind::Plain(found)) => match (wanted, found) {
            (SchemaKind::Number(wanted), SchemaKind::Number(found)) => {
                let (wanted, found) = (wanted.format.as_ref()?, found.format.as_ref()?);
                differ("format", found.as_str(), wanted.as_str())
            }
            (SchemaKind::Select(wanted), SchemaKind::Select(found))
            | (SchemaKind::MultiSelect(wanted), SchemaKind::MultiSelect(found)) => {
                options(&wanted.options, &found.options)
            }
            (SchemaKind::Status(wanted), SchemaKind::Status(found)) => {
                let differences = [
                    options(&wanted.options, &found.options),
                    groups(&wanted_node.groups, &found_node.groups),
                ];
                let differences: Vec<_> = differences.into_iter().flatten().collect();
                (!differences.is_empty()).then(|| differences.join("; "))
            }
            (SchemaKind::UniqueId(wanted), SchemaKind::UniqueId(found)) => {
                let wanted = wanted.prefix.as_deref()?;
                differ("prefix", found.prefix.as_deref().unwrap_or("none"), wanted)
            }
            _ => None,
        },
        (
            NodeKind::Relation {
                target: wanted,
                back: wanted_back,
            },
            NodeKind::Relation {
                target: found,
                back: found_back,
            },
        ) => match (wanted, found) {
            (Target::DataSource(wanted), Target::DataSource(found)) if wanted != found => {
                differ("target", &found.to_string(), &wanted.to_string())
            }
            _ if refers_to_same => None,
            _ => {
                let side = |back: &Option<String>| match back {
                    Some(back) => format!("two-way with \"{back}\""),
                    None => "one-way".to_owned(),
                };
                differ("relation", &side(found_back), &side(wanted_back))
            }
        },
        (
            NodeKind::Rollup {
                function: f,
                relation: r,
                property: p,
            },
            NodeKind::Rollup {
                function,
                relation,
                property,
            },
        ) => {
            let found = if refers_to_same { p } else { property };
            differ(
                "rollup",
                &format!("{function}({relation}.{found})"),
                &format!("{f}({r}.{p})"),
            )
        }
        (NodeKind::Formula { expression: wanted }, NodeKind::Formula { expression: found }) => {
            (!same_formula(wanted, found))
                .then(|| format!("formula {found} in Notion, {wanted} in `{}`", schema.name))
        }
        _ => None,
    }
}

/// Options that the schema has and Notion does not, and those of another colour.
fn options(wanted: &[SelectOption], found: &[SelectOption]) -> Option<String> {
    let differences: Vec<String> = wanted
        .iter()
        .filter_map(|option| {
            let Some(live) = found.iter().find(|live| live.name == option.name) else {
                return Some(format!("there is no option \"{}\"", option.name));
            };
            let (wanted, found) = (option.color.as_ref()?, live.color.as_ref()?);
            (wanted != found).then(|| {
                format!(
                    "the option \"{}\" is {found} in Notion and {wanted} here",
                    option.name
                )
            })
        })
        .collect();
    (!differences.is_empty()).then(|| differences.join("; "))
}

/// Options that are in another group of a status than the schema says. Those that are not there at
/// all are told as such.
fn groups(wanted: &[(String, String)], found: &[(String, String)]) -> Option<String> {
    let differences: Vec<String> = wanted
        .iter()
        .filter_map(|(option, wanted)| {
            let (_, found) = found.iter().find(|(live, _)| live == option)?;
            (found != wanted).then(|| {
                format!(
                    "the option \"{option}\" is in the group \"{found}\" in Notion and in \"{wanted}\" \
                     here (move it in Notion: its API cannot)"
                )
            })
        })
        .collect();
    (!differences.is_empty()).then(|| differences.join("; "))
}

/// Whether two formulas mean the same, as far as their form tells. Properties of other pages stand
/// in Notion by ids that only the other data source explains; they count as the same.
fn same_formula(wanted: &str, found: &str) -> bool {
    let normal = |text: &str| {
        let formula = Formula::parse(text).ok()?;
        let own = formula.rename(|mention| match mention.reach {
            Reach::Own => None,
            Reach::Other => Some(Reference::Name(String::new())),
        });
        Some(own.normal())
    };
    match (normal(wanted), normal(found)) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => wanted == found,
    }
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
