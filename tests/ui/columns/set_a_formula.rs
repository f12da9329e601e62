// A formula is given a value.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = "1 + 2")]
    gross: Formula<f64>,
}

fn main() {
    let t = Task::COL;
    let _ = t.gross.set(3.0);
}
