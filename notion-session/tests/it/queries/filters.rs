//! Filters that are made of others: ranges, lists of filters, filters that may be missing.

use notion_session::column::IntoFilter;
use notion_session::prelude::*;

use crate::support::home;

#[derive(NotionSchema, Clone, Debug, Default)]
struct Note {
    name: Title,
    number: Option<i64>,
    day: Option<Date>,
    #[notion(formula = "{number} * 2")]
    double: Formula<f64>,
}

async fn notes() -> Database<Note> {
    let session = Session::local();
    let notes = session
        .create_db::<Note>(&home(&session).await)
        .await
        .unwrap();
    for number in 1..=9 {
        let note = Note {
            name: format!("Note {number}").into(),
            number: Some(number),
            day: Some(format!("2026-11-0{number}").parse().unwrap()),
            ..Note::default()
        };
        notes.insert(note).await.unwrap();
    }
    notes.insert(Note::default()).await.unwrap();
    notes
}

async fn numbers(notes: &Database<Note>, filter: impl IntoFilter<Note>) -> Vec<i64> {
    let query = notes.query().filter(filter).sort(Note::COL.number.asc());
    let rows = query.all().await.unwrap();
    rows.iter().filter_map(|row| row.number).collect()
}

#[tokio::test]
async fn both_ends_of_a_range_are_in_it() {
    let notes = notes().await;
    let t = Note::COL;
    let day = |day: i8| Date::new(2026, 11, day).unwrap();
    assert_eq!(numbers(&notes, t.number.between(3, 5)).await, [3, 4, 5]);
    assert_eq!(
        numbers(&notes, t.day.between(day(3), day(5))).await,
        [3, 4, 5]
    );
    assert_eq!(numbers(&notes, t.double.between(6, 10)).await, [3, 4, 5]);
    assert!(numbers(&notes, t.number.between(5, 3)).await.is_empty());
}

#[tokio::test]
async fn lists_of_filters_and_missing_ones() {
    let notes = notes().await;
    let t = Note::COL;
    let each = || [2, 7].map(|number| t.number.eq(number));
    assert_eq!(numbers(&notes, Filter::any(each())).await, [2, 7]);
    assert!(numbers(&notes, Filter::all(each())).await.is_empty());
    assert_eq!(numbers(&notes, Filter::all([])).await.len(), 9);
    assert_eq!(numbers(&notes, None).await.len(), 9);

    let sent = notes.session().client().requests_sent();
    let error = notes
        .query()
        .filter(Filter::any([]))
        .all()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("`Filter::any` of no filters"),
        "{error}"
    );
    assert_eq!(notes.session().client().requests_sent(), sent);
}

#[tokio::test]
async fn whether_a_row_exists_is_one_request() {
    let notes = notes().await;
    let sent = notes.session().client().requests_sent();
    assert!(notes.query().exists().await.unwrap());
    assert!(
        notes
            .query()
            .filter_with(|t| t.number.eq(9))
            .exists()
            .await
            .unwrap()
    );
    assert!(
        !notes
            .query()
            .filter_with(|t| t.number.eq(10))
            .exists()
            .await
            .unwrap()
    );
    assert_eq!(notes.session().client().requests_sent(), sent + 3);
}
