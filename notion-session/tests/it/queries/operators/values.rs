//! Operators on values that are written.

use super::*;

#[tokio::test]
async fn texts_find_what_they_should() {
    check(texts).await;
}

pub(super) fn texts(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.name.eq("a"), "a"),
        (t.name.ne("a"), "-bc?"),
        (t.name.contains("B"), "b"),
        (t.name.not_contains("b"), "-ac?"),
        (t.name.starts_with("c"), "c"),
        (t.name.ends_with("-"), "-"),
        (t.name.is_empty(), "?"),
        (t.name.is_not_empty(), "-abc"),
        (t.notes.eq("First note"), "a"),
        (t.notes.ne("First note"), "-bc?"),
        (t.notes.contains("NOTE"), "ab"),
        (t.notes.not_contains("note"), "-c?"),
        (t.notes.starts_with("th"), "c"),
        (t.notes.ends_with("note"), "ab"),
        (t.notes.is_empty(), "-?"),
        (t.notes.is_not_empty(), "abc"),
        (t.link.eq("https://two.example.org"), "b"),
        (t.link.ne(String::from("https://two.example.org")), "-ac?"),
        (t.link.contains("example.org"), "ab"),
        (t.link.not_contains("example.org"), "-c?"),
        (t.link.starts_with("https://t"), "bc"),
        (t.link.ends_with(".net"), "c"),
        (t.link.is_empty(), "-?"),
        (t.link.is_not_empty(), "abc"),
        (t.mail.eq("ann@example.org"), "a"),
        (t.mail.ne("ann@example.org"), "-bc?"),
        (t.mail.contains("BOB"), "b"),
        (t.mail.not_contains("example.net"), "-ab?"),
        (t.mail.starts_with("c"), "c"),
        (t.mail.ends_with(".org"), "ab"),
        (t.mail.is_empty(), "-?"),
        (t.mail.is_not_empty(), "abc"),
        (t.phone.eq("111"), "a"),
        (t.phone.ne("111"), "-bc?"),
        (t.phone.contains("2"), "b"),
        (t.phone.not_contains("2"), "-ac?"),
        (t.phone.starts_with("3"), "c"),
        (t.phone.ends_with("1"), "a"),
        (t.phone.is_empty(), "-?"),
        (t.phone.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn numbers_and_unique_ids_find_what_they_should() {
    check(numbers).await;
}

pub(super) fn numbers(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.amount.eq(2), "b"),
        (t.amount.ne(2.0), "-ac?"),
        (t.amount.gt(2), "c"),
        (t.amount.ge(2), "bc"),
        (t.amount.lt(2_u8), "a"),
        (t.amount.le(2_i64), "ab"),
        (t.amount.is_empty(), "-?"),
        (t.amount.is_not_empty(), "abc"),
        (t.serial.eq(2), "a"),
        (t.serial.ne(2), "-bc?"),
        (t.serial.gt(3), "c?"),
        (t.serial.ge(3), "bc?"),
        (t.serial.lt(3), "-a"),
        (t.serial.le(3), "-ab"),
        (t.serial.is_empty(), ""),
        (t.serial.is_not_empty(), "-abc?"),
    ]
}

#[tokio::test]
async fn checkboxes_and_options_find_what_they_should() {
    check(options).await;
}

