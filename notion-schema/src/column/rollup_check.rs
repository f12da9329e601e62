//! What a rollup's function takes and what it gives: what the compiler checks of a rollup.
//!
//! A rollup passes two traits on its way into the schema, so that each mistake has an error of its
//! own: the kind of the property that it goes over, [`RollsUp`], at the name of the function; and
//! the type of the field, [`HoldsRollup`], at that type. What traits cannot say, that whole numbers
//! hold no fractions and that a type of one's own may hold either, [`check_numbers`] checks of the
//! finished field.

use std::marker::PhantomData;

#[cfg(test)]
use notion_vocabulary::{RollupInput, RollupOutput};

use super::Column;
use crate::schema::{
    Codec, Config, Field, Kind, Names, Numbers, PropertyAs, Rollup, RollupResult, field_as, flag,
    kind,
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
    message = "the result of this rollup is a `{R}`, which a field of type `{Self}` cannot hold",
    label = "the result of the rollup is a `{R}`",
    note = "the field has the type `Rollup<f64>` for a number, `Rollup<Date>` for a date, and `Rollup<Vec<T>>` for a \
            list of the related pages' values, where `T` is `Title` for a `list_of<title>`, `String` for a \
            `list_of<rich_text>`, `Option<f64>` for a `list_of<number>`, and so on"
)]
pub trait HoldsRollup<R>: PropertyAs<flag::Rollup> {}

#[diagnostic::do_not_recommend]
impl<R, T: RollupResult<Kind = R>> HoldsRollup<R> for Rollup<T> {}

/// The name of the property that a rollup goes over, with what the rollup gives.
pub struct RolledUp<R> {
    name: &'static str,
    numbers: Numbers,
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
        self.unknown_field(names, function, relation)
    }

    /// The same where it is not known what the function gives.
    pub const fn unknown_field<T: PropertyAs<flag::Rollup>>(
        self,
        names: Names,
        function: &'static str,
        relation: &'static str,
    ) -> Field<T> {
        let numbers = numbers(function, self.numbers);
        field_as::<flag::Rollup, T>(names).rollup(function, relation, self.name, numbers)
    }
}

/// The numbers that a function gives over a property of such numbers.
const fn numbers(function: &str, property: Numbers) -> Numbers {
    match function.as_bytes() {
        b"sum" | b"min" | b"max" | b"range" | b"show_original" | b"show_unique" => property,
        _ if gives_fractions(function) => Numbers::Fractional,
        _ => Numbers::Unknown,
    }
}

/// Returns true if a function gives fractions, whatever the numbers are that it goes over.
const fn gives_fractions(function: &str) -> bool {
    matches!(
        function.as_bytes(),
        b"average"
            | b"median"
            | b"percent_empty"
            | b"percent_not_empty"
            | b"percent_checked"
            | b"percent_unchecked"
            | b"percent_per_group"
    )
}

/// Refuses a field of whole numbers for a rollup that gives fractions: Notion would give 3.7, and
/// the row could not be read. `rollup` is the rollup as it was written.
///
/// # Panics
///
/// At compile time, where the rollup gives fractions and the field holds whole numbers.
#[track_caller]
#[expect(clippy::panic, reason = "the compiler calls it, and shows the message")]
pub const fn check_numbers<T>(field: &Field<T>, rollup: &str) {
    let (Numbers::Fractional, Numbers::Whole(whole)) = (field.rolled_up, field.holds) else {
        return;
    };
    let Config::Rollup(Some(definition)) = field.property.config else {
        return;
    };
    let function = definition.function;
    let subject = if gives_fractions(function) {
        function
    } else {
        rollup
    };
    let remedy = match function.as_bytes() {
        b"show_original" | b"show_unique" => "write `f64` in its place",
        _ => "write `Rollup<f64>`",
    };
    let message = Message::new()
        .with("`")
        .with(subject)
        .with("` gives numbers with a fraction, which `")
        .with(whole)
        .with("` cannot hold; ")
        .with(remedy);
    panic!("{}", message.text());
}

/// A string that is put together at compile time, where `format!` cannot be called.
struct Message {
    bytes: [u8; 512],
    length: usize,
}

impl Message {
    const fn new() -> Message {
        Message {
            bytes: [0; 512],
            length: 0,
        }
    }

    /// With a further part; what does not fit is cut off.
    const fn with(mut self, part: &str) -> Message {
        let mut index = 0;
        while index < part.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = part.as_bytes()[index];
            self.length += 1;
            index += 1;
        }
        self
    }

    const fn text(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            // Cut off within a character.
            Err(_) => "the rollup gives numbers with a fraction, which a whole number cannot hold",
        }
    }
}

/// The property that a rollup with the function `F` goes over.
pub const fn rolled_up<F, S, V, R>(column: Column<S, V>) -> RolledUp<R>
where
    V: Codec,
    V::Kind: RollsUp<F, Result = R>,
{
    RolledUp {
        name: column.name(),
        numbers: V::NUMBERS,
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
/// Implements [`RollsUp`] for the functions by what they take and what they give, which a test holds against the vocabulary.
macro_rules! rolls_up {
    ($($input:ident => $output:ident: $($function:ident)*;)*) => {
        $( rolls_up!(@ $input $output: $($function)*); )*

        #[cfg(test)]
        const FUNCTIONS: &[(RollupInput, RollupOutput, &[&str])] = &[$(
            (RollupInput::$input, RollupOutput::$output, &[$(stringify!($function)),*]),
        )*];
    };
    (@ Any Number: $($function:ident)*) => { every_kind! { kind::Number: $($function)* } };
    (@ Any List: $($function:ident)*) => { every_kind! { kind::ListOf<K>: $($function)* } };
    (@ Any Unknown: $($function:ident)*) => { every_kind! { (): $($function)* } };
    (@ $kind:ident $result:ident: $($function:ident)*) => {
        some_kinds! { $kind gives $result: $($function)* }
    };
}
rolls_up! {
    Any => Number: count count_values empty not_empty unique percent_empty percent_not_empty;
    Any => List: show_original show_unique;
    // Any declared type is taken.
    Any => Unknown: count_per_group percent_per_group;
    Number => Number: sum average median min max range;
    Date => Date: earliest_date latest_date date_range;
    Checkbox => Number: checked unchecked percent_checked percent_unchecked;
}

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

#[cfg(test)]
mod tests {
    use notion_vocabulary::RollupFunction;

    use super::*;

    #[test]
    fn the_compiler_checks_rollups_by_the_vocabulary() {
        let mut count = 0;
        for (input, output, words) in FUNCTIONS {
            for word in *words {
                let function = RollupFunction::parse(word).unwrap();
                assert_eq!(
                    (function.input(), function.output()),
                    (*input, *output),
                    "{word}"
                );
                count += 1;
            }
        }
        assert_eq!(count, RollupFunction::ALL.len());
    }
}
