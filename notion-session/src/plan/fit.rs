//! How a live data source differs from a schema: by the names and the types of the properties.

use notion_formula::suggest;

use crate::schema::{NodeKind, SchemaNode, Target};

/// What of a schema a live data source does not have, a sentence each; empty where it fits.
/// Properties that the schema does not have are no difference: people add columns.
///
/// The targets of the schema's relations are data sources here, as far as they are known.
pub(crate) fn differences(schema: &SchemaNode, live: &SchemaNode) -> Vec<String> {
    schema
        .properties
        .iter()
        .filter_map(|property| {
            let name = &property.name;
            let Some(found) = live.property(name) else {
                let known = live.properties.iter().map(|property| property.name.as_str());
                let known = known.filter(|known| schema.property(known).is_none());
                let hint = suggest(name, known)
                    .map_or_else(String::new, |near| format!("; was it renamed to `{near}`?"));
                return Some(format!("there is no property `{name}`{hint}"));
            };
            let (wanted, is) = (property.kind.wire(), found.kind.wire());
            if wanted != is {
                return Some(format!("`{name}` is a {is} property, and `{}` has a {wanted}", schema.name));
            }
            match (&property.kind, &found.kind) {
                (
                    NodeKind::Relation { target: Target::DataSource(wanted), .. },
                    NodeKind::Relation { target: Target::DataSource(is), .. },
                ) if wanted != is => Some(format!(
                    "`{name}` relates to the data source {is}, and the relation of `{}` to {wanted}",
                    schema.name
                )),
                _ => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;
    use crate::schema::SchemaGraph;
    use notion_model::DataSource;
    use serde_json::json;

    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct Task {
        #[notion(title)]
        task: String,
        estimate: Option<f64>,
        done: bool,
    }

    fn live(properties: &serde_json::Value) -> SchemaNode {
        let source: DataSource = serde_json::from_value(json!({
            "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
            "title": [], "properties": properties,
        }))
        .unwrap();
        SchemaNode::live(&source)
    }

    fn property(name: &str, wire: &str) -> serde_json::Value {
        json!({ "id": "a", "name": name, "description": null, "type": wire, wire: {} })
    }

    #[test]
    fn a_column_more_is_no_difference() {
        let live = live(&json!({
            "Task": property("Task", "title"), "Estimate": property("Estimate", "number"),
            "Done": property("Done", "checkbox"), "Mood": property("Mood", "select"),
        }));
        let schema = SchemaGraph::of(&[Task::schema()]).schemas.remove(0);
        assert_eq!(differences(&schema, &live), Vec::<String>::new());
    }

    #[test]
    fn what_lacks_and_what_is_of_another_type_is_named() {
        let live = live(&json!({
            "Task": property("Task", "title"), "Estimates": property("Estimates", "number"),
            "Done": property("Done", "select"),
        }));
        let schema = SchemaGraph::of(&[Task::schema()]).schemas.remove(0);
        assert_eq!(
            differences(&schema, &live),
            [
                "there is no property `Estimate`; was it renamed to `Estimates`?",
                "`Done` is a select property, and `Task` has a checkbox",
            ]
        );
    }
}
