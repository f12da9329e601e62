//! The functions of the language: one table, which the parser, the checker, the documentation and the tests go by.

mod date;
mod general;
mod list;
mod number;
mod text;

use std::fmt;

/// What one function takes and gives.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Signature {
    /// The function.
    pub function: Function,
    /// Its name in a formula.
    pub name: &'static str,
    /// What it takes. In the form of a method the first one stands before the dot.
    pub parameters: &'static [Parameter],
    /// How many of the last parameters may be repeated as a group: 1 in `sum`, 2 in `ifs`, mostly 0.
    pub repeats: usize,
    /// What it gives.
    pub output: Output,
    /// What it does, in a sentence or two of Markdown.
    pub meaning: &'static str,
    /// Expressions with it and their values, as `Value` prints itself. A test computes them.
    pub examples: &'static [(&'static str, &'static str)],
    /// Where it is known to differ from Notion, or not known to be like it.
    pub gap: Option<&'static str>,
}

impl Signature {
    const fn new(
        function: Function,
        name: &'static str,
        parameters: &'static [Parameter],
        output: Output,
    ) -> Self {
        Self {
            function,
            name,
            parameters,
            repeats: 0,
            output,
            meaning: "",
            examples: &[],
            gap: None,
        }
    }

    const fn means(
        mut self,
        meaning: &'static str,
        examples: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.meaning = meaning;
        self.examples = examples;
        self
    }

    const fn gap(mut self, gap: &'static str) -> Self {
        self.gap = Some(gap);
        self
    }

    const fn repeating(mut self, last: usize) -> Self {
        self.repeats = last;
        self
    }

    /// How many arguments it wants at the least.
    #[must_use]
    pub fn least(&self) -> usize {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.optional)
            .count()
    }

    /// How many arguments it takes at the most; `None` if any number.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        (self.repeats == 0).then_some(self.parameters.len())
    }

    /// Returns the parameter that takes the argument at `index`, counted from zero.
    #[must_use]
    pub fn parameter(&self, index: usize) -> Option<&'static Parameter> {
        match self.parameters.get(index) {
            Some(parameter) => Some(parameter),
            None if self.repeats == 0 => None,
            None => {
                let fixed = self.parameters.len() - self.repeats;
                self.parameters.get(fixed + (index - fixed) % self.repeats)
            }
        }
    }
}

/// The signature as one reads it: `substring(text: text, start: number, end?: number) -> text`.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            let optional = if parameter.optional { "?" } else { "" };
            write!(
                f,
                "{separator}{}{optional}: {}",
                parameter.name, parameter.accepts
            )?;
        }
        let more = if self.repeats > 0 { ", …" } else { "" };
        write!(f, "{more}) -> {}", self.output)
    }
}

/// What a function takes in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// What the place is called in the documentation and in errors.
    pub name: &'static str,
    /// What may stand there.
    pub accepts: Accepts,
    /// Whether it may be left out.
    pub optional: bool,
}

const fn required(name: &'static str, accepts: Accepts) -> Parameter {
    Parameter {
        name,
        accepts,
        optional: false,
    }
}

const fn optional(name: &'static str, accepts: Accepts) -> Parameter {
    Parameter {
        name,
        accepts,
        optional: true,
    }
}

/// What a parameter accepts. A value that may be empty is accepted everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Accepts {
    /// Any value.
    Any,
    /// Text, and what turns into text by itself.
    Text,
    /// A number.
    Number,
    /// A date, with or without time, or a range.
    Date,
    /// A person.
    Person,
    /// A page.
    Page,
    /// A list of anything.
    List,
    /// Text or a list.
    TextOrList,
    /// A number or a list of numbers.
    Numbers,
    /// An expression that is computed for each item, which it calls `current`.
    Each,
}

impl fmt::Display for Accepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any",
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Person => "person",
            Self::Page => "page",
            Self::List => "list",
            Self::TextOrList => "text or list",
            Self::Numbers => "number or list of numbers",
            Self::Each => "expression over `current`",
        })
    }
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A date.
    Date,
    /// A list of texts.
    Texts,
    /// Whatever its branches give.
    Branch,
    /// An item of its list.
    Item,
    /// A list like the one it was given.
    SameList,
    /// One list of the items of all lists that it was given.
    Joined,
    /// A list of what its expression gives.
    Mapped,
    /// The list without inner lists.
    Flattened,
    /// A number; text if it was given text.
    Sum,
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Texts => "list of text",
            Self::Branch => "type of the branches",
            Self::Item => "type of the items",
            Self::SameList | Self::Joined => "list",
            Self::Mapped => "list of what the expression gives",
            Self::Flattened => "list without inner lists",
            Self::Sum => "number or text",
        })
    }
}

