//! The walk over the tree.
//!
//! Functions that call each other along the tree are small, and each does one thing: what they keep on the stack is
//! kept for every level of a formula.

use super::arguments::{Call, make_list};
use super::budget::Budget;
use super::list::no_list;
use super::operator;
use super::value::{List, Value};
use super::{Host, convert};
use crate::ast::{BinaryOperator, Binding, Expr, ExprKind, Name, Reference};
use crate::error::{Error, ErrorKind, Result, Span};
use crate::function::Function;

/// Computes expressions for one page.
pub(crate) struct Evaluator<'a, H: Host> {
    host: &'a H,
    page: &'a H::Page,
    budget: &'a mut Budget,
    variables: Vec<(&'a Name, Value<H::Page>)>,
    /// The item and its place, inside of a list function.
    current: (Value<H::Page>, usize),
    /// Arguments that are computed, of calls that are not complete.
    arguments: Vec<Value<H::Page>>,
}

impl<'a, H: Host> Evaluator<'a, H> {
    pub(crate) fn new(host: &'a H, page: &'a H::Page, budget: &'a mut Budget) -> Self {
        Self {
            host,
            page,
            budget,
            variables: Vec::new(),
            current: (Value::Empty, 0),
            arguments: Vec::new(),
        }
    }

    pub(crate) fn evaluate(&mut self, expr: &'a Expr) -> Result<Value<H::Page>> {
        self.budget.enter(expr.span)?;
        let levels = self.budget.levels();
        let value = match &expr.kind {
            ExprKind::Number(number) => Ok(Value::Number(number.get())),
            ExprKind::Text(text) => Ok(Value::text(text.as_str())),
            ExprKind::Boolean(value) => Ok(Value::Boolean(*value)),
            ExprKind::ThisPage => Ok(Value::Page(self.page.clone())),
            ExprKind::Current => Ok(self.current.0.clone()),
            ExprKind::Index => Ok(Value::Number(self.current.1 as f64)),
            ExprKind::Variable(name) => Ok(self.variable(name)),
            ExprKind::Property(property) => self.property(None, property, expr.span),
            ExprKind::Member { page, property } => {
                self.member(page, &property.value, property.span)
            }
            ExprKind::List(items) => self.list(items, expr.span),
            ExprKind::Unary { operator, operand } => {
                let value = self.evaluate(operand)?;
                operator::unary(*operator, (&value, operand.span), self.host)
            }
            ExprKind::Binary {
                operator,
                left,
                right,
            } => self.binary(*operator, left, right),
            ExprKind::Ternary {
                condition,
                then,
                otherwise,
            } => {
                let holds = self.evaluate(condition)?.is_truthy();
                self.evaluate(if holds { then } else { otherwise })
            }
            ExprKind::Call {
                function,
                arguments,
                ..
            } => self.call(*function, arguments, expr.span),
            ExprKind::Let { bindings, body, .. } => self.bind(bindings, body),
        };
        // Also where it failed: `map` goes on.
        self.budget.leave_to(levels - 1);
        value
    }

    fn variable(&self, name: &Name) -> Value<H::Page> {
        let found = self
            .variables
            .iter()
            .rev()
            .find(|(known, _)| *known == name);
        found.map_or(Value::Empty, |(_, value)| value.clone())
    }

    fn property(
        &mut self,
        page: Option<&H::Page>,
        property: &Reference,
        span: Span,
    ) -> Result<Value<H::Page>> {
        let value = self
            .host
            .property(page.unwrap_or(self.page), property, self.budget);
        value.map_err(|error| error.at(span))
    }

    fn member(
        &mut self,
        page: &'a Expr,
        property: &Reference,
        span: Span,
    ) -> Result<Value<H::Page>> {
        match self.evaluate(page)? {
            Value::Page(page) => self.property(Some(&page), property, span),
            Value::Empty => Ok(Value::Empty),
            other => {
                let message = format!("only a page has properties, found {}", other.type_name());
                Err(Error::new(ErrorKind::Type, page.span, message))
            }
        }
    }

