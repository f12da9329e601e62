//! The viewer in a real browser.

mod accessibility;
mod live;
mod safety;
mod screenshots;
mod support;
mod visit;
