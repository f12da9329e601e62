//! What every request goes through: opening, transport, faults, traces, webhooks.

mod active;
mod endless_lists;
mod environment;
mod lost_answers;
mod members;
mod symmetry;
mod tokens;
mod traces;
mod transport;
mod unknown_outcomes;
mod webhooks;
