//! The checker: which type an expression has, and what it refuses.

use std::collections::BTreeMap;

use notion_formula::{ErrorKind, Formula, PageKind, Reference, Schema, Type};

/// The properties of a task, and those of the projects and people that it leads to.
struct Tasks(BTreeMap<&'static str, Type>);

const PROJECTS: PageKind = PageKind(1);

impl Schema for Tasks {
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type> {
        match (of, property) {
            (Some(PROJECTS), Reference::Name(name)) => (name == "Budget").then_some(Type::Number),
            (Some(_), _) => None,
            (None, property) => self.0.property(None, property),
        }
    }

    fn names(&self, of: Option<PageKind>) -> Vec<&str> {
        match of {
            Some(_) => vec!["Budget"],
            None => self.0.names(None),
        }
    }
}

fn schema() -> Tasks {
    let projects = Type::list(Type::Page(Some(PROJECTS)));
    Tasks(BTreeMap::from([
        ("Name", Type::Text),
        ("N", Type::Number),
        ("Done", Type::Boolean),
        ("Due", Type::Date),
        ("Tags", Type::list(Type::Text)),
        ("Who", Type::list(Type::Person)),
        ("By", Type::Person),
        ("Projects", projects),
        ("Tasks", Type::list(Type::Page(None))),
        ("Rollup", Type::Any),
    ]))
}

#[track_caller]
fn is(text: &str, expected: &str) {
    let formula = Formula::parse(text).unwrap();
    let found = formula
        .check(&schema())
        .unwrap_or_else(|error| panic!("{}", error.report(text)));
    assert_eq!(found.to_string(), expected, "{text}");
}

#[track_caller]
fn refuses(text: &str, at: &str, message: &str) {
    let error = Formula::parse(text).unwrap().check(&schema()).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
    assert_eq!(
        (error.kind(), error.span().of(text)),
        (ErrorKind::Type, at),
        "{text}"
    );
}

#[test]
fn literals_and_properties() {
    is("1", "number");
    is("\"a\"", "text");
    is("true", "boolean");
    is("[]", "empty list");
    is("[1, 2]", "list of number");
    is("[1, \"a\"]", "list of text or number");
    is("[[], [1]]", "list of list of number");
    is("empty()", "empty");
    is("thisPage", "page");
    is("prop(\"Tags\")", "list of text");
    is("thisPage.prop(\"N\")", "number");
}

#[test]
fn operators() {
    is("1 + 2", "number");
    is("prop(\"N\") + 1", "number");
    is("empty() + 1", "number");
    is("\"a\" + 1", "text");
    is("prop(\"Due\") + \"a\"", "text");
    is("prop(\"Tags\") + \"!\"", "text");
    is("prop(\"Rollup\") + 1", "any");
    is("prop(\"Rollup\") * 2", "number");
    is("-prop(\"N\")", "number");
    is("+\"42\"", "number");
    is("not prop(\"Name\")", "boolean");
    is("prop(\"N\") == \"a\"", "boolean");
    is("prop(\"Due\") > now()", "boolean");
    is("prop(\"N\") and prop(\"Name\")", "boolean");
    is("true ? 1 : \"a\"", "text or number");
    is("if(true, 1, \"a\") + 1", "text or number");
}

#[test]
fn branches() {
    is("if(prop(\"N\"), 1, empty())", "number");
    is("if(true, [], empty())", "empty list");
    is("ifs(true, 1)", "number");
    is("ifs(true, 1, false, \"a\")", "text or number");
    is("ifs(true, 1, \"a\")", "text or number");
    is("ifs(true, 1, 2 > 1, 2, 3)", "number");
}

#[test]
fn lists_and_pages() {
    is("prop(\"Tags\").first()", "text");
    is("prop(\"Tags\").map(current.length())", "list of number");
    is("prop(\"Tags\").map(index)", "list of number");
    is("prop(\"Tags\").filter(current)", "list of text");
    is(
        "prop(\"Projects\").map(current.prop(\"Budget\")).sum()",
        "number",
    );
    is("prop(\"Projects\").first().prop(\"Budget\")", "number");
    is(
        "prop(\"Tasks\").map(current.prop(\"Anything\"))",
        "list of any",
    );
    is("prop(\"Who\").map(current.name())", "list of text");
    is("[[1], [2]].flat()", "list of number");
    is("[[[1]]].flat()", "list of list of number");
    is("[1].concat([\"a\"])", "list of text or number");
    is("[1].splice(0, 1, \"a\")", "list of text or number");
    is("[1, 2].map([current]).flat()", "list of number");
    is("let(a, [1], a.map(let(b, current, b)))", "list of number");
    is("lets(a, 1, b, a + 1, [b])", "list of number");
}

/// As Notion was seen to accept and to refuse them (source P in `tests/it/values/README.md`).
#[test]
fn observed() {
    is("sum([2, prop(\"N\"), 4])", "number");
    is("sum([2, if(false, 1, empty()), 4])", "number");
    is("sum([2, find([1], current < 0), 4])", "number");
    is("sort([2, empty(), 1])", "list of number or empty");
    is("join([1, empty(), 2], \",\")", "text");
    is("[[], empty()].map(current.map(current)).length()", "number");
    is("if(false, [], empty()).map(current).length()", "number");
    is("length(if(false, [1], empty()))", "number");
    is("ifs(1, 11)", "number");
    refuses(
        "sum([2, empty(), 4])",
        "[2, empty(), 4]",
        "`sum` takes numbers or lists of numbers, found list of number or empty",
    );
    refuses(
        "sum([])",
        "[]",
        "`sum` takes numbers or lists of numbers, found empty list",
    );
    refuses(
        "sum(2, empty(), 4)",
        "empty()",
        "`sum` takes numbers or lists of numbers, found empty",
    );
    refuses(
        "repeat(\"ab\", empty())",
        "empty()",
        "`repeat` takes a number, found empty",
    );
    refuses(
        "join(empty(), \",\")",
        "empty()",
        "`join` takes a list, found empty",
    );
    refuses(
        "map(empty(), current)",
        "empty()",
        "`map` takes a list, found empty",
    );
    refuses(
        "[empty()].map(current.map(current))",
        "current",
        "`map` takes a list, found empty",
    );
}

#[test]
fn mistakes() {
    refuses(
        "true + 1",
        "true",
        "`+` adds numbers or joins text, found boolean; turn it into text with `format`",
    );
    refuses(
        "prop(\"Due\") + 1",
        "prop(\"Due\")",
        "`+` adds numbers or joins text, found date; turn it into text with `format`",
    );
    refuses(
        "\"a\" * 2",
        "\"a\"",
        "`*` takes numbers, found text; turn it into a number with `toNumber`",
    );
    refuses("-[1]", "[1]", "`-` takes numbers, found list of number");
    refuses(
        "1 > \"a\"",
        "1 > \"a\"",
        "`>` compares values of one type, found number and text",
    );
    refuses(
        "[1] > 2",
        "[1]",
        "`>` compares numbers, texts, dates or booleans, found list of number",
    );
    refuses(
        "prop(\"Tags\").contains(\"a\")",
        "prop(\"Tags\")",
        "`contains` takes text, found list of text; turn it into text with `format`",
    );
    refuses(
        "year(\"2024\")",
        "\"2024\"",
        "`year` takes a date, found text; turn it into a date with `parseDate`",
    );
    refuses(
        "year(2024)",
        "2024",
        "`year` takes a date, found number; turn it into a date with `fromTimestamp`",
    );
    refuses(
        "prop(\"Who\").name()",
        "prop(\"Who\")",
        "`name` takes a person, found list of person; take one with `first()`, or look at each with `map`",
    );
    refuses(
        "prop(\"Projects\").prop(\"Budget\")",
        "prop(\"Projects\")",
        "only a page has properties, found list of page; take one page with `first()`, or look at each with `map`",
    );
    refuses(
        "1.prop(\"Budget\")",
        "1",
        "only a page has properties, found number",
    );
    refuses("\"a\".first()", "\"a\"", "`first` takes a list, found text");
}

#[test]
fn unknown_properties_get_a_suggestion() {
    let refuse = |text: &str| {
        let error = Formula::parse(text).unwrap().check(&schema()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownProperty);
        (error.to_string(), error.span().of(text).to_owned())
    };
    assert_eq!(
        refuse("1 + prop(\"Nam\")"),
        (
            "there is no property prop(\"Nam\"); did you mean `Name`?".into(),
            "prop(\"Nam\")".into()
        )
    );
    assert_eq!(
        refuse("prop(\"Projects\").map(current.prop(\"Budge\"))"),
        (
            "there is no property prop(\"Budge\"); did you mean `Budget`?".into(),
            "prop(\"Budge\")".into()
        )
    );
    assert_eq!(
        refuse("{{a:b}}"),
        ("there is no property {{a:b}}".into(), "{{a:b}}".into())
    );
}
