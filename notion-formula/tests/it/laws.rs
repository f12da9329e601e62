//! What holds of every formula: of trees that are made at random, and of texts that are none.

use notion_formula::{
    BinaryOperator, Binding, CallForm, Expr, ExprKind, Formula, Function, Name, Number, Reference,
    Span, Spanned, Syntax, UnaryOperator,
};
use proptest::prelude::*;

const NAMES: [&str; 4] = ["a", "total", "_x1", "größe"];

const BINARY: [BinaryOperator; 16] = [
    BinaryOperator::Add,
    BinaryOperator::Subtract,
    BinaryOperator::Multiply,
    BinaryOperator::Divide,
    BinaryOperator::Modulo,
    BinaryOperator::Power,
    BinaryOperator::Equal,
    BinaryOperator::Unequal,
    BinaryOperator::Greater,
    BinaryOperator::GreaterOrEqual,
    BinaryOperator::Less,
    BinaryOperator::LessOrEqual,
    BinaryOperator::And,
    BinaryOperator::AndSign,
    BinaryOperator::Or,
    BinaryOperator::OrSign,
];

const UNARY: [UnaryOperator; 4] = [
    UnaryOperator::Minus,
    UnaryOperator::Plus,
    UnaryOperator::Not,
    UnaryOperator::Bang,
];

fn name(text: &str) -> Spanned<Name> {
    Spanned {
        value: Name::new(text).unwrap(),
        span: Span::default(),
    }
}

/// Text with what printing and reading might stumble over.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[\\\\\"nt\n\t\r{}*/ab é🦊.]{0,8}",
        1 => any::<String>(),
    ]
}

fn number() -> impl Strategy<Value = Number> {
    let literal = |value: f64| Number::new(value.abs()).filter(|_| value.is_finite());
    prop_oneof![
        (0_u32..1000).prop_map(f64::from),
        (0_u32..100_000).prop_map(|value| f64::from(value) / 1000.0),
        any::<f64>(),
    ]
    .prop_filter_map("a literal is finite", literal)
}

fn reference() -> impl Strategy<Value = Reference> {
    prop_oneof![
        text().prop_map(Reference::Name),
        "[A-Za-z0-9:%~_-]{1,12}".prop_map(Reference::Token),
        "[a-z_][a-z0-9_]{0,5}".prop_map(Reference::Field),
    ]
}

/// A tree of about 60 nodes. Names may stand where they mean nothing: see [`repair`].
fn tree() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        number().prop_map(ExprKind::Number),
        text().prop_map(ExprKind::Text),
        any::<bool>().prop_map(ExprKind::Boolean),
        reference().prop_map(ExprKind::Property),
        Just(ExprKind::Current),
        Just(ExprKind::Index),
        Just(ExprKind::ThisPage),
        proptest::sample::select(&NAMES[..]).prop_map(|text| ExprKind::Variable(name(text).value)),
    ];
    leaf.prop_map(Expr::new).prop_recursive(6, 60, 5, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(ExprKind::List),
            (boxed(), reference()).prop_map(|(page, value)| ExprKind::Member {
                page,
                property: Spanned {
                    value,
                    span: Span::default()
                },
            }),
            (proptest::sample::select(&UNARY[..]), boxed())
                .prop_map(|(operator, operand)| ExprKind::Unary { operator, operand }),
            (proptest::sample::select(&BINARY[..]), boxed(), boxed()).prop_map(
                |(operator, left, right)| ExprKind::Binary {
                    operator,
                    left,
                    right
                }
            ),
            (boxed(), boxed(), boxed()).prop_map(|(condition, then, otherwise)| {
                ExprKind::Ternary {
                    condition,
                    then,
                    otherwise,
                }
            }),
            call(inner.clone()),
            binding(inner.clone()),
        ]
        .prop_map(Expr::new)
    })
}

