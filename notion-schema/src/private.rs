//! What the derives' tokens name. It has no stability of its own: it belongs to the version of
//! `notion-derive` that this crate depends on.

pub use serde::{Deserializer, Serializer};

pub use crate::__options_as_property as options_as_property;
pub use crate::__property_via as property_via;
pub use crate::column::{
    Column, check_numbers, columns, function, is_same, names_back, points_back, rolled_up,
    two_way_field,
};
pub use crate::view::{ViewDefinition, ViewNode, filter_with, no_views};
pub use notion_model::ChartType;

pub use crate::schema::{
    As, Choice, Codec, Field, Names, NotionOptions, NotionSchema, OneOption, OtherName,
    ParseOptionError, Property, PropertyAs, ReadError, Schema, Sides, Values, Visit, VisitMut,
    count_titles, count_unique_ids, field, field_as, flag, formula_field, formula_field_of, gives,
    is_of_kind, parse_option, result,
};
