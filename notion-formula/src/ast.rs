//! The syntax tree of a formula.

use std::fmt;

use crate::error::Span;
use crate::function::Function;

/// An expression with its place in the text.
///
/// Two expressions are equal if they have the same form; where they stand does not count.
#[derive(Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

impl Expr {
    /// An expression that stands nowhere, for trees that are not parsed.
    #[must_use]
    pub fn new(kind: ExprKind) -> Self {
        Self {
            kind,
            span: Span::default(),
        }
    }

    /// The expressions right below this one, in the order of the text.
    pub fn children(&self) -> impl Iterator<Item = &Expr> {
        let (many, pairs, boxed): (&[Expr], &[Binding], [Option<&Expr>; 3]) = match &self.kind {
            ExprKind::List(items) => (items, &[], [None; 3]),
            ExprKind::Call { arguments, .. } => (arguments, &[], [None; 3]),
            ExprKind::Member { page, .. } => (&[], &[], [Some(page), None, None]),
            ExprKind::Unary { operand, .. } => (&[], &[], [Some(operand), None, None]),
            ExprKind::Binary { left, right, .. } => (&[], &[], [Some(left), Some(right), None]),
            ExprKind::Ternary {
                condition,
                then,
                otherwise,
            } => (&[], &[], [Some(condition), Some(then), Some(otherwise)]),
            ExprKind::Let { bindings, body, .. } => (&[], bindings, [Some(body), None, None]),
            _ => (&[], &[], [None; 3]),
        };
        many.iter()
            .chain(pairs.iter().map(|binding| &binding.value))
            .chain(boxed.into_iter().flatten())
    }

    /// The expressions right below this one, to change.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        type Parts<'a> = (&'a mut [Expr], &'a mut [Binding], [Option<&'a mut Expr>; 3]);
        let (many, pairs, boxed): Parts<'_> = match &mut self.kind {
            ExprKind::List(items) => (items, &mut [], [None, None, None]),
            ExprKind::Call { arguments, .. } => (arguments, &mut [], [None, None, None]),
            ExprKind::Member { page, .. } => (&mut [], &mut [], [Some(page), None, None]),
            ExprKind::Unary { operand, .. } => (&mut [], &mut [], [Some(operand), None, None]),
            ExprKind::Binary { left, right, .. } => {
                (&mut [], &mut [], [Some(left), Some(right), None])
            }
            ExprKind::Ternary {
                condition,
                then,
                otherwise,
            } => (
                &mut [],
                &mut [],
                [Some(condition), Some(then), Some(otherwise)],
            ),
            ExprKind::Let { bindings, body, .. } => (&mut [], bindings, [Some(body), None, None]),
            _ => (&mut [], &mut [], [None, None, None]),
        };
        many.iter_mut()
            .chain(pairs.iter_mut().map(|binding| &mut binding.value))
            .chain(boxed.into_iter().flatten())
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExprKind {
    /// `42`, `0.5`. A negative number is [`ExprKind::Unary`] with a positive one.
    Number(Number),
    /// `"text"`, without its quotes and escapes.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// `[1, 2, 3]`.
    List(Vec<Expr>),
    /// A property of the page that the formula belongs to: `prop("Name")`.
    Property(Reference),
    /// A property of another page: `current.prop("Name")`.
    Member {
        /// The page.
        page: Box<Expr>,
        /// Its property, and where that is named.
        property: Spanned<Reference>,
    },
    /// `current`: the item that a list function looks at.
    Current,
    /// `index`: the place of that item, from zero.
    Index,
    /// `thisPage`: the page that the formula belongs to.
    ThisPage,
    /// A variable of `let` or `lets`.
    Variable(Name),
    /// `-x`, `not x`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// What it applies to.
        operand: Box<Expr>,
    },
    /// `x + y`.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// What stands left of it.
        left: Box<Expr>,
        /// What stands right of it.
        right: Box<Expr>,
    },
    /// `condition ? then : otherwise`.
    Ternary {
        /// What is asked.
        condition: Box<Expr>,
        /// The value if so.
        then: Box<Expr>,
        /// The value if not.
        otherwise: Box<Expr>,
    },
    /// `round(x, 2)`, or `x.round(2)`.
    Call {
        /// The function.
        function: Function,
        /// Its arguments. In the form of a method the first one stands before the dot.
        arguments: Vec<Expr>,
        /// Which of the two forms it has.
        form: CallForm,
    },
    /// `let(name, value, body)`, `lets(a, 1, b, 2, body)`.
    Let {
        /// The variables, in order; each sees those before it.
        bindings: Vec<Binding>,
        /// What is computed with them.
        body: Box<Expr>,
        /// `lets` was written, which takes any number of variables; `let` takes one.
        many: bool,
    },
}

