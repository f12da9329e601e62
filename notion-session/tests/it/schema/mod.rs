//! Schemas: databases that come to be, are bound, and change.

mod binding;
mod creation;
mod databases;
mod existing;
mod plan_laws;
mod plans;
mod renamed_properties;
mod sets;
mod two_way_relations;
