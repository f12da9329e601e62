//! Structs around one value as the values of properties: of each kind that an attribute chooses, with parameters, in an
//! `Option`, under a rollup, and with a number format.

use notion_session::prelude::*;
use notion_session::schema::Property;

#[derive(NotionProperty, Clone, Copy, Debug, Default, PartialEq)]
struct Metres(f64);

#[derive(NotionProperty, Clone, Debug, Default, PartialEq)]
struct Remark(String);

#[derive(NotionProperty, Clone, Debug, Default, PartialEq)]
#[notion(url)]
struct Homepage(String);

#[derive(NotionProperty, Clone, Debug, Default, PartialEq)]
#[notion(title)]
struct Name(String);

#[derive(NotionOptions, Clone, Copy, Debug, Default, PartialEq)]
enum State {
    #[default]
    Open,
    Closed,
}

#[derive(NotionProperty, Clone, Copy, Debug, Default, PartialEq)]
#[notion(status)]
struct Access(State);

/// A value that somebody looked at.
#[derive(NotionProperty, Clone, Debug, Default, PartialEq)]
struct Checked<T: Property>(T);

#[derive(NotionSchema, Default)]
struct Hike {
    name: Name,
    length: Metres,
    #[notion(number = percent)]
    gradient: Option<Metres>,
    remark: Option<Remark>,
    map: Option<Homepage>,
    access: Option<Access>,
    huts: Checked<Option<u8>>,
    next: Relation<Hike>,
    #[notion(rollup = sum(next.length))]
    total: Rollup<f64>,
    #[notion(rollup = show_original(next.length))]
    lengths: Rollup<Vec<Metres>>,
}

#[test]
fn each_is_of_the_kind_of_the_value_inside() {
    let kinds: Vec<_> = Hike::schema()
        .properties
        .iter()
        .map(|property| property.config.wire())
        .collect();
    assert_eq!(
        kinds,
        [
            "title",
            "number",
            "number",
            "rich_text",
            "url",
            "status",
            "number",
            "relation",
            "rollup",
            "rollup"
        ]
    );
}
