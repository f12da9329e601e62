//! What a rollup's function takes and what it gives: what the compiler checks of a rollup.
//!
//! A rollup passes two traits on its way into the schema, so that each mistake has an error of its
//! own: the kind of the property that it goes over, [`RollsUp`], at the name of the function; and
//! the type of the field, [`HoldsRollup`], at that type.

use std::marker::PhantomData;

use super::Column;
use crate::schema::{
    Field, Kind, Names, PropertyAs, Rollup, RollupResult, Typed, field_as, flag, kind,
};

/// A kind of property that the rollup function `F` applies to.
#[diagnostic::on_unimplemented(
    message = "the rollup function `{F}` does not apply to a Notion `{Self}` property",
    label = "not a function for a `{Self}` property",
    note = "for numbers: `sum`, `average`, `median`, `min`, `max`, `range`; \
            for dates: `earliest_date`, `latest_date`, `date_range`; \
            for checkboxes: `checked`, `unchecked`, `percent_checked`, `percent_unchecked`",
    note = "for every property: `count`, `count_values`, `empty`, `not_empty`, `unique`, \
            `percent_empty`, `percent_not_empty`, `show_original`, `show_unique`"
)]
pub trait RollsUp<F>: Kind {
    /// The kind of the result.
    type Result;
}

/// A type that can be declared for a rollup that gives an `R`.
#[diagnostic::on_unimplemented(
    message = "this rollup gives a `{R}`, and a field of type `{Self}` does not hold it",
    label = "the rollup gives a `{R}`",
    note = "a rollup is a field of type `Rollup<..>`: `Rollup<f64>` for a number, `Rollup<Date>` \
            for a date, `Rollup<Vec<..>>` of the property's type for a list of what the related \
            pages have"
)]
pub trait HoldsRollup<R>: PropertyAs<flag::Rollup> {}

#[diagnostic::do_not_recommend]
impl<R, T: RollupResult<Kind = R>> HoldsRollup<R> for Rollup<T> {}

/// The name of the property that a rollup goes over, with what the rollup gives.
pub struct RolledUp<R> {
    name: &'static str,
    gives: PhantomData<fn() -> R>,
}

impl<R> RolledUp<R> {
    /// The field that holds the result. A method, so that what the rollup gives is settled before
    /// the field's type is looked at.
    pub const fn field<T: HoldsRollup<R>>(
        self,
        names: Names,
        function: &'static str,
        relation: &'static str,
    ) -> Field<T> {
        field_as::<flag::Rollup, T>(names).rollup(function, relation, self.name)
    }

    /// The same where it is not known what the function gives.
    pub const fn unknown_field<T: PropertyAs<flag::Rollup>>(
        self,
        names: Names,
        function: &'static str,
        relation: &'static str,
    ) -> Field<T> {
        field_as::<flag::Rollup, T>(names).rollup(function, relation, self.name)
    }
}

/// The property that a rollup with the function `F` goes over.
pub const fn rolled_up<F, S, V, R>(column: Column<S, V>) -> RolledUp<R>
where
    V: Typed,
    V::Kind: RollsUp<F, Result = R>,
{
    RolledUp {
        name: column.name(),
        gives: PhantomData,
    }
}

/// The functions by their names in Notion's API, as types.
pub mod function {
    macro_rules! functions {
        ($($name:ident)*) => {$(
            #[doc = concat!("`", stringify!($name), "(relation.property)`.")]
            #[expect(non_camel_case_types, reason = "Notion's word, for the compiler's messages")]
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}
        )*};
    }
    functions! {
        count count_values empty not_empty unique show_unique percent_empty percent_not_empty
        sum average median min max range earliest_date latest_date date_range
        checked unchecked percent_checked percent_unchecked
        count_per_group percent_per_group show_original
    }
}

macro_rules! every_kind {
    ($result:ty: $($function:ident)*) => {$(
        impl<K: Kind> RollsUp<function::$function> for K {
            type Result = $result;
        }
    )*};
}
every_kind! { kind::Number:
    count count_values empty not_empty unique percent_empty percent_not_empty
}
every_kind! { kind::ListOf<K>: show_original show_unique }

// What these two give is in no recording and no documentation, so that any declared type is taken.
every_kind! { (): count_per_group percent_per_group }

macro_rules! some_kinds {
    ($kind:ident gives $result:ident: $($function:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl RollsUp<function::$function> for kind::$kind {
            type Result = kind::$result;
        }
        #[diagnostic::do_not_recommend]
        impl RollsUp<function::$function> for kind::Formula<kind::$kind> {
            type Result = kind::$result;
        }
        #[diagnostic::do_not_recommend]
        impl RollsUp<function::$function> for kind::Rollup<kind::$kind> {
            type Result = kind::$result;
        }
    )*};
}
some_kinds! { Number gives Number: sum average median min max range }
some_kinds! { Date gives Date: earliest_date latest_date date_range }
some_kinds! { Checkbox gives Number: checked unchecked percent_checked percent_unchecked }

macro_rules! times {
    ($($kind:ident: $($function:ident)*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl RollsUp<function::$function> for kind::$kind {
            type Result = kind::Date;
        }
    )*)*};
}
times! {
    CreatedTime: earliest_date latest_date date_range;
    LastEditedTime: earliest_date latest_date date_range;
}
