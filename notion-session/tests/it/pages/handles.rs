//! Pages and databases as handles, against the local server: what they give, what they cost, and what they refuse.

use notion_session::model::{File, Icon, IconColor, RichText, ValueKind};
use notion_session::prelude::*;
use notion_session::session::{Ancestor, FileSource};
use notion_session::{Error, Page};

use crate::support::{cost, home};

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
    notes: String,
    #[notion(url)]
    link: Option<String>,
    tags: Vec<Tag>,
    people: People,
    attachments: Files,
    #[notion(formula = "{estimate} * 8")]
    hours: Formula<f64>,
}

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Tag {
    Red,
    Blue,
}

#[tokio::test]
async fn what_a_page_has_is_changed_by_one_request_each_or_by_one_for_all() {
    let session = Session::local();
    let home = home(&session).await;
    let (mut page, sent) = cost!(session, session.create_page(&home, "Plans").icon("📐"));
    assert_eq!((page.icon(), sent), (Some(&Icon::emoji("📐")), 1));

    let native = Icon::native("compass", Some(IconColor::Blue));
    assert_eq!(cost!(session, page.set_icon(&native)).1, 1);
    assert_eq!(page.icon(), Some(&native));
    assert_eq!(cost!(session, page.remove_icon()).1, 1);
    assert_eq!(page.icon(), None);
    assert_eq!(
        cost!(session, page.set_cover("https://example.com/sea.jpg")).1,
        1
    );
    assert_eq!(
        page.cover().and_then(File::url),
        Some("https://example.com/sea.jpg")
    );
    assert_eq!(cost!(session, page.remove_cover()).1, 1);
    assert_eq!(page.cover(), None);
    assert_eq!(cost!(session, page.lock()).1, 1);
    assert!(page.is_locked());
    assert_eq!(cost!(session, page.unlock()).1, 1);
    assert!(!page.is_locked());

    let title = vec![RichText::text("Plans for "), RichText::text("2027").bold()];
    let update = page
        .update()
        .title(title.clone())
        .icon("🗺️")
        .cover("https://example.com/a.jpg")
        .locked(true);
    assert_eq!(cost!(session, update).1, 1);
    assert_eq!(
        (page.title(), page.rich_title().len()),
        ("Plans for 2027".to_owned(), 2)
    );
    assert!(page.icon().is_some() && page.cover().is_some() && page.is_locked());

    // The store has what the handle has.
    let (again, sent) = cost!(session, session.get_page(page.id()));
    assert_eq!((&again, sent), (&page, 0));
    let fresh = session.get_page(page.id()).fresh().await.unwrap();
    assert_eq!(fresh.data(), page.data());
    assert_eq!(
        page.created_by(),
        Some(session.whoami().await.unwrap().id())
    );
    assert!(page.created_time().is_some() && page.last_edited_by().is_some());
    assert!(page.url().unwrap().contains("Plans-for-2027") && page.public_url().is_none());
}

#[tokio::test]
async fn properties_are_set_by_name_with_plain_values_and_read_as_rust_types() {
    let session = Session::local();
    let home = home(&session).await;
    session.create_db::<Task>(&home).await.unwrap();
    let me = session.whoami().await.unwrap();
    let tasks = session.search_db("Tasks").await.unwrap().item().unwrap();
    let new = session
        .create_page(&tasks, "Write")
        .set("Estimate", 2.5)
        .set("Tags", ["Red", "Blue"])
        .set("People", &me)
        .set("Link", "https://example.com")
        .set(
            "Attachments",
            File::external("https://example.com/a.pdf").named("a.pdf"),
        )
        .set("Notes", "long");
    let (mut row, sent) = cost!(session, new);
    assert_eq!(sent, 1);
    assert_eq!(row.get::<f64>("Estimate").unwrap(), 2.5);
    assert_eq!(row.get::<f64>("Hours").unwrap(), 20.0);
    assert_eq!(row.get::<Vec<Tag>>("Tags").unwrap(), [Tag::Red, Tag::Blue]);
    assert_eq!(row.get::<String>("Link").unwrap(), "https://example.com");
    assert_eq!(row.get::<Files>("Attachments").unwrap().len(), 1);
    assert_eq!(row.text("People"), me.name());

    let due = jiff_date();
    let update = row
        .update()
        .set("Done", true)
        .set("Due", due)
        .set("Estimate", None::<f64>)
        .set("Task", "Write well");
    assert_eq!(cost!(session, update).1, 1);
    assert!(row.get::<bool>("Done").unwrap());
    assert_eq!(row.get::<Option<f64>>("Estimate").unwrap(), None);
    assert_eq!(row.get::<Date>("Due").unwrap().to_string(), "2026-11-22");
    assert_eq!(
        (row.title(), row.text("title")),
        ("Write well".to_owned(), "Write well".to_owned())
    );
    row.set("Notes", ValueKind::RichText(vec!["model".into()]))
        .await
        .unwrap();
    assert_eq!(row.text("Notes"), "model");

    // What the page has twenty-five of at most is whole without asking.
    assert_eq!(cost!(session, row.whole_property("People")).1, 0);
}

