//! The types of the language, and how a host names those of its properties.

use std::collections::BTreeMap;
use std::fmt;

use notion_vocabulary::FormulaType;

use crate::ast::Reference;

/// How deep lists may be nested in lists.
pub(crate) const MAX_NESTING: usize = 100;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Type {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A date, with or without time, or a range of two.
    Date,
    /// A person.
    Person,
    /// A page; of which kind, where the host can tell kinds apart.
    Page(Option<PageKind>),
    /// A list.
    List(Box<Type>),
    /// Nothing: what `empty()` gives.
    Empty,
    /// One of several: what `if(x, 1, "one")` gives. At least two, none of them mixed itself.
    Mixed(Vec<Type>),
    /// Not known. It fits everywhere.
    Any,
}

/// A kind of pages, mostly those of one data source. The number means whatever the host wants it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageKind(pub u32);

impl From<FormulaType> for Type {
    /// The type of a property; pages of an unknown kind where they are pages.
    fn from(property: FormulaType) -> Self {
        match property {
            FormulaType::Text => Self::Text,
            FormulaType::Number => Self::Number,
            FormulaType::Boolean => Self::Boolean,
            FormulaType::Date => Self::Date,
            FormulaType::Person => Self::Person,
            FormulaType::TextList => Self::list(Self::Text),
            FormulaType::PersonList => Self::list(Self::Person),
            FormulaType::PageList => Self::list(Self::Page(None)),
            FormulaType::Any => Self::Any,
        }
    }
}

impl Type {
    /// A list of this.
    #[must_use]
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// Returns the types that it may be.
    #[must_use]
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Mixed(types) => types,
            single => std::slice::from_ref(single),
        }
    }

    /// What the items of a list are. `None` if no list can be.
    #[must_use]
    pub fn item(&self) -> Option<Self> {
        let items = self.members().iter().filter_map(|member| match member {
            Self::List(item) => Some((**item).clone()),
            Self::Any => Some(Self::Any),
            _ => None,
        });
        let mut items: Vec<Self> = items.collect();
        match items.len() {
            0 => None,
            1 => items.pop(),
            _ => Some(Self::any_of(items)),
        }
    }

    /// How deep lists are nested in it.
    pub(crate) fn nesting(&self) -> usize {
        let inner = |member: &Self| match member {
            Self::List(item) => 1 + item.nesting(),
            _ => 0,
        };
        self.members().iter().map(inner).max().unwrap_or_default()
    }

    /// What one of several expressions gives; [`Type::Empty`] if there are none.
    pub(crate) fn any_of(types: impl IntoIterator<Item = Self>) -> Self {
        let mut members: Vec<Self> = Vec::new();
        for member in types
            .into_iter()
            .flat_map(|single| single.members().to_vec())
        {
            members.push(member);
        }
        if members.contains(&Self::Any) {
            return Self::Any;
        }
        // Lists of different items are one list of mixed items; a list of nothing fits every list.
        let (mut lists, mut rest): (Vec<Self>, Vec<Self>) = members
            .into_iter()
            .partition(|member| matches!(member, Self::List(_)));
        lists.sort();
        lists.dedup();
        // Looking into a list takes its depth: only where there are several to join.
        match lists.len() {
            0 | 1 => rest.append(&mut lists),
            _ => {
                let items = lists.iter().filter_map(Self::item);
                let known: Vec<Self> = items.filter(|item| *item != Self::Empty).collect();
                rest.push(Self::list(Self::any_of(known)));
            }
        }
        rest.sort();
        rest.dedup();
        match rest.len() {
            0 => Self::Empty,
            1 => rest.remove(0),
            _ => Self::Mixed(rest),
        }
    }

    /// The same for branches, of which any may be empty.
    pub(crate) fn branches(types: impl IntoIterator<Item = Self>) -> Self {
        match Self::any_of(types) {
            Self::Mixed(members) => {
                Self::any_of(members.into_iter().filter(|member| *member != Self::Empty))
            }
            single => single,
        }
    }
}

