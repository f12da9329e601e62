//! Schemas of this crate that relate to one of another.

use notion_session::prelude::*;
use notion_tests::people::Person;

#[derive(NotionSchema, Debug, Default)]
struct Team {
    name: Title,
    members: Relation<Person>,
    #[notion(rollup = sum(members.hours))]
    hours: Rollup<f64>,
    #[notion(rollup = show_original(members.boss))]
    bosses: Rollup<Vec<Relation<Person>>>,
    #[notion(formula = "{hours} / 40")]
    full_time: Formula<f64>,
    #[notion(two_way = team)]
    projects: Relation<Project>,
}

#[derive(NotionSchema, Debug, Default)]
struct Project {
    name: Title,
    lead: Relation<Person>,
    #[notion(rollup = checked(lead.active))]
    led: Rollup<f64>,
    #[notion(two_way = projects)]
    team: Relation<Team>,
}

#[tokio::test]
async fn they_come_to_be_and_hold_together() {
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let plan = session.plan_creation::<(Team, Project, Person)>().unwrap();
    // A creation each, and the people's relation to themselves.
    assert_eq!(plan.requests(), 4, "{plan}");
    let (teams, _, people) = session
        .create_dbs::<(Team, Project, Person)>(&home)
        .await
        .unwrap();
    let ada = people.insert_with(|p| (p.name.set("Ada"), p.hours.set(30.0)));
    let ada = ada.await.unwrap();
    let team = Team {
        members: [ada.id()].into(),
        ..Team::default()
    };
    let team = teams.insert(team).await.unwrap();
    let team = teams.get(team.id()).await.unwrap();
    assert_eq!(
        (team.hours.get(), team.full_time.get()),
        (Some(&30.0), Some(&0.75))
    );
    let of_ada = teams.query().filter_with(|t| t.members.contains(ada.id()));
    assert_eq!(of_ada.count().await.unwrap(), 1);
}
