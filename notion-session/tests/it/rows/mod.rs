//! Rows: written, read, completed, and refused.

mod arrow;
mod bad_input;
mod beyond_the_limit;
mod bulk;
mod completion;
mod insertion;
mod key_order;
mod output;
mod reading;
mod refused_values;
mod round_trips;
mod same_values;
mod truncated_values;
mod unfit_answers;
mod writing;
