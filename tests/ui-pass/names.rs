//! Names: raw identifiers, other alphabets, and fields called like methods.

use notion_session::prelude::*;

#[derive(NotionSchema, Default)]
struct r#Type {
    r#match: Title,
    r#type: Option<f64>,
    #[notion(two_way = r#for)]
    r#in: Relation<Other>,
    #[notion(formula = "{type} * 2")]
    r#loop: Formula<f64>,
    #[notion(rollup = sum(r#in.größe))]
    r#move: Rollup<f64>,
}

#[derive(NotionSchema, Default)]
struct Other {
    名前: Title,
    größe: Option<f64>,
    straße_und_nr: String,
    #[notion(two_way = r#in)]
    r#for: Relation<r#Type>,
    #[notion(rollup = sum(r#for.r#type))]
    types: Rollup<f64>,
    #[notion(formula = "{größe} + 1")]
    größer: Formula<f64>,
}

#[test]
fn names_are_in_title_case() {
    let names = |schema: &notion_session::schema::Schema| {
        schema.properties.iter().map(|p| p.name).collect::<Vec<_>>()
    };
    assert_eq!(
        names(r#Type::schema()),
        ["Match", "Type", "In", "Loop", "Move"]
    );
    assert_eq!(
        names(Other::schema()),
        ["名前", "Größe", "Straße Und Nr", "For", "Types", "Größer"]
    );
    assert_eq!(r#Type::schema().title, "Type");
    assert_eq!(r#Type::COL.r#type.name(), "Type");
}

/// Fields with the names of methods, traits, modules and generated items.
#[derive(NotionSchema, Default)]
#[expect(non_snake_case, reason = "names that the derive uses itself")]
struct Awkward {
    name: Title,
    filter: bool,
    eq: Option<f64>,
    ne: Option<f64>,
    set: Option<f64>,
    asc: Option<f64>,
    schema: Option<f64>,
    read: Option<f64>,
    visit: Option<f64>,
    values: Option<f64>,
    visitor: Option<f64>,
    made: Option<f64>,
    property: Option<f64>,
    clone: Option<f64>,
    COL: Option<f64>,
    #[notion(name = "COLUMNS")]
    COLUMNS: Option<f64>,
    #[notion(name = "SCHEMA")]
    SCHEMA: Option<f64>,
    __FIELD_0: Option<f64>,
    #[notion(rollup = sum(back.eq))]
    columns: Rollup<f64>,
    #[notion(two_way = columns)]
    back: Relation<Back>,
}

#[derive(NotionSchema, Default)]
struct Back {
    name: Title,
    eq: Option<f64>,
    #[notion(two_way = back)]
    columns: Relation<Awkward>,
}

#[test]
fn fields_may_be_called_like_methods() {
    let a = Awkward::COL;
    let filter = (a.filter.eq(true) & a.set.is_empty()).to_json().unwrap();
    assert_eq!(
        filter,
        serde_json::json!({"and": [
            {"property": "Filter", "checkbox": {"equals": true}},
            {"property": "Set", "number": {"is_empty": true}},
        ]})
    );
    assert_eq!(Awkward::schema().properties.len(), 20);
}

/// Two structs of one name, in two modules, that are sides of one relation.
mod one {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Default)]
    pub(super) struct Same {
        pub(super) name: Title,
        #[notion(two_way = there)]
        pub(super) here: Relation<super::two::Same>,
    }
}

mod two {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Default)]
    pub(super) struct Same {
        pub(super) name: Title,
        #[notion(two_way = here)]
        pub(super) there: Relation<super::one::Same>,
    }
}

#[test]
fn structs_of_one_name_are_two() {
    assert_ne!(one::Same::schema().type_id, two::Same::schema().type_id);
    assert_eq!(two::Same::COL.there.name(), "There");
    assert_eq!(one::Same::COL.here.name(), "Here");
}

/// Names of the standard library that mean something else here.
mod shadowed {
    #![allow(dead_code)]

    use notion_session::prelude::{Formula, NotionOptions, NotionSchema, Relation, Rollup, Title};

    struct Option;
    struct Result;
    struct Vec;
    struct Some;
    trait Default {}
    mod core {}
    mod std {}

    #[derive(NotionOptions)]
    pub(super) enum Choice {
        None,
        Ok,
        #[notion(other)]
        Other(String),
    }

    #[derive(NotionSchema)]
    pub(super) struct Shadowed {
        name: Title,
        done: bool,
        choice: Choice,
        parts: Relation<Shadowed>,
        #[notion(rollup = count(parts.done))]
        count: Rollup<f64>,
        #[notion(formula = "1 + 1")]
        two: Formula<f64>,
        #[notion(skip)]
        seen: u32,
    }
}

#[test]
fn the_expansion_names_everything_by_its_path() {
    use notion_session::{NotionOptions, NotionSchema};

    assert_eq!(shadowed::Shadowed::schema().properties.len(), 6);
    assert!(shadowed::Choice::from_name("None").is_some());
}
