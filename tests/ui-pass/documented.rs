//! Under `#![deny(missing_docs)]` (at the top of this package), public schemas need no more docs
//! than the programmer wrote.

use notion_session::prelude::*;

/// What is to be done.
#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Documented {
    /// What.
    pub name: Title,
    /// By when.
    pub due: Option<Date>,
}

/// How urgent it is.
#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
pub enum Urgency {
    /// Very.
    High,
    /// Not at all.
    Low,
}

#[test]
fn comments_are_descriptions() {
    let schema = Documented::schema();
    assert_eq!(schema.description, "What is to be done.");
    assert_eq!(schema.properties[1].description, "By when.");
    assert_eq!(Urgency::OPTIONS.len(), 2);
}
