//! The arguments of a call, as the types that the function wants.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::convert;
use super::moment::Date;
use super::value::{List, Value};
use super::{Budget, Host};
use crate::ast::Expr;
use crate::error::{Error, ErrorKind, Result, Span};
use crate::function::Function;

/// A call whose arguments are computed.
pub(crate) struct Call<'a, H: Host> {
    pub(crate) host: &'a H,
    pub(crate) page: &'a H::Page,
    pub(crate) budget: &'a mut Budget,
    pub(crate) function: Function,
    /// Where the call stands.
    pub(crate) span: Span,
    pub(crate) values: &'a [Value<H::Page>],
    /// The arguments as they are written.
    pub(crate) exprs: &'a [Expr],
}

impl<H: Host> Call<'_, H> {
    /// The argument at a place; empty if it was left out.
    pub(crate) fn value(&self, index: usize) -> &Value<H::Page> {
        self.values.get(index).unwrap_or(&Value::Empty)
    }

    /// Where the argument at a place stands.
    pub(crate) fn at(&self, index: usize) -> Span {
        self.exprs.get(index).map_or(self.span, |expr| expr.span)
    }

    /// What is wrong with the argument at a place.
    pub(crate) fn fail(&self, index: usize, message: String) -> Error {
        Error::new(ErrorKind::Value, self.at(index), message)
    }

    fn wrong_type(&self, index: usize, wanted: &str) -> Error {
        let found = self.value(index).type_name();
        let message = format!("`{}` takes {wanted}, found {found}", self.function.name());
        Error::new(ErrorKind::Type, self.at(index), message)
    }

    pub(crate) fn number(&self, index: usize) -> Result<Option<f64>> {
        match self.value(index) {
            Value::Number(number) => Ok(Some(*number)),
            Value::Empty => Ok(None),
            _ => Err(self.wrong_type(index, "a number")),
        }
    }

    /// A number without its fraction, as a place in a text or a list.
    pub(crate) fn integer(&self, index: usize) -> Result<Option<i64>> {
        // A cast ends at the ends of its type.
        Ok(self.number(index)?.map(|number| number.trunc() as i64))
    }

    /// Text, or what turns into it by itself.
    pub(crate) fn text(&self, index: usize) -> Result<Option<Arc<str>>> {
        match self.value(index) {
            Value::Text(text) => Ok(Some(text.clone())),
            Value::Empty => Ok(None),
            value @ (Value::Number(_) | Value::Boolean(_)) => {
                Ok(Some(convert::to_text(value, self.host)))
            }
            _ => Err(self.wrong_type(index, "text")),
        }
    }

    pub(crate) fn date(&self, index: usize) -> Result<Option<Date>> {
        match self.value(index) {
            Value::Date(date) => Ok(Some(*date)),
            Value::Empty => Ok(None),
            _ => Err(self.wrong_type(index, "a date")),
        }
    }

    /// A list. Nothing is no list: Notion fails where it finds nothing in its place.
    pub(crate) fn list(&self, index: usize) -> Result<&[Value<H::Page>]> {
        match self.value(index) {
            Value::List(items) => Ok(items),
            _ => Err(self.wrong_type(index, "a list")),
        }
    }

    pub(crate) fn zone(&self) -> TimeZone {
        self.host.time_zone()
    }

    /// Text of the function's making.
    pub(crate) fn made(&mut self, text: String) -> Result<Value<H::Page>> {
        self.budget.new_text(text.len(), self.span)?;
        Ok(Value::text(text))
    }

    /// A list of the function's making.
    pub(crate) fn made_list(&mut self, items: Vec<Value<H::Page>>) -> Result<Value<H::Page>> {
        make_list(items, self.budget, self.span)
    }
}

/// A list within the bounds.
pub(crate) fn make_list<P>(
    items: Vec<Value<P>>,
    budget: &mut Budget,
    span: Span,
) -> Result<Value<P>> {
    budget.new_list(items.len(), span)?;
    let list = List::from(items);
    budget.nested(list.depth(), span)?;
    Ok(Value::List(list))
}
