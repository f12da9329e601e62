//! Checks a whole file by the schema before the first request that writes.

use std::collections::{BTreeMap, HashMap};

use notion_session::model::{DataSource, PropertySchema, SchemaKind, ValueKind, plain_text};

use super::{Input, Record, digest};
use crate::failure::{Failure, Result};
use crate::value::{Reader, Titles};

/// How many mistakes are shown.
const SHOWN: usize = 50;

/// The columns of a file, by the properties that they are of.
pub(crate) struct Columns {
    by_name: HashMap<String, Column>,
    /// The title of the data source.
    title: String,
}

enum Column {
    Property(Box<PropertySchema>),
    /// Notion computes it: there is nothing to send.
    Computed,
}

/// What a file has that was checked.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) rows: u64,
    /// The options that the schema does not have, by property.
    pub(crate) new_options: BTreeMap<String, Vec<String>>,
    /// The columns that are left out, because Notion computes them.
    pub(crate) computed: Vec<String>,
}

impl Columns {
    pub(crate) fn new(source: &DataSource) -> Columns {
        let column = |property: &PropertySchema| match property.kind {
            SchemaKind::Formula(_)
            | SchemaKind::Rollup(_)
            | SchemaKind::CreatedTime(_)
            | SchemaKind::CreatedBy(_)
            | SchemaKind::LastEditedTime(_)
            | SchemaKind::LastEditedBy(_)
            | SchemaKind::UniqueId(_)
            | SchemaKind::Button(_)
            | SchemaKind::Verification(_) => Column::Computed,
            _ => Column::Property(Box::new(property.clone())),
        };
        let columns = source.properties.iter();
        Columns {
            by_name: columns
                .map(|(name, property)| (name.clone(), column(property)))
                .collect(),
            title: plain_text(&source.title),
        }
    }

    /// The names of the properties whose values can be written.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (name, column) in &self.by_name {
            if let Column::Property(_) = column {
                names.push(name.clone());
            }
        }
        names
    }

    /// The property that a column is of, if its values can be written.
    pub(crate) fn property(&self, name: &str) -> Result<Option<&PropertySchema>> {
        match self.by_name.get(name) {
            Some(Column::Property(property)) => Ok(Some(property)),
            Some(Column::Computed) => Ok(None),
            None => {
                let mut known: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
                known.sort_unstable();
                let near = notion_formula::suggest(name, known.iter().copied());
                let near = near
                    .map(|near| format!(" did you mean {near:?}?"))
                    .unwrap_or_default();
                Err(Failure::new(format!(
                    "the column {name:?} is not a property of {:?};{near} it has: {}",
                    self.title,
                    known.join(", ")
                )))
            }
        }
    }

    /// The values of a record, by property. Without those that Notion computes.
    pub(crate) fn values(
        &self,
        reader: &Reader,
        record: &Record,
    ) -> Result<Vec<(String, ValueKind)>> {
        let mut values = Vec::with_capacity(record.cells.len());
        for (name, input) in &record.cells {
            if let Some(property) = self.property(name)? {
                let value = reader.read(property, input);
                let value = value.map_err(|why| {
                    Failure::new(format!("line {}, column {name:?}: {why}", record.line))
                })?;
                values.push((name.clone(), value));
            }
        }
        Ok(values)
    }
}

/// Reads a file to its end and checks each cell. No request.
///
/// # Errors
///
/// All bad cells, by line and column.
pub(crate) fn check(
    input: &Input,
    columns: &Columns,
    reader: &Reader,
    key: Option<&str>,
) -> Result<Checked> {
    let mut records = input.records()?;
    let mut checked = Checked::default();
    let mut mistakes = Mistakes::default();
    if let Some(header) = records.header() {
        for name in header {
            match columns.property(name) {
                Ok(Some(_)) => {}
                Ok(None) => checked.computed.push(name.clone()),
                Err(error) => mistakes.add(error.to_string()),
            }
        }
        if let Some(key) = key.filter(|key| !header.iter().any(|name| name == key)) {
            mistakes.add(format!("--key {key}: the file has no such column"));
        }
        // Each line would have the same mistake.
        mistakes.end()?;
    }
    let mut keys: HashMap<u64, u64> = HashMap::new();
    while let Some(record) = records.next()? {
        checked.rows += 1;
        let mut has_key = false;
        for (name, cell) in &record.cells {
            let at = |why: String| format!("line {}, column {name:?}: {why}", record.line);
            let property = match columns.property(name) {
                Ok(Some(property)) => property,
                Ok(None) => {
                    if !checked.computed.contains(name) {
                        checked.computed.push(name.clone());
                    }
                    continue;
                }
                Err(error) => {
                    mistakes.add(format!("line {}: {error}", record.line));
                    continue;
                }
            };
            match reader.read(property, cell) {
                Err(why) => mistakes.add(at(why)),
                Ok(value) => {
                    note_options(&mut checked.new_options, property, &value);
                    if key == Some(name.as_str()) {
                        has_key = !is_empty(&value);
                        if let Some(line) =
                            keys.insert(digest(&value), record.line).filter(|_| has_key)
                        {
                            mistakes.add(at(format!("the key {cell} is in line {line} already")));
                        }
                    }
                }
            }
        }
        if let Some(key) = key.filter(|_| !has_key) {
            mistakes.add(format!(
                "line {}, column {key:?}: the key is empty",
                record.line
            ));
        }
    }
    mistakes.end()?;
    Ok(checked)
}

