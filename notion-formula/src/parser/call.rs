//! Calls: `f(x)`, `x.f()`, `prop("Name")`, `let(name, value, body)`.

use super::{Parser, Tree};
use crate::ast::{Binding, CallForm, Expr, ExprKind, Name, Reference, Spanned};
use crate::error::{Error, ErrorKind, Result, Span};
use crate::function::{Accepts, Function, Signature, formerly};
use crate::lexer::{TokenKind, shorten};
use crate::suggest;

/// How many variables there may be in one place. They are looked up one by one.
const MAX_VARIABLES: usize = 1000;

impl Parser<'_> {
    /// A call; the next two tokens are a word and an open parenthesis.
    pub(super) fn call(&mut self) -> Result<Tree> {
        let start = self.span();
        let form = self.callee()?;
        match form {
            Callee::Property(reference) => {
                self.node(ExprKind::Property(reference), start.to(self.before()), 0)
            }
            Callee::Let { many } => self.binding(start, many),
            Callee::Function(function) => self.arguments(function, None, start),
            // `callee` gives none.
            Callee::Bare(_) => Err(self.unexpected("a function")),
        }
    }

    /// What is called, up to the open parenthesis; a property whole.
    fn callee(&mut self) -> Result<Callee> {
        let span = self.span();
        let TokenKind::Word(word) = self.peek().clone() else {
            return Err(self.unexpected("a function"));
        };
        self.at += 2;
        Ok(match word.as_str() {
            "prop" => Callee::Property(self.property_name()?),
            "let" => Callee::Let { many: false },
            "lets" => Callee::Let { many: true },
            _ => Callee::Function(self.function(&word, span)?),
        })
    }

    /// What follows a dot: a method, or a property of a page.
    pub(super) fn member(&mut self, receiver: Tree) -> Result<Tree> {
        let span = self.span();
        match self.selected()? {
            Callee::Function(function) => self.arguments(function, Some(receiver), span),
            Callee::Property(reference) => self.property(receiver, reference, span),
            Callee::Bare(function) => self.bare(function, receiver),
            // `selected` has refused it.
            Callee::Let { .. } => Err(self.unexpected("a method")),
        }
    }

    /// What stands behind the dot, up to the open parenthesis; a property whole.
    fn selected(&mut self) -> Result<Callee> {
        let span = self.span();
        match self.peek().clone() {
            TokenKind::Property(token) => {
                self.at += 1;
                Ok(Callee::Property(Reference::Token(token)))
            }
            TokenKind::Word(word) if self.peek_at(1) == &TokenKind::Sign("(") => {
                let callee = self.callee()?;
                match callee {
                    Callee::Let { .. } => {
                        let error = Error::new(
                            ErrorKind::Syntax,
                            span,
                            format!("`{word}` is not a method"),
                        );
                        Err(error.with_help(format!("write `{word}(name, value, expression)`")))
                    }
                    Callee::Function(function) if function.signature().most() == Some(0) => {
                        let error = Error::new(
                            ErrorKind::Arity,
                            span,
                            format!("`{word}` takes no arguments"),
                        );
                        Err(error.with_help(format!("write `{word}()`")))
                    }
                    callee => Ok(callee),
                }
            }
            TokenKind::Word(word) => match Function::named(&word) {
                // Notion's own documentation writes `current.length`.
                Some(function) if takes_one(function) => {
                    self.at += 1;
                    Ok(Callee::Bare(function))
                }
                found => Err(not_called(&word, found.is_some(), span)),
            },
            TokenKind::Field(field) => {
                let message = format!(
                    "`{{{}}}` is a field of this schema, not of another page",
                    shorten(&field)
                );
                let error = Error::new(ErrorKind::Syntax, span, message);
                Err(error.with_help(
                    "write `.prop(\"Name\")` with the name that the property has in Notion",
                ))
            }
            _ => Err(self.unexpected("a method")),
        }
    }

    fn bare(&self, function: Function, receiver: Tree) -> Result<Tree> {
        let whole = receiver.expr.span.to(self.before());
        let kind = ExprKind::Call {
            function,
            arguments: vec![*receiver.expr],
            form: CallForm::Method,
        };
        self.node(kind, whole, receiver.height)
    }

    fn property(&self, receiver: Tree, reference: Reference, span: Span) -> Result<Tree> {
        let whole = receiver.expr.span.to(self.before());
        let kind = ExprKind::Member {
            page: receiver.expr,
            property: Spanned {
                value: reference,
                span: span.to(self.before()),
            },
        };
        self.node(kind, whole, receiver.height)
    }

    /// The name in `prop("Name")`, behind the open parenthesis.
    fn property_name(&mut self) -> Result<Reference> {
        let TokenKind::Text(name) = self.peek().clone() else {
            let error = self.unexpected("the name of a property");
            return Err(error.with_help("write it in double quotes: `prop(\"Name\")`"));
        };
        self.at += 1;
        self.expect(")")?;
        Ok(Reference::Name(name))
    }

    fn function(&self, word: &str, span: Span) -> Result<Function> {
        if let Some(function) = Function::named(word) {
            return Ok(function);
        }
        let shown = shorten(word);
        let error = Error::new(
            ErrorKind::UnknownName,
            span,
            format!("there is no function `{shown}`"),
        );
        if let Some(instead) = formerly(word) {
            return Err(error.with_help(format!("write {instead}")));
        }
        let names = Function::signatures().map(|signature| signature.name);
        Err(match suggest(word, names.chain(["prop", "let", "lets"])) {
            Some(name) => error.with_help(format!("did you mean `{name}`?")),
            None => error,
        })
    }

    /// The arguments behind the open parenthesis, up to the closed one. `name` is where the function is named.
    fn arguments(
        &mut self,
        function: Function,
        receiver: Option<Tree>,
        name: Span,
    ) -> Result<Tree> {
        let signature = function.signature();
        let start = receiver
            .as_ref()
            .map_or(name, |receiver| receiver.expr.span);
        let mut height = receiver.as_ref().map_or(0, |receiver| receiver.height);
        let mut arguments: Vec<Expr> = receiver
            .into_iter()
            .map(|receiver| *receiver.expr)
            .collect();
        let before = arguments.len();
        while !self.skip(")") {
            if arguments.len() > before {
                self.comma(")")?;
            }
            let parameter = signature.parameter(arguments.len());
            let each = parameter.is_some_and(|parameter| parameter.accepts == Accepts::Each);
            self.lambdas += usize::from(each);
            let argument = self.expression(2)?;
            self.lambdas -= usize::from(each);
            height = height.max(argument.height);
            arguments.push(*argument.expr);
        }
        check_arity(signature, &arguments, before > 0, name)?;
        let kind = ExprKind::Call {
            function,
            arguments,
            form: if before > 0 {
                CallForm::Method
            } else {
                CallForm::Function
            },
        };
        self.node(kind, start.to(self.before()), height)
    }

    /// `let` or `lets`, behind the open parenthesis.
    fn binding(&mut self, start: Span, many: bool) -> Result<Tree> {
        let outer = self.variables.len();
        let mut bindings: Vec<Binding> = Vec::new();
        let mut height = 0;
        // A name with a comma behind it is a variable; what comes last is the expression.
        while (many || bindings.is_empty()) && self.peek_at(1) == &TokenKind::Sign(",") {
            let name = self.variable()?;
            let value = self.expression(2)?;
            height = height.max(value.height);
            self.expect(",")?;
            if self.variables.len() == MAX_VARIABLES {
                let message = format!("there are more than {MAX_VARIABLES} variables");
                return Err(Error::new(ErrorKind::Limit, name.span, message));
            }
            self.variables.push(name.value.clone());
            bindings.push(Binding {
                name,
                value: *value.expr,
            });
        }
        if bindings.is_empty() {
            return Err(self.no_variable(many));
        }
        let body = self.expression(2)?;
        self.expect(")")?;
        self.variables.truncate(outer);
        height = height.max(body.height);
        let body = body.expr;
        self.node(
            ExprKind::Let {
                bindings,
                body,
                many,
            },
            start.to(self.before()),
            height,
        )
    }

    /// The name of a variable and the comma behind it.
    fn variable(&mut self) -> Result<Spanned<Name>> {
        let span = self.span();
        let TokenKind::Word(word) = self.peek() else {
            return Err(self.unexpected("the name of a variable"));
        };
        let Some(value) = Name::new(word) else {
            let message = format!("`{}` cannot name a variable", shorten(word));
            return Err(Error::new(ErrorKind::Syntax, span, message)
                .with_help("it is a word of the language"));
        };
        self.at += 2;
        Ok(Spanned { value, span })
    }

    fn no_variable(&self, many: bool) -> Error {
        self.unexpected("the name of a variable and a comma")
            .with_help(if many {
                "write `lets(name, value, other, value, expression)`"
            } else {
                "write `let(name, value, expression)`"
            })
    }
}

