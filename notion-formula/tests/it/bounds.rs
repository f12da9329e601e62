//! No formula takes more stack, time or memory than it is given.

use notion_formula::{
    Budget, Error, ErrorKind, Formula, Host, MAX_DEPTH, Reference, Result, Span, Value,
};

/// Runs in half of the stack that a thread gets by default.
fn in_a_small_stack(check: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(check)
        .unwrap()
        .join()
        .unwrap();
}

fn limit<T: std::fmt::Debug>(result: Result<T>) {
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Limit);
}

/// Formulas that refer to each other: `A` to `B`, `B` to `C`, and so on.
struct Chain {
    formulas: Vec<Formula>,
}

impl Host for Chain {
    type Page = ();

    fn property(&self, (): &(), property: &Reference, budget: &mut Budget) -> Result<Value<()>> {
        let Reference::Name(name) = property else {
            panic!()
        };
        let index: usize = name.parse().unwrap();
        match self.formulas.get(index) {
            Some(formula) => formula.evaluate_within(self, &(), budget),
            None => Err(Error::new(
                ErrorKind::UnknownProperty,
                Span::default(),
                "no such property",
            )),
        }
    }
}

fn chain(length: usize, formula: impl Fn(&str) -> String) -> Chain {
    let mut formulas: Vec<Formula> = (1..length)
        .map(|next| formula(&format!("prop(\"{next}\")")))
        .map(|text| Formula::parse(&text).unwrap())
        .collect();
    formulas.push(Formula::parse("1").unwrap());
    Chain { formulas }
}

#[test]
fn every_shape_is_computed_at_its_deepest() {
    let shapes: [(&str, &str, &str); 11] = [
        ("[", "1", "]"),
        ("-", "1", ""),
        ("not ", "true", ""),
        ("abs(", "1", ")"),
        ("if(true, ", "1", ", 2)"),
        ("", "1", "+1"),
        ("", "1", ".abs()"),
        ("let(a, 1, ", "a", ")"),
        ("true ? ", "1", " : 2"),
        ("[1].map(", "1", ")"),
        ("and(true, ", "true", ")"),
    ];
    in_a_small_stack(move || {
        for (before, middle, after) in shapes {
            let count = if before.starts_with('[') {
                90
            } else {
                MAX_DEPTH - 4
            };
            let text = format!("{}{middle}{}", before.repeat(count), after.repeat(count));
            let formula = Formula::parse(&text).unwrap();
            formula.check(&()).unwrap();
            assert_eq!(formula.normal().normal(), formula.normal());
            let value = formula.evaluate(&(), &()).unwrap();
            assert_ne!(value, Value::Empty, "{before}{middle}{after}");
            assert_eq!(value, value.clone());
        }
    });
}

#[test]
fn formulas_that_refer_to_each_other_are_bounded() {
    in_a_small_stack(|| {
        let short = chain(15, |next| format!("{next} + 1"));
        assert_eq!(
            short.formulas[0].evaluate(&short, &()).unwrap(),
            Value::Number(15.0)
        );
        let long = chain(16, |next| format!("{next} + 1"));
        limit(long.formulas[0].evaluate(&long, &()));
        // Each deep in itself.
        let deep = chain(15, |next| {
            format!("{}{next}{}", "abs(".repeat(200), ")".repeat(200))
        });
        limit(deep.formulas[0].evaluate(&deep, &()));
        // And one that refers to itself.
        let own = Chain {
            formulas: vec![Formula::parse("prop(\"0\") + 1").unwrap()],
        };
        limit(own.formulas[0].evaluate(&own, &()));
    });
}

#[test]
fn failures_leave_no_level_open() {
    let chain = chain(3, |next| {
        format!("[1, 2, 3].map(repeat(\"a\", abs({next} / 0))).length()")
    });
    let mut budget = Budget::default();
    for _ in 0..1000 {
        budget.refill();
        assert_eq!(
            chain.formulas[0]
                .evaluate_within(&chain, &(), &mut budget)
                .unwrap(),
            Value::Number(3.0)
        );
    }
}

#[test]
fn lists_cannot_be_nested_without_end() {
    let bindings: String = (1..90)
        .map(|index| format!("a{index}, [[a{}]], ", index - 1))
        .collect();
    let text = format!("lets(a0, [1], {bindings}a89.length())");
    let formula = Formula::parse(&text).unwrap();
    limit(formula.evaluate(&(), &()));
    limit(formula.check(&()));
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let formula = Formula::parse(&deep).unwrap();
    limit(formula.evaluate(&(), &()));
    limit(formula.check(&()));
}

#[test]
fn variables_are_bounded() {
    let text = |count: usize| {
        let bindings: String = (0..count).map(|index| format!("a{index}, 1, ")).collect();
        format!("lets({bindings}a0)")
    };
    assert!(Formula::parse(&text(1000)).is_ok());
    limit(Formula::parse(&text(1001)));
    // They are counted where they are known, not over the whole formula.
    let sums = vec!["let(a, 1, a)"; 2000].join(", ");
    assert!(Formula::parse(&format!("sum({sums})")).is_ok());
}

/// Each item is of another type than the one before, which makes the type of the whole as large as it gets.
#[test]
fn types_of_wide_and_deep_lists_are_found_soon() {
    let mut text = "1".to_owned();
    for (index, item) in ["\"a\"", "true", "now()", "[[1]]", "thisPage"]
        .iter()
        .cycle()
        .take(90)
        .enumerate()
    {
        text = format!("[{item}, {text}, [{index}], {item}]");
    }
    let formula = Formula::parse(&text).unwrap();
    assert!(formula.check(&()).unwrap().to_string().len() < 10_000);
}

#[test]
fn a_budget_bounds_the_steps() {
    let formula = Formula::parse("[1, 2, 3].map(current + 1).sum()").unwrap();
    let needed = (1..)
        .find(|steps| {
            formula
                .evaluate_within(&(), &(), &mut Budget::new(*steps))
                .is_ok()
        })
        .unwrap();
    assert!((10..100).contains(&needed), "{needed}");
    limit(formula.evaluate_within(&(), &(), &mut Budget::new(needed - 1)));
}

#[test]
fn huge_inputs_end_soon() {
    let text = "x".repeat(1 << 20);
    let huge = Formula::parse(&format!("\"{text}\".upper().length()")).unwrap();
    assert_eq!(
        huge.evaluate(&(), &()).unwrap(),
        Value::Number(f64::from(1 << 20))
    );
    let wide = format!("[{}].sum()", "1,".repeat(99_999) + "1");
    assert_eq!(
        Formula::parse(&wide).unwrap().evaluate(&(), &()).unwrap(),
        Value::Number(100_000.0)
    );
    assert!(Formula::parse(&"(".repeat(1_000_000)).is_err());
    assert!(Formula::parse(&text).is_err());
    for expression in [
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(b.map(a == a + current)).flat().length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(a.test(\"(x?){9}y\")).length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(b).map(current.join(a)).length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(b.sort()).length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(b.unique()).length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(b == b).length())",
        "lets(a, \"x\".repeat(10000), b, a.split(\"\"), b.map(formatDate(now(), a.replaceAll(\"x\", \"LLLL\"))).length())",
    ] {
        // A tenth of the usual steps: tests are not optimised.
        let formula = Formula::parse(expression).unwrap();
        limit(formula.evaluate_within(&(), &(), &mut Budget::new(100_000)));
    }
}