fn jiff_date() -> Date {
    "2026-11-22".parse().unwrap()
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_refused_before_anything_is_sent() {
    let session = Session::local();
    let home = home(&session).await;
    session.create_db::<Task>(&home).await.unwrap();
    let tasks = session.search_db("Tasks").await.unwrap().item().unwrap();
    let mut row = session.create_page(&tasks, "Write").await.unwrap();
    let before = session.client().requests_sent();
    for (error, said) in [
        (row.set("Estimate", "x").await, "it is a number property"),
        (row.set("Nope", 1).await, "has no such property, but has"),
        (row.set("Hours", 1).await, "whose value Notion computes"),
        (
            session
                .create_page(&tasks, "x")
                .set("Nope", 1)
                .await
                .map(drop),
            "has no such property",
        ),
        (
            session
                .create_page(&tasks, "x")
                .set("Done", 1)
                .await
                .map(drop),
            "it is a checkbox property",
        ),
        (
            session
                .create_page(&home, "x")
                .set("Done", true)
                .await
                .map(drop),
            "has a title and no other",
        ),
        (
            row.set_title("x".repeat(200_001)).await,
            "200001 characters",
        ),
    ] {
        let error = error.unwrap_err();
        assert!(
            matches!(error, Error::Refused(_)) && error.to_string().contains(said),
            "{error}"
        );
    }
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn ancestors_come_from_the_store_or_with_a_request_each() {
    let session = Session::local();
    let root = home(&session).await;
    let area = session.create_page(&root, "Area").await.unwrap();
    let tasks = session.create_untyped_db(&area, "Tasks").await.unwrap();
    let row = session.create_page(&tasks, "Write").await.unwrap();
    let notes = session.create_page(&row, "Notes").await.unwrap();

    let names = |above: &[Ancestor]| -> Vec<String> {
        let name = |ancestor: &Ancestor| match ancestor {
            Ancestor::Page(page) => page.title(),
            Ancestor::Database(database) => database.title(),
            other => format!("{other:?}"),
        };
        above.iter().map(name).collect()
    };
    let expected = ["Home", "Area", "Tasks", "Write"];
    // The data source is not in the store: creating the database brought the container only.
    let (above, sent) = cost!(session, notes.ancestors());
    assert_eq!(
        (names(&above), sent),
        (expected.map(str::to_owned).into(), 1)
    );
    assert_eq!(cost!(session, notes.ancestors()).1, 0);
    session.cache().clear();
    assert_eq!(cost!(session, notes.ancestors()).1, 4);

    assert_eq!(
        cost!(session, row.get_parent()).0,
        Some(Ancestor::Database(tasks.clone()))
    );
    assert_eq!(root.get_parent().await.unwrap(), None);
    assert_eq!(names(&tasks.ancestors().await.unwrap()), ["Home", "Area"]);
}

#[tokio::test]
async fn ancestors_end_where_nothing_is_shared() {
    let session = Session::local();
    let home = home(&session).await;
    let area = session.create_page(&home, "Area").await.unwrap();
    session.create_page(&area, "Notes").await.unwrap();
    let server = session.local_server().unwrap();
    let token = server.add_integration("Reader", [area.id()]);
    let reader = Session::builder()
        .local_server(server.clone())
        .token(token)
        .build()
        .unwrap();
    let notes = reader.search_page("Notes").await.unwrap().item().unwrap();
    let above = notes.ancestors().await.unwrap();
    let titles: Vec<_> = above
        .iter()
        .filter_map(Ancestor::as_page)
        .map(Page::title)
        .collect();
    assert_eq!(titles, ["Area"]);
    let area = reader.get_page(area.id()).await.unwrap();
    assert!(area.get_parent().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn what_is_in_a_page_comes_from_the_store_as_far_as_it_is_there() {
    let session = Session::local();
    let home = home(&session).await;
    let mut pages = Vec::new();
    for n in 0..3 {
        pages.push(
            session
                .create_page(&home, format!("Page {n}"))
                .await
                .unwrap(),
        );
    }
    let tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let done = tasks.add_data_source("Done").await.unwrap();
    let (found, sent) = cost!(session, home.subpages());
    assert_eq!((found, sent), (pages.clone(), 1));
    // The database's list of data sources was forgotten when one was added.
    let (found, sent) = cost!(session, home.subdatabases());
    assert_eq!((found, sent), (vec![tasks, done], 2));
    session.cache().clear();
    assert_eq!(cost!(session, home.subpages()).1, 4);

    // At the start, and behind a block.
    let first = session
        .create_page(&home, "First")
        .at_start()
        .await
        .unwrap();
    let second = session
        .create_page(&home, "Second")
        .after(&first)
        .await
        .unwrap();
    let found = home.subpages().await.unwrap();
    assert_eq!(found[..3], [first, second, pages[0].clone()]);
}

#[tokio::test]
async fn pages_move_between_pages_and_databases() {
    let session = Session::local();
    let home = home(&session).await;
    let archive = session.create_page(&home, "Archive").await.unwrap();
    let tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    assert_eq!(cost!(session, page.move_to(&archive)).1, 1);
    assert_eq!(cost!(session, page.move_to(&tasks)).1, 1);
    assert_eq!(page.parent().unwrap().database_id(), Some(tasks.id()));
    // The store has the database, so its id is enough.
    assert_eq!(cost!(session, page.move_to(tasks.id())).1, 1);
    let mut inside = session.create_page(&page, "Inside").await.unwrap();
    let error = page.move_to(&inside).await.unwrap_err();
    assert!(error.is_validation(), "{error}");
    let mut trashed = archive;
    trashed.trash().await.unwrap();
    assert!(inside.move_to(&trashed).await.unwrap_err().is_validation());
    assert_eq!(inside.parent().unwrap().page_id(), Some(page.id()));
}

#[tokio::test]
async fn a_page_in_the_trash_takes_no_change_until_it_is_restored() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    page.trash().await.unwrap();
    let error = page.set_title("x").await.unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("archived"),
        "{error}"
    );
    assert_eq!(page.title(), "Plans");
    page.update().in_trash(false).title("Back").await.unwrap();
    assert_eq!(
        (page.title(), page.is_in_trash()),
        ("Back".to_owned(), false)
    );
}

#[tokio::test]
async fn what_a_database_has_is_changed_by_one_request_each_or_by_one_for_all() {
    let session = Session::local();
    let home = home(&session).await;
    let mut tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    assert_eq!(cost!(session, tasks.set_title("Work")).1, 1);
    assert_eq!(cost!(session, tasks.set_description("What is to do.")).1, 1);
    assert_eq!(cost!(session, tasks.set_icon("🔨")).1, 1);
    assert_eq!(
        cost!(session, tasks.set_cover("https://example.com/a.jpg")).1,
        1
    );
    assert_eq!(cost!(session, tasks.lock()).1, 1);
    assert_eq!(tasks.is_locked(), Some(true));
    assert_eq!(cost!(session, tasks.unlock()).1, 1);
    let live = session
        .get_db(tasks.data_source_id())
        .fresh()
        .await
        .unwrap();
    assert_eq!(
        (live.title(), live.description()),
        ("Work".into(), "What is to do.".into())
    );
    assert_eq!(
        (live.icon(), live.cover().is_some()),
        (Some(&Icon::emoji("🔨")), true)
    );
    // A data source does not say whether its database is locked.
    assert_eq!(live.is_locked(), None);
    let mut live = live;
    assert_eq!(cost!(session, live.reload_database()).1, 1);
    assert_eq!(live.is_locked(), Some(false));

    let update = tasks
        .update_database()
        .title("All")
        .description("")
        .inline(true)
        .locked(true);
    assert_eq!(cost!(session, update).1, 1);
    assert_eq!(
        (tasks.title(), tasks.description()),
        ("All".into(), String::new())
    );
    assert!(tasks.is_inline() && tasks.is_locked() == Some(true));
}

#[tokio::test]
async fn data_sources_come_and_go_with_a_request_each() {
    let session = Session::local();
    let home = home(&session).await;
    let mut tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let archive = session.create_untyped_db(&home, "Archive").await.unwrap();
    let (mut done, sent) = cost!(session, tasks.add_data_source("Done"));
    assert_eq!((done.id(), sent), (tasks.id(), 1));
    assert_eq!(done.data_source_title().as_deref(), Some("Done"));
    session.create_page(&done, "Read").await.unwrap();
    let error = session.create_page(tasks.id(), "x").await.unwrap_err();
    assert!(matches!(error, Error::DataSourceCount(_)), "{error}");

    assert_eq!(cost!(session, done.set_data_source_title("Over")).1, 1);
    tasks.reload_database().await.unwrap();
    // Of a database with several, each has a title of its own.
    assert_eq!(
        (tasks.title(), done.data_source_title().as_deref()),
        ("Tasks".into(), Some("Over"))
    );
    assert_eq!(cost!(session, done.move_data_source(&archive)).1, 1);
    assert_eq!(done.id(), archive.id());
    assert_eq!(tasks.data_sources().await.unwrap(), [tasks.clone()]);
    assert_eq!(cost!(session, done.trash_data_source()).1, 1);
    assert!(done.is_in_trash());
    assert!(
        session
            .create_page(&done, "x")
            .await
            .unwrap_err()
            .is_validation()
    );
    assert_eq!(cost!(session, done.restore_data_source()).1, 1);
    session.create_page(&done, "Write").await.unwrap();
}

#[tokio::test]
async fn a_page_is_created_once() {
    let session = Session::local();
    let home = home(&session).await;
    let (plans, sent) = cost!(session, session.get_or_create_page(&home, "Plans"));
    assert_eq!((plans.title(), sent), ("Plans".to_owned(), 2));
    let (again, sent) = cost!(session, session.get_or_create_page(home.id(), "Plans"));
    assert_eq!((&again, sent), (&plans, 1));
    session.create_page(&home, "Plans").await.unwrap();
    let error = session
        .get_or_create_page(&home, "Plans")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::CountMismatch(_)), "{error}");

    let tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let (row, sent) = cost!(session, session.get_or_create_page(tasks.id(), "Write"));
    assert_eq!((row.title(), sent), ("Write".to_owned(), 2));
    assert_eq!(
        cost!(session, session.get_or_create_page(&tasks, "Write")),
        (row, 1)
    );
    assert_ne!(
        session
            .get_or_create_page(&tasks, "write")
            .await
            .unwrap()
            .title(),
        "Write"
    );
}

