//! Each of Notion's 24 rollup functions, with the type that holds what it gives.

use notion_session::prelude::*;
use notion_session::schema::Config;

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Status {
    Open,
    Done,
}

#[derive(NotionSchema, Default)]
struct Task {
    #[notion(title)]
    name: String,
    estimate: Option<f64>,
    done: bool,
    due: Option<DateRange>,
    status: Option<Status>,
    created: CreatedTime,
    #[notion(formula = "{estimate} * 2")]
    double: Formula<f64>,
    #[notion(formula = "not {done}")]
    open: Formula<bool>,
}

#[derive(NotionSchema, Default)]
struct Project {
    name: Title,
    tasks: Relation<Task>,
    #[notion(rollup = count(tasks.name))]
    count: Rollup<u32>,
    #[notion(rollup = count_values(tasks.status))]
    count_values: Rollup<f64>,
    #[notion(rollup = empty(tasks.due))]
    empty: Rollup<f64>,
    #[notion(rollup = not_empty(tasks.due))]
    not_empty: Rollup<f64>,
    #[notion(rollup = unique(tasks.status))]
    unique: Rollup<f64>,
    #[notion(rollup = show_unique(tasks.status))]
    show_unique: Rollup<Vec<Status>>,
    #[notion(rollup = percent_empty(tasks.due))]
    percent_empty: Rollup<f64>,
    #[notion(rollup = percent_not_empty(tasks.due))]
    percent_not_empty: Rollup<f64>,
    #[notion(rollup = sum(tasks.estimate))]
    sum: Rollup<f64>,
    #[notion(rollup = average(tasks.double))]
    average: Rollup<f64>,
    #[notion(rollup = median(tasks.estimate))]
    median: Rollup<f64>,
    #[notion(rollup = min(tasks.estimate))]
    min: Rollup<f64>,
    #[notion(rollup = max(tasks.estimate))]
    max: Rollup<f64>,
    #[notion(rollup = range(tasks.estimate))]
    range: Rollup<f64>,
    #[notion(rollup = earliest_date(tasks.due))]
    earliest_date: Rollup<Date>,
    #[notion(rollup = latest_date(tasks.created))]
    latest_date: Rollup<DateTime>,
    #[notion(rollup = date_range(tasks.due))]
    date_range: Rollup<DateRange>,
    #[notion(rollup = checked(tasks.done))]
    checked: Rollup<f64>,
    #[notion(rollup = unchecked(tasks.open))]
    unchecked: Rollup<f64>,
    #[notion(rollup = percent_checked(tasks.done))]
    percent_checked: Rollup<f64>,
    #[notion(rollup = percent_unchecked(tasks.done))]
    percent_unchecked: Rollup<f64>,
    #[notion(rollup = count_per_group(tasks.status))]
    count_per_group: Rollup<Vec<Status>>,
    #[notion(rollup = percent_per_group(tasks.status))]
    percent_per_group: Rollup<f64>,
    #[notion(rollup = show_original(tasks.name))]
    show_original: Rollup<Vec<Title>>,
}

/// Whatever kind a property has, a type holds what a rollup shows of it.
mod shown {
    use notion_session::prelude::*;
    use notion_session::schema::{Email, PhoneNumber, Status as StatusOf, Url};

    use super::Status;

    #[derive(NotionSchema, Default)]
    pub(super) struct Item {
        pub(super) title: Title,
        pub(super) text: String,
        pub(super) number: Option<f64>,
        pub(super) done: bool,
        #[notion(url)]
        pub(super) link: Option<String>,
        #[notion(email)]
        pub(super) mail: Option<String>,
        #[notion(phone_number)]
        pub(super) phone: Option<String>,
        pub(super) choice: Option<Status>,
        pub(super) choices: Vec<Status>,
        #[notion(status)]
        pub(super) status: Option<Status>,
        pub(super) date: Option<DateRange>,
        pub(super) people: People,
        pub(super) files: Files,
        pub(super) parent: Relation<Item>,
        #[notion(formula = "{number} * 2")]
        pub(super) double: Formula<f64>,
        pub(super) created: CreatedTime,
        pub(super) creator: CreatedBy,
        pub(super) edited: LastEditedTime,
        pub(super) editor: LastEditedBy,
        #[notion(prefix = "I")]
        pub(super) number_in_list: UniqueId,
    }

