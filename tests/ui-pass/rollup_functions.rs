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
    max: Rollup<i64>,
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