/// A number as a formula can write it: not negative, and finite.
#[derive(Clone, Copy, PartialEq)]
pub struct Number(f64);

impl Number {
    /// `None` for what no literal can say: a negative number, an infinite one, not a number.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && !value.is_sign_negative()).then_some(Self(value))
    }

    /// Returns its value.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of a variable: letters, digits and underscores, not beginning with a digit, no word of the language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Box<str>);

impl Name {
    /// `None` if the text cannot name a variable.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let mut characters = name.chars();
        let begins = characters.next().is_some_and(is_name_start);
        (begins && characters.all(is_name_part) && !is_reserved(name)).then(|| Self(name.into()))
    }

    /// Returns the name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(crate) fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(crate) fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_reserved(word: &str) -> bool {
    const WORDS: [&str; 10] = [
        "true", "false", "and", "or", "not", "current", "index", "thisPage", "let", "lets",
    ];
    WORDS.contains(&word)
}

/// How a formula names a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// By its name: `prop("Name")`. What people write.
    Name(String),
    /// By a token: `{{notion:block_property:title:…}}`, without the braces. What Notion stores.
    Token(String),
    /// By the field of a struct: `{field}`. Read only where [`Syntax::placeholders`](crate::Syntax::placeholders) is on.
    Field(String),
}

/// Something with its place in the text, which does not count when two are compared.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// What it is.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A variable and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The variable.
    pub name: Spanned<Name>,
    /// Its value.
    pub value: Expr,
}

/// The two forms of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallForm {
    /// `round(x, 2)`.
    Function,
    /// `x.round(2)`.
    Method,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `-x`.
    Minus,
    /// `+x`.
    Plus,
    /// `not x`.
    Not,
    /// `!x`, the same as `not x`.
    Bang,
}

impl UnaryOperator {
    /// How it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Minus => "-",
            Self::Plus => "+",
            Self::Not => "not",
            Self::Bang => "!",
        }
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `x + y`: the sum of numbers; text where either is text.
    Add,
    /// `x - y`.
    Subtract,
    /// `x * y`.
    Multiply,
    /// `x / y`.
    Divide,
    /// `x % y`.
    Modulo,
    /// `x ^ y`.
    Power,
    /// `x == y`.
    Equal,
    /// `x != y`.
    Unequal,
    /// `x > y`.
    Greater,
    /// `x >= y`.
    GreaterOrEqual,
    /// `x < y`.
    Less,
    /// `x <= y`.
    LessOrEqual,
    /// `x and y`.
    And,
    /// `x && y`, the same as `x and y`.
    AndSign,
    /// `x or y`.
    Or,
    /// `x || y`, the same as `x or y`.
    OrSign,
}

impl BinaryOperator {
    /// How it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::And => "and",
            Self::AndSign => "&&",
            Self::Or => "or",
            Self::OrSign => "||",
        }
    }

    /// How tightly it binds: 2 for `or` up to 9 for `^`.
    #[must_use]
    pub fn precedence(self) -> u8 {
        match self {
            Self::Or | Self::OrSign => 2,
            Self::And | Self::AndSign => 3,
            Self::Equal | Self::Unequal => 4,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => 5,
            Self::Add | Self::Subtract => 6,
            Self::Multiply | Self::Divide | Self::Modulo => 7,
            // 8 is unary minus and plus.
            Self::Power => 9,
        }
    }

    /// Returns true if it compares: `==`, `<` and the like, which cannot be chained.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        matches!(self.precedence(), 4 | 5)
    }
}