macro_rules! functions {
    ($($(#[doc = $category:literal])+ $table:path { $($function:ident)+ })+) => {
        /// A function of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "the table of signatures documents them")]
        pub enum Function { $($($function),+),+ }

        impl Function {
            /// All functions, by category.
            pub const ALL: &[Self] = &[$($(Self::$function),+),+];
        }

        /// All signatures, by category.
        static TABLES: &[(&str, &[Signature])] = &[$((concat!($($category),+), &$table)),+];
    };
}

functions! {
    /// General
    general::TABLE {
        If Ifs And Or Not Empty Length Format Equal Unequal Id Name Email
    }
    /// Text
    text::TABLE {
        Substring Contains Test Match Replace ReplaceAll Lower Upper Trim Repeat PadStart PadEnd Link Style Unstyle
        Split Join
    }
    /// Number
    number::TABLE {
        FormatNumber Add Subtract Multiply Mod Pow Divide Min Max Sum Median Mean Abs Round Ceil Floor Sqrt Cbrt Exp
        Ln Log10 Log2 Sign Pi E ToNumber
    }
    /// Date
    date::TABLE {
        Now Today Minute Hour Day Date Week Month Year DateAdd DateSubtract DateBetween DateRange DateStart DateEnd
        Timestamp FromTimestamp FormatDate ParseDate
    }
    /// List
    list::TABLE {
        At First Last Slice Splice Concat Sort Reverse Unique Includes Find FindIndex Filter Some Every Map Flat Count
    }
}

impl Function {
    /// The function of that name. `let` and `lets` are none: they bind variables, and have their own place in the tree.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::signatures()
            .find(|signature| signature.name == name)
            .map(|signature| signature.function)
    }

    /// Returns its name in a formula.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.signature().name
    }

    /// What it takes and gives.
    #[must_use]
    pub fn signature(self) -> &'static Signature {
        let mut index = self as usize;
        for (_, table) in TABLES {
            match table.get(index) {
                Some(signature) => return signature,
                None => index -= table.len(),
            }
        }
        unreachable!("a test counts that the tables hold every function")
    }

    /// All signatures, by category.
    pub fn signatures() -> impl Iterator<Item = &'static Signature> {
        TABLES.iter().flat_map(|(_, table)| table.iter())
    }

    /// The signatures of each category, with its name.
    pub fn categories() -> impl Iterator<Item = (&'static str, &'static [Signature])> {
        TABLES
            .iter()
            .map(|&(category, table)| (category.trim(), table))
    }
}

/// What to write instead of a function that Notion's first formula language had, and that this one has not.
pub(crate) fn formerly(name: &str) -> Option<&'static str> {
    Some(match name {
        "larger" => "`a > b`",
        "largerEq" => "`a >= b`",
        "smaller" => "`a < b`",
        "smallerEq" => "`a <= b`",
        "unaryMinus" => "`-a`",
        "unaryPlus" => "`toNumber(a)`",
        "start" => "`dateStart`",
        "end" => "`dateEnd`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_every_function_in_order() {
        let table: Vec<_> = Function::signatures()
            .map(|signature| signature.function)
            .collect();
        assert_eq!(table, Function::ALL);
        for &function in Function::ALL {
            assert_eq!(function.signature().function, function);
            assert_eq!(Function::named(function.name()), Some(function));
        }
    }

    #[test]
    fn optional_parameters_come_last_and_groups_fit() {
        for signature in Function::signatures() {
            let optional: Vec<_> = signature.parameters.iter().map(|p| p.optional).collect();
            assert!(optional.is_sorted(), "{signature}");
            assert!(
                signature.repeats <= signature.parameters.len(),
                "{signature}"
            );
        }
    }

    #[test]
    fn repeated_groups_go_round() {
        let ifs = Function::Ifs.signature();
        let names: Vec<_> = (0..6)
            .filter_map(|i| ifs.parameter(i))
            .map(|p| p.name)
            .collect();
        assert_eq!(
            names,
            [
                "condition",
                "value",
                "condition",
                "value",
                "condition",
                "value"
            ]
        );
        assert_eq!(Function::Substring.signature().parameter(3), None);
        assert_eq!(
            Function::Substring.signature().to_string(),
            "substring(text: text, start: number, end?: number) -> text"
        );
    }
}
