//! A schema as const data, and the trait that gives it.

use std::any::TypeId;

use notion_model::PropertyId;

use super::cell::CellType;
use super::{ReadError, Values, Visit, VisitMut};
use crate::view::{ViewNode, no_views};

/// A struct that is the schema of a Notion database. Derive it.
///
/// The derive's documentation is the reference of its attributes: `notion_derive::NotionSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Notion schema",
    label = "not a schema",
    note = "write `#[derive(NotionSchema)]` on the struct"
)]
pub trait NotionSchema: Sized + Send + Sync + 'static {
    /// The struct of columns that the derive makes, `TaskColumns` for `Task`.
    type Columns;

    /// The columns, to filter, sort and assign with.
    const COLUMNS: Self::Columns;

    /// The schema as const data.
    const SCHEMA: Schema;

    /// The sides of two-way relations. Apart from [`SCHEMA`](Self::SCHEMA), because that of another
    /// schema needs it.
    #[doc(hidden)]
    const SIDES: Sides;

    /// The schema by reference: what relations to this struct hold on to.
    fn schema() -> &'static Schema {
        const { &Self::SCHEMA }
    }

    /// Reads the struct from a row's property values, which are gone through once.
    #[doc(hidden)]
    fn read(values: &mut Values<'_, '_>) -> Result<Self, ReadError>;

    /// Shows every property's value to the visitor, in the order of the fields.
    #[doc(hidden)]
    fn visit<V: Visit>(&self, visitor: &mut V);

    /// Shows every property's value to the visitor, which may put another in its place.
    #[doc(hidden)]
    fn visit_mut<V: VisitMut>(&mut self, visitor: &mut V);
}

/// A database's schema, as a struct describes it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The struct.
    #[doc(hidden)]
    pub type_id: TypeId,
    /// The struct's name.
    pub type_name: &'static str,
    /// The database's title.
    pub title: &'static str,
    /// The database's description; empty if there is none.
    pub description: &'static str,
    /// The database's icon: an emoji, the name of one of Notion's icons, or a URL.
    pub icon: Option<&'static str>,
    /// The URL of the database's cover.
    pub cover: Option<&'static str>,
    /// Whether the database is shown inside its page.
    pub inline: bool,
    /// The properties, in the order of the fields.
    pub properties: &'static [PropertyDefinition],
    /// The views that the struct has.
    #[doc(hidden)]
    pub views: fn() -> Vec<ViewNode>,
}

impl Schema {
    /// Returns the views that the struct has, by `#[notion(view(..))]` and `#[notion(views = function)]`.
    pub fn views(&self) -> Vec<ViewNode> {
        (self.views)()
    }

    /// Returns the property of that name in Notion.
    pub fn property(&self, name: &str) -> Option<&'static PropertyDefinition> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// What stands for a struct that did not compile, so that nothing else is said of it.
    #[doc(hidden)]
    pub const fn broken<S: 'static>() -> Schema {
        const TITLE: PropertyDefinition = PropertyDefinition {
            field: "",
            name: "",
            id: None,
            renamed_from: &[],
            description: "",
            config: Config::Plain { wire: "title" },
            cell: CellType::Text,
        };
        Schema {
            type_id: TypeId::of::<S>(),
            type_name: "",
            title: "",
            description: "",
            icon: None,
            cover: None,
            inline: false,
            properties: &[TITLE],
            views: no_views,
        }
    }
}

/// One property of a schema.
#[derive(Debug, Clone, Copy)]
pub struct PropertyDefinition {
    /// The struct's field.
    pub field: &'static str,
    /// The property's name in Notion.
    pub name: &'static str,
    /// The property's id, where the struct says it: the property is found by it then, whatever it is
    /// called in Notion.
    pub id: Option<&'static str>,
    /// The names that the property had before: a plan renames a property that has one of them.
    pub renamed_from: &'static [&'static str],
    /// The property's description; empty if there is none.
    pub description: &'static str,
    /// The property's kind with its settings.
    pub config: Config,
    /// What its values are in a table with typed columns.
    pub cell: CellType,
}

