//! Properties: their settings in a data source, their values in a page, and their items.

mod formula;
mod item;
mod item_list;
mod number_format;
mod option;
mod rollup;
mod schema;
mod value;

pub use formula::{FormulaKind, FormulaValue};
pub use item::{ItemKind, PropertyItem, PropertyItemResponse};
pub use item_list::{ItemListKind, PropertyItemInfo};
pub use number_format::NumberFormat;
pub use option::SelectOption;
pub use rollup::{RollupFunction, RollupKind, RollupValue};
pub use schema::{
    DualProperty, FormulaSchema, NumberSchema, PropertySchema, PropertySchemaRequest,
    PropertySchemaRequests, PropertySchemas, RelationKind, RelationSchema, RollupSchema,
    SchemaKind, SelectSchema, StatusGroup, StatusSchema, UniqueIdSchema,
};
pub use value::{Place, PropertyValue, UniqueId, ValueKind, Verification, VerificationState};
