//! Which type an expression has, and whether what stands in it fits.

mod call;

use crate::ast::{BinaryOperator, Expr, ExprKind, Name, Reference, UnaryOperator};
use crate::error::{Error, ErrorKind, Result, Span};
use crate::suggest;
use crate::types::{MAX_NESTING, PageKind, Schema, Type};

pub(crate) fn check(expr: &Expr, schema: &dyn Schema) -> Result<Type> {
    let mut checker = Checker {
        schema,
        variables: Vec::new(),
        current: Type::Any,
    };
    checker.check(expr)
}

struct Checker<'a> {
    schema: &'a dyn Schema,
    variables: Vec<(&'a Name, Type)>,
    /// What `current` is.
    current: Type,
}

impl<'a> Checker<'a> {
    fn check(&mut self, expr: &'a Expr) -> Result<Type> {
        let found = self.find(expr)?;
        // Variables may nest lists deeper than the text does.
        if matches!(found, Type::List(_)) && found.nesting() > MAX_NESTING {
            let message = format!("lists are nested more than {MAX_NESTING} levels deep");
            return Err(Error::new(ErrorKind::Limit, expr.span, message));
        }
        Ok(found)
    }

    fn find(&mut self, expr: &'a Expr) -> Result<Type> {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Index => Ok(Type::Number),
            ExprKind::Text(_) => Ok(Type::Text),
            ExprKind::Boolean(_) => Ok(Type::Boolean),
            ExprKind::ThisPage => Ok(Type::Page(None)),
            ExprKind::Current => Ok(self.current.clone()),
            ExprKind::Variable(name) => Ok(self.variable(name)),
            ExprKind::Property(property) => self.property(None, property, expr.span),
            ExprKind::Member { page, property } => {
                let found = self.check(page)?;
                self.member(page, &found, &property.value, property.span)
            }
            ExprKind::List(items) => self.list(items),
            ExprKind::Unary { operator, operand } => {
                let found = self.check(operand)?;
                unary(*operator, &found, operand.span)
            }
            ExprKind::Binary {
                operator,
                left,
                right,
            } => {
                let one = self.check(left)?;
                let other = self.check(right)?;
                binary(*operator, (&one, left.span), (&other, right.span))
            }
            ExprKind::Ternary {
                condition,
                then,
                otherwise,
            } => {
                self.check(condition)?;
                Ok(Type::branches([self.check(then)?, self.check(otherwise)?]))
            }
            ExprKind::Call {
                function,
                arguments,
                ..
            } => self.call(function.signature(), arguments),
            ExprKind::Let { bindings, body, .. } => {
                let outer = self.variables.len();
                for binding in bindings {
                    let value = self.check(&binding.value)?;
                    self.variables.push((&binding.name.value, value));
                }
                let result = self.check(body)?;
                self.variables.truncate(outer);
                Ok(result)
            }
        }
    }

    /// The innermost variable of that name. Trees built by hand may have none, which then may be anything.
    fn variable(&self, name: &Name) -> Type {
        let found = self
            .variables
            .iter()
            .rev()
            .find(|(known, _)| *known == name);
        found.map_or(Type::Any, |(_, known)| known.clone())
    }

    fn list(&mut self, items: &'a [Expr]) -> Result<Type> {
        let mut types = Vec::with_capacity(items.len());
        for item in items {
            types.push(self.check(item)?);
        }
        Ok(Type::list(Type::any_of(types)))
    }

    fn property(&self, of: Option<PageKind>, property: &Reference, span: Span) -> Result<Type> {
        if let Some(known) = self.schema.property(of, property) {
            return Ok(known);
        }
        let error = Error::new(
            ErrorKind::UnknownProperty,
            span,
            format!("there is no property {property}"),
        );
        let name = match property {
            Reference::Name(name) | Reference::Field(name) => name,
            Reference::Token(_) => return Err(error),
        };
        Err(match suggest(name, self.schema.names(of)) {
            Some(name) => error.with_help(format!("did you mean `{name}`?")),
            None => error,
        })
    }

    fn member(&self, page: &Expr, found: &Type, property: &Reference, span: Span) -> Result<Type> {
        if page.kind == ExprKind::ThisPage {
            return self.property(None, property, span);
        }
        let mut types = Vec::new();
        for member in found.members() {
            match member {
                Type::Page(Some(kind)) => types.push(self.property(Some(*kind), property, span)?),
                Type::Page(None) | Type::Any => types.push(Type::Any),
                _ => {}
            }
        }
        if !types.is_empty() {
            return Ok(Type::any_of(types));
        }
        let error = type_error(
            page.span,
            format!("only a page has properties, found {found}"),
        );
        Err(match found.item() {
            Some(_) => error.with_help("take one page with `first()`, or look at each with `map`"),
            None => error,
        })
    }
}