pub(super) fn options(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.done.eq(true), "ac"),
        (t.done.ne(true), "-b?"),
        (t.done.eq(false), "-b?"),
        (t.stage.eq(Stage::Idea), "a"),
        (t.stage.ne(Stage::Idea), "-bc?"),
        (t.stage.in_list([Stage::Idea, Stage::Final]), "ac"),
        (t.stage.not_in_list(vec![Stage::Idea, Stage::Final]), "-b?"),
        (t.stage.is_empty(), "-?"),
        (t.stage.is_not_empty(), "abc"),
        (t.state.eq(Stage::Draft), "ac"),
        (t.state.ne(Stage::Draft), "-b?"),
        (t.state.in_list(&[Stage::Idea, Stage::Final]), "-b?"),
        (t.state.not_in_list([Stage::Idea, Stage::Final]), "ac"),
        (t.state.is_empty(), ""),
        (t.state.is_not_empty(), "-abc?"),
        (t.tags.contains(Tag::Red), "ab"),
        (t.tags.contains(&Tag::Green), "b"),
        (t.tags.contains([Tag::Green, Tag::Blue]), "bc"),
        (t.tags.not_contains(Tag::Red), "-c?"),
        (t.tags.not_contains(vec![Tag::Green, Tag::Blue]), "-a?"),
        (t.tags.is_empty(), "-?"),
        (t.tags.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn dates_find_what_they_should() {
    check(dates).await;
}

pub(super) fn dates(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    let noon: DateTime = TODAY.parse().unwrap();
    vec![
        (t.due.eq(day("2026-06-17")), "b"),
        (t.due.eq(Relative::Today), "b"),
        (t.due.before(day("2026-06-17")), "a"),
        (t.due.before(noon), "ab"),
        (t.due.after(Relative::Today), "c"),
        (t.due.on_or_before(Relative::Today), "ab"),
        (t.due.on_or_after(day("2026-06-17")), "bc"),
        (t.due.after(Relative::Yesterday), "bc"),
        (t.due.before(Relative::Tomorrow), "ab"),
        (t.due.after(Relative::OneWeekAgo), "abc"),
        (t.due.before(Relative::OneWeekAgo), ""),
        (t.due.after(Relative::OneWeekFromNow), "c"),
        (t.due.after(Relative::OneMonthAgo), "abc"),
        (t.due.before(Relative::OneMonthFromNow), "abc"),
        (t.due.this_week(), "ab"),
        (t.due.past_week(), "ab"),
        (t.due.past_month(), "ab"),
        (t.due.past_year(), "ab"),
        (t.due.next_week(), "b"),
        (t.due.next_month(), "bc"),
        (t.due.next_year(), "bc"),
        (t.due.is_empty(), "-?"),
        (t.due.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn times_find_what_they_should() {
    check(times).await;
}

/// As properties and as the page's own times. Nothing was edited after it was created.
pub(super) fn times(_: Who) -> Vec<Case> {
    macro_rules! cases {
        ($($time:expr),*) => { vec![$(
            ($time.eq(day("2026-06-10")), "b"),
            ($time.eq(Relative::Today), "c"),
            ($time.before(day("2026-06-10")), "-a"),
            ($time.after(day("2026-06-10")), "c?"),
            ($time.on_or_before(day("2026-06-10")), "-ab"),
            ($time.on_or_after(day("2026-06-10")), "bc?"),
            ($time.on_or_after(Relative::Tomorrow), "?"),
            ($time.this_week(), "c"),
            ($time.past_week(), "bc"),
            ($time.past_month(), "abc"),
            ($time.past_year(), "abc"),
            ($time.next_week(), "c?"),
            ($time.next_month(), "c?"),
            ($time.next_year(), "c?"),
            ($time.is_empty(), ""),
            ($time.is_not_empty(), "-abc?"),
        )*] };
    }
    let t = Thing::COL;
    cases![
        t.created,
        t.edited,
        timestamp::created(),
        timestamp::last_edited()
    ]
}

#[tokio::test]
async fn people_files_relations_and_verification_find_what_they_should() {
    check(people).await;
}

pub(super) fn people(Who { user, bot, ab }: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.people.contains(user), "a"),
        (t.people.not_contains(&user), "-bc?"),
        (t.people.contains(Me), ""),
        (t.people.not_contains(Me), "-abc?"),
        (t.people.is_empty(), "-bc?"),
        (t.people.is_not_empty(), "a"),
        (t.author.contains(bot), "-abc?"),
        (t.author.contains(user), ""),
        (t.author.contains(Me), ""),
        (t.author.not_contains(bot), ""),
        (t.author.not_contains(user), "-abc?"),
        (t.author.is_empty(), ""),
        (t.author.is_not_empty(), "-abc?"),
        (t.editor.contains(bot), "-abc?"),
        (t.editor.contains(user), ""),
        (t.editor.not_contains(bot), ""),
        (t.editor.not_contains(user), "-abc?"),
        (t.editor.is_empty(), ""),
        (t.editor.is_not_empty(), "-abc?"),
        (t.files.is_empty(), "-bc?"),
        (t.files.is_not_empty(), "a"),
        (t.group.contains(ab), "ab"),
        (t.group.not_contains(&ab), "-c?"),
        (t.group.is_empty(), "-"),
        (t.group.is_not_empty(), "abc?"),
        (t.verified.status(VerificationStatus::Verified), "a"),
        (t.verified.status(VerificationStatus::Expired), "b"),
        (t.verified.status(VerificationStatus::None), "-c?"),
        (t.verified.ne(VerificationStatus::Verified), "-bc?"),
    ]
}
