//! Filters and sorts as text: the rows of untyped queries, against an evaluation of the text over all rows.

use notion_session::prelude::*;
use notion_session::{Error, Untyped};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use crate::support::{change_properties, home};

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Book,
    #[notion(name = "Long film")]
    Film,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Item {
    name: Title,
    notes: Option<String>,
    price: Option<f64>,
    sold: bool,
    kind: Option<Kind>,
    tags: Vec<Kind>,
    #[notion(name = "Due date")]
    due: Option<Date>,
    #[notion(formula = "{price} * 2")]
    twice: Formula<f64>,
    shelf: Relation<Shelf>,
    #[notion(rollup = sum(shelf.width))]
    width: Rollup<f64>,
    #[notion(rollup = show_original(shelf.width))]
    widths: Rollup<Vec<f64>>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Shelf {
    name: Title,
    width: Option<f64>,
}

/// A condition as text, and what it means.
type Leaf = (&'static str, fn(&Item) -> bool);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn kind(item: &Item) -> Option<Kind> {
    item.kind
}

fn wide(item: &Item, width: f64) -> bool {
    item.widths
        .get()
        .is_some_and(|widths| widths.contains(&width))
}

/// Conditions that can be negated.
const LEAVES: [Leaf; 34] = [
    ("Sold", |i| i.sold),
    ("Sold = false", |i| !i.sold),
    ("Name = \"item 3\"", |i| i.name.0 == "item 3"),
    ("Name != item 4", |i| i.name.0 != "item 4"),
    ("Name contains ITEM 1", |i| i.name.0.contains("item 1")),
    ("Name not contains 2", |i| !i.name.0.contains('2')),
    ("Name in (item 1, item 2)", |i| {
        ["item 1", "item 2"].contains(&i.name.0.as_str())
    }),
    ("Notes is empty", |i| i.notes.is_none()),
    ("Notes is not empty", |i| i.notes.is_some()),
    ("Notes contains ('and, or', even)", |i| {
        i.notes
            .as_deref()
            .is_some_and(|notes| notes.contains("and, or") || notes.contains("even"))
    }),
    ("Price = 3", |i| i.price == Some(3.0)),
    ("Price != 3", |i| i.price != Some(3.0)),
    ("Price > 2", |i| i.price.is_some_and(|price| price > 2.0)),
    ("Price >= 2", |i| i.price.is_some_and(|price| price >= 2.0)),
    ("Price < 1.5", |i| i.price.is_some_and(|price| price < 1.5)),
    ("Price <= -0", |i| i.price.is_some_and(|price| price <= 0.0)),
    ("Price between 1 and 3", |i| {
        i.price.is_some_and(|price| (1.0..=3.0).contains(&price))
    }),
    ("Price in (0, 4)", |i| {
        [Some(0.0), Some(4.0)].contains(&i.price)
    }),
    ("Kind = Book", |i| kind(i) == Some(Kind::Book)),
    ("Kind != Long film", |i| kind(i) != Some(Kind::Film)),
    ("Kind in (Book, Long film)", |i| kind(i).is_some()),
    ("Kind is empty", |i| kind(i).is_none()),
    ("Tags contains Book", |i| i.tags.contains(&Kind::Book)),
    ("Tags = 'Long film'", |i| i.tags.contains(&Kind::Film)),
    ("Tags contains (Book, Long film)", |i| !i.tags.is_empty()),
    ("Due date = 2026-03-02", |i| {
        i.due == Some(day("2026-03-02"))
    }),
    ("Due date != 2026-03-02", |i| {
        i.due != Some(day("2026-03-02"))
    }),
    ("Due date < 2026-03-03", |i| {
        i.due.is_some_and(|due| due < day("2026-03-03"))
    }),
    ("Due date >= 2026-03-03", |i| {
        i.due.is_some_and(|due| due >= day("2026-03-03"))
    }),
    ("Due date between 2026-03-02 and 2026-03-03", |i| {
        i.due
            .is_some_and(|due| (day("2026-03-02")..=day("2026-03-03")).contains(&due))
    }),
    ("Shelf = top", |i| i.shelf.ids().len() == 1),
    ("Width > 10", |i| {
        i.width.get().is_some_and(|width| *width > 10.0)
    }),
    ("any of Widths = 30", |i| wide(i, 30.0)),
    ("none of Widths = 30", |i| !wide(i, 30.0)),
];

/// Conditions whose negation Notion does not have.
const ONE_WAY: [Leaf; 3] = [
    ("Name starts_with ITEM 1", |i| {
        i.name.0.starts_with("item 1")
    }),
    ("Name ends with 2", |i| i.name.0.ends_with('2')),
    ("every of Widths = 30", |i| wide(i, 30.0)),
];

/// An expression, written and evaluated here.
#[derive(Clone, Debug)]
enum Expression {
    Leaf(usize),
    OneWay(usize),
    Not(Box<Expression>),
    Both(Box<Expression>, Box<Expression>),
    Either(Box<Expression>, Box<Expression>),
}

impl Expression {
    fn text(&self) -> String {
        match self {
            Expression::Leaf(leaf) => LEAVES[*leaf].0.to_owned(),
            Expression::OneWay(leaf) => ONE_WAY[*leaf].0.to_owned(),
            Expression::Not(inner) => format!("not ({})", inner.text()),
            Expression::Both(a, b) => format!("({}) and {}", a.text(), b.factor()),
            Expression::Either(a, b) => format!("{} or ({})", a.text(), b.text()),
        }
    }

    /// In parentheses where `and` would bind closer.
    fn factor(&self) -> String {
        match self {
            Expression::Either(..) => format!("({})", self.text()),
            _ => self.text(),
        }
    }

    fn holds(&self, item: &Item) -> bool {
        match self {
            Expression::Leaf(leaf) => LEAVES[*leaf].1(item),
            Expression::OneWay(leaf) => ONE_WAY[*leaf].1(item),
            Expression::Not(inner) => !inner.holds(item),
            Expression::Both(a, b) => a.holds(item) && b.holds(item),
            Expression::Either(a, b) => a.holds(item) || b.holds(item),
        }
    }

    /// Whether a condition that has no negation is negated.
    fn is_refused(&self, negated: bool) -> bool {
        match self {
            Expression::Leaf(_) => false,
            Expression::OneWay(_) => negated,
            Expression::Not(inner) => inner.is_refused(!negated),
            Expression::Both(a, b) | Expression::Either(a, b) => {
                a.is_refused(negated) || b.is_refused(negated)
            }
        }
    }
}

fn expressions() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        12 => (0..LEAVES.len()).prop_map(Expression::Leaf),
        1 => (0..ONE_WAY.len()).prop_map(Expression::OneWay),
    ];
    leaf.prop_recursive(4, 10, 2, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|inner| Expression::Not(Box::new(inner))),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Expression::Both(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Expression::Either(Box::new(a), Box::new(b))),
        ]
    })
}

