//! Rollups that give whole numbers, in fields of whole numbers; and rollups into types of one's own,
//! which may hold what they like. What loses fractions is in `../ui/rollups`.

use notion_session::prelude::*;
use notion_session::schema::{Property, RollupResult, kind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of money in cents, kept in Notion as a number with a fraction.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cents(i64);

impl Property for Cents {
    type Kind = kind::Number;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        let amount = f64::deserialize(content)?;
        Ok(Cents((amount * 100.0).round() as i64))
    }

    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        (self.0 as f64 / 100.0).serialize(content)
    }
}

impl RollupResult for Cents {
    type Kind = kind::Number;
    const RESULT: &'static str = "number";

    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error> {
        Property::decode(result)
    }

    fn result_text(&self) -> String {
        Property::to_text(self)
    }
}

/// A number of steps, which is whole, whatever the compiler can see of it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Steps(u32);

impl Property for Steps {
    type Kind = kind::Number;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        <u32 as Property>::decode(content).map(Steps)
    }

    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        self.0.serialize(content)
    }
}

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    points: Option<i32>,
    #[notion(number = number_with_commas)]
    size: u8,
    estimate: Option<f64>,
    price: Cents,
    steps: Steps,
    done: bool,
    #[notion(formula = "{points} * 2")]
    double: Formula<i64>,
}

#[derive(NotionSchema, Default)]
struct Project {
    name: Title,
    tasks: Relation<Task>,
    #[notion(rollup = count(tasks.estimate))]
    count: Rollup<i32>,
    #[notion(rollup = count_values(tasks.estimate))]
    count_values: Rollup<i64>,
    #[notion(rollup = empty(tasks.estimate))]
    empty: Rollup<u32>,
    #[notion(rollup = not_empty(tasks.estimate))]
    not_empty: Rollup<u64>,
    #[notion(rollup = unique(tasks.estimate))]
    unique: Rollup<u32>,
    #[notion(rollup = checked(tasks.done))]
    checked: Rollup<u32>,
    #[notion(rollup = unchecked(tasks.done))]
    unchecked: Rollup<u32>,
    #[notion(rollup = sum(tasks.points))]
    points: Rollup<i32>,
    #[notion(rollup = min(tasks.size))]
    smallest: Rollup<u32>,
    #[notion(rollup = max(tasks.size))]
    largest: Rollup<u64>,
    #[notion(rollup = range(tasks.double))]
    range: Rollup<i64>,
    #[notion(rollup = show_original(tasks.points))]
    shown: Rollup<Vec<Option<i64>>>,
    #[notion(rollup = average(tasks.points))]
    average: Rollup<f32>,
    #[notion(rollup = sum(tasks.estimate))]
    cents: Rollup<Cents>,
    #[notion(rollup = average(tasks.price))]
    price: Rollup<Cents>,
    #[notion(rollup = show_original(tasks.estimate))]
    in_cents: Rollup<Vec<Option<Cents>>>,
    #[notion(rollup = sum(tasks.steps))]
    steps: Rollup<u32>,
}

#[tokio::test]
async fn whole_numbers_and_types_of_ones_own_are_read() {
    let session = Session::local();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (tasks, projects) = session.create_dbs::<(Task, Project)>(&home).await.unwrap();
    let task = |points, size, estimate, done| Task {
        points: Some(points),
        size,
        estimate,
        price: Cents(250),
        steps: Steps(3),
        done,
        ..Task::default()
    };
    let one = tasks.insert(task(2, 3, Some(1.25), true)).await.unwrap();
    let other = tasks.insert(task(5, 8, None, false)).await.unwrap();
    let row = Project {
        tasks: [one.id(), other.id()].into(),
        ..Project::default()
    };
    let row = projects.insert(row).await.unwrap();
    let row = projects.get(row.id()).await.unwrap();
    assert_eq!(row.count.get(), Some(&2));
    assert_eq!(row.count_values.get(), Some(&1));
    assert_eq!(row.empty.get(), Some(&1));
    assert_eq!(row.not_empty.get(), Some(&1));
    assert_eq!(row.unique.get(), Some(&1));
    assert_eq!(row.checked.get(), Some(&1));
    assert_eq!(row.unchecked.get(), Some(&1));
    assert_eq!(row.points.get(), Some(&7));
    assert_eq!(
        (row.smallest.get(), row.largest.get()),
        (Some(&3), Some(&8))
    );
    assert_eq!(row.range.get(), Some(&6));
    assert_eq!(row.shown.get(), Some(&vec![Some(2), Some(5)]));
    assert_eq!(row.average.get(), Some(&3.5));
    assert_eq!(row.cents.get(), Some(&Cents(125)));
    assert_eq!(row.price.get(), Some(&Cents(250)));
    assert_eq!(row.in_cents.get(), Some(&vec![Some(Cents(125)), None]));
    assert_eq!(row.steps.get(), Some(&6));
}