/// What is called.
enum Callee {
    Function(Function),
    /// A method without parentheses.
    Bare(Function),
    Let {
        many: bool,
    },
    Property(Reference),
}

/// Returns true if the function is complete with what stands before the dot.
fn takes_one(function: Function) -> bool {
    let signature = function.signature();
    signature.least() <= 1 && !signature.parameters.is_empty()
}

fn not_called(word: &str, function: bool, span: Span) -> Error {
    let word = shorten(word);
    let error = Error::new(ErrorKind::Syntax, span, format!("`.{word}` is not called"));
    error.with_help(if function {
        format!("write `.{word}(…)`")
    } else {
        format!("a property of a page is written `.prop(\"{word}\")`")
    })
}

fn check_arity(signature: &Signature, found: &[Expr], method: bool, name: Span) -> Result<()> {
    let extra = signature.most().and_then(|most| found.get(most));
    let span = match extra {
        Some(extra) => extra.span,
        None if found.len() < signature.least() => name,
        None => return Ok(()),
    };
    let count = |number: usize| {
        if number == 1 {
            "1 argument".to_owned()
        } else {
            format!("{number} arguments")
        }
    };
    let least = signature.least();
    let wanted = match signature.most() {
        None => format!("at least {}", count(least)),
        Some(most) if most == least => count(least),
        Some(most) => format!("{least} to {}", count(most)),
    };
    let counted = if method {
        ", counting what stands before the dot"
    } else {
        ""
    };
    let message = format!(
        "`{}` takes {wanted}, found {}{counted}",
        signature.name,
        found.len()
    );
    Err(Error::new(ErrorKind::Arity, span, message).with_help(format!("it is `{signature}`")))
}
