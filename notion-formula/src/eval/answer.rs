//! The result of a formula as Notion's API tells it.

use super::convert::to_text;
use super::decimal::tidy;
use super::moment::Date;
use super::value::Value;
use super::{Budget, Host};
use crate::error::{ErrorKind, Result};
use crate::formula::Formula;
use crate::types::Type;

/// What Notion's API shows as the value of a formula property.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `{"type": "string", "string": …}`.
    Text(Option<String>),
    /// `{"type": "number", "number": …}`, to twelve places.
    Number(Option<f64>),
    /// `{"type": "boolean", "boolean": …}`.
    Boolean(Option<bool>),
    /// `{"type": "date", "date": …}`.
    Date(Option<Date>),
    /// `{"type": "unsupported", "unsupported": {}}`: a bound was reached.
    Unsupported,
}

impl Answer {
    /// The answer to a result, whose type the checker has found ([`Type::Any`] where it has not).
    ///
    /// The type of an empty result, and of one that failed, is that of the checker; text where it does not say. A list is told as text: its items, and those of
    /// lists in it, with commas between them, without the empty ones.
    #[must_use]
    pub fn of<H: Host>(result: &Result<Value<H::Page>>, expected: &Type, host: &H) -> Self {
        let value = match result {
            Ok(value) => value,
            Err(error) if error.kind() == ErrorKind::Limit => return Self::Unsupported,
            Err(_) => &Value::Empty,
        };
        match value {
            Value::Empty => match expected {
                Type::Number => Self::Number(None),
                Type::Boolean => Self::Boolean(None),
                Type::Date => Self::Date(None),
                _ => Self::Text(None),
            },
            // An empty text that was added to a number did not know that it was one.
            Value::Number(_) if *expected == Type::Text => {
                Self::Text(Some(to_text(value, host).to_string()))
            }
            Value::Number(number) => Self::Number(Some(tidy(*number))),
            Value::Boolean(value) => Self::Boolean(Some(*value)),
            Value::Date(date) => Self::Date(Some(*date)),
            Value::List(items) => {
                let mut texts = Vec::new();
                collect(items, host, &mut texts);
                Self::Text((!texts.is_empty()).then(|| texts.join(",")))
            }
            value => Self::Text(Some(to_text(value, host).to_string())),
        }
    }
}

fn collect<H: Host>(items: &[Value<H::Page>], host: &H, texts: &mut Vec<String>) {
    for item in items {
        match item {
            Value::Empty => {}
            Value::List(inner) => collect(inner, host, texts),
            item => texts.push(to_text(item, host).to_string()),
        }
    }
}

impl Formula {
    /// Returns the value of a formula property as Notion's API tells it; `expected` is what [`Formula::check`] has found.
    ///
    /// ```
    /// use notion_formula::{Answer, Formula, Type};
    ///
    /// let formula = Formula::parse(r#"[1, empty(), [2, 3]]"#)?;
    /// assert_eq!(formula.answer(&(), &(), &Type::Any), Answer::Text(Some("1,2,3".into())));
    ///
    /// let formula = Formula::parse(r#"1 / 0"#)?;
    /// assert_eq!(formula.answer(&(), &(), &formula.check(&())?), Answer::Number(None));
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    #[must_use]
    pub fn answer<H: Host>(&self, host: &H, page: &H::Page, expected: &Type) -> Answer {
        Answer::of(
            &self.evaluate_within(host, page, &mut Budget::default()),
            expected,
            host,
        )
    }
}
