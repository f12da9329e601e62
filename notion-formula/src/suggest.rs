//! "Did you mean": the name that was probably meant.

use strsim::osa_distance;

/// The number of characters of a name that are compared: nobody mistypes a megabyte.
const MAX_COMPARED: usize = 64;

/// Returns the name among `known` that is nearest to `name`, if one is near enough to have been meant.
///
/// Near are names of which at most a third of the characters must be inserted, removed, replaced or swapped with their
/// neighbour. Upper and lower case count as the same.
///
/// ```
/// use notion_formula::suggest;
///
/// assert_eq!(suggest("Estimat", ["Estimate", "Status"]), Some("Estimate"));
/// assert_eq!(suggest("Colour", ["Estimate", "Status"]), None);
/// assert_eq!(suggest("T", ["a", "b"]), None);
/// ```
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = comparable(name);
    let allowed = length(&name).div_ceil(3);
    known
        .into_iter()
        .filter_map(|candidate| {
            let other = comparable(candidate);
            let distance = osa_distance(&name, &other);
            // Something has to be right: one letter is not near another one.
            let near = distance <= allowed && distance < length(&name).max(length(&other));
            near.then_some((distance, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn comparable(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .take(MAX_COMPARED)
        .collect()
}

fn length(name: &str) -> usize {
    name.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_counts_once_and_case_does_not_count() {
        assert_eq!(suggest("lenght", ["length"]), Some("length"));
        assert_eq!(suggest("STAUTS", ["Estimate", "Status"]), Some("Status"));
        assert_eq!(suggest("max", ["map"]), Some("map"));
        assert_eq!(suggest("", ["abc"]), None);
    }

    #[test]
    fn the_nearest_name_is_suggested_and_of_several_the_first() {
        assert_eq!(suggest("Nam", ["Names", "Name"]), Some("Name"));
        assert_eq!(suggest("Nam", ["Nam1", "Nam2"]), Some("Nam1"));
    }

    #[test]
    fn long_names_are_compared_by_their_beginning() {
        let long = "x".repeat(1_000_000);
        let other = format!("{}y", "x".repeat(64));
        assert_eq!(suggest(&long, [other.as_str()]), Some(other.as_str()));
    }
}
