//! Which columns a property has.

use serde_json::{Map, Value};

/// The type of a column, of which each store has its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnType {
    Text,
    Real,
    Integer,
    Boolean,
    /// A date or an instant. SQLite has it as Notion wrote it.
    Time,
    Json,
    TextList,
    /// One id.
    Id,
    IdList,
}

/// Which part of a property's value a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Value,
    /// The end of a range of dates.
    End,
    /// Whether a date has no time of day.
    IsDate,
    /// The number of a unique id.
    Number,
}

impl Part {
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::End => "_end",
            Self::IsDate => "_is_date",
            Self::Number => "_number",
        }
    }
}

/// How the values of a property are stored.
///
/// The result of a formula or rollup is not part of the schema: it is learnt from the first value that is not empty, and
/// written as `formula:number`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Kind(String);

impl Kind {
    pub(crate) fn new(kind: impl Into<String>) -> Self {
        Self(kind.into())
    }

    pub(crate) fn computed(wire: &str, result: &str) -> Self {
        Self(format!("{wire}:{result}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Notion's name for the type of the property.
    pub(crate) fn wire(&self) -> &str {
        self.0.split(':').next().unwrap_or(&self.0)
    }

    /// The type of the result of a formula or rollup, once it is known.
    pub(crate) fn result(&self) -> Option<&str> {
        self.0.split_once(':').map(|(_, result)| result)
    }

    /// Whether Notion computes the value, so that it changes without an edit time.
    pub(crate) fn is_computed(&self) -> bool {
        matches!(self.wire(), "formula" | "rollup")
    }

    /// Whether it is computed, and nothing is known of its result.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.is_computed() && self.result().is_none()
    }

    /// Whether the values are also in a link table.
    pub(crate) fn has_links(&self) -> bool {
        matches!(self.wire(), "relation" | "people")
    }

    /// Whether the values are text that is searched.
    pub(crate) fn is_searched(&self) -> bool {
        matches!(self.wire(), "rich_text") || matches!(self.0.as_str(), "formula:string")
    }

    /// The columns.
    pub(crate) fn parts(&self) -> &'static [(Part, ColumnType)] {
        const TIME: &[(Part, ColumnType)] = &[
            (Part::Value, ColumnType::Time),
            (Part::End, ColumnType::Time),
            (Part::IsDate, ColumnType::Boolean),
        ];
        const TEXT: &[(Part, ColumnType)] = &[(Part::Value, ColumnType::Text)];
        const REAL: &[(Part, ColumnType)] = &[(Part::Value, ColumnType::Real)];
        const BOOLEAN: &[(Part, ColumnType)] = &[(Part::Value, ColumnType::Boolean)];
        const INSTANT: &[(Part, ColumnType)] = &[(Part::Value, ColumnType::Time)];
        const JSON: &[(Part, ColumnType)] = &[(Part::Value, ColumnType::Json)];
        match self.wire() {
            "title" | "rich_text" | "url" | "email" | "phone_number" | "select" | "status" => TEXT,
            "number" => REAL,
            "checkbox" => BOOLEAN,
            "date" => TIME,
            "multi_select" => &[(Part::Value, ColumnType::TextList)],
            "relation" | "people" => &[(Part::Value, ColumnType::IdList)],
            "created_time" | "last_edited_time" => INSTANT,
            "created_by" | "last_edited_by" => &[(Part::Value, ColumnType::Id)],
            "unique_id" => &[
                (Part::Value, ColumnType::Text),
                (Part::Number, ColumnType::Integer),
            ],
            "formula" | "rollup" => match self.result() {
                None | Some("string") => TEXT,
                Some("number") => REAL,
                Some("boolean") => BOOLEAN,
                Some("date") => TIME,
                Some(_) => JSON,
            },
            _ => JSON,
        }
    }

    /// The suffixes of the columns' names; of a formula those that it may need once its result is known.
    pub(crate) fn suffixes(&self) -> Vec<&'static str> {
        if self.is_unsettled() {
            return vec!["", Part::End.suffix(), Part::IsDate.suffix()];
        }
        self.parts().iter().map(|(part, _)| part.suffix()).collect()
    }
}

/// A property of a data source, as its schema has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) wire: String,
}

/// The properties of a data source, in the order of Notion's answer. A property without an id or type is passed over: there is
/// nothing to bind a column to.
pub(crate) fn properties(schema: &Map<String, Value>) -> Vec<Property> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let property = |(name, value): (&String, &Value)| {
        Some(Property {
            id: text(value, "id")?,
            name: name.clone(),
            wire: text(value, "type")?,
        })
    };
    schema.iter().filter_map(property).collect()
}

/// A property that has columns, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// The property's id.
    pub(crate) id: String,
    /// Notion's name of the property.
    pub(crate) property: String,
    pub(crate) kind: Kind,
    /// The name of the first column; those of the others are made of it.
    pub(crate) column: String,
    /// The link table, of relations and people.
    pub(crate) links: Option<String>,
    /// What became of the property, if it is not live: `removed`, or `retyped`.
    pub(crate) gone: Option<String>,
}

impl Bound {
    /// The names and types of the columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (String, Part, ColumnType)> + '_ {
        let of = |(part, column_type): &(Part, ColumnType)| {
            (
                format!("{}{}", self.column, part.suffix()),
                *part,
                *column_type,
            )
        };
        self.kind.parts().iter().map(of)
    }

    pub(crate) fn is_live(&self) -> bool {
        self.gone.is_none()
    }
}
