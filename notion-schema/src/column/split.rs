//! Splits filters with conditions that Notion refuses into the part that Notion can decide, and the rest.
//!
//! Filters have no negation: a filter never loses a row if one of its conditions comes to hold for more rows. So a refused
//! condition can be replaced by "true", which makes the filter weaker. `A and F` becomes `A`, and `(A and F) or B`
//! becomes `A or B`; `F or B` would hold for every row, so that no filter is left. The rest, which has to hold in addition, is
//! what was made weaker: of a conjunction the parts with a refused condition, of a disjunction all of it.

use std::marker::PhantomData;
use std::sync::Arc;

use super::expression::{Condition, Connective, Expression, FilterProperty, Measured, On};
use super::filter::Filter;

impl On {
    /// The property; `None` if it is one of the page's own times.
    fn property(&self) -> Option<FilterProperty> {
        match self {
            On::Property(name) => {
                let name: Arc<str> = (*name).into();
                let key = Arc::clone(&name);
                Some(FilterProperty { name, key })
            }
            On::Named(property) => Some((**property).clone()),
            On::Timestamp(_) => None,
        }
    }

    fn key(&self) -> Option<&str> {
        match self {
            On::Property(name) => Some(name),
            On::Named(property) => Some(&property.key),
            On::Timestamp(_) => None,
        }
    }
}

/// The part of a filter that Notion does not decide.
pub struct Rest<S> {
    pub(super) expression: Expression,
    of: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    /// Returns the properties with conditions of a form: `formula` or `rollup`.
    pub fn properties_by(&self, form: &str) -> Vec<FilterProperty> {
        let mut found = Vec::new();
        self.expression.expression.each(&mut |condition| {
            if condition.path.first() == Some(&form) {
                add(&mut found, &condition.on);
            }
        });
        found
    }

    /// Returns the filter without the conditions on refused properties, which are identified by their keys, and the rest. `None`
    /// as the filter means all rows; `None` as the rest means that the filter is unchanged.
    pub fn split(&self, is_refused: impl Fn(&str) -> bool) -> (Option<Filter<S>>, Option<Rest<S>>) {
        let is_refused = |condition: &Condition| condition.on.key().is_some_and(&is_refused);
        let expression = &self.expression.expression;
        let rest = expression.rest(&is_refused).map(|expression| Rest {
            expression,
            of: PhantomData,
        });
        if rest.is_none() {
            return (Some(self.clone()), None);
        }
        let weaker = expression.without(&is_refused);
        (weaker.map(Filter::of_expression), rest)
    }
}

impl<S> Rest<S> {
    /// Returns the properties that are needed to decide it.
    pub fn properties(&self) -> Vec<FilterProperty> {
        let mut found = Vec::new();
        self.expression
            .each(&mut |condition| add(&mut found, &condition.on));
        found
    }
}

/// Adds the property of a condition, unless it is there.
fn add(found: &mut Vec<FilterProperty>, on: &On) {
    let property = on.property();
    found.extend(property.filter(|property| !found.contains(property)));
}

impl<S> Clone for Rest<S> {
    fn clone(&self) -> Rest<S> {
        Rest {
            expression: self.expression.clone(),
            of: PhantomData,
        }
    }
}

impl Expression {
    fn each<'e>(&'e self, see: &mut impl FnMut(&'e Condition)) {
        match self {
            Expression::Condition(condition) => see(condition),
            Expression::Group(_, parts) => parts.iter().for_each(|part| part.each(see)),
            // Such a filter is refused before anything is sent.
            Expression::TooLarge => {}
        }
    }

    /// What holds if refused conditions always hold; `None` if that is always.
    fn without(&self, is_refused: &impl Fn(&Condition) -> bool) -> Option<Measured> {
        let (connective, parts) = match self {
            Expression::Condition(condition) => {
                return (!is_refused(condition)).then(|| Measured::of(condition.clone()));
            }
            Expression::Group(connective, parts) => (*connective, parts),
            Expression::TooLarge => return None,
        };
        let parts = parts.iter().map(|part| part.without(is_refused));
        let parts: Vec<Measured> = match connective {
            Connective::And => parts.flatten().collect(),
            Connective::Or => parts.collect::<Option<_>>()?,
        };
        let join = |left: Measured, right| left.join(connective, right);
        parts.into_iter().reduce(join)
    }

