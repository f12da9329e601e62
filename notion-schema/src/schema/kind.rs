//! The kinds of Notion's properties, as types without values.
//!
//! A kind knows its name in Notion's API and the settings that a schema gives it; the operators
//! that a column of it has are in [`crate::column`]. The trait is sealed: Notion says what kinds
//! there are.
//!
//! Each kind is a type with Notion's own word for it as its name, and an alias in Rust's manner to
//! write in programs: the compiler shows the first in its messages ("a Notion `checkbox` property
//! has no order"), and no other type has that name.

use std::marker::PhantomData;

use super::cell::CellType;
use super::definition::Config;
use super::{NotionOptions, NotionSchema};

/// A kind of property.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a kind of Notion property")]
pub trait Kind: sealed::Sealed + 'static {
    /// The kind's name in Notion's API.
    const WIRE: &'static str;

    /// The kind with the settings that it has by default.
    const CONFIG: Config = Config::Plain { wire: Self::WIRE };

    /// What the kind is called as the result of a formula or rollup, in a filter.
    const RESULT: &'static str = Self::WIRE;

    /// What a formula of this kind gives, in Notion's word for it in a filter.
    #[doc(hidden)]
    const GIVES: &'static str = "";

    /// The keys that lead to the operator in a filter.
    #[doc(hidden)]
    fn filter_path(path: &mut Vec<&'static str>) {
        path.push(Self::WIRE);
    }

    /// What the values are in a table with typed columns.
    #[doc(hidden)]
    const CELL: CellType = CellType::Text;

    /// Whether a value that Notion leaves empty comes as an empty list rather than as null.
    const EMPTY_IS_LIST: bool = false;

    /// Whether Notion computes the values, so that they are never sent.
    const COMPUTED: bool = false;
}

mod sealed {
    pub trait Sealed {}
}

/// The key of a filter of any text. Notion's documentation has a key for each kind, too; this is the
/// one that was recorded of Notion for all of them.
const TEXT_FILTER: &str = "rich_text";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:ident $({$($item:tt)*})?,)*) => {$(
        #[doc = concat!("[`", stringify!($name), "`], by Notion's word for it.")]
        #[expect(non_camel_case_types, reason = "Notion's word, for the compiler's messages")]
        #[derive(Debug, Clone, Copy)]
        pub enum $word {}

        $(#[$doc])*
        pub type $name = $word;

        impl sealed::Sealed for $word {}
        impl Kind for $word {
            const WIRE: &'static str = stringify!($word);
            $($($item)*)?
        }
    )*};
}

kinds! {
    /// The title, which every database has once.
    Title title {
        const EMPTY_IS_LIST: bool = true;
        fn filter_path(path: &mut Vec<&'static str>) {
            path.push(TEXT_FILTER);
        }
    },
    /// Text with formatting.
    RichText rich_text {
        const RESULT: &'static str = "string";
        const EMPTY_IS_LIST: bool = true;
    },
    /// A number.
    Number number {
        const CONFIG: Config = Config::Number { format: None };
        const CELL: CellType = CellType::Number;
    },
    /// A date, with or without a time, or a range.
    Date date { const CELL: CellType = CellType::Range; },
    /// People.
    People people {
        const EMPTY_IS_LIST: bool = true;
        const CELL: CellType = CellType::List(&CellType::Text);
    },
    /// Files.
    Files files {
        const EMPTY_IS_LIST: bool = true;
        const CELL: CellType = CellType::List(&CellType::Text);
    },
    /// Yes or no.
    Checkbox checkbox { const CELL: CellType = CellType::Checkbox; },
    /// A web address.
    Url url {
        fn filter_path(path: &mut Vec<&'static str>) {
            path.push(TEXT_FILTER);
        }
    },
    /// An e-mail address.
    Email email {
        fn filter_path(path: &mut Vec<&'static str>) {
            path.push(TEXT_FILTER);
        }
    },
    /// A phone number.
    PhoneNumber phone_number {
        fn filter_path(path: &mut Vec<&'static str>) {
            path.push(TEXT_FILTER);
        }
    },
    /// When the page was created.
    CreatedTime created_time {
        const CELL: CellType = CellType::Instant;
        const COMPUTED: bool = true;
    },
    /// Who created the page.
    CreatedBy created_by { const COMPUTED: bool = true; },
    /// When the page was last edited.
    LastEditedTime last_edited_time {
        const CELL: CellType = CellType::Instant;
        const COMPUTED: bool = true;
    },
    /// Who last edited the page.
    LastEditedBy last_edited_by { const COMPUTED: bool = true; },
    /// A number that Notion counts up.
    UniqueId unique_id {
        const CONFIG: Config = Config::UniqueId { prefix: None };
        const COMPUTED: bool = true;
    },
    /// A place on a map.
    Place place,
    /// Whether a wiki page was verified.
    Verification verification,
    /// A button.
    Button button { const COMPUTED: bool = true; },
}

