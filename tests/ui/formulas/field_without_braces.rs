// A field in a formula, written as in Rust.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "estimate * 2")]
    doubled: Formula<f64>,
}

fn main() {}
