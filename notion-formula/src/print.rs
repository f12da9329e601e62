//! From the syntax tree to text, as Notion prints a formula before it stores it.

use std::fmt::{self, Write};

use crate::ast::{BinaryOperator, CallForm, Expr, ExprKind, Reference, UnaryOperator};

/// Writes a number as JavaScript does: `0.1`, `1000`, `1e+21`, `1e-7`; `Infinity` and `NaN` in words.
///
/// ```
/// use notion_formula::number_to_text;
///
/// assert_eq!(number_to_text(1000.0), "1000");
/// assert_eq!(number_to_text(0.1 + 0.2), "0.30000000000000004");
/// assert_eq!(number_to_text(-1.5e300), "-1.5e+300");
/// ```
#[must_use]
pub fn number_to_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    let plain = 1e-6..1e21;
    if plain.contains(&number.abs()) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

/// The form that Notion stores, but for the names of properties, which stand as the tree has them.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Number(number) => f.write_str(&number_to_text(number.get())),
            ExprKind::Text(text) => write_text(f, text),
            ExprKind::Boolean(value) => write!(f, "{value}"),
            ExprKind::List(items) => {
                f.write_char('[')?;
                write_separated(f, items)?;
                f.write_char(']')
            }
            ExprKind::Property(reference) => write!(f, "{reference}"),
            ExprKind::Member { page, property } => {
                write_receiver(f, page)?;
                write!(f, ".{}", property.value)
            }
            ExprKind::Current => f.write_str("current"),
            ExprKind::Index => f.write_str("index"),
            ExprKind::ThisPage => f.write_str("thisPage"),
            ExprKind::Variable(name) => f.write_str(name.as_str()),
            ExprKind::Unary { operator, operand } => {
                f.write_str(operator.symbol())?;
                if *operator == UnaryOperator::Not {
                    f.write_char(' ')?;
                }
                write_operand(f, operand, is_compound(operand))
            }
            ExprKind::Binary {
                operator,
                left,
                right,
            } => {
                // A sign binds less tightly than `^`.
                let signed = *operator == BinaryOperator::Power
                    && matches!(left.kind, ExprKind::Unary { .. });
                write_operand(f, left, signed || is_compound(left))?;
                write!(f, " {} ", operator.symbol())?;
                write_operand(f, right, is_compound(right))
            }
            ExprKind::Ternary {
                condition,
                then,
                otherwise,
            } => {
                write_operand(f, condition, is_compound(condition))?;
                f.write_str(" ? ")?;
                write_operand(f, then, is_compound(then))?;
                f.write_str(" : ")?;
                write_operand(f, otherwise, is_compound(otherwise))
            }
            ExprKind::Call {
                function,
                arguments,
                form,
            } => {
                let arguments = match (form, arguments.split_first()) {
                    (CallForm::Method, Some((receiver, arguments))) => {
                        write_receiver(f, receiver)?;
                        f.write_char('.')?;
                        arguments
                    }
                    _ => arguments,
                };
                write!(f, "{}(", function.name())?;
                write_separated(f, arguments)?;
                f.write_char(')')
            }
            ExprKind::Let {
                bindings,
                body,
                many,
            } => {
                f.write_str(if *many { "lets(" } else { "let(" })?;
                for binding in bindings {
                    write!(f, "{}, {}, ", binding.name.value.as_str(), binding.value)?;
                }
                write!(f, "{body})")
            }
        }
    }
}

/// `prop("Name")`, `{{token}}`, `{field}`.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => {
                f.write_str("prop(")?;
                write_text(f, name)?;
                f.write_char(')')
            }
            Self::Token(token) => write!(f, "{{{{{token}}}}}"),
            Self::Field(field) => write!(f, "{{{field}}}"),
        }
    }
}

/// Returns true if parentheses go around it where an operator takes it.
fn is_compound(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Binary { .. } | ExprKind::Ternary { .. }
    )
}

fn write_operand(f: &mut fmt::Formatter<'_>, expr: &Expr, parentheses: bool) -> fmt::Result {
    if parentheses {
        write!(f, "({expr})")
    } else {
        write!(f, "{expr}")
    }
}

fn write_receiver(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    write_operand(
        f,
        expr,
        is_compound(expr) || matches!(expr.kind, ExprKind::Unary { .. }),
    )
}

fn write_separated(f: &mut fmt::Formatter<'_>, items: &[Expr]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(f, "{separator}{item}")?;
    }
    Ok(())
}

/// A text in quotes. A choice: a backslash is doubled only where it would be read as an escape, so that a regular
/// expression like `"\d+"` stays as it was written.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, characters.peek()) {
            ('"', _) => f.write_str("\\\"")?,
            ('\n', _) => f.write_str("\\n")?,
            ('\t', _) => f.write_str("\\t")?,
            ('\\', None | Some('n' | 't' | '"' | '\\' | '\n' | '\t')) => f.write_str("\\\\")?,
            _ => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
