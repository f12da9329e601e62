//! Conditions on the values that a rollup shows: `any`, `every` and `none`.

use std::marker::PhantomData;

use serde_json::json;

use super::Column;
use super::expression::{Condition, On};
use super::filter::Filter;
use super::operand::{Num, Operand, OperandValue, Text, When};
use super::operator::{
    Contains, DateLike, Emptiness, Equals, Listed, NotEquals, Ordered, TextLike, list,
};
use crate::schema::{Codec, Kind, NotionOptions, NotionSchema, kind};

/// A rollup that shows the values of a property, of kind `Element`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property shows no list of values",
    label = "`any`, `every` and `none` are not available here",
    note = "these are for a `Rollup<Vec<..>>`: `#[notion(rollup = show_original(relation.property))]`"
)]
pub trait Elements: Kind {
    /// The kind of each value.
    type Element: ElementKind;
}

#[diagnostic::do_not_recommend]
impl<K: ElementKind> Elements for kind::Rollup<kind::ListOf<K>> {
    type Element = K;
}

/// Kinds whose values Notion can filter inside of a rollup.
#[diagnostic::on_unimplemented(
    message = "Notion cannot filter by the values of a `{Self}` property inside of a rollup"
)]
pub trait ElementKind: Kind {
    /// What the kind is called in a filter of a rollup. All texts have one name, and so have dates
    /// and people. Choice: the kinds that Notion's documentation leaves out go by their family.
    #[doc(hidden)]
    const KEY: &'static str;
}

macro_rules! element_kinds {
    ($($kind:ident $([$generic:ident: $bound:ident])? $key:literal,)*) => {$(
        impl$(<$generic: $bound>)? ElementKind for kind::$kind$(<$generic>)? {
            const KEY: &'static str = $key;
        }
    )*};
}
element_kinds! {
    Title "rich_text",
    RichText "rich_text",
    Url "rich_text",
    Email "rich_text",
    PhoneNumber "rich_text",
    Number "number",
    UniqueId "number",
    Checkbox "checkbox",
    Select[E: NotionOptions] "select",
    MultiSelect[E: NotionOptions] "multi_select",
    Status[E: NotionOptions] "status",
    Date "date",
    CreatedTime "date",
    LastEditedTime "date",
    People "people",
    CreatedBy "people",
    LastEditedBy "people",
    Files "files",
    Relation[T: NotionSchema] "relation",
}

/// One of the values that a rollup shows; `K` is its kind. It has the operators of that kind, with
/// the same meaning as those of a [`Column`].
#[derive(Debug)]
pub struct Element<S, K> {
    rollup: &'static str,
    quantifier: &'static str,
    of: PhantomData<fn() -> (S, K)>,
}

/// A condition on the values that a rollup shows. It is one condition, as Notion takes one; filters
/// are put together outside of the rollup.
#[must_use = "a condition does nothing until a filter has it"]
#[derive(Debug)]
pub struct ElementCondition<S>(Filter<S>);

impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// One of the values at least fulfils the condition.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[derive(NotionSchema)]
    /// # struct Project {
    /// #     #[notion(title)] name: String,
    /// #     tasks: Relation<Task>,
    /// #[notion(rollup = show_original(tasks.estimate))]
    /// estimates: Rollup<Vec<f64>>,
    /// # }
    /// let filter = Project::COL.estimates.any(|estimate| estimate.gt(5));
    /// assert_eq!(filter.to_string(), "any of Estimates > 5");
    /// ```
    pub fn any(
        self,
        condition: impl FnOnce(Element<S, <V::Kind as Elements>::Element>) -> ElementCondition<S>,
    ) -> Filter<S>
    where
        V::Kind: Elements,
    {
        condition(self.element("any")).0
    }

    /// Each of the values fulfils the condition, and there is one at least.
    pub fn every(
        self,
        condition: impl FnOnce(Element<S, <V::Kind as Elements>::Element>) -> ElementCondition<S>,
    ) -> Filter<S>
    where
        V::Kind: Elements,
    {
        condition(self.element("every")).0
    }

    /// None of the values fulfils the condition; there may be no values at all.
    pub fn none(
        self,
        condition: impl FnOnce(Element<S, <V::Kind as Elements>::Element>) -> ElementCondition<S>,
    ) -> Filter<S>
    where
        V::Kind: Elements,
    {
        condition(self.element("none")).0
    }

    fn element<K>(self, quantifier: &'static str) -> Element<S, K> {
        Element {
            rollup: self.name(),
            quantifier,
            of: PhantomData,
        }
    }
}

impl<S: NotionSchema, K: ElementKind> Element<S, K> {
    fn condition(self, operator: &'static str, operand: OperandValue) -> ElementCondition<S> {
        ElementCondition(Filter::of(Condition {
            on: On::Property(self.rollup),
            path: vec!["rollup", self.quantifier, K::KEY],
            operator,
            operand: operand.of::<S>(self.rollup),
        }))
    }

    /// It is one of these options.
    pub fn in_list<O>(self, options: impl IntoIterator<Item = O>) -> ElementCondition<S>
    where
        K: Listed,
        O: Operand<<K as Listed>::Operand>,
    {
        self.condition("equals", list(options))
    }

    /// It is none of these options.
    pub fn not_in_list<O>(self, options: impl IntoIterator<Item = O>) -> ElementCondition<S>
    where
        K: Listed,
        O: Operand<<K as Listed>::Operand>,
    {
        self.condition("does_not_equal", list(options))
    }
}

macro_rules! operators {
    ($($name:ident $operator:literal $bound:ident $(<$operand:ty>)?;)*) => {
        impl<S: NotionSchema, K: ElementKind> Element<S, K> {$(
            #[doc = concat!("As [`Column::", stringify!($name), "`].")]
            pub fn $name<O>(self, value: O) -> ElementCondition<S>
            where
                K: $bound,
                O: Operand<operators!(@operand $bound $(<$operand>)?)>,
            {
                self.condition($operator, value.into_operand())
            }
        )*}
    };
    (@operand $bound:ident <$operand:ty>) => { $operand };
    (@operand $bound:ident) => { <K as $bound>::Operand };
}
operators! {
    eq "equals" Equals;
    ne "does_not_equal" NotEquals;
    gt "greater_than" Ordered<Num>;
    ge "greater_than_or_equal_to" Ordered<Num>;
    lt "less_than" Ordered<Num>;
    le "less_than_or_equal_to" Ordered<Num>;
    contains "contains" Contains;
    not_contains "does_not_contain" Contains;
    starts_with "starts_with" TextLike<Text>;
    ends_with "ends_with" TextLike<Text>;
    before "before" DateLike<When>;
    after "after" DateLike<When>;
    on_or_before "on_or_before" DateLike<When>;
    on_or_after "on_or_after" DateLike<When>;
}

macro_rules! without_operand {
    ($($name:ident $bound:ident $operand:tt;)*) => {
        impl<S: NotionSchema, K: ElementKind> Element<S, K> {$(
            #[doc = concat!("As [`Column::", stringify!($name), "`].")]
            pub fn $name(self) -> ElementCondition<S>
            where
                K: $bound,
            {
                self.condition(stringify!($name), json!($operand).into())
            }
        )*}
    };
}
without_operand! {
    is_empty Emptiness true;
    is_not_empty Emptiness true;
    this_week DateLike {};
    past_week DateLike {};
    past_month DateLike {};
    past_year DateLike {};
    next_week DateLike {};
    next_month DateLike {};
    next_year DateLike {};
}
