//! One compilation shows every mistake of an item.

use super::parse;

fn errors(tokens: &proc_macro2::TokenStream) -> usize {
    tokens.to_string().matches("compile_error !").count()
}

#[test]
fn all_mistakes_of_a_struct_at_once() {
    let text = r##"
        #[notion(titel = "Tasks", inline, cover = "https://example.org/a.png")]
        struct Task {
            #[notion(nmae = "What")]
            name: Title,
            #[notion(number = euros)]
            budget: f64,
            #[notion(formula = r#"prop("What") + {name} + {nmae}"#)]
            label: Formula<String>,
            #[notion(rollup = sum(name.x))]
            effort: Rollup<f64>,
        }
    "##;
    // `titel`, `nmae`, `euros`, `{nmae}`: what cannot be read hides what would be said of it, such as
    // the cover of an inline database and what is called "What", and nothing else.
    let tokens = crate::schema(parse(text));
    assert_eq!(errors(&tokens), 4, "{tokens}");

    let text = r#"
        #[notion(inline, cover = "https://example.org/a.png")]
        struct Task {
            #[notion(title)]
            name: String,
            #[notion(title)]
            label: String,
            #[notion(number = euros)]
            budget: f64,
            #[notion(rollup = summ(task.estimate))]
            effort: Rollup<f64>,
            #[notion(formula = "{budgett} * 2")]
            gross: Formula<f64>,
            #[notion(formula = "1 +")]
            net: Formula<f64>,
        }
    "#;
    // `cover`, the second title, `euros`, `summ`, `task`, `budgett`, and `1 +`.
    assert_eq!(errors(&crate::schema(parse(text))), 7);
}

#[test]
fn what_names_a_broken_field_is_not_blamed() {
    let text = r#"
        struct Task {
            name: Title,
            #[notion(number = euros)]
            budget: Option<f64>,
            #[notion(formula = "{budget} * 2")]
            gross: Formula<f64>,
            #[notion(url, email)]
            parts: Relation<Task>,
            #[notion(rollup = sum(parts.budget))]
            sum: Rollup<f64>,
        }
    "#;
    assert_eq!(errors(&crate::schema(parse(text))), 2);
}

#[test]
fn all_mistakes_of_an_enum_at_once() {
    let text = r#"
        enum Status {
            #[notion(color = grey)]
            Open,
            #[notion(name = "a, b")]
            Done,
            Late(u32),
        }
    "#;
    assert_eq!(errors(&crate::options(&parse(text))), 3);
}
