//! Plans for sets of related schemas.

mod graphs;
mod laws;
mod model;
mod plans;
