//! The Rust types that hold the values of properties.

mod automatic;
mod button;
mod checkbox;
mod computed;
pub(super) mod date;
mod date_codec;
mod deserialize;
pub(crate) mod files;
mod formula;
mod multi_select;
mod number;
mod people;
mod place;
mod plain;
mod relation;
mod rollup;
mod serialize;
mod text;
mod unique_id;
mod verification;

pub use automatic::{CreatedBy, CreatedTime, LastEditedBy, LastEditedTime};
pub use button::Button;
pub use date::{Date, DateOrTime, DateRange, DateTime, ParseDateError};
pub use files::Files;
pub use formula::{Formula, FormulaResult};
pub use people::People;
pub use place::Place;
pub use plain::{Email, PhoneNumber, Status, Url};
pub use relation::{Relates, Relation};
pub use rollup::{Rollup, RollupResult};
pub use text::{RichText, Title};
pub use unique_id::UniqueId;
pub use verification::Verification;
