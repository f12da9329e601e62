//! Writes whose answers are lost: the object store does not go on with what was there before.

use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::content::{paragraph, todo, toggle};
use notion_session::model::{BlockId, PageId, Parent};
use notion_session::plan::Allow;
use notion_session::prelude::*;
use notion_session::session::{ParentRef, Untyped};
use notion_session::{Block, Database, Page, Row, Session};
use serde_json::Value;
use tokio::time::timeout;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::open;

#[derive(NotionSchema, Clone, Debug, Default)]
struct Task {
    task: Title,
    done: bool,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

/// The database of `Task`, with one more property.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Task", description = "What is to be done.")]
struct LongerTask {
    task: Title,
    done: bool,
    estimate: Option<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Plain {
    name: Title,
}

/// A workspace with something of every kind in it, all of it in the session's object store.
struct World {
    server: Server,
    session: Session,
    home: Page,
    page: Page,
    subpage: Page,
    /// In `page`, with a block in it.
    toggle: Block,
    inner: Block,
    /// The last block of `page`, and the only child of the toggle's neighbour.
    lonely: Block,
    tasks: Database<Task>,
    projects: Database<Project>,
    notes: Database<Untyped>,
    row: Row<Task>,
}

impl World {
    async fn new() -> Self {
        let server = Server::new();
        let (session, home) = open(&server).await;
        let page = session.create_page(&home, "Page").await.unwrap();
        let subpage = session.create_page(&page, "Subpage").await.unwrap();
        let blocks = page.append([toggle("t"), toggle("u")]).await.unwrap();
        let [toggle, neighbour] = blocks.try_into().unwrap();
        let inner = toggle.append([paragraph("inner")]).await.unwrap().remove(0);
        let lonely = neighbour.append([todo("lonely")]).await.unwrap().remove(0);
        let (tasks, projects) = session.create_dbs::<(Task, Project)>(&home).await.unwrap();
        let notes = session.create_untyped_db(&home, "Notes").await.unwrap();
        let row = tasks.insert(Task::default()).await.unwrap();
        let world = Self {
            server,
            session,
            home,
            page,
            subpage,
            toggle,
            inner,
            lonely,
            tasks,
            projects,
            notes,
            row,
        };
        world.compare(true).await.unwrap();
        world
    }

    fn pages(&self) -> Vec<PageId> {
        let row = self.row.id().cast();
        vec![self.home.id(), self.page.id(), self.subpage.id(), row]
    }

    fn blocks(&self) -> Vec<BlockId> {
        let mut blocks = vec![self.toggle.id(), self.inner.id(), self.lonely.id()];
        blocks.extend(self.lonely.parent().and_then(Parent::block_id));
        // A page and a database are blocks too.
        blocks.extend(self.pages().iter().map(|page| BlockId::from(page.uuid())));
        blocks.push(self.tasks.id().uuid().into());
        blocks.push(self.notes.id().uuid().into());
        blocks
    }

