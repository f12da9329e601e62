//! In how many parts a file is sent: Notion's limits, without any I/O.

use super::MIB;
use crate::error::{Error, Result};

/// The largest file that goes in one part, and the largest part.
pub(super) const LARGEST_PART: u64 = 20 * MIB;
/// The smallest part, but for the last of a file.
const SMALLEST_PART: u64 = 5 * MIB;
/// The size that Notion recommends.
const USUAL_PART: u64 = 10 * MIB;
/// The most parts of a file.
const MOST_PARTS: u64 = 10_000;
/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 900;

/// How a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// In one part.
    Single,
    /// In several of this size; the last one is what is left.
    Parts { size: u64, count: u32 },
}

/// How a file of this length is sent, in parts of about the size that is asked for.
///
/// # Errors
///
/// [`Error::Refused`] where it is longer than `limit`, which the workspace sets, or than all parts together.
pub(super) fn plan(name: &str, length: u64, limit: Option<u64>, part: Option<u64>) -> Result<Plan> {
    let refuse = |most: u64, who: &str| {
        let reason = format!("the file has {length} bytes, and {who} {most} at most");
        Err(Error::refused(name, "upload", reason))
    };
    if let Some(limit) = limit.filter(|limit| length > *limit) {
        return refuse(limit, "the workspace takes");
    }
    if length <= LARGEST_PART {
        return Ok(Plan::Single);
    }
    if length > LARGEST_PART * MOST_PARTS {
        return refuse(LARGEST_PART * MOST_PARTS, "Notion takes");
    }
    let wanted = part
        .unwrap_or(USUAL_PART)
        .clamp(SMALLEST_PART, LARGEST_PART);
    let size = wanted.max(length.div_ceil(MOST_PARTS));
    // At most ten thousand, by what was checked above.
    let count = u32::try_from(length.div_ceil(size)).unwrap_or(u32::MAX);
    Ok(Plan::Parts { size, count })
}

/// A name that Notion takes.
pub(super) fn check_name(name: &str) -> Result<()> {
    let refuse = |reason: String| Err(Error::refused(name, "upload", reason));
    if name.is_empty() {
        return refuse("the file has no name".to_owned());
    }
    if name.len() > LONGEST_NAME {
        let length = name.len();
        return refuse(format!(
            "the name has {length} bytes, and Notion takes {LONGEST_NAME} at most"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_plan_keeps_the_limits_and_covers_the_file(
            length in 0..LARGEST_PART * MOST_PARTS,
            part in proptest::option::of(0..100 * MIB),
        ) {
            match plan("x", length, None, part).unwrap() {
                Plan::Single => prop_assert!(length <= LARGEST_PART),
                Plan::Parts { size, count } => {
                    let count = u64::from(count);
                    prop_assert!(length > LARGEST_PART);
                    prop_assert!((SMALLEST_PART..=LARGEST_PART).contains(&size));
                    prop_assert!((2..=MOST_PARTS).contains(&count));
                    prop_assert!(size * count >= length && size * (count - 1) < length);
                }
            }
        }
    }

    #[test]
    fn each_limit_has_two_sides() {
        let parts = |size, count| Plan::Parts { size, count };
        assert_eq!(plan("x", LARGEST_PART, None, None).unwrap(), Plan::Single);
        assert_eq!(
            plan("x", LARGEST_PART + 1, None, None).unwrap(),
            parts(USUAL_PART, 3)
        );
        assert_eq!(plan("x", 7, Some(7), None).unwrap(), Plan::Single);
        let error = plan("big.mov", 8, Some(7), None).unwrap_err().to_string();
        assert!(
            error.contains("`big.mov`") && error.contains("8 bytes") && error.contains("7 at most"),
            "{error}"
        );
        let largest = LARGEST_PART * MOST_PARTS;
        assert_eq!(
            plan("x", largest, None, None).unwrap(),
            parts(LARGEST_PART, 10_000)
        );
        assert!(plan("x", largest + 1, None, None).is_err());
        assert!(check_name(&"é".repeat(450)).is_ok());
        assert!(check_name(&"é".repeat(451)).is_err());
        assert!(check_name("").is_err());
    }
}
