// A formula that gives what another gives is declared with another type.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = r#"if({late}, "late", "in time")"#)]
    badge: Formula<f64>,
    #[notion(formula = "now() > today()")]
    late: Formula<bool>,
}

fn main() {}