    /// The first object that the session gives otherwise than Notion has it; `fill` fetches all of them before.
    async fn compare(&self, fill: bool) -> Result<(), String> {
        let session = &self.session;
        let differs = |what: String, stored: Value, fresh: Value| {
            let (stored, fresh) = (without_times(stored), without_times(fresh));
            let text = format!("{what}: the session gives {stored}, Notion has {fresh}");
            (stored != fresh).then_some(text).map_or(Ok(()), Err)
        };
        // Everything is given first: what is fetched fresh is stored.
        let mut given = Vec::new();
        for id in self.pages() {
            let page = if fill {
                session.get_page(id).fresh().await
            } else {
                session.get_page(id).await
            };
            given.push(json(page.unwrap().data()));
        }
        for id in self.blocks() {
            let block = if fill {
                session.get_block(id).fresh().await
            } else {
                session.get_block(id).await
            };
            given.push(json(block.unwrap().data()));
        }
        for id in [self.tasks.id(), self.projects.id(), self.notes.id()] {
            let database = if fill {
                session.get_db(id).fresh().await
            } else {
                session.get_db(id).await
            };
            given.push(container(database));
        }
        let sources = [
            self.tasks.data_source_id().cast::<()>(),
            self.projects.data_source_id().cast(),
            self.notes.data_source_id().cast(),
        ];
        for id in sources {
            let database = if fill {
                session.get_db(id).fresh().await
            } else {
                session.get_db(id).await
            };
            given.push(json(&*database.unwrap().data_source().await.unwrap()));
        }
        let mut given = given.into_iter();
        for id in self.pages() {
            let fresh = session.get_page(id).fresh().await.unwrap();
            differs(
                format!("page {id}"),
                given.next().unwrap(),
                json(fresh.data()),
            )?;
        }
        for id in self.blocks() {
            let fresh = session.get_block(id).fresh().await.unwrap();
            differs(
                format!("block {id}"),
                given.next().unwrap(),
                json(fresh.data()),
            )?;
        }
        for id in [self.tasks.id(), self.projects.id(), self.notes.id()] {
            let fresh = session.get_db(id).fresh().await;
            differs(
                format!("database {id}"),
                given.next().unwrap(),
                container(fresh),
            )?;
        }
        for id in sources {
            let fresh = session.get_db(id).fresh().await.unwrap();
            let fresh = json(&*fresh.data_source().await.unwrap());
            differs(format!("data source {id}"), given.next().unwrap(), fresh)?;
        }
        Ok(())
    }
}

fn json(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).unwrap()
}

/// The database, or why it is not one table, as where it got a second data source.
fn container(database: notion_session::Result<Database>) -> Value {
    match database {
        Ok(database) => json(database.data().unwrap()),
        Err(error) => serde_json::json!({ "error": error.to_string() }),
    }
}

/// Notion moves these on every page above a change; no client can know which.
fn without_times(mut object: Value) -> Value {
    for key in ["last_edited_time", "last_edited_by"] {
        object.as_object_mut().unwrap().remove(key);
    }
    object
}

/// How a write ends without an answer.
#[derive(Debug, Clone, Copy)]
enum End {
    Cut,
    Gateway,
    HalfAnAnswer,
    /// The caller stops waiting.
    Dropped,
    /// It succeeds.
    Done,
}

const ENDS: [End; 5] = [
    End::Cut,
    End::Gateway,
    End::HalfAnAnswer,
    End::Dropped,
    End::Done,
];

impl End {
    fn order(self, server: &Server) {
        let fault = match self {
            Self::Cut => Fault::CutAfter,
            Self::Gateway => Fault::Lost,
            Self::HalfAnAnswer => Fault::Truncated,
            Self::Dropped => Fault::Delay(Duration::from_secs(3600)),
            Self::Done => return,
        };
        for method in ["POST", "PATCH", "DELETE"] {
            server.fail_when(FaultRule::new(fault.clone()).on(method, "/v1/"));
        }
    }
}

/// Runs each write with each end, in a world of its own, and compares the store with Notion afterwards.
macro_rules! writes {
    ($($name:literal: |$world:ident| $write:expr;)*) => {
        #[tokio::test(start_paused = true)]
        async fn what_a_write_may_have_changed_is_not_given_from_the_store() {
            let mut wrong = Vec::new();
            $(for end in ENDS {
                #[allow(unused_mut)]
                let mut $world = World::new().await;
                end.order(&$world.server);
                let ended = timeout(Duration::from_secs(10), async { $write.await.map(drop) }).await;
                $world.server.clear_faults();
                match (end, ended) {
                    (End::Done, Ok(Ok(()))) | (End::Dropped, Err(_)) => {}
                    (End::Cut | End::Gateway | End::HalfAnAnswer, Ok(Err(_))) => {}
                    (_, ended) => wrong.push(format!("{} {end:?}: {ended:?}", $name)),
                }
                if let Err(difference) = $world.compare(false).await {
                    wrong.push(format!("{}, {end:?}: {difference}", $name));
                }
            })*
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    };
}

writes! {
    "page.set_title": |w| w.page.set_title("New");
    "page.update": |w| w.page.update().icon("🐍").locked(true);
    "page.trash": |w| w.page.trash();
    "subpage.trash": |w| w.subpage.trash();
    "subpage.move_to": |w| w.subpage.move_to(&w.home);
    "page.append_markdown": |w| w.page.append_markdown("new");
    "page.replace_markdown": |w| w.page.replace_markdown("new").with_subpages();
    "page.append": |w| w.subpage.append([paragraph("new")]);
    "block.append": |w| w.inner.append([paragraph("new")]);
    "block.update": |w| w.inner.update().content(paragraph("new"));
    "block.trash": |w| w.lonely.trash();
    "block.replace": |w| w.lonely.replace([paragraph("new")]);
    "create_page": |w| w.session.create_page(&w.subpage, "New");
    "create_page with content": |w| w.session.create_page(&w.subpage, "New").content([paragraph("new")]);
    "create_untyped_db": |w| w.session.create_untyped_db(&w.subpage, "New");
    "create_db": |w| w.session.create_db::<Plain>(&w.subpage);
    "database.set_title": |w| w.notes.set_title("New");
    "database.update": |w| w.notes.update_database().icon("🐍").inline(true);
    "database.move_to": |w| w.notes.move_to(&w.subpage);
    "database.trash": |w| w.notes.trash_database();
    "add_data_source": |w| w.notes.add_data_source("New");
    "set_data_source_title": |w| w.notes.set_data_source_title("New");
    "move_data_source": |w| w.notes.move_data_source(&w.tasks);
    "save": |w| { w.row.done = true; w.session.save(&mut w.row) };
    "save_checked": |w| { w.row.done = true; w.session.save_checked(&mut w.row) };
    "update": |w| w.session.update(&w.row, |t| t.done.set(true));
    "trash": |w| w.session.trash(&mut w.row);
    "rows.insert": |w| w.tasks.insert(Task::default());
    "plan.apply": |w| async {
        let plan = w.session.plan::<LongerTask>(&w.tasks).await?;
        plan.apply(&w.session, Allow::additive()).await
    };
    "plan.apply with removal": |w| async {
        let plan = w.session.plan::<LongerTask>(&w.tasks).await?;
        plan.apply(&w.session, Allow::additive().drop_unknown()).await
    };
}

#[tokio::test]
async fn what_is_restored_is_not_given_from_the_store_as_it_was_in_the_trash() {
    for end in [End::Cut, End::Gateway, End::HalfAnAnswer, End::Done] {
        let mut w = World::new().await;
        let done = |result: notion_session::Result<()>| {
            assert_eq!(result.is_ok(), matches!(end, End::Done));
        };
        w.page.trash().await.unwrap();
        end.order(&w.server);
        done(w.page.restore().await);
        w.server.clear_faults();
        w.lonely.trash().await.unwrap();
        end.order(&w.server);
        done(w.lonely.restore().await);
        w.server.clear_faults();
        w.notes.trash_database().await.unwrap();
        end.order(&w.server);
        done(w.notes.restore_database().await);
        w.server.clear_faults();
        w.session.trash(&mut w.row).await.unwrap();
        end.order(&w.server);
        done(w.session.restore(&mut w.row).await);
        w.server.clear_faults();
        w.compare(false).await.unwrap();
    }
}

/// The answer to a creation can be a page that is elsewhere. Content would be appended to that page.
#[tokio::test]
async fn a_page_in_another_parent_leaves_the_outcome_of_a_creation_unknown() {
    let world = World::new().await;
    let get = async |id: PageId| {
        let request = notion_session::http::Request::get(format!("/v1/pages/{id}"));
        let answer = world.session.client().send(&request).await.unwrap();
        String::from_utf8(answer.body().to_vec()).unwrap()
    };
    let source = world.notes.data_source_id();
    let note = world.session.create_page(&world.notes, "Note").await;
    let (note, row) = (note.unwrap().id(), world.row.id().cast());
    let (page, subpage) = (world.page.id(), world.subpage.id());
    for (parent, answer, is_created) in [
        (ParentRef::Page(page), subpage, true),
        (ParentRef::Page(page), page, false),
        (ParentRef::Page(page), world.home.id(), false),
        (ParentRef::Page(page), row, false),
        (ParentRef::DataSource(source.cast()), note, true),
        (ParentRef::DataSource(source.cast()), row, false),
        (ParentRef::DataSource(source.cast()), subpage, false),
    ] {
        let notion = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(200).set_body_string(get(answer).await))
            .expect(1)
            .mount(&notion)
            .await;
        let session = Session::builder().base_url(notion.uri()).token("secret");
        let session = session.build().unwrap();
        // As many blocks as need a second request, which must not be sent.
        let content: Vec<_> = (0..150).map(|n| paragraph(n.to_string())).collect();
        let content = if is_created { Vec::new() } else { content };
        match session.create_page(parent, "New").content(content).await {
            Ok(created) => assert!(is_created && created.id() == answer, "{parent:?} {answer}"),
            Err(error) => assert!(!is_created && error.is_outcome_unknown(), "{error:?}"),
        }
    }
}
