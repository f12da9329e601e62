// The field that the formula gives is a text, and the formula is declared with a number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    note: String,
    #[notion(formula = r#"if(empty({note}), {name}, {note})"#)]
    label: Formula<f64>,
}

fn main() {}
