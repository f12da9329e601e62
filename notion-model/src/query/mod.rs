//! Queries of data sources and searches: filters, sorts and results.

mod condition;
mod filter;
mod operand;
mod search;
mod sort;

pub use condition::{
    CheckboxCondition, DateCondition, FilesCondition, MultiSelectCondition, NumberCondition,
    PeopleCondition, RelationCondition, SelectCondition, TextCondition, VerificationCondition,
};
pub use filter::{
    ElementCondition, Filter, FilterKind, FormulaCondition, PropertyFilter, RollupCondition,
    TimestampFilter, TimestampFilterKind,
};
pub use operand::{DateOperand, OneOrMany, RelativeDate, UserOperand, VerificationStatus};
pub use search::{PageOrDataSource, SearchFilter, SearchObject};
pub use sort::{Direction, Sort, TimestampName};
