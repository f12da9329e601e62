//! Views as code: which views a schema's database has, checked by the compiler.
//!
//! | file | what it holds |
//! |---|---|
//! | `definition` | [`ViewDefinition`]: a view of a schema, with its columns |
//! | `groups` | which kinds of properties group rows, place them in time, and on a map |
//! | `node` | [`ViewNode`]: a view as owned data, which plans compare and write |

mod definition;
mod groups;
mod node;

pub use definition::ViewDefinition;
pub use groups::{GroupsRows, PlacesInTime, PlacesOnMap};
pub use node::ViewNode;

#[doc(hidden)]
pub use definition::{filter_with, no_views};
