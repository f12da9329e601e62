//! One spelling for all that mean the same, to compare formulas by.

use crate::ast::{BinaryOperator, CallForm, Expr, ExprKind, UnaryOperator};
use crate::function::Function;

/// Rewrites the tree, from the leaves up.
pub(crate) fn normalise(expr: &mut Expr) {
    for child in expr.children_mut() {
        normalise(child);
    }
    // Something to put in its place while it is taken apart.
    let kind = std::mem::replace(&mut expr.kind, ExprKind::ThisPage);
    expr.kind = match kind {
        ExprKind::Unary {
            operator: UnaryOperator::Bang,
            operand,
        } => ExprKind::Unary {
            operator: UnaryOperator::Not,
            operand,
        },
        ExprKind::Binary {
            operator,
            left,
            right,
        } => match operator {
            BinaryOperator::And | BinaryOperator::AndSign => {
                logic(Function::And, vec![*left, *right])
            }
            BinaryOperator::Or | BinaryOperator::OrSign => logic(Function::Or, vec![*left, *right]),
            _ => ExprKind::Binary {
                operator,
                left,
                right,
            },
        },
        ExprKind::Ternary {
            condition,
            then,
            otherwise,
        } => ExprKind::Call {
            function: Function::If,
            arguments: vec![*condition, *then, *otherwise],
            form: CallForm::Function,
        },
        ExprKind::Call {
            function,
            arguments,
            ..
        } => call(function, arguments),
        ExprKind::Let { bindings, body, .. } => ExprKind::Let {
            bindings,
            body,
            many: true,
        },
        kind => kind,
    };
}

/// The function form; an operator where there is one.
fn call(function: Function, arguments: Vec<Expr>) -> ExprKind {
    match function {
        Function::Add => binary(BinaryOperator::Add, function, arguments),
        Function::Subtract => binary(BinaryOperator::Subtract, function, arguments),
        Function::Multiply => binary(BinaryOperator::Multiply, function, arguments),
        Function::Divide => binary(BinaryOperator::Divide, function, arguments),
        Function::Mod => binary(BinaryOperator::Modulo, function, arguments),
        Function::Pow => binary(BinaryOperator::Power, function, arguments),
        Function::Equal => binary(BinaryOperator::Equal, function, arguments),
        Function::Unequal => binary(BinaryOperator::Unequal, function, arguments),
        Function::And | Function::Or => logic(function, arguments),
        Function::Not => not(arguments),
        _ => plain(function, arguments),
    }
}

/// `and` or `or` with all its arguments in one call: operators in a row would make a tree as deep as the row is long.
fn logic(function: Function, arguments: Vec<Expr>) -> ExprKind {
    let mut flat = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match argument.kind {
            ExprKind::Call {
                function: inner,
                arguments,
                ..
            } if inner == function => flat.extend(arguments),
            kind => flat.push(Expr {
                kind,
                span: argument.span,
            }),
        }
    }
    plain(function, flat)
}

fn binary(operator: BinaryOperator, function: Function, mut arguments: Vec<Expr>) -> ExprKind {
    match (arguments.pop(), arguments.pop(), arguments.is_empty()) {
        (Some(right), Some(left), true) => ExprKind::Binary {
            operator,
            left: Box::new(left),
            right: Box::new(right),
        },
        // Only a tree that was built by hand has another number of them.
        (right, left, _) => {
            arguments.extend(left);
            arguments.extend(right);
            plain(function, arguments)
        }
    }
}

fn not(mut arguments: Vec<Expr>) -> ExprKind {
    match (arguments.pop(), arguments.is_empty()) {
        (Some(operand), true) => ExprKind::Unary {
            operator: UnaryOperator::Not,
            operand: Box::new(operand),
        },
        (operand, _) => {
            arguments.extend(operand);
            plain(Function::Not, arguments)
        }
    }
}

fn plain(function: Function, arguments: Vec<Expr>) -> ExprKind {
    ExprKind::Call {
        function,
        arguments,
        form: CallForm::Function,
    }
}

#[cfg(test)]
mod tests {
    use crate::Formula;

    #[test]
    fn spellings() {
        let normal = |text: &str| Formula::parse(text).unwrap().normal().to_string();
        assert_eq!(
            normal("true and (false && (true and 1))"),
            "and(true, false, true, 1)"
        );
        assert_eq!(
            normal("true or false and true"),
            "or(true, and(false, true))"
        );
        assert_eq!(normal("1.add(2).subtract(3)"), "(1 + 2) - 3");
        assert_eq!(
            normal("not(true) ? 1 : !false"),
            "if(not true, 1, not false)"
        );
        assert_eq!(
            normal("let(a, [1].map(current.round), a)"),
            "lets(a, map([1], round(current)), a)"
        );
    }
}