fn type_error(span: Span, message: String) -> Error {
    Error::new(ErrorKind::Type, span, message)
}

/// Returns true if it may be one of `kinds`, or nothing, or is not known.
fn may_be(found: &Type, kinds: &[Type]) -> bool {
    let fits = |member: &Type| matches!(member, Type::Any | Type::Empty) || kinds.contains(member);
    found.members().iter().any(fits)
}

fn unary(operator: UnaryOperator, found: &Type, span: Span) -> Result<Type> {
    let (fits, result) = match operator {
        UnaryOperator::Minus => (may_be(found, &[Type::Number]), Type::Number),
        UnaryOperator::Plus => (
            may_be(found, &[Type::Number, Type::Text, Type::Boolean]),
            Type::Number,
        ),
        UnaryOperator::Not | UnaryOperator::Bang => (true, Type::Boolean),
    };
    if fits {
        return Ok(result);
    }
    Err(number_wanted(operator.symbol(), found, span))
}

/// An operand with its place.
type Operand<'a> = (&'a Type, Span);

fn binary(operator: BinaryOperator, left: Operand<'_>, right: Operand<'_>) -> Result<Type> {
    match operator {
        BinaryOperator::Add => add(left, right),
        BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo
        | BinaryOperator::Power => {
            for (found, span) in [left, right] {
                if !may_be(found, &[Type::Number]) {
                    return Err(number_wanted(operator.symbol(), found, span));
                }
            }
            Ok(Type::Number)
        }
        BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
        | BinaryOperator::Less
        | BinaryOperator::LessOrEqual => {
            compare(operator, left, right)?;
            Ok(Type::Boolean)
        }
        BinaryOperator::Equal
        | BinaryOperator::Unequal
        | BinaryOperator::And
        | BinaryOperator::AndSign
        | BinaryOperator::Or
        | BinaryOperator::OrSign => Ok(Type::Boolean),
    }
}

/// `+` adds numbers; where either side is text it joins texts.
fn add(left: Operand<'_>, right: Operand<'_>) -> Result<Type> {
    let is_text = |found: &Type| found.members().contains(&Type::Text);
    let only_text = |found: &Type| *found == Type::Text;
    if only_text(left.0) || only_text(right.0) {
        return Ok(Type::Text);
    }
    if is_text(left.0) || is_text(right.0) {
        return Ok(Type::any_of([Type::Text, Type::Number]));
    }
    for (found, span) in [left, right] {
        if !may_be(found, &[Type::Number]) {
            let message = format!("`+` adds numbers or joins text, found {found}");
            return Err(type_error(span, message).with_help("turn it into text with `format`"));
        }
    }
    Ok(match (left.0, right.0) {
        (Type::Empty, Type::Empty) => Type::Empty,
        (left, right) if *left == Type::Any || *right == Type::Any => Type::Any,
        _ => Type::Number,
    })
}

/// Both sides must be able to be the same kind of what has an order.
fn compare(operator: BinaryOperator, left: Operand<'_>, right: Operand<'_>) -> Result<()> {
    let kinds = [Type::Number, Type::Text, Type::Date, Type::Boolean];
    let symbol = operator.symbol();
    for (found, span) in [left, right] {
        if !may_be(found, &kinds) {
            let message =
                format!("`{symbol}` compares numbers, texts, dates or booleans, found {found}");
            return Err(type_error(span, message));
        }
    }
    let same = |kind: &Type| {
        may_be(left.0, std::slice::from_ref(kind)) && may_be(right.0, std::slice::from_ref(kind))
    };
    if kinds.iter().any(same) {
        return Ok(());
    }
    let message = format!(
        "`{symbol}` compares values of one type, found {} and {}",
        left.0, right.0
    );
    Err(type_error(left.1.to(right.1), message))
}

fn number_wanted(operator: &str, found: &Type, span: Span) -> Error {
    let error = type_error(span, format!("`{operator}` takes numbers, found {found}"));
    match may_be(found, &[Type::Text, Type::Boolean, Type::Date]) {
        true => error.with_help("turn it into a number with `toNumber`"),
        false => error,
    }
}
