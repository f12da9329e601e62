//! Schemas that refer to each other and to themselves, in one module and in two.

use notion_session::prelude::*;
use notion_session::schema::Config;

/// Rollups both ways over a relation both ways.
#[derive(NotionSchema, Default)]
struct Project {
    name: Title,
    budget: Option<f64>,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
    #[notion(rollup = sum(tasks.budget))]
    budgets: Rollup<f64>,
}

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
    #[notion(rollup = max(project.budget))]
    budget: Rollup<f64>,
    #[notion(rollup = sum(project.effort))]
    effort: Rollup<f64>,
}

#[test]
fn two_schemas_know_each_other() {
    for schema in [Project::schema(), Task::schema()] {
        let relation = schema
            .properties
            .iter()
            .find(|p| p.config.wire() == "relation");
        let Some(Config::Relation { target, two_way }) = relation.map(|p| p.config) else {
            panic!("{} has no relation", schema.title)
        };
        let back = two_way
            .and_then(|back| target().property(back))
            .map(|p| p.config);
        let Some(Config::Relation { target, .. }) = back else {
            panic!("{} has no other side", schema.title)
        };
        assert_eq!(target().type_id, schema.type_id);
    }
}

/// A relation to itself, one way, with rollups over it.
#[derive(NotionSchema, Default)]
struct Person {
    name: Title,
    salary: Option<f64>,
    manager: Option<PageId<Person>>,
    reports: Relation<Self>,
    #[notion(rollup = sum(reports.salary))]
    payroll: Rollup<f64>,
    #[notion(rollup = show_original(manager.name))]
    managers: Rollup<Vec<Title>>,
}

#[test]
fn a_schema_knows_itself() {
    let Some(Config::Relation {
        target,
        two_way: None,
    }) = Person::schema().property("Reports").map(|p| p.config)
    else {
        panic!("no relation")
    };
    assert_eq!(target().type_id, Person::schema().type_id);
}

/// Two modules that see each other's fields.
mod library {
    use notion_session::prelude::*;

    #[derive(NotionSchema, Default)]
    pub(super) struct Book {
        pub(super) title: Title,
        pub(super) pages: Option<u32>,
        #[notion(two_way = books)]
        pub(super) author: Relation<super::authors::Author>,
        #[notion(rollup = average(author.age))]
        pub(super) age: Rollup<f64>,
    }
}

mod authors {
    use notion_session::prelude::*;

    use super::library;

    #[derive(NotionSchema, Default)]
    pub(super) struct Author {
        pub(super) name: Title,
        pub(super) age: Option<u32>,
        #[notion(two_way = author)]
        pub(super) books: Relation<library::Book>,
        #[notion(rollup = sum(books.pages))]
        pub(super) pages: Rollup<u32>,
    }
}

#[test]
fn two_modules_know_each_other() {
    let names = |schema: &notion_session::schema::Schema| {
        schema.properties.iter().map(|p| p.name).collect::<Vec<_>>()
    };
    assert_eq!(
        names(library::Book::schema()),
        ["Title", "Pages", "Author", "Age"]
    );
    assert_eq!(
        names(authors::Author::schema()),
        ["Name", "Age", "Books", "Pages"]
    );
}

/// Two pairs of two-way relations between the same two schemas.
#[derive(NotionSchema, Default)]
struct Team {
    name: Title,
    #[notion(two_way = team)]
    members: Relation<Member>,
    #[notion(two_way = leads)]
    lead: Option<PageId<Member>>,
}

#[derive(NotionSchema, Default)]
struct Member {
    name: Title,
    #[notion(two_way = members)]
    team: Relation<Team>,
    #[notion(two_way = lead)]
    leads: Relation<Team>,
}

#[test]
fn two_pairs_stay_apart() {
    let back = |name| match Member::schema().property(name).map(|p| p.config) {
        Some(Config::Relation { two_way, .. }) => two_way,
        _ => None,
    };
    assert_eq!(
        (back("Team"), back("Leads")),
        (Some("Members"), Some("Lead"))
    );
    assert_eq!(Team::schema().properties.len(), 3);
}
