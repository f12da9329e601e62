//! A faithful local Notion API server, as a library and as a program.
