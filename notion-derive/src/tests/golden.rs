//! The expansions of six representative items, in full: what changes here changes for every user.
//!
//! `INSTA_UPDATE=always cargo test -p notion-derive` writes them anew; read the difference.

use super::{parse, pretty};

fn schema(text: &str) -> String {
    pretty(&crate::schema(parse(text)))
}

fn options(text: &str) -> String {
    pretty(&crate::options(&parse(text)))
}

#[test]
fn the_smallest_schema() {
    insta::assert_snapshot!(schema("struct Note { text: Title }"));
}

#[test]
fn names_descriptions_and_settings() {
    insta::assert_snapshot!(schema(
        r#"
        /// What is to be *done*.
        #[notion(title = "Tasks", icon = "rocket:blue", inline)]
        pub struct Task {
            #[notion(title, name = "What")]
            pub name: String,
            /// In days.
            estimate: Option<f64>,
            #[notion(number = euro, description = "Without tax.")]
            pub(crate) budget: Option<f64>,
            #[notion(prefix = "TASK")]
            r#type: UniqueId,
        }
        "#
    ));
}

#[test]
fn a_two_way_relation_with_a_rollup() {
    insta::assert_snapshot!(schema(
        r#"
        struct Project {
            name: Title,
            #[notion(two_way = project)]
            tasks: Relation<Task>,
            #[notion(rollup = sum(tasks.estimate))]
            effort: Rollup<f64>,
        }
        "#
    ));
}

#[test]
fn formulas_with_and_without_a_known_result() {
    insta::assert_snapshot!(schema(
        r##"
        struct Task {
            name: Title,
            done: bool,
            due: Option<Date>,
            #[notion(formula = r#"if({done}, "✅", "🕐")"#)]
            badge: Formula<String>,
            #[notion(formula = "{due}")]
            deadline: Formula<Date>,
        }
        "##
    ));
}

#[test]
fn a_skipped_field_and_another_crate_path() {
    insta::assert_snapshot!(schema(
        r#"
        #[notion(crate = vendored::notes)]
        struct Note {
            text: Title,
            #[notion(skip)]
            seen: Vec<u32>,
        }
        "#
    ));
}

#[test]
fn options_with_a_variant_for_others() {
    insta::assert_snapshot!(options(
        r#"
        enum Priority {
            #[notion(color = red)]
            VeryHigh,
            #[notion(name = "Some day")]
            Someday,
            #[notion(other)]
            Other(String),
        }
        "#
    ));
}

#[test]
fn beside_an_error_everything_is_there() {
    insta::assert_snapshot!(schema(
        r#"
        struct Task {
            name: Title,
            #[notion(two_way = tasks)]
            project: Relation<Project>,
            #[notion(nmae = "Is done")]
            done: bool,
        }
        "#
    ));
}
