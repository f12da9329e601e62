//! Which numbers a type holds, for what the compiler checks of rollups.

/// The numbers that a Rust type holds, as far as the compiler checks them.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// None, or those of a type of one's own.
    Unknown,
    /// Whole numbers, in this type.
    Whole(&'static str),
    /// Numbers with a fraction.
    Fractional,
}
