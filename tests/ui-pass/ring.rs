//! Fifty schemas in a ring, each related to the next both ways, with rollups both ways.

use notion_session::prelude::*;
use notion_session::schema::{Config, Schema};

macro_rules! ring {
    ($first:ident $second:ident $($rest:ident)*) => {
        ring!(@ $first $second $($rest)* $first $second);

        fn first() -> &'static Schema {
            $first::schema()
        }
    };
    (@ $previous:ident $this:ident $next:ident $($rest:ident)*) => {
        #[derive(NotionSchema, Default)]
        struct $this {
            name: Title,
            weight: Option<f64>,
            #[notion(two_way = previous)]
            next: Relation<$next>,
            #[notion(two_way = next)]
            previous: Relation<$previous>,
            #[notion(rollup = sum(next.weight))]
            ahead: Rollup<f64>,
            #[notion(rollup = sum(previous.behind))]
            behind: Rollup<f64>,
        }

        ring!(@ $this $next $($rest)*);
    };
    (@ $last:ident $first:ident) => {};
}

ring! {
    S00 S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21
    S22 S23 S24 S25 S26 S27 S28 S29 S30 S31 S32 S33 S34 S35 S36 S37 S38 S39 S40 S41 S42 S43
    S44 S45 S46 S47 S48 S49
}

/// Where the two-way relation leads whose other side is "Previous".
fn next(schema: &Schema) -> Option<&'static Schema> {
    match schema.property("Next")?.config {
        Config::Relation {
            target,
            two_way: Some("Previous"),
        } => Some(target()),
        _ => None,
    }
}

#[test]
fn fifty_steps_lead_back() {
    let mut seen = vec![first()];
    while let Some(schema) = next(seen[seen.len() - 1])
        && schema.type_id != first().type_id
    {
        seen.push(schema);
        assert!(seen.len() <= 50);
    }
    assert_eq!(seen.len(), 50);
    assert_eq!((seen[0].title, seen[49].title), ("S00", "S49"));
    let last = next(seen[49]).map(|schema| schema.type_id);
    assert_eq!(last, Some(first().type_id));
}