impl PropertyDefinition {
    /// Returns the property's id as Notion writes it, where the struct says it.
    pub fn id(&self) -> Option<PropertyId> {
        // It may be written in either of the two forms that Notion itself uses.
        self.id
            .map(|id| PropertyId::encode(&PropertyId::from(id).decoded()))
    }
}

/// A property's kind with its settings.
#[derive(Debug, Clone, Copy)]
pub enum Config {
    /// A kind without settings, by its name in Notion's API.
    Plain {
        /// The name in Notion's API, such as `rich_text`.
        wire: &'static str,
    },
    /// A number.
    Number {
        /// How Notion shows it; `None` is Notion's default.
        format: Option<&'static str>,
    },
    /// A select.
    Select(fn() -> &'static [Choice]),
    /// A multi-select.
    MultiSelect(fn() -> &'static [Choice]),
    /// A status.
    Status(fn() -> &'static [Choice]),
    /// A relation.
    Relation {
        /// The schema that it leads to.
        target: fn() -> &'static Schema,
        /// The name of the property of the target that is the other side, for a two-way relation.
        two_way: Option<&'static str>,
    },
    /// A rollup.
    Rollup(Option<Rollup>),
    /// A formula.
    Formula {
        /// The expression as it was written; `None` if the struct leaves it to Notion.
        expression: Option<&'static str>,
    },
    /// A unique id.
    UniqueId {
        /// What stands before the number.
        prefix: Option<&'static str>,
    },
}

impl Config {
    /// Returns the kind's name in Notion's API.
    pub const fn wire(&self) -> &'static str {
        match self {
            Config::Plain { wire } => wire,
            Config::Number { .. } => "number",
            Config::Select(_) => "select",
            Config::MultiSelect(_) => "multi_select",
            Config::Status(_) => "status",
            Config::Relation { .. } => "relation",
            Config::Rollup(_) => "rollup",
            Config::Formula { .. } => "formula",
            Config::UniqueId { .. } => "unique_id",
        }
    }
}

/// What two schemas need to know of each other while they are compiled.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    /// Where the struct stands: what tells it from every other one in a constant.
    pub path: &'static str,
    /// The fields with `two_way`, each with the field that it names.
    pub two_way: &'static [(&'static str, &'static str)],
}

impl Sides {
    /// Those of a struct that did not compile.
    pub const UNKNOWN: Sides = Sides {
        path: "",
        two_way: &[],
    };
}

/// What a rollup computes.
#[derive(Debug, Clone, Copy)]
pub struct Rollup {
    /// One of Notion's functions.
    pub function: &'static str,
    /// The name of the relation that it goes through.
    pub relation: &'static str,
    /// The name of the property of the relation's target.
    pub property: &'static str,
}

/// One option of a select, status or multi-select.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The option's name in Notion.
    pub name: &'static str,
    /// The option's colour, where the enum says one.
    pub color: Option<&'static str>,
    /// The group of a status that the option is in, where the enum says one.
    pub group: Option<&'static str>,
}

/// How many of the properties are titles.
pub const fn count_titles(schema: &Schema) -> usize {
    let mut count = 0;
    let mut index = 0;
    while index < schema.properties.len() {
        if matches!(schema.properties[index].config, Config::Plain { wire } if is_title(wire)) {
            count += 1;
        }
        index += 1;
    }
    count
}

/// How many of the properties are unique ids.
pub const fn count_unique_ids(schema: &Schema) -> usize {
    let mut count = 0;
    let mut index = 0;
    while index < schema.properties.len() {
        if matches!(schema.properties[index].config, Config::UniqueId { .. }) {
            count += 1;
        }
        index += 1;
    }
    count
}

const fn is_title(wire: &str) -> bool {
    matches!(wire.as_bytes(), b"title")
}

/// `==` of texts is not to be had in a constant.
pub(crate) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
