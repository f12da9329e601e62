//! Marks of values that Notion truncated.

use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether a value is whole or a truncated part.
///
/// Each part that is read has a number of its own, which its clones share. Two rows can begin alike and go on differently,
/// so that a part of one row is never the same as a part of another, however equal what is known of them looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part(Option<NonZeroU64>);

impl Part {
    /// The mark of a whole value.
    pub const WHOLE: Part = Part(None);

    /// Returns the mark of a truncated value that was read just now.
    pub fn truncated() -> Part {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Part(NonZeroU64::new(NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    /// Returns whether the value is whole.
    pub const fn is_whole(self) -> bool {
        self.0.is_none()
    }

    /// Returns the number of a part, and `None` for a whole value.
    pub fn number(self) -> Option<u64> {
        self.0.map(NonZeroU64::get)
    }

    /// Returns the mark of a value that is made of two: a part if one of them is.
    #[must_use]
    pub fn or(self, other: Part) -> Part {
        Part(self.0.or(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_own_number_and_a_whole_value_none() {
        let (one, other) = (Part::truncated(), Part::truncated());
        assert_ne!(one.number(), other.number());
        assert!(!one.is_whole() && Part::WHOLE.is_whole());
        assert_eq!(Part::WHOLE.number(), None);
        assert_eq!(Part::WHOLE.or(other).number(), other.number());
        assert!(Part::WHOLE.or(Part::WHOLE).is_whole());
    }
}
