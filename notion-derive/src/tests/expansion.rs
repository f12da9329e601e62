//! How much the derive emits a field. Every schema of every user pays it at each compilation, so
//! it has a budget.

use super::parse;

/// Bytes of tokens a field, above what a schema without more fields takes.
const BUDGET: usize = 700;

fn size(fields: &str) -> usize {
    let text = format!("struct Task {{ name: Title, {fields} }}");
    crate::schema(parse(&text)).to_string().len()
}

/// What ten more fields of this kind add, each.
fn each(field: &str) -> usize {
    let fields: String = (0..10)
        .map(|index| field.replace('#', &index.to_string()).replace('@', "#"))
        .collect();
    (size(&fields) - size("")) / 10
}

/// By kinds of fields. `#` stands for the number of the field, `@` for the `#` of an attribute.
fn sizes() -> Vec<(&'static str, usize)> {
    [
        ("plain", "f#: Option<f64>,"),
        ("title or url", "@[notion(url)] f#: String,"),
        (
            "number with a format",
            "@[notion(number = euro)] f#: Option<f64>,",
        ),
        ("one-way relation", "f#: Relation<Task>,"),
        (
            "two-way relation",
            "@[notion(two_way = f#)] f#: Relation<Project>,",
        ),
        (
            "rollup",
            "f#: Relation<Task>, @[notion(rollup = sum(f#.name))] r#: Rollup<f64>,",
        ),
        (
            "formula",
            "@[notion(formula = \"1 + 2\")] f#: Formula<f64>,",
        ),
    ]
    .map(|(kind, field)| (kind, each(field)))
    .to_vec()
}

#[test]
fn a_field_stays_within_its_budget() {
    let sizes = sizes();
    let table: String = sizes
        .iter()
        .map(|(kind, bytes)| format!("{kind:<21} {bytes:>5} bytes a field\n"))
        .collect();
    insta::assert_snapshot!(table);
    assert!(
        sizes[0].1 <= BUDGET,
        "a plain field takes {} bytes",
        sizes[0].1
    );
}
