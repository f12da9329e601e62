//! A parsed formula, the entry to everything else.

use std::fmt;
use std::str::FromStr;

use crate::ast::{Expr, Reference};
use crate::check;
use crate::error::{Error, Result};
use crate::names::{self, Mention};
use crate::normal;
use crate::parser;
use crate::types::{Schema, Type};

/// A parsed formula.
///
/// It prints as Notion stores it: [`Display`](fmt::Display) writes one space around operators, parentheses around
/// operators in operators and nowhere else.
///
/// ```
/// use notion_formula::Formula;
///
/// let formula = Formula::parse(r#"(prop("Done")==true)?"✅":"🕐" /* so far */"#)?;
/// assert_eq!(formula.to_string(), r#"(prop("Done") == true) ? "✅" : "🕐""#);
/// # Ok::<(), notion_formula::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Formula {
    root: Expr,
}

impl Formula {
    /// Reads a formula as people write it or as Notion stores it.
    ///
    /// # Errors
    /// What is no formula, functions and variables that do not exist, the wrong number of arguments, too deep a nesting
    /// ([`MAX_DEPTH`](crate::MAX_DEPTH)). Properties and types are not looked at.
    pub fn parse(text: &str) -> Result<Self> {
        Syntax::new().parse(text)
    }

    /// A formula from a tree that was built by hand.
    #[must_use]
    pub fn new(root: Expr) -> Self {
        Self { root }
    }

    /// Returns the syntax tree.
    #[must_use]
    pub fn root(&self) -> &Expr {
        &self.root
    }

    /// Returns every property that the formula mentions, as often as it does, in the order of the text.
    ///
    /// ```
    /// use notion_formula::{Formula, Reach, Reference};
    ///
    /// let text = r#"prop("Tasks").map(current.prop("Estimate")).sum()"#;
    /// let formula = Formula::parse(text)?;
    /// let [tasks, estimate] = formula.mentions()[..] else { panic!() };
    /// assert_eq!((tasks.span.of(text), tasks.reach), (r#"prop("Tasks")"#, Reach::Own));
    /// assert_eq!((estimate.span.of(text), estimate.reach), (r#"prop("Estimate")"#, Reach::Other));
    /// assert_eq!(estimate.reference, &Reference::Name("Estimate".into()));
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    #[must_use]
    pub fn mentions(&self) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        names::mentions(&self.root, &mut found);
        found.sort_by_key(|mention| mention.span);
        found
    }

    /// Names properties anew: names into tokens before storing, tokens into names for people, fields into names.
    /// Where `new` gives `None`, the reference stays.
    ///
    /// ```
    /// use notion_formula::{Reference, Syntax};
    ///
    /// let formula = Syntax::new().placeholders(true).parse("{budget} * 1.2")?;
    /// let named = formula.rename(|mention| match mention.reference {
    ///     Reference::Field(field) if field == "budget" => Some(Reference::Name("Budget".into())),
    ///     _ => None,
    /// });
    /// assert_eq!(named.to_string(), r#"prop("Budget") * 1.2"#);
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    #[must_use]
    pub fn rename(&self, mut new: impl FnMut(Mention<'_>) -> Option<Reference>) -> Self {
        let named: Result<Self, std::convert::Infallible> =
            self.try_rename(|mention| Ok(new(mention)));
        match named {
            Ok(named) => named,
        }
    }

    /// The same where a name may be unknown.
    ///
    /// # Errors
    /// The first error that `new` gives.
    pub fn try_rename<E>(
        &self,
        mut new: impl FnMut(Mention<'_>) -> Result<Option<Reference>, E>,
    ) -> Result<Self, E> {
        let mut root = self.root.clone();
        names::rename(&mut root, &mut new)?;
        Ok(Self { root })
    }

    /// The formula in one of the spellings that mean the same: calls as functions, operators instead of `add` and the
    /// like, `and(a, b)` for `a && b`, `if` for `? :`. Two formulas that are equal in it compute the same.
    ///
    /// ```
    /// use notion_formula::Formula;
    ///
    /// let one = Formula::parse(r#"prop("Done") && !prop("Tags").empty() ? 1 : 2"#)?;
    /// let other = Formula::parse(r#"if(and(prop("Done"), not empty(prop("Tags"))), 1, 2)"#)?;
    /// assert_ne!(one, other);
    /// assert_eq!(one.normal(), other.normal());
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    #[must_use]
    pub fn normal(&self) -> Self {
        let mut root = self.root.clone();
        normal::normalise(&mut root);
        Self { root }
    }

    /// Returns the type of the result, for properties of these types.
    ///
    /// # Errors
    /// The first thing that does not fit: a property that the schema does not know, a value of a type that an operator
    /// or a function does not take.
    pub fn check(&self, schema: &dyn Schema) -> Result<Type> {
        check::check(&self.root, schema)
    }
}

impl FromStr for Formula {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Formula({self})")
    }
}

/// What is accepted besides Notion's own syntax.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syntax {
    placeholders: bool,
}

impl Syntax {
    /// Notion's syntax and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether `{field}` names a property by the field of a struct, as [`Reference::Field`]. In texts and comments
    /// braces are braces either way.
    #[must_use]
    pub fn placeholders(mut self, on: bool) -> Self {
        self.placeholders = on;
        self
    }

    /// Reads a formula in this syntax.
    ///
    /// # Errors
    /// Those of [`Formula::parse`].
    pub fn parse(self, text: &str) -> Result<Formula> {
        parser::parse(text, self.placeholders).map(Formula::new)
    }
}
