//! Filters that are put together.

use super::*;

#[tokio::test]
async fn filters_are_put_together_in_any_depth() {
    check(depths).await;
}

fn depths(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.done.eq(true) & t.amount.gt(1), "c"),
        (t.done.eq(false) | t.amount.gt(2), "-bc?"),
        (
            t.amount.is_not_empty() & (t.done.eq(false) | t.stage.eq(Stage::Final)),
            "bc",
        ),
        // Four levels: Notion takes two.
        (
            t.amount.is_empty()
                | (t.amount.ge(1)
                    & (t.name.eq("c") | (t.name.ne("b") & (t.done.eq(false) | t.amount.lt(2))))),
            "-ac?",
        ),
    ]
}

#[tokio::test]
async fn a_list_of_no_options_is_refused_before_anything_is_sent() {
    let world = world().await;
    let before = world.session.client().requests_sent();
    let nothing: [Stage; 0] = [];
    let query = world
        .things
        .query()
        .filter(Thing::COL.stage.in_list(nothing));
    let error = query.all().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(error.to_string().contains("`Stage`"), "{error}");
    assert_eq!(world.session.client().requests_sent(), before);
}

#[test]
fn a_filter_reads_as_an_expression() {
    let (t, g) = (Thing::COL, Group::COL);
    let filter = (t.stage.in_list([Stage::Idea, Stage::Draft]) | t.notes.contains("x"))
        & t.due.past_week()
        & t.due.before(Relative::Today);
    assert_eq!(
        filter.to_string(),
        r#"(Stage in ["Idea", "Draft"] or Notes contains "x") and Due in past week and Due before today"#
    );
    let filter = g.amounts.every(|amount| amount.ge(2)) & g.most.is_not_empty();
    assert_eq!(
        filter.to_string(),
        "every of Amounts ≥ 2 and Most is not empty"
    );
}