/// A database of rows that differ in everything, and a handle on it without a struct.
async fn items() -> (Session, Database<Item>, Database<Untyped>) {
    let session = Session::local();
    let home = home(&session).await;
    let (shelves, items) = session.create_dbs::<(Shelf, Item)>(&home).await.unwrap();
    let shelf = |name: &str, width| Shelf {
        name: name.into(),
        width: Some(width),
    };
    let top = shelves.insert(shelf("top", 30.0)).await.unwrap();
    shelves.insert(shelf("bottom", 20.0)).await.unwrap();
    let new = (0..40_u32).map(move |number| Item {
        name: format!("item {}", number % 13).into(),
        notes: (number % 3 > 0).then(|| ["and, or", "even", "odd"][number as usize % 3].to_owned()),
        price: (number % 7 > 0).then(|| f64::from(number % 7) - 1.0),
        sold: number % 2 == 0,
        kind: [None, Some(Kind::Book), Some(Kind::Film)][number as usize % 3],
        tags: [
            vec![],
            vec![Kind::Book],
            vec![Kind::Film],
            vec![Kind::Film, Kind::Book],
        ][number as usize % 4]
            .clone(),
        due: (number % 5 > 0)
            .then(|| Date::new(2026, 3, i8::try_from(number % 5).unwrap()).unwrap()),
        shelf: if number % 4 == 1 {
            Relation::from_iter([top.id()])
        } else {
            Relation::default()
        },
        ..Item::default()
    });
    let outcomes = items.insert_all(new).await;
    assert!(outcomes.iter().all(|outcome| outcome.row().is_some()));
    let untyped = session.get_db(items.id()).await.unwrap();
    (session, items, untyped)
}

