//! The groups of a status.

use crate::OptionColor;
use crate::words::words;

/// What is known of a group.
struct Row {
    name: &'static str,
    color: OptionColor,
    default_option: (&'static str, OptionColor),
}

words! {
    /// A group of the options of a status property. A status has these three, in this order (recorded); no request changes them. The
    /// words are those of the derive: Notion tells groups apart by their names and IDs.
    pub enum StatusGroup: Row {
        ToDo = "to_do" => Row {
            name: "To-do",
            color: OptionColor::Gray,
            default_option: ("Not started", OptionColor::Default),
        },
        InProgress = "in_progress" => Row {
            name: "In progress",
            color: OptionColor::Blue,
            default_option: ("In progress", OptionColor::Blue),
        },
        Complete = "complete" => Row {
            name: "Complete",
            color: OptionColor::Green,
            default_option: ("Done", OptionColor::Green),
        },
    }
}

impl StatusGroup {
    /// The group that Notion puts options into that a request adds (recorded).
    pub const FIRST: Self = Self::ToDo;

    /// Returns the name of the group in Notion.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Finds a group by its name in Notion.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut groups = Self::ALL.iter().copied();
        groups.find(|group| group.name() == name)
    }

    /// Returns the colour of the group.
    pub const fn color(self) -> OptionColor {
        self.row().color
    }

    /// Returns the name and the colour of the option that the group has in a status that was created without options.
    pub const fn default_option(self) -> (&'static str, OptionColor) {
        self.row().default_option
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_found() {
        assert_eq!(StatusGroup::ALL.first(), Some(&StatusGroup::FIRST));
        for group in StatusGroup::ALL {
            assert_eq!(StatusGroup::from_name(group.name()), Some(*group));
        }
        assert_eq!(StatusGroup::from_name(StatusGroup::ToDo.as_str()), None);
    }
}
