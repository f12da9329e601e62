//! Going through the values of a struct.

use super::Field;

/// Goes through the properties of a struct.
pub trait Visit {
    /// One property's value.
    #[doc(hidden)]
    fn field<T>(&mut self, field: &Field<T>, value: &T);
}

/// Goes through the properties of a struct, and may put other values in place of theirs.
pub trait VisitMut {
    /// One property's value.
    #[doc(hidden)]
    fn field<T>(&mut self, field: &Field<T>, value: &mut T);
}