#[test]
fn the_rows_of_a_text_are_those_that_it_holds_for() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (_session, items, untyped) = runtime.block_on(items());
    let rows = runtime.block_on(async { items.query().all().await.unwrap() });
    let config = Config::with_cases(250);
    let mut runner = TestRunner::new(config);
    let result = runner.run(&expressions(), |expression| {
        let text = expression.text();
        let found = runtime.block_on(async { untyped.query_untyped().filter(&text)?.all().await });
        if expression.is_refused(false) {
            let error = found.unwrap_err();
            prop_assert!(matches!(error, Error::TextQuery(_)), "{text}: {error}");
            return Ok(());
        }
        let found: Vec<_> = match found {
            Ok(found) => found.iter().map(Page::id).collect(),
            // Negations of groups can have more conditions than Notion takes.
            Err(Error::FilterTooLarge(_)) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(format!("{text}: {error}"))),
        };
        let expected = rows.iter().filter(|row| expression.holds(row));
        let expected: Vec<_> = expected.map(|row| row.id().cast()).collect();
        prop_assert_eq!(found, expected, "{}", text);
        Ok(())
    });
    result.unwrap();
}

#[tokio::test]
async fn formulas_that_notion_cannot_filter_by_are_filtered_in_the_session() {
    let (_session, _, untyped) = items().await;
    let query = || {
        untyped
            .query_untyped()
            .filter("Twice >= 8 and Sold")
            .unwrap()
    };
    let error = query().pushdown_only().all().await.unwrap_err();
    assert!(matches!(error, Error::UnfilterableFormula(_)), "{error}");
    assert!(error.to_string().contains("`Twice`"), "{error}");

    let found = query().sort("Price, Name").unwrap().all().await.unwrap();
    assert!(!found.is_empty());
    for page in &found {
        assert!(page.get::<f64>("Price").unwrap() >= 4.0);
        assert!(page.get::<bool>("Sold").unwrap());
    }
    assert_eq!(query().count().await.unwrap(), found.len());
}

#[tokio::test]
async fn a_schema_that_was_changed_since_is_read_anew() {
    let (session, _, untyped) = items().await;
    untyped.properties().await.unwrap();
    change_properties(&untyped, json!({ "Price": { "name": "Cost" } })).await;

    let before = session.client().requests_sent();
    let query = untyped.query_untyped().filter("Cost > 4").unwrap();
    assert!(query.exists().await.unwrap());
    assert_eq!(
        session.client().requests_sent() - before,
        2,
        "the schema and the query"
    );

    let gone = untyped.query_untyped().filter("Price > 4").unwrap();
    let error = gone.all().await.unwrap_err();
    assert!(
        error.to_string().starts_with("`Price` is not a property"),
        "{error}"
    );
}

#[tokio::test]
async fn people_and_pages_are_found_by_their_names() {
    let (_session, _, untyped) = items().await;
    let on_top = untyped.query_untyped().filter("Shelf = top").unwrap();
    assert_eq!(on_top.count().await.unwrap(), 10);
    for (filter, message) in [
        (
            "Shelf = attic",
            "`Shelf` points to pages, none of which has the title `attic` (column 9)",
        ),
        (
            "any of Width > 3",
            "`Width` is not a rollup that shows values, which `any of`, `every of` and `none of` are for (column 8)",
        ),
    ] {
        let query = untyped.query_untyped().filter(filter).unwrap();
        assert_eq!(query.all().await.unwrap_err().to_string(), message);
    }
}
