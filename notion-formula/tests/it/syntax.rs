//! Reading and printing: what is accepted, what is refused and with which words, and how it is printed.

use notion_formula::{ErrorKind, Formula, MAX_DEPTH, Syntax};

#[track_caller]
fn prints(text: &str, expected: &str) {
    let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
    assert_eq!(formula.to_string(), expected, "{text}");
    assert_eq!(Formula::parse(expected).unwrap(), formula, "{expected}");
}

#[track_caller]
fn refuses(text: &str, kind: ErrorKind, at: &str, message: &str) {
    let error = Formula::parse(text).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
    assert_eq!((error.kind(), error.span().of(text)), (kind, at), "{text}");
}

#[test]
fn operators_in_operators_get_parentheses_and_nothing_else_does() {
    prints("1+2", "1 + 2");
    prints("((1))", "1");
    prints("1+2+3", "(1 + 2) + 3");
    prints("1+(2+3)", "1 + (2 + 3)");
    prints("1+2*3", "1 + (2 * 3)");
    prints("round((1+2))", "round(1 + 2)");
    prints("[(1+2),3]", "[1 + 2, 3]");
    prints("if((true),(1),(2))", "if(true, 1, 2)");
    // From behaviour.md, section 6.
    prints(
        r#"50000 + dateBetween(prop("A"), prop("B"), "years")*1000"#,
        r#"50000 + (dateBetween(prop("A"), prop("B"), "years") * 1000)"#,
    );
}

#[test]
fn precedence() {
    prints("2^3^2", "2 ^ (3 ^ 2)");
    prints("(2^3)^2", "(2 ^ 3) ^ 2");
    prints("-2^2", "-(2 ^ 2)");
    prints("(-2)^2", "(-2) ^ 2");
    prints("2^-1", "2 ^ -1");
    prints("-2*3", "-2 * 3");
    prints("8/4/2", "(8 / 4) / 2");
    prints("7%3*2", "(7 % 3) * 2");
    prints("1-2-3", "(1 - 2) - 3");
    prints("1<2==true", "(1 < 2) == true");
    prints("true or false and not true", "true or (false and not true)");
    prints("true||false&&!true", "true || (false && !true)");
    prints("not true == false", "not true == false");
    prints("not (true == false)", "not (true == false)");
    prints("true ? 1 : false ? 2 : 3", "true ? 1 : (false ? 2 : 3)");
    prints("1 > 2 ? 3 + 4 : 5", "(1 > 2) ? (3 + 4) : 5");
    prints("1 === 1 and 1 !== 2", "(1 == 1) and (1 != 2)");
}

