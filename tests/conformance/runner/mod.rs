//! Sends recorded requests to the local server and compares its answers with those that Notion gave.

mod compare;
mod names;
mod recording;
mod report;
mod run;
mod seed;

pub(crate) use recording::load;
pub(crate) use report::Report;
pub(crate) use run::run;
pub(crate) use seed::Library;