    fn list(&mut self, items: &'a [Expr], span: Span) -> Result<Value<H::Page>> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.evaluate(item)?);
        }
        make_list(values, self.budget, span)
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Result<Value<H::Page>> {
        let one = self.evaluate(left)?;
        match operator {
            BinaryOperator::And | BinaryOperator::AndSign if !one.is_truthy() => {
                return Ok(false.into());
            }
            BinaryOperator::Or | BinaryOperator::OrSign if one.is_truthy() => {
                return Ok(true.into());
            }
            _ => {}
        }
        let other = self.evaluate(right)?;
        let (left, right) = ((&one, left.span), (&other, right.span));
        match operator.precedence() {
            2 | 3 => Ok(other.is_truthy().into()),
            4 | 5 => operator::comparison(operator, left, right, self.host, self.budget)
                .map(Value::Boolean),
            _ => operator::arithmetic(operator, left, right, self.host, self.budget),
        }
    }

    fn bind(&mut self, bindings: &'a [Binding], body: &'a Expr) -> Result<Value<H::Page>> {
        let outer = self.variables.len();
        let value = self.bound(bindings, body);
        self.variables.truncate(outer);
        value
    }

    fn bound(&mut self, bindings: &'a [Binding], body: &'a Expr) -> Result<Value<H::Page>> {
        for binding in bindings {
            let value = self.evaluate(&binding.value)?;
            self.variables.push((&binding.name.value, value));
        }
        self.evaluate(body)
    }

    fn call(
        &mut self,
        function: Function,
        arguments: &'a [Expr],
        span: Span,
    ) -> Result<Value<H::Page>> {
        match (function, arguments) {
            (Function::If | Function::Ifs, _) => self.choose(arguments),
            (Function::And, _) => self.all(arguments, true),
            (Function::Or, _) => self.all(arguments, false),
            (
                Function::Map
                | Function::Filter
                | Function::Find
                | Function::FindIndex
                | Function::Some
                | Function::Every
                | Function::Sort
                | Function::Count,
                [list, each],
            ) => self.each(function, list, each, span),
            _ => self.plain(function, arguments, span),
        }
    }

    /// A function of all its arguments.
    fn plain(
        &mut self,
        function: Function,
        exprs: &'a [Expr],
        span: Span,
    ) -> Result<Value<H::Page>> {
        let first = self.arguments.len();
        for expr in exprs {
            match self.evaluate(expr) {
                Ok(value) => self.arguments.push(value),
                Err(error) => {
                    self.arguments.truncate(first);
                    return Err(error);
                }
            }
        }
        let value = self.apply(function, first, exprs, span);
        self.arguments.truncate(first);
        value
    }

    fn apply(
        &mut self,
        function: Function,
        first: usize,
        exprs: &'a [Expr],
        span: Span,
    ) -> Result<Value<H::Page>> {
        let mut call = Call {
            host: self.host,
            page: self.page,
            budget: self.budget,
            function,
            span,
            values: self.arguments.get(first..).unwrap_or_default(),
            exprs,
        };
        match function {
            Function::If
            | Function::Ifs
            | Function::And
            | Function::Or
            | Function::Not
            | Function::Empty
            | Function::Length
            | Function::Format
            | Function::Equal
            | Function::Unequal
            | Function::Id
            | Function::Name
            | Function::Email => call.general_function(),
            Function::Substring
            | Function::Contains
            | Function::Test
            | Function::Match
            | Function::Replace
            | Function::ReplaceAll
            | Function::Lower
            | Function::Upper
            | Function::Trim
            | Function::Repeat
            | Function::PadStart
            | Function::PadEnd
            | Function::Link
            | Function::Style
            | Function::Unstyle
            | Function::Split
            | Function::Join => call.text_function(),
            Function::Now
            | Function::Today
            | Function::Minute
            | Function::Hour
            | Function::Day
            | Function::Date
            | Function::Week
            | Function::Month
            | Function::Year
            | Function::DateAdd
            | Function::DateSubtract
            | Function::DateBetween
            | Function::DateRange
            | Function::DateStart
            | Function::DateEnd
            | Function::Timestamp
            | Function::FromTimestamp
            | Function::FormatDate
            | Function::ParseDate => call.date_function(),
            Function::At
            | Function::First
            | Function::Last
            | Function::Slice
            | Function::Splice
            | Function::Concat
            | Function::Sort
            | Function::Reverse
            | Function::Unique
            | Function::Includes
            | Function::Find
            | Function::FindIndex
            | Function::Filter
            | Function::Some
            | Function::Every
            | Function::Map
            | Function::Flat
            | Function::Count => call.list_function(),
            _ => call.number_function(),
        }
    }

