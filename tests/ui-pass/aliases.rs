//! Aliases of field types: what a type is, the compiler finds out, not the derive.

use notion_session::prelude::*;
use notion_session::schema::Config;

type Links<T> = Relation<T>;
type Chapters = Links<Chapter>;
type Money = Option<f64>;
type Total = Rollup<f64>;
type Label = Formula<String>;
type Name = String;

#[derive(NotionSchema, Default)]
struct Book {
    #[notion(title)]
    name: Name,
    price: Money,
    #[notion(two_way = book)]
    chapters: Chapters,
    #[notion(rollup = sum(chapters.pages))]
    pages: Total,
    #[notion(formula = r#"{name} + "!""#)]
    label: Label,
}

#[derive(NotionSchema, Default)]
struct Chapter {
    name: Title,
    pages: Money,
    #[notion(two_way = chapters)]
    book: Links<Book>,
}

#[test]
fn aliases_are_what_they_stand_for() {
    let kinds = |schema: &notion_session::schema::Schema| {
        schema
            .properties
            .iter()
            .map(|p| p.config.wire())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(Book::schema()),
        ["title", "number", "relation", "rollup", "formula"]
    );
    assert_eq!(kinds(Chapter::schema()), ["title", "number", "relation"]);
    let chapters = Book::schema().property("Chapters").map(|p| p.config);
    assert!(matches!(
        chapters,
        Some(Config::Relation {
            two_way: Some("Book"),
            ..
        })
    ));
    assert_eq!(
        Book::COL.pages.gt(3).to_json().unwrap(),
        serde_json::json!({"property": "Pages", "rollup": {"number": {"greater_than": 3}}})
    );
}