/// Whether a value can not tell rows apart.
fn is_empty(value: &ValueKind) -> bool {
    match value {
        ValueKind::Title(runs) | ValueKind::RichText(runs) => runs.is_empty(),
        ValueKind::Number(number) => number.is_none(),
        ValueKind::Select(option) | ValueKind::Status(option) => option.is_none(),
        ValueKind::Date(date) => date.is_none(),
        ValueKind::Url(text) | ValueKind::Email(text) | ValueKind::PhoneNumber(text) => {
            text.is_none()
        }
        _ => false,
    }
}

fn note_options(
    found: &mut BTreeMap<String, Vec<String>>,
    property: &PropertySchema,
    value: &ValueKind,
) {
    let (schema, names): (_, Vec<&str>) = match (&property.kind, value) {
        (SchemaKind::Select(schema), ValueKind::Select(Some(option))) => {
            (schema, vec![&option.name])
        }
        (SchemaKind::MultiSelect(schema), ValueKind::MultiSelect(options)) => (
            schema,
            options.iter().map(|option| option.name.as_str()).collect(),
        ),
        _ => return,
    };
    for name in names {
        if schema.options.iter().any(|option| option.name == name) {
            continue;
        }
        let new = found.entry(property.name.clone()).or_default();
        if !new.iter().any(|other| other == name) {
            new.push(name.to_owned());
        }
    }
}

/// Mistakes, of which the first ones are shown.
#[derive(Default)]
struct Mistakes {
    shown: Vec<String>,
    count: usize,
}

impl Mistakes {
    fn add(&mut self, mistake: String) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            // A cell may have megabytes.
            self.shown.push(match mistake.char_indices().nth(500) {
                Some((end, _)) => format!("{}…", &mistake[..end]),
                None => mistake,
            });
        }
    }

    fn end(&self) -> Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let more = match self.count - self.shown.len() {
            0 => String::new(),
            more => format!("\n  and {more} more"),
        };
        Err(Failure::new(format!(
            "the file does not fit the database, so nothing was sent:\n  {}{more}",
            self.shown.join("\n  ")
        )))
    }
}

/// Whether any column of a file is of people, who are found by their names.
pub(crate) fn has_people(columns: &Columns, input: &Input) -> Result<bool> {
    has_column(columns, input, |kind| matches!(kind, SchemaKind::People(_)))
}

/// The titles of pages that the relations of a file name, which are still to be looked up.
pub(crate) fn titles(columns: &Columns, input: &Input) -> Result<Titles> {
    let mut titles = Titles::default();
    let is_relation = |kind: &SchemaKind| matches!(kind, SchemaKind::Relation(_));
    if has_column(columns, input, is_relation)? {
        let mut records = input.records()?;
        while let Some(record) = records.next()? {
            for (name, cell) in &record.cells {
                if let Some(Column::Property(property)) = columns.by_name.get(name) {
                    titles.note(property, cell);
                }
            }
        }
    }
    Ok(titles)
}

/// Whether a file has a column of a type; JSON lines have no header and may have any.
fn has_column(
    columns: &Columns,
    input: &Input,
    is_of: impl Fn(&SchemaKind) -> bool,
) -> Result<bool> {
    let is_one = |name: &str| match columns.by_name.get(name) {
        Some(Column::Property(property)) => is_of(&property.kind),
        _ => false,
    };
    Ok(match input.records()?.header() {
        Some(header) => header.iter().any(|name| is_one(name)),
        None => columns.by_name.keys().any(|name| is_one(name)),
    })
}

/// The value of the key of a record.
pub(crate) fn key_of<'a>(values: &'a [(String, ValueKind)], key: &str) -> Option<&'a ValueKind> {
    values
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}
