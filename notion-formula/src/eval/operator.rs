//! Operators on values.

use std::cmp::Ordering;
use std::sync::Arc;

use super::convert::{self, to_text};
use super::value::Value;
use super::{Budget, Host};
use crate::ast::{BinaryOperator, UnaryOperator};
use crate::error::{Error, ErrorKind, Result, Span};

/// A value with the place that it comes from.
pub(crate) type Operand<'a, P> = (&'a Value<P>, Span);

/// `-x`, `+x`, `not x`.
pub(crate) fn unary<H: Host>(
    operator: UnaryOperator,
    operand: Operand<'_, H::Page>,
    host: &H,
) -> Result<Value<H::Page>> {
    let (value, span) = operand;
    match (operator, value) {
        (UnaryOperator::Not | UnaryOperator::Bang, value) => Ok((!value.is_truthy()).into()),
        (UnaryOperator::Minus, Value::Number(number)) => Ok(Value::number(-number)),
        (UnaryOperator::Minus | UnaryOperator::Plus, Value::Empty) => Ok(Value::Empty),
        (UnaryOperator::Plus, Value::Number(_) | Value::Text(_) | Value::Boolean(_)) => {
            Ok(convert::to_number(value, host).into())
        }
        _ => Err(no_number(operator.symbol(), value, span)),
    }
}

/// `+ - * / % ^`.
pub(crate) fn arithmetic<H: Host>(
    operator: BinaryOperator,
    left: Operand<'_, H::Page>,
    right: Operand<'_, H::Page>,
    host: &H,
    budget: &mut Budget,
) -> Result<Value<H::Page>> {
    if operator == BinaryOperator::Add {
        match (left.0, right.0) {
            (Value::Text(_), _) | (_, Value::Text(_)) => return join(left, right, host, budget),
            // A choice: Notion knows whether two empty properties are texts or numbers, here nobody does.
            (Value::Empty, Value::Empty) => return Ok(Value::Empty),
            _ => {}
        }
    }
    let symbol = operator.symbol();
    let (a, b) = (number(left, symbol)?, number(right, symbol)?);
    Ok(Value::number(match operator {
        BinaryOperator::Add => a + b,
        BinaryOperator::Subtract => a - b,
        BinaryOperator::Multiply => a * b,
        BinaryOperator::Divide => a / b,
        // With the sign of the left side, as in JavaScript.
        BinaryOperator::Modulo => a % b,
        _ => a.powf(b),
    }))
}

/// Text of both sides.
fn join<H: Host>(
    left: Operand<'_, H::Page>,
    right: Operand<'_, H::Page>,
    host: &H,
    budget: &mut Budget,
) -> Result<Value<H::Page>> {
    let span = left.1.to(right.1);
    let size = convert::text_size(left.0) + convert::text_size(right.0);
    budget.spend_bytes(size, span)?;
    let (left, right) = (to_text(left.0, host), to_text(right.0, host));
    budget.new_text(left.len() + right.len(), span)?;
    Ok(match (&*left, &*right) {
        ("", _) => Value::Text(right),
        (_, "") => Value::Text(left),
        _ => Value::Text(Arc::from([&*left, &*right].concat())),
    })
}

/// A number to compute with; nothing counts as 0.
fn number<P>(operand: Operand<'_, P>, symbol: &str) -> Result<f64> {
    match operand.0 {
        Value::Number(number) => Ok(*number),
        Value::Empty => Ok(0.0),
        value => Err(no_number(symbol, value, operand.1)),
    }
}

#[cold]
fn no_number<P>(symbol: &str, value: &Value<P>, span: Span) -> Error {
    Error::new(
        ErrorKind::Type,
        span,
        format!("`{symbol}` takes numbers, found {}", value.type_name()),
    )
}

/// `== != > >= < <=`.
pub(crate) fn comparison<H: Host>(
    operator: BinaryOperator,
    left: Operand<'_, H::Page>,
    right: Operand<'_, H::Page>,
    host: &H,
    budget: &mut Budget,
) -> Result<bool> {
    let span = left.1.to(right.1);
    budget.spend_bytes(
        convert::text_size(left.0).min(convert::text_size(right.0)),
        span,
    )?;
    let zone = || host.time_zone();
    let by_order = |holds: fn(Ordering) -> bool| match convert::compare(left.0, right.0, &zone) {
        Some(ordering) => Ok(holds(ordering)),
        // Nothing is neither more nor less than something.
        None if matches!(left.0, Value::Empty) || matches!(right.0, Value::Empty) => Ok(false),
        None => {
            let found = (left.0.type_name(), right.0.type_name());
            let message = format!(
                "`{}` compares values of one type, found {} and {}",
                operator.symbol(),
                found.0,
                found.1
            );
            Err(Error::new(ErrorKind::Type, span, message))
        }
    };
    match operator {
        BinaryOperator::Equal => Ok(convert::equal(left.0, right.0, &zone)),
        BinaryOperator::Unequal => Ok(!convert::equal(left.0, right.0, &zone)),
        BinaryOperator::Greater => by_order(Ordering::is_gt),
        BinaryOperator::GreaterOrEqual => by_order(Ordering::is_ge),
        BinaryOperator::Less => by_order(Ordering::is_lt),
        _ => by_order(Ordering::is_le),
    }
}
