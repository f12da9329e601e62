//! Computing a formula.

mod answer;
mod arguments;
mod budget;
mod calendar;
mod convert;
mod date;
mod decimal;
mod expr;
mod format_date;
mod format_number;
mod general;
mod list;
mod moment;
mod number;
mod operator;
mod parse_date;
mod pattern;
mod text;
mod value;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use answer::Answer;
pub use budget::{Budget, Usage};
pub use moment::{Date, Moment};
pub use value::{List, Person, Value};

use crate::ast::Reference;
use crate::error::{Error, ErrorKind, Result, Span};
use crate::formula::Formula;

/// What a formula needs of the world: its page's properties, and the time.
///
/// ```
/// use std::collections::HashMap;
/// use notion_formula::{Budget, Error, ErrorKind, Formula, Host, Reference, Result, Span, Value};
///
/// /// Tasks, by number. A page is the number of one.
/// struct Tasks(Vec<HashMap<&'static str, Value<usize>>>);
///
/// impl Host for Tasks {
///     type Page = usize;
///
///     fn property(&self, page: &usize, property: &Reference, _: &mut Budget) -> Result<Value<usize>> {
///         let Reference::Name(name) = property else {
///             return Err(Error::new(ErrorKind::Host, Span::default(), "tokens are not known here"));
///         };
///         Ok(self.0[*page].get(name.as_str()).cloned().unwrap_or_default())
///     }
/// }
///
/// let tasks = Tasks(vec![
///     HashMap::from([("Estimate", Value::Number(2.0)), ("Needs", Value::list([Value::Page(1), Value::Page(1)]))]),
///     HashMap::from([("Estimate", Value::Number(0.5))]),
/// ]);
/// let formula = Formula::parse(r#"prop("Estimate") + prop("Needs").map(current.prop("Estimate")).sum()"#)?;
/// assert_eq!(formula.evaluate(&tasks, &0)?, Value::Number(3.0));
/// # Ok::<(), Error>(())
/// ```
pub trait Host {
    /// How the host holds a page: an id, an index, a reference.
    type Page: Clone + PartialEq;

    /// The value of a page's property. Where it is a formula itself, compute it with
    /// [`Formula::evaluate_within`] and this budget, so that the bounds hold for all together.
    ///
    /// # Errors
    /// Whatever keeps the host from it; the place in the formula is filled in.
    fn property(
        &self,
        page: &Self::Page,
        property: &Reference,
        budget: &mut Budget,
    ) -> Result<Value<Self::Page>>;

    /// The time that `now()` and `today()` tell. By default the first second of 1970.
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    /// The time zone that dates are shown, taken apart and moved in. By default UTC, as in Notion's API.
    fn time_zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    /// The title of a page, which stands for it in text. By default empty.
    fn title(&self, page: &Self::Page) -> String {
        let _ = page;
        String::new()
    }

    /// What `id()` gives for a page: Notion's id without dashes. By default empty.
    fn id(&self, page: &Self::Page) -> String {
        let _ = page;
        String::new()
    }
}

/// A world without properties.
impl Host for () {
    type Page = ();

    fn property(&self, (): &(), property: &Reference, _: &mut Budget) -> Result<Value<()>> {
        let message = format!("there is no property {property}");
        Err(Error::new(
            ErrorKind::UnknownProperty,
            Span::default(),
            message,
        ))
    }
}

impl Formula {
    /// Returns the value of the formula for a page.
    ///
    /// ```
    /// use notion_formula::{Formula, Value};
    ///
    /// let formula = Formula::parse(r#"[3, 1, 2].sort().map("No. " + current).join(", ")"#)?;
    /// assert_eq!(formula.evaluate(&(), &())?, Value::text("No. 1, No. 2, No. 3"));
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    ///
    /// # Errors
    /// A value of a wrong type, or one that a function cannot work with: Notion shows an empty result for both. Kind
    /// [`ErrorKind::Limit`] if a default [`Budget`] does not suffice, and what the host fails with.
    pub fn evaluate<H: Host>(&self, host: &H, page: &H::Page) -> Result<Value<H::Page>> {
        self.evaluate_within(host, page, &mut Budget::default())
    }

    /// The same within bounds that the caller gives, or has been given as a [`Host`].
    ///
    /// # Errors
    /// Those of [`Formula::evaluate`].
    pub fn evaluate_within<H: Host>(
        &self,
        host: &H,
        page: &H::Page,
        budget: &mut Budget,
    ) -> Result<Value<H::Page>> {
        let levels = budget.enter_formula(self.root().span)?;
        let result = expr::Evaluator::new(host, page, budget).evaluate(self.root());
        budget.leave_formula(levels);
        result
    }
}

impl Error {
    /// Returns true if it is a mistake in what the formula computes with: a value of a wrong type, or one that a function cannot
    /// work with. Notion shows an empty result for it.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self.kind(), ErrorKind::Type | ErrorKind::Value)
    }
}
