//! Notion's JSON objects as Rust types: lossless, tolerant, without I/O.