#[tokio::test]
async fn a_database_is_created_with_all_that_it_has_by_one_request() {
    use notion_session::model::{Empty, SchemaKind};

    let session = Session::local();
    let home = home(&session).await;
    let kind = || SchemaKind::Checkbox(Empty::default());
    let new = session
        .create_untyped_db(&home, "Tasks")
        .description("What is to do.")
        .icon("🔨")
        .inline()
        .title_property("Task")
        .property("Done", kind());
    let (tasks, sent) = cost!(session, new);
    assert_eq!(
        (tasks.title(), tasks.description(), sent),
        ("Tasks".into(), "What is to do.".into(), 1)
    );
    assert!(tasks.is_inline() && tasks.icon() == Some(&Icon::emoji("🔨")));
    let mut names: Vec<_> = tasks.properties().await.unwrap().into_keys().collect();
    names.sort();
    assert_eq!(names, ["Done", "Task"]);
    let row = session
        .create_page(&tasks, "Write")
        .set("Done", true)
        .await
        .unwrap();
    assert_eq!(row.text("Task"), "Write");

    let before = session.client().requests_sent();
    let twice = session
        .create_untyped_db(&home, "x")
        .property("Name", kind())
        .await
        .unwrap_err();
    assert!(matches!(twice, Error::Refused(_)), "{twice}");
    assert!(matches!(
        session.create_untyped_db(&tasks, "x").await,
        Err(Error::WrongKind(_))
    ));
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn every_handle_fails_after_closing_and_sends_nothing() {
    let session = Session::local();
    let mut page = home(&session).await;
    let mut other = session.create_page(&page, "Plans").await.unwrap();
    let mut tasks = session.create_untyped_db(&page, "Tasks").await.unwrap();
    let mut comment = page.comment("x").await.unwrap();
    let gone = page.comment("y").await.unwrap();
    let view = tasks.views().await.unwrap().remove(0);
    let file = FileSource::bytes("a.txt", "x");
    let mut upload = session.upload(file).await.unwrap();
    let block = page.attach(&upload).await.unwrap();
    let link = block.file().unwrap();
    session.close();
    let before = session.client().requests_sent();
    macro_rules! closed {
        ($($call:expr),* $(,)?) => {$(
            assert!(matches!($call.await, Err(Error::SessionClosed)), stringify!($call));
        )*};
    }
    let nowhere = "00000000-0000-4000-8000-000000000000";
    closed!(
        page.set_title("x"),
        page.children(),
        page.subpages(),
        page.subdatabases(),
        other.get_parent(),
        other.ancestors(),
        other.move_to(&page),
        page.whole_property("title"),
        page.comment("x"),
        page.comments(),
        page.attach(&upload),
        comment.reply("x"),
        comment.set_text("x"),
        gone.delete(),
        tasks.set_title("x"),
        tasks.data_sources(),
        tasks.add_data_source("x"),
        tasks.trash_data_source(),
        tasks.views(),
        tasks.templates(),
        view.page_ids(),
        view.delete(),
        upload.reload(),
        link.bytes(),
        session.upload(FileSource::bytes("a.txt", "x")),
        session.import_url("https://example.com/a.pdf"),
        session.list_uploads(None),
        session.get_or_create_page(page.id(), "x"),
        session.create_untyped_db(page.id(), "x"),
        session.custom_emojis(),
        session.get_comment(nowhere),
        session.get_user_or_unknown(nowhere),
        session.get_task(&"task_1".into()),
    );
    assert_eq!(session.client().requests_sent(), before);
}
