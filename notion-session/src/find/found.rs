//! The results of a search.

use std::fmt;
use std::ops::Deref;

use super::partial::PartialObject;
use crate::error::{Error, Result};

/// The results of a search.
///
/// It derefs to a slice, and [`item`](Self::item) returns the single element.
#[derive(Clone)]
pub struct Found<T> {
    what: String,
    items: Vec<T>,
    partial: Vec<PartialObject>,
    /// Describes an element for error messages.
    label: fn(&T) -> String,
}

impl<T> Found<T> {
    pub(crate) fn new(what: impl Into<String>, items: Vec<T>, label: fn(&T) -> String) -> Self {
        Self {
            what: what.into(),
            items,
            partial: Vec::new(),
            label,
        }
    }

    pub(crate) fn with_partial(mut self, partial: Vec<PartialObject>) -> Self {
        self.partial = partial;
        self
    }

    /// Returns the objects that Notion named without their content, because the integration may not read them. They are not
    /// elements: their titles are unknown.
    pub fn partial(&self) -> &[PartialObject] {
        &self.partial
    }

    /// Returns the single element.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if there is none, or more than one. The error lists them.
    pub fn item(mut self) -> Result<T> {
        match self.items.pop() {
            Some(item) if self.items.is_empty() => Ok(item),
            last => {
                let found = self.items.iter().chain(&last).map(self.label).collect();
                Err(Error::count_mismatch(self.what, found))
            }
        }
    }

    /// Returns the elements.
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

/// Derefs to the slice of results.
impl<T> Deref for Found<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Found<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Found<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T> From<Found<T>> for Vec<T> {
    fn from(found: Found<T>) -> Self {
        found.items
    }
}

impl<T: fmt::Debug> fmt::Debug for Found<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(items: &[u32]) -> Found<u32> {
        Found::new("page \"Home\"", items.to_vec(), u32::to_string)
    }

    #[test]
    fn one_is_given() {
        assert_eq!(found(&[7]).item().unwrap(), 7);
    }

    #[test]
    fn none_and_several_are_errors_that_say_how_many() {
        let none = found(&[]).item().unwrap_err().to_string();
        assert!(
            none.starts_with("expected one page \"Home\", found 0"),
            "{none}"
        );
        let several = found(&[1, 2, 3, 4, 5, 6]).item().unwrap_err().to_string();
        assert_eq!(
            several,
            "expected one page \"Home\", found 6: 1, 2, 3, 4, 5, …"
        );
    }

    #[test]
    fn it_is_a_slice() {
        let found = found(&[1, 2]);
        assert_eq!(
            (found.len(), found.first(), found.iter().sum::<u32>()),
            (2, Some(&1), 3)
        );
        assert_eq!(found.into_vec(), [1, 2]);
    }
}
