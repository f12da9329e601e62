//! Operators on formulas and rollups.

use super::*;

#[tokio::test]
async fn formulas_find_what_they_should() {
    // Notion refuses to filter by formulas that came through the API: the session does it.
    check(formulas).await;
    // After they were saved in Notion, Notion does it.
    let world = world().await;
    let server = world.session.local_server().unwrap();
    for name in ["Loud", "Twice", "Open", "Later"] {
        let source = world.things.data_source_id().cast();
        server.save_formula(source, name).unwrap();
    }
    for (filter, expected) in formulas(world.who) {
        let shown = filter.to_string();
        let query = world.things.query().filter(filter).pushdown_only();
        assert_eq!(names(query).await, expected, "{shown}");
    }
}

pub(super) fn formulas(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.loud.eq("First note!"), "a"),
        (t.loud.ne("First note!"), "-bc?"),
        (t.loud.contains("NOTE"), "ab"),
        (t.loud.not_contains("note"), "-c?"),
        (t.loud.starts_with("third"), "c"),
        (t.loud.ends_with("thing!"), "c"),
        (t.loud.is_empty(), "-?"),
        (t.loud.is_not_empty(), "abc"),
        (t.twice.eq(4), "b"),
        (t.twice.ne(4), "-ac?"),
        (t.twice.gt(2), "bc"),
        (t.twice.ge(4), "bc"),
        (t.twice.lt(4), "a"),
        (t.twice.le(2), "a"),
        (t.twice.is_empty(), "-?"),
        (t.twice.is_not_empty(), "abc"),
        (t.open.eq(true), "-b?"),
        (t.open.ne(true), "ac"),
        // Due a day later: on the 16th and 18th of June, and on the 11th of July.
        (t.later.eq(day("2026-06-18")), "b"),
        (t.later.before(Relative::Today), "a"),
        (t.later.after(Relative::Today), "bc"),
        (t.later.on_or_before(day("2026-06-18")), "ab"),
        (t.later.on_or_after(day("2026-06-18")), "bc"),
        (t.later.this_week(), "ab"),
        (t.later.past_week(), "a"),
        (t.later.past_month(), "a"),
        (t.later.past_year(), "a"),
        (t.later.next_week(), "b"),
        (t.later.next_month(), "bc"),
        (t.later.next_year(), "bc"),
        (t.later.is_empty(), "-?"),
        (t.later.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn rollups_find_what_they_should() {
    check_groups(rollups).await;
}

pub(super) fn rollups(_: Who) -> Vec<GroupCase> {
    let g = Group::COL;
    vec![
        (g.most.eq(3), &["c"]),
        (g.most.ne(3), &["ab", "none", "odd"]),
        (g.most.gt(2), &["c"]),
        (g.most.ge(2), &["ab", "c"]),
        (g.most.lt(3), &["ab"]),
        (g.most.le(2), &["ab"]),
        (g.most.is_empty(), &["none", "odd"]),
        (g.most.is_not_empty(), &["ab", "c"]),
        // On the 15th of June, and on the 10th of July.
        (g.first.eq(day("2026-06-15")), &["ab"]),
        (g.first.before(day("2026-06-16")), &["ab"]),
        (g.first.after(day("2026-06-15")), &["c"]),
        (g.first.on_or_before(day("2026-06-15")), &["ab"]),
        (g.first.on_or_after(day("2026-07-10")), &["c"]),
        (g.first.this_week(), &["ab"]),
        (g.first.past_week(), &["ab"]),
        (g.first.past_month(), &["ab"]),
        (g.first.past_year(), &["ab"]),
        (g.first.next_week(), &[]),
        (g.last.next_week(), &["ab"]),
        (g.first.next_month(), &["c"]),
        (g.first.next_year(), &["c"]),
        (g.first.is_empty(), &["none", "odd"]),
        (g.first.is_not_empty(), &["ab", "c"]),
    ]
}

#[tokio::test]
async fn elements_of_rollups_find_what_they_should() {
    check_groups(elements).await;
}

/// The group "odd" has one thing, which is empty; the group "none" has none, of which `none` alone is true.
pub(super) fn elements(Who { user, bot, ab }: Who) -> Vec<GroupCase> {
    let g = Group::COL;
    vec![
        (g.names.any(|name| name.eq("a")), &["ab"]),
        (g.names.every(|name| name.ne("c")), &["ab", "odd"]),
        (
            g.names.none(|name| name.contains("A")),
            &["c", "none", "odd"],
        ),
        (g.texts.any(|text| text.eq("First note")), &["ab"]),
        (
            g.texts.any(|text| text.ne("First note")),
            &["ab", "c", "odd"],
        ),
        (g.texts.every(|text| text.contains("NOTE")), &["ab"]),
        (
            g.texts.every(|text| text.not_contains("note")),
            &["c", "odd"],
        ),
        (g.texts.any(|text| text.starts_with("th")), &["c"]),
        (
            g.texts.none(|text| text.ends_with("note")),
            &["c", "none", "odd"],
        ),
        (g.texts.any(|text| text.is_empty()), &["odd"]),
        (g.texts.every(|text| text.is_not_empty()), &["ab", "c"]),
        (g.amounts.none(|amount| amount.eq(1)), &["c", "none", "odd"]),
        (g.amounts.every(|amount| amount.ne(1)), &["c", "odd"]),
        (g.amounts.any(|amount| amount.gt(2)), &["c"]),
        (g.amounts.any(|amount| amount.ge(2)), &["ab", "c"]),
        (g.amounts.any(|amount| amount.lt(2)), &["ab"]),
        (g.amounts.every(|amount| amount.le(2)), &["ab"]),
        (g.amounts.any(|amount| amount.is_empty()), &["odd"]),
        (
            g.amounts.every(|amount| amount.is_not_empty()),
            &["ab", "c"],
        ),
        (g.serials.any(|serial| serial.eq(2)), &["ab"]),
        (g.serials.every(|serial| serial.gt(3)), &["c", "odd"]),
        (g.serials.none(|serial| serial.le(3)), &["c", "none", "odd"]),
        (g.dones.any(|done| done.eq(false)), &["ab", "odd"]),
        (g.dones.every(|done| done.eq(true)), &["c"]),
        (g.dones.none(|done| done.ne(true)), &["c", "none"]),
        (g.dues.any(|due| due.eq(Relative::Today)), &["ab"]),
        (g.dues.any(|due| due.before(Relative::Today)), &["ab"]),
        (g.dues.every(|due| due.after(Relative::Today)), &["c"]),
        (
            g.dues.every(|due| due.on_or_before(Relative::Today)),
            &["ab"],
        ),
        (g.dues.every(|due| due.on_or_after(Relative::Today)), &["c"]),
        (g.dues.any(|due| due.this_week()), &["ab"]),
        (g.dues.none(|due| due.past_week()), &["c", "none", "odd"]),
        (g.dues.any(|due| due.past_month()), &["ab"]),
        (g.dues.any(|due| due.past_year()), &["ab"]),
        (g.dues.any(|due| due.next_week()), &["ab"]),
        (g.dues.every(|due| due.next_month()), &["c"]),
        (g.dues.every(|due| due.next_year()), &["c"]),
        (g.dues.any(|due| due.is_empty()), &["odd"]),
        (g.dues.any(|due| due.is_not_empty()), &["ab", "c"]),
        (g.births.any(|birth| birth.past_week()), &["ab", "c"]),
        (g.births.every(|birth| birth.past_week()), &["c"]),
        (g.births.none(|birth| birth.past_week()), &["none", "odd"]),
        (g.members.any(|people| people.contains(user)), &["ab"]),
        (
            g.members.every(|people| people.not_contains(user)),
            &["c", "odd"],
        ),
        (
            g.members.none(|people| people.is_not_empty()),
            &["c", "none", "odd"],
        ),
        (g.members.every(|people| people.is_empty()), &["c", "odd"]),
        (
            g.authors.every(|author| author.contains(bot)),
            &["ab", "c", "odd"],
        ),
        (g.authors.any(|author| author.contains(user)), &[]),
        (g.papers.any(|files| files.is_not_empty()), &["ab"]),
        (g.papers.every(|files| files.is_empty()), &["c", "odd"]),
        (
            g.papers.none(|files| files.is_not_empty()),
            &["c", "none", "odd"],
        ),
        (g.groups.every(|group| group.contains(ab)), &["ab"]),
        (g.groups.any(|group| group.not_contains(ab)), &["c", "odd"]),
        (
            g.groups.none(|group| group.contains(ab)),
            &["c", "none", "odd"],
        ),
        (
            g.groups.none(|group| group.is_empty()),
            &["ab", "c", "none", "odd"],
        ),
        (g.groups.any(|group| group.is_empty()), &[]),
        (
            g.groups.any(|group| group.is_not_empty()),
            &["ab", "c", "odd"],
        ),
        (g.stages.any(|stage| stage.eq(Stage::Final)), &["c"]),
        (
            g.stages.every(|stage| stage.ne(Stage::Final)),
            &["ab", "odd"],
        ),
        (
            g.stages
                .every(|stage| stage.in_list([Stage::Idea, Stage::Draft])),
            &["ab"],
        ),
        (
            g.stages.none(|stage| stage.not_in_list([Stage::Final])),
            &["c", "none"],
        ),
        (g.stages.any(|stage| stage.is_empty()), &["odd"]),
        (g.stages.every(|stage| stage.is_not_empty()), &["ab", "c"]),
        (g.colours.every(|tags| tags.contains(Tag::Red)), &["ab"]),
        (
            g.colours.any(|tags| tags.contains([Tag::Green, Tag::Blue])),
            &["ab", "c"],
        ),
        (
            g.colours.none(|tags| tags.not_contains(Tag::Red)),
            &["ab", "none"],
        ),
        (g.colours.any(|tags| tags.is_empty()), &["odd"]),
        (g.colours.every(|tags| tags.is_not_empty()), &["ab", "c"]),
    ]
}