    /// `if` and `ifs`: pairs of a condition and a value, and perhaps a value for all other cases.
    fn choose(&mut self, arguments: &'a [Expr]) -> Result<Value<H::Page>> {
        for pair in arguments.chunks(2) {
            match pair {
                [condition, value] if self.evaluate(condition)?.is_truthy() => {
                    return self.evaluate(value);
                }
                [otherwise] => return self.evaluate(otherwise),
                _ => {}
            }
        }
        Ok(Value::Empty)
    }

    /// `and` and `or`, up to the first argument that settles it.
    fn all(&mut self, arguments: &'a [Expr], and: bool) -> Result<Value<H::Page>> {
        for argument in arguments {
            if self.evaluate(argument)?.is_truthy() != and {
                return Ok((!and).into());
            }
        }
        Ok(and.into())
    }

    /// A function that computes an expression for each item of a list.
    fn each(
        &mut self,
        function: Function,
        list: &'a Expr,
        each: &'a Expr,
        span: Span,
    ) -> Result<Value<H::Page>> {
        let items = match self.evaluate(list)? {
            Value::List(items) => items,
            other => return Err(no_list(function, &other, list.span)),
        };
        let outer = std::mem::replace(&mut self.current, (Value::Empty, 0));
        let value = match function {
            Function::Map => self.map(&items, each, span),
            Function::Filter => self.filter(&items, each, span),
            Function::Sort => self.sort_by(&items, each, span),
            _ => self.search(function, &items, each),
        };
        self.current = outer;
        value
    }

    fn item(
        &mut self,
        index: usize,
        item: &Value<H::Page>,
        each: &'a Expr,
    ) -> Result<Value<H::Page>> {
        self.current = (item.clone(), index);
        self.evaluate(each)
    }

    /// Where an item fails it is empty, and the others go on: Notion was seen to do so.
    fn map(&mut self, items: &List<H::Page>, each: &'a Expr, span: Span) -> Result<Value<H::Page>> {
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            values.push(match self.item(index, item, each) {
                Err(error) if error.is_failure() => Value::Empty,
                value => value?,
            });
        }
        make_list(values, self.budget, span)
    }

    fn filter(
        &mut self,
        items: &List<H::Page>,
        each: &'a Expr,
        span: Span,
    ) -> Result<Value<H::Page>> {
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if self.item(index, item, each)?.is_truthy() {
                kept.push(item.clone());
            }
        }
        make_list(kept, self.budget, span)
    }

    /// In the order of what the expression gives; items for which it gives nothing come last.
    fn sort_by(
        &mut self,
        items: &List<H::Page>,
        each: &'a Expr,
        span: Span,
    ) -> Result<Value<H::Page>> {
        let mut keyed = Vec::with_capacity(items.len());
        let mut size = 0;
        for (index, item) in items.iter().enumerate() {
            let key = self.item(index, item, each)?;
            size += 16 + convert::text_size(&key);
            if !matches!(item, Value::Empty) {
                keyed.push((key, item.clone()));
            }
        }
        self.budget.spend(size as u64 / 8, span)?;
        let zone = self.host.time_zone();
        keyed.sort_by(|(a, _), (b, _)| convert::order(a, b, &|| zone.clone()));
        make_list(
            keyed.into_iter().map(|(_, item)| item).collect(),
            self.budget,
            span,
        )
    }

    /// `find`, `findIndex`, `some`, `every` and `count`.
    fn search(
        &mut self,
        function: Function,
        items: &List<H::Page>,
        each: &'a Expr,
    ) -> Result<Value<H::Page>> {
        let mut count = 0;
        for (index, item) in items.iter().enumerate() {
            let holds = self.item(index, item, each)?.is_truthy();
            match (function, holds) {
                (Function::Find, true) => return Ok(item.clone()),
                (Function::FindIndex, true) => return Ok(Value::Number(index as f64)),
                (Function::Some, true) => return Ok(true.into()),
                (Function::Every, false) => return Ok(false.into()),
                _ => count += usize::from(holds),
            }
        }
        Ok(match function {
            Function::Find => Value::Empty,
            Function::FindIndex => Value::Number(-1.0),
            Function::Some => false.into(),
            Function::Every => true.into(),
            _ => Value::Number(count as f64),
        })
    }
}