    #[derive(NotionSchema, Default)]
    pub(super) struct All {
        pub(super) name: Title,
        pub(super) items: Relation<Item>,
        #[notion(rollup = show_original(items.title))]
        pub(super) titles: Rollup<Vec<Title>>,
        #[notion(rollup = show_original(items.text))]
        pub(super) texts: Rollup<Vec<String>>,
        #[notion(rollup = show_original(items.number))]
        pub(super) numbers: Rollup<Vec<Option<f64>>>,
        #[notion(rollup = show_original(items.done))]
        pub(super) dones: Rollup<Vec<bool>>,
        #[notion(rollup = show_original(items.link))]
        pub(super) links: Rollup<Vec<Option<Url>>>,
        #[notion(rollup = show_original(items.mail))]
        pub(super) mails: Rollup<Vec<Option<Email>>>,
        #[notion(rollup = show_original(items.phone))]
        pub(super) phones: Rollup<Vec<Option<PhoneNumber>>>,
        #[notion(rollup = show_original(items.choice))]
        pub(super) chosen: Rollup<Vec<Option<Status>>>,
        #[notion(rollup = show_original(items.choices))]
        pub(super) several: Rollup<Vec<Vec<Status>>>,
        #[notion(rollup = show_original(items.status))]
        pub(super) statuses: Rollup<Vec<Option<StatusOf<Status>>>>,
        #[notion(rollup = show_original(items.date))]
        pub(super) dates: Rollup<Vec<Option<DateRange>>>,
        #[notion(rollup = show_original(items.people))]
        pub(super) people: Rollup<Vec<People>>,
        #[notion(rollup = show_original(items.files))]
        pub(super) files: Rollup<Vec<Files>>,
        #[notion(rollup = show_original(items.parent))]
        pub(super) parents: Rollup<Vec<Relation<Item>>>,
        #[notion(rollup = show_original(items.double))]
        pub(super) doubles: Rollup<Vec<Formula<f64>>>,
        #[notion(rollup = show_original(items.created))]
        pub(super) created: Rollup<Vec<CreatedTime>>,
        #[notion(rollup = show_original(items.creator))]
        pub(super) creators: Rollup<Vec<CreatedBy>>,
        #[notion(rollup = show_original(items.edited))]
        pub(super) edited: Rollup<Vec<LastEditedTime>>,
        #[notion(rollup = show_original(items.editor))]
        pub(super) editors: Rollup<Vec<LastEditedBy>>,
        #[notion(rollup = show_original(items.number_in_list))]
        pub(super) numbers_in_list: Rollup<Vec<UniqueId>>,
    }
}

#[tokio::test]
async fn what_a_rollup_shows_is_read_whatever_its_kind() {
    use shown::{All, Item};
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (items, all) = session.create_dbs::<(Item, All)>(&home).await.unwrap();
    let item = Item {
        title: "One".into(),
        text: "Text".into(),
        number: Some(2.0),
        done: true,
        link: Some("https://example.org/".into()),
        mail: Some("ada@example.org".into()),
        phone: Some("112".into()),
        choice: Some(Status::Done),
        choices: vec![Status::Open, Status::Done],
        status: Some(Status::Done),
        ..Item::default()
    };
    let full = items.insert(item).await.unwrap();
    let empty = items.insert(Item::default()).await.unwrap();
    let row = All {
        items: [full.id(), empty.id()].into(),
        ..All::default()
    };
    let row = all.insert(row).await.unwrap();
    let row = all.get(row.id()).await.unwrap();
    assert_eq!(row.titles.get().map(Vec::len), Some(2));
    assert_eq!(row.texts.get().unwrap()[0], "Text");
    assert_eq!(row.numbers.get().unwrap(), &[Some(2.0), None]);
    assert_eq!(row.dones.get().unwrap(), &[true, false]);
    let url = row.links.get().unwrap();
    assert_eq!(
        (url[0].as_deref(), url[1].as_deref()),
        (Some("https://example.org/"), None)
    );
    assert_eq!(
        row.mails.get().unwrap()[0].as_deref(),
        Some("ada@example.org")
    );
    assert_eq!(row.phones.get().unwrap()[0].as_deref(), Some("112"));
    assert_eq!(row.chosen.get().unwrap(), &[Some(Status::Done), None]);
    assert_eq!(row.several.get().unwrap()[0], [Status::Open, Status::Done]);
    let status = row.statuses.get().unwrap();
    assert_eq!(status[0].as_deref(), Some(&Status::Done));
    assert_eq!(row.dates.get().unwrap(), &[None, None]);
    assert_eq!(row.people.get().map(Vec::len), Some(2));
    assert_eq!(row.files.get().map(Vec::len), Some(2));
    assert_eq!(row.parents.get().map(Vec::len), Some(2));
    assert_eq!(row.doubles.get().unwrap()[0].get(), Some(&4.0));
    assert_eq!(row.created.get().map(Vec::len), Some(2));
    assert_eq!(row.creators.get().map(Vec::len), Some(2));
    assert_eq!(row.edited.get().map(Vec::len), Some(2));
    assert_eq!(row.editors.get().map(Vec::len), Some(2));
    assert_eq!(row.numbers_in_list.get().map(Vec::len), Some(2));
}

#[test]
fn each_function_is_in_the_schema() {
    let mut functions = 0;
    for property in Project::schema().properties {
        if let Config::Rollup(Some(rollup)) = property.config {
            assert_eq!(
                (rollup.function, rollup.relation),
                (property.field, "Tasks")
            );
            functions += 1;
        }
    }
    assert_eq!(functions, 24);
    let p = Project::COL;
    assert_eq!(
        p.sum.gt(3).to_json().unwrap(),
        serde_json::json!({"property": "Sum", "rollup": {"number": {"greater_than": 3}}})
    );
    assert_eq!(
        p.latest_date.past_week().to_json().unwrap(),
        serde_json::json!({"property": "Latest Date", "rollup": {"date": {"past_week": {}}}})
    );
}
