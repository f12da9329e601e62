//! Schemas of another crate.

use notion_session::prelude::*;

/// Who does what.
#[derive(NotionSchema, Debug, Default)]
#[notion(title = "People")]
pub struct Person {
    /// What they are called.
    pub name: Title,
    /// Hours a week.
    pub hours: Option<f64>,
    /// Whom they report to.
    pub boss: Relation<Person>,
    /// Whether they work here.
    pub active: bool,
}