/// A call with as many arguments as the function takes.
fn call(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = ExprKind> {
    let function = proptest::sample::select(Function::ALL);
    (
        function,
        proptest::collection::vec(inner, 5),
        0_usize..3,
        any::<bool>(),
    )
        .prop_map(|(function, mut arguments, more, method)| {
            let signature = function.signature();
            let most = signature.most().unwrap_or(5);
            arguments.truncate((signature.least() + more).min(most));
            let form = if method && !arguments.is_empty() {
                CallForm::Method
            } else {
                CallForm::Function
            };
            ExprKind::Call {
                function,
                arguments,
                form,
            }
        })
}

fn binding(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = ExprKind> {
    let variable = (proptest::sample::select(&NAMES[..]), inner.clone());
    let variables = proptest::collection::vec(variable, 1..3);
    (variables, inner, any::<bool>()).prop_map(|(variables, body, many)| {
        let many = many || variables.len() > 1;
        let bindings = variables.into_iter().map(|(text, value)| Binding {
            name: name(text),
            value,
        });
        ExprKind::Let {
            bindings: bindings.collect(),
            body: Box::new(body),
            many,
        }
    })
}

/// Puts something else where a name means nothing: variables out of scope, `current` outside of list functions,
/// placeholders of another page.
fn repair(expr: &mut Expr, scope: &mut Vec<Name>, in_list: bool) {
    match &mut expr.kind {
        ExprKind::Variable(name) if !scope.contains(name) => {
            expr.kind = ExprKind::Boolean(true);
        }
        ExprKind::Current | ExprKind::Index if !in_list => expr.kind = ExprKind::Boolean(false),
        ExprKind::Member { page, property } => {
            if let Reference::Field(field) = &property.value {
                property.value = Reference::Name(field.clone());
            }
            repair(page, scope, in_list);
        }
        ExprKind::Let { bindings, body, .. } => {
            let outer = scope.len();
            for binding in bindings {
                repair(&mut binding.value, scope, in_list);
                scope.push(binding.name.value.clone());
            }
            repair(body, scope, in_list);
            scope.truncate(outer);
        }
        ExprKind::Call {
            function,
            arguments,
            ..
        } => {
            let signature = function.signature();
            for (index, argument) in arguments.iter_mut().enumerate() {
                let parameter = signature.parameter(index).unwrap();
                let each = parameter.accepts == notion_formula::Accepts::Each;
                repair(argument, scope, in_list || each);
            }
        }
        _ => expr
            .children_mut()
            .for_each(|child| repair(child, scope, in_list)),
    }
}

fn formula() -> impl Strategy<Value = Formula> {
    tree().prop_map(|mut root| {
        repair(&mut root, &mut Vec::new(), false);
        Formula::new(root)
    })
}

/// Pieces of formulas in any order, which come further than any characters do.
fn soup() -> impl Strategy<Value = String> {
    let signs = "( ) [ ] , . ? : + - * / % ^ == != < >= ! && || not and or true current index let( lets( prop( prop(\"A\") \
                 thisPage {{a:b}} {f} 1 2.5 1e9 \"a\" \"\\\" /* */ a b empty() .map( .filter( .sort( .join(\",\") .sum() \
                 .first() .split(\"\") now() formatDate( dateAdd( parseDate(\"2024-01-31\") \"days\" repeat( round( if( ifs( \
                 test( .replaceAll( style( é";
    let pieces: Vec<&'static str> = signs.split_whitespace().collect();
    proptest::collection::vec(proptest::sample::select(pieces), 0..30)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_as_the_same_tree(formula in formula()) {
        let printed = formula.to_string();
        let read = Syntax::new().placeholders(true).parse(&printed);
        let read = read.unwrap_or_else(|error| panic!("{}", error.report(&printed)));
        prop_assert_eq!(&read, &formula, "{}", printed);
        prop_assert_eq!(read.to_string(), printed);
    }

    #[test]
    fn the_normal_form_is_its_own(formula in formula()) {
        let normal = formula.normal();
        prop_assert_eq!(normal.normal(), normal);
    }

    #[test]
    fn renaming_reaches_every_mention(formula in formula()) {
        let renamed = formula.rename(|_| Some(Reference::Name("New".to_owned())));
        prop_assert_eq!(renamed.mentions().len(), formula.mentions().len());
        for mention in renamed.mentions() {
            prop_assert_eq!(mention.reference, &Reference::Name("New".to_owned()));
        }
    }

    #[test]
    fn every_text_is_a_formula_or_an_error_with_a_place(text in prop_oneof![any::<String>(), soup()]) {
        for placeholders in [false, true] {
            if let Err(error) = Syntax::new().placeholders(placeholders).parse(&text) {
                let span = error.span();
                prop_assert!(text.get(span.start..span.end).is_some(), "{:?}", span);
                prop_assert!(error.report(&text).contains(&error.to_string()));
            }
        }
    }
}

#[cfg(feature = "eval")]
mod computed {
    use super::*;
    use crate::support::world::World;
    use notion_formula::{Answer, Budget, ErrorKind, Type, Value};

    /// Properties of the task in `world`.
    const PROPERTIES: [&str; 12] = [
        "Name", "N", "T", "D", "Estimate", "Tags", "Done", "Meeting", "Trip", "Who", "By", "Tasks",
    ];

    /// The formula with properties that exist, on the page that it belongs to at the least.
    fn with_properties(formula: &Formula) -> Formula {
        let mut next = 0;
        formula.rename(|mention| {
            next += mention.reference.to_string().len();
            let name = PROPERTIES.get(next % PROPERTIES.len())?;
            Some(Reference::Name((*name).to_owned()))
        })
    }

    /// Whether a value is of a type.
    fn is_of(value: &Value<usize>, expected: &Type) -> bool {
        expected
            .members()
            .iter()
            .any(|member| match (value, member) {
                (Value::Empty, _) | (_, Type::Any) => true,
                // A gap that the README names: an empty text does not know that it is one, and `+` takes it for 0.
                (Value::Number(_), Type::Text) => true,
                (Value::List(items), Type::List(inner)) => {
                    items.iter().all(|item| is_of(item, inner))
                }
                (Value::Number(number), Type::Number) => number.is_finite(),
                (Value::Boolean(_), Type::Boolean)
                | (Value::Text(_), Type::Text)
                | (Value::Date(_), Type::Date)
                | (Value::Person(_), Type::Person)
                | (Value::Page(_), Type::Page(_)) => true,
                _ => false,
            })
    }

    fn holds(formula: &Formula) -> Result<(), TestCaseError> {
        let formula = &with_properties(formula);
        let world = World::new();
        let budget = || Budget::new(20_000);
        let found = formula.evaluate_within(&world, &0, &mut budget());
        let again = formula.evaluate_within(&world, &0, &mut budget());
        prop_assert_eq!(&found, &again);
        if let Ok(expected) = formula.check(&world) {
            if let Ok(value) = &found {
                prop_assert!(
                    is_of(value, &expected),
                    "{}: {} but {:?}",
                    formula,
                    expected,
                    value
                );
            }
            let answer = Answer::of(&found, &expected, &world);
            let limit = found
                .as_ref()
                .is_err_and(|error| error.kind() == ErrorKind::Limit);
            prop_assert_eq!(answer == Answer::Unsupported, limit);
        }
        let normal = formula.normal().evaluate_within(&world, &0, &mut budget());
        match (&found, &normal) {
            (Ok(found), Ok(normal)) => prop_assert_eq!(found, normal),
            (Err(found), Err(normal)) => prop_assert_eq!(found.kind(), normal.kind()),
            // A spelling may take a step more.
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => {
                prop_assert_eq!(error.kind(), ErrorKind::Limit, "{}", formula);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn values_are_of_the_type_that_the_checker_finds(formula in formula()) {
            holds(&formula)?;
        }

        #[test]
        fn texts_that_are_formulas_hold_too(text in soup()) {
            if let Ok(formula) = Formula::parse(&text) {
                holds(&formula)?;
            }
        }
    }
}
