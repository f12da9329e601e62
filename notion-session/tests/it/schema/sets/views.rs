//! Views as code: planned, created, changed, and left alone where people made them.

use notion_session::Error;
use notion_session::model::{ChartType, ViewType};
use notion_session::plan::{Allow, Risk};
use notion_session::prelude::*;
use notion_session::schema::SchemaGraph;
use notion_session::view::ViewDefinition;

use crate::support::{cost, local};

mod v1 {
    use super::*;

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By done", group_by = done, sort = (due.desc(), name)))]
    #[notion(view(calendar, name = "Due", date = due, filter = |t| t.done.eq(false)))]
    pub(super) struct Task {
        #[notion(title)]
        pub name: String,
        pub done: bool,
        pub due: Option<Date>,
    }
}

mod v2 {
    use super::*;

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    #[notion(view(board, name = "By done", group_by = ready, sort = deadline.desc()))]
    #[notion(view(calendar, name = "Due", date = deadline, filter = |t| t.ready.eq(false)))]
    #[notion(view(list, name = "Late", filter = |t| t.ready.eq(false) & t.deadline.past_week()))]
    pub(super) struct Task {
        #[notion(title)]
        pub name: String,
        #[notion(renamed_from = "Done")]
        pub ready: bool,
        #[notion(renamed_from = "Due")]
        pub deadline: Option<Date>,
    }
}

#[tokio::test]
async fn views_are_planned_created_and_changed() {
    let (session, home) = local().await;
    let plan = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "\
Tasks (new): 5 to add
  + Name            title
  + Done            checkbox
  + Due             date
  + view \"By done\"  board by `Done`, sorted by `Due` descending and `Name`
  + view \"Due\"      calendar by `Due`, filtered

3 requests:
  1. create \"Tasks\" with `Name`, `Done`, `Due`
  2. create the view \"By done\" of \"Tasks\"
  3. create the view \"Due\" of \"Tasks\""
    );
    let (applied, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let (tasks,) = applied.unwrap().databases;
    assert_eq!(
        sent,
        1 + 3 + 1,
        "the page, what is printed, the properties' IDs"
    );
    for (name, done) in [("Write", false), ("Read", true)] {
        let due = Some("2026-12-24".parse().unwrap());
        let task = v1::Task {
            name: name.into(),
            done,
            due,
        };
        tasks.insert(task).await.unwrap();
    }
    let views = tasks.views().await.unwrap();
    let due = views.iter().find(|view| view.name() == "Due").unwrap();
    assert_eq!(due.page_ids().await.unwrap().len(), 1);
    let again = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    assert!(again.is_empty(), "{again}");

    // New names of properties are no change of a view; another order, and a view more, are.
    let plan = session.plan_all::<(v2::Task,)>(&home).await.unwrap();
    let text = plan.to_string();
    for line in [
        "  > Ready           rename from \"Done\"",
        "  ~ view \"By done\"  board by `Ready`, sorted by `Deadline` descending: other order",
        "  + view \"Late\"     list, filtered",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("view \"Due\""), "{text}");
    plan.apply(&session, Allow::additive()).await.unwrap();
    let again = session.plan_all::<(v2::Task,)>(&home).await.unwrap();
    assert!(again.is_empty(), "{again}");
}

#[tokio::test]
async fn views_that_people_made_are_left_alone() {
    let (session, home) = local().await;
    let plan = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    let (tasks,) = plan
        .apply(&session, Allow::additive())
        .await
        .unwrap()
        .databases;
    tasks.create_view("Mine", ViewType::Gallery).await.unwrap();
    let plan = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    assert!(
        plan.is_empty() && !plan.to_string().contains("Mine"),
        "{plan}"
    );
    let all = Allow::additive().convert().drop_unknown().remove_options();
    plan.apply(&session, all).await.unwrap();
    let names: Vec<_> = tasks.views().await.unwrap();
    assert!(names.iter().any(|view| view.name() == "Mine"));
}

