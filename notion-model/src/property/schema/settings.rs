//! The settings of properties, by type.

use crate::color::SelectColor;
use crate::id::{DataSourceId, DatabaseId, OptionId, PropertyId};
use crate::json::{Empty, object, tagged};
use crate::property::{NumberFormat, RollupFunction, SelectOption};

object! {
    /// The settings of a number property.
    pub struct NumberSchema {
        /// How the numbers are shown. Left out in a request, Notion takes [`NumberFormat::Number`].
        absent format: Option<NumberFormat>,
    }
}

object! {
    /// The settings of a select or multi-select property.
    pub struct SelectSchema {
        /// The options, in the user's order. In an update they replace those that are there; left out, they stay.
        absent options: Vec<SelectOption>,
    }
}

object! {
    /// The settings of a status property.
    pub struct StatusSchema {
        /// The options.
        absent options: Vec<SelectOption>,
        /// The groups that the options are in. They cannot be set by a request.
        absent groups: Vec<StatusGroup>,
    }
}

object! {
    /// A group of the options of a status property: to do, in progress, complete.
    pub struct StatusGroup {
        /// The group's id.
        absent id: Option<OptionId>,
        /// The group's name.
        absent name: String,
        /// The group's colour.
        absent color: Option<SelectColor>,
        /// The options in the group.
        written option_ids: Vec<OptionId>,
    }
}

object! {
    /// The settings of a relation.
    pub struct RelationSchema {
        /// The database of the related data source. A request leaves it out.
        absent database_id: Option<DatabaseId>,
        /// The related data source.
        absent data_source_id: Option<DataSourceId>,
        /// Whether the related data source has a property for the way back.
        tagged kind: RelationKind,
    }
}

tagged! {
    /// Whether a relation has a way back.
    pub enum RelationKind {
        /// It has none.
        Single(Empty) = "single_property",
        /// The related data source has a property that mirrors this one.
        Dual(DualProperty) = "dual_property",
    }
}

object! {
    /// The property that mirrors a relation in the related data source. In a request both may be left out.
    pub struct DualProperty {
        /// Its name.
        absent synced_property_name: Option<String>,
        /// Its id.
        absent synced_property_id: Option<PropertyId>,
    }
}

object! {
    /// The settings of a rollup. A request says the relation and the property by name or by id.
    pub struct RollupSchema {
        /// The name of the property of the related data source that is summed up.
        absent rollup_property_name: Option<String>,
        /// The name of the relation.
        absent relation_property_name: Option<String>,
        /// The id of the property of the related data source. Here, and here only, Notion does not percent-encode it.
        absent rollup_property_id: Option<String>,
        /// The id of the relation, not percent-encoded.
        absent relation_property_id: Option<String>,
        /// How the values are summed up.
        absent function: Option<RollupFunction>,
    }
}

object! {
    /// The settings of a formula.
    pub struct FormulaSchema {
        /// The formula. A request writes `prop("Name")`; Notion answers
        /// `{{notion:block_property:<property>:<data source>:<workspace>}}`.
        absent expression: Option<String>,
    }
}

object! {
    /// The settings of a unique id.
    pub struct UniqueIdSchema {
        /// The text before the number.
        absent prefix: Option<String>,
    }
}

impl NumberSchema {
    /// Numbers shown in that format.
    pub fn of(format: NumberFormat) -> Self {
        Self {
            format: Some(format),
            ..Self::default()
        }
    }
}

impl SelectSchema {
    /// These options.
    pub fn of(options: impl IntoIterator<Item = SelectOption>) -> Self {
        Self {
            options: options.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl RelationSchema {
    /// A relation to a data source, without a way back.
    pub fn single<S>(data_source_id: DataSourceId<S>) -> Self {
        Self {
            data_source_id: Some(data_source_id.cast()),
            kind: RelationKind::Single(Empty::default()),
            ..Self::default()
        }
    }

    /// A relation to a data source, which gets a property for the way back; Notion names it, unless a name is given.
    pub fn dual<S>(data_source_id: DataSourceId<S>, synced_property_name: Option<String>) -> Self {
        Self {
            data_source_id: Some(data_source_id.cast()),
            kind: RelationKind::Dual(DualProperty {
                synced_property_name,
                ..DualProperty::default()
            }),
            ..Self::default()
        }
    }
}

impl RollupSchema {
    /// A rollup of a property of the related pages, by the names of the relation and the property.
    pub fn by_name(
        relation: impl Into<String>,
        property: impl Into<String>,
        function: RollupFunction,
    ) -> Self {
        Self {
            relation_property_name: Some(relation.into()),
            rollup_property_name: Some(property.into()),
            function: Some(function),
            ..Self::default()
        }
    }
}

impl FormulaSchema {
    /// A formula.
    pub fn of(expression: impl Into<String>) -> Self {
        Self {
            expression: Some(expression.into()),
            ..Self::default()
        }
    }
}