/// `number`, `list of text`, `date or text`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Number => f.write_str("number"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date => f.write_str("date"),
            Self::Person => f.write_str("person"),
            Self::Page(_) => f.write_str("page"),
            Self::List(item) => match &**item {
                Self::Empty => f.write_str("empty list"),
                item => write!(f, "list of {item}"),
            },
            Self::Empty => f.write_str("empty"),
            Self::Mixed(types) => {
                for (index, member) in types.iter().enumerate() {
                    let separator = if index == 0 { "" } else { " or " };
                    write!(f, "{separator}{member}")?;
                }
                Ok(())
            }
            Self::Any => f.write_str("any"),
        }
    }
}

/// What a host knows of its properties, for [`Formula::check`](crate::Formula::check).
///
/// | Notion's property | its type |
/// |---|---|
/// | title, rich text, URL, email, phone number, select, status, unique id | [`Type::Text`] |
/// | multi-select, files | list of text |
/// | number | [`Type::Number`] |
/// | checkbox | [`Type::Boolean`] |
/// | date, created time, last edited time | [`Type::Date`] |
/// | people | list of person |
/// | created by, last edited by | [`Type::Person`] |
/// | relation | list of page |
/// | formula | the result of its own check |
/// | rollup | by its function: a number, a date, a list |
///
/// ```
/// use std::collections::BTreeMap;
/// use notion_formula::{Formula, Type};
///
/// let schema = BTreeMap::from([("Name", Type::Text), ("Estimate", Type::Number)]);
/// let formula = Formula::parse(r#"prop("Name") + ": " + prop("Estimate")"#)?;
/// assert_eq!(formula.check(&schema)?, Type::Text);
///
/// let error = Formula::parse(r#"round(prop("Name"))"#)?.check(&schema).unwrap_err();
/// assert_eq!(error.to_string(), "`round` takes a number, found text; turn it into a number with `toNumber`");
/// # Ok::<(), notion_formula::Error>(())
/// ```
pub trait Schema {
    /// The type of a property: of the page that the formula belongs to where `of` is `None`, else of a page of that
    /// kind. `None` if there is no such property.
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type>;

    /// The names of the properties, to suggest one if a name is wrong.
    fn names(&self, of: Option<PageKind>) -> Vec<&str> {
        let _ = of;
        Vec::new()
    }
}

/// Properties by name; those of other pages are not known.
impl<K: AsRef<str> + Ord> Schema for BTreeMap<K, Type> {
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type> {
        match (of, property) {
            (None, Reference::Name(name)) => {
                let mut found = self.iter().filter(|(known, _)| known.as_ref() == name);
                found.next().map(|(_, known)| known.clone())
            }
            (None, _) => None,
            (Some(_), _) => Some(Type::Any),
        }
    }

    fn names(&self, of: Option<PageKind>) -> Vec<&str> {
        match of {
            None => self.keys().map(AsRef::as_ref).collect(),
            Some(_) => Vec::new(),
        }
    }
}

/// Nothing is known: every property exists, and may be anything.
impl Schema for () {
    fn property(&self, _: Option<PageKind>, _: &Reference) -> Option<Type> {
        Some(Type::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_join() {
        use Type::{Any, Empty, Number, Text};
        let mixed = Type::any_of([Text, Number, Text]);
        assert_eq!(mixed.to_string(), "text or number");
        assert_eq!(Type::any_of([mixed.clone(), Any]), Any);
        assert_eq!(Type::branches([Number, Empty]), Number);
        assert_eq!(Type::branches([Empty, Empty]), Empty);
        assert_eq!(Type::any_of([Number, Empty]).members().len(), 2);
        assert_eq!(
            Type::any_of([Type::list(Empty), Type::list(Number)]),
            Type::list(Number)
        );
        assert_eq!(
            Type::any_of([Type::list(Text), Type::list(Number)]),
            Type::list(mixed)
        );
        assert_eq!(Type::any_of([]), Empty);
        assert_eq!(
            Type::list(Type::any_of([Type::list(Text), Number])).nesting(),
            2
        );
    }
}
