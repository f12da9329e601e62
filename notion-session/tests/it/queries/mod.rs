//! Filters, sorts and what finds rows by them.

mod filters;
mod formulas;
mod operators;
mod text;