#[test]
fn calls_keep_their_form() {
    prints("not(true)", "not(true)");
    prints("not (true)", "not true");
    prints("and(true,or(false,true))", "and(true, or(false, true))");
    prints(
        r#"prop("Tags").includes("Done")"#,
        r#"prop("Tags").includes("Done")"#,
    );
    prints("(1+2).round()", "(1 + 2).round()");
    prints("(-1).abs()", "(-1).abs()");
    prints("1.5.round( 1 )", "1.5.round(1)");
    prints("[1].map(current+index)", "[1].map(current + index)");
    prints("[[1]].map(current.length)", "[[1]].map(current.length())");
    prints("let(a,1,a+1)", "let(a, 1, a + 1)");
    prints("lets(a,1,b,a,a+b)", "lets(a, 1, b, a, a + b)");
    prints(r#"thisPage.prop("A")"#, r#"thisPage.prop("A")"#);
    prints(
        "{{a:b}}.map(current.{{c:d}}).sum()",
        "{{a:b}}.map(current.{{c:d}}).sum()",
    );
}

#[test]
fn literals() {
    prints("1.50", "1.5");
    prints(".5", "0.5");
    prints("1e3", "1000");
    prints("100000000000000000000000", "1e+23");
    prints(r#""a\"b""#, r#""a\"b""#);
    prints(r#""\d+\\n\\""#, r#""\d+\\n\\""#);
    prints("\"a\nb\"", r#""a\nb""#);
    prints(r#"prop("a\"b")"#, r#"prop("a\"b")"#);
    prints("/* a */ true /* b */", "true");
}

#[test]
fn mistakes_have_a_place_and_a_suggestion() {
    use ErrorKind::{Arity, Syntax, UnknownName};
    refuses("", Syntax, "", "the formula is empty");
    refuses("(1", Syntax, "", "expected `)`, found the end");
    refuses(
        "1)",
        Syntax,
        ")",
        "expected an operator or the end, found `)`",
    );
    refuses("1 +", Syntax, "", "expected a value, found the end");
    refuses(
        "1 2",
        Syntax,
        "2",
        "expected an operator or the end, found a number",
    );
    refuses("[1 2]", Syntax, "2", "expected `,` or `]`, found a number");
    refuses(
        "1 < 2 < 3",
        Syntax,
        "<",
        "comparisons cannot be chained; join them with `and`, or set parentheses",
    );
    refuses(
        "sume(1)",
        UnknownName,
        "sume",
        "there is no function `sume`; did you mean `sum`?",
    );
    refuses(
        "smaller(1, 2)",
        UnknownName,
        "smaller",
        "there is no function `smaller`; write `a < b`",
    );
    refuses(
        "now",
        UnknownName,
        "now",
        "`now` is a function; call it: `now(…)`",
    );
    refuses(
        "Estimate",
        UnknownName,
        "Estimate",
        "there is no variable `Estimate`; a property is written `prop(\"Estimate\")`",
    );
    refuses(
        "let(total, 1, totl)",
        UnknownName,
        "totl",
        "there is no variable `totl`; did you mean `total`?",
    );
    refuses(
        "let(a, 1, 2) + a",
        UnknownName,
        "a",
        "there is no variable `a`; a property is written `prop(\"a\")`",
    );
    refuses(
        "let(a, a, 2)",
        UnknownName,
        "a",
        "there is no variable `a`; a property is written `prop(\"a\")`",
    );
    refuses(
        "current",
        UnknownName,
        "current",
        "`current` means nothing outside of a list function; use it in `map`, `filter` and the like",
    );
    refuses("and + 1", Syntax, "and", "expected a value, found `and`");
    refuses(
        "let(true, 1, 2)",
        Syntax,
        "true",
        "`true` cannot name a variable; it is a word of the language",
    );
    refuses(
        "1.let(a, 2)",
        Syntax,
        "let",
        "`let` is not a method; write `let(name, value, expression)`",
    );
    refuses(
        "prop(Name)",
        Syntax,
        "Name",
        "expected the name of a property, found `Name`; write it in double quotes: `prop(\"Name\")`",
    );
    refuses(
        "thisPage.Name",
        Syntax,
        "Name",
        "`.Name` is not called; a property of a page is written `.prop(\"Name\")`",
    );
    refuses(
        "[1].map",
        Syntax,
        "map",
        "`.map` is not called; write `.map(…)`",
    );
    refuses("[1,]", Syntax, "]", "expected a value, found `]`");
    refuses("sum(1,)", Syntax, ")", "expected a value, found `)`");
    refuses(
        "1.pi()",
        Arity,
        "pi",
        "`pi` takes no arguments; write `pi()`",
    );
    refuses(
        "round()",
        Arity,
        "round",
        "`round` takes 1 to 2 arguments, found 0; it is `round(number: number, places?: number) -> number`",
    );
    refuses(
        "1.round(2, 3)",
        Arity,
        "3",
        "`round` takes 1 to 2 arguments, found 3, counting what stands before the dot; it is `round(number: number, \
         places?: number) -> number`",
    );
}

#[test]
fn placeholders_are_read_outside_of_texts_and_only_where_wanted() {
    let syntax = Syntax::new().placeholders(true);
    let text = r#"{due} /* {x} */ > "{y}" and {{z}}"#;
    let formula = syntax.parse(text).unwrap();
    assert_eq!(formula.to_string(), r#"({due} > "{y}") and {{z}}"#);
    let spans: Vec<_> = formula
        .mentions()
        .into_iter()
        .map(|mention| mention.span.of(text))
        .collect();
    assert_eq!(spans, ["{due}", "{{z}}"]);
    assert!(Formula::parse("{due}").is_err());
    assert!(syntax.parse("thisPage.{due}").is_err());
    assert!(syntax.parse("{a b}").is_err());
}

/// Everything that may nest, nested up to the bound and far beyond it.
#[test]
fn depth_is_bounded_in_a_small_stack() {
    let shapes: [(&str, &str, &str); 9] = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("-", "1", ""),
        ("not ", "true", ""),
        ("abs(", "1", ")"),
        ("", "1", "+1"),
        ("", "1", ".abs()"),
        ("let(a, 1, ", "a", ")"),
        ("true ? 1 : ", "1", ""),
    ];
    let check = move || {
        for (before, middle, after) in shapes {
            for count in [MAX_DEPTH - 4, 10_000] {
                let text = format!("{}{middle}{}", before.repeat(count), after.repeat(count));
                match Formula::parse(&text) {
                    Ok(formula) => assert_eq!(
                        Formula::parse(&formula.to_string()).unwrap(),
                        formula.clone()
                    ),
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Limit);
                        assert_eq!(count, 10_000, "{before}{middle}{after}: {error}");
                    }
                }
            }
        }
    };
    // Half of what a thread gets by default.
    std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(check)
        .unwrap()
        .join()
        .unwrap();
}
