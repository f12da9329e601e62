//! The same rows as on a server that filters by them.

use super::*;

/// Every operator on each type of result, with operands on both sides of what decides it.
fn every_operator() -> Vec<Filter<Thing>> {
    let t = Thing::COL;
    let mut all = Vec::new();
    for text in [
        "First note",
        "first note",
        "note",
        "STRASSE",
        "äö",
        "",
        "none",
    ] {
        all.extend([
            t.loud.eq(text),
            t.loud.ne(text),
            t.loud.contains(text),
            t.loud.not_contains(text),
            t.loud.starts_with(text),
            t.loud.ends_with(text),
        ]);
    }
    all.extend([t.loud.is_empty(), t.loud.is_not_empty()]);
    for number in [-2.0, -0.0, 0.0, 1.0, 2.5, 3.0, 1e300] {
        all.extend([
            t.twice.eq(number),
            t.twice.ne(number),
            t.twice.gt(number),
            t.twice.ge(number),
            t.twice.lt(number),
            t.twice.le(number),
        ]);
    }
    all.extend([t.twice.is_empty(), t.twice.is_not_empty()]);
    for checked in [true, false] {
        all.extend([t.open.eq(checked), t.open.ne(checked)]);
    }
    macro_rules! each_comparison {
        ($($operand:expr),* $(,)?) => { $(all.extend([
            t.later.eq($operand),
            t.later.before($operand),
            t.later.after($operand),
            t.later.on_or_before($operand),
            t.later.on_or_after($operand),
        ]);)* };
    }
    each_comparison!(
        day("2026-06-17"),
        day("2026-06-18"),
        day("2026-06-09"),
        time("2026-06-17T00:00:00Z"),
        time("2026-06-17T11:10:59Z"),
        time("2026-06-17T00:10:30-11:00"),
        time("2026-06-18T00:30:00+02:00"),
        time("2026-06-24T12:00:00.999Z"),
        Relative::Today,
        Relative::Tomorrow,
        Relative::Yesterday,
        Relative::OneWeekAgo,
        Relative::OneWeekFromNow,
        Relative::OneMonthAgo,
        Relative::OneMonthFromNow,
    );
    all.extend([
        t.later.this_week(),
        t.later.past_week(),
        t.later.past_month(),
        t.later.past_year(),
        t.later.next_week(),
        t.later.next_month(),
        t.later.next_year(),
        t.later.is_empty(),
        t.later.is_not_empty(),
    ]);
    all
}

#[tokio::test]
async fn every_operator_finds_the_same_rows_as_on_the_server() {
    let twins = twins().await;
    let all = ids(twins.saved.query()).await.len();
    let (mut none, mut some) = (0, 0);
    for filter in every_operator() {
        match found(&twins, filter).await {
            0 => none += 1,
            found if found < all => some += 1,
            _ => {}
        }
    }
    // The comparison means something: most filters find some rows and not all.
    assert!(some > 90 && none < 40, "{some} {none}");
}

/// Conditions on other properties than formulas, of every kind.
fn others(who: Who) -> Vec<Filter<Thing>> {
    let t = Thing::COL;
    let Who { person, bot, group } = who;
    vec![
        t.name.eq("thing 3"),
        t.name.contains("NG 1"),
        t.notes.is_empty(),
        t.notes.ne("First note"),
        t.notes.starts_with("first"),
        t.link.ends_with("2"),
        t.link.is_not_empty(),
        t.amount.gt(0),
        t.amount.ne(0.5),
        t.amount.is_empty(),
        t.serial.le(20),
        t.done.eq(true),
        t.done.ne(true),
        t.stage.eq(Stage::Draft),
        t.stage.in_list([Stage::Idea, Stage::Final]),
        t.stage.not_in_list([Stage::Idea, Stage::Final]),
        t.stage.is_empty(),
        t.state.ne(Stage::Final),
        t.tags.contains(Stage::Draft),
        t.tags.not_contains([Stage::Draft, Stage::Final]),
        t.tags.is_empty(),
        t.due.before(Relative::Today),
        t.due.on_or_after(time("2026-06-17T11:10:00Z")),
        t.due.is_empty(),
        t.due.this_week(),
        t.people.contains(person),
        t.people.not_contains(bot),
        t.people.contains(Me),
        t.people.not_contains(Me),
        t.people.is_empty(),
        t.files.is_not_empty(),
        t.verified
            .status(notion_session::column::VerificationStatus::Expired),
        t.verified
            .ne(notion_session::column::VerificationStatus::None),
        t.created.past_week(),
        t.created.after(day("2026-06-09")),
        t.edited.on_or_before(time("2026-06-10T09:01:30Z")),
        t.author.contains(bot),
        t.author.contains(person),
        t.group.contains(group),
        t.group.not_contains(group),
        t.group.is_empty(),
        t.weight.ge(1),
        t.weight.eq(0),
        t.last.eq(day("2026-06-12")),
        t.last.is_empty(),
        t.names.any(|name| name.eq("group 1")),
        t.names.every(|name| name.starts_with("GROUP")),
        t.names.none(|name| name.contains("1")),
        timestamp::created().before(day("2026-06-08")),
        timestamp::last_edited().past_month(),
    ]
}

