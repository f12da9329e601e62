//! Splitting a file into parts within Notion's limits, without I/O.

use notion_vocabulary::limits::{
    MAX_FILE_NAME_BYTES, MAX_UPLOAD_PART_BYTES, MAX_UPLOAD_PARTS, MIN_UPLOAD_PART_BYTES,
    RECOMMENDED_UPLOAD_PART_BYTES,
};

use crate::error::{Error, Result};

/// The maximum number of parts of a file.
const MAX_PARTS: u64 = MAX_UPLOAD_PARTS as u64;

/// How a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// In one part.
    Single,
    /// In several parts of this size; the last one has the rest.
    Parts { size: u64, count: u32 },
}

/// Returns how to send a file of this length, in parts of about the given size.
///
/// # Errors
///
/// [`Error::Refused`] if it is longer than `limit`, which the workspace sets, or than the maximum of all parts.
pub(super) fn plan(name: &str, length: u64, limit: Option<u64>, part: Option<u64>) -> Result<Plan> {
    let refuse = |most: u64, who: &str| {
        let reason = format!("the file has {length} bytes, and {who} {most} at most");
        Err(Error::refused(name, "upload", reason))
    };
    if let Some(limit) = limit.filter(|limit| length > *limit) {
        return refuse(limit, "the workspace takes");
    }
    if length <= MAX_UPLOAD_PART_BYTES {
        return Ok(Plan::Single);
    }
    if length > MAX_UPLOAD_PART_BYTES * MAX_PARTS {
        return refuse(MAX_UPLOAD_PART_BYTES * MAX_PARTS, "Notion takes");
    }
    let wanted = part
        .unwrap_or(RECOMMENDED_UPLOAD_PART_BYTES)
        .clamp(MIN_UPLOAD_PART_BYTES, MAX_UPLOAD_PART_BYTES);
    let size = wanted.max(length.div_ceil(MAX_PARTS));
    // At most 10,000, because of the check above.
    let count = u32::try_from(length.div_ceil(size)).unwrap_or(u32::MAX);
    Ok(Plan::Parts { size, count })
}

/// Returns a name that Notion accepts.
pub(super) fn check_name(name: &str) -> Result<()> {
    let refuse = |reason: String| Err(Error::refused(name, "upload", reason));
    if name.is_empty() {
        return refuse("the file has no name".to_owned());
    }
    if name.len() > MAX_FILE_NAME_BYTES {
        let length = name.len();
        return refuse(format!(
            "the name has {length} bytes, and Notion takes {MAX_FILE_NAME_BYTES} at most"
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
            length in 0..MAX_UPLOAD_PART_BYTES * MAX_PARTS,
            part in proptest::option::of(0..100_u64 << 20),
        ) {
            match plan("x", length, None, part).unwrap() {
                Plan::Single => prop_assert!(length <= MAX_UPLOAD_PART_BYTES),
                Plan::Parts { size, count } => {
                    let count = u64::from(count);
                    prop_assert!(length > MAX_UPLOAD_PART_BYTES);
                    prop_assert!((MIN_UPLOAD_PART_BYTES..=MAX_UPLOAD_PART_BYTES).contains(&size));
                    prop_assert!((2..=MAX_PARTS).contains(&count));
                    prop_assert!(size * count >= length && size * (count - 1) < length);
                }
            }
        }
    }

    #[test]
    fn each_limit_has_two_sides() {
        let parts = |size, count| Plan::Parts { size, count };
        assert_eq!(
            plan("x", MAX_UPLOAD_PART_BYTES, None, None).unwrap(),
            Plan::Single
        );
        assert_eq!(
            plan("x", MAX_UPLOAD_PART_BYTES + 1, None, None).unwrap(),
            parts(RECOMMENDED_UPLOAD_PART_BYTES, 3)
        );
        assert_eq!(plan("x", 7, Some(7), None).unwrap(), Plan::Single);
        let error = plan("big.mov", 8, Some(7), None).unwrap_err().to_string();
        assert!(
            error.contains("`big.mov`") && error.contains("8 bytes") && error.contains("7 at most"),
            "{error}"
        );
        let largest = MAX_UPLOAD_PART_BYTES * MAX_PARTS;
        assert_eq!(
            plan("x", largest, None, None).unwrap(),
            parts(MAX_UPLOAD_PART_BYTES, 10_000)
        );
        assert!(plan("x", largest + 1, None, None).is_err());
        assert!(check_name(&"é".repeat(450)).is_ok());
        assert!(check_name(&"é".repeat(451)).is_err());
        assert!(check_name("").is_err());
    }
}
