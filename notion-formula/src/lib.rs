#![cfg_attr(feature = "eval", doc = include_str!("docs/lib.md"))]
#![cfg_attr(
    not(feature = "eval"),
    doc = "Notion's formula language, without the evaluator: the feature `eval` brings it, and the documentation."
)]
// On docs.rs an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod ast;
mod check;
mod error;
#[cfg(feature = "eval")]
mod eval;
mod formula;
mod function;
mod lexer;
mod names;
mod normal;
mod parser;
mod print;
#[cfg(feature = "eval")]
pub mod reference;
mod suggest;
mod types;

pub use ast::{
    BinaryOperator, Binding, CallForm, Expr, ExprKind, Name, Number, Reference, Spanned,
    UnaryOperator,
};
pub use error::{Error, ErrorKind, Result, Span};
#[cfg(feature = "eval")]
pub use eval::{Answer, Budget, Date, Host, List, Moment, Person, Usage, Value};
pub use formula::{Formula, Syntax};
pub use function::{Accepts, Function, Output, Parameter, Signature};
pub use names::{Mention, Reach};
pub use parser::MAX_DEPTH;
pub use print::number_to_text;
pub use suggest::suggest;
pub use types::{PageKind, Schema, Type};

/// The examples of the README are tests.
#[cfg(all(doctest, feature = "eval"))]
#[doc = include_str!("../README.md")]
struct Readme;