#[tokio::test]
async fn a_view_of_another_type_is_for_a_person_to_change() {
    let (session, home) = local().await;
    let tasks = session.create_db::<v1::Task>(&home).await.unwrap();
    tasks.create_view("Due", ViewType::Table).await.unwrap();
    let plan = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    let refused: Vec<_> = plan.refused(Allow::additive()).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].1.risk, Risk::Impossible);
    assert_eq!(refused[0].1.what, "view: table -> calendar");
    let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
    assert!(matches!(error, Error::PlanRefused(_)), "{error}");
}

#[derive(NotionSchema)]
#[notion(title = "Everything", views = every_type)]
struct Everything {
    #[notion(title)]
    name: String,
    done: bool,
    tags: Vec<Tag>,
    number: Option<f64>,
    start: Option<Date>,
    end: Option<Date>,
    at: Option<Place>,
    who: People,
    created: CreatedTime,
    #[notion(formula = "{number} * 2")]
    double: Formula<f64>,
}

#[derive(NotionOptions)]
enum Tag {
    One,
    Two,
}

fn every_type() -> Vec<ViewDefinition<Everything>> {
    let c = Everything::COL;
    vec![
        ViewDefinition::table("Table")
            .group_by(c.tags)
            .show(c.name)
            .hide(c.number),
        ViewDefinition::board("Board", c.done).sub_group_by(c.who),
        ViewDefinition::list("List").sort(c.number.asc()),
        ViewDefinition::gallery("Gallery").filter(c.tags.contains(Tag::One) | c.number.gt(3)),
        ViewDefinition::calendar("Calendar", c.created).set("view_range", "week"),
        ViewDefinition::timeline("Timeline", c.start).until(c.end),
        ViewDefinition::map("Map", c.at),
        ViewDefinition::form("Form"),
        ViewDefinition::chart("Bars", ChartType::Bar, c.double),
        ViewDefinition::count("Count"),
        ViewDefinition::dashboard("Dashboard"),
    ]
}

#[tokio::test]
async fn every_type_of_view_is_created_and_found_again() {
    let (session, home) = local().await;
    let plan = session.plan_all::<(Everything,)>(&home).await.unwrap();
    assert_eq!(plan.requests(Allow::additive()), 1 + every_type().len());
    let (all,) = plan
        .apply(&session, Allow::additive())
        .await
        .unwrap()
        .databases;
    let mut kinds: Vec<_> = all
        .views()
        .await
        .unwrap()
        .iter()
        .filter(|view| view.name() != "Default view")
        .map(|view| view.kind().unwrap().as_str().to_owned())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), ViewType::ALL.len());
    let again = session.plan_all::<(Everything,)>(&home).await.unwrap();
    assert!(again.is_empty(), "{again}");
}

#[tokio::test]
async fn a_view_on_a_property_that_is_removed_is_refused() {
    let (session, home) = local().await;
    let mut graph = SchemaGraph::of(&[v1::Task::schema()]);
    graph.schemas[0]
        .properties
        .retain(|property| property.name != "Due");
    let error = session.plan_set(graph, &home).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("view \"By done\""), "{text}");
    assert!(
        text.contains("needs the property `Due`, which `Task` does not have"),
        "{text}"
    );
}

#[tokio::test]
async fn a_plan_with_views_goes_through_json() {
    let (session, home) = local().await;
    let plan = session.plan_all::<(v1::Task,)>(&home).await.unwrap();
    let read = notion_session::plan::SetPlan::from_json(&plan.to_json().unwrap()).unwrap();
    assert_eq!(read.as_untyped(), plan.as_untyped());
    read.apply(&session, Allow::additive()).await.unwrap();
    assert!(
        session
            .plan_all::<(v1::Task,)>(&home)
            .await
            .unwrap()
            .is_empty()
    );
}