/// What a kind is of where that is left open, as an attribute leaves it: the `E` of `select<E>`.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Open {}

macro_rules! kinds_of {
    ($($(#[$doc:meta])* $name:ident $word:ident<$of:ident $(: $bound:ident)?> $wire:literal {$($item:tt)*},)*) => {$(
        #[doc = concat!("[`", stringify!($name), "`], by Notion's word for it.")]
        #[expect(non_camel_case_types, reason = "Notion's word, for the compiler's messages")]
        #[derive(Debug)]
        pub struct $word<$of = Open>(PhantomData<fn() -> $of>);

        $(#[$doc])*
        pub type $name<$of> = $word<$of>;

        impl<$of: 'static> sealed::Sealed for $word<$of> {}
        impl<$of: $($bound +)? 'static> Kind for $word<$of> {
            const WIRE: &'static str = $wire;
            $($item)*
        }
    )*};
}

kinds_of! {
    /// A list of values, as a rollup shows them; `K` is the kind of each.
    ListOf list_of<K: Kind> "array" {
        const CELL: CellType = CellType::List(&K::CELL);
    },
    /// One of several options.
    Select select<E: NotionOptions> "select" {
        const CONFIG: Config = Config::Select(options::<E>);
    },
    /// Some of several options.
    MultiSelect multi_select<E: NotionOptions> "multi_select" {
        const CONFIG: Config = Config::MultiSelect(options::<E>);
        const CELL: CellType = CellType::List(&CellType::Text);
        const EMPTY_IS_LIST: bool = true;
    },
    /// One of several options, in groups from "To-do" to "Complete".
    Status status<E: NotionOptions> "status" {
        const CONFIG: Config = Config::Status(options::<E>);
    },
    /// Pages of another database, of schema `T`.
    Relation relation<T: NotionSchema> "relation" {
        const CONFIG: Config = Config::Relation { target: T::schema, two_way: None };
        const CELL: CellType = CellType::List(&CellType::Text);
        const EMPTY_IS_LIST: bool = true;
    },
    /// What Notion computes over the pages of a relation; `K` is the kind of the result.
    Rollup rollup<K: Kind> "rollup" {
        const CONFIG: Config = Config::Rollup(None);
        const COMPUTED: bool = true;
        const CELL: CellType = K::CELL;
        fn filter_path(path: &mut Vec<&'static str>) {
            path.extend([Self::WIRE, K::RESULT]);
        }
    },
    /// What Notion computes from the page's other properties; `K` is the kind of the result.
    Formula formula<K: Kind> "formula" {
        const CONFIG: Config = Config::Formula { expression: None };
        const COMPUTED: bool = true;
        const CELL: CellType = K::CELL;
        const GIVES: &'static str = K::RESULT;
        fn filter_path(path: &mut Vec<&'static str>) {
            path.extend([Self::WIRE, K::RESULT]);
        }
    },
}

fn options<E: NotionOptions>() -> &'static [super::Choice] {
    E::OPTIONS
}

#[cfg(test)]
mod tests {
    use notion_vocabulary::{EmptyValue, PropertyType};

    use super::*;

    fn check<K: Kind>() -> PropertyType {
        let known = PropertyType::parse(K::WIRE).unwrap();
        assert_eq!(K::COMPUTED, known.is_computed(), "{known}");
        let empty_is_list = known.empty_value() == EmptyValue::EmptyList;
        assert_eq!(K::EMPTY_IS_LIST, empty_is_list, "{known}");
        known
    }

    macro_rules! check_plain {
        ($($kind:ident)*) => { [$(check::<$kind>()),*] };
    }

    #[test]
    fn plain_kinds_are_those_of_the_vocabulary() {
        let checked = check_plain! {
            title rich_text number date people files checkbox url email phone_number created_time created_by
            last_edited_time last_edited_by unique_id place verification button
        };
        let with_parameter = [check::<Rollup<Number>>(), check::<Formula<Number>>()];
        // Those of options and relations need a type of the user, and those of requests no client reads.
        use PropertyType::{LastVisitedTime, Location, MultiSelect, Relation, Select, Status};
        for property in PropertyType::ALL {
            let apart = [
                Select,
                MultiSelect,
                Status,
                Relation,
                Location,
                LastVisitedTime,
            ];
            let found = checked.contains(property) || with_parameter.contains(property);
            assert_eq!(found, !apart.contains(property), "{property}");
        }
    }
}
