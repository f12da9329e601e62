#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod block_type;
mod color;
pub mod limits;
mod number_format;
mod property_type;
mod rollup_function;
mod status_group;
mod words;

pub use block_type::BlockType;
pub use color::{Color, IconColor, OptionColor};
pub use number_format::NumberFormat;
pub use property_type::{EmptyValue, FormulaType, PropertyType, Truncation};
pub use rollup_function::{RollupFunction, RollupInput, RollupOutput};
pub use status_group::StatusGroup;
