//! Filters, sorts and what finds rows by them.

mod formulas;
mod operators;
