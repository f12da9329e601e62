//! Typed Notion databases: a Rust struct is the schema, a session does the rest.
