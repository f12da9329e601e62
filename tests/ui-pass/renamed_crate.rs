//! A crate that re-exports ours under another name.

mod vendored {
    pub(crate) use notion_session as notes;
}

use vendored::notes::{
    NotionOptions, NotionSchema, schema::Relation, schema::Rollup, schema::Title,
};

#[derive(NotionSchema, Default)]
#[notion(crate = vendored::notes)]
struct Task {
    name: Title,
    level: Option<Level>,
    #[notion(two_way = tasks)]
    list: Relation<List>,
}

#[derive(NotionSchema, Default)]
#[notion(crate = crate::renamed_crate::vendored::notes, title = "Lists")]
struct List {
    name: Title,
    #[notion(two_way = list)]
    tasks: Relation<Task>,
    #[notion(rollup = count(tasks.level))]
    count: Rollup<f64>,
}

#[derive(NotionOptions)]
#[notion(crate = vendored::notes)]
enum Level {
    High,
    #[notion(other)]
    Other(String),
}

#[test]
fn the_path_is_taken() {
    assert_eq!(
        (Task::schema().title, List::schema().title),
        ("Task", "Lists")
    );
    assert_eq!(
        Level::from_name("x").map(|level| level.name().to_owned()),
        Some("x".to_owned())
    );
    assert_eq!(Level::High.name(), "High");
}
