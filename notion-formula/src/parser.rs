//! From tokens to the syntax tree.
//!
//! Precedence climbing: an operand, then operators as long as they bind at least as tightly as what stands left of
//! the operand asks for.

mod call;

use crate::ast::{BinaryOperator, Expr, ExprKind, Name, Reference, UnaryOperator};
use crate::error::{Error, ErrorKind, Result, Span};
use crate::function::Function;
use crate::lexer::{Token, TokenKind, shorten, tokens};
use crate::suggest;

/// How many levels the tree of a formula may have: calls in calls, operators in operators, operators in a row.
///
/// Notion's own bound is not known; this one keeps everything that walks over a tree within a small stack.
pub const MAX_DEPTH: usize = 256;

/// An expression, and how many levels it has. It is boxed, and errors are made in functions of their own, so that the
/// functions that call each other take little of the stack.
struct Tree {
    expr: Box<Expr>,
    height: usize,
}

pub(crate) fn parse(text: &str, placeholders: bool) -> Result<Expr> {
    let mut parser = Parser {
        text,
        placeholders,
        tokens: tokens(text, placeholders)?,
        at: 0,
        depth: 0,
        variables: Vec::new(),
        lambdas: 0,
    };
    if parser.peek() == &TokenKind::End {
        return Err(Error::new(
            ErrorKind::Syntax,
            Span::default(),
            "the formula is empty",
        ));
    }
    let tree = parser.expression(0)?;
    match parser.peek() {
        TokenKind::End => Ok(*tree.expr),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Whether `{field}` names a property.
    placeholders: bool,
    tokens: Vec<Token>,
    at: usize,
    /// How many levels are open around the place that is read.
    depth: usize,
    /// The variables of `let` that are in scope.
    variables: Vec<Name>,
    /// How many list functions the place is inside of.
    lambdas: usize,
}

impl Parser<'_> {
    /// An expression that is `levels` further in than what is around it, see [`Parser::enter`].
    fn expression(&mut self, levels: usize) -> Result<Tree> {
        self.enter(levels)?;
        let mut tree = self.binary(0)?;
        if self.skip("?") {
            let then = self.expression(1)?;
            self.expect(":")?;
            let otherwise = self.expression(1)?;
            tree = self.ternary(tree, then, otherwise)?;
        }
        self.depth -= levels;
        Ok(tree)
    }

    fn ternary(&self, condition: Tree, then: Tree, otherwise: Tree) -> Result<Tree> {
        let height = condition.height.max(then.height).max(otherwise.height);
        let span = condition.expr.span.to(otherwise.expr.span);
        let kind = ExprKind::Ternary {
            condition: condition.expr,
            then: then.expr,
            otherwise: otherwise.expr,
        };
        self.node(kind, span, height)
    }

    /// Operators that bind at least as tightly as `least`.
    fn binary(&mut self, least: u8) -> Result<Tree> {
        let mut left = self.unary()?;
        while let Some(operator) = self
            .operator()
            .filter(|operator| operator.precedence() >= least)
        {
            self.at += 1;
            // `^` alone is read from right to left.
            let above = u8::from(operator != BinaryOperator::Power);
            let right = self.binary(operator.precedence() + above)?;
            left = self.operation(operator, left, right)?;
        }
        Ok(left)
    }

    fn operation(&self, operator: BinaryOperator, left: Tree, right: Tree) -> Result<Tree> {
        let next = self.operator().map(BinaryOperator::precedence);
        if operator.is_comparison() && next == Some(operator.precedence()) {
            let error = Error::new(
                ErrorKind::Syntax,
                self.span(),
                "comparisons cannot be chained",
            );
            return Err(error.with_help("join them with `and`, or set parentheses"));
        }
        let span = left.expr.span.to(right.expr.span);
        let height = left.height.max(right.height);
        let kind = ExprKind::Binary {
            operator,
            left: left.expr,
            right: right.expr,
        };
        self.node(kind, span, height)
    }

    fn unary(&mut self) -> Result<Tree> {
        let start = self.span();
        let operator = match self.peek() {
            TokenKind::Sign("-") => UnaryOperator::Minus,
            TokenKind::Sign("+") => UnaryOperator::Plus,
            TokenKind::Sign("!") => UnaryOperator::Bang,
            TokenKind::Word(word) if word == "not" && !self.is_call() => UnaryOperator::Not,
            _ => return self.postfix(),
        };
        self.at += 1;
        self.enter(1)?;
        let operand = match operator {
            // A sign binds less tightly than `^`, `not` more tightly than anything.
            UnaryOperator::Minus | UnaryOperator::Plus => self.binary(8)?,
            UnaryOperator::Not | UnaryOperator::Bang => self.unary()?,
        };
        self.depth -= 1;
        self.signed(operator, start, operand)
    }

    fn signed(&self, operator: UnaryOperator, start: Span, operand: Tree) -> Result<Tree> {
        let kind = ExprKind::Unary {
            operator,
            operand: operand.expr,
        };
        self.node(kind, start.to(self.before()), operand.height)
    }

    /// An operand with the methods and properties behind it.
    fn postfix(&mut self) -> Result<Tree> {
        let mut tree = match self.peek() {
            TokenKind::Sign("(") => self.parentheses()?,
            TokenKind::Sign("[") => self.list()?,
            TokenKind::Word(_) if self.is_call() => self.call()?,
            _ => self.leaf()?,
        };
        while self.skip(".") {
            tree = self.member(tree)?;
        }
        Ok(tree)
    }

    fn parentheses(&mut self) -> Result<Tree> {
        let start = self.span();
        self.at += 1;
        let mut tree = self.expression(1)?;
        self.expect(")")?;
        tree.expr.span = start.to(self.before());
        Ok(tree)
    }

    fn list(&mut self) -> Result<Tree> {
        let start = self.span();
        self.at += 1;
        let (items, height) = self.list_items()?;
        self.node(ExprKind::List(items), start.to(self.before()), height)
    }

    fn list_items(&mut self) -> Result<(Vec<Expr>, usize)> {
        let mut items = Vec::new();
        let mut height = 0;
        while !self.skip("]") {
            if !items.is_empty() {
                self.comma("]")?;
            }
            let item = self.expression(2)?;
            height = height.max(item.height);
            items.push(*item.expr);
        }
        Ok((items, height))
    }

    /// What has nothing below it.
    fn leaf(&mut self) -> Result<Tree> {
        let span = self.span();
        let kind = match self.peek().clone() {
            TokenKind::Number(number) => ExprKind::Number(number),
            TokenKind::Text(text) => ExprKind::Text(text),
            TokenKind::Property(token) => ExprKind::Property(Reference::Token(token)),
            TokenKind::Field(field) => ExprKind::Property(Reference::Field(field)),
            TokenKind::Word(word) => self.word(&word, span)?,
            TokenKind::Sign(_) | TokenKind::End => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        self.node(kind, span, 0)
    }

    /// A word that is not called.
    fn word(&self, word: &str, span: Span) -> Result<ExprKind> {
        let known = self
            .variables
            .iter()
            .any(|variable| variable.as_str() == word);
        match word {
            "true" => return Ok(ExprKind::Boolean(true)),
            "false" => return Ok(ExprKind::Boolean(false)),
            "thisPage" => return Ok(ExprKind::ThisPage),
            "current" if self.lambdas > 0 => return Ok(ExprKind::Current),
            "index" if self.lambdas > 0 => return Ok(ExprKind::Index),
            _ => {}
        }
        if let Some(name) = Name::new(word).filter(|_| known) {
            return Ok(ExprKind::Variable(name));
        }
        let error = |message: String| Error::new(ErrorKind::UnknownName, span, message);
        if matches!(word, "current" | "index") {
            return Err(
                error(format!("`{word}` means nothing outside of a list function"))
                    .with_help("use it in `map`, `filter` and the like"),
            );
        }
        if matches!(word, "and" | "or") {
            return Err(self.unexpected("a value"));
        }
        let word = shorten(word);
        if Function::named(&word).is_some() || word == "prop" {
            return Err(
                error(format!("`{word}` is a function")).with_help(format!("call it: `{word}(…)`"))
            );
        }
        let error = error(format!("there is no variable `{word}`"));
        let words = ["true", "false", "current", "index", "thisPage"];
        let names = self.variables.iter().map(Name::as_str).chain(words);
        Err(match suggest(&word, names) {
            Some(name) => error.with_help(format!("did you mean `{name}`?")),
            None if self.placeholders => {
                error.with_help(format!("a field is written in braces: `{{{word}}}`"))
            }
            None => error.with_help(format!("a property is written `prop(\"{word}\")`")),
        })
    }

    fn operator(&self) -> Option<BinaryOperator> {
        Some(match self.peek() {
            TokenKind::Sign("+") => BinaryOperator::Add,
            TokenKind::Sign("-") => BinaryOperator::Subtract,
            TokenKind::Sign("*") => BinaryOperator::Multiply,
            TokenKind::Sign("/") => BinaryOperator::Divide,
            TokenKind::Sign("%") => BinaryOperator::Modulo,
            TokenKind::Sign("^") => BinaryOperator::Power,
            TokenKind::Sign("==" | "===") => BinaryOperator::Equal,
            TokenKind::Sign("!=" | "!==") => BinaryOperator::Unequal,
            TokenKind::Sign(">") => BinaryOperator::Greater,
            TokenKind::Sign(">=") => BinaryOperator::GreaterOrEqual,
            TokenKind::Sign("<") => BinaryOperator::Less,
            TokenKind::Sign("<=") => BinaryOperator::LessOrEqual,
            TokenKind::Sign("&&") => BinaryOperator::AndSign,
            TokenKind::Sign("||") => BinaryOperator::OrSign,
            TokenKind::Word(word) if word == "and" => BinaryOperator::And,
            TokenKind::Word(word) if word == "or" => BinaryOperator::Or,
            _ => return None,
        })
    }

    /// A node above others, of which the highest has that height.
    fn node(&self, kind: ExprKind, span: Span, below: usize) -> Result<Tree> {
        let height = below + 1;
        if height > MAX_DEPTH {
            return Err(self.too_deep());
        }
        let expr = Box::new(Expr { kind, span });
        Ok(Tree { expr, height })
    }

    /// Bounds how deep the functions here call each other, before there are nodes to count. A printed tree has at most
    /// one pair of parentheses a level, so that twice its height is enough to read it again; what has no use for
    /// parentheses, a call or a list, counts two.
    fn enter(&mut self, levels: usize) -> Result<()> {
        self.depth += levels;
        if self.depth <= 2 * MAX_DEPTH {
            Ok(())
        } else {
            Err(self.too_deep())
        }
    }

    fn too_deep(&self) -> Error {
        let message = format!("the formula is nested more than {MAX_DEPTH} levels deep");
        Error::new(ErrorKind::Limit, self.span(), message)
            .with_help("split it into several properties")
    }

    fn peek(&self) -> &TokenKind {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> &TokenKind {
        self.tokens
            .get(self.at + ahead)
            .map_or(&TokenKind::End, |token| &token.kind)
    }

    /// Where the next token stands.
    fn span(&self) -> Span {
        let end = Span::new(self.text.len(), self.text.len());
        self.tokens.get(self.at).map_or(end, |token| token.span)
    }

    /// Where the token before the next one stands.
    fn before(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(Span::default(), |token| token.span)
    }

    /// Returns true if the next word is called: `not(x)` is, `not (x)` is the operator with parentheses.
    fn is_call(&self) -> bool {
        let open = self.peek_at(1) == &TokenKind::Sign("(");
        let is_operator = matches!(self.peek(), TokenKind::Word(word) if word == "not");
        let touches = self
            .tokens
            .get(self.at + 1)
            .is_some_and(|next| next.span.start == self.span().end);
        open && (touches || !is_operator)
    }

    fn skip(&mut self, sign: &'static str) -> bool {
        let found = self.peek() == &TokenKind::Sign(sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<()> {
        if self.skip(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    /// The comma between two items; there is none behind the last one.
    fn comma(&mut self, end: &'static str) -> Result<()> {
        if self.skip(",") {
            return Ok(());
        }
        Err(self.unexpected(&format!("`,` or `{end}`")))
    }

    fn unexpected(&self, wanted: &str) -> Error {
        let found = self.peek().describe();
        Error::new(
            ErrorKind::Syntax,
            self.span(),
            format!("expected {wanted}, found {found}"),
        )
    }
}
