//! Whether two sets of schemas are the same, as far as Rust says them.

use notion_session::model::DataSource;

use super::Style;
use super::settle::Settling;

/// Something that two sets of schemas do not have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The title of the data source.
    pub schema: String,
    /// The name of the property; `None` where it is about the data source itself.
    pub property: Option<String>,
    /// What it is in the first set; `None` where it is not there.
    pub first: Option<String>,
    /// What it is in the second set; `None` where it is not there.
    pub second: Option<String>,
}

/// What two sets of schemas do not have in common: data sources by their titles, and their properties by
/// their names, each as Rust says it. The order of properties does not count, and neither do ids, but for those of
/// data sources that relations lead to and that are not in the set.
///
/// ```
/// use notion_cli::generate::differences;
/// use notion_session::model::{DataSource, DataSourceId, PropertySchema, SchemaKind};
///
/// let id: DataSourceId = "38c9ce7b-60a4-8100-8000-000000000001".parse()?;
/// let (mut first, mut second) = (DataSource::new(id), DataSource::new(id));
/// first.properties.insert("Due".into(), PropertySchema::new("a", "Due", SchemaKind::Date(Default::default())));
/// second.properties.insert("Due".into(), PropertySchema::new("a", "Due", SchemaKind::Url(Default::default())));
///
/// let differences = differences(&[first], &[second]);
/// assert_eq!(differences[0].property.as_deref(), Some("Due"));
/// assert_eq!(differences[0].first.as_deref(), Some("Option<DateRange>"));
/// assert_eq!(differences[0].second.as_deref(), Some("Option<String>, url"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn differences(first: &[DataSource], second: &[DataSource]) -> Vec<Difference> {
    let (first, second) = (schemas(first), schemas(second));
    let mut found = Vec::new();
    for (title, before) in &first {
        let after = second.iter().find(|(other, _)| other == title);
        compare(title, before, after.map(|(_, after)| after), &mut found);
    }
    for (title, after) in &second {
        if !first.iter().any(|(other, _)| other == title) {
            found.push(Difference {
                schema: title.clone(),
                property: None,
                first: None,
                second: after.first().map(|(_, said)| said.clone()),
            });
        }
    }
    found
}

/// What is said of a data source: first of itself, then of each property.
type Said = Vec<(Option<String>, String)>;

/// The data sources by their titles; a title that comes again gets a number.
fn schemas(sources: &[DataSource]) -> Vec<(String, Said)> {
    let settling = Settling::new(sources, Style::default());
    let mut all: Vec<(String, Said)> = Vec::new();
    for at in 0..sources.len() {
        let node = settling.node(at);
        let again = all.iter().filter(|(title, _)| *title == node.title).count();
        let title = match again {
            0 => node.title.clone(),
            again => format!("{} ({})", node.title, again + 1),
        };
        let itself = std::iter::once((None, settling.database_says(at)));
        let properties = node.properties.iter().enumerate();
        let properties =
            properties.map(|(place, it)| (Some(it.name.clone()), settling.says(at, place)));
        all.push((title, itself.chain(properties).collect()));
    }
    all
}

fn compare(title: &str, before: &Said, after: Option<&Said>, found: &mut Vec<Difference>) {
    let difference = |property: &Option<String>, first, second| Difference {
        schema: title.to_owned(),
        property: property.clone(),
        first,
        second,
    };
    let Some(after) = after else {
        let itself = before.first().map(|(_, said)| said.clone());
        found.push(difference(&None, itself, None));
        return;
    };
    for (property, said) in before {
        let other = after.iter().find(|(name, _)| name == property);
        match other {
            Some((_, other)) if other == said => {}
            other => found.push(difference(
                property,
                Some(said.clone()),
                other.map(|(_, other)| other.clone()),
            )),
        }
    }
    for (property, said) in after {
        if !before.iter().any(|(name, _)| name == property) {
            found.push(difference(property, None, Some(said.clone())));
        }
    }
}
