//! Plans for sets of related schemas.

mod fits;
mod graphs;
mod laws;
mod model;
mod plans;
mod sources;
mod views;
