//! The derive macros of notion-session.