#[tokio::test]
async fn conditions_of_every_kind_are_decided_beside_a_formula() {
    let twins = twins().await;
    let t = Thing::COL;
    let all = ids(twins.saved.query()).await.len();
    for other in others(twins.who) {
        let found = found(&twins, other.clone() | t.twice.eq(3)).await;
        assert!(found > 0 && found <= all, "{other}");
        let filter = (other.clone() & t.open.eq(true)) | (t.loud.is_empty() & other);
        self::found(&twins, filter).await;
    }
}

/// A filter as a tree of choices, which is made into a filter where the world is known.
#[derive(Clone, Debug)]
enum Tree {
    Formula(prop::sample::Index),
    Other(prop::sample::Index),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        any::<prop::sample::Index>().prop_map(Tree::Formula),
        any::<prop::sample::Index>().prop_map(Tree::Other),
    ];
    leaf.prop_recursive(3, 7, 2, |inner| {
        (inner.clone(), inner, any::<bool>()).prop_map(|(left, right, and)| {
            let (left, right) = (Box::new(left), Box::new(right));
            if and {
                Tree::And(left, right)
            } else {
                Tree::Or(left, right)
            }
        })
    })
}

impl Tree {
    fn filter(&self, formulas: &[Filter<Thing>], others: &[Filter<Thing>]) -> Filter<Thing> {
        match self {
            Tree::Formula(index) => index.get(formulas).clone(),
            Tree::Other(index) => index.get(others).clone(),
            Tree::And(left, right) => {
                left.filter(formulas, others) & right.filter(formulas, others)
            }
            Tree::Or(left, right) => left.filter(formulas, others) | right.filter(formulas, others),
        }
    }
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());
static TWINS: LazyLock<Twins> = LazyLock::new(|| RUNTIME.block_on(twins()));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_filter_finds_the_same_rows_in_the_same_order(
        tree in trees(),
        sort in 0_usize..5,
        limit in prop::option::of(1_usize..20),
    ) {
        let t = Thing::COL;
        let filter = tree.filter(&every_operator(), &others(TWINS.who));
        let sorts = match sort {
            0 => vec![],
            1 => vec![t.name.asc(), t.serial.desc()],
            2 => vec![t.twice.desc(), t.serial.asc()],
            3 => vec![timestamp::created().asc()],
            _ => vec![t.later.asc()],
        };
        let query = |things: &Database<Thing>| {
            let query = things.query().filter(filter.clone());
            let query = sorts.iter().fold(query, |query, sort| query.sort(*sort));
            match limit {
                Some(limit) => query.limit(limit),
                None => query,
            }
        };
        let (created, saved) = (&TWINS.created, &TWINS.saved);
        RUNTIME.block_on(async {
            let expected = ids(query(saved).pushdown_only()).await;
            assert_eq!(ids(query(created)).await, expected, "{filter}");
            assert_eq!(query(created).count().await.unwrap(), expected.len(), "{filter}");
            let first = query(created).first().await.unwrap().map(|row| row.id());
            assert_eq!(first, expected.first().copied(), "{filter}");
            let stream: Vec<_> = query(created).select(|t| t.serial).stream().try_collect().await.unwrap();
            let by_notion = query(saved).select(|t| t.serial).all().await.unwrap();
            assert_eq!(stream, by_notion, "{filter}");
        });
    }
}
