//! The law of `notion pull`: a database is created from a struct and pulled, and what was pulled compiles, binds to
//! that database, and creates one that is pulled as the same text.
//!
//! The texts are the files in `golden`, which are compiled here. `NOTION_BLESS=1 cargo test -p notionctl --test it pulled::`
//! writes them anew; that they are right, binding and creating show.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the structs are there to be compiled"
)]

mod given;
mod golden {
    #[rustfmt::skip]
    pub mod counted;
    #[rustfmt::skip]
    pub mod kinds;
    #[rustfmt::skip]
    pub mod names;
    #[rustfmt::skip]
    pub mod related;
    #[rustfmt::skip]
    pub mod shown;
    #[rustfmt::skip]
    pub mod wild;
    #[rustfmt::skip]
    pub mod with_ids;
}
mod random;
mod recorded;
mod wild;

use std::path::Path;

use notion_cli::generate::{Style, rust};
use notion_session::model::{DataSource, DataSourceId, SchemaKind};
use notion_session::{Database, Session};

/// The data sources as the local server has them.
async fn fetch(session: &Session, ids: &[DataSourceId]) -> Vec<DataSource> {
    let mut sources = Vec::new();
    for id in ids {
        sources.push(session.api().data_sources().retrieve(*id).await.unwrap());
    }
    sources
}

fn id<S>(database: &Database<S>) -> DataSourceId {
    database.data_source_id().cast()
}

/// Holds a text against the file that is compiled here.
fn is_golden(name: &str, text: &str) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/pulled/golden/{name}.rs"));
    if std::env::var_os("NOTION_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == text, "{name} is pulled as\n{text}");
}

/// The law, for schemas that are created together.
macro_rules! law {
    ($name:ident: $($schema:ident)*) => {
        #[tokio::test]
        async fn $name() {
            let session = Session::local();
            let home = session.search_page("Home").await.unwrap().item().unwrap();
            #[allow(non_snake_case)]
            let ($($schema,)*) = session.create_dbs::<($(given::$name::$schema,)*)>(&home).await.unwrap();
            let text = rust(&fetch(&session, &[$(id(&$schema)),*]).await, Style::default());
            is_golden(stringify!($name), &text);
            assert_eq!(text.matches("is left out").count(), 0);
            assert_eq!(text.matches("Read only").count(), 0);
            $(session.bind::<golden::$name::$schema>($schema.id()).await.unwrap();)*

            let session = Session::local();
            let home = session.search_page("Home").await.unwrap().item().unwrap();
            #[allow(non_snake_case)]
            let ($($schema,)*) = session.create_dbs::<($(golden::$name::$schema,)*)>(&home).await.unwrap();
            let again = rust(&fetch(&session, &[$(id(&$schema)),*]).await, Style::default());
            assert_eq!(again, text);
        }
    };
}

law! { counted: Game Player }
law! { kinds: Everything }
law! { names: FnRow FilesRow FilesRowColumns2 }
law! { related: Project Task Person Nodes }
law! { shown: Parts Wholes }

#[tokio::test]
async fn with_ids_it_binds_whatever_was_renamed() {
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (made,) = session
        .create_dbs::<(given::kinds::Everything,)>(&home)
        .await
        .unwrap();
    let sources = fetch(&session, &[id(&made)]).await;
    let text = rust(&sources, Style { ids: true });
    is_golden("with_ids", &text);
    for property in sources[0].properties.values() {
        let said = format!("id = {:?}", property.id.as_str());
        assert_eq!(text.matches(&said).count(), 1, "{said} in\n{text}");
    }

    let rename = serde_json::json!({ "properties": { "Done": { "name": "Finished" }, "Price": { "name": "Cost" } } });
    let address = format!("/v1/data_sources/{}", made.data_source_id());
    session
        .api()
        .patch::<serde_json::Value>(address, &rename)
        .send()
        .await
        .unwrap();
    let bound = session
        .bind::<golden::with_ids::Everything>(made.id())
        .await
        .unwrap();
    let row = golden::with_ids::Everything {
        done: true,
        price: Some(2.0),
        plain: Some(1.0),
        ..Default::default()
    };
    let row = bound.insert(row).await.unwrap();
    assert_eq!((row.done, row.double.get()), (true, Some(&5.0)));
    let error = session
        .bind::<golden::kinds::Everything>(made.id())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("Done"), "{error}");
}

#[test]
fn what_cannot_be_said_is_left_out_with_the_reason() {
    let text = rust(&wild::sources(), Style::default());
    is_golden("wild", &text);
    for reason in wild::REASONS {
        assert!(text.contains(reason), "{reason} is not said in\n{text}");
    }
    // The fields that there are describe properties that there are, of the same type.
    let live = notion_session::schema::SchemaNode::live(&wild::sources()[0]);
    let schemas = [<golden::wild::Wild as notion_session::NotionSchema>::schema()];
    let graph = notion_session::schema::SchemaGraph::of(&schemas);
    for property in &graph.schemas[0].properties {
        let found = live.property(&property.name).unwrap();
        assert_eq!(found.kind.wire(), property.kind.wire());
    }
}

/// A person has moved an option to another group, which Notion's API cannot.
#[tokio::test]
async fn groups_of_options_are_what_a_person_made_them() {
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (made,) = session
        .create_dbs::<(given::kinds::Everything,)>(&home)
        .await
        .unwrap();
    let mut sources = fetch(&session, &[id(&made)]).await;
    let SchemaKind::Status(status) = &mut sources[0].properties["Stage"].kind else {
        unreachable!("it is a status");
    };
    let review = status
        .options
        .iter()
        .find(|option| option.name == "In Review")
        .unwrap()
        .id
        .clone()
        .unwrap();
    for group in &mut status.groups {
        group.option_ids.retain(|id| *id != review);
        if group.name == "Complete" {
            group.option_ids.push(review.clone());
        }
    }
    let text = rust(&sources, Style::default());
    assert!(
        text.contains("#[notion(color = brown, group = complete)]\n    InReview,"),
        "{text}"
    );
    assert!(
        text.contains("#[notion(color = gray)]\n    Backlog,"),
        "{text}"
    );
}