    /// What has to hold in addition to that; `None` if it is the whole.
    fn rest(&self, is_refused: &impl Fn(&Condition) -> bool) -> Option<Expression> {
        match self {
            Expression::Condition(condition) => is_refused(condition).then(|| self.clone()),
            Expression::Group(Connective::And, parts) => {
                let parts = parts.iter().filter_map(|part| part.rest(is_refused));
                parts.reduce(|left, right| Expression::join(Connective::And, left, right))
            }
            Expression::Group(Connective::Or, parts) => {
                let is_touched = parts.iter().any(|part| part.rest(is_refused).is_some());
                is_touched.then(|| self.clone())
            }
            Expression::TooLarge => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Condition number `n`; the even ones are refused.
    fn condition(number: u32) -> Filter<()> {
        const NAMES: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
        Filter::of(Condition {
            on: On::Property(NAMES[number as usize]),
            path: vec![
                if number.is_multiple_of(2) {
                    "formula"
                } else {
                    "number"
                },
                "number",
            ],
            operator: "equals",
            operand: number.into(),
        })
    }

    fn is_refused(name: &str) -> bool {
        name.parse::<u32>()
            .is_ok_and(|number| number.is_multiple_of(2))
    }

    /// Returns true if it holds if the conditions of these bits do.
    fn holds(expression: &Expression, facts: u32) -> bool {
        match expression {
            Expression::Condition(one) => facts & (1 << one.operand.value.as_u64().unwrap()) != 0,
            Expression::Group(Connective::And, parts) => parts.iter().all(|p| holds(p, facts)),
            Expression::Group(Connective::Or, parts) => parts.iter().any(|p| holds(p, facts)),
            Expression::TooLarge => panic!("the filter is small"),
        }
    }

    fn filters() -> impl Strategy<Value = Filter<()>> {
        (0u32..6)
            .prop_map(condition)
            .prop_recursive(4, 14, 2, |inner| {
                (inner.clone(), inner, any::<bool>())
                    .prop_map(|(a, b, and)| if and { a & b } else { a | b })
            })
    }

    #[test]
    fn refused_conditions_are_left_out_as_far_as_logic_permits() {
        let [f, a, g, b] = [0, 1, 2, 3].map(condition);
        let shown = |filter: Filter<()>| {
            let (weaker, rest) = filter.split(is_refused);
            let rest = rest.map(|rest| rest.expression.to_string());
            (weaker.map(|weaker| weaker.to_string()), rest)
        };
        let some = |text: &str| Some(text.to_owned());
        for (filter, weaker, rest) in [
            (a.clone(), some("1 = 1"), None),
            (f.clone(), None, some("0 = 0")),
            (a.clone() & f.clone(), some("1 = 1"), some("0 = 0")),
            (a.clone() | f.clone(), None, some("1 = 1 or 0 = 0")),
            (
                a.clone() & (f.clone() | b.clone()) & g.clone(),
                some("1 = 1"),
                some("(0 = 0 or 3 = 3) and 2 = 2"),
            ),
            (
                (a.clone() & f.clone()) | b.clone(),
                some("1 = 1 or 3 = 3"),
                some("(1 = 1 and 0 = 0) or 3 = 3"),
            ),
            (f.clone() & g.clone(), None, some("0 = 0 and 2 = 2")),
        ] {
            let name = filter.to_string();
            assert_eq!(shown(filter), (weaker, rest), "{name}");
        }
        let all = a & f.clone() & (g | f);
        let names = |found: Vec<FilterProperty>| -> Vec<_> {
            found
                .iter()
                .map(|property| property.name.to_string())
                .collect()
        };
        assert_eq!(names(all.properties_by("formula")), ["0", "2"]);
        assert_eq!(names(all.properties_by("rollup")), [""; 0]);
        let (_, rest) = all.split(is_refused);
        assert_eq!(
            rest.map(|rest| names(rest.properties())),
            Some(vec!["0".to_owned(), "2".to_owned()])
        );
    }

    proptest! {
        #[test]
        fn the_parts_together_are_the_whole(filter in filters()) {
            let (weaker, rest) = filter.split(is_refused);
            if let Some(weaker) = &weaker {
                weaker.expression.expression.each(&mut |condition| {
                    assert_ne!(condition.path.first(), Some(&"formula"), "{weaker}");
                });
            }
            for facts in 0..64 {
                let weakly = weaker.as_ref().is_none_or(|weaker| holds(&weaker.expression.expression, facts));
                let rest = rest.as_ref().is_none_or(|rest| holds(&rest.expression, facts));
                prop_assert_eq!(holds(&filter.expression.expression, facts), weakly && rest);
            }
        }
    }
}
